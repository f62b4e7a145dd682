//! DescribeCluster (key 60, v2): the cluster's id, its controller and its brokers
//! (KIP-700, KIP-1073).
//!
//! Left out: addresses (every broker of the lab is on this machine) and authorizations.

use super::ErrorCode;
use crate::base::{BrokerId, Text};

/// The id of the lab's cluster, as `kafka-storage.sh format` is given one. There is one
/// cluster, and no broker of another ever meets it.
pub const CLUSTER_ID: &str = "4L6g3nShT-eMCtK--X86sw";

/// What is wanted of the cluster.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DescribeClusterRequest {
    /// Whether brokers that are fenced count too.
    pub include_fenced_brokers: bool,
}

/// The cluster as the answering broker knows it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DescribeClusterResponse {
    /// What went wrong, if anything.
    pub error: ErrorCode,
    /// The cluster's id.
    pub cluster_id: Text,
    /// The controller's node id, -1 when unknown.
    pub controller: i32,
    /// The brokers.
    pub brokers: Vec<DescribedBroker>,
}

/// One broker.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DescribedBroker {
    /// Its `node.id`.
    pub broker: BrokerId,
    /// `broker.rack`.
    pub rack: Option<Text>,
    /// Whether the controller has put it aside.
    pub is_fenced: bool,
}
