//! Registration, heartbeats, fencing, controlled shutdown.

use super::*;
use crate::story::{Election, IsrReason};

#[test]
fn a_registration_starts_fenced_in_the_epoch_of_its_record() {
    let mut harness = Harness::with(BrokerConfig::default(), MetadataLog::default());
    let response = harness.register(1, 7);
    assert_eq!(response.epoch.0, harness.controller.log().end_offset() - 1);
    assert!(!harness.controller.image().is_unfenced(BrokerId(1)));
    // The same process asks again: the same registration.
    assert_eq!(harness.register(1, 7), response);
}

#[test]
fn a_live_registration_is_not_taken_over() {
    let mut harness = Harness::of(1);
    assert_eq!(harness.register(1, 8).error, ErrorCode::DuplicateBrokerRegistration);
    harness.silence_all_but(&[]);
    let before = harness.epoch(1);
    let response = harness.register(1, 8);
    assert_eq!(response.error, ErrorCode::None);
    assert!(response.epoch > before);
    // A fenced registration may be taken over at once.
    assert_eq!(harness.register(1, 9).error, ErrorCode::None);
}

#[test]
fn a_broker_is_unfenced_only_when_it_has_replayed_its_registration() {
    let mut harness = Harness::with(BrokerConfig::default(), MetadataLog::default());
    let epoch = harness.register(1, 7).epoch;
    let early = harness.beat(1, |request| request.metadata_offset = epoch.0 - 1);
    assert!(early.is_fenced && !early.is_caught_up);
    assert!(harness.beat(1, |request| request.want_fence = true).is_fenced);
    let ready = harness.beat(1, |request| request.metadata_offset = epoch.0);
    assert!(!ready.is_fenced && ready.is_caught_up);
    assert!(harness.facts.contains(&Fact::BrokerUnfenced { broker: BrokerId(1) }));
    let stale = harness.beat(1, |request| request.epoch = BrokerEpoch(-1));
    assert_eq!(stale.error, ErrorCode::StaleBrokerEpoch);
    let unknown = harness.beat(1, |request| request.broker = BrokerId(9));
    assert_eq!(unknown.error, ErrorCode::BrokerIdNotRegistered);
}

#[test]
fn a_silent_broker_is_fenced_and_its_partitions_find_another_leader() {
    let mut harness = Harness::of(3);
    let partition = harness.topic(&[&[1, 2, 3]]);
    harness.silence_all_but(&[2, 3]);
    assert!(harness.facts.contains(&Fact::BrokerFenced { broker: BrokerId(1), silent_ms: Some(9_000) }));
    assert_eq!(harness.brief(partition), (2, 1, vec![2, 3]));
    assert!(harness.facts.contains(&Fact::LeaderChanged {
        partition,
        from: BrokerId(1),
        to: BrokerId(2),
        epoch: LeaderEpoch(1),
        election: Election::Clean,
        isr: ids(&[2, 3]),
    }));
    assert!(harness.facts.contains(&Fact::IsrChanged {
        partition,
        from: ids(&[1, 2, 3]),
        to: ids(&[2, 3]),
        reason: IsrReason::Fenced,
    }));
}

#[test]
fn the_last_in_sync_replica_is_kept_and_leads_again() {
    let mut harness = Harness::of(2);
    let partition = harness.topic(&[&[1, 2]]);
    harness.silence_all_but(&[1]);
    assert_eq!(harness.brief(partition), (1, 0, vec![1]));
    harness.join(2);
    harness.silence_all_but(&[2]);
    assert_eq!(harness.brief(partition), (-1, 1, vec![1]));
    assert!(!harness.state(partition).recovering);
    harness.join(1);
    assert_eq!(harness.brief(partition), (1, 2, vec![1]));
}

#[test]
fn an_unclean_election_needs_the_topics_leave() {
    for by_topic in [true, false] {
        let mut harness = Harness::of(2);
        let partition = harness.topic(&[&[1, 2]]);
        let resource =
            if by_topic { ConfigResource::Topic("t".into()) } else { ConfigResource::Broker(None) };
        let done = harness.set(resource, "unclean.leader.election.enable", Some("true"));
        assert_eq!(done, ErrorCode::None);
        assert_eq!(harness.propose(1, partition, &[1], |_| {}).error, ErrorCode::None);
        harness.silence_all_but(&[2]);
        assert_eq!(harness.brief(partition), (2, 1, vec![2]));
        assert!(harness.state(partition).recovering);
        let is_unclean =
            |fact: &Fact| matches!(fact, Fact::LeaderChanged { election: Election::Unclean, .. });
        assert!(harness.facts.iter().any(is_unclean));
    }
}

#[test]
fn a_clean_stop_hands_leadership_over_first() {
    let mut harness = Harness::of(2);
    let partition = harness.topic(&[&[1, 2]]);
    harness.beat(2, |_| {});
    let asked = harness.beat(1, |request| request.want_shutdown = true);
    assert!(!asked.should_shutdown && !asked.is_fenced);
    assert_eq!(harness.brief(partition), (2, 1, vec![2]));
    assert!(harness.facts.contains(&Fact::ShutdownRequested { broker: BrokerId(1) }));
    // Broker 2 has not replayed the hand-over yet.
    assert!(!harness.beat(1, |request| request.want_shutdown = true).should_shutdown);
    harness.beat(2, |_| {});
    let told = harness.beat(1, |request| request.want_shutdown = true);
    assert!(told.should_shutdown && told.is_fenced);
    assert!(harness.facts.contains(&Fact::BrokerFenced { broker: BrokerId(1), silent_ms: None }));
    // A broker that leads nothing may go at once.
    let mut harness = Harness::of(2);
    harness.topic(&[&[1, 2]]);
    assert!(harness.beat(2, |request| request.want_shutdown = true).should_shutdown);
}

#[test]
fn registration_sabotage_bites() {
    let mut harness = Harness::of(2);
    let partition = harness.topic(&[&[1, 2]]);
    harness.controller.set_sabotage(ControllerSabotage::KeepFencedLeader);
    harness.silence_all_but(&[2]);
    assert_eq!(harness.brief(partition).0, 1);
    let before = harness.epoch(1);
    harness.controller.set_sabotage(ControllerSabotage::ReuseBrokerEpoch);
    assert_eq!(harness.register(1, 8).epoch, before);
}
