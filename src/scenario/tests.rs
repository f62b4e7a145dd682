//! The shipped files, and what each slip of an author is told, in both languages.

use super::*;
use crate::text::Lang;

fn problems(text: &str) -> Vec<Problem> {
    Scenario::parse("a.ron", text.as_bytes()).err().unwrap_or_default()
}

#[test]
fn shipped_files_parse_without_warnings() {
    for shipped in library() {
        let name = format!("{}.ron", shipped.id);
        match Scenario::parse(&name, shipped.bytes) {
            Ok(scenario) => {
                assert_eq!(&*scenario.id, shipped.id);
                let warnings: Vec<String> = scenario.warnings.iter().map(|w| w.plain(Lang::En)).collect();
                assert!(warnings.is_empty(), "{}", warnings.join("\n"));
            }
            Err(problems) => {
                let texts: Vec<String> = problems.iter().map(|p| p.plain(Lang::En)).collect();
                panic!("{}", texts.join("\n"));
            }
        }
    }
}

/// A small valid file; each test spoils one thing in it.
const GOOD: &str = r#"Scenario(
  format: 1,
  id: "a",
  title: (en: "A", fr: "A"),
  goal: (en: "B", fr: "B"),
  minutes: 5, level: 1,
  cluster: (
    seed: 1, brokers: 2,
    config: {"offsets.topic.replication.factor": "2"},
    topics: [
      (name: "paiements", partitions: 2, rf: 2),
    ],
  ),
  actors: [
    Producer(name: "caisse", topic: "paiements", rate: 5, config: {"acks": "1"}),
    Consumer(name: "compta", group: "compta", topics: ["paiements"]),
  ],
  timeline: [
    (at: "0s", do: Start("caisse")),
    (at: "3s", do: PowerCut(1), mark: "cut"),
    (at: "5s", do: Pause),
  ],
  expect: [
    (at: "2s", is: Is(Leader("paiements", 0), 1)),
  ],
)
"#;

/// What stands in the good file, and what an author wrote instead.
const SLIPS: &[(&str, &str)] = &[
    ("rate: 5, config", "rat: 5, config"),
    ("Start(\"caisse\")", "Strat(\"caisse\")"),
    ("Start(\"caisse\")", "Start(\"caise\")"),
    ("Start(\"caisse\")", "Start()"),
    ("Start(\"caisse\")", "Start"),
    ("Start(\"caisse\")", "Start(\"caisse\", 1)"),
    ("Start(\"caisse\")", "Start(caisse)"),
    ("Start(\"caisse\")", "Start(a: \"caisse\")"),
    ("Start(\"caisse\")", "Link(from: 1, too: 2, latency: \"1s\")"),
    ("Start(\"caisse\")", "Link(from: 1, to: 2)"),
    ("Start(\"caisse\")", "SlowFetch([1], \"1s\")"),
    ("partitions: 2, rf: 2", "partition: 2, rf: 2"),
    ("partitions: 2, rf: 2", "partitions: 2"),
    ("partitions: 2, rf: 2", "partitions: \"2\", rf: 2"),
    ("partitions: 2, rf: 2", "partitions: 2.5, rf: 2"),
    ("partitions: 2, rf: 2", "partitions: 99999999999, rf: 2"),
    ("partitions: 2, rf: 2", "partitions: 2, rf: 3"),
    (
        "partitions: 2, rf: 2",
        "partitions: 2, rf: 2, config: {\"retention.msx\": \"5s\", \"segment.ms\": \"soon\"}",
    ),
    ("partitions: 2, rf: 2", "partitions: 2, rf: 2, config: {\"retention.ms\": 5}"),
    ("partitions: 2, rf: 2", "partitions: 2, rf: 2, config: (a: 5)"),
    ("partitions: 2, rf: 2", "partitions: 2, rf: 2, replicas: [[1, 1], [1, 7]]"),
    ("(en: \"A\", fr: \"A\")", "{en: \"A\", fr: \"A\"}"),
    ("(en: \"A\", fr: \"A\")", "{\"en\": \"A\", \"fr\": \"A\"}"),
    ("(en: \"A\", fr: \"A\")", "\"A\""),
    ("(en: \"A\", fr: \"A\")", "(en: \"A\")"),
    ("(en: \"A\", fr: \"A\")", "(en: “A”, fr: «A»)"),
    ("(en: \"A\", fr: \"A\")", "(en: 'A', fr: \"A\")"),
    ("(en: \"A\", fr: \"A\")", "(en:\u{a0}\"A\", fr: \"A\")"),
    ("(en: \"A\", fr: \"A\")", "(en: \"A, fr: \"A\")"),
    ("(en: \"A\", fr: \"A\")", "(en: \"A\", fr: \"A)"),
    ("(en: \"A\", fr: \"A\")", "(en: \"A\" fr: \"A\")"),
    ("(en: \"A\", fr: \"A\")", "(en = \"A\", fr: \"A\")"),
    ("(en: \"A\", fr: \"A\")", "(en: \"A\\q\", fr: \"A\")"),
    ("Start(\"caisse\")),", "Start(\"caisse\"),"),
    ("rf: 2),\n    ],\n  ),", "rf: 2),\n    ],\n"),
    ("rf: 2),\n    ],", "rf: 2),\n"),
    ("expect: [", "expects: (["),
    ("fr: \"B\")", "fr: \"\")"),
    ("Pause", "Rewind(\"cut\")"),
    ("mark: \"cut\"", "mark: \"cut\", at: \"1s\""),
    ("id: \"a\"", "id: \"A b\""),
    ("format: 1", "clusters: {\"a\": (seed: 1)}, format: 1"),
    ("\"3s\"", "\"2.5sec\""),
    ("\"3s\"", "3"),
    ("\"5s\"", "\"1s\""),
    ("PowerCut(1)", "PowerCut(7)"),
    ("PowerCut(1)", "Cut(1, \"caise\")"),
    ("PowerCut(1)", "Cut(1, true)"),
    ("PowerCut(1)", "Sql(\"select\")"),
    ("Leader(\"paiements\", 0)", "Leder(\"paiements\", 0)"),
    ("Leader(\"paiements\", 0)", "Leader(\"paiement\", 0)"),
    ("Leader(\"paiements\", 0)", "Leader(\"paiements\", 2)"),
    ("Leader(\"paiements\", 0)", "Leader(\"paiements\")"),
    ("Leader(\"paiements\", 0)", "KeysBelowActive(\"paiements\", 0)"),
    ("Is(Leader(\"paiements\", 0), 1)", "Is(Leader(\"paiements\", 0), \"x\")"),
    ("Is(Leader(\"paiements\", 0), 1)", "Is(BrokerState(1), \"runing\")"),
    ("format: 1", "format: 2"),
    ("brokers: 2", "brokers: 200"),
    ("seed: 1,", "seed: 1, mode: ZooKeeper,"),
    ("\"acks\": \"1\"", "\"acks\": \"1\", \"acks\": \"2\""),
    ("Scenario(", "Senario("),
    ("minutes: 5, ", ""),
    ("minutes: 5, ", "minutes: 5, minutes: 6, mintes: 4, "),
    ("actors: [", "actors: ("),
    ("\n)\n", "\n)\nx"),
    ("at: \"2s\", is", "at: \"90s\", is"),
    ("at: \"2s\", is", "is"),
];

fn report(lang: Lang) -> String {
    let mut out = String::new();
    for (from, to) in SLIPS {
        assert!(GOOD.contains(from), "{from}");
        let found = problems(&GOOD.replacen(from, to, 1));
        assert!(!found.is_empty(), "{from} -> {to}");
        for problem in found {
            out.push_str(&problem.plain(lang));
            out.push('\n');
        }
        out.push('\n');
    }
    out
}

#[test]
fn each_slip_is_told_in_english() {
    assert!(problems(GOOD).is_empty());
    insta::assert_snapshot!(report(Lang::En));
}

#[test]
fn each_slip_is_told_in_french() {
    insta::assert_snapshot!(report(Lang::Fr));
}

#[test]
fn files_that_are_no_text() {
    let kind = |bytes: &[u8]| {
        let problems = Scenario::parse("a.ron", bytes).err().unwrap_or_default();
        problems.first().map(|problem| (problem.kind(), problem.location()))
    };
    assert_eq!(kind(b""), Some(("empty-file", "a.ron:1:1".into())));
    assert_eq!(kind(b" \n"), Some(("empty-file", "a.ron:1:1".into())));
    assert_eq!(kind(b"Scenario(\n  a\xff"), Some(("not-utf8", "a.ron:2:4".into())));
    assert_eq!(kind(&vec![b' '; (4 << 20) + 1]), Some(("too-large", "a.ron:1:1".into())));
    assert_eq!(kind("(".repeat(100_000).as_bytes()), Some(("too-deep", "a.ron:1:65".into())));
    let with_mark = format!("\u{feff}{GOOD}");
    assert!(Scenario::parse("a.ron", with_mark.as_bytes()).is_ok());
    assert!(Scenario::parse("a.ron", GOOD.replace('\n', "\r\n").as_bytes()).is_ok());
}

#[test]
fn sizes_are_refused_before_anything_is_built() {
    let kinds = |from: &str, to: &str| -> Vec<&str> {
        problems(&GOOD.replacen(from, to, 1)).iter().map(Problem::kind).collect()
    };
    assert_eq!(kinds("partitions: 2", "partitions: 2000000000"), ["too-many-partitions"]);
    assert_eq!(kinds("rate: 5", "rate: 1000000"), ["rate-too-high"]);
    assert_eq!(kinds("\"3s\"", "\"500d\""), ["long-length"]);
    let crowd = "Consumer(name: \"x\", group: \"g\", topics: [\"paiements\"]),".repeat(501);
    assert_eq!(kinds("actors: [", &format!("actors: [{crowd}")), ["too-many-actors"]);
}

#[test]
fn several_slips_are_told_at_once() {
    let text = GOOD
        .replace("rate: 5", "rat: 5")
        .replace("Pause", "Puase")
        .replace("\"3s\"", "\"3sec\"")
        .replace("Leader(", "Leder(");
    let lines: Vec<usize> = problems(&text).iter().map(|problem| problem.line).collect();
    assert_eq!(lines, [15, 20, 21, 24]);
}

#[test]
fn doubts_do_not_refuse_a_file() {
    let text = GOOD.replace("rf: 2)", "rf: 2, config: {\"min.insync.replicas\": \"2\"})");
    let scenario = Scenario::parse("a.ron", text.as_bytes()).expect("only doubtful");
    let kinds: Vec<&str> = scenario.warnings.iter().map(Problem::kind).collect();
    assert_eq!(kinds, ["min-insync-equals-rf"]);
    assert!(scenario.warnings[0].headline(Lang::Fr).starts_with("a.ron:11:81: attention\u{202f}:"));
}

#[test]
fn a_graphical_report_starts_with_the_place() {
    let text = GOOD.replace("rf: 2)", "rf: 9)");
    let drawn = problems(&text)[0].graphical(Lang::En, &text);
    assert!(drawn.starts_with("a.ron:11:46: error: "), "{drawn}");
    assert!(drawn.contains("rf: 9"), "{drawn}");
}

#[test]
fn a_scenario_becomes_a_world() {
    let scenario = Scenario::parse("a.ron", GOOD.as_bytes()).expect("good");
    let spec = scenario.cluster_spec();
    assert_eq!((spec.brokers, spec.topics.len(), spec.clients.len()), (2, 1, 2));
    let moments = scenario.moments();
    assert_eq!(moments.len(), 3);
    assert_eq!(moments[1].deed, Deed::World(crate::world::Action::PowerCut(1)));
    assert_eq!(scenario.mark("cut"), Some(moments[1].at));
    assert_eq!(scenario.end().0, 15_000_000);
}

/// Every word of the closed lists has a sentence of its own in both languages.
#[test]
fn readings_and_events_say_themselves() {
    let t = || crate::base::Text::from("t");
    let readings =
        [Reading::Leader(t(), 0), Reading::Silence(t(), t(), 1), Reading::Controller, Reading::Lost(t())];
    for lang in Lang::ALL {
        for reading in &readings {
            assert!(!reading.describe(lang).starts_with("reading-"), "{reading:?}");
        }
    }
    let check = Check::All(vec![
        Check::Is(Reading::Isr(t(), 0), Value::List(vec![Value::Number(1), Value::Number(2)])),
        Check::Never(Box::new(Check::Happened(Event::RecordLost(t())))),
    ]);
    assert_eq!(
        check.describe(Lang::En),
        "the ISR of t-0 is [1, 2] and never: an acknowledged record of t was lost"
    );
    assert_eq!(
        check.describe(Lang::Fr),
        "l’ISR de t-0\u{202f}: [1, 2] et jamais\u{202f}: un message acquitté de t a été perdu"
    );
}

proptest::proptest! {
    /// Nothing makes the reader panic.
    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400)) {
        for problem in Scenario::parse("a.ron", &bytes).err().unwrap_or_default() {
            let _ = problem.plain(Lang::Fr);
        }
    }

    /// Nor does a shipped file with a few bytes changed, cut out or repeated.
    #[test]
    fn no_slip_panics(
        which in 0..4_usize,
        edits in proptest::collection::vec((proptest::num::usize::ANY, 0..4_u8, "[\\(\\)\\[\\]\\{\\}\",:=0-9a-zé« \n-]{0,3}"), 1..4),
    ) {
        let mut text: Vec<char> = String::from_utf8_lossy(library()[which].bytes).chars().collect();
        for (place, how, insert) in edits {
            let at = place % text.len();
            match how {
                0 => drop(text.drain(at..(at + 1 + place % 7).min(text.len()))),
                1 => drop(text.splice(at..=at, insert.chars())),
                2 => drop(text.splice(at..at, insert.chars())),
                _ => text.truncate(at.max(1)),
            }
            if text.is_empty() {
                text.push('(');
            }
        }
        let text: String = text.into_iter().collect();
        for problem in Scenario::parse("a.ron", text.as_bytes()).err().unwrap_or_default() {
            let _ = problem.plain(Lang::En);
        }
    }
}

#[test]
fn shipped_files_keep_what_they_promise() {
    for shipped in library() {
        let scenario = Scenario::parse(shipped.id, shipped.bytes).expect("shipped files parse");
        let outcome = run(&scenario, |_, _| {}).expect("the cluster boots");
        let failures: Vec<String> = outcome
            .verdicts
            .iter()
            .filter(|verdict| !verdict.holds)
            .map(|verdict| {
                format!("expect[{}] at {}: {:?}", verdict.index, verdict.at, verdict.failures(Lang::En))
            })
            .collect();
        println!("{} {} events, {}", shipped.id, outcome.events, outcome.digest);
        assert!(outcome.passed(), "{}:\n{}", shipped.id, failures.join("\n"));
    }
}
