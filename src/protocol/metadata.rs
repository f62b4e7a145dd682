//! Metadata (key 3), as v13: brokers, topics, leaders.

use super::ErrorCode;
use crate::base::{BrokerId, LeaderEpoch, Text, TopicId};

/// Which topics are wanted.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MetadataRequest {
    /// By name; `None` asks for all.
    pub topics: Option<Vec<Text>>,
    /// Whether an unknown topic may be created (`allow.auto.create.topics`).
    pub allow_auto_topic_creation: bool,
}

/// The cluster as the answering broker knows it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MetadataResponse {
    /// Brokers that are not fenced.
    pub brokers: Vec<BrokerId>,
    /// The controller's node id, -1 when unknown.
    pub controller: i32,
    /// The topics.
    pub topics: Vec<TopicMetadata>,
}

/// One topic.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TopicMetadata {
    /// What went wrong, if anything.
    pub error: ErrorCode,
    /// Its name.
    pub name: Text,
    /// Its number; `TopicId(0)` when the topic is unknown.
    pub id: TopicId,
    /// Whether Kafka keeps it for itself.
    pub is_internal: bool,
    /// Its partitions, by number.
    pub partitions: Vec<PartitionMetadata>,
}

/// One partition.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PartitionMetadata {
    /// [`ErrorCode::LeaderNotAvailable`] when nobody leads it.
    pub error: ErrorCode,
    /// Its number.
    pub partition: i32,
    /// Its leader, or [`BrokerId::NONE`].
    pub leader: BrokerId,
    /// The leader's epoch.
    pub leader_epoch: LeaderEpoch,
    /// All replicas, preferred leader first.
    pub replicas: Vec<BrokerId>,
    /// Those in sync.
    pub isr: Vec<BrokerId>,
}
