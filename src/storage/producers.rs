//! What a log remembers of each idempotent producer: `ProducerStateManager`,
//! `ProducerStateEntry` and `ProducerAppendInfo` (KIP-98, KIP-360).
//!
//! Snapshots are taken as Kafka writes its `.snapshot` files: at each roll and at
//! a clean stop. Left out: transactions.

use crate::base::{EpochMillis, Offset, ProducerEpoch, ProducerId};
use crate::protocol::{ErrorCode, RecordBatch};
use std::collections::BTreeMap;
use std::sync::Arc;

/// `ProducerStateEntry.NUM_BATCHES_TO_RETAIN`.
const BATCHES_TO_RETAIN: usize = 5;

/// A batch that a producer wrote.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ProducedBatch {
    /// Sequence of its first record.
    pub first_sequence: i32,
    /// Sequence of its last record.
    pub last_sequence: i32,
    /// Offset of its first record.
    pub base_offset: Offset,
    /// Offset of its last record.
    pub last_offset: Offset,
    /// Its largest time.
    pub timestamp: EpochMillis,
}

/// What is known of one producer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ProducerEntry {
    epoch: ProducerEpoch,
    last_timestamp: EpochMillis,
    batches: [ProducedBatch; BATCHES_TO_RETAIN],
    count: u8,
}

impl ProducerEntry {
    const fn new(epoch: ProducerEpoch) -> Self {
        const EMPTY: ProducedBatch = ProducedBatch {
            first_sequence: 0,
            last_sequence: 0,
            base_offset: Offset::ZERO,
            last_offset: Offset::ZERO,
            timestamp: EpochMillis(0),
        };
        Self { epoch, last_timestamp: EpochMillis(-1), batches: [EMPTY; BATCHES_TO_RETAIN], count: 0 }
    }

    /// Its current epoch.
    #[must_use]
    pub fn epoch(&self) -> ProducerEpoch {
        self.epoch
    }

    /// Its last batches, at most five, oldest first.
    #[must_use]
    pub fn batches(&self) -> &[ProducedBatch] {
        &self.batches[..usize::from(self.count)]
    }

    fn add(&mut self, batch: &RecordBatch) {
        let header = batch.header();
        if self.epoch != header.producer_epoch {
            *self = Self::new(header.producer_epoch);
        }
        if usize::from(self.count) == BATCHES_TO_RETAIN {
            self.batches.rotate_left(1);
            self.count -= 1;
        }
        self.batches[usize::from(self.count)] = ProducedBatch {
            first_sequence: header.base_sequence,
            last_sequence: batch.last_sequence(),
            base_offset: header.base_offset,
            last_offset: batch.last_offset(),
            timestamp: header.max_timestamp,
        };
        self.count += 1;
        self.last_timestamp = header.max_timestamp;
    }
}

/// Every producer that the log knows.
pub(crate) type ProducerTable = BTreeMap<ProducerId, ProducerEntry>;

/// The table as of now, and as of earlier offsets.
#[derive(Clone, Debug, Default)]
pub(crate) struct ProducerStates {
    table: Arc<ProducerTable>,
    snapshots: Arc<BTreeMap<Offset, Arc<ProducerTable>>>,
}

impl ProducerStates {
    pub(crate) fn table(&self) -> &ProducerTable {
        &self.table
    }

    /// The `.snapshot` files, by the offset that names each.
    pub(crate) fn snapshots(&self) -> impl Iterator<Item = (Offset, &ProducerTable)> {
        self.snapshots.iter().map(|(offset, table)| (*offset, &**table))
    }

    /// The batch among the producer's last five that this one repeats.
    pub(crate) fn duplicate_of(&self, batch: &RecordBatch) -> Option<ProducedBatch> {
        let header = batch.header();
        let entry = self.table.get(&header.producer)?;
        if entry.epoch != header.producer_epoch {
            return None;
        }
        let sequences = (header.base_sequence, batch.last_sequence());
        entry.batches().iter().find(|known| (known.first_sequence, known.last_sequence) == sequences).copied()
    }

    /// `ProducerAppendInfo.checkProducerEpoch`.
    pub(crate) fn check_epoch(&self, batch: &RecordBatch) -> Result<(), ErrorCode> {
        let header = batch.header();
        match self.table.get(&header.producer) {
            Some(entry) if header.producer_epoch < entry.epoch => Err(ErrorCode::InvalidProducerEpoch),
            _ => Ok(()),
        }
    }

    /// `ProducerAppendInfo.checkSequence`. An unknown producer may start anywhere.
    pub(crate) fn check_sequence(&self, batch: &RecordBatch) -> Result<(), ErrorCode> {
        let header = batch.header();
        let Some(entry) = self.table.get(&header.producer) else { return Ok(()) };
        let expected = match entry.batches().last() {
            Some(last) if entry.epoch == header.producer_epoch => next_sequence(last.last_sequence),
            _ => 0,
        };
        if header.base_sequence == expected { Ok(()) } else { Err(ErrorCode::OutOfOrderSequenceNumber) }
    }

    /// Takes note of a batch that was written. Nothing is checked.
    pub(crate) fn update(&mut self, batch: &RecordBatch) {
        let header = batch.header();
        if header.producer == ProducerId::NONE || header.base_sequence < 0 {
            return;
        }
        Arc::make_mut(&mut self.table)
            .entry(header.producer)
            .or_insert(ProducerEntry::new(header.producer_epoch))
            .add(batch);
    }

    /// Writes the `.snapshot` file of `offset`.
    pub(crate) fn take_snapshot(&mut self, offset: Offset) {
        Arc::make_mut(&mut self.snapshots).insert(offset, Arc::clone(&self.table));
    }

    /// Deletes a segment's `.snapshot` file.
    pub(crate) fn drop_snapshot(&mut self, offset: Offset) {
        if self.snapshots.contains_key(&offset) {
            Arc::make_mut(&mut self.snapshots).remove(&offset);
        }
    }

    /// Back to the latest snapshot above `log_start` and up to `log_end`, else to
    /// nothing. Returns where to start replaying from.
    pub(crate) fn reload(&mut self, log_start: Offset, log_end: Offset) -> Offset {
        Arc::make_mut(&mut self.snapshots).retain(|offset, _| *offset > log_start && *offset <= log_end);
        match self.snapshots.last_key_value() {
            Some((offset, table)) => {
                self.table = Arc::clone(table);
                *offset
            }
            None => {
                self.table = Arc::default();
                log_start
            }
        }
    }

    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Whether [`ProducerStates::expire`] would forget anyone.
    pub(crate) fn would_expire(&self, limit: EpochMillis) -> bool {
        self.table.values().any(|entry| entry.last_timestamp <= limit)
    }

    /// Forgets producers that wrote nothing since `limit` (`producer.id.expiration.ms`).
    pub(crate) fn expire(&mut self, limit: EpochMillis) {
        Arc::make_mut(&mut self.table).retain(|_, entry| entry.last_timestamp > limit);
    }
}

/// The table that these batches, and nothing else, give.
pub(crate) fn scan(batches: impl Iterator<Item = RecordBatch>) -> ProducerTable {
    let mut states = ProducerStates::default();
    batches.for_each(|batch| states.update(&batch));
    Arc::unwrap_or_clone(states.table)
}

/// The sequence after this one; 0 follows 2^31 - 1.
const fn next_sequence(sequence: i32) -> i32 {
    if sequence == i32::MAX { 0 } else { sequence + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::LeaderEpoch;
    use crate::protocol::BatchBuilder;

    fn batch(epoch: i16, sequence: i32, count: i32, offset: i64) -> RecordBatch {
        let mut builder = BatchBuilder::new();
        (0..count).for_each(|_| builder.push(None, Some(b"v"), EpochMillis(1_000)));
        builder.build(ProducerId(7), ProducerEpoch(epoch), sequence).placed(Offset(offset), LeaderEpoch(0))
    }

    fn after(batches: &[RecordBatch]) -> ProducerStates {
        let mut states = ProducerStates::default();
        batches.iter().for_each(|batch| states.update(batch));
        states
    }

    #[test]
    fn only_the_next_sequence_is_taken() {
        let states = after(&[batch(0, 0, 3, 0)]);
        assert_eq!(states.check_sequence(&batch(0, 3, 1, 3)), Ok(()));
        for wrong in [4, 2, 1] {
            assert_eq!(
                states.check_sequence(&batch(0, wrong, 2, 3)),
                Err(ErrorCode::OutOfOrderSequenceNumber)
            );
        }
    }

    #[test]
    fn a_new_epoch_starts_at_zero_and_fences_the_old() {
        let states = after(&[batch(1, 0, 3, 0)]);
        assert_eq!(states.check_sequence(&batch(2, 0, 1, 3)), Ok(()));
        assert_eq!(states.check_sequence(&batch(2, 3, 1, 3)), Err(ErrorCode::OutOfOrderSequenceNumber));
        assert_eq!(states.check_epoch(&batch(0, 0, 1, 3)), Err(ErrorCode::InvalidProducerEpoch));
        assert_eq!(states.check_epoch(&batch(1, 3, 1, 3)), Ok(()));
    }

    #[test]
    fn an_unknown_producer_may_start_anywhere() {
        assert_eq!(after(&[]).check_sequence(&batch(4, 1_000, 1, 0)), Ok(()));
    }

    #[test]
    fn sequences_wrap_after_two_to_the_31() {
        let states = after(&[batch(0, i32::MAX - 1, 2, 0)]);
        assert_eq!(states.check_sequence(&batch(0, 0, 1, 2)), Ok(()));
        let states = after(&[batch(0, i32::MAX - 1, 4, 0)]);
        assert_eq!(states.check_sequence(&batch(0, 2, 1, 4)), Ok(()));
    }

    #[test]
    fn the_last_five_batches_are_known_again() {
        let batches: Vec<_> = (0..6).map(|n| batch(0, n * 2, 2, i64::from(n) * 2)).collect();
        let states = after(&batches);
        assert_eq!(states.duplicate_of(&batches[0]), None, "older than five");
        assert_eq!(states.duplicate_of(&batches[1]).map(|known| known.base_offset), Some(Offset(2)));
        assert_eq!(states.duplicate_of(&batch(0, 2, 1, 0)), None, "only part of a batch");
        assert_eq!(states.duplicate_of(&batch(1, 2, 2, 0)), None, "another epoch");
    }

    #[test]
    fn producers_expire() {
        let mut states = after(&[batch(0, 0, 1, 0)]);
        states.expire(EpochMillis(999));
        assert_eq!(states.table().len(), 1);
        states.expire(EpochMillis(1_000));
        assert!(states.table().is_empty());
    }

    #[test]
    fn a_reload_starts_from_the_latest_snapshot() {
        let mut states = after(&[batch(0, 0, 1, 0)]);
        states.take_snapshot(Offset(1));
        states.update(&batch(0, 1, 1, 1));
        states.take_snapshot(Offset(2));
        assert_eq!(states.reload(Offset(0), Offset(1)), Offset(1));
        assert_eq!(states, after_with_snapshot());
        assert_eq!(states.reload(Offset(1), Offset(9)), Offset(1), "none above the log start");
        assert!(states.table().is_empty());
    }

    fn after_with_snapshot() -> ProducerStates {
        let mut states = after(&[batch(0, 0, 1, 0)]);
        states.take_snapshot(Offset(1));
        states
    }

    impl PartialEq for ProducerStates {
        fn eq(&self, other: &Self) -> bool {
            self.table == other.table && self.snapshots == other.snapshots
        }
    }
}
