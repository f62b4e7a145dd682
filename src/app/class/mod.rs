//! What a class needs around the exercise: who works (minute 0), the codes a
//! teacher dictates, the black screen, and handing the work in.

mod begin;
mod hand_in;

use super::desk::Desk;
use super::icons::Icon;
use super::widgets::icon_button;
use super::{controls, theme};
use crate::base::Text;
use crate::lab::view::{ExerciseView, Student};
use crate::lab::{Command, Lesson};
use egui::{Align2, Color32, Context, Id, LayerId, Modal, Order, RichText, Ui, vec2};

/// A dialog of the class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dialog {
    HandIn,
    CatchUp,
}

/// What the class's dialogs remember.
#[derive(Debug, Default)]
pub(crate) struct Class {
    dialog: Option<Dialog>,
    /// Kept from one exercise to the next: the same people sit here.
    name: String,
    number: String,
    partner: String,
    tp: String,
    /// What the session knew of them was filled in.
    is_filled_in: bool,
    /// Minute 0 was answered: what the view says of it comes a moment later.
    is_asked: bool,
    /// Minute 0 is wanted again, by somebody who began without a name.
    is_again: bool,
    code: String,
    /// The receipt that was looked at and put away.
    seen: Option<Text>,
    /// The screen is black until the same key is pressed again.
    pub is_black: bool,
}

impl Class {
    /// What is left of it when another exercise is opened.
    pub fn for_next_session(self) -> Self {
        let Self { name, number, partner, tp, is_black, .. } = self;
        Self { name, number, partner, tp, is_black, ..Self::default() }
    }

    /// Fills in who worked here last, once, where nothing stands yet.
    pub fn fill_in(&mut self, known: &Student) {
        if std::mem::replace(&mut self.is_filled_in, true) || !self.name.is_empty() {
            return;
        }
        self.name = known.name.to_string();
        self.number = known.number.to_string();
        self.partner = known.partner.to_string();
        self.tp = known.tp.to_string();
    }

    /// Opens the dialog that hands the work in.
    pub const fn open_hand_in(&mut self) {
        self.dialog = Some(Dialog::HandIn);
    }

    /// Opens the dialog that takes a code.
    pub const fn open_catch_up(&mut self) {
        self.dialog = Some(Dialog::CatchUp);
    }

    /// Asks again who works.
    pub const fn open_begin(&mut self) {
        self.is_asked = false;
        self.is_again = true;
    }

    /// Closes what is open; false when nothing was.
    pub fn close(&mut self) -> bool {
        self.dialog.take().is_some()
    }
}

/// Whether nobody has said yet who works.
fn is_unknown(desk: &Desk, exercise: &ExerciseView) -> bool {
    let class = &desk.memory.class;
    (exercise.student.name.is_empty() || class.is_again) && !class.is_asked
}

/// Whether a dialog lies over the window.
pub(crate) fn is_open(desk: &Desk) -> bool {
    let Some(exercise) = &desk.view.exercise else { return false };
    let has_receipt =
        exercise.receipt.as_ref().is_some_and(|it| desk.memory.class.seen.as_ref() != Some(&it.code));
    desk.memory.class.dialog.is_some() || has_receipt || is_unknown(desk, exercise)
}

/// Draws the dialogs over everything.
pub(crate) fn show(ctx: &Context, desk: &mut Desk) {
    let view = desk.view.clone();
    let Some(exercise) = &view.exercise else { return };
    if is_unknown(desk, exercise) {
        begin::show(ctx, desk, exercise);
        return;
    }
    match desk.memory.class.dialog {
        Some(Dialog::HandIn) => hand_in::show(ctx, desk, exercise),
        Some(Dialog::CatchUp) => catch_up(ctx, desk),
        None => hand_in::receipt_once(ctx, desk, exercise),
    }
}

/// Blackens everything, with a small note of how to come back. True while it does.
pub(crate) fn black(ctx: &Context, desk: &Desk) -> bool {
    if !desk.memory.class.is_black {
        return false;
    }
    let painter = ctx.layer_painter(LayerId::new(Order::Debug, Id::unique("black")));
    let rect = ctx.content_rect();
    painter.rect_filled(rect, 0, Color32::BLACK);
    let ink = Color32::from_gray(70);
    let at = rect.right_bottom() - vec2(16.0, 12.0);
    painter.text(at, Align2::RIGHT_BOTTOM, desk.t("black-note"), theme::body(12.0), ink);
    true
}

/// What else can be done with an exercise: a menu of three dots.
pub(crate) fn menu(ui: &mut Ui, desk: &mut Desk, exercise: &ExerciseView) {
    let colors = desk.colors();
    let name = desk.t("exercise-menu");
    let button = icon_button(ui, &colors, Icon::More, &name, true, false, vec2(26.0, 20.0));
    egui::Popup::menu(&button).show(|ui| {
        ui.set_min_width(220.0);
        for (text, lesson) in entries(desk, exercise) {
            if ui.button(text).clicked() {
                ui.close();
                desk.send(Command::Exercise(lesson));
            }
        }
        if ui.button(desk.t("catch-up")).clicked() {
            ui.close();
            desk.memory.class.open_catch_up();
        }
        if exercise.student.number.is_empty() && ui.button(desk.t("say-name")).clicked() {
            ui.close();
            desk.memory.class.open_begin();
        }
        if ui.button(desk.t("hand-in")).clicked() {
            ui.close();
            desk.memory.class.open_hand_in();
        }
        if !exercise.codes.is_empty() {
            ui.separator();
            ui.label(RichText::new(desk.t("codes")).font(theme::bold(12.5)).color(colors.weak));
            for (step, code) in &exercise.codes {
                let text =
                    crate::t!(desk.lang(), "code-line", number = *step as i64 + 1, code = code.to_string());
                ui.label(RichText::new(text).font(theme::body(14.0)).color(colors.text));
            }
        }
    });
}

/// The lessons that can be wished for now, with their words.
pub(crate) fn entries(desk: &Desk, exercise: &ExerciseView) -> Vec<(String, Lesson)> {
    let mut entries = Vec::new();
    if exercise.card.can_restart {
        entries.push((desk.t("restart-step"), Lesson::Restart));
    }
    if exercise.is_teacher && !exercise.is_finished {
        entries.push((desk.t("skip-step"), Lesson::Skip));
    }
    let key = if exercise.is_teacher { "teacher-off" } else { "teacher-on" };
    entries.push((desk.t(key), Lesson::Teacher(!exercise.is_teacher)));
    entries
}

/// The code that brings a student to a checkpoint.
fn catch_up(ctx: &Context, desk: &mut Desk) {
    let colors = desk.colors();
    let mut is_done = false;
    let shown = Modal::new(Id::unique("catch-up")).frame(theme::sheet(ctx)).show(ctx, |ui| {
        ui.set_width(400.0);
        ui.spacing_mut().item_spacing.y = 10.0;
        ui.label(RichText::new(desk.t("catch-up-title")).font(theme::bold(18.0)));
        controls::paragraph(ui, &desk.t("catch-up-text"), 13.5, colors.weak);
        let name = desk.t("catch-up-code");
        let hint = desk.t("catch-up-hint");
        let response = controls::field(ui, &mut desk.memory.class.code, &name, &hint, 360.0);
        let code = desk.memory.class.code.trim().to_lowercase();
        let is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        ui.horizontal(|ui| {
            let is_whole = !code.is_empty();
            let is_sent = controls::primary(ui, &colors, &desk.t("catch-up-go"), is_whole).clicked();
            if is_whole && (is_sent || is_entered) {
                desk.send(Command::Exercise(Lesson::CatchUp(code.as_str().into())));
                desk.memory.class.code.clear();
                is_done = true;
            }
            is_done |= controls::secondary(ui, &desk.t("cancel"), true).clicked();
        });
    });
    if is_done || shown.should_close() {
        desk.memory.class.dialog = None;
    }
}
