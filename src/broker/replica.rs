//! One copy of a partition on this broker: its log, and its part as leader or
//! follower (`Partition`). Shared behind an `Arc`; a change copies only itself.

use super::leader::{LeaderState, Remote};
use crate::base::{BrokerId, Instant, LeaderEpoch, Offset, PartitionEpoch};
use crate::protocol::PartitionState;
use crate::storage::PartitionLog;
use std::sync::Arc;

/// A copy of a partition.
#[derive(Clone, Debug)]
pub struct Replica {
    log: PartitionLog,
    /// The controller's word, with later in-sync sets it confirmed.
    state: Arc<PartitionState>,
    /// `None`: this copy follows.
    leader: Option<LeaderState>,
    /// High watermark last written down.
    checkpointed: Offset,
}

impl Replica {
    /// A copy that was found on disk or just created, and has no part yet.
    pub(super) fn new(log: PartitionLog) -> Self {
        let state = PartitionState {
            leader: BrokerId::NONE,
            leader_epoch: LeaderEpoch::UNKNOWN,
            partition_epoch: PartitionEpoch(-1),
            ..PartitionState::default()
        };
        let checkpointed = log.high_watermark();
        Self { log, state: Arc::new(state), leader: None, checkpointed }
    }

    /// Its log.
    #[must_use]
    pub const fn log(&self) -> &PartitionLog {
        &self.log
    }

    pub(super) const fn log_mut(&mut self) -> &mut PartitionLog {
        &mut self.log
    }

    pub(super) fn into_log(self) -> PartitionLog {
        self.log
    }

    /// Whether this copy leads.
    #[must_use]
    pub const fn is_leader(&self) -> bool {
        self.leader.is_some()
    }

    /// Who leads, as far as this broker knows.
    #[must_use]
    pub fn leader(&self) -> BrokerId {
        self.state.leader
    }

    /// The reign it knows.
    #[must_use]
    pub fn leader_epoch(&self) -> LeaderEpoch {
        self.state.leader_epoch
    }

    /// The version of the partition's state it knows.
    #[must_use]
    pub fn partition_epoch(&self) -> PartitionEpoch {
        self.state.partition_epoch
    }

    /// The committed in-sync set it knows.
    #[must_use]
    pub fn isr(&self) -> &[BrokerId] {
        &self.state.isr
    }

    /// The in-sync set it proposed and the controller has not yet committed.
    #[must_use]
    pub fn pending_isr(&self) -> Option<&[BrokerId]> {
        self.leader.as_ref()?.pending.as_ref().map(|pending| pending.isr.as_slice())
    }

    /// The partition's state as it knows it.
    #[must_use]
    pub fn state(&self) -> &PartitionState {
        &self.state
    }

    /// What a leader knows of its followers; empty on a follower.
    #[must_use]
    pub fn remotes(&self) -> &[Remote] {
        self.leader.as_ref().map_or(&[], |leader| &leader.remotes)
    }

    /// Where this leader's reign began in its log.
    #[must_use]
    pub fn epoch_start(&self) -> Option<Offset> {
        self.leader.as_ref().map(|leader| leader.epoch_start)
    }

    pub(super) const fn leader_state(&self) -> Option<&LeaderState> {
        self.leader.as_ref()
    }

    pub(super) const fn leader_state_mut(&mut self) -> Option<&mut LeaderState> {
        self.leader.as_mut()
    }

    /// Begins to lead, or goes on under a newer state (`Partition.makeLeader`).
    pub(super) fn make_leader(&mut self, me: BrokerId, state: &PartitionState, now: Instant) {
        let is_new_reign = self.leader.is_none() || state.leader_epoch > self.state.leader_epoch;
        let end = self.log.log_end();
        if is_new_reign {
            self.log.begin_epoch(state.leader_epoch, end);
        }
        let before = self.leader.take();
        let was_leader = before.is_some();
        let epoch_start = match &before {
            Some(before) if !is_new_reign => before.epoch_start,
            _ => end,
        };
        let mut known = before.map_or_else(Vec::new, |before| before.remotes);
        let others = state.replicas.iter().copied().filter(|broker| *broker != me);
        let remotes = others.map(|broker| {
            let in_sync = state.isr.contains(&broker);
            let index = known.iter().position(|remote| remote.broker == broker);
            match index.map(|index| known.swap_remove(index)) {
                Some(mut remote) if was_leader => {
                    if is_new_reign {
                        remote.last_caught_up = in_sync.then_some(now);
                        remote.last_fetch = remote.last_caught_up;
                        remote.leader_end_at_last_fetch = end;
                    }
                    remote
                }
                _ => Remote::new(broker, in_sync, now),
            }
        });
        let remotes = remotes.collect();
        self.leader = Some(LeaderState { epoch_start, remotes, pending: None });
        self.state = Arc::new(state.clone());
    }

    /// Begins to follow, or goes on under a newer state (`Partition.makeFollower`).
    pub(super) fn make_follower(&mut self, state: &PartitionState) {
        self.leader = None;
        self.state = Arc::new(state.clone());
    }

    /// The controller committed an in-sync set this leader proposed.
    pub(super) fn commit_isr(&mut self, isr: &[BrokerId], recovering: bool, version: PartitionEpoch) {
        if let Some(leader) = &mut self.leader {
            leader.pending = None;
        }
        let state = Arc::make_mut(&mut self.state);
        state.isr = isr.to_vec();
        state.recovering = recovering;
        state.partition_epoch = version;
    }

    /// Whether the high watermark moved since it was last written down.
    pub(super) fn needs_checkpoint(&self) -> bool {
        self.checkpointed != self.log.high_watermark()
    }

    /// Writes the high watermark down.
    pub(super) fn checkpoint(&mut self) {
        self.checkpointed = self.log.high_watermark();
        self.log.checkpoint_high_watermark();
    }
}
