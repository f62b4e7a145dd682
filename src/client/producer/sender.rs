//! The I/O thread: which batches leave, what becomes of their answers, retries,
//! sequences and epochs (`Sender`, `TransactionManager`).

use super::Producer;
use super::batch::{Identity, NO_IDENTITY, PartitionQueue};
use crate::base::{BrokerId, Instant, Offset, ProducerEpoch, TopicId, TopicPartition};
use crate::client::network_client::Failed;
use crate::client::{ClientEffects, ClientSabotage};
use crate::protocol::{
    Acks, Api, ErrorCode, InitProducerIdRequest, ProducePartition, ProduceRequest, Request, Response,
};
use crate::sim::Halt;
use crate::story::Fact;
use std::sync::Arc;

/// What a request of the producer is for.
#[derive(Clone, Debug)]
pub(super) enum Purpose {
    /// Batches by partition and number.
    Produce(TopicId, Vec<(i32, u64)>),
    /// An identity.
    InitProducerId,
}

/// What a broker, or the lack of one, says of a batch.
#[derive(Clone, Copy)]
struct Verdict {
    error: ErrorCode,
    base_offset: Offset,
    log_start: Offset,
    is_from_broker: bool,
}

/// Whether the error means that the metadata is out of date (`InvalidMetadataException`).
fn is_stale_metadata(error: ErrorCode) -> bool {
    use ErrorCode as E;
    matches!(
        error,
        E::UnknownTopicOrPartition
            | E::UnknownTopicId
            | E::LeaderNotAvailable
            | E::NotLeaderOrFollower
            | E::KafkaStorageError
            | E::FencedLeaderEpoch
            | E::UnknownLeaderEpoch
            | E::NetworkException
    )
}

impl Producer {
    /// An answer to one of its requests.
    pub(super) fn answered(
        &mut self,
        now: Instant,
        purpose: Purpose,
        body: Response,
        effects: &mut ClientEffects,
    ) {
        match (purpose, body) {
            (Purpose::Produce(topic, batches), Response::Produce(response)) => {
                for answer in &response.partitions {
                    self.batch_answered(now, topic, &batches, answer, effects);
                }
            }
            (Purpose::InitProducerId, Response::InitProducerId(response)) => {
                self.is_asking_identity = false;
                if response.error == ErrorCode::None {
                    self.identity_failures = 0;
                    self.take_identity((response.producer, response.epoch));
                    return;
                }
                let (client, api, error) = (self.id, Api::InitProducerId, response.error);
                effects.fact(Fact::ErrorReturned { client, api, partition: None, error });
                if error.is_retriable() {
                    self.retry_identity(now, error, effects);
                } else {
                    effects.halt = Some(Halt::Fatal);
                }
            }
            _ => {}
        }
    }

    /// A request that gets no answer.
    pub(super) fn request_failed(
        &mut self,
        now: Instant,
        failed: Failed<Purpose>,
        effects: &mut ClientEffects,
    ) {
        match failed.context {
            Purpose::InitProducerId => {
                self.is_asking_identity = false;
                self.retry_identity(now, failed.error, effects);
            }
            Purpose::Produce(topic, batches) => {
                let verdict = Verdict {
                    error: failed.error,
                    base_offset: Offset::UNKNOWN,
                    log_start: Offset::UNKNOWN,
                    is_from_broker: false,
                };
                for (partition, number) in batches {
                    self.settle(now, Self::partition(topic, partition), number, verdict, effects);
                }
            }
        }
    }

    fn batch_answered(
        &mut self,
        now: Instant,
        topic: TopicId,
        batches: &[(i32, u64)],
        answer: &ProducePartition,
        effects: &mut ClientEffects,
    ) {
        let asked = batches.iter().find(|(partition, _)| *partition == answer.partition.partition);
        let Some(&(partition, number)) = asked else { return };
        let verdict = Verdict {
            error: answer.error,
            base_offset: answer.base_offset,
            log_start: answer.log_start,
            is_from_broker: true,
        };
        self.settle(now, Self::partition(topic, partition), number, verdict, effects);
    }

    /// Acknowledged, to be tried again, or given up (`Sender.completeBatch`).
    fn settle(
        &mut self,
        now: Instant,
        partition: TopicPartition,
        number: u64,
        verdict: Verdict,
        effects: &mut ClientEffects,
    ) {
        let Some(queue) = self.accumulator.queues.get(partition.partition as usize) else { return };
        // An answer for a batch that was given up meanwhile.
        let Some(place) = queue.find(number) else { return };
        if matches!(verdict.error, ErrorCode::None | ErrorCode::DuplicateSequenceNumber) {
            self.complete(partition, place, verdict.base_offset, effects);
            return;
        }
        let error = verdict.error;
        if verdict.is_from_broker {
            let (client, api) = (self.id, Api::Produce);
            effects.fact(Fact::ErrorReturned { client, api, partition: Some(partition), error });
        }
        if is_stale_metadata(error) {
            self.network.metadata.request_update();
        }
        let batch = &queue.batches[place];
        let is_late = self.accumulator.expires_at(batch) <= now;
        let is_out_of_retries = i64::from(batch.attempts) > self.config.retries;
        let may_retry = !is_late && !is_out_of_retries && self.can_retry(partition.partition, place, verdict);
        if may_retry {
            self.retry(now, partition, number, error, effects);
        } else {
            let error = if is_late { ErrorCode::RequestTimedOut } else { error };
            self.fail(partition, place, error, effects);
            if self.is_idempotent && !is_out_of_retries {
                // The sequence of the batch given up would leave a gap.
                self.bump_epoch(partition.partition);
            }
        }
    }

    fn complete(
        &mut self,
        partition: TopicPartition,
        place: usize,
        base_offset: Offset,
        effects: &mut ClientEffects,
    ) {
        let Some(batch) = self.accumulator.remove(partition.partition, place) else { return };
        if let Some(queue) = self.accumulator.queues.get_mut(partition.partition as usize) {
            queue.acked(&batch, base_offset);
        }
        let (client, count, crc) = (self.id, batch.count(), batch.crc());
        self.counters.acked += count as u64;
        effects.fact(Fact::Acked { client, partition, base_offset, count, crc });
    }

    fn fail(
        &mut self,
        partition: TopicPartition,
        place: usize,
        error: ErrorCode,
        effects: &mut ClientEffects,
    ) {
        let Some(batch) = self.accumulator.remove(partition.partition, place) else { return };
        let (client, count, crc) = (self.id, batch.count(), batch.crc());
        self.count_failed(count, error);
        effects.fact(Fact::SendFailed { client, partition: Some(partition), count, crc, error });
    }

    fn retry(
        &mut self,
        now: Instant,
        partition: TopicPartition,
        number: u64,
        error: ErrorCode,
        effects: &mut ClientEffects,
    ) {
        let (client, api) = (self.id, Api::Produce);
        effects.fact(Fact::Retrying { client, api, partition: Some(partition), error });
        let is_idempotent = self.is_idempotent;
        let Some(queue) = self.accumulator.queues.get_mut(partition.partition as usize) else { return };
        let Some(place) = queue.find(number) else { return };
        let batch = Arc::make_mut(&mut queue.batches[place]);
        if batch.is_in_flight {
            batch.is_in_flight = false;
            queue.in_flight -= 1;
        }
        batch.not_before = now + self.network.retry_pause(batch.attempts.saturating_sub(1));
        // Without sequences Kafka puts it first in the queue, which may reorder.
        if !is_idempotent && let Some(batch) = queue.batches.remove(place) {
            queue.batches.push_front(batch);
        }
    }

    /// Whether another attempt makes sense (`TransactionManager.canRetry`). May bump the epoch.
    fn can_retry(&mut self, partition: i32, place: usize, verdict: Verdict) -> bool {
        let error = verdict.error;
        if !self.is_idempotent {
            return error.is_retriable();
        }
        let Some(queue) = self.accumulator.queues.get_mut(partition as usize) else { return false };
        let Some(batch) = queue.batches.get(place) else { return false };
        let (identity, base) = batch.sequence.unwrap_or((NO_IDENTITY, -1));
        let is_current = identity == self.identity;
        match error {
            ErrorCode::UnknownProducerId => {
                if verdict.log_start == Offset::UNKNOWN || batch.sequence_was_reset {
                    return true;
                }
                if queue.is_acked_below(verdict.log_start) {
                    // Retention removed the head of the log: nothing is missing.
                    queue.start_over(self.identity);
                } else if is_current {
                    self.bump_epoch(partition);
                }
                true
            }
            ErrorCode::OutOfOrderSequenceNumber => {
                let is_next = queue.is_next_sequence(base);
                let is_its_turn = is_next && !batch.sequence_was_reset;
                if is_current && (is_its_turn || (queue.is_unresolved && is_next)) {
                    self.bump_epoch(partition);
                }
                true
            }
            _ => error.is_retriable(),
        }
    }

    /// A new epoch, chosen by the client itself (KIP-360); the partition's batches
    /// start again at sequence 0.
    fn bump_epoch(&mut self, partition: i32) {
        let (producer, epoch) = self.identity;
        let Some(next) = epoch.0.checked_add(1) else {
            self.identity = NO_IDENTITY;
            return;
        };
        self.identity = (producer, ProducerEpoch(next));
        if let Some(queue) = self.accumulator.queues.get_mut(partition as usize) {
            queue.start_over(self.identity);
        }
    }

    fn take_identity(&mut self, identity: Identity) {
        self.identity = identity;
        for queue in &mut self.accumulator.queues {
            queue.start_over(identity);
        }
    }

    fn retry_identity(&mut self, now: Instant, error: ErrorCode, effects: &mut ClientEffects) {
        self.identity_not_before = now + self.network.retry_pause(self.identity_failures);
        self.identity_failures = self.identity_failures.saturating_add(1);
        let (client, api) = (self.id, Api::InitProducerId);
        effects.fact(Fact::Retrying { client, api, partition: None, error });
    }

    /// An idempotent producer asks for its identity before anything else.
    pub(super) fn maybe_ask_identity(&mut self, now: Instant, effects: &mut ClientEffects) {
        let is_wanted = self.is_idempotent && self.identity == NO_IDENTITY && !self.is_asking_identity;
        if !is_wanted || now < self.identity_not_before {
            return;
        }
        let Some(broker) = self.network.least_loaded(now) else { return };
        self.is_asking_identity = true;
        let body = Request::InitProducerId(InitProducerIdRequest { current: NO_IDENTITY });
        self.network.send(now, broker, body, Purpose::InitProducerId, effects);
    }

    /// Gives up batches whose `delivery.timeout.ms` is over, and settles sequences
    /// left unresolved by such batches.
    pub(super) fn expire(&mut self, now: Instant, effects: &mut ClientEffects) {
        let topic = self.topic_id().unwrap_or_default();
        for partition in 0..self.accumulator.queues.len() {
            while let Some(first) = self.accumulator.queues[partition].batches.front() {
                if self.accumulator.expires_at(first) > now {
                    break;
                }
                let was_retried = first.attempts > u32::from(first.is_in_flight);
                let is_unresolved = first.sequence.is_some() && was_retried;
                self.accumulator.queues[partition].is_unresolved |= is_unresolved;
                let at = Self::partition(topic, partition as i32);
                self.fail(at, 0, ErrorCode::RequestTimedOut, effects);
            }
            let queue = &mut self.accumulator.queues[partition];
            if queue.can_resolve() {
                if queue.is_resolved() {
                    queue.is_unresolved = false;
                } else {
                    self.bump_epoch(partition as i32);
                }
            }
        }
    }

    /// Sends one request to each leader that has ready batches and room for a
    /// request. Whether anything was sent.
    pub(super) fn send_ready(&mut self, now: Instant, effects: &mut ClientEffects) -> bool {
        let Some(topic) = self.topic_id() else { return false };
        let mut by_leader: Vec<(BrokerId, Vec<i32>)> = Vec::new();
        let mut is_leader_missing = false;
        let count = self.accumulator.queues.len();
        for step in 0..count {
            let index = (self.accumulator.drain_start + step) % count;
            if self.accumulator.queues[index].batches.is_empty() {
                continue;
            }
            let partition = Self::partition(topic, index as i32);
            let Some((leader, _)) = self.network.metadata.leader(partition) else {
                is_leader_missing = true;
                continue;
            };
            let has_room = i64::from(self.network.in_flight_to(leader)) < self.config.max_in_flight;
            if !has_room || !self.network.is_ready(leader, now) || !self.may_leave(now, index) {
                continue;
            }
            match by_leader.iter_mut().find(|(broker, _)| *broker == leader) {
                Some((_, partitions)) => partitions.push(partition.partition),
                None => by_leader.push((leader, vec![partition.partition])),
            }
        }
        if is_leader_missing {
            self.network.metadata.request_update();
        }
        if by_leader.is_empty() {
            return false;
        }
        self.accumulator.drain_start = (self.accumulator.drain_start + 1) % count;
        for (leader, partitions) in by_leader {
            self.send_to(now, leader, topic, &partitions, effects);
        }
        true
    }

    /// The batch of a queue whose turn it is.
    fn next_queued(&self, queue: &PartitionQueue) -> Option<usize> {
        if self.sabotage == ClientSabotage::NewestBatchFirst {
            return queue.batches.iter().rposition(|batch| !batch.is_in_flight);
        }
        queue.first_queued()
    }

    /// Whether the first waiting batch of a partition may leave now.
    fn may_leave(&self, now: Instant, index: usize) -> bool {
        let queue = &self.accumulator.queues[index];
        let Some(place) = self.next_queued(queue) else { return false };
        // One request at a time keeps order without sequences (`guaranteeMessageOrder`).
        if self.config.max_in_flight == 1 && queue.in_flight > 0 {
            return false;
        }
        if self.is_idempotent
            && (self.identity == NO_IDENTITY || !queue.sequence_allows(place, self.identity))
        {
            return false;
        }
        self.accumulator.ready_at(queue, place, self.is_urgent()) <= now
    }

    fn send_to(
        &mut self,
        now: Instant,
        leader: BrokerId,
        topic: TopicId,
        partitions: &[i32],
        effects: &mut ClientEffects,
    ) {
        let mut bodies = Vec::with_capacity(partitions.len());
        let mut batches = Vec::with_capacity(partitions.len());
        let mut size = 0;
        for &partition in partitions {
            let Some(place) = self.next_queued(&self.accumulator.queues[partition as usize]) else {
                continue;
            };
            let queue = &mut self.accumulator.queues[partition as usize];
            size += queue.batches[place].size_bytes();
            if !bodies.is_empty() && size > self.config.max_request_size as u64 {
                break;
            }
            if self.is_idempotent {
                queue.give_sequence(place, self.identity);
            }
            let batch = Arc::make_mut(&mut queue.batches[place]);
            let bytes = batch.bytes();
            batch.attempts += 1;
            batch.is_in_flight = true;
            queue.in_flight += 1;
            let crc = bytes.header().crc;
            let at = Self::partition(topic, partition);
            // Also after an epoch bump: other bytes, another checksum, the same records.
            if batch.announce(crc) {
                effects.fact(Fact::BatchSent {
                    client: self.id,
                    partition: at,
                    crc,
                    sends: batch.sends.as_slice().into(),
                    keys: batch.keys.as_slice().into(),
                    acks: self.acks,
                });
            }
            batches.push((partition, batch.number));
            bodies.push((at, bytes));
        }
        let timeout_ms = self.config.request_timeout_ms.clamp(0, i64::from(u32::MAX)) as u32;
        let body = Request::Produce(ProduceRequest { acks: self.acks, timeout_ms, partitions: bodies });
        if self.acks != Acks::None {
            self.network.send(now, leader, body, Purpose::Produce(topic, batches), effects);
            return;
        }
        self.network.send_unanswered(leader, body, effects);
        // Written to the socket is all that acks=0 asks.
        for (partition, number) in batches {
            let place = self.accumulator.queues[partition as usize].find(number);
            if let Some(place) = place {
                self.complete(Self::partition(topic, partition), place, Offset::UNKNOWN, effects);
            }
        }
    }
}
