//! The end of an exercise: what was believed, what was seen, what is kept; then
//! the way to hand the work in.

use super::outcome::pair;
use crate::app::controls;
use crate::app::desk::Desk;
use crate::app::theme;
use crate::lab::view::{ExerciseView, ReflectionView};
use crate::lab::{Command, Lesson};
use egui::{RichText, ScrollArea, Ui};

/// Draws the page.
pub(super) fn show(ui: &mut Ui, desk: &mut Desk, exercise: &ExerciseView) {
    let colors = desk.colors();
    let room = (ui.available_height() - 44.0).max(120.0);
    ScrollArea::vertical().id_salt("finish").max_height(room).auto_shrink([false, true]).show(ui, |ui| {
        ui.set_width(ui.available_width() - 6.0);
        ui.spacing_mut().item_spacing.y = 7.0;
        ui.label(RichText::new(desk.t("finished")).font(theme::bold(18.0)).color(colors.in_sync));
        controls::paragraph(ui, &desk.t("finished-text"), 13.5, colors.text);
        for line in &exercise.reflection {
            reflection(ui, desk, line);
        }
    });
    ui.add_space(4.0);
    ui.horizontal(|ui| {
        if controls::primary(ui, &colors, &desk.t("hand-in"), true).clicked() {
            desk.memory.class.open_hand_in();
        }
    });
}

fn reflection(ui: &mut Ui, desk: &mut Desk, line: &ReflectionView) {
    let colors = desk.colors();
    let title = desk.t1("step-number", "number", line.step as i64 + 1);
    controls::note(ui, &colors, colors.weak, &title, |ui| {
        pair(ui, desk, "i-believed", &line.believed, colors.text);
        pair(ui, desk, "i-saw", &line.saw, colors.text);
        let name = crate::t!(desk.lang(), "i-keep-name", number = line.step as i64 + 1);
        ui.label(RichText::new(desk.t("i-keep")).font(theme::body(12.0)).color(colors.weak));
        let mut text = desk.memory.draft.kept.remove(&line.step).unwrap_or_else(|| line.kept.to_string());
        let response = controls::pages(ui, &mut text, &name, 2);
        if response.lost_focus() && *text != *line.kept {
            desk.send(Command::Exercise(Lesson::Keep(line.step, text.as_str().into())));
        }
        desk.memory.draft.kept.insert(line.step, text);
    });
}
