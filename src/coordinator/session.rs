//! Signs of life: sessions, their timers, Heartbeat and LeaveGroup.
//!
//! A heartbeat only moves a deadline. The one timer a member awaits looks at the
//! deadline when it fires, and is set anew for it.

use super::context::Context;
use super::group::{Group, GroupState};
use super::output::CoordinatorTimer;
use super::sabotage::CoordinatorSabotage;
use crate::base::{Duration, Instant, Text};
use crate::protocol::{ErrorCode, HeartbeatRequest, LeaveGroupRequest};
use crate::story::{Fact, LeaveReason, RebalanceReason};
use std::sync::Arc;

impl Group {
    /// `completeAndScheduleNextHeartbeatExpiration`: the session begins anew.
    pub(super) fn touch(&mut self, context: &mut Context<'_>, id: &str) {
        if let Some(member) = self.members.get(id) {
            let length = Duration::from_millis(u64::from(member.session_timeout_ms));
            self.touch_for(context, id, length);
        }
    }

    /// The session begins anew and lasts `length`.
    pub(super) fn touch_for(&mut self, context: &mut Context<'_>, id: &str, length: Duration) {
        let group = self.id.clone();
        let Some(member) = self.members.get_mut(id).map(Arc::make_mut) else { return };
        let at = context.now + length;
        let prolongs = member.timer.is_some() && member.deadline <= at;
        if prolongs && context.breaks(CoordinatorSabotage::ExpireLiveMember) {
            return;
        }
        member.deadline = at;
        if member.timer.is_none_or(|timer| timer > at) {
            member.timer = Some(at);
            let timer = CoordinatorTimer::Session { group, member: member.id.clone(), at };
            context.out.timers.push((at, timer));
        }
    }

    /// A session timer fired (`onExpireHeartbeat`).
    pub(super) fn session_due(&mut self, context: &mut Context<'_>, id: &Text, at: Instant) {
        if self.pending_members.get(id) == Some(&at) {
            self.pending_members.remove(id);
            self.try_complete_join(context);
            return;
        }
        let group = self.id.clone();
        let Some(member) = self.member_mut(id).filter(|member| member.timer == Some(at)) else { return };
        if context.now < member.deadline {
            let at = member.deadline;
            member.timer = Some(at);
            context.out.timers.push((at, CoordinatorTimer::Session { group, member: id.clone(), at }));
            return;
        }
        member.timer = None;
        // A parked member cannot send heartbeats; only a new one has a limit while parked.
        let is_parked = member.awaiting_join.is_some() || member.awaiting_sync.is_some();
        if is_parked && !member.is_new {
            return;
        }
        if context.breaks(CoordinatorSabotage::ExpiredMemberKeepsPartitions) {
            let client_id = member.client_id.clone();
            let reason = LeaveReason::SessionExpired;
            context.fact(Fact::MemberLeft { group, member: id.clone(), client_id, reason });
            self.report_stable(context);
            return;
        }
        self.remove_member(context, id, LeaveReason::SessionExpired);
    }

    /// `removeMemberAndUpdateGroup`.
    pub(super) fn remove_member(&mut self, context: &mut Context<'_>, id: &str, reason: LeaveReason) {
        let Some(id) = self.drop_member(context, id, reason) else { return };
        match self.state {
            GroupState::Stable | GroupState::CompletingRebalance => {
                self.prepare_rebalance(context, RebalanceReason::MemberLeft, &id);
            }
            GroupState::PreparingRebalance => self.try_complete_join(context),
            GroupState::Empty | GroupState::Dead => {}
        }
    }

    /// Takes a member out, answers what it has parked, and says so. The group goes on as it was.
    pub(super) fn drop_member(
        &mut self,
        context: &mut Context<'_>,
        id: &str,
        reason: LeaveReason,
    ) -> Option<Text> {
        let member = self.take_member(id)?;
        self.refuse_parked(context, &member, ErrorCode::UnknownMemberId);
        let (group, client_id) = (self.id.clone(), member.client_id.clone());
        context.fact(Fact::MemberLeft { group, member: member.id.clone(), client_id, reason });
        Some(member.id.clone())
    }

    /// Heartbeat: no work but for the one member.
    pub(super) fn heartbeat(&mut self, context: &mut Context<'_>, request: &HeartbeatRequest) -> ErrorCode {
        if self.state == GroupState::Dead {
            return ErrorCode::CoordinatorNotAvailable;
        }
        let instance = request.instance.as_ref();
        let error = self.check_generation(&request.member, instance, request.generation);
        if error != ErrorCode::None {
            return error;
        }
        self.touch(context, &request.member);
        match self.state {
            GroupState::PreparingRebalance => ErrorCode::RebalanceInProgress,
            GroupState::CompletingRebalance | GroupState::Stable => ErrorCode::None,
            GroupState::Empty | GroupState::Dead => ErrorCode::UnknownMemberId,
        }
    }

    /// LeaveGroup: every member that can leaves; the first error is the answer.
    pub(super) fn leave(&mut self, context: &mut Context<'_>, request: &LeaveGroupRequest) -> ErrorCode {
        if self.state == GroupState::Dead {
            return ErrorCode::CoordinatorNotAvailable;
        }
        let mut first = ErrorCode::None;
        for (id, instance) in &request.members {
            // An administrator names a static member by its instance only.
            let by_instance = instance.as_ref().filter(|_| id.is_empty());
            let id = by_instance.and_then(|name| self.static_members.get(name)).unwrap_or(id).clone();
            if self.pending_members.remove(&id).is_some() {
                self.try_complete_join(context);
                continue;
            }
            let error = self.check_member(&id, instance.as_ref());
            if error == ErrorCode::None {
                self.remove_member(context, &id, LeaveReason::Left);
            } else if first == ErrorCode::None {
                first = error;
            }
        }
        first
    }
}
