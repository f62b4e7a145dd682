//! The rules of replication, one test each, on a tiny cluster.

use super::harness::{CLIENT, Cluster, PARTITION, TOPIC, batch, id, ids};
use super::{BrokerSabotage, BrokerState};
use crate::base::{Address, LeaderEpoch, Offset, ProducerId, TopicPartition};
use crate::protocol::*;
use crate::sim::Halt;
use crate::story::{Ending, Fact};

const ACKS: (Acks, u32) = (Acks::All, 30_000);

fn three() -> Cluster {
    let mut cluster = Cluster::new(3, &[]);
    cluster.create(TOPIC, "orders", &[&[1, 2, 3]]);
    cluster.run_ms(600);
    cluster
}

#[test]
fn a_broker_is_ready_within_a_moment() {
    let cluster = Cluster::new(2, &[]);
    assert!(cluster.brokers.values().all(|broker| broker.state() == BrokerState::Running));
    assert!(cluster.brokers[&id(1)].image().is_active(id(2)));
}

#[test]
fn a_write_is_acknowledged_after_the_fetch_that_follows_the_copy() {
    let mut cluster = three();
    cluster.consume(id(1), 0, 5_000);
    cluster.produce(id(1), ACKS.0, ACKS.1, &["a"]);
    cluster.run_ms(20);
    assert_eq!(cluster.produced(), [(ErrorCode::None, 0)]);
    let at = |wanted: fn(&Fact) -> bool| cluster.position(wanted).unwrap();
    let appended = at(|fact| matches!(fact, Fact::Appended { .. }));
    let copied = at(|fact| matches!(fact, Fact::Replicated { .. }));
    let committed = at(|fact| matches!(fact, Fact::HighWatermarkMoved { broker, .. } if *broker == id(1)));
    let read = at(|fact| matches!(fact, Fact::ServedToConsumer { .. }));
    assert!(appended < copied && copied < committed && committed < read);
    assert_eq!(cluster.log(1), (1, 1));
    // A follower learns the high watermark with the next answer only.
    assert_eq!(cluster.log(2), (1, 0));
    cluster.run_ms(600);
    assert_eq!(cluster.log(2), (1, 1));
    assert_eq!(cluster.fetched()[0].batches[0].base_offset(), Offset(0));
}

#[test]
fn acks_one_is_answered_at_once_and_acks_zero_never() {
    let mut cluster = three();
    cluster.cut.extend(ids(&[2, 3]));
    cluster.produce(id(1), Acks::Leader, 30_000, &["a"]);
    cluster.produce(id(1), Acks::None, 30_000, &["b"]);
    cluster.run_ms(10);
    assert_eq!(cluster.produced(), [(ErrorCode::None, 0)]);
    assert_eq!(cluster.log(1), (2, 0));
}

#[test]
fn a_consumer_does_not_see_past_the_high_watermark() {
    let mut cluster = three();
    cluster.cut.extend(ids(&[2, 3]));
    cluster.produce(id(1), Acks::Leader, 30_000, &["a"]);
    cluster.consume(id(1), 0, 100);
    cluster.run_ms(50);
    assert!(cluster.fetched().is_empty());
    cluster.run_ms(100);
    assert!(cluster.fetched()[0].batches.is_empty());
    let leader = cluster.brokers.get_mut(&id(1)).unwrap();
    leader.set_sabotage(BrokerSabotage::ServeAboveHighWatermark);
    cluster.consume(id(1), 0, 100);
    cluster.run_ms(10);
    assert_eq!(cluster.fetched()[1].batches.len(), 1);
}

#[test]
fn a_silent_follower_leaves_after_the_lag_and_the_write_completes() {
    let mut cluster = three();
    cluster.cut.insert(id(3));
    cluster.produce(id(1), Acks::All, 120_000, &["a"]);
    cluster.run_ms(29_000);
    assert!(cluster.produced().is_empty());
    cluster.run_ms(17_000);
    assert_eq!(cluster.produced(), [(ErrorCode::None, 0)]);
    assert_eq!(cluster.brokers[&id(1)].replica(PARTITION).unwrap().isr(), ids(&[1, 2]));
    // It comes back, catches up, and enters again.
    cluster.cut.clear();
    cluster.run_ms(40_000);
    assert_eq!(cluster.brokers[&id(1)].replica(PARTITION).unwrap().isr(), ids(&[1, 2, 3]));
    assert_eq!(cluster.log(3), (1, 1));
}

#[test]
fn a_follower_at_the_log_end_never_leaves() {
    let mut cluster = three();
    cluster.cut.insert(id(3));
    cluster.run_ms(100_000);
    assert!(cluster.altered.is_empty());
}

#[test]
fn too_small_an_in_sync_set_refuses_before_the_append() {
    let mut cluster = three();
    cluster.topic_config("orders", "min.insync.replicas", "2");
    cluster.change(PARTITION, None, Some(&ids(&[1])));
    cluster.run_ms(20);
    cluster.cut.extend(ids(&[2, 3]));
    cluster.produce(id(1), Acks::All, 30_000, &["a"]);
    cluster.run_ms(10);
    assert_eq!(cluster.produced(), [(ErrorCode::NotEnoughReplicas, -1)]);
    assert_eq!(cluster.log(1), (0, 0));
    let Some((_, Response::Produce(response))) = cluster.answers.last() else { panic!("no answer") };
    let message = response.partitions[0].message.as_deref().unwrap();
    assert!(message.starts_with("The size of the current ISR Set(1) is insufficient"), "{message}");
    // acks=1 does not ask; and the high watermark stays.
    cluster.produce(id(1), Acks::Leader, 30_000, &["a"]);
    cluster.run_ms(10);
    assert_eq!(cluster.log(1), (1, 0));
}

#[test]
fn an_in_sync_set_that_shrinks_under_a_write_fails_it_after_the_append() {
    let mut cluster = three();
    cluster.topic_config("orders", "min.insync.replicas", "2");
    cluster.run_ms(20);
    cluster.cut.extend(ids(&[2, 3]));
    cluster.produce(id(1), Acks::All, 30_000, &["a"]);
    cluster.run_ms(10);
    cluster.change(PARTITION, None, Some(&ids(&[1])));
    cluster.run_ms(10);
    assert_eq!(cluster.produced(), [(ErrorCode::NotEnoughReplicasAfterAppend, -1)]);
    assert_eq!(cluster.log(1), (1, 0));
}

#[test]
fn a_write_without_copies_times_out() {
    let mut cluster = three();
    cluster.cut.extend(ids(&[2, 3]));
    cluster.produce(id(1), Acks::All, 1_500, &["a"]);
    cluster.run_ms(1_400);
    assert!(cluster.produced().is_empty());
    cluster.run_ms(200);
    assert_eq!(cluster.produced(), [(ErrorCode::RequestTimedOut, -1)]);
    assert_eq!(cluster.brokers[&id(1)].waiting_produces(), 0);
}

#[test]
fn an_old_leader_cuts_what_the_new_reign_does_not_have() {
    let mut cluster = three();
    cluster.produce(id(1), Acks::All, 30_000, &["kept"]);
    cluster.run_ms(1_000);
    cluster.cut.insert(id(1));
    cluster.produce(id(2), Acks::All, 30_000, &["refused"]);
    let lost = Message::Request {
        correlation: crate::base::CorrelationId(99),
        client_id: "test".into(),
        body: Request::Produce(ProduceRequest {
            acks: Acks::Leader,
            timeout_ms: 1,
            partitions: vec![(PARTITION, batch(&["lost", "lost"]))],
        }),
    };
    let mut effects = super::BrokerEffects::default();
    let input = crate::sim::Input::Message { from: CLIENT, message: lost };
    cluster.brokers.get_mut(&id(1)).unwrap().handle(cluster.now, input, &mut effects);
    assert_eq!(cluster.log(1), (3, 1));
    cluster.change(PARTITION, Some(id(2)), Some(&ids(&[2, 3])));
    cluster.run_ms(100);
    cluster.produce(id(2), Acks::All, 30_000, &["new"]);
    cluster.run_ms(3_000);
    assert_eq!(
        cluster.produced(),
        [(ErrorCode::None, 0), (ErrorCode::NotLeaderOrFollower, -1), (ErrorCode::None, 1)]
    );
    cluster.cut.clear();
    cluster.run_ms(10_000);
    let cut = cluster.position(|fact| {
        let wanted = (id(1), Offset(3), Offset(1));
        matches!(fact, Fact::Truncated { broker, from, to, .. } if (*broker, *from, *to) == wanted)
    });
    assert!(cut.is_some());
    assert_eq!(cluster.log(1), (2, 2));
    let replica = cluster.brokers[&id(1)].replica(PARTITION).unwrap();
    assert_eq!(replica.log().latest_epoch(), Some(LeaderEpoch(1)));
    assert_eq!(cluster.brokers[&id(2)].replica(PARTITION).unwrap().isr(), ids(&[2, 3, 1]));
}

#[test]
fn a_stale_epoch_is_fenced_and_a_wrong_broker_names_the_leader() {
    let mut cluster = three();
    cluster.consume(id(2), 0, 0);
    cluster.run_ms(10);
    let read = &cluster.fetched()[0];
    assert_eq!(read.error, ErrorCode::NotLeaderOrFollower);
    assert_eq!(read.current_leader, Some((id(1), LeaderEpoch(0))));
    let unknown = TopicPartition { topic: crate::base::TopicId(77), partition: 0 };
    let wanted = vec![
        (unknown, LeaderEpoch::UNKNOWN, OffsetSpec::Latest),
        (PARTITION, LeaderEpoch(3), OffsetSpec::Latest),
    ];
    cluster.ask(id(1), Request::ListOffsets(ListOffsetsRequest { partitions: wanted }));
    cluster.run_ms(10);
    let Some((_, Response::ListOffsets(listed))) = cluster.answers.last() else { panic!("no answer") };
    assert_eq!(listed.partitions[0].error, ErrorCode::UnknownTopicId);
    assert_eq!(listed.partitions[1].error, ErrorCode::UnknownLeaderEpoch);
}

#[test]
fn a_crashed_broker_reopens_its_log_and_goes_on() {
    let mut cluster = three();
    cluster.produce(id(1), Acks::All, 30_000, &["a", "b"]);
    cluster.run_ms(1_000);
    let disk = cluster.stop(id(2), Ending::Crash);
    cluster.run_ms(100);
    cluster.start(id(2), disk);
    cluster.run_ms(2_000);
    assert!(cluster.facts.iter().any(|fact| matches!(fact, Fact::LogRecovered { log_end: Offset(2), .. })));
    cluster.produce(id(1), Acks::All, 30_000, &["c"]);
    cluster.run_ms(2_000);
    assert_eq!(cluster.log(2).0, 3);
}

#[test]
fn a_missing_topic_is_created_for_who_asks() {
    let mut cluster = Cluster::new(1, &[]);
    let request = MetadataRequest { topics: Some(vec!["new".into()]), allow_auto_topic_creation: true };
    cluster.ask(id(1), Request::Metadata(request.clone()));
    cluster.run_ms(100);
    cluster.ask(id(1), Request::Metadata(request));
    cluster.run_ms(100);
    let error = |index: usize| match &cluster.answers[index].1 {
        Response::Metadata(response) => response.topics[0].error,
        _ => panic!("no metadata"),
    };
    assert_eq!((error(0), error(1)), (ErrorCode::UnknownTopicOrPartition, ErrorCode::None));
}

#[test]
fn the_offsets_topic_appears_when_a_group_asks_for_its_coordinator() {
    let mut cluster = Cluster::new(1, &[]);
    let request = Request::FindCoordinator(FindCoordinatorRequest { group: "g".into() });
    cluster.ask(id(1), request.clone());
    cluster.run_ms(100);
    cluster.ask(id(1), request);
    cluster.run_ms(100);
    let found = |index: usize| match &cluster.answers[index].1 {
        Response::FindCoordinator(response) => (response.error, response.coordinator.0),
        _ => panic!("no coordinator"),
    };
    assert_eq!(found(0), (ErrorCode::CoordinatorNotAvailable, -1));
    assert_eq!(found(1), (ErrorCode::None, 1));
}

#[test]
fn producer_ids_come_from_a_block() {
    let mut cluster = Cluster::new(1, &[]);
    for _ in 0..3 {
        let current = (ProducerId::NONE, crate::base::ProducerEpoch::NONE);
        cluster.ask(id(1), Request::InitProducerId(InitProducerIdRequest { current }));
    }
    cluster.run_ms(50);
    let given: Vec<_> = cluster
        .answers
        .iter()
        .filter_map(|(_, answer)| match answer {
            Response::InitProducerId(response) => Some(response.producer.0),
            _ => None,
        })
        .collect();
    assert_eq!(given[..2], [3_000, 3_001]);
}

#[test]
fn a_full_disk_halts_the_broker_and_a_slow_one_delays_the_answer() {
    let mut cluster = three();
    cluster.brokers.get_mut(&id(1)).unwrap().set_slow_disk(crate::base::Duration::from_millis(50));
    cluster.produce(id(1), Acks::Leader, 30_000, &["a"]);
    cluster.produce(id(1), Acks::Leader, 30_000, &["b"]);
    cluster.run_ms(60);
    assert_eq!(cluster.produced(), [(ErrorCode::None, 0)]);
    cluster.run_ms(50);
    assert_eq!(cluster.produced().len(), 2);
    cluster.brokers.get_mut(&id(1)).unwrap().set_disk_full(true);
    cluster.produce(id(1), Acks::Leader, 30_000, &["c"]);
    cluster.run_ms(100);
    assert_eq!(cluster.halted, [(id(1), Halt::StorageFailed)]);
}

#[test]
fn a_clean_stop_asks_the_controller_first() {
    let mut cluster = Cluster::new(1, &[]);
    let mut effects = super::BrokerEffects::default();
    let now = cluster.now;
    cluster.brokers.get_mut(&id(1)).unwrap().request_stop(now, &mut effects);
    assert!(effects.halt.is_none());
    assert!(matches!(effects.sends[0].to, Address::Controller(_)));
    cluster.carry_out(id(1), effects);
    cluster.run_ms(10);
    assert_eq!(cluster.halted, [(id(1), Halt::Stopped)]);
}

#[test]
fn each_switch_breaks_what_it_says() {
    let mut cluster = three();
    cluster.cut.extend(ids(&[2, 3]));
    cluster.brokers.get_mut(&id(1)).unwrap().set_sabotage(BrokerSabotage::AckBeforeReplication);
    cluster.produce(id(1), Acks::All, 30_000, &["a"]);
    cluster.run_ms(10);
    assert_eq!((cluster.produced().len(), cluster.log(1)), (1, (1, 0)));
    cluster.brokers.get_mut(&id(1)).unwrap().set_sabotage(BrokerSabotage::HighWatermarkIgnoresFollowers);
    cluster.produce(id(1), Acks::Leader, 30_000, &["b"]);
    cluster.run_ms(10);
    assert_eq!(cluster.log(1), (2, 2));
    cluster.brokers.get_mut(&id(1)).unwrap().set_sabotage(BrokerSabotage::HighWatermarkGoesBack);
    cluster.produce(id(1), Acks::Leader, 30_000, &["c"]);
    cluster.run_ms(10);
    assert_eq!(cluster.log(1), (3, 1));
}

#[test]
fn a_restarted_broker_does_not_take_up_its_last_life() {
    let mut cluster = three();
    let disk = cluster.stop(id(1), Ending::Crash);
    cluster.facts.clear();
    cluster.start(id(1), disk);
    // The metadata still names it leader of reign 0 until its registration is replayed.
    cluster.run_ms(1);
    assert!(!cluster.facts.iter().any(|fact| matches!(fact, Fact::BecameLeader { .. })));
    cluster.run_ms(100);
    assert_eq!(cluster.brokers[&id(1)].state(), BrokerState::Running);
}

#[test]
fn a_new_leader_does_not_tell_offsets_it_can_not_vouch_for() {
    let mut cluster = three();
    cluster.produce(id(1), ACKS.0, ACKS.1, &["a"]);
    cluster.run_ms(20);
    // Broker 2 has the record but not yet the high watermark; nobody follows it yet.
    cluster.cut.extend(ids(&[1, 3]));
    cluster.change(PARTITION, Some(id(2)), None);
    cluster.run_ms(20);
    assert_eq!(cluster.log(2), (1, 0));
    let latest = vec![(PARTITION, LeaderEpoch::UNKNOWN, OffsetSpec::Latest)];
    cluster.ask(id(2), Request::ListOffsets(ListOffsetsRequest { partitions: latest }));
    cluster.run_ms(10);
    let Some((_, Response::ListOffsets(listed))) = cluster.answers.last() else { panic!("no answer") };
    assert_eq!(listed.partitions[0].error, ErrorCode::OffsetNotAvailable);
}

#[test]
fn after_an_unclean_election_the_longer_follower_cuts_to_the_leader() {
    let mut cluster = three();
    cluster.cut.insert(id(3));
    cluster.produce(id(1), Acks::Leader, 30_000, &["a", "b"]);
    cluster.run_ms(1_000);
    cluster.cut.clear();
    cluster.change(PARTITION, Some(id(3)), Some(&ids(&[3])));
    cluster.run_ms(40_000);
    assert_eq!((cluster.log(1), cluster.log(2), cluster.log(3)), ((0, 0), (0, 0), (0, 0)));
    assert!(cluster.facts.iter().any(|fact| matches!(fact, Fact::Truncated { .. })));
}

#[test]
fn a_log_start_moved_on_the_leader_moves_on_the_followers() {
    let mut cluster = three();
    cluster.produce(id(1), ACKS.0, ACKS.1, &["a", "b"]);
    cluster.run_ms(1_000);
    let partitions = vec![("orders".into(), 0, Offset(2)), ("orders".into(), 0, Offset(9))];
    cluster.ask(id(1), Request::DeleteRecords(DeleteRecordsRequest { partitions }));
    cluster.run_ms(10);
    let Some((_, Response::DeleteRecords(deleted))) = cluster.answers.last() else { panic!("no answer") };
    assert_eq!((deleted.partitions[0].2, deleted.partitions[0].3), (Offset(2), ErrorCode::None));
    assert_eq!(deleted.partitions[1].3, ErrorCode::OffsetOutOfRange);
    cluster.run_ms(600);
    assert_eq!(cluster.brokers[&id(3)].replica(PARTITION).unwrap().log().log_start(), Offset(2));
    cluster.consume(id(1), 0, 0);
    cluster.run_ms(10);
    assert_eq!(cluster.fetched()[0].error, ErrorCode::OffsetOutOfRange);
}

#[test]
fn a_fetch_waits_for_the_bytes_it_wants_and_no_longer_than_it_may() {
    let mut cluster = three();
    let wanted = FetchPartition {
        partition: PARTITION,
        current_leader_epoch: LeaderEpoch(0),
        fetch_offset: Offset(0),
        last_fetched_epoch: LeaderEpoch::UNKNOWN,
        log_start: Offset::UNKNOWN,
        max_bytes: 1 << 20,
    };
    let request = |min_bytes| {
        let fetcher = Fetcher::Consumer;
        let partitions = vec![wanted.clone()];
        Request::Fetch(FetchRequest {
            fetcher,
            max_wait_ms: 300,
            min_bytes,
            max_bytes: 1 << 20,
            session_epoch: NO_SESSION,
            partitions,
            forgotten: Vec::new(),
        })
    };
    cluster.ask(id(1), request(100));
    cluster.produce(id(1), ACKS.0, ACKS.1, &["a"]);
    cluster.run_ms(100);
    assert!(cluster.fetched().is_empty());
    cluster.produce(id(1), ACKS.0, ACKS.1, &["b"]);
    cluster.run_ms(100);
    assert_eq!(cluster.fetched()[0].batches.len(), 2);
    cluster.ask(id(1), request(10_000));
    cluster.run_ms(290);
    assert_eq!(cluster.fetched().len(), 1);
    cluster.run_ms(20);
    assert_eq!(cluster.fetched()[1].batches.len(), 2);
    assert_eq!(cluster.brokers[&id(1)].waiting_fetches(), 2, "the followers' long polls only");
}

#[test]
fn a_deleted_topic_takes_its_logs_along() {
    let mut cluster = three();
    cluster.produce(id(1), Acks::All, 30_000, &["a"]);
    cluster.cut.extend(ids(&[2, 3]));
    cluster.run_ms(5);
    cluster.commit(MetadataRecord::RemoveTopic { id: TOPIC });
    cluster.run_ms(20);
    assert_eq!(cluster.produced(), [(ErrorCode::NotLeaderOrFollower, -1)]);
    assert!(cluster.brokers[&id(1)].replicas().next().is_none());
    cluster.consume(id(1), 0, 0);
    cluster.run_ms(10);
    assert_eq!(cluster.fetched().last().unwrap().error, ErrorCode::UnknownTopicId);
}

#[test]
fn a_broker_without_controller_goes_on_with_what_it_knows() {
    let mut cluster = three();
    cluster.controller_is_silent = true;
    cluster.run_ms(20_000);
    cluster.produce(id(1), ACKS.0, ACKS.1, &["a"]);
    cluster.run_ms(50);
    assert_eq!(cluster.produced(), [(ErrorCode::None, 0)]);
    cluster.controller_is_silent = false;
    cluster.run_ms(5_000);
    cluster.create(crate::base::TopicId(9), "late", &[&[2]]);
    cluster.run_ms(3_000);
    assert!(cluster.brokers[&id(1)].image().topic_named("late").is_some());
}

#[test]
fn a_changed_setting_of_broker_or_topic_counts_at_once() {
    let mut cluster = three();
    let resource = ConfigResource::Broker(None);
    let (key, value) = ("log.retention.ms".into(), Some("5000".into()));
    cluster.commit(MetadataRecord::Config { resource, key, value });
    cluster.run_ms(20);
    let retention =
        |cluster: &Cluster| cluster.brokers[&id(2)].replica(PARTITION).unwrap().log().config().retention_ms;
    assert_eq!(retention(&cluster), 5_000);
    cluster.topic_config("orders", "retention.ms", "7000");
    cluster.run_ms(20);
    assert_eq!(retention(&cluster), 7_000);
}

#[test]
fn slow_fetches_of_a_follower_hold_the_write_back() {
    let mut cluster = three();
    cluster.brokers.get_mut(&id(2)).unwrap().set_slow_fetch(crate::base::Duration::from_millis(200));
    cluster.run_ms(1_000);
    cluster.produce(id(1), ACKS.0, ACKS.1, &["a"]);
    cluster.run_ms(150);
    assert!(cluster.produced().is_empty());
    cluster.run_ms(400);
    assert_eq!(cluster.produced(), [(ErrorCode::None, 0)]);
}

fn new_topic(name: &str, replicas: &[i32]) -> Request {
    let topic = NewTopic {
        name: name.into(),
        partitions: -1,
        replication_factor: -1,
        assignment: vec![ids(replicas)],
        config: vec![("min.insync.replicas".into(), "2".into())],
    };
    Request::CreateTopics(CreateTopicsRequest { topics: vec![topic], validate_only: false })
}

#[test]
fn under_the_real_controller_a_topic_is_made_written_and_fails_over() {
    let mut cluster = Cluster::with_controller(3, &[]);
    cluster.run_ms(2_000);
    assert!(cluster.brokers.values().all(|broker| broker.state() == BrokerState::Running));
    cluster.ask(id(2), new_topic("orders", &[1, 2, 3]));
    cluster.run_ms(1_000);
    let Some((_, Response::CreateTopics(created))) = cluster.answers.last() else { panic!("no answer") };
    assert_eq!(created.topics[0].1, ErrorCode::None);
    cluster.produce(id(1), ACKS.0, ACKS.1, &["a"]);
    cluster.run_ms(1_000);
    assert_eq!(cluster.produced(), [(ErrorCode::None, 0)]);
    // Nine seconds of silence fence broker 1; 2 leads, and goes on with 3.
    cluster.cut.insert(id(1));
    cluster.run_ms(12_000);
    assert!(cluster.brokers[&id(2)].replica(PARTITION).unwrap().is_leader());
    cluster.produce(id(2), ACKS.0, ACKS.1, &["b"]);
    cluster.run_ms(1_000);
    assert_eq!(cluster.produced()[1], (ErrorCode::None, 1));
    cluster.cut.clear();
    cluster.run_ms(60_000);
    let leader = cluster.brokers[&id(2)].replica(PARTITION).unwrap();
    assert_eq!(leader.isr().len(), 3);
    assert_eq!((cluster.log(1), cluster.log(3)), ((2, 2), (2, 2)));
}

#[test]
fn under_the_real_controller_a_clean_stop_hands_over_first() {
    let mut cluster = Cluster::with_controller(3, &[]);
    cluster.ask(id(2), new_topic("orders", &[1, 2, 3]));
    cluster.run_ms(2_000);
    let mut effects = super::BrokerEffects::default();
    let now = cluster.now;
    cluster.brokers.get_mut(&id(1)).unwrap().request_stop(now, &mut effects);
    cluster.carry_out(id(1), effects);
    cluster.run_ms(6_000);
    assert_eq!(cluster.halted, [(id(1), Halt::Stopped)]);
    assert_eq!(cluster.brokers[&id(1)].replica(PARTITION).unwrap().leader(), id(2));
    let disk = cluster.stop(id(1), Ending::CleanStop);
    assert!(disk.clean_epoch.is_some());
    cluster.start(id(1), disk);
    cluster.run_ms(20_000);
    assert_eq!(cluster.brokers[&id(1)].state(), BrokerState::Running);
    assert_eq!(cluster.brokers[&id(2)].replica(PARTITION).unwrap().isr().len(), 3);
}

#[test]
fn a_laggard_leaves_and_returns_under_the_real_controller() {
    let mut cluster = Cluster::with_controller(3, &[("replica.lag.time.max.ms", "2000")]);
    cluster.ask(id(2), new_topic("orders", &[1, 2, 3]));
    cluster.run_ms(2_000);
    let slow = crate::base::Duration::from_secs(5);
    cluster.brokers.get_mut(&id(3)).unwrap().set_slow_fetch(slow);
    cluster.run_ms(600);
    cluster.produce(id(1), ACKS.0, ACKS.1, &["a"]);
    cluster.run_ms(4_500);
    assert_eq!(cluster.produced(), [(ErrorCode::None, 0)]);
    assert_eq!(cluster.brokers[&id(1)].replica(PARTITION).unwrap().isr(), ids(&[1, 2]));
    cluster.brokers.get_mut(&id(3)).unwrap().set_slow_fetch(crate::base::Duration::ZERO);
    cluster.run_ms(15_000);
    assert_eq!(cluster.brokers[&id(1)].replica(PARTITION).unwrap().isr().len(), 3);
}
