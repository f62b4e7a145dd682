//! The metadata log: what a controller keeps on its disk (`__cluster_metadata-0`).
//!
//! A controller flushes its log before it commits, so neither a crash nor a
//! power cut takes a committed record away: the log as it stands *is* the disk.
//! Snapshots (KIP-630) are left out; a restart replays from the first record.

use crate::base::GrowList;
use crate::protocol::MetadataRecord;
use std::sync::Arc;

/// Committed metadata records; a record's offset is its place in the list.
#[derive(Clone, Debug, Default)]
pub struct MetadataLog {
    records: GrowList<Arc<MetadataRecord>>,
}

impl MetadataLog {
    /// The offset of the next record; every record before it is committed.
    #[must_use]
    pub fn end_offset(&self) -> i64 {
        self.records.len() as i64
    }

    /// The record at `offset`, if there is one.
    #[must_use]
    pub fn get(&self, offset: i64) -> Option<&Arc<MetadataRecord>> {
        self.records.get(usize::try_from(offset).ok()?)
    }

    /// Up to `limit` records from `offset` on.
    #[must_use]
    pub fn read(&self, offset: i64, limit: usize) -> Vec<Arc<MetadataRecord>> {
        self.records.iter_from(usize::try_from(offset).unwrap_or(0)).take(limit).cloned().collect()
    }

    /// All records with their offsets, in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (i64, &Arc<MetadataRecord>)> {
        (0..self.end_offset()).filter_map(|offset| self.get(offset).map(|record| (offset, record)))
    }

    /// Appends a record and flushes it; gives its offset.
    pub(super) fn append(&mut self, record: Arc<MetadataRecord>) -> i64 {
        let offset = self.end_offset();
        self.records.push(record);
        offset
    }
}
