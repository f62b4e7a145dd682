//! Laws of metadata: 46 and 47. A broker's view is a prefix of the controller's
//! log, replayed; a registration is newer than all before; the fenced lead nothing.

use super::scene::Scene;
use super::verdict::Report;
use crate::base::{Address, BrokerEpoch, BrokerId};
use crate::metadata::Image;
use crate::story::Fact;
use std::collections::BTreeMap;

/// What must be remembered of metadata.
#[derive(Clone, Debug, Default)]
pub(super) struct Metadata {
    applied: BTreeMap<BrokerId, i64>,
    epochs: BTreeMap<BrokerId, BrokerEpoch>,
    /// The fold of the controller's log up to where the slowest broker was.
    fold: Image,
}

impl Metadata {
    pub(super) fn new(image: &Image) -> Self {
        let epochs = image.brokers.iter().map(|(id, broker)| (*id, broker.epoch)).collect();
        Self { epochs, ..Self::default() }
    }

    pub(super) fn observe(&mut self, scene: &Scene<'_>, report: &mut Report) {
        for fact in scene.facts {
            match fact {
                // A process that starts again knows nothing, also before its first event.
                Fact::Started { node: Address::Broker(broker) }
                | Fact::Ended { node: Address::Broker(broker), .. } => {
                    self.applied.remove(broker);
                }
                Fact::BrokerRegistered { broker, epoch } => {
                    let before = self.epochs.insert(*broker, *epoch);
                    if before.is_some_and(|before| before >= *epoch) {
                        report.breach(47, format!("broker {broker}"), || {
                            format!("registered in epoch {epoch} after {}", before.unwrap_or_default())
                        });
                    }
                    check_fenced(*broker, scene, report);
                }
                Fact::BrokerFenced { broker, .. } => check_fenced(*broker, scene, report),
                Fact::LeaderChanged { to, .. } => check_fenced(*to, scene, report),
                _ => {}
            }
        }
        if let Some(Address::Broker(broker)) = scene.coming.map(|coming| coming.node)
            && let Some(process) = scene.world.broker(broker)
        {
            let now = process.image().applied;
            let before = self.applied.insert(broker, now).unwrap_or(now);
            if now < before {
                report.breach(46, format!("broker {broker}"), || {
                    format!("its metadata went back from offset {before} to {now}")
                });
            }
        }
    }

    /// The fold of 46.
    pub(super) fn sweep(&mut self, scene: &Scene<'_>, report: &mut Report) {
        let Some(log) = scene.world.metadata_log() else { return };
        let running = scene.world.broker_ids().filter_map(|id| Some((id, scene.world.broker(id)?.image())));
        let mut images: Vec<(BrokerId, &Image)> = running.collect();
        images.sort_by_key(|(_, image)| image.applied);
        let lowest = images.first().map_or(-1, |(_, image)| image.applied);
        if lowest < self.fold.applied {
            self.fold = Image::default();
        }
        let from = self.fold.applied;
        let mut fold = self.fold.clone();
        let mut records = log.iter().filter(|(offset, _)| *offset > from).peekable();
        for (index, (broker, image)) in images.iter().enumerate() {
            while let Some((offset, record)) = records.next_if(|(offset, _)| *offset <= image.applied) {
                fold.replay(offset, record);
            }
            if index == 0 {
                self.fold = fold.clone();
            }
            if fold != **image {
                report.breach(46, format!("broker {broker}"), || {
                    format!("its view at offset {} is not what the controller's log gives", image.applied)
                });
            }
        }
        for broker in scene.image.brokers.keys() {
            check_fenced(*broker, scene, report);
        }
    }
}

/// 47: a fenced broker leads nothing.
fn check_fenced(broker: BrokerId, scene: &Scene<'_>, report: &mut Report) {
    let is_fenced = scene.image.brokers.get(&broker).is_some_and(|image| image.fenced);
    let leads = |partition: &_| scene.image.partition(*partition).is_some_and(|state| state.leader == broker);
    if let Some(partition) = is_fenced.then(|| scene.partitions().find(leads)).flatten() {
        report.breach(47, format!("broker {broker}"), || {
            format!("it is fenced and leads {}", scene.name(partition))
        });
    }
}
