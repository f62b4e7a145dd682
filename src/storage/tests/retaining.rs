//! Retention, with the numbers of Kafka's own tests: batches of 72 bytes, five
//! to a segment.

use super::*;
use crate::base::{Duration, Sabotage};
use crate::storage::LogEvent;
use crate::story::DeleteReason;

const FIVE: (&str, &str) = ("segment.bytes", "360");

fn retain(log: &mut PartitionLog) -> LogEvents {
    let mut out = LogEvents::new();
    log.apply_retention(Instant::START, &mut out);
    out
}

#[test]
fn the_log_stays_at_least_as_large_as_the_limit() {
    let mut log = filled(&[FIVE, ("retention.bytes", "720")], 15, 1_000_000);
    let out = retain(&mut log);
    assert_eq!(bases(&log), [5, 10]);
    assert_eq!((log.log_start(), log.size_bytes()), (Offset(5), 720));
    let deleted = LogEvent::SegmentDeleted {
        base_offset: Offset(0),
        next_offset: Offset(5),
        bytes: 360,
        reason: DeleteReason::Size,
    };
    assert_eq!(out, [deleted, LogEvent::LogStartMoved { to: Offset(5), reason: DeleteReason::Size }]);
    assert_eq!(log.epochs(), [(LeaderEpoch(0), Offset(5))]);
    assert_eq!(log.read(Offset(4), Offset(15), 100), Err(ErrorCode::OffsetOutOfRange));
    let mut large = filled(&[FIVE, ("retention.bytes", "1080")], 15, 1_000_000);
    retain(&mut large);
    assert_eq!(bases(&large), [0, 5, 10]);
}

#[test]
fn even_the_active_segment_grows_old() {
    let mut log = filled(&[FIVE, ("retention.ms", "10000")], 15, 10);
    let out = retain(&mut log);
    assert_eq!(out.first(), Some(&LogEvent::Rolled { base_offset: Offset(15), by_time: false }));
    assert_eq!(bases(&log), [15]);
    assert_eq!((log.log_start(), log.log_end(), log.size_bytes()), (Offset(15), Offset(15), 0));
    assert!(retain(&mut log).is_empty(), "an empty last segment is never deleted");
    append(&mut log, &singleton(1_000_000)).unwrap();
    assert_eq!(log.batch_at(Offset(15)).map(|batch| batch.base_offset()), Some(Offset(15)));
}

#[test]
fn young_records_stay() {
    let mut log = filled(&[FIVE, ("retention.ms", "10000")], 15, 1_000_000);
    assert!(retain(&mut log).is_empty());
    let mut out = LogEvents::new();
    log.apply_retention(Instant::START + Duration::from_millis(10_000), &mut out);
    assert!(out.is_empty(), "as old as the limit is not older");
    log.apply_retention(Instant::START + Duration::from_millis(10_001), &mut out);
    assert_eq!(bases(&log), [15]);
}

#[test]
fn nothing_above_the_high_watermark_goes() {
    let mut log = log(&[FIVE, ("retention.ms", "10000")]);
    for _ in 0..15 {
        append(&mut log, &singleton(10)).unwrap();
    }
    for (high_watermark, left) in [(4, vec![0, 5, 10]), (9, vec![5, 10]), (14, vec![10]), (15, vec![15])] {
        log.set_high_watermark(Offset(high_watermark));
        retain(&mut log);
        assert_eq!(bases(&log), left);
        assert!(log.log_start() <= log.high_watermark());
    }
    let mut broken = self::log(&[FIVE, ("retention.ms", "10000")]);
    broken.set_sabotage(Sabotage::RetentionIgnoresHighWatermark);
    append(&mut broken, &singleton(10)).unwrap();
    retain(&mut broken);
    assert!(broken.log_start() > broken.high_watermark());
}

#[test]
fn a_compacted_log_only_goes_from_its_start() {
    let policy = |policy| [FIVE, ("retention.ms", "10000"), ("cleanup.policy", policy)];
    let keyed = |settings: &[(&str, &str)]| {
        let mut log = log(settings);
        for _ in 0..15 {
            let mut builder = BatchBuilder::new();
            builder.push(Some(b"k"), Some(b"tes"), EpochMillis(10));
            append(&mut log, &builder.build(ProducerId::NONE, ProducerEpoch::NONE, -1)).unwrap();
        }
        log.set_high_watermark(log.log_end());
        log
    };
    let mut compact = keyed(&policy("compact"));
    retain(&mut compact);
    assert_eq!(bases(&compact), [0, 5, 10]);
    let mut out = LogEvents::new();
    compact.advance_log_start(Offset(5), DeleteReason::LogStart, &mut out).unwrap();
    retain(&mut compact);
    assert_eq!(bases(&compact), [5, 10]);
    let mut both = keyed(&policy("compact,delete"));
    retain(&mut both);
    assert_eq!(bases(&both), [15]);
}

#[test]
fn delete_records_stops_at_the_high_watermark() {
    let mut log = filled(&[FIVE], 15, 1_000_000);
    append(&mut log, &singleton(1_000_000)).unwrap();
    let mut out = LogEvents::new();
    let mut advance = |to| log.advance_log_start(Offset(to), DeleteReason::LogStart, &mut out);
    assert_eq!(advance(16), Err(ErrorCode::OffsetOutOfRange));
    assert_eq!(advance(11), Ok(()));
    assert_eq!(advance(3), Ok(()), "asking for less changes nothing");
    assert_eq!(log.log_start(), Offset(11));
    assert_eq!(bases(&log), [0, 5, 10, 15], "until the next check");
    retain(&mut log);
    assert_eq!(bases(&log), [10, 15]);
    assert_eq!(log.offset_for_time(EpochMillis(0)).map(|found| found.0), Some(Offset(11)));
}

#[test]
fn removed_files_linger() {
    let mut log = filled(&[FIVE, ("retention.bytes", "720")], 15, 1_000_000);
    retain(&mut log);
    let names: Vec<_> = log.deleted_segments().into_iter().map(|segment| segment.file_name).collect();
    assert_eq!(names, ["00000000000000000000.log.deleted"]);
    log.maybe_flush(Instant::START + Duration::from_millis(59_999));
    assert_eq!(log.deleted_segments().len(), 1);
    log.maybe_flush(Instant::START + Duration::from_millis(60_000));
    assert!(log.deleted_segments().is_empty());
}
