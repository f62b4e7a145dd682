//! A random cluster with random clients, and random misfortunes that befall it.
//! All of it follows from one seed.

use super::{consumer, producer, settings};
use brokerscope::base::{Duration, Instant, Stream, Text};
use brokerscope::sim::Link;
use brokerscope::world::{Action, BOOT, ClientSpec, ClusterSpec, NodeName, TopicSpec, World};

/// How long misfortunes go on.
pub const FAULTS: Duration = Duration::from_secs(60);

/// A run that follows from a seed.
#[derive(Clone, Debug)]
pub struct Plan {
    pub spec: ClusterSpec,
    pub actions: Vec<(Instant, Action)>,
    /// Bytes may rot: then a copy may stay behind for good.
    pub may_corrupt: bool,
}

impl Plan {
    pub fn of(seed: u64) -> Self {
        let mut dice = Stream::named(seed, "swarm/cluster");
        let brokers = dice.between(1, 5) as i32;
        let topics: Vec<TopicSpec> =
            (0..dice.between(1, 2)).map(|number| topic(number, brokers, &mut dice)).collect();
        let clients = clients(&topics, &mut dice);
        let mut config = settings(&[
            ("offsets.topic.num.partitions", "3"),
            ("group.initial.rebalance.delay.ms", "500"),
            ("replica.lag.time.max.ms", "5000"),
            ("log.retention.check.interval.ms", "2000"),
            ("replica.fetch.backoff.ms", "200"),
        ]);
        let copies = brokers.min(3).to_string();
        config.extend(settings(&[("offsets.topic.replication.factor", &copies)]));
        if dice.below(6) == 0 {
            config.insert("unclean.leader.election.enable".into(), "true".into());
        }
        let network = Link {
            latency: Duration(dice.between(100, 3_000)),
            jitter: Duration(dice.below(1_000)),
            loss_ppm: if dice.below(3) == 0 { dice.below(3_000) as u32 } else { 0 },
        };
        let may_corrupt = dice.below(8) == 0;
        let mut spec =
            ClusterSpec { seed, brokers, config, network, topics, clients, ..ClusterSpec::default() };
        if World::new(&spec).is_err() {
            // Too much got lost for a boot in time.
            spec.network.loss_ppm = 0;
        }
        let actions = misfortunes(&spec, may_corrupt, &mut Stream::named(seed, "swarm/faults"));
        Self { spec, actions, may_corrupt }
    }
}

fn pick<'a, T>(dice: &mut Stream, from: &'a [T]) -> &'a T {
    &from[dice.below(from.len() as u64) as usize]
}

fn topic(number: u64, brokers: i32, dice: &mut Stream) -> TopicSpec {
    let factor = dice.between(1, brokers.min(3) as u64) as i16;
    let min_isr = dice.between(1, factor as u64).to_string();
    let mut config: Vec<(Text, Text)> = vec![("min.insync.replicas".into(), min_isr.as_str().into())];
    config.push(("segment.bytes".into(), (*pick(dice, &["4096", "16384", "1048576"])).into()));
    config.push(("retention.bytes".into(), (*pick(dice, &["-1", "-1", "8192"])).into()));
    config.push(("retention.ms".into(), (*pick(dice, &["604800000", "20000"])).into()));
    if dice.below(4) == 0 {
        config.push(("flush.messages".into(), "1".into()));
    }
    TopicSpec {
        name: format!("topic{number}").as_str().into(),
        partitions: dice.between(1, 3) as i32,
        replication_factor: factor,
        replicas: Vec::new(),
        config,
    }
}

fn clients(topics: &[TopicSpec], dice: &mut Stream) -> Vec<ClientSpec> {
    let mut clients = Vec::new();
    for number in 0..dice.between(1, 3) {
        let to = pick(dice, topics).name.clone();
        let acks = *pick(dice, &["all", "all", "all", "1", "0"]);
        let in_flight = *pick(dice, &["5", "1"]);
        let idempotent = if acks == "all" && dice.below(4) > 0 { "true" } else { "false" };
        let config = [
            ("acks", acks),
            ("enable.idempotence", idempotent),
            ("max.in.flight.requests.per.connection", in_flight),
            ("delivery.timeout.ms", "15000"),
            ("request.timeout.ms", "3000"),
            ("linger.ms", *pick(dice, &["0", "5", "50"])),
        ];
        clients.push(producer(&format!("p{number}"), &to, dice.between(4, 40) as u32, &config));
    }
    for number in 0..dice.between(1, 3) {
        let from = pick(dice, topics).name.clone();
        let assignors = ["range", "cooperative-sticky", "range,cooperative-sticky"];
        // One assignor for a group: two that share none can't be in one.
        let group = dice.below(2);
        let config = [
            ("auto.offset.reset", *pick(dice, &["earliest", "latest"])),
            ("session.timeout.ms", *pick(dice, &["6000", "10000"])),
            ("heartbeat.interval.ms", "1000"),
            ("auto.commit.interval.ms", *pick(dice, &["500", "2000"])),
            ("partition.assignment.strategy", assignors[group as usize]),
            ("request.timeout.ms", "5000"),
            // A JoinGroup that got lost is given up after this and 5 s.
            ("max.poll.interval.ms", "20000"),
        ];
        clients.push(consumer(&format!("c{number}"), &format!("g{group}"), &from, &config));
    }
    clients
}

fn misfortunes(spec: &ClusterSpec, may_corrupt: bool, dice: &mut Stream) -> Vec<(Instant, Action)> {
    let mut at = Instant::START + BOOT + Duration::from_secs(5);
    let end = Instant::START + BOOT + FAULTS;
    let mut actions = Vec::new();
    while at < end {
        actions.push((at, misfortune(spec, may_corrupt, dice)));
        at = at + Duration(dice.between(100_000, 5_000_000));
    }
    actions
}

fn misfortune(spec: &ClusterSpec, may_corrupt: bool, dice: &mut Stream) -> Action {
    let broker = dice.between(1, spec.brokers as u64) as i32;
    let other = dice.between(1, spec.brokers as u64) as i32;
    let node = if dice.below(5) == 0 { ClusterSpec::CONTROLLER } else { other };
    let client = pick(dice, &spec.clients).name().clone();
    let topic = pick(dice, &spec.topics).clone();
    let partition = dice.below(topic.partitions as u64) as i32;
    let offset = dice.below(300) as i64;
    match dice.below(29) {
        0 | 1 => Action::Crash(broker),
        2 => Action::PowerCut(broker),
        3 | 4 => Action::CleanStop(broker),
        5..=9 => Action::Restart(broker),
        10 => Action::Cut(NodeName::Node(broker), NodeName::Node(node)),
        11 => Action::CutOneWay(NodeName::Node(broker), NodeName::Node(node)),
        12 => Action::Isolate(NodeName::Node(broker)),
        13 => Action::SlowFetch(vec![broker], dice.between(100_000, 8_000_000)),
        14 => Action::SlowDisk(broker, dice.between(1_000, 200_000)),
        15 if dice.below(4) == 0 => Action::FullDisk(broker),
        15..=17 => Action::Heal,
        18 => Action::Kill(client),
        19 => Action::Freeze(client),
        20 => Action::Thaw(client),
        21 => Action::Start(client),
        22 => Action::Reassign(topic.name, partition, replicas(spec.brokers, dice)),
        23 => Action::ElectPreferred(topic.name, partition),
        24 => Action::DeleteRecords(topic.name, partition, offset),
        25 => Action::AddPartitions(topic.name, topic.partitions + 1),
        26 => Action::SetTopicConfig(topic.name, "retention.bytes".into(), "16384".into()),
        27 if may_corrupt => Action::CorruptByte(broker, topic.name, partition, offset),
        27 => Action::Cut(NodeName::Client(client), NodeName::Node(broker)),
        _ if dice.below(3) == 0 => Action::Crash(ClusterSpec::CONTROLLER),
        _ => Action::Restart(ClusterSpec::CONTROLLER),
    }
}

fn replicas(brokers: i32, dice: &mut Stream) -> Vec<i32> {
    let mut ids: Vec<i32> = (1..=brokers).collect();
    dice.shuffle(&mut ids);
    let count = dice.between(1, brokers.min(3) as u64) as usize;
    ids.truncate(count);
    ids
}
