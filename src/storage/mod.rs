//! A broker's logs: segments of real record batches with their indexes, the
//! leader-epoch cache, producer state, retention and recovery. Mirrors Kafka's
//! `UnifiedLog` and its helpers.
//!
//! A [`PartitionLog`] knows nothing of replicas: the broker tells it the high
//! watermark. Left out: compaction, transactions, remote storage.

mod append;
mod epochs;
mod event;
mod index;
mod log;
mod producers;
mod read;
mod recovery;
mod retention;
mod segment;
mod snapshot;
#[cfg(test)]
mod tests;
mod truncate;
mod view;

pub use event::{AppendError, Appended, LogEvent, LogEvents, SegmentView};
pub use log::PartitionLog;
pub use producers::{ProducedBatch, ProducerEntry};
pub use recovery::{LogFiles, Recovery};
pub use snapshot::{SnapshotEntry, read_snapshot};
