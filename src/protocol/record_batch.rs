//! Record batch, magic 2: real bytes (KIP-98), CRC-32C, one shared buffer for
//! the producer, the log, the wire and the reader. Mirrors `DefaultRecordBatch`.
//!
//! Left out: compression (every batch is plain) and control batches.

use super::varint::{put_varint, put_varlong, take_varint, take_varlong};
use crate::base::{EpochMillis, LeaderEpoch, Offset, ProducerEpoch, ProducerId};
use bytes::Bytes;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// Bytes before the records: base offset to record count.
pub const BATCH_OVERHEAD: usize = 61;
/// The CRC covers everything from here on.
const CRC_START: usize = 21;
const MAGIC: u8 = 2;
/// Attribute bit 3: timestamps are the broker's (`LogAppendTime`).
const LOG_APPEND_TIME: u16 = 0x08;

/// One record, decoded.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Record {
    /// Where it lies.
    pub offset: Offset,
    /// Its key, if any.
    pub key: Option<Bytes>,
    /// Its value; none is a tombstone.
    pub value: Option<Bytes>,
    /// When it was made (or appended, with `LogAppendTime`).
    pub timestamp: EpochMillis,
    /// Headers, in order.
    pub headers: Vec<(Bytes, Option<Bytes>)>,
}

/// A batch of records: its very bytes, and its header read once.
/// Cloning shares the bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordBatch(Arc<Inner>);

#[derive(Debug, PartialEq, Eq)]
struct Inner {
    bytes: Bytes,
    header: BatchHeader,
}

/// The header of a batch, field by field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct BatchHeader {
    /// Offset of the first record.
    pub base_offset: Offset,
    /// Epoch of the leader that appended it.
    pub leader_epoch: LeaderEpoch,
    /// CRC-32C over attributes to end.
    pub crc: u32,
    /// Compression, timestamp type, transactional and control bits.
    pub attributes: u16,
    /// Last record's offset minus the first's.
    pub last_offset_delta: i32,
    /// Time of the first record.
    pub base_timestamp: EpochMillis,
    /// Largest time in the batch.
    pub max_timestamp: EpochMillis,
    /// Idempotent producer, or [`ProducerId::NONE`].
    pub producer: ProducerId,
    /// Its epoch.
    pub producer_epoch: ProducerEpoch,
    /// Sequence of the first record, -1 without idempotence.
    pub base_sequence: i32,
    /// Number of records.
    pub record_count: i32,
}

/// Why bytes are not a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BatchError {
    /// Fewer bytes than the batch says it has.
    #[error("the batch is cut short")]
    Truncated,
    /// Not magic 2, or a field that contradicts another.
    #[error("not a record batch of magic 2")]
    Malformed,
    /// The checksum does not match the bytes.
    #[error("the checksum does not match")]
    Checksum,
}

impl RecordBatch {
    /// Reads the batch at the head of `bytes`, sharing them. The checksum is not
    /// looked at: see [`RecordBatch::is_intact`].
    ///
    /// # Errors
    /// [`BatchError::Truncated`] or [`BatchError::Malformed`].
    pub fn parse(bytes: &Bytes) -> Result<Self, BatchError> {
        let head: &[u8; BATCH_OVERHEAD] = bytes.first_chunk().ok_or(BatchError::Truncated)?;
        let length = i32_at(head, 8);
        if length < (BATCH_OVERHEAD - 12) as i32 || head[16] != MAGIC {
            return Err(BatchError::Malformed);
        }
        let size = length as usize + 12;
        if bytes.len() < size {
            return Err(BatchError::Truncated);
        }
        let header = BatchHeader {
            base_offset: Offset(i64_at(head, 0)),
            leader_epoch: LeaderEpoch(i32_at(head, 12)),
            crc: i32_at(head, 17) as u32,
            attributes: u16::from_be_bytes([head[21], head[22]]),
            last_offset_delta: i32_at(head, 23),
            base_timestamp: EpochMillis(i64_at(head, 27)),
            max_timestamp: EpochMillis(i64_at(head, 35)),
            producer: ProducerId(i64_at(head, 43)),
            producer_epoch: ProducerEpoch(i16::from_be_bytes([head[51], head[52]])),
            base_sequence: i32_at(head, 53),
            record_count: i32_at(head, 57),
        };
        if header.last_offset_delta < 0 || header.record_count < 0 {
            return Err(BatchError::Malformed);
        }
        Ok(Self(Arc::new(Inner { bytes: bytes.slice(..size), header })))
    }

    /// The bytes, as the log, the wire and the disk hold them.
    #[must_use]
    pub fn bytes(&self) -> &Bytes {
        &self.0.bytes
    }

    /// The header.
    #[must_use]
    pub fn header(&self) -> &BatchHeader {
        &self.0.header
    }

    /// Number of bytes.
    #[must_use]
    pub fn size_bytes(&self) -> u64 {
        self.0.bytes.len() as u64
    }

    /// Offset of the first record.
    #[must_use]
    pub fn base_offset(&self) -> Offset {
        self.0.header.base_offset
    }

    /// Offset of the last record.
    #[must_use]
    pub fn last_offset(&self) -> Offset {
        self.0.header.base_offset.plus(i64::from(self.0.header.last_offset_delta))
    }

    /// The offset after the last record.
    #[must_use]
    pub fn next_offset(&self) -> Offset {
        self.last_offset().next()
    }

    /// Sequence of the last record, -1 without idempotence. Wraps after 2^31 - 1.
    #[must_use]
    pub fn last_sequence(&self) -> i32 {
        let header = &self.0.header;
        if header.base_sequence < 0 {
            return -1;
        }
        let last = i64::from(header.base_sequence) + i64::from(header.last_offset_delta);
        (last % (1 << 31)) as i32
    }

    /// Whether the checksum matches the bytes.
    #[must_use]
    pub fn is_intact(&self) -> bool {
        crc32c::crc32c(&self.0.bytes[CRC_START..]) == self.0.header.crc
    }

    /// The same batch as a leader stores it: with its offset and the leader's
    /// epoch, which the checksum does not cover.
    #[must_use]
    pub fn placed(&self, base_offset: Offset, leader_epoch: LeaderEpoch) -> Self {
        let mut bytes = self.0.bytes.to_vec();
        bytes[..8].copy_from_slice(&base_offset.0.to_be_bytes());
        bytes[12..16].copy_from_slice(&leader_epoch.0.to_be_bytes());
        let header = BatchHeader { base_offset, leader_epoch, ..self.0.header };
        Self(Arc::new(Inner { bytes: bytes.into(), header }))
    }

    /// Whether its records bear the broker's time (`LogAppendTime`).
    #[must_use]
    pub fn is_append_time(&self) -> bool {
        self.0.header.attributes & LOG_APPEND_TIME != 0
    }

    /// The same batch with the broker's time (`message.timestamp.type=LogAppendTime`).
    #[must_use]
    pub fn stamped(&self, time: EpochMillis) -> Self {
        let mut bytes = self.0.bytes.to_vec();
        let attributes = self.0.header.attributes | LOG_APPEND_TIME;
        bytes[21..23].copy_from_slice(&attributes.to_be_bytes());
        bytes[35..43].copy_from_slice(&time.0.to_be_bytes());
        let crc = crc32c::crc32c(&bytes[CRC_START..]);
        bytes[17..21].copy_from_slice(&crc.to_be_bytes());
        let header = BatchHeader { attributes, crc, max_timestamp: time, ..self.0.header };
        Self(Arc::new(Inner { bytes: bytes.into(), header }))
    }

    /// The records, decoded.
    ///
    /// # Errors
    /// [`BatchError::Checksum`] when the bytes were damaged, else as [`RecordBatch::parse`].
    pub fn records(&self) -> Result<Vec<Record>, BatchError> {
        if !self.is_intact() {
            return Err(BatchError::Checksum);
        }
        self.records_as_they_stand()
    }

    /// The records, whatever the checksum says, as `kafka-dump-log` reads them.
    ///
    /// # Errors
    /// As [`RecordBatch::parse`].
    pub fn records_as_they_stand(&self) -> Result<Vec<Record>, BatchError> {
        let header = &self.0.header;
        let mut rest = self.0.bytes.slice(BATCH_OVERHEAD..);
        // A record takes at least seven bytes: a count from outside can't ask for more room.
        let mut records = Vec::with_capacity((header.record_count as usize).min(rest.len() / 7));
        for _ in 0..header.record_count {
            let length = usize::try_from(take_varint(&mut rest)?).map_err(|_| BatchError::Malformed)?;
            if length > rest.len() {
                return Err(BatchError::Truncated);
            }
            let mut body = rest.split_to(length);
            records.push(self.record(&mut body)?);
        }
        Ok(records)
    }

    fn record(&self, body: &mut Bytes) -> Result<Record, BatchError> {
        let header = &self.0.header;
        if body.is_empty() {
            return Err(BatchError::Truncated);
        }
        let _attributes = body.split_to(1);
        let timestamp_delta = take_varlong(body)?;
        let offset_delta = take_varint(body)?;
        let key = take_blob(body)?;
        let value = take_blob(body)?;
        let count = take_varint(body)?;
        let mut headers = Vec::new();
        for _ in 0..count {
            headers.push((take_blob(body)?.ok_or(BatchError::Malformed)?, take_blob(body)?));
        }
        let timestamp = if header.attributes & LOG_APPEND_TIME != 0 {
            header.max_timestamp
        } else {
            EpochMillis(header.base_timestamp.0.wrapping_add(timestamp_delta))
        };
        Ok(Record {
            offset: header.base_offset.plus(i64::from(offset_delta)),
            key,
            value,
            timestamp,
            headers,
        })
    }
}

/// Equal batches are equal bytes; the checksum stands for those it covers.
impl Hash for RecordBatch {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let header = &self.0.header;
        (header.base_offset, header.leader_epoch, header.crc, self.0.bytes.len()).hash(state);
    }
}

/// Builds a batch record by record.
#[derive(Clone, Debug, Default)]
pub struct BatchBuilder {
    records: Vec<u8>,
    count: i32,
    base_timestamp: i64,
    max_timestamp: i64,
}

impl BatchBuilder {
    /// A builder without records.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a record.
    pub fn push(&mut self, key: Option<&[u8]>, value: Option<&[u8]>, timestamp: EpochMillis) {
        if self.count == 0 {
            self.base_timestamp = timestamp.0;
            self.max_timestamp = timestamp.0;
        }
        self.max_timestamp = self.max_timestamp.max(timestamp.0);
        let mut body = Vec::with_capacity(16 + key.map_or(0, <[u8]>::len) + value.map_or(0, <[u8]>::len));
        body.push(0);
        put_varlong(&mut body, timestamp.0 - self.base_timestamp);
        put_varint(&mut body, self.count);
        put_blob(&mut body, key);
        put_blob(&mut body, value);
        put_varint(&mut body, 0);
        put_varint(&mut self.records, body.len() as i32);
        self.records.extend_from_slice(&body);
        self.count += 1;
    }

    /// Number of records so far.
    #[must_use]
    pub fn count(&self) -> i32 {
        self.count
    }

    /// Size of the batch so far, in bytes.
    #[must_use]
    pub fn size_bytes(&self) -> u64 {
        (BATCH_OVERHEAD + self.records.len()) as u64
    }

    /// The batch, at offset 0 and without leader epoch.
    #[must_use]
    pub fn build(&self, producer: ProducerId, epoch: ProducerEpoch, base_sequence: i32) -> RecordBatch {
        let last_offset_delta = self.count - 1;
        let mut bytes = Vec::with_capacity(BATCH_OVERHEAD + self.records.len());
        bytes.extend_from_slice(&0_i64.to_be_bytes());
        bytes.extend_from_slice(&((BATCH_OVERHEAD - 12 + self.records.len()) as i32).to_be_bytes());
        bytes.extend_from_slice(&LeaderEpoch::UNKNOWN.0.to_be_bytes());
        bytes.push(MAGIC);
        bytes.extend_from_slice(&[0; 4]);
        bytes.extend_from_slice(&0_u16.to_be_bytes());
        bytes.extend_from_slice(&last_offset_delta.to_be_bytes());
        bytes.extend_from_slice(&self.base_timestamp.to_be_bytes());
        bytes.extend_from_slice(&self.max_timestamp.to_be_bytes());
        bytes.extend_from_slice(&producer.0.to_be_bytes());
        bytes.extend_from_slice(&epoch.0.to_be_bytes());
        bytes.extend_from_slice(&base_sequence.to_be_bytes());
        bytes.extend_from_slice(&self.count.to_be_bytes());
        bytes.extend_from_slice(&self.records);
        let crc = crc32c::crc32c(&bytes[CRC_START..]);
        bytes[17..21].copy_from_slice(&crc.to_be_bytes());
        let header = BatchHeader {
            base_offset: Offset::ZERO,
            leader_epoch: LeaderEpoch::UNKNOWN,
            crc,
            attributes: 0,
            last_offset_delta,
            base_timestamp: EpochMillis(self.base_timestamp),
            max_timestamp: EpochMillis(self.max_timestamp),
            producer,
            producer_epoch: epoch,
            base_sequence,
            record_count: self.count,
        };
        RecordBatch(Arc::new(Inner { bytes: bytes.into(), header }))
    }
}

fn put_blob(to: &mut Vec<u8>, blob: Option<&[u8]>) {
    match blob {
        None => put_varint(to, -1),
        Some(blob) => {
            put_varint(to, blob.len() as i32);
            to.extend_from_slice(blob);
        }
    }
}

fn take_blob(from: &mut Bytes) -> Result<Option<Bytes>, BatchError> {
    let length = take_varint(from)?;
    if length < 0 {
        return Ok(None);
    }
    if length as usize > from.len() {
        return Err(BatchError::Truncated);
    }
    Ok(Some(from.split_to(length as usize)))
}

fn i32_at(head: &[u8; BATCH_OVERHEAD], at: usize) -> i32 {
    i32::from_be_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]])
}

fn i64_at(head: &[u8; BATCH_OVERHEAD], at: usize) -> i64 {
    (i64::from(i32_at(head, at)) << 32) | i64::from(i32_at(head, at + 4) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn batch(values: &[&str]) -> RecordBatch {
        let mut builder = BatchBuilder::new();
        for (index, value) in values.iter().enumerate() {
            builder.push(None, Some(value.as_bytes()), EpochMillis(1_000 + index as i64));
        }
        builder.build(ProducerId(4), ProducerEpoch(0), 7)
    }

    #[test]
    fn kafkas_singleton_batch_is_72_bytes() {
        assert_eq!(batch(&["test"]).size_bytes(), 72);
    }

    #[test]
    fn bytes_round_trip_and_placing_keeps_the_checksum() {
        let placed = batch(&["a", "b", "c"]).placed(Offset(40), LeaderEpoch(6));
        let read = RecordBatch::parse(placed.bytes()).unwrap();
        assert_eq!(read, placed);
        assert!(read.is_intact());
        assert_eq!((read.last_offset(), read.last_sequence()), (Offset(42), 9));
        let records = read.records().unwrap();
        assert_eq!(records[1].value.as_deref(), Some(&b"b"[..]));
        assert_eq!((records[2].offset, records[2].timestamp), (Offset(42), EpochMillis(1_002)));
        let stamped = placed.stamped(EpochMillis(9));
        assert_eq!(stamped.records().unwrap()[0].timestamp, EpochMillis(9));
    }

    #[test]
    fn damage_is_found() {
        let mut bytes = batch(&["hello"]).bytes().to_vec();
        let last = bytes.len() - 1;
        bytes[last - 2] ^= 1;
        assert_eq!(RecordBatch::parse(&bytes.clone().into()).unwrap().records(), Err(BatchError::Checksum));
        assert_eq!(RecordBatch::parse(&Bytes::copy_from_slice(&bytes[..last])), Err(BatchError::Truncated));
        assert_eq!(RecordBatch::parse(&Bytes::from(vec![0; 80])), Err(BatchError::Malformed));
    }
}
