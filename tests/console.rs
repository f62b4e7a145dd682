//! Kafka's commands typed into a console against a running cluster: what they
//! print, as Kafka prints it. The snapshots are the formats; the names in them
//! stand nowhere else, so every line is computed.

use brokerscope::base::{Duration, Instant};
use brokerscope::console::ConsoleLineKind;
use brokerscope::history::History;
use brokerscope::invariants::Laws;
use brokerscope::story::ConsoleInput;
use brokerscope::world::{Action, ClusterSpec, World};
use insta::assert_snapshot;

/// A world and the consoles in it, under the eyes of the laws.
#[derive(Clone)]
struct Desk {
    world: World,
    laws: Laws,
    shown: usize,
}

impl Desk {
    fn new(brokers: i32) -> Self {
        // As Kafka's sample file has it.
        let config = [("offsets.topic.replication.factor".into(), "1".into())].into();
        Self::of(&ClusterSpec { brokers, config, ..ClusterSpec::default() })
    }

    fn of(spec: &ClusterSpec) -> Self {
        let world = World::new(spec).expect("the cluster boots");
        Self { laws: Laws::new(&world), world, shown: 0 }
    }

    fn wait(&mut self, length: Duration) {
        let until = self.world.now() + length;
        while self.world.next_at().is_some_and(|at| at <= until) {
            self.step();
        }
        self.world.wait_until(until);
        assert!(self.laws.violations().is_empty(), "{:?}", self.laws.violations());
    }

    fn step(&mut self) {
        let mut facts = Vec::new();
        self.world.step(&mut facts);
        self.laws.observe(&self.world, &facts);
    }

    fn act(&mut self, action: &Action) {
        let mut facts = Vec::new();
        self.world.act(action, &mut facts);
        self.laws.observe(&self.world, &facts);
    }

    fn press(&mut self, console: u8, input: ConsoleInput) {
        self.act(&Action::Console(console, input));
        let limit = self.world.now() + Duration::from_secs(120);
        while self.is_busy(console) && self.world.now() < limit {
            self.step();
        }
    }

    fn is_busy(&self, console: u8) -> bool {
        self.world.terminal(console).is_some_and(|terminal| terminal.is_busy())
    }

    /// Types a line and lets time run until the command is done. What console 1 shows since the last call.
    fn types(&mut self, line: &str) -> String {
        self.press(1, ConsoleInput::Line(line.into()));
        self.shown()
    }

    fn shown(&mut self) -> String {
        let terminal = self.world.terminal(1).expect("a console");
        let lines = terminal.lines().iter_from(self.shown).map(|line| {
            let mark = match line.kind {
                ConsoleLineKind::Typed => "",
                ConsoleLineKind::Out => "| ",
                ConsoleLineKind::Error => "! ",
                ConsoleLineKind::Note => "~ ",
            };
            format!("{mark}{}", line.text)
        });
        let text = lines.collect::<Vec<_>>().join("\n");
        self.shown = terminal.lines().len();
        text
    }

    /// Several lines, one after the other.
    fn script(&mut self, lines: &[&str]) -> String {
        lines.iter().map(|line| self.types(line)).collect::<Vec<_>>().join("\n")
    }
}

#[test]
fn topics_are_made_described_changed_and_deleted() {
    let mut desk = Desk::new(3);
    assert_snapshot!(desk.script(&[
        "kafka-topics.sh --create --topic zanzibar-7 --partitions 2 --replication-factor 3 --config retention.ms=60000 --bootstrap-server localhost:9092",
        "kafka-topics.sh --create --topic velo_d.or --replica-assignment 1:2,2:3 --bootstrap-server localhost:9093",
        "kafka-topics.sh --create --topic kepler --bootstrap-server localhost:9092",
        "bin/kafka-topics.sh --list --bootstrap-server localhost:9092",
        "kafka-topics --describe --topic 'zanz.*' --bootstrap-server localhost:9092",
        "kafka-topics --alter --topic kepler --partitions 3 --bootstrap-server localhost:9092",
        "kafka-topics --describe --bootstrap-server localhost:9092",
        "kafka-topics --describe --topics-with-overrides --bootstrap-server localhost:9092",
        "kafka-topics --delete --topic kepler,velo.* --bootstrap-server localhost:9092",
        "kafka-topics --list --bootstrap-server localhost:9092",
    ]));
}

#[test]
fn describe_filters_show_only_partitions_in_trouble() {
    let mut desk = Desk::new(3);
    desk.script(&[
        "kafka-topics --create --topic halley --partitions 3 --replication-factor 2 --config min.insync.replicas=2 --bootstrap-server localhost:9092",
        "kafka-topics --create --topic bopp --partitions 1 --replica-assignment 3 --bootstrap-server localhost:9092",
        "kafka-topics --create --topic solo --replica-assignment 3 --bootstrap-server localhost:9092",
    ]);
    desk.wait(Duration::from_secs(5));
    desk.act(&Action::Crash(3));
    desk.wait(Duration::from_secs(60));
    assert_snapshot!(desk.script(&[
        "kafka-topics --describe --under-replicated-partitions --bootstrap-server localhost:9092",
        "kafka-topics --describe --unavailable-partitions --bootstrap-server localhost:9092",
        "kafka-topics --describe --under-min-isr-partitions --bootstrap-server localhost:9092",
        "kafka-topics --describe --at-min-isr-partitions --bootstrap-server localhost:9092",
    ]));
}

#[test]
fn topics_errors_are_kafkas() {
    let mut desk = Desk::new(1);
    desk.types("kafka-topics --create --topic a.b --bootstrap-server localhost:9092");
    assert_snapshot!(
        desk.script(&[
            "kafka-topics --create --topic a.b --bootstrap-server localhost:9092",
            "kafka-topics --create --if-not-exists --topic a.b --bootstrap-server localhost:9092",
            "kafka-topics --create --topic a_b --bootstrap-server localhost:9092",
            "kafka-topics --create --topic 'a b' --bootstrap-server localhost:9092",
            "kafka-topics --create --topic huge --replication-factor 3 --bootstrap-server localhost:9092",
            "kafka-topics --create --topic none --partitions 0 --bootstrap-server localhost:9092",
            "kafka-topics --create --topic none --config colour=red --bootstrap-server localhost:9092",
            "kafka-topics --create --topic none --config colour --bootstrap-server localhost:9092",
            "kafka-topics --describe --topic nimbus --bootstrap-server localhost:9092",
            "kafka-topics --delete --topic nimbus --if-exists --bootstrap-server localhost:9092",
            "kafka-topics --alter --topic a.b --partitions 1 --bootstrap-server localhost:9092",
            "kafka-topics --list --topic '[' --bootstrap-server localhost:9092",
            "kafka-topics --list",
            "kafka-topics --list --zone x --bootstrap-server localhost:9092",
        ])
        .lines()
        .filter(|line| !is_help(line))
        .collect::<Vec<_>>()
        .join("\n")
    );
}

/// Lines of a help table.
fn is_help(line: &str) -> bool {
    line.starts_with("!   ") || line.starts_with("! --") && !line.starts_with("! --bootstrap-server must")
}

#[test]
fn an_absent_option_is_refused_by_name() {
    let mut desk = Desk::new(1);
    assert_snapshot!(desk.types("kafka-topics --list --command-config x --bootstrap-server localhost:9092"));
}

#[test]
fn the_usage_is_joptsimples() {
    let mut desk = Desk::new(1);
    assert_snapshot!(desk.types("kafka-topics --create --bootstrap-server localhost:9092"));
}

#[test]
fn a_cluster_that_is_down_is_waited_for_and_given_up() {
    let mut desk = Desk::new(1);
    desk.act(&Action::Crash(1));
    let shown = desk.types("kafka-topics --list --bootstrap-server localhost:9092");
    let lines: Vec<_> = shown.lines().collect();
    assert!(lines.len() > 50, "a warning a second: {shown}");
    assert_snapshot!([&lines[..3], &lines[lines.len() - 3..]].concat().join("\n"));
}

#[test]
fn the_shell_knows_what_it_does_not_know() {
    let mut desk = Desk::new(1);
    assert_snapshot!(desk.script(&[
        "kafka-topic --list",
        "bin/kafka-topic.sh",
        "kafka-topics --list | wc",
        "# nothing",
        "X=1 \\",
        "2"
    ]));
}

#[test]
fn a_console_rewinds_with_its_world() {
    let mut desk = Desk::new(3);
    desk.types("kafka-topics --create --topic rewound --partitions 3 --bootstrap-server localhost:9092");
    let mut other = desk.clone();
    let lines = [
        "kafka-topics --list --bootstrap-server localhost:9094",
        "kafka-topics --describe --bootstrap-server localhost:9092",
    ];
    let first = desk.script(&lines);
    assert_eq!(first, other.script(&lines));
    assert_eq!(desk.world.digest(), other.world.digest());
    assert!(desk.world.now() > Instant::START);
}

const AT: &str = "--bootstrap-server localhost:9092";

impl Desk {
    /// Types into any console, without waiting.
    fn types_into(&mut self, console: u8, line: &str) {
        self.press(console, ConsoleInput::Line(line.into()));
    }

    /// All that console `number` shows after its line `from`.
    fn screen(&self, console: u8) -> String {
        let terminal = self.world.terminal(console).expect("a console");
        terminal.lines().iter().map(|line| line.text.to_string()).collect::<Vec<_>>().join("\n")
    }
}

#[test]
fn what_a_console_producer_is_typed_a_console_consumer_prints() {
    let mut desk = Desk::new(3);
    desk.types(&format!("kafka-topics --create --topic gazette --partitions 2 --replication-factor 3 {AT}"));
    desk.types_into(2, &format!("kafka-console-consumer.sh --topic gazette --from-beginning --property print.key=true --property key.separator=: {AT}"));
    desk.wait(Duration::from_secs(5));
    desk.script(&[
        &format!("bin/kafka-console-producer.sh --topic gazette --property parse.key=true --property key.separator=: --property null.marker=NIL {AT}"),
        "lyon:sun",
        "nice:rain",
        "lyon:NIL",
    ]);
    desk.wait(Duration::from_secs(3));
    assert_snapshot!("consumer_before", desk.screen(2));
    let names: Vec<_> = desk.world.clients().map(|(_, spec, ..)| spec.name().to_string()).collect();
    assert_eq!(names, ["console-consumer", "console-producer"]);
    desk.press(1, ConsoleInput::EndOfInput);
    desk.press(2, ConsoleInput::Interrupt);
    assert_snapshot!("producer_after", desk.screen(1));
    assert!(desk.screen(2).ends_with("^C\nProcessed a total of 3 messages"), "{}", desk.screen(2));
    assert!(desk.world.clients().all(|(_, _, process, _)| process.is_none()), "both have ended");
}

#[test]
fn a_group_goes_on_where_it_stopped() {
    let mut desk = Desk::new(1);
    desk.script(&[
        &format!("kafka-topics --create --topic relay {AT}"),
        &format!("kafka-console-producer --topic relay {AT}"),
        "un",
        "deux",
        "trois",
        "quatre",
    ]);
    desk.wait(Duration::from_secs(2));
    desk.press(1, ConsoleInput::EndOfInput);
    desk.shown();
    let consume = format!("kafka-console-consumer --topic relay --group runners --from-beginning {AT}");
    let first = desk.types(&format!("{consume} --max-messages 3 --timeout-ms 10000"));
    assert!(first.ends_with("| un\n| deux\n| trois\n! Processed a total of 3 messages"), "{first}");
    assert_snapshot!(desk.types(&format!("{consume} --timeout-ms 4000 --property print.timestamp=true --property print.offset=true --property print.partition=true")));
    let partition = desk.types(&format!("kafka-console-consumer --topic relay --partition 0 --offset 2 --max-messages 1 --timeout-ms 9000 {AT}"));
    assert!(partition.ends_with("| trois\n! Processed a total of 1 messages"), "{partition}");
}

#[test]
fn console_clients_complain_as_kafkas_do() {
    let mut desk = Desk::new(1);
    let mut shown = desk.script(&[
        "kafka-console-producer",
        &format!("kafka-console-producer --topic x {AT} --compression-codec lz4"),
        &format!("kafka-console-producer --topic x {AT} --producer-property acks=2"),
        &format!("kafka-console-producer --topic auto-1 {AT} --property parse.key=true"),
        "no separator",
        &format!("kafka-console-consumer {AT}"),
        &format!("kafka-console-consumer --topic x --offset 3 {AT}"),
        &format!("kafka-console-consumer --topic x --partition 0 --offset soon {AT}"),
        &format!("kafka-console-consumer --topic x --partition 0 --group g {AT}"),
        &format!("kafka-console-consumer --topic auto-2 --timeout-ms 2000 {AT}"),
    ]);
    shown = shown.lines().filter(|line| !is_help(line)).collect::<Vec<_>>().join("\n");
    assert_snapshot!(shown);
}

#[test]
fn a_producer_without_broker_says_so() {
    let mut desk = Desk::new(1);
    desk.act(&Action::Crash(1));
    desk.types(&format!("kafka-console-producer --topic silence --max-block-ms 2000 {AT}"));
    desk.types("hello");
    desk.wait(Duration::from_secs(3));
    let shown = desk.screen(1);
    let lines: Vec<_> = shown.lines().collect();
    let error: Vec<_> = lines.iter().skip_while(|line| !line.contains("ERROR")).take(2).copied().collect();
    assert_snapshot!([&lines[..4], &error[..]].concat().join("\n"));
}

#[test]
fn the_first_lesson_formats_starts_and_stops_a_server() {
    let spec =
        ClusterSpec { brokers: 1, running: Some(Vec::new()), formatted: false, ..ClusterSpec::default() };
    let mut desk = Desk::of(&spec);
    let mut shown = desk.script(&[
        "bin/zookeeper-server-start.sh config/zookeeper.properties",
        "bin/kafka-server-start.sh",
        "bin/kafka-server-start.sh config/nothing.properties",
        "bin/kafka-server-start.sh config/server.properties",
        "kafka-storage.sh format -t abc -c config/server.properties",
        "KAFKA_CLUSTER_ID=\"$(bin/kafka-storage.sh random-uuid)\"",
        "bin/kafka-storage.sh format -t $KAFKA_CLUSTER_ID -c config/server.properties",
        "bin/kafka-storage.sh format --standalone -t $KAFKA_CLUSTER_ID -c config/server.properties",
        "bin/kafka-storage.sh format --standalone -t $KAFKA_CLUSTER_ID -c config/server.properties",
        "bin/kafka-storage.sh info -c config/server.properties",
        "kafka-server-stop.sh",
        "bin/kafka-server-start.sh config/server.properties",
    ]);
    desk.wait(Duration::from_secs(10));
    desk.types_into(2, &format!("kafka-topics --create --topic after-the-start {AT}"));
    assert!(desk.screen(2).ends_with("Created topic after-the-start."), "{}", desk.screen(2));
    desk.types_into(2, "bin/kafka-server-start.sh config/server.properties");
    assert!(desk.screen(2).contains("Failed to acquire lock on file .lock in /tmp/kraft-combined-logs"));
    desk.press(1, ConsoleInput::Interrupt);
    desk.wait(Duration::from_secs(1));
    shown.push_str(&format!("\n{}", desk.shown()));
    assert_snapshot!(shown);
    assert!(!desk.is_busy(1) && desk.world.terminal(1).is_some_and(|terminal| terminal.running().is_empty()));
}

#[test]
fn a_daemon_starts_and_the_stop_script_stops_all() {
    let mut desk = Desk::new(2);
    let stopped = desk.types("kafka-server-stop.sh");
    assert!(desk.world.broker_ids().all(|id| desk.world.broker(id).is_none()), "{stopped}");
    assert_snapshot!(desk.script(&[
        "kafka-server-stop.sh",
        "jps",
        "kafka-server-start.sh -daemon config/server.properties --override min.insync.replicas=2",
        "jps"
    ]));
    desk.wait(Duration::from_secs(10));
    let listed = desk.types(&format!("kafka-topics.sh --create --topic daemon-1 {AT}"));
    assert!(listed.ends_with("Created topic daemon-1."), "{listed}");
    desk.types_into(1, "kafka-server-start.sh -daemon config/server-2.properties");
    desk.wait(Duration::from_secs(10));
    assert_eq!(desk.world.image().brokers.len(), 2);
}

#[test]
fn a_file_takes_what_a_command_prints() {
    let mut desk = Desk::new(1);
    assert_snapshot!(desk.script(&[
        "echo '{\"topics\": []}' > plan.json",
        "kafka-storage.sh >> plan.json",
        "echo more >> plan.json",
        "cat plan.json",
        "ls",
        "NAME=pluto",
        "echo $NAME \"${NAME}s\" '$NAME'",
        "cat nothing",
    ]));
}

#[test]
fn console_clients_rewind_with_their_world() {
    let mut desk = Desk::new(1);
    desk.types(&format!("kafka-topics --create --topic twice {AT}"));
    desk.types(&format!("kafka-console-producer --topic twice {AT}"));
    desk.types_into(2, &format!("kafka-console-consumer --topic twice --from-beginning {AT}"));
    let mut other = Desk { shown: 0, ..desk.clone() };
    for run in [&mut desk, &mut other] {
        run.types("one");
        run.types("two");
        run.wait(Duration::from_secs(8));
        run.press(2, ConsoleInput::Interrupt);
    }
    assert!(desk.screen(2).contains("\none\ntwo\n"), "{}", desk.screen(2));
    assert_eq!(desk.screen(2), other.screen(2));
    assert_eq!(desk.world.digest(), other.world.digest());
}

#[test]
fn commits_are_printed_as_json_from_their_topic() {
    let mut desk = Desk::new(1);
    desk.script(&[
        &format!("kafka-topics --create --topic ledger {AT}"),
        &format!("kafka-console-producer --topic ledger {AT}"),
        "one",
    ]);
    desk.wait(Duration::from_secs(2));
    desk.press(1, ConsoleInput::EndOfInput);
    desk.types(&format!("kafka-console-consumer --topic ledger --group clerks --from-beginning --max-messages 1 --timeout-ms 20000 {AT}"));
    assert_snapshot!(desk.types(&format!("kafka-console-consumer --topic __consumer_offsets --from-beginning --timeout-ms 5000 --formatter org.apache.kafka.tools.consumer.OffsetsMessageFormatter {AT}")));
}

#[test]
fn any_line_leaves_the_lab_standing() {
    let mut desk = Desk::new(1);
    let long = "x".repeat(20_000);
    for line in [
        "",
        " ",
        "\"",
        "'",
        "\\",
        "$",
        "${",
        "=",
        "A=",
        "A=$(",
        "A=$(A=1)",
        ">",
        "> f",
        "echo >",
        "cat f",
        "kafka-topics.sh --",
        "kafka-topics.sh -",
        "kafka-topics.sh --topic",
        "kafka-topics.sh --=x",
        "kafka-topics.sh --create --topic t --partitions 99999999999999999999 --bootstrap-server localhost:9092",
        "kafka-topics.sh --list --bootstrap-server localhost:99999",
        "kafka-topics.sh --list --topic (((((((((( --bootstrap-server localhost:9092",
        "kafka-server-start.sh config/server-999999999999.properties",
        "kafka-storage.sh format",
        "kafka-console-consumer --topic t --partition 99999999999 --offset 5 --timeout-ms 1 --bootstrap-server localhost:9092",
        "kafka-console-consumer --topic t --max-messages -5 --timeout-ms -1 --bootstrap-server localhost:9092",
        "🦀 é\u{0}",
        &long,
        "help",
        "clear",
        "exit",
    ] {
        desk.press(1, ConsoleInput::Line(line.into()));
        desk.press(1, ConsoleInput::Interrupt);
        desk.press(1, ConsoleInput::EndOfInput);
    }
    desk.wait(Duration::from_secs(5));
    desk.types(&format!("kafka-topics.sh --create --topic still-here {AT}"));
    assert!(desk.screen(1).ends_with("Created topic still-here."), "{}", desk.screen(1));
}

#[test]
fn a_journal_of_typed_lines_replays_to_the_same_digest() {
    let world = Desk::new(1).world;
    let mut history = History::new(world, Vec::new());
    for (console, line) in [
        (1, "kafka-topics.sh --create --topic diary --bootstrap-server localhost:9092"),
        (2, "kafka-console-consumer.sh --topic diary --from-beginning --bootstrap-server localhost:9092"),
        (1, "kafka-console-producer.sh --topic diary --bootstrap-server localhost:9092"),
        (1, "dear diary"),
    ] {
        history.act(Action::Console(console, ConsoleInput::Line(line.into())));
        let to = history.world().now() + Duration::from_secs(5);
        history.advance(to, 1_000_000, |_, _| {});
    }
    let screen = |history: &History| {
        let terminal = history.world().terminal(2).map(|terminal| terminal.lines().len());
        (history.world().digest(), terminal)
    };
    let (end, events) = (screen(&history), history.world().events());
    assert_eq!(end.1, Some(2), "the line typed and the record");
    history.seek_event(history.first_event());
    assert_eq!(screen(&history).1, None, "nothing was typed yet");
    history.seek_event(events);
    assert_eq!(screen(&history), end);
}

#[test]
fn a_performance_test_reports_and_ends() {
    let mut desk = Desk::new(1);
    desk.types(&format!("kafka-topics --create --topic sprint {AT}"));
    assert_snapshot!(desk.script(&[
        "kafka-producer-perf-test.sh --topic sprint --num-records 1200 --throughput 100 --record-size 200 --producer-props bootstrap.servers=localhost:9092 acks=1",
        "kafka-producer-perf-test.sh --topic sprint --num-records 10 --record-size 1",
        "kafka-producer-perf-test.sh --topic sprint --num-records 10 --throughput -1 --record-size 1",
        "kafka-producer-perf-test.sh --topic sprint --num-records 10 --throughput -1 --payload-file x",
    ]));
    let sent: u64 = desk.world.clients().map(|(id, ..)| desk.world.sent(id)).sum();
    assert_eq!(sent, 1_200);
}
