//! What a producer and a consumer are made from: their application's behaviour
//! and their settings, already validated. The world names them as actors.

use crate::base::{BrokerId, Duration, Text};
use crate::config::{ApplicationConfig, Settings};
use crate::protocol::Record;

/// A producer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProducerSpec {
    /// The actor's name, and its `client.id` by default.
    pub name: Text,
    /// Where it sends.
    pub topic: Text,
    /// Records per second; 0 sends only what it is told to.
    pub rate: u32,
    /// Ends the traffic after so many records.
    pub count: Option<u64>,
    /// Keys in turn; empty: no keys.
    pub keys: Vec<Text>,
    /// Values in turn; empty: `<name>-<number>`.
    pub values: Vec<Text>,
    /// Pads each value with spaces to this size; 0 does not.
    pub size: u32,
    /// Its settings.
    pub config: Settings,
    /// `bootstrap.servers`; empty: every broker.
    pub bootstrap: Vec<BrokerId>,
}

/// A consumer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConsumerSpec {
    /// The actor's name, and its `client.id` by default.
    pub name: Text,
    /// Its group; empty: none (it assigns itself every partition).
    pub group: Text,
    /// Where it reads.
    pub topics: Vec<Text>,
    /// Time its application takes for each record, in microseconds, unless an option says.
    pub per_record_us: u64,
    /// Its application's options ([`ApplicationConfig`]).
    pub application: Settings,
    /// Its settings.
    pub config: Settings,
    /// `bootstrap.servers`; empty: every broker.
    pub bootstrap: Vec<BrokerId>,
    /// It reads for a console, and tells it each record.
    pub console: Option<ConsoleReading>,
}

/// What a console's consumer reads (`ConsoleConsumer`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ConsoleReading {
    /// It takes no more records than these.
    pub most_records: Option<u64>,
    /// Outside a group: the one partition it reads, else all.
    pub partition: Option<i32>,
    /// Where in that partition it starts, when no policy decides.
    pub offset: Option<i64>,
}

/// A record that a console's consumer was handed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveredRecord {
    /// Its topic.
    pub topic: Text,
    /// Its partition.
    pub partition: i32,
    /// Whether its time is the broker's (`LogAppendTime`).
    pub is_append_time: bool,
    /// The record itself.
    pub record: Record,
}

/// Plain wires between programs, without Kafka.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DirectSpec {
    /// The name under which they are put up and taken down.
    pub name: Text,
    /// Each from a producer's program to a consumer's, by their actors' names.
    pub wires: Vec<(Text, Text)>,
}

impl ConsumerSpec {
    /// Its application's options.
    #[must_use]
    pub fn options(&self) -> ApplicationConfig {
        ApplicationConfig::with(&self.application)
    }

    /// Time its application takes for each record.
    #[must_use]
    pub fn per_record(&self) -> Duration {
        if self.application.contains_key(ApplicationConfig::PER_RECORD) {
            return Duration::from_millis(self.options().per_record_ms.max(0) as u64);
        }
        Duration(self.per_record_us)
    }
}
