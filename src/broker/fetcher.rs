//! One fetcher per leader broker: which partitions it follows there, one fetch
//! under way, pauses after errors (`AbstractFetcherThread`'s loop).
//!
//! It fetches in a session (KIP-227, `FetchSessionHandler`): a request names only what
//! changed; after any failure the next one names everything again.
//! What an answer does to the logs is `follower.rs`'s.

use super::controller_channel::Purpose;
use super::fetch_session::next_session_epoch;
use super::node::millis;
use super::{Broker, BrokerEffects, BrokerTimer, Replica};
use crate::base::{Address, BrokerId, CorrelationId, Instant, LeaderEpoch, Offset, TopicPartition};
use crate::protocol::{
    ErrorCode, FULL_SESSION, FetchPartition, FetchRequest, FetchResponse, Fetcher as Reader, Request,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What a fetch asked of one partition.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sent {
    pub(super) partition: TopicPartition,
    pub(super) offset: Offset,
    pub(super) epoch: LeaderEpoch,
    pub(super) log_start: Offset,
}

/// Follows one leader broker.
#[derive(Clone, Debug, Default)]
pub(super) struct Fetcher {
    /// Each with the end of its pause.
    partitions: BTreeMap<TopicPartition, Instant>,
    /// What the leader remembers of the session, by what was sent.
    sent: BTreeMap<TopicPartition, Sent>,
    /// Number of the next request in the session.
    session_epoch: i32,
    /// What the next request must name.
    unsent: BTreeSet<TopicPartition>,
    /// What it must drop from the session.
    forgotten: Vec<TopicPartition>,
    in_flight: Option<CorrelationId>,
    deadline: Instant,
    is_timer_armed: bool,
    wake_at: Option<Instant>,
}

impl Fetcher {
    /// Takes a partition out of the session.
    fn forget(&mut self, partition: TopicPartition) {
        if self.sent.remove(&partition).is_some() {
            self.forgotten.push(partition);
        }
    }

    /// The next request begins a new session and names everything.
    fn begin_session(&mut self) {
        self.session_epoch = FULL_SESSION;
        self.sent.clear();
        self.forgotten.clear();
        self.unsent = self.partitions.keys().copied().collect();
    }
}

impl Sent {
    /// Whether a copy still stands where the leader was told.
    fn is_where(&self, replica: &Replica) -> bool {
        let log = replica.log();
        (self.offset, self.log_start) == (log.log_end(), log.log_start())
            && self.epoch == replica.leader_epoch()
    }
}

impl Broker {
    /// Follows a partition at a leader, from now on and without pause.
    pub(super) fn add_to_fetcher(&mut self, partition: TopicPartition, leader: BrokerId) {
        let fetcher = Arc::make_mut(self.fetchers.entry(leader).or_default());
        fetcher.partitions.insert(partition, Instant::START);
        fetcher.unsent.insert(partition);
    }

    /// Follows a partition at no leader but this one.
    pub(super) fn unfollow(&mut self, partition: TopicPartition, but: BrokerId) {
        for (leader, fetcher) in &mut self.fetchers {
            if *leader != but && fetcher.partitions.contains_key(&partition) {
                let fetcher = Arc::make_mut(fetcher);
                fetcher.partitions.remove(&partition);
                fetcher.unsent.remove(&partition);
                fetcher.forget(partition);
            }
        }
    }

    /// A followed log changed by other means than a fetch: the leader is to know.
    pub(super) fn tell_leader(&mut self, partition: TopicPartition) {
        for fetcher in self.fetchers.values_mut() {
            if fetcher.partitions.contains_key(&partition) {
                Arc::make_mut(fetcher).unsent.insert(partition);
            }
        }
    }

    /// Sends the next fetch to a leader, unless one is under way or nothing is due.
    pub(super) fn send_fetch(&mut self, now: Instant, leader: BrokerId, effects: &mut BrokerEffects) {
        if self.fetchers.get(&leader).is_none_or(|fetcher| fetcher.in_flight.is_some()) {
            return;
        }
        let wanted = self.wanted(now, leader);
        let Some(fetcher) = self.fetchers.get_mut(&leader).map(Arc::make_mut) else { return };
        if fetcher.sent.is_empty() {
            self.sleep_until_due(now, leader, effects);
            return;
        }
        let forgotten = std::mem::take(&mut fetcher.forgotten);
        let session_epoch = fetcher.session_epoch;
        let config = &self.config;
        let request = FetchRequest {
            fetcher: Reader::Follower { broker: self.id, broker_epoch: self.lifecycle.epoch },
            max_wait_ms: u32::try_from(config.replica_fetch_wait_max_ms).unwrap_or(u32::MAX),
            min_bytes: u32::try_from(config.replica_fetch_min_bytes).unwrap_or(u32::MAX),
            max_bytes: u32::try_from(config.replica_fetch_response_max_bytes).unwrap_or(u32::MAX),
            session_epoch,
            partitions: wanted,
            forgotten,
        };
        let deadline = now + millis(config.request_timeout_ms) + self.slow_fetch;
        let delay = self.slow_fetch;
        let peer = Address::Broker(leader);
        let correlation =
            self.ask(peer, Request::Fetch(request), Purpose::Replication(leader), delay, effects);
        let Some(fetcher) = self.fetchers.get_mut(&leader).map(Arc::make_mut) else { return };
        fetcher.in_flight = Some(correlation);
        fetcher.deadline = deadline;
        if !fetcher.is_timer_armed {
            fetcher.is_timer_armed = true;
            effects.timer(deadline, BrokerTimer::FetchTimeout { leader });
        }
    }

    /// What the next request must name. Partitions that rest leave the session until
    /// their pause is over.
    fn wanted(&mut self, now: Instant, leader: BrokerId) -> Vec<FetchPartition> {
        let max_bytes = u32::try_from(self.config.replica_fetch_max_bytes).unwrap_or(u32::MAX);
        let Some(fetcher) = self.fetchers.get_mut(&leader) else { return Vec::new() };
        if fetcher.unsent.is_empty() {
            return Vec::new();
        }
        let fetcher = Arc::make_mut(fetcher);
        let unsent = std::mem::take(&mut fetcher.unsent);
        let mut wanted = Vec::with_capacity(unsent.len());
        for partition in unsent {
            let Some(paused_until) = fetcher.partitions.get(&partition) else { continue };
            if *paused_until > now {
                fetcher.forget(partition);
                fetcher.unsent.insert(partition);
                continue;
            }
            let Some(replica) = self.replicas.get(&partition) else { continue };
            let (log, epoch) = (replica.log(), replica.leader_epoch());
            let (offset, log_start) = (log.log_end(), log.log_start());
            wanted.push(FetchPartition {
                partition,
                current_leader_epoch: epoch,
                fetch_offset: offset,
                last_fetched_epoch: log.latest_epoch().unwrap_or(LeaderEpoch::UNKNOWN),
                log_start,
                max_bytes,
            });
            fetcher.sent.insert(partition, Sent { partition, offset, epoch, log_start });
        }
        wanted
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
        for partition in fetcher.sent.keys() {
            if let Some(pause) = fetcher.partitions.get_mut(partition) {
                *pause = until;
            }
        }
        fetcher.begin_session();
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
        if response.error == ErrorCode::None {
            fetcher.session_epoch = next_session_epoch(fetcher.session_epoch);
        } else {
            fetcher.begin_session();
        }
        for read in response.partitions {
            let partition = read.partition;
            let Some(asked) = self.asked(partition, leader) else { continue };
            let is_fetched =
                read.error != ErrorCode::None || read.diverging.is_some() || !read.batches.is_empty();
            let is_fine = self.take_in(now, &asked, read, effects);
            if effects.halt.is_some() {
                return;
            }
            let stays = !is_fetched
                && is_fine
                && self.replica(partition).is_some_and(|replica| asked.is_where(replica));
            if !stays && let Some(fetcher) = self.fetchers.get_mut(&leader).map(Arc::make_mut) {
                fetcher.unsent.insert(partition);
            }
            if !is_fine {
                self.pause(now, partition, leader);
            }
        }
        self.send_fetch(now, leader, effects);
    }

    /// What was asked of a partition that is still followed at this leader.
    fn asked(&self, partition: TopicPartition, leader: BrokerId) -> Option<Sent> {
        self.fetchers.get(&leader)?.sent.get(&partition).copied()
    }

    fn pause(&mut self, now: Instant, partition: TopicPartition, leader: BrokerId) {
        let until = now + millis(self.config.replica_fetch_backoff_ms);
        let fetcher = self.fetchers.get_mut(&leader).map(Arc::make_mut);
        if let Some(pause) = fetcher.and_then(|fetcher| fetcher.partitions.get_mut(&partition)) {
            *pause = until;
        }
    }
}
