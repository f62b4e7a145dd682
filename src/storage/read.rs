//! Reading: whole batches by offset, and offsets by time (`UnifiedLog.read`,
//! `fetchOffsetByTimestamp`).

use super::log::PartitionLog;
use crate::base::{EpochMillis, LeaderEpoch, Offset};
use crate::protocol::{ErrorCode, RecordBatch};

impl PartitionLog {
    /// Whole batches, the first of which holds `from`, each starting below `up_to`.
    /// At least one if there is any; more while they fit in `max_bytes` and lie in
    /// the same segment, as one read of Kafka's does.
    ///
    /// # Errors
    /// `OFFSET_OUT_OF_RANGE` outside log start to log end.
    pub fn read(&self, from: Offset, up_to: Offset, max_bytes: u64) -> Result<Vec<RecordBatch>, ErrorCode> {
        if from < self.state.log_start || from > self.state.log_end {
            return Err(ErrorCode::OffsetOutOfRange);
        }
        if from >= up_to || from == self.state.log_end {
            return Ok(Vec::new());
        }
        Ok(self
            .state
            .segments_from(from)
            .map(|segment| segment.read(from, up_to, max_bytes))
            .find(|batches| !batches.is_empty())
            .unwrap_or_default())
    }

    /// The batch that holds `offset`, if the log has it.
    #[must_use]
    pub fn batch_at(&self, offset: Offset) -> Option<RecordBatch> {
        self.batches(offset).next().filter(|batch| batch.base_offset() <= offset)
    }

    /// Every batch that reaches `from` or beyond, in order.
    pub fn batches(&self, from: Offset) -> impl Iterator<Item = RecordBatch> {
        let from = from.max(self.state.log_start);
        self.state
            .segments_from(from)
            .flat_map(move |segment| segment.batches().iter_from(segment.position_of(from)).cloned())
    }

    /// The first record whose time is at or after `time`: its offset, its time, and
    /// the epoch of the leader that wrote it.
    #[must_use]
    pub fn offset_for_time(&self, time: EpochMillis) -> Option<(Offset, EpochMillis, LeaderEpoch)> {
        let start = self.state.log_start;
        self.state.segments_from(start).flat_map(|segment| segment.first_at_time(time)).find_map(|batch| {
            let records = batch.records().ok()?;
            let record =
                records.into_iter().find(|record| record.timestamp >= time && record.offset >= start)?;
            Some((record.offset, record.timestamp, batch.header().leader_epoch))
        })
    }

    /// The first record with the largest time (`offsetOfMaxTimestamp`), as
    /// [`PartitionLog::offset_for_time`] tells it.
    #[must_use]
    pub fn offset_of_max_timestamp(&self) -> Option<(Offset, EpochMillis, LeaderEpoch)> {
        let times = self.batches(self.state.log_start).map(|batch| batch.header().max_timestamp);
        self.offset_for_time(times.max()?)
    }
}
