//! Readings: what a student can see on the screen, as a closed list. Each says
//! itself in both languages and knows what sort of value it gives.

use super::problem::Arg;
use crate::base::Text;
use crate::text::{Lang, tr};
use fluent_bundle::FluentValue;
use serde::Deserialize;

/// Something that can be read off the screen.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each is described in docs/scenario-format.md and says itself by `describe`")]
pub enum Reading {
    // Topics: topic, partition, broker or key.
    TopicExists(Text),
    Partitions(Text),
    Config(Text, Text),
    Leader(Text, i32),
    PreferredLeader(Text, i32),
    LeaderEpoch(Text, i32),
    Replicas(Text, i32),
    Isr(Text, i32),
    IsrSize(Text, i32),
    LogStart(Text, i32),
    HighWatermark(Text, i32),
    LastStable(Text, i32),
    LogEnd(Text, i32),
    ReplicaLogEnd(Text, i32, i32),
    FlushedEnd(Text, i32, i32),
    Segments(Text, i32),
    SegmentStart(Text, i32, i32),
    Records(Text, i32),
    Read(Text),
    KeysBelowActive(Text, i32),
    Copies(Text, Text),
    // The cluster.
    BrokerState(i32),
    Controller,
    QuorumLeader,
    MetadataEnd,
    UnderReplicated,
    Offline,
    NotPreferred,
    WriteCalls(i32),
    BytesIn(i32),
    BytesOut(i32),
    Links,
    Dropped(Text),
    // Groups.
    GroupState(Text),
    Generation(Text),
    Members(Text),
    Assignment(Text),
    AssignmentSizes(Text),
    Committed(Text, Text, i32),
    Lag(Text),
    LagTime(Text),
    Rebalances(Text),
    Revoked(Text),
    Silence(Text, Text, i32),
    RejectedCommits(Text),
    // Clients.
    Sent(Text),
    Acked(Text),
    Failed(Text),
    Lost(Text),
    Delivered(Text),
    Duplicates(Text),
    Skipped(Text),
    Missed(Text),
    OutOfOrder(Text),
    Effects(Text),
    Position(Text, Text, i32),
    ClientConfig(Text, Text),
    Errors(Text, Text),
    Requests(Text),
    Starts(Text),
}

/// What sort of value a reading gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A number.
    Number,
    /// A word.
    Text,
    /// Yes or no.
    Flag,
    /// Several numbers or words.
    List,
}

/// What the arguments of a reading or an event name, in order; for the checks of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Names<'a> {
    Topic(&'a Text),
    Partition(&'a Text, i32),
    Broker(i32),
    Group(&'a Text),
    Actor(&'a Text),
    ActorOrGroup(&'a Text),
    /// Also "admin", who carries out the actions on topics.
    ActorOrAdmin(&'a Text),
    TopicKey(&'a Text),
    ClientKey(&'a Text, &'a Text),
    ErrorName(&'a Text),
    Nothing,
}

impl Reading {
    /// What sort of value it gives.
    #[must_use]
    pub const fn sort(&self) -> Sort {
        match self {
            Self::TopicExists(_) => Sort::Flag,
            Self::Config(..) | Self::BrokerState(_) | Self::GroupState(_) | Self::ClientConfig(..) => {
                Sort::Text
            }
            Self::Replicas(..) | Self::Isr(..) | Self::Assignment(_) | Self::AssignmentSizes(_) => Sort::List,
            _ => Sort::Number,
        }
    }

    /// Whether it can be read already: some belong to features of later versions.
    #[must_use]
    pub const fn is_ready(&self) -> bool {
        !matches!(self, Self::KeysBelowActive(..) | Self::QuorumLeader)
    }

    /// Its name in the file.
    #[must_use]
    pub fn name(&self) -> String {
        let text = format!("{self:?}");
        text.split('(').next().unwrap_or_default().to_owned()
    }

    /// What each of its arguments names.
    pub(crate) fn names(&self) -> Vec<Names<'_>> {
        use Names as N;
        match self {
            Self::TopicExists(t) | Self::Partitions(t) | Self::Read(t) => vec![N::Topic(t)],
            Self::SegmentStart(t, p, _) => vec![N::Topic(t), N::Partition(t, *p), N::Nothing],
            Self::Config(t, key) => vec![N::Topic(t), N::TopicKey(key)],
            Self::Copies(t, _) => vec![N::Topic(t), N::Nothing],
            Self::Leader(t, p)
            | Self::PreferredLeader(t, p)
            | Self::LeaderEpoch(t, p)
            | Self::Replicas(t, p)
            | Self::Isr(t, p)
            | Self::IsrSize(t, p)
            | Self::LogStart(t, p)
            | Self::HighWatermark(t, p)
            | Self::LastStable(t, p)
            | Self::LogEnd(t, p)
            | Self::Segments(t, p)
            | Self::Records(t, p)
            | Self::KeysBelowActive(t, p) => vec![N::Topic(t), N::Partition(t, *p)],
            Self::ReplicaLogEnd(t, p, b) | Self::FlushedEnd(t, p, b) => {
                vec![N::Topic(t), N::Partition(t, *p), N::Broker(*b)]
            }
            Self::BrokerState(b) | Self::WriteCalls(b) | Self::BytesIn(b) | Self::BytesOut(b) => {
                vec![N::Broker(*b)]
            }
            Self::GroupState(g)
            | Self::Generation(g)
            | Self::Members(g)
            | Self::AssignmentSizes(g)
            | Self::Lag(g)
            | Self::LagTime(g)
            | Self::Rebalances(g)
            | Self::Revoked(g)
            | Self::RejectedCommits(g)
            | Self::Duplicates(g)
            | Self::Skipped(g)
            | Self::Missed(g)
            | Self::OutOfOrder(g) => vec![N::Group(g)],
            Self::Committed(g, t, p) | Self::Silence(g, t, p) => {
                vec![N::Group(g), N::Topic(t), N::Partition(t, *p)]
            }
            Self::Delivered(name) | Self::Effects(name) => vec![N::ActorOrGroup(name)],
            Self::Assignment(a)
            | Self::Dropped(a)
            | Self::Sent(a)
            | Self::Acked(a)
            | Self::Failed(a)
            | Self::Lost(a)
            | Self::Requests(a)
            | Self::Starts(a) => vec![N::Actor(a)],
            Self::Position(a, t, p) => vec![N::Actor(a), N::Topic(t), N::Partition(t, *p)],
            Self::ClientConfig(a, key) => vec![N::Actor(a), N::ClientKey(a, key)],
            Self::Errors(a, error) => vec![N::ActorOrAdmin(a), N::ErrorName(error)],
            Self::Controller
            | Self::QuorumLeader
            | Self::MetadataEnd
            | Self::UnderReplicated
            | Self::Offline
            | Self::NotPreferred
            | Self::Links => Vec::new(),
        }
    }

    /// What it reads, in words: “the leader of paiements-0”.
    #[must_use]
    pub fn describe(&self, lang: Lang) -> String {
        let mut args: Vec<(&'static str, Arg)> = Vec::new();
        for name in self.names() {
            match name {
                Names::Topic(topic) => args.push(("topic", topic.into())),
                Names::Partition(_, partition) => args.push(("partition", partition.to_string().into())),
                Names::Broker(broker) => args.push(("broker", broker.to_string().into())),
                Names::Group(group) => args.push(("group", group.into())),
                Names::Actor(actor) | Names::ActorOrGroup(actor) | Names::ActorOrAdmin(actor) => {
                    args.push(("actor", actor.into()));
                }
                Names::TopicKey(key) | Names::ClientKey(_, key) => args.push(("key", key.into())),
                Names::ErrorName(error) => args.push(("error", error.into())),
                Names::Nothing => {}
            }
        }
        if let Self::SegmentStart(_, _, segment) = self {
            args.push(("segment", segment.to_string().into()));
        }
        if let Self::Copies(_, value) = self {
            args.push(("value", value.into()));
        }
        fill(lang, &format!("reading-{}", kebab(&self.name())), &args)
    }
}

/// `LogStart` as `log-start`.
pub(crate) fn kebab(name: &str) -> String {
    let mut out = String::new();
    for (index, c) in name.chars().enumerate() {
        if c.is_ascii_uppercase() && index > 0 {
            out.push('-');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

/// A text filled with words.
pub(crate) fn fill(lang: Lang, key: &str, args: &[(&'static str, Arg)]) -> String {
    let args: Vec<(&str, FluentValue<'_>)> = args
        .iter()
        .map(|(name, arg)| {
            let value = match arg {
                Arg::Plain(text) => FluentValue::from(text.as_str()),
                Arg::Key(key) => FluentValue::from(tr(lang, key, &[])),
                Arg::Named(key) => FluentValue::from(tr(lang, key, &[])),
                Arg::Said(words) => FluentValue::from(words.get(lang).to_owned()),
                Arg::Number(number) => FluentValue::from(*number),
            };
            (*name, value)
        })
        .collect();
    tr(lang, key, &args)
}
