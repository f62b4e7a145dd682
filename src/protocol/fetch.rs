//! Fetch (key 1), as v17: topics by id, follower truncation by diverging epoch
//! (KIP-595), the follower's broker epoch (KIP-903).
//!
//! Followers fetch in sessions (KIP-227): a request names only what changed since the
//! one before. There is one session per follower, so it needs no id; consumers have none.

use super::{ErrorCode, RecordBatch};
use crate::base::{BrokerEpoch, BrokerId, LeaderEpoch, Offset, TopicPartition};

/// Who fetches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fetcher {
    /// A consumer: reads up to the high watermark.
    Consumer,
    /// A follower: reads up to the log end.
    Follower {
        /// The following broker.
        broker: BrokerId,
        /// Its registration.
        broker_epoch: BrokerEpoch,
    },
}

/// Epoch of the request that begins a fetch session and names all it reads (`INITIAL_EPOCH`).
pub const FULL_SESSION: i32 = 0;
/// Epoch of a request outside any fetch session (`FINAL_EPOCH`).
pub const NO_SESSION: i32 = -1;

/// Partitions to read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FetchRequest {
    /// Who fetches.
    pub fetcher: Fetcher,
    /// How long the broker may hold the request until `min_bytes` are there.
    pub max_wait_ms: u32,
    /// Answer at once when so many bytes are there.
    pub min_bytes: u32,
    /// Bound of the whole answer (the first batch always fits).
    pub max_bytes: u32,
    /// Number of this request in its session: [`FULL_SESSION`] begins a new one,
    /// [`NO_SESSION`] has none.
    pub session_epoch: i32,
    /// What to read; in a session, what is new or stands elsewhere than before.
    pub partitions: Vec<FetchPartition>,
    /// Partitions to drop from the session.
    pub forgotten: Vec<TopicPartition>,
}

/// One partition to read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FetchPartition {
    /// The partition.
    pub partition: TopicPartition,
    /// The reader's idea of the leader epoch; unknown skips the check.
    pub current_leader_epoch: LeaderEpoch,
    /// First offset wanted.
    pub fetch_offset: Offset,
    /// Epoch of the follower's last record; unknown from consumers.
    pub last_fetched_epoch: LeaderEpoch,
    /// The follower's log start; unknown from consumers.
    pub log_start: Offset,
    /// Bound of this partition's bytes.
    pub max_bytes: u32,
}

/// What was read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FetchResponse {
    /// What is wrong with the session, if anything; nothing was read then.
    pub error: ErrorCode,
    /// One answer per partition asked for; in a session, those that have news.
    pub partitions: Vec<FetchedPartition>,
}

/// What was read of one partition.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FetchedPartition {
    /// The partition.
    pub partition: TopicPartition,
    /// What went wrong, if anything.
    pub error: ErrorCode,
    /// The leader's high watermark.
    pub high_watermark: Offset,
    /// The leader's log start.
    pub log_start: Offset,
    /// Where the follower's log departs from the leader's: truncate to it.
    pub diverging: Option<EpochEnd>,
    /// The leader's own epoch and id, when the reader asked the wrong broker.
    pub current_leader: Option<(BrokerId, LeaderEpoch)>,
    /// The batches, whole, the first of which holds `fetch_offset`.
    pub batches: Vec<RecordBatch>,
}

/// The end of an epoch in a leader's log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EpochEnd {
    /// The epoch.
    pub epoch: LeaderEpoch,
    /// First offset after it.
    pub end_offset: Offset,
}
