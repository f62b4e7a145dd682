//! OffsetDelete (key 47, v0; KIP-496): forgetting a group's progress in some partitions.
//! Asked of the group's coordinator.

use super::ErrorCode;
use crate::base::Text;

/// Progress to forget.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OffsetDeleteRequest {
    /// The group.
    pub group: Text,
    /// Topic and partition.
    pub partitions: Vec<(Text, i32)>,
}

/// What became of each.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OffsetDeleteResponse {
    /// What went wrong with the whole, if anything; no partition is answered then.
    pub error: ErrorCode,
    /// One answer per partition.
    pub partitions: Vec<(Text, i32, ErrorCode)>,
}
