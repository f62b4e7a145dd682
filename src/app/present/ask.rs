//! The question for the room: large, with its choices by letter. The answer
//! comes only when it is asked for.

use super::{SIZE, Scale};
use crate::app::desk::Desk;
use crate::app::theme::{self, mix};
use crate::app::widgets::layout;
use crate::lab::view::QuestionView;
use egui::{Color32, Sense, Stroke, StrokeKind, Ui, pos2, vec2};

/// Letters of the choices.
const LETTERS: [&str; 5] = ["A", "B", "C", "D", "E"];

/// Draws the question, and its answer once revealed.
pub(super) fn show(ui: &Ui, desk: &Desk, scale: Scale, question: &QuestionView) {
    let colors = desk.colors();
    let is_revealed = desk.memory.present.as_ref().is_some_and(|present| present.is_revealed);
    let lang = desk.lang();
    let room = scale.length(1120.0);
    let ask = layout(ui.painter(), question.ask.get(lang), scale.bold(26.0), colors.on_accent, room, 3);
    let size = ask.size() + vec2(scale.length(48.0), scale.length(22.0));
    let top = scale.at(SIZE.x / 2.0, 408.0);
    let bar = egui::Rect::from_min_size(pos2(top.x - size.x / 2.0, top.y), size);
    ui.painter().rect_filled(bar, theme::CARD_RADIUS, colors.leader);
    ui.painter().galley(bar.min + vec2(scale.length(24.0), scale.length(11.0)), ask, colors.on_accent);
    name(ui, bar, "present-question", question.ask.get(lang));
    let mut y = bar.bottom() + scale.length(12.0);
    if question.choices.is_empty() {
        if is_revealed {
            let text = crate::t!(lang, "present-look", reading = question.reading.get(lang).to_owned());
            y = paragraph(ui, scale, y, &text, colors.text, "present-look");
        }
    } else {
        y = choices(ui, desk, scale, question, y, is_revealed);
    }
    if is_revealed && !question.debrief.is_empty() {
        paragraph(
            ui,
            scale,
            y + scale.length(4.0),
            question.debrief.get(lang),
            colors.weak,
            "present-debrief",
        );
    }
}

/// The choices in rows; one column when a text is long.
fn choices(ui: &Ui, desk: &Desk, scale: Scale, question: &QuestionView, top: f32, is_revealed: bool) -> f32 {
    let colors = desk.colors();
    let lang = desk.lang();
    let longest = question.choices.iter().map(|choice| choice.get(lang).chars().count()).max().unwrap_or(0);
    let columns = if longest <= 44 { 2 } else { 1 };
    let (gap, height) = (scale.length(12.0), scale.length(40.0));
    let whole = scale.length(1120.0);
    let width = (whole - gap * (columns as f32 - 1.0)) / columns as f32;
    let left = scale.at((SIZE.x - 1120.0) / 2.0, 0.0).x;
    let mut bottom = top;
    for (index, (choice, letter)) in question.choices.iter().zip(LETTERS).enumerate() {
        let (column, row) = (index % columns, index / columns);
        let corner = pos2(left + column as f32 * (width + gap), top + row as f32 * (height + gap * 0.6));
        let rect = egui::Rect::from_min_size(corner, vec2(width, height));
        let is_answer = is_revealed && question.answer == Some(index);
        let accent = if is_answer { colors.in_sync } else { colors.line };
        let fill = if is_answer { mix(colors.card, colors.in_sync, 0.25) } else { colors.card };
        let stroke = Stroke::new(if is_answer { 3.0 } else { 1.0 }, accent);
        ui.painter().rect(rect, theme::CARD_RADIUS, fill, stroke, StrokeKind::Inside);
        let ink = if is_revealed && !is_answer { colors.weak } else { colors.text };
        let tick = if is_answer { "  ✔" } else { "" };
        let text = format!("{letter}.  {}{tick}", choice.get(lang));
        let galley = layout(ui.painter(), &text, scale.body(21.0), ink, width - scale.length(28.0), 1);
        let at = pos2(rect.left() + scale.length(14.0), rect.center().y - galley.size().y / 2.0);
        ui.painter().galley(at, galley, ink);
        name(ui, rect, &format!("present-choice-{index}"), &text);
        bottom = rect.bottom() + gap * 0.6;
    }
    bottom
}

fn paragraph(ui: &Ui, scale: Scale, y: f32, text: &str, ink: Color32, id: &str) -> f32 {
    let galley = layout(ui.painter(), text, scale.body(22.0), ink, scale.length(1120.0), 2);
    let size = galley.size();
    let at = pos2(scale.at(SIZE.x / 2.0, 0.0).x - size.x / 2.0, y);
    ui.painter().galley(at, galley, ink);
    name(ui, egui::Rect::from_min_size(at, size), id, text);
    y + size.y
}

/// What a screen reader says of a painted text.
fn name(ui: &Ui, rect: egui::Rect, id: &str, text: &str) {
    let response = ui.interact(rect, ui.scope_id().with(id), Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, text));
}
