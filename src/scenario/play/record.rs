//! What is kept of an exercise: every deed with its place, each entry chained to
//! the one before. Plain data; it says nothing of files.

use super::{Answer, Rating, Student};
use crate::base::{Instant, Text};
use crate::scenario::action::Verb;
use crate::scenario::model::Deed as Planned;
use crate::story::Action;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};

/// The number of this format.
pub const RECORD_FORMAT: u32 = 1;
/// Most entries of a record.
pub const MOST_ENTRIES: usize = 20_000;
/// Longest text a student may write, in bytes.
pub(super) const LONGEST_TEXT: usize = 20_000;

/// A place in the run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// The branch.
    pub branch: u32,
    /// Events before it.
    pub events: u64,
    /// The world's clock.
    pub at: Instant,
}

/// Something the student (or the lab for the student) did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Deed {
    /// Nothing: it tells how far time had run here.
    Here,
    /// An action on the cluster or its clients.
    Act(Action),
    /// A name for this instant.
    Mark(Text),
    /// A new branch begins here.
    Fork,
    /// On with another branch, at its head.
    Switch(u32),
    /// Back to a mark (or to where a step began, by its id).
    Rewind(Text),
    /// An answer.
    Answer {
        /// The step.
        step: usize,
        /// What was said.
        answer: Answer,
    },
    /// How the own explanation compares with the model.
    Rate {
        /// The step.
        step: usize,
        /// How.
        rating: Rating,
    },
    /// What the student keeps of a step.
    Keep {
        /// The step.
        step: usize,
        /// In own words.
        text: Text,
    },
    /// The next hint of the present step.
    Hint,
    /// On to the next step.
    Next,
    /// Back to where the present step began.
    Restart,
    /// A teacher passes over the present step: what it would have done is done.
    Skip,
    /// A dictated code: on to its checkpoint, everything before it done.
    CatchUp {
        /// The code.
        code: Text,
    },
    /// The work is handed in.
    HandIn,
}

impl Deed {
    /// What a verb of a solution is; `None` for `Pause`, which only waits.
    #[must_use]
    pub fn of(verb: &Verb) -> Option<Self> {
        Some(match verb.deed()? {
            Planned::World(action) => Self::Act(action),
            Planned::Mark(name) => Self::Mark(name),
            Planned::Rewind(mark) => Self::Rewind(mark),
            Planned::Branch(_) => Self::Fork,
            Planned::Pause => return None,
        })
    }
}

/// One deed, where it was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Where.
    pub place: Place,
    /// What.
    pub deed: Deed,
    /// The world's digest there, before the deed.
    pub digest: u64,
    /// SHA-256 of the link before it and of this entry.
    #[serde(serialize_with = "write_hex", deserialize_with = "read_hex")]
    pub link: [u8; 32],
}

impl Entry {
    /// The entry that follows `link`.
    #[must_use]
    pub fn after(link: [u8; 32], place: Place, deed: Deed, digest: u64) -> Self {
        let own = Self::own_link(link, place, &deed, digest);
        Self { place, deed, digest, link: own }
    }

    /// Whether it follows `link` unchanged.
    #[must_use]
    pub fn follows(&self, link: [u8; 32]) -> bool {
        self.link == Self::own_link(link, self.place, &self.deed, self.digest)
    }

    fn own_link(link: [u8; 32], place: Place, deed: &Deed, digest: u64) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(link);
        // Plain data of ours: it can always be written, and always the same.
        hash.update(serde_json::to_vec(&(place, deed, digest)).unwrap_or_default());
        hash.finalize().into()
    }
}

/// Everything that was done, by whom, and in which file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// The number of its format.
    pub format: u32,
    /// The version of the program that began it.
    pub app: Text,
    /// The scenario's id.
    pub scenario: Text,
    /// SHA-256 of the file that was played, in hexadecimal.
    pub source_hash: Text,
    /// SHA-256 of the file that this one was packed from.
    #[serde(default)]
    pub packed_from: Option<Text>,
    /// Who worked.
    pub student: Student,
    /// The cluster's seed, the student's own if the file has variants.
    pub seed: u64,
    /// The text of the file that was played.
    pub source: Text,
    /// Every deed, in order.
    pub entries: Vec<Entry>,
}

impl Record {
    /// What the first entry follows: everything but the entries.
    #[must_use]
    pub fn genesis(&self) -> [u8; 32] {
        let head = (
            (self.format, &self.app, &self.scenario, &self.source_hash),
            (&self.packed_from, &self.student, self.seed),
        );
        let mut hash = Sha256::new();
        hash.update(b"brokerscope record\0");
        hash.update(serde_json::to_vec(&head).unwrap_or_default());
        hash.finalize().into()
    }

    /// The first entry that does not follow the one before, if there is one.
    #[must_use]
    pub fn broken_link(&self) -> Option<usize> {
        let mut link = self.genesis();
        self.entries.iter().position(|entry| !entry.follows(std::mem::replace(&mut link, entry.link)))
    }

    /// The last link: a fingerprint of the whole work.
    #[must_use]
    pub fn seal(&self) -> [u8; 32] {
        self.entries.last().map_or_else(|| self.genesis(), |entry| entry.link)
    }
}

fn write_hex<S: Serializer>(bytes: &[u8; 32], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&super::codes::hex(bytes))
}

fn read_hex<'de, D: Deserializer<'de>>(deserializer: D) -> Result<[u8; 32], D::Error> {
    let text = Text::deserialize(deserializer)?;
    let bytes = super::codes::from_hex(&text).and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
    bytes.ok_or_else(|| serde::de::Error::custom("64 hexadecimal digits expected"))
}
