//! A goal to reach: its comparisons as expected and now, the tools of the step,
//! the places one may go back to, and what was tried so far.

use crate::app::controls;
use crate::app::desk::Desk;
use crate::app::icons::Icon;
use crate::app::tools;
use crate::app::widgets::heading;
use crate::app::{theme, words};
use crate::lab::view::{CardView, CheckLine, StepKind};
use crate::lab::{Command, Lesson};
use egui::{Rect, RichText, Role, Sense, Ui, WidgetInfo, vec2};

/// Draws what the card has of it.
pub(super) fn show(ui: &mut Ui, desk: &mut Desk, card: &CardView, kind: StepKind) {
    let colors = desk.colors();
    if card.is_overdue {
        let title = desk.t("overdue");
        controls::note(ui, &colors, colors.waiting, &title, |ui| {
            controls::paragraph(ui, &desk.t("overdue-text"), 13.0, colors.text);
            if card.can_restart && controls::secondary(ui, &desk.t("restart-step"), true).clicked() {
                desk.send(Command::Exercise(Lesson::Restart));
            }
        });
    }
    if !card.checks.is_empty() {
        checks(ui, desk, card);
    }
    attempts(ui, desk, card);
    if let Some(allowed) = card.tools.as_ref().filter(|_| kind == StepKind::Do) {
        heading(ui, &colors, &desk.t("tools"));
        let names: Vec<String> = allowed.iter().map(|tool| desk.t(tools::key(*tool))).collect();
        let text = if names.is_empty() { desk.t("tools-none") } else { names.join(" · ") };
        controls::paragraph(ui, &text, 13.0, colors.text);
        if !names.is_empty() {
            controls::paragraph(ui, &desk.t("tools-where"), 12.0, colors.weak);
        }
    }
    if !card.rewinds.is_empty() {
        heading(ui, &colors, &desk.t("rewinds"));
        ui.horizontal_wrapped(|ui| {
            for (name, at) in &card.rewinds {
                let text = crate::t!(desk.lang(), "rewind-to", name = name.to_string(), at = at.to_string());
                if controls::secondary(ui, &text, !desk.view.locks.time).clicked() {
                    desk.send(Command::Exercise(Lesson::Rewind(name.clone())));
                }
            }
        });
    }
}

fn checks(ui: &mut Ui, desk: &Desk, card: &CardView) {
    let colors = desk.colors();
    heading(ui, &colors, &desk.t("checks"));
    for check in &card.checks {
        line(ui, desk, check);
    }
    if let Some(until) = card.until.filter(|_| !card.is_overdue) {
        let now = desk.view.run.now;
        if until > now {
            let left = words::duration(desk.lang(), until.since(now));
            controls::paragraph(ui, &desk.t1("goal-until", "left", left), 12.5, colors.weak);
        }
    }
}

/// One comparison: its sign, what is expected, what is now.
fn line(ui: &mut Ui, desk: &Desk, check: &CheckLine) {
    let colors = desk.colors();
    let lang = desk.lang();
    let ink = if check.holds { colors.in_sync } else { colors.waiting };
    ui.horizontal_top(|ui| {
        let (spot, response) = ui.allocate_exact_size(vec2(18.0, 18.0), Sense::hover());
        let state = desk.t(if check.holds { "goal-holds" } else { "goal-open" });
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &state));
        let icon = if check.holds { Icon::Check } else { Icon::More };
        icon.paint(ui.painter(), Rect::from_center_size(spot.center(), vec2(14.0, 14.0)), 11.0, ink);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            if !check.expected.is_empty() {
                controls::paragraph(ui, check.expected.get(lang), 13.5, colors.text);
            }
            let now = RichText::new(check.now.get(lang)).font(theme::body(13.0)).color(ink);
            ui.add(egui::Label::new(now).wrap());
        });
    });
}

fn attempts(ui: &mut Ui, desk: &Desk, card: &CardView) {
    let colors = desk.colors();
    if card.attempts == 0 {
        return;
    }
    let text = desk.t1("attempts", "count", i64::from(card.attempts));
    controls::paragraph(ui, &text, 12.5, colors.weak);
    if !card.changed.is_empty() {
        let text = desk.t1("changed", "what", card.changed.get(desk.lang()).to_owned());
        controls::paragraph(ui, &text, 12.5, colors.text);
    }
}
