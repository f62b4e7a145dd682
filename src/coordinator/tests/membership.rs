//! Ids, sessions, the group's size, and what administrators see and do.

use super::*;
use crate::protocol::{
    DeleteGroupsRequest, DescribeGroupsRequest, DescribedMember, ListGroupsRequest, ListedGroup,
    OffsetDeleteRequest,
};

#[test]
fn a_member_id_is_the_client_id_and_a_uuid() {
    let mut lab = Lab::new();
    let id = lab.member_id();
    assert!(id.starts_with("c-") && id.len() == 2 + 36, "{id}");
}

#[test]
fn heartbeats_keep_a_session_alive_with_one_timer() {
    let mut lab = Lab::new();
    let id = lab.stable_alone();
    for _ in 0..20 {
        lab.pass(3_000);
        assert_eq!(lab.heartbeat(&id, 1), ErrorCode::None);
    }
    let sessions = lab.timers.iter().filter(|(at, timer)| {
        matches!(timer, CoordinatorTimer::Session { .. }) && *at < lab.now + Duration::from_secs(11)
    });
    assert_eq!(sessions.count(), 1);
    lab.pass(9_999);
    assert_eq!(lab.state(), GroupState::Stable);
    lab.pass(1);
    assert_eq!(lab.state(), GroupState::Empty);
    assert_eq!(lab.heartbeat(&id, 1), ErrorCode::UnknownMemberId);
}

#[test]
fn commits_are_signs_of_life_too() {
    let mut lab = Lab::new();
    let id = lab.stable_alone();
    for offset in 0..5 {
        lab.pass(9_000);
        let number = lab.commit(&id, 1, offset);
        assert_eq!(lab.commit_error(number), Some(ErrorCode::None));
    }
    assert_eq!(lab.state(), GroupState::Stable);
}

#[test]
fn a_new_member_may_stay_parked_for_five_minutes() {
    let mut lab = Lab::new();
    let join = |id: &str| JoinGroupRequest { rebalance_timeout_ms: 600_000, ..join_request(id) };
    let first = lab.member_id();
    lab.join(join(&first));
    lab.pass(0);
    lab.sync_as(&first, 1, vec![(first.clone(), share_of(0))]);
    let second = lab.member_id();
    let number = lab.join(join(&second));
    // The first lives but does not rejoin.
    for _ in 0..59 {
        lab.pass(5_000);
        assert_eq!(lab.heartbeat(&first, 1), ErrorCode::RebalanceInProgress);
    }
    assert!(lab.joined(number).is_none());
    lab.pass(5_000);
    assert_eq!(lab.joined(number).unwrap().error, ErrorCode::UnknownMemberId);
}

#[test]
fn a_full_group_refuses() {
    let mut lab = Lab::with(&[("group.max.size", "1")]);
    lab.stable_alone();
    let number = lab.join(join_request(""));
    assert_eq!(lab.joined(number).unwrap().error, ErrorCode::GroupMaxSizeReached);
}

#[test]
fn a_pending_member_can_leave() {
    let mut lab = Lab::new();
    let id = lab.member_id();
    assert_eq!(lab.leave(&id, None), ErrorCode::None);
    let number = lab.join(join_request(&id));
    assert_eq!(lab.joined(number).unwrap().error, ErrorCode::UnknownMemberId);
    assert_eq!(lab.leave("stranger", None), ErrorCode::UnknownMemberId);
}

#[test]
fn groups_are_described_and_listed() {
    let mut lab = Lab::new();
    let id = lab.stable_alone();
    let groups = vec![GROUP.into(), "nobody".into()];
    let number = lab.ask("a", Request::DescribeGroups(DescribeGroupsRequest { groups }));
    let Some(Response::DescribeGroups(response)) = lab.answers.remove(&number) else { panic!() };
    let [here, gone] = &response.groups[..] else { panic!() };
    assert_eq!((here.state.as_ref(), here.protocol.as_ref()), ("Stable", "range"));
    let member = DescribedMember {
        member: id,
        instance: None,
        client_id: "c".into(),
        host: "/127.0.0.1".into(),
        assignment: share_of(0),
    };
    assert_eq!((&*here.protocol_type, &here.members[..]), ("consumer", &[member][..]));
    assert_eq!((gone.state.as_ref(), gone.error), ("Dead", ErrorCode::GroupIdNotFound));
    let mut list = |state: &str, group_type: &str| {
        let request = ListGroupsRequest { states: vec![state.into()], types: vec![group_type.into()] };
        let number = lab.ask("a", Request::ListGroups(request));
        let Some(Response::ListGroups(response)) = lab.answers.remove(&number) else { panic!() };
        response.groups
    };
    let listed = ListedGroup {
        group: GROUP.into(),
        protocol_type: "consumer".into(),
        state: "Stable".into(),
        group_type: "classic".into(),
    };
    assert_eq!(list("stable", "Classic"), [listed]);
    assert_eq!((list("Empty", "classic"), list("Stable", "consumer")), (Vec::new(), Vec::new()));
}

#[test]
fn offsets_of_a_topic_still_read_are_not_forgotten() {
    let mut lab = Lab::new();
    let id = lab.stable_alone();
    let number = lab.commit(&id, 1, 5);
    assert_eq!(lab.commit_error(number), Some(ErrorCode::None));
    let topic = share_of(0).partitions[0].0.clone();
    let forget = |lab: &mut Lab, group: &str| {
        let partitions = vec![(topic.clone(), 0), (topic.clone(), 77)];
        let request = OffsetDeleteRequest { group: group.into(), partitions };
        let number = lab.ask("a", Request::OffsetDelete(request));
        let Some(Response::OffsetDelete(response)) = lab.answers.remove(&number) else { panic!() };
        (response.error, response.partitions.first().map(|answer| answer.2))
    };
    assert_eq!(forget(&mut lab, "nobody"), (ErrorCode::GroupIdNotFound, None));
    assert_eq!(forget(&mut lab, GROUP), (ErrorCode::None, Some(ErrorCode::GroupSubscribedToTopic)));
    lab.leave(&id, None);
    assert!(lab.coordinator.group(GROUP).unwrap().committed(&topic, 0).is_some());
    assert_eq!(forget(&mut lab, GROUP), (ErrorCode::None, Some(ErrorCode::None)));
    assert!(lab.coordinator.group(GROUP).unwrap().committed(&topic, 0).is_none());
}

#[test]
fn only_an_empty_group_can_be_deleted() {
    let mut lab = Lab::new();
    let id = lab.stable_alone();
    let number = lab.commit(&id, 1, 5);
    assert_eq!(lab.commit_error(number), Some(ErrorCode::None));
    let delete = |lab: &mut Lab| {
        let groups = vec![GROUP.into()];
        let number = lab.ask("a", Request::DeleteGroups(DeleteGroupsRequest { groups }));
        let Some(Response::DeleteGroups(response)) = lab.answers.remove(&number) else { panic!() };
        response.groups[0].1
    };
    assert_eq!(delete(&mut lab), ErrorCode::NonEmptyGroup);
    lab.leave(&id, None);
    assert_eq!(delete(&mut lab), ErrorCode::None);
    assert_eq!(delete(&mut lab), ErrorCode::GroupIdNotFound);
    assert!(lab.facts.contains(&Fact::GroupDeleted { group: GROUP.into() }));
    // The tombstones say so for ever.
    lab.load();
    assert!(lab.coordinator.groups().next().is_none());
}
