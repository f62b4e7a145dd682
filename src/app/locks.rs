//! What an open question locks: one guard for every way to wish something
//! (button, key, palette, menu), and the sentence that says why.

use super::desk::Desk;
use crate::lab::Command;
use crate::lab::view::Tool;
use egui::{Align2, Context, Id, Order, RichText, vec2};

/// How long the reason stays on the screen, in seconds.
const NOTICE_S: f64 = 4.0;

/// The text that says why `command` can't be done now; `None`: it can.
pub(crate) fn reason(desk: &Desk, command: &Command) -> Option<&'static str> {
    let locks = &desk.view.locks;
    match command {
        Command::Play
        | Command::Step(_)
        | Command::StepStory(_)
        | Command::SeekTo(_)
        | Command::SeekToEvent(_)
        | Command::JumpToNext
        | Command::ToMark(_) => locks.time.then_some("lock-time"),
        Command::Act(_) | Command::Undo | Command::Redo => locks.deeds.then(|| why_no_deeds(desk)),
        Command::Console(..) => locks.console.then(|| why_no_console(desk)),
        Command::Branch | Command::SwitchBranch(_) | Command::SetMode(_) => {
            locks.future.then(|| why_no_future(desk))
        }
        _ => None,
    }
}

/// Why nothing can be changed: a question is open, time runs to its answer, or the step only looks.
pub(crate) fn why_no_deeds(desk: &Desk) -> &'static str {
    let locks = &desk.view.locks;
    match (locks.time, locks.future) {
        (true, _) => "lock-deeds",
        (false, true) => "lock-running",
        (false, false) => "lock-deeds-step",
    }
}

/// Why the console takes no line.
pub(crate) fn why_no_console(desk: &Desk) -> &'static str {
    let locks = &desk.view.locks;
    match (locks.time, locks.future) {
        (true, _) => "lock-console",
        (false, true) => "lock-running",
        (false, false) => "lock-console-step",
    }
}

/// Why what may lie ahead stays shut.
pub(crate) fn why_no_future(desk: &Desk) -> &'static str {
    if desk.view.locks.time { "lock-future" } else { "lock-running" }
}

/// Whether a tool may be used now: all may outside an exercise.
pub(crate) fn allows(desk: &Desk, tool: Tool) -> bool {
    !desk.view.locks.deeds && has_tool(desk, tool)
}

/// Whether the step gives a tool to the student, locked or not.
pub(crate) fn has_tool(desk: &Desk, tool: Tool) -> bool {
    let tools = desk.view.exercise.as_ref().and_then(|exercise| exercise.card.tools.as_ref());
    tools.is_none_or(|tools| tools.contains(&tool))
}

/// Draws the reason over the map for a moment.
pub(crate) fn show(ctx: &Context, desk: &mut Desk) {
    let Some((text, until)) = &mut desk.memory.notice else { return };
    let now = ctx.input(|input| input.time);
    if until.is_nan() {
        *until = now + NOTICE_S;
    }
    if now >= *until {
        desk.memory.notice = None;
        return;
    }
    ctx.request_repaint_after_secs((*until - now) as f32);
    let text = text.clone();
    let colors = desk.colors();
    let area = egui::Area::new(Id::unique("notice")).order(Order::Foreground).interactable(false);
    area.anchor(Align2::CENTER_BOTTOM, vec2(0.0, -210.0)).show(ctx, |ui| {
        let frame = super::theme::sheet(ctx).inner_margin(10).stroke(egui::Stroke::new(1.5, colors.waiting));
        frame.show(ui, |ui| {
            ui.label(RichText::new(text).font(super::theme::body(14.5)).color(colors.text));
        });
    });
}
