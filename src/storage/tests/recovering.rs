//! The ways a process ends, and what the next one finds.

use super::*;
use crate::base::{Duration, Sabotage};
use crate::storage::{LogFiles, Recovery};
use crate::story::{DeleteReason, Ending};

fn restart(log: PartitionLog, how: Ending) -> (PartitionLog, Recovery) {
    let config = Arc::clone(log.config());
    PartitionLog::recover(log.into_files(how), config, Instant::START, CALENDAR)
}

fn seven() -> PartitionLog {
    let mut log = log(&[("segment.bytes", "450")]);
    for sequence in 0..7 {
        append_in(&mut log, &produced(0, sequence, 1), sequence / 3).unwrap();
    }
    log
}

#[test]
fn an_empty_directory_is_an_empty_log() {
    let (log, recovery) = PartitionLog::recover(LogFiles::default(), config(&[]), Instant::START, CALENDAR);
    assert_eq!((log.log_end(), bases(&log)), (Offset(0), vec![0]));
    assert_eq!(recovery, Recovery { log_end: Offset(0), lost_bytes: 0, was_clean: false });
}

#[test]
fn a_power_cut_loses_what_was_not_flushed() {
    let log = seven();
    let flushed = log.flushed_end();
    assert!(flushed > Offset(0) && flushed < Offset(7));
    let (log, recovery) = restart(log, Ending::PowerCut);
    assert_eq!((log.log_end(), recovery.was_clean), (flushed, false));
    assert!(log.agrees_with_scan());
    let mut flushed = seven();
    flushed.flush();
    assert_eq!(restart(flushed, Ending::PowerCut).0.log_end(), Offset(7));
    let mut broken = seven();
    broken.set_sabotage(Sabotage::PowerCutLosesFlushed);
    broken.flush();
    assert!(restart(broken, Ending::PowerCut).0.log_end() < Offset(7));
}

#[test]
fn a_crash_loses_nothing_but_the_high_watermark_since_its_checkpoint() {
    let mut log = seven();
    log.set_high_watermark(Offset(3));
    log.checkpoint_high_watermark();
    log.set_high_watermark(Offset(7));
    let (mut log, recovery) = restart(log, Ending::Crash);
    assert_eq!(recovery, Recovery { log_end: Offset(7), lost_bytes: 0, was_clean: false });
    assert_eq!(log.high_watermark(), Offset(3));
    assert!(log.agrees_with_scan());
    assert_eq!(append(&mut log, &produced(0, 6, 1)), Ok((Offset(6), true)));
}

#[test]
fn a_clean_stop_keeps_everything() {
    let mut log = seven();
    log.set_high_watermark(Offset(7));
    let (log, recovery) = restart(log, Ending::CleanStop);
    assert_eq!(recovery, Recovery { log_end: Offset(7), lost_bytes: 0, was_clean: true });
    assert_eq!((log.high_watermark(), log.flushed_end()), (Offset(7), Offset(7)));
    assert!(log.agrees_with_scan());
}

#[test]
fn recovery_cuts_at_the_damage_unless_the_stop_was_clean() {
    let damaged = || {
        let mut log = seven();
        assert!(log.corrupt_byte(Offset(6)));
        log
    };
    let (log, recovery) = restart(damaged(), Ending::Crash);
    assert_eq!(log.log_end(), Offset(6));
    assert!(recovery.lost_bytes > 0 && log.agrees_with_scan());
    let (log, recovery) = restart(damaged(), Ending::CleanStop);
    assert_eq!((log.log_end(), recovery.lost_bytes), (Offset(7), 0));
    assert!(log.batch_at(Offset(6)).is_some_and(|batch| !batch.is_intact()));
    let mut below = seven();
    assert!(below.corrupt_byte(Offset(1)), "below the recovery point nobody looks");
    assert_eq!(restart(below, Ending::Crash).0.log_end(), Offset(7));
    let mut broken = damaged();
    broken.set_sabotage(Sabotage::RecoveryKeepsDamagedTail);
    assert_eq!(restart(broken, Ending::Crash).0.log_end(), Offset(7));
}

#[test]
fn recovery_without_producers_is_noticed() {
    let mut log = seven();
    log.set_sabotage(Sabotage::RecoveryForgetsProducers);
    assert!(!restart(log, Ending::Crash).0.agrees_with_scan());
}

#[test]
fn flushes_by_count_and_by_time() {
    let mut counted = log(&[("flush.messages", "3")]);
    for flushed in [0, 0, 3, 3] {
        append(&mut counted, &singleton(1_000_000)).unwrap();
        assert_eq!(counted.flushed_end(), Offset(flushed));
    }
    let mut timed = log(&[("flush.ms", "500")]);
    append(&mut timed, &singleton(1_000_000)).unwrap();
    timed.maybe_flush(Instant::START + Duration::from_millis(499));
    assert_eq!(timed.flushed_end(), Offset(0));
    timed.maybe_flush(Instant::START + Duration::from_millis(500));
    assert_eq!(timed.flushed_end(), Offset(1));
}

#[test]
fn a_log_start_outlives_a_power_cut() {
    let mut log = filled(&[("flush.messages", "2")], 5, 1_000_000);
    log.advance_log_start(Offset(5), DeleteReason::LogStart, &mut LogEvents::new()).unwrap();
    let (log, _) = restart(log, Ending::PowerCut);
    assert_eq!((log.log_start(), log.log_end(), log.high_watermark()), (Offset(5), Offset(5), Offset(5)));
}

#[test]
fn producers_are_forgotten_in_time() {
    let mut log = seven();
    let day_ms = 86_400_000;
    log.expire_producers(Instant::START + Duration::from_millis(day_ms as u64 - 1), day_ms);
    assert_eq!(log.producers().count(), 1);
    log.expire_producers(Instant::START + Duration::from_millis(day_ms as u64), day_ms);
    assert_eq!(log.producers().count(), 0);
    assert_eq!(append(&mut log, &produced(0, 400, 1)), Ok((Offset(7), false)));
}
