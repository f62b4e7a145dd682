//! The ground every other room stands on: ids, virtual time, named random
//! streams, the digest, and an append-only list that is cheap to clone.
//!
//! Nothing here knows Kafka's behaviour; nothing here imports another room.

mod digest;
mod grow_list;
mod ids;
mod sabotage;
mod streams;
mod time;

pub use digest::Digest;
pub use grow_list::GrowList;
pub use ids::{
    Address, BrokerEpoch, BrokerId, ClientId, ControllerEpoch, CorrelationId, Generation, LeaderEpoch,
    Offset, PartitionEpoch, ProducerEpoch, ProducerId, TopicId, TopicPartition,
};
pub use sabotage::Sabotage;
pub use streams::Stream;
pub use time::{Duration, EpochMillis, Instant};

/// A shared, immutable piece of text: topic names, group ids, member ids.
pub type Text = std::sync::Arc<str>;
