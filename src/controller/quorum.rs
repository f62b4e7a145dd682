//! DescribeQuorum: the leader's view of who follows the metadata log, and how closely
//! (`LeaderState.ReplicaState`, KIP-836).
//!
//! Like a broker's session this is only remembered: a new reign begins without it.
//! Voters other than the leader come with quorums.

use super::{Controller, MetadataLog};
use crate::base::{BrokerId, Duration, EpochMillis, Instant, Offset};
use crate::protocol::{DescribeQuorumResponse, ErrorCode, QuorumReplica};

/// Silence after which an observer is forgotten (`OBSERVER_SESSION_TIMEOUT_MS`).
const OBSERVER_TIMEOUT: Duration = Duration::from_secs(300);

/// How far a broker has fetched the metadata log.
#[derive(Clone, Copy, Debug)]
pub(super) struct Observer {
    fetch_offset: i64,
    last_fetch: Instant,
    last_caught_up: Option<Instant>,
    /// Where the leader's log ended at the fetch before.
    end_then: i64,
}

impl Observer {
    /// `updateFollowerState`: caught up when it asks for what does not exist yet, or
    /// for what did not exist at its last fetch.
    pub(super) fn fetched(before: Option<&Self>, now: Instant, fetch_offset: i64, log: &MetadataLog) -> Self {
        let end = log.end_offset();
        let last_caught_up = match before {
            _ if fetch_offset >= end => Some(now),
            Some(before) if before.end_then > 0 && fetch_offset >= before.end_then => {
                Some(before.last_fetch).max(before.last_caught_up)
            }
            before => before.and_then(|before| before.last_caught_up),
        };
        Self { fetch_offset, last_fetch: now, last_caught_up, end_then: end }
    }

    fn tell(&self, id: BrokerId, calendar: EpochMillis) -> QuorumReplica {
        QuorumReplica {
            id: id.0,
            log_end: Offset(self.fetch_offset),
            last_fetch: self.last_fetch.on_calendar(calendar),
            last_caught_up: self.last_caught_up.map_or(EpochMillis(-1), |at| at.on_calendar(calendar)),
        }
    }
}

impl Controller {
    pub(super) fn describe_quorum(&self, now: Instant) -> DescribeQuorumResponse {
        let time = now.on_calendar(self.calendar);
        let log_end = Offset(self.log.end_offset());
        let leader = QuorumReplica { id: self.id, log_end, last_fetch: time, last_caught_up: time };
        let observers = self
            .observers
            .iter()
            .filter(|(_, observer)| now.since(observer.last_fetch) < OBSERVER_TIMEOUT)
            .map(|(id, observer)| observer.tell(*id, self.calendar));
        DescribeQuorumResponse {
            error: ErrorCode::None,
            leader: self.id,
            leader_epoch: self.image.controller_epoch,
            high_watermark: log_end,
            voters: vec![leader],
            observers: observers.collect(),
        }
    }
}
