//! What a follower does with what it fetched: appends the leader's very bytes,
//! takes over its high watermark and log start, cuts its log where it diverges
//! (`ReplicaFetcherThread.processPartitionData`, `truncateOnFetchResponse`).

use super::fetcher::Sent;
use super::log_facts::report;
use super::{Broker, BrokerEffects, BrokerSabotage, Replica};
use crate::base::{BrokerId, Instant, Offset};
use crate::protocol::{EpochEnd, ErrorCode, FetchedPartition};
use crate::storage::LogEvents;
use crate::story::{DeleteReason, Fact};
use std::sync::Arc;

impl Broker {
    /// Takes in what was read of one partition. False if it is to rest.
    pub(super) fn take_in(
        &mut self,
        now: Instant,
        asked: &Sent,
        read: FetchedPartition,
        effects: &mut BrokerEffects,
    ) -> bool {
        let Some(replica) = self.replicas.get(&asked.partition) else { return true };
        if replica.is_leader()
            || replica.leader_epoch() != asked.epoch
            || replica.log().log_end() != asked.offset
        {
            // An answer from before the last change of leader: fetch again.
            return true;
        }
        match read.error {
            ErrorCode::None => {}
            ErrorCode::OffsetOutOfRange => return self.out_of_range(asked, &read, effects),
            _ => return false,
        }
        if let Some(end) = read.diverging {
            self.cut_divergence(asked, end, effects);
            return true;
        }
        let is_news = !read.batches.is_empty()
            || read.log_start > replica.log().log_start()
            || read.high_watermark.min(replica.log().log_end()) > replica.log().high_watermark()
            || self.sabotage == BrokerSabotage::FollowerLogStartRunsAhead;
        if !read.batches.is_empty() && self.storage_failed(effects) {
            return false;
        }
        !is_news || self.append_fetched(now, asked, &read, effects)
    }

    /// Appends what was read. False if a checksum was wrong.
    fn append_fetched(
        &mut self,
        now: Instant,
        asked: &Sent,
        read: &FetchedPartition,
        effects: &mut BrokerEffects,
    ) -> bool {
        let (broker, partition, sabotage) = (self.id, asked.partition, self.sabotage);
        let Some(replica) = self.replicas.get_mut(&partition).map(Arc::make_mut) else { return true };
        let log = replica.log_mut();
        let before = log.high_watermark();
        let mut events = LogEvents::new();
        let mut is_fine = true;
        for batch in &read.batches {
            let header = batch.header();
            if log.append_as_follower(batch, now, &mut events).is_err() {
                effects.fact(Fact::CorruptionFound { broker, partition, offset: batch.base_offset() });
                is_fine = false;
                break;
            }
            effects.fact(Fact::Replicated {
                broker,
                partition,
                base_offset: batch.base_offset(),
                count: header.record_count,
                crc: header.crc,
            });
        }
        let mark = read.high_watermark.min(log.log_end());
        if mark > before && log.set_high_watermark(mark) {
            effects.fact(Fact::HighWatermarkMoved { broker, partition, to: log.high_watermark() });
        }
        let start = if sabotage == BrokerSabotage::FollowerLogStartRunsAhead {
            log.high_watermark()
        } else {
            read.log_start
        };
        if start > log.log_start() && start <= log.high_watermark() {
            // Within the log by the line above: can't be refused.
            let _ = log.advance_log_start(start, DeleteReason::LogStart, &mut events);
        }
        report(broker, partition, events, before, effects);
        is_fine
    }

    /// The leader's log has another history from some point on: cut back to it
    /// (`AbstractFetcherThread.getOffsetTruncationState`).
    fn cut_divergence(&mut self, asked: &Sent, end: EpochEnd, effects: &mut BrokerEffects) {
        if self.sabotage == BrokerSabotage::HideDivergence {
            return;
        }
        let Some(replica) = self.replicas.get_mut(&asked.partition).map(Arc::make_mut) else { return };
        let to = truncation_point(replica, end);
        cut(self.id, asked, replica, to, effects);
    }

    /// The follower's position is outside the leader's log
    /// (`AbstractFetcherThread.fetchOffsetAndTruncate`). False if it is to rest.
    fn out_of_range(&mut self, asked: &Sent, read: &FetchedPartition, effects: &mut BrokerEffects) -> bool {
        let Some(leader_end) = read.diverging.map(|end| end.end_offset) else { return false };
        let Some(replica) = self.replicas.get_mut(&asked.partition).map(Arc::make_mut) else { return true };
        let own_end = replica.log().log_end();
        if leader_end < own_end {
            // After an unclean election the new leader's log may be the shorter.
            cut(self.id, asked, replica, leader_end, effects);
            return true;
        }
        if own_end < read.log_start {
            let before = replica.log().high_watermark();
            let mut events = LogEvents::new();
            replica.log_mut().truncate_fully_to(read.log_start, &mut events);
            report(self.id, asked.partition, events, before, effects);
            return true;
        }
        false
    }
}

fn cut(broker: BrokerId, asked: &Sent, replica: &mut Replica, to: Offset, effects: &mut BrokerEffects) {
    let before = replica.log().high_watermark();
    let mut events = LogEvents::new();
    replica.log_mut().truncate_to(to, &mut events);
    report(broker, asked.partition, events, before, effects);
}

/// Where a follower cuts, told where the leader's epoch ended. When the follower
/// does not know that epoch it cuts to the end of the largest one below, and the
/// next fetch tells on.
fn truncation_point(replica: &Replica, end: EpochEnd) -> Offset {
    let log = replica.log();
    let own = log.end_offset_for(end.epoch);
    let to = if own.end_offset == Offset::UNKNOWN {
        end.end_offset
    } else if own.epoch == end.epoch {
        own.end_offset.min(end.end_offset)
    } else {
        own.end_offset
    };
    to.min(log.log_end())
}
