//! OffsetCommit (key 8), OffsetFetch (key 9), FindCoordinator (key 10).
//!
//! Topics by name, as the group's records keep them.

use super::ErrorCode;
use crate::base::{BrokerId, Generation, LeaderEpoch, Offset, Text};

/// Progress to keep.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OffsetCommitRequest {
    /// The group.
    pub group: Text,
    /// The member's generation; [`Generation::NONE`] outside group management.
    pub generation: Generation,
    /// The member; empty outside group management.
    pub member: Text,
    /// `group.instance.id`, when static.
    pub instance: Option<Text>,
    /// What to keep.
    pub offsets: Vec<CommittedOffset>,
}

/// A committed offset: the next record to read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CommittedOffset {
    /// The topic's name.
    pub topic: Text,
    /// The partition's number.
    pub partition: i32,
    /// The next offset to read.
    pub offset: Offset,
    /// Epoch of the last record read.
    pub leader_epoch: LeaderEpoch,
    /// Free text.
    pub metadata: Text,
}

/// What became of each commit.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OffsetCommitResponse {
    /// One answer per partition.
    pub partitions: Vec<(Text, i32, ErrorCode)>,
}

/// Progress to read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OffsetFetchRequest {
    /// The group.
    pub group: Text,
    /// Which partitions; `None` asks for all.
    pub partitions: Option<Vec<(Text, i32)>>,
}

/// The progress found.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OffsetFetchResponse {
    /// What went wrong with the whole, if anything.
    pub error: ErrorCode,
    /// One answer per partition; offset -1 where nothing was committed.
    pub offsets: Vec<CommittedOffset>,
}

/// Whose coordinator is sought.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FindCoordinatorRequest {
    /// The group.
    pub group: Text,
}

/// Who coordinates.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FindCoordinatorResponse {
    /// What went wrong, if anything.
    pub error: ErrorCode,
    /// The broker, or [`BrokerId::NONE`].
    pub coordinator: BrokerId,
}
