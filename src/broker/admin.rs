//! What administrators and idempotent producers ask of a broker itself:
//! DeleteRecords as leader, InitProducerId from an allocated block
//! (`RPCProducerIdManager`). All else is forwarded to the controller.

use super::controller_channel::Purpose;
use super::log_facts::report;
use super::node::{Asked, millis};
use super::{Broker, BrokerEffects, BrokerSabotage, BrokerTimer};
use crate::base::{Instant, Offset, ProducerEpoch, ProducerId, TopicPartition};
use crate::protocol::{
    AllocateProducerIdsRequest, AllocateProducerIdsResponse, DeleteRecordsRequest, DeleteRecordsResponse,
    ErrorCode, InitProducerIdResponse, Request, Response,
};
use crate::storage::LogEvents;
use crate::story::DeleteReason;

/// Producer ids at hand, and producers that wait for a new block.
#[derive(Clone, Debug, Default)]
pub(super) struct ProducerIdBlock {
    next: i64,
    end: i64,
    waiting: Vec<Asked>,
    is_asking: bool,
}

impl Broker {
    /// Moves log starts. Kafka answers when the live followers have followed;
    /// here the leader's own log start is what counts.
    pub(super) fn delete_records(
        &mut self,
        asked: &Asked,
        request: DeleteRecordsRequest,
        effects: &mut BrokerEffects,
    ) {
        let mut partitions = Vec::with_capacity(request.partitions.len());
        for (topic, number, before) in request.partitions {
            let id = self.image.topic_ids.get(&topic).copied();
            let (log_start, error) = match id {
                None => (Offset::UNKNOWN, ErrorCode::UnknownTopicOrPartition),
                Some(topic) => {
                    let partition = TopicPartition { topic, partition: number };
                    match self.move_log_start(partition, before, effects) {
                        Ok(log_start) => (log_start, ErrorCode::None),
                        Err(error) => (Offset::UNKNOWN, error),
                    }
                }
            };
            partitions.push((topic, number, log_start, error));
        }
        Self::answer(asked, Response::DeleteRecords(DeleteRecordsResponse { partitions }), effects);
    }

    fn move_log_start(
        &mut self,
        partition: TopicPartition,
        before: Offset,
        effects: &mut BrokerEffects,
    ) -> Result<Offset, ErrorCode> {
        let missing = self.missing(partition);
        let (id, sabotage) = (self.id, self.sabotage);
        let replica = self.replica_mut(partition).filter(|replica| replica.is_leader()).ok_or(missing)?;
        let log = replica.log_mut();
        let mark = log.high_watermark();
        let to = if before == Offset::UNKNOWN { mark } else { before };
        let mut events = LogEvents::new();
        let result = log.advance_log_start(to, DeleteReason::LogStart, &mut events);
        if sabotage == BrokerSabotage::HighWatermarkBelowLogStart {
            log.restore_high_watermark(Offset::ZERO);
        }
        let log_start = log.log_start();
        report(id, partition, events, mark, effects);
        self.note_change(partition);
        result.map(|()| log_start)
    }

    /// Gives a producer an identity. An idempotent producer without transactions
    /// always gets a new one.
    pub(super) fn init_producer_id(&mut self, now: Instant, asked: Asked, effects: &mut BrokerEffects) {
        self.producer_ids.waiting.push(asked);
        self.hand_out_producer_ids(now, effects);
    }

    fn hand_out_producer_ids(&mut self, now: Instant, effects: &mut BrokerEffects) {
        let block = &mut self.producer_ids;
        let at_hand = usize::try_from(block.end - block.next).unwrap_or(0).min(block.waiting.len());
        for asked in block.waiting.drain(..at_hand) {
            let response = InitProducerIdResponse {
                error: ErrorCode::None,
                producer: ProducerId(block.next),
                epoch: ProducerEpoch(0),
            };
            block.next += 1;
            Self::answer(&asked, Response::InitProducerId(response), effects);
        }
        if block.waiting.is_empty() || block.is_asking {
            return;
        }
        block.is_asking = true;
        let request = AllocateProducerIdsRequest { broker: self.id, epoch: self.lifecycle.epoch };
        let body = Request::AllocateProducerIds(request);
        let correlation = self.ask_controller(body, Purpose::ProducerIds, effects);
        let patience = millis(self.config.controller_quorum_request_timeout_ms);
        effects.timer(now + patience, BrokerTimer::RequestTimeout { correlation });
    }

    pub(super) fn producer_ids_allocated(
        &mut self,
        now: Instant,
        response: &AllocateProducerIdsResponse,
        effects: &mut BrokerEffects,
    ) {
        if response.error != ErrorCode::None {
            self.note_controller_error(response.error);
            self.producer_ids_failed(effects);
            return;
        }
        let block = &mut self.producer_ids;
        block.is_asking = false;
        block.next = response.start.0;
        block.end = response.start.0 + i64::from(response.length);
        self.hand_out_producer_ids(now, effects);
    }

    /// No block: those that wait are told to try again, as Kafka does.
    pub(super) fn producer_ids_failed(&mut self, effects: &mut BrokerEffects) {
        self.producer_ids.is_asking = false;
        for asked in std::mem::take(&mut self.producer_ids.waiting) {
            let response = InitProducerIdResponse {
                error: ErrorCode::CoordinatorLoadInProgress,
                producer: ProducerId::NONE,
                epoch: ProducerEpoch::NONE,
            };
            Self::answer(&asked, Response::InitProducerId(response), effects);
        }
    }
}
