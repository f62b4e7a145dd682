//! The closed list of verbs, in the very words of the file. The same verbs
//! serve `timeline`, `solution` and `allow`; most become a [`world::Action`](crate::world::Action).

use super::model::{Config, Deed, Topic};
use super::values::{Length, Node, Share};
use crate::base::Text;
use crate::story::ConsoleInput;
use crate::world::{Action, ResetTo};
use serde::Deserialize;

/// Something to do, as a file writes it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each is world::Action's of that name, or a word of play")]
pub enum Verb {
    Start(Text),
    Stop(Text),
    Kill(Text),
    Freeze(Text),
    Thaw(Text),
    Send(Text, Vec<(Text, Text)>),
    SetRate(Text, u32),
    SetConfig(Text, Text, Text),
    Commit(Text),
    Seek(Text, Text, i32, i64),
    DropNextAck(Text),
    DeleteLocalState(Text),
    ResetOffsets(Text, Text, ResetTo),
    CleanStop(i32),
    Crash(i32),
    PowerCut(i32),
    Restart(i32),
    AddBroker(i32),
    SetBrokerConfig(i32, Text, Text),
    Link {
        from: Node,
        to: Node,
        latency: Length,
        #[serde(default)]
        loss: Share,
    },
    Cut(Node, Node),
    CutOneWay {
        from: Node,
        to: Node,
    },
    Isolate(Node),
    SlowFetch {
        brokers: Vec<i32>,
        by: Length,
    },
    Heal,
    SlowDisk {
        id: i32,
        by: Length,
    },
    FullDisk(i32),
    WipeDisk(i32),
    CorruptByte(i32, Text, i32, i64),
    CreateTopic {
        name: Text,
        partitions: i32,
        rf: i16,
        #[serde(default)]
        replicas: Vec<Vec<i32>>,
        #[serde(default)]
        config: Config,
    },
    DeleteTopic(Text),
    AddPartitions(Text, i32),
    SetTopicConfig(Text, Text, Text),
    DeleteRecords(Text, i32, i64),
    ElectPreferred(Text, i32),
    ElectUnclean(Text, i32),
    Reassign(Text, i32, Vec<i32>),
    Pause,
    Mark(Text),
    Rewind(Text),
    Branch(Text),
    Console(Text),
    Sql(Text),
}

/// A verb's name, as `allow` lists them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[allow(missing_docs, reason = "each is the verb of that name")]
pub enum Tool {
    Start,
    Stop,
    Kill,
    Freeze,
    Thaw,
    Send,
    SetRate,
    SetConfig,
    Commit,
    Seek,
    DropNextAck,
    DeleteLocalState,
    ResetOffsets,
    CleanStop,
    Crash,
    PowerCut,
    Restart,
    AddBroker,
    SetBrokerConfig,
    Link,
    Cut,
    CutOneWay,
    Isolate,
    SlowFetch,
    Heal,
    SlowDisk,
    FullDisk,
    WipeDisk,
    CorruptByte,
    CreateTopic,
    DeleteTopic,
    AddPartitions,
    SetTopicConfig,
    DeleteRecords,
    ElectPreferred,
    ElectUnclean,
    Reassign,
    Pause,
    Mark,
    Rewind,
    Branch,
    Console,
    Sql,
}

impl Verb {
    /// Its name.
    #[must_use]
    pub const fn tool(&self) -> Tool {
        match self {
            Self::Start(_) => Tool::Start,
            Self::Stop(_) => Tool::Stop,
            Self::Kill(_) => Tool::Kill,
            Self::Freeze(_) => Tool::Freeze,
            Self::Thaw(_) => Tool::Thaw,
            Self::Send(..) => Tool::Send,
            Self::SetRate(..) => Tool::SetRate,
            Self::SetConfig(..) => Tool::SetConfig,
            Self::Commit(_) => Tool::Commit,
            Self::Seek(..) => Tool::Seek,
            Self::DropNextAck(_) => Tool::DropNextAck,
            Self::DeleteLocalState(_) => Tool::DeleteLocalState,
            Self::ResetOffsets(..) => Tool::ResetOffsets,
            Self::CleanStop(_) => Tool::CleanStop,
            Self::Crash(_) => Tool::Crash,
            Self::PowerCut(_) => Tool::PowerCut,
            Self::Restart(_) => Tool::Restart,
            Self::AddBroker(_) => Tool::AddBroker,
            Self::SetBrokerConfig(..) => Tool::SetBrokerConfig,
            Self::Link { .. } => Tool::Link,
            Self::Cut(..) => Tool::Cut,
            Self::CutOneWay { .. } => Tool::CutOneWay,
            Self::Isolate(_) => Tool::Isolate,
            Self::SlowFetch { .. } => Tool::SlowFetch,
            Self::Heal => Tool::Heal,
            Self::SlowDisk { .. } => Tool::SlowDisk,
            Self::FullDisk(_) => Tool::FullDisk,
            Self::WipeDisk(_) => Tool::WipeDisk,
            Self::CorruptByte(..) => Tool::CorruptByte,
            Self::CreateTopic { .. } => Tool::CreateTopic,
            Self::DeleteTopic(_) => Tool::DeleteTopic,
            Self::AddPartitions(..) => Tool::AddPartitions,
            Self::SetTopicConfig(..) => Tool::SetTopicConfig,
            Self::DeleteRecords(..) => Tool::DeleteRecords,
            Self::ElectPreferred(..) => Tool::ElectPreferred,
            Self::ElectUnclean(..) => Tool::ElectUnclean,
            Self::Reassign(..) => Tool::Reassign,
            Self::Pause => Tool::Pause,
            Self::Mark(_) => Tool::Mark,
            Self::Rewind(_) => Tool::Rewind,
            Self::Branch(_) => Tool::Branch,
            Self::Console(_) => Tool::Console,
            Self::Sql(_) => Tool::Sql,
        }
    }

    /// What it does; `None` for the verbs of later versions, which a checked file does not hold.
    #[must_use]
    pub fn deed(&self) -> Option<Deed> {
        use Action as A;
        let action = match self.clone() {
            Self::Pause => return Some(Deed::Pause),
            Self::Mark(name) => return Some(Deed::Mark(name)),
            Self::Rewind(mark) => return Some(Deed::Rewind(mark)),
            Self::Branch(name) => return Some(Deed::Branch(name)),
            Self::Sql(_) => return None,
            Self::Console(line) => {
                let (console, input) = console_line(&line)?;
                A::Console(console, input)
            }
            Self::Start(actor) => A::Start(actor),
            Self::Stop(actor) => A::Stop(actor),
            Self::Kill(actor) => A::Kill(actor),
            Self::Freeze(actor) => A::Freeze(actor),
            Self::Thaw(actor) => A::Thaw(actor),
            Self::Send(actor, records) => A::Send(actor, records),
            Self::SetRate(actor, rate) => A::SetRate(actor, rate),
            Self::SetConfig(actor, key, value) => A::SetConfig(actor, key, value),
            Self::Commit(actor) => A::Commit(actor),
            Self::Seek(actor, topic, partition, offset) => A::Seek(actor, topic, partition, offset),
            Self::DropNextAck(actor) => A::DropNextAck(actor),
            Self::DeleteLocalState(actor) => A::DeleteLocalState(actor),
            Self::ResetOffsets(group, topic, to) => A::ResetOffsets(group, topic, to),
            Self::CleanStop(id) => A::CleanStop(id),
            Self::Crash(id) => A::Crash(id),
            Self::PowerCut(id) => A::PowerCut(id),
            Self::Restart(id) => A::Restart(id),
            Self::AddBroker(id) => A::AddBroker(id),
            Self::SetBrokerConfig(id, key, value) => A::SetBrokerConfig(id, key, value),
            Self::Link { from, to, latency, loss } => A::Link(from.0, to.0, latency.0.0, loss.0),
            Self::Cut(one, other) => A::Cut(one.0, other.0),
            Self::CutOneWay { from, to } => A::CutOneWay(from.0, to.0),
            Self::Isolate(node) => A::Isolate(node.0),
            Self::SlowFetch { brokers, by } => A::SlowFetch(brokers, by.0.0),
            Self::Heal => A::Heal,
            Self::SlowDisk { id, by } => A::SlowDisk(id, by.0.0),
            Self::FullDisk(id) => A::FullDisk(id),
            Self::WipeDisk(id) => A::WipeDisk(id),
            Self::CorruptByte(id, topic, partition, offset) => A::CorruptByte(id, topic, partition, offset),
            Self::CreateTopic { name, partitions, rf, replicas, config } => {
                A::CreateTopic(Topic { name, partitions, rf, replicas, config }.spec())
            }
            Self::DeleteTopic(topic) => A::DeleteTopic(topic),
            Self::AddPartitions(topic, count) => A::AddPartitions(topic, count),
            Self::SetTopicConfig(topic, key, value) => A::SetTopicConfig(topic, key, value),
            Self::DeleteRecords(topic, partition, offset) => A::DeleteRecords(topic, partition, offset),
            Self::ElectPreferred(topic, partition) => A::ElectPreferred(topic, partition),
            Self::ElectUnclean(topic, partition) => A::ElectUnclean(topic, partition),
            Self::Reassign(topic, partition, replicas) => A::Reassign(topic, partition, replicas),
        };
        Some(Deed::World(action))
    }
}

/// Consoles that a file may type into, from 1.
pub(crate) const MOST_CONSOLES: u8 = 9;
/// Longest line of a console.
pub(crate) const LONGEST_LINE: usize = 4_000;

/// What a `Console` verb types, and into which console: `2> …` is the second, `^C`
/// and `^D` are the keys. `None` when there is no such console, or it is no line.
pub(crate) fn console_line(text: &str) -> Option<(u8, ConsoleInput)> {
    let (console, line) = match text.split_once("> ").or_else(|| Some((text.strip_suffix('>')?, ""))) {
        Some((number, line)) if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) => {
            (number.parse::<u8>().ok()?, line)
        }
        _ => (1, text),
    };
    if !(1..=MOST_CONSOLES).contains(&console) || line.len() > LONGEST_LINE || line.contains(['\n', '\r']) {
        return None;
    }
    let input = match line {
        "^C" => ConsoleInput::Interrupt,
        "^D" => ConsoleInput::EndOfInput,
        line => ConsoleInput::Line(line.into()),
    };
    Some((console, input))
}

impl Tool {
    /// The tool that an action is done with.
    #[must_use]
    pub const fn of(action: &Action) -> Self {
        use Action as A;
        match action {
            A::Start(_) => Self::Start,
            A::Stop(_) => Self::Stop,
            A::Kill(_) => Self::Kill,
            A::Freeze(_) => Self::Freeze,
            A::Thaw(_) => Self::Thaw,
            A::Send(..) => Self::Send,
            A::SetRate(..) => Self::SetRate,
            A::SetConfig(..) => Self::SetConfig,
            A::Commit(_) => Self::Commit,
            A::Seek(..) => Self::Seek,
            A::DropNextAck(_) => Self::DropNextAck,
            A::DeleteLocalState(_) => Self::DeleteLocalState,
            A::ResetOffsets(..) => Self::ResetOffsets,
            A::CleanStop(_) => Self::CleanStop,
            A::Crash(_) => Self::Crash,
            A::PowerCut(_) => Self::PowerCut,
            A::Restart(_) => Self::Restart,
            A::AddBroker(_) => Self::AddBroker,
            A::SetBrokerConfig(..) => Self::SetBrokerConfig,
            A::Link(..) => Self::Link,
            A::Cut(..) => Self::Cut,
            A::CutOneWay(..) => Self::CutOneWay,
            A::Isolate(_) => Self::Isolate,
            A::SlowFetch(..) => Self::SlowFetch,
            A::SlowDisk(..) => Self::SlowDisk,
            A::FullDisk(_) => Self::FullDisk,
            A::WipeDisk(_) => Self::WipeDisk,
            A::CorruptByte(..) => Self::CorruptByte,
            A::CreateTopic(_) => Self::CreateTopic,
            A::DeleteTopic(_) => Self::DeleteTopic,
            A::AddPartitions(..) => Self::AddPartitions,
            A::SetTopicConfig(..) => Self::SetTopicConfig,
            A::DeleteRecords(..) => Self::DeleteRecords,
            A::ElectPreferred(..) => Self::ElectPreferred,
            A::ElectUnclean(..) => Self::ElectUnclean,
            A::Reassign(..) => Self::Reassign,
            A::Console(..) => Self::Console,
            A::Heal => Self::Heal,
        }
    }
}
