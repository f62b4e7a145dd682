//! A whole log at work: Kafka's documented cases, most of them from its
//! `UnifiedLogTest`, and two properties.

mod appending;
mod properties;
mod recovering;
mod retaining;

use super::{LogEvents, PartitionLog};
use crate::base::{EpochMillis, Instant, LeaderEpoch, Offset, ProducerEpoch, ProducerId};
use crate::config::TopicConfig;
use crate::protocol::{BatchBuilder, ErrorCode, RecordBatch};
use std::sync::Arc;

/// Calendar time of the start: 1,000 seconds after 1970.
const CALENDAR: EpochMillis = EpochMillis(1_000_000);

fn config(settings: &[(&str, &str)]) -> Arc<TopicConfig> {
    let mut config = TopicConfig::default();
    for (key, value) in settings {
        config.set(key, value).unwrap();
    }
    Arc::new(config)
}

fn log(settings: &[(&str, &str)]) -> PartitionLog {
    PartitionLog::create(config(settings), Instant::START, CALENDAR)
}

/// 72 bytes: Kafka's `singletonRecords("test")`, at this time.
fn singleton(time_ms: i64) -> RecordBatch {
    let mut builder = BatchBuilder::new();
    builder.push(None, Some(b"test"), EpochMillis(time_ms));
    builder.build(ProducerId::NONE, ProducerEpoch::NONE, -1)
}

/// Records of producer 7.
fn produced(epoch: i16, sequence: i32, count: i32) -> RecordBatch {
    let mut builder = BatchBuilder::new();
    for index in 0..count {
        builder.push(Some(b"key"), Some(&index.to_be_bytes()), EpochMillis(1_000_000));
    }
    builder.build(ProducerId(7), ProducerEpoch(epoch), sequence)
}

/// Appends in epoch 0 at the start; what the log did on its own account is dropped.
fn append(log: &mut PartitionLog, batch: &RecordBatch) -> Result<(Offset, bool), ErrorCode> {
    append_in(log, batch, 0)
}

fn append_in(log: &mut PartitionLog, batch: &RecordBatch, epoch: i32) -> Result<(Offset, bool), ErrorCode> {
    log.append_as_leader(batch, LeaderEpoch(epoch), Instant::START, &mut LogEvents::new())
        .map(|appended| (appended.base_offset, appended.duplicate))
        .map_err(|error| error.code)
}

/// A log of `count` singletons, all committed.
fn filled(settings: &[(&str, &str)], count: usize, time_ms: i64) -> PartitionLog {
    let mut log = log(settings);
    for _ in 0..count {
        append(&mut log, &singleton(time_ms)).unwrap();
    }
    log.set_high_watermark(log.log_end());
    log
}

fn bases(log: &PartitionLog) -> Vec<i64> {
    log.segments().iter().map(|segment| segment.base_offset.0).collect()
}
