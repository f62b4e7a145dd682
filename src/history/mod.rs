//! Time: a journal of everything from outside, checkpoints, seek to any event,
//! and branches, all kept. The past never changes; acting there makes a branch.
//!
//! A world is a pure function of its spec and its journal, so a checkpoint is a
//! clone and a seek is "nearest checkpoint, then replay".

mod branch;
mod checkpoints;
#[allow(clippy::module_inception, reason = "the room and its one type share a name")]
mod history;
mod journal;
mod mishap;

pub use branch::{Branch, BranchId};
pub use checkpoints::Checkpoints;
pub use history::{History, Progress};
pub use journal::{Author, JournalEntry, ScriptEntry, StoryEvent};
pub use mishap::{Mishap, MishapKind};
