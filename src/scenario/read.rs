//! Reads the tree of a file into the model, block by block and item by item, so
//! that one faulty event does not hide the others. RON itself reads each value.

use super::faults::{from_ron, missing_field, nearest};
use super::model::{Actor, Cluster, Expect, Step, TimelineEvent, Topic, Variant};
use super::problem::Problem;
use super::source::Source;
use super::tree::{Kind, Node};
use crate::base::Text;
use ron::extensions::Extensions;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

/// A value and the place it was read from.
pub(crate) type Located<'t, T> = Vec<(T, &'t Node)>;

/// What could be read of a file.
#[derive(Debug)]
pub(crate) struct Draft<'t> {
    pub(crate) root: &'t Node,
    pub(crate) cluster: Cluster,
    pub(crate) cluster_node: &'t Node,
    pub(crate) topics: Located<'t, Topic>,
    pub(crate) actors: Located<'t, Actor>,
    pub(crate) timeline: Located<'t, TimelineEvent>,
    pub(crate) expect: Located<'t, Expect>,
    pub(crate) steps: Located<'t, Step>,
    pub(crate) variants: BTreeMap<Text, Variant>,
    /// Whether all of the cluster and the actors could be read, so that a name
    /// that is not there is unknown indeed.
    pub(crate) names_known: bool,
    /// The same of the timeline and its marks.
    pub(crate) marks_known: bool,
}

/// Reads values and gathers problems.
pub(crate) struct Reader<'s> {
    pub(crate) source: &'s Source,
    pub(crate) problems: Vec<Problem>,
    pub(crate) options: ron::Options,
}

impl<'s> Reader<'s> {
    pub(crate) fn new(source: &'s Source) -> Self {
        let extensions = Extensions::IMPLICIT_SOME | Extensions::UNWRAP_NEWTYPES;
        let options = ron::Options::default().with_default_extension(extensions);
        Self { source, problems: Vec::new(), options }
    }

    /// One value; `None` when it can't be read, which is reported.
    pub(crate) fn value<T: DeserializeOwned>(&mut self, node: &Node) -> Option<T> {
        if node.is_broken() {
            return None;
        }
        self.duplicate_keys(node);
        match self.options.from_str(self.source.slice(&node.span)) {
            Ok(value) => Some(value),
            Err(error) => {
                self.problems.push(from_ron(self.source, node, &error));
                None
            }
        }
    }

    /// A field that may be left out.
    pub(crate) fn optional<T: DeserializeOwned>(&mut self, block: &Node, name: &str) -> Option<T> {
        self.value(block.field(name)?)
    }

    /// A list, item by item.
    pub(crate) fn list<'t, T: DeserializeOwned>(&mut self, block: &'t Node, name: &str) -> Located<'t, T> {
        let Some(node) = block.field(name) else {
            return Vec::new();
        };
        match &node.kind {
            Kind::Items(None, items) if self.source.slice(&node.span).starts_with('[') => {
                items.iter().filter_map(|item| Some((self.value(item)?, item))).collect()
            }
            Kind::Broken => Vec::new(),
            _ => {
                let found: String = self.source.slice(&node.span).chars().take(30).collect();
                let span = node.span.start..node.span.start + 1;
                self.problems.push(self.source.problem(span, "list-expected", vec![("found", found.into())]));
                Vec::new()
            }
        }
    }

    /// Fields that `block` must have and those it may have.
    pub(crate) fn fields(
        &mut self,
        block: &Node,
        required: &[&'static str],
        optional: &[&'static str],
    ) -> bool {
        let Kind::Fields(_, fields) = &block.kind else {
            if !block.is_broken() {
                let span = block.span.start..block.span.start + 1;
                self.problems.push(self.source.problem(span, "struct-expected", Vec::new()));
            }
            return false;
        };
        let known: Vec<&str> = required.iter().chain(optional).copied().collect();
        for (index, field) in fields.iter().enumerate() {
            let place = field.name_span.clone();
            if !known.contains(&field.name.as_str()) {
                let near = nearest(known.iter().copied(), &field.name);
                let args = vec![
                    ("name", field.name.as_str().into()),
                    ("nearest", near.unwrap_or_default().into()),
                    ("list", known.join(", ").into()),
                ];
                let kind = if near.is_some() { "unknown-field-near" } else { "unknown-field" };
                self.problems.push(self.source.problem(place, kind, args));
            } else if fields.iter().take(index).any(|earlier| earlier.name == field.name) {
                let args = vec![("name", field.name.as_str().into())];
                self.problems.push(self.source.problem(place, "duplicate-field", args));
            }
        }
        for name in required {
            if block.field(name).is_none() {
                self.problems.push(missing_field(self.source, block, name));
            }
        }
        true
    }

    /// RON keeps the last of two equal keys in silence.
    fn duplicate_keys(&mut self, node: &Node) {
        match &node.kind {
            Kind::Map(entries) => {
                let mut seen = std::collections::BTreeSet::new();
                for (key, value) in entries {
                    let text = self.source.slice(&key.span);
                    if !seen.insert(text) {
                        let args = vec![("name", text.trim_matches('"').into())];
                        self.problems.push(self.source.problem(key.span.clone(), "duplicate-key", args));
                    }
                    self.duplicate_keys(value);
                }
            }
            Kind::Fields(_, fields) => fields.iter().for_each(|field| self.duplicate_keys(&field.value)),
            Kind::Items(_, items) => items.iter().for_each(|item| self.duplicate_keys(item)),
            _ => {}
        }
    }
}

const CLUSTER: [&str; 3] = ["seed", "brokers", "topics"];
const CLUSTER_OPTIONAL: [&str; 8] =
    ["mode", "controllers", "racks", "running", "formatted", "config", "broker_config", "network"];

/// Reads everything but the head.
pub(crate) fn draft<'t>(reader: &mut Reader<'_>, root: &'t Node) -> Draft<'t> {
    let cluster_node = root.field("cluster").unwrap_or(root);
    let before = reader.problems.len();
    let (cluster, topics) = if root.field("cluster").is_some() {
        read_cluster(reader, cluster_node)
    } else {
        (Cluster::default(), Vec::new())
    };
    let actors = reader.list(root, "actors");
    let mut names_known = reader.problems.len() == before
        && !cluster_node.is_broken()
        && root.field("cluster").is_some()
        && !root.field("actors").is_some_and(Node::is_broken);
    let before = reader.problems.len();
    let timeline = reader.list(root, "timeline");
    let marks_known = reader.problems.len() == before && !root.field("timeline").is_some_and(Node::is_broken);
    // An event that can't be read may have created a topic or added a broker.
    names_known &= marks_known;
    let expect = reader.list(root, "expect");
    let steps = reader.list(root, "steps");
    let variants = reader.optional(root, "variants").unwrap_or_default();
    Draft {
        root,
        cluster,
        cluster_node,
        topics,
        actors,
        timeline,
        expect,
        steps,
        variants,
        names_known,
        marks_known,
    }
}

fn read_cluster<'t>(reader: &mut Reader<'_>, node: &'t Node) -> (Cluster, Located<'t, Topic>) {
    if !reader.fields(node, &CLUSTER, &CLUSTER_OPTIONAL) {
        return (Cluster::default(), Vec::new());
    }
    let topics: Located<'t, Topic> = reader.list(node, "topics");
    let cluster = Cluster {
        seed: reader.optional(node, "seed").unwrap_or_default(),
        brokers: reader.optional(node, "brokers").unwrap_or_default(),
        controllers: reader.optional(node, "controllers").unwrap_or(1),
        mode: reader.optional(node, "mode").unwrap_or_default(),
        racks: reader.optional(node, "racks").unwrap_or_default(),
        running: reader.optional(node, "running"),
        formatted: reader.optional(node, "formatted").unwrap_or(true),
        config: reader.optional(node, "config").unwrap_or_default(),
        broker_config: reader.optional(node, "broker_config").unwrap_or_default(),
        network: reader.optional(node, "network").unwrap_or_default(),
        topics: topics.iter().map(|(topic, _)| topic.clone()).collect(),
    };
    (cluster, topics)
}
