//! The exercise, the console, the class and the library in the window, driven by
//! accessible names over views made by hand.

#![cfg(feature = "window")]

use brokerscope::app::example::{self, Scene};
use brokerscope::app::{Bottom, LabApp, Outside, Settings};
use brokerscope::base::{BrokerId, Instant};
use brokerscope::lab::view::{Answer, Rating, Student, Subject, View};
use brokerscope::lab::{Command, ConsoleInput, Lesson};
use brokerscope::scenario::Value;
use brokerscope::text::Lang;
use brokerscope::world::Action;
use egui::{Key, Modifiers, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use std::sync::Arc;

struct Window {
    harness: Harness<'static, LabApp>,
    engine: example::Still,
}

impl Window {
    fn new(view: View, settings: Settings) -> Self {
        Self::paced(view, settings, 0.1)
    }

    /// A window whose frames are this many seconds apart.
    fn paced(view: View, settings: Settings, seconds: f32) -> Self {
        let engine = example::Still::new(view);
        let app = LabApp::new(Box::new(engine.clone()), settings);
        let mut harness = Harness::builder()
            .with_size([1366.0, 900.0])
            .with_step_dt(seconds)
            .build_ui_state(|ui, app: &mut LabApp| app.ui(ui), app);
        harness.run_steps(4);
        Self { harness, engine }
    }

    fn scene(scene: Scene) -> Self {
        Self::new(example::exercise(scene), Settings::default())
    }

    /// A few frames: a text cursor blinks for ever, and a hint counts down.
    fn steps(&mut self) {
        self.harness.run_steps(4);
    }

    fn click(&mut self, name: &str) {
        self.harness.get_by_label(name).click();
        self.steps();
    }

    fn has(&self, name: &str) -> bool {
        self.harness.query_all_by_label(name).next().is_some()
    }

    fn is_disabled(&self, name: &str) -> bool {
        self.harness.get_by_label(name).accesskit_node().is_disabled()
    }

    /// The field of this name; the words beside it have the same.
    fn field<'a>(&'a self, name: &'a str) -> egui_kittest::Node<'a> {
        let is_field = |role| matches!(role, Role::TextInput | Role::MultilineTextInput);
        self.harness.get_by(move |node| is_field(node.role()) && node.label().as_deref() == Some(name))
    }

    fn type_into(&mut self, name: &str, text: &str) {
        self.field(name).focus();
        self.steps();
        self.field(name).type_text(text);
        self.steps();
    }

    fn press(&mut self, key: Key) {
        self.harness.key_press(key);
        self.steps();
    }

    fn press_with(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.steps();
    }

    fn last(&self) -> Option<Command> {
        self.engine.sent().pop()
    }

    /// The last lesson that was wished for.
    fn lesson(&self) -> Option<Lesson> {
        let lesson = |command| match command {
            Command::Exercise(lesson) => Some(lesson),
            _ => None,
        };
        self.engine.sent().into_iter().rev().find_map(lesson)
    }

    fn answer(&self) -> Option<Answer> {
        match self.lesson() {
            Some(Lesson::Answer(answer)) => Some(answer),
            _ => None,
        }
    }
}

fn numbers(numbers: &[i64]) -> Answer {
    Answer::Value(Value::List(numbers.iter().copied().map(Value::Number).collect()))
}

#[test]
fn a_prediction_is_chosen_and_locked_in() {
    let mut window = Window::scene(Scene::Choices);
    assert!(window.is_disabled("Lock in & run"));
    window.click("Broker 3, the next in-sync replica");
    window.click("Lock in & run");
    assert_eq!(window.answer(), Some(Answer::Choice(1)));
}

#[test]
fn an_open_question_locks_what_would_answer_it() {
    let mut window = Window::scene(Scene::Choices);
    for name in ["Play", "Step", "Step back", "End", "Undo"] {
        assert!(window.is_disabled(name), "{name}");
    }
    for name in ["What if… fork here", "next: a replica catches up · in 1.2\u{202f}s"] {
        assert!(!window.has(name), "{name}");
    }
    for key in [Key::Space, Key::ArrowRight, Key::PageDown, Key::F6, Key::End, Key::N] {
        window.press(key);
    }
    window.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.engine.sent(), []);
    assert!(window.has("Answer first: nothing can be changed until then."));
    window.click("Sandbox");
    assert_eq!(window.engine.sent(), []);
}

#[test]
fn a_broker_is_the_answer_on_the_map_and_in_the_rows() {
    let mut window = Window::scene(Scene::Broker);
    window.click("Broker 4: running, 0 replicas, 0 led");
    window.click("Lock in & run");
    assert_eq!(window.answer(), Some(Answer::Value(Value::Number(4))));
    window.click("orders-0 on broker 1: leader, committed up to 40, log end 42");
    window.click("Lock in & run");
    assert_eq!(window.answer(), Some(Answer::Value(Value::Number(1))));
    window.click("Nobody");
    window.click("Lock in & run");
    assert_eq!(window.answer(), Some(Answer::Value(Value::None)));
}

#[test]
fn brokers_are_picked_in_order() {
    let mut window = Window::scene(Scene::Brokers);
    window.click("Broker 3");
    window.click("Broker 4: running, 0 replicas, 0 led");
    window.click("Broker 1");
    window.click("Broker 4");
    window.click("Lock in & run");
    assert_eq!(window.answer(), Some(numbers(&[3, 1])));
    window.click("None of them");
    window.click("Lock in & run");
    assert_eq!(window.answer(), Some(numbers(&[])));
}

#[test]
fn partitions_are_picked_on_the_map_and_ticked() {
    let mut window = Window::scene(Scene::Partitions);
    window.click("orders-4");
    window.click("orders-1 on broker 1: follower, committed up to 36, log end 38");
    window.click("Lock in & run");
    let names = ["orders-1", "orders-4"].map(|name| Value::Text(name.into())).to_vec();
    assert_eq!(window.answer(), Some(Answer::Value(Value::List(names))));
}

#[test]
fn an_offset_is_clicked_on_the_tape_or_typed() {
    let settings = Settings { exercise_inspector_open: true, ..Settings::default() };
    let mut window = Window::new(example::exercise(Scene::Offset), settings);
    window.click("Log on broker 1: starts at 8, committed up to 40, ends at 41");
    window.click("Lock in & run");
    let Some(Answer::Value(Value::Number(offset))) = window.answer() else { panic!("{:?}", window.last()) };
    assert!((20..30).contains(&offset));
    window.type_into("The offset", "0");
    window.click("Lock in & run");
    assert_eq!(window.answer(), Some(Answer::Value(Value::Number(offset * 10))));
}

#[test]
fn a_wrong_prediction_shows_its_belief_and_its_moment() {
    let mut window = Window::scene(Scene::Wrong);
    for name in ["It went otherwise", "Kafka re-creates the missing copies elsewhere by itself", "Why?"] {
        assert!(window.has(name), "{name}");
    }
    window.click("Show the moment (0:10.300)");
    assert_eq!(window.lesson(), Some(Lesson::ShowDecisive));
    window.click("Next");
    assert_eq!(window.lesson(), Some(Lesson::Next));
}

#[test]
fn a_goal_shows_expected_and_now_and_the_ways_back() {
    let mut window = Window::scene(Scene::Goal);
    for name in
        ["the leader of orders-1 is 2", "now: 3", "2 attempts", "Changed since: broker 2 was restarted"]
    {
        assert!(window.has(name), "{name}");
    }
    window.click("power-cut · 0:10.000");
    assert_eq!(window.lesson(), Some(Lesson::Rewind("power-cut".into())));
    window.click("Hint");
    assert_eq!(window.lesson(), Some(Lesson::Hint));
}

#[test]
fn an_overdue_goal_begins_again_and_asks_why_the_last_hint_worked() {
    let mut window = Window::scene(Scene::Overdue);
    window.click("Restart this step");
    assert_eq!(window.lesson(), Some(Lesson::Restart));
    window.type_into("Why did that work?", "préféré = premier");
    // It lies below what the panel shows at once.
    window.harness.get_by_label("Send").click_accesskit();
    window.steps();
    assert_eq!(window.answer(), Some(Answer::Text("préféré = premier".into())));
}

#[test]
fn menus_hold_the_tools_of_the_step_only() {
    let mut window = Window::scene(Scene::Goal);
    let at = window.harness.get_by_label("Broker 2: power cut, 4 replicas, 0 led").rect().left_top();
    let at = at + egui::vec2(60.0, 12.0);
    window.harness.event(egui::Event::PointerMoved(at));
    for pressed in [true, false] {
        window.harness.event(egui::Event::PointerButton {
            pos: at,
            button: egui::PointerButton::Secondary,
            pressed,
            modifiers: Modifiers::NONE,
        });
    }
    window.steps();
    assert!(!window.has("Wipe its disk"));
    window.click("Restart");
    assert_eq!(window.last(), Some(Command::Act(Action::Restart(2))));
}

#[test]
fn a_reading_is_typed_as_the_french_type_it() {
    let settings = Settings { lang: Lang::Fr, ..Settings::default() };
    let mut window = Window::new(example::exercise(Scene::Reading), settings);
    assert!(window.has("Ce n’est pas cela. Regardez encore, au même instant."));
    window.type_into("Votre réponse, un nombre entier", "1,5");
    assert!(window.is_disabled("Vérifier"));
    window.press(Key::Backspace);
    window.press(Key::Backspace);
    window.field("Votre réponse, un nombre entier").type_text(" 234,0");
    window.steps();
    window.press(Key::Enter);
    assert_eq!(window.answer(), Some(Answer::Value(Value::Number(1_234))));
}

#[test]
fn several_numbers_and_words_are_readings_too() {
    let mut window = Window::scene(Scene::Readings);
    window.type_into("Your answer, several numbers", "2, 2, 2");
    window.click("Check");
    assert_eq!(window.answer(), Some(numbers(&[2, 2, 2])));
    let mut window = Window::scene(Scene::Words);
    window.click("down");
    window.click("Check");
    assert_eq!(window.answer(), Some(Answer::Value(Value::Text("down".into()))));
}

#[test]
fn an_explanation_is_written_then_rated() {
    let mut window = Window::scene(Scene::Explain);
    assert!(window.is_disabled("Answer"));
    window.type_into("Your answer", "Seul le leader avait répondu.");
    window.press_with(Modifiers::COMMAND, Key::Enter);
    assert_eq!(window.answer(), Some(Answer::Text("Seul le leader avait répondu.".into())));
    let mut window = Window::scene(Scene::Model);
    window.click("Part of it");
    assert_eq!(window.lesson(), Some(Lesson::Rate(Rating::Partly)));
}

#[test]
fn digits_and_bars_show_the_card_of_a_step() {
    let mut window = Window::scene(Scene::Quiz);
    window.press(Key::Num2);
    assert_eq!(window.lesson(), Some(Lesson::Look(1)));
    window.press(Key::F7);
    assert_eq!(window.lesson(), Some(Lesson::Look(5)));
    window.click("Step 3: Predict, otherwise than said");
    assert_eq!(window.lesson(), Some(Lesson::Look(2)));
    window.click("Ready");
    assert_eq!(window.lesson(), Some(Lesson::Ready(false)));
}

#[test]
fn a_hint_waits_until_it_was_thought_about() {
    let mut window = Window::paced(example::exercise(Scene::Choices), Settings::default(), 0.5);
    assert!(!window.has("Hint"));
    let waits = |label: &str| label.starts_with("Hint (");
    assert!(window.harness.query_by(|node| node.label().is_some_and(|label| waits(&label))).is_some());
    window.harness.run_steps(41);
    window.click("Hint");
    assert_eq!(window.lesson(), Some(Lesson::Hint));
}

#[test]
fn minute_zero_asks_who_works() {
    let settings = Settings { work_folder: "/media/clé".to_owned(), ..Settings::default() };
    let mut window = Window::new(example::exercise(Scene::Begin), settings);
    assert!(window.is_disabled("Begin"));
    window.type_into("Name", "Zoé  Élan");
    window.type_into("Student number", "22401234");
    window.click("Browse…");
    assert_eq!(window.harness.state_mut().take_outside(), [Outside::FolderDialog]);
    window.harness.state_mut().set_work_folder("/media/clé usb été");
    window.click("Begin");
    let student = Student { name: "Zoé Élan".into(), number: "22401234".into(), ..Student::default() };
    let wishes = [Lesson::Begin(student), Lesson::SaveTo("/media/clé usb été".into())];
    assert_eq!(window.engine.sent(), wishes.map(Command::Exercise));
    assert!(!window.has("Who works here?"));
}

#[test]
fn one_may_work_without_a_name() {
    let mut window = Window::scene(Scene::Begin);
    window.click("Without name");
    assert!(!window.has("Who works here?"));
    let nobody = Student { name: "No name".into(), ..Student::default() };
    assert_eq!(window.lesson(), Some(Lesson::Begin(nobody)));
}

#[test]
fn handing_in_lists_what_is_missing() {
    let settings = Settings { work_folder: "/media/clé usb".to_owned(), ..Settings::default() };
    let mut window = Window::new(example::exercise(Scene::Goal), settings);
    window.click("More about this exercise");
    window.click("Hand in…");
    assert!(window.has("Step 5: no reading yet"));
    window.click("Hand in all the same");
    assert_eq!(window.lesson(), Some(Lesson::HandIn("/media/clé usb".into())));
    let mut window = Window::scene(Scene::Receipt);
    assert!(window.has("loutre-cactus-42"));
    window.click("Close");
    assert!(!window.has("Handed in"));
}

#[test]
fn a_dictated_code_catches_up() {
    let mut window = Window::scene(Scene::Goal);
    window.click("More about this exercise");
    window.click("Catch-up code…");
    window.type_into("Code", " Loutre-Cactus-42 ");
    window.click("Go there");
    assert_eq!(window.lesson(), Some(Lesson::CatchUp("loutre-cactus-42".into())));
}

#[test]
fn a_teacher_may_skip() {
    let mut window = Window::scene(Scene::Goal);
    window.click("More about this exercise");
    assert!(!window.has("Skip this step"));
    window.click("A teacher sits here");
    assert_eq!(window.lesson(), Some(Lesson::Teacher(true)));
    let mut view = example::exercise(Scene::Goal);
    if let Some(exercise) = &mut view.exercise {
        Arc::make_mut(exercise).is_teacher = true;
    }
    let mut window = Window::new(view, Settings::default());
    window.click("More about this exercise");
    window.click("Skip this step");
    assert_eq!(window.lesson(), Some(Lesson::Skip));
}

#[test]
fn a_black_screen_takes_no_keys() {
    let mut window = Window::scene(Scene::Goal);
    window.press(Key::F9);
    window.press(Key::Space);
    assert_eq!(window.engine.sent(), []);
    window.press(Key::F9);
    window.press(Key::Space);
    assert_eq!(window.last(), Some(Command::Play));
}

#[test]
fn what_is_kept_of_a_step_is_sent_when_it_is_left() {
    let mut window = Window::scene(Scene::Finished);
    window.type_into("I keep of step 3", "l’ISR d’abord");
    window.press(Key::Escape);
    assert_eq!(window.lesson(), Some(Lesson::Keep(2, "l’ISR d’abord".into())));
}

#[test]
fn a_verdict_leads_to_its_instant() {
    let mut window = Window::scene(Scene::Goal);
    window.click("lost records");
    window.click("0:10.300 · Record 41 of orders-1 was acknowledged and is gone.");
    assert!(window.engine.sent().contains(&Command::SeekToEvent(5)));
    window.click("duplicates");
    window.click("0:10.800 · Record 12 of orders-0 was delivered twice to shipping.");
    assert_eq!(window.last(), Some(Command::SeekTo(Instant(10_800_000))));
}

fn console() -> Window {
    let settings = Settings { events_open: Some(true), bottom: Bottom::Console, ..Settings::default() };
    Window::new(example::exercise(Scene::Goal), settings)
}

fn line(terminal: u8, text: &str) -> Command {
    Command::Console(terminal, ConsoleInput::Line(text.into()))
}

#[test]
fn a_console_takes_lines_and_brings_them_back() {
    let mut window = console();
    window.type_into("Prompt of console 1", "kafka-topics.sh --list");
    window.press(Key::Enter);
    assert_eq!(window.last(), Some(line(1, "kafka-topics.sh --list")));
    window.press(Key::ArrowUp);
    window.press(Key::ArrowUp);
    window.press(Key::ArrowDown);
    window.press(Key::Enter);
    assert_eq!(window.last(), Some(line(1, "kafka-topics.sh --zookeeper localhost:2181 --list")));
}

#[test]
fn tab_completes_and_keeps_the_focus() {
    let mut window = console();
    window.type_into("Prompt of console 1", "kafka-top");
    window.press(Key::Tab);
    window.field("Prompt of console 1").type_text("--list");
    window.steps();
    window.press(Key::Enter);
    assert_eq!(window.last(), Some(line(1, "kafka-topics.sh --list")));
}

#[test]
fn interrupt_and_end_of_input_are_keys_of_the_prompt_alone() {
    let mut window = console();
    window.press_with(Modifiers::CTRL, Key::D);
    assert_eq!(window.engine.sent(), []);
    window.click("2 · kafka-console-producer.sh");
    window.press_with(Modifiers::CTRL, Key::D);
    assert_eq!(window.last(), Some(Command::Console(2, ConsoleInput::EndOfInput)));
    window.harness.event(egui::Event::Copy);
    window.steps();
    assert_eq!(window.last(), Some(Command::Console(2, ConsoleInput::Interrupt)));
    window.click("Ctrl+D");
    assert_eq!(window.last(), Some(Command::Console(2, ConsoleInput::EndOfInput)));
}

#[test]
fn space_writes_in_the_prompt_and_plays_elsewhere() {
    let mut window = console();
    window.press(Key::Space);
    assert_eq!(window.last(), Some(Command::Play));
    window.press(Key::F4);
    window.press(Key::Space);
    window.press(Key::ArrowRight);
    assert_eq!(window.engine.sent(), [Command::Play]);
    window.press(Key::Escape);
    window.press(Key::ArrowRight);
    assert_eq!(window.last(), Some(Command::Step(1)));
}

#[test]
fn another_console_opens_and_one_closes() {
    let mut window = console();
    window.click("Another console");
    window.type_into("Prompt of console 3", "kafka-topics.sh --list");
    window.press(Key::Enter);
    assert_eq!(window.last(), Some(line(3, "kafka-topics.sh --list")));
    window.click("2 · kafka-console-producer.sh");
    window.click("Close this console");
    assert_eq!(window.last(), Some(Command::CloseConsole(2)));
}

#[test]
fn a_locked_console_takes_no_line() {
    let settings = Settings { events_open: Some(true), bottom: Bottom::Console, ..Settings::default() };
    let window = Window::new(example::exercise(Scene::Choices), settings);
    assert!(window.is_disabled("Prompt of console 1"));
}

#[test]
fn the_library_leads_to_exercises_and_demonstrations() {
    let mut window = Window::new(example::home(), Settings::default());
    window.harness.set_size(egui::vec2(1366.0, 1600.0));
    window.steps();
    window.click("Do: Retention");
    assert_eq!(window.last(), Some(Command::OpenExercise("07-retention".into())));
    window.click("Show: Retention");
    assert_eq!(window.last(), Some(Command::OpenLibrary("07-retention".into())));
    window.click("Do a TP");
    window.click("A broker falls");
    assert_eq!(window.last(), Some(Command::OpenExercise("11-failure".into())));
}

#[test]
fn a_form_makes_a_topic() {
    let mut window = Window::new(example::shop(), Settings::default());
    window.press(Key::Escape);
    window.click("Actions");
    window.click("Create a topic");
    window.type_into("Name of the topic", "paiements");
    window.press(Key::Enter);
    let Some(Command::Act(Action::CreateTopic(topic))) = window.last() else { panic!("{:?}", window.last()) };
    assert_eq!((&*topic.name, topic.partitions, topic.replication_factor), ("paiements", 3, 3));
}

#[test]
fn a_demonstration_becomes_an_exercise() {
    let mut window = Window::new(example::shop(), Settings::default());
    window.click("Exercise");
    assert_eq!(window.last(), Some(Command::OpenExercise("11-failure".into())));
    window.click("Broker 4: running, 0 replicas, 0 led");
    assert_eq!(window.last(), Some(Command::Select(Subject::Broker(BrokerId(4)))));
}
