//! The window, driven by accessible names over views made by hand.
//!
//! `egui_kittest` fails a test by itself when an input has no name or a character has no glyph.

#![cfg(feature = "window")]

use brokerscope::app::{LabApp, Settings, Theme, example};
use brokerscope::base::{BrokerId, Instant};
use brokerscope::lab::Command;
use brokerscope::lab::view::{Subject, View};
use brokerscope::text::Lang;
use brokerscope::world::Action;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

struct Window {
    harness: Harness<'static, LabApp>,
    engine: example::Still,
}

impl Window {
    fn new(view: View, settings: Settings) -> Self {
        Self::sized(view, settings, [1366.0, 768.0])
    }

    fn sized(view: View, settings: Settings, size: [f32; 2]) -> Self {
        let engine = example::Still::new(view);
        let app = LabApp::new(Box::new(engine.clone()), settings);
        let mut harness =
            Harness::builder().with_size(size).build_ui_state(|ui, app: &mut LabApp| app.ui(ui), app);
        harness.run();
        Self { harness, engine }
    }

    fn click(&mut self, name: &str) {
        self.harness.get_by_label(name).click();
        self.harness.run();
    }

    /// A few frames: a text cursor blinks for ever, so that such a window never settles.
    fn steps(&mut self) {
        self.harness.run_steps(4);
    }

    /// A right click on a card's header, beside the replicas on it.
    fn right_click(&mut self, name: &str) {
        let at = self.harness.get_by_label(name).rect().left_top() + egui::vec2(60.0, 12.0);
        self.harness.event(egui::Event::PointerMoved(at));
        for pressed in [true, false] {
            self.harness.event(egui::Event::PointerButton {
                pos: at,
                button: egui::PointerButton::Secondary,
                pressed,
                modifiers: Modifiers::NONE,
            });
        }
        self.harness.run();
    }

    fn press(&mut self, key: Key) {
        self.harness.key_press(key);
        self.harness.run();
    }

    fn last(&self) -> Option<Command> {
        self.engine.sent().pop()
    }
}

fn shop() -> Window {
    Window::new(example::shop(), Settings::default())
}

#[test]
fn three_doors_and_a_library() {
    let mut window = Window::new(example::home(), Settings::default());
    for door in ["Show", "Do a TP", "Explore"] {
        window.harness.get_by_label(door);
    }
    window.click("Explore");
    assert_eq!(window.last(), Some(Command::OpenSandbox));
    window.click("Show");
    window.harness.get_by_label("Demonstrations");
    window.click("Retention");
    assert_eq!(window.last(), Some(Command::OpenLibrary("07-retention".into())));
}

#[test]
fn recent_files_open_while_they_exist() {
    let mut window = Window::sized(example::home(), Settings::default(), [1366.0, 2000.0]);
    window.click("mes-cours/panne-du-lundi.ron");
    assert_eq!(window.last(), Some(Command::OpenFile("mes-cours/panne-du-lundi.ron".into())));
    window.click("mes-cours/retention.ron");
    assert_eq!(window.engine.sent().len(), 1);
}

#[test]
fn the_transport_moves_time() {
    let mut window = shop();
    for (name, command) in [
        ("Play", Command::Play),
        ("Step", Command::Step(1)),
        ("Step back", Command::Step(-1)),
        ("Start", Command::SeekTo(Instant::START)),
        ("End", Command::SeekTo(Instant(14_000_000))),
        ("To the next event worth a look", Command::JumpToNext),
        ("Slower", Command::SetSpeed(250)),
        ("Faster", Command::SetSpeed(1_000)),
        ("What if… fork here", Command::Branch),
        ("power-cut", Command::ToMark("power-cut".into())),
    ] {
        window.click(name);
        assert_eq!(window.last(), Some(command), "{name}");
    }
}

#[test]
fn the_keyboard_moves_time() {
    let mut window = shop();
    for (key, command) in [
        (Key::Space, Command::Play),
        (Key::ArrowRight, Command::Step(1)),
        (Key::ArrowLeft, Command::Step(-1)),
        (Key::PageDown, Command::StepStory(1)),
        (Key::PageUp, Command::StepStory(-1)),
        (Key::Home, Command::SeekTo(Instant::START)),
        (Key::End, Command::SeekTo(Instant(14_000_000))),
        (Key::F6, Command::Branch),
    ] {
        window.press(key);
        assert_eq!(window.last(), Some(command), "{key:?}");
    }
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.harness.run();
    assert_eq!(window.last(), Some(Command::Undo));
}

#[test]
fn a_click_on_the_timeline_seeks() {
    let mut window = shop();
    let rect = window.harness.get_by_role_and_label(egui::Role::Slider, "Timeline").rect();
    window.harness.get_by_role_and_label(egui::Role::Slider, "Timeline").click();
    window.harness.run();
    let Some(Command::SeekTo(at)) = window.last() else { panic!("{:?}", window.last()) };
    assert!(rect.is_positive());
    assert!((14_900_000..15_400_000).contains(&at.0), "the middle of thirty seconds: {at}");
}

#[test]
fn a_right_click_acts() {
    let mut window = shop();
    window.right_click("Broker 1: running, 4 replicas, 2 led");
    window.click("Cut the power");
    assert_eq!(window.last(), Some(Command::Act(Action::PowerCut(1))));
    window.right_click("Broker 2: power cut, 4 replicas, 0 led");
    window.click("Restart");
    assert_eq!(window.last(), Some(Command::Act(Action::Restart(2))));
}

#[test]
fn the_inspector_offers_the_same_deeds_without_a_right_click() {
    let mut window = shop();
    window.click("Actions");
    window.click("Elect the preferred leader");
    assert_eq!(window.last(), Some(Command::Act(Action::ElectPreferred("orders".into(), 1))));
}

#[test]
fn every_replica_has_a_name_and_selects_its_partition() {
    let view = example::shop();
    let mut window = Window::new(view.clone(), Settings::default());
    let mut count = 0;
    for broker in &view.cluster.brokers {
        for replica in &broker.replicas {
            let partition = view.cluster.partition_name(replica.partition);
            let start = format!("{partition} on broker {}:", broker.id);
            window.harness.get_by(|node| node.label().is_some_and(|label| label.starts_with(&start)));
            count += 1;
        }
    }
    assert_eq!(count, 14);
    window.click("orders-0 on broker 1: leader, committed up to 40, log end 42");
    let id = view.cluster.brokers[0].replicas[0].partition;
    assert_eq!(window.last(), Some(Command::Select(Subject::Partition(id))));
}

#[test]
fn a_cell_of_the_tape_decodes_its_record() {
    let mut window = shop();
    window.click("Log on broker 1: starts at 8, committed up to 40, ends at 41");
    let Some(Command::InspectRecord(Some((broker, _, offset)))) = window.last() else {
        panic!("{:?}", window.last())
    };
    assert_eq!(broker, BrokerId(1));
    assert!((20..30).contains(&offset.0));
    window.harness.get_by_label("key: alice");
}

#[test]
fn language_and_theme_change_at_once() {
    let mut window = shop();
    window.click("FR");
    window.harness.get_by_label("Lire");
    window.harness.get_by_label(
        "Broker 2 : sans courant, 4 réplicas dont 0 leader".replace(" :", "\u{202f}:").as_str(),
    );
    window.click("Sombre ou clair");
    let settings = window.harness.state().settings();
    assert_eq!((settings.lang, settings.theme), (Lang::Fr, Theme::Light));
}

#[test]
fn help_and_palette_open_and_close() {
    let mut window = shop();
    window.press(Key::F1);
    window.harness.get_by_label("Reduced motion");
    window.press(Key::Escape);
    assert!(window.harness.query_by_label("Reduced motion").is_none());
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::K);
    window.steps();
    window.harness.get_by_label("Type a few letters of what to do or show").type_text("show broker 4");
    window.steps();
    window.harness.key_press(Key::Enter);
    window.steps();
    assert_eq!(window.last(), Some(Command::Select(Subject::Broker(BrokerId(4)))));
}

#[test]
fn events_can_be_filtered_and_clicked() {
    let settings = Settings { events_open: Some(true), ..Settings::default() };
    let mut window = Window::sized(example::shop(), settings, [1366.0, 1000.0]);
    window.click("0:10.000 Broker 2 lost power.");
    assert!(window.engine.sent().contains(&Command::SeekToEvent(4)));
    window.harness.key_press(Key::F3);
    window.steps();
    window.harness.get_by_label("Filter").type_text("no such event");
    window.steps();
    window.harness.get_by_label("No event passes the filter.");
}

#[test]
fn a_large_cluster_fits_with_one_name_a_broker() {
    let window = Window::new(example::large(), Settings::default());
    for id in 1..=30 {
        let start = format!("Broker {id}:");
        window.harness.get_by(|node| node.label().is_some_and(|label| label.starts_with(&start)));
    }
}
