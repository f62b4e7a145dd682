//! Kafka's administrators' tools typed into a console against a running cluster: what
//! they print, as Kafka 4 prints it. The snapshots are the formats; the names in them
//! stand nowhere else, so every line is computed.

#[path = "support/desk.rs"]
mod desk;

use brokerscope::base::Duration;
use brokerscope::config::Settings;
use brokerscope::world::{Action, ClientSpec, ClusterSpec, ConsumerSpec, ProducerSpec};
use desk::Desk;
use insta::assert_snapshot;

/// Three brokers, and clients that wait to be started.
fn cluster() -> ClusterSpec {
    let producer = ProducerSpec { name: "pleiades".into(), topic: "vega".into(), ..ProducerSpec::default() };
    let reader = |name: &str, instance: Option<&str>| {
        let mut config: Settings = [("auto.offset.reset".into(), "earliest".into())].into();
        config.extend(instance.map(|id| ("group.instance.id".into(), id.into())));
        ClientSpec::Consumer(ConsumerSpec {
            name: name.into(),
            group: "comets".into(),
            topics: vec!["vega".into()],
            config,
            ..ConsumerSpec::default()
        })
    };
    ClusterSpec {
        brokers: 3,
        config: [("offsets.topic.num.partitions".into(), "5".into())].into(),
        clients: vec![
            ClientSpec::Producer(producer),
            reader("halley", None),
            reader("encke", Some("second")),
        ],
        ..ClusterSpec::default()
    }
}

/// The cluster with a topic of two partitions and six records in it.
fn with_records() -> Desk {
    let mut desk = Desk::of(&cluster());
    desk.wait(Duration::from_secs(20));
    desk.types(
        "kafka-topics --create --topic vega --replica-assignment 1:2,2:3 --bootstrap-server localhost:9092",
    );
    desk.act(&Action::Start("pleiades".into()));
    desk.wait(Duration::from_secs(2));
    for records in [["a", "b"], ["c", "d"], ["e", "f"]] {
        let records = records.map(|key| (key.into(), format!("light of {key}").into()));
        desk.act(&Action::Send("pleiades".into(), records.into()));
        desk.wait(Duration::from_secs(1));
    }
    desk
}

fn with_group() -> Desk {
    let mut desk = with_records();
    desk.act(&Action::Start("halley".into()));
    desk.act(&Action::Start("encke".into()));
    desk.wait(Duration::from_secs(20));
    desk
}

#[test]
fn groups_are_listed_and_described() {
    let mut desk = with_group();
    assert_snapshot!(desk.script(&[
        "kafka-consumer-groups.sh --bootstrap-server localhost:9092 --list",
        "kafka-consumer-groups --bootstrap-server localhost:9092 --list --state",
        "kafka-consumer-groups --bootstrap-server localhost:9092 --list --state stable,empty --type classic",
        "kafka-consumer-groups --bootstrap-server localhost:9092 --describe --group comets",
        "kafka-consumer-groups --bootstrap-server localhost:9092 --describe --group comets --verbose",
        "kafka-consumer-groups --bootstrap-server localhost:9092 --describe --group comets --members",
        "kafka-consumer-groups --bootstrap-server localhost:9092 --describe --all-groups --members --verbose",
        "kafka-consumer-groups --bootstrap-server localhost:9092 --describe --group comets --state",
        "kafka-consumer-groups --bootstrap-server localhost:9092 --describe --group comets --state --verbose",
        "kafka-consumer-groups --bootstrap-server localhost:9092 --reset-offsets --group comets --topic vega --to-earliest --execute",
        "kafka-consumer-groups --bootstrap-server localhost:9092 --delete --group comets",
        "kafka-consumer-groups --bootstrap-server localhost:9092 --delete-offsets --group comets --topic vega",
    ]));
}

#[test]
fn a_stopped_group_is_reset_and_deleted() {
    let mut desk = with_group();
    desk.act(&Action::Stop("halley".into()));
    desk.act(&Action::Kill("encke".into()));
    desk.wait(Duration::from_secs(60));
    assert_snapshot!(desk.script(&[
        "kafka-consumer-groups --bootstrap-server localhost:9092 --describe --group comets",
        "kafka-consumer-groups --bootstrap-server localhost:9092 --reset-offsets --group comets --topic vega --to-earliest",
        "kafka-consumer-groups --bootstrap-server localhost:9092 --reset-offsets --group comets --topic vega:1 --to-earliest --execute",
        "kafka-consumer-groups --bootstrap-server localhost:9092 --reset-offsets --group comets --all-topics --shift-by 1 --dry-run",
        "kafka-consumer-groups --bootstrap-server localhost:9092 --reset-offsets --group comets --all-topics --shift-by -99 --dry-run",
        "kafka-consumer-groups --bootstrap-server localhost:9092 --reset-offsets --group comets --topic vega --to-offset 99 --execute",
        "kafka-consumer-groups --bootstrap-server localhost:9092 --reset-offsets --group comets --topic vega --to-current --dry-run",
        "kafka-consumer-groups --bootstrap-server localhost:9092 --reset-offsets --group comets --topic vega --to-latest --dry-run --export",
        "kafka-consumer-groups --bootstrap-server localhost:9092 --reset-offsets --group comets --topic vega --to-datetime 2025-01-01T00:00:00.000 --dry-run",
        "kafka-consumer-groups --bootstrap-server localhost:9092 --reset-offsets --group comets --topic vega --by-duration PT1S --dry-run",
        "kafka-consumer-groups --bootstrap-server localhost:9092 --reset-offsets --group meteors --topic vega --to-earliest --execute",
        "kafka-consumer-groups --bootstrap-server localhost:9092 --describe --all-groups",
        "kafka-consumer-groups --bootstrap-server localhost:9092 --delete-offsets --group comets --topic vega:0",
        "kafka-consumer-groups --bootstrap-server localhost:9092 --describe --group comets --offsets",
        "kafka-consumer-groups --bootstrap-server localhost:9092 --delete --group comets --group nobody",
        "kafka-consumer-groups --bootstrap-server localhost:9092 --delete --group meteors",
        "kafka-consumer-groups --bootstrap-server localhost:9092 --list",
    ]));
}

#[test]
fn wrong_group_commands_are_refused_as_kafka_does() {
    let mut desk = with_records();
    let answers = desk.script(&[
        "kafka-consumer-groups --list",
        "kafka-consumer-groups --bootstrap-server localhost:9092",
        "kafka-consumer-groups --bootstrap-server localhost:9092 --list --describe --all-groups",
        "kafka-consumer-groups --bootstrap-server localhost:9092 --describe",
        "kafka-consumer-groups --bootstrap-server localhost:9092 --describe --group g --members --state",
        "kafka-consumer-groups --bootstrap-server localhost:9092 --describe --group nobody",
        "kafka-consumer-groups --bootstrap-server localhost:9092 --list --state sleepy",
        "kafka-consumer-groups --bootstrap-server localhost:9092 --reset-offsets --group g --to-earliest --dry-run",
        "kafka-consumer-groups --bootstrap-server localhost:9092 --reset-offsets --group g --topic vega --dry-run",
        "kafka-consumer-groups --bootstrap-server localhost:9092 --reset-offsets --group g --topic vega --dry-run --to-earliest --to-latest",
        "kafka-consumer-groups --bootstrap-server localhost:9092 --reset-offsets --group g --topic nowhere --dry-run --to-earliest",
        "kafka-consumer-groups --bootstrap-server localhost:9092 --reset-offsets --group g --topic vega:x --dry-run --to-earliest",
        "kafka-consumer-groups --bootstrap-server localhost:9092 --reset-offsets --group g --topic vega --dry-run --to-datetime demain",
        "kafka-consumer-groups --bootstrap-server localhost:9092 --reset-offsets --group g --topic vega --dry-run --shift-by 1",
        "kafka-consumer-groups --bootstrap-server localhost:9092 --delete-offsets --group g --topic vega",
        "kafka-consumer-groups --bootstrap-server localhost:9092 --delete --group nobody",
        "kafka-consumer-groups --bootstrap-server localhost:9092 --list --command-config admin.properties",
    ]);
    assert_snapshot!(desk::without_help(&answers));
}

#[test]
fn settings_are_described_and_changed() {
    let mut desk = with_records();
    let answers = desk.script(&[
        "kafka-configs.sh --bootstrap-server localhost:9092 --alter --entity-type topics --entity-name vega --add-config retention.ms=5000,cleanup.policy=[compact,delete]",
        "kafka-configs --bootstrap-server localhost:9092 --describe --topic vega",
        "kafka-configs --bootstrap-server localhost:9092 --describe --entity-type topics --entity-name vega --all",
        "kafka-configs --bootstrap-server localhost:9092 --alter --topic vega --delete-config retention.ms,cleanup.policy",
        "kafka-configs --bootstrap-server localhost:9092 --describe --topic vega",
        "kafka-configs --bootstrap-server localhost:9092 --alter --entity-type brokers --entity-default --add-config min.insync.replicas=2",
        "kafka-configs --bootstrap-server localhost:9092 --alter --broker 2 --add-config log.retention.ms=1000",
        "kafka-configs --bootstrap-server localhost:9092 --describe --entity-type brokers",
        "kafka-configs --bootstrap-server localhost:9092 --describe --broker 2 --all",
        // What goes wrong.
        "kafka-configs --bootstrap-server localhost:9092 --alter --topic vega --add-config colour=red",
        "kafka-configs --bootstrap-server localhost:9092 --alter --topic vega --add-config retention.ms=soon",
        "kafka-configs --bootstrap-server localhost:9092 --alter --topic vega --add-config retention.ms",
        "kafka-configs --bootstrap-server localhost:9092 --alter --topic vega --delete-config retention.ms",
        "kafka-configs --bootstrap-server localhost:9092 --alter --topic nowhere --add-config retention.ms=1",
        "kafka-configs --bootstrap-server localhost:9092 --describe --topic nowhere",
        "kafka-configs --bootstrap-server localhost:9092 --alter --broker 2 --add-config num.partitions=3",
        "kafka-configs --bootstrap-server localhost:9092 --alter --entity-type topics --add-config retention.ms=1",
        "kafka-configs --bootstrap-server localhost:9092 --alter --topic vega",
        "kafka-configs --bootstrap-server localhost:9092 --describe --entity-type stars",
        "kafka-configs --bootstrap-server localhost:9092 --describe --entity-type users",
        "kafka-configs --bootstrap-server localhost:9092 --describe",
        "kafka-configs --describe --topic vega",
        "kafka-configs --bootstrap-server localhost:9092 --describe --broker one",
    ]);
    assert_snapshot!(desk::without_help(&answers));
}

#[test]
fn leaders_are_elected_and_replicas_moved() {
    let mut desk = with_records();
    desk.act(&Action::Crash(1));
    desk.wait(Duration::from_secs(20));
    desk.types("kafka-leader-election --bootstrap-server localhost:9093 --election-type preferred --topic vega --partition 0");
    desk.act(&Action::Restart(1));
    desk.wait(Duration::from_secs(20));
    let answers = desk.script(&[
        "kafka-leader-election.sh --bootstrap-server localhost:9092 --election-type preferred --topic vega --partition 0",
        "kafka-leader-election --bootstrap-server localhost:9092 --election-type preferred --topic vega --partition 0",
        "kafka-leader-election --bootstrap-server localhost:9092 --election-type PREFERRED --all-topic-partitions",
        "kafka-leader-election --bootstrap-server localhost:9092 --election-type unclean --path-to-json-file '{\"partitions\":[{\"topic\":\"vega\",\"partition\":1}]}'",
        "kafka-leader-election --bootstrap-server localhost:9092 --election-type unclean --topic nowhere --partition 1",
        "kafka-leader-election --election-type preferred",
        "kafka-leader-election --bootstrap-server localhost:9092 --election-type preferred",
        "kafka-leader-election --bootstrap-server localhost:9092 --election-type preferred --topic vega",
        "kafka-leader-election --bootstrap-server localhost:9092 --election-type clean --all-topic-partitions",
        "kafka-reassign-partitions.sh --bootstrap-server localhost:9092 --list",
        "kafka-reassign-partitions --bootstrap-server localhost:9092 --generate --broker-list 1,2,3 --topics-to-move-json-file '{\"topics\":[{\"topic\":\"vega\"}],\"version\":1}'",
        "kafka-reassign-partitions --bootstrap-server localhost:9092 --execute --reassignment-json-file '{\"version\":1,\"partitions\":[{\"topic\":\"vega\",\"partition\":0,\"replicas\":[3,1]}]}'",
        "kafka-reassign-partitions --bootstrap-server localhost:9092 --verify --reassignment-json-file '{\"version\":1,\"partitions\":[{\"topic\":\"vega\",\"partition\":0,\"replicas\":[3,1]}]}'",
    ]);
    assert_snapshot!(desk::without_help(&answers));
}

#[test]
fn a_move_can_be_watched_and_called_off() {
    let mut desk = with_records();
    desk.act(&Action::Crash(3));
    desk.wait(Duration::from_secs(1));
    // Broker 3 is still registered: it can be the target, and never catches up.
    let plan = "'{\"version\":1,\"partitions\":[{\"topic\":\"vega\",\"partition\":0,\"replicas\":[1,3]}]}'";
    let with = |action: &str| {
        format!(
            "kafka-reassign-partitions --bootstrap-server localhost:9092 {action} --reassignment-json-file {plan}"
        )
    };
    let answers = desk.script(&[
        &with("--execute"),
        "kafka-reassign-partitions --bootstrap-server localhost:9092 --list",
        &with("--verify"),
        &with("--execute"),
        &with("--cancel"),
        &with("--cancel"),
        &with("--verify"),
        "kafka-topics --describe --topic vega --bootstrap-server localhost:9092",
        &with("--execute --throttle 1000"),
        &with("--execute --disable-rack-aware"),
        "kafka-reassign-partitions --bootstrap-server localhost:9092 --execute",
        "kafka-reassign-partitions --bootstrap-server localhost:9092",
        "echo '{\"topics\":[{\"topic\":\"vega\"}],\"version\":1}' > topics.json",
        "kafka-reassign-partitions --bootstrap-server localhost:9092 --generate --broker-list 1,2 --topics-to-move-json-file topics.json",
        "kafka-reassign-partitions --bootstrap-server localhost:9092 --execute --reassignment-json-file missing.json",
        "kafka-reassign-partitions --bootstrap-server localhost:9092 --execute --reassignment-json-file '{\"partitions\":[{\"topic\":\"vega\",\"partition\":0,\"replicas\":[9]}]}'",
        "kafka-reassign-partitions --bootstrap-server localhost:9092 --execute --reassignment-json-file '{\"partitions\":[{\"topic\":\"nowhere\",\"partition\":0,\"replicas\":[1]}]}'",
        "kafka-reassign-partitions --bootstrap-server localhost:9092 --execute --reassignment-json-file '{\"partitions\":[{\"topic\":\"vega\",\"partition\":0,\"replicas\":[1,1]}]}'",
        "kafka-reassign-partitions --bootstrap-server localhost:9092 --execute --reassignment-json-file '{\"partitions\":'",
    ]);
    assert_snapshot!(desk::without_help(&answers));
}

#[test]
fn offsets_and_files_are_those_of_the_log() {
    let mut desk = with_records();
    let answers = desk.script(&[
        "kafka-get-offsets.sh --bootstrap-server localhost:9092 --topic vega",
        "kafka-get-offsets --bootstrap-server localhost:9092 --topic vega --time earliest",
        "kafka-get-offsets --bootstrap-server localhost:9092 --topic vega --time -3",
        "kafka-get-offsets --bootstrap-server localhost:9092 --topic-partitions 'v.*:1-,x:0' --time 1735689600000",
        "kafka-get-offsets --bootstrap-server localhost:9092 --topic vega --time 9999999999999",
        "kafka-get-offsets --bootstrap-server localhost:9092 --topic nowhere",
        "kafka-get-offsets --bootstrap-server localhost:9092 --topic vega --time hier",
        "kafka-get-offsets --bootstrap-server localhost:9092 --topic vega --topic-partitions vega:0",
        "kafka-delete-records.sh --bootstrap-server localhost:9092 --offset-json-file '{\"partitions\":[{\"topic\":\"vega\",\"partition\":0,\"offset\":1},{\"topic\":\"vega\",\"partition\":7,\"offset\":1}],\"version\":1}'",
        "kafka-get-offsets --bootstrap-server localhost:9092 --topic vega --time earliest",
        "kafka-dump-log.sh --files /tmp/kraft-combined-logs/vega-0/00000000000000000000.log",
        "kafka-dump-log --print-data-log --files /tmp/kraft-broker-logs-2/vega-1/00000000000000000000.log",
        "kafka-dump-log --print-data-log --skip-record-metadata --files /tmp/kraft-broker-logs-2/vega-1/00000000000000000000.log",
        "kafka-dump-log --files /tmp/kraft-combined-logs/vega-0/00000000000000000000.index,/tmp/kraft-combined-logs/vega-0/00000000000000000000.timeindex,/tmp/kraft-combined-logs/vega-0/leader-epoch-checkpoint",
        "ls /tmp/kraft-combined-logs",
        "ls -l /tmp/kraft-combined-logs/vega-0/",
        "cat /tmp/kraft-combined-logs/vega-0/leader-epoch-checkpoint",
        "kafka-dump-log --files /tmp/kraft-combined-logs/nowhere-0/00000000000000000000.log",
        "kafka-dump-log --files x.log",
        "kafka-dump-log",
        "kafka-dump-log --cluster-metadata-decoder --files x.log",
    ]);
    assert_snapshot!(desk::without_help(&answers));
}

#[test]
fn indexes_snapshots_and_commits_can_be_read() {
    let mut spec = cluster();
    spec.config.insert("log.segment.bytes".into(), "200".into());
    spec.config.insert("log.index.interval.bytes".into(), "50".into());
    let mut desk = Desk::of(&spec);
    desk.wait(Duration::from_secs(20));
    desk.types("kafka-topics --create --topic vega --replica-assignment 1 --bootstrap-server localhost:9092");
    desk.act(&Action::Start("pleiades".into()));
    desk.act(&Action::Start("halley".into()));
    desk.wait(Duration::from_secs(2));
    for key in ["a", "b", "c", "d"] {
        desk.act(&Action::Send("pleiades".into(), vec![(key.into(), "x".into())]));
        desk.wait(Duration::from_secs(3));
    }
    desk.wait(Duration::from_secs(10));
    let dir = "/tmp/kraft-combined-logs/vega-0";
    let coordinator = desk
        .types("kafka-consumer-groups --bootstrap-server localhost:9092 --describe --group comets --state");
    assert!(coordinator.contains("localhost:"), "{coordinator}");
    let answers = desk.script(&[
        &format!("kafka-dump-log --files {dir}/00000000000000000000.log,{dir}/00000000000000000000.index"),
        &format!("kafka-dump-log --files {dir}/00000000000000000000.timeindex,{dir}/00000000000000000002.snapshot"),
        &format!("kafka-dump-log --index-sanity-check --files {dir}/00000000000000000000.index,{dir}/00000000000000000000.timeindex"),
        "kafka-get-offsets --bootstrap-server localhost:9092 --topic __consumer_offsets --exclude-internal-topics",
    ]);
    assert_snapshot!(answers);
    // The commits, on whichever broker and partition they are.
    let offsets =
        desk.types("kafka-get-offsets --bootstrap-server localhost:9092 --topic __consumer_offsets");
    let partition = offsets
        .lines()
        .find_map(|line| line.strip_prefix("| __consumer_offsets:").filter(|rest| !rest.ends_with(":0")))
        .and_then(|rest| rest.split(':').next())
        .expect("a partition with commits");
    let dumped = [1, 2, 3].map(|broker| {
        let root = if broker == 1 {
            "kraft-combined-logs".to_owned()
        } else {
            format!("kraft-broker-logs-{broker}")
        };
        let path = format!("/tmp/{root}/__consumer_offsets-{partition}/00000000000000000000.log");
        desk.types(&format!("kafka-dump-log --offsets-decoder --files {path}"))
    });
    let all = dumped.join("\n");
    assert!(all.contains(r#"key: {"type":"2","data":{"group":"comets"}}"#), "{all}");
    assert!(all.contains(r#"key: {"type":"1","data":{"group":"comets","topic":"vega","partition":0}} payload: {"version":"3","data":{"offset":"#), "{all}");
    assert!(all.contains(r#""protocol":"range""#), "{all}");
}

#[test]
fn damage_is_shown() {
    let mut desk = with_records();
    desk.act(&Action::CorruptByte(2, "vega".into(), 1, 1));
    let answer =
        desk.types("kafka-dump-log --files /tmp/kraft-broker-logs-2/vega-1/00000000000000000000.log");
    let valid: Vec<bool> =
        answer.lines().filter_map(|line| line.rsplit_once("isvalid: ")?.1.parse().ok()).collect();
    assert_eq!(valid.iter().filter(|valid| !**valid).count(), 1, "{answer}");
    let follower =
        desk.types("kafka-dump-log --files /tmp/kraft-broker-logs-3/vega-1/00000000000000000000.log");
    assert!(!follower.contains("isvalid: false") && follower.contains("isvalid: true"), "{follower}");
}

#[test]
fn the_quorum_and_the_versions_are_told() {
    let mut desk = with_records();
    let answers = desk.script(&[
        "kafka-metadata-quorum.sh --bootstrap-server localhost:9092 describe --status",
        "kafka-metadata-quorum --bootstrap-server localhost:9092 describe --replication",
        "kafka-metadata-quorum --bootstrap-server=localhost:9092 describe --replication --human-readable",
        "kafka-metadata-quorum --bootstrap-server localhost:9092 describe",
        "kafka-metadata-quorum --bootstrap-server localhost:9092 describe --status --replication",
        "kafka-metadata-quorum describe --status",
        "kafka-metadata-quorum --bootstrap-server localhost:9092 add-controller",
        "kafka-metadata-quorum --bootstrap-server localhost:9092 vote",
        "kafka-metadata-quorum --bootstrap-server localhost:9092 describe --colour",
        "kafka-broker-api-versions.sh --bootstrap-server localhost:9092",
        "kafka-broker-api-versions",
        "kafka-acls.sh --list --bootstrap-server localhost:9092",
    ]);
    assert_snapshot!(desk::without_help(&answers));
}

#[test]
fn a_cluster_that_is_down_is_given_up_on() {
    let mut desk = with_records();
    for broker in 1..=3 {
        desk.act(&Action::Crash(broker));
    }
    let lines = [
        "kafka-consumer-groups --bootstrap-server localhost:9092 --list",
        "kafka-configs --bootstrap-server localhost:9092 --describe --topic vega",
        "kafka-leader-election --bootstrap-server localhost:9092 --election-type preferred --all-topic-partitions",
        "kafka-reassign-partitions --bootstrap-server localhost:9092 --list",
        "kafka-get-offsets --bootstrap-server localhost:9092",
        "kafka-metadata-quorum --bootstrap-server localhost:9092 describe --status",
        "kafka-broker-api-versions --bootstrap-server localhost:9092",
    ];
    let answers = desk.script(&lines);
    // The warnings of the client's log repeat until it gives up.
    let told = answers.lines().filter(|line| !line.contains("WARN")).collect::<Vec<_>>().join("\n");
    assert!(answers.contains("Connection to node -1 (localhost/127.0.0.1:9092) could not be established."));
    assert_snapshot!(told);
}
