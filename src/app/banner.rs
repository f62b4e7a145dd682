//! What the room must read, above the map: problems of the file in their place,
//! and the caption of the moment.

use super::desk::Desk;
use super::exercise::{self, Wanted};
use super::theme::{self, mix};
use super::widgets::layout;
use crate::lab::Command;
use crate::lab::view::Problem;
use egui::{Color32, Frame, Margin, Rect, RichText, Stroke, Ui, vec2};

/// Draws it at the top of `area`; returns the height it took.
pub(crate) fn show(ui: &mut Ui, desk: &mut Desk, area: Rect) -> f32 {
    let mut taken = 0.0;
    if !desk.view.problems.is_empty() {
        taken += problems(ui, desk, area);
    }
    let text = prompt(desk).unwrap_or_else(|| caption(desk));
    if !text.is_empty() {
        let rest = Rect::from_min_max(area.min + vec2(0.0, taken), area.max);
        taken += strip(ui, desk, rest, &text, desk.colors().leader);
    }
    taken
}

/// What a click on the map means to the open question.
fn prompt(desk: &Desk) -> Option<String> {
    let key = match exercise::wanted(desk) {
        Wanted::Nothing => return None,
        Wanted::Broker => "map-pick-broker",
        Wanted::Partition => "map-pick-partition",
        Wanted::Offset => "map-pick-offset",
    };
    Some(desk.t(key))
}

/// The last caption at or before now; none while it could answer an open question.
fn caption(desk: &Desk) -> String {
    if desk.view.locks.future {
        return String::new();
    }
    let Some(scenario) = &desk.view.scenario else { return String::new() };
    let now = desk.view.run.now;
    let last = scenario.marks.iter().rfind(|mark| mark.at <= now && !mark.caption.is_empty());
    last.map(|mark| mark.caption.get(desk.lang()).to_owned()).unwrap_or_default()
}

fn strip(ui: &Ui, desk: &Desk, area: Rect, text: &str, accent: Color32) -> f32 {
    let colors = desk.colors();
    let room = (area.width() - 80.0).clamp(100.0, 860.0);
    let galley = layout(ui.painter(), text, theme::body(14.5), colors.text, room, 2);
    let size = galley.size() + vec2(32.0, 16.0);
    let rect = Rect::from_center_size(area.center_top() + vec2(0.0, 12.0 + size.y / 2.0), size);
    let painter = ui.painter();
    let fill = mix(colors.canvas, accent, 0.13);
    painter.rect(
        rect,
        theme::CARD_RADIUS,
        fill,
        Stroke::new(1.0, colors.muted(accent)),
        egui::StrokeKind::Inside,
    );
    painter.galley(rect.min + vec2(16.0, 8.0), galley, colors.text);
    let response = ui.interact(rect, ui.scope_id().with("caption"), egui::Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, text));
    size.y + 14.0
}

/// The problems as cards: sentence, place, line of the file, what to do.
pub(crate) fn problems(ui: &mut Ui, desk: &mut Desk, area: Rect) -> f32 {
    let colors = desk.colors();
    let view = desk.view.clone();
    let is_error = view.problems.iter().any(|problem| problem.is_error);
    let accent = if is_error { colors.fault } else { colors.waiting };
    let frame = Frame::new()
        .fill(mix(colors.canvas, accent, 0.12))
        .stroke(Stroke::new(1.0, accent))
        .corner_radius(theme::CARD_RADIUS)
        .inner_margin(Margin::symmetric(14, 10));
    let spot = Rect::from_min_size(area.min + vec2(16.0, 10.0), vec2(area.width() - 32.0, 200.0));
    let shown = ui.scope_builder(egui::UiBuilder::new().max_rect(spot), |ui| {
        frame
            .show(ui, |ui| {
                ui.set_width(spot.width() - 28.0);
                ui.horizontal(|ui| {
                    let key = if is_error { "problems-errors" } else { "problems-warnings" };
                    let heading = desk.t1(key, "count", view.problems.len() as i64);
                    ui.label(RichText::new(heading).font(theme::bold(13.0)).color(accent));
                    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                        if ui.button(desk.t("dismiss")).clicked() {
                            desk.send(Command::DismissProblems);
                        }
                    });
                });
                for problem in view.problems.iter().take(4) {
                    one(ui, desk, problem);
                }
            })
            .response
            .rect
            .height()
    });
    shown.inner + 14.0
}

fn one(ui: &mut Ui, desk: &Desk, problem: &Problem) {
    let colors = desk.colors();
    let lang = desk.lang();
    let place = match problem.place {
        Some((row, column)) => {
            crate::t!(lang, "problem-place", line = i64::from(row), column = i64::from(column))
        }
        None => String::new(),
    };
    let sentence = problem.message.get(lang);
    let text = if place.is_empty() { sentence.to_owned() } else { format!("{place} · {sentence}") };
    ui.label(RichText::new(text).font(theme::body(13.0)).color(colors.text));
    if !problem.excerpt.is_empty() {
        ui.label(RichText::new(&*problem.excerpt).font(theme::mono(12.0)).color(colors.weak));
    }
    if !problem.help.is_empty() {
        ui.label(RichText::new(problem.help.get(lang)).font(theme::body(12.5)).color(colors.weak));
    }
}
