//! The speaker's view: a window of its own, for the laptop's screen while the
//! room sees the other one. Where windows can't be opened it floats inside.

use crate::app::desk::Desk;
use crate::app::theme;
use egui::{Context, RichText, ViewportBuilder, ViewportId};

/// Shows the notes while they are open.
pub(super) fn show(ctx: &Context, desk: &mut Desk) {
    if !desk.memory.present.as_ref().is_some_and(|present| present.notes_open) {
        return;
    }
    let title = desk.t("present-notes");
    let builder = ViewportBuilder::default().with_title(title.clone()).with_inner_size([620.0, 460.0]);
    let mut is_closed = false;
    ctx.show_viewport_immediate(ViewportId::from_hash_of("speaker-notes"), builder, |ui, class| {
        if class == egui::ViewportClass::EmbeddedWindow {
            let frame = theme::sheet(ui.ctx());
            egui::Window::new(title.as_str())
                .default_width(560.0)
                .frame(frame)
                .show(ui.ctx(), |ui| content(ui, desk));
        } else {
            egui::CentralPanel::default().show(ui, |ui| content(ui, desk));
            is_closed = ui.ctx().input(|input| input.viewport().close_requested());
        }
    });
    if is_closed && let Some(present) = &mut desk.memory.present {
        present.notes_open = false;
    }
}

/// Notes of this moment, the answer of the question, what comes next.
fn content(ui: &mut egui::Ui, desk: &mut Desk) {
    let colors = desk.colors();
    let lang = desk.lang();
    let now = desk.view.run.now;
    let Some(scenario) = desk.view.scenario.clone() else { return };
    ui.label(RichText::new(now.to_string()).font(theme::mono(26.0)).color(colors.text));
    let section = |ui: &mut egui::Ui, head: String, text: &str| {
        if !text.is_empty() {
            ui.add_space(8.0);
            ui.label(RichText::new(head).font(theme::bold(14.0)).color(colors.weak));
            ui.label(RichText::new(text).font(theme::body(18.0)).color(colors.text));
        }
    };
    let here = scenario.marks.iter().rfind(|mark| mark.at <= now && !mark.notes.is_empty());
    section(ui, desk.t("present-notes"), here.map_or("", |mark| mark.notes.get(lang)));
    let present = desk.memory.present.clone().unwrap_or_default();
    let coming = present.question.unwrap_or(present.asked);
    if let Some(question) = scenario.questions.get(coming) {
        let key = if present.question.is_some() { "present-question-now" } else { "present-question-next" };
        section(ui, desk.t(key), question.ask.get(lang));
        let answer = question.answer.and_then(|answer| question.choices.get(answer));
        section(ui, desk.t("present-answer"), answer.map_or("", |answer| answer.get(lang)));
        section(ui, desk.t("present-why"), question.debrief.get(lang));
    }
    let next = scenario.marks.iter().find(|mark| mark.at > now && !mark.caption.is_empty());
    if let Some(next) = next {
        let head = desk.t1("present-next", "at", next.at.to_string());
        section(ui, head, next.caption.get(lang));
    }
}
