//! Fetching ahead from each leader, and what poll returns (`Fetcher`,
//! `CompletedFetch`). What the application does with it is in `application.rs`.

use super::application::{Slice, poisons};
use super::group::Prepare;
use super::positions::PositionState;
use super::{Consumer, Purpose};
use crate::base::{BrokerId, Instant, LeaderEpoch, Offset, Text, TopicPartition};
use crate::client::{ClientEffects, ClientSabotage, DeliveredRecord};
use crate::protocol::{
    Api, ErrorCode, FetchPartition, FetchRequest, FetchResponse, FetchedPartition, Fetcher, NO_SESSION,
    RecordBatch, Request,
};
use crate::story::Fact;
use std::collections::VecDeque;

/// Batches that wait to be handed over.
#[derive(Clone, Debug)]
pub(super) struct CompletedFetch {
    pub(super) partition: TopicPartition,
    /// The offset asked for: void when the position is another by now.
    next: Offset,
    batches: VecDeque<RecordBatch>,
}

impl Consumer {
    /// Whether its partitions are about to be given up (`markPendingRevocation`): records
    /// polled after the commit before the join would come again after the rebalance.
    fn is_giving_up(&self) -> bool {
        let is_under_way = matches!(self.membership.prepare, Prepare::Committing(_) | Prepare::Committed);
        is_under_way && !self.membership.is_cooperative
    }

    /// Asks each leader for what is not yet buffered; one fetch per leader at a time.
    pub(super) fn send_fetches(&mut self, now: Instant, effects: &mut ClientEffects) {
        if self.is_giving_up() {
            return;
        }
        let mut by_leader: Vec<(BrokerId, Vec<FetchPartition>)> = Vec::new();
        let max_bytes = self.config.max_partition_fetch_bytes.clamp(0, i64::from(u32::MAX)) as u32;
        for (key, assigned) in &self.assigned {
            let is_fetchable = assigned.state == PositionState::Fetching && assigned.not_before <= now;
            if !is_fetchable || self.fetched.iter().any(|fetch| fetch.partition == *key) {
                continue;
            }
            let Some((leader, epoch)) = self.network.metadata.leader(*key) else {
                self.network.metadata.request_update();
                continue;
            };
            if self.fetching.contains(&leader) || !self.network.is_ready(leader, now) {
                continue;
            }
            let wanted = FetchPartition {
                partition: *key,
                current_leader_epoch: epoch,
                fetch_offset: assigned.offset,
                last_fetched_epoch: LeaderEpoch::UNKNOWN,
                log_start: Offset::UNKNOWN,
                max_bytes,
            };
            match by_leader.iter_mut().find(|(broker, _)| *broker == leader) {
                Some((_, partitions)) => partitions.push(wanted),
                None => by_leader.push((leader, vec![wanted])),
            }
        }
        for (leader, partitions) in by_leader {
            self.fetching.push(leader);
            let asked = partitions.iter().map(|wanted| (wanted.partition, wanted.fetch_offset)).collect();
            let body = Request::Fetch(FetchRequest {
                fetcher: Fetcher::Consumer,
                max_wait_ms: self.config.fetch_max_wait_ms.max(0) as u32,
                min_bytes: self.config.fetch_min_bytes.clamp(0, i64::from(u32::MAX)) as u32,
                max_bytes: self.config.fetch_max_bytes.clamp(0, i64::from(u32::MAX)) as u32,
                session_epoch: NO_SESSION,
                partitions,
                forgotten: Vec::new(),
            });
            self.network.send(now, leader, body, Purpose::Fetch(asked), effects);
        }
    }

    pub(super) fn fetch_answered(
        &mut self,
        now: Instant,
        broker: BrokerId,
        asked: &[(TopicPartition, Offset)],
        response: FetchResponse,
        effects: &mut ClientEffects,
    ) {
        self.fetching.retain(|fetching| *fetching != broker);
        for answer in response.partitions {
            let Some(&(key, next)) = asked.iter().find(|(key, _)| *key == answer.partition) else { continue };
            let Some(assigned) = self.assigned.get_mut(&key) else { continue };
            if assigned.state != PositionState::Fetching || assigned.offset != next {
                continue;
            }
            if answer.error != ErrorCode::None {
                self.fetch_refused(now, &answer, effects);
                continue;
            }
            assigned.high_watermark = Some(answer.high_watermark);
            if !answer.batches.is_empty() {
                let batches = answer.batches.into();
                self.fetched.push_back(CompletedFetch { partition: key, next, batches });
            }
        }
    }

    fn fetch_refused(&mut self, now: Instant, answer: &FetchedPartition, effects: &mut ClientEffects) {
        let (key, error) = (answer.partition, answer.error);
        self.report(Api::Fetch, Some(key), error, effects);
        if error == ErrorCode::OffsetOutOfRange {
            if let Some(assigned) = self.assigned.get_mut(&key) {
                assigned.await_reset();
            }
            return;
        }
        if let Some((leader, epoch)) = answer.current_leader {
            self.network.metadata.update_leader(key, leader, epoch);
        }
        self.network.metadata.request_update();
        let pause = self.network.retry_pause(0);
        if let Some(assigned) = self.assigned.get_mut(&key) {
            assigned.not_before = now + pause;
        }
        let (client, api) = (self.id, Api::Fetch);
        effects.fact(Fact::Retrying { client, api, partition: Some(key), error });
    }

    /// What poll returns: up to `max.poll.records`, partition by partition. Whether
    /// it returned records that the application is already done with.
    pub(super) fn deliver(&mut self, now: Instant, effects: &mut ClientEffects) -> bool {
        if self.is_giving_up() {
            return false;
        }
        let left = self.console.and_then(|console| console.most_records);
        let left =
            left.map_or(i64::MAX, |most| most.saturating_sub(self.delivered).min(i64::MAX as u64) as i64);
        let mut budget = self.config.max_poll_records.max(1).min(left);
        let mut slices = VecDeque::new();
        while budget > 0
            && let Some(fetch) = self.fetched.front_mut()
        {
            let position = self.assigned.get_mut(&fetch.partition);
            let position =
                position.filter(|at| at.state == PositionState::Fetching && at.offset == fetch.next);
            let (Some(position), Some(batch)) = (position, fetch.batches.front()) else {
                self.fetched.pop_front();
                continue;
            };
            if !batch.is_intact() {
                // The application is told at each poll, until it seeks past the batch.
                let (partition, error) = (fetch.partition, ErrorCode::CorruptMessage);
                position.not_before = now + self.network.retry_pause(10);
                self.fetched.pop_front();
                self.report(Api::Fetch, Some(partition), error, effects);
                continue;
            }
            let (to, count) = take(batch, fetch.next, budget);
            if count > 0 {
                let (client, partition, from) =
                    (self.id, fetch.partition, fetch.next.max(batch.base_offset()));
                effects.fact(Fact::Delivered { client, partition, from, to });
                if self.console.is_some() {
                    let topic = &position.topic;
                    self.told.extend(told(topic, partition.partition, batch, (from, to)));
                }
                let poisons = poisons(&self.options.poison, batch, from, to);
                slices.push_back(Slice { partition, next: from, to, count, poisons });
            }
            budget -= count;
            let is_skipping = self.sabotage == ClientSabotage::SkipRecords && count > 0;
            let to = if is_skipping { to.next() } else { to };
            position.offset = to;
            position.offset_epoch = batch.header().leader_epoch;
            fetch.next = to;
            if to >= batch.next_offset() {
                fetch.batches.pop_front();
            }
        }
        if slices.is_empty() {
            return false;
        }
        self.delivered += slices.iter().map(|slice| slice.count as u64).sum::<u64>();
        self.hand_over(now, slices, effects)
    }
}

/// The records of a batch from `from` up to `to`, for a console.
fn told(
    topic: &Text,
    partition: i32,
    batch: &RecordBatch,
    (from, to): (Offset, Offset),
) -> impl Iterator<Item = DeliveredRecord> {
    let is_append_time = batch.is_append_time();
    let topic = topic.clone();
    let records = batch.records().unwrap_or_default().into_iter();
    let records = records.filter(move |record| from <= record.offset && record.offset < to);
    records.map(move |record| DeliveredRecord { topic: topic.clone(), partition, is_append_time, record })
}

/// How far `budget` records from `from` reach in a batch, and how many there are.
fn take(batch: &RecordBatch, from: Offset, budget: i64) -> (Offset, i64) {
    let header = batch.header();
    let first = from.max(batch.base_offset());
    if i64::from(header.record_count) == i64::from(header.last_offset_delta) + 1 {
        let count = (batch.next_offset().0 - first.0).clamp(0, budget);
        return (if count == 0 { batch.next_offset().max(from) } else { first.plus(count) }, count);
    }
    // Compaction left holes: only the records themselves tell.
    let offsets: Vec<Offset> = batch
        .records()
        .map(|records| records.iter().map(|record| record.offset).filter(|offset| *offset >= first).collect())
        .unwrap_or_default();
    let count = (offsets.len() as i64).min(budget);
    let next = offsets.get(count as usize).copied();
    (next.unwrap_or_else(|| batch.next_offset().max(from)), count)
}
