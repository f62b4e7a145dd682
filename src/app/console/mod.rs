//! The consoles: tabs, lines, a prompt, and what can be done to what runs in one.
//! What a line does is the session's to say; here it is only typed and shown.

mod completion;
mod input;

use super::desk::Desk;
use super::icons::Icon;
use super::theme::{self, mix};
use super::widgets::{icon_button, text_button};
use crate::lab::view::{ConsoleLine, ConsoleLineKind, ConsoleView};
use crate::lab::{Command, ConsoleInput};
use egui::{Frame, Margin, RichText, ScrollArea, Ui, vec2};
use std::collections::BTreeMap;

/// More terminals than any TP needs.
const MOST: u8 = 9;

/// What the window remembers of the consoles.
#[derive(Debug, Default)]
pub(crate) struct Consoles {
    /// The one shown; 0: the first.
    shown: u8,
    /// Consoles asked for that nothing was typed into yet.
    asked: u8,
    typed: BTreeMap<u8, input::Typed>,
    /// The prompt is to get the focus.
    pub wants_focus: bool,
}

/// Draws the consoles into the tab.
pub(crate) fn show(ui: &mut Ui, desk: &mut Desk) {
    let view = desk.view.clone();
    let numbers = numbers(desk);
    if !numbers.contains(&desk.memory.consoles.shown) {
        desk.memory.consoles.shown = numbers.first().copied().unwrap_or(1);
    }
    tabs(ui, desk, &numbers);
    let shown = desk.memory.consoles.shown;
    let empty = ConsoleView { terminal: shown, prompt: "$ ".into(), ..ConsoleView::default() };
    let console = view.consoles.iter().find(|it| it.terminal == shown).unwrap_or(&empty);
    let colors = desk.colors();
    let frame = Frame::new().fill(colors.well).corner_radius(6).inner_margin(Margin::symmetric(10, 6));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 1.0;
        let room = (ui.available_height() - 30.0).max(20.0);
        lines(ui, desk, console, room);
        input::show(ui, desk, console);
    });
}

/// The consoles there are, and the one that was asked for.
fn numbers(desk: &Desk) -> Vec<u8> {
    let mut numbers: Vec<u8> = desk.view.consoles.iter().map(|console| console.terminal).collect();
    numbers.push(desk.memory.consoles.asked.max(1));
    numbers.sort_unstable();
    numbers.dedup();
    numbers.retain(|number| *number > 0);
    numbers
}

fn tabs(ui: &mut Ui, desk: &mut Desk, numbers: &[u8]) {
    let colors = desk.colors();
    let view = desk.view.clone();
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        for &number in numbers {
            let is_on = number == desk.memory.consoles.shown;
            let running = view.consoles.iter().find(|it| it.terminal == number).map(|it| it.running.clone());
            let name = running.as_deref().filter(|it| !it.is_empty()).and_then(first_word);
            let text = name.map_or_else(|| number.to_string(), |name| format!("{number} · {name}"));
            if text_button(ui, &colors, &text, is_on, colors.text)
                .on_hover_text(desk.t1("console-number", "number", i64::from(number)))
                .clicked()
            {
                desk.memory.consoles.shown = number;
                desk.memory.consoles.wants_focus = true;
            }
        }
        let next = (1..=MOST).find(|number| !numbers.contains(number));
        let size = vec2(26.0, 22.0);
        if icon_button(ui, &colors, Icon::Plus, &desk.t("console-new"), next.is_some(), false, size).clicked()
            && let Some(next) = next
        {
            let consoles = &mut desk.memory.consoles;
            (consoles.asked, consoles.shown, consoles.wants_focus) = (next, next, true);
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| tools(ui, desk));
    });
}

/// The command's own name, without folder.
fn first_word(running: &str) -> Option<String> {
    let word = running.split_whitespace().next()?;
    Some(word.rsplit('/').next().unwrap_or(word).to_owned())
}

/// Interrupt, end of input, copy, close (right to left).
fn tools(ui: &mut Ui, desk: &mut Desk) {
    let colors = desk.colors();
    let shown = desk.memory.consoles.shown;
    let view = desk.view.clone();
    let console = view.consoles.iter().find(|console| console.terminal == shown);
    let size = vec2(26.0, 22.0);
    let is_there = console.is_some();
    if icon_button(ui, &colors, Icon::Close, &desk.t("console-close"), is_there, false, size).clicked() {
        desk.send(Command::CloseConsole(shown));
        desk.memory.consoles.asked = 0;
    }
    if icon_button(ui, &colors, Icon::Copy, &desk.t("console-copy"), is_there, false, size).clicked()
        && let Some(console) = console
    {
        let lang = desk.lang();
        let lines: Vec<&str> = console.lines.iter().map(|line| line.read(lang)).collect();
        ui.copy_text(lines.join("\n"));
    }
    let is_running = console.is_some_and(|console| !console.running.is_empty());
    for (text, key, input) in [
        ("Ctrl+D", "console-end", ConsoleInput::EndOfInput),
        ("Ctrl+C", "console-interrupt", ConsoleInput::Interrupt),
    ] {
        let button = egui::Button::new(RichText::new(text).font(theme::mono(12.0)));
        if ui.add_enabled(is_running, button).on_hover_text(desk.t(key)).clicked() {
            desk.send(Command::Console(shown, input));
        }
    }
}

/// Everything typed and printed, the last line in sight.
fn lines(ui: &mut Ui, desk: &Desk, console: &ConsoleView, room: f32) {
    let row = 18.0;
    let count = console.lines.len();
    let area = ScrollArea::vertical().id_salt(("console", console.terminal)).max_height(room);
    area.auto_shrink([false, false]).stick_to_bottom(true).show_rows(ui, row, count.max(1), |ui, rows| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.style_mut().interaction.selectable_labels = true;
        if count == 0 {
            let text = RichText::new(desk.t("console-empty")).font(theme::body(13.0));
            ui.label(text.color(desk.colors().faint));
        }
        for line in rows.filter_map(|index| console.lines.get(index)) {
            draw(ui, desk, line, row);
        }
    });
}

fn draw(ui: &mut Ui, desk: &Desk, line: &ConsoleLine, row: f32) {
    let colors = desk.colors();
    let ink = match line.kind {
        ConsoleLineKind::Typed => colors.text,
        ConsoleLineKind::Out => mix(colors.weak, colors.text, 0.6),
        ConsoleLineKind::Error => colors.fault,
        ConsoleLineKind::Note => colors.leader,
    };
    // An empty line keeps its height.
    let text = line.read(desk.lang());
    let text = if text.is_empty() { " " } else { text };
    let label = RichText::new(text).font(theme::mono(13.0)).color(ink);
    let label = egui::Label::new(label).extend();
    ui.add_sized(vec2(ui.available_width(), row), LeftLabel(label));
}

/// A label that stays at the left of the room it is given.
struct LeftLabel(egui::Label);

impl egui::Widget for LeftLabel {
    fn ui(self, ui: &mut Ui) -> egui::Response {
        ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| ui.add(self.0)).inner
    }
}

/// Shows the console and puts the cursor at its prompt.
pub(crate) fn focus(desk: &mut Desk) {
    desk.settings.events_open = Some(true);
    desk.settings.bottom = super::settings::Bottom::Console;
    desk.memory.consoles.wants_focus = true;
}
