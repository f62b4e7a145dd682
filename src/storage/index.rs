//! The two sparse indexes of a segment, `OffsetIndex` and `TimeIndex`: which
//! byte to start reading at, and which offset to start looking for a time at.
//!
//! Entries are kept decoded; [`OffsetIndex::bytes`] and [`TimeIndex::bytes`] give
//! the very bytes of Kafka's files (8 and 12 bytes an entry, relative offsets).

use crate::base::{EpochMillis, GrowList, Offset};

/// Last offset of a batch to its position in the `.log` file.
#[derive(Clone, Debug, Default)]
pub(crate) struct OffsetIndex {
    entries: GrowList<(Offset, u64)>,
}

impl OffsetIndex {
    /// Bytes of an entry in the file.
    pub(crate) const ENTRY_BYTES: i64 = 8;

    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(crate) fn append(&mut self, last_offset: Offset, position: u64) {
        self.entries.push((last_offset, position));
    }

    /// The entry with the greatest offset at or below `offset`.
    pub(crate) fn lookup(&self, offset: Offset) -> Option<(Offset, u64)> {
        let after = self.entries.partition_point(|entry| entry.0 <= offset);
        self.entries.get(after.checked_sub(1)?).copied()
    }

    /// Forgets entries of batches that start at or after `position`.
    pub(crate) fn truncate(&mut self, position: u64) {
        let kept = self.entries.partition_point(|entry| entry.1 < position);
        self.entries.truncate(kept);
    }

    /// Position of the last entry's batch, if there is one.
    pub(crate) fn last_position(&self) -> Option<u64> {
        self.entries.last().map(|entry| entry.1)
    }

    /// The entries, in order.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (Offset, u64)> {
        self.entries.iter().copied()
    }

    /// The file's bytes.
    pub(crate) fn bytes(&self, base_offset: Offset) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.len() * Self::ENTRY_BYTES as usize);
        for (offset, position) in self.entries.iter() {
            bytes.extend_from_slice(&((offset.0 - base_offset.0) as i32).to_be_bytes());
            bytes.extend_from_slice(&(*position as i32).to_be_bytes());
        }
        bytes
    }
}

/// A time to the offset of the batch that first reached it.
#[derive(Clone, Debug, Default)]
pub(crate) struct TimeIndex {
    entries: GrowList<(EpochMillis, Offset)>,
}

impl TimeIndex {
    /// Bytes of an entry in the file.
    pub(crate) const ENTRY_BYTES: i64 = 12;

    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Adds an entry unless the time is no later than the last one's.
    pub(crate) fn maybe_append(&mut self, time: EpochMillis, offset: Offset) {
        if self.entries.last().is_none_or(|last| last.0 < time) {
            self.entries.push((time, offset));
        }
    }

    /// The entry with the greatest time at or below `time`.
    pub(crate) fn lookup(&self, time: EpochMillis) -> Option<(EpochMillis, Offset)> {
        let after = self.entries.partition_point(|entry| entry.0 <= time);
        self.entries.get(after.checked_sub(1)?).copied()
    }

    /// Forgets entries at or after `offset`.
    pub(crate) fn truncate(&mut self, offset: Offset) {
        let kept = self.entries.partition_point(|entry| entry.1 < offset);
        self.entries.truncate(kept);
    }

    /// The entries, in order.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (EpochMillis, Offset)> {
        self.entries.iter().copied()
    }

    /// The file's bytes.
    pub(crate) fn bytes(&self, base_offset: Offset) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.len() * Self::ENTRY_BYTES as usize);
        for (time, offset) in self.entries.iter() {
            bytes.extend_from_slice(&time.0.to_be_bytes());
            bytes.extend_from_slice(&((offset.0 - base_offset.0) as i32).to_be_bytes());
        }
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offset_index_finds_the_floor() {
        let mut index = OffsetIndex::default();
        index.append(Offset(45), 100);
        index.append(Offset(50), 300);
        assert_eq!(index.lookup(Offset(44)), None);
        assert_eq!(index.lookup(Offset(49)), Some((Offset(45), 100)));
        assert_eq!(index.lookup(Offset(99)), Some((Offset(50), 300)));
        assert_eq!(index.bytes(Offset(40)), [0, 0, 0, 5, 0, 0, 0, 100, 0, 0, 0, 10, 0, 0, 1, 44]);
        index.truncate(300);
        assert_eq!((index.len(), index.last_position()), (1, Some(100)));
    }

    #[test]
    fn a_time_index_only_moves_on() {
        let mut index = TimeIndex::default();
        index.maybe_append(EpochMillis(10), Offset(1));
        index.maybe_append(EpochMillis(10), Offset(2));
        index.maybe_append(EpochMillis(7), Offset(3));
        index.maybe_append(EpochMillis(20), Offset(4));
        assert_eq!(index.len(), 2);
        assert_eq!(index.lookup(EpochMillis(19)), Some((EpochMillis(10), Offset(1))));
        assert_eq!(index.lookup(EpochMillis(9)), None);
        assert_eq!(index.bytes(Offset(0)).len(), 24);
        index.truncate(Offset(4));
        assert_eq!(index.entries().last(), Some((EpochMillis(10), Offset(1))));
    }
}
