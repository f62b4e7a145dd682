//! Between brokers and the controller: BrokerRegistration (62), BrokerHeartbeat (63),
//! AlterPartition (56, v3), AllocateProducerIds (67), InitProducerId (22), and the
//! brokers' Fetch of the metadata log (KIP-595, KIP-631).

use super::ErrorCode;
use crate::base::{
    BrokerEpoch, BrokerId, LeaderEpoch, PartitionEpoch, ProducerEpoch, ProducerId, Text, TopicPartition,
};
use std::sync::Arc;

/// A broker presents itself.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BrokerRegistrationRequest {
    /// Who.
    pub broker: BrokerId,
    /// Which start of its process (KIP-631's incarnation id).
    pub incarnation: u64,
    /// `broker.rack`.
    pub rack: Option<Text>,
    /// The epoch it had before a clean stop, -1 otherwise (KIP-966).
    pub previous_epoch: BrokerEpoch,
}

/// Its registration.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BrokerRegistrationResponse {
    /// What went wrong, if anything.
    pub error: ErrorCode,
    /// The epoch to present from now on.
    pub epoch: BrokerEpoch,
}

/// A broker's sign of life.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BrokerHeartbeatRequest {
    /// Who.
    pub broker: BrokerId,
    /// Its registration.
    pub epoch: BrokerEpoch,
    /// How far it has replayed the metadata log (last applied offset).
    pub metadata_offset: i64,
    /// Whether it asks to stay fenced.
    pub want_fence: bool,
    /// Whether it asks to shut down.
    pub want_shutdown: bool,
}

/// The controller's word on it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BrokerHeartbeatResponse {
    /// What went wrong, if anything.
    pub error: ErrorCode,
    /// Whether it has replayed its own registration.
    pub is_caught_up: bool,
    /// Whether it is fenced.
    pub is_fenced: bool,
    /// Whether it may shut down now.
    pub should_shutdown: bool,
}

/// In-sync sets to commit.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AlterPartitionRequest {
    /// The leader that asks.
    pub broker: BrokerId,
    /// Its registration.
    pub broker_epoch: BrokerEpoch,
    /// One proposal per partition.
    pub partitions: Vec<AlterPartition>,
}

/// One proposal.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AlterPartition {
    /// The partition.
    pub partition: TopicPartition,
    /// The leader's epoch.
    pub leader_epoch: LeaderEpoch,
    /// The version it starts from.
    pub partition_epoch: PartitionEpoch,
    /// The new in-sync set, each with its registration (-1: not checked; KIP-903).
    pub isr: Vec<(BrokerId, BrokerEpoch)>,
    /// Whether the leader is still recovering from an unclean election.
    pub recovering: bool,
}

/// What became of each proposal.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AlterPartitionResponse {
    /// What went wrong with the whole, if anything.
    pub error: ErrorCode,
    /// One answer per partition.
    pub partitions: Vec<AlteredPartition>,
}

/// The state that was committed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AlteredPartition {
    /// The partition.
    pub partition: TopicPartition,
    /// What went wrong, if anything.
    pub error: ErrorCode,
    /// The leader.
    pub leader: BrokerId,
    /// Its epoch.
    pub leader_epoch: LeaderEpoch,
    /// The in-sync set.
    pub isr: Vec<BrokerId>,
    /// Whether the leader is still recovering.
    pub recovering: bool,
    /// The new version.
    pub partition_epoch: PartitionEpoch,
}

/// A broker wants producer ids to hand out.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AllocateProducerIdsRequest {
    /// Who.
    pub broker: BrokerId,
    /// Its registration.
    pub epoch: BrokerEpoch,
}

/// A block of them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AllocateProducerIdsResponse {
    /// What went wrong, if anything.
    pub error: ErrorCode,
    /// The first id.
    pub start: ProducerId,
    /// How many (Kafka: 1000).
    pub length: i32,
}

/// A producer wants an identity.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct InitProducerIdRequest {
    /// The identity whose epoch is to be raised, or none.
    pub current: (ProducerId, ProducerEpoch),
}

/// The identity.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct InitProducerIdResponse {
    /// What went wrong, if anything.
    pub error: ErrorCode,
    /// The id.
    pub producer: ProducerId,
    /// Its epoch.
    pub epoch: ProducerEpoch,
}

/// A broker asks for metadata records.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FetchMetadataRequest {
    /// Who.
    pub broker: BrokerId,
    /// First offset wanted.
    pub fetch_offset: i64,
    /// How long the controller may hold the request.
    pub max_wait_ms: u32,
}

/// Metadata records from the offset asked for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FetchMetadataResponse {
    /// What went wrong, if anything.
    pub error: ErrorCode,
    /// The controller's node id.
    pub controller: i32,
    /// Offset of the first record given.
    pub base_offset: i64,
    /// Committed records, in order.
    pub records: Vec<Arc<super::MetadataRecord>>,
    /// First offset not committed.
    pub high_watermark: i64,
}
