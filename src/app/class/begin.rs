//! Minute 0: who works, with whom, in which class, and where the work will be saved.

use super::Class;
use crate::app::controls;
use crate::app::desk::{Desk, Outside};
use crate::app::theme;
use crate::lab::view::{ExerciseView, Student};
use crate::lab::{Command, Lesson};
use egui::{Context, Id, Modal, RichText, Ui};

/// Draws the dialog.
pub(super) fn show(ctx: &Context, desk: &mut Desk, exercise: &ExerciseView) {
    let width = 460.0_f32.min(ctx.content_rect().width() - 60.0);
    desk.memory.class.fill_in(&exercise.known);
    if desk.settings.work_folder.is_empty() {
        desk.settings.work_folder = exercise.folder.to_string();
    }
    Modal::new(Id::unique("begin")).frame(theme::sheet(ctx)).show(ctx, |ui| {
        let colors = desk.colors();
        ui.set_width(width);
        ui.spacing_mut().item_spacing.y = 5.0;
        ui.label(RichText::new(desk.t("begin-title")).font(theme::bold(19.0)));
        controls::paragraph(ui, &desk.t("begin-text"), 13.5, colors.weak);
        ui.add_space(4.0);
        let half = (width - 34.0) / 2.0;
        ui.columns(2, |columns| {
            line(&mut columns[0], desk, "student-name", half, |class| &mut class.name);
            line(&mut columns[1], desk, "student-number", half, |class| &mut class.number);
        });
        ui.columns(2, |columns| {
            line(&mut columns[0], desk, "student-partner", half, |class| &mut class.partner);
            line(&mut columns[1], desk, "student-tp", half, |class| &mut class.tp);
        });
        folder(ui, desk, width - 130.0);
        ui.add_space(8.0);
        ui.horizontal(|ui| {
            let student = student(&desk.memory.class);
            let is_whole = !student.name.is_empty() && !student.number.is_empty();
            if controls::primary(ui, &colors, &desk.t("begin-go"), is_whole).clicked() {
                desk.send(Command::Exercise(Lesson::Begin(student)));
                let folder = desk.settings.work_folder.trim().to_owned();
                if !folder.is_empty() {
                    desk.send(Command::Exercise(Lesson::SaveTo(folder.as_str().into())));
                }
                // Until the view knows the name, the dialog must not ask again.
                desk.memory.class.is_asked = true;
            }
            let button = controls::secondary(ui, &desk.t("begin-nameless"), true);
            if button.on_hover_text(desk.t("begin-nameless-hover")).clicked() {
                let student = Student { name: desk.t("nameless").as_str().into(), ..Student::default() };
                desk.send(Command::Exercise(Lesson::Begin(student)));
                desk.memory.class.is_asked = true;
            }
        });
    });
}

fn student(class: &Class) -> Student {
    let text = |field: &String| field.split_whitespace().collect::<Vec<_>>().join(" ").as_str().into();
    Student {
        name: text(&class.name),
        number: text(&class.number),
        partner: text(&class.partner),
        tp: text(&class.tp),
    }
}

fn line(ui: &mut Ui, desk: &mut Desk, key: &str, width: f32, which: impl Fn(&mut Class) -> &mut String) {
    let colors = desk.colors();
    let name = desk.t(key);
    ui.label(RichText::new(&name).font(theme::body(13.0)).color(colors.weak));
    controls::field(ui, which(&mut desk.memory.class), &name, "", width);
}

/// Where the work is saved: typed, or chosen in a dialog of the desktop.
pub(super) fn folder(ui: &mut Ui, desk: &mut Desk, width: f32) {
    let colors = desk.colors();
    let name = desk.t("work-folder");
    ui.label(RichText::new(&name).font(theme::body(13.0)).color(colors.weak));
    ui.horizontal(|ui| {
        controls::field(ui, &mut desk.settings.work_folder, &name, "", width);
        if controls::secondary(ui, &desk.t("browse"), true).clicked() {
            desk.outside.push(Outside::FolderDialog);
        }
    });
}
