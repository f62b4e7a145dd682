//! The two clusters that the figures are about.

#![allow(dead_code, reason = "each bench uses its part of this")]

use brokerscope::base::Duration;
use brokerscope::history::{History, ScriptEntry};
use brokerscope::world::{
    Action, BOOT, ClientSpec, ClusterSpec, ConsumerSpec, ProducerSpec, TopicSpec, World,
};

/// How big a cluster is.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    pub brokers: i32,
    pub topics: u32,
    pub partitions: i32,
    pub producers: u32,
    pub rate: u32,
    pub consumers: u32,
}

/// 3 brokers, 12 partitions.
pub const SMALL: Size = Size { brokers: 3, topics: 2, partitions: 6, producers: 4, rate: 250, consumers: 4 };
/// 30 brokers, 1,000 partitions, 200 clients.
pub const LARGE: Size =
    Size { brokers: 30, topics: 20, partitions: 50, producers: 100, rate: 20, consumers: 100 };

/// The cluster: replication factor 3, records of 100 bytes, one a batch, `acks=all`.
pub fn cluster(size: Size) -> ClusterSpec {
    let topic = |number: u32| TopicSpec {
        name: format!("topic-{number}").into(),
        partitions: size.partitions,
        replication_factor: 3,
        ..TopicSpec::default()
    };
    let producer = |number: u32| {
        ClientSpec::Producer(ProducerSpec {
            name: format!("producer-{number}").into(),
            topic: format!("topic-{}", number % size.topics).into(),
            rate: size.rate,
            keys: (0..64).map(|key| format!("key-{key}").into()).collect(),
            size: 100,
            config: [("linger.ms".into(), "0".into()), ("batch.size".into(), "0".into())].into(),
            ..ProducerSpec::default()
        })
    };
    let consumer = |number: u32| {
        ClientSpec::Consumer(ConsumerSpec {
            name: format!("consumer-{number}").into(),
            group: format!("group-{}", number % size.topics).into(),
            topics: vec![format!("topic-{}", number % size.topics).into()],
            ..ConsumerSpec::default()
        })
    };
    ClusterSpec {
        brokers: size.brokers,
        topics: (0..size.topics).map(topic).collect(),
        clients: (0..size.producers).map(producer).chain((0..size.consumers).map(consumer)).collect(),
        config: [("offsets.topic.num.partitions".into(), "10".into())].into(),
        ..ClusterSpec::default()
    }
}

/// The cluster booted, all clients started, two seconds of traffic done.
pub fn running(size: Size) -> History {
    let spec = cluster(size);
    let world = World::new(&spec).expect("the cluster boots");
    let start = |client: &ClientSpec| ScriptEntry {
        at: brokerscope::base::Instant::START + BOOT,
        action: Some(Action::Start(client.name().clone())),
    };
    let mut history = History::new(world, spec.clients.iter().map(start).collect());
    advance_by(&mut history, Duration::from_secs(5));
    history
}

/// Lets time run on.
pub fn advance_by(history: &mut History, length: Duration) {
    let to = history.branch().head().now() + length;
    history.advance(to, u64::MAX, |_, _| {});
}

/// Lets so many events happen.
pub fn advance_events(history: &mut History, events: u64) {
    history.advance(brokerscope::base::Instant::NEVER, events, |_, _| {});
}
