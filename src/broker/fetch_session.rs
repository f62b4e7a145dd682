//! Fetch sessions of followers (KIP-227, `FetchSession`): the leader remembers what
//! each follower reads and where it stands, so that a fetch costs what changed, not
//! what is followed. One session per follower; consumers fetch without.
//!
//! A partition of which nothing changed is still fetched, at its remembered offset.
//! It is settled only when its follower stands at the log end, is in the in-sync set
//! and knows the marks: all that such a fetch could do is to note the time, and the
//! session keeps that for all of them.

use super::fetch::Reading;
use super::leader::FollowerFetch;
use super::node::Asked;
use super::{Broker, BrokerEffects, Replica};
use crate::base::{BrokerEpoch, BrokerId, Instant, LeaderEpoch, Offset, TopicPartition};
use crate::protocol::{
    ErrorCode, FULL_SESSION, FetchPartition, FetchRequest, FetchResponse, FetchedPartition, Response,
};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::sync::Arc;

/// A partition in a session (`CachedPartition`).
#[derive(Clone, Debug)]
struct Cached {
    wanted: FetchPartition,
    /// High watermark and log start as last told; `None`: to be told anew.
    told: Option<(Offset, Offset)>,
}

/// What one follower fetches here.
#[derive(Clone, Debug)]
pub(super) struct FetchSession {
    broker_epoch: BrokerEpoch,
    next_epoch: i32,
    partitions: BTreeMap<TopicPartition, Cached>,
    /// Those not settled: every fetch looks at them.
    changed: BTreeSet<TopicPartition>,
    last_fetch: Instant,
    /// The partition served last: the next reading begins after it, so that none starves.
    served_last: Option<TopicPartition>,
    /// The follower's fetch that waits for news, if it still does.
    waiting: Option<u64>,
}

impl FetchSession {
    const fn new(broker_epoch: BrokerEpoch, now: Instant) -> Self {
        Self {
            broker_epoch,
            next_epoch: FULL_SESSION,
            partitions: BTreeMap::new(),
            changed: BTreeSet::new(),
            last_fetch: now,
            served_last: None,
            waiting: None,
        }
    }

    /// Where the follower stands in a partition.
    pub(super) fn wanted(&self, partition: TopicPartition) -> Option<&FetchPartition> {
        self.partitions.get(&partition).map(|cached| &cached.wanted)
    }

    fn is_settled(&self, partition: TopicPartition) -> bool {
        self.partitions.contains_key(&partition) && !self.changed.contains(&partition)
    }

    /// What a fetch must look at, beginning after what was served last.
    fn in_turn(&self) -> impl Iterator<Item = &FetchPartition> {
        let start = self.served_last.map_or(Bound::Unbounded, Bound::Excluded);
        let rest = self.served_last.map(|last| self.changed.range(..=last));
        let turn = self.changed.range((start, Bound::Unbounded)).chain(rest.into_iter().flatten());
        turn.filter_map(|partition| self.wanted(*partition))
    }

    /// Takes in what a request names and drops (`FetchSession.update`).
    fn update(&mut self, now: Instant, request: &mut FetchRequest) {
        for partition in std::mem::take(&mut request.forgotten) {
            self.partitions.remove(&partition);
            self.changed.remove(&partition);
        }
        for wanted in std::mem::take(&mut request.partitions) {
            self.changed.insert(wanted.partition);
            self.partitions.insert(wanted.partition, Cached { wanted, told: None });
        }
        self.next_epoch = next_session_epoch(self.next_epoch);
        self.last_fetch = now;
    }
}

/// The number after `epoch` (`FetchMetadata.nextEpoch`).
pub(super) const fn next_session_epoch(epoch: i32) -> i32 {
    if epoch == i32::MAX { 1 } else { epoch + 1 }
}

impl Broker {
    /// A follower's fetch: what its session has news of is read, and where it stands
    /// is noted.
    pub(super) fn fetch_in_session(
        &mut self,
        now: Instant,
        asked: &Asked,
        (broker, broker_epoch): (BrokerId, BrokerEpoch),
        mut request: FetchRequest,
        effects: &mut BrokerEffects,
    ) {
        let error = self.enter_session(now, broker, broker_epoch, &mut request);
        if error != ErrorCode::None {
            let response = FetchResponse { error, partitions: Vec::new() };
            Self::answer(asked, Response::Fetch(response), effects);
            return;
        }
        // Read first: the answer carries the high watermark from before the report.
        let reading = self.read_session(broker, &request);
        let fine = reading.partitions.iter().filter(|read| is_fine(read)).map(|read| read.partition);
        let session = self.sessions.get(&broker);
        let report = |partition| {
            let wanted = session?.wanted(partition)?;
            let (offset, log_start) = (wanted.fetch_offset, wanted.log_start);
            Some((partition, FollowerFetch { broker, broker_epoch, offset, log_start }))
        };
        let reports: Vec<_> = fine.filter_map(report).collect();
        for (partition, fetch) in reports {
            self.follower_fetched(now, partition, &fetch, effects);
        }
        self.propose_isr(now, effects);
        if reading.is_due(&request) {
            self.answer_session(broker, asked, reading, effects);
        } else {
            let id = self.park_fetch(now, asked, request, effects);
            if let Some(session) = self.sessions.get_mut(&broker).map(Arc::make_mut) {
                session.waiting = Some(id);
            }
        }
    }

    /// Finds or begins the session of a request, and brings it up to date.
    fn enter_session(
        &mut self,
        now: Instant,
        broker: BrokerId,
        broker_epoch: BrokerEpoch,
        request: &mut FetchRequest,
    ) -> ErrorCode {
        if request.session_epoch != FULL_SESSION {
            let Some(session) = self.sessions.get(&broker) else { return ErrorCode::FetchSessionIdNotFound };
            if session.next_epoch != request.session_epoch {
                return ErrorCode::InvalidFetchSessionEpoch;
            }
            if session.broker_epoch == broker_epoch {
                for wanted in &request.partitions {
                    self.note_change_for(broker, wanted.partition);
                }
            } else {
                self.note_all(broker);
            }
        } else {
            self.note_all(broker);
            if let Some(old) = self.sessions.insert(broker, Arc::new(FetchSession::new(broker_epoch, now)))
                && let Some(id) = old.waiting
            {
                // Its follower has given it up.
                self.fetches.take(id);
            }
        }
        if let Some(session) = self.sessions.get_mut(&broker).map(Arc::make_mut) {
            session.broker_epoch = broker_epoch;
            session.update(now, request);
        }
        ErrorCode::None
    }

    /// Reads what a session has, or may have, news of.
    pub(super) fn read_session(&self, broker: BrokerId, request: &FetchRequest) -> Reading {
        self.sessions
            .get(&broker)
            .map_or_else(Reading::default, |session| self.read(request, session.in_turn()))
    }

    /// Answers with what is news, and settles what is none any more.
    pub(super) fn answer_session(
        &mut self,
        broker: BrokerId,
        asked: &Asked,
        reading: Reading,
        effects: &mut BrokerEffects,
    ) {
        let mut partitions = reading.partitions;
        if let Some(session) = self.sessions.get_mut(&broker).map(Arc::make_mut) {
            session.waiting = None;
            let replicas = &self.replicas;
            partitions.retain(|read| {
                let Some(cached) = session.partitions.get_mut(&read.partition) else { return false };
                if !read.batches.is_empty() {
                    session.served_last = Some(read.partition);
                }
                let marks = is_fine(read).then_some((read.high_watermark, read.log_start));
                let is_news = marks.is_none() || !read.batches.is_empty() || cached.told != marks;
                cached.told = marks;
                let replica = replicas.get(&read.partition);
                if marks.is_some() && replica.is_some_and(|replica| settles(replica, broker, cached)) {
                    session.changed.remove(&read.partition);
                }
                is_news
            });
        }
        let response = FetchResponse { error: ErrorCode::None, partitions };
        Self::answer(asked, Response::Fetch(response), effects);
    }

    /// A partition is about to change or just did: its followers' next fetches look at it.
    pub(super) fn note_change(&mut self, partition: TopicPartition) {
        if let Some(replica) = self.replicas.get(&partition).filter(|replica| replica.is_leader()) {
            let settled = |broker: &BrokerId| {
                self.sessions.get(broker).is_some_and(|session| session.is_settled(partition))
            };
            let brokers = replica.remotes().iter().map(|remote| remote.broker);
            let brokers: Vec<_> = brokers.filter(settled).collect();
            for broker in brokers {
                self.note_change_for(broker, partition);
            }
        } else {
            for session in self.sessions.values_mut().filter(|session| session.is_settled(partition)) {
                Arc::make_mut(session).changed.insert(partition);
            }
        }
    }

    fn note_change_for(&mut self, broker: BrokerId, partition: TopicPartition) {
        let Some(session) = self.sessions.get_mut(&broker).filter(|session| session.is_settled(partition))
        else {
            return;
        };
        let session = Arc::make_mut(session);
        session.changed.insert(partition);
        let Some(replica) = self.replicas.get_mut(&partition).filter(|replica| replica.is_leader()) else {
            return;
        };
        let remotes = Arc::make_mut(replica).leader_state_mut().map(|leader| &mut leader.remotes);
        let remote = remotes.and_then(|all| all.iter_mut().find(|remote| remote.broker == broker));
        if let Some(remote) = remote {
            remote.stayed_until(session.last_fetch);
        }
    }

    fn note_all(&mut self, broker: BrokerId) {
        let Some(session) = self.sessions.get(&broker) else { return };
        let all: Vec<_> = session.partitions.keys().copied().collect();
        for partition in all {
            self.note_change_for(broker, partition);
        }
    }

    /// Adds the waiting fetches of followers that read a partition, in order of arrival.
    pub(super) fn add_waiting_followers(&self, partition: TopicPartition, waiting: &mut Vec<u64>) {
        let before = waiting.len();
        let of = |session: &Arc<FetchSession>| {
            session.waiting.filter(|_| session.partitions.contains_key(&partition))
        };
        match self.replicas.get(&partition).filter(|replica| replica.is_leader()) {
            Some(replica) => {
                let sessions =
                    replica.remotes().iter().filter_map(|remote| self.sessions.get(&remote.broker));
                waiting.extend(sessions.filter_map(of));
            }
            None => waiting.extend(self.sessions.values().filter_map(of)),
        }
        if waiting.len() > before {
            waiting.sort_unstable();
        }
    }
}

fn is_fine(read: &FetchedPartition) -> bool {
    read.error == ErrorCode::None && read.diverging.is_none()
}

/// Whether further fetches from there would change nothing but the time of the last one.
fn settles(replica: &Replica, broker: BrokerId, cached: &Cached) -> bool {
    let log = replica.log();
    let epoch = cached.wanted.current_leader_epoch;
    replica.is_leader()
        && (epoch == LeaderEpoch::UNKNOWN || epoch == replica.leader_epoch())
        && cached.wanted.fetch_offset == log.log_end()
        && log.high_watermark() == log.log_end()
        && cached.told == Some((log.high_watermark(), log.log_start()))
        && replica.isr().contains(&broker)
}
