//! A scenario as its file writes it: the head, the cluster, the actors, the
//! timeline, what is expected, the steps of an exercise.

use super::action::{Tool, Verb};
use super::check::Check;
use super::problem::Problem;
use super::reading::Reading;
use super::values::{Both, Date, Length, Share, Value};
use crate::base::Text;
use crate::world::{Action, TopicSpec};
use serde::Deserialize;
use std::collections::BTreeMap;

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
    /// What is doubtful, though it can be played.
    pub warnings: Vec<Problem>,
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
    /// As the world takes it.
    #[must_use]
    pub fn spec(&self) -> TopicSpec {
        TopicSpec {
            name: self.name.clone(),
            partitions: self.partitions,
            replication_factor: self.rf,
            replicas: self.replicas.clone(),
            config: self.config.iter().map(|(key, value)| (key.clone(), value.clone())).collect(),
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
        #[serde(default)]
        name: Text,
        from: Text,
        to: Text,
    },
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

/// One line of the timeline.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimelineEvent {
    /// When, from the start.
    pub at: Length,
    /// What.
    #[serde(rename = "do")]
    pub verb: Verb,
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
    /// Or this, after every event.
    pub always: Option<Check>,
}

/// A choice of an answer.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// What it says.
    pub text: Both,
    /// Whether it is the right one.
    #[serde(default)]
    pub correct: bool,
    /// The mistaken belief behind it, as `M16`.
    #[serde(default)]
    pub belief: Option<Text>,
}

/// One step of an exercise.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are the format's, described in docs/scenario-format.md")]
pub enum Step {
    /// The student says what will happen.
    Predict {
        id: Text,
        #[serde(default)]
        points: u32,
        ask: Both,
        #[serde(default)]
        choices: Vec<Choice>,
        #[serde(default)]
        answer: Option<Reading>,
        #[serde(default)]
        hints: Vec<Both>,
        #[serde(default)]
        debrief: Option<Both>,
    },
    /// The student acts.
    Do {
        id: Text,
        #[serde(default)]
        points: u32,
        text: Both,
        allow: Vec<Tool>,
        pass: Check,
        within: Length,
        solution: Vec<Verb>,
        #[serde(default)]
        hints: Vec<Both>,
        #[serde(default)]
        debrief: Option<Both>,
    },
    /// The student reads something off the screen.
    Observe {
        id: Text,
        #[serde(default)]
        points: u32,
        ask: Both,
        value: Reading,
        #[serde(default)]
        tolerance: i64,
        #[serde(default)]
        hints: Vec<Both>,
        #[serde(default)]
        debrief: Option<Both>,
    },
    /// The student explains in own words.
    Explain {
        id: Text,
        #[serde(default)]
        points: u32,
        ask: Both,
        model: Both,
        #[serde(default)]
        hints: Vec<Both>,
        #[serde(default)]
        debrief: Option<Both>,
    },
    /// A question about what was seen.
    Quiz {
        id: Text,
        #[serde(default)]
        points: u32,
        ask: Both,
        #[serde(default)]
        choices: Vec<Choice>,
        #[serde(default)]
        answer: Option<Reading>,
        #[serde(default)]
        hints: Vec<Both>,
        #[serde(default)]
        debrief: Option<Both>,
    },
}

impl Step {
    /// Its id.
    #[must_use]
    pub const fn id(&self) -> &Text {
        match self {
            Self::Predict { id, .. }
            | Self::Do { id, .. }
            | Self::Observe { id, .. }
            | Self::Explain { id, .. }
            | Self::Quiz { id, .. } => id,
        }
    }

    /// What its card says.
    #[must_use]
    pub const fn card(&self) -> &Both {
        match self {
            Self::Predict { ask, .. }
            | Self::Observe { ask, .. }
            | Self::Explain { ask, .. }
            | Self::Quiz { ask, .. } => ask,
            Self::Do { text, .. } => text,
        }
    }

    /// Its hints, from vague to plain.
    #[must_use]
    pub fn hints(&self) -> &[Both] {
        match self {
            Self::Predict { hints, .. }
            | Self::Do { hints, .. }
            | Self::Observe { hints, .. }
            | Self::Explain { hints, .. }
            | Self::Quiz { hints, .. } => hints,
        }
    }
}

/// What a student's own seed may change in a file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are the format's, described in docs/scenario-format.md")]
pub enum Variant {
    /// A record key.
    Key { replaces: Text, choices: Vec<Text> },
    /// A name.
    Name { replaces: Text, choices: Vec<Text> },
    /// A broker's id.
    Broker { replaces: i32, choices: Vec<i32> },
    /// A number.
    Count { replaces: Value, choices: Vec<i64> },
}
