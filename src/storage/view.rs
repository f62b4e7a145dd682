//! A log from outside: what the window and the laws look at.

use super::event::SegmentView;
use super::log::PartitionLog;
use super::segment::Segment;
use crate::base::{EpochMillis, Offset};

impl PartitionLog {
    /// The segments, oldest first; the last is the active one.
    #[must_use]
    pub fn segments(&self) -> Vec<SegmentView> {
        let active = self.state.active.base_offset;
        self.state.segments().map(|segment| view(segment, segment.base_offset == active, ".log")).collect()
    }

    /// Removed segments whose files are still there, in the order they were removed.
    #[must_use]
    pub fn deleted_segments(&self) -> Vec<SegmentView> {
        self.state.deleted.iter().map(|deleted| view(&deleted.segment, false, ".log.deleted")).collect()
    }

    /// Entries of a segment's offset index: last offset of a batch, and its position.
    #[must_use]
    pub fn index_entries(&self, segment: Offset) -> Vec<(Offset, u64)> {
        self.segment(segment).map_or_else(Vec::new, |segment| segment.index.entries().collect())
    }

    /// Where a read of `offset` starts by the index of its segment: the entry at or
    /// below it. `None` when the read starts at the head of the segment's file.
    #[must_use]
    pub fn index_lookup(&self, offset: Offset) -> Option<(Offset, u64)> {
        self.state.segments_from(offset).next()?.index.lookup(offset)
    }

    /// Entries of a segment's time index: a time, and the offset that reached it.
    #[must_use]
    pub fn time_index_entries(&self, segment: Offset) -> Vec<(EpochMillis, Offset)> {
        self.segment(segment).map_or_else(Vec::new, |segment| segment.time_index.entries().collect())
    }

    /// The bytes of a segment's `.log`, `.index` and `.timeindex` files.
    #[must_use]
    pub fn segment_files(&self, segment: Offset) -> Option<[(String, Vec<u8>); 3]> {
        let segment = self.segment(segment)?;
        let (name, base) = (segment.name(), segment.base_offset);
        let log = segment.log.iter().flat_map(|bytes| bytes.iter().copied()).collect();
        Some([
            (format!("{name}.log"), log),
            (format!("{name}.index"), segment.index.bytes(base)),
            (format!("{name}.timeindex"), segment.time_index.bytes(base)),
        ])
    }

    fn segment(&self, base_offset: Offset) -> Option<&Segment> {
        self.state.segments_from(base_offset).next().filter(|segment| segment.base_offset == base_offset)
    }
}

fn view(segment: &Segment, is_active: bool, suffix: &str) -> SegmentView {
    SegmentView {
        base_offset: segment.base_offset,
        next_offset: segment.next_offset(),
        size_bytes: segment.size_bytes(),
        largest_timestamp: segment.largest_record_timestamp(),
        is_active,
        flushed_bytes: segment.log.flushed_bytes(),
        index_entries: segment.index.len(),
        time_index_entries: segment.time_index.len(),
        file_name: segment.name() + suffix,
    }
}
