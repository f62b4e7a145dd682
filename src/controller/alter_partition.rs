//! AlterPartition (KIP-497, KIP-841, KIP-903): a leader's in-sync set, checked and
//! committed (`ReplicationControlManager.alterPartition`).

use super::ControllerSabotage;
use super::change::PartitionChangeBuilder;
use super::plan::{Cause, Plan, View};
use crate::base::{BrokerId, LeaderEpoch, PartitionEpoch};
use crate::protocol::{AlterPartition, AlteredPartition, ErrorCode, PartitionState};
use crate::story::{Election, IsrReason};

impl View<'_> {
    /// The change one proposal makes, or why it is refused.
    pub(super) fn alter_partition(
        &self,
        broker: BrokerId,
        proposal: &AlterPartition,
    ) -> Result<Plan, ErrorCode> {
        let topic = self.image.topics.get(&proposal.partition.topic).ok_or(ErrorCode::UnknownTopicId)?;
        let state = self.image.partition(proposal.partition).ok_or(ErrorCode::UnknownTopicOrPartition)?;
        self.validate(broker, proposal, state)?;
        let isr: Vec<BrokerId> = proposal.isr.iter().map(|(id, _)| *id).collect();
        let grew = isr.iter().any(|id| !state.isr.contains(id));
        let reason = if grew { IsrReason::CaughtUp } else { IsrReason::Lagging };
        let cause = Cause { election: Election::Clean, isr: reason };
        let builder = PartitionChangeBuilder::new(self, proposal.partition, state, cause)
            .mode(self.mode_of(topic))
            .isr(isr)
            .recovering(proposal.recovering);
        Ok(Plan { steps: builder.build().into_iter().collect() })
    }

    fn validate(
        &self,
        broker: BrokerId,
        proposal: &AlterPartition,
        state: &PartitionState,
    ) -> Result<(), ErrorCode> {
        let accept_stale = self.sabotage == ControllerSabotage::AcceptStaleAlterPartition;
        if proposal.leader_epoch > state.leader_epoch || proposal.partition_epoch > state.partition_epoch {
            // The leader knows more than this controller: another one must be in office.
            return Err(ErrorCode::NotController);
        }
        if proposal.leader_epoch < state.leader_epoch && !accept_stale {
            return Err(ErrorCode::FencedLeaderEpoch);
        }
        if broker != state.leader && !accept_stale {
            return Err(ErrorCode::InvalidRequest);
        }
        if proposal.partition_epoch < state.partition_epoch && !accept_stale {
            return Err(ErrorCode::InvalidUpdateVersion);
        }
        let isr = &proposal.isr;
        let known = |id: &BrokerId| state.replicas.contains(id);
        let is_set = isr
            .iter()
            .enumerate()
            .all(|(index, (id, _))| known(id) && isr.iter().take(index).all(|(other, _)| other != id));
        let has_leader = isr.iter().any(|(id, _)| *id == state.leader);
        let wrong_recovery = proposal.recovering && (isr.len() > 1 || !state.recovering);
        if !is_set || (!has_leader && !accept_stale) || wrong_recovery {
            return Err(ErrorCode::InvalidRequest);
        }
        let eligible = isr.iter().all(|(id, epoch)| {
            let registered = self.image.brokers.get(id);
            self.image.is_active(*id)
                && registered.is_some_and(|image| epoch.0 == -1 || image.epoch == *epoch)
        });
        if eligible { Ok(()) } else { Err(ErrorCode::IneligibleReplica) }
    }
}

/// The answer to a proposal: the state committed, or the error.
pub(super) fn answer(
    broker: BrokerId,
    proposal: &AlterPartition,
    result: Result<&PartitionState, ErrorCode>,
) -> AlteredPartition {
    let refused = |error| AlteredPartition {
        partition: proposal.partition,
        error,
        leader: BrokerId::NONE,
        leader_epoch: LeaderEpoch::UNKNOWN,
        isr: Vec::new(),
        recovering: false,
        partition_epoch: PartitionEpoch(-1),
    };
    match result {
        Err(error) => refused(error),
        // The change completed a reassignment that took the leadership away.
        Ok(state) if state.leader != broker => refused(ErrorCode::NewLeaderElected),
        Ok(state) => AlteredPartition {
            partition: proposal.partition,
            error: ErrorCode::None,
            leader: state.leader,
            leader_epoch: state.leader_epoch,
            isr: state.isr.clone(),
            recovering: state.recovering,
            partition_epoch: state.partition_epoch,
        },
    }
}
