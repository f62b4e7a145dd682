//! Keeping the group's progress: by itself inside poll, before a rebalance, at
//! a close, or when told (`ConsumerCoordinator.commitOffsetsAsync/Sync`).

use super::group::Prepare;
use super::{Consumer, Purpose};
use crate::base::{Duration, Generation, Instant};
use crate::client::{ClientEffects, ClientSabotage};
use crate::protocol::{Api, CommittedOffset, ErrorCode, OffsetCommitRequest, Request};
use crate::story::Fact;

/// Why a commit is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CommitKind {
    /// `enable.auto.commit`, inside poll.
    Auto,
    /// Before joining.
    Prepare,
    /// The application calls `commitSync`.
    Manual,
    /// At a close.
    Close,
}

/// A commit that is tried until it succeeds or can't.
#[derive(Clone, Copy, Debug)]
pub(super) struct SyncCommit {
    kind: CommitKind,
    is_sent: bool,
    pub(super) not_before: Instant,
    failures: u32,
}

impl Consumer {
    /// The positions: all that poll has handed over.
    fn all_consumed(&self) -> Vec<CommittedOffset> {
        let ahead = i64::from(self.sabotage == ClientSabotage::CommitAhead);
        let consumed = |(key, assigned): (&crate::base::TopicPartition, &super::Assigned)| {
            Some(CommittedOffset {
                topic: assigned.topic.clone(),
                partition: key.partition,
                offset: assigned.known_offset()?.plus(ahead),
                leader_epoch: assigned.offset_epoch,
                metadata: "".into(),
            })
        };
        self.assigned.iter().filter_map(consumed).collect()
    }

    /// Commits when the interval is over. Only poll calls this.
    pub(super) fn maybe_auto_commit(&mut self, now: Instant, effects: &mut ClientEffects) {
        if !self.config.enable_auto_commit || now < self.next_auto_commit {
            return;
        }
        let interval = self.config.auto_commit_interval_ms.max(1) as u64;
        self.next_auto_commit = now + Duration::from_millis(interval);
        self.send_commit(now, CommitKind::Auto, effects);
    }

    /// Sends the positions to the coordinator. False when there is nothing to send, or nobody to send it to.
    pub(super) fn send_commit(
        &mut self,
        now: Instant,
        kind: CommitKind,
        effects: &mut ClientEffects,
    ) -> bool {
        let Some(coordinator) = self.membership.coordinator else { return false };
        if !self.membership.has_generation() || !self.network.is_ready(coordinator, now) {
            return false;
        }
        let offsets = self.all_consumed();
        if offsets.is_empty() {
            return false;
        }
        let membership = &self.membership;
        let body = Request::OffsetCommit(OffsetCommitRequest {
            group: membership.group.clone(),
            generation: membership.generation,
            member: membership.member.clone(),
            instance: membership.instance.clone(),
            offsets,
        });
        let purpose = Purpose::Commit(kind, membership.generation);
        self.network.send(now, coordinator, body, purpose, effects);
        true
    }

    /// Begins a commit that is waited for.
    pub(super) fn begin_sync_commit(&mut self, kind: CommitKind) {
        if self.membership.is_grouped() {
            let not_before = Instant::START;
            self.sync_commit = Some(SyncCommit { kind, is_sent: false, not_before, failures: 0 });
        }
    }

    /// Sends the commit that is waited for, once the coordinator can be asked.
    pub(super) fn drive_sync_commit(&mut self, now: Instant, effects: &mut ClientEffects) {
        let Some(commit) = self.sync_commit.filter(|commit| !commit.is_sent && commit.not_before <= now)
        else {
            return;
        };
        if !self.membership.has_generation() || self.all_consumed().is_empty() {
            if commit.kind == CommitKind::Manual && !self.membership.has_generation() {
                // CommitFailedException: it is no member of the group now.
                self.report(Api::OffsetCommit, None, ErrorCode::UnknownMemberId, effects);
            }
            self.sync_commit = None;
        } else if self.send_commit(now, commit.kind, effects) {
            self.sync_commit = Some(SyncCommit { is_sent: true, ..commit });
        }
    }

    pub(super) fn commit_answered(
        &mut self,
        now: Instant,
        kind: CommitKind,
        generation: Generation,
        error: ErrorCode,
        effects: &mut ClientEffects,
    ) {
        if error == ErrorCode::None {
            self.commit_ended(kind);
            return;
        }
        self.report(Api::OffsetCommit, None, error, effects);
        let is_current = generation == self.membership.generation;
        match error {
            ErrorCode::FencedInstanceId => {
                self.fatal(Api::OffsetCommit, None, error, effects);
                return;
            }
            ErrorCode::RebalanceInProgress if is_current => self.membership.is_rejoin_needed = true,
            ErrorCode::UnknownMemberId | ErrorCode::IllegalGeneration if is_current => {
                self.membership.reset(error == ErrorCode::UnknownMemberId);
            }
            ErrorCode::NotCoordinator | ErrorCode::CoordinatorNotAvailable | ErrorCode::RequestTimedOut => {
                self.coordinator_unknown();
            }
            _ => {}
        }
        if error.is_retriable() {
            let (client, api) = (self.id, Api::OffsetCommit);
            effects.fact(Fact::Retrying { client, api, partition: None, error });
        }
        self.commit_failed(now, kind, error.is_retriable());
    }

    pub(super) fn commit_failed(&mut self, now: Instant, kind: CommitKind, is_retriable: bool) {
        match kind {
            CommitKind::Auto if is_retriable => {
                let again = now + self.network.retry_pause(0);
                self.next_auto_commit = self.next_auto_commit.min(again);
            }
            CommitKind::Manual | CommitKind::Close if is_retriable => {
                let failures = self.sync_commit.map_or(0, |commit| commit.failures);
                let not_before = now + self.network.retry_pause(failures);
                if let Some(commit) = &mut self.sync_commit {
                    *commit = SyncCommit { is_sent: false, not_before, failures: failures + 1, ..*commit };
                }
            }
            _ => self.commit_ended(kind),
        }
    }

    fn commit_ended(&mut self, kind: CommitKind) {
        match kind {
            CommitKind::Auto => {}
            CommitKind::Manual | CommitKind::Close => self.sync_commit = None,
            // Whether or not it succeeded: the rebalance does not wait for it twice.
            CommitKind::Prepare => {
                if matches!(self.membership.prepare, Prepare::Committing(_)) {
                    self.membership.prepare = Prepare::Committed;
                }
            }
        }
    }
}
