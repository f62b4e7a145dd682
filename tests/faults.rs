//! Every fault of the closed list has an effect that can be seen.

use brokerscope::base::{Address, BrokerId, Instant};
use brokerscope::story::{Ending, Fact};
use brokerscope::world::{
    Action, BOOT, ClientSpec, ClusterSpec, ConsumerSpec, NodeName, ProducerSpec, TopicSpec, World,
};

fn world() -> World {
    let settings =
        |pairs: &[(&str, &str)]| pairs.iter().map(|(key, value)| ((*key).into(), (*value).into())).collect();
    let spec = ClusterSpec {
        brokers: 3,
        config: settings(&[("offsets.topic.num.partitions", "1"), ("group.initial.rebalance.delay.ms", "0")]),
        topics: vec![TopicSpec {
            name: "orders".into(),
            replicas: vec![vec![1, 2, 3]],
            ..TopicSpec::default()
        }],
        clients: vec![
            ClientSpec::Producer(ProducerSpec {
                name: "shop".into(),
                topic: "orders".into(),
                rate: 20,
                config: settings(&[("request.timeout.ms", "1000")]),
                ..ProducerSpec::default()
            }),
            ClientSpec::Consumer(ConsumerSpec {
                name: "reader".into(),
                group: "readers".into(),
                topics: vec!["orders".into()],
                config: settings(&[("auto.offset.reset", "earliest")]),
                ..ConsumerSpec::default()
            }),
        ],
        ..ClusterSpec::default()
    };
    let mut world = World::new(&spec).expect("the cluster boots");
    for name in ["shop", "reader"] {
        world.act(&Action::Start(name.into()), &mut Vec::new());
    }
    run(&mut world, 5);
    world
}

fn run(world: &mut World, seconds: u64) -> Vec<Fact> {
    let mut facts = Vec::new();
    let end = Instant(seconds * 1_000_000) + BOOT;
    while world.next_at().is_some_and(|at| at <= end) {
        world.step(&mut facts);
    }
    facts
}

/// What happens from the fault at 5 s to 20 s, the fault's own facts first.
fn after(action: &Action) -> (World, Vec<Fact>) {
    let mut world = world();
    let mut facts = Vec::new();
    world.act(action, &mut facts);
    assert!(facts.iter().any(|fact| matches!(fact, Fact::Acted { .. })), "{action:?}: {facts:?}");
    facts.extend(run(&mut world, 20));
    (world, facts)
}

fn ended(facts: &[Fact], broker: i32, wanted: Ending) -> bool {
    facts.contains(&Fact::Ended { node: Address::Broker(BrokerId(broker)), how: wanted })
}

fn dropped(facts: &[Fact], from: i32) -> bool {
    let from_it = Address::Broker(BrokerId(from));
    facts.iter().any(|fact| matches!(fact, Fact::Dropped { from, .. } if *from == from_it))
}

fn acked(world: &World) -> u64 {
    world.ledger().client(world.client_id("shop").expect("the shop")).acked
}

#[test]
fn stops_end_a_broker_each_in_its_own_way() {
    for (action, how) in [
        (Action::CleanStop(1), Ending::CleanStop),
        (Action::Crash(1), Ending::Crash),
        (Action::PowerCut(1), Ending::PowerCut),
        (Action::WipeDisk(1), Ending::StorageFailed),
        (Action::FullDisk(1), Ending::StorageFailed),
    ] {
        let (world, facts) = after(&action);
        assert!(ended(&facts, 1, how), "{action:?}");
        let image = world.image();
        let orders = image.topic_named("orders").expect("the topic");
        assert_ne!(orders.partitions[0].leader, BrokerId(1), "{action:?}");
    }
}

#[test]
fn cuts_drop_messages_and_heal_mends_them() {
    let node = NodeName::Node;
    for action in [
        Action::Cut(node(2), node(1)),
        Action::CutOneWay(node(2), node(1)),
        Action::Isolate(node(2)),
        Action::Link(node(2), node(1), 500, 1_000_000),
    ] {
        let (mut world, facts) = after(&action);
        assert!(dropped(&facts, 2), "{action:?}");
        let mut facts = Vec::new();
        world.act(&Action::Heal, &mut facts);
        facts.extend(run(&mut world, 25));
        let late = run(&mut world, 40);
        assert!(!dropped(&late, 2), "{action:?} was not healed");
    }
}

#[test]
fn slow_followers_and_slow_disks_slow_acknowledgements() {
    let (usual, _) = after(&Action::Heal);
    for action in [Action::SlowFetch(vec![2, 3], 3_000_000), Action::SlowDisk(1, 2_000_000)] {
        let (world, _) = after(&action);
        assert!(acked(&world) < acked(&usual), "{action:?}: {} of {}", acked(&world), acked(&usual));
    }
}

#[test]
fn a_flipped_byte_is_found() {
    let (_, facts) = after(&Action::CorruptByte(1, "orders".into(), 0, 3));
    drop(facts);
    let mut world = world();
    world.act(&Action::CorruptByte(1, "orders".into(), 0, 3), &mut Vec::new());
    let orders = brokerscope::base::TopicPartition {
        topic: world.ledger().topic_id("orders").expect("known"),
        partition: 0,
    };
    let log = world.broker(BrokerId(1)).and_then(|broker| broker.replica(orders)).expect("a replica").log();
    let batch = log.batch_at(brokerscope::base::Offset(3)).expect("a batch");
    assert!(!batch.is_intact());
}

#[test]
fn a_frozen_client_stands_still_and_a_lost_receipt_is_asked_for_again() {
    let (frozen, _) = after(&Action::Freeze("reader".into()));
    let (usual, _) = after(&Action::Heal);
    assert!(frozen.ledger().group("readers").delivered() < usual.ledger().group("readers").delivered());
    let (_, facts) = after(&Action::DropNextAck("shop".into()));
    assert!(
        facts.iter().any(|fact| matches!(fact, Fact::DuplicateDropped { .. })),
        "the leader knows the batch again"
    );
    let (_, facts) = after(&Action::Kill("reader".into()));
    assert!(
        !facts.iter().any(|fact| matches!(fact, Fact::MemberLeft { .. })),
        "a dead member is missed only after its session"
    );
}
