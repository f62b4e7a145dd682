//! Each sabotage breaks the rule it names, and is off by default.

use super::*;

#[test]
fn the_generation_stands_still() {
    let mut lab = Lab::new();
    let id = lab.stable_alone();
    lab.coordinator.set_sabotage(CoordinatorSabotage::GenerationStandsStill);
    let number = lab.join(join_request(&id));
    assert_eq!(lab.joined(number).unwrap().generation, Generation(1));
}

#[test]
fn two_owners() {
    let mut lab = Lab::new();
    let (leader, other) = lab.stable_pair();
    lab.coordinator.set_sabotage(CoordinatorSabotage::TwoOwners);
    lab.join(join_request(&leader));
    lab.join(join_request(&other));
    let shares = vec![(leader.clone(), share_of(0)), (other, share_of(1))];
    lab.sync_as(&leader, 3, shares);
    assert!(lab.group().members().all(|member| *member.assignment() == share_of(0)));
}

#[test]
fn a_stale_commit_is_taken() {
    let mut lab = Lab::new();
    lab.stable_alone();
    lab.coordinator.set_sabotage(CoordinatorSabotage::AcceptStaleCommit);
    let number = lab.commit("stranger", 0, 3);
    assert_eq!(lab.commit_error(number), Some(ErrorCode::None));
    assert_eq!(lab.committed(), 3);
}

#[test]
fn a_live_member_expires() {
    let mut lab = Lab::new();
    lab.coordinator.set_sabotage(CoordinatorSabotage::ExpireLiveMember);
    let id = lab.stable_alone();
    lab.pass(6_000);
    assert_eq!(lab.heartbeat(&id, 1), ErrorCode::None);
    lab.pass(6_000);
    assert_eq!(lab.state(), GroupState::Empty);
}

#[test]
fn an_expired_member_keeps_its_partitions() {
    let mut lab = Lab::new();
    let id = lab.stable_alone();
    lab.coordinator.set_sabotage(CoordinatorSabotage::ExpiredMemberKeepsPartitions);
    lab.pass(10_000);
    assert!(lab.has(|fact| matches!(fact, Fact::MemberLeft { member, .. } if *member == id)));
    assert!(lab.group().members().any(|member| member.id() == &id));
}
