//! What a world is made from: the cluster, its topics and its clients, already
//! validated. A scenario file is one way to write it, the Sandbox another.

use crate::base::{EpochMillis, Text};
use crate::config::Settings;
use crate::sim::Link;
use crate::story::TopicSpec;

pub use crate::client::{ConsumerSpec, DirectSpec, ProducerSpec};

/// A cluster to build.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClusterSpec {
    /// Seed of every random stream.
    pub seed: u64,
    /// Broker ids are 1..=brokers.
    pub brokers: i32,
    /// The calendar time of the start.
    pub epoch: EpochMillis,
    /// Racks by broker, in order; empty when there are none.
    pub racks: Vec<Text>,
    /// Which nodes are up at the start (brokers 1.., controller [`ClusterSpec::CONTROLLER`]); `None`: all.
    pub running: Option<Vec<i32>>,
    /// Whether the storage of nodes that are down is formatted (those that are up have theirs).
    pub formatted: bool,
    /// Settings of every broker and the controller.
    pub config: Settings,
    /// Settings of single brokers.
    pub broker_config: Vec<(i32, Settings)>,
    /// Quality of every link.
    pub network: Link,
    /// Topics that exist at the start.
    pub topics: Vec<TopicSpec>,
    /// Clients, not yet started.
    pub clients: Vec<ClientSpec>,
}

impl ClusterSpec {
    /// `node.id` of the controller.
    pub const CONTROLLER: i32 = 1000;
}

/// A client to build.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClientSpec {
    /// A producer with scripted traffic.
    Producer(ProducerSpec),
    /// A member of a group.
    Consumer(ConsumerSpec),
    /// Plain wires between the programs of a producer and a consumer.
    Direct(DirectSpec),
}

impl ClientSpec {
    /// The actor's name.
    #[must_use]
    pub fn name(&self) -> &Text {
        match self {
            Self::Producer(spec) => &spec.name,
            Self::Consumer(spec) => &spec.name,
            Self::Direct(spec) => &spec.name,
        }
    }
}

impl Default for ClusterSpec {
    /// One broker, no topic, no client, on 1 January 2025.
    fn default() -> Self {
        Self {
            seed: 1,
            brokers: 1,
            epoch: EpochMillis(1_735_689_600_000),
            racks: Vec::new(),
            running: None,
            formatted: true,
            config: Settings::new(),
            broker_config: Vec::new(),
            network: Link::default(),
            topics: Vec::new(),
            clients: Vec::new(),
        }
    }
}
