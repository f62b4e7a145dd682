//! ListPartitionReassignments (key 46, v0; KIP-455): moves of replicas under way.

use super::ErrorCode;
use crate::base::{BrokerId, Text};

/// Which partitions are asked about.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ListPartitionReassignmentsRequest {
    /// Topic and partition; `None` means all.
    pub partitions: Option<Vec<(Text, i32)>>,
}

/// The moves under way; a partition that does not move is not named.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ListPartitionReassignmentsResponse {
    /// What went wrong, if anything.
    pub error: ErrorCode,
    /// One per moving partition, by topic name and number.
    pub partitions: Vec<OngoingReassignment>,
}

/// One move.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OngoingReassignment {
    /// The topic.
    pub topic: Text,
    /// The partition's number.
    pub partition: i32,
    /// All replicas, those to come and those to go included.
    pub replicas: Vec<BrokerId>,
    /// Those to come.
    pub adding: Vec<BrokerId>,
    /// Those to go.
    pub removing: Vec<BrokerId>,
}
