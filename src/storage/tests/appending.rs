//! Writing, reading, and cutting.

use super::*;
use crate::base::{Duration, Sabotage};
use crate::protocol::EpochEnd;
use crate::storage::LogEvent;
use crate::story::DeleteReason;

#[test]
fn five_singletons_fill_a_segment_of_five() {
    let log = filled(&[("segment.bytes", "360"), ("index.interval.bytes", "100")], 11, 1_000_000);
    assert_eq!(bases(&log), [0, 5, 10]);
    let segments = log.segments();
    assert_eq!(segments[1].file_name, "00000000000000000005.log");
    assert_eq!((segments[0].size_bytes, segments[2].size_bytes), (360, 72));
    assert_eq!((segments[1].flushed_bytes, segments[2].flushed_bytes), (360, 0), "flushed when it rolls");
    assert_eq!((log.flushed_end(), log.size_bytes()), (Offset(10), 11 * 72));
    assert_eq!(log.index_entries(Offset(5)), [(Offset(7), 144), (Offset(9), 288)]);
    assert_eq!((log.index_lookup(Offset(8)), log.index_lookup(Offset(6))), (Some((Offset(7), 144)), None));
    let [file, index, time_index] = log.segment_files(Offset(5)).unwrap();
    assert_eq!((file.0.as_str(), file.1.len()), ("00000000000000000005.log", 360));
    assert_eq!((index.1.len(), time_index.1.len()), (16, 12));
}

#[test]
fn time_rolls_by_the_records_own_times() {
    let mut log = log(&[("segment.ms", "1000")]);
    let late = Instant::START + Duration::from_secs(3_600);
    let mut out = LogEvents::new();
    for time_ms in [5_000, 6_000, 6_001, 5_500] {
        log.append_as_leader(&singleton(time_ms), LeaderEpoch(0), late, &mut out).unwrap();
    }
    assert_eq!(out, [LogEvent::Rolled { base_offset: Offset(2), by_time: true }]);
    let mut idle = self::log(&[("segment.ms", "1000")]);
    let mut out = LogEvents::new();
    idle.append_as_leader(&singleton(-1), LeaderEpoch(0), Instant::START, &mut out).unwrap();
    idle.append_as_leader(&singleton(-1), LeaderEpoch(0), late, &mut out).unwrap();
    assert_eq!(out.len(), 1, "without record times, the segment's own age counts");
}

#[test]
fn a_batch_is_refused_for_a_reason() {
    let mut keyed = log(&[("cleanup.policy", "compact,delete")]);
    assert_eq!(append(&mut keyed, &singleton(1)), Err(ErrorCode::InvalidRecord));
    assert_eq!(append(&mut keyed, &produced(0, 0, 2)), Ok((Offset(0), false)));
    let mut small = log(&[("max.message.bytes", "71")]);
    assert_eq!(append(&mut small, &singleton(1)), Err(ErrorCode::MessageTooLarge));
    let mut tiny = log(&[("segment.bytes", "71")]);
    assert_eq!(append(&mut tiny, &singleton(1)), Err(ErrorCode::RecordListTooLarge));
    let mut bytes = singleton(1).bytes().to_vec();
    bytes[70] ^= 1;
    let damaged = RecordBatch::parse(&bytes.into()).unwrap();
    let mut log = log(&[]);
    assert_eq!(append(&mut log, &damaged), Err(ErrorCode::CorruptMessage));
    let refused = log.append_as_follower(&damaged, Instant::START, &mut LogEvents::new());
    assert_eq!(refused.map_err(|error| error.code), Err(ErrorCode::CorruptMessage));
    assert_eq!((log.log_end(), small.log_end()), (Offset(0), Offset(0)));
}

#[test]
fn a_repeated_batch_keeps_its_old_offset() {
    let mut log = log(&[]);
    assert_eq!(append(&mut log, &produced(0, 0, 3)), Ok((Offset(0), false)));
    assert_eq!(append(&mut log, &produced(0, 3, 2)), Ok((Offset(3), false)));
    assert_eq!(append(&mut log, &produced(0, 0, 3)), Ok((Offset(0), true)));
    assert_eq!(append(&mut log, &produced(0, 6, 1)), Err(ErrorCode::OutOfOrderSequenceNumber));
    assert_eq!(append(&mut log, &produced(1, 0, 1)), Ok((Offset(5), false)));
    assert_eq!(append(&mut log, &produced(0, 5, 1)), Err(ErrorCode::InvalidProducerEpoch));
    assert_eq!((log.log_end(), log.write_calls()), (Offset(6), 3));
}

#[test]
fn log_append_time_is_the_brokers() {
    let mut log = log(&[("message.timestamp.type", "LogAppendTime")]);
    let now = Instant::START + Duration::from_secs(2);
    let appended = log.append_as_leader(&singleton(5), LeaderEpoch(0), now, &mut LogEvents::new()).unwrap();
    assert_eq!(appended.log_append_time, EpochMillis(1_002_000));
    let stored = log.batch_at(Offset(0)).unwrap();
    assert_eq!(stored.records().unwrap()[0].timestamp, EpochMillis(1_002_000));
}

#[test]
fn reads_stay_in_the_log_and_below_the_bound() {
    let log = filled(&[("segment.bytes", "360")], 12, 1_000_000);
    let offsets = |from, up_to, max| {
        let batches = log.read(Offset(from), Offset(up_to), max)?;
        Ok(batches.iter().map(|batch| batch.base_offset().0).collect::<Vec<_>>())
    };
    assert_eq!(offsets(3, 99, 10_000), Ok(vec![3, 4]), "one segment at a time");
    assert_eq!(offsets(5, 99, 150), Ok(vec![5, 6]));
    assert_eq!(offsets(10, 11, 150), Ok(vec![10]));
    assert_eq!(offsets(12, 99, 150), Ok(vec![]));
    assert_eq!(offsets(13, 99, 150), Err(ErrorCode::OffsetOutOfRange));
    assert_eq!(log.batches(Offset(0)).count(), 12);
    assert_eq!(log.batch_at(Offset(12)), None);
}

#[test]
fn times_are_found_through_the_index() {
    let mut log = log(&[("segment.bytes", "360"), ("index.interval.bytes", "0")]);
    for time_ms in [10, 30, 20, 40, 35, 50, 60, 55, 70, 80, 90] {
        append_in(&mut log, &singleton(time_ms), 3).unwrap();
    }
    let at = |time_ms| log.offset_for_time(EpochMillis(time_ms)).map(|found| (found.0.0, found.1.0));
    assert_eq!(at(0), Some((0, 10)));
    assert_eq!(at(11), Some((1, 30)));
    assert_eq!(at(30), Some((1, 30)));
    assert_eq!(at(31), Some((3, 40)));
    assert_eq!(at(41), Some((5, 50)));
    assert_eq!(at(90), Some((10, 90)));
    assert_eq!(at(91), None);
    assert_eq!(log.offset_for_time(EpochMillis(56)).map(|found| found.2), Some(LeaderEpoch(3)));
}

#[test]
fn a_cut_takes_every_mark_with_it() {
    let mut log = log(&[("segment.bytes", "360")]);
    for epoch in [1, 1, 1, 1, 2, 2, 2, 5, 5, 5, 5, 5] {
        append_in(&mut log, &singleton(1_000_000), epoch).unwrap();
    }
    log.set_high_watermark(Offset(9));
    assert_eq!(log.end_offset_for(LeaderEpoch(3)), EpochEnd { epoch: LeaderEpoch(2), end_offset: Offset(7) });
    let mut out = LogEvents::new();
    log.truncate_to(Offset(7), &mut out);
    assert_eq!(out.last(), Some(&LogEvent::Truncated { from: Offset(12), to: Offset(7) }));
    assert_eq!(bases(&log), [0, 5]);
    assert_eq!(log.epochs(), [(LeaderEpoch(1), Offset(0)), (LeaderEpoch(2), Offset(4))]);
    assert_eq!((log.high_watermark(), log.log_end(), log.size_bytes()), (Offset(7), Offset(7), 7 * 72));
    assert!(log.agrees_with_scan());
    log.truncate_fully_to(Offset(40), &mut out);
    assert_eq!((log.log_start(), log.log_end(), log.size_bytes()), (Offset(40), Offset(40), 0));
    assert_eq!((log.latest_epoch(), bases(&log)), (None, vec![40]));
}

#[test]
fn a_cut_at_the_log_end_forgets_a_reign_that_wrote_nothing() {
    // `UnifiedLog.truncateTo`: the epoch cache is cut even when no record is.
    let mut log = log(&[]);
    append_in(&mut log, &singleton(1_000_000), 1).unwrap();
    log.begin_epoch(LeaderEpoch(3), Offset(1));
    log.truncate_to(Offset(1), &mut LogEvents::new());
    assert_eq!((log.log_end(), log.latest_epoch()), (Offset(1), Some(LeaderEpoch(1))));
}

#[test]
fn a_cut_brings_producers_back_to_where_they_were() {
    let mut log = log(&[("segment.bytes", "400")]);
    for sequence in 0..8 {
        append(&mut log, &produced(0, sequence, 1)).unwrap();
    }
    log.truncate_to(Offset(6), &mut LogEvents::new());
    assert!(log.agrees_with_scan());
    assert_eq!(append(&mut log, &produced(0, 7, 1)), Err(ErrorCode::OutOfOrderSequenceNumber));
    assert_eq!(append(&mut log, &produced(0, 6, 1)), Ok((Offset(6), false)));
    assert_eq!(append(&mut log, &produced(0, 4, 1)), Ok((Offset(4), true)));
}

#[test]
fn a_cut_within_a_batch_takes_the_whole_batch() {
    let mut log = log(&[]);
    append(&mut log, &produced(0, 0, 3)).unwrap();
    append(&mut log, &produced(0, 3, 5)).unwrap();
    log.truncate_to(Offset(5), &mut LogEvents::new());
    assert_eq!(log.log_end(), Offset(3));
}

#[test]
fn a_follower_holds_the_leaders_very_bytes() {
    let (mut leader, mut follower) = (log(&[]), log(&[]));
    let mut out = LogEvents::new();
    append_in(&mut leader, &produced(0, 0, 3), 4).unwrap();
    for batch in leader.batches(Offset(0)) {
        follower.append_as_follower(&batch, Instant::START, &mut out).unwrap();
    }
    let (ours, theirs) = (follower.batch_at(Offset(1)).unwrap(), leader.batch_at(Offset(1)).unwrap());
    assert_eq!(ours.bytes().as_ptr(), theirs.bytes().as_ptr());
    assert_eq!(follower.epochs(), [(LeaderEpoch(4), Offset(0))]);
    assert_eq!(append_in(&mut follower, &produced(0, 0, 3), 5), Ok((Offset(0), true)), "it may lead now");
}

#[test]
fn a_follower_may_start_within_a_batch() {
    let (mut leader, mut follower) = (log(&[]), log(&[]));
    let mut out = LogEvents::new();
    append(&mut leader, &produced(0, 0, 5)).unwrap();
    leader.set_high_watermark(Offset(5));
    leader.advance_log_start(Offset(2), DeleteReason::LogStart, &mut out).unwrap();
    follower.truncate_fully_to(Offset(2), &mut out);
    let batch = leader.batch_at(Offset(2)).unwrap();
    follower.append_as_follower(&batch, Instant::START, &mut out).unwrap();
    assert_eq!((follower.log_start(), follower.log_end()), (Offset(2), Offset(5)));
    assert!(follower.agrees_with_scan() && leader.agrees_with_scan());
    assert!(follower.append_as_follower(&batch, Instant::START, &mut out).is_err());
}

#[test]
fn a_clone_is_a_log_of_its_own() {
    let mut log = filled(&[("segment.bytes", "360")], 7, 1_000_000);
    let checkpoint = log.clone();
    log.truncate_to(Offset(2), &mut LogEvents::new());
    assert_eq!((checkpoint.log_end(), checkpoint.batches(Offset(0)).count()), (Offset(7), 7));
}

#[test]
fn each_switch_breaks_what_it_says() {
    let broken = |sabotage| {
        let mut log = log(&[]);
        log.set_sabotage(sabotage);
        append(&mut log, &produced(1, 0, 1)).unwrap();
        append(&mut log, &produced(1, 1, 1)).unwrap();
        log
    };
    let again = |sabotage, batch: &RecordBatch| append(&mut broken(sabotage), batch);
    assert_eq!(again(Sabotage::NoDuplicateCheck, &produced(1, 0, 1)), Ok((Offset(2), false)));
    assert_eq!(again(Sabotage::DuplicateGetsNewOffset, &produced(1, 0, 1)), Ok((Offset(2), true)));
    assert_eq!(again(Sabotage::NoSequenceCheck, &produced(1, 9, 1)), Ok((Offset(2), false)));
    assert_eq!(again(Sabotage::NoProducerFencing, &produced(0, 9, 1)), Ok((Offset(2), false)));
    let mut log = broken(Sabotage::TruncationIgnored);
    log.truncate_to(Offset(1), &mut LogEvents::new());
    assert_eq!(log.log_end(), Offset(2));
    let epochs: Vec<_> = broken(Sabotage::EpochStampedBackwards)
        .batches(Offset(0))
        .map(|b| b.header().leader_epoch.0)
        .collect();
    assert_eq!(epochs, [0, -1]);
    let mut log = broken(Sabotage::LogStartMayGoBack);
    log.set_high_watermark(Offset(2));
    for to in [2, 1] {
        log.advance_log_start(Offset(to), DeleteReason::LogStart, &mut LogEvents::new()).unwrap();
    }
    assert_eq!(log.log_start(), Offset(1));
}
