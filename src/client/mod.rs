//! Kafka's clients: producer, consumer and admin, with the application that
//! drives each of them. They meet brokers only in `protocol` messages.
//!
//! Mirrors `org.apache.kafka.clients`. One client is one process: its
//! application thread, its I/O thread and (consumer) its heartbeat thread are
//! steps of one state machine that takes every input to rest.

mod admin;
mod backoff;
#[cfg(test)]
mod bench;
mod consumer;
mod direct;
mod metadata;
mod network_client;
mod producer;
mod sabotage;
mod spec;
mod wakes;

pub use admin::{Admin, AdminResult};
pub use consumer::{Consumer, ConsumerView, MemberState, PositionView};
pub use direct::{PATIENCE, Sink, Source};
pub use producer::{Producer, ProducerView, murmur2, partition_for_key};
pub use sabotage::ClientSabotage;
pub use spec::{ConsoleReading, ConsumerSpec, DeliveredRecord, DirectSpec, ProducerSpec};

use crate::base::{ClientId, Instant, Offset, Text};
use crate::protocol::{Message, Request};
use crate::sim::{Effects, Halt, Input};
use crate::story::Fact;

/// The one timer of a client: look what is due. A client keeps its deadlines itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ClientTimer {
    /// Something may be due.
    Wake,
}

/// What a client is handed.
pub type ClientInput = Input<Message, ClientTimer>;
/// What a client hands back.
pub type ClientEffects = Effects<Message, ClientTimer, Fact>;

/// What the world, a scenario or a person tells a client to do.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ClientCommand {
    /// A producer sends these keys and values; no value is a tombstone.
    Send(Vec<(Option<Text>, Option<Text>)>),
    /// A producer's records per second from now on.
    SetRate(u32),
    /// A source pushes to these sinks from now on.
    Wire(Vec<ClientId>),
    /// A consumer commits its position now (`commitSync`).
    Commit,
    /// A consumer moves its position (`seek`).
    Seek {
        /// The topic's name.
        topic: Text,
        /// The partition's number.
        partition: i32,
        /// The next offset to read.
        offset: Offset,
    },
    /// A proper stop (`close`): a producer flushes, a consumer commits and leaves its group.
    /// Ends with [`crate::sim::Halt::Stopped`].
    Close,
    /// An administrator asks the cluster.
    Ask(Request),
}

/// A client process of any kind.
#[allow(clippy::large_enum_variant, reason = "a world has few clients, and each lives in one place")]
#[derive(Clone, Debug)]
pub enum Client {
    /// A producer.
    Producer(Producer),
    /// A consumer.
    Consumer(Consumer),
    /// An administrator.
    Admin(Admin),
    /// A producer's program while plain wires lead from it: no Kafka client.
    Source(Source),
    /// A consumer's program while plain wires lead to it: no Kafka client.
    Sink(Sink),
    /// Plain wires that are in place. They do nothing by themselves.
    Wires,
}

impl Client {
    /// Takes one input to rest.
    pub fn handle(&mut self, now: Instant, input: ClientInput, effects: &mut ClientEffects) {
        match self {
            Self::Producer(producer) => producer.handle(now, input, effects),
            Self::Consumer(consumer) => consumer.handle(now, input, effects),
            Self::Admin(admin) => admin.handle(now, input, effects),
            Self::Source(source) => source.handle(now, input, effects),
            Self::Sink(sink) => sink.handle(input, effects),
            Self::Wires => {}
        }
    }

    /// Whether it was told to stop properly and has not yet done so.
    #[must_use]
    pub fn is_closing(&self) -> bool {
        match self {
            Self::Producer(producer) => producer.is_closing(),
            Self::Consumer(consumer) => consumer.is_closing(),
            Self::Source(source) => source.is_closing(),
            Self::Admin(_) | Self::Sink(_) | Self::Wires => false,
        }
    }

    /// Records this start of the process has sent.
    #[must_use]
    pub fn sent(&self) -> u64 {
        match self {
            Self::Producer(producer) => producer.sent(),
            Self::Source(source) => source.sent(),
            _ => 0,
        }
    }

    /// Carries out a command; those of another kind of client are passed over.
    pub fn command(&mut self, now: Instant, command: ClientCommand, effects: &mut ClientEffects) {
        match self {
            Self::Producer(producer) => producer.command(now, command, effects),
            Self::Consumer(consumer) => consumer.command(now, command, effects),
            Self::Admin(admin) => admin.command(now, command, effects),
            Self::Source(source) => source.command(now, command, effects),
            Self::Sink(sink) => sink.command(&command, effects),
            Self::Wires if command == ClientCommand::Close => effects.halt = Some(Halt::Stopped),
            Self::Wires => {}
        }
    }
}
