//! What the engine thread needs of a class session. `lab::Session` is the one
//! in the program; the tests of this room have a smaller one.

use crate::base::{Instant, Text};
use crate::lab::view::{Problem, RecentFile, Student, View};
use crate::lab::{Command, Session};
use std::collections::BTreeMap;
use std::sync::Arc;

pub use crate::lab::Desk;

/// A session without clock and files.
pub trait Stage {
    /// Carries out a command that touches no file.
    fn apply(&mut self, command: Command);
    /// Opens the scenario or saved session that a file holds; when `is_reload`, it
    /// is the open file, changed.
    fn open_file(&mut self, path: &str, bytes: &[u8], is_reload: bool);
    /// Opens the Sandbox, as it was saved last or new.
    fn open_sandbox(&mut self, saved: Option<&[u8]>);
    /// The open session as the bytes of a file; `None` when nothing is open.
    fn saved(&self) -> Option<Vec<u8>>;
    /// A number that changes with every deed that is worth saving; `None` when
    /// the session is not one to be saved by itself.
    fn autosave_version(&self) -> Option<u64>;
    /// The present branch as a scenario file; `stem` becomes its id. What is wrong is reported.
    fn export(&mut self, stem: &str) -> Option<Vec<u8>>;

    /// Whether an exercise is open.
    fn is_exercise(&self) -> bool;
    /// Whether the open file is one to be worked through, not to be shown.
    fn wants_exercise(&self) -> bool;
    /// What tells an exercise from all others (`None`: that of the open file).
    fn exercise_key(&self, id: Option<&str>) -> Option<Text>;
    /// Opens an exercise (`None`: that of the open file), as it was saved last or
    /// new. False when what was saved can't be played again.
    fn open_exercise(&mut self, id: Option<&str>, saved: Option<&[u8]>, known: &Student) -> bool;
    /// A student begins the open exercise, or goes on with what was saved. False when that can't be played again.
    fn begin(&mut self, student: Student, saved: Option<&[u8]>) -> bool;
    /// The exercise under way and its student, to name files after; `None` when nobody works.
    fn desk(&self) -> Option<Desk>;
    /// Ends the work: the bytes to hand in.
    fn hand_in(&mut self) -> Option<Vec<u8>>;
    /// They were written to this file: the receipt can be shown.
    fn handed_in(&mut self, file: &str);
    /// The steps behind this machine's student, by scenario.
    fn set_progress(&mut self, done: BTreeMap<Text, u32>);

    /// Shows a person what is wrong.
    fn report(&mut self, problem: Problem);

    /// Where virtual time stands.
    fn now(&self) -> Instant;
    /// Whether time runs.
    fn is_playing(&self) -> bool;
    /// Wished speed, in thousandths of real time.
    fn speed_permille(&self) -> u32;
    /// Lets what is due up to `to` happen, at most `events` events. True when it
    /// got there (or time stopped by itself).
    fn advance(&mut self, to: Instant, events: u64) -> bool;
    /// The session as it stands, for the window.
    fn view(&mut self, lagging_permille: Option<u32>, recent: &Arc<Vec<RecentFile>>) -> Arc<View>;
}

impl Stage for Session {
    fn apply(&mut self, command: Command) {
        Self::apply(self, command);
    }

    fn open_file(&mut self, path: &str, bytes: &[u8], is_reload: bool) {
        Self::open_file(self, path, bytes, is_reload);
    }

    fn open_sandbox(&mut self, saved: Option<&[u8]>) {
        Self::open_sandbox(self, saved);
    }

    fn saved(&self) -> Option<Vec<u8>> {
        Self::saved(self)
    }

    fn autosave_version(&self) -> Option<u64> {
        Self::autosave_version(self)
    }

    fn export(&mut self, stem: &str) -> Option<Vec<u8>> {
        Self::export(self, stem)
    }

    fn is_exercise(&self) -> bool {
        Self::is_exercise(self)
    }

    fn wants_exercise(&self) -> bool {
        Self::wants_exercise(self)
    }

    fn exercise_key(&self, id: Option<&str>) -> Option<Text> {
        Self::exercise_key(self, id)
    }

    fn open_exercise(&mut self, id: Option<&str>, saved: Option<&[u8]>, known: &Student) -> bool {
        Self::open_exercise(self, id, saved, known)
    }

    fn begin(&mut self, student: Student, saved: Option<&[u8]>) -> bool {
        Self::begin(self, student, saved)
    }

    fn desk(&self) -> Option<Desk> {
        Self::desk(self)
    }

    fn hand_in(&mut self) -> Option<Vec<u8>> {
        Self::hand_in(self)
    }

    fn handed_in(&mut self, file: &str) {
        Self::handed_in(self, file);
    }

    fn set_progress(&mut self, done: BTreeMap<Text, u32>) {
        Self::set_progress(self, done);
    }

    fn report(&mut self, problem: Problem) {
        Self::report(self, problem);
    }

    fn now(&self) -> Instant {
        Self::now(self)
    }

    fn is_playing(&self) -> bool {
        Self::is_playing(self)
    }

    fn speed_permille(&self) -> u32 {
        Self::speed_permille(self)
    }

    fn advance(&mut self, to: Instant, events: u64) -> bool {
        Self::advance(self, to, events)
    }

    fn view(&mut self, lagging_permille: Option<u32>, recent: &Arc<Vec<RecentFile>>) -> Arc<View> {
        Self::view(self, lagging_permille, recent)
    }
}
