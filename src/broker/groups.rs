//! Hosts the group coordinator: hands it what concerns groups and carries out
//! its output. Its writes go through the leader's log with `acks=all`, and are
//! confirmed to it when the high watermark has passed them.

use super::delayed_produce::Waiting;
use super::metadata_link::Delta;
use super::node::{Asked, millis};
use super::produce::Origin;
use super::{Broker, BrokerEffects, BrokerTimer, OFFSETS_TOPIC};
use crate::base::{Instant, Offset, TopicId, TopicPartition};
use crate::coordinator::{Asker, CoordinatorOutput, CoordinatorTimer, GroupCoordinator};
use crate::protocol::{ErrorCode, Message, ProducePartition, Request};
use std::sync::Arc;

/// The coordinator and where its records lie.
#[derive(Clone, Debug)]
pub(super) struct Groups {
    coordinator: GroupCoordinator,
    topic: Option<TopicId>,
}

impl Groups {
    pub(super) const fn new(coordinator: GroupCoordinator) -> Self {
        Self { coordinator, topic: None }
    }

    pub(super) const fn coordinator(&self) -> &GroupCoordinator {
        &self.coordinator
    }

    /// Whether this is `__consumer_offsets`.
    pub(super) fn is_offsets_topic(&self, topic: TopicId) -> bool {
        self.topic == Some(topic)
    }
}

impl Broker {
    /// The coordinator, to break it on purpose in tests of the laws.
    pub const fn coordinator_mut(&mut self) -> &mut GroupCoordinator {
        &mut self.groups.coordinator
    }

    pub(super) fn group_request(
        &mut self,
        now: Instant,
        asked: Asked,
        body: Request,
        effects: &mut BrokerEffects,
    ) {
        let asker = Asker { from: asked.from, correlation: asked.correlation, client_id: asked.client_id };
        let mut out = CoordinatorOutput::default();
        self.groups.coordinator.handle(now, asker, body, &mut out);
        self.carry_out(now, out, effects);
    }

    pub(super) fn coordinator_timer(
        &mut self,
        now: Instant,
        timer: CoordinatorTimer,
        effects: &mut BrokerEffects,
    ) {
        let mut out = CoordinatorOutput::default();
        self.groups.coordinator.timer(now, timer, &mut out);
        self.carry_out(now, out, effects);
    }

    /// Learns where `__consumer_offsets` is; called before partitions get their leaders.
    pub(super) fn locate_offsets_topic(&mut self) {
        if let Some(topic) = self.image.topic_named(OFFSETS_TOPIC) {
            let count = i32::try_from(topic.partitions.len()).unwrap_or(i32::MAX);
            self.groups.topic = Some(topic.id);
            self.groups.coordinator.set_offsets_partitions(count);
        }
    }

    /// Tells the coordinator of topics that came or went.
    pub(super) fn apply_groups(&mut self, now: Instant, delta: &Delta, effects: &mut BrokerEffects) {
        if delta.has_topics {
            let image = self.image.clone();
            let mut out = CoordinatorOutput::default();
            self.groups.coordinator.topics_changed(now, &image, &mut out);
            self.carry_out(now, out, effects);
        }
    }

    /// This broker leads a partition of `__consumer_offsets`: its groups are read.
    pub(super) fn load_groups(
        &mut self,
        now: Instant,
        partition: TopicPartition,
        effects: &mut BrokerEffects,
    ) {
        if !self.groups.is_offsets_topic(partition.topic) {
            return;
        }
        let Some(replica) = self.replicas.get(&partition).map(Arc::clone) else { return };
        let batches = replica.log().batches(replica.log().log_start());
        let mut out = CoordinatorOutput::default();
        self.groups.coordinator.load(now, partition.partition, batches, &mut out);
        self.carry_out(now, out, effects);
    }

    /// It no longer leads it: its groups are put away.
    pub(super) fn unload_groups(
        &mut self,
        now: Instant,
        partition: TopicPartition,
        effects: &mut BrokerEffects,
    ) {
        if self.groups.is_offsets_topic(partition.topic) {
            let mut out = CoordinatorOutput::default();
            self.groups.coordinator.unload(now, partition.partition, &mut out);
            self.carry_out(now, out, effects);
        }
    }

    pub(super) fn offsets_append_completed(
        &mut self,
        now: Instant,
        token: u64,
        error: ErrorCode,
        effects: &mut BrokerEffects,
    ) {
        let result = if error == ErrorCode::None { Ok(()) } else { Err(error) };
        let mut out = CoordinatorOutput::default();
        self.groups.coordinator.append_completed(now, token, result, &mut out);
        self.carry_out(now, out, effects);
    }

    /// Does what the coordinator asks. Appends come last: they may complete at
    /// once and bring further output.
    fn carry_out(&mut self, now: Instant, out: CoordinatorOutput, effects: &mut BrokerEffects) {
        effects.facts.extend(out.facts);
        for (to, correlation, body) in out.responses {
            effects.send(to, Message::Response { correlation, body });
        }
        for (at, timer) in out.timers {
            effects.timer(at, BrokerTimer::Coordinator(timer));
        }
        for append in out.appends {
            let partition =
                TopicPartition { topic: self.groups.topic.unwrap_or_default(), partition: append.partition };
            match self.append(now, partition, &append.batch, Origin::Coordinator, effects) {
                Err((error, _)) => self.offsets_append_completed(now, append.token, error, effects),
                Ok(written) => {
                    let required = vec![(partition, written.required)];
                    let answer = ProducePartition {
                        partition,
                        error: ErrorCode::None,
                        base_offset: Offset::UNKNOWN,
                        log_start: Offset::UNKNOWN,
                        message: None,
                    };
                    let deadline = now + millis(self.config.offsets_commit_timeout_ms);
                    let who = Waiting::Coordinator(append.token);
                    self.await_copies(now, who, vec![answer], required.clone(), deadline, effects);
                    self.appended(now, &required, effects);
                }
            }
        }
    }
}
