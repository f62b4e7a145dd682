//! The coordinator of a broker: which groups are its own, and who handles what.
//!
//! Mirrors the outer layer of `GroupCoordinator.scala`. What a group does is in
//! `join`, `rebalance`, `session` and `offsets`.

use super::context::{Context, Shared, Then, Write};
use super::group::{Group, GroupState};
use super::join::refused;
use super::offsets::{commit_refused, commit_rejected, fetch};
use super::output::{Asker, CoordinatorOutput, CoordinatorTimer};
use super::rebalance::share;
use super::sabotage::CoordinatorSabotage;
use crate::assignor::java_hash::string_hash;
use crate::base::{BrokerId, EpochMillis, Generation, Instant, Stream, Text};
use crate::config::BrokerConfig;
use crate::metadata::Image;
use crate::protocol::{
    Assignment, ErrorCode, HeartbeatRequest, HeartbeatResponse, JoinGroupRequest, LeaveGroupRequest,
    LeaveGroupResponse, OffsetCommitRequest, OffsetCommitResponse, OffsetFetchRequest, OffsetFetchResponse,
    Request, Response, SyncGroupRequest,
};
use crate::story::Fact;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The group coordinator of one broker.
#[derive(Clone, Debug)]
pub struct GroupCoordinator {
    pub(super) broker: BrokerId,
    pub(super) groups: BTreeMap<Text, Arc<Group>>,
    pub(super) shared: Shared,
    /// How many partitions `__consumer_offsets` has.
    partitions: i32,
    /// Those of them that this broker leads.
    pub(super) owned: BTreeSet<i32>,
    pub(super) is_watching_expiry: bool,
    /// The topics of the last image, to tell which are gone.
    topics: Arc<BTreeSet<Text>>,
}

/// The partition of `__consumer_offsets` that keeps `group`: `Utils.abs(hashCode) % partitions`.
#[must_use]
pub fn partition_for(group: &str, partitions: i32) -> i32 {
    // Utils.abs: the one number without a positive counterpart counts as 0.
    string_hash(group).checked_abs().unwrap_or(0) % partitions.max(1)
}

impl GroupCoordinator {
    /// A coordinator without groups. `calendar` is the calendar time of instant 0.
    #[must_use]
    pub fn new(broker: BrokerId, config: &BrokerConfig, stream: Stream, calendar: EpochMillis) -> Self {
        let shared = Shared {
            config: Arc::new(config.clone()),
            stream,
            calendar,
            sabotage: CoordinatorSabotage::None,
            next_number: 0,
            writes: BTreeMap::new(),
            is_watching_writes: false,
        };
        Self {
            broker,
            groups: BTreeMap::new(),
            shared,
            partitions: config.offsets_topic_num_partitions.max(1) as i32,
            owned: BTreeSet::new(),
            is_watching_expiry: false,
            topics: Arc::default(),
        }
    }

    /// Answers a request about groups; at once or, parked, later. Other requests are not its own.
    pub fn handle(&mut self, now: Instant, asker: Asker, body: Request, out: &mut CoordinatorOutput) {
        let response = match body {
            Request::JoinGroup(request) => return self.join(now, asker, request, out),
            Request::SyncGroup(request) => return self.sync(now, &asker, request, out),
            Request::OffsetCommit(request) => return self.commit(now, asker, request, out),
            Request::Heartbeat(request) => self.heartbeat(now, &request, out),
            Request::LeaveGroup(request) => self.leave(now, &request, out),
            Request::OffsetFetch(request) => self.fetch_offsets(&request),
            Request::DescribeGroups(request) => Response::DescribeGroups(self.describe(request)),
            Request::ListGroups(request) => Response::ListGroups(self.list(&request)),
            Request::DeleteGroups(request) => Response::DeleteGroups(self.delete(now, request, out)),
            Request::OffsetDelete(request) => Response::OffsetDelete(self.delete_offsets(now, request, out)),
            _ => return,
        };
        out.respond(&asker, response);
    }

    /// The checks before all others (`validateGroupStatus`).
    pub(super) fn status(&self, group: &str, needs_name: bool) -> ErrorCode {
        if !self.owned.contains(&partition_for(group, self.partitions)) {
            ErrorCode::NotCoordinator
        } else if needs_name && group.is_empty() {
            ErrorCode::InvalidGroupId
        } else {
            ErrorCode::None
        }
    }

    fn join(&mut self, now: Instant, asker: Asker, request: JoinGroupRequest, out: &mut CoordinatorOutput) {
        let config = &self.shared.config;
        let allowed = config.group_min_session_timeout_ms..=config.group_max_session_timeout_ms;
        let error = match self.status(&request.group, true) {
            ErrorCode::None if !allowed.contains(&i64::from(request.session_timeout_ms)) => {
                ErrorCode::InvalidSessionTimeout
            }
            ErrorCode::None if !request.member.is_empty() && !self.groups.contains_key(&request.group) => {
                ErrorCode::UnknownMemberId
            }
            error => error,
        };
        if error != ErrorCode::None {
            out.respond(&asker, refused(request.member, error));
            return;
        }
        let mut context = Context { now, shared: &mut self.shared, out };
        let partitions = self.partitions;
        let group = self.groups.entry(request.group.clone()).or_insert_with(|| {
            Arc::new(Group::new(request.group.clone(), partition_for(&request.group, partitions)))
        });
        Arc::make_mut(group).join(&mut context, asker, request);
    }

    fn sync(&mut self, now: Instant, asker: &Asker, request: SyncGroupRequest, out: &mut CoordinatorOutput) {
        let error = self.status(&request.group, true);
        match self.groups.get_mut(&request.group) {
            Some(group) if error == ErrorCode::None => {
                let mut context = Context { now, shared: &mut self.shared, out };
                Arc::make_mut(group).sync(&mut context, asker, request);
            }
            _ => out.respond(asker, share(known(error), Assignment::default())),
        }
    }

    fn heartbeat(
        &mut self,
        now: Instant,
        request: &HeartbeatRequest,
        out: &mut CoordinatorOutput,
    ) -> Response {
        let status = self.status(&request.group, true);
        let error = match self.groups.get_mut(&request.group) {
            Some(group) if status == ErrorCode::None => {
                let mut context = Context { now, shared: &mut self.shared, out };
                Arc::make_mut(group).heartbeat(&mut context, request)
            }
            _ => known(status),
        };
        Response::Heartbeat(HeartbeatResponse { error })
    }

    fn leave(&mut self, now: Instant, request: &LeaveGroupRequest, out: &mut CoordinatorOutput) -> Response {
        let status = self.status(&request.group, true);
        let error = match self.groups.get_mut(&request.group) {
            Some(group) if status == ErrorCode::None => {
                let mut context = Context { now, shared: &mut self.shared, out };
                Arc::make_mut(group).leave(&mut context, request)
            }
            _ => known(status),
        };
        Response::LeaveGroup(LeaveGroupResponse { error })
    }

    fn commit(
        &mut self,
        now: Instant,
        asker: Asker,
        request: OffsetCommitRequest,
        out: &mut CoordinatorOutput,
    ) {
        // A group that only keeps offsets is made by its first commit.
        let is_outside = request.generation < Generation(0);
        let error = match self.status(&request.group, false) {
            ErrorCode::None if !is_outside && !self.groups.contains_key(&request.group) => {
                ErrorCode::IllegalGeneration
            }
            error => error,
        };
        if error != ErrorCode::None {
            out.facts.push(commit_rejected(&request, error));
            out.respond(&asker, commit_refused(&request, error));
            return;
        }
        let mut context = Context { now, shared: &mut self.shared, out };
        let partitions = self.partitions;
        let group = self.groups.entry(request.group.clone()).or_insert_with(|| {
            Arc::new(Group::new(request.group.clone(), partition_for(&request.group, partitions)))
        });
        Arc::make_mut(group).commit(&mut context, asker, request);
    }

    fn fetch_offsets(&self, request: &OffsetFetchRequest) -> Response {
        Response::OffsetFetch(match self.status(&request.group, false) {
            ErrorCode::None => fetch(self.group(&request.group), request),
            error => OffsetFetchResponse { error, offsets: Vec::new() },
        })
    }

    /// A timer of the coordinator's is due.
    pub fn timer(&mut self, now: Instant, timer: CoordinatorTimer, out: &mut CoordinatorOutput) {
        let id = match &timer {
            CoordinatorTimer::Appends => return self.fail_old_writes(now, out),
            CoordinatorTimer::Expiry => return self.expire_offsets(now, out),
            CoordinatorTimer::Session { group, .. }
            | CoordinatorTimer::Join { group, .. }
            | CoordinatorTimer::Sync { group, .. } => group,
        };
        let Some(group) = self.groups.get_mut(id).map(Arc::make_mut) else { return };
        let context = &mut Context { now, shared: &mut self.shared, out };
        match &timer {
            CoordinatorTimer::Session { member, at, .. } => group.session_due(context, member, *at),
            CoordinatorTimer::Join { number, .. } => group.join_due(context, *number),
            CoordinatorTimer::Sync { number, .. } => group.sync_due(context, *number),
            CoordinatorTimer::Appends | CoordinatorTimer::Expiry => {}
        }
    }

    /// An append is replicated, or has failed.
    pub fn append_completed(
        &mut self,
        now: Instant,
        token: u64,
        result: Result<(), ErrorCode>,
        out: &mut CoordinatorOutput,
    ) {
        let Some(Write { group, then, .. }) = self.shared.writes.remove(&token) else { return };
        let group = self.groups.get_mut(&group).map(Arc::make_mut);
        let context = &mut Context { now, shared: &mut self.shared, out };
        let error = result.err().unwrap_or(ErrorCode::None);
        match then {
            Then::Nothing => {}
            Then::Commit { asker, member, generation, committed_at, offsets, mut answers } => {
                let error = told(error);
                if error == ErrorCode::None {
                    if let Some(group) = group {
                        group.keep_commit(context, (&member, generation), committed_at, &offsets);
                    }
                } else {
                    let group = group.map(|group| group.id.clone()).unwrap_or_default();
                    context.fact(Fact::CommitRejected { group, member, generation, error });
                    for answer in answers.iter_mut().filter(|answer| answer.2 == ErrorCode::None) {
                        answer.2 = error;
                    }
                }
                let response = OffsetCommitResponse { partitions: answers };
                context.out.respond(&asker, Response::OffsetCommit(response));
            }
            Then::Assign { generation, assignments } => {
                let error = match told(error) {
                    ErrorCode::RequestTimedOut => ErrorCode::RebalanceInProgress,
                    error => error,
                };
                if let Some(group) = group {
                    group.assigned(context, generation, &assignments, error);
                }
            }
            Then::Return { member, generation } => {
                if let Some(group) = group {
                    group.returned(context, &member, generation, told(error));
                }
            }
        }
    }

    /// Appends that took longer than `offsets.commit.timeout.ms` have failed.
    fn fail_old_writes(&mut self, now: Instant, out: &mut CoordinatorOutput) {
        while let Some((&token, write)) = self.shared.writes.first_key_value() {
            if write.due > now {
                out.timers.push((write.due, CoordinatorTimer::Appends));
                return;
            }
            self.append_completed(now, token, Err(ErrorCode::RequestTimedOut), out);
        }
        self.shared.is_watching_writes = false;
    }

    /// `cleanupGroupMetadata`: offsets past their time go, and groups that keep nothing.
    fn expire_offsets(&mut self, now: Instant, out: &mut CoordinatorOutput) {
        if self.owned.is_empty() {
            self.is_watching_expiry = false;
            return;
        }
        let retention_ms = self.shared.config.offsets_retention_minutes.saturating_mul(60_000);
        let context = &mut Context { now, shared: &mut self.shared, out };
        self.groups.retain(|_, group| {
            let expired = group.expired(context.calendar_now(), retention_ms);
            let kept: usize = group.offsets.values().map(BTreeMap::len).sum();
            let is_done =
                group.state == GroupState::Empty && expired.len() == kept && group.pending_members.is_empty();
            if expired.is_empty() && !is_done {
                return true;
            }
            for (topic, partition) in &expired {
                let (group, topic) = (group.id.clone(), topic.clone());
                context.fact(Fact::OffsetExpired { group, topic, partition: *partition });
            }
            Arc::make_mut(group).remove_offsets(context, &expired, is_done);
            !is_done
        });
        self.watch_expiry(now, out);
    }

    /// Topics may have been deleted: the offsets kept for them go.
    pub fn topics_changed(&mut self, now: Instant, image: &Image, out: &mut CoordinatorOutput) {
        let is_gone = |topic: &&Text| !image.topic_ids.contains_key(*topic);
        let gone: Vec<Text> = self.topics.iter().filter(is_gone).cloned().collect();
        self.topics = Arc::new(image.topic_ids.keys().cloned().collect());
        let context = &mut Context { now, shared: &mut self.shared, out };
        for topic in &gone {
            for group in self.groups.values_mut() {
                if let Some(partitions) = group.offsets.get(topic) {
                    let all: Vec<(Text, i32)> =
                        partitions.keys().map(|number| (topic.clone(), *number)).collect();
                    Arc::make_mut(group).remove_offsets(context, &all, false);
                }
            }
        }
    }

    /// How many partitions `__consumer_offsets` has.
    pub fn set_offsets_partitions(&mut self, partitions: i32) {
        self.partitions = partitions.max(1);
    }

    /// Breaks a rule on purpose, for the tests of the laws.
    pub fn set_sabotage(&mut self, sabotage: CoordinatorSabotage) {
        self.shared.sabotage = sabotage;
    }

    /// Its groups, by id.
    pub fn groups(&self) -> impl Iterator<Item = &Group> {
        self.groups.values().map(Arc::as_ref)
    }

    /// The group called `id`, if it is here.
    #[must_use]
    pub fn group(&self, id: &str) -> Option<&Group> {
        self.groups.get(id).map(Arc::as_ref)
    }

    /// Whether it holds this partition of `__consumer_offsets`.
    #[must_use]
    pub fn owns(&self, partition: i32) -> bool {
        self.owned.contains(&partition)
    }
}

/// A group that is not there knows no member.
const fn known(status: ErrorCode) -> ErrorCode {
    match status {
        ErrorCode::None => ErrorCode::UnknownMemberId,
        error => error,
    }
}

/// What a failed append is called to a group's member.
const fn told(error: ErrorCode) -> ErrorCode {
    match error {
        ErrorCode::UnknownTopicOrPartition
        | ErrorCode::NotEnoughReplicas
        | ErrorCode::NotEnoughReplicasAfterAppend => ErrorCode::CoordinatorNotAvailable,
        ErrorCode::NotLeaderOrFollower | ErrorCode::KafkaStorageError => ErrorCode::NotCoordinator,
        ErrorCode::MessageTooLarge | ErrorCode::RecordListTooLarge => ErrorCode::UnknownServerError,
        error => error,
    }
}
