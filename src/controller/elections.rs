//! Elections of many partitions at once (`ReplicationControlManager`): what a
//! broker's going or coming means for its partitions, elections on demand, and
//! the way back to preferred leaders.
//!
//! Only these scan the partitions; no heartbeat and no fetch does.

use super::change::{Mode, PartitionChangeBuilder, Turning};
use super::plan::{Cause, Plan, Refusal, Step, View};
use crate::base::{BrokerId, TopicPartition};
use crate::metadata::TopicImage;
use crate::protocol::{ElectionType, ErrorCode, PartitionState};
use crate::story::{Election, IsrReason};
use std::collections::BTreeMap;

/// Most partitions that one run of the rebalance moves (`MAX_ELECTIONS_PER_IMBALANCE`).
const MOST_ELECTIONS: usize = 1_000;

fn partitions(topic: &TopicImage) -> impl Iterator<Item = (TopicPartition, &PartitionState)> {
    (0..)
        .zip(&topic.partitions)
        .map(|(number, state)| (TopicPartition { topic: topic.id, partition: number }, state))
}

impl View<'_> {
    /// `generateLeaderAndIsrUpdates`: changes the partitions that `touched` picks.
    fn update(
        &self,
        plan: &mut Plan,
        turning: Turning,
        cause: Cause,
        touched: impl Fn(&PartitionState) -> bool,
    ) {
        for topic in self.image.topics.values() {
            let mut mode = None;
            for (partition, state) in partitions(topic).filter(|(_, state)| touched(state)) {
                let mode = *mode.get_or_insert_with(|| self.mode_of(topic));
                let isr = state.isr.iter().copied().filter(|id| Some(*id) != turning.leaving).collect();
                let builder = PartitionChangeBuilder::new(self, partition, state, cause);
                plan.steps.extend(builder.turning(turning).mode(mode).isr(isr).build());
            }
        }
    }

    /// Whether elections of this topic may be unclean.
    pub(super) fn mode_of(&self, topic: &TopicImage) -> Mode {
        if self.unclean_election_enabled(&topic.name) { Mode::Unclean } else { Mode::Online }
    }

    /// The broker leaves every in-sync set, and others lead.
    pub(super) fn broker_leaves(&self, plan: &mut Plan, broker: BrokerId, cause: Cause) {
        let turning = Turning { leaving: Some(broker), coming: None };
        self.update(plan, turning, cause, |state| state.isr.contains(&broker));
    }

    /// The broker may lead what nobody leads.
    pub(super) fn broker_comes(&self, plan: &mut Plan, broker: BrokerId) {
        let turning = Turning { leaving: None, coming: Some(broker) };
        self.update(plan, turning, clean(), |state| state.leader == BrokerId::NONE);
    }

    /// The periodic try to elect for leaderless partitions whose topic allows it uncleanly.
    pub(super) fn elect_unclean(&self) -> Plan {
        let mut plan = Plan::default();
        self.update(&mut plan, Turning::default(), clean(), |state| state.leader == BrokerId::NONE);
        plan
    }

    /// Whether the broker leads anything.
    pub(super) fn leads_anything(&self, broker: BrokerId) -> bool {
        let leads = |topic: &TopicImage| topic.partitions.iter().any(|state| state.leader == broker);
        self.image.topics.values().any(|topic| leads(topic))
    }

    /// An election on demand of one partition.
    pub(super) fn elect_leader(
        &self,
        election: ElectionType,
        name: &str,
        number: i32,
    ) -> Result<Plan, Refusal> {
        let unknown = |message: String| Refusal::new(ErrorCode::UnknownTopicOrPartition, message);
        let topic =
            self.image.topic_named(name).ok_or_else(|| unknown(format!("No such topic as {name}")))?;
        let partition = TopicPartition { topic: topic.id, partition: number };
        let state = self
            .image
            .partition(partition)
            .ok_or_else(|| unknown(format!("No such partition as {name}-{number}")))?;
        let (not_needed, mode, unavailable) = match election {
            ElectionType::Preferred => {
                let has_preferred = state.replicas.first() == Some(&state.leader);
                (has_preferred, Mode::Preferred, ErrorCode::PreferredLeaderNotAvailable)
            }
            ElectionType::Unclean => {
                (state.leader != BrokerId::NONE, Mode::Unclean, ErrorCode::EligibleLeadersNotAvailable)
            }
        };
        if not_needed {
            return Err(Refusal::plain(ErrorCode::ElectionNotNeeded));
        }
        match self.preferred_or(partition, state, mode) {
            Some(step) => Ok(Plan { steps: vec![step] }),
            None => Err(Refusal::plain(unavailable)),
        }
    }

    fn preferred_or(&self, partition: TopicPartition, state: &PartitionState, mode: Mode) -> Option<Step> {
        let election = if mode == Mode::Preferred { Election::Preferred } else { Election::Clean };
        let cause = Cause { election, isr: IsrReason::Unclean };
        PartitionChangeBuilder::new(self, partition, state, cause).mode(mode).build()
    }

    /// The automatic way back to preferred leaders: for each broker of which more
    /// than the allowed share of partitions is led elsewhere.
    pub(super) fn rebalance_leaders(&self) -> Plan {
        let mut by_preferred: BTreeMap<BrokerId, (i64, i64)> = BTreeMap::new();
        let each = || self.image.topics.values().flat_map(|topic| partitions(topic));
        for (_, state) in each() {
            if let Some(preferred) = state.replicas.first() {
                let (all, elsewhere) = by_preferred.entry(*preferred).or_default();
                *all += 1;
                *elsewhere += i64::from(state.leader != *preferred);
            }
        }
        let allowed = self.config.leader_imbalance_per_broker_percentage;
        by_preferred.retain(|broker, (all, elsewhere)| {
            *elsewhere * 100 > allowed.saturating_mul(*all) && self.image.is_active(*broker)
        });
        let mut plan = Plan::default();
        if by_preferred.is_empty() {
            return plan;
        }
        for (partition, state) in each() {
            let imbalanced = state
                .replicas
                .first()
                .is_some_and(|preferred| state.leader != *preferred && by_preferred.contains_key(preferred));
            if imbalanced && plan.steps.len() < MOST_ELECTIONS {
                plan.steps.extend(self.preferred_or(partition, state, Mode::Preferred));
            }
        }
        plan
    }
}

/// The cause of an election that nothing but a broker's return explains.
const fn clean() -> Cause {
    Cause { election: Election::Clean, isr: IsrReason::CaughtUp }
}
