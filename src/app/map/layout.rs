//! Where everything of the map lies: columns keyed by id, so that what did not
//! change does not move.
//!
//! Producers left, controllers above, brokers in a grid, groups right. Places
//! are in map units; a person's own drags are added on top. Edges are polylines
//! made once and reused until the cluster's shape changes.

use super::routes::{Path, routes};
use crate::base::{BrokerId, TopicPartition};
use crate::lab::view::{BrokerView, ClientView, ClusterGraph, ClusterView, GroupView, Subject};
use egui::{Pos2, Rect, Vec2, pos2, vec2};
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

const PRODUCER: Vec2 = vec2(176.0, 78.0);
const SMALL_CLIENT: Vec2 = vec2(118.0, 34.0);
const BROKER_WIDTH: f32 = 204.0;
const GROUP_WIDTH: f32 = 158.0;
const MEMBER_HEIGHT: f32 = 38.0;
const CONTROLLER: Vec2 = vec2(150.0, 34.0);
const GAP: f32 = 30.0;
const COLUMN_GAP: f32 = 62.0;
/// Room between rows of brokers, where edges pass.
const ROW_GAP: f32 = 54.0;
const HEADER: f32 = 40.0;
const FOOTER: f32 = 26.0;
const ROW: Vec2 = vec2(BROKER_WIDTH - 20.0, 26.0);
/// More user replicas than this on a broker are drawn as cells.
const MOST_ROWS: usize = 7;

/// The places of one cluster shape.
#[derive(Debug)]
pub(crate) struct Layout {
    /// Controllers, brokers, clients (members as rows of their group) and groups.
    pub slots: BTreeMap<Subject, Rect>,
    /// Every replica.
    pub replicas: BTreeMap<(BrokerId, TopicPartition), Rect>,
    /// Whether replicas are cells, not rows with a name.
    pub has_cells: bool,
    /// Every edge.
    pub paths: Vec<Path>,
    /// The edge from the first to the second.
    pub path_of: BTreeMap<(Subject, Subject), usize>,
    /// Everything fits in here.
    pub bounds: Rect,
    /// Hash of what it was made from.
    key: u64,
}

impl Layout {
    /// The layout for this cluster: the given one when nothing that matters changed.
    pub fn refresh(
        old: Option<std::sync::Arc<Self>>,
        cluster: &ClusterView,
        graph: &ClusterGraph,
        moved: &BTreeMap<Subject, Vec2>,
    ) -> std::sync::Arc<Self> {
        let key = shape_key(cluster, graph, moved);
        match old {
            Some(layout) if layout.key == key => layout,
            _ => std::sync::Arc::new(Self::build(cluster, graph, moved, key)),
        }
    }

    fn build(cluster: &ClusterView, graph: &ClusterGraph, moved: &BTreeMap<Subject, Vec2>, key: u64) -> Self {
        let mut layout = Self {
            slots: BTreeMap::new(),
            replicas: BTreeMap::new(),
            has_cells: false,
            paths: Vec::new(),
            path_of: BTreeMap::new(),
            bounds: Rect::NOTHING,
            key,
        };
        let left = layout.place_producers(cluster, moved);
        let grid = layout.place_brokers(cluster, left, moved);
        layout.place_controllers(cluster, grid, moved);
        layout.place_groups(cluster, grid, moved);
        let bounds = layout.slots.values().fold(Rect::NOTHING, |all, rect| all.union(*rect));
        let (paths, low, high) = routes(graph, &layout.slots, grid);
        layout.paths = paths;
        for (index, path) in layout.paths.iter().enumerate() {
            // Several flows may join two nodes: the first, which is the busiest, carries the dots.
            layout.path_of.entry((path.from.clone(), path.to.clone())).or_insert(index);
        }
        layout.bounds = if bounds.is_positive() {
            Rect::from_min_max(
                pos2(bounds.left(), bounds.top().min(low)),
                pos2(bounds.right(), bounds.bottom().max(high)),
            )
        } else {
            Rect::from_min_size(Pos2::ZERO, vec2(600.0, 300.0))
        };
        layout
    }

    fn put(&mut self, subject: Subject, rect: Rect, moved: &BTreeMap<Subject, Vec2>) -> Rect {
        let rect = rect.translate(moved.get(&subject).copied().unwrap_or_default());
        self.slots.insert(subject, rect);
        rect
    }

    /// Producers and lone consumers, top to bottom, left to right. Returns where the brokers begin.
    fn place_producers(&mut self, cluster: &ClusterView, moved: &BTreeMap<Subject, Vec2>) -> f32 {
        let clients: Vec<&ClientView> =
            cluster.clients.iter().map(AsRef::as_ref).filter(|it| !is_member(it)).collect();
        let (size, per_column) = if clients.len() > 6 { (SMALL_CLIENT, 16) } else { (PRODUCER, 6) };
        let mut right = 0.0_f32;
        for (index, client) in clients.iter().enumerate() {
            let column = (index / per_column) as f32;
            let row = (index % per_column) as f32;
            let at = pos2(column * (size.x + 12.0), row * (size.y + 18.0));
            let rect = Rect::from_min_size(at, size);
            right = right.max(rect.right());
            self.put(Subject::Client(client.id), rect, moved);
        }
        if clients.is_empty() { 0.0 } else { right + COLUMN_GAP }
    }

    /// Brokers row by row; a row is as high as its fullest card.
    fn place_brokers(&mut self, cluster: &ClusterView, left: f32, moved: &BTreeMap<Subject, Vec2>) -> Rect {
        self.has_cells = cluster.brokers.iter().any(|broker| count(broker, false) > MOST_ROWS);
        let columns = match cluster.brokers.len() {
            few @ 0..=3 => few.max(1),
            many => ((many as f32 * 1.6).sqrt().ceil() as usize).max(3),
        };
        let mut grid = Rect::from_min_size(pos2(left, 0.0), vec2(BROKER_WIDTH, HEADER + FOOTER));
        let mut top = 0.0;
        for row in cluster.brokers.chunks(columns) {
            let user = row.iter().map(|broker| count(broker, false)).max().unwrap_or(0);
            let internal = row.iter().map(|broker| count(broker, true)).max().unwrap_or(0);
            let body = if self.has_cells { cells_height(user, 14.0, 3.0) } else { user as f32 * 30.0 };
            let strip = if internal > 0 { cells_height(internal, 7.0, 2.0) + 8.0 } else { 0.0 };
            let size = vec2(BROKER_WIDTH, HEADER + body + strip + FOOTER);
            for (column, broker) in row.iter().enumerate() {
                let at = pos2(left + column as f32 * (size.x + GAP), top);
                grid = grid.union(Rect::from_min_size(at, size));
                let rect = self.put(Subject::Broker(broker.id), Rect::from_min_size(at, size), moved);
                self.place_replicas(broker, rect, body);
            }
            top += size.y + ROW_GAP;
        }
        grid
    }

    fn place_replicas(&mut self, broker: &BrokerView, card: Rect, body: f32) {
        let top = card.min + vec2(10.0, HEADER);
        let (mut user, mut internal) = (0, 0);
        for replica in &broker.replicas {
            let rect = if replica.is_internal {
                internal += 1;
                cell(top + vec2(0.0, body + 4.0), internal - 1, 7.0, 2.0)
            } else if self.has_cells {
                user += 1;
                cell(top, user - 1, 14.0, 3.0)
            } else {
                user += 1;
                Rect::from_min_size(top + vec2(0.0, (user - 1) as f32 * 30.0), ROW)
            };
            self.replicas.insert((broker.id, replica.partition), rect);
        }
    }

    fn place_controllers(&mut self, cluster: &ClusterView, grid: Rect, moved: &BTreeMap<Subject, Vec2>) {
        let count = cluster.controllers.len() as f32;
        let first = grid.center().x - (count * CONTROLLER.x + (count - 1.0).max(0.0) * 16.0) / 2.0;
        for (index, controller) in cluster.controllers.iter().enumerate() {
            let at = pos2(first + index as f32 * (CONTROLLER.x + 16.0), grid.top() - CONTROLLER.y - 44.0);
            self.put(Subject::Controller(controller.id), Rect::from_min_size(at, CONTROLLER), moved);
        }
    }

    fn place_groups(&mut self, cluster: &ClusterView, grid: Rect, moved: &BTreeMap<Subject, Vec2>) {
        let deepest = grid.height().max(420.0);
        let mut at = pos2(grid.right() + COLUMN_GAP, grid.top());
        for name in group_names(cluster) {
            let rows = member_rows(cluster, &name);
            let size = vec2(GROUP_WIDTH, 46.0 + rows.len().max(1) as f32 * (MEMBER_HEIGHT + 4.0) + 6.0);
            if at.y > grid.top() && at.y + size.y > grid.top() + deepest {
                at = pos2(at.x + GROUP_WIDTH + 14.0, grid.top());
            }
            let rect = self.put(Subject::Group(name), Rect::from_min_size(at, size), moved);
            for (index, subject) in rows.into_iter().enumerate() {
                let corner = rect.min + vec2(8.0, 46.0 + index as f32 * (MEMBER_HEIGHT + 4.0));
                let row = Rect::from_min_size(corner, vec2(GROUP_WIDTH - 16.0, MEMBER_HEIGHT));
                self.slots.insert(subject, row);
            }
            at.y += size.y + 18.0;
        }
    }
}

/// How many replicas of user topics, or of internal ones, a broker holds.
fn count(broker: &BrokerView, internal: bool) -> usize {
    broker.replicas.iter().filter(|replica| replica.is_internal == internal).count()
}

/// Whether a client is drawn inside a group.
pub(crate) fn is_member(client: &ClientView) -> bool {
    client.consumer.as_ref().is_some_and(|consumer| !consumer.group.is_empty())
}

/// Groups that exist, and those that a consumer will make.
pub(crate) fn group_names(cluster: &ClusterView) -> Vec<crate::base::Text> {
    let wanted = cluster.clients.iter().filter_map(|client| Some(client.consumer.as_ref()?.group.clone()));
    let mut names: Vec<_> = cluster.groups.iter().map(|group| group.name.clone()).chain(wanted).collect();
    names.retain(|name| !name.is_empty());
    names.sort();
    names.dedup();
    names
}

/// The clients of a group, by number.
fn member_rows(cluster: &ClusterView, group: &str) -> Vec<Subject> {
    let belongs = |client: &ClientView| client.consumer.as_ref().is_some_and(|it| &*it.group == group);
    let clients = cluster.clients.iter().filter(|client| belongs(client));
    clients.map(|client| Subject::Client(client.id)).collect()
}

fn per_line(cell: f32, gap: f32) -> usize {
    ((ROW.x + gap) / (cell + gap)) as usize
}

fn cells_height(count: usize, cell: f32, gap: f32) -> f32 {
    count.div_ceil(per_line(cell, gap)) as f32 * (cell + gap)
}

fn cell(top: Pos2, index: usize, size: f32, gap: f32) -> Rect {
    let line = per_line(size, gap);
    let at = vec2((index % line) as f32, (index / line) as f32) * (size + gap);
    Rect::from_min_size(top + at, Vec2::splat(size))
}

/// A hash of all that moves something.
fn shape_key(cluster: &ClusterView, graph: &ClusterGraph, moved: &BTreeMap<Subject, Vec2>) -> u64 {
    let mut hasher = DefaultHasher::new();
    cluster.controllers.iter().for_each(|it| it.id.hash(&mut hasher));
    for broker in &cluster.brokers {
        broker.id.hash(&mut hasher);
        broker.replicas.iter().for_each(|it| (it.partition, it.is_internal).hash(&mut hasher));
    }
    for client in &cluster.clients {
        (client.id, client.consumer.as_ref().map(|it| &it.group)).hash(&mut hasher);
    }
    cluster
        .groups
        .iter()
        .map(|group: &std::sync::Arc<GroupView>| &group.name)
        .for_each(|it| it.hash(&mut hasher));
    for edge in graph.graph.edge_indices() {
        (
            graph.graph.edge_endpoints(edge).map(|(a, b)| (a.index(), b.index())),
            graph.graph.edge_weight(edge),
        )
            .hash(&mut hasher);
    }
    graph.graph.node_weights().for_each(|it| it.hash(&mut hasher));
    for (subject, by) in moved {
        (subject, by.x.to_bits(), by.y.to_bits()).hash(&mut hasher);
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::example;

    #[test]
    fn what_did_not_change_does_not_move() {
        let view = example::shop();
        let before = Layout::refresh(None, &view.cluster, &view.graph, &BTreeMap::new());
        let mut cluster = (*view.cluster).clone();
        cluster.clients.pop();
        let after = Layout::refresh(None, &cluster, &view.graph, &BTreeMap::new());
        for broker in &cluster.brokers {
            let subject = Subject::Broker(broker.id);
            assert_eq!(before.slots[&subject], after.slots[&subject]);
        }
    }

    #[test]
    fn every_replica_has_a_place_on_its_broker() {
        for view in [example::shop(), example::large()] {
            let layout = Layout::refresh(None, &view.cluster, &view.graph, &BTreeMap::new());
            for broker in &view.cluster.brokers {
                let card = layout.slots[&Subject::Broker(broker.id)];
                for replica in &broker.replicas {
                    assert!(card.contains_rect(layout.replicas[&(broker.id, replica.partition)]));
                }
            }
        }
    }

    #[test]
    fn cards_do_not_overlap() {
        for view in [example::shop(), example::large()] {
            let layout = Layout::refresh(None, &view.cluster, &view.graph, &BTreeMap::new());
            let cards: Vec<_> =
                layout.slots.iter().filter(|(it, _)| !matches!(it, Subject::Client(_))).collect();
            for (index, (name, rect)) in cards.iter().enumerate() {
                for (other, place) in &cards[index + 1..] {
                    assert!(!rect.intersects(**place), "{name:?} and {other:?}");
                }
            }
        }
    }
}
