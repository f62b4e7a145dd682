//! Start, step back, play, step, end; the time; the speed; what happens next.

use super::desk::Desk;
use super::icons::Icon;
use super::keyboard::play_or_pause;
use super::widgets::{icon_button, line};
use super::{theme, words};
use crate::base::Instant;
use crate::lab::Command;
use egui::{Align, Align2, Layout, Sense, Ui, vec2};

const BUTTON: egui::Vec2 = vec2(36.0, 34.0);
/// Speeds the buttons and the wheel go through, in thousandths of real time.
const SPEEDS: [u32; 13] = [1, 2, 5, 10, 50, 100, 250, 500, 1_000, 2_000, 5_000, 10_000, 60_000];

/// Draws one row of transport.
pub(crate) fn show(ui: &mut Ui, desk: &mut Desk) {
    let colors = desk.colors();
    ui.horizontal(|ui| {
        ui.set_min_height(BUTTON.y);
        ui.spacing_mut().item_spacing.x = 5.0;
        buttons(ui, desk);
        ui.add_space(10.0);
        let now = desk.view.run.now.to_string();
        let label = ui.label(egui::RichText::new(now).font(theme::mono(19.0)).color(colors.text));
        label.on_hover_text(desk.t1("steps-hover", "count", desk.view.run.steps as i64));
        ui.add_space(8.0);
        speed(ui, desk);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            lanes_button(ui, desk);
            if !desk.view.locks.future {
                branches(ui, desk);
                next(ui, desk);
            }
        });
    });
}

fn buttons(ui: &mut Ui, desk: &mut Desk) {
    let colors = desk.colors();
    let run = desk.view.run.clone();
    let (can_back, can_end) = (run.now > Instant::START, run.now < run.head);
    let (play, play_key) = if run.is_playing { (Icon::Pause, "pause") } else { (Icon::Play, "play") };
    let is_free = !desk.view.locks.time;
    let row = [
        (Icon::ToStart, "to-start", can_back && is_free),
        (Icon::StepBack, "step-back", can_back && is_free),
        (play, play_key, is_free || run.is_playing),
        (Icon::StepForward, "step", is_free),
        (Icon::ToEnd, "to-head", can_end && is_free),
        (Icon::Next, "jump-next", is_free),
    ];
    for (icon, key, enabled) in row {
        let primary = matches!(icon, Icon::Play | Icon::Pause);
        let mut button = icon_button(ui, &colors, icon, &desk.t(key), enabled, primary, BUTTON);
        if !is_free {
            button = button.on_hover_text(desk.t("lock-time"));
        }
        if !button.clicked() {
            continue;
        }
        match icon {
            Icon::ToStart => desk.send(Command::SeekTo(Instant::START)),
            Icon::StepBack => desk.send(Command::Step(-1)),
            Icon::StepForward => desk.send(Command::Step(1)),
            Icon::ToEnd => desk.send(Command::SeekTo(run.head)),
            Icon::Next => desk.send(Command::JumpToNext),
            _ => play_or_pause(desk),
        }
    }
}

/// Slower, the speed (a menu), faster; and the truth when the machine can't follow.
fn speed(ui: &mut Ui, desk: &mut Desk) {
    let colors = desk.colors();
    let lang = desk.lang();
    let now = desk.view.run.speed_permille;
    let small = vec2(24.0, 24.0);
    let slower = SPEEDS.into_iter().rev().find(|speed| *speed < now);
    let faster = SPEEDS.into_iter().find(|speed| *speed > now);
    if icon_button(ui, &colors, Icon::Minus, &desk.t("slower"), slower.is_some(), false, small).clicked() {
        slower.into_iter().for_each(|speed| desk.send(Command::SetSpeed(speed)));
    }
    let menu = ui.menu_button(words::speed(lang, now), |ui| {
        for speed in SPEEDS {
            if ui.selectable_label(speed == now, words::speed(lang, speed)).clicked() {
                ui.close();
                desk.send(Command::SetSpeed(speed));
            }
        }
    });
    let name = desk.t1("speed-name", "speed", words::speed(lang, now));
    menu.response.on_hover_text(name);
    if icon_button(ui, &colors, Icon::Plus, &desk.t("faster"), faster.is_some(), false, small).clicked() {
        faster.into_iter().for_each(|speed| desk.send(Command::SetSpeed(speed)));
    }
    if let Some(reached) = desk.view.run.lagging_permille {
        let text = desk.t1("lagging", "speed", words::speed(lang, reached));
        ui.label(egui::RichText::new(text).font(theme::body(12.0)).color(colors.waiting));
    }
}

/// In an exercise: shows or hides the lanes, which take the map's room.
fn lanes_button(ui: &mut Ui, desk: &mut Desk) {
    if desk.view.exercise.is_none() {
        return;
    }
    let colors = desk.colors();
    let is_open = desk.are_lanes_open();
    let (icon, key) = if is_open { (Icon::Down, "lanes-close") } else { (Icon::Up, "lanes-open") };
    if icon_button(ui, &colors, icon, &desk.t(key), true, false, vec2(26.0, 24.0)).clicked() {
        desk.settings.exercise_lanes_open = !is_open;
    }
}

/// What happens next, in the room that is left (right to left).
fn next(ui: &mut Ui, desk: &mut Desk) {
    let colors = desk.colors();
    let Some(next) = &desk.view.run.next else { return };
    let width = ui.available_width() - 16.0;
    if width < 90.0 {
        return;
    }
    let wait = words::duration(desk.lang(), next.at.since(desk.view.run.now));
    let text =
        crate::t!(desk.lang(), "next-event", label = next.label.get(desk.lang()).to_owned(), wait = wait);
    let (rect, response) = ui.allocate_exact_size(vec2(width, 24.0), Sense::click());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &text));
    let ink = if response.hovered() { colors.text } else { colors.weak };
    let at = rect.left_center() + vec2(10.0, 0.0);
    line(ui.painter(), at, Align2::LEFT_CENTER, &text, theme::body(12.5), ink, width - 10.0);
    if response.on_hover_text(&text).clicked() {
        desk.send(Command::JumpToNext);
    }
}

/// Fork here; and which branch is looked at when there are several.
fn branches(ui: &mut Ui, desk: &mut Desk) {
    let colors = desk.colors();
    let view = desk.view.clone();
    let text = egui::RichText::new(desk.t("fork")).font(theme::bold(12.5)).color(colors.group);
    let button = ui.add(egui::Button::new(text).frame_when_inactive(false));
    if button.on_hover_text(desk.t("fork-hover")).clicked() {
        desk.send(Command::Branch);
    }
    if view.branches.len() < 2 {
        return;
    }
    let lang = desk.lang();
    let current = view.branches.iter().find(|branch| branch.id == view.run.branch);
    let name = current.map(|branch| branch.name.get(lang).to_owned()).unwrap_or_default();
    let text = desk.t1("branch-menu", "name", name);
    ui.menu_button(text, |ui| {
        for branch in view.branches.iter() {
            if ui.selectable_label(branch.id == view.run.branch, branch.name.get(lang)).clicked() {
                ui.close();
                desk.send(Command::SwitchBranch(branch.id));
            }
        }
    });
}
