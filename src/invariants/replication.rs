//! Laws of what copies hold: 1, 2, 8, 11, 12, 15, 19; with `logs`, 13 and 14.
//!
//! Mirrors `StrongIsr`, `WeakIsr` and `ValidHighWatermark` of the TLA+ models.
//! A copy that lost power counts again once it is back in the in-sync set.

use super::logs;
use super::scene::{Scene, holds, touched_copies, touched_partitions};
use super::verdict::Report;
use crate::base::{BrokerId, Offset, TopicPartition};
use crate::broker::Replica;
use crate::protocol::Acks;
use crate::story::{DeleteReason, Fact};
use std::collections::BTreeMap;

/// What must be remembered of acknowledgements.
#[derive(Clone, Debug, Default)]
pub(super) struct Replication {
    /// How many copies each batch on its way asked for.
    acks: BTreeMap<(TopicPartition, u32), Acks>,
    /// Batches acknowledged with `acks=all`: base offset and checksum.
    acknowledged: BTreeMap<TopicPartition, BTreeMap<Offset, u32>>,
}

impl Replication {
    pub(super) fn observe(&mut self, scene: &Scene<'_>, report: &mut Report) {
        for fact in scene.facts {
            self.take(fact, scene, report);
        }
        for partition in touched_partitions(scene.facts) {
            check_in_sync(partition, scene, report, false);
        }
        for (broker, partition) in touched_copies(scene.facts) {
            logs::check_newest(broker, partition, scene, report);
        }
    }

    pub(super) fn sweep(&mut self, scene: &Scene<'_>, report: &mut Report) {
        for partition in scene.partitions() {
            check_in_sync(partition, scene, report, true);
            logs::check_whole(partition, scene, report);
            if let Some((broker, replica)) = scene.true_leader(partition) {
                self.check_kept(broker, partition, replica, scene, report);
            }
        }
    }

    fn take(&mut self, fact: &Fact, scene: &Scene<'_>, report: &mut Report) {
        match fact {
            Fact::BatchSent { partition, crc, acks, .. } => {
                self.acks.insert((*partition, *crc), *acks);
            }
            Fact::SendFailed { partition: Some(partition), crc, .. } => {
                self.acks.remove(&(*partition, *crc));
            }
            Fact::Acked { partition, base_offset, crc, .. }
                if self.acks.remove(&(*partition, *crc)) == Some(Acks::All) =>
            {
                self.acknowledged.entry(*partition).or_default().insert(*base_offset, *crc);
                check_everywhere(*partition, *base_offset, *crc, scene, report);
            }
            Fact::Appended { broker, partition, crc, .. } => {
                let wants_all = self.acks.get(&(*partition, *crc)) == Some(&Acks::All);
                let Some(replica) = scene.replica(*broker, *partition).filter(|_| wants_all) else { return };
                let (size, needed) = (replica.isr().len(), replica.effective_min_isr());
                if size < needed {
                    report.breach(11, scene.name_on(*partition, *broker), || {
                        format!("acks=all was accepted with {size} in sync, where {needed} are needed")
                    });
                }
            }
            Fact::BecameLeader { broker, partition, .. } => {
                if let Some((leader, replica)) = scene.true_leader(*partition)
                    && leader == *broker
                {
                    self.check_kept(leader, *partition, replica, scene, report);
                }
            }
            Fact::Truncated { broker, partition, from, to, high_watermark } => {
                let is_reset = scene.facts.iter().any(|fact| {
                    matches!(fact, Fact::SegmentDeleted { broker: owner, partition: of, reason: DeleteReason::Truncated, .. }
                        if owner == broker && of == partition)
                });
                // A copy that fell behind the leader's log start begins anew there.
                if to < high_watermark && !(is_reset && to >= from) {
                    report.breach_on(15, *partition, scene.name_on(*partition, *broker), || {
                        format!("it was cut from {from} to {to}, below its high watermark {high_watermark}")
                    });
                }
            }
            Fact::ServedToConsumer { broker, partition, to, high_watermark, .. } if to > high_watermark => {
                report.breach(19, scene.name_on(*partition, *broker), || {
                    format!("a consumer was served up to {to}, past the high watermark {high_watermark}")
                });
            }
            _ => {}
        }
    }

    /// 12: what was acknowledged by all is in the log of whoever leads.
    fn check_kept(
        &mut self,
        leader: BrokerId,
        partition: TopicPartition,
        replica: &Replica,
        scene: &Scene<'_>,
        report: &mut Report,
    ) {
        let Some(batches) = self.acknowledged.get_mut(&partition) else { return };
        let log = replica.log();
        *batches = batches.split_off(&log.log_start());
        for (base_offset, crc) in batches {
            if !holds(log, *base_offset, *crc) {
                report.breach_on(12, partition, scene.name(partition), || {
                    format!("the batch acknowledged at {base_offset} is not in the log of leader {leader}")
                });
                return;
            }
        }
    }
}

/// 11: when an `acks=all` receipt is out, every copy in sync has the batch.
fn check_everywhere(
    partition: TopicPartition,
    base_offset: Offset,
    crc: u32,
    scene: &Scene<'_>,
    report: &mut Report,
) {
    let Some(state) = scene.image.partition(partition) else { return };
    for broker in &state.isr {
        let Some(replica) = scene.replica(*broker, partition) else { continue };
        let log = replica.log();
        if report.is_lossy(partition, *broker) || log.log_start() > base_offset {
            continue;
        }
        if !holds(log, base_offset, crc) {
            report.breach_on(11, partition, scene.name(partition), || {
                format!(
                    "the batch acknowledged at {base_offset} is missing on broker {broker}, which is in sync"
                )
            });
        }
    }
}

/// 1, 2 and 8, for every copy that believes it leads.
fn check_in_sync(partition: TopicPartition, scene: &Scene<'_>, report: &mut Report, in_full: bool) {
    let Some(state) = scene.image.partition(partition) else { return };
    for (leader, replica) in scene.replicas(partition).filter(|(_, replica)| replica.is_leader()) {
        if report.is_lossy(partition, leader) {
            continue;
        }
        let view: Vec<BrokerId> = replica.isr().to_vec();
        check_members(1, partition, (leader, replica), &state.isr, scene, report, in_full);
        check_members(2, partition, (leader, replica), &view, scene, report, in_full);
        let mark = replica.log().high_watermark();
        for (broker, copy) in scene.replicas(partition) {
            let counts =
                broker != leader && replica.is_in_maximal_isr(broker) && !report.is_lossy(partition, broker);
            if counts && copy.log().log_end() < mark {
                report.breach_on(8, partition, scene.name_on(partition, leader), || {
                    format!(
                        "the high watermark is {mark}, but broker {broker} in sync ends at {}",
                        copy.log().log_end()
                    )
                });
            }
        }
        for remote in replica.remotes() {
            let counts = replica.is_in_maximal_isr(remote.broker)
                && remote.log_end != Offset::UNKNOWN
                && !report.is_lossy(partition, remote.broker);
            if counts && remote.log_end < mark {
                report.breach_on(8, partition, scene.name_on(partition, leader), || {
                    format!(
                        "the high watermark is {mark}, but broker {} was seen at {}",
                        remote.broker, remote.log_end
                    )
                });
            }
        }
    }
}

fn check_members(
    law: u8,
    partition: TopicPartition,
    (leader, replica): (BrokerId, &Replica),
    isr: &[BrokerId],
    scene: &Scene<'_>,
    report: &mut Report,
    in_full: bool,
) {
    let mark = replica.log().high_watermark();
    for broker in isr.iter().filter(|broker| **broker != leader) {
        if report.is_lossy(partition, *broker) {
            continue;
        }
        let Some(copy) = scene.replica(*broker, partition) else { continue };
        let from = if in_full { Offset::ZERO } else { Offset((mark.0 - 1).max(0)) };
        if let Some(why) = logs::difference(replica.log(), copy.log(), from, mark) {
            report.breach_on(law, partition, scene.name_on(partition, *broker), || {
                format!("leader {leader} has its high watermark at {mark}, but {why}")
            });
        }
    }
}
