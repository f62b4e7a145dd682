//! Events: what can have happened, as a closed list that checks ask about.

use super::reading::{Names, fill, kebab};
use crate::base::Text;
use crate::text::Lang;
use serde::Deserialize;

/// Something that happened, or did not.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each is described in docs/scenario-format.md and says itself by `describe`")]
pub enum Event {
    LeaderChanged(Text, i32),
    UncleanElection(Text, i32),
    IsrShrank(Text, i32),
    IsrGrew(Text, i32),
    Truncated(Text, i32),
    BrokerFenced(i32),
    BrokerUnfenced(i32),
    ControllerChanged,
    QuorumLost,
    TopicCreated(Text),
    SegmentRolled(Text, i32),
    SegmentDeleted(Text, i32),
    Compacted(Text, i32),
    Rebalanced(Text),
    MemberJoined(Text),
    MemberLeft(Text),
    MemberExpired(Text),
    PartitionRevoked(Text),
    OffsetCommitted(Text),
    CommitRejected(Text),
    RecordLost(Text),
    RecordDuplicated(Text),
    RecordSkipped(Text),
    ErrorReturned(Text, Text),
    ProducerFenced(Text),
    TransactionCommitted(Text),
    TransactionAborted(Text),
}

impl Event {
    /// Its name in the file.
    #[must_use]
    pub fn name(&self) -> String {
        let text = format!("{self:?}");
        text.split('(').next().unwrap_or_default().to_owned()
    }

    /// Whether it can happen already: some belong to features of later versions.
    #[must_use]
    pub const fn is_ready(&self) -> bool {
        !matches!(
            self,
            Self::ControllerChanged
                | Self::QuorumLost
                | Self::Compacted(..)
                | Self::ProducerFenced(_)
                | Self::TransactionCommitted(_)
                | Self::TransactionAborted(_)
        )
    }

    /// What each of its arguments names.
    pub(crate) fn names(&self) -> Vec<Names<'_>> {
        use Names as N;
        match self {
            Self::LeaderChanged(t, p)
            | Self::UncleanElection(t, p)
            | Self::IsrShrank(t, p)
            | Self::IsrGrew(t, p)
            | Self::Truncated(t, p)
            | Self::SegmentRolled(t, p)
            | Self::SegmentDeleted(t, p)
            | Self::Compacted(t, p) => vec![N::Topic(t), N::Partition(t, *p)],
            Self::BrokerFenced(b) | Self::BrokerUnfenced(b) => vec![N::Broker(*b)],
            Self::TopicCreated(t) => vec![N::Topic(t)],
            Self::Rebalanced(g)
            | Self::MemberJoined(g)
            | Self::MemberLeft(g)
            | Self::MemberExpired(g)
            | Self::OffsetCommitted(g)
            | Self::CommitRejected(g)
            | Self::RecordDuplicated(g)
            | Self::RecordSkipped(g) => vec![N::Group(g)],
            Self::PartitionRevoked(a)
            | Self::RecordLost(a)
            | Self::ProducerFenced(a)
            | Self::TransactionCommitted(a)
            | Self::TransactionAborted(a) => vec![N::Actor(a)],
            Self::ErrorReturned(a, error) => vec![N::Actor(a), N::ErrorName(error)],
            Self::ControllerChanged | Self::QuorumLost => Vec::new(),
        }
    }

    /// What happened, in words: “the leader of paiements-0 changed”.
    #[must_use]
    pub fn describe(&self, lang: Lang) -> String {
        let mut args = Vec::new();
        for name in self.names() {
            match name {
                Names::Topic(topic) => args.push(("topic", topic.into())),
                Names::Partition(_, partition) => args.push(("partition", partition.to_string().into())),
                Names::Broker(broker) => args.push(("broker", broker.to_string().into())),
                Names::Group(group) => args.push(("group", group.into())),
                Names::Actor(actor) => args.push(("actor", actor.into())),
                Names::ErrorName(error) => args.push(("error", error.into())),
                _ => {}
            }
        }
        fill(lang, &format!("event-{}", kebab(&self.name())), &args)
    }
}
