//! The keys of a presentation. Clickers send PageDown, PageUp, F5, Escape, and
//! `.` or B for a black screen; each key has an equal without Shift.

use super::{Present, Stride};
use crate::app::desk::Desk;
use crate::app::keyboard::play_or_pause;
use crate::base::Instant;
use crate::lab::Command;
use egui::{Context, Event, Key, Modifiers};

/// The keys shown by F1 while presenting.
pub(crate) const SHOWN: [(&str, &str); 9] = [
    ("→ PageDown", "present-key-on"),
    ("← PageUp", "present-key-back"),
    ("key-space", "key-play"),
    ("A, Enter", "present-key-answer"),
    ("R, F7", "present-key-before"),
    ("N, F8", "present-key-notes"),
    ("B . F9", "present-key-black"),
    ("Q", "present-key-question"),
    ("key-escape", "present-key-leave"),
];

/// Turns keys into steps of the presentation. True: nobody else may have them.
pub(crate) fn handle(ctx: &Context, desk: &mut Desk) -> bool {
    if desk.memory.present.is_none() || desk.memory.palette.is_some() {
        return false;
    }
    let pressed = |key: Key| ctx.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    if pressed(Key::Escape) {
        leave(desk);
        return true;
    }
    let is_black = desk.memory.present.as_ref().is_some_and(|present| present.is_black);
    let wakes = [Key::PageDown, Key::PageUp, Key::ArrowRight, Key::ArrowLeft, Key::Space, Key::F9, Key::F5];
    if is_black {
        // The first key only lights the screen again.
        if wakes.into_iter().any(pressed) || !typed(ctx).is_empty() {
            change(desk, |present| present.is_black = false);
        }
        return true;
    }
    let steps: [(Key, Stride); 11] = [
        (Key::PageDown, forward),
        (Key::ArrowRight, forward),
        (Key::ArrowDown, forward),
        (Key::PageUp, back),
        (Key::ArrowLeft, back),
        (Key::ArrowUp, back),
        (Key::Space, play_or_pause),
        (Key::F5, play_or_pause),
        (Key::Enter, reveal),
        (Key::F7, before_question),
        (Key::F8, notes),
    ];
    for (key, step) in steps {
        if pressed(key) {
            step(desk);
        }
    }
    if pressed(Key::F9) {
        change(desk, |present| present.is_black = true);
    }
    if pressed(Key::F1) {
        desk.memory.help_open = !desk.memory.help_open;
    }
    for text in typed(ctx) {
        match text.to_lowercase().as_str() {
            "b" | "." => change(desk, |present| present.is_black = true),
            "a" => reveal(desk),
            "r" => before_question(desk),
            "n" => notes(desk),
            "q" => next_question(desk),
            _ => {}
        }
    }
    true
}

fn typed(ctx: &Context) -> Vec<String> {
    ctx.input(|input| {
        let texts = input.events.iter().filter_map(|event| match event {
            Event::Text(text) => Some(text.clone()),
            _ => None,
        });
        texts.collect()
    })
}

fn change(desk: &mut Desk, how: impl FnOnce(&mut Present)) {
    if let Some(present) = &mut desk.memory.present {
        how(present);
    }
}

/// One step on: a question that is due is asked; then time runs to the next caption.
pub(super) fn forward(desk: &mut Desk) {
    let Some(present) = desk.memory.present.clone() else { return };
    if present.question.is_some() {
        change(desk, |present| {
            present.question = None;
            present.is_revealed = false;
        });
        run_on(desk);
    } else if is_question_due(desk, &present) {
        next_question(desk);
    } else {
        run_on(desk);
    }
}

/// Time runs to the next caption; without one, to where the file stops it.
fn run_on(desk: &mut Desk) {
    let now = desk.view.run.now;
    let next = captions(desk).into_iter().find(|at| *at > now);
    change(desk, |present| present.until = next);
    if !desk.view.run.is_playing {
        desk.send(Command::Play);
    }
}

fn captions(desk: &Desk) -> Vec<Instant> {
    let scenario = desk.view.scenario.as_ref();
    let marks = scenario.map(|scenario| scenario.marks.clone()).unwrap_or_default();
    marks.into_iter().filter(|mark| !mark.caption.is_empty()).map(|mark| mark.at).collect()
}

/// Whether the next question's place was reached. One without a place waits for the last caption.
fn is_question_due(desk: &Desk, present: &Present) -> bool {
    let Some(scenario) = &desk.view.scenario else { return false };
    let Some(question) = scenario.questions.get(present.asked) else { return false };
    let now = desk.view.run.now;
    match question.at {
        Some(at) => now >= at,
        None => !desk.view.run.is_playing && captions(desk).into_iter().all(|at| at <= now),
    }
}

/// Shows the next question; after the last one, the first.
pub(super) fn next_question(desk: &mut Desk) {
    let count = desk.view.scenario.as_ref().map_or(0, |scenario| scenario.questions.len());
    if count == 0 {
        return;
    }
    let now = desk.view.run.now;
    if desk.view.run.is_playing {
        desk.send(Command::Pause);
    }
    change(desk, |present| {
        let index = present.asked % count;
        *present = Present {
            question: Some(index),
            asked: index + 1,
            is_revealed: false,
            before_question: Some(now),
            until: None,
            ..present.clone()
        };
    });
}

/// One step back: the question goes; else time goes to the caption before.
pub(super) fn back(desk: &mut Desk) {
    let is_asking = desk.memory.present.as_ref().is_some_and(|present| present.question.is_some());
    if is_asking {
        change(desk, |present| {
            present.question = None;
            present.is_revealed = false;
            present.asked = present.asked.saturating_sub(1);
        });
        return;
    }
    let now = desk.view.run.now;
    let before = captions(desk).into_iter().rfind(|at| *at < now).unwrap_or(Instant::START);
    change(desk, |present| present.until = None);
    desk.send(Command::SeekTo(before));
}

/// The answer, when it is asked for.
pub(super) fn reveal(desk: &mut Desk) {
    change(desk, |present| present.is_revealed = present.question.is_some());
}

/// Back to where the last question was asked, the question shown again, its answer hidden.
pub(super) fn before_question(desk: &mut Desk) {
    let Some(present) = desk.memory.present.clone() else { return };
    let Some(at) = present.before_question else { return };
    desk.send(Command::SeekTo(at));
    change(desk, |present| {
        present.question = Some(present.asked.saturating_sub(1));
        present.is_revealed = false;
        present.until = None;
    });
}

/// Opens or closes the speaker's view.
pub(super) fn notes(desk: &mut Desk) {
    change(desk, |present| present.notes_open = !present.notes_open);
}

/// Back to the window for working.
pub(super) fn leave(desk: &mut Desk) {
    if desk.memory.help_open {
        desk.memory.help_open = false;
    } else {
        desk.memory.present = None;
    }
}
