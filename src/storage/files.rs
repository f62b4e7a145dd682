//! What a partition's directory holds when no process has it open.

use crate::base::Offset;
use crate::protocol::RecordBatch;

/// What opening a log found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Recovery {
    /// Where the log ends now.
    pub log_end: Offset,
    /// Bytes that were cut off because they were damaged.
    pub lost_bytes: u64,
    /// Whether the process before stopped cleanly.
    pub was_clean: bool,
}

/// The files of one partition's directory on the simulated disk.
#[derive(Clone, Debug, Default)]
pub struct LogFiles {
    pub(super) batches: Vec<RecordBatch>,
    pub(super) high_watermark: Offset,
    pub(super) clean: bool,
}
