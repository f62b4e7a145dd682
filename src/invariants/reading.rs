//! Laws of what consumers live through: 36 and 37.
//!
//! Mirrors Maelstrom's Kafka workload: "skip", "internal" and "external
//! nonmonotonic poll". A seek, a reset or a new assignment moves a position; a
//! poll alone goes on where the one before ended.

use super::scene::Scene;
use super::verdict::Report;
use crate::base::{Address, ClientId, Offset, Text, TopicPartition};
use crate::story::Fact;
use std::collections::BTreeMap;

/// What must be remembered of consumers.
#[derive(Clone, Debug, Default)]
pub(super) struct Reading {
    /// Where each consumer's next poll goes on.
    cursors: BTreeMap<(ClientId, TopicPartition), Offset>,
    /// How far any member of a group has come, by reading or by being placed there.
    frontiers: BTreeMap<(Text, TopicPartition), Offset>,
}

impl Reading {
    pub(super) fn observe(&mut self, scene: &Scene<'_>, report: &mut Report) {
        for fact in scene.facts {
            match fact {
                Fact::Positioned { client, partition, at } => self.place(*client, *partition, *at, scene),
                Fact::OffsetReset { client, partition, to, .. } => {
                    self.place(*client, *partition, *to, scene);
                }
                Fact::Delivered { client, partition, from, to } => {
                    let expected = self.cursors.get(&(*client, *partition)).copied();
                    if let Some(expected) = expected.filter(|expected| expected != from) {
                        let name = scene.world.client_name(*client).map_or("?", |name| name);
                        let verb = if *from > expected { "skipped to" } else { "went back to" };
                        report.breach(37, format!("{name}, {}", scene.name(*partition)), || {
                            format!("a poll that was to go on at {expected} {verb} {from}")
                        });
                    }
                    self.place(*client, *partition, *to, scene);
                }
                Fact::PartitionsAssigned { client, partitions }
                | Fact::PartitionsRevoked { client, partitions }
                | Fact::PartitionsLost { client, partitions } => {
                    for partition in partitions {
                        self.cursors.remove(&(*client, *partition));
                    }
                }
                Fact::Ended { node: Address::Client(client), .. } => {
                    self.cursors.retain(|(reader, _), _| reader != client);
                }
                Fact::OffsetCommitted { group, topic, partition, offset, .. } => {
                    self.check_commit(group, topic, *partition, *offset, scene, report);
                }
                _ => {}
            }
        }
    }

    fn place(&mut self, client: ClientId, partition: TopicPartition, at: Offset, scene: &Scene<'_>) {
        self.cursors.insert((client, partition), at);
        if let Some(group) = scene.world.ledger().reader(client) {
            let frontier = self.frontiers.entry((group.clone(), partition)).or_insert(at);
            *frontier = at.max(*frontier);
        }
    }

    /// 36: nothing is committed that no member was handed.
    fn check_commit(
        &self,
        group: &Text,
        topic: &Text,
        partition: i32,
        offset: Offset,
        scene: &Scene<'_>,
        report: &mut Report,
    ) {
        let Some(id) = scene.image.topic_ids.get(topic) else { return };
        let place = TopicPartition { topic: *id, partition };
        let frontier = self.frontiers.get(&(group.clone(), place)).copied();
        if let Some(frontier) = frontier.filter(|frontier| offset > *frontier) {
            report.breach(36, format!("group {group}, {topic}-{partition}"), || {
                format!("{offset} was committed, but no member came past {frontier}")
            });
        }
    }
}
