//! The closed list of actions: the same verbs serve a scenario's timeline, the
//! right-click menu, and the journal. Written in RON just as they are here.

use crate::base::Text;
use serde::{Deserialize, Serialize};

/// A broker, a controller, or a client, as a scenario names it: `1`, `"caisse"`.
/// Nodes are given by number, clients by name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum NodeName {
    /// A broker or controller, by `node.id`.
    Node(i32),
    /// A client, by its actor's name.
    Client(Text),
}

/// Where to move a group's offset.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum ResetTo {
    /// The log start.
    Earliest,
    /// The high watermark.
    Latest,
    /// A given offset.
    Offset(i64),
}

/// A topic to create.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TopicSpec {
    /// Its name.
    pub name: Text,
    /// -1: the broker's default.
    pub partitions: i32,
    /// -1: the broker's default.
    pub replication_factor: i16,
    /// Explicit placement, or empty.
    pub replicas: Vec<Vec<i32>>,
    /// Its settings.
    pub config: Vec<(Text, Text)>,
}

/// What a person types into a console.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ConsoleInput {
    /// A line, without its end: a command, or what the running command reads.
    Line(Text),
    /// Ctrl+C.
    Interrupt,
    /// Ctrl+D.
    EndOfInput,
}

/// One action. See `scenario-format` for what each does.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Action {
    // Clients, by actor name.
    /// Starts a client.
    Start(Text),
    /// Stops a client properly: a consumer leaves its group, a producer flushes.
    Stop(Text),
    /// Kills a client's process.
    Kill(Text),
    /// The process stands still (as under SIGSTOP).
    Freeze(Text),
    /// The process goes on.
    Thaw(Text),
    /// A producer sends these (key, value) pairs; an empty key is no key.
    Send(Text, Vec<(Text, Text)>),
    /// A producer's records per second from now on.
    SetRate(Text, u32),
    /// A client's setting; it takes effect as after a restart of the client.
    SetConfig(Text, Text, Text),
    /// A consumer commits its position now.
    Commit(Text),
    /// A consumer moves its position.
    Seek(Text, Text, i32, i64),
    /// The next acknowledgement to this producer is lost: its connection breaks.
    DropNextAck(Text),
    /// A Streams application's local state is deleted.
    DeleteLocalState(Text),
    /// An inactive group's committed offsets are moved.
    ResetOffsets(Text, Text, ResetTo),
    // Brokers and controllers, by id.
    /// Controlled shutdown, then the process ends.
    CleanStop(i32),
    /// The process dies; the page cache stays.
    Crash(i32),
    /// The machine loses power: unflushed bytes are lost.
    PowerCut(i32),
    /// A stopped node starts again.
    Restart(i32),
    /// A new broker starts.
    AddBroker(i32),
    /// A broker's own setting.
    SetBrokerConfig(i32, Text, Text),
    // Network.
    /// Latency (microseconds) and loss (parts per million) from one node to another.
    Link(NodeName, NodeName, u64, u32),
    /// Nothing passes between two nodes.
    Cut(NodeName, NodeName),
    /// Nothing passes from one node to another.
    CutOneWay(NodeName, NodeName),
    /// Nothing passes to or from a node.
    Isolate(NodeName),
    /// Adds microseconds to each follower fetch of these brokers.
    SlowFetch(Vec<i32>, u64),
    /// Mends every network and disk fault; restarts nobody.
    Heal,
    // Disk.
    /// Adds microseconds to each disk access of a broker.
    SlowDisk(i32, u64),
    /// The broker's disk is full.
    FullDisk(i32),
    /// The broker's disk is emptied.
    WipeDisk(i32),
    /// One byte of the batch that holds this offset is flipped on this broker.
    CorruptByte(i32, Text, i32, i64),
    // Topics.
    /// A new topic.
    CreateTopic(TopicSpec),
    /// A topic is deleted.
    DeleteTopic(Text),
    /// A topic is widened to this many partitions.
    AddPartitions(Text, i32),
    /// A topic's setting.
    SetTopicConfig(Text, Text, Text),
    /// A partition's log start is moved.
    DeleteRecords(Text, i32, i64),
    /// Leadership goes back to the preferred replica.
    ElectPreferred(Text, i32),
    /// Any live replica may lead.
    ElectUnclean(Text, i32),
    /// A partition gets other replicas.
    Reassign(Text, i32, Vec<i32>),
    // Consoles, by number from 1.
    /// Something is typed into a console.
    Console(u8, ConsoleInput),
}
