//! One partition's log and one record of the hand-made shop.

use super::partition;
use crate::base::{BrokerId, LeaderEpoch, Offset};
use crate::lab::view::{BatchView, LogView, RecordView, ReplicaLogView, Role, SegmentView};
use std::sync::Arc;

pub(super) fn log() -> LogView {
    let replica = |broker, role, in_sync, end: i64, watermark, diverges: Option<i64>| ReplicaLogView {
        broker: BrokerId(broker),
        role,
        in_sync,
        log_start: Offset(8),
        high_watermark: Offset(watermark),
        log_end: Offset(end),
        flushed_end: Offset(end - 3),
        segments: [(8, 20), (20, 34), (34, end)]
            .into_iter()
            .map(|(base, next)| SegmentView {
                base_offset: Offset(base),
                next_offset: Offset(next),
                size_bytes: 4_096,
                is_active: base == 34,
            })
            .collect(),
        batches: Arc::new((8..end).step_by(2).map(batch).collect()),
        epochs: vec![(LeaderEpoch(5), Offset(0)), (LeaderEpoch(6), Offset(41))],
        diverges_at: diverges.map(Offset),
    };
    LogView {
        partition: partition(1),
        replicas: vec![
            replica(3, Role::Leader, true, 42, 40, None),
            replica(1, Role::Follower, true, 41, 40, None),
            replica(2, Role::Offline, false, 44, 39, Some(42)),
        ],
        committed: vec![("audit".into(), Offset(22)), ("shipping".into(), Offset(38))],
    }
}

const fn batch(base: i64) -> BatchView {
    BatchView {
        base_offset: Offset(base),
        last_offset: Offset(base + 1),
        epoch: LeaderEpoch(5),
        size_bytes: 138,
        crc: 0x1f2e_3d4c,
    }
}

pub(super) fn record() -> RecordView {
    RecordView {
        broker: BrokerId(3),
        partition: partition(1),
        offset: Offset(41),
        batch: batch(40),
        is_crc_valid: true,
        timestamp: "2025-01-01 00:00:12.480".into(),
        key: Some("alice".into()),
        value: Some("{\"item\":\"book\",\"n\":2}".into()),
        headers: Vec::new(),
        producer: Some((4_000, 0, 118)),
    }
}
