//! The classic group protocol: JoinGroup (11), Heartbeat (12), LeaveGroup (13),
//! SyncGroup (14), DescribeGroups (15), ListGroups (16), DeleteGroups (42).
//!
//! Subscriptions and assignments travel as plain data instead of
//! `ConsumerProtocol` bytes; their content is that of its version 3 (KIP-429, KIP-792).

use super::ErrorCode;
use crate::base::{Generation, Text};

/// What a member would like to read (`ConsumerProtocolSubscription`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Subscription {
    /// Topics by name, sorted.
    pub topics: Vec<Text>,
    /// What it owns now, sorted (cooperative and sticky assignors).
    pub owned: Vec<(Text, i32)>,
    /// The generation in which it owned that.
    pub generation: Generation,
    /// `client.rack`.
    pub rack: Option<Text>,
}

/// What a member is to read (`ConsumerProtocolAssignment`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Assignment {
    /// Topic and partition, sorted.
    pub partitions: Vec<(Text, i32)>,
}

/// Entering a rebalance.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct JoinGroupRequest {
    /// The group.
    pub group: Text,
    /// Silence after which the member counts as dead.
    pub session_timeout_ms: u32,
    /// How long it may take to rejoin (`max.poll.interval.ms`).
    pub rebalance_timeout_ms: u32,
    /// Its id; empty at first.
    pub member: Text,
    /// `group.instance.id`, when static (KIP-345).
    pub instance: Option<Text>,
    /// `consumer` for consumers.
    pub protocol_type: Text,
    /// Assignors it knows, in order of preference, each with its subscription.
    pub protocols: Vec<(Text, Subscription)>,
}

/// The generation that the join ended in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct JoinGroupResponse {
    /// What went wrong, if anything.
    pub error: ErrorCode,
    /// The generation.
    pub generation: Generation,
    /// The assignor chosen.
    pub protocol: Option<Text>,
    /// The member that computes the assignment.
    pub leader: Text,
    /// The id given to the asker.
    pub member: Text,
    /// Whether the leader is to keep the present assignment (KIP-814).
    pub skip_assignment: bool,
    /// To the leader: everyone. To others: empty.
    pub members: Vec<JoinedMember>,
}

/// One member, as the group's leader sees it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct JoinedMember {
    /// Its id.
    pub member: Text,
    /// `group.instance.id`, when static.
    pub instance: Option<Text>,
    /// Its subscription for the chosen assignor.
    pub subscription: Subscription,
}

/// Receiving (the leader: giving) the assignment.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SyncGroupRequest {
    /// The group.
    pub group: Text,
    /// The generation joined.
    pub generation: Generation,
    /// The asker.
    pub member: Text,
    /// `group.instance.id`, when static.
    pub instance: Option<Text>,
    /// `consumer`.
    pub protocol_type: Text,
    /// The assignor.
    pub protocol: Text,
    /// From the leader: everyone's share. From others: empty.
    pub assignments: Vec<(Text, Assignment)>,
}

/// The asker's share.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SyncGroupResponse {
    /// What went wrong, if anything.
    pub error: ErrorCode,
    /// What to read.
    pub assignment: Assignment,
}

/// A member's sign of life.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct HeartbeatRequest {
    /// The group.
    pub group: Text,
    /// Its generation.
    pub generation: Generation,
    /// Its id.
    pub member: Text,
    /// `group.instance.id`, when static.
    pub instance: Option<Text>,
}

/// The coordinator's word on it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct HeartbeatResponse {
    /// [`ErrorCode::RebalanceInProgress`] asks the member to rejoin.
    pub error: ErrorCode,
}

/// Leaving.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LeaveGroupRequest {
    /// The group.
    pub group: Text,
    /// Who leaves, with its `group.instance.id` when static.
    pub members: Vec<(Text, Option<Text>)>,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LeaveGroupResponse {
    /// What went wrong, if anything.
    pub error: ErrorCode,
}

/// Groups wanted in detail.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DescribeGroupsRequest {
    /// By id.
    pub groups: Vec<Text>,
}

/// Groups in detail.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DescribeGroupsResponse {
    /// One per group asked for.
    pub groups: Vec<DescribedGroup>,
}

/// One group in detail.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DescribedGroup {
    /// What went wrong, if anything.
    pub error: ErrorCode,
    /// The group.
    pub group: Text,
    /// `Stable`, `PreparingRebalance`, ...
    pub state: Text,
    /// The generation.
    pub generation: Generation,
    /// `consumer` for consumers; empty for a group that only keeps offsets.
    pub protocol_type: Text,
    /// The assignor.
    pub protocol: Text,
    /// Its members.
    pub members: Vec<DescribedMember>,
}

/// One member in detail.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DescribedMember {
    /// Its id.
    pub member: Text,
    /// `group.instance.id`, when static.
    pub instance: Option<Text>,
    /// `client.id`.
    pub client_id: Text,
    /// Where it runs, as the coordinator saw it connect.
    pub host: Text,
    /// What it reads.
    pub assignment: Assignment,
}

/// The groups of the asked broker.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ListGroupsRequest {
    /// Only groups in one of these states (KIP-518), whatever their case; empty: all.
    pub states: Vec<Text>,
    /// Only groups of one of these types (KIP-848), whatever their case; empty: all.
    pub types: Vec<Text>,
}

/// The groups it coordinates.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ListGroupsResponse {
    /// What went wrong, if anything.
    pub error: ErrorCode,
    /// One per group.
    pub groups: Vec<ListedGroup>,
}

/// One group, in short.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ListedGroup {
    /// The group.
    pub group: Text,
    /// `consumer` for consumers; empty for a group that only keeps offsets.
    pub protocol_type: Text,
    /// `Stable`, `Empty`, ...
    pub state: Text,
    /// `classic`.
    pub group_type: Text,
}

/// Groups to remove (they must be empty).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DeleteGroupsRequest {
    /// By id.
    pub groups: Vec<Text>,
}

/// What became of each.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DeleteGroupsResponse {
    /// One answer per group.
    pub groups: Vec<(Text, ErrorCode)>,
}
