//! Produce: the leader appends, then waits for copies or not
//! (`ReplicaManager.appendRecords`, `Partition.appendRecordsToLeader`).
//!
//! `acks=0` and `acks=1` never look at `min.insync.replicas`; `acks=all` does
//! before the append, and again when the in-sync set shrinks under a waiting one.

use super::delayed_produce::{Finished, Waiting};
use super::log_facts::report;
use super::node::Asked;
use super::{Broker, BrokerEffects, BrokerSabotage, BrokerTimer, Replica};
use crate::base::{Duration, Instant, Offset, Text, TopicPartition};
use crate::protocol::{
    Acks, ErrorCode, ProducePartition, ProduceRequest, ProduceResponse, RecordBatch, Response,
};
use crate::storage::LogEvents;
use crate::story::Fact;

/// A batch that lies in the leader's log.
pub(super) struct Written {
    base_offset: Offset,
    /// What the high watermark must reach before every in-sync copy has it.
    pub(super) required: Offset,
    log_start: Offset,
}

/// Why a batch was refused.
pub(super) type Refusal = (ErrorCode, Option<Text>);

/// Where a batch comes from (`AppendOrigin`).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    Client(Acks),
    Coordinator,
}

impl Broker {
    pub(super) fn produce(
        &mut self,
        now: Instant,
        asked: &Asked,
        request: ProduceRequest,
        effects: &mut BrokerEffects,
    ) {
        let mut answers = Vec::with_capacity(request.partitions.len());
        let mut written = Vec::with_capacity(request.partitions.len());
        for (partition, batch) in &request.partitions {
            let result = self.append(now, *partition, batch, Origin::Client(request.acks), effects);
            if effects.halt.is_some() {
                return;
            }
            answers.push(match result {
                Ok(done) => {
                    written.push((*partition, done.required));
                    ProducePartition {
                        partition: *partition,
                        error: ErrorCode::None,
                        base_offset: done.base_offset,
                        log_start: done.log_start,
                        message: None,
                    }
                }
                Err((error, message)) => {
                    effects.fact(Fact::ProduceRefused { broker: self.id, partition: *partition, error });
                    refused(*partition, error, message)
                }
            });
        }
        match request.acks {
            Acks::None => {}
            Acks::Leader => Self::answer_produce(asked, answers, effects),
            Acks::All if self.sabotage == BrokerSabotage::AckBeforeReplication => {
                Self::answer_produce(asked, answers, effects);
            }
            Acks::All => {
                let deadline = now + Duration::from_millis(u64::from(request.timeout_ms));
                let who = Waiting::Client(asked.clone());
                self.await_copies(now, who, answers, written.clone(), deadline, effects);
            }
        }
        self.appended(now, &written, effects);
    }

    /// Appends a batch as leader.
    pub(super) fn append(
        &mut self,
        now: Instant,
        partition: TopicPartition,
        batch: &RecordBatch,
        origin: Origin,
        effects: &mut BrokerEffects,
    ) -> Result<Written, Refusal> {
        if origin != Origin::Coordinator && self.groups.is_offsets_topic(partition.topic) {
            return Err((ErrorCode::InvalidTopicException, None));
        }
        let missing = self.missing(partition);
        let Some(replica) = self.replicas.get_mut(&partition).filter(|replica| replica.is_leader()) else {
            return Err((missing, None));
        };
        if origin != Origin::Client(Acks::None) && origin != Origin::Client(Acks::Leader) {
            enough_in_sync(replica).map_err(|()| {
                let message = self.too_few_in_sync(partition);
                (ErrorCode::NotEnoughReplicas, Some(message))
            })?;
        }
        if self.storage_failed(effects) {
            return Err((ErrorCode::KafkaStorageError, None));
        }
        let (id, sabotage) = (self.id, self.sabotage);
        let Some(replica) = self.replica_mut(partition) else { return Err((missing, None)) };
        let (epoch, high_watermark) = (replica.leader_epoch(), replica.log().high_watermark());
        let mut events = LogEvents::new();
        let log = replica.log_mut();
        let result = match origin {
            Origin::Client(_) => log.append_as_leader(batch, epoch, now, &mut events),
            Origin::Coordinator => log.append_unchecked_as_leader(batch, epoch, now, &mut events),
        };
        if sabotage == BrokerSabotage::HighWatermarkGoesBack {
            let to = Offset((high_watermark.0 - 1).max(0));
            log.restore_high_watermark(to);
            effects.fact(Fact::HighWatermarkMoved { broker: id, partition, to });
        }
        let log_start = log.log_start();
        report(id, partition, events, high_watermark, effects);
        let appended = result.map_err(|refused| (refused.code, None))?;
        let (base_offset, header) = (appended.base_offset, batch.header());
        let required = base_offset.plus(i64::from(header.last_offset_delta) + 1);
        effects.fact(if appended.duplicate {
            Fact::DuplicateDropped { broker: id, partition, base_offset }
        } else {
            let (count, crc) = (header.record_count, header.crc);
            Fact::Appended { broker: id, partition, base_offset, count, crc, epoch }
        });
        Ok(Written { base_offset, required, log_start })
    }

    /// The error for a partition that this broker does not lead.
    pub(super) fn missing(&self, partition: TopicPartition) -> ErrorCode {
        if self.replicas.contains_key(&partition) || self.image.partition(partition).is_some() {
            ErrorCode::NotLeaderOrFollower
        } else if self.image.topics.contains_key(&partition.topic) {
            ErrorCode::UnknownTopicOrPartition
        } else {
            ErrorCode::UnknownTopicId
        }
    }

    fn too_few_in_sync(&self, partition: TopicPartition) -> Text {
        let replica = self.replica(partition);
        let isr: Vec<_> = replica.map_or(&[][..], Replica::isr).iter().map(ToString::to_string).collect();
        let name = self.image.topic_name(partition.topic).map_or("", |name| name);
        format!(
            "The size of the current ISR Set({}) is insufficient to satisfy the min.isr requirement of {} for partition {name}-{}",
            isr.join(", "),
            replica.map_or(0, Replica::effective_min_isr),
            partition.partition,
        )
        .into()
    }

    /// Lets a request wait for its copies, or answers at once when none is needed.
    pub(super) fn await_copies(
        &mut self,
        now: Instant,
        who: Waiting,
        answers: Vec<ProducePartition>,
        mut required: Vec<(TopicPartition, Offset)>,
        deadline: Instant,
        effects: &mut BrokerEffects,
    ) {
        required.retain(|(partition, offset)| {
            self.replicas.get(partition).is_some_and(|replica| replica.log().high_watermark() < *offset)
        });
        if required.is_empty() {
            self.finish_produces(now, vec![(who, answers)], effects);
        } else if let Some(at) = self.produces.park(who, answers, required, deadline) {
            effects.timer(at, BrokerTimer::ProduceExpiry);
        }
    }

    /// Batches were appended: followers that wait for them are answered, and the
    /// high watermark moves at once where no follower holds it back.
    pub(super) fn appended(
        &mut self,
        now: Instant,
        written: &[(TopicPartition, Offset)],
        effects: &mut BrokerEffects,
    ) {
        for (partition, _) in written {
            self.note_change(*partition);
            if let Some(replica) = self.replicas.get(partition) {
                let before = replica.log().high_watermark();
                self.advance_high_watermark(now, *partition, before, effects);
            }
            self.wake_fetches(*partition, effects);
        }
    }

    /// Moves a leader's high watermark if it may, and all that follows from it.
    /// `before` is where it was before the change that is being dealt with.
    pub(super) fn advance_high_watermark(
        &mut self,
        now: Instant,
        partition: TopicPartition,
        before: Offset,
        effects: &mut BrokerEffects,
    ) {
        let around = Self::surroundings(now, &self.image, &self.config, self.sabotage);
        let Some(replica) = self.replicas.get_mut(&partition) else { return };
        let replica = std::sync::Arc::make_mut(replica);
        replica.advance_high_watermark(&around);
        let to = replica.log().high_watermark();
        if to != before {
            effects.fact(Fact::HighWatermarkMoved { broker: self.id, partition, to });
            let enough = replica.maximal_isr_size() >= replica.effective_min_isr();
            let error = if enough { ErrorCode::None } else { ErrorCode::NotEnoughReplicasAfterAppend };
            let finished = self.produces.settle(partition, to, error);
            self.finish_produces(now, finished, effects);
            self.wake_fetches(partition, effects);
        }
    }

    /// The in-sync set changed: waiting `acks=all` batches that can't be enough fail.
    pub(super) fn check_min_isr(
        &mut self,
        now: Instant,
        partition: TopicPartition,
        effects: &mut BrokerEffects,
    ) {
        if self.replica(partition).is_some_and(|replica| enough_in_sync(replica).is_err()) {
            self.fail_produces(now, partition, ErrorCode::NotEnoughReplicasAfterAppend, effects);
        }
    }

    /// Fails all that wait for a partition.
    pub(super) fn fail_produces(
        &mut self,
        now: Instant,
        partition: TopicPartition,
        error: ErrorCode,
        effects: &mut BrokerEffects,
    ) {
        if self.produces.waits_for(partition) {
            let finished = self.produces.settle(partition, Offset(i64::MAX), error);
            self.finish_produces(now, finished, effects);
        }
    }

    pub(super) fn expire_produces(&mut self, now: Instant, effects: &mut BrokerEffects) {
        let (finished, next) = self.produces.expire(now);
        if let Some(at) = next {
            effects.timer(at, BrokerTimer::ProduceExpiry);
        }
        self.finish_produces(now, finished, effects);
    }

    fn finish_produces(&mut self, now: Instant, finished: Vec<Finished>, effects: &mut BrokerEffects) {
        for (who, answers) in finished {
            match who {
                Waiting::Client(asked) => {
                    self.report_late_refusals(&answers, effects);
                    Self::answer_produce(&asked, answers, effects);
                }
                Waiting::Coordinator(token) => {
                    let error = answers.first().map_or(ErrorCode::None, |answer| answer.error);
                    self.offsets_append_completed(now, token, error, effects);
                }
            }
        }
    }

    fn report_late_refusals(&self, answers: &[ProducePartition], effects: &mut BrokerEffects) {
        let late = [ErrorCode::NotEnoughReplicasAfterAppend, ErrorCode::RequestTimedOut];
        for answer in answers.iter().filter(|answer| late.contains(&answer.error)) {
            let (partition, error) = (answer.partition, answer.error);
            effects.fact(Fact::ProduceRefused { broker: self.id, partition, error });
        }
    }

    fn answer_produce(asked: &Asked, partitions: Vec<ProducePartition>, effects: &mut BrokerEffects) {
        Self::answer(asked, Response::Produce(ProduceResponse { partitions }), effects);
    }
}

fn enough_in_sync(replica: &Replica) -> Result<(), ()> {
    if replica.isr().len() < replica.effective_min_isr() { Err(()) } else { Ok(()) }
}

fn refused(partition: TopicPartition, error: ErrorCode, message: Option<Text>) -> ProducePartition {
    let unknown = Offset::UNKNOWN;
    ProducePartition { partition, error, base_offset: unknown, log_start: unknown, message }
}
