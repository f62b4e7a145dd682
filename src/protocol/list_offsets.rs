//! ListOffsets (key 2, v1-v10; times -4 and -5 of KIP-405) and OffsetForLeaderEpoch (key 23, KIP-320).

use super::{EpochEnd, ErrorCode};
use crate::base::{EpochMillis, LeaderEpoch, Offset, TopicPartition};

/// Which offset is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OffsetSpec {
    /// -2: the log start.
    Earliest,
    /// -1: the high watermark.
    Latest,
    /// The first record at or after a time.
    AtTime(EpochMillis),
    /// -3: the record with the largest time (KIP-734).
    MaxTimestamp,
    /// -4: the log start of this broker's own disk. Nothing of the lab lies elsewhere.
    EarliestLocal,
    /// -5: the last record moved to remote storage. There is none.
    LatestTiered,
}

/// Offsets to look up.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ListOffsetsRequest {
    /// What is wanted of each partition, with the asker's idea of its epoch.
    pub partitions: Vec<(TopicPartition, LeaderEpoch, OffsetSpec)>,
}

/// The offsets found.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ListOffsetsResponse {
    /// One answer per partition.
    pub partitions: Vec<ListedOffset>,
}

/// The offset found in one partition.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ListedOffset {
    /// The partition.
    pub partition: TopicPartition,
    /// What went wrong, if anything.
    pub error: ErrorCode,
    /// The offset, or [`Offset::UNKNOWN`].
    pub offset: Offset,
    /// The record's time when looked up by time, else -1.
    pub timestamp: EpochMillis,
    /// The leader's epoch at that offset.
    pub leader_epoch: LeaderEpoch,
}

/// Epochs whose ends are wanted.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OffsetForLeaderEpochRequest {
    /// Partition, the asker's current epoch, the epoch whose end is wanted.
    pub partitions: Vec<(TopicPartition, LeaderEpoch, LeaderEpoch)>,
}

/// The ends found.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OffsetForLeaderEpochResponse {
    /// One answer per partition; the end is unknown (-1, -1) when the epoch is.
    pub partitions: Vec<(TopicPartition, ErrorCode, EpochEnd)>,
}
