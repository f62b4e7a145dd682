//! Changes of the in-sync set: proposed to the controller, committed by it
//! (`AlterPartitionManager`, `Partition.submitAlterPartition`).
//!
//! One request under way; what comes up meanwhile goes with the next one.

use super::controller_channel::Purpose;
use super::leader::PendingIsr;
use super::node::millis;
use super::{Broker, BrokerEffects, BrokerTimer};
use crate::base::{BrokerEpoch, BrokerId, Duration, Instant, TopicPartition};
use crate::protocol::{
    AlterPartition, AlterPartitionRequest, AlterPartitionResponse, AlteredPartition, ErrorCode, Request,
};
use crate::story::Fact;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Pause before a failed request is sent again.
const RETRY_PAUSE: Duration = Duration::from_millis(50);

/// Proposals that the controller has not answered.
#[derive(Clone, Debug, Default)]
pub(super) struct IsrProposals {
    unsent: BTreeMap<TopicPartition, AlterPartition>,
    in_flight: BTreeMap<TopicPartition, AlterPartition>,
    is_asking: bool,
}

impl IsrProposals {
    /// A newer state made this proposal void.
    pub(super) fn forget(&mut self, partition: TopicPartition) {
        if !self.unsent.is_empty() {
            self.unsent.remove(&partition);
        }
        if !self.in_flight.is_empty() {
            self.in_flight.remove(&partition);
        }
    }
}

impl Broker {
    /// Another in-sync set of a partition that this broker leads, to be proposed
    /// with the next [`Broker::propose_isr`].
    pub(super) fn propose(
        &mut self,
        partition: TopicPartition,
        isr: Vec<BrokerId>,
        effects: &mut BrokerEffects,
    ) {
        let (me, my_epoch) = (self.id, self.lifecycle.epoch);
        let Some(replica) = self.replica_mut(partition) else { return };
        let epoch_of = |broker: BrokerId| {
            if broker == me {
                return my_epoch;
            }
            let remote = replica.remotes().iter().find(|remote| remote.broker == broker);
            remote.map_or(BrokerEpoch(-1), |remote| remote.broker_epoch)
        };
        let proposal = AlterPartition {
            partition,
            leader_epoch: replica.leader_epoch(),
            partition_epoch: replica.partition_epoch(),
            isr: isr.iter().map(|broker| (*broker, epoch_of(*broker))).collect(),
            // Replaying its own election uncleanly held is all the recovery there is.
            recovering: false,
        };
        let version = proposal.partition_epoch;
        let Some(leader) = replica.leader_state_mut() else { return };
        leader.pending = Some(PendingIsr { isr: isr.clone() });
        effects.fact(Fact::IsrProposed { broker: me, partition, isr, version });
        self.proposals.unsent.insert(partition, proposal);
    }

    /// Sends what is unsent, unless a request is under way.
    pub(super) fn propose_isr(&mut self, now: Instant, effects: &mut BrokerEffects) {
        if self.proposals.is_asking || self.proposals.unsent.is_empty() {
            return;
        }
        self.proposals.is_asking = true;
        self.proposals.in_flight = std::mem::take(&mut self.proposals.unsent);
        let request = AlterPartitionRequest {
            broker: self.id,
            broker_epoch: self.lifecycle.epoch,
            partitions: self.proposals.in_flight.values().cloned().collect(),
        };
        let correlation =
            self.ask_controller(Request::AlterPartition(request), Purpose::AlterPartition, effects);
        let patience = millis(self.config.controller_quorum_request_timeout_ms);
        effects.timer(now + patience, BrokerTimer::RequestTimeout { correlation });
    }

    /// No answer: the same proposals again after a pause, those that became void left out.
    pub(super) fn proposals_failed(&mut self, now: Instant, effects: &mut BrokerEffects) {
        self.proposals.is_asking = false;
        for (partition, proposal) in std::mem::take(&mut self.proposals.in_flight) {
            self.proposals.unsent.entry(partition).or_insert(proposal);
        }
        effects.timer(now + RETRY_PAUSE, BrokerTimer::ProposeIsr);
    }

    pub(super) fn proposals_answered(
        &mut self,
        now: Instant,
        response: &AlterPartitionResponse,
        effects: &mut BrokerEffects,
    ) {
        if response.error != ErrorCode::None {
            self.note_controller_error(response.error);
            self.proposals_failed(now, effects);
            return;
        }
        self.proposals.is_asking = false;
        let mut asked = std::mem::take(&mut self.proposals.in_flight);
        for altered in &response.partitions {
            if let Some(proposal) = asked.remove(&altered.partition)
                && self.proposal_is_to_retry(now, altered, &proposal, effects)
            {
                asked.insert(altered.partition, proposal);
            }
        }
        // What came up meanwhile leaves at once, what was left unanswered after a pause.
        self.propose_isr(now, effects);
        if !asked.is_empty() {
            for (partition, proposal) in asked {
                self.proposals.unsent.entry(partition).or_insert(proposal);
            }
            effects.timer(now + RETRY_PAUSE, BrokerTimer::ProposeIsr);
        }
    }

    /// Takes in one answer (`Partition.handleAlterPartitionUpdate`,
    /// `handleAlterPartitionError`). True if the same proposal is to be sent again.
    fn proposal_is_to_retry(
        &mut self,
        now: Instant,
        altered: &AlteredPartition,
        proposal: &AlterPartition,
        effects: &mut BrokerEffects,
    ) -> bool {
        let partition = altered.partition;
        let Some(replica) = self.replica_mut(partition) else { return false };
        if !replica.is_leader() || replica.leader_epoch() != proposal.leader_epoch {
            return false;
        }
        match altered.error {
            ErrorCode::None => {
                if altered.leader_epoch == replica.leader_epoch()
                    && altered.partition_epoch > replica.partition_epoch()
                {
                    let before = replica.log().high_watermark();
                    replica.commit_isr(&altered.isr, altered.recovering, altered.partition_epoch);
                    self.advance_high_watermark(now, partition, before, effects);
                    self.check_min_isr(now, partition, effects);
                }
                false
            }
            ErrorCode::IneligibleReplica => {
                // Back to the committed set; the follower's next fetch may propose again.
                if let Some(leader) = replica.leader_state_mut() {
                    leader.pending = None;
                }
                false
            }
            // Newer metadata is on its way, and will clear what is pending.
            ErrorCode::FencedLeaderEpoch
            | ErrorCode::InvalidUpdateVersion
            | ErrorCode::InvalidRequest
            | ErrorCode::NewLeaderElected
            | ErrorCode::UnknownTopicOrPartition
            | ErrorCode::UnknownTopicId => false,
            _ => true,
        }
    }

    /// Followers that lag leave the in-sync sets (`ReplicaManager.maybeShrinkIsr`).
    pub(super) fn shrink_isrs(&mut self, now: Instant, effects: &mut BrokerEffects) {
        let lag = millis(self.config.replica_lag_time_max_ms);
        effects.timer(now + shrink_interval(lag), BrokerTimer::ShrinkIsr);
        let me = self.id;
        let shrunk = |(partition, replica): (&TopicPartition, &Arc<super::Replica>)| {
            Some((*partition, replica.shrunk_isr(me, now, lag)?))
        };
        let lagging: Vec<_> = self.replicas.iter().filter_map(shrunk).collect();
        for (partition, isr) in lagging {
            self.propose(partition, isr, effects);
        }
        self.propose_isr(now, effects);
    }
}

/// Half the lag, so that a follower leaves between 1 and 1.5 times the lag after it stopped.
pub(super) fn shrink_interval(lag: Duration) -> Duration {
    Duration((lag.0 / 2).max(1_000))
}
