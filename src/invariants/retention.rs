//! Laws of a log's marks and of what may be deleted: 9, 39, 40, 41.
//!
//! Mirrors `UnifiedLog`'s offset invariants and the comments of `deletableSegments`.

use super::scene::{Scene, touched_copies};
use super::verdict::Report;
use crate::base::{BrokerId, Offset, TopicPartition};
use crate::story::{DeleteReason, Fact};
use crate::world::World;
use std::collections::BTreeMap;

/// What must be remembered of log starts.
#[derive(Clone, Debug, Default)]
pub(super) struct Retention {
    starts: BTreeMap<(BrokerId, TopicPartition), Offset>,
    /// The highest log start that any leader had.
    leader_starts: BTreeMap<TopicPartition, Offset>,
}

impl Retention {
    pub(super) fn new(world: &World) -> Self {
        let mut laws = Self::default();
        for broker in world.broker_ids() {
            for (partition, replica) in world.broker(broker).into_iter().flat_map(|broker| broker.replicas())
            {
                let start = replica.log().log_start();
                laws.starts.insert((broker, partition), start);
                if replica.is_leader() {
                    laws.leader_starts.insert(partition, start);
                }
            }
        }
        laws
    }

    pub(super) fn observe(&mut self, scene: &Scene<'_>, report: &mut Report) {
        for fact in scene.facts {
            self.take(fact, scene, report);
        }
        for (broker, partition) in touched_copies(scene.facts) {
            check_marks(broker, partition, scene, report);
            match scene.replica(broker, partition) {
                Some(replica) => {
                    let start = replica.log().log_start();
                    self.check_start(broker, partition, start, scene, report);
                    if replica.is_leader() {
                        self.note_leader_start(partition, start);
                    }
                }
                None => {
                    self.starts.remove(&(broker, partition));
                }
            }
        }
    }

    fn take(&mut self, fact: &Fact, scene: &Scene<'_>, report: &mut Report) {
        match fact {
            Fact::SegmentDeleted { broker, partition, base_offset, next_offset, reason, .. } => {
                let is_kept = matches!(reason, DeleteReason::Truncated | DeleteReason::Removed);
                let Some(replica) = scene.replica(*broker, *partition).filter(|_| !is_kept) else { return };
                let log = replica.log();
                let (mark, start) = (log.high_watermark(), log.log_start());
                if *next_offset > mark || *next_offset > start {
                    report.breach(39, scene.name_on(*partition, *broker), || {
                        format!("the segment {base_offset} to {next_offset} was deleted with the high watermark at {mark} and the log start at {start}")
                    });
                }
            }
            Fact::Truncated { broker, partition, .. } => {
                // A full reset begins anew at the leader's log start.
                self.starts.remove(&(*broker, *partition));
            }
            Fact::LogStartMoved { broker, partition, to, reason } => {
                self.check_start(*broker, *partition, *to, scene, report);
                let Some(replica) = scene.replica(*broker, *partition) else { return };
                if replica.is_leader() {
                    self.note_leader_start(*partition, *to);
                } else if *reason == DeleteReason::LogStart {
                    let leaders = self.leader_starts.get(partition).copied().unwrap_or(Offset::ZERO);
                    if *to > leaders {
                        report.breach_on(41, *partition, scene.name_on(*partition, *broker), || {
                            format!("a follower moved its log start to {to}, the leader's was never past {leaders}")
                        });
                    }
                }
            }
            Fact::ServedToConsumer { broker, partition, from, .. } => {
                let moves = scene.facts.iter().any(|fact| matches!(fact, Fact::LogStartMoved { .. }));
                let start = scene.replica(*broker, *partition).map(|replica| replica.log().log_start());
                if let Some(start) = start.filter(|start| from < start && !moves) {
                    report.breach(41, scene.name_on(*partition, *broker), || {
                        format!("a consumer was served from {from}, below the log start {start}")
                    });
                }
            }
            _ => {}
        }
    }

    fn note_leader_start(&mut self, partition: TopicPartition, start: Offset) {
        let known = self.leader_starts.entry(partition).or_insert(start);
        *known = start.max(*known);
    }

    /// 40: a log start never goes back.
    fn check_start(
        &mut self,
        broker: BrokerId,
        partition: TopicPartition,
        start: Offset,
        scene: &Scene<'_>,
        report: &mut Report,
    ) {
        let before = self.starts.insert((broker, partition), start);
        let is_gone = report.is_lossy(partition, broker);
        if let Some(before) = before.filter(|before| start < *before && !is_gone) {
            report.breach(40, scene.name_on(partition, broker), || {
                format!("the log start went back from {before} to {start}")
            });
        }
    }
}

/// 9 for every copy.
pub(super) fn sweep(scene: &Scene<'_>, report: &mut Report) {
    for broker in scene.world.broker_ids() {
        let Some(process) = scene.world.broker(broker) else { continue };
        for (partition, _) in process.replicas() {
            check_marks(broker, partition, scene, report);
        }
    }
}

/// 9: log start, high watermark and log end stand in this order.
fn check_marks(broker: BrokerId, partition: TopicPartition, scene: &Scene<'_>, report: &mut Report) {
    let Some(replica) = scene.replica(broker, partition) else { return };
    let log = replica.log();
    let (start, mark, end) = (log.log_start(), log.high_watermark(), log.log_end());
    if start > mark || mark > end {
        report.breach(9, scene.name_on(partition, broker), || {
            format!("log start {start}, high watermark {mark}, log end {end}")
        });
    }
}
