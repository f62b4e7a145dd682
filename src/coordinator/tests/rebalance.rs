//! What makes a group rebalance, and how a rebalance ends.

use super::*;
use crate::story::{LeaveReason, RebalanceReason};

fn started(lab: &Lab, wanted: RebalanceReason) -> bool {
    lab.has(|fact| matches!(fact, Fact::RebalanceStarted { reason, .. } if *reason == wanted))
}

#[test]
fn a_new_member_makes_the_others_rejoin() {
    let mut lab = Lab::new();
    let (leader, other) = lab.stable_pair();
    assert_eq!((lab.generation(), lab.state()), (2, GroupState::Stable));
    assert!(started(&lab, RebalanceReason::MemberJoined));
    let stable = Fact::GroupStable {
        group: GROUP.into(),
        generation: Generation(2),
        assignment: {
            let mut all = vec![
                (leader, "c".into(), share_of(0).partitions),
                (other, "c".into(), share_of(1).partitions),
            ];
            all.sort();
            all
        },
    };
    assert!(lab.facts.contains(&stable));
}

#[test]
fn the_first_rebalance_waits_and_each_newcomer_prolongs_it() {
    let mut lab = Lab::with(&[("group.initial.rebalance.delay.ms", "3000")]);
    let first = lab.member_id();
    let one = lab.join(join_request(&first));
    lab.pass(2_000);
    let second = lab.member_id();
    let two = lab.join(join_request(&second));
    lab.pass(1_000);
    // 3 s are over, but somebody came: 3 s more.
    assert!(lab.joined(one).is_none());
    lab.pass(2_999);
    assert!(!lab.answers.contains_key(&one));
    lab.pass(1);
    let response = lab.joined(one).unwrap();
    assert_eq!((response.generation, response.leader), (Generation(1), first));
    assert_eq!(lab.joined(two).unwrap().generation, Generation(1));
}

#[test]
fn the_first_wait_ends_at_the_rebalance_timeout_at_the_latest() {
    let mut lab = Lab::with(&[("group.initial.rebalance.delay.ms", "3000")]);
    let join = |id: &str| JoinGroupRequest { rebalance_timeout_ms: 4_000, ..join_request(id) };
    let first = lab.member_id();
    let one = lab.join(join(&first));
    lab.pass(1_000);
    let second = lab.member_id();
    lab.join(join(&second));
    lab.pass(2_999);
    assert!(!lab.answers.contains_key(&one));
    lab.pass(1);
    assert!(lab.joined(one).is_some());
}

#[test]
fn the_leader_rejoining_rebalances_and_a_follower_does_not() {
    let mut lab = Lab::new();
    let (leader, other) = lab.stable_pair();
    let number = lab.join(join_request(&other));
    assert_eq!(lab.joined(number).unwrap().generation, Generation(2));
    assert_eq!(lab.state(), GroupState::Stable);
    lab.join(join_request(&leader));
    assert_eq!(lab.state(), GroupState::PreparingRebalance);
    assert!(started(&lab, RebalanceReason::LeaderRejoined));
}

#[test]
fn another_subscription_rebalances() {
    let mut lab = Lab::new();
    let (_, other) = lab.stable_pair();
    let protocols = vec![("range".into(), subscription(&["t", "u"]))];
    lab.join(JoinGroupRequest { protocols, ..join_request(&other) });
    assert_eq!(lab.state(), GroupState::PreparingRebalance);
    assert!(started(&lab, RebalanceReason::SubscriptionChanged));
}

#[test]
fn a_member_that_leaves_or_falls_silent_rebalances() {
    let mut lab = Lab::new();
    let (leader, other) = lab.stable_pair();
    assert_eq!(lab.leave(&other, None), ErrorCode::None);
    assert!(started(&lab, RebalanceReason::MemberLeft));
    assert_eq!(lab.heartbeat(&leader, 2), ErrorCode::RebalanceInProgress);
    let number = lab.join(join_request(&leader));
    assert_eq!(lab.joined(number).unwrap().generation, Generation(3));
    lab.sync_as(&leader, 3, vec![(leader.clone(), share_of(0))]);
    lab.pass(10_000);
    assert_eq!((lab.state(), lab.generation()), (GroupState::Empty, 4));
    let gone = |fact: &Fact| matches!(fact, Fact::MemberLeft { reason: LeaveReason::SessionExpired, .. });
    assert!(lab.has(gone));
    assert!(lab.facts.contains(&Fact::GroupEmpty { group: GROUP.into(), generation: Generation(4) }));
}

#[test]
fn whoever_does_not_rejoin_in_time_is_out_and_leadership_passes() {
    let mut lab = Lab::new();
    let (leader, other) = lab.stable_pair();
    let protocols = vec![("range".into(), subscription(&["u"]))];
    let number = lab.join(JoinGroupRequest { protocols, ..join_request(&other) });
    // The leader stays alive but never rejoins.
    for _ in 0..12 {
        assert!(lab.joined(number).is_none());
        assert_eq!(lab.heartbeat(&leader, 2), ErrorCode::RebalanceInProgress);
        lab.pass(5_000);
    }
    let response = lab.joined(number).unwrap();
    assert_eq!((response.leader, response.members.len()), (other, 1));
    assert!(lab.has(|fact| matches!(fact, Fact::MemberLeft { reason: LeaveReason::RebalanceTimeout, .. })));
    assert_eq!(lab.heartbeat(&leader, 2), ErrorCode::UnknownMemberId);
}

#[test]
fn whoever_does_not_sync_in_time_is_out() {
    let mut lab = Lab::new();
    let (leader, other) = lab.stable_pair();
    let mine = lab.join(join_request(&leader));
    lab.join(join_request(&other));
    assert_eq!(lab.joined(mine).unwrap().generation, Generation(3));
    let number = lab.sync_as(&other, 3, Vec::new());
    // The leader beats but never syncs.
    for _ in 0..12 {
        assert!(lab.synced(number).is_none());
        assert_eq!(lab.heartbeat(&leader, 3), ErrorCode::None);
        lab.pass(5_000);
    }
    assert_eq!(lab.synced(number).unwrap().error, ErrorCode::RebalanceInProgress);
    assert!(lab.has(|fact| matches!(fact, Fact::MemberLeft { reason: LeaveReason::SyncTimeout, .. })));
}

#[test]
fn a_join_while_the_assignment_is_awaited_starts_over() {
    let mut lab = Lab::new();
    let (leader, other) = lab.stable_pair();
    let mine = lab.join(join_request(&leader));
    lab.join(join_request(&other));
    lab.joined(mine);
    let parked = lab.sync_as(&other, 3, Vec::new());
    let third = lab.member_id();
    lab.join(join_request(&third));
    assert_eq!(lab.synced(parked).unwrap().error, ErrorCode::RebalanceInProgress);
    assert_eq!(lab.state(), GroupState::PreparingRebalance);
}

#[test]
fn an_assignment_that_cannot_be_stored_starts_over() {
    let mut lab = Lab::new();
    let id = lab.member_id();
    lab.join(join_request(&id));
    lab.pass(0);
    lab.replicates = false;
    let number = lab.sync_as(&id, 1, vec![(id.clone(), share_of(0))]);
    assert!(lab.synced(number).is_none());
    lab.replicate(Err(ErrorCode::NotEnoughReplicas));
    assert_eq!(lab.synced(number).unwrap().error, ErrorCode::CoordinatorNotAvailable);
    assert_eq!(lab.state(), GroupState::PreparingRebalance);
}

#[test]
fn a_pending_member_holds_the_rebalance_up() {
    let mut lab = Lab::new();
    let leader = lab.stable_alone();
    let other = lab.member_id();
    let _lost = lab.member_id();
    lab.join(join_request(&other));
    let number = lab.join(join_request(&leader));
    assert!(lab.joined(number).is_none());
    // Its id was never used: its session ends the wait.
    lab.pass(10_000);
    assert_eq!(lab.joined(number).unwrap().members.len(), 2);
}

#[test]
fn the_protocol_with_most_votes_wins() {
    let mut lab = Lab::with(&[("group.initial.rebalance.delay.ms", "1000")]);
    let with = |id: &str, names: &[&str]| {
        let protocols = names.iter().map(|name| (Text::from(*name), subscription(&["t"]))).collect();
        JoinGroupRequest { protocols, ..join_request(id) }
    };
    let mut last = 0;
    for names in [["range", "sticky"], ["sticky", "range"], ["sticky", "range"]] {
        let id = lab.member_id();
        last = lab.join(with(&id, &names));
    }
    lab.pass(5_000);
    assert_eq!(lab.joined(last).unwrap().protocol, Some("sticky".into()));
}

#[test]
fn only_common_protocols_are_voted_for() {
    let mut lab = Lab::with(&[("group.initial.rebalance.delay.ms", "1000")]);
    let mut last = 0;
    for names in [vec!["sticky", "range"], vec!["range"]] {
        let id = lab.member_id();
        let protocols = names.iter().map(|name| (Text::from(*name), subscription(&["t"]))).collect();
        last = lab.join(JoinGroupRequest { protocols, ..join_request(&id) });
    }
    lab.pass(5_000);
    assert_eq!(lab.joined(last).unwrap().protocol, Some("range".into()));
}
