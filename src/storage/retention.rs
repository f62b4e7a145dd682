//! Which segments go: `UnifiedLog.deleteOldSegments`. By log start, then by
//! size, then by time; whole segments from the oldest on, and nothing above the
//! high watermark. When even the active segment must go, an empty one is rolled
//! first.

use super::event::LogEvents;
use super::log::{PartitionLog, State};
use super::segment::Segment;
use crate::base::{Instant, Offset, Sabotage};
use crate::story::DeleteReason;
use std::sync::Arc;

impl PartitionLog {
    /// One retention check. Also deletes the files of segments removed
    /// `file.delete.delay.ms` ago.
    pub fn apply_retention(&mut self, now: Instant, out: &mut LogEvents) {
        let state = self.state_mut();
        state.now = state.now.max(now);
        state.purge_deleted();
        state.delete_below_log_start(out);
        // `compact` alone keeps the rest for the cleaner.
        if state.deletes {
            state.delete_by_size(out);
            state.delete_by_time(out);
        }
    }
}

impl State {
    fn delete_below_log_start(&mut self, out: &mut LogEvents) {
        let log_start = self.log_start;
        let count = self.deletable(|_, next_base| next_base.is_some_and(|base| base <= log_start));
        self.delete_oldest(count, DeleteReason::LogStart, out);
    }

    fn delete_by_size(&mut self, out: &mut LogEvents) {
        let size_bytes = self.size_bytes as i64;
        let limit = self.config.retention_bytes;
        if limit < 0 || size_bytes < limit {
            return;
        }
        let mut excess = size_bytes - limit;
        let count = self.deletable(|segment, _| {
            let fits = excess - segment.size_bytes() as i64 >= 0;
            excess -= segment.size_bytes() as i64;
            fits
        });
        self.delete_oldest(count, DeleteReason::Size, out);
    }

    fn delete_by_time(&mut self, out: &mut LogEvents) {
        let limit = self.config.retention_ms;
        if limit < 0 {
            return;
        }
        let (now_ms, calendar) = (self.now.on_calendar(self.calendar).0, self.calendar);
        let count = self.deletable(|segment, _| now_ms - segment.largest_timestamp(calendar).0 > limit);
        self.delete_oldest(count, DeleteReason::Time, out);
    }

    /// How many of the oldest segments may go: those that `wanted` takes (a segment
    /// and the base offset of the next one), up to the first that must stay.
    fn deletable(&self, mut wanted: impl FnMut(&Segment, Option<Offset>) -> bool) -> usize {
        let mut segments = self.segments().peekable();
        let mut count = 0;
        while let Some(segment) = segments.next() {
            let next_base = segments.peek().map(|next| next.base_offset);
            let upper_bound = next_base.unwrap_or(self.log_end);
            let committed = self.high_watermark >= upper_bound
                || self.sabotage == Sabotage::RetentionIgnoresHighWatermark;
            let empty_last = next_base.is_none() && segment.is_empty();
            if !committed || empty_last || !wanted(segment, next_base) {
                break;
            }
            count += 1;
        }
        count
    }

    fn delete_oldest(&mut self, count: usize, reason: DeleteReason, out: &mut LogEvents) {
        if count == 0 {
            return;
        }
        if count > self.sealed.len() {
            // Even the active one: an empty segment takes its place first.
            self.roll(false, out);
        }
        let gone: Vec<Arc<Segment>> = Arc::make_mut(&mut self.sealed).drain(..count).collect();
        for segment in gone {
            self.remove(segment, reason, out);
        }
        let first = self.segments().next().map_or(self.log_end, |segment| segment.base_offset);
        if first > self.log_start {
            self.move_log_start(first, reason, out);
        }
    }
}
