//! One entry of a menu: left out when the step has no such tool; below its words
//! the command that does the same, with a button that copies it.

use super::command;
use crate::app::desk::Desk;
use crate::app::icons::Icon;
use crate::app::widgets::icon_button;
use crate::app::{locks, theme, tools};
use crate::lab::view::Tool;
use crate::world::Action;
use egui::{RichText, Ui, vec2};

/// One entry that is no deed; true when chosen.
pub(super) fn item(ui: &mut Ui, desk: &Desk, key: &str) -> bool {
    let chosen = ui.button(desk.t(key)).clicked();
    if chosen {
        ui.close();
    }
    chosen
}

/// One entry that does `action`.
pub(super) fn deed(ui: &mut Ui, desk: &mut Desk, key: &str, action: impl FnOnce() -> Action) {
    let text = desk.t(key);
    named(ui, desk, &text, action);
}

/// One entry with a text made elsewhere (a name, a number).
pub(super) fn named(ui: &mut Ui, desk: &mut Desk, text: &str, action: impl FnOnce() -> Action) {
    let action = action();
    if !tools::allows(desk, &action) {
        return;
    }
    desk.memory.menu_entries += 1;
    let chosen = ui.button(text).clicked();
    if let Some(line) = command::same(&desk.view, &action) {
        same_by_command(ui, desk, &line);
    }
    if chosen {
        ui.close();
        desk.act(action);
    }
}

/// One entry that opens a form, for a tool that needs words or numbers.
pub(super) fn ask(ui: &mut Ui, desk: &mut Desk, key: &str, tool: Tool, form: super::Ask) {
    if !locks::allows(desk, tool) {
        return;
    }
    desk.memory.menu_entries += 1;
    if item(ui, desk, key) {
        desk.memory.form = Some(super::Form::of(form, desk));
    }
}

/// Entries behind an entry, when one of these tools may be used.
pub(super) fn submenu(
    ui: &mut Ui,
    desk: &mut Desk,
    key: &str,
    tools: &[Tool],
    content: impl FnOnce(&mut Ui, &mut Desk),
) {
    if !tools.iter().any(|tool| locks::allows(desk, *tool)) {
        return;
    }
    desk.memory.menu_entries += 1;
    ui.menu_button(desk.t(key), |ui| content(ui, desk));
}

/// The command's line, cut to the width of the menu, and its copy button.
pub(super) fn same_by_command(ui: &mut Ui, desk: &Desk, line: &str) {
    let colors = desk.colors();
    ui.allocate_ui(vec2(260.0, 18.0), |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            let name = desk.t1("copy-command", "command", line.to_owned());
            if icon_button(ui, &colors, Icon::Copy, &name, true, false, vec2(20.0, 16.0)).clicked() {
                ui.copy_text(line.to_owned());
            }
            let text = RichText::new(line).font(theme::mono(10.5)).color(colors.faint);
            ui.add(egui::Label::new(text).truncate()).on_hover_text(line);
        });
    });
}
