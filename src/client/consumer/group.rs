//! Membership: the coordinator, signs of life, and leaving
//! (`AbstractCoordinator` with its heartbeat thread).

use super::application::Application;
use super::{Closing, Consumer, Purpose};
use crate::assignor;
use crate::base::{BrokerId, Duration, Generation, Instant, Text};
use crate::client::ClientEffects;
use crate::client::wakes::NextDeadline;
use crate::config::ConsumerConfig;
use crate::protocol::{
    Api, Assignment, ErrorCode, FindCoordinatorRequest, FindCoordinatorResponse, HeartbeatRequest,
    LeaveGroupRequest, Request,
};
use crate::story::Fact;

/// How far a member is in joining its group (`AbstractCoordinator.MemberState`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MemberState {
    /// Not a member.
    Unjoined,
    /// Its JoinGroup waits for an answer.
    PreparingRebalance,
    /// It knows its generation and waits for its assignment.
    CompletingRebalance,
    /// It has its assignment and sends heartbeats.
    Stable,
}

/// What happens before a JoinGroup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Prepare {
    /// Nothing has been done.
    Needed,
    /// The commit of the positions is under way, until then at most.
    Committing(Instant),
    /// The commit is answered.
    Committed,
    /// All done.
    Done,
}

/// A member's view of its group.
#[derive(Clone, Debug)]
pub(super) struct Membership {
    pub(super) group: Text,
    pub(super) instance: Option<Text>,
    pub(super) member: Text,
    pub(super) generation: Generation,
    pub(super) state: MemberState,
    /// Assignors it knows, in order of preference.
    pub(super) protocols: Vec<Text>,
    pub(super) is_cooperative: bool,
    /// The assignor chosen.
    pub(super) protocol: Text,
    pub(super) is_leader: bool,
    pub(super) coordinator: Option<BrokerId>,
    pub(super) is_finding: bool,
    pub(super) find_not_before: Instant,
    pub(super) find_failures: u32,
    pub(super) is_rejoin_needed: bool,
    pub(super) prepare: Prepare,
    /// A JoinGroup or SyncGroup waits for an answer.
    pub(super) is_joining: bool,
    pub(super) rejoin_not_before: Instant,
    pub(super) rejoin_failures: u32,
    /// The assignment, to be taken in at the next poll.
    pub(super) received: Option<Assignment>,
    /// The metadata version at which an assignment with unknown topics came.
    pub(super) received_at_version: Option<u64>,
    /// The leader's idea of the topics when it assigned them.
    pub(super) snapshot: Vec<(Text, i32)>,
    /// Metadata came since the topics were last compared with the snapshot.
    pub(super) has_new_metadata: bool,
    /// The last assignment and its generation (the sticky assignor's user data).
    pub(super) last_owned: (Vec<(Text, i32)>, Generation),
    pub(super) is_heartbeating: bool,
    pub(super) heartbeat_due: Instant,
    pub(super) session_deadline: Instant,
    pub(super) poll_deadline: Instant,
}

impl Membership {
    pub(super) fn new(group: Text, config: &ConsumerConfig) -> Self {
        let named = config.partition_assignment_strategy.split(',').filter_map(assignor::canonical);
        let mut protocols: Vec<Text> = named.map(Text::from).collect();
        if protocols.is_empty() {
            protocols.push("range".into());
        }
        let instance = &config.group_instance_id;
        Self {
            group,
            instance: (!instance.is_empty()).then(|| instance.clone()),
            member: "".into(),
            generation: Generation::NONE,
            state: MemberState::Unjoined,
            is_cooperative: protocols.iter().all(|name| assignor::supports_cooperative(name)),
            protocols,
            protocol: "".into(),
            is_leader: false,
            coordinator: None,
            is_finding: false,
            find_not_before: Instant::START,
            find_failures: 0,
            is_rejoin_needed: true,
            prepare: Prepare::Needed,
            is_joining: false,
            rejoin_not_before: Instant::START,
            rejoin_failures: 0,
            received: None,
            received_at_version: None,
            snapshot: Vec::new(),
            has_new_metadata: false,
            last_owned: (Vec::new(), Generation::NONE),
            is_heartbeating: false,
            heartbeat_due: Instant::NEVER,
            session_deadline: Instant::NEVER,
            poll_deadline: Instant::NEVER,
        }
    }

    /// Whether the consumer is in a group at all.
    pub(super) fn is_grouped(&self) -> bool {
        !self.group.is_empty()
    }

    /// Whether it is a member of a generation.
    pub(super) fn has_generation(&self) -> bool {
        self.generation != Generation::NONE && !self.member.is_empty()
    }

    /// The generation, or even the member id, counts no more: join afresh.
    pub(super) fn reset(&mut self, with_member: bool) {
        self.state = MemberState::Unjoined;
        self.generation = Generation::NONE;
        if with_member {
            self.member = "".into();
        }
        self.is_leader = false;
        self.received = None;
        self.is_rejoin_needed = true;
        self.prepare = Prepare::Needed;
    }

    fn beats(&self) -> bool {
        matches!(self.state, MemberState::CompletingRebalance | MemberState::Stable)
    }
}

impl Consumer {
    /// Looks for the coordinator when it is unknown.
    pub(super) fn find_coordinator(&mut self, now: Instant, effects: &mut ClientEffects) {
        let membership = &self.membership;
        let is_wanted = membership.is_grouped() && membership.coordinator.is_none() && !membership.is_finding;
        if !is_wanted || now < membership.find_not_before {
            return;
        }
        let Some(broker) = self.network.least_loaded(now) else { return };
        self.membership.is_finding = true;
        let group = self.membership.group.clone();
        let body = Request::FindCoordinator(FindCoordinatorRequest { group });
        self.network.send(now, broker, body, Purpose::FindCoordinator, effects);
    }

    pub(super) fn coordinator_found(
        &mut self,
        now: Instant,
        response: &FindCoordinatorResponse,
        effects: &mut ClientEffects,
    ) {
        self.membership.is_finding = false;
        if response.error == ErrorCode::None && response.coordinator != BrokerId::NONE {
            let session = Duration::from_millis(self.config.session_timeout_ms as u64);
            let membership = &mut self.membership;
            membership.coordinator = Some(response.coordinator);
            membership.find_failures = 0;
            membership.session_deadline = now + session;
            return;
        }
        let error = match response.error {
            ErrorCode::None => ErrorCode::CoordinatorNotAvailable,
            error => error,
        };
        if !error.is_retriable() {
            self.fatal(Api::FindCoordinator, None, error, effects);
            return;
        }
        self.report(Api::FindCoordinator, None, error, effects);
        let (client, api) = (self.id, Api::FindCoordinator);
        effects.fact(Fact::Retrying { client, api, partition: None, error });
        self.find_failed(now);
    }

    pub(super) fn find_failed(&mut self, now: Instant) {
        self.membership.is_finding = false;
        let pause = self.network.retry_pause(self.membership.find_failures);
        self.membership.find_not_before = now + pause;
        self.membership.find_failures = self.membership.find_failures.saturating_add(1);
    }

    /// The coordinator is not who it was thought to be, or does not answer.
    pub(super) fn coordinator_unknown(&mut self) {
        self.membership.coordinator = None;
    }

    /// What goes on beside the application: heartbeats, and the watch on its polls.
    pub(super) fn heartbeat_thread(&mut self, now: Instant, effects: &mut ClientEffects) {
        if !self.membership.is_grouped() || !self.membership.beats() {
            return;
        }
        let is_processing = !matches!(self.application, Application::Polling);
        if is_processing && now >= self.membership.poll_deadline {
            effects.fact(Fact::PollTimedOut { client: self.id });
            self.leave(now, effects);
            return;
        }
        if now >= self.membership.session_deadline {
            self.coordinator_unknown();
            // One more session to find it and be heard.
            self.membership.session_deadline =
                now + Duration::from_millis(self.config.session_timeout_ms as u64);
        }
        let Some(coordinator) = self.membership.coordinator else {
            self.find_coordinator(now, effects);
            return;
        };
        let is_due = now >= self.membership.heartbeat_due && !self.membership.is_heartbeating;
        if !is_due || !self.network.is_ready(coordinator, now) {
            return;
        }
        let interval = Duration::from_millis(self.config.heartbeat_interval_ms as u64);
        let membership = &mut self.membership;
        membership.is_heartbeating = true;
        membership.heartbeat_due = now + interval;
        let body = Request::Heartbeat(HeartbeatRequest {
            group: membership.group.clone(),
            generation: membership.generation,
            member: membership.member.clone(),
            instance: membership.instance.clone(),
        });
        let purpose = Purpose::Heartbeat(membership.generation);
        self.network.send(now, coordinator, body, purpose, effects);
    }

    /// A heartbeat, or another request to the coordinator, was heard.
    pub(super) fn heard(&mut self, now: Instant) {
        self.membership.session_deadline = now + Duration::from_millis(self.config.session_timeout_ms as u64);
    }

    pub(super) fn heartbeat_answered(
        &mut self,
        now: Instant,
        generation: Generation,
        error: ErrorCode,
        effects: &mut ClientEffects,
    ) {
        self.membership.is_heartbeating = false;
        if error == ErrorCode::None {
            self.heard(now);
            return;
        }
        let is_current = generation == self.membership.generation;
        match error {
            ErrorCode::RebalanceInProgress if self.membership.state != MemberState::Stable => {}
            ErrorCode::RebalanceInProgress => {
                self.heard(now);
                self.report(Api::Heartbeat, None, error, effects);
                self.membership.is_rejoin_needed = true;
            }
            ErrorCode::FencedInstanceId => self.fatal(Api::Heartbeat, None, error, effects),
            ErrorCode::IllegalGeneration | ErrorCode::UnknownMemberId if is_current => {
                self.report(Api::Heartbeat, None, error, effects);
                self.membership.reset(error == ErrorCode::UnknownMemberId);
            }
            ErrorCode::IllegalGeneration | ErrorCode::UnknownMemberId => {}
            _ => {
                self.report(Api::Heartbeat, None, error, effects);
                self.coordinator_unknown();
                self.heartbeat_failed(now);
            }
        }
    }

    pub(super) fn heartbeat_failed(&mut self, now: Instant) {
        self.membership.is_heartbeating = false;
        self.membership.heartbeat_due = now + self.network.retry_pause(0);
    }

    /// Leaves the group. A static member does not say so. Whether something was sent.
    pub(super) fn leave(&mut self, now: Instant, effects: &mut ClientEffects) -> bool {
        let membership = &mut self.membership;
        let member = membership.member.clone();
        let says_so = membership.is_grouped() && membership.instance.is_none() && !member.is_empty();
        let group = membership.group.clone();
        membership.reset(true);
        let Some(coordinator) = membership.coordinator.filter(|_| says_so) else { return false };
        let body = Request::LeaveGroup(LeaveGroupRequest { group, members: vec![(member, None)] });
        self.network.send(now, coordinator, body, Purpose::Leave, effects);
        true
    }

    pub(super) fn membership_deadlines(&self, next: &mut NextDeadline) {
        let membership = &self.membership;
        if !membership.is_grouped() {
            return;
        }
        if membership.coordinator.is_none() && !membership.is_finding {
            next.at(membership.find_not_before);
        }
        if membership.beats() {
            next.at(membership.session_deadline);
            if !membership.is_heartbeating {
                next.at(membership.heartbeat_due);
            }
            if !matches!(self.application, Application::Polling) {
                next.at(membership.poll_deadline);
            }
        }
        if membership.is_rejoin_needed && !membership.is_joining && self.closing == Closing::No {
            next.at(membership.rejoin_not_before);
            if let Prepare::Committing(until) = membership.prepare {
                next.at(until);
            }
        }
    }
}
