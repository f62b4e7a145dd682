//! One change of one partition: KRaft's `PartitionChangeBuilder`, with the
//! reassignment's arithmetic (`PartitionReassignmentReplicas`). ELR (KIP-966) is off.
//!
//! A leader that is in sync and acceptable stays. When nobody can lead, the
//! leader becomes -1 and the last in-sync set is kept: it is never empty.

use super::ControllerSabotage;
use super::plan::{Cause, Step, Told, View};
use crate::base::{BrokerId, LeaderEpoch, PartitionEpoch, TopicPartition};
use crate::protocol::{MetadataRecord, PartitionState};
use crate::story::{Election, IsrReason};

/// Who may be elected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// In-sync replicas only.
    Online,
    /// In-sync replicas only, the first replica before the present leader.
    Preferred,
    /// Any acceptable replica when none in sync is left.
    Unclean,
}

/// Who is taken for up, beside what the image says.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Turning {
    /// Going: never acceptable.
    pub(super) leaving: Option<BrokerId>,
    /// Coming: acceptable although the image still has it fenced.
    pub(super) coming: Option<BrokerId>,
}

/// Builds the record of one partition's change, if there is anything to change.
pub(super) struct PartitionChangeBuilder<'a> {
    view: &'a View<'a>,
    partition: TopicPartition,
    state: &'a PartitionState,
    turning: Turning,
    mode: Mode,
    cause: Cause,
    isr: Vec<BrokerId>,
    replicas: Vec<BrokerId>,
    adding: Vec<BrokerId>,
    removing: Vec<BrokerId>,
    recovering: bool,
}

impl<'a> PartitionChangeBuilder<'a> {
    pub(super) fn new(
        view: &'a View<'a>,
        partition: TopicPartition,
        state: &'a PartitionState,
        cause: Cause,
    ) -> Self {
        Self {
            view,
            partition,
            state,
            turning: Turning::default(),
            mode: Mode::Online,
            cause,
            isr: state.isr.clone(),
            replicas: state.replicas.clone(),
            adding: state.adding.clone(),
            removing: state.removing.clone(),
            recovering: state.recovering,
        }
    }

    pub(super) fn turning(mut self, turning: Turning) -> Self {
        self.turning = turning;
        self
    }

    pub(super) fn mode(mut self, mode: Mode) -> Self {
        self.mode = mode;
        self
    }

    pub(super) fn isr(mut self, isr: Vec<BrokerId>) -> Self {
        self.isr = isr;
        self
    }

    pub(super) fn recovering(mut self, recovering: bool) -> Self {
        self.recovering = recovering;
        self
    }

    /// Another assignment: all replicas, those being added, those being removed.
    pub(super) fn assignment(
        mut self,
        replicas: Vec<BrokerId>,
        adding: Vec<BrokerId>,
        removing: Vec<BrokerId>,
    ) -> Self {
        (self.replicas, self.adding, self.removing) = (replicas, adding, removing);
        self
    }

    pub(super) fn build(mut self) -> Option<Step> {
        self.complete_reassignment();
        let (leader, unclean) = self.elect();
        let mut leader_change = (leader != self.state.leader).then_some(leader);
        if unclean {
            // Only the new leader is known to hold what it holds.
            self.isr = vec![leader];
            self.recovering = true;
            self.cause = Cause { election: Election::Unclean, isr: IsrReason::Unclean };
        }
        let replica_went = self.state.replicas.iter().any(|replica| !self.replicas.contains(replica));
        if leader_change.is_none() && replica_went {
            // A new epoch fences off the replicas that are gone.
            leader_change = Some(self.state.leader);
        }
        self.sabotage_election(&mut leader_change);
        let isr = (!self.isr.is_empty() && self.isr != self.state.isr).then_some(self.isr);
        let changed = |new: Vec<BrokerId>, old: &Vec<BrokerId>| if new == *old { None } else { Some(new) };
        let replicas = changed(self.replicas, &self.state.replicas);
        let removing = changed(self.removing, &self.state.removing);
        let adding = changed(self.adding, &self.state.adding);
        let recovering = (self.recovering != self.state.recovering).then_some(self.recovering);
        let nothing = leader_change.is_none()
            && isr.is_none()
            && replicas.is_none()
            && removing.is_none()
            && adding.is_none()
            && recovering.is_none();
        if nothing {
            return None;
        }
        let TopicPartition { topic, partition } = self.partition;
        let record = MetadataRecord::PartitionChange {
            topic,
            partition,
            leader: leader_change,
            isr,
            replicas,
            removing,
            adding,
            recovering,
        };
        let record = sabotage_epoch(self.view.sabotage, self.state, record);
        Some(Step { record, told: Told::Change(self.partition, self.cause) })
    }

    /// Ends the reassignment once every replica being added is in sync.
    fn complete_reassignment(&mut self) {
        if self.adding.is_empty() && self.removing.is_empty() {
            return;
        }
        let stays = |replica: &&BrokerId| !self.removing.contains(replica);
        let isr: Vec<BrokerId> = self.isr.iter().filter(stays).copied().collect();
        if isr.is_empty() || self.adding.iter().any(|replica| !isr.contains(replica)) {
            return;
        }
        self.replicas = self.replicas.iter().filter(stays).copied().collect();
        self.isr = isr;
        self.adding = Vec::new();
        self.removing = Vec::new();
        self.cause.isr = IsrReason::Reassigned;
        if self.cause.election == Election::Clean {
            self.cause.election = Election::Reassignment;
        }
    }

    fn is_acceptable(&self, replica: BrokerId) -> bool {
        self.turning.leaving != Some(replica)
            && (self.turning.coming == Some(replica) || self.view.image.is_active(replica))
    }

    fn is_valid_leader(&self, replica: BrokerId) -> bool {
        self.isr.contains(&replica) && self.is_acceptable(replica)
    }

    /// The leader to be, and whether it was elected from outside the in-sync set.
    fn elect(&self) -> (BrokerId, bool) {
        let preferred = self.replicas.first().copied();
        if self.mode == Mode::Preferred
            && let Some(preferred) = preferred.filter(|replica| self.is_valid_leader(*replica))
        {
            return (preferred, false);
        }
        // A leader that a reassignment removes is no longer a replica.
        if self.is_valid_leader(self.state.leader) && self.replicas.contains(&self.state.leader) {
            return (self.state.leader, false);
        }
        let first = |fits: &dyn Fn(BrokerId) -> bool| self.replicas.iter().copied().find(|id| fits(*id));
        if let Some(leader) = first(&|replica| self.is_valid_leader(replica)) {
            return (leader, false);
        }
        if self.mode == Mode::Unclean
            && let Some(leader) = first(&|replica| self.is_acceptable(replica))
        {
            return (leader, true);
        }
        (BrokerId::NONE, false)
    }

    fn sabotage_election(&mut self, leader: &mut Option<BrokerId>) {
        match (self.view.sabotage, *leader) {
            (ControllerSabotage::ElectOutsideIsrSilently, Some(_)) => {
                let outside =
                    |replica: &&BrokerId| !self.state.isr.contains(replica) && self.is_acceptable(**replica);
                if let Some(outsider) = self.replicas.iter().find(outside).copied() {
                    *leader = Some(outsider);
                    self.isr = vec![outsider];
                    self.recovering = false;
                    self.cause = Cause { election: Election::Clean, isr: IsrReason::Fenced };
                }
            }
            (ControllerSabotage::LeaderOutsideIsr, Some(leader)) if self.isr.len() > 1 => {
                self.isr.retain(|replica| *replica != leader);
            }
            (ControllerSabotage::IsrOutsideReplicas, _) if self.isr != self.state.isr => {
                let highest = self.replicas.iter().map(|replica| replica.0).max().unwrap_or(0);
                self.isr.push(BrokerId(highest + 1));
            }
            _ => {}
        }
    }
}

/// The record as a controller that mishandles leader epochs would write it.
fn sabotage_epoch(
    sabotage: ControllerSabotage,
    before: &PartitionState,
    record: MetadataRecord,
) -> MetadataRecord {
    let step = match sabotage {
        ControllerSabotage::SkipLeaderEpochBump => 0,
        ControllerSabotage::LowerLeaderEpoch => -1,
        _ => return record,
    };
    let MetadataRecord::PartitionChange { topic, partition, leader: Some(leader), ref isr, .. } = record
    else {
        return record;
    };
    let state = PartitionState {
        leader,
        isr: isr.clone().unwrap_or_else(|| before.isr.clone()),
        leader_epoch: LeaderEpoch(before.leader_epoch.0 + step),
        partition_epoch: PartitionEpoch(before.partition_epoch.0 + 1),
        ..before.clone()
    };
    MetadataRecord::Partition { topic, partition, state }
}
