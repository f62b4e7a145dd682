//! The response table, state by state, and the order of the checks.

use super::*;

#[test]
fn a_request_for_a_partition_of_another_broker_is_not_ours() {
    let mut lab = Lab::new();
    let now = lab.now;
    lab.with_output(|coordinator, out| coordinator.unload(now, 0, out));
    assert_eq!(lab.heartbeat("m", 1), ErrorCode::NotCoordinator);
    let number = lab.join(join_request(""));
    assert_eq!(lab.joined(number).unwrap().error, ErrorCode::NotCoordinator);
    let number = lab.sync_as("m", 1, Vec::new());
    assert_eq!(lab.synced(number).unwrap().error, ErrorCode::NotCoordinator);
    let number = lab.commit("m", 1, 5);
    assert_eq!(lab.commit_error(number), Some(ErrorCode::NotCoordinator));
    assert_eq!(lab.leave("m", None), ErrorCode::NotCoordinator);
}

#[test]
fn an_unknown_group_knows_no_member() {
    let mut lab = Lab::new();
    assert_eq!(lab.heartbeat("m", 1), ErrorCode::UnknownMemberId);
    let number = lab.sync_as("m", 1, Vec::new());
    assert_eq!(lab.synced(number).unwrap().error, ErrorCode::UnknownMemberId);
    let number = lab.join(join_request("m"));
    assert_eq!(lab.joined(number).unwrap().error, ErrorCode::UnknownMemberId);
    let number = lab.commit("m", 1, 5);
    assert_eq!(lab.commit_error(number), Some(ErrorCode::IllegalGeneration));
    assert!(lab.coordinator.groups().next().is_none());
}

#[test]
fn a_group_needs_a_name_and_a_session_within_bounds() {
    let mut lab = Lab::new();
    let number = lab.join(JoinGroupRequest { group: "".into(), ..join_request("") });
    assert_eq!(lab.joined(number).unwrap().error, ErrorCode::InvalidGroupId);
    for session_timeout_ms in [5_999, 1_800_001] {
        let number = lab.join(JoinGroupRequest { session_timeout_ms, ..join_request("") });
        assert_eq!(lab.joined(number).unwrap().error, ErrorCode::InvalidSessionTimeout);
    }
}

#[test]
fn empty() {
    let mut lab = Lab::new();
    let id = lab.stable_alone();
    assert_eq!(lab.leave(&id, None), ErrorCode::None);
    assert_eq!(lab.state(), GroupState::Empty);
    assert_eq!(lab.heartbeat(&id, 2), ErrorCode::UnknownMemberId);
    let number = lab.sync_as(&id, 2, Vec::new());
    assert_eq!(lab.synced(number).unwrap().error, ErrorCode::UnknownMemberId);
    let number = lab.commit("", -1, 5);
    assert_eq!(lab.commit_error(number), Some(ErrorCode::None));
}

#[test]
fn preparing_rebalance() {
    let mut lab = Lab::new();
    let id = lab.stable_alone();
    let other = lab.member_id();
    lab.join(join_request(&other));
    assert_eq!(lab.state(), GroupState::PreparingRebalance);
    assert_eq!(lab.heartbeat(&id, 1), ErrorCode::RebalanceInProgress);
    let number = lab.sync_as(&id, 1, Vec::new());
    assert_eq!(lab.synced(number).unwrap().error, ErrorCode::RebalanceInProgress);
    let number = lab.commit(&id, 1, 5);
    assert_eq!(lab.commit_error(number), Some(ErrorCode::None));
    let number = lab.commit("", -1, 5);
    assert_eq!(lab.commit_error(number), Some(ErrorCode::UnknownMemberId));
}

#[test]
fn completing_rebalance() {
    let mut lab = Lab::new();
    let id = lab.member_id();
    let number = lab.join(join_request(&id));
    lab.pass(0);
    assert!(lab.joined(number).is_some());
    assert_eq!(lab.state(), GroupState::CompletingRebalance);
    assert_eq!(lab.heartbeat(&id, 1), ErrorCode::None);
    let number = lab.commit(&id, 1, 5);
    assert_eq!(lab.commit_error(number), Some(ErrorCode::RebalanceInProgress));
    let number = lab.commit("", -1, 5);
    assert_eq!(lab.commit_error(number), Some(ErrorCode::UnknownMemberId));
    // The lost answer is given once more, without another rebalance.
    let number = lab.join(join_request(&id));
    let response = lab.joined(number).unwrap();
    assert_eq!((response.generation, response.members.len()), (Generation(1), 1));
}

#[test]
fn stable() {
    let mut lab = Lab::new();
    let id = lab.stable_alone();
    assert_eq!(lab.heartbeat(&id, 1), ErrorCode::None);
    let number = lab.sync_as(&id, 1, Vec::new());
    assert_eq!(lab.synced(number).unwrap().assignment, share_of(0));
    let number = lab.commit(&id, 1, 5);
    assert_eq!(lab.commit_error(number), Some(ErrorCode::None));
    let number = lab.commit("", -1, 5);
    assert_eq!(lab.commit_error(number), Some(ErrorCode::UnknownMemberId));
    assert_eq!(lab.committed(), 5);
}

#[test]
fn an_old_generation_is_refused() {
    let mut lab = Lab::new();
    let (leader, _) = lab.stable_pair();
    assert_eq!(lab.heartbeat(&leader, 1), ErrorCode::IllegalGeneration);
    let number = lab.sync_as(&leader, 1, Vec::new());
    assert_eq!(lab.synced(number).unwrap().error, ErrorCode::IllegalGeneration);
    let number = lab.commit(&leader, 1, 5);
    assert_eq!(lab.commit_error(number), Some(ErrorCode::IllegalGeneration));
    assert_eq!(lab.committed(), -1);
    assert!(lab.has(|fact| matches!(fact, Fact::CommitRejected { error: ErrorCode::IllegalGeneration, .. })));
}

#[test]
fn protocols_must_agree() {
    let mut lab = Lab::new();
    let number = lab.join(JoinGroupRequest { protocols: Vec::new(), ..join_request("") });
    assert_eq!(lab.joined(number).unwrap().error, ErrorCode::InconsistentGroupProtocol);
    lab.stable_alone();
    let protocols = vec![("sticky".into(), subscription(&["t"]))];
    let number = lab.join(JoinGroupRequest { protocols, ..join_request("") });
    assert_eq!(lab.joined(number).unwrap().error, ErrorCode::InconsistentGroupProtocol);
    let number = lab.join(JoinGroupRequest { protocol_type: "connect".into(), ..join_request("") });
    assert_eq!(lab.joined(number).unwrap().error, ErrorCode::InconsistentGroupProtocol);
}

#[test]
fn a_dead_group_has_no_coordinator() {
    let mut lab = Lab::new();
    let id = lab.stable_alone();
    let dead = lab.coordinator.groups.get_mut(GROUP).unwrap();
    std::sync::Arc::make_mut(dead).state = GroupState::Dead;
    assert_eq!(lab.heartbeat(&id, 1), ErrorCode::CoordinatorNotAvailable);
    assert_eq!(lab.leave(&id, None), ErrorCode::CoordinatorNotAvailable);
    let number = lab.sync_as(&id, 1, Vec::new());
    assert_eq!(lab.synced(number).unwrap().error, ErrorCode::CoordinatorNotAvailable);
    let number = lab.commit(&id, 1, 5);
    assert_eq!(lab.commit_error(number), Some(ErrorCode::CoordinatorNotAvailable));
    let number = lab.join(join_request(&id));
    assert_eq!(lab.joined(number).unwrap().error, ErrorCode::CoordinatorNotAvailable);
}

#[test]
fn the_partition_of_a_group_is_kafkas() {
    // "test" hashes to 3556498 in Java.
    assert_eq!(partition_for("test", 50), 48);
    // Utils.abs(Integer.MIN_VALUE) is 0.
    assert_eq!(partition_for("polygenelubricants", 50), 0);
}
