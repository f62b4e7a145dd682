//! A segment: one `.log` file of whole batches with its two indexes. Mirrors
//! Kafka's `LogSegment`.
//!
//! The batches' headers are also kept decoded, so that the end of the log is
//! found without reading; write number `n` of the file is batch number `n`.

use super::index::{OffsetIndex, TimeIndex};
use crate::base::{EpochMillis, GrowList, Instant, Offset};
use crate::config::TopicConfig;
use crate::protocol::{BATCH_OVERHEAD, RecordBatch};
use crate::sim::File;

#[derive(Clone, Debug)]
pub(crate) struct Segment {
    pub(crate) base_offset: Offset,
    pub(crate) created: Instant,
    pub(crate) log: File,
    pub(crate) index: OffsetIndex,
    pub(crate) time_index: TimeIndex,
    batches: GrowList<RecordBatch>,
    /// The largest record time, and the last offset of the batch that reached it.
    largest: Option<(EpochMillis, Offset)>,
}

/// A batch about to be appended, as far as rolling is concerned.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Incoming {
    pub(crate) size_bytes: u64,
    pub(crate) max_timestamp: EpochMillis,
    pub(crate) last_offset: Offset,
    pub(crate) now: Instant,
}

impl Segment {
    pub(crate) fn new(base_offset: Offset, created: Instant) -> Self {
        Self {
            base_offset,
            created,
            log: File::new(),
            index: OffsetIndex::default(),
            time_index: TimeIndex::default(),
            batches: GrowList::new(),
            largest: None,
        }
    }

    pub(crate) fn size_bytes(&self) -> u64 {
        self.log.size_bytes()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.batches.is_empty()
    }

    /// The offset after the last record.
    pub(crate) fn next_offset(&self) -> Offset {
        self.batches.last().map_or(self.base_offset, RecordBatch::next_offset)
    }

    pub(crate) fn batches(&self) -> &GrowList<RecordBatch> {
        &self.batches
    }

    /// Largest record time; the file's own age when no record has one.
    pub(crate) fn largest_timestamp(&self, calendar: EpochMillis) -> EpochMillis {
        self.largest.map_or(self.created.on_calendar(calendar), |largest| largest.0)
    }

    /// Largest record time, -1 when no record has one.
    pub(crate) fn largest_record_timestamp(&self) -> EpochMillis {
        self.largest.map_or(EpochMillis(-1), |largest| largest.0)
    }

    /// Writes a batch that has its offsets. Shares its bytes.
    pub(crate) fn append(&mut self, batch: RecordBatch, index_interval_bytes: i64) {
        let (position, last_offset) = (self.log.size_bytes(), batch.last_offset());
        let time = batch.header().max_timestamp;
        if time.0 >= 0 && self.largest.is_none_or(|largest| largest.0 < time) {
            self.largest = Some((time, last_offset));
        }
        let since_last_entry = position - self.index.last_position().unwrap_or(0);
        if since_last_entry as i64 > index_interval_bytes {
            self.index.append(last_offset, position);
            self.index_largest_time();
        }
        self.log.append(batch.bytes().clone());
        self.batches.push(batch);
    }

    fn index_largest_time(&mut self) {
        if let Some((time, offset)) = self.largest {
            self.time_index.maybe_append(time, offset);
        }
    }

    /// The segment is full: its largest time enters the time index, and everything
    /// is flushed.
    pub(crate) fn on_become_inactive(&mut self) {
        self.index_largest_time();
        self.log.flush();
    }

    /// `LogSegment.shouldRoll`: `Some(true)` by time, `Some(false)` for another reason.
    pub(crate) fn should_roll(&self, config: &TopicConfig, incoming: Incoming) -> Option<bool> {
        let size_bytes = self.size_bytes() as i64;
        if size_bytes == 0 {
            return None;
        }
        if size_bytes > config.segment_bytes - incoming.size_bytes as i64 {
            return Some(false);
        }
        if incoming.last_offset.0 - self.base_offset.0 > i64::from(i32::MAX) {
            return Some(false);
        }
        let waited_ms = match self.batches.get(0).map(|first| first.header().max_timestamp) {
            Some(first) if first.0 >= 0 => incoming.max_timestamp.0.saturating_sub(first.0),
            _ => incoming.now.since(self.created).as_millis() as i64,
        };
        if waited_ms > config.segment_ms.saturating_sub(self.jitter_ms(config)) {
            return Some(true);
        }
        let index_entries = config.segment_index_bytes / OffsetIndex::ENTRY_BYTES;
        let time_index_entries = config.segment_index_bytes / TimeIndex::ENTRY_BYTES;
        let index_full = self.index.len() as i64 >= index_entries;
        let time_index_full = self.time_index.len() as i64 >= time_index_entries - 1;
        (index_full || time_index_full).then_some(false)
    }

    /// Taken off `segment.ms` so that logs do not all roll together. Kafka draws it;
    /// here it follows from the base offset, for a log has no stream of its own.
    fn jitter_ms(&self, config: &TopicConfig) -> i64 {
        let bound = config.segment_jitter_ms.min(config.segment_ms);
        if bound <= 0 {
            return 0;
        }
        let mixed = (self.base_offset.0 as u64 ^ 0x9e37_79b9_7f4a_7c15).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        ((mixed >> 16) % bound as u64) as i64
    }

    /// Number of the first batch that ends at or after `offset`.
    pub(crate) fn position_of(&self, offset: Offset) -> usize {
        self.batches.partition_point(|batch| batch.last_offset() < offset)
    }

    /// Batches from the one that holds `from`, while they start below `up_to` and
    /// fit; the first one needn't fit.
    pub(crate) fn read(&self, from: Offset, up_to: Offset, max_bytes: u64) -> Vec<RecordBatch> {
        let mut total = 0;
        let mut found = Vec::new();
        for batch in self.batches.iter_from(self.position_of(from)) {
            total += batch.size_bytes();
            if batch.base_offset() >= up_to || (total > max_bytes && !found.is_empty()) {
                break;
            }
            found.push(batch.clone());
        }
        found
    }

    /// The first batch whose largest time is at or after `time`. The time index says
    /// where to start.
    pub(crate) fn first_at_time(&self, time: EpochMillis) -> impl Iterator<Item = &RecordBatch> {
        // The entry's own batch is the first to reach a time at or before the one
        // sought, so nothing before it can be later.
        let from = self
            .time_index
            .lookup(EpochMillis(time.0.saturating_sub(1)))
            .map_or(0, |entry| self.position_of(entry.1));
        self.batches.iter_from(from).filter(move |batch| batch.header().max_timestamp >= time)
    }

    /// Removes every batch that reaches `to` or beyond.
    pub(crate) fn truncate(&mut self, to: Offset) {
        let kept = self.position_of(to);
        self.index.truncate(self.log.position_of(kept));
        self.batches.truncate(kept);
        self.log.truncate(kept);
        self.time_index.truncate(self.next_offset());
        self.largest = None;
        for batch in self.batches.iter() {
            let time = batch.header().max_timestamp;
            if time.0 >= 0 && self.largest.is_none_or(|largest| largest.0 < time) {
                self.largest = Some((time, batch.last_offset()));
            }
        }
    }

    /// Flips a byte in the middle of the records of the batch that holds `offset`.
    pub(crate) fn corrupt_byte(&mut self, offset: Offset) -> bool {
        let at = self.position_of(offset);
        let Some(batch) = self.batches.get(at).filter(|batch| batch.base_offset() <= offset) else {
            return false;
        };
        let mut bytes = batch.bytes().to_vec();
        let middle = BATCH_OVERHEAD + (bytes.len() - BATCH_OVERHEAD) / 2;
        let Some(byte) = bytes.get_mut(middle) else { return false };
        *byte ^= 0x40;
        // The header is untouched, so the batch reads as one still.
        let Ok(damaged) = RecordBatch::parse(&bytes.into()) else { return false };
        self.log.overwrite(at, damaged.bytes().clone());
        let rest: Vec<RecordBatch> = self.batches.iter_from(at + 1).cloned().collect();
        self.batches.truncate(at);
        self.batches.push(damaged);
        rest.into_iter().for_each(|batch| self.batches.push(batch));
        true
    }

    /// `LogSegment.recover` (with `check`) or plain loading: reads the file's batches
    /// up to the first that is none. Returns the bytes cut off.
    pub(crate) fn load(
        base_offset: Offset,
        created: Instant,
        log: &File,
        index_interval_bytes: i64,
        check: bool,
    ) -> (Self, u64) {
        let mut segment = Self::new(base_offset, created);
        for bytes in log.iter() {
            match RecordBatch::parse(bytes) {
                Ok(batch)
                    if batch.size_bytes() == bytes.len() as u64
                        && batch.base_offset() >= segment.next_offset()
                        && (!check || batch.is_intact()) =>
                {
                    segment.append(batch, index_interval_bytes);
                }
                _ => break,
            }
        }
        let lost_bytes = log.size_bytes() - segment.size_bytes();
        // The same writes, but with what was flushed still known to be.
        segment.log = log.clone();
        segment.log.truncate(segment.batches.len());
        (segment, lost_bytes)
    }

    /// `00000000000000000042`: what all its files are called.
    pub(crate) fn name(&self) -> String {
        format!("{:020}", self.base_offset.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{LeaderEpoch, ProducerEpoch, ProducerId};
    use crate::protocol::BatchBuilder;

    /// 72 bytes, as Kafka's `TestUtils.singletonRecords("test")`.
    fn singleton(offset: i64, time_ms: i64) -> RecordBatch {
        let mut builder = BatchBuilder::new();
        builder.push(None, Some(b"test"), EpochMillis(time_ms));
        builder.build(ProducerId::NONE, ProducerEpoch::NONE, -1).placed(Offset(offset), LeaderEpoch(0))
    }

    fn segment(times_ms: &[i64]) -> Segment {
        let mut segment = Segment::new(Offset(40), Instant::START);
        for (index, &time) in times_ms.iter().enumerate() {
            segment.append(singleton(40 + index as i64, time), 100);
        }
        segment
    }

    #[test]
    fn an_index_entry_follows_more_than_the_interval() {
        let segment = segment(&[10, 20, 15, 30, 30]);
        // Bytes since the last entry: 0, 72, 144 > 100, 72, 144 > 100.
        assert_eq!(segment.index.entries().collect::<Vec<_>>(), [(Offset(42), 144), (Offset(44), 288)]);
        assert_eq!(
            segment.time_index.entries().collect::<Vec<_>>(),
            [(EpochMillis(20), Offset(41)), (EpochMillis(30), Offset(43))]
        );
        assert_eq!(segment.name(), "00000000000000000040");
    }

    #[test]
    fn cutting_and_loading_give_the_same_segment() {
        let mut cut = segment(&[10, 90, 15, 30, 30]);
        cut.truncate(Offset(43));
        let again = segment(&[10, 90, 15]);
        let loaded = Segment::load(Offset(40), Instant::START, &cut.log, 100, true).0;
        for other in [&again, &loaded] {
            assert_eq!(format!("{:?}", cut.index), format!("{:?}", other.index));
            assert_eq!(format!("{:?}", cut.time_index), format!("{:?}", other.time_index));
            assert_eq!((cut.next_offset(), cut.size_bytes()), (other.next_offset(), other.size_bytes()));
            assert_eq!(cut.largest, other.largest);
        }
        cut.truncate(Offset(41));
        assert_eq!(cut.largest, Some((EpochMillis(10), Offset(40))));
    }

    #[test]
    fn a_read_takes_whole_batches_and_at_least_one() {
        let segment = segment(&[1, 2, 3, 4]);
        let offsets = |from, up_to, max| {
            let batches = segment.read(Offset(from), Offset(up_to), max);
            batches.iter().map(|batch| batch.base_offset().0).collect::<Vec<_>>()
        };
        assert_eq!(offsets(41, 99, 1), [41]);
        assert_eq!(offsets(40, 99, 72 * 3 - 1), [40, 41]);
        assert_eq!(offsets(40, 42, 9_999), [40, 41]);
        assert_eq!(offsets(44, 99, 9_999), [0; 0]);
    }

    #[test]
    fn damage_ends_the_valid_part() {
        let mut segment = segment(&[1, 2, 3, 4]);
        segment.log.flush();
        assert!(segment.corrupt_byte(Offset(42)));
        assert!(!segment.corrupt_byte(Offset(44)));
        let (kept, lost) = Segment::load(Offset(40), Instant::START, &segment.log, 100, true);
        assert_eq!((kept.next_offset(), lost, kept.log.flushed_bytes()), (Offset(42), 144, 144));
        let (blind, lost) = Segment::load(Offset(40), Instant::START, &segment.log, 100, false);
        assert_eq!((blind.next_offset(), lost), (Offset(44), 0));
    }
}
