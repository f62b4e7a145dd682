//! The teacher's own scenarios: what sessions are marked against.

use crate::base::Text;
use crate::scenario::play::{Play, Record, source_hash};
use crate::scenario::{Problem, Scenario, pack};
use std::sync::Arc;

/// A scenario of the key, with both files it can have been played from.
#[derive(Debug)]
pub(super) struct KeyFile {
    pub(super) id: Text,
    /// The teacher's own bytes, and their hash.
    own: (Arc<[u8]>, Text),
    /// The students' copy, and its hash.
    copy: (Arc<[u8]>, Text),
}

/// Every scenario of the key.
#[derive(Debug, Default)]
pub struct Key {
    files: Vec<KeyFile>,
}

impl Key {
    /// Takes a scenario in.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn add(&mut self, name: &str, bytes: &[u8]) -> Result<(), Vec<Problem>> {
        let scenario = Scenario::parse(name, bytes)?;
        let packed = pack(name, bytes)?;
        let copy_hash = source_hash(&packed.bytes).into();
        self.files.push(KeyFile {
            id: scenario.id.clone(),
            own: (bytes.into(), source_hash(bytes).into()),
            copy: (packed.bytes.into(), copy_hash),
        });
        Ok(())
    }

    /// Whether nothing could be taken in.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The scenario of this name.
    pub(super) fn file(&self, id: &str) -> Option<&KeyFile> {
        self.files.iter().find(|file| &*file.id == id)
    }

    /// A session done again, when it can be. For pictures of its moments.
    #[must_use]
    pub fn replayed(&self, bytes: &[u8]) -> Option<Play> {
        let record = crate::lab::exercise::read_record(bytes).ok()?;
        let played = self.file(&record.scenario)?.played(&record)?;
        Play::replay(&played, &record).ok()
    }
}

impl KeyFile {
    /// The scenario as this student had it, with the answers.
    pub(super) fn answers(&self, record: &Record) -> Option<Scenario> {
        Scenario::parse_for(&self.id, &self.own.0, number(record)).ok()
    }

    /// The scenario as it was played: the teacher's own file or the students' copy.
    /// `None`: it was played from another text.
    pub(super) fn played(&self, record: &Record) -> Option<Scenario> {
        let (bytes, _) = [&self.own, &self.copy].into_iter().find(|(_, hash)| *hash == record.source_hash)?;
        Scenario::parse_for(&self.id, bytes, number(record)).ok()
    }
}

/// The student number, which draws the student's own variant.
fn number(record: &Record) -> Option<&str> {
    Some(&*record.student.number).filter(|number| !number.is_empty())
}
