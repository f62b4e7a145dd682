//! Where each assigned partition is read from: the committed offset, the reset
//! policy, a seek; and whether the log still holds it after a change of leader
//! (`SubscriptionState`, `OffsetFetcher`, KIP-320).

use super::{Consumer, Purpose};
use crate::base::{BrokerId, Instant, LeaderEpoch, Offset, Text, TopicPartition};
use crate::client::ClientEffects;
use crate::client::wakes::NextDeadline;
use crate::protocol::{
    Api, ErrorCode, ListOffsetsRequest, ListOffsetsResponse, OffsetFetchRequest, OffsetFetchResponse,
    OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse, OffsetSpec, Request,
};
use crate::story::Fact;

/// What is known of a position (`SubscriptionState.FetchStates`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PositionState {
    /// Nothing: the committed offset is to be asked for.
    Initializing,
    /// To be reset by policy; the offset that was no good, if there was one.
    AwaitReset(Option<Offset>),
    /// The leader changed: does the log still hold what was read?
    AwaitValidation,
    /// Fetch from here.
    Fetching,
}

/// One assigned partition.
#[derive(Clone, Debug)]
pub(super) struct Assigned {
    pub(super) topic: Text,
    pub(super) state: PositionState,
    /// The next offset to hand over.
    pub(super) offset: Offset,
    /// Epoch of the record before it.
    pub(super) offset_epoch: LeaderEpoch,
    /// The leader's epoch when the position was last known to be good.
    pub(super) leader_epoch: LeaderEpoch,
    pub(super) high_watermark: Option<Offset>,
    is_asking: bool,
    /// The pause after a failure lasts until then.
    pub(super) not_before: Instant,
    failures: u32,
}

impl Assigned {
    pub(super) fn new(topic: Text) -> Self {
        Self {
            topic,
            state: PositionState::Initializing,
            offset: Offset::UNKNOWN,
            offset_epoch: LeaderEpoch::UNKNOWN,
            leader_epoch: LeaderEpoch::UNKNOWN,
            high_watermark: None,
            is_asking: false,
            not_before: Instant::START,
            failures: 0,
        }
    }

    /// The position, once there is one.
    pub(super) fn known_offset(&self) -> Option<Offset> {
        matches!(self.state, PositionState::Fetching | PositionState::AwaitValidation).then_some(self.offset)
    }

    /// Takes a position; one whose record's epoch is known is checked against the log first.
    pub(super) fn place(&mut self, offset: Offset, epoch: LeaderEpoch, is_validated: bool) {
        self.offset = offset;
        self.offset_epoch = epoch;
        self.is_asking = false;
        self.failures = 0;
        self.not_before = Instant::START;
        let needs_check = !is_validated && epoch != LeaderEpoch::UNKNOWN;
        self.state = if needs_check { PositionState::AwaitValidation } else { PositionState::Fetching };
    }

    /// The position is no good: by policy to another.
    pub(super) fn await_reset(&mut self) {
        let from = self.known_offset();
        self.state = PositionState::AwaitReset(from);
        self.is_asking = false;
    }
}

impl Consumer {
    /// New metadata: topics made anew get their new number, and new leaders call for validation.
    pub(super) fn metadata_changed(&mut self) {
        self.membership.has_new_metadata = true;
        let metadata = &self.network.metadata;
        let moved: Vec<_> = self
            .assigned
            .iter()
            .filter(|(key, _)| metadata.topic(key.topic).is_none())
            .filter_map(|(key, assigned)| Some((*key, metadata.topic_id(&assigned.topic)?)))
            .collect();
        for (key, topic) in moved {
            if let Some(mut assigned) = self.assigned.remove(&key) {
                // Another log: epochs of the old one mean nothing in it.
                assigned.offset_epoch = LeaderEpoch::UNKNOWN;
                assigned.leader_epoch = LeaderEpoch::UNKNOWN;
                assigned.is_asking = false;
                self.assigned.insert(TopicPartition { topic, partition: key.partition }, assigned);
            }
        }
        for (key, assigned) in &mut self.assigned {
            let Some((_, epoch)) = self.network.metadata.leader(*key) else { continue };
            if epoch <= assigned.leader_epoch {
                continue;
            }
            assigned.leader_epoch = epoch;
            assigned.not_before = Instant::START;
            if assigned.state == PositionState::Fetching && assigned.offset_epoch != LeaderEpoch::UNKNOWN {
                assigned.state = PositionState::AwaitValidation;
            }
        }
    }

    /// A person moves a position.
    pub(super) fn seek(&mut self, topic: &str, partition: i32, offset: Offset, effects: &mut ClientEffects) {
        let found = self
            .assigned
            .iter_mut()
            .find(|(key, assigned)| *assigned.topic == *topic && key.partition == partition);
        if let Some((key, assigned)) = found {
            assigned.place(offset, LeaderEpoch::UNKNOWN, true);
            effects.fact(Fact::Positioned { client: self.id, partition: *key, at: offset });
        }
    }

    /// Asks for what is missing of the positions.
    pub(super) fn update_positions(&mut self, now: Instant, effects: &mut ClientEffects) {
        let is_settled = |assigned: &Assigned| {
            assigned.state == PositionState::Fetching || assigned.is_asking || assigned.not_before > now
        };
        if self.assigned.values().all(is_settled) {
            return;
        }
        let mut uncommitted = Vec::new();
        let mut resets: Vec<(BrokerId, Vec<TopicPartition>)> = Vec::new();
        let mut checks: Vec<(BrokerId, Vec<TopicPartition>)> = Vec::new();
        for (key, assigned) in &mut self.assigned {
            if is_settled(assigned) {
                continue;
            }
            if assigned.state == PositionState::Initializing {
                if self.membership.is_grouped() {
                    uncommitted.push(*key);
                    continue;
                }
                assigned.state = PositionState::AwaitReset(None);
            }
            if matches!(assigned.state, PositionState::AwaitReset(_))
                && &*self.config.auto_offset_reset == "none"
            {
                // NoOffsetForPartitionException, or OffsetOutOfRangeException.
                let (api, error) = (Api::Fetch, ErrorCode::OffsetOutOfRange);
                let key = *key;
                self.fatal(api, Some(key), error, effects);
                return;
            }
            let Some((leader, epoch)) = self.network.metadata.leader(*key) else {
                self.network.metadata.request_update();
                continue;
            };
            if !self.network.is_ready(leader, now) {
                continue;
            }
            assigned.is_asking = true;
            assigned.leader_epoch = assigned.leader_epoch.max(epoch);
            let is_reset = matches!(assigned.state, PositionState::AwaitReset(_));
            let wanted = if is_reset { &mut resets } else { &mut checks };
            match wanted.iter_mut().find(|(broker, _)| *broker == leader) {
                Some((_, keys)) => keys.push(*key),
                None => wanted.push((leader, vec![*key])),
            }
        }
        self.ask_committed(now, uncommitted, effects);
        for (leader, keys) in resets {
            self.ask_offsets(now, leader, keys, effects);
        }
        for (leader, keys) in checks {
            self.ask_epoch_ends(now, leader, keys, effects);
        }
    }

    fn ask_committed(&mut self, now: Instant, keys: Vec<TopicPartition>, effects: &mut ClientEffects) {
        let Some(coordinator) = self.membership.coordinator else { return };
        if keys.is_empty() || !self.network.is_ready(coordinator, now) {
            return;
        }
        let mut partitions = Vec::with_capacity(keys.len());
        for key in &keys {
            if let Some(assigned) = self.assigned.get_mut(key) {
                assigned.is_asking = true;
                partitions.push((assigned.topic.clone(), key.partition));
            }
        }
        let group = self.membership.group.clone();
        let body = Request::OffsetFetch(OffsetFetchRequest { group, partitions: Some(partitions) });
        self.network.send(now, coordinator, body, Purpose::OffsetFetch(keys), effects);
    }

    fn ask_offsets(
        &mut self,
        now: Instant,
        leader: BrokerId,
        keys: Vec<TopicPartition>,
        effects: &mut ClientEffects,
    ) {
        let is_earliest = &*self.config.auto_offset_reset == "earliest";
        let spec = if is_earliest { OffsetSpec::Earliest } else { OffsetSpec::Latest };
        let epoch = |key: &TopicPartition| {
            self.network.metadata.leader(*key).map_or(LeaderEpoch::UNKNOWN, |(_, epoch)| epoch)
        };
        let partitions = keys.iter().map(|key| (*key, epoch(key), spec)).collect();
        let body = Request::ListOffsets(ListOffsetsRequest { partitions });
        self.network.send(now, leader, body, Purpose::ListOffsets(keys), effects);
    }

    fn ask_epoch_ends(
        &mut self,
        now: Instant,
        leader: BrokerId,
        keys: Vec<TopicPartition>,
        effects: &mut ClientEffects,
    ) {
        let asked = |key: &TopicPartition| {
            let (_, current) = self.network.metadata.leader(*key)?;
            Some((*key, current, self.assigned.get(key)?.offset_epoch))
        };
        let partitions = keys.iter().filter_map(asked).collect();
        let body = Request::OffsetForLeaderEpoch(OffsetForLeaderEpochRequest { partitions });
        self.network.send(now, leader, body, Purpose::EpochEnds(keys), effects);
    }

    /// The group's committed offsets.
    pub(super) fn committed_answered(
        &mut self,
        now: Instant,
        asked: &[TopicPartition],
        response: OffsetFetchResponse,
        effects: &mut ClientEffects,
    ) {
        if response.error != ErrorCode::None {
            self.report(Api::OffsetFetch, None, response.error, effects);
            if matches!(response.error, ErrorCode::NotCoordinator | ErrorCode::CoordinatorNotAvailable) {
                self.coordinator_unknown();
            }
            if response.error.is_retriable() {
                self.position_failed(now, asked);
            } else {
                self.fatal(Api::OffsetFetch, None, response.error, effects);
            }
            return;
        }
        for key in asked {
            let Some(assigned) = self.assigned.get_mut(key) else { continue };
            assigned.is_asking = false;
            if assigned.state != PositionState::Initializing {
                continue;
            }
            let found = response
                .offsets
                .iter()
                .find(|committed| committed.partition == key.partition && committed.topic == assigned.topic);
            match found.filter(|committed| committed.offset >= Offset::ZERO) {
                Some(committed) => {
                    assigned.place(committed.offset, committed.leader_epoch, false);
                    let (client, at) = (self.id, committed.offset);
                    effects.fact(Fact::Positioned { client, partition: *key, at });
                }
                None => assigned.state = PositionState::AwaitReset(None),
            }
        }
    }

    /// The offsets that the reset policy asked for.
    pub(super) fn reset_answered(
        &mut self,
        now: Instant,
        asked: &[TopicPartition],
        response: &ListOffsetsResponse,
        effects: &mut ClientEffects,
    ) {
        let mut failed = Vec::new();
        for key in asked {
            let Some(answer) = response.partitions.iter().find(|answer| answer.partition == *key) else {
                failed.push(*key);
                continue;
            };
            if answer.error != ErrorCode::None {
                self.report(Api::ListOffsets, Some(*key), answer.error, effects);
                failed.push(*key);
                continue;
            }
            let Some(assigned) = self.assigned.get_mut(key) else { continue };
            let PositionState::AwaitReset(from) = assigned.state else { continue };
            assigned.place(answer.offset, answer.leader_epoch, true);
            effects.fact(Fact::OffsetReset {
                client: self.id,
                partition: *key,
                from,
                to: answer.offset,
                policy: self.config.auto_offset_reset.clone(),
            });
        }
        self.position_failed(now, &failed);
    }

    /// Where the epochs of the positions end in their new leaders' logs.
    pub(super) fn epoch_ends_answered(
        &mut self,
        now: Instant,
        asked: &[TopicPartition],
        response: &OffsetForLeaderEpochResponse,
        effects: &mut ClientEffects,
    ) {
        let mut failed = Vec::new();
        for key in asked {
            let found = response.partitions.iter().find(|(partition, _, _)| partition == key);
            let Some((_, ErrorCode::None, end)) = found else {
                if let Some((_, error, _)) = found {
                    self.report(Api::OffsetForLeaderEpoch, Some(*key), *error, effects);
                }
                failed.push(*key);
                continue;
            };
            let Some(assigned) = self.assigned.get_mut(key) else { continue };
            assigned.is_asking = false;
            if assigned.state != PositionState::AwaitValidation {
                continue;
            }
            if end.end_offset < Offset::ZERO || end.epoch == LeaderEpoch::UNKNOWN {
                assigned.await_reset();
            } else if end.end_offset < assigned.offset {
                // The log was cut back below what was read: go on where the two part.
                let (client, from) = (self.id, Some(assigned.offset));
                let (to, policy) = (end.end_offset, "truncation".into());
                assigned.place(to, end.epoch, true);
                effects.fact(Fact::OffsetReset { client, partition: *key, from, to, policy });
            } else {
                let (offset, epoch) = (assigned.offset, assigned.offset_epoch);
                assigned.place(offset, epoch, true);
            }
        }
        self.position_failed(now, &failed);
    }

    /// These questions about positions are to be asked again after a pause.
    pub(super) fn position_failed(&mut self, now: Instant, keys: &[TopicPartition]) {
        if keys.is_empty() {
            return;
        }
        self.network.metadata.request_update();
        for key in keys {
            let Some(assigned) = self.assigned.get_mut(key) else { continue };
            assigned.is_asking = false;
            assigned.not_before = now + self.network.retry_pause(assigned.failures);
            assigned.failures = assigned.failures.saturating_add(1);
        }
    }

    pub(super) fn position_deadlines(&self, next: &mut NextDeadline) {
        for assigned in self.assigned.values() {
            next.at(assigned.not_before);
        }
    }
}
