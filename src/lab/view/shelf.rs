//! What can be opened, and what is open: library, recent files, scenario, problems.

use super::Words;
use crate::base::{Instant, Text};

/// The idea a library card's small picture shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Picture {
    /// Brokers side by side.
    #[default]
    Cluster,
    /// Keys that go to partitions.
    Partitioning,
    /// A lag that grows and shrinks.
    Lag,
    /// Segments that disappear.
    Retention,
    /// Partitions that move between members.
    Rebalance,
    /// A leader and its followers.
    Replication,
    /// A broker that falls.
    Failure,
    /// A receipt, and what it is worth.
    Acks,
}

/// A scenario of the library.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LibraryEntry {
    /// The id that opens it.
    pub id: Text,
    /// Its title.
    pub title: Words,
    /// Its goal, one sentence.
    pub goal: Words,
    /// The TP it belongs to (`TP1`…); empty: none.
    pub tp: Text,
    /// How long it takes in class, in minutes.
    pub minutes: u32,
    /// 1 (first steps) to 5.
    pub level: u8,
    /// Its small picture.
    pub picture: Picture,
    /// Scenarios to have seen before, by id.
    pub needs: Vec<Text>,
    /// Whether it can be shown.
    pub is_demo: bool,
    /// How many steps its exercise has; 0: none.
    pub steps: u32,
    /// Steps behind the student of this machine, when the exercise was begun.
    pub done: Option<u32>,
    /// Not of the core of its TP: bonus or homework.
    pub is_bonus: bool,
}

/// A file opened lately.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecentFile {
    /// Its path, to show and to open.
    pub path: Text,
    /// Whether it is still there.
    pub exists: bool,
}

/// The scenario that is open.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ScenarioView {
    /// Its id.
    pub id: Text,
    /// Its title.
    pub title: Words,
    /// Its goal, one sentence.
    pub goal: Words,
    /// The TP it belongs to; empty: none.
    pub tp: Text,
    /// The file it came from, when it is one.
    pub file: Option<Text>,
    /// How many times its file was read again since it was opened.
    pub reloads: u32,
    /// What the cluster imitates, in two or three words (`Kafka 4 · KRaft · classic groups`).
    pub semantics: Words,
    /// Moments with a name, in order of time.
    pub marks: Vec<MarkView>,
    /// The questions of its exercise, for a presenter; empty while a student works.
    pub questions: Vec<super::QuestionView>,
}

/// A moment with a name, a caption or notes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MarkView {
    /// When.
    pub at: Instant,
    /// Its name in the file; empty: only a caption.
    pub name: Text,
    /// What the room reads from then on.
    pub caption: Words,
    /// What the speaker reads.
    pub notes: Words,
}

/// Something wrong, with its place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problem {
    /// A mistake stops; a warning does not.
    pub is_error: bool,
    /// What is wrong.
    pub message: Words,
    /// What to do about it; may be empty.
    pub help: Words,
    /// Line and column in the file, from 1.
    pub place: Option<(u32, u32)>,
    /// The line of the file; empty: unknown.
    pub excerpt: Text,
}
