//! Hints: those given, and the button to the next one, which wakes after a dwell
//! time or a failed attempt. How many are left is nobody's business: a counter
//! makes people click through to the last.

use crate::app::controls;
use crate::app::desk::Desk;
use crate::lab::view::{Answer, ExerciseView};
use crate::lab::{Command, Lesson};
use egui::Ui;

/// Since when the card, or its last hint, has been looked at.
#[derive(Debug, Default)]
pub(crate) struct Dwell {
    /// Step and hints given.
    key: Option<(usize, usize)>,
    since_s: f64,
}

/// The hints given so far, and the question after the last one.
pub(super) fn given(ui: &mut Ui, desk: &mut Desk, exercise: &ExerciseView) {
    let colors = desk.colors();
    let lang = desk.lang();
    for hint in &exercise.card.hints {
        controls::note(ui, &colors, colors.leader, &desk.t("hint-given"), |ui| {
            controls::paragraph(ui, hint.get(lang), 13.5, colors.text);
        });
    }
    if !exercise.card.reflection_asked {
        return;
    }
    let title = desk.t("reflection-question");
    controls::note(ui, &colors, colors.waiting, &title, |ui| {
        let mut text = std::mem::take(&mut desk.memory.draft.reflection);
        controls::pages(ui, &mut text, &title, 2);
        let can_send = !text.trim().is_empty();
        if controls::secondary(ui, &desk.t("send"), can_send).clicked() {
            desk.send(Command::Exercise(Lesson::Answer(Answer::Text(text.trim().into()))));
        }
        desk.memory.draft.reflection = text;
    });
}

/// The button to the next hint, with the seconds to wait on it.
pub(super) fn button(ui: &mut Ui, desk: &mut Desk, exercise: &ExerciseView) {
    let card = &exercise.card;
    if !card.has_hint {
        return;
    }
    let wait_s = wait_s(ui, desk, exercise);
    let text = if wait_s == 0 { desk.t("hint") } else { desk.t1("hint-in", "seconds", i64::from(wait_s)) };
    let button = controls::secondary(ui, &text, wait_s == 0);
    if button.on_disabled_hover_text(desk.t("hint-wait")).clicked() {
        desk.send(Command::Exercise(Lesson::Hint));
    }
}

/// Whole seconds until the next hint may be asked for.
fn wait_s(ui: &Ui, desk: &mut Desk, exercise: &ExerciseView) -> u32 {
    let card = &exercise.card;
    let now_s = ui.input(|input| input.time);
    let dwell = &mut desk.memory.draft.hints;
    let key = (exercise.shown, card.hints.len());
    if dwell.key != Some(key) {
        *dwell = Dwell { key: Some(key), since_s: now_s };
    }
    let left_s = f64::from(card.hint_wait_s) - (now_s - dwell.since_s);
    if left_s <= 0.0 {
        return 0;
    }
    ui.ctx().request_repaint_after_secs((left_s.fract() as f32).max(0.05));
    left_s.ceil() as u32
}
