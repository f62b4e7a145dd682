//! JoinGroup: who may enter, and which join makes the group rebalance.
//!
//! Mirrors `handleJoinGroup`, `doNewMemberJoinGroup`, `doCurrentMemberJoinGroup`
//! and `updateStaticMemberAndRebalance`. How a rebalance goes on: `rebalance`.

use super::context::{Context, Then};
use super::group::{Group, GroupState, Member};
use super::output::{Asker, CoordinatorTimer};
use crate::base::{Duration, Generation, Text};
use crate::protocol::{Assignment, ErrorCode, JoinGroupRequest, JoinGroupResponse, Response, Subscription};
use crate::story::{Fact, LeaveReason, RebalanceReason};
use std::sync::Arc;

/// `NewMemberJoinTimeoutMs`: how long a new member may stay parked.
const NEW_MEMBER_JOIN_TIMEOUT: Duration = Duration::from_secs(300);

/// The answer to a join that failed.
pub(super) fn refused(member: Text, error: ErrorCode) -> Response {
    Response::JoinGroup(JoinGroupResponse {
        error,
        generation: Generation::NONE,
        protocol: None,
        leader: Text::default(),
        member,
        skip_assignment: false,
        members: Vec::new(),
    })
}

impl Group {
    /// JoinGroup, its general checks done.
    pub(super) fn join(&mut self, context: &mut Context<'_>, asker: Asker, request: JoinGroupRequest) {
        if self.state == GroupState::Dead {
            context.out.respond(&asker, refused(request.member, ErrorCode::CoordinatorNotAvailable));
        } else if !self.has_room_for(&request.member, context.shared.config.group_max_size) {
            self.drop_member(context, &request.member, LeaveReason::Left);
            context.out.respond(&asker, refused(request.member, ErrorCode::GroupMaxSizeReached));
        } else if !self.supports_protocols(&request.protocol_type, &request.protocols) {
            context.out.respond(&asker, refused(request.member, ErrorCode::InconsistentGroupProtocol));
        } else if request.member.is_empty() {
            self.join_new(context, asker, request);
        } else {
            self.join_known(context, asker, request);
        }
        self.try_complete_join(context);
    }

    /// `acceptJoiningMember`.
    fn has_room_for(&self, id: &str, most: i64) -> bool {
        let member = self.members.get(id);
        let (is_in, count) = match self.state {
            GroupState::Empty | GroupState::Dead => return true,
            GroupState::PreparingRebalance => (
                member.is_some_and(|member| member.awaiting_join.is_some()),
                self.members.values().filter(|member| member.awaiting_join.is_some()).count(),
            ),
            GroupState::CompletingRebalance | GroupState::Stable => (member.is_some(), self.members.len()),
        };
        is_in || (count as i64) < most
    }

    fn join_new(&mut self, context: &mut Context<'_>, asker: Asker, request: JoinGroupRequest) {
        let name = request.instance.as_ref().unwrap_or(&asker.client_id);
        let id: Text = format!("{name}-{}", context.shared.stream.uuid()).into();
        let Some(instance) = &request.instance else {
            // KIP-394: a dynamic member must come back under the id it is given.
            let length = Duration::from_millis(u64::from(request.session_timeout_ms));
            let at = context.now + length;
            self.pending_members.insert(id.clone(), at);
            let group = self.id.clone();
            context.timer_in(length, CoordinatorTimer::Session { group, member: id.clone(), at });
            context.out.respond(&asker, refused(id, ErrorCode::MemberIdRequired));
            return;
        };
        match self.static_members.get(instance).cloned() {
            Some(old) => self.return_static(context, asker, request, &old, id),
            None => self.add_member(context, asker, request, id),
        }
    }

    fn join_known(&mut self, context: &mut Context<'_>, asker: Asker, request: JoinGroupRequest) {
        let id = request.member.clone();
        if self.pending_members.remove(&id).is_some() {
            self.add_member(context, asker, request, id);
            return;
        }
        let error = self.check_member(&id, request.instance.as_ref());
        if error != ErrorCode::None {
            context.out.respond(&asker, refused(id, error));
            return;
        }
        let matches = self.members.get(&id).is_some_and(|member| member.protocols == request.protocols);
        let leads = self.is_leader(&id);
        let reason = match self.state {
            GroupState::PreparingRebalance => RebalanceReason::SubscriptionChanged,
            GroupState::Stable if leads => RebalanceReason::LeaderRejoined,
            GroupState::Stable | GroupState::CompletingRebalance if !matches => {
                RebalanceReason::SubscriptionChanged
            }
            GroupState::Stable | GroupState::CompletingRebalance => {
                // It lost the answer: the present generation once more.
                self.touch(context, &id);
                let response = self.joined(&id, false);
                context.out.respond(&asker, response);
                return;
            }
            GroupState::Empty | GroupState::Dead => {
                context.out.respond(&asker, refused(id, ErrorCode::UnknownMemberId));
                return;
            }
        };
        self.update_member(&id, asker, request);
        self.prepare_rebalance(context, reason, &id);
    }

    /// The answer to a join that is through.
    pub(super) fn joined(&self, id: &Text, skip_assignment: bool) -> Response {
        Response::JoinGroup(JoinGroupResponse {
            error: ErrorCode::None,
            generation: self.generation,
            protocol: self.protocol.clone(),
            leader: self.leader.clone().unwrap_or_default(),
            member: id.clone(),
            skip_assignment,
            members: if self.is_leader(id) { self.joined_members() } else { Vec::new() },
        })
    }

    /// `addMemberAndRebalance`.
    fn add_member(&mut self, context: &mut Context<'_>, asker: Asker, request: JoinGroupRequest, id: Text) {
        if let Some(wait) = &mut self.join_wait
            && self.generation == Generation(0)
        {
            wait.new_member_added = true;
        }
        if self.members.is_empty() {
            self.protocol_type = Some(request.protocol_type);
        }
        if let Some(instance) = &request.instance {
            self.static_members.insert(instance.clone(), id.clone());
        }
        let member = Member {
            id: id.clone(),
            client_id: asker.client_id.clone(),
            instance: request.instance,
            session_timeout_ms: request.session_timeout_ms,
            rebalance_timeout_ms: request.rebalance_timeout_ms,
            protocols: request.protocols,
            assignment: Assignment::default(),
            awaiting_join: Some(asker),
            awaiting_sync: None,
            is_new: true,
            deadline: context.now,
            timer: None,
        };
        self.report_joined(context, &member);
        self.leader.get_or_insert_with(|| id.clone());
        self.members.insert(id.clone(), Arc::new(member));
        self.touch_for(context, &id, NEW_MEMBER_JOIN_TIMEOUT);
        self.prepare_rebalance(context, RebalanceReason::MemberJoined, &id);
    }

    fn report_joined(&self, context: &mut Context<'_>, member: &Member) {
        context.fact(Fact::MemberJoined {
            group: self.id.clone(),
            member: member.id.clone(),
            client_id: member.client_id.clone(),
            instance: member.instance.clone(),
        });
    }

    fn update_member(&mut self, id: &str, asker: Asker, request: JoinGroupRequest) {
        if let Some(member) = self.member_mut(id) {
            member.protocols = request.protocols;
            member.session_timeout_ms = request.session_timeout_ms;
            member.rebalance_timeout_ms = request.rebalance_timeout_ms;
            member.client_id = asker.client_id.clone();
            member.awaiting_join = Some(asker);
        }
    }

    /// A known `group.instance.id` without member id: the process was restarted (KIP-345).
    fn return_static(
        &mut self,
        context: &mut Context<'_>,
        asker: Asker,
        request: JoinGroupRequest,
        old: &Text,
        id: Text,
    ) {
        let was_leader = self.is_leader(old);
        let Some(member) = self.members.remove(old) else { return };
        self.refuse_parked(context, &member, ErrorCode::FencedInstanceId);
        let (group, client_id) = (self.id.clone(), member.client_id.clone());
        let reason = LeaveReason::Replaced;
        context.fact(Fact::MemberLeft { group, member: old.clone(), client_id, reason });
        let same_topics = self.reads_the_same(&member, &request.protocols);

        let mut member = Member::clone(&member);
        member.id = id.clone();
        (member.awaiting_sync, member.timer) = (None, None);
        if let Some(instance) = &member.instance {
            self.static_members.insert(instance.clone(), id.clone());
        }
        if self.pending_sync.remove(old) {
            self.pending_sync.insert(id.clone());
        }
        if was_leader {
            self.leader = Some(id.clone());
        }
        self.report_joined(context, &member);
        self.members.insert(id.clone(), Arc::new(member));
        self.update_member(&id, asker, request);
        self.touch(context, &id);
        match self.state {
            GroupState::Stable if same_topics && self.select_protocol() == self.protocol => {
                // Its share waits for it: only the record of the group changes.
                let then = Then::Return { member: id, generation: self.generation };
                self.store(context, None, then);
            }
            GroupState::Stable | GroupState::CompletingRebalance => {
                self.prepare_rebalance(context, RebalanceReason::StaticMemberReturned, &id);
            }
            GroupState::PreparingRebalance | GroupState::Empty | GroupState::Dead => {}
        }
    }

    /// Whether a returning member asks for the topics it had. What it owns it has lost, of course.
    fn reads_the_same(&self, member: &Member, protocols: &[(Text, Subscription)]) -> bool {
        let Some(protocol) = &self.protocol else { return false };
        let now = protocols.iter().find(|(name, _)| name == protocol).map(|(_, wanted)| &wanted.topics);
        now == member.subscription(protocol).map(|wanted| &wanted.topics)
    }

    /// The returned member's record is kept: it goes on with its share.
    pub(super) fn returned(
        &mut self,
        context: &mut Context<'_>,
        id: &Text,
        generation: Generation,
        error: ErrorCode,
    ) {
        if self.state != GroupState::Stable || self.generation != generation {
            // A rebalance began meanwhile; it will answer the parked join.
            return;
        }
        let leads = self.is_leader(id);
        let Some(asker) = self.member_mut(id).and_then(|member| member.awaiting_join.take()) else { return };
        let response =
            if error == ErrorCode::None { self.joined(id, leads) } else { refused(id.clone(), error) };
        context.out.respond(&asker, response);
        self.touch(context, id);
        self.report_stable(context);
    }
}
