//! One replica of a partition on disk: Kafka's `UnifiedLog`. Here are its state,
//! its marks (log start, high watermark, log end) and its leader epochs; what it
//! does lies beside: `append`, `read`, `truncate`, `retention`, `recovery`.

use super::epochs::LeaderEpochCache;
use super::event::{LogEvent, LogEvents};
use super::producers::{ProducerEntry, ProducerStates};
use super::segment::Segment;
use crate::base::{Duration, EpochMillis, Instant, LeaderEpoch, Offset, ProducerId, Sabotage};
use crate::config::TopicConfig;
use crate::protocol::EpochEnd;
use crate::story::DeleteReason;
use std::sync::Arc;

/// One replica of a partition on disk. Clones share everything until written to.
#[derive(Clone, Debug)]
pub struct PartitionLog {
    pub(super) state: Arc<State>,
}

/// A removed segment whose files linger as `.deleted` (`file.delete.delay.ms`).
#[derive(Clone, Debug)]
pub(super) struct Deleted {
    pub(super) due: Instant,
    pub(super) segment: Arc<Segment>,
}

#[derive(Clone, Debug)]
pub(super) struct State {
    pub(super) config: Arc<TopicConfig>,
    /// `cleanup.policy`, read once.
    pub(super) compacts: bool,
    pub(super) deletes: bool,
    pub(super) calendar: EpochMillis,
    /// The latest moment anyone told; for what happens without being told one.
    pub(super) now: Instant,
    /// Every segment but the active one. All of them are flushed: they were when they rolled.
    pub(super) sealed: Arc<Vec<Arc<Segment>>>,
    pub(super) active: Segment,
    pub(super) deleted: Arc<Vec<Deleted>>,
    pub(super) epochs: LeaderEpochCache,
    pub(super) producers: ProducerStates,
    pub(super) log_start: Offset,
    pub(super) high_watermark: Offset,
    pub(super) log_end: Offset,
    /// Everything below it was flushed; written to its checkpoint file at each flush.
    pub(super) recovery_point: Offset,
    /// What `replication-offset-checkpoint` says.
    pub(super) checkpointed_high_watermark: Offset,
    pub(super) last_flush: Instant,
    pub(super) size_bytes: u64,
    pub(super) write_calls: u64,
    pub(super) sabotage: Sabotage,
}

impl State {
    pub(super) fn new(config: Arc<TopicConfig>, now: Instant, calendar: EpochMillis, start: Offset) -> Self {
        let mut state = Self {
            config: Arc::clone(&config),
            compacts: false,
            deletes: true,
            calendar,
            now,
            sealed: Arc::default(),
            active: Segment::new(start, now),
            deleted: Arc::default(),
            epochs: LeaderEpochCache::default(),
            producers: ProducerStates::default(),
            log_start: start,
            high_watermark: start,
            log_end: start,
            recovery_point: start,
            checkpointed_high_watermark: start,
            last_flush: now,
            size_bytes: 0,
            write_calls: 0,
            sabotage: Sabotage::None,
        };
        state.set_config(config);
        state
    }

    fn set_config(&mut self, config: Arc<TopicConfig>) {
        self.compacts = config.cleanup_policy.contains("compact");
        self.deletes = config.cleanup_policy.contains("delete");
        self.config = config;
    }

    /// Every segment, oldest first.
    pub(super) fn segments(&self) -> impl DoubleEndedIterator<Item = &Segment> {
        self.sealed.iter().map(|segment| &**segment).chain(std::iter::once(&self.active))
    }

    /// Segments from the one in which `offset` would lie.
    pub(super) fn segments_from(&self, offset: Offset) -> impl Iterator<Item = &Segment> {
        let after = self.sealed.partition_point(|segment| segment.base_offset <= offset);
        let first =
            if self.active.base_offset <= offset { self.sealed.len() } else { after.saturating_sub(1) };
        self.sealed.iter().skip(first).map(|segment| &**segment).chain(std::iter::once(&self.active))
    }

    /// `UnifiedLog.roll`: the active segment is sealed and an empty one begins at the log end.
    pub(super) fn roll(&mut self, by_time: bool, out: &mut LogEvents) {
        let fresh = Segment::new(self.log_end, self.now);
        let mut full = std::mem::replace(&mut self.active, fresh);
        full.on_become_inactive();
        Arc::make_mut(&mut self.sealed).push(Arc::new(full));
        self.recovery_point = self.log_end;
        self.last_flush = self.now;
        self.producers.take_snapshot(self.log_end);
        out.push(LogEvent::Rolled { base_offset: self.log_end, by_time });
    }

    pub(super) fn flush(&mut self) {
        self.active.log.flush();
        self.recovery_point = self.log_end;
        self.last_flush = self.now;
    }

    /// A removed segment's files stay for a while under another name.
    pub(super) fn remove(&mut self, segment: Arc<Segment>, reason: DeleteReason, out: &mut LogEvents) {
        let bytes = segment.size_bytes();
        self.size_bytes -= bytes;
        self.producers.drop_snapshot(segment.base_offset);
        out.push(LogEvent::SegmentDeleted {
            base_offset: segment.base_offset,
            next_offset: segment.next_offset(),
            bytes,
            reason,
        });
        let delay_ms = u64::try_from(self.config.file_delete_delay_ms).unwrap_or(0);
        let due = self.now + Duration::from_millis(delay_ms);
        Arc::make_mut(&mut self.deleted).push(Deleted { due, segment });
    }

    /// Deletes the files whose delay has passed.
    pub(super) fn purge_deleted(&mut self) {
        let now = self.now;
        if self.deleted.iter().any(|deleted| deleted.due <= now) {
            Arc::make_mut(&mut self.deleted).retain(|deleted| deleted.due > now);
        }
    }
}

impl PartitionLog {
    /// An empty log. `calendar` is the calendar time of [`Instant::START`].
    #[must_use]
    pub fn create(config: Arc<TopicConfig>, now: Instant, calendar: EpochMillis) -> Self {
        Self { state: Arc::new(State::new(config, now, calendar, Offset::ZERO)) }
    }

    pub(super) fn state_mut(&mut self) -> &mut State {
        Arc::make_mut(&mut self.state)
    }

    /// New settings, from now on.
    pub fn set_config(&mut self, config: Arc<TopicConfig>) {
        self.state_mut().set_config(config);
    }

    /// The topic's settings.
    #[must_use]
    pub fn config(&self) -> &Arc<TopicConfig> {
        &self.state.config
    }

    /// Breaks something on purpose, for the tests of the laws.
    pub fn set_sabotage(&mut self, sabotage: Sabotage) {
        self.state_mut().sabotage = sabotage;
    }

    /// The first offset that may be read.
    #[must_use]
    pub fn log_start(&self) -> Offset {
        self.state.log_start
    }

    /// Everything below it is committed.
    #[must_use]
    pub fn high_watermark(&self) -> Offset {
        self.state.high_watermark
    }

    /// The offset of the next record.
    #[must_use]
    pub fn log_end(&self) -> Offset {
        self.state.log_end
    }

    /// Everything below it survives a power cut.
    #[must_use]
    pub fn flushed_end(&self) -> Offset {
        self.state.recovery_point
    }

    /// Size of all `.log` files, without those already removed.
    #[must_use]
    pub fn size_bytes(&self) -> u64 {
        self.state.size_bytes
    }

    /// Number of appends since the log was opened.
    #[must_use]
    pub fn write_calls(&self) -> u64 {
        self.state.write_calls
    }

    /// Epoch of the latest leader known.
    #[must_use]
    pub fn latest_epoch(&self) -> Option<LeaderEpoch> {
        self.state.epochs.latest().map(|(epoch, _)| epoch)
    }

    /// A leader's reign begins: its first record will lie at `start`.
    pub fn begin_epoch(&mut self, epoch: LeaderEpoch, start: Offset) {
        self.state_mut().epochs.assign(epoch, start);
    }

    /// The first offset of an epoch, if the log knows it.
    #[must_use]
    pub fn epoch_start(&self, epoch: LeaderEpoch) -> Option<Offset> {
        self.state.epochs.start_of(epoch)
    }

    /// Epoch of the record at `offset`, as the epoch cache has it.
    #[must_use]
    pub fn epoch_at(&self, offset: Offset) -> Option<LeaderEpoch> {
        self.state.epochs.epoch_at(offset)
    }

    /// Kafka's `endOffsetForEpoch`; (-1, -1) when the epoch says nothing.
    #[must_use]
    pub fn end_offset_for(&self, epoch: LeaderEpoch) -> EpochEnd {
        self.state.epochs.end_offset_for(epoch, self.state.log_end)
    }

    /// The leader-epoch cache: epochs and their first offsets.
    #[must_use]
    pub fn epochs(&self) -> &[(LeaderEpoch, Offset)] {
        self.state.epochs.entries()
    }

    /// The idempotent producers that the log knows.
    pub fn producers(&self) -> impl Iterator<Item = (ProducerId, &ProducerEntry)> {
        self.state.producers.table().iter().map(|(id, entry)| (*id, entry))
    }

    /// Moves the high watermark up, at most to the log end. True if it moved.
    pub fn set_high_watermark(&mut self, to: Offset) -> bool {
        let to = to.min(self.state.log_end);
        if to <= self.state.high_watermark {
            return false;
        }
        self.state_mut().high_watermark = to;
        true
    }

    /// Sets the high watermark, be it lower than it was, within the log's bounds.
    pub fn restore_high_watermark(&mut self, to: Offset) {
        let state = self.state_mut();
        state.high_watermark = to.min(state.log_end).max(state.log_start);
    }

    /// Writes the high watermark to `replication-offset-checkpoint`.
    pub fn checkpoint_high_watermark(&mut self) {
        if self.state.checkpointed_high_watermark != self.state.high_watermark {
            let state = self.state_mut();
            state.checkpointed_high_watermark = state.high_watermark;
        }
    }

    /// Makes everything written so far survive a power cut.
    pub fn flush(&mut self) {
        if self.state.recovery_point < self.state.log_end {
            self.state_mut().flush();
        }
    }

    /// The periodic look: flushes when `flush.ms` has passed since the last flush,
    /// and deletes the files of removed segments whose delay has passed.
    pub fn maybe_flush(&mut self, now: Instant) {
        let state = &self.state;
        let waited_ms = now.since(state.last_flush).as_millis() as i64;
        let flush = waited_ms >= state.config.flush_ms && state.recovery_point < state.log_end;
        if flush || state.deleted.iter().any(|deleted| deleted.due <= now) {
            let state = self.state_mut();
            state.now = state.now.max(now);
            state.purge_deleted();
            if flush {
                state.flush();
            }
        }
    }

    /// Forgets producers that wrote nothing for `older_than_ms` (`producer.id.expiration.ms`).
    pub fn expire_producers(&mut self, now: Instant, older_than_ms: i64) {
        let limit = EpochMillis(now.on_calendar(self.state.calendar).0.saturating_sub(older_than_ms));
        if self.state.producers.would_expire(limit) {
            self.state_mut().producers.expire(limit);
        }
    }

    /// Flips one byte of the batch that holds `offset`. False when there is none.
    pub fn corrupt_byte(&mut self, offset: Offset) -> bool {
        let state = self.state_mut();
        if offset < state.log_start || offset >= state.log_end {
            return false;
        }
        if offset >= state.active.base_offset {
            return state.active.corrupt_byte(offset);
        }
        let after = state.sealed.partition_point(|segment| segment.base_offset <= offset);
        match Arc::make_mut(&mut state.sealed).get_mut(after.saturating_sub(1)) {
            Some(segment) => Arc::make_mut(segment).corrupt_byte(offset),
            None => false,
        }
    }
}
