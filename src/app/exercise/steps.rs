//! The row of steps: a bar and a sign for each, in the colour of how far it is.
//! A click, or a digit, shows its card.

use crate::app::desk::Desk;
use crate::app::theme::{self, Colors, mix};
use crate::app::widgets::thing;
use crate::lab::view::{ExerciseView, StepKind, StepState};
use crate::lab::{Command, Lesson};
use egui::{Align2, Color32, Rect, Sense, Stroke, StrokeKind, Ui, pos2, vec2};

/// The text that names a kind of step.
pub(crate) const fn kind_key(kind: StepKind) -> &'static str {
    match kind {
        StepKind::Predict => "kind-predict",
        StepKind::Do => "kind-do",
        StepKind::Observe => "kind-observe",
        StepKind::Explain => "kind-explain",
        StepKind::Quiz => "kind-quiz",
    }
}

/// The text that says how far a step is.
pub(crate) const fn state_key(state: StepState) -> &'static str {
    match state {
        StepState::Ahead => "step-ahead",
        StepState::Open => "step-open",
        StepState::Locked => "step-locked",
        StepState::Right => "step-right",
        StepState::Wrong => "step-wrong",
        StepState::Answered => "step-answered",
        StepState::Skipped => "step-skipped",
    }
}

const fn sign(state: StepState) -> &'static str {
    match state {
        StepState::Ahead => "",
        StepState::Open => "●",
        StepState::Locked | StepState::Answered => "…",
        StepState::Right => "✔",
        StepState::Wrong => "✖",
        StepState::Skipped => "»",
    }
}

const fn color(colors: &Colors, state: StepState) -> Color32 {
    match state {
        StepState::Ahead => colors.line,
        StepState::Open | StepState::Locked => colors.leader,
        StepState::Right => colors.in_sync,
        StepState::Wrong => colors.waiting,
        StepState::Answered => colors.weak,
        StepState::Skipped => colors.faint,
    }
}

/// Draws the row.
pub(super) fn show(ui: &mut Ui, desk: &mut Desk, exercise: &ExerciseView) {
    let colors = desk.colors();
    let count = exercise.steps.len().max(1) as f32;
    let (whole, _) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::hover());
    let gap = if count > 12.0 { 2.0 } else { 5.0 };
    let width = (whole.width() - gap * (count - 1.0)) / count;
    for (index, step) in exercise.steps.iter().enumerate() {
        let left = whole.left() + index as f32 * (width + gap);
        let rect = Rect::from_min_size(pos2(left, whole.top()), vec2(width, whole.height()));
        let name = crate::t!(
            desk.lang(),
            "step-name",
            number = index as i64 + 1,
            kind = desk.t(kind_key(step.kind)),
            state = desk.t(state_key(step.state)),
        );
        let is_shown = index == exercise.shown;
        let id = ui.scope_id().with(("step", index));
        let response = thing(ui, rect, id, Sense::click(), is_shown, || name.clone());
        let ink = color(&colors, step.state);
        let ink = if response.hovered() { mix(ink, colors.text, 0.3) } else { ink };
        let bar = Rect::from_min_size(rect.min + vec2(0.0, 3.0), vec2(width, 4.0));
        ui.painter().rect_filled(bar, 2, ink);
        if is_shown {
            ui.painter().rect_stroke(bar.expand(2.0), 3, Stroke::new(1.0, colors.text), StrokeKind::Inside);
        }
        let font = theme::body(11.0);
        let at = pos2(rect.center().x, rect.bottom() - 6.0);
        ui.painter().text(at, Align2::CENTER_CENTER, sign(step.state), font, ink);
        if response.has_focus() {
            ui.painter().rect_stroke(rect, 3, Stroke::new(1.5, colors.leader), StrokeKind::Outside);
        }
        if response.on_hover_text(&name).clicked() {
            desk.send(Command::Exercise(Lesson::Look(index)));
        }
    }
}
