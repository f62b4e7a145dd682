//! One fetcher per leader broker: which partitions it follows there, one fetch
//! under way, pauses after errors (`AbstractFetcherThread`'s loop).
//!
//! What an answer does to the logs is `follower.rs`'s.

use super::controller_channel::Purpose;
use super::node::millis;
use super::{Broker, BrokerEffects, BrokerTimer};
use crate::base::{Address, BrokerId, CorrelationId, Instant, LeaderEpoch, Offset, TopicPartition};
use crate::protocol::{FetchPartition, FetchRequest, FetchResponse, Fetcher as Reader, Request};
use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

/// What a fetch asked of one partition.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sent {
    pub(super) partition: TopicPartition,
    pub(super) offset: Offset,
    pub(super) epoch: LeaderEpoch,
}

/// Follows one leader broker.
#[derive(Clone, Debug, Default)]
pub(super) struct Fetcher {
    /// Each with the end of its pause.
    partitions: BTreeMap<TopicPartition, Instant>,
    sent: Vec<Sent>,
    in_flight: Option<CorrelationId>,
    deadline: Instant,
    is_timer_armed: bool,
    wake_at: Option<Instant>,
    /// The partition served last: the next fetch begins after it, so that none starves.
    served_last: Option<TopicPartition>,
}

impl Broker {
    /// Follows a partition at a leader, from now on and without pause.
    pub(super) fn add_to_fetcher(&mut self, partition: TopicPartition, leader: BrokerId) {
        let fetcher = Arc::make_mut(self.fetchers.entry(leader).or_default());
        fetcher.partitions.insert(partition, Instant::START);
    }

    /// Follows a partition at no leader but this one.
    pub(super) fn unfollow(&mut self, partition: TopicPartition, but: BrokerId) {
        for (leader, fetcher) in &mut self.fetchers {
            if *leader != but && fetcher.partitions.contains_key(&partition) {
                Arc::make_mut(fetcher).partitions.remove(&partition);
            }
        }
    }

    /// Sends the next fetch to a leader, unless one is under way or nothing is due.
    pub(super) fn send_fetch(&mut self, now: Instant, leader: BrokerId, effects: &mut BrokerEffects) {
        let Some(fetcher) = self.fetchers.get(&leader).filter(|fetcher| fetcher.in_flight.is_none()) else {
            return;
        };
        let (wanted, sent) = self.wanted(now, fetcher);
        if wanted.is_empty() {
            self.sleep_until_due(now, leader, effects);
            return;
        }
        let config = &self.config;
        let request = FetchRequest {
            fetcher: Reader::Follower { broker: self.id, broker_epoch: self.lifecycle.epoch },
            max_wait_ms: u32::try_from(config.replica_fetch_wait_max_ms).unwrap_or(u32::MAX),
            min_bytes: u32::try_from(config.replica_fetch_min_bytes).unwrap_or(u32::MAX),
            max_bytes: u32::try_from(config.replica_fetch_response_max_bytes).unwrap_or(u32::MAX),
            partitions: wanted,
        };
        let deadline = now + millis(config.request_timeout_ms) + self.slow_fetch;
        let delay = self.slow_fetch;
        let peer = Address::Broker(leader);
        let correlation =
            self.ask(peer, Request::Fetch(request), Purpose::Replication(leader), delay, effects);
        let Some(fetcher) = self.fetchers.get_mut(&leader).map(Arc::make_mut) else { return };
        fetcher.in_flight = Some(correlation);
        fetcher.sent = sent;
        fetcher.deadline = deadline;
        if !fetcher.is_timer_armed {
            fetcher.is_timer_armed = true;
            effects.timer(deadline, BrokerTimer::FetchTimeout { leader });
        }
    }

    fn wanted(&self, now: Instant, fetcher: &Fetcher) -> (Vec<FetchPartition>, Vec<Sent>) {
        let max_bytes = u32::try_from(self.config.replica_fetch_max_bytes).unwrap_or(u32::MAX);
        let mut wanted = Vec::with_capacity(fetcher.partitions.len());
        let mut sent = Vec::with_capacity(fetcher.partitions.len());
        let start = fetcher.served_last.map_or(Bound::Unbounded, Bound::Excluded);
        let rest = fetcher.served_last.map(|last| fetcher.partitions.range(..=last));
        let in_turn = fetcher.partitions.range((start, Bound::Unbounded)).chain(rest.into_iter().flatten());
        for (partition, _) in in_turn.filter(|(_, paused_until)| **paused_until <= now) {
            let Some(replica) = self.replicas.get(partition) else { continue };
            let (log, epoch) = (replica.log(), replica.leader_epoch());
            wanted.push(FetchPartition {
                partition: *partition,
                current_leader_epoch: epoch,
                fetch_offset: log.log_end(),
                last_fetched_epoch: log.latest_epoch().unwrap_or(LeaderEpoch::UNKNOWN),
                log_start: log.log_start(),
                max_bytes,
            });
            sent.push(Sent { partition: *partition, offset: log.log_end(), epoch });
        }
        (wanted, sent)
    }

    /// Every partition rests: come back when the first has rested enough.
    fn sleep_until_due(&mut self, now: Instant, leader: BrokerId, effects: &mut BrokerEffects) {
        let Some(fetcher) = self.fetchers.get_mut(&leader).map(Arc::make_mut) else { return };
        let Some(first) = fetcher.partitions.values().min().copied() else { return };
        if fetcher.wake_at.is_none_or(|at| at <= now || at > first) {
            fetcher.wake_at = Some(first);
            effects.timer(first, BrokerTimer::FetchBackoff { leader });
        }
    }

    pub(super) fn fetch_timeout(&mut self, now: Instant, leader: BrokerId, effects: &mut BrokerEffects) {
        let Some(fetcher) = self.fetchers.get_mut(&leader).map(Arc::make_mut) else { return };
        fetcher.is_timer_armed = false;
        let Some(correlation) = fetcher.in_flight else { return };
        if now >= fetcher.deadline {
            self.give_up(correlation);
            self.fetch_failed(now, leader, effects);
        } else {
            fetcher.is_timer_armed = true;
            effects.timer(fetcher.deadline, BrokerTimer::FetchTimeout { leader });
        }
    }

    /// The leader is gone or silent: what was asked of it rests for the back-off.
    pub(super) fn fetch_failed(&mut self, now: Instant, leader: BrokerId, effects: &mut BrokerEffects) {
        let until = now + millis(self.config.replica_fetch_backoff_ms);
        let Some(fetcher) = self.fetchers.get_mut(&leader).map(Arc::make_mut) else { return };
        fetcher.in_flight = None;
        for sent in std::mem::take(&mut fetcher.sent) {
            if let Some(pause) = fetcher.partitions.get_mut(&sent.partition) {
                *pause = until;
            }
        }
        self.send_fetch(now, leader, effects);
    }

    /// The leader answered: each partition goes its way, then the next fetch leaves.
    pub(super) fn fetched(
        &mut self,
        now: Instant,
        leader: BrokerId,
        response: FetchResponse,
        effects: &mut BrokerEffects,
    ) {
        let Some(fetcher) = self.fetchers.get_mut(&leader).map(Arc::make_mut) else { return };
        fetcher.in_flight = None;
        let sent = std::mem::take(&mut fetcher.sent);
        let mut served_last = None;
        for (index, read) in response.partitions.into_iter().enumerate() {
            let partition = read.partition;
            let asked = sent.get(index).filter(|sent| sent.partition == partition);
            let Some(asked) = asked.or_else(|| sent.iter().find(|sent| sent.partition == partition)) else {
                continue;
            };
            if !self.follows(partition, leader) {
                continue;
            }
            if !read.batches.is_empty() {
                served_last = Some(partition);
            }
            let is_fine = self.take_in(now, asked, read, effects);
            if effects.halt.is_some() {
                return;
            }
            if !is_fine {
                self.pause(now, partition, leader);
            }
        }
        if served_last.is_some()
            && let Some(fetcher) = self.fetchers.get_mut(&leader).map(Arc::make_mut)
        {
            fetcher.served_last = served_last;
        }
        self.send_fetch(now, leader, effects);
    }

    fn follows(&self, partition: TopicPartition, leader: BrokerId) -> bool {
        self.fetchers.get(&leader).is_some_and(|fetcher| fetcher.partitions.contains_key(&partition))
    }

    fn pause(&mut self, now: Instant, partition: TopicPartition, leader: BrokerId) {
        let until = now + millis(self.config.replica_fetch_backoff_ms);
        let fetcher = self.fetchers.get_mut(&leader).map(Arc::make_mut);
        if let Some(pause) = fetcher.and_then(|fetcher| fetcher.partitions.get_mut(&partition)) {
            *pause = until;
        }
    }
}
