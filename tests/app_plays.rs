//! Every shipped exercise, played through the window: the class session itself
//! behind it, answers by accessible names, once with the right choices and once
//! with wrong ones; goals reached by their own solutions.

#![cfg(feature = "window")]

use brokerscope::app::{LabApp, Settings};
use brokerscope::base::Instant;
use brokerscope::lab::view::{AnswerForm, ExerciseView, StepKind, StepState, Student, View};
use brokerscope::lab::{Command, ConsoleInput, Engine, Lesson, Session};
use brokerscope::scenario::{Deed, Scenario, Step, Verb, library};
use brokerscope::world::Action;
use egui::{Key, Modifiers, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use std::sync::{Arc, Mutex, PoisonError};

/// The session behind the window, in the window's own thread.
#[derive(Clone, Default)]
struct Live(Arc<Mutex<Session>>);

impl Live {
    fn with<R>(&self, what: impl FnOnce(&mut Session) -> R) -> R {
        what(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn shown(&self) -> Arc<View> {
        self.with(|session| session.view(None, &Arc::default()))
    }

    fn exercise(&self) -> Arc<ExerciseView> {
        self.shown().exercise.clone().expect("an exercise is open")
    }

    /// Lets time run as long as it runs by itself.
    fn settle(&self) {
        self.with(|session| {
            for _ in 0..20_000 {
                if !session.is_playing() {
                    return;
                }
                let next = Instant(session.now().0 + 200_000);
                session.advance(next, u64::MAX);
            }
            panic!("time never stops");
        });
    }
}

impl Engine for Live {
    fn view(&self) -> Arc<View> {
        self.shown()
    }

    fn send(&self, command: Command) {
        self.with(|session| session.apply(command));
    }
}

struct Class {
    window: Harness<'static, LabApp>,
    live: Live,
}

impl Class {
    fn open(id: &str, number: &str) -> Self {
        let live = Live::default();
        live.send(Command::OpenExercise(id.into()));
        let student = Student { name: "Zoé".into(), number: number.into(), ..Student::default() };
        live.send(Command::Exercise(Lesson::Begin(student)));
        live.settle();
        let app = LabApp::new(Box::new(live.clone()), Settings::default());
        let window = Harness::builder()
            .with_size([1366.0, 1000.0])
            .build_ui_state(|ui, app: &mut LabApp| app.ui(ui), app);
        let mut class = Self { window, live };
        class.steps();
        class
    }

    /// A few frames, and the time that runs by itself.
    fn steps(&mut self) {
        self.window.run_steps(3);
        self.live.settle();
        self.window.run_steps(2);
    }

    /// Presses a control, in sight or scrolled away.
    fn press(&mut self, name: &str) {
        let is_control = |role| matches!(role, Role::Button | Role::RadioButton | Role::CheckBox);
        let mut nodes =
            self.window.get_all_by_label(name).filter(|node| is_control(node.accesskit_node().role()));
        nodes.next().unwrap_or_else(|| panic!("no control called {name}")).click_accesskit();
        drop(nodes);
        self.steps();
    }

    fn write(&mut self, name: &str, text: &str) {
        let is_field = |role| matches!(role, Role::TextInput | Role::MultilineTextInput);
        let mut nodes =
            self.window.get_all_by_label(name).filter(|node| is_field(node.accesskit_node().role()));
        let field = nodes.next().unwrap_or_else(|| panic!("no field called {name}"));
        field.focus();
        drop(nodes);
        self.window.run_steps(2);
        self.window.key_press_modifiers(Modifiers::COMMAND, Key::A);
        self.window.run_steps(2);
        self.window.event(egui::Event::Text(text.to_owned()));
        self.window.run_steps(2);
    }

    /// Fills in the card's form: the choice asked for, or something that can be sent.
    fn fill(&mut self, form: &AnswerForm, choice: usize) {
        match form {
            AnswerForm::None => {}
            AnswerForm::Choices(choices) => {
                let text = choices[choice.min(choices.len() - 1)].en.to_string();
                self.press(&text);
            }
            AnswerForm::Words(words) => {
                let text = words[choice.min(words.len() - 1)].to_string();
                self.press(&text);
            }
            AnswerForm::Broker => self.press("Nobody"),
            AnswerForm::Brokers | AnswerForm::Partitions(_) => self.press("None of them"),
            AnswerForm::Offset => self.write("The offset", "0"),
            AnswerForm::Number => self.write("Your answer, a whole number", "0"),
            AnswerForm::Numbers => self.write("Your answer, several numbers", "0, 0"),
            AnswerForm::Text => self.write("Your answer", "Parce que."),
        }
    }

    /// Answers the present step, or reaches its goal.
    fn work(&mut self, step: &Step, is_right: bool) {
        let exercise = self.live.exercise();
        let right = step.choices().iter().position(|choice| choice.correct);
        if let Step::Do { solution, .. } = step {
            self.reach(&solution.iter().filter_map(Verb::deed).collect::<Vec<_>>());
            return;
        }
        let wrong = usize::from(right == Some(0));
        let choice = if is_right { right.unwrap_or(0) } else { wrong };
        self.fill(&exercise.card.form, choice);
        self.press(match exercise.steps[exercise.current].kind {
            StepKind::Predict => "Lock in & run",
            StepKind::Observe => "Check",
            _ => "Answer",
        });
    }

    /// Carries out a solution: lines in the console, rewinds by their buttons, the rest as the menus send it.
    fn reach(&mut self, solution: &[Deed]) {
        for (index, deed) in solution.iter().enumerate() {
            if index > 0 {
                self.run(2);
            }
            match deed {
                Deed::World(Action::Console(number, input)) => self.type_line(*number, input),
                Deed::World(action) => self.live.send(Command::Act(action.clone())),
                Deed::Rewind(mark) => {
                    let exercise = self.live.exercise();
                    let found = exercise.card.rewinds.iter().find(|(name, _)| name == mark);
                    let (name, at) = found.unwrap_or_else(|| panic!("no way back to {mark}"));
                    self.press(&format!("{name} · {at}"));
                }
                Deed::Pause => self.run(10),
                other => panic!("the window has no {other:?}"),
            }
            self.steps();
        }
        for _ in 0..90 {
            if self.live.exercise().card.can_next {
                return;
            }
            self.run(2);
        }
    }

    fn type_line(&mut self, number: u8, input: &ConsoleInput) {
        match input {
            ConsoleInput::Line(line) => {
                self.window.key_press(Key::F4);
                self.window.run_steps(2);
                for _ in 1..number {
                    let name = format!("Prompt of console {number}");
                    if self.window.query_by_label(&name).is_some() {
                        break;
                    }
                    self.press("Another console");
                }
                self.write(&format!("Prompt of console {number}"), line);
                self.window.key_press(Key::Enter);
                self.window.run_steps(2);
                self.window.key_press(Key::Escape);
                self.steps();
            }
            key => self.live.send(Command::Console(number, key.clone())),
        }
    }

    /// So many seconds of virtual time, or until it stops by itself.
    fn run(&mut self, seconds: u64) {
        self.live.send(Command::Play);
        self.live.with(|session| {
            let to = session.now().0 + seconds * 1_000_000;
            while session.is_playing() && session.now().0 < to {
                let next = Instant((session.now().0 + 200_000).min(to));
                session.advance(next, u64::MAX);
            }
        });
        self.live.send(Command::Pause);
        self.window.run_steps(2);
    }

    /// On to the next step; a teacher passes over what can't be answered without the key.
    fn go_on(&mut self) {
        if !self.live.exercise().card.can_next {
            self.live.send(Command::Exercise(Lesson::Teacher(true)));
            self.live.send(Command::Exercise(Lesson::Skip));
            self.live.send(Command::Exercise(Lesson::Teacher(false)));
            self.steps();
            return;
        }
        self.press("Next");
    }
}

fn play_all(is_right: bool) {
    for shipped in library() {
        let scenario = Scenario::parse_for(shipped.id, shipped.bytes, Some("22001")).expect("it is good");
        if scenario.steps.is_empty() {
            continue;
        }
        let mut class = Class::open(shipped.id, "22001");
        for (index, step) in scenario.steps.iter().enumerate() {
            let place = format!("{}, step {}", shipped.id, index + 1);
            assert_eq!(class.live.exercise().current, index, "{place}");
            class.work(step, is_right);
            let exercise = class.live.exercise();
            judge(&exercise, step, is_right, &place);
            if let (Step::Explain { .. }, true) = (step, !exercise.card.model.is_empty()) {
                class.press("Part of it");
            }
            class.go_on();
        }
        assert!(class.live.exercise().is_finished, "{}", shipped.id);
        assert!(class.window.query_by_label("All steps are done").is_some(), "{}", shipped.id);
    }
}

/// What must have become of a step.
fn judge(exercise: &ExerciseView, step: &Step, is_right: bool, place: &str) {
    let state = exercise.steps[exercise.current].state;
    match step {
        Step::Do { .. } => {
            let checks = &exercise.card.checks;
            assert_eq!(state, StepState::Right, "{place}: the solution reaches the goal: {checks:#?}");
        }
        Step::Explain { .. } => assert_eq!(state, StepState::Answered, "{place}"),
        step if !step.choices().is_empty() => {
            let expected = if is_right { StepState::Right } else { StepState::Wrong };
            assert_eq!(state, expected, "{place}");
            let outcome = exercise.card.outcome.as_ref().unwrap_or_else(|| panic!("{place}: no outcome"));
            assert_eq!(outcome.is_right, Some(is_right), "{place}");
        }
        // What is read off the cluster only the engine knows.
        _ => assert!(state != StepState::Open, "{place}: {state:?}"),
    }
}

#[test]
fn every_shipped_exercise_is_played_right() {
    play_all(true);
}

#[test]
fn every_shipped_exercise_is_played_wrong() {
    play_all(false);
}
