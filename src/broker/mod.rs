//! A broker: it serves produce and fetch, follows other leaders, keeps the
//! in-sync sets honest and hosts the group coordinator.
//!
//! Mirrors `KafkaApis`, `ReplicaManager`, `Partition`, `AbstractFetcherThread`,
//! `AlterPartitionManager` and `BrokerLifecycleManager`. It is a state machine
//! without clock, socket or thread; it knows of the cluster only what it fetched.

mod admin;
mod controller_channel;
mod create_topics;
mod deadlines;
mod delayed_fetch;
mod delayed_produce;
mod describe_configs;
mod disk;
mod fetch;
mod fetch_session;
mod fetcher;
mod find_coordinator;
mod follower;
mod groups;
mod housekeeping;
mod isr;
mod leader;
mod lifecycle;
mod list_offsets;
mod log_facts;
mod metadata;
mod metadata_link;
mod node;
mod partitions;
mod produce;
mod replica;
mod sabotage;
mod timer;

#[cfg(test)]
mod harness;
#[cfg(test)]
mod tests;

pub use disk::{BrokerDisk, StoredLog};
pub use leader::Remote;
pub use lifecycle::BrokerState;
pub use node::{Broker, BrokerEffects};
pub use replica::Replica;
pub use sabotage::BrokerSabotage;
pub use timer::BrokerTimer;

/// The topic that keeps the groups' offsets.
pub(crate) const OFFSETS_TOPIC: &str = "__consumer_offsets";
