//! Brokers follow the metadata log (KIP-595's Fetch of `__cluster_metadata`).
//!
//! A fetch at the log's end is held until records come or its wait is over. A
//! single-voter quorum commits what it flushed: the high watermark is the end.

use super::quorum::Observer;
use super::{Controller, ControllerEffects, ControllerSabotage, ControllerTimer};
use crate::base::{Address, CorrelationId, Duration, Instant};
use crate::protocol::{
    ErrorCode, FetchMetadataRequest, FetchMetadataResponse, Message, MetadataRecord, Response,
};
use std::sync::Arc;

/// Most records in one answer.
const MOST_RECORDS: usize = 1_000;

/// A fetch that is held.
#[derive(Clone, Debug)]
pub(super) struct Held {
    correlation: CorrelationId,
    fetch_offset: i64,
}

impl Controller {
    pub(super) fn fetch_metadata(
        &mut self,
        now: Instant,
        from: Address,
        correlation: CorrelationId,
        request: &FetchMetadataRequest,
        effects: &mut ControllerEffects,
    ) {
        let end = self.log.end_offset();
        let observer =
            Observer::fetched(self.observers.get(&request.broker), now, request.fetch_offset, &self.log);
        self.observers.insert(request.broker, observer);
        // A broker has one fetch under way: whatever it asked before is forgotten.
        self.held.remove(&from);
        if request.fetch_offset < 0 || request.fetch_offset > end {
            let response = FetchMetadataResponse {
                error: ErrorCode::OffsetOutOfRange,
                controller: self.id,
                base_offset: request.fetch_offset,
                records: Vec::new(),
                high_watermark: end,
            };
            effects.send(from, Message::Response { correlation, body: Response::FetchMetadata(response) });
        } else if request.fetch_offset < end || request.max_wait_ms == 0 {
            self.send_records(from, correlation, request.fetch_offset, effects);
        } else {
            self.held.insert(from, Held { correlation, fetch_offset: request.fetch_offset });
            let deadline = now + Duration::from_millis(u64::from(request.max_wait_ms));
            effects.timer(deadline, ControllerTimer::FetchExpired { from, correlation });
        }
    }

    /// A held fetch has waited long enough, if it is still the same.
    pub(super) fn fetch_expired(
        &mut self,
        from: Address,
        correlation: CorrelationId,
        effects: &mut ControllerEffects,
    ) {
        if self.held.get(&from).is_some_and(|held| held.correlation == correlation)
            && let Some(held) = self.held.remove(&from)
        {
            self.send_records(from, correlation, held.fetch_offset, effects);
        }
    }

    /// Records were appended: answers every held fetch.
    pub(super) fn wake_fetches(&mut self, effects: &mut ControllerEffects) {
        for (from, held) in std::mem::take(&mut self.held) {
            self.send_records(from, held.correlation, held.fetch_offset, effects);
        }
    }

    fn send_records(
        &self,
        to: Address,
        correlation: CorrelationId,
        offset: i64,
        effects: &mut ControllerEffects,
    ) {
        let mut records = self.log.read(offset, MOST_RECORDS);
        if self.sabotage == ControllerSabotage::HideMetadataRecord {
            let is_change = |record: &&mut Arc<MetadataRecord>| {
                matches!(record.as_ref(), MetadataRecord::PartitionChange { .. })
            };
            records.iter_mut().filter(is_change).for_each(|record| *record = Arc::clone(&self.no_op));
        }
        let response = FetchMetadataResponse {
            error: ErrorCode::None,
            controller: self.id,
            base_offset: offset,
            records,
            high_watermark: self.log.end_offset(),
        };
        effects.send(to, Message::Response { correlation, body: Response::FetchMetadata(response) });
    }
}
