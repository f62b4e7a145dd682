//! The tabs below the map: Events, Console; room for Sequence and Compare. Closed,
//! they are one line: the last thing that happened.

use super::desk::Desk;
use super::icons::Icon;
use super::settings::Bottom;
use super::widgets::{icon_button, tab};
use super::{console, event_list, locks};
use crate::lab::view::Tool;
use egui::{Align, Frame, Layout, Margin, Panel, Ui, vec2};

/// The tabs there are, left to right, and the text that names each.
const TABS: [(Bottom, &str); 2] = [(Bottom::Events, "events"), (Bottom::Console, "console")];

/// Draws the tabs.
pub(crate) fn show(ui: &mut Ui, desk: &mut Desk) {
    let colors = desk.colors();
    let height = ui.ctx().content_rect().height();
    let is_roomy = height >= 820.0 && desk.view.exercise.is_none();
    let is_open = desk.settings.events_open.unwrap_or(is_roomy);
    let frame = Frame::new().fill(colors.panel).inner_margin(Margin::symmetric(12, 5));
    if is_open {
        let (usual, most) = match desk.settings.bottom {
            Bottom::Events => (190.0, 420.0),
            Bottom::Console => (252.0, (height * 0.6).max(200.0)),
        };
        let panel = Panel::bottom(("bottom", desk.settings.bottom)).frame(frame).resizable(true);
        panel.default_size(usual).size_range(110.0..=most).show(ui, |ui| open(ui, desk));
    } else {
        let panel = Panel::bottom("bottom-closed").frame(frame).resizable(false);
        panel.exact_size(34.0).show(ui, |ui| closed(ui, desk));
    }
}

/// Whether the step gives the console to the student.
fn has_console(desk: &Desk) -> bool {
    desk.view.locks.console || locks::has_tool(desk, Tool::Console) || !desk.view.consoles.is_empty()
}

fn closed(ui: &mut Ui, desk: &mut Desk) {
    ui.horizontal_centered(|ui| {
        toggle(ui, desk, Icon::Up, "events-open", true);
        names(ui, desk, false);
        event_list::last(ui, desk);
    });
}

fn open(ui: &mut Ui, desk: &mut Desk) {
    ui.horizontal(|ui| {
        toggle(ui, desk, Icon::Down, "events-close", false);
        names(ui, desk, true);
        if desk.settings.bottom == Bottom::Events {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| event_list::filter(ui, desk));
        }
    });
    match desk.settings.bottom {
        Bottom::Events => event_list::show(ui, desk),
        Bottom::Console => console::show(ui, desk),
    }
}

fn toggle(ui: &mut Ui, desk: &mut Desk, icon: Icon, key: &str, is_open: bool) {
    let colors = desk.colors();
    if icon_button(ui, &colors, icon, &desk.t(key), true, false, vec2(24.0, 20.0)).clicked() {
        desk.settings.events_open = Some(is_open);
    }
}

fn names(ui: &mut Ui, desk: &mut Desk, is_open: bool) {
    let colors = desk.colors();
    for (which, key) in TABS {
        if which == Bottom::Console && !has_console(desk) {
            continue;
        }
        let is_on = is_open && desk.settings.bottom == which;
        if !tab(ui, &colors, &desk.t(key), is_on).clicked() {
            continue;
        }
        if which == Bottom::Console {
            console::focus(desk);
        } else {
            desk.settings.events_open = Some(true);
            desk.settings.bottom = which;
        }
    }
}
