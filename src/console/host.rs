//! What a command does on the machine it runs on, apart from the network: it
//! reads a broker's files, formats a node's storage, starts and stops nodes,
//! and starts clients. The World carries it out.

use crate::base::{BrokerId, ClientId, Text};
use crate::client::{ClientCommand, ConsumerSpec, ProducerSpec};
use crate::config::Settings;
use crate::storage::PartitionLog;
use std::sync::Arc;

/// Something asked of the machine.
#[derive(Clone, Debug)]
pub enum HostRequest {
    /// Which logs stand on a broker's disk.
    Logs(BrokerId),
    /// One log of a broker's disk.
    Log(BrokerId, Text, i32),
    /// All nodes, brokers first.
    Nodes,
    /// Formats a node's storage for a cluster.
    Format {
        /// `node.id`.
        node: i32,
        /// The cluster's id.
        cluster: Text,
    },
    /// Starts a node's process, with settings over those of its file.
    StartNode(i32, Settings),
    /// Stops a node's process properly.
    StopNode(i32),
    /// Reads a file of the console's own folder.
    ReadFile(Text),
    /// Writes one: name, text, whether the text is added at its end.
    WriteFile(Text, Text, bool),
    /// The names of the files that were written.
    Files,
    /// Starts a producer.
    Produce(Box<ProducerSpec>),
    /// Starts a consumer.
    Consume(Box<ConsumerSpec>),
    /// Tells a client that was started something.
    Tell(ClientId, ClientCommand),
    /// Kills a client that was started.
    Kill(ClientId),
}

/// What came of it.
#[derive(Clone, Debug)]
pub enum HostAnswer {
    /// Done, or nothing to be found.
    Nothing,
    /// Topic and partition of each log, by name.
    Logs(Arc<Vec<(Text, i32)>>),
    /// A log, as it stands.
    Log(Box<PartitionLog>),
    /// The nodes.
    Nodes(Arc<Vec<NodeState>>),
    /// A file's text, if there is such a file.
    File(Option<Text>),
    /// Names of files.
    Files(Arc<Vec<Text>>),
    /// A client runs.
    Client(ClientId, Text),
}

/// A node as its machine sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeState {
    /// `node.id`.
    pub id: i32,
    /// Whether it is a broker; else a controller.
    pub is_broker: bool,
    /// Whether its process runs.
    pub is_running: bool,
    /// The cluster its storage is formatted for.
    pub formatted: Option<Text>,
}
