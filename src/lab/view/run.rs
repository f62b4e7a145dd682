//! Time, pace, events and branches of the session.

use super::{Subject, Words};
use crate::base::{Address, Instant, Text, TopicPartition};

/// How the session is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// The file's timeline plays.
    #[default]
    Demo,
    /// A student works through the file's steps.
    Exercise,
    /// Anything goes; autosaved.
    Sandbox,
}

/// Where time is and how it goes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RunView {
    /// Number of this session: another one after each open or reload.
    pub session: u64,
    /// How the session is used.
    pub mode: Mode,
    /// The instant looked at.
    pub now: Instant,
    /// As far as this branch was ever simulated.
    pub head: Instant,
    /// Where the scenario ends by itself.
    pub end: Instant,
    /// Whether time runs.
    pub is_playing: bool,
    /// Wished speed in thousandths of real time: 1000 is real time.
    pub speed_permille: u32,
    /// Reached speed in thousandths, when the machine can't keep the wished one.
    pub lagging_permille: Option<u32>,
    /// Digest of all that happened up to now.
    pub digest: u64,
    /// Events delivered up to now.
    pub steps: u64,
    /// The next event worth a look, when it is known.
    pub next: Option<NextEvent>,
    /// Whether there is something to undo.
    pub can_undo: bool,
    /// Whether there is something to redo.
    pub can_redo: bool,
    /// The branch looked at.
    pub branch: u32,
}

/// What happens next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NextEvent {
    /// When.
    pub at: Instant,
    /// What, in a few words.
    pub label: Words,
}

/// A row of the timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lane {
    /// Crashes, cuts, full disks, and their end.
    Faults,
    /// Elections.
    Leaders,
    /// In-sync sets.
    InSync,
    /// Generations and rebalances.
    Groups,
    /// Segments and log starts.
    Retention,
}

impl Lane {
    /// All rows, top to bottom.
    pub const ALL: [Self; 5] = [Self::Faults, Self::Leaders, Self::InSync, Self::Groups, Self::Retention];
}

/// What an event means to the eye.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tone {
    /// Nothing special.
    #[default]
    Plain,
    /// Somebody leads.
    Leader,
    /// All is well again.
    InSync,
    /// Somebody waits or lags.
    Waiting,
    /// Something broke.
    Fault,
    /// A group moved.
    Group,
}

/// An event of the story, as a sentence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoryEvent {
    /// When.
    pub at: Instant,
    /// The kind's name, to filter by (`LeaderChanged`).
    pub kind: Text,
    /// Its row of the timeline, if it has one.
    pub lane: Option<Lane>,
    /// What it means to the eye.
    pub tone: Tone,
    /// Whom it is about, the first one first.
    pub subjects: Vec<Subject>,
    /// What happened.
    pub sentence: Words,
    /// Why; may be empty.
    pub why: Words,
}

/// A mark in a row of the timeline.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LaneMark {
    /// When it happened or began.
    pub at: Instant,
    /// When it ended, for what lasts.
    pub until: Option<Instant>,
    /// A few words (`orders-1 → 3`).
    pub label: Words,
    /// What it means to the eye.
    pub tone: Tone,
    /// Its event, by index in [`super::View::events`].
    pub event: usize,
}

/// A branch of time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BranchView {
    /// Its number; 0 is the first one.
    pub id: u32,
    /// Its name, for people.
    pub name: Words,
    /// The branch it left, and when.
    pub parent: Option<(u32, Instant)>,
    /// As far as it was simulated.
    pub head: Instant,
}

/// A message on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageView {
    /// Its number in this session.
    pub id: u64,
    /// Who sent it.
    pub from: Address,
    /// Who will get it.
    pub to: Address,
    /// Kafka's name of the API.
    pub api: Text,
    /// Request or response.
    pub is_response: bool,
    /// When it left.
    pub sent_at: Instant,
    /// When it arrives.
    pub arrives_at: Instant,
    /// The partition it is about, when it is about one.
    pub partition: Option<TopicPartition>,
    /// A few technical words (`Fetch orders-1 @41`).
    pub label: Text,
    /// Which edge of the map it uses.
    pub flow: super::Flow,
}
