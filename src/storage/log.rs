//! One replica of a partition on disk.

use super::files::{LogFiles, Recovery};
use crate::base::{EpochMillis, Instant, LeaderEpoch, Offset, Sabotage};
use crate::config::TopicConfig;
use crate::protocol::{EpochEnd, ErrorCode, RecordBatch};
use crate::story::{DeleteReason, Ending};
use std::sync::Arc;

/// Something a log did on its own account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LogEvent {
    /// A new segment began.
    Rolled {
        /// Its first offset.
        base_offset: Offset,
        /// `segment.ms` had passed (else the segment was full).
        by_time: bool,
    },
    /// A segment was removed.
    SegmentDeleted {
        /// Its first offset.
        base_offset: Offset,
        /// The offset after its last record.
        next_offset: Offset,
        /// Its size.
        bytes: u64,
        /// Why.
        reason: DeleteReason,
    },
    /// The first readable offset moved.
    LogStartMoved {
        /// Where to.
        to: Offset,
        /// Why.
        reason: DeleteReason,
    },
    /// The tail was cut off.
    Truncated {
        /// The log end before.
        from: Offset,
        /// The log end now.
        to: Offset,
    },
}

/// What a log did, in order.
pub type LogEvents = Vec<LogEvent>;

/// Where a batch went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Appended {
    /// Offset of its first record.
    pub base_offset: Offset,
    /// Offset of its last record.
    pub last_offset: Offset,
    /// The broker's time, with `LogAppendTime`; else -1.
    pub log_append_time: EpochMillis,
    /// It was there already, and was not appended again.
    pub duplicate: bool,
}

/// Why a batch was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[error("{code}")]
pub struct AppendError {
    /// What the client is told.
    pub code: ErrorCode,
}

/// A segment as the window shows it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SegmentView {
    /// Its first offset.
    pub base_offset: Offset,
    /// The offset after its last record.
    pub next_offset: Offset,
    /// Size of its `.log` file.
    pub size_bytes: u64,
    /// Largest record time in it, -1 when it has none.
    pub largest_timestamp: EpochMillis,
    /// Whether it is the one being written.
    pub is_active: bool,
    /// How much of the `.log` file a power cut would spare.
    pub flushed_bytes: u64,
    /// Entries of its offset index.
    pub index_entries: usize,
    /// Entries of its time index.
    pub time_index_entries: usize,
    /// `00000000000000000042.log`.
    pub file_name: String,
}

/// One replica of a partition on disk. Clones share everything until written to.
#[derive(Clone, Debug)]
pub struct PartitionLog {
    config: Arc<TopicConfig>,
    batches: Vec<RecordBatch>,
    epochs: Vec<(LeaderEpoch, Offset)>,
    log_start: Offset,
    high_watermark: Offset,
    sabotage: Sabotage,
}

#[allow(missing_docs)]
impl PartitionLog {
    pub fn create(config: Arc<TopicConfig>, _now: Instant, _calendar: EpochMillis) -> Self {
        Self {
            config,
            batches: Vec::new(),
            epochs: Vec::new(),
            log_start: Offset::ZERO,
            high_watermark: Offset::ZERO,
            sabotage: Sabotage::None,
        }
    }
    pub fn recover(
        files: LogFiles,
        config: Arc<TopicConfig>,
        now: Instant,
        calendar: EpochMillis,
    ) -> (Self, Recovery) {
        let mut log = Self::create(config, now, calendar);
        for batch in files.batches {
            log.place(batch);
        }
        log.high_watermark = files.high_watermark;
        let recovery = Recovery { log_end: log.log_end(), lost_bytes: 0, was_clean: files.clean };
        (log, recovery)
    }
    pub fn into_files(self, how: Ending) -> LogFiles {
        LogFiles {
            batches: self.batches,
            high_watermark: self.high_watermark,
            clean: how == Ending::CleanStop,
        }
    }
    pub fn set_config(&mut self, config: Arc<TopicConfig>) {
        self.config = config;
    }
    pub fn set_sabotage(&mut self, sabotage: Sabotage) {
        self.sabotage = sabotage;
    }
    pub fn config(&self) -> &Arc<TopicConfig> {
        &self.config
    }
    pub fn log_start(&self) -> Offset {
        self.log_start
    }
    pub fn high_watermark(&self) -> Offset {
        self.high_watermark
    }
    pub fn log_end(&self) -> Offset {
        self.batches.last().map_or(self.log_start, RecordBatch::next_offset)
    }
    pub fn flushed_end(&self) -> Offset {
        self.log_start
    }
    pub fn size_bytes(&self) -> u64 {
        self.batches.iter().map(RecordBatch::size_bytes).sum()
    }
    pub fn write_calls(&self) -> u64 {
        self.batches.len() as u64
    }
    pub fn latest_epoch(&self) -> Option<LeaderEpoch> {
        self.epochs.last().map(|(epoch, _)| *epoch)
    }
    pub fn begin_epoch(&mut self, epoch: LeaderEpoch, start: Offset) {
        if self.latest_epoch().is_none_or(|latest| latest < epoch) {
            self.epochs.retain(|(_, other)| *other < start);
            self.epochs.push((epoch, start));
        }
    }
    pub fn epoch_start(&self, epoch: LeaderEpoch) -> Option<Offset> {
        self.epochs.iter().find(|(other, _)| *other == epoch).map(|(_, start)| *start)
    }
    pub fn end_offset_for(&self, epoch: LeaderEpoch) -> EpochEnd {
        if self.latest_epoch() == Some(epoch) {
            return EpochEnd { epoch, end_offset: self.log_end() };
        }
        EpochEnd { epoch: LeaderEpoch::UNKNOWN, end_offset: Offset::UNKNOWN }
    }
    pub fn epochs(&self) -> &[(LeaderEpoch, Offset)] {
        &self.epochs
    }
    pub fn append_as_leader(
        &mut self,
        batch: &RecordBatch,
        epoch: LeaderEpoch,
        now: Instant,
        out: &mut LogEvents,
    ) -> Result<Appended, AppendError> {
        self.append_unchecked_as_leader(batch, epoch, now, out)
    }
    pub fn append_unchecked_as_leader(
        &mut self,
        batch: &RecordBatch,
        epoch: LeaderEpoch,
        _now: Instant,
        _out: &mut LogEvents,
    ) -> Result<Appended, AppendError> {
        let placed = batch.placed(self.log_end(), epoch);
        let appended = Appended {
            base_offset: placed.base_offset(),
            last_offset: placed.last_offset(),
            log_append_time: EpochMillis(-1),
            duplicate: false,
        };
        self.place(placed);
        Ok(appended)
    }
    pub fn append_as_follower(
        &mut self,
        batch: &RecordBatch,
        _now: Instant,
        _out: &mut LogEvents,
    ) -> Result<(), AppendError> {
        self.place(batch.clone());
        Ok(())
    }
    fn place(&mut self, batch: RecordBatch) {
        self.begin_epoch(batch.header().leader_epoch, batch.base_offset());
        self.batches.push(batch);
    }
    pub fn read(&self, from: Offset, up_to: Offset, max_bytes: u64) -> Result<Vec<RecordBatch>, ErrorCode> {
        if from < self.log_start || from > self.log_end() {
            return Err(ErrorCode::OffsetOutOfRange);
        }
        let mut left = max_bytes;
        let mut first = true;
        Ok(self
            .batches(from)
            .take_while(|batch| {
                let fits = batch.base_offset() < up_to && (first || batch.size_bytes() <= left);
                left = left.saturating_sub(batch.size_bytes());
                first = false;
                fits
            })
            .collect())
    }
    pub fn batch_at(&self, offset: Offset) -> Option<RecordBatch> {
        self.batches(offset).next().filter(|batch| batch.base_offset() <= offset)
    }
    pub fn batches(&self, from: Offset) -> impl Iterator<Item = RecordBatch> {
        self.batches.iter().filter(move |batch| batch.last_offset() >= from).cloned()
    }
    pub fn offset_for_time(&self, time: EpochMillis) -> Option<(Offset, EpochMillis, LeaderEpoch)> {
        self.batches.iter().find_map(|batch| {
            let records = batch.records().ok()?;
            let record = records.iter().find(|record| record.timestamp >= time)?;
            Some((record.offset, record.timestamp, batch.header().leader_epoch))
        })
    }
    pub fn set_high_watermark(&mut self, to: Offset) -> bool {
        let to = to.min(self.log_end());
        let moved = to > self.high_watermark;
        self.high_watermark = self.high_watermark.max(to);
        moved
    }
    pub fn restore_high_watermark(&mut self, to: Offset) {
        self.high_watermark = to.min(self.log_end());
    }
    pub fn truncate_to(&mut self, to: Offset, out: &mut LogEvents) {
        let from = self.log_end();
        self.batches.retain(|batch| batch.last_offset() < to);
        self.epochs.retain(|(_, start)| *start < to);
        self.high_watermark = self.high_watermark.min(self.log_end());
        out.push(LogEvent::Truncated { from, to: self.log_end() });
    }
    pub fn truncate_fully_to(&mut self, to: Offset, out: &mut LogEvents) {
        out.push(LogEvent::Truncated { from: self.log_end(), to });
        self.batches.clear();
        self.epochs.clear();
        self.log_start = to;
        self.high_watermark = to;
    }
    pub fn advance_log_start(
        &mut self,
        to: Offset,
        reason: DeleteReason,
        out: &mut LogEvents,
    ) -> Result<(), ErrorCode> {
        if to > self.high_watermark {
            return Err(ErrorCode::OffsetOutOfRange);
        }
        if to > self.log_start {
            self.log_start = to;
            out.push(LogEvent::LogStartMoved { to, reason });
        }
        Ok(())
    }
    pub fn apply_retention(&mut self, _now: Instant, _out: &mut LogEvents) {}
    pub fn flush(&mut self) {}
    pub fn maybe_flush(&mut self, _now: Instant) {}
    pub fn checkpoint_high_watermark(&mut self) {}
    pub fn expire_producers(&mut self, _now: Instant, _older_than_ms: i64) {}
    pub fn corrupt_byte(&mut self, _offset: Offset) -> bool {
        false
    }
    pub fn segments(&self) -> Vec<SegmentView> {
        Vec::new()
    }
}
