//! Shortcuts. Each has an equal that needs neither Shift nor AltGr, for French
//! keyboards; all are shown by F1.

use super::desk::Desk;
use super::palette::Palette;
use super::{class, console, exercise, menus};
use crate::base::Instant;
use crate::lab::view::Subject;
use crate::lab::{Command, Lesson};
use egui::{Context, Event, Key, Modifiers};

/// The shortcuts shown by F1: keys and the text that says what they do.
pub(crate) const SHOWN: [(&str, &str); 21] = [
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
    ("F4", "key-console"),
    ("1 … 9", "key-steps"),
    ("F7, F8", "key-steps-near"),
    ("Ctrl key-enter", "key-advance"),
    ("F9", "key-black"),
    ("Ctrl Z, Ctrl Y", "key-undo"),
    ("key-escape", "key-leave"),
];

/// Turns keys into commands, before any widget sees them.
pub(crate) fn handle(ctx: &Context, desk: &mut Desk) {
    let pressed = |modifiers: Modifiers, key: Key| ctx.input_mut(|input| input.consume_key(modifiers, key));
    if pressed(Modifiers::NONE, Key::F9) {
        desk.memory.class.is_black = !desk.memory.class.is_black;
    }
    if desk.memory.class.is_black {
        return;
    }
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
        escape(ctx, desk);
    }
    let is_covered = desk.memory.palette.is_some()
        || desk.memory.form.is_some()
        || desk.memory.guide.is_some()
        || class::is_open(desk);
    if is_covered || desk.view.scenario.is_none() {
        return;
    }
    if pressed(Modifiers::COMMAND, Key::Enter) {
        exercise::advance(desk);
    }
    if pressed(Modifiers::NONE, Key::F4) {
        console::focus(desk);
    }
    if ctx.text_edit_focused() {
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
    steps(ctx, desk);
}

/// Digits show the card of a step. On a French keyboard they need no Shift: the key counts, not the sign.
fn steps(ctx: &Context, desk: &mut Desk) {
    const DIGITS: [Key; 9] =
        [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];
    let Some(exercise) = desk.view.exercise.clone() else { return };
    let mut wanted = None;
    ctx.input(|input| {
        for event in &input.events {
            let Event::Key { key, physical_key, pressed: true, modifiers, .. } = event else { continue };
            let digit = |key: &Key| DIGITS.iter().position(|digit| digit == key);
            if !modifiers.ctrl && !modifiers.alt && !modifiers.command {
                wanted = digit(key).or_else(|| physical_key.as_ref().and_then(digit)).or(wanted);
            }
            match key {
                Key::F7 => wanted = exercise.shown.checked_sub(1),
                Key::F8 => wanted = Some(exercise.shown + 1),
                _ => {}
            }
        }
    });
    if let Some(step) = wanted.filter(|step| *step < exercise.steps.len()) {
        desk.send(Command::Exercise(Lesson::Look(step)));
    }
}

/// One layer at a time: dialogs, then what is typed in, then the selection.
fn escape(ctx: &Context, desk: &mut Desk) {
    let closed = desk.memory.form.take().is_some() || desk.memory.guide.take().is_some();
    if closed || desk.memory.class.close() {
        return;
    }
    if ctx.text_edit_focused() && desk.memory.palette.is_none() {
        ctx.memory_mut(|memory| memory.focused().into_iter().for_each(|id| memory.surrender_focus(id)));
        return;
    }
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
    desk.settings.bottom = super::settings::Bottom::Events;
    desk.memory.focus_filter = true;
}
