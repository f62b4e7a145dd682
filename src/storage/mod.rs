//! A broker's logs: segments of real record batches with their indexes, the
//! leader-epoch cache, producer state, retention and recovery. Mirrors Kafka's
//! `UnifiedLog` and its helpers.
//!
//! A [`PartitionLog`] knows nothing of replicas: the broker tells it the high
//! watermark. Left out: compaction, transactions, remote storage.

mod files;
mod log;

pub use files::{LogFiles, Recovery};
pub use log::{AppendError, Appended, LogEvent, LogEvents, PartitionLog, SegmentView};
