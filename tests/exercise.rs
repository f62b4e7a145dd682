//! An exercise as its window drives it: commands in, views out. From minute 0 to
//! the hand-in, with right and wrong answers; what is locked and what is masked
//! while a question is open; work that is resumed, changed by hand, or damaged.

use brokerscope::base::Instant;
use brokerscope::lab::view::{
    Answer, AnswerForm, ExerciseView, Mode, Rating, StepKind, StepState, Student, VerdictKind, View,
};
use brokerscope::lab::{Command, Lesson, Session};
use brokerscope::scenario::Value;
use brokerscope::world::Action;
use std::sync::Arc;

const EXERCISE: &str = r#"Scenario(
  format: 1, id: "small", title: (en: "Small", fr: "Petit"), goal: (en: "Learn.", fr: "Apprendre."),
  tp: "TP1", minutes: 10, level: 1,
  cluster: (seed: 7, brokers: 3, config: {"offsets.topic.num.partitions": "1"},
    topics: [(name: "pay", partitions: 1, rf: 3, replicas: [[1, 2, 3]])]),
  actors: [
    Producer(name: "shop", topic: "pay", rate: 5, config: {"acks": "1", "enable.idempotence": "false"}),
    Consumer(name: "audit", group: "audit", topics: ["pay"]),
  ],
  timeline: [
    (at: "0s", do: Start("shop")), (at: "0s", do: Start("audit")),
    (at: "3s", do: SlowFetch(brokers: [2, 3], by: "10s"), mark: "slow"),
    (at: "5s", do: Pause, mark: "here"),
    (at: "40s", do: Mark("later"), caption: (en: "Broker two reigns.", fr: "Le broker deux règne.")),
  ],
  steps: [
    Predict(id: "who", points: 2, start: "here",
      ask: (en: "Who leads after the cut?", fr: "Qui dirige après la coupure ?"),
      answer: Leader("pay", 0), beliefs: [(value: None, belief: "M11"), (value: 1, belief: "M13")],
      then: [PowerCut(1)], run: "20s",
      debrief: (en: "The controller chose.", fr: "Le contrôleur a choisi.")),
    Predict(id: "why", points: 1,
      ask: (en: "What became of the tail?", fr: "Qu’est devenue la fin ?"),
      choices: [
        (text: (en: "Kept", fr: "Gardée"), belief: "M16"),
        (text: (en: "Vanished forever", fr: "Disparue"), correct: true),
      ], run: "1s"),
    Observe(id: "lost", points: 2, ask: (en: "How many were lost?", fr: "Combien de perdus ?"),
      value: Lost("shop")),
    Explain(id: "explain", points: 2, ask: (en: "Why?", fr: "Pourquoi ?"),
      model: (en: "The leader alone had them.", fr: "Seul le leader les avait.")),
    Do(id: "repair", points: 3, text: (en: "Bring broker 1 back.", fr: "Relancez le broker 1."),
      allow: [Restart, Heal, Rewind], within: "15s",
      pass: All([Is(BrokerState(1), "running"), Is(UnderReplicated, 0)]),
      solution: [Heal, Restart(1)],
      hints: [(en: "Look.", fr: "Regardez."), (en: "It is slow.", fr: "C’est lent."), (en: "Heal, restart.", fr: "Réparez, relancez.")]),
    Quiz(id: "quiz", points: 1, ask: (en: "Is it the leader?", fr: "Est-il leader ?"),
      choices: [
        (text: (en: "Yes", fr: "Oui"), belief: "M13"),
        (text: (en: "Not by itself", fr: "Pas de lui-même"), correct: true),
      ]),
  ],
)"#;

struct Class {
    session: Session,
}

impl Class {
    /// The exercise, opened; nobody has begun.
    fn open() -> Self {
        let mut session = Session::new();
        session.apply(Command::OpenBytes("small.ron".into(), EXERCISE.as_bytes().into()));
        session.apply(Command::SetMode(Mode::Exercise));
        Self { session }
    }

    /// The exercise at its first question.
    fn begun() -> Self {
        let mut class = Self::open();
        class.session.begin(zoe(), None);
        class.run();
        class
    }

    fn lesson(&mut self, lesson: Lesson) {
        self.session.apply(Command::Exercise(lesson));
    }

    fn answer(&mut self, answer: Answer) {
        self.lesson(Lesson::Answer(answer));
        self.run();
    }

    /// Answers, and on to the next step.
    fn answer_and_on(&mut self, answer: Answer) {
        self.answer(answer);
        self.lesson(Lesson::Next);
        self.run();
    }

    /// Lets time run until it stops by itself. Returns how long it would have taken, in milliseconds.
    fn run(&mut self) -> u64 {
        let mut ticks = 0;
        while self.session.is_playing() {
            ticks += 1;
            assert!(ticks < 5_000, "time never stops");
            let target = Instant(self.session.now().0 + u64::from(self.session.speed_permille()) * 16);
            while !self.session.advance(target, 10_000) {}
        }
        ticks * 16
    }

    /// Lets so many seconds pass.
    fn pass(&mut self, seconds: u64) {
        self.session.apply(Command::SeekTo(Instant(self.session.now().0 + seconds * 1_000_000)));
    }

    fn view(&mut self) -> Arc<View> {
        self.session.view(None, &Arc::default())
    }

    fn exercise(&mut self) -> Arc<ExerciseView> {
        self.view().exercise.clone().expect("an exercise")
    }

    /// Whether the last command was refused; the problem is put away.
    fn was_refused(&mut self) -> bool {
        let problems = self.view().problems.clone();
        self.session.apply(Command::DismissProblems);
        problems.iter().any(|it| !it.message.en.is_empty() && !it.message.fr.is_empty())
    }

    fn states(&mut self) -> Vec<StepState> {
        self.exercise().steps.iter().map(|step| step.state).collect()
    }
}

fn zoe() -> Student {
    Student { name: "Zoé".into(), number: "21".into(), partner: "".into(), tp: "TP1".into() }
}

fn number(value: i64) -> Answer {
    Answer::Value(Value::Number(value))
}

fn leader(view: &View) -> i32 {
    view.cluster.partitions.iter().find(|it| it.replicas.len() == 3).map_or(-1, |it| it.leader.0)
}

/// What is lost in the world of the view, as its verdicts say.
fn verdict(view: &View, kind: VerdictKind) -> Option<&brokerscope::lab::view::VerdictView> {
    view.verdicts.iter().find(|it| it.kind == kind)
}

#[test]
fn nothing_is_shown_before_somebody_says_who_works() {
    let mut class = Class::open();
    let view = class.view();
    let exercise = view.exercise.as_ref().expect("an exercise");
    assert!(exercise.student.name.is_empty() && exercise.card.ask.is_empty());
    assert!(view.locks.time && view.locks.deeds && view.locks.console && view.locks.future);
    class.lesson(Lesson::Answer(number(2)));
    class.session.apply(Command::Play);
    assert!(!class.session.is_playing());
    assert_eq!(class.session.saved().map(|_| class.session.autosave_version()), Some(None));
    class.lesson(Lesson::Begin(zoe()));
    assert_eq!(&*class.exercise().student.name, "Zoé");
}

#[test]
fn time_runs_to_the_question_and_stops_there() {
    let mut class = Class::open();
    class.lesson(Lesson::Begin(zoe()));
    assert!(class.exercise().card.is_preparing && class.session.is_playing());
    class.run();
    let view = class.view();
    assert!((4_999_000..=5_000_000).contains(&view.run.now.0), "{:?}", view.run.now);
    let exercise = view.exercise.as_ref().expect("an exercise");
    assert!(!exercise.card.is_preparing);
    assert_eq!(exercise.card.form, AnswerForm::Broker);
    assert_eq!((exercise.current, exercise.shown, exercise.done), (0, 0, 0));
}

#[test]
fn an_open_question_locks_time_deeds_branches_and_modes() {
    let mut class = Class::begun();
    let before = class.view();
    for command in [
        Command::Play,
        Command::Step(1),
        Command::Step(-1),
        Command::StepStory(1),
        Command::SeekTo(Instant(30_000_000)),
        Command::SeekTo(Instant(1_000_000)),
        Command::SeekToEvent(0),
        Command::JumpToNext,
        Command::ToMark("later".into()),
        Command::Act(Action::PowerCut(1)),
        Command::Undo,
        Command::Branch,
        Command::SwitchBranch(0),
        Command::SetMode(Mode::Sandbox),
        Command::SetMode(Mode::Demo),
        Command::Exercise(Lesson::Next),
        Command::Exercise(Lesson::Skip),
        Command::Exercise(Lesson::Rewind("slow".into())),
        Command::Exercise(Lesson::CatchUp("no-such-code-1".into())),
        Command::Exercise(Lesson::Answer(Answer::Choice(0))),
        Command::Exercise(Lesson::Answer(Answer::Text("two".into()))),
    ] {
        let text = format!("{command:?}");
        class.session.apply(command);
        if !text.contains("two") {
            assert!(class.was_refused(), "{text}");
        } else {
            // A word is no broker, but it is an answer of a person: taken as one that is wrong.
            continue;
        }
        let now = class.view();
        assert_eq!(
            (now.run.digest, now.run.now, now.run.mode),
            (before.run.digest, before.run.now, Mode::Exercise),
            "{text}"
        );
        assert_eq!(now.exercise.as_ref().map(|it| it.current), Some(0), "{text}");
    }
}

#[test]
fn an_open_question_hides_what_would_answer_it() {
    let mut class = Class::begun();
    let text = format!("{:?}", class.view());
    for secret in ["reigns", "règne", "The controller chose", "M11", "M13", "Vanished", "later", "PowerCut"]
    {
        assert!(!text.contains(secret), "{secret} is in the view");
    }
    let view = class.view();
    assert!(view.run.next.is_none() && view.branches.is_empty());
    assert!(view.events.iter().all(|event| event.at <= view.run.now));
    // Choices are shown when it is their turn; which one is right is not.
    class.answer_and_on(number(2));
    let text = format!("{:?}", class.exercise().card);
    assert!(text.contains("Vanished") && !text.contains("M16") && !text.contains("correct"));
}

#[test]
fn a_wrong_prediction_shows_the_moment_and_the_belief() {
    let mut class = Class::begun();
    class.lesson(Lesson::Answer(number(1)));
    assert_eq!(class.states()[0], StepState::Locked);
    assert!(class.session.is_playing() && class.view().locks.deeds);
    class.run();
    let view = class.view();
    assert!((24_900_000..=25_100_000).contains(&view.run.now.0), "{:?}", view.run.now);
    let card = view.exercise.as_ref().map(|it| it.card.clone()).expect("a card");
    let outcome = card.outcome.expect("an outcome");
    assert_eq!(outcome.is_right, Some(false));
    assert_eq!(&*outcome.said.fr, "broker 1");
    assert_eq!(&*outcome.happened.en, format!("broker {}", leader(&view)).as_str());
    let (belief, words) = outcome.belief.expect("a belief");
    assert!(&*belief == "M13" && words.fr.contains("leader"));
    assert!(!card.debrief.is_empty() && card.can_next && card.form == AnswerForm::None);
    // To the election, and back.
    let decided = outcome.decided_at.expect("an instant");
    class.lesson(Lesson::ShowDecisive);
    let there = class.view();
    assert_eq!(there.run.now, decided);
    let event =
        there.exercise.as_ref().and_then(|it| it.card.outcome.as_ref()?.decided_by).expect("an event");
    let event = there.events.get(event).expect("told");
    assert!(event.kind.contains("leader_changed") && event.at == decided, "{event:?}");
    assert!(
        there.exercise.as_ref().is_some_and(|it| it.card.outcome.as_ref().is_some_and(|it| it.is_looking))
    );
    class.lesson(Lesson::BackFromDecisive);
    assert_eq!(class.view().run.digest, view.run.digest);
    // The first answer stays.
    class.lesson(Lesson::Answer(number(2)));
    assert!(class.was_refused());
    assert_eq!(class.states()[0], StepState::Wrong);
}

/// Plays to the step that asks for what was lost.
fn at_observe() -> Class {
    let mut class = Class::begun();
    class.answer_and_on(number(2));
    class.answer_and_on(Answer::Choice(1));
    assert_eq!(class.exercise().current, 2);
    class
}

#[test]
fn a_wrong_reading_is_read_again() {
    let mut class = at_observe();
    let view = class.view();
    let lost = verdict(&view, VerdictKind::Lost).expect("something was lost");
    assert!(lost.licence.fr.contains("acks=1"), "{lost:?}");
    let count: i64 = lost.sentence.en.split(' ').next().and_then(|it| it.parse().ok()).expect("a number");
    class.answer(number(count + 1));
    let card = class.exercise().card.clone();
    assert_eq!((card.form.clone(), card.attempts, card.outcome.is_none()), (AnswerForm::Number, 1, true));
    assert!(!format!("{card:?}").contains(&format!("\"{count}\"")), "the reading is not told");
    assert_eq!(card.hint_wait_s, 0);
    class.answer(number(count));
    let card = class.exercise().card.clone();
    assert_eq!(class.states()[2], StepState::Right);
    assert_eq!(card.outcome.map(|it| it.is_right), Some(Some(true)));
    assert_eq!(card.first_answer.map(|it| it.en.to_string()), Some((count + 1).to_string()));
}

/// Plays to the goal.
fn at_goal() -> Class {
    let mut class = at_observe();
    class.answer_and_on(number(0));
    assert_eq!(class.exercise().steps[3].kind, StepKind::Explain);
    assert!(class.exercise().card.model.is_empty());
    class.answer(Answer::Text("Because.".into()));
    let missing = class.exercise().missing.clone();
    assert!(missing.iter().any(|(step, _)| *step == 3), "the rating is missing: {missing:?}");
    assert!(class.exercise().card.model.en.contains("alone"));
    class.lesson(Lesson::Rate(Rating::Partly));
    class.lesson(Lesson::Next);
    class
}

#[test]
fn a_goal_is_checked_live_with_the_tools_of_the_step() {
    let mut class = at_goal();
    let card = class.exercise().card.clone();
    assert_eq!(card.checks.len(), 2);
    assert!(card.checks.iter().all(|check| !check.expected.fr.is_empty() && !check.holds));
    assert_eq!(card.tools.map(|tools| tools.len()), Some(3));
    class.session.apply(Command::Act(Action::PowerCut(2)));
    assert!(class.was_refused());
    class.session.apply(Command::Act(Action::SlowFetch(vec![1], 20_000_000)));
    assert!(class.was_refused());
    class.session.apply(Command::Act(Action::Heal));
    let until = class.exercise().card.until.expect("a time");
    assert!(until > class.session.now());
    class.pass(16);
    let card = class.exercise().card.clone();
    assert!(card.is_overdue && !card.can_next && card.hint_wait_s == 0, "{card:?}");
    class.lesson(Lesson::Restart);
    class.session.apply(Command::Act(Action::Heal));
    class.session.apply(Command::Act(Action::Restart(1)));
    let card = class.exercise().card.clone();
    assert_eq!(card.attempts, 2);
    assert!(!card.changed.en.is_empty() && !card.changed.fr.is_empty(), "{:?}", card.changed);
    class.session.apply(Command::Play);
    class.run();
    let card = class.exercise().card.clone();
    assert!(card.can_next && card.checks.iter().all(|check| check.holds), "{:?}", card.checks);
    // Everything can be undone, on another branch.
    assert!(class.view().run.can_undo);
    class.session.apply(Command::Undo);
    assert!(class.view().run.now < class.view().run.head);
}

#[test]
fn hints_come_one_by_one_and_the_last_asks_why() {
    let mut class = at_goal();
    for count in 0..3 {
        let card = class.exercise().card.clone();
        assert!(card.has_hint && card.hints.len() == count && card.hint_wait_s == 20);
        class.lesson(Lesson::Hint);
    }
    assert!(!class.exercise().card.has_hint);
    class.lesson(Lesson::Hint);
    assert!(class.was_refused());
    class.session.apply(Command::Act(Action::Heal));
    class.session.apply(Command::Act(Action::Restart(1)));
    class.pass(14);
    assert!(class.exercise().card.reflection_asked);
    class.answer(Answer::Text("It was slow.".into()));
    assert!(!class.exercise().card.reflection_asked);
}

/// Plays the whole exercise.
fn finished() -> Class {
    let mut class = at_goal();
    class.session.apply(Command::Act(Action::Heal));
    class.session.apply(Command::Act(Action::Restart(1)));
    class.pass(14);
    class.lesson(Lesson::Next);
    assert!(class.view().locks.time, "a quiz is open");
    class.answer_and_on(Answer::Choice(0));
    class
}

#[test]
fn at_the_end_one_reflects() {
    let mut class = finished();
    class.lesson(Lesson::Keep(0, "Ask the controller.".into()));
    let exercise = class.exercise();
    assert!(exercise.is_finished && exercise.done == 6, "{:?}", exercise.steps);
    assert_eq!(exercise.reflection.len(), 2);
    assert_eq!(&*exercise.reflection[0].kept, "Ask the controller.");
    assert!(exercise.reflection.iter().all(|it| !it.believed.is_empty() && !it.saw.is_empty()));
    assert!(exercise.missing.is_empty(), "{:?}", exercise.missing);
    assert_eq!(class.view().locks, brokerscope::lab::view::Locks::default());
}

#[test]
fn work_is_resumed_where_it_was_left() {
    let mut class = at_goal();
    class.session.apply(Command::Act(Action::Heal));
    class.pass(3);
    let left = class.view();
    let bytes = class.session.saved().expect("work");
    assert_eq!(brokerscope::lab::progress_of(&bytes), Some(("small".into(), 4)));
    let mut again = Class::open();
    assert!(again.session.begin(zoe(), Some(&bytes)));
    let view = again.view();
    assert_eq!(
        (view.run.digest, view.run.now, view.run.branch),
        (left.run.digest, left.run.now, left.run.branch)
    );
    assert_eq!(
        view.exercise.as_ref().map(|it| it.steps.clone()),
        left.exercise.as_ref().map(|it| it.steps.clone())
    );
    // Any machine plays the file.
    let mut teacher = Session::new();
    teacher.apply(Command::OpenBytes("work.session".into(), bytes.into()));
    let view = teacher.view(None, &Arc::default());
    assert_eq!(view.run.digest, left.run.digest);
    assert_eq!(view.exercise.as_ref().map(|it| it.student.clone()), Some(zoe()));
}

#[test]
fn work_left_in_the_middle_of_a_run_goes_on() {
    let mut class = Class::begun();
    class.lesson(Lesson::Answer(number(2)));
    let target = Instant(class.session.now().0 + 2_000_000);
    while !class.session.advance(target, 10_000) {}
    let bytes = class.session.saved().expect("work");
    let mut again = Class::open();
    assert!(again.session.begin(zoe(), Some(&bytes)));
    assert!(again.session.is_playing());
    again.run();
    class.run();
    assert_eq!(again.view().run.digest, class.view().run.digest);
    assert_eq!(again.states(), class.states());
}

#[test]
fn changed_or_damaged_work_is_refused_in_plain_words() {
    let bytes = at_goal().session.saved().expect("work");
    let text = String::from_utf8(bytes).expect("text");
    let changes = [
        text.replacen("Number(2)", "Number(3)", 1),
        text.replacen("answer: Value(2)", "answer: Value(3)", 1),
        text.replacen("\"Zoé\"", "\"Max\"", 1),
        text.replacen("format: 1", "format: 99", 1),
        text.get(..text.len() / 2).unwrap_or_default().to_owned(),
        "// Brokerscope exercise\n)))".to_owned(),
        format!("// Brokerscope exercise\n{}", "[".repeat(100_000)),
    ];
    for changed in changes.into_iter().filter(|changed| *changed != text) {
        let mut class = Class::open();
        let before = class.view().run.session;
        class.session.apply(Command::OpenBytes("work".into(), changed.as_bytes().into()));
        assert!(class.was_refused());
        assert_eq!(class.view().run.session, before);
        assert!(!class.session.begin(zoe(), Some(changed.as_bytes())));
        assert_eq!(class.exercise().done, 0);
    }
}

#[test]
fn work_is_handed_in_at_any_time() {
    let mut class = at_observe();
    let desk = class.session.desk().expect("a desk");
    assert_eq!((&*desk.scenario, &*desk.tp, &*desk.student.name), ("small", "TP1", "Zoé"));
    let bytes = class.session.hand_in().expect("work");
    class.session.handed_in("/stick/TP1_Zoe_21.session");
    let receipt = class.exercise().receipt.clone().expect("a receipt");
    assert_eq!(receipt.code.split('-').count(), 4);
    assert!(receipt.file.contains("stick"));
    let mut again = Session::new();
    again.apply(Command::OpenBytes("work".into(), bytes.into()));
    let exercise = again.view(None, &Arc::default()).exercise.clone().expect("work");
    assert_eq!(exercise.current, 2);
    assert_eq!(exercise.missing.len(), 4);
}

#[test]
fn a_code_brings_a_student_to_its_step() {
    let mut teacher = Class::begun();
    assert!(teacher.exercise().codes.is_empty());
    teacher.lesson(Lesson::Teacher(true));
    let codes = teacher.exercise().codes.clone();
    assert_eq!(codes.len(), 6);
    let mut class = Class::begun();
    class.lesson(Lesson::CatchUp("nobody-knows-12".into()));
    assert!(class.was_refused());
    class.lesson(Lesson::CatchUp(codes[4].1.clone()));
    class.run();
    assert_eq!(class.exercise().current, 4);
    let states = class.states();
    assert!(states[..4].iter().all(|state| *state == StepState::Skipped), "{states:?}");
    assert_eq!(leader(&class.view()), leader(&at_goal().view()));
    // A teacher passes over the rest.
    class.lesson(Lesson::Skip);
    assert!(class.was_refused());
    class.lesson(Lesson::Teacher(true));
    class.lesson(Lesson::Skip);
    class.run();
    assert_eq!(class.exercise().current, 5);
}

#[test]
fn steps_are_looked_back_at() {
    let mut class = at_goal();
    class.lesson(Lesson::Restart);
    class.lesson(Lesson::Look(0));
    let exercise = class.exercise();
    assert_eq!((exercise.shown, exercise.current), (0, 4));
    assert!(
        exercise.card.outcome.is_some() && exercise.card.form == AnswerForm::None && !exercise.card.can_next
    );
    // The moment that decided it lies on another branch: it is looked at, and left again.
    let here = class.view();
    class.lesson(Lesson::ShowDecisive);
    let there = class.view();
    assert!(there.run.now < here.run.now && there.run.branch != here.run.branch);
    class.session.apply(Command::Step(-3));
    class.session.apply(Command::Play);
    class.run();
    class.session.apply(Command::Act(Action::Heal));
    assert!(class.was_refused());
    let bytes = class.session.saved().expect("work");
    class.lesson(Lesson::Look(4));
    class.lesson(Lesson::Hint);
    assert_eq!(class.view().run.digest, here.run.digest);
    let mut again = Class::open();
    assert!(again.session.begin(zoe(), Some(&bytes)));
    assert_eq!(again.view().run.digest, here.run.digest);
    // What lies ahead stays unseen.
    class.lesson(Lesson::Look(5));
    assert_eq!(class.exercise().shown, 4);
}

#[test]
fn a_long_way_takes_seconds() {
    let source =
        EXERCISE.replace("at: \"40s\"", "at: \"20min\"").replace("start: \"here\"", "start: \"15min\"");
    let source = source.replace("(at: \"5s\", do: Pause, mark: \"here\"),", "");
    let mut session = Session::new();
    session.apply(Command::OpenBytes("small.ron".into(), source.as_bytes().into()));
    session.apply(Command::SetMode(Mode::Exercise));
    let mut class = Class { session };
    class.session.apply(Command::SetSpeed(500));
    class.lesson(Lesson::Begin(zoe()));
    let took = class.run();
    assert!(took <= 6_100, "{took} ms");
    assert_eq!(class.session.speed_permille(), 500);
    assert!(class.session.now().0 >= 899_000_000);
}

#[test]
fn a_students_copy_is_played_and_only_the_key_marks_choices() {
    let packed = brokerscope::scenario::pack("small.ron", EXERCISE.as_bytes()).expect("it packs");
    let mut session = Session::new();
    session.apply(Command::OpenBytes("small.ron".into(), packed.bytes.into()));
    assert!(session.wants_exercise());
    session.apply(Command::SetMode(Mode::Exercise));
    let mut class = Class { session };
    class.lesson(Lesson::Begin(zoe()));
    class.run();
    // On the map, the engine knows; why somebody erred, only the teacher does.
    class.answer(number(1));
    let outcome = class.exercise().card.outcome.clone().expect("an outcome");
    assert_eq!((outcome.is_right, outcome.belief.is_none()), (Some(false), true));
    class.lesson(Lesson::Next);
    class.run();
    class.answer(Answer::Choice(0));
    let exercise = class.exercise();
    let outcome = exercise.card.outcome.as_ref().expect("an outcome");
    assert_eq!((outcome.is_right, outcome.happened.is_empty()), (None, true));
    assert_eq!((exercise.steps[1].state, exercise.card.can_next), (StepState::Answered, true));
}

#[test]
fn what_did_not_happen_on_this_branch_has_no_mark() {
    let mut class = at_goal();
    class.pass(60);
    let view = class.view();
    let marks: Vec<_> =
        view.scenario.iter().flat_map(|it| it.marks.iter()).map(|it| it.name.to_string()).collect();
    assert_eq!(marks, ["slow"], "at {:?}", view.run.now);
    assert!(view.events.iter().any(|event| event.at > Instant(45_000_000)));
}
