//! A session as a file: the scenario's own text and the journal. Opening it
//! carries everything out again, so that nothing of the engine's state is stored.

use super::course::Course;
use super::open::Open;
use super::view::Mode;
use crate::base::{Instant, Text};
use crate::history::JournalEntry;
use serde::{Deserialize, Serialize};

/// The first words of such a file.
const HEADER: &str = "// Brokerscope session\n";
/// The format's number; 2 remembers the place that was looked at.
const FORMAT: u32 = 2;
/// No session of a class is longer; a file that asks for more is damaged.
const MOST_EVENTS: u64 = 30_000_000;

/// What is stored.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SavedSession {
    /// The format's number.
    format: u32,
    /// The scenario's name.
    pub(super) name: Text,
    /// The scenario's text.
    pub(super) source: String,
    /// Whether it is the Sandbox.
    pub(super) is_sandbox: bool,
    /// Whether the timeline goes on after the last entry.
    follows_script: bool,
    /// Number of events when it was saved.
    events: u64,
    /// Everything from outside.
    journal: Vec<JournalEntry>,
    /// The place that was looked at, when it was in the past: events and instant.
    #[serde(default)]
    looked_at: Option<(u64, Instant)>,
}

impl SavedSession {
    /// Whether bytes look like a saved session.
    pub(super) fn is_one(bytes: &[u8]) -> bool {
        bytes.starts_with(HEADER.as_bytes())
    }

    pub(super) fn of(open: &Open) -> Self {
        let (branch, world) = (open.history().branch(), open.history().world());
        Self {
            format: FORMAT,
            name: open.name.clone(),
            source: String::from_utf8_lossy(&open.source).into_owned(),
            is_sandbox: open.mode == Mode::Sandbox,
            follows_script: branch.follows_script,
            events: branch.head().events(),
            journal: branch.journal().iter().cloned().collect(),
            looked_at: open.history().is_past().then(|| (world.events(), world.now())),
        }
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        // Plain data of ours: it can always be written.
        let text = ron::ser::to_string_pretty(self, ron::ser::PrettyConfig::default()).unwrap_or_default();
        format!("{HEADER}{text}").into_bytes()
    }

    /// Reads a saved session; the error is the key of a text.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, &'static str> {
        let text = std::str::from_utf8(bytes).map_err(|_| "saved-session-damaged")?;
        let saved: Self = ron::from_str(text).map_err(|_| "saved-session-damaged")?;
        if saved.format > FORMAT {
            return Err("saved-session-newer");
        }
        let is_sorted = saved.journal.is_sorted_by_key(|entry| entry.after);
        if !is_sorted
            || saved.events > MOST_EVENTS
            || saved.journal.last().is_some_and(|last| last.after > saved.events)
        {
            return Err("saved-session-damaged");
        }
        Ok(saved)
    }

    /// Carries everything out again.
    pub(super) fn restore(&self, open: &mut Open) -> Result<(), &'static str> {
        let Course::Free(history) = &mut open.course else { return Err("saved-session-damaged") };
        if !history.restore(&self.journal, self.events, self.follows_script) {
            return Err("saved-session-damaged");
        }
        if let Some((events, at)) = self.looked_at {
            history.seek_place(events, at);
        }
        Ok(())
    }
}
