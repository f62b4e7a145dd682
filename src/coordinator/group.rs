//! One group as data: state, members, protocol vote, offsets.
//!
//! Mirrors `GroupMetadata.scala` and `MemberMetadata.scala`. What answers
//! requests is in the files beside this one.

use super::output::Asker;
use crate::base::EpochMillis;
use crate::base::{Generation, Instant, LeaderEpoch, Offset, Text};
use crate::protocol::{Assignment, Subscription};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Where a group stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GroupState {
    /// No members; offsets may remain.
    #[default]
    Empty,
    /// Waiting for the members to join.
    PreparingRebalance,
    /// Waiting for the leader's assignment.
    CompletingRebalance,
    /// Everybody knows its share.
    Stable,
    /// Gone.
    Dead,
}

impl GroupState {
    /// Kafka's name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Empty => "Empty",
            Self::PreparingRebalance => "PreparingRebalance",
            Self::CompletingRebalance => "CompletingRebalance",
            Self::Stable => "Stable",
            Self::Dead => "Dead",
        }
    }
}

/// A member of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its id.
    pub(super) id: Text,
    /// `client.id`.
    pub(super) client_id: Text,
    /// `group.instance.id`, when static.
    pub(super) instance: Option<Text>,
    /// Silence after which it counts as dead, in milliseconds.
    pub(super) session_timeout_ms: u32,
    /// How long it may take to rejoin, in milliseconds.
    pub(super) rebalance_timeout_ms: u32,
    /// Assignors in order of preference, each with its subscription.
    pub(super) protocols: Vec<(Text, Subscription)>,
    /// Its share.
    pub(super) assignment: Assignment,
    /// Its JoinGroup, parked until the rebalance is through.
    pub(super) awaiting_join: Option<Asker>,
    /// Its SyncGroup, parked until the leader's.
    pub(super) awaiting_sync: Option<Asker>,
    /// It has not yet had an answer to a join.
    pub(super) is_new: bool,
    /// When its session is over.
    pub(super) deadline: Instant,
    /// The one session timer it awaits.
    pub(super) timer: Option<Instant>,
}

impl Member {
    /// Its id.
    #[must_use]
    pub fn id(&self) -> &Text {
        &self.id
    }

    /// `client.id`.
    #[must_use]
    pub fn client_id(&self) -> &Text {
        &self.client_id
    }

    /// `group.instance.id`, when static.
    #[must_use]
    pub fn instance(&self) -> Option<&Text> {
        self.instance.as_ref()
    }

    /// Its share in the present generation.
    #[must_use]
    pub fn assignment(&self) -> &Assignment {
        &self.assignment
    }

    /// When its session is over if it gives no sign of life.
    #[must_use]
    pub fn session_deadline(&self) -> Instant {
        self.deadline
    }
}

/// A committed offset (`OffsetAndMetadata`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Committed {
    /// The next offset to read.
    pub offset: Offset,
    /// Epoch of the last record read.
    pub leader_epoch: LeaderEpoch,
    /// Free text.
    pub metadata: Text,
    /// When it was committed.
    pub committed_at: EpochMillis,
}

/// Committed offsets by topic and partition.
pub(super) type Offsets = BTreeMap<Text, BTreeMap<i32, Committed>>;

/// A consumer group.
#[derive(Clone, Debug, Default)]
pub struct Group {
    pub(super) id: Text,
    pub(super) state: GroupState,
    pub(super) state_since: Option<EpochMillis>,
    pub(super) generation: Generation,
    pub(super) protocol_type: Option<Text>,
    pub(super) protocol: Option<Text>,
    pub(super) leader: Option<Text>,
    pub(super) members: BTreeMap<Text, Arc<Member>>,
    pub(super) static_members: BTreeMap<Text, Text>,
    pub(super) pending_members: BTreeMap<Text, Instant>,
    pub(super) pending_sync: BTreeSet<Text>,
    pub(super) offsets: Arc<Offsets>,
}

impl Group {
    /// Its id.
    #[must_use]
    pub fn id(&self) -> &Text {
        &self.id
    }

    /// Where it stands.
    #[must_use]
    pub fn state(&self) -> GroupState {
        self.state
    }

    /// Its generation; 0 before the first.
    #[must_use]
    pub fn generation(&self) -> Generation {
        self.generation
    }

    /// The assignor chosen, if any.
    #[must_use]
    pub fn protocol(&self) -> Option<&Text> {
        self.protocol.as_ref()
    }

    /// The member that computes assignments, if any.
    #[must_use]
    pub fn leader(&self) -> Option<&Text> {
        self.leader.as_ref()
    }

    /// Its members, by id.
    pub fn members(&self) -> impl Iterator<Item = &Member> {
        self.members.values().map(Arc::as_ref)
    }

    /// Its committed offsets, by topic and partition.
    pub fn offsets(&self) -> impl Iterator<Item = (&Text, i32, &Committed)> {
        self.offsets
            .iter()
            .flat_map(|(topic, partitions)| partitions.iter().map(move |(number, at)| (topic, *number, at)))
    }

    /// The committed offset of one partition, if any.
    #[must_use]
    pub fn committed(&self, topic: &str, partition: i32) -> Option<&Committed> {
        self.offsets.get(topic)?.get(&partition)
    }
}
