//! Static members (KIP-345).

use super::*;
use crate::story::LeaveReason;

fn static_join(instance: &str, member: &str) -> JoinGroupRequest {
    JoinGroupRequest { instance: Some(instance.into()), ..join_request(member) }
}

/// Two static members, stable in generation 1.
fn stable_pair(lab: &mut Lab) -> (Text, Text) {
    let one = lab.join(static_join("i1", ""));
    let two = lab.join(static_join("i2", ""));
    lab.pass(0);
    let leader = lab.joined(one).unwrap();
    assert_eq!((leader.leader.clone(), leader.members.len()), (leader.member.clone(), 2));
    let other = lab.joined(two).unwrap().member;
    lab.sync_as(&other, 1, Vec::new());
    let shares = vec![(leader.member.clone(), share_of(0)), (other.clone(), share_of(1))];
    lab.sync_as(&leader.member, 1, shares);
    lab.answers.clear();
    assert_eq!(lab.state(), GroupState::Stable);
    (leader.member, other)
}

#[test]
fn a_static_member_needs_no_second_join() {
    let mut lab = Lab::new();
    let number = lab.join(static_join("i1", ""));
    lab.pass(0);
    let response = lab.joined(number).unwrap();
    assert!(response.member.starts_with("i1-"));
    assert_eq!((response.error, response.generation), (ErrorCode::None, Generation(1)));
}

#[test]
fn it_comes_back_without_a_rebalance_and_the_old_id_is_fenced() {
    let mut lab = Lab::new();
    let (_, old) = stable_pair(&mut lab);
    let number = lab.join(static_join("i2", ""));
    let response = lab.joined(number).unwrap();
    assert_eq!((response.error, response.generation), (ErrorCode::None, Generation(1)));
    assert!(!response.skip_assignment);
    assert_eq!(lab.state(), GroupState::Stable);
    assert_ne!(response.member, old);
    let number = lab.sync_as(&response.member, 1, Vec::new());
    assert_eq!(lab.synced(number).unwrap().assignment, share_of(1));
    assert_eq!(lab.heartbeat_with(&old, 1, Some("i2")), ErrorCode::FencedInstanceId);
    assert_eq!(lab.heartbeat(&old, 1), ErrorCode::UnknownMemberId);
    assert_eq!(lab.heartbeat_with(&response.member, 1, Some("i2")), ErrorCode::None);
    assert_eq!(lab.heartbeat_with(&response.member, 1, Some("i3")), ErrorCode::UnknownMemberId);
    assert!(lab.has(|fact| matches!(fact, Fact::MemberLeft { reason: LeaveReason::Replaced, .. })));
    let number = lab.join(static_join("i2", &old));
    assert_eq!(lab.joined(number).unwrap().error, ErrorCode::FencedInstanceId);
}

#[test]
fn the_leader_comes_back_as_leader_and_skips_the_assignment() {
    let mut lab = Lab::new();
    stable_pair(&mut lab);
    let number = lab.join(static_join("i1", ""));
    let response = lab.joined(number).unwrap();
    assert_eq!(response.leader, response.member);
    assert!(response.skip_assignment);
    assert_eq!(response.members.len(), 2);
}

#[test]
fn coming_back_with_other_topics_rebalances() {
    let mut lab = Lab::new();
    stable_pair(&mut lab);
    let protocols = vec![("range".into(), subscription(&["u"]))];
    lab.join(JoinGroupRequest { protocols, ..static_join("i2", "") });
    assert_eq!(lab.state(), GroupState::PreparingRebalance);
}

#[test]
fn an_absent_static_member_is_kept_until_its_session_ends() {
    let mut lab = Lab::new();
    let (leader, absent) = stable_pair(&mut lab);
    let join = JoinGroupRequest { rebalance_timeout_ms: 8_000, ..static_join("i1", &leader) };
    // Twice: the first rebalance still has the other's timeout of 60 s.
    let number = lab.join(join);
    for _ in 0..2 {
        lab.pass(4_000);
        assert_eq!(lab.heartbeat_with(&absent, 1, Some("i2")), ErrorCode::RebalanceInProgress);
    }
    assert!(lab.joined(number).is_none());
    lab.pass(10_000);
    assert_eq!(lab.joined(number).unwrap().members.len(), 1);
    assert!(lab.has(|fact| matches!(fact, Fact::MemberLeft { reason: LeaveReason::SessionExpired, .. })));
}

#[test]
fn a_parked_join_of_the_old_id_is_fenced() {
    let mut lab = Lab::with(&[("group.initial.rebalance.delay.ms", "3000")]);
    let old = lab.join(static_join("i1", ""));
    let new = lab.join(static_join("i1", ""));
    assert_eq!(lab.joined(old).unwrap().error, ErrorCode::FencedInstanceId);
    lab.pass(6_000);
    assert_eq!(lab.joined(new).unwrap().error, ErrorCode::None);
}

#[test]
fn an_administrator_removes_a_static_member_by_its_instance() {
    let mut lab = Lab::new();
    stable_pair(&mut lab);
    assert_eq!(lab.leave("", Some("i2")), ErrorCode::None);
    assert_eq!(lab.group().members().count(), 1);
    assert_eq!(lab.leave("", Some("i9")), ErrorCode::UnknownMemberId);
}
