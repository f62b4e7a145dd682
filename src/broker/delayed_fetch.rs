//! Fetches that wait for records (`DelayedFetch` and its purgatory), indexed by
//! partition: only those that wait for a partition that changed are looked at.
//! A follower's names none; its session knows under which number it waits.

use super::deadlines::Deadlines;
use super::node::Asked;
use crate::base::{Instant, TopicPartition};
use crate::protocol::FetchRequest;
use std::collections::{BTreeMap, BTreeSet};

/// A fetch that waits.
#[derive(Clone, Debug)]
pub(super) struct WaitingFetch {
    pub(super) asked: Asked,
    pub(super) request: FetchRequest,
    deadline: Instant,
}

/// All that wait.
#[derive(Clone, Debug, Default)]
pub(super) struct DelayedFetches {
    next: u64,
    waiters: BTreeMap<u64, WaitingFetch>,
    index: BTreeSet<(TopicPartition, u64)>,
    deadlines: Deadlines,
}

impl DelayedFetches {
    pub(super) fn len(&self) -> usize {
        self.waiters.len()
    }

    /// Makes a fetch wait. Returns its number, and when a timer must fire, if a new
    /// one is needed.
    pub(super) fn park(
        &mut self,
        asked: Asked,
        request: FetchRequest,
        deadline: Instant,
    ) -> (u64, Option<Instant>) {
        let id = self.next;
        self.next += 1;
        self.index.extend(request.partitions.iter().map(|wanted| (wanted.partition, id)));
        self.waiters.insert(id, WaitingFetch { asked, request, deadline });
        (id, self.deadlines.insert(deadline, id))
    }

    /// Those that wait for a partition.
    pub(super) fn waiting_for(&self, partition: TopicPartition) -> Vec<u64> {
        self.index.range((partition, 0)..=(partition, u64::MAX)).map(|(_, id)| *id).collect()
    }

    pub(super) fn get(&self, id: u64) -> Option<&WaitingFetch> {
        self.waiters.get(&id)
    }

    /// Takes a fetch out.
    pub(super) fn take(&mut self, id: u64) -> Option<WaitingFetch> {
        let waiter = self.waiters.remove(&id)?;
        self.deadlines.remove(waiter.deadline, id);
        for wanted in &waiter.request.partitions {
            self.index.remove(&(wanted.partition, id));
        }
        Some(waiter)
    }

    /// The next one out of time, taken out.
    pub(super) fn take_due(&mut self, now: Instant) -> Option<WaitingFetch> {
        let id = self.deadlines.pop_due(now)?;
        self.take(id)
    }

    /// When the timer must fire next.
    pub(super) fn rearm(&mut self, now: Instant) -> Option<Instant> {
        self.deadlines.rearm(now)
    }
}
