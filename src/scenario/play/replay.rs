//! Does everything of a record again, and believes nothing of it that the engine
//! does not confirm.

use super::record::LONGEST_TEXT;
use super::time::MOST_EVENTS;
use super::{Entry, MOST_ENTRIES, NotAllowed, Place, Play, RECORD_FORMAT, Record, codes};
use crate::base::Instant;
use crate::scenario::model::Scenario;
use crate::world::BootError;

/// Looking at a place of the past costs so much, in events.
const SEEK_COST: u64 = 1_000;
/// Longest name or number of a student.
const LONGEST_NAME: usize = 200;
/// Longest file, as scenarios are.
const LONGEST_SOURCE: usize = 4 << 20;

/// No work goes on beyond: twice the longest scenario.
const LATEST: Instant = Instant(800 * 86_400 * 1_000_000);

/// Why a record can't be done again. `entry` counts from 0.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReplayError {
    /// It was written by a newer version.
    #[error("the record is of format {0}; this version reads {RECORD_FORMAT}")]
    Newer(u32),
    /// It belongs to another scenario.
    #[error("the record belongs to the scenario {0}")]
    OtherScenario(crate::base::Text),
    /// It was played in a file that is neither this one nor packed from it.
    #[error("the record was played in another version of the file")]
    OtherSource,
    /// It was played with another seed than the student's.
    #[error("the record was played with another seed")]
    OtherSeed,
    /// It is larger than any work of a class.
    #[error("the record is larger than any work of a class")]
    TooLarge,
    /// An entry was changed, taken out or put in.
    #[error("entry {entry} does not follow the one before")]
    BrokenChain {
        /// Which.
        entry: usize,
    },
    /// The run does not come to an entry's place.
    #[error("entry {entry}: the run does not come to this place")]
    WrongPlace {
        /// Which.
        entry: usize,
    },
    /// The world at an entry's place is another one.
    #[error("entry {entry}: the world here is another one")]
    WrongWorld {
        /// Which.
        entry: usize,
    },
    /// An entry's deed was not possible.
    #[error("entry {entry}: {why}")]
    Impossible {
        /// Which.
        entry: usize,
        /// Why.
        why: NotAllowed,
    },
    /// The cluster can't boot.
    #[error(transparent)]
    Boot(#[from] BootError),
}

impl ReplayError {
    /// The entry that stopped it, counted from 0.
    #[must_use]
    pub const fn entry(&self) -> Option<usize> {
        match self {
            Self::BrokenChain { entry }
            | Self::WrongPlace { entry }
            | Self::WrongWorld { entry }
            | Self::Impossible { entry, .. } => Some(*entry),
            _ => None,
        }
    }
}

impl Play {
    /// Does everything of `record` again. `scenario` was read with the number of the
    /// record's student ([`Scenario::parse_for`]): from the record's own source, to go
    /// on with it, or from the teacher's file, to mark it.
    ///
    /// # Errors
    /// The first thing that is not as the record says. Never panics, whatever it holds.
    pub fn replay(scenario: &Scenario, record: &Record) -> Result<Self, ReplayError> {
        check(scenario, record)?;
        let mut play = Self::new(scenario, record.source.as_bytes(), &record.student)?;
        play.app = record.app.clone();
        play.genesis = record.genesis();
        for (index, entry) in record.entries.iter().enumerate() {
            if !play.reach(entry.place) {
                let is_spent = play.spent > MOST_EVENTS;
                return Err(if is_spent {
                    ReplayError::TooLarge
                } else {
                    ReplayError::WrongPlace { entry: index }
                });
            }
            play.redo(index, entry)?;
        }
        Ok(play)
    }

    fn redo(&mut self, index: usize, entry: &Entry) -> Result<(), ReplayError> {
        let digest = self.world().digest().value();
        if digest != entry.digest {
            return Err(ReplayError::WrongWorld { entry: index });
        }
        self.carry_out_deed(&entry.deed).map_err(|why| ReplayError::Impossible { entry: index, why })?;
        self.entries.push(entry.clone());
        if !self.history.is_past() {
            self.told = self.head_place();
        }
        if self.spent > MOST_EVENTS {
            return Err(ReplayError::TooLarge);
        }
        Ok(())
    }

    /// Goes to a place as the student came there: by letting time run, or by looking back.
    fn reach(&mut self, place: Place) -> bool {
        if self.place() == place {
            return true;
        }
        if place.branch != self.history.branch().id.0 && !self.run_ahead() {
            return false;
        }
        if place.branch != self.history.branch().id.0 {
            // Time had gone on without the timeline: that was a new branch.
            let is_new = place.branch as usize == self.lines.len();
            if self.is_locked() || !is_new || !self.history.branch().follows_script {
                return false;
            }
            self.look_at_head();
            if !self.fork_here() {
                return false;
            }
        }
        let head = self.head_place();
        if place.events <= head.events && place.at <= head.at {
            self.spent += SEEK_COST;
            self.history.seek_place(place.events, place.at);
            return self.place() == place;
        }
        self.look_at_head();
        if place.events < head.events || place.at < head.at {
            return false;
        }
        self.run_to_place(place)
    }

    fn run_to_place(&mut self, place: Place) -> bool {
        loop {
            let before = (self.place(), self.stage);
            if before.0 == place {
                return true;
            }
            if self.spent > MOST_EVENTS || before.0.events > place.events || self.is_locked() {
                return false;
            }
            self.pace(place.at, Some(place.events), 100_000);
            if (self.place(), self.stage) == before {
                return false;
            }
        }
    }
}

/// What can be told without playing.
fn check(scenario: &Scenario, record: &Record) -> Result<(), ReplayError> {
    if record.format > RECORD_FORMAT {
        return Err(ReplayError::Newer(record.format));
    }
    let student = &record.student;
    let names = [&student.name, &student.number, &student.partner, &student.tp, &record.app];
    if record.entries.len() > MOST_ENTRIES
        || record.source.len() > LONGEST_SOURCE
        || names.iter().any(|name| name.len() > LONGEST_NAME.min(LONGEST_TEXT))
    {
        return Err(ReplayError::TooLarge);
    }
    // What can't be reached need not be tried.
    let is_far = |place: Place| place.events > MOST_EVENTS || place.at > LATEST;
    if record.entries.iter().any(|entry| is_far(entry.place)) {
        return Err(ReplayError::TooLarge);
    }
    if record.scenario != scenario.id {
        return Err(ReplayError::OtherScenario(record.scenario.clone()));
    }
    let own = codes::hex(&scenario.fingerprint.hash);
    let is_same = *record.source_hash == *own;
    let is_packed_from_it = record.packed_from.as_deref() == Some(own.as_str());
    if !is_same && !is_packed_from_it {
        return Err(ReplayError::OtherSource);
    }
    if record.seed != scenario.cluster.seed {
        return Err(ReplayError::OtherSeed);
    }
    match record.broken_link() {
        Some(entry) => Err(ReplayError::BrokenChain { entry }),
        None => Ok(()),
    }
}
