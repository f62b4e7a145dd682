//! Rungs 2 to 5 of the validation ladder: references, Kafka sense, time, and the
//! shape of an exercise. Each problem points at the faulty value itself.

mod cluster;
mod compare;
mod limits;
mod names;
mod settings;
mod steps;
mod time;
mod topics;
mod within;

use super::model::{Actor, Scenario, Step, Topic};
use super::problem::{Arg, Problem};
use super::read::{Draft, Reader};
use super::tree::Node;
use super::{Tool, Verb};
use crate::base::Text;
use crate::world::ClusterSpec;
use std::collections::{BTreeMap, BTreeSet};

/// Checks all that could be read; `head` is missing when the head could not.
pub(super) fn validate(reader: &mut Reader<'_>, draft: &Draft<'_>, head: Option<&Scenario>) {
    let mut checker = Checker::new(reader, draft);
    if !checker.limits() {
        return;
    }
    checker.cluster();
    checker.actors();
    checker.verbs();
    checker.time(head);
    checker.expectations();
    checker.steps();
    if let Some(head) = head {
        checker.head(head);
    }
}

/// A topic that exists at the start or is created later.
#[derive(Clone, Copy, Debug)]
struct Known {
    /// The most partitions it ever has.
    partitions: i32,
}

/// What a file names, and the problems found.
struct Checker<'r, 's, 'd, 't> {
    reader: &'r mut Reader<'s>,
    draft: &'d Draft<'t>,
    topics: BTreeMap<Text, Known>,
    brokers: BTreeSet<i32>,
    actors: BTreeMap<Text, &'d Actor>,
    groups: BTreeSet<Text>,
    marks: BTreeSet<Text>,
    /// Everything the file types into consoles: what is named there may be made there.
    typed: String,
    /// The answers and solutions stayed in another file: what only they name is not known.
    is_packed: bool,
}

impl<'r, 's, 'd, 't> Checker<'r, 's, 'd, 't> {
    fn new(reader: &'r mut Reader<'s>, draft: &'d Draft<'t>) -> Self {
        let mut checker = Self {
            reader,
            draft,
            topics: BTreeMap::new(),
            brokers: (1..=draft.cluster.brokers.clamp(0, limits::BROKERS)).collect(),
            actors: BTreeMap::new(),
            groups: BTreeSet::new(),
            marks: BTreeSet::new(),
            typed: String::new(),
            is_packed: draft.root.field("packed").is_some(),
        };
        for (topic, _) in &draft.topics {
            checker.know(&topic.name, topic.partitions);
        }
        for (actor, _) in &draft.actors {
            checker.actors.insert(actor.name().clone(), actor);
            checker.groups.extend(actor.group());
        }
        for (verb, _) in verbs(draft) {
            match verb {
                Verb::CreateTopic { name, partitions, .. } => checker.know(name, *partitions),
                Verb::AddPartitions(name, count) => {
                    if let Some(known) = checker.topics.get_mut(name) {
                        known.partitions = known.partitions.max(*count);
                    }
                }
                Verb::AddBroker(id) => {
                    checker.brokers.insert(*id);
                }
                Verb::Mark(name) => {
                    checker.marks.insert(name.clone());
                }
                Verb::Console(line) => {
                    checker.typed.push_str(line);
                    checker.typed.push('\n');
                }
                _ => {}
            }
        }
        checker.marks.extend(draft.timeline.iter().filter_map(|(event, _)| event.mark.clone()));
        checker
    }

    fn know(&mut self, name: &Text, partitions: i32) {
        let known = self.topics.entry(name.clone()).or_insert(Known { partitions });
        known.partitions = known.partitions.max(partitions);
    }

    fn problem(&self, node: &Node, kind: &'static str, args: Vec<(&'static str, Arg)>) -> Problem {
        self.reader.source.problem(node.span.clone(), kind, args)
    }

    fn error(&mut self, node: &Node, kind: &'static str, args: Vec<(&'static str, Arg)>) {
        let problem = self.problem(node, kind, args);
        self.reader.problems.push(problem);
    }

    fn warn(&mut self, node: &Node, kind: &'static str, args: Vec<(&'static str, Arg)>) {
        let problem = self.problem(node, kind, args).warning();
        self.reader.problems.push(problem);
    }

    /// Whether a name that is not known can't exist: none is made in a console or
    /// in the solution of a packed file.
    fn is_unknown(&self, name: &str) -> bool {
        self.draft.names_known && !self.is_packed && !is_word_of(&self.typed, name)
    }

    /// Whether a node is a broker or the controller.
    fn is_node(&self, id: i32) -> bool {
        self.brokers.contains(&id) || id == ClusterSpec::CONTROLLER
    }
}

/// Whether a console line holds `name` as a word of its own.
fn is_word_of(typed: &str, name: &str) -> bool {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-');
    typed.split(|c| !inside(c)).any(|word| word == name)
}

/// The part of `node` called `name`, or `node` itself.
fn part<'t>(node: &'t Node, name: &str) -> &'t Node {
    node.field(name).unwrap_or(node)
}

/// The argument of `node` at `index`, or `node` itself.
fn item(node: &Node, index: usize) -> &Node {
    node.items().get(index).unwrap_or(node)
}

/// Every verb of the timeline and the solutions, with its place.
fn verbs<'a>(draft: &'a Draft<'_>) -> Vec<(&'a Verb, &'a Node)> {
    let timeline = draft.timeline.iter().map(|(event, node)| (&event.verb, part(node, "do")));
    let solutions = draft.steps.iter().flat_map(|(step, node)| {
        let field = if matches!(step, Step::Do { .. }) { "solution" } else { "then" };
        step.verbs().iter().enumerate().map(move |(index, verb)| (verb, item(part(node, field), index)))
    });
    timeline.chain(solutions).collect()
}

/// Every topic that the file describes, with its place and whether it is made at the start.
fn topics<'a>(draft: &'a Draft<'_>) -> Vec<(Topic, &'a Node, bool)> {
    let at_start = draft.topics.iter().map(|(topic, node)| (topic.clone(), *node, true));
    let later = verbs(draft).into_iter().filter_map(|(verb, node)| match verb.clone() {
        Verb::CreateTopic { name, partitions, rf, replicas, config } => {
            Some((Topic { name, partitions, rf, replicas, config }, node, false))
        }
        _ => None,
    });
    at_start.chain(later).collect()
}

/// Whether a verb is of a later version, and the text that names it.
const fn later(tool: Tool) -> Option<&'static str> {
    match tool {
        Tool::Sql => Some("later-sql"),
        Tool::DeleteLocalState => Some("later-streams"),
        _ => None,
    }
}
