//! How a rebalance goes: waiting for joins, a new generation, the leader's
//! assignment, SyncGroup. Mirrors `prepareRebalance`, `DelayedJoin`,
//! `InitialDelayedJoin`, `onCompleteJoin`, `doSyncGroup`, `DelayedSync`.

use super::context::{Context, Then};
use super::group::{Group, GroupState, JoinWait, Member};
use super::join::refused;
use super::output::{Asker, CoordinatorTimer};
use super::sabotage::CoordinatorSabotage;
use crate::base::{Duration, Generation, Text};
use crate::protocol::{Assignment, ErrorCode, Response, SyncGroupRequest, SyncGroupResponse};
use crate::story::{Fact, LeaveReason, RebalanceReason};
use std::collections::BTreeMap;
use std::sync::Arc;

/// An answer to SyncGroup.
pub(super) fn share(error: ErrorCode, assignment: Assignment) -> Response {
    Response::SyncGroup(SyncGroupResponse { error, assignment })
}

impl Group {
    /// `maybePrepareRebalance`: all members are to rejoin, unless they already are.
    pub(super) fn prepare_rebalance(
        &mut self,
        context: &mut Context<'_>,
        reason: RebalanceReason,
        member: &Text,
    ) {
        let was_empty = self.state == GroupState::Empty;
        match self.state {
            GroupState::PreparingRebalance | GroupState::Dead => return,
            GroupState::CompletingRebalance => {
                self.give_up_assignment(context, ErrorCode::RebalanceInProgress);
            }
            GroupState::Empty | GroupState::Stable => {}
        }
        self.sync_wait = None;
        self.set_state(context, GroupState::PreparingRebalance);
        let (group, generation, member) = (self.id.clone(), self.generation, member.clone());
        context.fact(Fact::RebalanceStarted { group, generation, reason, member });
        if was_empty {
            let delay = context.shared.config.group_initial_rebalance_delay_ms.max(0) as u64;
            let remaining_ms = self.rebalance_timeout_ms().saturating_sub(delay);
            self.wait_for_joins(context, delay, true, remaining_ms);
        } else {
            self.wait_for_joins(context, self.rebalance_timeout_ms(), false, 0);
            self.try_complete_join(context);
        }
    }

    fn wait_for_joins(
        &mut self,
        context: &mut Context<'_>,
        length_ms: u64,
        is_initial: bool,
        remaining_ms: u64,
    ) {
        let number = context.number();
        self.join_wait = Some(JoinWait { number, is_initial, remaining_ms, new_member_added: false });
        let timer = CoordinatorTimer::Join { group: self.id.clone(), number };
        context.timer_in(Duration::from_millis(length_ms), timer);
    }

    /// Ends the wait at once when nobody is missing; an initial wait takes its time.
    pub(super) fn try_complete_join(&mut self, context: &mut Context<'_>) {
        let waits = self.join_wait.as_ref().is_some_and(|wait| !wait.is_initial);
        if self.state == GroupState::PreparingRebalance
            && waits
            && self.pending_members.is_empty()
            && self.members.values().all(|member| member.awaiting_join.is_some())
        {
            self.complete_join(context);
        }
    }

    /// The wait for joins is over.
    pub(super) fn join_due(&mut self, context: &mut Context<'_>, number: u64) {
        let Some(wait) = self.join_wait.clone().filter(|wait| wait.number == number) else { return };
        if wait.is_initial && wait.new_member_added && wait.remaining_ms > 0 {
            let delay = context.shared.config.group_initial_rebalance_delay_ms.max(0) as u64;
            let length_ms = delay.min(wait.remaining_ms);
            self.wait_for_joins(context, length_ms, true, wait.remaining_ms - length_ms);
        } else {
            self.complete_join(context);
        }
    }

    /// `onCompleteJoin`: a new generation of those who came.
    fn complete_join(&mut self, context: &mut Context<'_>) {
        self.join_wait = None;
        let is_missing = |member: &&Arc<Member>| member.awaiting_join.is_none() && member.instance.is_none();
        let missing: Vec<Text> =
            self.members.values().filter(is_missing).map(|member| member.id.clone()).collect();
        for id in missing {
            self.drop_member(context, &id, LeaveReason::RebalanceTimeout);
        }
        if !self.elect_joined_leader() && !self.members.is_empty() {
            // Only absent static members: their sessions decide.
            self.wait_for_joins(context, self.rebalance_timeout_ms(), false, 0);
            return;
        }
        let stands_still =
            context.breaks(CoordinatorSabotage::GenerationStandsStill) && self.generation > Generation(0);
        if !stands_still {
            self.generation = Generation(self.generation.0.wrapping_add(1));
        }
        self.pending_sync.clear();
        if self.members.is_empty() {
            self.become_empty(context);
        } else {
            self.begin_generation(context);
        }
    }

    fn become_empty(&mut self, context: &mut Context<'_>) {
        self.protocol = None;
        self.leader = None;
        self.set_state(context, GroupState::Empty);
        context.fact(Fact::GroupEmpty { group: self.id.clone(), generation: self.generation });
        self.store(context, None, Then::Nothing);
    }

    fn begin_generation(&mut self, context: &mut Context<'_>) {
        self.protocol = self.select_protocol();
        self.set_state(context, GroupState::CompletingRebalance);
        let ids: Vec<Text> = self.members.keys().cloned().collect();
        context.fact(Fact::GenerationStarted {
            group: self.id.clone(),
            generation: self.generation,
            protocol: self.protocol.clone().unwrap_or_default(),
            leader: self.leader.clone().unwrap_or_default(),
            members: ids.clone(),
        });
        for id in &ids {
            if let Some(asker) = self.member_mut(id).and_then(|member| member.awaiting_join.take()) {
                let response = self.joined(id, false);
                context.out.respond(&asker, response);
            }
            if let Some(member) = self.member_mut(id) {
                member.is_new = false;
            }
            self.touch(context, id);
            self.pending_sync.insert(id.clone());
        }
        let number = context.number();
        self.sync_wait = Some(number);
        let timer = CoordinatorTimer::Sync { group: self.id.clone(), number };
        context.timer_in(Duration::from_millis(self.rebalance_timeout_ms()), timer);
    }

    /// `maybeElectNewJoinedLeader`: the leader must be among those who came.
    fn elect_joined_leader(&mut self) -> bool {
        let has_joined = |id: &Text| self.members.get(id).is_some_and(|m| m.awaiting_join.is_some());
        if self.leader.as_ref().is_some_and(has_joined) {
            return true;
        }
        let other = self.members.values().find(|member| member.awaiting_join.is_some());
        let Some(other) = other.map(|member| member.id.clone()) else { return false };
        self.leader = Some(other);
        true
    }

    /// SyncGroup, its general checks done.
    pub(super) fn sync(&mut self, context: &mut Context<'_>, asker: &Asker, request: SyncGroupRequest) {
        let error = self.check_sync(&request);
        if error != ErrorCode::None {
            context.out.respond(asker, share(error, Assignment::default()));
            return;
        }
        self.pending_sync.remove(&request.member);
        if self.pending_sync.is_empty() {
            self.sync_wait = None;
        }
        self.touch(context, &request.member);
        let leads = self.is_leader(&request.member);
        let is_stable = self.state == GroupState::Stable;
        let Some(member) = self.member_mut(&request.member) else { return };
        if is_stable {
            let assignment = member.assignment.clone();
            context.out.respond(asker, share(ErrorCode::None, assignment));
            return;
        }
        member.awaiting_sync = Some(asker.clone());
        if leads {
            self.store_assignment(context, request.assignments);
        }
    }

    fn check_sync(&self, request: &SyncGroupRequest) -> ErrorCode {
        if self.state == GroupState::Dead {
            return ErrorCode::CoordinatorNotAvailable;
        }
        let instance = request.instance.as_ref();
        let error = self.check_generation(&request.member, instance, request.generation);
        if error != ErrorCode::None {
            return error;
        }
        match self.state {
            GroupState::PreparingRebalance => ErrorCode::RebalanceInProgress,
            GroupState::Empty | GroupState::Dead => ErrorCode::UnknownMemberId,
            GroupState::CompletingRebalance | GroupState::Stable => {
                let same = self.protocol_type.as_ref() == Some(&request.protocol_type)
                    && self.protocol.as_ref() == Some(&request.protocol);
                if same { ErrorCode::None } else { ErrorCode::InconsistentGroupProtocol }
            }
        }
    }

    fn store_assignment(&mut self, context: &mut Context<'_>, given: Vec<(Text, Assignment)>) {
        let mut assignments: BTreeMap<Text, Assignment> =
            given.into_iter().filter(|(id, _)| self.members.contains_key(id)).collect();
        if context.breaks(CoordinatorSabotage::TwoOwners) {
            let leader = self.leader.clone().unwrap_or_default();
            let leaders = assignments.get(&leader).cloned().unwrap_or_default();
            assignments = self.members.keys().map(|id| (id.clone(), leaders.clone())).collect();
        }
        let then = Then::Assign { generation: self.generation, assignments: assignments.clone() };
        self.store(context, Some(&assignments), then);
    }

    /// The record with the assignment is kept, or could not be.
    pub(super) fn assigned(
        &mut self,
        context: &mut Context<'_>,
        generation: Generation,
        assignments: &BTreeMap<Text, Assignment>,
        error: ErrorCode,
    ) {
        if self.state != GroupState::CompletingRebalance || self.generation != generation {
            return;
        }
        if error != ErrorCode::None {
            self.give_up_assignment(context, error);
            let leader = self.leader.clone().unwrap_or_default();
            self.prepare_rebalance(context, RebalanceReason::LeaderRejoined, &leader);
            return;
        }
        self.set_state(context, GroupState::Stable);
        let ids: Vec<Text> = self.members.keys().cloned().collect();
        for id in &ids {
            let Some(member) = self.member_mut(id) else { continue };
            member.assignment = assignments.get(id).cloned().unwrap_or_default();
            if let Some(asker) = member.awaiting_sync.take() {
                let assignment = member.assignment.clone();
                context.out.respond(&asker, share(ErrorCode::None, assignment));
                self.touch(context, id);
            }
        }
        self.report_stable(context);
    }

    pub(super) fn report_stable(&self, context: &mut Context<'_>) {
        let share = |member: &Arc<Member>| {
            (member.id.clone(), member.client_id.clone(), member.assignment.partitions.clone())
        };
        context.fact(Fact::GroupStable {
            group: self.id.clone(),
            generation: self.generation,
            assignment: self.members.values().map(share).collect(),
        });
    }

    /// `resetAndPropagateAssignmentError`: no shares; whoever waits for one is told why.
    fn give_up_assignment(&mut self, context: &mut Context<'_>, error: ErrorCode) {
        let ids: Vec<Text> = self.members.keys().cloned().collect();
        for id in &ids {
            let Some(member) = self.member_mut(id) else { continue };
            member.assignment = Assignment::default();
            if let Some(asker) = member.awaiting_sync.take() {
                context.out.respond(&asker, share(error, Assignment::default()));
                self.touch(context, id);
            }
        }
    }

    /// `onExpirePendingSync`: whoever has not sent SyncGroup in time is out.
    pub(super) fn sync_due(&mut self, context: &mut Context<'_>, number: u64) {
        if self.sync_wait != Some(number) {
            return;
        }
        self.sync_wait = None;
        let missing: Vec<Text> = self.pending_sync.iter().cloned().collect();
        for id in &missing {
            self.drop_member(context, id, LeaveReason::SyncTimeout);
        }
        if let Some(first) = missing.first() {
            self.prepare_rebalance(context, RebalanceReason::MemberLeft, first);
        }
    }

    /// Answers what a member that goes has parked.
    pub(super) fn refuse_parked(&self, context: &mut Context<'_>, member: &Member, error: ErrorCode) {
        if let Some(asker) = &member.awaiting_join {
            context.out.respond(asker, refused(member.id.clone(), error));
        }
        if let Some(asker) = &member.awaiting_sync {
            context.out.respond(asker, share(error, Assignment::default()));
        }
    }
}
