//! Writing: `UnifiedLog.appendAsLeader` and `appendAsFollower`, with what
//! `LogValidator` checks first.
//!
//! A batch is copied once, when the leader gives it its offset; followers write
//! the leader's very bytes.

use super::event::{AppendError, Appended, LogEvents};
use super::log::{PartitionLog, State};
use super::segment::{Incoming, Segment};
use crate::base::{EpochMillis, Instant, LeaderEpoch, Offset, ProducerId, Sabotage};
use crate::protocol::{ErrorCode, RecordBatch};
use crate::story::DeleteReason;

impl PartitionLog {
    /// Writes a producer's batch at the log end. A batch that repeats one of the
    /// producer's last five is not written again; its old offset is the answer.
    ///
    /// # Errors
    /// `CORRUPT_MESSAGE`, `INVALID_RECORD`, `MESSAGE_TOO_LARGE`, `RECORD_LIST_TOO_LARGE`,
    /// `INVALID_PRODUCER_EPOCH`, `OUT_OF_ORDER_SEQUENCE_NUMBER`.
    pub fn append_as_leader(
        &mut self,
        batch: &RecordBatch,
        epoch: LeaderEpoch,
        now: Instant,
        out: &mut LogEvents,
    ) -> Result<Appended, AppendError> {
        self.state.check_batch(batch)?;
        if batch.header().producer != ProducerId::NONE
            && let Some(duplicate) = self.state.check_producer(batch)?
        {
            return Ok(duplicate);
        }
        Ok(self.state_mut().append_placed(batch, epoch, now, out))
    }

    /// Writes a coordinator's batch at the log end: nothing is asked of its producer.
    ///
    /// # Errors
    /// `CORRUPT_MESSAGE`, `INVALID_RECORD`, `MESSAGE_TOO_LARGE`, `RECORD_LIST_TOO_LARGE`.
    pub fn append_unchecked_as_leader(
        &mut self,
        batch: &RecordBatch,
        epoch: LeaderEpoch,
        now: Instant,
        out: &mut LogEvents,
    ) -> Result<Appended, AppendError> {
        self.state.check_batch(batch)?;
        Ok(self.state_mut().append_placed(batch, epoch, now, out))
    }

    /// Writes a leader's batch as it is. Offsets may leave gaps, never go back.
    ///
    /// # Errors
    /// `CORRUPT_MESSAGE` when the bytes are damaged or lie below the log end.
    pub fn append_as_follower(
        &mut self,
        batch: &RecordBatch,
        now: Instant,
        out: &mut LogEvents,
    ) -> Result<(), AppendError> {
        let log_end = self.state.log_end;
        if !batch.is_intact() || batch.last_offset() < log_end {
            return Err(ErrorCode::CorruptMessage.into());
        }
        if batch.base_offset() < log_end {
            // The leader's log start lies within this batch (DeleteRecords), and so
            // does the start of this empty log: it begins where the batch does.
            if log_end != self.state.log_start {
                return Err(ErrorCode::CorruptMessage.into());
            }
            self.state_mut().start_at(batch.base_offset(), out);
        }
        let state = self.state_mut();
        state.now = state.now.max(now);
        state.write(batch.clone(), out);
        Ok(())
    }
}

impl State {
    /// What is asked of every batch a leader takes.
    fn check_batch(&self, batch: &RecordBatch) -> Result<(), ErrorCode> {
        let (header, size_bytes) = (batch.header(), batch.size_bytes() as i64);
        if !batch.is_intact() {
            return Err(ErrorCode::CorruptMessage);
        }
        if header.record_count < 1 || header.record_count != header.last_offset_delta + 1 {
            return Err(ErrorCode::InvalidRecord);
        }
        if self.compacts {
            let records = batch.records().map_err(|_| ErrorCode::CorruptMessage)?;
            if records.iter().any(|record| record.key.is_none()) {
                return Err(ErrorCode::InvalidRecord);
            }
        }
        if size_bytes > self.config.max_message_bytes {
            return Err(ErrorCode::MessageTooLarge);
        }
        if size_bytes > self.config.segment_bytes {
            return Err(ErrorCode::RecordListTooLarge);
        }
        Ok(())
    }

    /// `analyzeAndValidateProducerState`: the duplicate first, then epoch and sequence.
    fn check_producer(&self, batch: &RecordBatch) -> Result<Option<Appended>, ErrorCode> {
        if let Some(known) = self.producers.duplicate_of(batch) {
            let base_offset = match self.sabotage {
                Sabotage::NoDuplicateCheck => return Ok(None),
                Sabotage::DuplicateGetsNewOffset => self.log_end,
                _ => known.base_offset,
            };
            let last_offset = base_offset.plus(known.last_offset.0 - known.base_offset.0);
            let log_append_time = if self.stamps() { known.timestamp } else { EpochMillis(-1) };
            return Ok(Some(Appended { base_offset, last_offset, log_append_time, duplicate: true }));
        }
        if self.sabotage == Sabotage::NoProducerFencing && self.producers.check_epoch(batch).is_err() {
            return Ok(None);
        }
        self.producers.check_epoch(batch)?;
        if self.sabotage != Sabotage::NoSequenceCheck {
            self.producers.check_sequence(batch)?;
        }
        Ok(None)
    }

    /// Whether records carry the broker's time.
    fn stamps(&self) -> bool {
        &*self.config.message_timestamp_type == "LogAppendTime"
    }

    fn append_placed(
        &mut self,
        batch: &RecordBatch,
        epoch: LeaderEpoch,
        now: Instant,
        out: &mut LogEvents,
    ) -> Appended {
        self.now = self.now.max(now);
        let base_offset = self.log_end;
        let odd = base_offset.0 % 2 == 1;
        let stamped_epoch = match self.sabotage {
            Sabotage::EpochStampedBackwards if odd => LeaderEpoch(epoch.0 - 1),
            _ => epoch,
        };
        let mut log_append_time = EpochMillis(-1);
        let placed = if self.stamps() {
            log_append_time = now.on_calendar(self.calendar);
            batch.stamped(log_append_time).placed(base_offset, stamped_epoch)
        } else {
            batch.placed(base_offset, stamped_epoch)
        };
        let last_offset = placed.last_offset();
        self.write(placed, out);
        Appended { base_offset, last_offset, log_append_time, duplicate: false }
    }

    /// Rolls if need be, and writes a batch that has its offsets.
    fn write(&mut self, batch: RecordBatch, out: &mut LogEvents) {
        let header = batch.header();
        let incoming = Incoming {
            size_bytes: batch.size_bytes(),
            max_timestamp: header.max_timestamp,
            last_offset: batch.last_offset(),
            now: self.now,
        };
        if let Some(by_time) = self.active.should_roll(&self.config, incoming) {
            self.roll(by_time, out);
        }
        self.epochs.assign(header.leader_epoch, header.base_offset);
        self.producers.update(&batch);
        self.size_bytes += batch.size_bytes();
        self.log_end = batch.next_offset();
        self.write_calls += 1;
        self.active.append(batch, self.config.index_interval_bytes);
        if self.log_end.0 - self.recovery_point.0 >= self.config.flush_messages {
            self.flush();
        }
    }

    /// An empty log whose end lies within the batch to come restarts at that batch.
    fn start_at(&mut self, base_offset: Offset, out: &mut LogEvents) {
        for segment in std::mem::take(&mut self.sealed).iter() {
            self.remove(segment.clone(), DeleteReason::Truncated, out);
        }
        self.size_bytes = 0;
        self.active = Segment::new(base_offset, self.now);
        self.log_end = base_offset;
        self.recovery_point = base_offset;
    }
}
