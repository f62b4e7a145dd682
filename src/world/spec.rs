//! What a world is made from: the cluster, its topics and its clients, already
//! validated. A scenario file is one way to write it, the Sandbox another.

use crate::base::{EpochMillis, Text};
use crate::config::Settings;
use crate::sim::Link;
use crate::story::TopicSpec;

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
}

/// A producer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProducerSpec {
    /// The actor's name, and its `client.id` by default.
    pub name: Text,
    /// Where it sends.
    pub topic: Text,
    /// Records per second; 0 sends only what it is told to.
    pub rate: u32,
    /// Ends the traffic after so many records.
    pub count: Option<u64>,
    /// Keys in turn; empty: no keys.
    pub keys: Vec<Text>,
    /// Values in turn; empty: `<name>-<number>`.
    pub values: Vec<Text>,
    /// Pads each value with spaces to this size; 0 does not.
    pub size: u32,
    /// Its settings.
    pub config: Settings,
}

/// A consumer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConsumerSpec {
    /// The actor's name, and its `client.id` by default.
    pub name: Text,
    /// Its group; empty: none (it assigns itself every partition).
    pub group: Text,
    /// Where it reads.
    pub topics: Vec<Text>,
    /// Time its application takes for each record, in microseconds.
    pub per_record_us: u64,
    /// Its settings.
    pub config: Settings,
}
