//! What a log hands back: what it did on its own account, where a batch went,
//! why one was refused, and how a segment looks from outside.

use crate::base::{EpochMillis, Offset};
use crate::protocol::ErrorCode;
use crate::story::DeleteReason;

/// Something a log did on its own account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LogEvent {
    /// A new segment began.
    Rolled {
        /// Its first offset.
        base_offset: Offset,
        /// `segment.ms` had passed (else the segment was full, or retention wanted it gone).
        by_time: bool,
    },
    /// A segment was removed.
    SegmentDeleted {
        /// Its first offset.
        base_offset: Offset,
        /// The offset after its last record.
        next_offset: Offset,
        /// Its size.
        bytes: u64,
        /// Why.
        reason: DeleteReason,
    },
    /// The first readable offset moved.
    LogStartMoved {
        /// Where to.
        to: Offset,
        /// Why.
        reason: DeleteReason,
    },
    /// The tail was cut off.
    Truncated {
        /// The log end before.
        from: Offset,
        /// The log end now.
        to: Offset,
    },
}

/// What a log did, in order.
pub type LogEvents = Vec<LogEvent>;

/// Where a batch went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Appended {
    /// Offset of its first record.
    pub base_offset: Offset,
    /// Offset of its last record.
    pub last_offset: Offset,
    /// The broker's time, with `LogAppendTime`; else -1.
    pub log_append_time: EpochMillis,
    /// It was there already, and was not appended again.
    pub duplicate: bool,
}

/// Why a batch was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[error("{code}")]
pub struct AppendError {
    /// What the client is told.
    pub code: ErrorCode,
}

impl From<ErrorCode> for AppendError {
    fn from(code: ErrorCode) -> Self {
        Self { code }
    }
}

/// A segment as the window shows it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SegmentView {
    /// Its first offset.
    pub base_offset: Offset,
    /// The offset after its last record.
    pub next_offset: Offset,
    /// Size of its `.log` file.
    pub size_bytes: u64,
    /// Largest record time in it, -1 when no record has one.
    pub largest_timestamp: EpochMillis,
    /// Whether it is the one being written.
    pub is_active: bool,
    /// How much of the `.log` file a power cut would spare.
    pub flushed_bytes: u64,
    /// Entries of its offset index.
    pub index_entries: usize,
    /// Entries of its time index.
    pub time_index_entries: usize,
    /// `00000000000000000042.log`, with `.deleted` after it once removed.
    pub file_name: String,
}
