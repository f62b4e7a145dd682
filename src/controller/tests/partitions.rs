//! In-sync sets, elections on demand, rebalancing, reassignments.

use super::*;
use crate::story::{Election, IsrReason};

#[test]
fn an_in_sync_change_bumps_the_partition_epoch_only() {
    let mut harness = Harness::of(3);
    let partition = harness.topic(&[&[1, 2, 3]]);
    let altered = harness.propose(1, partition, &[1, 3], |_| {});
    assert_eq!(altered.error, ErrorCode::None);
    assert_eq!((altered.leader_epoch, altered.partition_epoch), (LeaderEpoch(0), PartitionEpoch(1)));
    assert!(matches!(harness.facts.last(), Some(Fact::IsrChanged { reason: IsrReason::Lagging, .. })));
    harness.propose(1, partition, &[1, 2, 3], |_| {});
    assert!(matches!(harness.facts.last(), Some(Fact::IsrChanged { reason: IsrReason::CaughtUp, .. })));
}

#[test]
fn wrong_in_sync_proposals_are_refused() {
    let mut harness = Harness::of(4);
    let partition = harness.topic(&[&[1, 2, 3]]);
    harness.propose(1, partition, &[1, 2], |_| {});
    let mut refuse = |from, isr: &[i32], change: &dyn Fn(&mut AlterPartition)| {
        harness.propose(from, partition, isr, change).error
    };
    assert_eq!(refuse(1, &[1], &|p| p.leader_epoch = LeaderEpoch(-1)), ErrorCode::FencedLeaderEpoch);
    assert_eq!(refuse(1, &[1], &|p| p.leader_epoch = LeaderEpoch(9)), ErrorCode::NotController);
    assert_eq!(refuse(1, &[1], &|p| p.partition_epoch = PartitionEpoch(9)), ErrorCode::NotController);
    assert_eq!(refuse(1, &[1], &|p| p.partition_epoch = PartitionEpoch(0)), ErrorCode::InvalidUpdateVersion);
    assert_eq!(refuse(2, &[1, 2], &|_| {}), ErrorCode::InvalidRequest);
    assert_eq!(refuse(1, &[2], &|_| {}), ErrorCode::InvalidRequest);
    assert_eq!(refuse(1, &[1, 1], &|_| {}), ErrorCode::InvalidRequest);
    assert_eq!(refuse(1, &[1, 4], &|_| {}), ErrorCode::InvalidRequest);
    assert_eq!(refuse(1, &[], &|_| {}), ErrorCode::InvalidRequest);
    assert_eq!(refuse(1, &[1], &|p| p.recovering = true), ErrorCode::InvalidRequest);
    let wrong_epoch = |p: &mut AlterPartition| p.isr[1].1 = BrokerEpoch(77);
    assert_eq!(refuse(1, &[1, 2], &wrong_epoch), ErrorCode::IneligibleReplica);
    let absent = TopicPartition { topic: crate::base::TopicId(99), partition: 0 };
    assert_eq!(refuse(1, &[1], &|p| p.partition = absent), ErrorCode::UnknownTopicId);
    harness.silence_all_but(&[1, 2]);
    assert_eq!(harness.propose(1, partition, &[1, 2, 3], |_| {}).error, ErrorCode::IneligibleReplica);
}

#[test]
fn a_proposal_of_an_old_registration_is_stale() {
    let mut harness = Harness::of(1);
    let request =
        AlterPartitionRequest { broker: BrokerId(1), broker_epoch: BrokerEpoch(0), partitions: Vec::new() };
    match harness.ask(1, Request::AlterPartition(request)) {
        Response::AlterPartition(response) => assert_eq!(response.error, ErrorCode::StaleBrokerEpoch),
        other => panic!("{other:?}"),
    }
}

/// A partition of replicas 1, 2 that 2 leads, both in sync, both up.
fn led_by_second() -> (Harness, TopicPartition) {
    let mut harness = Harness::of(2);
    let partition = harness.topic(&[&[1, 2]]);
    harness.silence_all_but(&[2]);
    harness.join(1);
    harness.propose(2, partition, &[1, 2], |_| {});
    assert_eq!(harness.brief(partition), (2, 1, vec![1, 2]));
    harness.facts.clear();
    (harness, partition)
}

#[test]
fn elections_on_demand() {
    let (mut harness, partition) = led_by_second();
    assert_eq!(harness.elect(ElectionType::Unclean), ErrorCode::ElectionNotNeeded);
    assert_eq!(harness.elect(ElectionType::Preferred), ErrorCode::None);
    assert_eq!(harness.brief(partition), (1, 2, vec![1, 2]));
    assert!(matches!(harness.facts.last(), Some(Fact::LeaderChanged { election: Election::Preferred, .. })));
    assert_eq!(harness.elect(ElectionType::Preferred), ErrorCode::ElectionNotNeeded);
    harness.silence_all_but(&[2]);
    assert_eq!(harness.elect(ElectionType::Preferred), ErrorCode::PreferredLeaderNotAvailable);
    harness.silence_all_but(&[]);
    assert_eq!(harness.elect(ElectionType::Unclean), ErrorCode::EligibleLeadersNotAvailable);
    harness.join(1);
    assert_eq!(harness.brief(partition), (-1, 4, vec![2]));
    assert_eq!(harness.elect(ElectionType::Unclean), ErrorCode::None);
    assert_eq!(harness.brief(partition), (1, 5, vec![1]));
}

#[test]
fn leadership_returns_to_the_preferred_replica_by_itself() {
    let config = BrokerConfig { leader_imbalance_check_interval_seconds: 30, ..BrokerConfig::default() };
    let mut harness = Harness::with(config, MetadataLog::default());
    (1..=2).for_each(|id| harness.join(id));
    let partition = harness.topic(&[&[1, 2]]);
    harness.silence_all_but(&[2]);
    harness.join(1);
    harness.propose(2, partition, &[1, 2], |_| {});
    // First look after 5 s, the next at 35 s.
    harness.silence_all_but(&[1, 2]);
    assert_eq!(harness.brief(partition).0, 2);
    harness.silence_all_but(&[1, 2]);
    assert_eq!(harness.brief(partition), (1, 2, vec![1, 2]));
}

#[test]
fn a_small_imbalance_is_let_be() {
    let (harness, _) = led_by_second();
    let mut tolerant = harness;
    Arc::make_mut(&mut tolerant.controller.config).leader_imbalance_per_broker_percentage = 100;
    assert!(tolerant.controller.view().rebalance_leaders().steps.is_empty());
}

#[test]
fn a_leaderless_partition_is_tried_again_once_its_topic_allows_it() {
    let mut harness = Harness::of(2);
    let partition = harness.topic(&[&[1, 2]]);
    harness.propose(1, partition, &[1], |_| {});
    harness.silence_all_but(&[2]);
    assert_eq!(harness.brief(partition).0, -1);
    harness.set(ConfigResource::Topic("t".into()), "unclean.leader.election.enable", Some("true"));
    assert_eq!(harness.brief(partition).0, -1);
    harness.input(Input::Timer(ControllerTimer::ElectUnclean));
    assert_eq!(harness.brief(partition), (2, 2, vec![2]));
}

#[test]
fn a_reassignment_ends_when_the_new_replicas_are_in_sync() {
    let mut harness = Harness::of(4);
    let partition = harness.topic(&[&[1, 2]]);
    assert_eq!(harness.reassign(None), ErrorCode::NoReassignmentInProgress);
    assert_eq!(harness.reassign(Some(&[9])), ErrorCode::InvalidReplicaAssignment);
    assert_eq!(harness.reassign(Some(&[])), ErrorCode::InvalidReplicaAssignment);
    assert_eq!(harness.reassign(Some(&[3, 4])), ErrorCode::None);
    let state = harness.state(partition);
    assert_eq!(
        (state.replicas, state.adding, state.removing),
        (ids(&[3, 4, 1, 2]), ids(&[3, 4]), ids(&[1, 2]))
    );
    assert_eq!(harness.propose(1, partition, &[1, 2, 3], |_| {}).error, ErrorCode::None);
    // The change that completes it takes the leadership away from the asker.
    let last = harness.propose(1, partition, &[1, 2, 3, 4], |_| {});
    assert_eq!(last.error, ErrorCode::NewLeaderElected);
    let state = harness.state(partition);
    assert_eq!((state.replicas, state.adding, state.removing), (ids(&[3, 4]), ids(&[]), ids(&[])));
    assert_eq!(harness.brief(partition), (3, 1, vec![3, 4]));
    assert_eq!(
        harness.facts.last(),
        Some(&Fact::ReassignmentCompleted { partition, replicas: ids(&[3, 4]) })
    );
}

#[test]
fn a_reassignment_can_be_called_off() {
    let mut harness = Harness::of(3);
    let partition = harness.topic(&[&[1, 2]]);
    harness.reassign(Some(&[1, 3]));
    let moving = |harness: &mut Harness, partitions| {
        let request = ListPartitionReassignmentsRequest { partitions };
        match harness.ask(1, Request::ListPartitionReassignments(request)) {
            Response::ListPartitionReassignments(response) => response.partitions,
            other => panic!("{other:?}"),
        }
    };
    let all = moving(&mut harness, None);
    assert_eq!((&all[0].adding, &all[0].removing, all.len()), (&ids(&[3]), &ids(&[2]), 1));
    let here = Some(vec![(all[0].topic.clone(), 0)]);
    assert_eq!(moving(&mut harness, here), all);
    assert_eq!(moving(&mut harness, Some(vec![("elsewhere".into(), 0)])), []);
    assert_eq!(harness.reassign(None), ErrorCode::None);
    assert_eq!(moving(&mut harness, None), []);
    let state = harness.state(partition);
    assert_eq!((state.replicas, state.isr, state.leader), (ids(&[1, 2]), ids(&[1, 2]), BrokerId(1)));
    assert!(state.adding.is_empty() && state.removing.is_empty());
}

#[test]
fn partition_sabotage_bites() {
    let broken = |sabotage| {
        let mut harness = Harness::of(3);
        let partition = harness.topic(&[&[1, 2, 3]]);
        harness.propose(1, partition, &[1, 2], |_| {});
        harness.controller.set_sabotage(sabotage);
        harness.silence_all_but(&[2, 3]);
        (harness.brief(partition), harness, partition)
    };
    assert_eq!(broken(ControllerSabotage::None).0, (2, 1, vec![2]));
    assert_eq!(broken(ControllerSabotage::SkipLeaderEpochBump).0, (2, 0, vec![2]));
    assert_eq!(broken(ControllerSabotage::LowerLeaderEpoch).0, (2, -1, vec![2]));
    assert_eq!(broken(ControllerSabotage::ElectOutsideIsrSilently).0, (3, 1, vec![3]));
    assert_eq!(broken(ControllerSabotage::IsrOutsideReplicas).0, (2, 1, vec![2, 4]));
    let (_, mut harness, partition) = broken(ControllerSabotage::AcceptStaleAlterPartition);
    let stale = harness.propose(2, partition, &[2, 3], |p| p.partition_epoch = PartitionEpoch(0));
    assert_eq!(stale.error, ErrorCode::None);
    let mut harness = Harness::of(3);
    let partition = harness.topic(&[&[1, 2, 3]]);
    harness.controller.set_sabotage(ControllerSabotage::LeaderOutsideIsr);
    harness.silence_all_but(&[2, 3]);
    assert_eq!(harness.brief(partition), (2, 1, vec![3]));
}
