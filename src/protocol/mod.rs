//! Kafka's requests and responses as plain data, its error codes and its
//! record batch. One file per API key (KIPs and versions at its top); a byte
//! codec comes with the gateway. Batches travel as the very bytes the log keeps.
//!
//! What the lab leaves out of each API is said at the top of its file.

mod admin;
mod api_versions;
mod cluster;
mod describe_cluster;
mod describe_configs;
mod describe_quorum;
mod error;
mod fetch;
mod group;
mod list_offsets;
mod list_reassignments;
mod metadata;
mod offset_delete;
mod offsets;
mod produce;
mod record;
mod record_batch;
mod varint;

pub use admin::*;
pub use api_versions::*;
pub use cluster::*;
pub use describe_cluster::*;
pub use describe_configs::*;
pub use describe_quorum::*;
pub use error::ErrorCode;
pub use fetch::*;
pub use group::*;
pub use list_offsets::*;
pub use list_reassignments::*;
pub use metadata::*;
pub use offset_delete::*;
pub use offsets::*;
pub use produce::*;
pub use record::*;
pub use record_batch::*;

use crate::base::{CorrelationId, Text};

/// What travels between two processes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Message {
    /// A question. The answer carries the same correlation id.
    Request {
        /// Chosen by the asker, unique among its own requests.
        correlation: CorrelationId,
        /// `client.id` of the asker (empty between brokers).
        client_id: Text,
        /// The question itself.
        body: Request,
    },
    /// An answer.
    Response {
        /// The question's number.
        correlation: CorrelationId,
        /// The answer itself.
        body: Response,
    },
    /// A record on a plain wire between two programs. No protocol of Kafka's.
    Push {
        /// The record's number, chosen by the sender.
        number: u64,
        /// The record.
        value: Text,
    },
    /// The program at the other end of the wire has taken the record.
    Receipt {
        /// The record's number.
        number: u64,
    },
}

/// A request's own kind of answer.
pub trait Ask {
    /// The answer to it.
    type Answer;
    /// As a request of any kind.
    fn into_request(self) -> Request;
    /// The answer, if it is one to such a request.
    fn answer_of(response: Response) -> Option<Self::Answer>;
}

macro_rules! apis {
    ($($(#[$doc:meta])* $name:ident($request:ty, $response:ty) = $key:expr, $label:literal;)*) => {
        /// A request of any kind.
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub enum Request { $($(#[$doc])* $name($request),)* }

        /// A response of any kind.
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub enum Response { $($(#[$doc])* $name($response),)* }

        /// The kinds of request (`ApiKeys`).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Api { $($(#[$doc])* $name,)* }

        impl Request {
            /// Which API this is.
            #[must_use]
            pub const fn api(&self) -> Api { match self { $(Self::$name(_) => Api::$name,)* } }
        }

        $(impl Ask for $request {
            type Answer = $response;
            fn into_request(self) -> Request { Request::$name(self) }
            fn answer_of(response: Response) -> Option<$response> {
                match response { Response::$name(answer) => Some(answer), _ => None }
            }
        })*

        impl Response {
            /// Which API this answers.
            #[must_use]
            pub const fn api(&self) -> Api { match self { $(Self::$name(_) => Api::$name,)* } }
        }

        impl Api {
            /// Kafka's number of it.
            #[must_use]
            pub const fn key(self) -> i16 { match self { $(Self::$name => $key,)* } }

            /// Kafka's name of it.
            #[must_use]
            pub const fn name(self) -> &'static str { match self { $(Self::$name => $label,)* } }
        }
    };
}

apis! {
    /// Records to append.
    Produce(ProduceRequest, ProduceResponse) = 0, "Produce";
    /// Records to read, by a consumer or a follower.
    Fetch(FetchRequest, FetchResponse) = 1, "Fetch";
    /// Offsets by time.
    ListOffsets(ListOffsetsRequest, ListOffsetsResponse) = 2, "ListOffsets";
    /// Who leads what.
    Metadata(MetadataRequest, MetadataResponse) = 3, "Metadata";
    /// A group's progress, to keep.
    OffsetCommit(OffsetCommitRequest, OffsetCommitResponse) = 8, "OffsetCommit";
    /// A group's progress, to read.
    OffsetFetch(OffsetFetchRequest, OffsetFetchResponse) = 9, "OffsetFetch";
    /// Which broker coordinates a group.
    FindCoordinator(FindCoordinatorRequest, FindCoordinatorResponse) = 10, "FindCoordinator";
    /// Entering a group, or a rebalance of it.
    JoinGroup(JoinGroupRequest, JoinGroupResponse) = 11, "JoinGroup";
    /// A member's sign of life.
    Heartbeat(HeartbeatRequest, HeartbeatResponse) = 12, "Heartbeat";
    /// Leaving a group.
    LeaveGroup(LeaveGroupRequest, LeaveGroupResponse) = 13, "LeaveGroup";
    /// Receiving (the leader: giving) the assignment.
    SyncGroup(SyncGroupRequest, SyncGroupResponse) = 14, "SyncGroup";
    /// Groups in detail.
    DescribeGroups(DescribeGroupsRequest, DescribeGroupsResponse) = 15, "DescribeGroups";
    /// Groups by name.
    ListGroups(ListGroupsRequest, ListGroupsResponse) = 16, "ListGroups";
    /// New topics.
    CreateTopics(CreateTopicsRequest, CreateTopicsResponse) = 19, "CreateTopics";
    /// Topics to remove.
    DeleteTopics(DeleteTopicsRequest, DeleteTopicsResponse) = 20, "DeleteTopics";
    /// Moving a log's start.
    DeleteRecords(DeleteRecordsRequest, DeleteRecordsResponse) = 21, "DeleteRecords";
    /// A producer's identity.
    InitProducerId(InitProducerIdRequest, InitProducerIdResponse) = 22, "InitProducerId";
    /// Where an epoch ended (KIP-101, KIP-320).
    OffsetForLeaderEpoch(OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse) = 23, "OffsetForLeaderEpoch";
    /// More partitions.
    CreatePartitions(CreatePartitionsRequest, CreatePartitionsResponse) = 37, "CreatePartitions";
    /// Removing groups.
    DeleteGroups(DeleteGroupsRequest, DeleteGroupsResponse) = 42, "DeleteGroups";
    /// Elections on demand.
    ElectLeaders(ElectLeadersRequest, ElectLeadersResponse) = 43, "ElectLeaders";
    /// Settings, key by key.
    IncrementalAlterConfigs(IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse) = 44, "IncrementalAlterConfigs";
    /// Moving replicas.
    AlterPartitionReassignments(AlterPartitionReassignmentsRequest, AlterPartitionReassignmentsResponse) = 45, "AlterPartitionReassignments";
    /// A leader's new in-sync set, for the controller to commit.
    AlterPartition(AlterPartitionRequest, AlterPartitionResponse) = 56, "AlterPartition";
    /// A broker presents itself to the controller.
    BrokerRegistration(BrokerRegistrationRequest, BrokerRegistrationResponse) = 62, "BrokerRegistration";
    /// A broker's sign of life.
    BrokerHeartbeat(BrokerHeartbeatRequest, BrokerHeartbeatResponse) = 63, "BrokerHeartbeat";
    /// A block of producer ids for a broker to hand out.
    AllocateProducerIds(AllocateProducerIdsRequest, AllocateProducerIdsResponse) = 67, "AllocateProducerIds";
    /// A broker follows the metadata log. In Kafka: Fetch of `__cluster_metadata`.
    FetchMetadata(FetchMetadataRequest, FetchMetadataResponse) = 1, "Fetch";
    // Added at the end, not by key: a run's digest counts the place in this list.
    /// What a broker answers.
    ApiVersions(ApiVersionsRequest, ApiVersionsResponse) = 18, "ApiVersions";
    /// Settings in force.
    DescribeConfigs(DescribeConfigsRequest, DescribeConfigsResponse) = 32, "DescribeConfigs";
    /// Moves of replicas under way.
    ListPartitionReassignments(ListPartitionReassignmentsRequest, ListPartitionReassignmentsResponse) = 46, "ListPartitionReassignments";
    /// A group's progress, to forget.
    OffsetDelete(OffsetDeleteRequest, OffsetDeleteResponse) = 47, "OffsetDelete";
    /// Who keeps the metadata log.
    DescribeQuorum(DescribeQuorumRequest, DescribeQuorumResponse) = 55, "DescribeQuorum";
    /// The cluster and its brokers.
    DescribeCluster(DescribeClusterRequest, DescribeClusterResponse) = 60, "DescribeCluster";
}
