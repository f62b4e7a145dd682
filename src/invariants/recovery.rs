//! The law of restarts: 45. A log that is opened again is what was left of it:
//! all after a crash, all that was flushed after a power cut, and intact.
//!
//! Mirrors `LogLoader` and `ProducerStateManager`.

use super::scene::Scene;
use super::verdict::{LicenceKind, Report};
use crate::base::{Address, BrokerId, Offset, TopicPartition};
use crate::story::{Ending, Fact};
use std::collections::BTreeMap;

/// What must be remembered of endings.
#[derive(Clone, Debug, Default)]
pub(super) struct Recovery {
    endings: BTreeMap<BrokerId, Ending>,
}

impl Recovery {
    pub(super) fn observe(&mut self, scene: &Scene<'_>, report: &mut Report) {
        for fact in scene.facts {
            match fact {
                Fact::Ended { node: Address::Broker(broker), how } => {
                    self.endings.insert(*broker, *how);
                }
                Fact::LogRecovered { broker, partition, log_end, .. } => {
                    self.check(*broker, *partition, *log_end, scene, report);
                }
                _ => {}
            }
        }
    }

    fn check(
        &self,
        broker: BrokerId,
        partition: TopicPartition,
        log_end: Offset,
        scene: &Scene<'_>,
        report: &mut Report,
    ) {
        let subject = scene.name_on(partition, broker);
        let Some(how) = self.endings.get(&broker).copied() else { return };
        if let Some((_, _, left)) = scene.world.left_behind(broker, partition)
            && (log_end < left || (how != Ending::PowerCut && log_end > left))
        {
            report.breach_on(45, partition, subject.clone(), || {
                format!("the log ends at {log_end} after a restart; {left} was to be kept")
            });
        }
        let Some(replica) = scene.replica(broker, partition) else { return };
        let log = replica.log();
        // What lay past the recovery point was read anew, and is cut where it is damaged.
        let mut unchecked = log.batches(log.flushed_end());
        if how != Ending::CleanStop
            && let Some(damaged) = unchecked.find(|batch| !batch.is_intact())
        {
            report.breach(45, subject.clone(), || {
                format!("the damaged batch at {} was kept", damaged.base_offset())
            });
        }
        if !report.is_licensed(partition, LicenceKind::CorruptedByte) && !log.agrees_with_scan() {
            report.breach(45, subject, || {
                "producer state or leader epochs are not those that reading the log gives".to_owned()
            });
        }
    }
}
