//! DescribeGroups, ListGroups, DeleteGroups: groups as administrators see them.

use super::context::Context;
use super::group::{Group, GroupState, Member};
use super::group_coordinator::GroupCoordinator;
use super::output::CoordinatorOutput;
use crate::base::{Generation, Instant, Text};
use crate::protocol::{
    Assignment, DeleteGroupsRequest, DeleteGroupsResponse, DescribeGroupsRequest, DescribeGroupsResponse,
    DescribedGroup, ErrorCode, ListGroupsResponse,
};
use std::sync::Arc;

impl GroupCoordinator {
    pub(super) fn describe(&self, request: DescribeGroupsRequest) -> DescribeGroupsResponse {
        let describe = |id: Text| match (self.status(&id, false), self.group(&id)) {
            (ErrorCode::None, Some(group)) => described(group),
            (ErrorCode::None, None) => unknown(id, ErrorCode::GroupIdNotFound),
            (error, _) => unknown(id, error),
        };
        DescribeGroupsResponse { groups: request.groups.into_iter().map(describe).collect() }
    }

    pub(super) fn list(&self) -> ListGroupsResponse {
        let listed = |group: &Group| (group.id.clone(), Text::from(group.state.name()));
        ListGroupsResponse { error: ErrorCode::None, groups: self.groups().map(listed).collect() }
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
        (member.id.clone(), member.client_id.clone(), member.instance.clone(), share)
    };
    DescribedGroup {
        error: ErrorCode::None,
        group: group.id.clone(),
        state: group.state.name().into(),
        generation: group.generation,
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
        protocol: Text::default(),
        members: Vec::new(),
    }
}
