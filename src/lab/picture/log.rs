//! One partition's log on every replica, and one record decoded.

use crate::base::{BrokerId, Offset, TopicPartition};
use crate::lab::view::{BatchView, ClusterView, LogView, RecordView, ReplicaLogView, Role, SegmentView};
use crate::protocol::RecordBatch;
use crate::storage::PartitionLog;
use crate::world::World;
use std::sync::Arc;

/// How many offsets back from its end a log is shown batch by batch.
const WINDOW: i64 = 400;

/// A partition's log on every replica, the leader's first.
pub(in crate::lab) fn log(
    world: &World,
    cluster: &ClusterView,
    partition: TopicPartition,
) -> Option<LogView> {
    let known = cluster.partition(partition)?;
    let mut brokers = known.replicas.clone();
    brokers.sort_by_key(|broker| *broker != known.leader);
    let leader_log =
        world.broker(known.leader).and_then(|broker| broker.replica(partition)).map(|replica| replica.log());
    let replicas = brokers
        .into_iter()
        .map(|broker| {
            let replica = world.broker(broker).and_then(|process| process.replica(partition));
            let in_sync = known.isr.contains(&broker);
            match replica {
                Some(replica) => {
                    let role = if replica.is_leader() { Role::Leader } else { Role::Follower };
                    let leader = leader_log.filter(|_| broker != known.leader);
                    replica_log(broker, role, in_sync, replica.log(), leader)
                }
                None => offline(world, broker, in_sync, partition, leader_log),
            }
        })
        .collect();
    let committed = cluster.groups.iter().filter_map(|group| {
        let part = group.offsets.iter().find(|part| part.partition == partition)?;
        Some((group.name.clone(), part.committed?))
    });
    Some(LogView { partition, replicas, committed: committed.collect() })
}

fn replica_log(
    broker: BrokerId,
    role: Role,
    in_sync: bool,
    log: &PartitionLog,
    leader: Option<&PartitionLog>,
) -> ReplicaLogView {
    let from = Offset((log.log_end().0 - WINDOW).max(log.log_start().0));
    let batches: Vec<_> = log.batches(from).collect();
    let diverges_at = leader.and_then(|leader| {
        let differs = |batch: &&RecordBatch| {
            batch.base_offset() >= leader.log_end()
                || leader
                    .batch_at(batch.base_offset())
                    .is_some_and(|other| other.header().crc != batch.header().crc)
        };
        batches.iter().find(differs).map(RecordBatch::base_offset)
    });
    let segments = log.segments().into_iter().map(|segment| SegmentView {
        base_offset: segment.base_offset,
        next_offset: segment.next_offset,
        size_bytes: segment.size_bytes,
        is_active: segment.is_active,
    });
    ReplicaLogView {
        broker,
        role,
        in_sync,
        log_start: log.log_start(),
        high_watermark: log.high_watermark(),
        log_end: log.log_end(),
        flushed_end: log.flushed_end(),
        segments: segments.collect(),
        batches: Arc::new(batches.iter().map(batch_view).collect()),
        epochs: log.epochs().to_vec(),
        diverges_at,
    }
}

/// A replica whose broker is down: what its disk holds, read as at a start.
fn offline(
    world: &World,
    broker: BrokerId,
    in_sync: bool,
    partition: TopicPartition,
    leader: Option<&PartitionLog>,
) -> ReplicaLogView {
    let stored = world.stored_log(broker, partition);
    match stored {
        Some(log) => replica_log(broker, Role::Offline, in_sync, &log, leader),
        None => ReplicaLogView { broker, role: Role::Offline, in_sync, ..ReplicaLogView::default() },
    }
}

fn batch_view(batch: &RecordBatch) -> BatchView {
    let header = batch.header();
    BatchView {
        base_offset: header.base_offset,
        last_offset: batch.last_offset(),
        epoch: header.leader_epoch,
        size_bytes: batch.size_bytes() as u32,
        crc: header.crc,
    }
}

/// A record of one replica, decoded from its bytes.
pub(in crate::lab) fn record(
    world: &World,
    broker: BrokerId,
    partition: TopicPartition,
    offset: Offset,
) -> Option<RecordView> {
    let batch = match world.broker(broker) {
        Some(process) => process.replica(partition)?.log().batch_at(offset)?,
        None => world.stored_log(broker, partition)?.batch_at(offset)?,
    };
    let header = *batch.header();
    let mut view = RecordView {
        broker,
        partition,
        offset,
        batch: batch_view(&batch),
        is_crc_valid: batch.is_intact(),
        producer: (header.producer.0 >= 0).then(|| {
            let delta = (offset.0 - header.base_offset.0) as i32;
            (header.producer.0, header.producer_epoch.0, header.base_sequence.wrapping_add(delta) & i32::MAX)
        }),
        ..RecordView::default()
    };
    if let Some(record) = batch.records().ok()?.into_iter().find(|record| record.offset == offset) {
        let text = |bytes: &bytes::Bytes| crate::base::Text::from(String::from_utf8_lossy(bytes));
        let since_boot =
            crate::base::Duration::from_millis((record.timestamp.0 - world.calendar().0).max(0) as u64);
        view.timestamp = super::scenario_time(crate::base::Instant::START + since_boot).to_string().into();
        view.key = record.key.as_ref().map(text);
        view.value = record.value.as_ref().map(text);
        view.headers = record
            .headers
            .iter()
            .map(|(key, value)| (text(key), value.as_ref().map(text).unwrap_or_default()))
            .collect();
    }
    Some(view)
}
