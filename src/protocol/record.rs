//! Metadata records: what the controller's log is made of (KIP-631).
//!
//! The records themselves, with Kafka's names; `metadata/` replays them.

use crate::base::{BrokerEpoch, BrokerId, LeaderEpoch, PartitionEpoch, ProducerId, Text, TopicId};

use super::ConfigResource;

/// A record of `__cluster_metadata`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum MetadataRecord {
    /// A controller took office.
    LeaderChange {
        /// Its node id.
        controller: i32,
        /// Its epoch.
        epoch: i32,
    },
    /// A broker registered. It starts fenced.
    RegisterBroker {
        /// Who.
        broker: BrokerId,
        /// Its registration (this record's offset).
        epoch: BrokerEpoch,
        /// Which start of its process.
        incarnation: u64,
        /// `broker.rack`.
        rack: Option<Text>,
    },
    /// A broker's registration changed.
    BrokerRegistrationChange {
        /// Who.
        broker: BrokerId,
        /// Its registration.
        epoch: BrokerEpoch,
        /// Fenced (true), unfenced (false), unchanged.
        fenced: Option<bool>,
        /// Whether it entered controlled shutdown; unchanged when `None`.
        in_controlled_shutdown: Option<bool>,
    },
    /// A topic exists.
    Topic {
        /// Its number.
        id: TopicId,
        /// Its name.
        name: Text,
    },
    /// A partition exists, whole.
    Partition {
        /// The topic.
        topic: TopicId,
        /// Its number.
        partition: i32,
        /// Its state.
        state: PartitionState,
    },
    /// A partition changed. Fields that did not change are `None`.
    PartitionChange {
        /// The topic.
        topic: TopicId,
        /// Its number.
        partition: i32,
        /// New leader; a given leader bumps the leader epoch.
        leader: Option<BrokerId>,
        /// New in-sync set.
        isr: Option<Vec<BrokerId>>,
        /// New replicas.
        replicas: Option<Vec<BrokerId>>,
        /// New replicas to remove.
        removing: Option<Vec<BrokerId>>,
        /// New replicas to add.
        adding: Option<Vec<BrokerId>>,
        /// Whether the leader was elected uncleanly and is recovering.
        recovering: Option<bool>,
    },
    /// A topic is gone.
    RemoveTopic {
        /// Its number.
        id: TopicId,
    },
    /// A setting changed; `None` removes it.
    Config {
        /// Whose.
        resource: ConfigResource,
        /// Which.
        key: Text,
        /// New value.
        value: Option<Text>,
    },
    /// The next block of producer ids.
    ProducerIds {
        /// The broker that received the block before it.
        broker: BrokerId,
        /// First id not yet given out.
        next: ProducerId,
    },
    /// The controller is alive (`metadata.max.idle.interval.ms`).
    NoOp,
}

/// Everything the controller says of a partition.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct PartitionState {
    /// Preferred leader first.
    pub replicas: Vec<BrokerId>,
    /// Those in sync.
    pub isr: Vec<BrokerId>,
    /// Being added by a reassignment.
    pub adding: Vec<BrokerId>,
    /// Being removed by a reassignment.
    pub removing: Vec<BrokerId>,
    /// [`BrokerId::NONE`] when nobody leads.
    pub leader: BrokerId,
    /// Reign of the leader.
    pub leader_epoch: LeaderEpoch,
    /// Version of this state.
    pub partition_epoch: PartitionEpoch,
    /// Elected uncleanly, and not yet recovered.
    pub recovering: bool,
}

impl MetadataRecord {
    /// Kafka's name of the record type.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::LeaderChange { .. } => "LeaderChange",
            Self::RegisterBroker { .. } => "RegisterBrokerRecord",
            Self::BrokerRegistrationChange { .. } => "BrokerRegistrationChangeRecord",
            Self::Topic { .. } => "TopicRecord",
            Self::Partition { .. } => "PartitionRecord",
            Self::PartitionChange { .. } => "PartitionChangeRecord",
            Self::RemoveTopic { .. } => "RemoveTopicRecord",
            Self::Config { .. } => "ConfigRecord",
            Self::ProducerIds { .. } => "ProducerIdsRecord",
            Self::NoOp => "NoOpRecord",
        }
    }
}
