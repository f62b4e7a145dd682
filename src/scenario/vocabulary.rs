//! The words of a file that need a running world to be tested: small files played
//! headless, whose promises say what each word does.

use super::*;
use crate::text::Lang;

/// A file around these actors, timeline and promises: one broker, topic `t` with one partition.
fn file(actors: &str, timeline: &str, expect: &str) -> String {
    format!(
        r#"Scenario(
  format: 1, id: "words", minutes: 5, level: 1, title: (en: "A", fr: "A"), goal: (en: "B", fr: "B"),
  cluster: (
    seed: 3, brokers: 1,
    config: {{"offsets.topic.replication.factor": "1", "group.initial.rebalance.delay.ms": "0"}},
    topics: [(name: "t", partitions: 1, rf: 1), (name: "dlq", partitions: 1, rf: 1)],
  ),
  actors: [{actors}],
  timeline: [{timeline}],
  expect: [{expect}],
)"#
    )
}

#[track_caller]
fn plays(text: &str) {
    let scenario = Scenario::parse("words.ron", text.as_bytes()).unwrap_or_else(|problems| {
        let told: Vec<String> = problems.iter().map(|problem| problem.plain(Lang::En)).collect();
        panic!("{}", told.join("\n"));
    });
    let outcome = run(&scenario, None, |_, _| {}).expect("the cluster boots");
    assert!(!outcome.verdicts.is_empty(), "it promises something");
    let failed: Vec<String> = outcome
        .verdicts
        .iter()
        .filter(|verdict| !verdict.holds)
        .map(|verdict| format!("expect[{}]: {:?}", verdict.index, verdict.failures(Lang::En)))
        .collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

const SENDER: &str = r#"ConsoleProducer(name: "p", topic: "t"),"#;
/// Five records, of which the third can't be processed.
const FIVE: &str = r#"(at: "0s", do: Start("p")), (at: "1s", do: Start("c")),
  (at: "2s", do: Send("p", [("a", "1"), ("b", "2"), ("c", "bad"), ("d", "4"), ("e", "5")])),"#;

fn reader(application: &str, config: &str) -> String {
    format!(
        r#"{SENDER} Consumer(name: "c", group: "g", topics: ["t"], application: {{{application}}},
           config: {{"auto.offset.reset": "earliest", "enable.auto.commit": "false",
                     "session.timeout.ms": "6s", {config}}})"#
    )
}

#[test]
fn effects_repeat_unless_the_application_notes_them() {
    let timeline = format!(r#"{FIVE} (at: "5s", do: Kill("c")), (at: "6s", do: Start("c")),"#);
    let expect = |effects| {
        format!(
            r#"(at: "4s", is: All([Is(Effects("c"), 5), Is(Effects("g"), 5), Is(Duplicates("g"), 0)])),
               (at: "15s", is: All([Is(Duplicates("g"), 5), Is(Effects("c"), {effects})])),"#
        )
    };
    plays(&file(&reader("", ""), &timeline, &expect(10)));
    plays(&file(&reader(r#""effects": "once""#, ""), &timeline, &expect(5)));
}

#[test]
fn a_commit_before_processing_misses_and_one_after_repeats() {
    let run = |commits: &str, expect: &str| {
        let application = format!(r#""commits": "{commits}", "per_record": "1s""#);
        // Killed in the third record; another member's worth of time later, all is said.
        let timeline = format!(
            r#"{FIVE} (at: "4700ms", do: Kill("c")), (at: "5s", do: Start("c")), (at: "20s", do: Mark("end")),"#
        );
        plays(&file(&reader(&application, ""), &timeline, &format!(r#"(at: "20s", is: {expect})"#)));
    };
    run("before", r#"All([Is(Committed("g", "t", 0), 5), Is(Missed("g"), 3), Is(Effects("c"), 2)])"#);
    run(
        "after",
        r#"All([Is(Committed("g", "t", 0), 5), Is(Missed("g"), 0), Is(Effects("c"), 7), Is(Duplicates("g"), 5)])"#,
    );
}

#[test]
fn a_record_that_cannot_be_processed() {
    let run = |on_poison: &str, more: &str, expect: &str| {
        let application = format!(
            r#""poison": "bad", "on_poison": "{on_poison}", "dead_letter": "dlq", "commits": "after", "per_record": "10ms""#
        );
        let timeline = format!("{FIVE} {more}");
        plays(&file(&reader(&application, r#""max.poll.interval.ms": "10s""#), &timeline, expect));
    };
    let again = r#"(at: "4s", do: Start("c")),"#;
    run(
        "crash",
        again,
        r#"(at: "3s", is: All([Is(Effects("c"), 2), Is(Members("g"), 1)])),
           (at: "14s", is: All([Is(Effects("c"), 4), Is(Starts("c"), 2), Is(Committed("g", "t", 0), None)])),"#,
    );
    run(
        "hang",
        r#"(at: "30s", do: Mark("end")),"#,
        r#"(at: "8s", is: All([Is(Effects("c"), 2), Is(Members("g"), 1)])),
           (at: "20s", is: All([Is(Members("g"), 0), Happened(MemberLeft("g"))])),"#,
    );
    run(
        "skip",
        "",
        r#"(at: "5s", is: All([Is(Effects("c"), 4), Is(Committed("g", "t", 0), 5), Is(Missed("g"), 1), Is(LogEnd("dlq", 0), 0)]))"#,
    );
    run(
        "dead-letter",
        "",
        r#"(at: "5s", is: All([Is(Effects("c"), 4), Is(Missed("g"), 0), Is(Lag("g"), 0), Is(Copies("dlq", "bad"), 1)]))"#,
    );
}

#[test]
fn an_option_is_changed_as_a_setting_is() {
    let application = r#""poison": "bad""#;
    let timeline =
        format!(r#"{FIVE} (at: "4s", do: SetConfig("c", "on_poison", "skip")), (at: "5s", do: Start("c")),"#);
    let expect = r#"(at: "3s", is: Is(ClientConfig("c", "on_poison"), "crash")),
      (at: "14s", is: All([Is(ClientConfig("c", "on_poison"), "skip"), Is(Effects("c"), 6)])),"#;
    plays(&file(&reader(application, ""), &timeline, expect));
    let wrong = file(&reader(r#""on_poison": "pray""#, ""), FIVE, "");
    assert!(Scenario::parse("words.ron", wrong.as_bytes()).is_err());
}

#[test]
fn copies_requests_and_the_errors_of_the_administrator() {
    let timeline = r#"(at: "0s", do: Start("p")),
      (at: "1s", do: Send("p", [("", "x")])), (at: "2s", do: Send("p", [("", "x"), ("", "xy")])),
      (at: "3s", do: CreateTopic(name: "u", partitions: 1, rf: 3)),"#;
    let expect = r#"(at: "500ms", is: All([Is(Copies("t", "x"), 0), Is(Errors("admin", "INVALID_REPLICATION_FACTOR"), 0)])),
      (at: "2900ms", is: All([Is(Copies("t", "x"), 2), Is(Copies("t", "xy"), 1), AtLeast(Requests("p"), 3), AtMost(Requests("p"), 8)])),
      (at: "5s", is: All([Is(Errors("admin", "INVALID_REPLICATION_FACTOR"), 1), Is(TopicExists("u"), false)])),"#;
    plays(&file(SENDER, timeline, expect));
}

#[test]
fn the_topic_of_offsets_can_be_placed() {
    let text = r#"Scenario(
  format: 1, id: "words", minutes: 5, level: 1, title: (en: "A", fr: "A"), goal: (en: "B", fr: "B"),
  cluster: (
    seed: 3, brokers: 2, config: {"group.initial.rebalance.delay.ms": "0"},
    topics: [
      (name: "t", partitions: 1, rf: 1, replicas: [[1]]),
      (name: "__consumer_offsets", partitions: 1, rf: 1, replicas: [[2]]),
    ],
  ),
  actors: [Consumer(name: "c", group: "g", topics: ["t"])],
  timeline: [(at: "0s", do: Start("c")), (at: "5s", do: PowerCut(2))],
  expect: [
    (at: "4s", is: All([Is(GroupState("g"), "Stable"), Is(Leader("__consumer_offsets", 0), 2),
                        Is(Config("__consumer_offsets", "cleanup.policy"), "compact")])),
    (at: "14s", is: All([Is(GroupState("g"), "Unavailable"), Is(Leader("t", 0), 1)])),
  ],
)"#;
    plays(text);
}

const WIRED: &str = r#"
  Producer(name: "one", topic: "t", rate: 10), Producer(name: "two", topic: "t", rate: 10),
  Consumer(name: "a", group: "ga", topics: ["t"]), Consumer(name: "b", group: "gb", topics: ["t"]),
  Direct(name: "wires", from: "one", to: "a"), Direct(name: "wires", from: "one", to: "b"),
  Direct(name: "wires", from: "two", to: "a"), Direct(name: "wires", from: "two", to: "b"),"#;
const ALL_UP: &str = r#"(at: "0s", do: Start("wires")), (at: "0s", do: Start("one")), (at: "0s", do: Start("two")),
  (at: "0s", do: Start("a")), (at: "0s", do: Start("b")),"#;

#[test]
fn a_dead_sink_costs_its_copies_and_a_silent_one_holds_everybody_up() {
    let killed = format!(
        r#"{ALL_UP} (at: "2050ms", do: Kill("b")), (at: "4050ms", do: Start("b")), (at: "6s", do: Mark("end")),"#
    );
    let expect = r#"(at: "2s", is: All([Is(Links, 4), Is(Delivered("a"), 40), Is(Delivered("b"), 40), Is(Dropped("one"), 0), Is(LogEnd("t", 0), 0)])),
      (at: "4s", is: All([Is(Delivered("a"), 80), Between(Dropped("one"), 18, 20), Same(Dropped("one"), Dropped("two"))])),
      (at: "6s", is: All([Is(Delivered("a"), 120), Between(Delivered("b"), 78, 84), Between(Dropped("one"), 18, 21)])),"#;
    plays(&file(WIRED, &killed, expect));
    let frozen = format!(r#"{ALL_UP} (at: "2050ms", do: Freeze("b")), (at: "10s", do: Mark("end")),"#);
    let expect = r#"(at: "2s", is: Is(Delivered("a"), 40)),
      (at: "10s", is: All([Between(Delivered("a"), 52, 60), Between(Dropped("one"), 6, 8), Is(Delivered("b"), 42)])),"#;
    plays(&file(WIRED, &frozen, expect));
}

#[test]
fn without_wires_the_same_programs_speak_to_kafka() {
    let timeline = format!(r#"{ALL_UP} (at: "3s", do: Stop("wires")), (at: "9s", do: Start("wires")),"#);
    let expect = r#"(at: "8s", is: All([Is(Links, 4), Is(Starts("one"), 2), Is(Members("ga"), 1), AtLeast(LogEnd("t", 0), 80),
                                     AtLeast(Delivered("ga"), 20), Is(Dropped("one"), 0)])),
      (at: "18s", is: All([Is(Links, 4), Is(Members("ga"), 0), AtMost(LogEnd("t", 0), 125), AtLeast(Sent("one"), 170)])),"#;
    plays(&file(WIRED, &timeline, expect));
    let unwired = file(r#"Direct(from: "one", to: "a"),"#, "", "");
    assert!(Scenario::parse("words.ron", unwired.as_bytes()).is_err());
}

#[test]
fn what_was_read_and_where_segments_begin() {
    let text = file(
        r#"Producer(name: "p", topic: "t", rate: 20, count: 40, size: 400),
           Consumer(name: "c", group: "g", topics: ["t"], config: {"auto.offset.reset": "earliest"}),
           Consumer(name: "d", group: "h", topics: ["t"], config: {"auto.offset.reset": "earliest"})"#,
        r#"(at: "0s", do: SetTopicConfig("t", "segment.bytes", "4KiB")), (at: "1s", do: Start("p")), (at: "4s", do: Start("c")),
           (at: "6s", do: Start("d"))"#,
        r#"(at: "4s", is: All([Is(Read("t"), 0), Is(SegmentStart("t", 0, 0), 0), Between(SegmentStart("t", 0, 1), 5, 9), AtLeast(Segments("t", 0), 3)])),
           (at: "6s", is: Is(Read("t"), 40)), (at: "9s", is: Is(Read("t"), 80))"#,
    );
    plays(&text);
}

/// One file, two faults: each student has the line, the promise and the right answer of their own.
#[test]
fn a_line_counts_for_the_students_it_is_meant_for() {
    let text = r#"Scenario(
  format: 1, id: "when", minutes: 5, level: 1, title: (en: "A", fr: "A"), goal: (en: "B", fr: "B"),
  variants: {"panne": Name(["crash", "gel"])},
  cluster: (seed: 3, brokers: 1, topics: [(name: "t", partitions: 1, rf: 1)]),
  actors: [Producer(name: "p", topic: "t", rate: 5)],
  timeline: [
    (at: "0s", do: Start("p")),
    (at: "1s", do: Crash(1), when: ("$panne", "crash")),
    (at: "2s", do: Kill("p"), when: ("$panne", "gel")),
    (at: "5s", do: Pause),
  ],
  expect: [
    (at: "4s", is: Is(BrokerState(1), "down"), when: ("$panne", "crash")),
    (at: "4s", is: Is(BrokerState(1), "running"), when: ("$panne", "gel")),
  ],
  steps: [
    Quiz(id: "q", ask: (en: "What?", fr: "Quoi ?"), choices: [
      (text: (en: "The broker", fr: "Le broker"), when: ("$panne", "crash"), belief: "M11"),
      (text: (en: "The producer", fr: "Le producteur"), when: ("$panne", "gel"), belief: "M11"),
    ]),
    Explain(id: "e", ask: (en: "Why?", fr: "Pourquoi ?"), model: (en: "So.", fr: "Ainsi.")),
    Explain(id: "f", ask: (en: "Why?", fr: "Pourquoi ?"), model: (en: "So.", fr: "Ainsi.")),
  ],
)"#;
    let of = |number: &str| {
        let scenario = Scenario::parse_for("when.ron", text.as_bytes(), Some(number)).expect("it parses");
        let outcome = run(&scenario, None, |_, _| {}).expect("the cluster boots");
        assert_eq!(outcome.verdicts.len(), 1);
        assert!(outcome.verdicts[0].holds, "{:?}", outcome.verdicts[0].failures(Lang::En));
        let right: Vec<bool> = scenario.steps[0].choices().iter().map(|choice| choice.correct).collect();
        assert_eq!(scenario.timeline.len(), 3);
        (scenario.timeline[1].verb.tool() == Tool::Crash, right)
    };
    let seen: std::collections::BTreeSet<_> = (0..20).map(|number| of(&number.to_string())).collect();
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), [(false, vec![false, true]), (true, vec![true, false])]);
    let nobodys = text.replace(r#"when: ("$panne", "gel"), belief"#, r#"when: ("$panne", "autre"), belief"#);
    let problems =
        Scenario::parse("when.ron", nobodys.as_bytes()).expect_err("the second fault has no answer");
    assert_eq!(problems[0].kind(), "one-correct");
}
