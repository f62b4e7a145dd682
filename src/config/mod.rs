//! Kafka's settings: their names, 4.x defaults and bounds, and one typed struct
//! for each kind of owner (`LogConfig`, `KafkaConfig`, `ProducerConfig`,
//! `ConsumerConfig`). The only place where a default is written.
//!
//! A lesson may go below Kafka's minimum (a segment of 2 KiB); that is accepted
//! here, and [`Definition::minimum`] lets the window say so.

mod application;
mod broker;
mod client;
mod table;
mod topic;
mod value;

pub use application::ApplicationConfig;
pub use broker::BrokerConfig;
pub use client::{ConsumerConfig, ProducerConfig};
pub use table::{ConfigError, Definition, Kind};
pub use topic::TopicConfig;
pub use value::{parse_bytes, parse_duration_ms};

/// Settings as given: Kafka's key to text.
pub type Settings = std::collections::BTreeMap<crate::base::Text, crate::base::Text>;
