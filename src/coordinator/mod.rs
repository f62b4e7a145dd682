//! Consumer groups and their offsets: the classic group protocol in full.
//!
//! Mirrors `GroupCoordinator.scala`, `GroupMetadata.scala` and
//! `GroupMetadataManager.scala`. The broker hosts one [`GroupCoordinator`], hands
//! it requests, timers and loaded batches, and carries out its output; the
//! coordinator touches neither log nor network itself. Not here: FindCoordinator
//! (the broker's), the new protocol of KIP-848, transactions.

mod admin;
mod context;
mod decode;
mod group;
mod group_coordinator;
mod join;
mod load;
mod offsets;
mod output;
mod rebalance;
mod records;
mod sabotage;
mod session;
#[cfg(test)]
mod tests;
mod wire;

pub use decode::{DecodedRecord, decode_offsets_record};
pub use group::{Committed, Group, GroupState, Member};
pub use group_coordinator::{GroupCoordinator, partition_for};
pub use output::{Asker, CoordinatorOutput, CoordinatorTimer, OffsetsAppend};
pub use sabotage::CoordinatorSabotage;
