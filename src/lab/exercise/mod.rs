//! A student's exercise in a class session: the engine that plays it is
//! `scenario::play`; here it gets its cards, its words, its locks and its pace.

mod attempts;
mod card;
mod file;
mod hide;
mod lessons;
mod mask;
mod view;
mod words;

pub use file::progress_of;
pub(super) use file::read_record;
pub(super) use words::said;

pub(super) use file::is_one;
pub(super) use file::write;
pub(super) use hide::{hide_faults, hides_faults};
pub(super) use lessons::refusal;
pub(super) use mask::mask;
pub(super) use view::{locks, view};

use super::view::{ReceiptView, Student};
use crate::base::Text;
use attempts::Attempts;

/// An exercise under way and its student: what its files are named after.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Desk {
    /// What tells the exercise from all others, for the name of the file it is kept in.
    pub exercise: Text,
    /// The scenario's id.
    pub scenario: Text,
    /// The scenario's TP; may be empty.
    pub tp: Text,
    /// Who works.
    pub student: Student,
}

/// What the window has said beside the play itself: nothing of it is marked.
#[derive(Debug, Default)]
pub(super) struct Exercise {
    /// Who worked last on this machine.
    pub(super) known: Student,
    /// The folder that gets a copy.
    pub(super) folder: Text,
    /// The card that is looked at; `None`: the present step's.
    shown: Option<usize>,
    is_ready: bool,
    is_teacher: bool,
    receipt: Option<ReceiptView>,
    /// The step whose deciding instant is looked at.
    looking: Option<usize>,
    /// Failures so far when the last hint was given, by step.
    hinted_at: Option<(usize, u32)>,
    attempts: Attempts,
    /// Changes with everything worth keeping.
    pub(super) version: u64,
}
