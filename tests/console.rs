//! Kafka's commands typed into a console against a running cluster: what they
//! print, as Kafka prints it. The snapshots are the formats; the names in them
//! stand nowhere else, so every line is computed.

use brokerscope::base::{Duration, Instant};
use brokerscope::console::ConsoleLineKind;
use brokerscope::story::ConsoleInput;
use brokerscope::world::{Action, ClusterSpec, World};
use insta::assert_snapshot;

/// A world and the consoles in it.
struct Desk {
    world: World,
    shown: usize,
}

impl Desk {
    fn new(brokers: i32) -> Self {
        Self::of(&ClusterSpec { brokers, ..ClusterSpec::default() })
    }

    fn of(spec: &ClusterSpec) -> Self {
        Self { world: World::new(spec).expect("the cluster boots"), shown: 0 }
    }

    fn wait(&mut self, length: Duration) {
        let until = self.world.now() + length;
        let mut facts = Vec::new();
        while self.world.next_at().is_some_and(|at| at <= until) {
            self.world.step(&mut facts);
            facts.clear();
        }
        self.world.wait_until(until);
    }

    fn press(&mut self, console: u8, input: ConsoleInput) {
        self.world.act(&Action::Console(console, input), &mut Vec::new());
        let mut facts = Vec::new();
        let limit = self.world.now() + Duration::from_secs(120);
        while self.is_busy(console) && self.world.now() < limit {
            self.world.step(&mut facts);
            facts.clear();
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
    desk.world.act(&Action::Crash(3), &mut Vec::new());
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
    desk.world.act(&Action::Crash(1), &mut Vec::new());
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
    let mut other = Desk { world: desk.world.clone(), shown: desk.shown };
    let lines = [
        "kafka-topics --list --bootstrap-server localhost:9094",
        "kafka-topics --describe --bootstrap-server localhost:9092",
    ];
    let first = desk.script(&lines);
    assert_eq!(first, other.script(&lines));
    assert_eq!(desk.world.digest(), other.world.digest());
    assert!(desk.world.now() > Instant::START);
}
