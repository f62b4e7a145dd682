//! `.snapshot` files: the producers' states as Kafka writes them, byte for byte
//! (`ProducerStateManager.writeSnapshot`, version 1).
//!
//! As in Kafka only the last batch of each producer is written.

use super::log::PartitionLog;
use super::producers::{ProducerEntry, ProducerTable};
use crate::base::{EpochMillis, Offset, ProducerEpoch, ProducerId};
use bytes::Buf;

const VERSION: i16 = 1;
/// The version and the checksum, which the checksum does not cover.
const HEAD_BYTES: usize = 6;
/// One producer.
const ENTRY_BYTES: usize = 8 + 2 + 4 + 8 + 4 + 8 + 4 + 8;

/// One producer of a `.snapshot` file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SnapshotEntry {
    /// Who.
    pub producer: ProducerId,
    /// Its epoch.
    pub epoch: ProducerEpoch,
    /// Sequence of the last record of its last batch, -1 without one.
    pub last_sequence: i32,
    /// Offset of that record, -1 without one.
    pub last_offset: Offset,
    /// How many offsets before it the batch began.
    pub offset_delta: i32,
    /// The batch's largest time.
    pub timestamp: EpochMillis,
    /// Epoch of the transaction coordinator, -1 without transactions.
    pub coordinator_epoch: i32,
}

fn entry((producer, entry): (&ProducerId, &ProducerEntry)) -> SnapshotEntry {
    let last = entry.batches().last();
    SnapshotEntry {
        producer: *producer,
        epoch: entry.epoch(),
        last_sequence: last.map_or(-1, |batch| batch.last_sequence),
        last_offset: last.map_or(Offset::UNKNOWN, |batch| batch.last_offset),
        offset_delta: last.map_or(0, |batch| (batch.last_offset.0 - batch.base_offset.0) as i32),
        timestamp: last.map_or(EpochMillis(-1), |batch| batch.timestamp),
        coordinator_epoch: -1,
    }
}

fn bytes(table: &ProducerTable) -> Vec<u8> {
    let mut bytes = VERSION.to_be_bytes().to_vec();
    bytes.extend_from_slice(&[0; 4]);
    bytes.extend_from_slice(&(table.len() as i32).to_be_bytes());
    for entry in table.iter().map(entry) {
        bytes.extend_from_slice(&entry.producer.0.to_be_bytes());
        bytes.extend_from_slice(&entry.epoch.0.to_be_bytes());
        bytes.extend_from_slice(&entry.last_sequence.to_be_bytes());
        bytes.extend_from_slice(&entry.last_offset.0.to_be_bytes());
        bytes.extend_from_slice(&entry.offset_delta.to_be_bytes());
        bytes.extend_from_slice(&entry.timestamp.0.to_be_bytes());
        bytes.extend_from_slice(&entry.coordinator_epoch.to_be_bytes());
        // No transaction is open.
        bytes.extend_from_slice(&(-1_i64).to_be_bytes());
    }
    let crc = crc32c::crc32c(&bytes[HEAD_BYTES..]);
    bytes[2..HEAD_BYTES].copy_from_slice(&crc.to_be_bytes());
    bytes
}

/// Reads a `.snapshot` file; `None` when it is none, or damaged.
#[must_use]
pub fn read_snapshot(bytes: &[u8]) -> Option<Vec<SnapshotEntry>> {
    let mut from = bytes;
    let (version, crc) = (from.try_get_i16().ok()?, from.try_get_u32().ok()?);
    if version != VERSION || crc32c::crc32c(from) != crc {
        return None;
    }
    let count = usize::try_from(from.try_get_i32().ok()?).ok()?;
    if from.len() != count.checked_mul(ENTRY_BYTES)? {
        return None;
    }
    let read = |_| {
        let entry = SnapshotEntry {
            producer: ProducerId(from.try_get_i64().ok()?),
            epoch: ProducerEpoch(from.try_get_i16().ok()?),
            last_sequence: from.try_get_i32().ok()?,
            last_offset: Offset(from.try_get_i64().ok()?),
            offset_delta: from.try_get_i32().ok()?,
            timestamp: EpochMillis(from.try_get_i64().ok()?),
            coordinator_epoch: from.try_get_i32().ok()?,
        };
        let _open_transaction = from.try_get_i64().ok()?;
        Some(entry)
    };
    (0..count).map(read).collect()
}

impl PartitionLog {
    /// The `.snapshot` files of the partition's directory: the offset that names each,
    /// and its bytes.
    #[must_use]
    pub fn snapshot_files(&self) -> Vec<(Offset, Vec<u8>)> {
        self.state.producers.snapshots().map(|(offset, table)| (offset, bytes(table))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::LeaderEpoch;
    use crate::protocol::BatchBuilder;
    use crate::storage::producers::scan;

    #[test]
    fn a_snapshot_reads_back_and_damage_is_noticed() {
        let mut builder = BatchBuilder::new();
        (0..3).for_each(|_| builder.push(None, Some(b"v"), EpochMillis(1_000)));
        let batch = builder.build(ProducerId(7), ProducerEpoch(2), 5).placed(Offset(40), LeaderEpoch(0));
        let table = scan([batch].into_iter());
        let mut file = bytes(&table);
        assert_eq!(file.len(), HEAD_BYTES + 4 + ENTRY_BYTES);
        let expected = SnapshotEntry {
            producer: ProducerId(7),
            epoch: ProducerEpoch(2),
            last_sequence: 7,
            last_offset: Offset(42),
            offset_delta: 2,
            timestamp: EpochMillis(1_000),
            coordinator_epoch: -1,
        };
        assert_eq!(read_snapshot(&file), Some(vec![expected]));
        file[12] ^= 1;
        assert_eq!(read_snapshot(&file), None);
        assert_eq!(read_snapshot(b""), None);
    }
}
