//! What came from outside, and what the trace keeps.

use crate::base::Instant;
use crate::story::{Action, Fact};
use serde::{Deserialize, Serialize};

/// Who acted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Author {
    /// The scenario's timeline.
    Script,
    /// A person, in the window or the console.
    Person,
}

/// An action and the exact place in the run where it was carried out.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct JournalEntry {
    /// Number of events before it.
    pub after: u64,
    /// When, counted from the start of the boot.
    pub at: Instant,
    /// Who.
    pub author: Author,
    /// What.
    pub action: Action,
}

/// An action that the timeline plans.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScriptEntry {
    /// When, counted from the start of the boot.
    pub at: Instant,
    /// What; `None` only marks the instant.
    pub action: Option<Action>,
}

/// Something a person reads in the trace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoryEvent {
    /// Number of the event it happened in, from 1.
    pub event: u64,
    /// Its place among all story events of its branch.
    pub seq: u64,
    /// When, counted from the start of the boot.
    pub at: Instant,
    /// What.
    pub fact: Fact,
}
