//! The consumer against a scripted cluster: rebalances, commits, positions, the poll interval.

use super::*;
use crate::base::{EpochMillis, LeaderEpoch, ProducerEpoch, ProducerId};
use crate::client::Client;
use crate::client::bench::{Bench, at, metadata, millis, stream};
use crate::protocol::*;
use std::cell::RefCell;
use std::rc::Rc;

/// What the cluster of a test answers with.
struct Script {
    assignment: Vec<i32>,
    generation: i32,
    heartbeat: ErrorCode,
    committed: i64,
    /// Records in each partition's log.
    log_end: i64,
    epoch_end: i64,
    epoch: i32,
}

impl Default for Script {
    fn default() -> Self {
        Self {
            assignment: vec![0],
            generation: 1,
            heartbeat: ErrorCode::None,
            committed: -1,
            log_end: 0,
            epoch_end: -1,
            epoch: 0,
        }
    }
}

fn answer(script: &Script, request: &Request) -> Option<Response> {
    Some(match request {
        Request::Metadata(request) => metadata(request, 2, script.epoch),
        Request::FindCoordinator(_) => Response::FindCoordinator(FindCoordinatorResponse {
            error: ErrorCode::None,
            coordinator: BrokerId(1),
        }),
        Request::JoinGroup(request) => {
            let is_new = request.member.is_empty();
            Response::JoinGroup(JoinGroupResponse {
                error: if is_new { ErrorCode::MemberIdRequired } else { ErrorCode::None },
                generation: Generation(script.generation),
                protocol: Some(request.protocols[0].0.clone()),
                leader: "another".into(),
                member: "me".into(),
                skip_assignment: false,
                members: vec![],
            })
        }
        Request::SyncGroup(_) => {
            let partitions = script.assignment.iter().map(|partition| ("t".into(), *partition)).collect();
            let assignment = Assignment { partitions };
            Response::SyncGroup(SyncGroupResponse { error: ErrorCode::None, assignment })
        }
        Request::Heartbeat(_) => Response::Heartbeat(HeartbeatResponse { error: script.heartbeat }),
        Request::LeaveGroup(_) => Response::LeaveGroup(LeaveGroupResponse { error: ErrorCode::None }),
        Request::OffsetCommit(request) => {
            let done = |offset: &CommittedOffset| (offset.topic.clone(), offset.partition, ErrorCode::None);
            let partitions = request.offsets.iter().map(done).collect();
            Response::OffsetCommit(OffsetCommitResponse { partitions })
        }
        Request::OffsetFetch(request) => {
            let offset = |(topic, partition): &(Text, i32)| CommittedOffset {
                topic: topic.clone(),
                partition: *partition,
                offset: Offset(script.committed),
                leader_epoch: LeaderEpoch::UNKNOWN,
                metadata: "".into(),
            };
            let offsets = request.partitions.iter().flatten().map(offset).collect();
            Response::OffsetFetch(OffsetFetchResponse { error: ErrorCode::None, offsets })
        }
        Request::ListOffsets(request) => {
            let listed = |(partition, _, wanted): &(TopicPartition, LeaderEpoch, OffsetSpec)| ListedOffset {
                partition: *partition,
                error: ErrorCode::None,
                offset: if *wanted == OffsetSpec::Earliest { Offset(0) } else { Offset(script.log_end) },
                timestamp: EpochMillis(-1),
                leader_epoch: LeaderEpoch(0),
            };
            let partitions = request.partitions.iter().map(listed).collect();
            Response::ListOffsets(ListOffsetsResponse { partitions })
        }
        Request::OffsetForLeaderEpoch(request) => {
            let end = EpochEnd { epoch: LeaderEpoch(0), end_offset: Offset(script.epoch_end) };
            let partitions = request.partitions.iter().map(|asked| (asked.0, ErrorCode::None, end)).collect();
            Response::OffsetForLeaderEpoch(OffsetForLeaderEpochResponse { partitions })
        }
        Request::Fetch(request) => return fetched(script, request),
        other => panic!("unexpected {other:?}"),
    })
}

/// All records from the offset asked for, in one batch; held for ever when there are none.
fn fetched(script: &Script, request: &FetchRequest) -> Option<Response> {
    let answer = |asked: &FetchPartition| {
        let mut builder = BatchBuilder::new();
        for _ in asked.fetch_offset.0..script.log_end {
            builder.push(None, Some(b"v"), EpochMillis(0));
        }
        let has_records = builder.count() > 0;
        let batch = || {
            builder
                .build(ProducerId::NONE, ProducerEpoch::NONE, -1)
                .placed(asked.fetch_offset, LeaderEpoch(script.epoch))
        };
        let is_out = asked.fetch_offset.0 > script.log_end;
        FetchedPartition {
            partition: asked.partition,
            error: if is_out { ErrorCode::OffsetOutOfRange } else { ErrorCode::None },
            high_watermark: Offset(script.log_end),
            log_start: Offset::ZERO,
            diverging: None,
            current_leader: None,
            batches: if has_records { vec![batch()] } else { vec![] },
        }
    };
    let partitions: Vec<_> = request.partitions.iter().map(answer).collect();
    let is_worth_it =
        |answer: &FetchedPartition| !answer.batches.is_empty() || answer.error != ErrorCode::None;
    partitions
        .iter()
        .any(is_worth_it)
        .then_some(Response::Fetch(FetchResponse { error: ErrorCode::None, partitions }))
}

fn bench(per_record_us: u64, config: &[(&str, &str)], script: Script) -> (Bench, Rc<RefCell<Script>>) {
    let config = config.iter().map(|(key, value)| ((*key).into(), (*value).into())).collect();
    let topics = vec!["t".into()];
    let spec = ConsumerSpec {
        name: "c".into(),
        group: "g".into(),
        topics,
        per_record_us,
        config,
        ..ConsumerSpec::default()
    };
    let consumer = Consumer::new(&spec, ClientId(1), vec![BrokerId(1)], stream(), EpochMillis(0));
    let script = Rc::new(RefCell::new(script));
    let shared = Rc::clone(&script);
    let bench = Bench::new(Client::Consumer(consumer), move |_, request| answer(&shared.borrow(), request));
    (bench, script)
}

fn view(bench: &Bench) -> ConsumerView {
    let Client::Consumer(consumer) = &bench.client else { panic!("a consumer") };
    consumer.view()
}

/// The rebalance facts: `+` assigned, `-` revoked, `!` lost, with partitions.
fn callbacks(bench: &Bench) -> Vec<String> {
    let text = |sign, partitions: &[TopicPartition]| {
        let numbers: Vec<_> = partitions.iter().map(|partition| partition.partition.to_string()).collect();
        Some(format!("{sign}{}", numbers.join(",")))
    };
    let callback = |(_, fact): &(Instant, Fact)| match fact {
        Fact::PartitionsAssigned { partitions, .. } => text('+', partitions),
        Fact::PartitionsRevoked { partitions, .. } => text('-', partitions),
        Fact::PartitionsLost { partitions, .. } => text('!', partitions),
        _ => None,
    };
    bench.facts.iter().filter_map(callback).collect()
}

fn commits(bench: &Bench) -> Vec<(Instant, Vec<i64>)> {
    let commit = |(when, request): &(Instant, Request)| match request {
        Request::OffsetCommit(request) => {
            Some((*when, request.offsets.iter().map(|offset| offset.offset.0).collect()))
        }
        _ => None,
    };
    bench.requests.iter().filter_map(commit).collect()
}

/// The coordinator asks everybody to rejoin, and gives `assignment` this time.
fn rebalance(bench: &mut Bench, script: &Rc<RefCell<Script>>, assignment: &[i32]) {
    script.borrow_mut().heartbeat = ErrorCode::RebalanceInProgress;
    let until = bench.now + Duration::from_millis(3_001);
    bench.run_until(until);
    let mut script = script.borrow_mut();
    script.heartbeat = ErrorCode::None;
    script.generation += 1;
    script.assignment = assignment.to_vec();
    drop(script);
    let until = bench.now + Duration::from_millis(500);
    bench.run_until(until);
}

#[test]
fn eager_gives_up_everything_before_it_joins() {
    let (mut bench, script) = bench(0, &[], Script { assignment: vec![0, 1], ..Script::default() });
    bench.run_until(millis(500));
    assert_eq!((view(&bench).state, &*view(&bench).member), (MemberState::Stable, "me"));
    script.borrow_mut().assignment = vec![1];
    rebalance(&mut bench, &script, &[1]);
    assert_eq!(callbacks(&bench), ["+0,1", "-0,1", "+1"]);
    assert!(!commits(&bench).is_empty(), "it commits before it gives up");
}

#[test]
fn nothing_is_polled_between_the_commit_before_a_rebalance_and_the_join() {
    let config = [("auto.offset.reset", "earliest"), ("max.poll.records", "1")];
    let script = Script { assignment: vec![0], log_end: 2_000, ..Script::default() };
    let (mut bench, script) = bench(10_000, &config, script);
    bench.run_until(millis(500));
    rebalance(&mut bench, &script, &[0]);
    let revoked = bench.facts.iter().position(|(_, fact)| matches!(fact, Fact::PartitionsRevoked { .. }));
    let (at, _) = bench.facts[revoked.expect("it gives them up")];
    let polled = bench.facts.iter().filter_map(|(when, fact)| match fact {
        Fact::Delivered { to, .. } if *when <= at => Some(to.0),
        _ => None,
    });
    let (last, committed) = (polled.max(), commits(&bench).iter().rfind(|(when, _)| *when <= at).cloned());
    assert_eq!(
        last,
        committed.and_then(|(_, offsets)| offsets.first().copied()),
        "what it polled last is committed"
    );
}

#[test]
fn cooperative_gives_up_only_what_it_loses_and_rejoins() {
    let strategy = [("partition.assignment.strategy", "cooperative-sticky")];
    let (mut bench, script) = bench(0, &strategy, Script { assignment: vec![0, 1], ..Script::default() });
    bench.run_until(millis(500));
    script.borrow_mut().assignment = vec![1];
    rebalance(&mut bench, &script, &[1]);
    assert_eq!(callbacks(&bench), ["+0,1", "-0", "+", "+"], "then a second rebalance");
}

#[test]
fn auto_commit_happens_inside_poll() {
    let config = [("auto.offset.reset", "earliest"), ("auto.commit.interval.ms", "1000")];
    // Four records of 700 ms each: the next poll comes at 2.8 s.
    let script = Script { log_end: 4, ..Script::default() };
    let (mut bench, _) = bench(700_000, &config, script);
    bench.run_until(millis(2_500));
    assert_eq!((view(&bench).delivered, commits(&bench)), (4, vec![]));
    bench.run_until(millis(3_000));
    let first = commits(&bench).remove(0);
    assert_eq!(first.1, [4]);
    assert!(first.0 > millis(2_800));
    let processed = bench.facts.iter().filter(|(_, fact)| matches!(fact, Fact::Processed { .. })).count();
    assert_eq!(processed, 4);
}

#[test]
fn the_reset_policy_and_the_committed_offset() {
    let resets = |config: &[(&str, &str)], committed| {
        let (mut bench, _) = bench(0, config, Script { log_end: 10, committed, ..Script::default() });
        bench.run_until(millis(500));
        let reset = bench.facts.iter().find_map(|(_, fact)| match fact {
            Fact::OffsetReset { from, to, .. } => Some((from.map(|offset| offset.0), to.0)),
            _ => None,
        });
        (reset, view(&bench).delivered, bench.halt)
    };
    assert_eq!(resets(&[], -1), (Some((None, 10)), 0, None));
    assert_eq!(resets(&[("auto.offset.reset", "earliest")], -1), (Some((None, 0)), 10, None));
    assert_eq!(resets(&[], 7), (None, 3, None));
    assert_eq!(resets(&[], 99), (Some((Some(99), 10)), 0, None), "out of range");
    assert_eq!(resets(&[("auto.offset.reset", "none")], -1), (None, 0, Some(Halt::Fatal)));
}

#[test]
fn too_long_between_polls_and_it_leaves() {
    let config = [("auto.offset.reset", "earliest"), ("max.poll.interval.ms", "2000")];
    let (mut bench, _) = bench(3_000_000, &config, Script { log_end: 1, ..Script::default() });
    bench.run_until(millis(2_500));
    assert!(bench.facts.iter().any(|(_, fact)| matches!(fact, Fact::PollTimedOut { .. })));
    assert!(bench.requests.iter().any(|(_, request)| matches!(request, Request::LeaveGroup(_))));
    assert_eq!(view(&bench).state, MemberState::Unjoined);
    bench.run_until(millis(3_500));
    assert_eq!(callbacks(&bench), ["+0", "!0", "+0"], "lost, then rejoined at the next poll");
}

#[test]
fn truncation_is_found_after_a_change_of_leader() {
    let config = [("auto.offset.reset", "earliest"), ("metadata.max.age.ms", "1000")];
    let (mut bench, script) = bench(0, &config, Script { log_end: 10, ..Script::default() });
    bench.run_until(millis(500));
    *script.borrow_mut() = Script { log_end: 8, epoch: 1, epoch_end: 6, ..Script::default() };
    bench.run_until(millis(2_500));
    let cut = bench.facts.iter().any(|(_, fact)| {
        matches!(fact, Fact::OffsetReset { from: Some(Offset(10)), to: Offset(6), partition, .. } if *partition == at(0))
    });
    assert!(cut);
}

#[test]
fn a_close_commits_and_leaves() {
    let (mut bench, _) =
        bench(0, &[("auto.offset.reset", "earliest")], Script { log_end: 3, ..Script::default() });
    bench.run_until(millis(500));
    bench.command(ClientCommand::Close);
    bench.run_until(millis(600));
    assert_eq!(bench.halt, Some(Halt::Stopped));
    assert_eq!(commits(&bench).last().map(|(_, offsets)| offsets.clone()), Some(vec![3]));
    assert!(bench.requests.iter().any(|(_, request)| matches!(request, Request::LeaveGroup(_))));
}
