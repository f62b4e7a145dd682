//! A scenario as its file writes it: the head, the cluster, the actors, the
//! timeline, what is expected, the steps of an exercise.

use super::action::Verb;
use super::check::Check;
use super::problem::Problem;
use super::values::{Both, Date, Length, Share};
use crate::base::Text;
use crate::config::BrokerConfig;
use crate::world::{Action, TopicSpec};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

pub use super::step::*;

/// The topic of committed offsets: the one topic of Kafka's own that a file may place.
pub const OFFSETS_TOPIC: &str = "__consumer_offsets";

/// Settings, Kafka's key to text.
pub type Config = BTreeMap<Text, Text>;

/// A scenario, read and checked.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// The format's number.
    pub format: u32,
    /// Its id, the file's name without `.ron`: `12-acks`.
    pub id: Text,
    /// Its title.
    pub title: Both,
    /// What one can do at its end.
    pub goal: Both,
    /// The session it belongs to, as `TP3`.
    pub tp: Option<Text>,
    /// How long it takes in class.
    pub minutes: u32,
    /// 1 (first steps) to 5.
    pub level: u32,
    /// Scenarios to have seen before, by id.
    pub needs: Vec<Text>,
    /// Mistaken beliefs it corrects, as `M14`.
    pub kills: Vec<Text>,
    /// How it can be used.
    pub uses: Vec<Use>,
    /// Free words to find it by.
    pub tags: Vec<Text>,
    /// Who wrote it.
    pub author: Option<Text>,
    /// Under which licence.
    pub license: Option<Text>,
    /// The calendar time of its start.
    pub epoch: Date,
    /// When a run ends; else ten seconds after the last timeline event.
    pub until: Option<Length>,
    /// What to say at the end.
    pub debrief: Option<Both>,
    /// Words of the glossary it uses.
    pub vocabulary: Vec<Text>,
    /// The step until whose answer an exercise hides the faults that the timeline laid.
    pub hides_faults_until: Option<Text>,
    /// The cluster.
    pub cluster: Cluster,
    /// Who produces and consumes.
    pub actors: Vec<Actor>,
    /// What happens, and when.
    pub timeline: Vec<TimelineEvent>,
    /// What must hold when nobody touches the run.
    pub expect: Vec<Expect>,
    /// The exercise.
    pub steps: Vec<Step>,
    /// What a student's number changes, by name.
    pub variants: BTreeMap<Text, Variant>,
    /// What was chosen for each of them, as it stands in the text.
    pub chosen: BTreeMap<Text, Text>,
    /// The SHA-256 of the file this one was packed from, in hexadecimal: the
    /// answers, the model texts and the solutions stayed there.
    pub packed: Option<Text>,
    /// By step: the solutions before it, readable with the code of that step.
    pub sealed: BTreeMap<Text, Text>,
    /// Which bytes this was read from.
    pub fingerprint: Fingerprint,
    /// What is doubtful, though it can be played.
    pub warnings: Vec<Problem>,
}

/// Which bytes a scenario was read from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fingerprint {
    /// SHA-256 of the file. A packed file names it.
    pub hash: [u8; 32],
    /// Another digest of the same bytes, from which the codes of its checkpoints
    /// are made. It stands in no packed file.
    pub secret: [u8; 32],
}

impl Fingerprint {
    /// Of a file's bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let mut secret = Sha256::new();
        secret.update(b"brokerscope checkpoints\0");
        secret.update(bytes);
        Self { hash: Sha256::digest(bytes).into(), secret: secret.finalize().into() }
    }
}

/// How a scenario can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Use {
    /// Shown by the teacher.
    Demo,
    /// Worked through by a student.
    Exercise,
}

/// Who coordinates the cluster.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub enum Mode {
    /// A controller of Kafka's own.
    #[default]
    KRaft,
    /// ZooKeeper, as until Kafka 3.9.
    ZooKeeper,
}

/// The quality of every link.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct NetworkQuality {
    /// Time a message takes; else half a millisecond.
    pub latency: Option<Length>,
    /// Largest random addition to it; else a tenth of a millisecond.
    pub jitter: Option<Length>,
    /// Messages lost.
    pub loss: Option<Share>,
}

/// The cluster.
#[derive(Clone, Debug, Default)]
pub struct Cluster {
    /// Seed of every random draw.
    pub seed: u64,
    /// How many brokers; their ids are 1, 2, 3…
    pub brokers: i32,
    /// How many controllers.
    pub controllers: i32,
    /// Who coordinates.
    pub mode: Mode,
    /// Racks by broker, in order.
    pub racks: Vec<Text>,
    /// Nodes that are up at the start; else all.
    pub running: Option<Vec<i32>>,
    /// Whether the storage of nodes that are down is formatted.
    pub formatted: bool,
    /// Settings of every broker and the controller.
    pub config: Config,
    /// Settings of single brokers.
    pub broker_config: BTreeMap<i32, Config>,
    /// Quality of every link.
    pub network: NetworkQuality,
    /// Topics that exist at the start.
    pub topics: Vec<Topic>,
}

/// A topic, as the cluster block and `CreateTopic` write it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// Its name.
    pub name: Text,
    /// How many partitions.
    pub partitions: i32,
    /// How many copies of each.
    pub rf: i16,
    /// Explicit placement, one list of brokers per partition.
    #[serde(default)]
    pub replicas: Vec<Vec<i32>>,
    /// Its settings.
    #[serde(default)]
    pub config: Config,
}

impl Topic {
    /// As the world takes it. The topic of offsets has Kafka's settings for it, unless it says otherwise.
    #[must_use]
    pub fn spec(&self) -> TopicSpec {
        let mut config = Config::new();
        if &*self.name == OFFSETS_TOPIC {
            config.insert("cleanup.policy".into(), "compact".into());
            let segment_bytes = BrokerConfig::default().offsets_topic_segment_bytes;
            config.insert("segment.bytes".into(), segment_bytes.to_string().into());
        }
        config.extend(self.config.clone());
        TopicSpec {
            name: self.name.clone(),
            partitions: self.partitions,
            replication_factor: self.rf,
            replicas: self.replicas.clone(),
            config: config.into_iter().collect(),
        }
    }
}

/// Somebody who uses the cluster.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are the format's, described in docs/scenario-format.md")]
pub enum Actor {
    /// A producer with scripted traffic.
    Producer {
        name: Text,
        topic: Text,
        rate: u32,
        #[serde(default)]
        count: Option<u64>,
        #[serde(default)]
        keys: Vec<Text>,
        #[serde(default)]
        values: Vec<Text>,
        #[serde(default)]
        size: u32,
        #[serde(default)]
        config: Config,
    },
    /// A member of a group.
    Consumer {
        name: Text,
        group: Text,
        topics: Vec<Text>,
        #[serde(default)]
        per_record: Length,
        #[serde(default)]
        application: Config,
        #[serde(default)]
        config: Config,
    },
    /// `kafka-console-producer`: sends what it is told to.
    ConsoleProducer {
        name: Text,
        topic: Text,
        #[serde(default)]
        config: Config,
    },
    /// `kafka-console-consumer`: a group of its own, nothing committed.
    ConsoleConsumer {
        name: Text,
        topic: Text,
        #[serde(default)]
        group: Option<Text>,
        #[serde(default)]
        from_beginning: bool,
        #[serde(default)]
        config: Config,
    },
    /// A Kafka Streams application.
    Streams {
        name: Text,
        from: Text,
        to: Text,
        #[serde(default)]
        count: u32,
        #[serde(default)]
        config: Config,
    },
    /// A source connector.
    SourceConnector {
        name: Text,
        topic: Text,
        #[serde(default)]
        lines: Vec<Text>,
        #[serde(default)]
        config: Config,
    },
    /// A sink connector.
    SinkConnector {
        name: Text,
        topics: Vec<Text>,
        #[serde(default)]
        config: Config,
    },
    /// A database.
    Database {
        name: Text,
        #[serde(default)]
        tables: Vec<Text>,
    },
    /// A plain wire without Kafka.
    Direct {
        #[serde(default = "direct")]
        name: Text,
        from: Text,
        to: Text,
    },
}

/// What wires are called when their file does not say.
fn direct() -> Text {
    "direct".into()
}

impl Actor {
    /// Its name.
    #[must_use]
    pub const fn name(&self) -> &Text {
        match self {
            Self::Producer { name, .. }
            | Self::Consumer { name, .. }
            | Self::ConsoleProducer { name, .. }
            | Self::ConsoleConsumer { name, .. }
            | Self::Streams { name, .. }
            | Self::SourceConnector { name, .. }
            | Self::SinkConnector { name, .. }
            | Self::Database { name, .. }
            | Self::Direct { name, .. } => name,
        }
    }

    /// Its group, for a consumer.
    #[must_use]
    pub fn group(&self) -> Option<Text> {
        match self {
            Self::Consumer { group, .. } => Some(group.clone()),
            // As kafka-console-consumer makes up a name when none is given.
            Self::ConsoleConsumer { name, group, .. } => {
                Some(group.clone().unwrap_or_else(|| format!("console-consumer-{name}").into()))
            }
            _ => None,
        }
    }

    /// Whether it sends records.
    #[must_use]
    pub const fn is_producer(&self) -> bool {
        matches!(self, Self::Producer { .. } | Self::ConsoleProducer { .. })
    }
}

/// What happens at an instant of the timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Something done to the cluster or its clients.
    World(Action),
    /// The run waits for the person; without one it goes on.
    Pause,
    /// Gives this instant a name.
    Mark(Text),
    /// Goes back to a mark.
    Rewind(Text),
    /// Makes a branch.
    Branch(Text),
}

/// Two texts, of which a variant changes one: the line counts when they are the same.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct When(pub Text, pub Text);

impl When {
    /// Whether a line with this condition, or without one, counts.
    #[must_use]
    pub fn counts(when: Option<&Self>) -> bool {
        when.is_none_or(|When(one, other)| one == other)
    }
}

/// One line of the timeline.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimelineEvent {
    /// When, from the start.
    pub at: Length,
    /// What.
    #[serde(rename = "do")]
    pub verb: Verb,
    /// When this does not count, the line is as if it were not there.
    #[serde(default)]
    pub when: Option<When>,
    /// A name for the instant just before it.
    #[serde(default)]
    pub mark: Option<Text>,
    /// One sentence that the room reads.
    #[serde(default)]
    pub caption: Option<Both>,
    /// The speaker's notes.
    #[serde(default)]
    pub notes: Option<Both>,
}

/// What must hold when nobody touches the run.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Expect {
    /// At this instant…
    pub at: Option<Length>,
    /// …or at some instant before so long…
    pub within: Option<Length>,
    /// …after this mark (else after the start)…
    pub after: Option<Text>,
    /// …this.
    pub is: Option<Check>,
    /// When this does not count, it is not expected.
    pub when: Option<When>,
    /// Or this, after every event.
    pub always: Option<Check>,
}

/// What a student's number changes in a file: `$name` stands for one of these.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub enum Variant {
    /// A record key.
    Key(Vec<Text>),
    /// A name.
    Name(Vec<Text>),
    /// A broker's id.
    Broker(Vec<i32>),
    /// A number.
    Count(Vec<i64>),
}

impl Variant {
    /// Its choices, as they stand in the text, and whether they are texts.
    #[must_use]
    pub fn choices(&self) -> (Vec<Text>, bool) {
        match self {
            Self::Key(words) | Self::Name(words) => (words.clone(), true),
            Self::Broker(ids) => (ids.iter().map(|id| id.to_string().into()).collect(), false),
            Self::Count(numbers) => (numbers.iter().map(|number| number.to_string().into()).collect(), false),
        }
    }
}
