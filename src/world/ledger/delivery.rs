//! What one group was handed of one partition.

use super::Intervals;
use crate::base::{Duration, Instant, Offset};

/// What one group was handed of one partition.
#[derive(Clone, Debug, Default)]
pub struct DeliveryTally {
    /// Offsets handed over.
    pub offsets: Intervals,
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

    /// Books a reset from one offset to a later one.
    pub(super) fn skipped(&mut self, from: Offset, to: Offset) {
        if to > from {
            self.skipped += (to.0 - from.0) as u64 - self.offsets.count_within(from, to);
        }
    }
}
