//! A law that never fired proves nothing: for each law a switch that breaks the
//! engine on purpose, and the law notices. Without the switch the same run is clean.

mod support;

use brokerscope::base::Sabotage as LogSabotage;
use brokerscope::broker::BrokerSabotage;
use brokerscope::client::ClientSabotage;
use brokerscope::controller::ControllerSabotage;
use brokerscope::coordinator::CoordinatorSabotage;
use brokerscope::world::{Action, ClusterSpec, NodeName, Sabotage, WorldSabotage};
use support::{Run, consumer, producer, seconds, settings, told, topic};

/// One run: three brokers, a topic on all of them, a producer, two consumers.
struct Case {
    topic: Vec<(&'static str, &'static str)>,
    producer: Vec<(&'static str, &'static str)>,
    brokers: Vec<(&'static str, &'static str)>,
    rate: u32,
    /// What happens, and seconds to wait after it.
    story: Vec<(Action, u64)>,
}

impl Default for Case {
    fn default() -> Self {
        Self { topic: vec![], producer: vec![], brokers: vec![], rate: 200, story: vec![] }
    }
}

impl Case {
    fn run(&self, sabotage: Sabotage) -> Run {
        let mut config = settings(&[
            ("offsets.topic.num.partitions", "2"),
            ("replica.lag.time.max.ms", "4000"),
            ("group.initial.rebalance.delay.ms", "200"),
            ("log.retention.check.interval.ms", "1000"),
            ("replica.fetch.backoff.ms", "100"),
        ]);
        config.extend(settings(&self.brokers));
        let reader = [
            ("auto.offset.reset", "earliest"),
            ("session.timeout.ms", "6000"),
            ("heartbeat.interval.ms", "500"),
            ("auto.commit.interval.ms", "300"),
        ];
        let spec = ClusterSpec {
            brokers: 4,
            config,
            topics: vec![topic("orders", &[&[1, 2, 3], &[2, 3, 1]], &self.topic)],
            clients: vec![
                producer("shop", "orders", self.rate, &self.producer),
                producer("other", "orders", 50, &[("partitioner.class", "RoundRobinPartitioner")]),
                consumer("one", "team", "orders", &reader),
                consumer("two", "team", "orders", &reader),
            ],
            ..ClusterSpec::default()
        };
        let mut run = Run::new(&spec);
        run.world.sabotage(sabotage);
        for name in ["shop", "one", "two"] {
            run.act(&Action::Start(name.into()));
        }
        run.run_for(seconds(4));
        for (action, wait) in &self.story {
            run.act(action);
            run.run_for(seconds(*wait));
        }
        run.run_for(seconds(3));
        run.laws.sweep(&run.world);
        run
    }

    /// The law fires with the switch, and no law does without.
    fn bites(&self, laws: &[u8], sabotage: Sabotage) {
        let clean = self.run(Sabotage::default());
        assert!(clean.violations().is_empty(), "without the switch:\n{}", told(clean.violations()));
        let broken = self.run(sabotage);
        for law in laws {
            assert!(
                broken.violations().iter().any(|found| found.law == *law),
                "law {law} did not fire; found:\n{}",
                told(broken.violations())
            );
        }
    }
}

fn broker(sabotage: BrokerSabotage) -> Sabotage {
    Sabotage { broker: sabotage, ..Sabotage::default() }
}
fn controller(sabotage: ControllerSabotage) -> Sabotage {
    Sabotage { controller: sabotage, ..Sabotage::default() }
}
fn coordinator(sabotage: CoordinatorSabotage) -> Sabotage {
    Sabotage { coordinator: sabotage, ..Sabotage::default() }
}
fn log(sabotage: LogSabotage) -> Sabotage {
    Sabotage { log: sabotage, ..Sabotage::default() }
}
fn client(sabotage: ClientSabotage) -> Sabotage {
    Sabotage { client: sabotage, ..Sabotage::default() }
}
fn story(story: Vec<(Action, u64)>) -> Case {
    Case { story, ..Case::default() }
}
fn cut(a: i32, b: i32) -> Action {
    Action::Cut(NodeName::Node(a), NodeName::Node(b))
}

const CONTROLLER: i32 = ClusterSpec::CONTROLLER;

/// A follower that lags falls out and comes back.
fn lag() -> Case {
    story(vec![(Action::SlowFetch(vec![3], 8_000_000), 12), (Action::Heal, 10)])
}

/// The leader of partition 0 dies and comes back.
fn failover() -> Case {
    story(vec![(Action::Crash(1), 11), (Action::Restart(1), 8)])
}

#[test]
fn laws_1_2_and_8_a_mark_that_ignores_followers() {
    lag().bites(&[1, 2, 8], broker(BrokerSabotage::HighWatermarkIgnoresFollowers));
}

#[test]
fn law_3_a_leader_outside_the_in_sync_set() {
    failover().bites(&[3], controller(ControllerSabotage::LeaderOutsideIsr));
}

#[test]
fn law_4_a_stranger_in_the_in_sync_set() {
    lag().bites(&[4], controller(ControllerSabotage::IsrOutsideReplicas));
}

#[test]
fn law_5_two_leaders_in_one_epoch() {
    failover().bites(&[5], controller(ControllerSabotage::SkipLeaderEpochBump));
}

#[test]
fn law_6_an_epoch_that_falls() {
    failover().bites(&[6], controller(ControllerSabotage::LowerLeaderEpoch));
}

#[test]
fn law_6_a_stale_in_sync_set() {
    // Broker 2 hears no answer, and proposes the same set until broker 1 was fenced and is back.
    let to_controller = |loss| Action::Link(NodeName::Node(1), NodeName::Node(CONTROLLER), 500, loss);
    let case = story(vec![
        (Action::CutOneWay(NodeName::Node(CONTROLLER), NodeName::Node(2)), 0),
        (Action::SlowFetch(vec![3], 8_000_000), 9),
        (to_controller(1_000_000), 11),
        (to_controller(0), 6),
        (Action::Heal, 8),
    ]);
    case.bites(&[6], controller(ControllerSabotage::AcceptStaleAlterPartition));
}

#[test]
fn law_7_a_mark_that_steps_back() {
    story(vec![]).bites(&[7], broker(BrokerSabotage::HighWatermarkGoesBack));
}

#[test]
fn law_10_a_mark_that_rises_with_too_few_in_sync() {
    let case = Case {
        topic: vec![("min.insync.replicas", "3")],
        producer: vec![("acks", "1"), ("enable.idempotence", "false")],
        ..failover()
    };
    case.bites(&[10], broker(BrokerSabotage::HighWatermarkAdvancesUnderMinIsr));
}

#[test]
fn laws_11_and_12_an_acknowledgement_before_the_copies() {
    let case = story(vec![
        (Action::SlowFetch(vec![2, 3], 2_000_000), 3),
        (Action::Isolate(NodeName::Node(1)), 14),
        (Action::Heal, 8),
    ]);
    case.bites(&[11, 12], broker(BrokerSabotage::AckBeforeReplication));
}

#[test]
fn law_13_a_tail_that_is_not_cut() {
    // Batches of one record: whatever follows a tail fits onto it.
    let case = Case {
        rate: 40,
        producer: vec![
            ("acks", "1"),
            ("enable.idempotence", "false"),
            ("request.timeout.ms", "1000"),
            ("batch.size", "1"),
        ],
        ..story(vec![
            (Action::SlowFetch(vec![2, 3], 1_500_000), 2),
            (Action::Cut(NodeName::Node(1), NodeName::Client("shop".into())), 0),
            (cut(1, CONTROLLER), 0),
            (cut(1, 2), 0),
            (cut(1, 3), 14),
            // A fetch that got lost is given up after 30 s.
            (Action::Heal, 36),
        ])
    };
    case.bites(&[13], broker(BrokerSabotage::HideDivergence));
}

#[test]
fn law_14_an_epoch_stamped_backwards() {
    failover().bites(&[14], log(LogSabotage::EpochStampedBackwards));
}

#[test]
fn law_15_a_cut_below_the_high_watermark() {
    failover().bites(&[15], broker(BrokerSabotage::TruncateBelowHighWatermark));
}

#[test]
fn law_16_a_fetch_of_another_epoch_that_counts() {
    // Broker 3 does not hear of the reign that begins when broker 2 is removed.
    let case = story(vec![
        (cut(3, CONTROLLER), 0),
        (Action::Reassign("orders".into(), 0, vec![1, 3]), 3),
        (Action::Heal, 6),
    ]);
    case.bites(&[16], broker(BrokerSabotage::IgnoreFetchEpoch));
}

#[test]
fn law_17_an_entry_into_the_in_sync_set_too_early() {
    let case = story(vec![
        (Action::Crash(3), 10),
        (Action::SlowFetch(vec![3], 1_000_000), 0),
        (Action::Restart(3), 10),
        (Action::Heal, 4),
    ]);
    case.bites(&[17], broker(BrokerSabotage::ExpandIsrTooEarly));
}

#[test]
fn law_18_an_election_from_outside_that_calls_itself_clean() {
    let case =
        story(vec![(Action::SlowFetch(vec![3], 8_000_000), 10), (Action::Crash(1), 11), (Action::Heal, 5)]);
    case.bites(&[18], controller(ControllerSabotage::ElectOutsideIsrSilently));
}

#[test]
fn law_19_a_dirty_read() {
    let case = story(vec![(Action::SlowFetch(vec![2, 3], 500_000), 4)]);
    case.bites(&[19], broker(BrokerSabotage::ServeAboveHighWatermark));
}

/// Receipts get lost: the producer sends again what lies in the log.
fn retries() -> Case {
    let lost = (Action::CutOneWay(NodeName::Node(1), NodeName::Client("shop".into())), 2);
    Case { producer: vec![("request.timeout.ms", "1000")], ..story(vec![lost, (Action::Heal, 4)]) }
}

#[test]
fn laws_20_and_22_a_duplicate_that_is_appended() {
    retries().bites(&[20], log(LogSabotage::NoDuplicateCheck));
}

#[test]
fn law_20_a_gap_that_is_taken() {
    // The first batch is refused while too few are in sync on a partition; those after it are not.
    let case = Case {
        producer: vec![("request.timeout.ms", "1000"), ("linger.ms", "0")],
        ..story(vec![
            (Action::Link(NodeName::Client("shop".into()), NodeName::Node(1), 500, 300_000), 6),
            (Action::Link(NodeName::Client("shop".into()), NodeName::Node(1), 500, 0), 4),
        ])
    };
    case.bites(&[20], log(LogSabotage::NoSequenceCheck));
}

#[test]
fn law_21_an_older_epoch_is_taken() {
    // What was given up arrives after all, when the next epoch has written to another
    // leader and leadership has come back.
    let to_leader = |by| Action::Link(NodeName::Client("shop".into()), NodeName::Node(1), by, 0);
    let lead = |replicas: [i32; 3], wait| {
        let first = (Action::Reassign("orders".into(), 0, replicas.to_vec()), 1);
        [first, (Action::ElectPreferred("orders".into(), 0), wait)]
    };
    let away = [(to_leader(12_000_000), 3)].into_iter().chain(lead([2, 3, 1], 4));
    let case = Case {
        producer: vec![("request.timeout.ms", "1000"), ("delivery.timeout.ms", "2000")],
        ..story(away.chain(lead([1, 2, 3], 12)).collect())
    };
    case.bites(&[21], log(LogSabotage::NoProducerFencing));
}

#[test]
fn law_22_a_receipt_with_another_offset() {
    // Another producer's batch comes to lie where the receipt points.
    let mut case = retries();
    case.story.insert(0, (Action::Start("other".into()), 1));
    case.bites(&[22], log(LogSabotage::DuplicateGetsNewOffset));
}

#[test]
fn law_23_records_out_of_order() {
    let case = Case {
        producer: vec![
            ("enable.idempotence", "false"),
            ("max.in.flight.requests.per.connection", "1"),
            ("batch.size", "64"),
        ],
        ..story(vec![(Action::SlowDisk(1, 50_000), 4), (Action::Heal, 2)])
    };
    case.bites(&[23], client(ClientSabotage::NewestBatchFirst));
}

/// A member dies silently, and comes back.
fn rebalance() -> Case {
    story(vec![(Action::Kill("two".into()), 9), (Action::Start("two".into()), 6)])
}

#[test]
fn law_31_a_generation_that_stands_still() {
    rebalance().bites(&[31], coordinator(CoordinatorSabotage::GenerationStandsStill));
}

#[test]
fn laws_32_and_33_two_owners() {
    rebalance().bites(&[32, 33], coordinator(CoordinatorSabotage::TwoOwners));
}

#[test]
fn laws_34_and_35_a_zombie_commits() {
    // Its commits are on their way for longer than its session lasts.
    let late = |broker, by| (Action::Link(NodeName::Client("two".into()), NodeName::Node(broker), by, 0), 0);
    let slow = (1..5).map(|broker| late(broker, 9_000_000));
    let fast = (1..5).map(|broker| late(broker, 500));
    let wait = (Action::Send("shop".into(), vec![("k".into(), "v".into())]), 12);
    let case = story(slow.chain([wait]).chain(fast).collect());
    case.bites(&[34, 35], coordinator(CoordinatorSabotage::AcceptStaleCommit));
}

#[test]
fn law_36_a_commit_ahead_of_reading() {
    story(vec![]).bites(&[36], client(ClientSabotage::CommitAhead));
}

#[test]
fn law_37_a_poll_that_skips() {
    story(vec![]).bites(&[37], client(ClientSabotage::SkipRecords));
}

#[test]
fn law_38_a_live_member_is_expired() {
    rebalance().bites(&[38], coordinator(CoordinatorSabotage::ExpireLiveMember));
}

#[test]
fn law_38_an_expired_member_keeps_its_partitions() {
    rebalance().bites(&[38], coordinator(CoordinatorSabotage::ExpiredMemberKeepsPartitions));
}

#[test]
fn laws_9_and_39_retention_past_the_high_watermark() {
    let case = Case {
        topic: vec![("segment.bytes", "512"), ("retention.bytes", "512")],
        producer: vec![("acks", "1"), ("enable.idempotence", "false")],
        ..story(vec![(Action::SlowFetch(vec![2, 3], 500_000), 14), (Action::Heal, 3)])
    };
    case.bites(&[9, 39], log(LogSabotage::RetentionIgnoresHighWatermark));
}

#[test]
fn law_40_a_log_start_that_goes_back() {
    let delete = |offset| (Action::DeleteRecords("orders".into(), 0, offset), 2);
    story(vec![delete(40), delete(10)]).bites(&[40], log(LogSabotage::LogStartMayGoBack));
}

#[test]
fn law_41_a_follower_deletes_by_itself() {
    story(vec![]).bites(&[41], broker(BrokerSabotage::FollowerLogStartRunsAhead));
}

#[test]
fn law_45_recovery_forgets_producers() {
    failover().bites(&[45], log(LogSabotage::RecoveryForgetsProducers));
}

#[test]
fn law_45_recovery_keeps_damage() {
    let case = story(vec![
        (Action::CorruptByte(3, "orders".into(), 0, 30), 0),
        (Action::Crash(3), 1),
        (Action::Restart(3), 6),
    ]);
    case.bites(&[45], log(LogSabotage::RecoveryKeepsDamagedTail));
}

#[test]
fn law_45_a_power_cut_takes_what_was_flushed() {
    let case = Case {
        topic: vec![("flush.messages", "1")],
        ..story(vec![(Action::PowerCut(3), 1), (Action::Restart(3), 6)])
    };
    case.bites(&[45], log(LogSabotage::PowerCutLosesFlushed));
}

#[test]
fn law_46_a_view_that_is_no_prefix() {
    lag().bites(&[46], broker(BrokerSabotage::ReplayMetadataTwice));
    lag().bites(&[46], broker(BrokerSabotage::SkipMetadataRecord));
    lag().bites(&[46], controller(ControllerSabotage::HideMetadataRecord));
}

#[test]
fn law_47_a_broker_epoch_used_twice() {
    failover().bites(&[47], controller(ControllerSabotage::ReuseBrokerEpoch));
}

#[test]
fn law_47_a_fenced_leader() {
    failover().bites(&[47], controller(ControllerSabotage::KeepFencedLeader));
}

#[test]
fn law_48_a_message_for_another_start() {
    let again = || vec![(Action::Crash(1), 0), (Action::Restart(1), 2)];
    let case = story([again(), again(), again()].concat());
    let world = |sabotage| Sabotage { world: sabotage, ..Sabotage::default() };
    case.bites(&[48], world(WorldSabotage::DeliverToTheNextStart));
    case.bites(&[48], world(WorldSabotage::TimeRunsBack));
}
