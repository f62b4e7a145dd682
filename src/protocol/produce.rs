//! Produce (key 0), as v13: topics by id (KIP-516), idempotence in the batch (KIP-98).
//!
//! Left out: transactional id, and per-record errors (KIP-467) but for their message.

use super::{ErrorCode, RecordBatch};
use crate::base::{Offset, Text, TopicPartition};

/// How many copies a producer waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Acks {
    /// `acks=0`: no answer at all.
    None,
    /// `acks=1`: the leader's copy.
    Leader,
    /// `acks=all`: every in-sync copy.
    All,
}

/// Batches to append, one per partition.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ProduceRequest {
    /// How many copies to wait for.
    pub acks: Acks,
    /// How long the broker may wait for the copies, in milliseconds.
    pub timeout_ms: u32,
    /// One batch per partition.
    pub partitions: Vec<(TopicPartition, RecordBatch)>,
}

/// What became of each batch. Not sent for [`Acks::None`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ProduceResponse {
    /// One answer per partition asked for.
    pub partitions: Vec<ProducePartition>,
}

/// What became of one batch.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ProducePartition {
    /// The partition.
    pub partition: TopicPartition,
    /// [`ErrorCode::None`] when the batch counts as written.
    pub error: ErrorCode,
    /// Offset of the batch's first record, or [`Offset::UNKNOWN`].
    pub base_offset: Offset,
    /// The partition's first offset.
    pub log_start: Offset,
    /// Kafka's message beside the error, when it gives one.
    pub message: Option<Text>,
}
