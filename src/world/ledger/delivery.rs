//! What one group was handed of one partition.

use super::Intervals;
use crate::base::{Duration, Instant, Offset};

/// What one group was handed of one partition.
#[derive(Clone, Debug, Default)]
pub struct DeliveryTally {
    /// Offsets handed over.
    pub offsets: Intervals,
    /// Offsets whose records the application has dealt with.
    pub processed: Intervals,
    /// Of these, those it noted with their effect, not to repeat it.
    noted: Intervals,
    /// Records handed over, repeats included.
    pub delivered: u64,
    /// Records handed over again.
    pub duplicates: u64,
    /// Records jumped over by an offset reset.
    pub skipped: u64,
    /// When records were last handed over.
    pub last_at: Option<Instant>,
    /// The longest pause between two deliveries so far.
    pub longest_silence: Duration,
}

impl DeliveryTally {
    /// Books a delivery; returns how many of its records had been delivered before.
    pub(super) fn delivered(&mut self, now: Instant, from: Offset, to: Offset) -> u64 {
        let again = self.offsets.add(from, to);
        self.delivered += (to.0 - from.0).max(0) as u64;
        self.duplicates += again;
        if let Some(last) = self.last_at {
            self.longest_silence = self.longest_silence.max(now.since(last));
        }
        self.last_at = Some(now);
        again
    }

    /// Books records as dealt with; returns how many effects they had outside.
    pub(super) fn processed(&mut self, from: Offset, to: Offset, once: bool) -> u64 {
        self.processed.add(from, to);
        let known = if once { self.noted.add(from, to) } else { 0 };
        (to.0 - from.0).max(0) as u64 - known
    }

    /// Books a record as dealt with without any effect.
    pub(super) fn put_aside(&mut self, offset: Offset) {
        self.processed.add(offset, offset.next());
    }

    /// Records below `committed` that were handed over and never dealt with.
    #[must_use]
    pub fn missed(&self, committed: Offset) -> u64 {
        let below = |offsets: &Intervals| offsets.count_within(Offset::ZERO, committed);
        below(&self.offsets).saturating_sub(below(&self.processed))
    }

    /// Books a reset from one offset to a later one.
    pub(super) fn skipped(&mut self, from: Offset, to: Offset) {
        if to > from {
            self.skipped += (to.0 - from.0) as u64 - self.offsets.count_within(from, to);
        }
    }
}
