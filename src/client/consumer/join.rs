//! A rebalance as a member lives it: commit and revoke, join, (the leader)
//! assign, sync, take in the assignment. Eager and cooperative (KIP-429).
//!
//! Mirrors `ConsumerCoordinator.onJoinPrepare` / `onJoinComplete` and the
//! response handlers of `AbstractCoordinator`.

use super::commits::CommitKind;
use super::group::{MemberState, Prepare};
use super::positions::Assigned;
use super::{Consumer, Purpose};
use crate::assignor;
use crate::base::{Duration, Instant, LeaderEpoch, Offset, Text, TopicPartition};
use crate::client::ClientEffects;
use crate::protocol::{
    Api, Assignment, ErrorCode, JoinGroupRequest, JoinGroupResponse, JoinedMember, Request, Subscription,
    SyncGroupRequest, SyncGroupResponse,
};
use crate::story::Fact;
use std::collections::{BTreeMap, BTreeSet};

/// `JOIN_GROUP_TIMEOUT_LAPSE`: what a JoinGroup may take beyond the rebalance timeout.
const JOIN_LAPSE: Duration = Duration::from_secs(5);

impl Consumer {
    /// The group's part of a poll.
    pub(super) fn poll_group(&mut self, now: Instant, effects: &mut ClientEffects) {
        if !self.membership.is_grouped() {
            self.assign_itself(effects);
            return;
        }
        let max_poll = Duration::from_millis(self.config.max_poll_interval_ms as u64);
        self.membership.poll_deadline = now + max_poll;
        if let Some(assignment) = self.membership.received.take() {
            self.take_assignment(now, assignment, effects);
        }
        self.find_coordinator(now, effects);
        self.check_topics();
        self.maybe_join(now, effects);
        // As `coordinatorUnknownAndUnreadySync`: the interval is not used up before there
        // is somebody to commit to, so that a member that was frozen commits when it wakes.
        if self.membership.coordinator.is_some_and(|coordinator| self.network.is_ready(coordinator, now)) {
            self.maybe_auto_commit(now, effects);
        }
    }

    /// The leader rejoins when the topics are not those it assigned any more.
    fn check_topics(&mut self) {
        let membership = &self.membership;
        if !membership.has_new_metadata || membership.state != MemberState::Stable {
            return;
        }
        let is_changed = membership.is_leader
            && self.topics_now(membership.snapshot.iter().map(|(topic, _)| topic)) != membership.snapshot;
        self.membership.has_new_metadata = false;
        self.membership.is_rejoin_needed |= is_changed;
    }

    /// Outside a group: every partition of the topics, once these are known.
    fn assign_itself(&mut self, effects: &mut ClientEffects) {
        if self.is_self_assigned {
            return;
        }
        let metadata = &self.network.metadata;
        let wanted = self.console.and_then(|console| console.partition);
        let mut partitions = BTreeMap::new();
        for name in &self.topics {
            let Some(topic) = metadata.topic_id(name) else { return };
            for partition in 0..metadata.partition_count(name).unwrap_or(0) {
                if wanted.is_some_and(|wanted| wanted != partition) {
                    continue;
                }
                let mut assigned = Assigned::new(name.clone());
                if let Some(offset) = self.console.and_then(|console| console.offset) {
                    assigned.place(Offset(offset), LeaderEpoch::UNKNOWN, true);
                }
                partitions.insert(TopicPartition { topic, partition }, assigned);
            }
        }
        self.is_self_assigned = true;
        self.assigned = partitions;
        let partitions = self.assigned.keys().copied().collect();
        effects.fact(Fact::PartitionsAssigned { client: self.id, partitions });
    }

    fn topics_now<'a>(&self, topics: impl Iterator<Item = &'a Text>) -> Vec<(Text, i32)> {
        let metadata = &self.network.metadata;
        topics.map(|topic| (topic.clone(), metadata.partition_count(topic).unwrap_or(0))).collect()
    }

    fn maybe_join(&mut self, now: Instant, effects: &mut ClientEffects) {
        let membership = &self.membership;
        if !membership.is_rejoin_needed || membership.is_joining || now < membership.rejoin_not_before {
            return;
        }
        let Some(coordinator) = membership.coordinator else { return };
        if !self.network.is_ready(coordinator, now) || !self.prepare_join(now, effects) {
            return;
        }
        let body = Request::JoinGroup(JoinGroupRequest {
            group: self.membership.group.clone(),
            session_timeout_ms: self.config.session_timeout_ms as u32,
            rebalance_timeout_ms: self.config.max_poll_interval_ms as u32,
            member: self.membership.member.clone(),
            instance: self.membership.instance.clone(),
            protocol_type: "consumer".into(),
            protocols: self.subscriptions(),
        });
        self.membership.state = MemberState::PreparingRebalance;
        self.membership.is_joining = true;
        let request = Duration::from_millis(self.config.request_timeout_ms.max(0) as u64);
        let rebalance = Duration::from_millis(self.config.max_poll_interval_ms as u64) + JOIN_LAPSE;
        self.network.send_within(now, request.max(rebalance), coordinator, body, Purpose::Join, effects);
    }

    /// Commits and revokes before the join (`onJoinPrepare`). False while the commit is under way.
    fn prepare_join(&mut self, now: Instant, effects: &mut ClientEffects) -> bool {
        match self.membership.prepare {
            Prepare::Done => return true,
            Prepare::Committing(until) if now < until => return false,
            Prepare::Needed => {
                let limit = Duration::from_millis(self.config.max_poll_interval_ms as u64);
                if self.config.enable_auto_commit && self.send_commit(now, CommitKind::Prepare, effects) {
                    self.membership.prepare = Prepare::Committing(now + limit);
                    return false;
                }
            }
            Prepare::Committing(_) | Prepare::Committed => {}
        }
        self.membership.prepare = Prepare::Done;
        let client = self.id;
        if !self.membership.has_generation() {
            let partitions = self.give_up_all();
            if !partitions.is_empty() {
                effects.fact(Fact::PartitionsLost { client, partitions });
            }
        } else if !self.membership.is_cooperative {
            let partitions = self.give_up_all();
            if !partitions.is_empty() {
                effects.fact(Fact::PartitionsRevoked { client, partitions });
            }
        }
        true
    }

    fn give_up_all(&mut self) -> Vec<TopicPartition> {
        self.fetched.clear();
        std::mem::take(&mut self.assigned).into_keys().collect()
    }

    /// Its subscription for each assignor. Only the sticky ones look at what it owns.
    fn subscriptions(&self) -> Vec<(Text, Subscription)> {
        let owned_now = self.owned();
        let rack = &self.config.client_rack;
        let subscription = |protocol: &Text| {
            let is_sticky = &**protocol == "sticky";
            let (owned, generation) = if is_sticky {
                self.membership.last_owned.clone()
            } else {
                (owned_now.clone(), self.membership.generation)
            };
            let rack = (!rack.is_empty()).then(|| rack.clone());
            (protocol.clone(), Subscription { topics: self.topics.clone(), owned, generation, rack })
        };
        self.membership.protocols.iter().map(subscription).collect()
    }

    fn owned(&self) -> Vec<(Text, i32)> {
        let mut owned: Vec<_> =
            self.assigned.iter().map(|(key, assigned)| (assigned.topic.clone(), key.partition)).collect();
        owned.sort();
        owned
    }

    /// The answer to JoinGroup.
    pub(super) fn joined(&mut self, now: Instant, response: JoinGroupResponse, effects: &mut ClientEffects) {
        self.membership.is_joining = false;
        if response.error != ErrorCode::None {
            self.join_refused(now, Api::JoinGroup, response.error, &response.member, effects);
            return;
        }
        if self.membership.state != MemberState::PreparingRebalance {
            // It left or was reset meanwhile.
            self.membership.is_rejoin_needed = true;
            return;
        }
        self.heard(now);
        let is_leader = response.leader == response.member;
        let interval = Duration::from_millis(self.config.heartbeat_interval_ms as u64);
        let membership = &mut self.membership;
        membership.state = MemberState::CompletingRebalance;
        membership.member = response.member;
        membership.generation = response.generation;
        membership.protocol = response.protocol.unwrap_or_else(|| "".into());
        membership.is_leader = is_leader;
        membership.heartbeat_due = now + interval;
        let assignments = if is_leader {
            self.perform_assignment(&response.members, response.skip_assignment)
        } else {
            Vec::new()
        };
        let Some(coordinator) = self.membership.coordinator else {
            self.join_failed(now);
            return;
        };
        let membership = &mut self.membership;
        membership.is_joining = true;
        let body = Request::SyncGroup(SyncGroupRequest {
            group: membership.group.clone(),
            generation: membership.generation,
            member: membership.member.clone(),
            instance: membership.instance.clone(),
            protocol_type: "consumer".into(),
            protocol: membership.protocol.clone(),
            assignments,
        });
        self.network.send(now, coordinator, body, Purpose::Sync, effects);
    }

    /// The leader's work: everybody's share by the chosen assignor and its own metadata.
    fn perform_assignment(&mut self, members: &[JoinedMember], skip: bool) -> Vec<(Text, Assignment)> {
        let topics: BTreeSet<&Text> = members.iter().flat_map(|member| &member.subscription.topics).collect();
        for topic in &topics {
            // The group may read topics that this member does not.
            self.network.metadata.add_topic(topic);
        }
        self.membership.snapshot = self.topics_now(topics.into_iter());
        if skip {
            return Vec::new();
        }
        let known = self.membership.snapshot.iter().filter(|(_, count)| *count > 0).cloned();
        assignor::assign(&self.membership.protocol, members, &known.collect())
    }

    /// The answer to SyncGroup.
    pub(super) fn synced(&mut self, now: Instant, response: SyncGroupResponse, effects: &mut ClientEffects) {
        self.membership.is_joining = false;
        if response.error != ErrorCode::None {
            self.join_refused(now, Api::SyncGroup, response.error, "", effects);
            return;
        }
        if self.membership.state != MemberState::CompletingRebalance {
            self.membership.is_rejoin_needed = true;
            return;
        }
        self.heard(now);
        let membership = &mut self.membership;
        membership.state = MemberState::Stable;
        membership.is_rejoin_needed = false;
        membership.rejoin_failures = 0;
        membership.received = Some(response.assignment);
        membership.received_at_version = None;
    }

    fn join_refused(
        &mut self,
        now: Instant,
        api: Api,
        error: ErrorCode,
        member: &str,
        effects: &mut ClientEffects,
    ) {
        use ErrorCode as E;
        self.membership.is_rejoin_needed = true;
        if error == E::MemberIdRequired {
            // Not an error: the coordinator gives a first-comer its id this way (KIP-394).
            self.membership.member = member.into();
            self.membership.state = MemberState::Unjoined;
            return;
        }
        match error {
            E::UnknownMemberId => self.membership.reset(true),
            E::IllegalGeneration => self.membership.reset(false),
            E::RebalanceInProgress if api == Api::SyncGroup => self.membership.state = MemberState::Unjoined,
            E::NotCoordinator | E::CoordinatorNotAvailable => {
                self.coordinator_unknown();
                self.join_failed(now);
            }
            E::CoordinatorLoadInProgress | E::RebalanceInProgress => self.join_failed(now),
            error if error.is_retriable() => self.join_failed(now),
            _ => {
                self.fatal(api, None, error, effects);
                return;
            }
        }
        self.report(api, None, error, effects);
        effects.fact(Fact::Retrying { client: self.id, api, partition: None, error });
    }

    /// The join got no answer, or one that asks for patience.
    pub(super) fn join_failed(&mut self, now: Instant) {
        let pause = self.network.retry_pause(self.membership.rejoin_failures);
        let membership = &mut self.membership;
        membership.is_joining = false;
        membership.is_rejoin_needed = true;
        membership.state = MemberState::Unjoined;
        membership.rejoin_failures = membership.rejoin_failures.saturating_add(1);
        membership.rejoin_not_before = now + pause;
    }

    /// Takes in the assignment (`onJoinComplete`).
    fn take_assignment(&mut self, now: Instant, assignment: Assignment, effects: &mut ClientEffects) {
        let Some(wanted) = self.resolve(&assignment) else {
            // A topic this member has not heard of: once more after new metadata.
            self.membership.received = Some(assignment);
            return;
        };
        let client = self.id;
        self.membership.prepare = Prepare::Needed;
        self.membership.last_owned = (assignment.partitions, self.membership.generation);
        self.next_auto_commit =
            now + Duration::from_millis(self.config.auto_commit_interval_ms.max(0) as u64);
        let mut before = std::mem::take(&mut self.assigned);
        if !self.membership.is_cooperative {
            before.clear();
        }
        let mut added = Vec::new();
        for (key, topic) in wanted {
            let kept = before.remove(&key);
            if kept.is_none() {
                added.push(key);
            }
            self.assigned.insert(key, kept.unwrap_or_else(|| Assigned::new(topic)));
        }
        let revoked: Vec<_> = before.into_keys().collect();
        self.fetched.retain(|fetch| self.assigned.contains_key(&fetch.partition));
        if !revoked.is_empty() {
            effects.fact(Fact::PartitionsRevoked { client, partitions: revoked });
            // What it gave up can be given to others only in another rebalance.
            self.membership.is_rejoin_needed = true;
        }
        effects.fact(Fact::PartitionsAssigned { client, partitions: added });
    }

    /// The assignment by topic number; `None` to wait for metadata first.
    fn resolve(&mut self, assignment: &Assignment) -> Option<Vec<(TopicPartition, Text)>> {
        let metadata = &mut self.network.metadata;
        let mut found = Vec::with_capacity(assignment.partitions.len());
        let mut is_complete = true;
        for (name, partition) in &assignment.partitions {
            match metadata.topic_id(name) {
                Some(topic) => {
                    found.push((TopicPartition { topic, partition: *partition }, name.clone()));
                }
                None => is_complete = false,
            }
        }
        let has_waited = self.membership.received_at_version.is_some_and(|at| at != metadata.version());
        if is_complete || has_waited {
            return Some(found);
        }
        if self.membership.received_at_version.is_none() {
            self.membership.received_at_version = Some(metadata.version());
            metadata.request_update();
        }
        None
    }
}
