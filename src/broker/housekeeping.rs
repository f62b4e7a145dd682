//! What a broker does by the clock: retention, writing high watermarks down,
//! forgetting idle producers, flushing (`LogManager`'s scheduled tasks).
//! Each looks at all partitions, rarely.

use super::isr::shrink_interval;
use super::log_facts::report;
use super::node::millis;
use super::{Broker, BrokerEffects, BrokerTimer};
use crate::base::{Duration, Instant};
use crate::storage::LogEvents;
use std::sync::Arc;

/// `LogManager.InitialTaskDelayMs`.
const INITIAL_DELAY: Duration = Duration::from_secs(30);
/// `producer.id.expiration.check.interval.ms`.
const PRODUCER_CHECK_INTERVAL: Duration = Duration::from_secs(600);
/// How often logs with `flush.ms` are looked at.
const FLUSH_INTERVAL: Duration = Duration::from_secs(1);

impl Broker {
    pub(super) fn start_housekeeping(&mut self, now: Instant, effects: &mut BrokerEffects) {
        let checkpoint = millis(self.config.replica_high_watermark_checkpoint_interval_ms);
        effects.timer(now + checkpoint, BrokerTimer::CheckpointHighWatermarks);
        effects.timer(now + INITIAL_DELAY, BrokerTimer::Retention);
        effects.timer(now + PRODUCER_CHECK_INTERVAL, BrokerTimer::ExpireProducers);
        let lag = millis(self.config.replica_lag_time_max_ms);
        effects.timer(now + shrink_interval(lag), BrokerTimer::ShrinkIsr);
    }

    pub(super) fn checkpoint_high_watermarks(&mut self, now: Instant, effects: &mut BrokerEffects) {
        for replica in self.replicas.values_mut().filter(|replica| replica.needs_checkpoint()) {
            Arc::make_mut(replica).checkpoint();
        }
        let interval = millis(self.config.replica_high_watermark_checkpoint_interval_ms).max(Duration(1_000));
        effects.timer(now + interval, BrokerTimer::CheckpointHighWatermarks);
    }

    pub(super) fn retention(&mut self, now: Instant, effects: &mut BrokerEffects) {
        let mut changed = Vec::new();
        for (partition, replica) in &mut self.replicas {
            let log = Arc::make_mut(replica).log_mut();
            let mut events = LogEvents::new();
            log.apply_retention(now, &mut events);
            if !events.is_empty() {
                changed.push(*partition);
            }
            report(self.id, *partition, events, log.high_watermark(), effects);
        }
        for partition in changed {
            self.note_change(partition);
            self.tell_leader(partition);
        }
        let interval = millis(self.config.log_retention_check_interval_ms).max(Duration(1_000));
        effects.timer(now + interval, BrokerTimer::Retention);
    }

    pub(super) fn expire_producers(&mut self, now: Instant, effects: &mut BrokerEffects) {
        let older_than_ms = self.config.producer_id_expiration_ms;
        for replica in self.replicas.values_mut() {
            Arc::make_mut(replica).log_mut().expire_producers(now, older_than_ms);
        }
        effects.timer(now + PRODUCER_CHECK_INTERVAL, BrokerTimer::ExpireProducers);
    }

    /// Looks after `flush.ms`, once a topic has it. Kafka leaves flushing to the
    /// operating system, and so does this until then.
    pub(super) fn start_flushing(&mut self, now: Instant, effects: &mut BrokerEffects) {
        if !self.is_flushing && self.topic_configs.values().any(|config| config.flush_ms < i64::MAX) {
            self.is_flushing = true;
            effects.timer(now + FLUSH_INTERVAL, BrokerTimer::Flush);
        }
    }

    pub(super) fn flush_by_time(&mut self, now: Instant, effects: &mut BrokerEffects) {
        self.is_flushing = false;
        for replica in self.replicas.values_mut() {
            if replica.log().config().flush_ms < i64::MAX {
                Arc::make_mut(replica).log_mut().maybe_flush(now);
            }
        }
        self.start_flushing(now, effects);
    }
}
