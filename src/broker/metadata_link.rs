//! Following the metadata log: a long poll at the controller, replayed into the
//! broker's own image (`KafkaRaftClient` as observer, `MetadataLoader`).
//!
//! Nothing is published before the image has reached the end of what is
//! committed and holds the broker's own registration, so that a restarted broker
//! does not live through old reigns.

use super::controller_channel::Purpose;
use super::node::millis;
use super::{Broker, BrokerEffects, BrokerSabotage, BrokerTimer};
use crate::base::{CorrelationId, Duration, Instant, TopicId, TopicPartition};
use crate::protocol::{
    ConfigResource, ErrorCode, FetchMetadataRequest, FetchMetadataResponse, MetadataRecord, Request,
};
use std::collections::BTreeSet;
use std::sync::Arc;

/// How long the controller may hold the poll (`MAX_FETCH_WAIT_MS`).
const MAX_WAIT_MS: u32 = 500;
/// Pause after a failed poll (`controller.quorum.retry.backoff.ms`, with room for a dead controller).
const BACKOFF: Duration = Duration::from_millis(100);

/// The state of the poll.
#[derive(Clone, Debug, Default)]
pub(super) struct MetadataLink {
    in_flight: Option<CorrelationId>,
    deadline: Instant,
    is_timer_armed: bool,
    /// First offset not committed, as of the last answer.
    high_watermark: i64,
    /// Whether the rest of the broker has seen the image.
    pub(super) is_published: bool,
    delta: Delta,
}

/// What changed in the image since it was last published (`MetadataDelta`).
#[derive(Clone, Debug, Default)]
pub(super) struct Delta {
    pub(super) partitions: BTreeSet<TopicPartition>,
    pub(super) removed: BTreeSet<TopicId>,
    pub(super) configs: BTreeSet<ConfigResource>,
    pub(super) has_topics: bool,
    pub(super) has_brokers: bool,
}

impl Delta {
    fn add(&mut self, record: &MetadataRecord) {
        match record {
            MetadataRecord::Partition { topic, partition, .. } => {
                self.has_topics = true;
                self.partitions.insert(TopicPartition { topic: *topic, partition: *partition });
            }
            MetadataRecord::PartitionChange { topic, partition, .. } => {
                self.partitions.insert(TopicPartition { topic: *topic, partition: *partition });
            }
            MetadataRecord::Topic { .. } => self.has_topics = true,
            MetadataRecord::RemoveTopic { id } => {
                self.has_topics = true;
                self.removed.insert(*id);
            }
            MetadataRecord::Config { resource, .. } => {
                self.configs.insert(resource.clone());
            }
            MetadataRecord::RegisterBroker { .. } | MetadataRecord::BrokerRegistrationChange { .. } => {
                self.has_brokers = true;
            }
            MetadataRecord::LeaderChange { .. }
            | MetadataRecord::ProducerIds { .. }
            | MetadataRecord::NoOp => {}
        }
    }

    fn is_empty(&self) -> bool {
        !self.has_topics
            && !self.has_brokers
            && self.partitions.is_empty()
            && self.removed.is_empty()
            && self.configs.is_empty()
    }
}

impl Broker {
    /// Asks for what comes after the last record replayed.
    pub(super) fn fetch_metadata(&mut self, now: Instant, effects: &mut BrokerEffects) {
        if self.link.in_flight.is_some() {
            return;
        }
        let body = Request::FetchMetadata(FetchMetadataRequest {
            broker: self.id,
            fetch_offset: self.image.applied + 1,
            max_wait_ms: MAX_WAIT_MS,
        });
        self.link.in_flight = Some(self.ask_controller(body, Purpose::Metadata, effects));
        self.link.deadline = now + millis(self.config.controller_quorum_request_timeout_ms);
        if !self.link.is_timer_armed {
            self.link.is_timer_armed = true;
            effects.timer(self.link.deadline, BrokerTimer::MetadataTimeout);
        }
    }

    pub(super) fn metadata_timeout(&mut self, now: Instant, effects: &mut BrokerEffects) {
        self.link.is_timer_armed = false;
        let Some(correlation) = self.link.in_flight else { return };
        if now >= self.link.deadline {
            self.request_timed_out(now, correlation, effects);
        } else {
            self.link.is_timer_armed = true;
            effects.timer(self.link.deadline, BrokerTimer::MetadataTimeout);
        }
    }

    pub(super) fn metadata_failed(&mut self, now: Instant, effects: &mut BrokerEffects) {
        self.link.in_flight = None;
        effects.timer(now + BACKOFF, BrokerTimer::MetadataRetry);
    }

    pub(super) fn metadata_fetched(
        &mut self,
        now: Instant,
        response: &FetchMetadataResponse,
        effects: &mut BrokerEffects,
    ) {
        if response.error != ErrorCode::None {
            self.note_controller_error(response.error);
            self.channel.turn_to(response.controller);
            self.metadata_failed(now, effects);
            return;
        }
        self.link.in_flight = None;
        self.channel.turn_to(response.controller);
        self.replay(response.base_offset, &response.records);
        self.link.high_watermark = response.high_watermark;
        self.maybe_publish(now, effects);
        self.fetch_metadata(now, effects);
    }

    /// Publishes, the first time only when the image holds the broker's own
    /// registration: before it, the image may still show its last life's reigns.
    pub(super) fn maybe_publish(&mut self, now: Instant, effects: &mut BrokerEffects) {
        let applied = self.image.applied;
        let is_registered = self.lifecycle.epoch.0 >= 0 && applied >= self.lifecycle.epoch.0;
        if self.link.is_published || (is_registered && applied + 1 >= self.link.high_watermark) {
            self.publish(now, effects);
        }
    }

    fn replay(&mut self, base_offset: i64, records: &[Arc<MetadataRecord>]) {
        if records.is_empty() {
            return;
        }
        let image = Arc::make_mut(&mut self.image);
        for (offset, record) in (base_offset..).zip(records) {
            if offset <= image.applied {
                continue;
            }
            let is_change = matches!(**record, MetadataRecord::PartitionChange { .. });
            if self.sabotage == BrokerSabotage::SkipMetadataRecord && is_change {
                image.applied = offset;
                continue;
            }
            image.replay(offset, record);
            if self.sabotage == BrokerSabotage::ReplayMetadataTwice {
                image.replay(offset, record);
            }
            self.link.delta.add(record);
        }
    }

    /// Lets the rest of the broker see what changed.
    fn publish(&mut self, now: Instant, effects: &mut BrokerEffects) {
        let is_first = !self.link.is_published;
        self.link.is_published = true;
        if is_first || !self.link.delta.is_empty() {
            let delta = std::mem::take(&mut self.link.delta);
            self.apply_configs(now, is_first, &delta, effects);
            self.locate_offsets_topic();
            self.apply_partitions(now, is_first, &delta, effects);
            self.apply_groups(now, &delta, effects);
        }
        if !self.lifecycle.was_ready && self.is_ready() {
            self.lifecycle.was_ready = true;
            self.communicate(now, effects);
        }
        if is_first {
            for (from, message) in std::mem::take(&mut self.early) {
                self.receive(now, from, message, effects);
            }
        }
    }
}
