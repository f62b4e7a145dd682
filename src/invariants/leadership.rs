//! Laws of reigns and in-sync sets: 3, 4, 5, 6, 7, 10, 16, 17, 18.
//!
//! Mirrors `LeaderInIsr`, `TypeOk` and the epoch rules of the TLA+ models,
//! `PartitionChangeBuilder.Election` and `ReplicationControlManager`'s checks.

use super::coming::What;
use super::scene::{Scene, touched_copies, touched_partitions};
use super::verdict::Report;
use crate::base::{Address, BrokerId, LeaderEpoch, Offset, PartitionEpoch, TopicPartition};
use crate::metadata::Image;
use crate::story::{Election, Fact, IsrReason};
use std::collections::BTreeMap;

/// What must be remembered of reigns.
#[derive(Clone, Debug, Default)]
pub(super) struct Leadership {
    /// The in-sync set that the controller last committed.
    isr: BTreeMap<TopicPartition, Vec<BrokerId>>,
    /// The controller's latest leader epoch.
    epochs: BTreeMap<TopicPartition, (LeaderEpoch, PartitionEpoch)>,
    /// Who led in an epoch, by the controller's word and by the brokers' own.
    reigns: BTreeMap<(TopicPartition, LeaderEpoch), BrokerId>,
    controllers: BTreeMap<i32, i32>,
    /// Epochs of each copy.
    copies: BTreeMap<(BrokerId, TopicPartition), (LeaderEpoch, PartitionEpoch)>,
    /// High watermark of each leading copy, and the reign it belongs to.
    marks: BTreeMap<(BrokerId, TopicPartition), (LeaderEpoch, Offset)>,
    /// Versions and sets that leaders proposed.
    proposals: BTreeMap<TopicPartition, Vec<(PartitionEpoch, Vec<BrokerId>)>>,
}

impl Leadership {
    pub(super) fn new(image: &Image) -> Self {
        let mut laws = Self::default();
        for topic in image.topics.values() {
            for (number, state) in topic.partitions.iter().enumerate() {
                let partition = TopicPartition { topic: topic.id, partition: number as i32 };
                laws.isr.insert(partition, state.isr.clone());
                laws.epochs.insert(partition, (state.leader_epoch, state.partition_epoch));
                laws.reigns.insert((partition, state.leader_epoch), state.leader);
            }
        }
        laws
    }

    pub(super) fn observe(&mut self, scene: &Scene<'_>, report: &mut Report) {
        for fact in scene.facts {
            self.take(fact, scene, report);
        }
        for partition in touched_partitions(scene.facts) {
            self.check_image(partition, scene, report);
        }
        for (broker, partition) in touched_copies(scene.facts) {
            self.check_copy(broker, partition, scene, report);
        }
        check_progress(scene, report);
    }

    pub(super) fn sweep(&mut self, scene: &Scene<'_>, report: &mut Report) {
        for partition in scene.partitions() {
            self.check_image(partition, scene, report);
            for (broker, _) in scene.replicas(partition) {
                self.check_copy(broker, partition, scene, report);
            }
        }
    }

    fn take(&mut self, fact: &Fact, scene: &Scene<'_>, report: &mut Report) {
        match fact {
            Fact::Started { node: Address::Broker(broker) } => {
                self.copies.retain(|(owner, _), _| owner != broker);
                self.marks.retain(|(owner, _), _| owner != broker);
            }
            Fact::ControllerElected { controller, epoch } => {
                let first = *self.controllers.entry(*epoch).or_insert(*controller);
                if first != *controller {
                    report.breach(5, format!("controller epoch {epoch}"), || {
                        format!("controllers {first} and {controller} both hold it")
                    });
                }
            }
            Fact::LeaderChanged { partition, to, election, isr, .. } => {
                self.check_election(*partition, *to, *election, scene, report);
                self.isr.insert(*partition, isr.clone());
                self.check_reign(*partition, fact, scene, report);
            }
            Fact::BecameLeader { partition, .. } => self.check_reign(*partition, fact, scene, report),
            Fact::IsrProposed { broker, partition, isr, version } => {
                self.proposals.entry(*partition).or_default().push((*version, isr.clone()));
                check_expansion(*broker, *partition, isr, scene, report);
            }
            Fact::IsrChanged { partition, to, reason, .. } => {
                if matches!(reason, IsrReason::Lagging | IsrReason::CaughtUp) {
                    self.check_version(*partition, to, scene, report);
                }
                self.isr.insert(*partition, to.clone());
            }
            Fact::HighWatermarkMoved { broker, partition, to } => {
                self.check_mark(*broker, *partition, *to, scene, report);
            }
            _ => {}
        }
    }

    /// 18: a clean election picks from the in-sync set.
    fn check_election(
        &self,
        partition: TopicPartition,
        to: BrokerId,
        election: Election,
        scene: &Scene<'_>,
        report: &mut Report,
    ) {
        let Some(isr) = self.isr.get(&partition) else { return };
        // One record may commit a proposed set and elect from it, at a reassignment's end.
        let version = scene.image.partition(partition).map_or(0, |state| state.partition_epoch.0 - 1);
        let proposals = self.proposals.get(&partition).into_iter().flatten();
        let mut proposals = proposals.filter(|(proposed_on, _)| proposed_on.0 == version);
        let is_in_sync = isr.contains(&to) || proposals.any(|(_, proposed)| proposed.contains(&to));
        if election != Election::Unclean && to != BrokerId::NONE && !is_in_sync {
            report.breach_on(18, partition, scene.name(partition), || {
                format!("broker {to} was elected as if cleanly, but the in-sync set was {}", list(isr))
            });
        }
    }

    /// 5: one leader in an epoch.
    fn check_reign(
        &mut self,
        partition: TopicPartition,
        fact: &Fact,
        scene: &Scene<'_>,
        report: &mut Report,
    ) {
        let (leader, epoch) = match fact {
            Fact::LeaderChanged { to, epoch, .. } => (*to, *epoch),
            Fact::BecameLeader { broker, epoch, .. } => (*broker, *epoch),
            _ => return,
        };
        if leader == BrokerId::NONE {
            return;
        }
        let known = self.reigns.entry((partition, epoch)).or_insert(leader);
        if *known == BrokerId::NONE {
            *known = leader;
        }
        let first = *known;
        if first != leader {
            report.breach(5, scene.name(partition), || {
                format!("brokers {first} and {leader} both lead it in epoch {epoch}")
            });
        }
    }

    /// 3, 4 and the controller's part of 6.
    fn check_image(&mut self, partition: TopicPartition, scene: &Scene<'_>, report: &mut Report) {
        let Some(state) = scene.image.partition(partition) else { return };
        if state.leader != BrokerId::NONE && !state.isr.contains(&state.leader) {
            report.breach(3, scene.name(partition), || {
                format!("leader {} is not in the in-sync set {}", state.leader, list(&state.isr))
            });
        }
        let is_odd = |(index, broker): (usize, &BrokerId)| {
            !state.replicas.contains(broker) || state.isr[..index].contains(broker)
        };
        if state.isr.iter().enumerate().any(is_odd) {
            report.breach(4, scene.name(partition), || {
                format!("in-sync set {} of replicas {}", list(&state.isr), list(&state.replicas))
            });
        }
        let now = (state.leader_epoch, state.partition_epoch);
        let before = self.epochs.insert(partition, now).unwrap_or(now);
        if now.0 < before.0 || now.1 < before.1 {
            report.breach(6, scene.name(partition), || {
                format!(
                    "leader epoch went from {} to {}, partition epoch from {} to {}",
                    before.0, now.0, before.1, now.1
                )
            });
        }
        self.isr.entry(partition).or_insert_with(|| state.isr.clone());
    }

    /// A copy's part of 6.
    fn check_copy(
        &mut self,
        broker: BrokerId,
        partition: TopicPartition,
        scene: &Scene<'_>,
        report: &mut Report,
    ) {
        let Some(replica) = scene.replica(broker, partition) else {
            self.copies.remove(&(broker, partition));
            self.marks.remove(&(broker, partition));
            return;
        };
        let now = (replica.leader_epoch(), replica.partition_epoch());
        let before = self.copies.insert((broker, partition), now).unwrap_or(now);
        if now.0 < before.0 || now.1 < before.1 {
            report.breach(6, scene.name_on(partition, broker), || {
                format!(
                    "leader epoch went from {} to {}, partition epoch from {} to {}",
                    before.0, now.0, before.1, now.1
                )
            });
        }
        if replica.is_leader() {
            self.check_mark(broker, partition, replica.log().high_watermark(), scene, report);
        }
    }

    /// 6: an in-sync set is committed only if it was proposed on the present version.
    fn check_version(
        &mut self,
        partition: TopicPartition,
        to: &[BrokerId],
        scene: &Scene<'_>,
        report: &mut Report,
    ) {
        let Some(state) = scene.image.partition(partition) else { return };
        if !state.adding.is_empty() || !state.removing.is_empty() {
            return;
        }
        let version = PartitionEpoch(state.partition_epoch.0 - 1);
        let proposals = self.proposals.entry(partition).or_default();
        let is_fresh = proposals.iter().any(|(proposed_on, isr)| *proposed_on == version && isr == to);
        let is_stale = proposals.iter().any(|(proposed_on, isr)| *proposed_on < version && isr == to);
        proposals.retain(|(proposed_on, _)| proposed_on.0 >= version.0 - 16);
        if !is_fresh && is_stale {
            report.breach(6, scene.name(partition), || {
                format!(
                    "the in-sync set {} was committed on version {version}, but proposed on an older one",
                    list(to)
                )
            });
        }
    }

    /// 7 and 10: a leader's high watermark only rises, and not while too few are in sync.
    fn check_mark(
        &mut self,
        broker: BrokerId,
        partition: TopicPartition,
        to: Offset,
        scene: &Scene<'_>,
        report: &mut Report,
    ) {
        let Some(replica) = scene.replica(broker, partition).filter(|replica| replica.is_leader()) else {
            self.marks.remove(&(broker, partition));
            return;
        };
        let epoch = replica.leader_epoch();
        let before = self.marks.insert((broker, partition), (epoch, to));
        let Some((_, mark)) = before.filter(|(reign, _)| *reign == epoch) else { return };
        if to < mark {
            report.breach(7, scene.name_on(partition, broker), || {
                format!("its leader's high watermark went back from {mark} to {to}")
            });
        }
        let (size, needed) = (replica.isr().len(), replica.effective_min_isr());
        if to > mark && size < needed {
            report.breach(10, scene.name_on(partition, broker), || {
                format!("the high watermark rose to {to} with {size} in sync, where {needed} are needed")
            });
        }
    }
}

/// 17: a follower enters the in-sync set once it has all that is committed and all
/// of the reigns before.
fn check_expansion(
    broker: BrokerId,
    partition: TopicPartition,
    isr: &[BrokerId],
    scene: &Scene<'_>,
    report: &mut Report,
) {
    let Some(replica) = scene.replica(broker, partition) else { return };
    let start = replica.epoch_start().unwrap_or(Offset::ZERO);
    let mark = replica.log().high_watermark();
    for added in isr.iter().filter(|member| **member != broker && !replica.isr().contains(member)) {
        let remote = replica.remotes().iter().find(|remote| remote.broker == *added);
        let end = remote.map_or(Offset::UNKNOWN, |remote| remote.log_end);
        if end < mark || end < start {
            report.breach(17, scene.name_on(partition, broker), || {
                format!("broker {added} is to enter the in-sync set at {end}; the high watermark is {mark}, the reign began at {start}")
            });
        }
    }
}

/// 16: a follower's fetch counts only in the leader's own epoch.
fn check_progress(scene: &Scene<'_>, report: &mut Report) {
    let Some(coming) = scene.coming else { return };
    let (Address::Broker(leader), What::FollowerFetch { follower, asked }) = (coming.node, &coming.what)
    else {
        return;
    };
    for (partition, epoch, offset) in asked {
        let Some(replica) = scene.replica(leader, *partition).filter(|replica| replica.is_leader()) else {
            continue;
        };
        if *epoch == replica.leader_epoch() {
            continue;
        }
        let counted = replica.remotes().iter().any(|remote| {
            remote.broker == *follower && remote.last_fetch == Some(scene.now()) && remote.log_end == *offset
        });
        if counted {
            report.breach(16, scene.name_on(*partition, leader), || {
                format!(
                    "a fetch of broker {follower} in epoch {epoch} counted in epoch {}",
                    replica.leader_epoch()
                )
            });
        }
    }
}

fn list(brokers: &[BrokerId]) -> String {
    let names: Vec<String> = brokers.iter().map(ToString::to_string).collect();
    format!("[{}]", names.join(", "))
}
