//! Produce requests that wait for copies (`DelayedProduce` and its purgatory).
//! Indexed by partition and offset: a high watermark that moves meets only
//! those it completes.

use super::deadlines::Deadlines;
use super::node::Asked;
use crate::base::{Instant, Offset, TopicPartition};
use crate::protocol::{ErrorCode, ProducePartition};
use std::collections::{BTreeMap, BTreeSet};

/// Who waits.
#[derive(Clone, Debug)]
pub(super) enum Waiting {
    /// A client.
    Client(Asked),
    /// The group coordinator, by its token.
    Coordinator(u64),
}

#[derive(Clone, Debug)]
struct Waiter {
    who: Waiting,
    answers: Vec<ProducePartition>,
    required: Vec<(TopicPartition, Offset)>,
    deadline: Instant,
}

/// A request that needs to wait no more.
pub(super) type Finished = (Waiting, Vec<ProducePartition>);

/// All that wait.
#[derive(Clone, Debug, Default)]
pub(super) struct DelayedProduces {
    next: u64,
    waiters: BTreeMap<u64, Waiter>,
    index: BTreeSet<(TopicPartition, Offset, u64)>,
    deadlines: Deadlines,
}

impl DelayedProduces {
    pub(super) fn len(&self) -> usize {
        self.waiters.len()
    }

    /// Makes a request wait until each partition's high watermark has reached
    /// what it requires. Returns when a timer must fire, if a new one is needed.
    pub(super) fn park(
        &mut self,
        who: Waiting,
        answers: Vec<ProducePartition>,
        required: Vec<(TopicPartition, Offset)>,
        deadline: Instant,
    ) -> Option<Instant> {
        let id = self.next;
        self.next += 1;
        self.index.extend(required.iter().map(|(partition, offset)| (*partition, *offset, id)));
        self.waiters.insert(id, Waiter { who, answers, required, deadline });
        self.deadlines.insert(deadline, id)
    }

    /// Whether anything waits for a partition.
    pub(super) fn waits_for(&self, partition: TopicPartition) -> bool {
        let range = (partition, Offset(i64::MIN), 0)..=(partition, Offset(i64::MAX), u64::MAX);
        self.index.range(range).next().is_some()
    }

    /// Settles what waits for a partition up to an offset. Returns the requests
    /// of which this was the last partition.
    pub(super) fn settle(
        &mut self,
        partition: TopicPartition,
        up_to: Offset,
        error: ErrorCode,
    ) -> Vec<Finished> {
        let range = (partition, Offset(i64::MIN), 0)..=(partition, up_to, u64::MAX);
        let reached: Vec<_> = self.index.range(range).copied().collect();
        let mut finished = Vec::new();
        for entry in reached {
            self.index.remove(&entry);
            let (_, _, id) = entry;
            let Some(waiter) = self.waiters.get_mut(&id) else { continue };
            waiter.required.retain(|(waited, _)| *waited != partition);
            refuse(&mut waiter.answers, partition, error);
            if waiter.required.is_empty()
                && let Some(waiter) = self.waiters.remove(&id)
            {
                self.deadlines.remove(waiter.deadline, id);
                finished.push((waiter.who, waiter.answers));
            }
        }
        finished
    }

    /// Takes out those that are out of time; what they still wait for failed.
    /// Also returns when the timer must fire next.
    pub(super) fn expire(&mut self, now: Instant) -> (Vec<Finished>, Option<Instant>) {
        let mut finished = Vec::new();
        while let Some(id) = self.deadlines.pop_due(now) {
            let Some(mut waiter) = self.waiters.remove(&id) else { continue };
            for (partition, offset) in waiter.required {
                self.index.remove(&(partition, offset, id));
                refuse(&mut waiter.answers, partition, ErrorCode::RequestTimedOut);
            }
            finished.push((waiter.who, waiter.answers));
        }
        (finished, self.deadlines.rearm(now))
    }
}

fn refuse(answers: &mut [ProducePartition], partition: TopicPartition, error: ErrorCode) {
    if error == ErrorCode::None {
        return;
    }
    for answer in answers.iter_mut().filter(|answer| answer.partition == partition) {
        answer.error = error;
        answer.base_offset = Offset::UNKNOWN;
    }
}
