//! The library as the first page shows it: the shipped scenarios, and how far the
//! student of this machine is with each.

use super::about::words;
use super::view::{LibraryEntry, Picture};
use crate::base::Text;
use crate::scenario::Scenario;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

/// The cards, with the steps that are behind the student.
#[derive(Debug)]
pub(super) struct Shelf {
    entries: Arc<Vec<LibraryEntry>>,
}

impl Default for Shelf {
    fn default() -> Self {
        Self { entries: shipped() }
    }
}

impl Shelf {
    pub(super) fn entries(&self) -> Arc<Vec<LibraryEntry>> {
        self.entries.clone()
    }

    /// Takes note of the steps done, by scenario.
    pub(super) fn set_progress(&mut self, done: &BTreeMap<Text, u32>) {
        for entry in Arc::make_mut(&mut self.entries) {
            entry.done = done.get(&entry.id).map(|done| (*done).min(entry.steps));
        }
    }
}

/// The shipped scenarios as cards, in the order of the course.
fn shipped() -> Arc<Vec<LibraryEntry>> {
    static LIBRARY: LazyLock<Arc<Vec<LibraryEntry>>> = LazyLock::new(|| {
        let entries = crate::scenario::library().iter().filter_map(|shipped| {
            // A shipped file parses: the tests hold every one to it.
            let scenario = Scenario::parse(shipped.id, shipped.bytes).ok()?;
            Some(LibraryEntry {
                id: shipped.id.into(),
                title: words(&scenario.title),
                goal: words(&scenario.goal),
                tp: scenario.tp.clone().unwrap_or_default(),
                minutes: scenario.minutes,
                level: u8::try_from(scenario.level).unwrap_or(u8::MAX),
                picture: picture_of(shipped.id),
                needs: scenario.needs.clone(),
                is_demo: scenario.uses.contains(&crate::scenario::Use::Demo),
                steps: u32::try_from(scenario.steps.len()).unwrap_or(u32::MAX),
                done: None,
                is_bonus: scenario.tags.iter().any(|tag| &**tag == "bonus"),
            })
        });
        let mut entries: Vec<LibraryEntry> = entries.collect();
        // What belongs to no TP comes last.
        entries.sort_by(|one, other| {
            let place = |entry: &LibraryEntry| (entry.tp.is_empty(), entry.tp.clone(), entry.id.clone());
            place(one).cmp(&place(other))
        });
        Arc::new(entries)
    });
    LIBRARY.clone()
}

fn picture_of(id: &str) -> Picture {
    match id.split('-').next() {
        Some("04") => Picture::Partitioning,
        Some("06" | "09") => Picture::Lag,
        Some("07") => Picture::Retention,
        Some("05" | "08") => Picture::Rebalance,
        Some("10") => Picture::Replication,
        Some("11" | "13" | "14") => Picture::Failure,
        Some("12" | "16") => Picture::Acks,
        _ => Picture::Cluster,
    }
}
