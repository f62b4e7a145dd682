//! The line of time at the foot: where we are, where captions wait, where
//! something broke; and the buttons for a hand on the mouse.

use super::{SIZE, Scale, Stride, keys};
use crate::app::desk::Desk;
use crate::app::icons::Icon;
use crate::app::keyboard::play_or_pause;
use crate::app::theme;
use crate::app::widgets::{icon_button, line};
use crate::base::Instant;
use crate::lab::Command;
use crate::lab::view::Lane;
use egui::{Align2, Rect, Sense, Stroke, Ui, pos2, vec2};

/// Draws the line, the clock and the buttons.
pub(super) fn show(ui: &mut Ui, desk: &mut Desk, scale: Scale) {
    time_line(ui, desk, scale);
    let colors = desk.colors();
    let now = clock(desk.view.run.now);
    let painter = ui.painter().clone();
    let width = scale.length(220.0);
    let at = scale.at(60.0, 692.0);
    let mono = theme::mono(scale.length(24.0));
    line(&painter, at, Align2::LEFT_CENTER, &now, mono, colors.text, width);
    let title =
        desk.view.scenario.as_ref().map(|it| it.title.get(desk.lang()).to_owned()).unwrap_or_default();
    let right = scale.at(SIZE.x - 60.0, 692.0);
    line(&painter, right, Align2::RIGHT_CENTER, &title, scale.body(18.0), colors.weak, scale.length(380.0));
    buttons(ui, desk, scale);
}

/// Minutes and seconds: a room reads no milliseconds.
fn clock(at: Instant) -> String {
    let seconds = at.0 / 1_000_000;
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

fn time_line(ui: &Ui, desk: &mut Desk, scale: Scale) {
    let colors = desk.colors();
    let view = desk.view.clone();
    let end = view.run.end.max(view.run.head).0.max(1);
    let (left, right, y) = (scale.at(60.0, 0.0).x, scale.at(SIZE.x - 60.0, 0.0).x, scale.at(0.0, 652.0).y);
    let x = |at: Instant| left + (right - left) * (at.0.min(end) as f32 / end as f32);
    let painter = ui.painter();
    let now = x(view.run.now);
    painter.hline(now..=right, y, Stroke::new(scale.length(5.0), colors.line));
    painter.hline(left..=now, y, Stroke::new(scale.length(5.0), colors.leader));
    if let Some(scenario) = &view.scenario {
        for mark in scenario.marks.iter().filter(|mark| !mark.caption.is_empty()) {
            painter.circle_filled(pos2(x(mark.at), y), scale.length(5.0), colors.weak);
        }
    }
    let faults = Lane::ALL.iter().position(|lane| *lane == Lane::Faults);
    if let Some(marks) = faults.and_then(|index| view.lanes.get(index)) {
        for mark in marks.iter().filter(|mark| mark.at <= view.run.now) {
            painter.circle_filled(pos2(x(mark.at), y), scale.length(8.0), colors.fault);
        }
    }
    painter.circle_filled(pos2(now, y), scale.length(11.0), colors.leader);
    let strip = Rect::from_min_max(pos2(left, y - scale.length(14.0)), pos2(right, y + scale.length(14.0)));
    let response = ui.interact(strip, ui.scope_id().with("present-track"), Sense::click_and_drag());
    let name = desk.t("present-track");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Slider, true, &name));
    if let Some(pointer) = response.interact_pointer_pos() {
        let share = ((pointer.x - left) / (right - left)).clamp(0.0, 1.0);
        desk.send(Command::SeekTo(Instant((end as f32 * share) as u64)));
    }
}

fn buttons(ui: &mut Ui, desk: &mut Desk, scale: Scale) {
    let colors = desk.colors();
    let strip = scale.rect(SIZE.x / 2.0 - 190.0, 672.0, 380.0, 40.0);
    let size = vec2(44.0, 36.0) * scale.length(1.0);
    let is_playing = desk.view.run.is_playing;
    let play = if is_playing { (Icon::Pause, "pause") } else { (Icon::Play, "play") };
    let has_questions = desk.view.scenario.as_ref().is_some_and(|scenario| !scenario.questions.is_empty());
    let present = desk.memory.present.clone().unwrap_or_default();
    let row: [(Icon, &str, bool, Stride); 7] = [
        (Icon::StepBack, "present-key-back", true, keys::back),
        (play.0, play.1, true, play_or_pause),
        (Icon::StepForward, "present-key-on", true, keys::forward),
        (Icon::Question, "present-key-question", has_questions, keys::next_question),
        (Icon::Check, "present-key-answer", present.question.is_some(), keys::reveal),
        (Icon::Undo, "present-key-before", present.before_question.is_some(), keys::before_question),
        (Icon::Close, "present-key-leave", true, keys::leave),
    ];
    ui.scope_builder(egui::UiBuilder::new().max_rect(strip), |ui| {
        ui.spacing_mut().item_spacing.x = scale.length(8.0);
        ui.horizontal(|ui| {
            for (icon, key, enabled, step) in row {
                if icon_button(ui, &colors, icon, &desk.t(key), enabled, false, size).clicked() {
                    step(desk);
                }
            }
        });
    });
}
