//! Verdicts: a broken law, and what licensed one to be broken.

use super::scene::Scene;
use crate::base::{BrokerId, Instant, TopicPartition};
use crate::story::{Action, Election, Ending, Fact};
use std::collections::{BTreeMap, BTreeSet};

/// A broken law.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Its number.
    pub law: u8,
    /// When it was found, counted from the start of the boot.
    pub at: Instant,
    /// What it was broken on: a partition, a group, a client.
    pub subject: String,
    /// What is wrong, in plain words.
    pub because: String,
}

/// Why a law may be broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LicenceKind {
    /// A leader was elected from outside the in-sync set.
    UncleanElection,
    /// Every in-sync copy lost power, or its disk.
    EveryCopyLost,
    /// A byte was corrupted.
    CorruptedByte,
}

impl LicenceKind {
    const fn name(self) -> &'static str {
        match self {
            Self::UncleanElection => "unclean election",
            Self::EveryCopyLost => "power cut of every in-sync copy",
            Self::CorruptedByte => "corrupted byte",
        }
    }

    /// Whether it excuses a breach of `law`. A zombie leader's committed view (1, 2,
    /// 8), its acknowledgements (11) and what clients saw of it (22, 23) go with what
    /// is lost (12).
    const fn excuses(self, law: u8) -> bool {
        match self {
            Self::UncleanElection => {
                matches!(law, 1 | 2 | 8 | 11 | 12 | 15 | 18 | 20 | 21 | 22 | 23 | 35 | 41)
            }
            Self::EveryCopyLost => {
                matches!(law, 1 | 2 | 8 | 11 | 12 | 13 | 15 | 20 | 21 | 22 | 23 | 35 | 41 | 45)
            }
            Self::CorruptedByte => matches!(law, 1 | 2 | 8 | 11 | 12 | 13 | 14 | 20 | 21 | 22 | 45),
        }
    }
}

/// An event after which some laws may be broken on a partition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Licence {
    /// Why.
    pub kind: LicenceKind,
    /// When, counted from the start of the boot.
    pub at: Instant,
    /// The partition.
    pub partition: TopicPartition,
}

/// What was found so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Report {
    pub now: Instant,
    pub violations: Vec<Violation>,
    pub allowed: Vec<Violation>,
    pub licences: Vec<Licence>,
    told: BTreeSet<(u8, String)>,
    by_partition: BTreeMap<TopicPartition, Vec<usize>>,
    /// Copies that lost power or disk while in sync, and have not come back in sync.
    lossy: BTreeMap<TopicPartition, BTreeSet<BrokerId>>,
}

impl Report {
    /// A law is broken on a thing that no licence can cover.
    pub(super) fn breach(&mut self, law: u8, subject: String, because: impl FnOnce() -> String) {
        if self.told.insert((law, subject.clone())) {
            self.violations.push(Violation { law, at: self.now, subject, because: because() });
        }
    }

    /// A law is broken on a partition, perhaps with a licence.
    pub(super) fn breach_on(
        &mut self,
        law: u8,
        partition: TopicPartition,
        subject: String,
        because: impl FnOnce() -> String,
    ) {
        let licences = self.by_partition.get(&partition).into_iter().flatten();
        let licence = licences.map(|index| &self.licences[*index]).find(|licence| licence.kind.excuses(law));
        let Some(licence) = licence else { return self.breach(law, subject, because) };
        let zero = crate::world::BOOT.0;
        let seconds = licence.at.0.saturating_sub(zero) / 1_000_000;
        let excuse = format!("allowed loss: {} at {}:{:02}", licence.kind.name(), seconds / 60, seconds % 60);
        if self.told.insert((law, subject.clone())) {
            let because = format!("{} ({excuse})", because());
            self.allowed.push(Violation { law, at: self.now, subject, because });
        }
    }

    /// Whether this copy lost what it had, and nobody may count on it for now.
    pub(super) fn is_lossy(&self, partition: TopicPartition, broker: BrokerId) -> bool {
        self.lossy.get(&partition).is_some_and(|brokers| brokers.contains(&broker))
    }

    pub(super) fn is_licensed(&self, partition: TopicPartition, kind: LicenceKind) -> bool {
        let mut indices = self.by_partition.get(&partition).into_iter().flatten();
        indices.any(|index| self.licences[*index].kind == kind)
    }

    fn license(&mut self, kind: LicenceKind, partition: TopicPartition) {
        if !self.is_licensed(partition, kind) {
            self.by_partition.entry(partition).or_default().push(self.licences.len());
            self.licences.push(Licence { kind, at: self.now, partition });
        }
    }

    /// Takes note of what licenses what.
    pub(super) fn take_licences(&mut self, scene: &Scene<'_>) {
        for fact in scene.facts {
            match fact {
                Fact::LeaderChanged { partition, election: Election::Unclean, .. } => {
                    self.license(LicenceKind::UncleanElection, *partition);
                }
                Fact::IsrChanged { partition, from, to, .. } => {
                    if let Some(lossy) = self.lossy.get_mut(partition) {
                        for back in to.iter().filter(|broker| !from.contains(broker)) {
                            lossy.remove(back);
                        }
                    }
                }
                Fact::Ended { node: crate::base::Address::Broker(broker), how: Ending::PowerCut } => {
                    self.lose(*broker, scene);
                }
                Fact::Acted { action } => match action.as_ref() {
                    Action::WipeDisk(id) => self.lose(BrokerId(*id), scene),
                    Action::CorruptByte(_, topic, partition, _) => {
                        if let Some(topic) = scene.world.ledger().topic_id(topic) {
                            let partition = TopicPartition { topic, partition: *partition };
                            self.license(LicenceKind::CorruptedByte, partition);
                        }
                    }
                    _ => {}
                },
                _ => {}
            }
        }
        // An in-sync set of which nobody is left that could be counted on.
        for fact in scene.facts {
            if let Fact::IsrChanged { partition, .. } = fact {
                self.check_all_lost(*partition, scene);
            }
        }
    }

    /// A broker lost what it had not flushed, or all.
    fn lose(&mut self, broker: BrokerId, scene: &Scene<'_>) {
        let held = scene.partitions().filter(|partition| {
            scene.image.partition(*partition).is_some_and(|state| state.replicas.contains(&broker))
        });
        for partition in held {
            self.lossy.entry(partition).or_default().insert(broker);
            self.check_all_lost(partition, scene);
        }
    }

    fn check_all_lost(&mut self, partition: TopicPartition, scene: &Scene<'_>) {
        let Some(state) = scene.image.partition(partition) else { return };
        if !state.isr.is_empty() && state.isr.iter().all(|broker| self.is_lossy(partition, *broker)) {
            self.license(LicenceKind::EveryCopyLost, partition);
        }
    }
}
