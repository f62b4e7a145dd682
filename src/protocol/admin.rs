//! What administrators ask: CreateTopics (19), DeleteTopics (20), DeleteRecords (21),
//! CreatePartitions (37), ElectLeaders (43), IncrementalAlterConfigs (44),
//! AlterPartitionReassignments (45). A broker forwards those that are the controller's (KIP-590).

use super::ErrorCode;
use crate::base::{BrokerId, Offset, Text};

/// Topics to make.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CreateTopicsRequest {
    /// One per topic.
    pub topics: Vec<NewTopic>,
    /// Check only, make nothing.
    pub validate_only: bool,
}

/// One topic to make.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NewTopic {
    /// Its name.
    pub name: Text,
    /// -1: the broker's default.
    pub partitions: i32,
    /// -1: the broker's default.
    pub replication_factor: i16,
    /// Explicit placement, one list per partition; empty lets the controller place.
    pub assignment: Vec<Vec<BrokerId>>,
    /// Its settings.
    pub config: Vec<(Text, Text)>,
}

/// Name, error and Kafka's message for each topic.
pub type TopicResult = (Text, ErrorCode, Option<Text>);

/// What became of each.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CreateTopicsResponse {
    /// One answer per topic.
    pub topics: Vec<TopicResult>,
}

/// Topics to remove.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DeleteTopicsRequest {
    /// By name.
    pub topics: Vec<Text>,
}

/// What became of each.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DeleteTopicsResponse {
    /// One answer per topic.
    pub topics: Vec<TopicResult>,
}

/// Log starts to move (asked of the leader).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DeleteRecordsRequest {
    /// Topic, partition, new log start (-1: the high watermark).
    pub partitions: Vec<(Text, i32, Offset)>,
}

/// What became of each.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DeleteRecordsResponse {
    /// Topic, partition, log start now, error.
    pub partitions: Vec<(Text, i32, Offset, ErrorCode)>,
}

/// Topics to widen.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CreatePartitionsRequest {
    /// Topic and its new number of partitions.
    pub topics: Vec<(Text, i32)>,
}

/// What became of each.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CreatePartitionsResponse {
    /// One answer per topic.
    pub topics: Vec<TopicResult>,
}

/// Which election.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ElectionType {
    /// Back to the first replica, if it is in sync.
    Preferred,
    /// Any live replica, in sync or not.
    Unclean,
}

/// Elections to hold.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ElectLeadersRequest {
    /// Which kind.
    pub election: ElectionType,
    /// Topic and partition; `None` means all.
    pub partitions: Option<Vec<(Text, i32)>>,
}

/// Topic, partition, error and Kafka's message.
pub type PartitionResult = (Text, i32, ErrorCode, Option<Text>);

/// What became of each.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ElectLeadersResponse {
    /// What went wrong with the whole, if anything.
    pub error: ErrorCode,
    /// One answer per partition.
    pub partitions: Vec<PartitionResult>,
}

/// Whose settings.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ConfigResource {
    /// A topic's.
    Topic(Text),
    /// One broker's; `None` is the cluster-wide default.
    Broker(Option<BrokerId>),
}

/// Settings to change.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct IncrementalAlterConfigsRequest {
    /// Resource, key and new value; `None` removes the setting.
    pub changes: Vec<(ConfigResource, Text, Option<Text>)>,
}

/// What became of each resource.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct IncrementalAlterConfigsResponse {
    /// One answer per change.
    pub results: Vec<(ConfigResource, ErrorCode, Option<Text>)>,
}

/// Replicas to move.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AlterPartitionReassignmentsRequest {
    /// Topic, partition, target replicas; `None` cancels.
    pub partitions: Vec<(Text, i32, Option<Vec<BrokerId>>)>,
}

/// What became of each.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AlterPartitionReassignmentsResponse {
    /// What went wrong with the whole, if anything.
    pub error: ErrorCode,
    /// One answer per partition.
    pub partitions: Vec<PartitionResult>,
}
