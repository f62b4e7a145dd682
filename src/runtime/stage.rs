//! What the engine thread needs of a class session. `lab::Session` is the one
//! in the program; the tests of this room have a smaller one.

use crate::base::Instant;
use crate::lab::view::{Problem, RecentFile, View};
use crate::lab::{Command, Session};
use std::sync::Arc;

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
