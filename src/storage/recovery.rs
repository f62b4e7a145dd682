//! Closing and opening a log: what each way of ending leaves on the disk, and
//! what `LogLoader` makes of it.
//!
//! After anything but a clean stop, segments from the recovery point on are read
//! batch by batch and cut at the first damaged one; producer state and leader
//! epochs become those of what is left.

use super::epochs::LeaderEpochCache;
use super::log::{PartitionLog, State};
use super::producers::{self, ProducerStates};
use super::segment::Segment;
use crate::base::{EpochMillis, Instant, Offset, Sabotage};
use crate::config::TopicConfig;
use crate::story::Ending;
use std::sync::Arc;

/// What opening a log found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Recovery {
    /// Where the log ends now.
    pub log_end: Offset,
    /// Bytes that were cut off because they were damaged.
    pub lost_bytes: u64,
    /// Whether the process before stopped cleanly (`.kafka_cleanshutdown`).
    pub was_clean: bool,
}

/// The files of one partition's directory on the simulated disk, and its lines in
/// the broker's checkpoint files. The default is an empty directory.
#[derive(Clone, Debug, Default)]
pub struct LogFiles {
    /// `.log`, `.index`, `.timeindex`, oldest first.
    segments: Vec<Arc<Segment>>,
    /// `leader-epoch-checkpoint`.
    epochs: LeaderEpochCache,
    /// `.snapshot`.
    snapshots: ProducerStates,
    /// `recovery-point-offset-checkpoint`.
    recovery_point: Offset,
    /// `replication-offset-checkpoint`.
    high_watermark: Offset,
    /// `log-start-offset-checkpoint`, written whenever it moves.
    log_start: Offset,
    /// `.kafka_cleanshutdown`.
    clean: bool,
    /// Not a file: what a test broke stays broken across a restart.
    sabotage: Sabotage,
}

impl LogFiles {
    /// Whether the directory is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.segments.is_empty()
    }

    /// Bytes in the `.log` files.
    #[must_use]
    pub fn size_bytes(&self) -> u64 {
        self.segments.iter().map(|segment| segment.size_bytes()).sum()
    }
}

impl PartitionLog {
    /// What is on the disk once the process that held the log has ended.
    #[must_use]
    pub fn into_files(mut self, how: Ending) -> LogFiles {
        let clean = how == Ending::CleanStop;
        if clean {
            self.flush();
            self.checkpoint_high_watermark();
            let state = self.state_mut();
            state.producers.take_snapshot(state.log_end);
        }
        let State {
            sealed,
            mut active,
            epochs,
            producers,
            log_start,
            recovery_point,
            checkpointed_high_watermark,
            sabotage,
            ..
        } = Arc::unwrap_or_clone(self.state);
        if how == Ending::PowerCut {
            active.log.lose_unflushed();
            if sabotage == Sabotage::PowerCutLosesFlushed {
                active = Segment::new(active.base_offset, active.created);
            }
        }
        let mut segments = Arc::unwrap_or_clone(sealed);
        segments.push(Arc::new(active));
        LogFiles {
            segments,
            epochs,
            snapshots: producers,
            recovery_point,
            high_watermark: checkpointed_high_watermark,
            log_start,
            clean,
            sabotage,
        }
    }

    /// Opens what a process left. `calendar` is the calendar time of [`Instant::START`].
    #[must_use]
    pub fn recover(
        files: LogFiles,
        config: Arc<TopicConfig>,
        now: Instant,
        calendar: EpochMillis,
    ) -> (Self, Recovery) {
        let was_clean = files.clean;
        let mut state = State::new(config, now, calendar, files.log_start);
        state.sabotage = files.sabotage;
        if files.is_empty() {
            return (
                Self { state: Arc::new(state) },
                Recovery { log_end: files.log_start, lost_bytes: 0, was_clean },
            );
        }
        let lost_bytes = state.load_segments(&files);
        state.epochs = files.epochs;
        state.adopt_marks(files.recovery_point, files.high_watermark);
        state.producers = files.snapshots;
        let mut log = Self { state: Arc::new(state) };
        if log.state.sabotage == Sabotage::RecoveryForgetsProducers {
            log.state_mut().producers.clear();
        } else {
            log.rebuild_producers();
        }
        let recovery = Recovery { log_end: log.log_end(), lost_bytes, was_clean };
        (log, recovery)
    }

    /// Whether producer state and leader epochs are those that reading the log from
    /// its start gives (law 45). Producers whose batches retention deleted, and
    /// batches older than the log, are rightly known still; producers that
    /// [`PartitionLog::expire_producers`] forgot are missed until the next recovery.
    #[must_use]
    pub fn agrees_with_scan(&self) -> bool {
        let log_start = self.log_start();
        let known = self.state.producers.table();
        let scanned = producers::scan(self.batches(log_start));
        let producers_agree = scanned.iter().all(|(id, found)| {
            known.get(id).is_some_and(|entry| {
                entry.epoch() == found.epoch() && entry.batches().ends_with(found.batches())
            })
        });
        let nothing_invented = known.iter().all(|(id, entry)| {
            let in_log = entry.batches().iter().any(|batch| batch.last_offset >= log_start);
            !in_log || scanned.contains_key(id)
        });
        let mut epochs = LeaderEpochCache::default();
        for batch in self.batches(log_start) {
            epochs.assign(batch.header().leader_epoch, batch.base_offset().max(log_start));
        }
        // A leader that wrote nothing yet has an entry at the log end.
        let mut cached = self.state.epochs.clone();
        cached.truncate_from_end(self.log_end());
        cached.truncate_from_start(log_start);
        producers_agree && nothing_invented && cached == epochs
    }
}

impl State {
    /// Opens the segments, reading those past the recovery point unless the stop was
    /// clean. Returns the bytes cut off.
    fn load_segments(&mut self, files: &LogFiles) -> u64 {
        let check = self.sabotage != Sabotage::RecoveryKeepsDamagedTail;
        let interval = self.config.index_interval_bytes;
        let mut segments: Vec<Arc<Segment>> = Vec::with_capacity(files.segments.len());
        let mut lost_bytes = 0;
        for (number, segment) in files.segments.iter().enumerate() {
            let next_base = files.segments.get(number + 1).map(|next| next.base_offset);
            if lost_bytes > 0 {
                // Whatever follows the damage goes with it.
                lost_bytes += segment.size_bytes();
            } else if files.clean || next_base.is_some_and(|base| base <= files.recovery_point) {
                segments.push(Arc::clone(segment));
            } else {
                let (mut read, lost) =
                    Segment::load(segment.base_offset, segment.created, &segment.log, interval, check);
                if next_base.is_some() && lost == 0 {
                    read.on_become_inactive();
                }
                segments.push(Arc::new(read));
                lost_bytes += lost;
            }
        }
        if let Some(last) = segments.pop() {
            self.active = Arc::unwrap_or_clone(last);
        }
        self.size_bytes = segments.iter().map(|segment| segment.size_bytes()).sum::<u64>();
        self.size_bytes += self.active.size_bytes();
        self.sealed = Arc::new(segments);
        lost_bytes
    }

    /// The marks, from their checkpoints and what the segments hold.
    fn adopt_marks(&mut self, recovery_point: Offset, high_watermark: Offset) {
        let first_base = self.segments().next().map_or(self.log_start, |first| first.base_offset);
        self.log_start = self.log_start.max(first_base);
        self.log_end = self.active.next_offset();
        if self.log_end < self.log_start {
            // Nothing readable is left: the log goes on, empty, from its start.
            self.sealed = Arc::default();
            self.active = Segment::new(self.log_start, self.now);
            self.log_end = self.log_start;
            self.size_bytes = 0;
        }
        self.epochs.truncate_from_end(self.log_end);
        self.epochs.truncate_from_start(self.log_start);
        self.recovery_point = recovery_point.clamp(self.log_start, self.log_end);
        self.high_watermark = high_watermark.clamp(self.log_start, self.log_end);
        self.checkpointed_high_watermark = self.high_watermark;
    }
}
