//! Brokers, topics, clients and groups as they are at one instant.

use super::Subject;
use crate::base::{
    Address, BrokerId, ClientId, Duration, Generation, Instant, LeaderEpoch, Offset, Text, TopicId,
    TopicPartition,
};
use petgraph::stable_graph::StableDiGraph;
use std::sync::Arc;

/// Everything in the cluster. Lists are sorted by id.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClusterView {
    /// The controllers.
    pub controllers: Vec<ControllerView>,
    /// The brokers.
    pub brokers: Vec<Arc<BrokerView>>,
    /// The topics, internal ones included.
    pub topics: Vec<Arc<TopicView>>,
    /// Every partition, as the active controller knows it.
    pub partitions: Vec<PartitionView>,
    /// Producers, consumers, administrators.
    pub clients: Vec<Arc<ClientView>>,
    /// Consumer groups, by name.
    pub groups: Vec<Arc<GroupView>>,
    /// Plain wires without Kafka, from source to sink.
    pub wires: Vec<(ClientId, ClientId)>,
    /// Links that are cut, slow or lossy.
    pub links: Vec<LinkFault>,
}

impl ClusterView {
    /// A topic by its number.
    #[must_use]
    pub fn topic(&self, id: TopicId) -> Option<&TopicView> {
        self.topics.iter().find(|topic| topic.id == id).map(AsRef::as_ref)
    }

    /// A broker by its id.
    #[must_use]
    pub fn broker(&self, id: BrokerId) -> Option<&BrokerView> {
        self.brokers.iter().find(|broker| broker.id == id).map(AsRef::as_ref)
    }

    /// A client by its number.
    #[must_use]
    pub fn client(&self, id: ClientId) -> Option<&ClientView> {
        self.clients.iter().find(|client| client.id == id).map(AsRef::as_ref)
    }

    /// A group by its name.
    #[must_use]
    pub fn group(&self, name: &str) -> Option<&GroupView> {
        self.groups.iter().find(|group| &*group.name == name).map(AsRef::as_ref)
    }

    /// A partition; [`ClusterView::partitions`] is sorted by it.
    #[must_use]
    pub fn partition(&self, id: TopicPartition) -> Option<&PartitionView> {
        let index = self.partitions.binary_search_by_key(&id, |partition| partition.id).ok()?;
        self.partitions.get(index)
    }

    /// `orders-1`.
    #[must_use]
    pub fn partition_name(&self, id: TopicPartition) -> String {
        match self.topic(id.topic) {
            Some(topic) => format!("{}-{}", topic.name, id.partition),
            None => format!("#{}-{}", id.topic, id.partition),
        }
    }

    /// Whether a process is up, as far as the machine room knows.
    #[must_use]
    pub fn is_up(&self, node: Address) -> bool {
        match node {
            Address::Controller(id) => self.controllers.iter().any(|it| it.id == id && it.state.is_up()),
            Address::Broker(id) => self.broker(id).is_some_and(|it| it.state.is_up()),
            Address::Client(id) => self.client(id).is_some_and(|it| it.state.is_up()),
        }
    }
}

/// What a process is doing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum NodeState {
    /// Not started yet.
    #[default]
    NotStarted,
    /// A broker that starts, or is not yet unfenced.
    Starting,
    /// Up, but fenced by the controller.
    Fenced,
    /// Up and serving.
    Running,
    /// Standing still, as under SIGSTOP.
    Frozen,
    /// A clean stop is under way.
    Stopping,
    /// Stopped cleanly.
    Stopped,
    /// Its process died.
    Crashed,
    /// Its machine lost power.
    PowerCut,
    /// It gave up: disk failure or an error it can't recover from.
    Failed,
}

impl NodeState {
    /// Whether the process exists.
    #[must_use]
    pub const fn is_up(self) -> bool {
        matches!(self, Self::Starting | Self::Fenced | Self::Running | Self::Frozen | Self::Stopping)
    }
}

/// A controller.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ControllerView {
    /// Its `node.id`.
    pub id: i32,
    /// What the process is doing.
    pub state: NodeState,
    /// Whether it is the active controller.
    pub is_active: bool,
    /// Its reign.
    pub epoch: i32,
    /// Records in its metadata log.
    pub metadata_end: Offset,
    /// Cut off from everybody.
    pub is_isolated: bool,
}

/// A broker.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BrokerView {
    /// Its `node.id`.
    pub id: BrokerId,
    /// What the process is doing.
    pub state: NodeState,
    /// Since when.
    pub since: Instant,
    /// Its rack.
    pub rack: Option<Text>,
    /// Its replicas, sorted by partition.
    pub replicas: Vec<ReplicaView>,
    /// Bytes on its disk.
    pub disk_bytes: u64,
    /// Segments on its disk.
    pub segments: u32,
    /// How far it has read the metadata log.
    pub metadata_offset: Offset,
    /// Groups it coordinates.
    pub coordinates: Vec<Text>,
    /// Its disk is full.
    pub is_disk_full: bool,
    /// Added to each disk access.
    pub slow_disk: Option<Duration>,
    /// Added to each of its follower fetches.
    pub slow_fetch: Option<Duration>,
    /// Cut off from everybody.
    pub is_isolated: bool,
    /// Its settings that differ from Kafka's defaults.
    pub settings: Vec<SettingView>,
}

/// What a replica is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Role {
    /// It leads.
    Leader,
    /// It follows.
    #[default]
    Follower,
    /// Its broker is down, or its log is.
    Offline,
}

/// One replica of a partition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReplicaView {
    /// The partition.
    pub partition: TopicPartition,
    /// What it is.
    pub role: Role,
    /// Whether the controller counts it in sync.
    pub in_sync: bool,
    /// First readable offset.
    pub log_start: Offset,
    /// First offset that is not committed, as this replica knows.
    pub high_watermark: Offset,
    /// Offset of the next record.
    pub log_end: Offset,
    /// Whether it belongs to an internal topic.
    pub is_internal: bool,
}

/// A topic.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TopicView {
    /// Its number.
    pub id: TopicId,
    /// Its name.
    pub name: Text,
    /// Its partitions.
    pub partitions: i32,
    /// Replicas of each.
    pub replication_factor: i16,
    /// `__consumer_offsets` and its like.
    pub is_internal: bool,
    /// Its settings that differ from Kafka's defaults.
    pub settings: Vec<SettingView>,
}

/// A setting that differs from Kafka's default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SettingView {
    /// Kafka's name of it.
    pub key: Text,
    /// Its value here.
    pub value: Text,
    /// Kafka's default.
    pub default: Text,
}

/// A partition, as the active controller knows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartitionView {
    /// The partition.
    pub id: TopicPartition,
    /// Its replicas, preferred leader first.
    pub replicas: Vec<BrokerId>,
    /// The in-sync set.
    pub isr: Vec<BrokerId>,
    /// Its leader; [`BrokerId::NONE`]: nobody.
    pub leader: BrokerId,
    /// The leader's reign.
    pub epoch: LeaderEpoch,
    /// `min.insync.replicas`.
    pub min_isr: i32,
}

/// A producer, a consumer or an administrator.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClientView {
    /// Its number.
    pub id: ClientId,
    /// Its actor's name.
    pub name: Text,
    /// What the process is doing.
    pub state: NodeState,
    /// What only a producer has.
    pub producer: Option<ProducerView>,
    /// What only a consumer has.
    pub consumer: Option<ConsumerView>,
    /// How many plain wires without Kafka it stands for; 0 for a program.
    pub wires: u32,
    /// Its settings that differ from Kafka's defaults.
    pub settings: Vec<SettingView>,
    /// The last error it was told of, by Kafka's name.
    pub last_error: Option<Text>,
}

/// A producer's part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProducerView {
    /// Where it sends.
    pub topic: Text,
    /// `acks`: `0`, `1` or `all`.
    pub acks: Text,
    /// `enable.idempotence`.
    pub is_idempotent: bool,
    /// Records per second.
    pub rate: u32,
    /// Records handed to the producer.
    pub sent: u64,
    /// Records acknowledged.
    pub acknowledged: u64,
    /// Records given up with an error.
    pub failed: u64,
    /// Records waiting in its buffer or on their way.
    pub waiting: u64,
    /// Batches sent again.
    pub retries: u64,
}

/// A consumer's part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConsumerView {
    /// Its group; empty: none.
    pub group: Text,
    /// What it subscribes to.
    pub topics: Vec<Text>,
    /// Its member id; empty: none yet.
    pub member_id: Text,
    /// The partitions it owns.
    pub assigned: Vec<AssignedView>,
    /// Records handed to the application.
    pub delivered: u64,
    /// Records handed over again after the application had finished them.
    pub redelivered: u64,
    /// The application takes this for each record.
    pub per_record: Duration,
}

/// A partition a member owns, or a group has committed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AssignedView {
    /// The partition.
    pub partition: TopicPartition,
    /// Where the owner reads next; `None`: nobody reads, or it does not know yet.
    pub position: Option<Offset>,
    /// The group's committed offset.
    pub committed: Option<Offset>,
    /// High watermark minus committed.
    pub lag: Option<i64>,
}

/// What a classic group is doing: Kafka's own words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum GroupPhase {
    /// No member.
    #[default]
    Empty,
    /// Members are joining.
    PreparingRebalance,
    /// The leader computes the assignment.
    CompletingRebalance,
    /// Everybody reads.
    Stable,
    /// It is gone.
    Dead,
}

impl GroupPhase {
    /// Kafka's name of it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Empty => "Empty",
            Self::PreparingRebalance => "PreparingRebalance",
            Self::CompletingRebalance => "CompletingRebalance",
            Self::Stable => "Stable",
            Self::Dead => "Dead",
        }
    }
}

/// A consumer group, as its coordinator knows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GroupView {
    /// Its name (`group.id`).
    pub name: Text,
    /// What it is doing.
    pub phase: GroupPhase,
    /// Its generation.
    pub generation: Generation,
    /// The assignor in use; empty: none.
    pub protocol: Text,
    /// The broker that coordinates it.
    pub coordinator: Option<BrokerId>,
    /// Its members.
    pub members: Vec<MemberView>,
    /// Every partition the group has committed or owns.
    pub offsets: Vec<AssignedView>,
    /// Sum of the lags.
    pub lag: i64,
}

/// A member of a group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemberView {
    /// The coordinator's name for it.
    pub member_id: Text,
    /// The process behind it, when it is one of ours.
    pub client: Option<ClientId>,
    /// Its `client.id`.
    pub name: Text,
    /// Its `group.instance.id`.
    pub instance: Option<Text>,
    /// Whether it computes the assignment.
    pub is_leader: bool,
    /// Whether the rebalance waits for it.
    pub is_awaited: bool,
    /// What it owns.
    pub partitions: Vec<AssignedView>,
    /// Sum of its lags.
    pub lag: i64,
}

/// A link that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkFault {
    /// From.
    pub from: Address,
    /// To.
    pub to: Address,
    /// Nothing passes.
    pub is_cut: bool,
    /// The time a message takes, when it is not the usual one.
    pub latency: Option<Duration>,
    /// Messages lost, parts per million.
    pub loss_ppm: u32,
}

/// What an edge of the map carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flow {
    /// A producer's records.
    Produce,
    /// A follower's fetches.
    Replicate,
    /// A consumer's fetches.
    Consume,
    /// Group membership and committed offsets.
    Group,
    /// Broker and controller: heartbeats, registration, metadata log.
    Control,
    /// A client that asks who leads what.
    Metadata,
}

/// An edge of the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edge {
    /// What it carries.
    pub flow: Flow,
}

/// Who talks to whom: nodes are [`Subject`]s (controllers, brokers, clients, groups),
/// edges go from the asker to the asked.
#[derive(Clone, Debug, Default)]
pub struct ClusterGraph {
    /// The graph itself, without positions.
    pub graph: StableDiGraph<Subject, Edge>,
}
