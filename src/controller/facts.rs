//! What a partition's change is reported as: the state before and after tells it.
//!
//! Derived at the record's replay, so that a fact and the log never disagree.

use super::plan::Cause;
use crate::base::{BrokerId, TopicPartition};
use crate::protocol::PartitionState;
use crate::story::Fact;

fn is_moving(state: &PartitionState) -> bool {
    !state.adding.is_empty() || !state.removing.is_empty()
}

/// The replicas a reassignment leads to; the present ones when there is none.
fn target(state: &PartitionState) -> Vec<BrokerId> {
    state.replicas.iter().filter(|id| !state.removing.contains(id)).copied().collect()
}

/// The replicas a reassignment started from.
fn origin(state: &PartitionState) -> Vec<BrokerId> {
    state.replicas.iter().filter(|id| !state.adding.contains(id)).copied().collect()
}

/// The facts of one change.
pub(super) fn of_change(
    partition: TopicPartition,
    cause: Cause,
    before: &PartitionState,
    after: &PartitionState,
) -> Vec<Fact> {
    let mut facts = Vec::new();
    let assigned = target(before) != target(after);
    if assigned && (is_moving(after) || !is_moving(before)) {
        facts.push(Fact::ReassignmentStarted { partition, from: origin(before), to: target(after) });
    }
    if before.leader != after.leader || before.leader_epoch != after.leader_epoch {
        facts.push(Fact::LeaderChanged {
            partition,
            from: before.leader,
            to: after.leader,
            epoch: after.leader_epoch,
            election: cause.election,
            isr: after.isr.clone(),
        });
    }
    if before.isr != after.isr {
        let (from, to) = (before.isr.clone(), after.isr.clone());
        facts.push(Fact::IsrChanged { partition, from, to, reason: cause.isr });
    }
    if !is_moving(after) && (is_moving(before) || assigned) {
        facts.push(Fact::ReassignmentCompleted { partition, replicas: after.replicas.clone() });
    }
    facts
}
