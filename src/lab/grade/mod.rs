//! Marking a class: sessions done again against the teacher's key, a sheet of
//! marks, a report per student. Bytes in, bytes out: files are the caller's.

mod class;
mod key;
mod mark;
mod moment;
mod page;
mod paper;
mod report;
mod roster;
mod sheet;

pub use class::{Class, Explained, Held};
pub use key::Key;
pub use mark::{Marked, Marking, mark};
pub use moment::moment_view;
pub use page::{Block, html, markdown};
pub use paper::{Paper, Points, StepMark, Verdict};
pub use report::{belief_words, class_page, explained, report};
pub use roster::{Enrolled, RosterError, read_roster, same_number};
pub use sheet::sheet;
