//! Sizes that no lesson needs and no laptop bears, refused before anything is built.

use super::{Checker, part, topics, verbs};
use crate::scenario::Verb;
use crate::scenario::model::Actor;

/// Most brokers.
pub(super) const BROKERS: i32 = 100;
/// Most partitions in all.
const PARTITIONS: i64 = 10_000;
/// Most actors.
const ACTORS: usize = 500;
/// Fastest producer, records per second.
const RATE: u32 = 100_000;
/// Largest padded record.
const SIZE: u32 = 1_000_000;

impl Checker<'_, '_, '_, '_> {
    /// False when the file is too big to be looked at further.
    pub(super) fn limits(&mut self) -> bool {
        let before = self.reader.problems.len();
        let draft = self.draft;
        let brokers = draft.cluster.brokers;
        if draft.root.field("cluster").is_some() && !(1..=BROKERS).contains(&brokers) {
            let node = part(draft.cluster_node, "brokers");
            if draft.cluster_node.field("brokers").is_some() {
                self.error(node, "broker-count", vec![("count", brokers.into()), ("limit", BROKERS.into())]);
            }
        }
        if draft.actors.len() > ACTORS {
            let args = vec![("count", draft.actors.len().into()), ("limit", ACTORS.into())];
            self.error(part(draft.root, "actors"), "too-many-actors", args);
        }
        self.partitions();
        for (actor, node) in &draft.actors {
            if let Actor::Producer { rate, size, .. } = actor {
                if *rate > RATE {
                    self.error(part(node, "rate"), "rate-too-high", vec![("limit", RATE.to_string().into())]);
                }
                if *size > SIZE {
                    self.error(
                        part(node, "size"),
                        "record-too-large",
                        vec![("limit", SIZE.to_string().into())],
                    );
                }
            }
        }
        for (verb, node) in verbs(draft) {
            if let Verb::SetRate(_, rate) = verb
                && *rate > RATE
            {
                self.error(super::item(node, 1), "rate-too-high", vec![("limit", RATE.to_string().into())]);
            }
        }
        self.reader.problems.len() == before
    }

    fn partitions(&mut self) {
        let draft = self.draft;
        let mut total = 0_i64;
        let widened = verbs(draft).into_iter().filter_map(|(verb, node)| match verb {
            Verb::AddPartitions(_, count) => Some((*count, super::item(node, 1))),
            _ => None,
        });
        let offsets = draft.cluster.config.get("offsets.topic.num.partitions").and_then(|text| {
            let (_, node) = draft.cluster_node.field("config")?.entry("offsets.topic.num.partitions")?;
            Some((text.parse::<i32>().ok()?, node))
        });
        let counts =
            topics(draft).into_iter().map(|(topic, node, _)| (topic.partitions, part(node, "partitions")));
        for (count, node) in counts.chain(widened).chain(offsets) {
            total += i64::from(count.max(0));
            if total > PARTITIONS {
                self.error(node, "too-many-partitions", vec![("limit", PARTITIONS.to_string().into())]);
                return;
            }
        }
    }
}
