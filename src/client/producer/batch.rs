//! A batch in the making, on its way, or waiting for another attempt
//! (`ProducerBatch`), and the batches of one partition with their sequence
//! numbers (`TxnPartitionEntry`, KIP-98).

use crate::base::{EpochMillis, Instant, Offset, ProducerEpoch, ProducerId};
use crate::protocol::{BATCH_OVERHEAD, BatchBuilder, RecordBatch};
use std::collections::VecDeque;
use std::sync::Arc;

/// An idempotent producer's identity.
pub(super) type Identity = (ProducerId, ProducerEpoch);

/// No identity.
pub(super) const NO_IDENTITY: Identity = (ProducerId::NONE, ProducerEpoch::NONE);

/// One batch.
#[derive(Clone, Debug)]
pub(super) struct ProducerBatch {
    /// Order of creation; the batch's name within its producer.
    pub(super) number: u64,
    builder: BatchBuilder,
    /// Numbers of its records among all that the producer sent.
    pub(super) sends: Vec<u64>,
    /// Hashes of their keys, 0 without key.
    pub(super) keys: Vec<u32>,
    /// When its first record came.
    pub(super) created: Instant,
    /// Its share of `buffer.memory`, in bytes.
    pub(super) allocated: u64,
    /// Takes no more records.
    pub(super) is_closed: bool,
    /// How often it left.
    pub(super) attempts: u32,
    /// The pause after a failure lasts until then.
    pub(super) not_before: Instant,
    /// Waits for an answer.
    pub(super) is_in_flight: bool,
    /// Identity and base sequence, once given.
    pub(super) sequence: Option<(Identity, i32)>,
    /// Whether an epoch bump gave it another sequence.
    pub(super) sequence_was_reset: bool,
    bytes: Option<RecordBatch>,
    announced: Option<u32>,
}

impl ProducerBatch {
    pub(super) fn new(number: u64, created: Instant, allocated: u64) -> Self {
        Self {
            number,
            builder: BatchBuilder::new(),
            sends: Vec::new(),
            keys: Vec::new(),
            created,
            allocated,
            is_closed: false,
            attempts: 0,
            not_before: Instant::START,
            is_in_flight: false,
            sequence: None,
            sequence_was_reset: false,
            bytes: None,
            announced: None,
        }
    }

    /// Adds a record.
    pub(super) fn push(&mut self, record: &OutRecord, time: EpochMillis) {
        self.builder.push(record.key.as_deref(), (!record.is_null).then_some(&*record.value), time);
        self.sends.push(record.number);
        self.keys.push(record.key_hash);
    }

    /// Number of records.
    pub(super) fn count(&self) -> i32 {
        self.builder.count()
    }

    /// Bytes so far.
    pub(super) fn size_bytes(&self) -> u64 {
        self.bytes.as_ref().map_or_else(|| self.builder.size_bytes(), RecordBatch::size_bytes)
    }

    /// The bytes to send, built at the first call and after a change of sequence.
    pub(super) fn bytes(&mut self) -> RecordBatch {
        if let Some(bytes) = &self.bytes {
            return bytes.clone();
        }
        let (identity, base) = self.sequence.unwrap_or((NO_IDENTITY, -1));
        let bytes = self.builder.build(identity.0, identity.1, base);
        self.is_closed = true;
        self.bytes = Some(bytes.clone());
        bytes
    }

    /// The checksum under which it is known, 0 before it first left.
    pub(super) fn crc(&self) -> u32 {
        self.announced.unwrap_or(0)
    }

    /// Whether these very bytes leave for the first time.
    pub(super) fn announce(&mut self, crc: u32) -> bool {
        self.announced.replace(crc) != Some(crc)
    }

    fn resequence(&mut self, identity: Identity, base: i32) {
        self.sequence = Some((identity, base));
        self.sequence_was_reset = true;
        self.bytes = None;
    }
}

/// A record the application hands to `send`.
#[derive(Clone, Debug, Default)]
pub(super) struct OutRecord {
    /// Its number among all that the producer sent, from 1.
    pub(super) number: u64,
    /// Its key, if any.
    pub(super) key: Option<Arc<[u8]>>,
    /// The key's murmur2, 0 without key.
    pub(super) key_hash: u32,
    /// Its value.
    pub(super) value: Vec<u8>,
    /// It has no value: a tombstone.
    pub(super) is_null: bool,
}

impl OutRecord {
    /// Its size in a batch that holds `count` records already, in bytes, as
    /// `DefaultRecord.sizeInBytes`.
    pub(super) fn size_in_batch(&self, count: i32) -> u64 {
        let blob = |blob: &[u8]| varint_size(blob.len() as i64) + blob.len() as u64;
        let key = self.key.as_deref().map_or(1, blob);
        let body = 1 + 1 + varint_size(i64::from(count)) + key + blob(&self.value) + 1;
        body + varint_size(body as i64)
    }

    /// The size of a batch of this record alone, in bytes.
    pub(super) fn size_alone(&self) -> u64 {
        BATCH_OVERHEAD as u64 + self.size_in_batch(0)
    }
}

fn varint_size(number: i64) -> u64 {
    let zigzag = ((number << 1) ^ (number >> 63)) as u64;
    u64::from((64 - zigzag.leading_zeros()).max(1).div_ceil(7))
}

/// The batches of one partition, in the order they are to be sent, those on
/// their way included, and the partition's sequence numbers.
#[derive(Clone, Debug)]
pub(super) struct PartitionQueue {
    pub(super) batches: VecDeque<Arc<ProducerBatch>>,
    /// How many of them wait for an answer.
    pub(super) in_flight: u32,
    identity: Identity,
    next_sequence: i32,
    last_acked_sequence: i32,
    last_acked_offset: Offset,
    /// A batch with a sequence was given up after a retry: whether the broker has
    /// it is unknown, so nothing new may leave before the rest is answered.
    pub(super) is_unresolved: bool,
}

impl Default for PartitionQueue {
    fn default() -> Self {
        Self {
            batches: VecDeque::new(),
            in_flight: 0,
            identity: NO_IDENTITY,
            next_sequence: 0,
            last_acked_sequence: -1,
            last_acked_offset: Offset::UNKNOWN,
            is_unresolved: false,
        }
    }
}

impl PartitionQueue {
    /// Batches that wait to leave.
    pub(super) fn queued(&self) -> u32 {
        self.batches.len() as u32 - self.in_flight
    }

    /// The place of the first batch that waits to leave.
    pub(super) fn first_queued(&self) -> Option<usize> {
        self.batches.iter().position(|batch| !batch.is_in_flight)
    }

    /// The place of a batch.
    pub(super) fn find(&self, number: u64) -> Option<usize> {
        self.batches.iter().position(|batch| batch.number == number)
    }

    /// Whether no batch could take one more record (`allBatchesFull`).
    pub(super) fn all_full(&self, batch_size: u64) -> bool {
        self.batches.back().is_none_or(|last| last.is_closed || last.size_bytes() >= batch_size)
    }

    fn has_sequenced(&self) -> bool {
        self.batches.iter().any(|batch| batch.sequence.is_some())
    }

    /// Whether the batch at `place` may leave as far as sequences go
    /// (`shouldStopDrainBatchesForPartition`).
    pub(super) fn sequence_allows(&self, place: usize, identity: Identity) -> bool {
        let Some(batch) = self.batches.get(place) else { return false };
        if batch.sequence.is_some() {
            // A retry waits until everything before it is settled.
            return place == 0;
        }
        let is_stale = self.identity != NO_IDENTITY && self.identity != identity;
        // Nothing new leaves while batches of an older epoch are under way.
        let must_wait = is_stale && self.has_sequenced();
        !self.is_unresolved && !must_wait
    }

    /// Gives the batch at `place` the next sequence, once.
    pub(super) fn give_sequence(&mut self, place: usize, identity: Identity) {
        if self.identity != identity && !self.has_sequenced() {
            self.start_over(identity);
        }
        let (identity, base) = (self.identity, self.next_sequence);
        let Some(batch) = self.batches.get_mut(place).map(Arc::make_mut) else { return };
        if batch.sequence.is_none() {
            batch.sequence = Some((identity, base));
            self.next_sequence = sequence_plus(base, batch.count());
        }
    }

    /// All batches under way start again at sequence 0 with a new epoch
    /// (`startSequencesAtBeginning`).
    pub(super) fn start_over(&mut self, identity: Identity) {
        self.identity = identity;
        self.next_sequence = 0;
        self.last_acked_sequence = -1;
        self.is_unresolved = false;
        for batch in &mut self.batches {
            if batch.sequence.is_some() {
                let batch = Arc::make_mut(batch);
                batch.resequence(identity, self.next_sequence);
                self.next_sequence = sequence_plus(self.next_sequence, batch.count());
            }
        }
    }

    /// Notes what the broker has acknowledged.
    pub(super) fn acked(&mut self, batch: &ProducerBatch, base_offset: Offset) {
        if let Some((identity, base)) = batch.sequence
            && identity == self.identity
        {
            self.last_acked_sequence = sequence_plus(base, batch.count() - 1);
        }
        if base_offset != Offset::UNKNOWN {
            self.last_acked_offset = base_offset.plus(i64::from(batch.count()) - 1);
        }
    }

    /// Whether `sequence` is just what the broker waits for.
    pub(super) fn is_next_sequence(&self, sequence: i32) -> bool {
        sequence_plus(self.last_acked_sequence, 1) == sequence
    }

    /// Whether the log's head, with all that was acknowledged, is gone.
    pub(super) fn is_acked_below(&self, log_start: Offset) -> bool {
        self.last_acked_offset < log_start
    }

    /// Whether no unanswered batch is left to tell how an unresolved sequence ended.
    pub(super) fn can_resolve(&self) -> bool {
        self.is_unresolved && !self.has_sequenced()
    }

    /// Whether the unresolved batch turned out to be written (nothing is missing).
    pub(super) fn is_resolved(&self) -> bool {
        self.is_next_sequence(self.next_sequence)
    }
}

/// Sequences wrap from 2^31 - 1 to 0.
fn sequence_plus(sequence: i32, count: i32) -> i32 {
    ((i64::from(sequence) + i64::from(count)) & 0x7fff_ffff) as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_estimate_is_the_size() {
        for (key, value) in [(None, "test"), (Some("a key"), "v"), (Some(""), &*"x".repeat(300))] {
            let record = OutRecord {
                key: key.map(|key: &str| key.as_bytes().into()),
                value: value.into(),
                ..OutRecord::default()
            };
            let mut batch = ProducerBatch::new(1, Instant(0), 0);
            batch.push(&record, EpochMillis(5));
            assert_eq!(batch.size_bytes(), record.size_alone());
        }
    }

    #[test]
    fn sequences_wrap() {
        assert_eq!(sequence_plus(i32::MAX, 1), 0);
        assert_eq!(sequence_plus(-1, 1), 0);
    }
}
