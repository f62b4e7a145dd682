//! What a leader knows of a partition: its followers' progress, the in-sync set
//! with a change under way, and the rule of the high watermark.
//!
//! Mirrors the leader's half of `Partition` and `Replica.ReplicaState`. It sends
//! nothing: `isr.rs` proposes, `fetch.rs` reports fetches.

use super::{BrokerSabotage, Replica};
use crate::base::{BrokerEpoch, BrokerId, Duration, Instant, Offset};
use crate::metadata::Image;

/// What a leader knows of one follower.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remote {
    /// The follower.
    pub broker: BrokerId,
    /// Its log end as of its last fetch; unknown before the first.
    pub log_end: Offset,
    /// Its log start as of its last fetch.
    pub log_start: Offset,
    /// When it last was at the leader's log end; `None`: not in this reign.
    pub last_caught_up: Option<Instant>,
    /// When it last fetched.
    pub last_fetch: Option<Instant>,
    /// The leader's log end at that time.
    pub leader_end_at_last_fetch: Offset,
    /// Its registration, as its fetch named it; -1 before the first.
    pub broker_epoch: BrokerEpoch,
}

impl Remote {
    /// A follower as a new leader sees it: in sync for now if the controller says so.
    pub(super) fn new(broker: BrokerId, in_sync: bool, now: Instant) -> Self {
        Self {
            broker,
            log_end: Offset::UNKNOWN,
            log_start: Offset::UNKNOWN,
            last_caught_up: in_sync.then_some(now),
            last_fetch: None,
            leader_end_at_last_fetch: Offset::UNKNOWN,
            broker_epoch: BrokerEpoch(-1),
        }
    }

    /// Takes in a fetch (`Replica.updateFetchStateOrThrow`).
    pub(super) fn fetched(&mut self, now: Instant, fetch: &FollowerFetch, leader_end: Offset) {
        if fetch.offset >= leader_end {
            self.last_caught_up = self.last_caught_up.max(Some(now));
        } else if fetch.offset >= self.leader_end_at_last_fetch {
            self.last_caught_up = self.last_caught_up.max(self.last_fetch);
        }
        self.log_end = fetch.offset;
        self.log_start = fetch.log_start;
        self.leader_end_at_last_fetch = leader_end;
        self.last_fetch = Some(now);
        self.broker_epoch = fetch.broker_epoch;
    }

    /// Takes in fetches of its session, the last one at `at`, that found it at the
    /// leader's log end and were not noted one by one.
    pub(super) fn stayed_until(&mut self, at: Instant) {
        self.last_caught_up = self.last_caught_up.max(Some(at));
        self.last_fetch = self.last_fetch.max(Some(at));
    }

    /// Whether it is at the leader's log end, or was within the allowed lag.
    #[must_use]
    pub fn is_caught_up(&self, leader_end: Offset, now: Instant, lag: Duration) -> bool {
        self.log_end == leader_end || self.last_caught_up.is_some_and(|at| now.since(at) <= lag)
    }
}

/// A follower's fetch of one partition, as far as the leader's books need it.
#[derive(Clone, Copy, Debug)]
pub(super) struct FollowerFetch {
    pub(super) broker: BrokerId,
    pub(super) broker_epoch: BrokerEpoch,
    pub(super) offset: Offset,
    pub(super) log_start: Offset,
}

/// A change of the in-sync set that the controller has not yet committed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PendingIsr {
    pub(super) isr: Vec<BrokerId>,
}

/// The leader's books of a partition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LeaderState {
    /// Where this reign began in the log.
    pub(super) epoch_start: Offset,
    /// Every other replica.
    pub(super) remotes: Vec<Remote>,
    /// The change under way, if any.
    pub(super) pending: Option<PendingIsr>,
}

/// What the rules of a leader need to know beside the partition.
#[derive(Clone, Copy)]
pub(super) struct Surroundings<'a> {
    pub(super) now: Instant,
    pub(super) image: &'a Image,
    /// `replica.lag.time.max.ms`.
    pub(super) lag: Duration,
    pub(super) sabotage: BrokerSabotage,
}

impl Surroundings<'_> {
    /// Whether a follower may be in sync: not fenced, not stopping, and fetching
    /// under its present registration (KIP-841, KIP-903).
    fn is_isr_eligible(&self, remote: &Remote) -> bool {
        self.image.brokers.get(&remote.broker).is_some_and(|broker| {
            !broker.fenced
                && !broker.in_controlled_shutdown
                && (remote.broker_epoch == BrokerEpoch(-1) || remote.broker_epoch == broker.epoch)
        })
    }
}

impl Replica {
    /// In-sync copies that `acks=all` requires of this partition.
    #[must_use]
    pub fn effective_min_isr(&self) -> usize {
        let wanted = usize::try_from(self.log().config().min_insync_replicas).unwrap_or(1);
        wanted.min(self.state().replicas.len())
    }

    /// Committed in-sync set and additions under way; removals under way still count.
    #[must_use]
    pub fn is_in_maximal_isr(&self, broker: BrokerId) -> bool {
        self.isr().contains(&broker) || self.pending_isr().is_some_and(|isr| isr.contains(&broker))
    }

    /// Size of the maximal in-sync set.
    #[must_use]
    pub fn maximal_isr_size(&self) -> usize {
        self.isr().len().max(self.pending_isr().map_or(0, <[_]>::len))
    }

    /// Moves the leader's high watermark if the rule allows
    /// (`Partition.maybeIncrementLeaderHW`). True if it moved.
    pub(super) fn advance_high_watermark(&mut self, around: &Surroundings) -> bool {
        let Some(leader) = self.leader_state() else { return false };
        if self.isr().len() < self.effective_min_isr()
            && around.sabotage != BrokerSabotage::HighWatermarkAdvancesUnderMinIsr
        {
            return false;
        }
        let end = self.log().log_end();
        let mut mark = end;
        for remote in &leader.remotes {
            let holds_back = remote.log_end < mark
                && (self.is_in_maximal_isr(remote.broker)
                    || (remote.is_caught_up(end, around.now, around.lag) && around.is_isr_eligible(remote)));
            if holds_back && around.sabotage != BrokerSabotage::HighWatermarkIgnoresFollowers {
                mark = remote.log_end;
            }
        }
        mark > self.log().high_watermark() && self.log_mut().set_high_watermark(mark)
    }

    /// Takes in a follower's fetch. False if it is none of this leader's followers.
    pub(super) fn follower_fetched(&mut self, now: Instant, fetch: &FollowerFetch) -> bool {
        let end = self.log().log_end();
        let remotes = self.leader_state_mut().map(|leader| &mut leader.remotes);
        let remote = remotes.and_then(|all| all.iter_mut().find(|remote| remote.broker == fetch.broker));
        remote.map(|remote| remote.fetched(now, fetch, end)).is_some()
    }

    /// The in-sync set with `follower`, if it should enter now (`Partition.maybeExpandIsr`).
    pub(super) fn expanded_isr(&self, follower: BrokerId, around: &Surroundings) -> Option<Vec<BrokerId>> {
        let leader = self.leader_state()?;
        if leader.pending.is_some() || self.isr().contains(&follower) {
            return None;
        }
        let remote = leader.remotes.iter().find(|remote| remote.broker == follower)?;
        let in_sync = remote.log_end >= self.log().high_watermark() && remote.log_end >= leader.epoch_start;
        let early = around.sabotage == BrokerSabotage::ExpandIsrTooEarly;
        (around.is_isr_eligible(remote) && (in_sync || early)).then(|| {
            let mut isr = self.isr().to_vec();
            isr.push(follower);
            isr
        })
    }

    /// The in-sync set without those that lag, if any does (`Partition.maybeShrinkIsr`).
    pub(super) fn shrunk_isr(&self, me: BrokerId, now: Instant, lag: Duration) -> Option<Vec<BrokerId>> {
        let leader = self.leader_state()?;
        if leader.pending.is_some() {
            return None;
        }
        let end = self.log().log_end();
        let lags = |broker: BrokerId| {
            let remote = leader.remotes.iter().find(|remote| remote.broker == broker);
            broker != me && remote.is_none_or(|remote| !remote.is_caught_up(end, now, lag))
        };
        self.isr()
            .iter()
            .any(|broker| lags(*broker))
            .then(|| self.isr().iter().copied().filter(|broker| !lags(*broker)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fetch(offset: i64) -> FollowerFetch {
        FollowerFetch {
            broker: BrokerId(2),
            broker_epoch: BrokerEpoch(1),
            offset: Offset(offset),
            log_start: Offset::ZERO,
        }
    }

    #[test]
    fn caught_up_counts_from_the_fetch_before_when_the_leader_moved_on() {
        let mut remote = Remote::new(BrokerId(2), false, Instant(0));
        remote.fetched(Instant(10), &fetch(0), Offset(5));
        assert_eq!(remote.last_caught_up, None);
        // It reached what was the log end at its last fetch: caught up as of then.
        remote.fetched(Instant(20), &fetch(5), Offset(9));
        assert_eq!(remote.last_caught_up, Some(Instant(10)));
        remote.fetched(Instant(30), &fetch(7), Offset(12));
        assert_eq!(remote.last_caught_up, Some(Instant(10)));
        remote.fetched(Instant(40), &fetch(12), Offset(12));
        assert_eq!(remote.last_caught_up, Some(Instant(40)));
    }

    #[test]
    fn a_follower_at_the_log_end_is_caught_up_however_long_ago_it_fetched() {
        let mut remote = Remote::new(BrokerId(2), true, Instant(0));
        remote.fetched(Instant(10), &fetch(3), Offset(3));
        let lag = Duration::from_millis(1);
        assert!(remote.is_caught_up(Offset(3), Instant::NEVER, lag));
        assert!(!remote.is_caught_up(Offset(4), Instant::NEVER, lag));
    }
}
