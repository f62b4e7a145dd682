//! Cutting a log at either end: `truncateTo` and `truncateFullyAndStartAt` for
//! a follower, `maybeIncrementLogStartOffset` for DeleteRecords.

use super::event::{LogEvent, LogEvents};
use super::log::{PartitionLog, State};
use super::segment::Segment;
use crate::base::{Offset, Sabotage};
use crate::protocol::ErrorCode;
use crate::story::DeleteReason;
use std::sync::Arc;

impl PartitionLog {
    /// Removes every batch that reaches `to` or beyond; at or past the log end, only an
    /// epoch without batches. Producer state and leader epochs become those of what is left.
    pub fn truncate_to(&mut self, to: Offset, out: &mut LogEvents) {
        let state = &self.state;
        if state.sabotage == Sabotage::TruncationIgnored {
            return;
        }
        if to >= state.log_end {
            // A leader that wrote nothing left an epoch at its log end: others know
            // nothing of it, and would ask for this truncation again and again.
            let log_end = state.log_end;
            self.state_mut().epochs.truncate_from_end(log_end);
            return;
        }
        if state.segments().next().is_some_and(|first| first.base_offset > to) {
            self.truncate_fully_to(to, out);
            return;
        }
        let state = self.state_mut();
        let from = state.log_end;
        state.cut_segments(to, out);
        // A batch that `to` lies within goes whole. Below the log start that leaves
        // a hole nobody can read.
        state.log_end = state.active.next_offset().max(to.min(state.log_start));
        state.after_cut();
        self.rebuild_producers();
        out.push(LogEvent::Truncated { from, to: self.state.log_end });
    }

    /// Removes everything; the log goes on, empty, from `to`.
    pub fn truncate_fully_to(&mut self, to: Offset, out: &mut LogEvents) {
        let state = self.state_mut();
        let from = state.log_end;
        for segment in std::mem::take(&mut state.sealed).iter() {
            state.remove(Arc::clone(segment), DeleteReason::Truncated, out);
        }
        let last = std::mem::replace(&mut state.active, Segment::new(to, state.now));
        if !last.is_empty() {
            state.remove(Arc::new(last), DeleteReason::Truncated, out);
        }
        state.log_end = to;
        state.log_start = to;
        state.high_watermark = to;
        state.checkpointed_high_watermark = to;
        state.recovery_point = to;
        state.epochs.clear();
        state.producers.clear();
        out.push(LogEvent::Truncated { from, to });
    }

    /// Moves the first readable offset up. Segments below it go at the next
    /// [`PartitionLog::apply_retention`].
    ///
    /// # Errors
    /// `OFFSET_OUT_OF_RANGE` above the high watermark.
    pub fn advance_log_start(
        &mut self,
        to: Offset,
        reason: DeleteReason,
        out: &mut LogEvents,
    ) -> Result<(), ErrorCode> {
        if to > self.state.high_watermark {
            return Err(ErrorCode::OffsetOutOfRange);
        }
        let back = self.state.sabotage == Sabotage::LogStartMayGoBack && to < self.state.log_start;
        if to > self.state.log_start || back {
            self.state_mut().move_log_start(to, reason, out);
        }
        Ok(())
    }

    /// Producer state from the latest snapshot and the batches since.
    pub(super) fn rebuild_producers(&mut self) {
        let state = self.state_mut();
        let mut producers = std::mem::take(&mut state.producers);
        let from = producers.reload(state.log_start, state.log_end);
        self.batches(from).for_each(|batch| producers.update(&batch));
        self.state_mut().producers = producers;
    }
}

impl State {
    pub(super) fn move_log_start(&mut self, to: Offset, reason: DeleteReason, out: &mut LogEvents) {
        self.log_start = to;
        self.epochs.truncate_from_start(to);
        out.push(LogEvent::LogStartMoved { to, reason });
    }

    /// Removes the segments that start after `to`, and cuts the one it lies in,
    /// which becomes the active one.
    fn cut_segments(&mut self, to: Offset, out: &mut LogEvents) {
        while self.active.base_offset > to {
            let Some(previous) = Arc::make_mut(&mut self.sealed).pop() else { break };
            let last = std::mem::replace(&mut self.active, Arc::unwrap_or_clone(previous));
            self.remove(Arc::new(last), DeleteReason::Truncated, out);
        }
        self.size_bytes -= self.active.size_bytes();
        self.active.truncate(to);
        self.size_bytes += self.active.size_bytes();
    }

    /// Every other mark follows a log end that moved back.
    fn after_cut(&mut self) {
        let log_end = self.log_end;
        self.epochs.truncate_from_end(log_end);
        self.log_start = self.log_start.min(log_end);
        self.high_watermark = self.high_watermark.min(log_end);
        self.checkpointed_high_watermark = self.checkpointed_high_watermark.min(log_end);
        self.recovery_point = self.recovery_point.min(log_end);
    }
}
