//! Handing in: what is missing is said, incomplete work is taken all the same,
//! and a receipt one can read from across the table is shown.

use super::begin;
use crate::app::controls;
use crate::app::desk::Desk;
use crate::app::theme;
use crate::lab::view::{ExerciseView, ReceiptView};
use crate::lab::{Command, Lesson};
use egui::{Context, Id, Modal, RichText, ScrollArea, Ui};

/// Draws the dialog that asks; the receipt follows by itself.
pub(super) fn show(ctx: &Context, desk: &mut Desk, exercise: &ExerciseView) {
    let mut is_done = false;
    let shown = Modal::new(Id::unique("hand-in")).frame(theme::sheet(ctx)).show(ctx, |ui| {
        let colors = desk.colors();
        ui.set_width(480.0);
        ui.spacing_mut().item_spacing.y = 8.0;
        ui.label(RichText::new(desk.t("hand-in-title")).font(theme::bold(19.0)));
        missing(ui, desk, exercise);
        begin::folder(ui, desk, 350.0);
        ui.add_space(4.0);
        ui.horizontal(|ui| {
            let folder = desk.settings.work_folder.trim().to_owned();
            let key = if exercise.missing.is_empty() { "hand-in-go" } else { "hand-in-anyway" };
            if controls::primary(ui, &colors, &desk.t(key), !folder.is_empty()).clicked() {
                desk.send(Command::Exercise(Lesson::HandIn(folder.as_str().into())));
                // An earlier receipt is not the answer to this one.
                desk.memory.class.seen = exercise.receipt.as_ref().map(|receipt| receipt.code.clone());
                is_done = true;
            }
            is_done |= controls::secondary(ui, &desk.t("go-on-working"), true).clicked();
        });
    });
    if is_done || shown.should_close() {
        desk.memory.class.dialog = None;
    }
}

fn missing(ui: &mut Ui, desk: &Desk, exercise: &ExerciseView) {
    let colors = desk.colors();
    if exercise.student.number.is_empty() {
        controls::paragraph(ui, &desk.t("hand-in-nameless"), 13.5, colors.waiting);
    }
    if exercise.missing.is_empty() {
        controls::paragraph(ui, &desk.t("hand-in-whole"), 14.0, colors.in_sync);
        return;
    }
    let count = exercise.missing.len() as i64;
    controls::paragraph(ui, &desk.t1("hand-in-missing", "count", count), 14.0, colors.waiting);
    ScrollArea::vertical().max_height(190.0).auto_shrink([false, true]).show(ui, |ui| {
        for (step, words) in &exercise.missing {
            let text = crate::t!(
                desk.lang(),
                "hand-in-line",
                number = *step as i64 + 1,
                what = words.get(desk.lang()).to_owned(),
            );
            controls::paragraph(ui, &text, 13.5, colors.text);
        }
    });
}

/// Shows a receipt until it is put away.
pub(super) fn receipt_once(ctx: &Context, desk: &mut Desk, exercise: &ExerciseView) {
    let Some(receipt) = &exercise.receipt else { return };
    if desk.memory.class.seen.as_ref() == Some(&receipt.code) {
        return;
    }
    if shown(ctx, desk, receipt) {
        desk.memory.class.seen = Some(receipt.code.clone());
        desk.memory.class.dialog = None;
    }
}

/// The receipt; true when it is put away.
fn shown(ctx: &Context, desk: &Desk, receipt: &ReceiptView) -> bool {
    let mut is_done = false;
    let modal = Modal::new(Id::unique("receipt")).frame(theme::sheet(ctx)).show(ctx, |ui| {
        let colors = desk.colors();
        ui.set_width(620.0_f32.min(ctx.content_rect().width() - 60.0));
        ui.spacing_mut().item_spacing.y = 10.0;
        ui.vertical_centered(|ui| {
            ui.label(RichText::new(desk.t("receipt-title")).font(theme::bold(19.0)).color(colors.in_sync));
            ui.label(RichText::new(&*receipt.code).font(theme::bold(46.0)).color(colors.text));
            controls::paragraph(ui, &desk.t("receipt-text"), 13.5, colors.weak);
            let file = RichText::new(&*receipt.file).font(theme::mono(14.0)).color(colors.text);
            ui.add(egui::Label::new(file).wrap());
            ui.add_space(6.0);
            is_done = controls::primary(ui, &colors, &desk.t("close"), true).clicked();
        });
    });
    is_done || modal.should_close()
}
