//! AlterPartitionReassignments and ListPartitionReassignments (KIP-455): moving
//! replicas, calling it off, and what moves now (`changePartitionReassignment`,
//! `cancelPartitionReassignment`, `listPartitionReassignments`).
//!
//! While it lasts the replicas are the target followed by those to remove; it
//! completes with the in-sync change that brings the last added replica in.

use super::Controller;
use super::change::PartitionChangeBuilder;
use super::plan::{Cause, Plan, Refusal, View};
use crate::base::{BrokerId, TopicPartition};
use crate::metadata::TopicImage;
use crate::protocol::{
    ErrorCode, ListPartitionReassignmentsRequest, ListPartitionReassignmentsResponse, OngoingReassignment,
    PartitionState,
};
use crate::story::{Election, IsrReason};

const CAUSE: Cause = Cause { election: Election::Reassignment, isr: IsrReason::Reassigned };

fn without(list: &[BrokerId], taken: &[BrokerId]) -> Vec<BrokerId> {
    list.iter().filter(|id| !taken.contains(id)).copied().collect()
}

impl Controller {
    /// The moves under way, by topic name and number. What is asked for and is not
    /// there, or does not move, is passed over.
    pub(super) fn list_reassignments(
        &self,
        request: &ListPartitionReassignmentsRequest,
    ) -> ListPartitionReassignmentsResponse {
        let is_wanted = |topic: &TopicImage, number: i32| match &request.partitions {
            Some(wanted) => wanted.iter().any(|(name, at)| *name == topic.name && *at == number),
            None => true,
        };
        let topics = self.image.topic_ids.values().filter_map(|id| self.image.topics.get(id));
        let moving = topics.flat_map(|topic| {
            let states = (0..).zip(&topic.partitions).filter(|(number, state)| {
                let is_moving = !state.adding.is_empty() || !state.removing.is_empty();
                is_moving && is_wanted(topic, *number)
            });
            states.map(|(partition, state)| OngoingReassignment {
                topic: topic.name.clone(),
                partition,
                replicas: state.replicas.clone(),
                adding: state.adding.clone(),
                removing: state.removing.clone(),
            })
        });
        ListPartitionReassignmentsResponse { error: ErrorCode::None, partitions: moving.collect() }
    }
}

impl View<'_> {
    /// Starts (`target` given) or cancels the reassignment of one partition.
    pub(super) fn reassign(
        &self,
        name: &str,
        number: i32,
        target: Option<&[BrokerId]>,
    ) -> Result<Plan, Refusal> {
        let unknown = |message: String| Refusal::new(ErrorCode::UnknownTopicOrPartition, message);
        let topic = self
            .image
            .topic_named(name)
            .ok_or_else(|| unknown(format!("Unable to find a topic named {name}.")))?;
        let partition = TopicPartition { topic: topic.id, partition: number };
        let state = self
            .image
            .partition(partition)
            .ok_or_else(|| unknown(format!("Unable to find partition {name}:{number}.")))?;
        match target {
            Some(target) => self.start(topic, partition, state, target),
            None => self.cancel(topic, partition, state),
        }
    }

    fn start(
        &self,
        topic: &TopicImage,
        partition: TopicPartition,
        state: &PartitionState,
        target: &[BrokerId],
    ) -> Result<Plan, Refusal> {
        self.validate_assignment(target, None)?;
        // Those that an earlier, unfinished reassignment was adding do not count as there yet.
        let original = without(&state.replicas, &state.adding);
        let adding = without(target, &original);
        let mut removing = without(&state.replicas, target);
        removing.sort_unstable();
        let mut replicas = target.to_vec();
        replicas.extend(&removing);
        let builder = PartitionChangeBuilder::new(self, partition, state, CAUSE)
            .mode(self.mode_of(topic))
            .assignment(replicas, adding, removing);
        Ok(Plan { steps: builder.build().into_iter().collect() })
    }

    fn cancel(
        &self,
        topic: &TopicImage,
        partition: TopicPartition,
        state: &PartitionState,
    ) -> Result<Plan, Refusal> {
        if state.adding.is_empty() && state.removing.is_empty() {
            return Err(Refusal::plain(ErrorCode::NoReassignmentInProgress));
        }
        let mode = self.mode_of(topic);
        let replicas = without(&state.replicas, &state.adding);
        let isr = without(&state.isr, &state.adding);
        if isr.is_empty() && !self.unclean_election_enabled(&topic.name) {
            let message = format!(
                "Unable to revert partition assignment for {}:{} because it would require an unclean leader \
                 election.",
                topic.name, partition.partition
            );
            return Err(Refusal::new(ErrorCode::InvalidReplicaAssignment, message));
        }
        let builder = PartitionChangeBuilder::new(self, partition, state, CAUSE)
            .mode(mode)
            .isr(isr)
            .assignment(replicas, Vec::new(), Vec::new());
        Ok(Plan { steps: builder.build().into_iter().collect() })
    }

    /// `validateManualPartitionAssignment`: brokers there are, each once, as many as elsewhere.
    pub(super) fn validate_assignment(
        &self,
        replicas: &[BrokerId],
        factor: Option<usize>,
    ) -> Result<(), Refusal> {
        const START: &str = "The manual partition assignment includes";
        let refuse = |message: String| Err(Refusal::new(ErrorCode::InvalidReplicaAssignment, message));
        if replicas.is_empty() {
            return refuse(format!("{START} an empty replica list."));
        }
        let mut sorted = replicas.to_vec();
        sorted.sort_unstable();
        let mut previous = None;
        for broker in &sorted {
            if !self.image.brokers.contains_key(broker) {
                return refuse(format!("{START} broker {broker}, but no such broker is registered."));
            }
            if previous == Some(broker) {
                return refuse(format!("{START} the broker {broker} more than once."));
            }
            previous = Some(broker);
        }
        match factor {
            Some(factor) if factor != replicas.len() => refuse(format!(
                "{START} a partition with {} replica(s), but this is not consistent with previous partitions, \
                 which have {factor} replica(s).",
                replicas.len()
            )),
            _ => Ok(()),
        }
    }
}
