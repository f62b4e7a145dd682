//! Batches by partition, within `buffer.memory` (`RecordAccumulator`,
//! `BufferPool`), and the choice of a record's partition.

use super::batch::{OutRecord, PartitionQueue, ProducerBatch};
use super::partitioner::{Load, RoundRobin, Sticky, partition_for_key};
use super::sender::Purpose;
use crate::base::{Duration, EpochMillis, Instant, Text, TopicPartition};
use crate::client::network_client::NetworkClient;
use crate::client::wakes::NextDeadline;
use crate::config::ProducerConfig;
use std::sync::Arc;

/// The batches of one topic.
#[derive(Clone, Debug)]
pub(super) struct Accumulator {
    pub(super) queues: Vec<PartitionQueue>,
    batch_size: u64,
    linger: Duration,
    delivery_timeout: Duration,
    buffer_memory: u64,
    used_memory: u64,
    next_number: u64,
    is_adaptive: bool,
    ignores_keys: bool,
    round_robin: Option<RoundRobin>,
    sticky: Sticky,
    /// Partition that the next round of sending starts from.
    pub(super) drain_start: usize,
}

impl Accumulator {
    pub(super) fn new(config: &ProducerConfig) -> Self {
        let millis = |ms: i64| Duration::from_millis(ms.max(0) as u64);
        Self {
            queues: Vec::new(),
            batch_size: config.batch_size.max(1) as u64,
            linger: millis(config.linger_ms),
            delivery_timeout: millis(config.delivery_timeout_ms),
            buffer_memory: config.buffer_memory as u64,
            used_memory: 0,
            next_number: 0,
            is_adaptive: config.partitioner_adaptive,
            ignores_keys: config.partitioner_ignore_keys,
            round_robin: (!config.partitioner_class.is_empty()).then(RoundRobin::default),
            sticky: Sticky::default(),
            drain_start: 0,
        }
    }

    /// Adds a record to a batch; false when there is no memory for a new one.
    pub(super) fn append(
        &mut self,
        now: Instant,
        time: EpochMillis,
        record: &OutRecord,
        partitions: i32,
        topic: &Text,
        network: &mut NetworkClient<Purpose>,
    ) -> bool {
        if self.queues.len() < partitions as usize {
            self.queues.resize_with(partitions as usize, PartitionQueue::default);
        }
        let (partition, is_sticky) = self.choose(record, partitions, topic, network);
        if !self.has_room(partition, record) {
            let allocated = self.batch_size.max(record.size_alone());
            if self.used_memory + allocated > self.buffer_memory {
                return false;
            }
            self.open_batch(partition, now, allocated);
        }
        let queue = &mut self.queues[partition as usize];
        // `open_batch` or `has_room` saw the last batch.
        let Some(batch) = queue.batches.back_mut().map(Arc::make_mut) else { return false };
        let before = batch.size_bytes();
        batch.push(record, time);
        if is_sticky {
            let appended = batch.size_bytes() - before;
            let all_full = queue.all_full(self.batch_size);
            self.sticky.appended(appended, self.batch_size, all_full);
        }
        true
    }

    fn choose(
        &mut self,
        record: &OutRecord,
        partitions: i32,
        topic: &Text,
        network: &mut NetworkClient<Purpose>,
    ) -> (i32, bool) {
        if let Some(round_robin) = &mut self.round_robin {
            return (round_robin.next(partitions, &loads(&self.queues, partitions, topic, network)), false);
        }
        if let Some(key) = &record.key
            && !self.ignores_keys
        {
            return (partition_for_key(key, partitions), false);
        }
        let partition = self.sticky.current(partitions).unwrap_or_else(|| {
            let available = loads(&self.queues, partitions, topic, network);
            self.sticky.switch(partitions, &available, self.is_adaptive, network.stream())
        });
        (partition, true)
    }

    fn has_room(&self, partition: i32, record: &OutRecord) -> bool {
        self.queues[partition as usize].batches.back().is_some_and(|batch| {
            let size = batch.size_bytes() + record.size_in_batch(batch.count());
            !batch.is_closed && size <= self.batch_size
        })
    }

    fn open_batch(&mut self, partition: i32, now: Instant, allocated: u64) {
        let queue = &mut self.queues[partition as usize];
        if let Some(last) = queue.batches.back_mut()
            && !last.is_closed
        {
            Arc::make_mut(last).is_closed = true;
        }
        self.next_number += 1;
        self.used_memory += allocated;
        queue.batches.push_back(Arc::new(ProducerBatch::new(self.next_number, now, allocated)));
    }

    /// When the first batch of a queue that waits may leave.
    pub(super) fn ready_at(&self, queue: &PartitionQueue, place: usize, is_urgent: bool) -> Instant {
        let Some(batch) = queue.batches.get(place) else { return Instant::NEVER };
        if batch.attempts > 0 {
            return batch.not_before;
        }
        let is_full = queue.queued() > 1 || batch.is_closed || batch.size_bytes() >= self.batch_size;
        if is_full || is_urgent { batch.created } else { batch.created + self.linger }
    }

    /// When a batch is given up.
    pub(super) fn expires_at(&self, batch: &ProducerBatch) -> Instant {
        batch.created + self.delivery_timeout
    }

    /// Takes a batch out for good and frees its memory.
    pub(super) fn remove(&mut self, partition: i32, place: usize) -> Option<Arc<ProducerBatch>> {
        let queue = self.queues.get_mut(partition as usize)?;
        let batch = queue.batches.remove(place)?;
        if batch.is_in_flight {
            queue.in_flight -= 1;
        }
        self.used_memory -= batch.allocated;
        Some(batch)
    }

    /// Whether nothing waits and nothing is on its way.
    pub(super) fn is_empty(&self) -> bool {
        self.queues.iter().all(|queue| queue.batches.is_empty())
    }

    /// Records that wait, and batches on their way.
    pub(super) fn counts(&self) -> (u64, u32) {
        let waiting = self.queues.iter().flat_map(|queue| &queue.batches).filter(|batch| !batch.is_in_flight);
        let records = waiting.map(|batch| batch.count() as u64).sum();
        (records, self.queues.iter().map(|queue| queue.in_flight).sum())
    }

    /// Takes in when batches become ready or are given up.
    pub(super) fn deadlines(&self, is_urgent: bool, next: &mut NextDeadline) {
        for queue in &self.queues {
            if let Some(first) = queue.batches.front() {
                next.at(self.expires_at(first));
            }
            if let Some(place) = queue.first_queued() {
                next.at(self.ready_at(queue, place, is_urgent));
            }
        }
    }
}

/// The partitions with a known leader, with the length of their queues.
fn loads(
    queues: &[PartitionQueue],
    partitions: i32,
    topic: &Text,
    network: &NetworkClient<Purpose>,
) -> Vec<Load> {
    let Some(topic) = network.metadata.topic_id(topic) else { return Vec::new() };
    (0..partitions)
        .filter(|&partition| network.metadata.leader(TopicPartition { topic, partition }).is_some())
        .map(|partition| Load { partition, queue: queues[partition as usize].queued() })
        .collect()
}
