//! ApiVersions (key 18, v4): what a broker answers, and in which versions.
//!
//! The lab's processes meet in one content per API, that of the version its file names;
//! the table tells that version as the highest and Kafka 4's lowest as the lowest.
//! Left out: features, and the client's software name.

use super::{Api, ErrorCode};

/// What is wanted: everything.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ApiVersionsRequest {}

/// What the asked broker answers.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ApiVersionsResponse {
    /// What went wrong, if anything.
    pub error: ErrorCode,
    /// By key.
    pub apis: Vec<ApiVersion>,
}

/// One API of a broker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ApiVersion {
    /// Kafka's number.
    pub key: i16,
    /// Lowest version understood.
    pub min: i16,
    /// Highest version understood.
    pub max: i16,
}

/// What the lab's brokers answer to clients, by key, with the lowest and highest version.
const BROKER_APIS: [(Api, i16, i16); 29] = [
    (Api::Produce, 3, 13),
    (Api::Fetch, 4, 17),
    (Api::ListOffsets, 1, 10),
    (Api::Metadata, 0, 13),
    (Api::OffsetCommit, 2, 9),
    (Api::OffsetFetch, 1, 9),
    (Api::FindCoordinator, 0, 6),
    (Api::JoinGroup, 2, 9),
    (Api::Heartbeat, 0, 4),
    (Api::LeaveGroup, 0, 5),
    (Api::SyncGroup, 0, 5),
    (Api::DescribeGroups, 0, 6),
    (Api::ListGroups, 0, 5),
    (Api::ApiVersions, 0, 4),
    (Api::CreateTopics, 2, 7),
    (Api::DeleteTopics, 1, 6),
    (Api::DeleteRecords, 0, 2),
    (Api::InitProducerId, 0, 5),
    (Api::OffsetForLeaderEpoch, 2, 4),
    (Api::DescribeConfigs, 1, 4),
    (Api::CreatePartitions, 0, 3),
    (Api::DeleteGroups, 0, 2),
    (Api::ElectLeaders, 0, 2),
    (Api::IncrementalAlterConfigs, 0, 1),
    (Api::AlterPartitionReassignments, 0, 0),
    (Api::ListPartitionReassignments, 0, 0),
    (Api::OffsetDelete, 0, 0),
    (Api::DescribeQuorum, 0, 2),
    (Api::DescribeCluster, 0, 2),
];

/// The table of a broker of the lab. The controller's own APIs are not a broker's.
pub fn broker_apis() -> impl Iterator<Item = ApiVersion> {
    BROKER_APIS.into_iter().map(|(api, min, max)| ApiVersion { key: api.key(), min, max })
}
