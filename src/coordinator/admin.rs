//! DescribeGroups, ListGroups, DeleteGroups, OffsetDelete: groups as administrators see them.

use super::context::Context;
use super::group::{Group, GroupState, Member};
use super::group_coordinator::GroupCoordinator;
use super::output::CoordinatorOutput;
use crate::base::{Generation, Instant, Text};
use crate::protocol::{
    Assignment, DeleteGroupsRequest, DeleteGroupsResponse, DescribeGroupsRequest, DescribeGroupsResponse,
    DescribedGroup, DescribedMember, ErrorCode, ListGroupsRequest, ListGroupsResponse, ListedGroup,
    OffsetDeleteRequest, OffsetDeleteResponse,
};
use std::sync::Arc;

/// Where every process of the lab runs, as Kafka writes a client's host.
const HOST: &str = "/127.0.0.1";
/// The group protocol of all groups here (KIP-848's is `consumer`).
const GROUP_TYPE: &str = "classic";

impl GroupCoordinator {
    pub(super) fn describe(&self, request: DescribeGroupsRequest) -> DescribeGroupsResponse {
        let describe = |id: Text| match (self.status(&id, false), self.group(&id)) {
            (ErrorCode::None, Some(group)) => described(group),
            (ErrorCode::None, None) => unknown(id, ErrorCode::GroupIdNotFound),
            (error, _) => unknown(id, error),
        };
        DescribeGroupsResponse { groups: request.groups.into_iter().map(describe).collect() }
    }

    pub(super) fn list(&self, request: &ListGroupsRequest) -> ListGroupsResponse {
        let is_in = |filter: &[Text], name: &str| {
            filter.is_empty() || filter.iter().any(|wanted| wanted.eq_ignore_ascii_case(name))
        };
        let listed = |group: &Group| ListedGroup {
            group: group.id.clone(),
            protocol_type: group.protocol_type.clone().unwrap_or_default(),
            state: group.state.name().into(),
            group_type: GROUP_TYPE.into(),
        };
        let wanted = self
            .groups()
            .filter(|group| is_in(&request.states, group.state.name()) && is_in(&request.types, GROUP_TYPE));
        ListGroupsResponse { error: ErrorCode::None, groups: wanted.map(listed).collect() }
    }

    /// `OffsetDelete`: what an active member still reads is kept.
    pub(super) fn delete_offsets(
        &mut self,
        now: Instant,
        request: OffsetDeleteRequest,
        out: &mut CoordinatorOutput,
    ) -> OffsetDeleteResponse {
        let status = self.status(&request.group, false);
        let refused = |error| OffsetDeleteResponse { error, partitions: Vec::new() };
        let group = match self.groups.get_mut(&request.group).map(Arc::make_mut) {
            _ if status != ErrorCode::None => return refused(status),
            Some(group) if group.state != GroupState::Dead => group,
            _ => return refused(ErrorCode::GroupIdNotFound),
        };
        let read = group.subscribed_topics();
        let answer = |topic: Text, partition: i32| {
            let is_read = read.contains(&topic);
            let error = if is_read { ErrorCode::GroupSubscribedToTopic } else { ErrorCode::None };
            (topic, partition, error)
        };
        let partitions: Vec<_> =
            request.partitions.into_iter().map(|(topic, partition)| answer(topic, partition)).collect();
        let gone: Vec<(Text, i32)> = partitions
            .iter()
            .filter(|(topic, partition, error)| {
                *error == ErrorCode::None && group.committed(topic, *partition).is_some()
            })
            .map(|(topic, partition, _)| (topic.clone(), *partition))
            .collect();
        let mut context = Context { now, shared: &mut self.shared, out };
        group.remove_offsets(&mut context, &gone, false);
        OffsetDeleteResponse { error: ErrorCode::None, partitions }
    }

    pub(super) fn delete(
        &mut self,
        now: Instant,
        request: DeleteGroupsRequest,
        out: &mut CoordinatorOutput,
    ) -> DeleteGroupsResponse {
        let mut groups = Vec::with_capacity(request.groups.len());
        for id in request.groups {
            let error = self.delete_group(now, &id, out);
            groups.push((id, error));
        }
        DeleteGroupsResponse { groups }
    }

    fn delete_group(&mut self, now: Instant, id: &Text, out: &mut CoordinatorOutput) -> ErrorCode {
        let error = self.status(id, false);
        if error != ErrorCode::None {
            return error;
        }
        match self.group(id).map(Group::state) {
            None | Some(GroupState::Dead) => ErrorCode::GroupIdNotFound,
            Some(GroupState::Empty) => {
                if let Some(mut group) = self.groups.remove(id) {
                    let group = Arc::make_mut(&mut group);
                    let all: Vec<(Text, i32)> =
                        group.offsets().map(|(topic, number, _)| (topic.clone(), number)).collect();
                    let mut context = Context { now, shared: &mut self.shared, out };
                    group.remove_offsets(&mut context, &all, true);
                }
                ErrorCode::None
            }
            Some(_) => ErrorCode::NonEmptyGroup,
        }
    }
}

/// Protocol and shares are told only once the group is stable.
fn described(group: &Group) -> DescribedGroup {
    let is_stable = group.state == GroupState::Stable;
    let member = |member: &Member| {
        let share = if is_stable { member.assignment.clone() } else { Assignment::default() };
        DescribedMember {
            member: member.id.clone(),
            instance: member.instance.clone(),
            client_id: member.client_id.clone(),
            host: HOST.into(),
            assignment: share,
        }
    };
    DescribedGroup {
        error: ErrorCode::None,
        group: group.id.clone(),
        state: group.state.name().into(),
        generation: group.generation,
        protocol_type: group.protocol_type.clone().unwrap_or_default(),
        protocol: group.protocol.clone().filter(|_| is_stable).unwrap_or_default(),
        members: group.members().map(member).collect(),
    }
}

fn unknown(group: Text, error: ErrorCode) -> DescribedGroup {
    DescribedGroup {
        error,
        group,
        state: GroupState::Dead.name().into(),
        generation: Generation::NONE,
        protocol_type: Text::default(),
        protocol: Text::default(),
        members: Vec::new(),
    }
}
