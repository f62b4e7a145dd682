//! OffsetCommit and OffsetFetch, the records that keep offsets, and their end:
//! expiry, deleted topics, deleted groups. Mirrors `doCommitOffsets`,
//! `storeOffsets` and `cleanupGroupMetadata`.

use super::context::{Context, Then};
use super::group::{Committed, Group, GroupState, Offsets};
use super::output::Asker;
use super::records::{group_key, group_value, offset_key, offset_value};
use super::sabotage::CoordinatorSabotage;
use crate::base::{EpochMillis, Generation, LeaderEpoch, Offset, Text};
use crate::protocol::{
    Assignment, BatchBuilder, CommittedOffset, ErrorCode, OffsetCommitRequest, OffsetCommitResponse,
    OffsetFetchRequest, OffsetFetchResponse, Response,
};
use crate::story::Fact;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// One error for every partition of a commit.
pub(super) fn commit_refused(request: &OffsetCommitRequest, error: ErrorCode) -> Response {
    let answer = |at: &CommittedOffset| (at.topic.clone(), at.partition, error);
    Response::OffsetCommit(OffsetCommitResponse { partitions: request.offsets.iter().map(answer).collect() })
}

/// The fact of a refused commit.
pub(super) fn commit_rejected(request: &OffsetCommitRequest, error: ErrorCode) -> Fact {
    Fact::CommitRejected {
        group: request.group.clone(),
        member: request.member.clone(),
        generation: request.generation,
        error,
    }
}

impl Group {
    /// OffsetCommit, its general checks done.
    pub(super) fn commit(&mut self, context: &mut Context<'_>, asker: Asker, request: OffsetCommitRequest) {
        let error = self.check_commit(&request);
        if error != ErrorCode::None && !context.breaks(CoordinatorSabotage::AcceptStaleCommit) {
            context.fact(commit_rejected(&request, error));
            context.out.respond(&asker, commit_refused(&request, error));
            return;
        }
        self.touch(context, &request.member);
        let longest = context.shared.config.offset_metadata_max_bytes.max(0) as usize;
        let committed_at = context.calendar_now();
        let mut records = BatchBuilder::new();
        let mut answers = Vec::with_capacity(request.offsets.len());
        let mut offsets = Vec::with_capacity(request.offsets.len());
        for at in request.offsets {
            let fits = at.metadata.len() <= longest;
            let error = if fits { ErrorCode::None } else { ErrorCode::OffsetMetadataTooLarge };
            answers.push((at.topic.clone(), at.partition, error));
            if fits {
                let key = offset_key(&self.id, &at.topic, at.partition);
                let value = offset_value(&committed(&at, committed_at));
                records.push(Some(&key), Some(&value), committed_at);
                offsets.push(at);
            }
        }
        if offsets.is_empty() {
            let response = OffsetCommitResponse { partitions: answers };
            context.out.respond(&asker, Response::OffsetCommit(response));
            return;
        }
        let (member, generation) = (request.member, request.generation);
        let then = Then::Commit { asker, member, generation, committed_at, offsets, answers };
        context.append(self, &records, then);
    }

    /// `validateOffsetCommit`, and what the state says.
    fn check_commit(&self, request: &OffsetCommitRequest) -> ErrorCode {
        if self.state == GroupState::Dead {
            return ErrorCode::CoordinatorNotAvailable;
        }
        let is_outside = request.generation < Generation(0);
        if is_outside && self.state == GroupState::Empty {
            return ErrorCode::None;
        }
        if is_outside && request.member.is_empty() && request.instance.is_none() {
            // Only members commit to a group that has any.
            return ErrorCode::UnknownMemberId;
        }
        let instance = request.instance.as_ref();
        match self.check_generation(&request.member, instance, request.generation) {
            ErrorCode::None if self.state == GroupState::CompletingRebalance => {
                ErrorCode::RebalanceInProgress
            }
            error => error,
        }
    }

    /// The commit is replicated: from now on it counts.
    pub(super) fn keep_commit(
        &mut self,
        context: &mut Context<'_>,
        by: (&Text, Generation),
        committed_at: EpochMillis,
        offsets: &[CommittedOffset],
    ) {
        let kept = Arc::make_mut(&mut self.offsets);
        for at in offsets {
            let partitions = match kept.get_mut(&at.topic) {
                Some(partitions) => partitions,
                None => kept.entry(at.topic.clone()).or_default(),
            };
            partitions.insert(at.partition, committed(at, committed_at));
            context.fact(Fact::OffsetCommitted {
                group: self.id.clone(),
                topic: at.topic.clone(),
                partition: at.partition,
                offset: at.offset,
                member: by.0.clone(),
                generation: by.1,
            });
        }
    }

    /// The record of the group itself.
    pub(super) fn store(
        &self,
        context: &mut Context<'_>,
        shares: Option<&BTreeMap<Text, Assignment>>,
        then: Then,
    ) {
        let mut records = BatchBuilder::new();
        let value = group_value(self, shares);
        records.push(Some(&group_key(&self.id)), Some(&value), context.calendar_now());
        context.append(self, &records, then);
    }

    /// Removes the offsets of some partitions, with tombstones; the group's own when it goes.
    pub(super) fn remove_offsets(
        &mut self,
        context: &mut Context<'_>,
        gone: &[(Text, i32)],
        group_goes: bool,
    ) {
        let now = context.calendar_now();
        let mut records = BatchBuilder::new();
        if !gone.is_empty() {
            let kept = Arc::make_mut(&mut self.offsets);
            for (topic, partition) in gone {
                records.push(Some(&offset_key(&self.id, topic, *partition)), None, now);
                if let Some(partitions) = kept.get_mut(topic) {
                    partitions.remove(partition);
                    if partitions.is_empty() {
                        kept.remove(topic);
                    }
                }
            }
        }
        if group_goes {
            self.state = GroupState::Dead;
            // A group without generation never had a record of its own.
            if self.generation > Generation(0) {
                records.push(Some(&group_key(&self.id)), None, now);
            }
            context.fact(Fact::GroupDeleted { group: self.id.clone() });
        }
        context.append(self, &records, Then::Nothing);
    }

    /// `removeExpiredOffsets`: partitions whose progress nobody needs any more.
    pub(super) fn expired(&self, now: EpochMillis, retention_ms: i64) -> Vec<(Text, i32)> {
        let is_old = |since: EpochMillis| now.0.saturating_sub(since.0) >= retention_ms;
        let pick = |is_expired: &dyn Fn(&Text, &Committed) -> bool| {
            let matching = self.offsets().filter(|(topic, _, at)| is_expired(topic, at));
            matching.map(|(topic, partition, _)| (topic.clone(), partition)).collect()
        };
        match (&self.protocol_type, self.state) {
            (Some(_), GroupState::Empty) => {
                pick(&|_, at| is_old(self.state_since.unwrap_or(at.committed_at)))
            }
            (Some(_), GroupState::Stable) => {
                let wanted = self.subscribed_topics();
                pick(&|topic, at| !wanted.contains(topic) && is_old(at.committed_at))
            }
            (Some(_), _) => Vec::new(),
            (None, _) => pick(&|_, at| is_old(at.committed_at)),
        }
    }

    pub(super) fn subscribed_topics(&self) -> BTreeSet<Text> {
        let protocol = self.protocol.as_deref().unwrap_or_default();
        let wanted = self.members.values().filter_map(|member| member.subscription(protocol));
        wanted.flat_map(|subscription| subscription.topics.iter().cloned()).collect()
    }
}

fn committed(at: &CommittedOffset, committed_at: EpochMillis) -> Committed {
    Committed {
        offset: at.offset,
        leader_epoch: at.leader_epoch,
        metadata: at.metadata.clone(),
        committed_at,
    }
}

/// OffsetFetch: offset -1 where nothing was committed.
pub(super) fn fetch(group: Option<&Group>, request: &OffsetFetchRequest) -> OffsetFetchResponse {
    let none = Offsets::new();
    let kept = group.map_or(&none, |group| &*group.offsets);
    let answer = |topic: &Text, partition: i32, at: Option<&Committed>| CommittedOffset {
        topic: topic.clone(),
        partition,
        offset: at.map_or(Offset::UNKNOWN, |at| at.offset),
        leader_epoch: at.map_or(LeaderEpoch::UNKNOWN, |at| at.leader_epoch),
        metadata: at.map(|at| at.metadata.clone()).unwrap_or_default(),
    };
    let offsets = match &request.partitions {
        Some(wanted) => {
            let find = |topic: &Text, number: i32| kept.get(topic).and_then(|at| at.get(&number));
            wanted.iter().map(|(topic, number)| answer(topic, *number, find(topic, *number))).collect()
        }
        None => kept
            .iter()
            .flat_map(|(topic, partitions)| partitions.iter().map(move |(number, at)| (topic, *number, at)))
            .map(|(topic, number, at)| answer(topic, number, Some(at)))
            .collect(),
    };
    OffsetFetchResponse { error: ErrorCode::None, offsets }
}
