//! One partition's log on every replica, and one record decoded.

use crate::base::{BrokerId, LeaderEpoch, Offset, Text, TopicPartition};
use std::sync::Arc;

/// A partition's log on every replica.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LogView {
    /// The partition.
    pub partition: TopicPartition,
    /// Its replicas, leader first, then in assignment order.
    pub replicas: Vec<ReplicaLogView>,
    /// Committed offsets of each group that reads it.
    pub committed: Vec<(Text, Offset)>,
}

/// One replica's log.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReplicaLogView {
    /// The broker that holds it.
    pub broker: BrokerId,
    /// Leader, follower or offline.
    pub role: super::Role,
    /// Whether the controller counts it in sync.
    pub in_sync: bool,
    /// First readable offset.
    pub log_start: Offset,
    /// First offset that is not committed, as this replica knows.
    pub high_watermark: Offset,
    /// Offset of the next record.
    pub log_end: Offset,
    /// First offset that a power cut would lose.
    pub flushed_end: Offset,
    /// Its segments, oldest first.
    pub segments: Vec<SegmentView>,
    /// Its last batches, oldest first; a window, not the whole log.
    pub batches: Arc<Vec<BatchView>>,
    /// Leader epochs and the offset each began at.
    pub epochs: Vec<(LeaderEpoch, Offset)>,
    /// From this offset on, its records are not the leader's.
    pub diverges_at: Option<Offset>,
}

/// A segment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SegmentView {
    /// First offset.
    pub base_offset: Offset,
    /// Offset after the last.
    pub next_offset: Offset,
    /// Bytes of records.
    pub size_bytes: u64,
    /// Whether it is the one written to.
    pub is_active: bool,
}

/// A batch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BatchView {
    /// First offset.
    pub base_offset: Offset,
    /// Last offset.
    pub last_offset: Offset,
    /// The reign it was written in.
    pub epoch: LeaderEpoch,
    /// Bytes.
    pub size_bytes: u32,
    /// Its checksum.
    pub crc: u32,
}

/// One record, decoded from a replica's bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordView {
    /// The replica it was read from.
    pub broker: BrokerId,
    /// The partition.
    pub partition: TopicPartition,
    /// Its offset.
    pub offset: Offset,
    /// Its batch.
    pub batch: BatchView,
    /// Whether the batch's checksum is right.
    pub is_crc_valid: bool,
    /// Its timestamp, ready to read.
    pub timestamp: Text,
    /// Its key; `None`: no key.
    pub key: Option<Text>,
    /// Its value; `None`: a tombstone.
    pub value: Option<Text>,
    /// Its headers.
    pub headers: Vec<(Text, Text)>,
    /// Producer id, epoch and sequence, when the producer is idempotent.
    pub producer: Option<(i64, i16, i32)>,
}
