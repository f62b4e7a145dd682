//! An exercise played headless: what each step allows, what becomes of answers,
//! and that a record replays to the very same state, or says what was changed.

use brokerscope::base::{Duration, Instant};
use brokerscope::scenario::play::{
    Answer, Deed, NotAllowed, Play, Record, ReplayError, Stage, StepState, Student, checkpoint_codes,
    scenario_time, seal, source_hash, unseal,
};
use brokerscope::scenario::{Reading, Scenario, Step, Tool, Value};
use brokerscope::story::Action;

/// The example of the authors' page, with a prediction that cuts the power itself.
const FILE: &str = r#"Scenario(
  format: 1, id: "acks", title: (en: "A", fr: "A"), goal: (en: "B", fr: "B"), minutes: 5, level: 1,
  cluster: (
    seed: 12, brokers: 3, config: {"replica.lag.time.max.ms": "4s"},
    topics: [(name: "paiements", partitions: 1, rf: 3, replicas: [[1, 2, 3]], config: {"min.insync.replicas": "1"})],
  ),
  actors: [Producer(name: "caisse", topic: "paiements", rate: 5, config: {"acks": "1", "enable.idempotence": "false"})],
  timeline: [
    (at: "0s", do: Start("caisse")),
    (at: "3s", do: SlowFetch(brokers: [2, 3], by: "10s"), mark: "slow"),
    (at: "5s", do: Pause),
    (at: "40s", do: Heal, mark: "healed"),
  ],
  steps: [
    Predict(id: "next", points: 2, ask: (en: "Who leads next?", fr: "Qui sera leader ?"),
      answer: Leader("paiements", 0), beliefs: [(value: 1, belief: "M13")], then: [PowerCut(1)], run: "15s"),
    Observe(id: "gap", ask: (en: "How many are lost?", fr: "Combien sont perdus ?"), value: Lost("caisse")),
    Do(id: "fix", points: 3, text: (en: "Go back and lose nothing.", fr: "Revenez et ne perdez rien."),
      allow: [Rewind, SetConfig, SetTopicConfig, Heal, PowerCut, Restart],
      pass: All([Is(ClientConfig("caisse", "acks"), "all"),
        AfterMark("slow", All([Happened(LeaderChanged("paiements", 0)), AtLeast(Acked("caisse"), 20), Is(Lost("caisse"), 0)]))]),
      within: "60s", hints: [(en: "a", fr: "a"), (en: "b", fr: "b"), (en: "c", fr: "c")],
      solution: [Rewind("slow"), SetConfig("caisse", "acks", "all"), PowerCut(1), Heal]),
    Quiz(id: "quiz", start: "healed", ask: (en: "And?", fr: "Et ?"),
      choices: [(text: (en: "yes", fr: "oui"), correct: true), (text: (en: "no", fr: "non"), belief: "M16")]),
    Explain(id: "why", ask: (en: "Why?", fr: "Pourquoi ?"), model: (en: "So.", fr: "Ainsi.")),
  ],
)"#;

fn scenario() -> Scenario {
    Scenario::parse("acks.ron", FILE.as_bytes()).expect("the file is good")
}

fn student() -> Student {
    Student { name: "Zoé".into(), number: "22001".into(), ..Student::default() }
}

fn play() -> Play {
    Play::new(&scenario(), FILE.as_bytes(), &student()).expect("it boots")
}

fn say(step: usize, answer: Answer) -> Deed {
    Deed::Answer { step, answer }
}

fn number(number: i64) -> Answer {
    Answer::Value(Value::Number(number))
}

/// Lets time run in pieces of `piece` until the lab needs it no more.
fn run_ahead(play: &mut Play, piece: u64, budget: u64) {
    while let Some(until) = play.needs_run_until() {
        let to = Instant((play.world().now().0 + piece).min(until.0));
        play.advance(to, budget);
    }
}

/// The whole exercise, time cut into pieces as given.
fn worked(piece: u64, budget: u64) -> Play {
    let mut play = play();
    run_ahead(&mut play, piece, budget);
    play.apply(say(0, number(1))).expect("it is asked");
    run_ahead(&mut play, piece, budget);
    play.apply(Deed::Next).expect("it is answered");
    play.apply(say(1, number(0))).expect("it is asked");
    let lost = play.steps()[1].truth.clone().expect("it was read");
    play.apply(say(1, Answer::Value(lost))).expect("it may be tried again");
    play.apply(Deed::Next).expect("it is answered");
    let Step::Do { solution, .. } = scenario().steps[2].clone() else { panic!("a goal") };
    play.perform_all(&solution).expect("the tools are given");
    for _ in 0..400 {
        if play.can_next() {
            break;
        }
        let to = Instant(play.world().now().0 + piece);
        play.advance(to, budget);
    }
    play
}

#[test]
fn the_lab_runs_to_the_first_pause_and_the_question_locks_time() {
    let mut play = play();
    assert!(matches!(play.stage(), Stage::Preparing { .. }));
    assert_eq!(play.act(Action::PowerCut(1)), Err(NotAllowed::TimeRuns));
    assert!(play.run_ahead());
    assert_eq!(scenario_time(play.world().now()), Instant(4_999_999));
    let before = play.place();
    play.advance(Instant(before.at.0 + 1_000_000), 1_000);
    assert_eq!(play.place(), before);
    assert_eq!(play.act(Action::PowerCut(1)), Err(NotAllowed::QuestionOpen));
    assert_eq!(play.apply(Deed::Next), Err(NotAllowed::NotDone));
    assert_eq!(play.apply(say(0, Answer::Choice(0))), Err(NotAllowed::WrongForm));
    assert_eq!(play.apply(say(1, number(0))), Err(NotAllowed::OtherStep));
    play.apply(say(0, number(1))).expect("it is asked");
    assert_eq!(play.apply(say(0, number(2))), Err(NotAllowed::TimeRuns));
    assert!(play.run_ahead());
    assert_eq!(scenario_time(play.world().now()), Instant(19_999_999));
    assert_eq!(play.apply(say(0, number(2))), Err(NotAllowed::Answered));
}

#[test]
fn a_wrong_prediction_names_its_belief_and_the_moment_that_decides_it() {
    let play = worked(1_000_000, 1_000_000);
    let step = &play.steps()[0];
    assert_eq!(
        (step.state, step.is_right, step.belief.as_deref()),
        (StepState::Wrong, Some(false), Some("M13"))
    );
    assert!(matches!(step.truth, Some(Value::Number(2 | 3))), "{:?}", step.truth);
    let decided = step.decided.expect("it is decided");
    assert!(decided.by_event);
    // Nine seconds after the power cut at 0:05 the broker's session is over.
    let at = scenario_time(decided.place.at);
    assert!(Instant(12_000_000) < at && at < Instant(16_000_000), "{at}");
    let story = play.history().branches()[decided.place.branch as usize].story();
    let there = story.iter().any(|it| it.event == decided.place.events && it.fact.kind() == "leader_changed");
    assert!(there);
}

#[test]
fn readings_may_be_tried_again_and_the_first_try_is_kept() {
    let play = worked(1_000_000, 1_000_000);
    let step = &play.steps()[1];
    assert_eq!(step.first_answer, Some(number(0)));
    assert_eq!((step.tries.len(), step.is_right, step.state), (2, Some(false), StepState::Right));
    assert!(matches!(step.truth, Some(Value::Number(lost)) if lost > 0));
}

#[test]
fn a_goal_is_reached_and_partly_reached() {
    let play = worked(1_000_000, 1_000_000);
    let step = &play.steps()[2];
    assert_eq!((step.state, step.attempts), (StepState::Right, 1));
    assert_eq!((step.best.holding, step.best.of, step.reached_permille()), (4, 4, 1_000));
    assert!(step.passed.is_some_and(|passed| passed.branch > 0));
}

#[test]
fn only_the_tools_of_the_step_and_time_that_is_over() {
    let mut play = worked(1_000_000, 1_000_000);
    assert_eq!(play.act(Action::Crash(2)), Err(NotAllowed::Tool(Tool::Crash)));
    assert_eq!(play.apply(Deed::Rewind("healed".into())), Err(NotAllowed::NoMark));
    play.apply(Deed::Restart).expect("a goal can be begun again");
    assert!(!play.steps()[2].is_overdue(play.world().now()));
    play.act(Action::SetConfig("caisse".into(), "acks".into(), "all".into())).expect("it is allowed");
    assert_eq!(play.steps()[2].attempts, 2);
    for _ in 0..3 {
        play.apply(Deed::Hint).expect("there are three");
    }
    assert_eq!(play.apply(Deed::Hint), Err(NotAllowed::NoHint));
    play.apply(say(2, Answer::Text("the followers".into()))).expect("it is asked after the last hint");
    assert_eq!(play.steps()[2].reflection.as_deref(), Some("the followers"));
}

#[test]
fn a_start_finds_the_timeline_as_the_file_plays_it() {
    let mut play = worked(1_000_000, 1_000_000);
    play.apply(Deed::Next).expect("the goal is reached");
    assert!(play.run_ahead());
    assert_eq!(play.place().branch, 0);
    assert_eq!(scenario_time(play.world().now()), Instant(39_999_999));
    assert!(play.world().is_up(brokerscope::base::Address::Broker(brokerscope::base::BrokerId(1))).0);
    play.advance(Instant(play.world().now().0 + 3_000_000), 1_000_000);
    assert_ne!(play.place().branch, 0, "the timeline stays behind when the student leads");
    play.apply(say(3, Answer::Choice(1))).expect("it is asked");
    assert_eq!(play.steps()[3].belief.as_deref(), Some("M16"));
    play.apply(Deed::Next).expect("it is answered");
    play.apply(say(4, Answer::Text("because".into()))).expect("it is asked");
    assert_eq!(play.steps()[4].state, StepState::Answered);
    play.apply(Deed::Next).expect("it is answered");
    assert_eq!((play.stage(), play.current()), (Stage::Finished, 5));
    play.act(Action::Crash(2)).expect("everything is allowed now");
    let record = play.record();
    let again = Play::replay(&scenario(), &record).expect("it replays");
    assert_eq!((again.steps(), again.place()), (play.steps(), play.place()));
}

#[test]
fn how_time_is_cut_changes_nothing() {
    let one = worked(30_000_000, 10_000_000);
    let other = worked(16_667, 7);
    assert_eq!(one.steps()[..2], other.steps()[..2]);
    assert_eq!(one.steps()[2].passed, other.steps()[2].passed);
    let again = Play::replay(&scenario(), &other.record()).expect("it replays");
    assert_eq!(again.steps(), other.steps());
    assert_eq!(again.world().digest(), other.world().digest());
}

#[test]
fn looking_back_and_acting_there_replays() {
    let mut play = worked(100_000, 1_000);
    let back = Instant(play.world().now().0 - 4_000_000);
    play.seek_time(back);
    assert!(play.history().is_past());
    play.act(Action::Restart(1)).expect("it is allowed");
    play.advance(Instant(back.0 + 900_000), 100_000);
    play.seek_time(Instant(back.0 + 500_000));
    play.apply(Deed::Keep { step: 2, text: "kept".into() }).expect("it can be kept");
    let record = play.record();
    let again = Play::replay(&scenario(), &record).expect("it replays");
    assert_eq!(again.steps(), play.steps());
    assert_eq!(again.place(), play.place());
    let text = serde_json::to_string(&record).expect("plain data");
    assert_eq!(serde_json::from_str::<Record>(&text).expect("it reads"), record);
    let text = ron::to_string(&record).expect("plain data");
    assert_eq!(ron::from_str::<Record>(&text).expect("it reads"), record);
}

#[test]
fn a_changed_record_is_told() {
    let record = worked(1_000_000, 1_000_000).record();
    let replay = |record: &Record| Play::replay(&scenario(), record).map(|_| ());
    let changed = |change: &dyn Fn(&mut Record)| {
        let mut record = record.clone();
        change(&mut record);
        replay(&record)
    };
    assert_eq!(replay(&record), Ok(()));
    let answer =
        record.entries.iter().position(|it| matches!(it.deed, Deed::Answer { .. })).expect("there is one");
    let forged = changed(&|it| it.entries[answer].deed = say(0, number(2)));
    assert_eq!(forged, Err(ReplayError::BrokenChain { entry: answer }));
    assert_eq!(changed(&|it| it.student.name = "Max".into()), Err(ReplayError::BrokenChain { entry: 0 }));
    assert_eq!(changed(&|it| drop(it.entries.remove(1))), Err(ReplayError::BrokenChain { entry: 1 }));
    assert_eq!(changed(&|it| it.seed = 13), Err(ReplayError::OtherSeed));
    assert_eq!(changed(&|it| it.format = 9), Err(ReplayError::Newer(9)));
    assert_eq!(changed(&|it| it.source_hash = "00".into()), Err(ReplayError::OtherSource));
    // Somebody who mends the chain too: the world itself disagrees.
    let mended = |change: &dyn Fn(&mut Record)| {
        changed(&|record| {
            change(record);
            let mut link = record.genesis();
            for entry in &mut record.entries {
                *entry = brokerscope::scenario::play::Entry::after(
                    link,
                    entry.place,
                    entry.deed.clone(),
                    entry.digest,
                );
                link = entry.link;
            }
        })
    };
    let early = mended(&|it| it.entries[answer].place.events -= 300);
    assert_eq!(early, Err(ReplayError::WrongPlace { entry: answer }));
    let digest = mended(&|it| it.entries[answer].digest ^= 1);
    assert_eq!(digest, Err(ReplayError::WrongWorld { entry: answer }));
    let far = mended(&|it| {
        let last = it.entries.len() - 1;
        it.entries[last].place.at = Instant(u64::MAX);
        it.entries[last].place.events = u64::MAX;
    });
    assert_eq!(far, Err(ReplayError::TooLarge));
    let tool = mended(&|it| {
        let act = it.entries.iter().position(|it| matches!(it.deed, Deed::Act(_))).expect("there is one");
        it.entries[act].deed = Deed::Act(Action::Crash(2));
    });
    assert!(
        matches!(tool, Err(ReplayError::Impossible { why: NotAllowed::Tool(Tool::Crash), .. })),
        "{tool:?}"
    );
}

#[test]
fn a_code_brings_one_to_its_step() {
    let scenario = scenario();
    let codes = checkpoint_codes(&scenario, FILE.as_bytes());
    assert_eq!(codes.len(), 5);
    let mut play = play();
    assert_eq!(play.apply(Deed::CatchUp { code: "loutre-loutre-1".into() }), Err(NotAllowed::UnknownCode));
    let code = codes[4].1.to_uppercase().replace('-', " ");
    play.apply(Deed::CatchUp { code: code.as_str().into() }).expect("it is the code of the last step");
    assert_eq!((play.current(), play.stage()), (4, Stage::Open));
    assert!(play.steps()[..4].iter().all(|step| step.state == StepState::Skipped));
    assert!(play.steps()[2].passed.is_some(), "its solution was carried out");
    let again = Play::replay(&scenario, &play.record()).expect("it replays");
    assert_eq!((again.steps(), again.place()), (play.steps(), play.place()));
}

/// As `pack` writes it: without answers and solutions, the latter sealed under the codes.
fn packed() -> String {
    let scenario = scenario();
    let code = &checkpoint_codes(&scenario, FILE.as_bytes())[4].1;
    let solution =
        FILE.split("solution: ").nth(1).and_then(|rest| rest.split("),\n").next()).expect("there is one");
    let sealed = seal(code, "why", &format!("[(\"fix\", {solution}), ]"));
    let without = FILE
        .replace(&format!("solution: {solution}"), "")
        .replace(", correct: true", "")
        .replace(", belief: \"M16\"", "")
        .replace(", model: (en: \"So.\", fr: \"Ainsi.\")", "");
    let body = without.strip_suffix(')').expect("the last bracket");
    format!("{body}  packed: \"{}\", sealed: {{\"why\": \"{sealed}\"}},\n)", source_hash(FILE.as_bytes()))
}

#[test]
fn a_packed_file_plays_and_is_marked_with_the_teachers_own() {
    let text = packed();
    let copy = Scenario::parse("acks.ron", text.as_bytes()).unwrap_or_else(|it| panic!("{it:#?}\n{text}"));
    let mut play = Play::new(&copy, text.as_bytes(), &student()).expect("it boots");
    play.run_ahead();
    play.apply(say(0, number(1))).expect("it is asked");
    play.run_ahead();
    assert_eq!(play.steps()[0].is_right, Some(false), "the engine itself answers");
    let code = checkpoint_codes(&scenario(), FILE.as_bytes())[4].1.clone();
    assert!(checkpoint_codes(&copy, text.as_bytes()).is_empty());
    play.apply(Deed::CatchUp { code: code.clone() }).expect("it is the code of the last step");
    assert!(play.steps()[2].passed.is_some(), "its solution was unsealed and carried out");
    let marked = Play::replay(&scenario(), &play.record()).expect("the teacher's file replays it");
    assert_eq!(marked.place(), play.place());
    assert_eq!(marked.world().digest(), play.world().digest());
    let sealed = &copy.sealed["why"];
    assert!(unseal(&code, "why", sealed).is_some_and(|it| it.contains("Rewind(\"slow\")")));
    assert_eq!(unseal("loutre-loutre-11", "why", sealed), None);
}

/// A timeline that would do the student's work, were it not for the pause.
#[test]
fn the_timeline_stops_at_its_pause() {
    let text = FILE
        .replace("(at: \"5s\", do: Pause)", "(at: \"5s\", do: Pause), (at: \"5s\", do: Kill(\"caisse\"))")
        .replace("then: [PowerCut(1)], ", "");
    let scenario = Scenario::parse("acks.ron", text.as_bytes()).expect("the file is good");
    let mut play = Play::new(&scenario, text.as_bytes(), &student()).expect("it boots");
    play.run_ahead();
    play.apply(say(0, number(1))).expect("it is asked");
    play.run_ahead();
    assert_eq!(scenario_time(play.world().now()), Instant(19_999_999));
    assert_eq!(play.steps()[0].state, StepState::Right);
    let acked = play.read(&Reading::Acked("caisse".into()));
    assert!(matches!(acked, Value::Number(acked) if acked > 80), "the till goes on: {acked:?}");
    let again = Play::replay(&scenario, &play.record()).expect("it replays");
    assert_eq!(again.place(), play.place());
}

#[test]
fn doing_nothing_reaches_nothing() {
    let mut play = worked(1_000_000, 1_000_000);
    play.apply(Deed::Restart).expect("a goal can be begun again");
    let until = play.world().now() + Duration::from_secs(60);
    let passed = play.steps()[2].passed;
    assert!(play.run_to(until));
    assert_eq!(play.steps()[2].passed, passed);
}
