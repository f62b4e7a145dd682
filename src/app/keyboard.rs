//! Shortcuts. Each has an equal that needs neither Shift nor AltGr, for French
//! keyboards; all are shown by F1.

use super::desk::Desk;
use super::menus;
use super::palette::Palette;
use crate::base::Instant;
use crate::lab::Command;
use crate::lab::view::Subject;
use egui::{Context, Event, Key, Modifiers};

/// The shortcuts shown by F1: keys and the text that says what they do.
pub(crate) const SHOWN: [(&str, &str); 16] = [
    ("F1", "key-help"),
    ("Ctrl K, F2", "key-palette"),
    ("key-space", "key-play"),
    ("→ .", "key-step"),
    ("←", "key-step-back"),
    ("↓ PageDown", "key-story"),
    ("↑ PageUp", "key-story-back"),
    ("key-home", "key-start"),
    ("key-end", "key-head"),
    ("N", "key-next"),
    ("F, F6", "key-fork"),
    ("P, F10", "present"),
    ("F11", "full-screen"),
    ("/ F3", "key-filter"),
    ("Ctrl Z, Ctrl Y", "key-undo"),
    ("key-escape", "key-leave"),
];

/// Turns keys into commands, before any widget sees them.
pub(crate) fn handle(ctx: &Context, desk: &mut Desk) {
    let pressed = |modifiers: Modifiers, key: Key| ctx.input_mut(|input| input.consume_key(modifiers, key));
    if pressed(Modifiers::NONE, Key::F11) {
        let is_full = ctx.input(|input| input.viewport().fullscreen.unwrap_or(false));
        ctx.send_viewport_cmd(egui::ViewportCommand::Fullscreen(!is_full));
    }
    if pressed(Modifiers::NONE, Key::F1) {
        desk.memory.help_open = !desk.memory.help_open;
    }
    if pressed(Modifiers::COMMAND, Key::K) || pressed(Modifiers::NONE, Key::F2) {
        desk.memory.palette = match desk.memory.palette {
            Some(_) => None,
            None => Some(Palette::default()),
        };
    }
    if pressed(Modifiers::NONE, Key::Escape) {
        escape(desk);
    }
    if ctx.text_edit_focused() || desk.memory.palette.is_some() || desk.view.scenario.is_none() {
        return;
    }
    if pressed(Modifiers::COMMAND, Key::Z) {
        menus::undo(desk);
    }
    if pressed(Modifiers::COMMAND, Key::Y) || pressed(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z) {
        menus::redo(desk);
    }
    let has_focus = ctx.memory(|memory| memory.focused().is_some());
    if !has_focus && pressed(Modifiers::NONE, Key::Space) {
        play_or_pause(desk);
    }
    if !has_focus {
        arrows(desk, &pressed);
    }
    time(desk, &pressed);
    letters(ctx, desk);
}

/// One layer at a time: help, then palette, then selection.
fn escape(desk: &mut Desk) {
    if desk.memory.help_open {
        desk.memory.help_open = false;
    } else if desk.memory.palette.is_some() {
        desk.memory.palette = None;
    } else if desk.memory.selected != Subject::Cluster {
        desk.select(Subject::Cluster);
    }
}

/// Time runs or stops.
pub(crate) fn play_or_pause(desk: &mut Desk) {
    desk.send(if desk.view.run.is_playing { Command::Pause } else { Command::Play });
}

fn arrows(desk: &mut Desk, pressed: &impl Fn(Modifiers, Key) -> bool) {
    let moves = [
        (Key::ArrowRight, Command::Step(1)),
        (Key::ArrowLeft, Command::Step(-1)),
        (Key::ArrowDown, Command::StepStory(1)),
        (Key::ArrowUp, Command::StepStory(-1)),
    ];
    for (key, command) in moves {
        if pressed(Modifiers::NONE, key) {
            desk.send(command);
        }
    }
}

fn time(desk: &mut Desk, pressed: &impl Fn(Modifiers, Key) -> bool) {
    let head = desk.view.run.head;
    let moves = [
        (Key::PageDown, Command::StepStory(1)),
        (Key::PageUp, Command::StepStory(-1)),
        (Key::Home, Command::SeekTo(Instant::START)),
        (Key::End, Command::SeekTo(head)),
        (Key::F6, Command::Branch),
    ];
    for (key, command) in moves {
        if pressed(Modifiers::NONE, key) {
            desk.send(command);
        }
    }
    if pressed(Modifiers::NONE, Key::F5) {
        play_or_pause(desk);
    }
    if pressed(Modifiers::NONE, Key::F10) {
        super::present::toggle(desk);
    }
    if pressed(Modifiers::NONE, Key::F3) {
        focus_filter(desk);
    }
}

/// Letters and signs come as text, so that they mean the same on every keyboard.
fn letters(ctx: &Context, desk: &mut Desk) {
    let typed: Vec<String> = ctx.input(|input| {
        let texts = input.events.iter().filter_map(|event| match event {
            Event::Text(text) => Some(text.clone()),
            _ => None,
        });
        texts.collect()
    });
    for text in typed {
        match text.as_str() {
            "." => desk.send(Command::Step(1)),
            "/" => focus_filter(desk),
            "f" | "F" => desk.send(Command::Branch),
            "p" | "P" => super::present::toggle(desk),
            "n" | "N" => desk.send(Command::JumpToNext),
            _ => {}
        }
    }
}

fn focus_filter(desk: &mut Desk) {
    desk.settings.events_open = Some(true);
    desk.memory.focus_filter = true;
}
