//! The producer against a scripted cluster: lingering, retries, sequences, timeouts.

use super::*;
use crate::base::{Offset, ProducerEpoch, ProducerId};
use crate::client::Client;
use crate::client::bench::{Bench, at, metadata, millis, stream};
use crate::protocol::{
    InitProducerIdResponse, ProducePartition, ProduceRequest, ProduceResponse, Request, Response,
};

fn spec(config: &[(&str, &str)]) -> ProducerSpec {
    let config = config.iter().map(|(key, value)| ((*key).into(), (*value).into())).collect();
    ProducerSpec { name: "p".into(), topic: "t".into(), config, ..ProducerSpec::default() }
}

fn answer(request: &ProduceRequest, error: ErrorCode) -> Option<Response> {
    let partition = |(partition, _): &(TopicPartition, _)| ProducePartition {
        partition: *partition,
        error,
        base_offset: if error == ErrorCode::None { Offset(0) } else { Offset::UNKNOWN },
        log_start: Offset::ZERO,
        message: None,
    };
    let partitions = request.partitions.iter().map(partition).collect();
    Some(Response::Produce(ProduceResponse { partitions }))
}

/// A cluster of one partition; `produce` answers the n-th Produce (from 0).
fn bench(
    spec: &ProducerSpec,
    mut produce: impl FnMut(usize, &ProduceRequest) -> Option<Response> + 'static,
) -> Bench {
    let producer = Producer::new(spec, ClientId(1), vec![BrokerId(1)], stream(), EpochMillis(0));
    let mut count = 0;
    Bench::new(Client::Producer(producer), move |_, request| match request {
        Request::Metadata(request) => Some(metadata(request, 1, 0)),
        Request::InitProducerId(_) => Some(Response::InitProducerId(InitProducerIdResponse {
            error: ErrorCode::None,
            producer: ProducerId(9),
            epoch: ProducerEpoch(0),
        })),
        Request::Produce(request) => {
            count += 1;
            produce(count - 1, request)
        }
        other => panic!("unexpected {other:?}"),
    })
}

fn send(bench: &mut Bench, values: &[&str]) {
    let records = values.iter().map(|value| (None, Some((*value).into()))).collect();
    bench.command(ClientCommand::Send(records));
}

/// When each Produce left, and its batch's (epoch, base sequence, values).
fn sent(bench: &Bench) -> Vec<(Instant, i16, i32, Vec<String>)> {
    let mut sent = Vec::new();
    for (when, request) in &bench.requests {
        let Request::Produce(request) = request else { continue };
        for (_, batch) in &request.partitions {
            let header = batch.header();
            let text = |record: crate::protocol::Record| {
                String::from_utf8(record.value.unwrap_or_default().to_vec()).unwrap()
            };
            let values = batch.records().unwrap().into_iter().map(text).collect();
            sent.push((*when, header.producer_epoch.0, header.base_sequence, values));
        }
    }
    sent
}

fn view(bench: &Bench) -> ProducerView {
    let Client::Producer(producer) = &bench.client else { panic!("a producer") };
    producer.view()
}

#[test]
fn a_batch_lingers_for_company() {
    let mut bench = bench(&spec(&[]), |_, request| answer(request, ErrorCode::None));
    bench.run_until(millis(100));
    send(&mut bench, &["warm"]);
    bench.run_until(millis(1_000));
    send(&mut bench, &["a"]);
    bench.run_until(millis(1_003));
    send(&mut bench, &["b"]);
    bench.run_until(millis(2_000));
    let last = sent(&bench).pop().unwrap();
    assert_eq!(last, (millis(1_005), 0, 1, vec!["a".into(), "b".into()]));
    assert_eq!((view(&bench).sent, view(&bench).acked), (3, 3));
}

#[test]
fn a_full_batch_does_not_wait() {
    let spec = spec(&[("linger.ms", "1000"), ("batch.size", "200")]);
    let mut bench = bench(&spec, |_, request| answer(request, ErrorCode::None));
    send(&mut bench, &["x"]);
    bench.run_until(millis(2_000));
    let (a, b) = ("a".repeat(80), "b".repeat(80));
    send(&mut bench, &[&a, &b]);
    bench.run_until(millis(2_010));
    assert_eq!(sent(&bench).len(), 2, "the first is full when the second comes");
}

#[test]
fn a_resend_has_the_same_sequence_and_order_is_kept() {
    let spec = spec(&[("linger.ms", "0")]);
    let mut bench =
        bench(&spec, |count, request| if count == 1 { None } else { answer(request, ErrorCode::None) });
    send(&mut bench, &["a"]);
    bench.run_until(millis(100));
    send(&mut bench, &["b"]);
    send(&mut bench, &["c"]);
    bench.disconnect();
    bench.run_until(millis(3_000));
    let sequences: Vec<_> =
        sent(&bench).into_iter().map(|(_, _, base, values)| (base, values.join(""))).collect();
    let expected = [(0, "a"), (1, "b"), (2, "c"), (1, "b"), (2, "c")];
    assert_eq!(sequences, expected.map(|(base, value)| (base, value.to_string())));
    let announced = bench.facts.iter().filter(|(_, fact)| matches!(fact, Fact::BatchSent { .. })).count();
    assert_eq!((announced, view(&bench).acked), (3, 3));
}

#[test]
fn a_gap_in_the_sequence_bumps_the_epoch() {
    let mut bench = bench(&spec(&[]), |count, request| {
        let error = if count == 1 { ErrorCode::OutOfOrderSequenceNumber } else { ErrorCode::None };
        answer(request, error)
    });
    send(&mut bench, &["a"]);
    bench.run_until(millis(100));
    send(&mut bench, &["b"]);
    bench.run_until(millis(1_000));
    let heads: Vec<_> = sent(&bench).into_iter().map(|(_, epoch, base, _)| (epoch, base)).collect();
    assert_eq!(heads, [(0, 0), (0, 1), (1, 0)]);
    assert_eq!(view(&bench).identity, Some((ProducerId(9), ProducerEpoch(1))));
}

#[test]
fn delivery_timeout_gives_a_batch_up() {
    let spec = spec(&[("delivery.timeout.ms", "2000"), ("request.timeout.ms", "500"), ("linger.ms", "0")]);
    let mut bench = bench(&spec, |_, request| answer(request, ErrorCode::NotEnoughReplicas));
    send(&mut bench, &["a"]);
    bench.run_until(millis(5_000));
    let failed = bench.facts.iter().find_map(|(when, fact)| match fact {
        Fact::SendFailed { error, partition, .. } => Some((*when, *error, *partition)),
        _ => None,
    });
    let (when, error, partition) = failed.expect("given up");
    assert_eq!((error, partition), (ErrorCode::RequestTimedOut, Some(at(0))));
    assert!((millis(1_900)..=millis(2_100)).contains(&when), "{when}");
    assert!(sent(&bench).len() > 3, "tried again and again");
    assert_eq!(view(&bench).failed, 1);
}

#[test]
fn acks_0_is_done_when_written() {
    let spec = ProducerSpec { rate: 10, count: Some(5), ..spec(&[("acks", "0")]) };
    let mut bench = bench(&spec, |_, _| None);
    bench.run_until(millis(2_000));
    let offsets: Vec<_> = bench
        .facts
        .iter()
        .filter_map(|(_, fact)| match fact {
            Fact::Acked { base_offset, .. } => Some(*base_offset),
            _ => None,
        })
        .collect();
    assert_eq!(offsets, [Offset::UNKNOWN; 5]);
    assert!(view(&bench).identity.is_none(), "acks=0 silently gives up idempotence");
}

#[test]
fn a_send_blocks_without_metadata_and_a_close_flushes() {
    let producer = Producer::new(
        &spec(&[("max.block.ms", "1000")]),
        ClientId(1),
        vec![BrokerId(1)],
        stream(),
        EpochMillis(0),
    );
    let mut silent = Bench::new(Client::Producer(producer), |_, _| None);
    send(&mut silent, &["a"]);
    silent.run_until(millis(1_500));
    assert_eq!(view(&silent).errors.get(&ErrorCode::RequestTimedOut), Some(&1));

    let mut bench = bench(&spec(&[("linger.ms", "60000")]), |_, request| answer(request, ErrorCode::None));
    send(&mut bench, &["a"]);
    bench.run_until(millis(50));
    assert_eq!(view(&bench).buffered, 1);
    bench.command(ClientCommand::Close);
    bench.run_until(millis(60));
    assert_eq!((bench.halt, view(&bench).acked), (Some(Halt::Stopped), 1));
}

#[test]
fn idempotence_by_kafkas_rules() {
    let of = |settings: &[(&str, &str)]| {
        let spec = spec(settings);
        idempotence(&ProducerConfig::with(&spec.config), &spec.config)
    };
    assert_eq!(of(&[]), Ok(true));
    assert_eq!(of(&[("acks", "1")]), Ok(false));
    assert_eq!(of(&[("retries", "0")]), Ok(false));
    assert!(of(&[("acks", "1"), ("enable.idempotence", "true")]).is_err());
}
