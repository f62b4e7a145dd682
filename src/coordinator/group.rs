//! One group as data: state, members, protocol vote, offsets.
//!
//! Mirrors `GroupMetadata.scala` and `MemberMetadata.scala`. What answers
//! requests is in the files beside this one.

use super::output::Asker;
use crate::base::{EpochMillis, Generation, Instant, LeaderEpoch, Offset, Text};
use crate::protocol::{Assignment, ErrorCode, JoinedMember, Subscription};
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

    pub(super) fn supports(&self, protocol: &str) -> bool {
        self.subscription(protocol).is_some()
    }

    /// What it would like to read, as it says it for `protocol`.
    pub(super) fn subscription(&self, protocol: &str) -> Option<&Subscription> {
        self.protocols.iter().find(|(name, _)| name.as_ref() == protocol).map(|(_, wanted)| wanted)
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

/// A rebalance that waits for joins (`DelayedJoin`, `InitialDelayedJoin`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct JoinWait {
    /// Which wait; its timer carries the same number.
    pub number: u64,
    /// The first rebalance of an empty group: never over before its time.
    pub is_initial: bool,
    /// By how much an initial wait may still be extended, in milliseconds.
    pub remaining_ms: u64,
    /// A member came during the initial wait.
    pub new_member_added: bool,
}

/// A consumer group.
#[derive(Clone, Debug, Default)]
pub struct Group {
    pub(super) id: Text,
    /// The partition of `__consumer_offsets` that keeps it.
    pub(super) partition: i32,
    pub(super) state: GroupState,
    /// Since when it is in that state; none for a group that only keeps offsets.
    pub(super) state_since: Option<EpochMillis>,
    pub(super) generation: Generation,
    pub(super) protocol_type: Option<Text>,
    pub(super) protocol: Option<Text>,
    pub(super) leader: Option<Text>,
    pub(super) members: BTreeMap<Text, Arc<Member>>,
    /// Member id by `group.instance.id`.
    pub(super) static_members: BTreeMap<Text, Text>,
    /// Ids given out with MEMBER_ID_REQUIRED and not yet used, with their deadline.
    pub(super) pending_members: BTreeMap<Text, Instant>,
    /// Members of this generation that have not sent SyncGroup.
    pub(super) pending_sync: BTreeSet<Text>,
    pub(super) join_wait: Option<JoinWait>,
    /// The number of the wait for SyncGroup.
    pub(super) sync_wait: Option<u64>,
    pub(super) offsets: Arc<Offsets>,
}

impl Group {
    /// An empty group.
    pub(super) fn new(id: Text, partition: i32) -> Self {
        Self { id, partition, ..Self::default() }
    }

    /// Whether the rebalance under way waits for this member.
    #[must_use]
    pub fn awaits(&self, member: &Member) -> bool {
        match self.state {
            GroupState::PreparingRebalance => member.awaiting_join.is_none(),
            GroupState::CompletingRebalance => member.awaiting_sync.is_none(),
            GroupState::Empty | GroupState::Stable | GroupState::Dead => false,
        }
    }

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

    /// A member to change, if it is here.
    pub(super) fn member_mut(&mut self, id: &str) -> Option<&mut Member> {
        self.members.get_mut(id).map(Arc::make_mut)
    }

    pub(super) fn is_leader(&self, id: &str) -> bool {
        self.leader.as_deref() == Some(id)
    }

    /// `validateCurrentMember`: the instance, if given, is mapped to this member; the member is here.
    pub(super) fn check_member(&self, id: &str, instance: Option<&Text>) -> ErrorCode {
        if let Some(instance) = instance {
            match self.static_members.get(instance) {
                None => return ErrorCode::UnknownMemberId,
                Some(current) if current.as_ref() != id => return ErrorCode::FencedInstanceId,
                Some(_) => {}
            }
        }
        if self.members.contains_key(id) { ErrorCode::None } else { ErrorCode::UnknownMemberId }
    }

    /// `check_member`, and the generation is the present one.
    pub(super) fn check_generation(
        &self,
        id: &str,
        instance: Option<&Text>,
        generation: Generation,
    ) -> ErrorCode {
        match self.check_member(id, instance) {
            ErrorCode::None if generation != self.generation => ErrorCode::IllegalGeneration,
            error => error,
        }
    }

    /// Whether a joining member shares a protocol with all the others.
    pub(super) fn supports_protocols(
        &self,
        protocol_type: &Text,
        protocols: &[(Text, Subscription)],
    ) -> bool {
        if self.state == GroupState::Empty {
            return !protocol_type.is_empty() && !protocols.is_empty();
        }
        self.protocol_type.as_ref() == Some(protocol_type)
            && protocols.iter().any(|(name, _)| self.members.values().all(|member| member.supports(name)))
    }

    /// `selectProtocol`: each member votes for its first protocol that all know; most votes win.
    pub(super) fn select_protocol(&self) -> Option<Text> {
        let first = self.members.values().next()?;
        let common: BTreeSet<&Text> = first
            .protocols
            .iter()
            .map(|(name, _)| name)
            .filter(|name| self.members.values().all(|member| member.supports(name)))
            .collect();
        let mut votes: BTreeMap<&Text, usize> = BTreeMap::new();
        for member in self.members.values() {
            if let Some((name, _)) = member.protocols.iter().find(|(name, _)| common.contains(name)) {
                *votes.entry(name).or_default() += 1;
            }
        }
        // Of equal votes the first name: Kafka leaves the choice to a hash map.
        votes.into_iter().rev().max_by_key(|(_, votes)| *votes).map(|(name, _)| name.clone())
    }

    /// Everyone with its subscription for the chosen protocol: what the leader is sent.
    pub(super) fn joined_members(&self) -> Vec<JoinedMember> {
        let protocol = self.protocol.as_deref().unwrap_or_default();
        let joined = |member: &Arc<Member>| JoinedMember {
            member: member.id.clone(),
            instance: member.instance.clone(),
            subscription: member.subscription(protocol).cloned().unwrap_or_default(),
        };
        self.members.values().map(joined).collect()
    }

    /// How long a rebalance may take: what the slowest member asks for, in milliseconds.
    pub(super) fn rebalance_timeout_ms(&self) -> u64 {
        let longest = self.members.values().map(|member| member.rebalance_timeout_ms).max();
        u64::from(longest.unwrap_or(0))
    }

    /// Takes a member out of every list; its leadership passes to another.
    pub(super) fn take_member(&mut self, id: &str) -> Option<Arc<Member>> {
        let member = self.members.remove(id)?;
        if let Some(instance) = &member.instance
            && self.static_members.get(instance).is_some_and(|current| current.as_ref() == id)
        {
            self.static_members.remove(instance);
        }
        self.pending_sync.remove(id);
        if self.is_leader(id) {
            self.leader = self.members.keys().next().cloned();
        }
        Some(member)
    }
}
