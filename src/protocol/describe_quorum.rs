//! DescribeQuorum (key 55, v2): the leader of the metadata log, its voters and its
//! observers, and how far each has fetched (KIP-595, KIP-836).
//!
//! Left out: directory ids, since the quorum is a static one (`kraft.version` 0).

use super::ErrorCode;
use crate::base::{EpochMillis, Offset};

/// What is wanted of the quorum: there is only `__cluster_metadata-0`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DescribeQuorumRequest {}

/// The quorum as its leader knows it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DescribeQuorumResponse {
    /// What went wrong, if anything.
    pub error: ErrorCode,
    /// The leader's node id.
    pub leader: i32,
    /// Its epoch.
    pub leader_epoch: i32,
    /// First offset not committed.
    pub high_watermark: Offset,
    /// The controllers that vote.
    pub voters: Vec<QuorumReplica>,
    /// The brokers, which follow and don't vote.
    pub observers: Vec<QuorumReplica>,
}

/// How far one replica of the metadata log has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct QuorumReplica {
    /// Its `node.id`.
    pub id: i32,
    /// Where its log ends.
    pub log_end: Offset,
    /// When it last fetched; -1 when it never did.
    pub last_fetch: EpochMillis,
    /// When it last had all that the leader had; -1 when it never did.
    pub last_caught_up: EpochMillis,
}
