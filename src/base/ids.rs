//! Identifiers as newtypes, so that an offset is never added to an epoch.
//!
//! Widths and meanings are Kafka's (`TopicPartition`, `ProducerIdAndEpoch`,
//! `LeaderAndIsr`); [`Address`] and [`ClientId`] are the simulator's own.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident($inner:ty)) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub $inner);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

id!(/// `node.id` of a broker.
    BrokerId(i32));
id!(/// The simulator's number of a client process (producer, consumer, admin).
    ClientId(u32));
id!(/// A topic's number, given once by the controller and never used again.
    /// Stands for Kafka's topic UUID (KIP-516), of which it is the seed.
    TopicId(u32));
id!(/// Position of a record in a partition.
    Offset(i64));
id!(/// Reign of a partition leader; bumped at each election.
    LeaderEpoch(i32));
id!(/// Version of a partition's leader-and-ISR state; bumped at each change.
    PartitionEpoch(i32));
id!(/// Reign of a controller.
    ControllerEpoch(i32));
id!(/// One registration of a broker (the metadata offset of its record).
    BrokerEpoch(i64));
id!(/// Identity of an idempotent producer.
    ProducerId(i64));
id!(/// Reign of a producer id (KIP-360).
    ProducerEpoch(i16));
id!(/// Generation of a classic consumer group.
    Generation(i32));
id!(/// Matches a response to its request on one connection.
    CorrelationId(u32));

impl BrokerId {
    /// Kafka's -1: no broker (a partition without leader).
    pub const NONE: Self = Self(-1);
}

impl Offset {
    /// The first offset of a log.
    pub const ZERO: Self = Self(0);
    /// Kafka's -1: unknown, or not given.
    pub const UNKNOWN: Self = Self(-1);

    /// The offset `count` records further on.
    #[must_use]
    pub const fn plus(self, count: i64) -> Self {
        Self(self.0 + count)
    }

    /// The offset just after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

impl LeaderEpoch {
    /// Kafka's -1: no epoch known.
    pub const UNKNOWN: Self = Self(-1);
}

impl ProducerId {
    /// Kafka's -1: the producer is not idempotent.
    pub const NONE: Self = Self(-1);
}

impl ProducerEpoch {
    /// Kafka's -1: the producer is not idempotent.
    pub const NONE: Self = Self(-1);
}

impl Generation {
    /// Kafka's -1: not a member of a generation.
    pub const NONE: Self = Self(-1);
}

/// A partition of a topic.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TopicPartition {
    /// The topic.
    pub topic: TopicId,
    /// The partition's number, from 0.
    pub partition: i32,
}

/// A process of the simulated world. The controller is a process of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Address {
    /// A controller, by `node.id`.
    Controller(i32),
    /// A broker, by `node.id`.
    Broker(BrokerId),
    /// A client process.
    Client(ClientId),
}

impl Address {
    /// One number per address, for digests and link tables.
    #[must_use]
    pub const fn code(self) -> u64 {
        match self {
            Self::Controller(id) => (1 << 32) | id as u32 as u64,
            Self::Broker(id) => (2 << 32) | id.0 as u32 as u64,
            Self::Client(id) => (3 << 32) | id.0 as u64,
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Controller(id) => write!(f, "controller {id}"),
            Self::Broker(id) => write!(f, "broker {id}"),
            Self::Client(id) => write!(f, "client {id}"),
        }
    }
}
