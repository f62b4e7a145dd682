//! A class session as its window drives it: commands in, views out. The promises
//! of the architecture, seen from there: the past never changes, acting there
//! makes a branch, a saved session comes back whole.

use brokerscope::base::Instant;
use brokerscope::lab::view::{Mode, NodeState, VerdictKind, View};
use brokerscope::lab::{Command, Session};
use brokerscope::world::Action;
use std::sync::Arc;

fn seconds(count: u64) -> Instant {
    Instant(count * 1_000_000)
}

fn opened(id: &str) -> Session {
    let mut session = Session::new();
    session.apply(Command::OpenLibrary(id.into()));
    session
}

fn look(session: &mut Session) -> Arc<View> {
    session.view(None, &Arc::default())
}

fn digest(session: &mut Session) -> u64 {
    look(session).run.digest
}

#[test]
fn a_broker_dies_and_another_leads() {
    let mut session = opened("11-broker-dies");
    session.apply(Command::SeekTo(seconds(25)));
    let view = look(&mut session);
    let dead = view.cluster.brokers.iter().find(|broker| broker.id.0 == 2).expect("broker 2");
    assert_eq!(dead.state, NodeState::PowerCut);
    assert!(view.cluster.partitions.iter().all(|partition| partition.leader.0 != 2));
    assert!(view.events.iter().any(|event| &*event.kind == "leader_changed"));
    assert!(view.events.iter().all(|event| !event.sentence.en.is_empty() && !event.sentence.fr.is_empty()));
}

#[test]
fn the_past_never_changes_and_acting_there_makes_a_branch() {
    let mut session = opened("11-broker-dies");
    session.apply(Command::SeekTo(seconds(25)));
    let there = digest(&mut session);
    session.apply(Command::SeekTo(seconds(9)));
    let before = digest(&mut session);
    session.apply(Command::Act(Action::PowerCut(3)));
    session.apply(Command::SeekTo(seconds(25)));
    let other = look(&mut session);
    assert_eq!(other.branches.len(), 2);
    assert_eq!(other.run.branch, 1);
    // "Cuts a different broker instead": the script's own cut stayed behind.
    let state = |id| other.cluster.brokers.iter().find(|broker| broker.id.0 == id).map(|broker| broker.state);
    assert_eq!((state(2), state(3)), (Some(NodeState::Running), Some(NodeState::PowerCut)));
    assert_ne!(other.run.digest, there);
    session.apply(Command::SwitchBranch(0));
    session.apply(Command::SeekTo(seconds(25)));
    assert_eq!(digest(&mut session), there);
    session.apply(Command::SeekTo(seconds(9)));
    assert_eq!(digest(&mut session), before);
}

#[test]
fn steps_go_there_and_back() {
    let mut session = opened("08-rebalancing");
    session.apply(Command::SeekTo(seconds(12)));
    let here = look(&mut session);
    session.apply(Command::Step(-25));
    assert_eq!(look(&mut session).run.steps, here.run.steps - 25);
    session.apply(Command::Step(25));
    assert_eq!(digest(&mut session), here.run.digest);
    session.apply(Command::StepStory(-1));
    let earlier = look(&mut session);
    assert!(earlier.run.steps < here.run.steps);
    session.apply(Command::JumpToNext);
    assert!(look(&mut session).run.steps > earlier.run.steps);
}

#[test]
fn undo_takes_the_deed_back_and_redo_does_it_again() {
    let mut session = Session::new();
    session.apply(Command::OpenSandbox);
    session.apply(Command::SeekTo(seconds(5)));
    assert!(!look(&mut session).run.can_undo);
    session.apply(Command::Act(Action::Crash(1)));
    session.apply(Command::SeekTo(seconds(6)));
    let after = digest(&mut session);
    session.apply(Command::Undo);
    let back = look(&mut session);
    assert!(back.run.can_redo);
    let first = back.cluster.brokers.iter().find(|broker| broker.id.0 == 1).expect("broker 1");
    assert_eq!(first.state, NodeState::Running);
    session.apply(Command::Redo);
    assert_eq!(digest(&mut session), after);
}

#[test]
fn a_saved_session_comes_back_whole() {
    let mut session = Session::new();
    session.apply(Command::OpenSandbox);
    session.apply(Command::SeekTo(seconds(4)));
    session.apply(Command::Act(Action::PowerCut(2)));
    session.apply(Command::SeekTo(seconds(20)));
    session.apply(Command::Act(Action::Restart(2)));
    session.apply(Command::SeekTo(seconds(30)));
    let saved = session.saved().expect("something is open");
    let mut again = Session::new();
    again.open_sandbox(Some(&saved));
    let view = look(&mut again);
    assert!(view.problems.is_empty(), "{:?}", view.problems);
    assert_eq!(view.run.mode, Mode::Sandbox);
    again.apply(Command::SeekTo(seconds(30)));
    assert_eq!(digest(&mut again), digest(&mut session));
    assert_eq!(look(&mut again).events.len(), look(&mut session).events.len());
}

#[test]
fn a_damaged_saved_session_is_said_and_loses_nothing() {
    let mut session = Session::new();
    session.apply(Command::OpenSandbox);
    let mut saved = session.saved().expect("something is open");
    saved.truncate(saved.len() / 2);
    session.open_file("broken.session", &saved, false);
    let view = look(&mut session);
    assert!(!view.problems.is_empty());
    assert!(view.scenario.is_some(), "what was open stays open");
}

#[test]
fn a_faulty_reload_keeps_what_is_open() {
    let mut session = opened("07-retention");
    session.open_file("mine.ron", b"(format: 1, clustr: ())", true);
    let view = look(&mut session);
    assert!(view.problems.iter().any(|problem| problem.is_error && problem.place.is_some()));
    assert!(view.scenario.is_some());
}

#[test]
fn playing_stops_at_the_files_own_pause() {
    let mut session = opened("11-broker-dies");
    session.apply(Command::Play);
    let mut to = Instant::START;
    while session.is_playing() && to < seconds(120) {
        to = Instant(to.0 + 100_000);
        session.advance(to, u64::MAX);
    }
    assert_eq!(session.now(), seconds(25));
}

#[test]
fn what_was_played_by_hand_becomes_a_file_that_plays_the_same() {
    let mut session = opened("11-broker-dies");
    session.apply(Command::SeekTo(seconds(9)));
    for action in [
        Action::SetTopicConfig("commandes".into(), "min.insync.replicas".into(), "1".into()),
        Action::SlowFetch(vec![3], 1_500_000),
        Action::Link(
            brokerscope::story::NodeName::Node(1),
            brokerscope::story::NodeName::Client("boutique".into()),
            2_000,
            5_000,
        ),
        Action::SetConfig("boutique".into(), "client.id".into(), "l’\"été\"".into()),
    ] {
        session.apply(Command::Act(action));
    }
    session.apply(Command::SeekTo(seconds(33)));
    let leaders = |view: &View| {
        view.cluster.partitions.iter().map(|it| (it.leader, it.isr.clone())).collect::<Vec<_>>()
    };
    let played = look(&mut session);
    let file = session.export("Ma panne n° 1").expect("it is a scenario");
    let text = String::from_utf8(file.clone()).expect("text");
    assert!(text.contains("id: \"ma-panne-n-1\""), "{text}");
    assert!(text.contains("mark: \"cut\"") && text.contains("do: Mark(\"silence\")"), "{text}");
    assert!(text.contains("loss: \"0.5000%\"") && text.contains("by: \"1500ms\""), "{text}");
    let mut again = Session::new();
    again.apply(Command::OpenBytes("ma-panne.ron".into(), file.into()));
    again.apply(Command::SeekTo(seconds(33)));
    let view = look(&mut again);
    assert!(view.problems.iter().all(|problem| !problem.is_error), "{:?}", view.problems);
    assert_eq!(leaders(&view), leaders(&played));
}

#[test]
fn what_was_lost_is_said_with_what_allowed_it() {
    let source = r#"Scenario(
        format: 1, id: "loss", title: (en: "a", fr: "a"), goal: (en: "a", fr: "a"), minutes: 5, level: 1,
        cluster: (seed: 1, brokers: 3, config: {"replica.lag.time.max.ms": "30s"},
            topics: [(name: "t", partitions: 1, rf: 3, replicas: [[1, 2, 3]])]),
        actors: [
            Producer(name: "p", topic: "t", rate: 10, config: {"acks": "1", "enable.idempotence": "false"}),
            Consumer(name: "c", group: "g", topics: ["t"]),
        ],
        timeline: [
            (at: "0s", do: Start("p")), (at: "0s", do: Start("c")),
            (at: "5s", do: SlowFetch(brokers: [2, 3], by: "10s")),
            (at: "8s", do: Crash(1)),
            (at: "20s", do: Heal),
            (at: "30s", do: Stop("c")),
            (at: "33s", do: ResetOffsets("g", "t", Earliest)),
            (at: "35s", do: Start("c")),
        ],
    )"#;
    let mut session = Session::new();
    session.apply(Command::OpenBytes("loss".into(), source.as_bytes().into()));
    session.apply(Command::SeekTo(seconds(45)));
    let view = look(&mut session);
    let of = |kind| view.verdicts.iter().filter(|it| it.kind == kind).collect::<Vec<_>>();
    let lost = of(VerdictKind::Lost);
    assert_eq!(lost.len(), 1, "{:?}", view.verdicts);
    assert!(lost[0].licence.en.contains("acks=1"), "{lost:?}");
    assert!(lost[0].sentence.fr.contains("acquitté"), "{lost:?}");
    let election = lost[0].event.and_then(|event| view.events.get(event)).expect("the election");
    assert_eq!(&*election.kind, "leader_changed");
    assert_eq!(of(VerdictKind::CommitBack).len(), 1, "{:?}", view.verdicts);
    let again = of(VerdictKind::Duplicated);
    assert!(again.iter().any(|it| it.licence.en.contains("0:33")), "{again:?}");
    // A branch that leaves before the loss knows nothing of it.
    session.apply(Command::SeekTo(seconds(6)));
    session.apply(Command::Branch);
    assert!(look(&mut session).verdicts.is_empty());
}

#[test]
fn a_saved_session_opens_where_one_looked() {
    let mut session = opened("11-broker-dies");
    session.apply(Command::SeekTo(seconds(20)));
    session.apply(Command::SeekTo(seconds(12)));
    session.apply(Command::Step(3));
    let there = look(&mut session);
    let bytes = session.saved().expect("open");
    let mut again = Session::new();
    again.apply(Command::OpenBytes("saved".into(), bytes.into()));
    let view = look(&mut again);
    assert_eq!(
        (view.run.now, view.run.steps, view.run.digest),
        (there.run.now, there.run.steps, there.run.digest)
    );
    assert_eq!(view.run.head, there.run.head);
}

#[test]
fn questions_hold_their_answers_apart() {
    let view = look(&mut opened("11-broker-dies"));
    let scenario = view.scenario.as_ref().expect("open");
    let chosen = scenario.questions.iter().find(|question| !question.choices.is_empty());
    let chosen = chosen.expect("a question with choices");
    assert!(chosen.answer.is_some_and(|answer| answer < chosen.choices.len()));
    assert!(
        scenario.questions.iter().any(|question| question.choices.is_empty() && !question.reading.is_empty())
    );
}

/// Before the diagnosis nothing names the fault, wherever one looks; after it everything does.
#[test]
fn an_incident_hides_its_faults_until_they_are_diagnosed() {
    use brokerscope::lab::Lesson;
    use brokerscope::lab::view::{Answer, Lane, Student};
    let mut session = Session::new();
    session.apply(Command::OpenExercise("18-game-day".into()));
    let lesson = |lesson| Command::Exercise(lesson);
    session.apply(lesson(Lesson::Begin(Student { name: "Zoé".into(), ..Student::default() })));
    let prepare = |session: &mut Session| {
        for _ in 0..20_000 {
            if !look(session).exercise.as_ref().is_some_and(|exercise| exercise.card.is_preparing) {
                return;
            }
            let to = session.now() + brokerscope::base::Duration::from_millis(500);
            session.advance(to, 50_000);
        }
        panic!("the step is never ready");
    };
    let deeds = |view: &View| view.events.iter().filter(|event| &*event.kind == "acted").count();
    let mut hidden = 0;
    for answer in [
        Answer::Value(brokerscope::scenario::Value::Number(0)),
        Answer::Value(brokerscope::scenario::Value::Number(20)),
    ]
    .into_iter()
    .chain([Answer::Text("ISR of commandes-0".into())])
    {
        prepare(&mut session);
        let view = look(&mut session);
        assert_eq!((deeds(&view), view.lanes[Lane::Faults as usize].len()), (0, 0));
        assert!(view.cluster.brokers.iter().all(|broker| broker.slow_fetch.is_none()));
        assert!(view.run.next.is_none());
        hidden = view.events.iter().filter(|event| &*event.kind == "hidden").count();
        session.apply(lesson(Lesson::Answer(answer)));
        session.apply(lesson(Lesson::Next));
    }
    // The clients' starts, and the slow copy of the student without number.
    assert!(hidden >= 8, "{hidden}");
    prepare(&mut session);
    session.apply(lesson(Lesson::Answer(Answer::Choice(0))));
    let view = look(&mut session);
    assert_eq!(deeds(&view), hidden);
    assert!(!view.lanes[Lane::Faults as usize].is_empty());
    assert!(view.cluster.brokers.iter().any(|broker| broker.slow_fetch.is_some()));
}
