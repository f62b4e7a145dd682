//! The line at the prompt: typing, history with the up and down arrows, Tab to
//! complete, Ctrl+C and Ctrl+D. Keys mean this only while the prompt has the
//! focus; Escape gives them back to the rest of the window.

use super::completion::{Completion, complete};
use crate::app::desk::Desk;
use crate::app::locks;
use crate::app::theme;
use crate::lab::view::ConsoleView;
use crate::lab::{Command, ConsoleInput};
use egui::text::{CCursor, CCursorRange};
use egui::text_selection::LabelSelectionState;
use egui::{Event, Key, Margin, Modifiers, Response, RichText, Role, TextEdit, Ui, WidgetInfo};

/// What is being typed into one console.
#[derive(Debug, Default)]
pub(super) struct Typed {
    line: String,
    /// How far back in history the up arrow went.
    back: usize,
    /// What could stand here, after a Tab that found several.
    offers: Vec<String>,
}

/// Draws the prompt and takes its keys.
pub(super) fn show(ui: &mut Ui, desk: &mut Desk, console: &ConsoleView) {
    let colors = desk.colors();
    let id = ui.scope_id().with(("prompt", console.terminal));
    let mut typed = desk.memory.consoles.typed.remove(&console.terminal).unwrap_or_default();
    let is_locked = desk.view.locks.console;
    let has_focus = ui.memory(|memory| memory.has_focus(id));
    if has_focus && !is_locked {
        keys(ui, desk, console, &mut typed, id);
    }
    if !typed.offers.is_empty() {
        let text = RichText::new(typed.offers.join("   ")).font(theme::mono(12.0)).color(colors.weak);
        ui.add(egui::Label::new(text).truncate());
    }
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        let prompt = RichText::new(&*console.prompt).font(theme::mono(13.5)).color(colors.leader);
        ui.label(prompt);
        let response = field(ui, desk, console, &mut typed, id);
        if std::mem::take(&mut desk.memory.consoles.wants_focus) && !is_locked {
            response.request_focus();
        }
        let is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if is_entered && !is_locked {
            let line = std::mem::take(&mut typed);
            desk.send(Command::Console(console.terminal, ConsoleInput::Line(line.line.as_str().into())));
            response.request_focus();
        }
    });
    desk.memory.consoles.typed.insert(console.terminal, typed);
}

fn field(ui: &mut Ui, desk: &Desk, console: &ConsoleView, typed: &mut Typed, id: egui::Id) -> Response {
    let is_locked = desk.view.locks.console;
    let hint = match (is_locked, console.running.is_empty() && console.lines.is_empty()) {
        (true, _) => desk.t(locks::why_no_console(desk)),
        (false, true) => desk.t("console-hint"),
        (false, false) => String::new(),
    };
    let name = desk.t1("console-prompt", "number", i64::from(console.terminal));
    let edit = TextEdit::singleline(&mut typed.line)
        .id(id)
        .hint_text(RichText::new(hint).font(theme::body(13.0)))
        .font(theme::mono(13.5))
        .frame(egui::Frame::NONE)
        .margin(Margin::symmetric(2, 3))
        .desired_width(f32::INFINITY)
        // A line of a terminal is never longer.
        .char_limit(4_096)
        .lock_focus(true);
    let response = ui.add_enabled(!is_locked, edit);
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, !is_locked, &name));
    response
}

/// The keys that are the console's own while its prompt has the focus.
fn keys(ui: &Ui, desk: &mut Desk, console: &ConsoleView, typed: &mut Typed, id: egui::Id) {
    let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
    if pressed(Modifiers::NONE, Key::ArrowUp) {
        history(ui, console, typed, id, typed.back + 1);
    }
    if pressed(Modifiers::NONE, Key::ArrowDown) {
        history(ui, console, typed, id, typed.back.saturating_sub(1));
    }
    if pressed(Modifiers::NONE, Key::Tab) {
        let Completion { line, offers } = complete(&desk.view, &typed.line);
        typed.line = line;
        typed.offers = offers;
        to_end(ui, &typed.line, id);
    }
    if pressed(Modifiers::CTRL, Key::D) {
        desk.send(Command::Console(console.terminal, ConsoleInput::EndOfInput));
    }
    if is_interrupt(ui, id) {
        *typed = Typed::default();
        desk.send(Command::Console(console.terminal, ConsoleInput::Interrupt));
    }
    if ui.input(|input| input.events.iter().any(|event| matches!(event, Event::Text(_)))) {
        typed.offers.clear();
        typed.back = 0;
    }
}

/// Ctrl+C interrupts, unless text is selected: then it copies, as everywhere.
fn is_interrupt(ui: &Ui, id: egui::Id) -> bool {
    let state = egui::text_edit::TextEditState::load(ui.ctx(), id);
    let range = state.and_then(|state| state.cursor.char_range());
    let labels = ui.ctx().plugin::<LabelSelectionState>();
    if range.is_some_and(|range| !range.is_empty()) || labels.lock().has_selection() {
        return false;
    }
    ui.input_mut(|input| {
        let before = input.events.len();
        input.events.retain(|event| *event != Event::Copy);
        input.events.len() < before || input.consume_key(Modifiers::CTRL, Key::C)
    })
}

/// The line typed `back` lines ago; 0 is the empty line.
fn history(ui: &Ui, console: &ConsoleView, typed: &mut Typed, id: egui::Id, back: usize) {
    let count = console.typed.len();
    let back = back.min(count);
    typed.back = back;
    typed.offers.clear();
    typed.line = match back {
        0 => String::new(),
        _ => console.typed.get(count - back).map(ToString::to_string).unwrap_or_default(),
    };
    to_end(ui, &typed.line, id);
}

/// The cursor stands after the last letter.
fn to_end(ui: &Ui, line: &str, id: egui::Id) {
    let mut state = egui::text_edit::TextEditState::load(ui.ctx(), id).unwrap_or_default();
    state.cursor.set_char_range(Some(CCursorRange::one(CCursor::new(line.chars().count()))));
    state.store(ui.ctx(), id);
}
