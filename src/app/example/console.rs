//! Consoles of the hand-made shop: one idle after a few commands, one in which a
//! producer runs.

use crate::base::GrowList;
use crate::lab::view::{ConsoleLine, ConsoleLineKind, ConsoleView};

const IDLE: [(ConsoleLineKind, &str); 8] = [
    (ConsoleLineKind::Typed, "$ kafka-topics.sh --bootstrap-server localhost:9092 --describe --topic orders"),
    (
        ConsoleLineKind::Out,
        "Topic: orders\tTopicId: AAAAAAAAAAAAAAAAAAAAAQ\tPartitionCount: 2\tReplicationFactor: 3\tConfigs: min.insync.replicas=2",
    ),
    (
        ConsoleLineKind::Out,
        "\tTopic: orders\tPartition: 0\tLeader: 1\tReplicas: 1,2,3\tIsr: 1,3\tElr: \tLastKnownElr: ",
    ),
    (
        ConsoleLineKind::Out,
        "\tTopic: orders\tPartition: 1\tLeader: 3\tReplicas: 2,3,1\tIsr: 3,1\tElr: \tLastKnownElr: ",
    ),
    (ConsoleLineKind::Typed, "$ kafka-topics.sh --zookeeper localhost:2181 --list"),
    (
        ConsoleLineKind::Error,
        "Exception in thread \"main\" joptsimple.UnrecognizedOptionException: zookeeper is not a recognized option",
    ),
    (ConsoleLineKind::Note, "Kafka 4 has no ZooKeeper: use --bootstrap-server localhost:9092."),
    (ConsoleLineKind::Out, ""),
];

const PRODUCER: [(ConsoleLineKind, &str); 3] = [
    (ConsoleLineKind::Typed, "$ kafka-console-producer.sh --bootstrap-server localhost:9092 --topic orders"),
    (ConsoleLineKind::Typed, ">hello"),
    (ConsoleLineKind::Typed, ">world"),
];

fn lines(lines: &[(ConsoleLineKind, &str)]) -> GrowList<ConsoleLine> {
    let mut list = GrowList::new();
    for (kind, text) in lines {
        list.push(ConsoleLine { french: (*text).into(), ..ConsoleLine::new(*kind, *text) });
    }
    list
}

pub(super) fn consoles() -> Vec<ConsoleView> {
    let mut typed = GrowList::new();
    typed.push("kafka-topics.sh --bootstrap-server localhost:9092 --describe --topic orders".into());
    typed.push("kafka-topics.sh --zookeeper localhost:2181 --list".into());
    vec![
        ConsoleView {
            terminal: 1,
            lines: lines(&IDLE),
            prompt: "$ ".into(),
            typed,
            ..ConsoleView::default()
        },
        ConsoleView {
            terminal: 2,
            lines: lines(&PRODUCER),
            prompt: ">".into(),
            running: "kafka-console-producer.sh --bootstrap-server localhost:9092 --topic orders".into(),
            ..ConsoleView::default()
        },
    ]
}
