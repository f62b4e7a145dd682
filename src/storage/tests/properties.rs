//! Whatever happens to a log, it stays a prefix of what was written, and what it
//! remembers is what reading it gives.

use super::*;
use crate::base::Duration;
use crate::story::{DeleteReason, Ending};
use proptest::prelude::*;

#[derive(Clone, Copy, Debug)]
enum Step {
    Append { producer: u8, count: u8 },
    NewEpoch,
    Truncate { back: u8 },
    Commit,
    Flush,
    Retain { after_ms: u16 },
    DeleteRecords { ahead: u8 },
    Restart(Ending),
}

fn step() -> impl Strategy<Value = Step> {
    let ending = prop_oneof![Just(Ending::Crash), Just(Ending::PowerCut), Just(Ending::CleanStop)];
    prop_oneof![
        8 => (0_u8..4, 1_u8..4).prop_map(|(producer, count)| Step::Append { producer, count }),
        1 => Just(Step::NewEpoch),
        1 => (0_u8..12).prop_map(|back| Step::Truncate { back }),
        2 => Just(Step::Commit),
        1 => Just(Step::Flush),
        1 => (0_u16..2_000).prop_map(|after_ms| Step::Retain { after_ms }),
        1 => (0_u8..6).prop_map(|ahead| Step::DeleteRecords { ahead }),
        1 => ending.prop_map(Step::Restart),
    ]
}

/// A log with what was written to it: one (epoch, bytes) per batch.
struct Model {
    log: PartitionLog,
    written: Vec<RecordBatch>,
    sequences: [i32; 4],
    epoch: i32,
    now: Instant,
}

impl Model {
    fn new() -> Self {
        let settings = [
            ("segment.bytes", "420"),
            ("retention.bytes", "900"),
            ("retention.ms", "5000"),
            ("index.interval.bytes", "100"),
        ];
        Self { log: log(&settings), written: Vec::new(), sequences: [0; 4], epoch: 0, now: Instant::START }
    }

    fn append(&mut self, producer: u8, count: u8) {
        let mut builder = BatchBuilder::new();
        let time = self.now.on_calendar(CALENDAR);
        (0..count).for_each(|index| builder.push(None, Some(&[index]), time));
        // Producer 3 is not idempotent.
        let batch = match producer {
            3 => builder.build(ProducerId::NONE, ProducerEpoch::NONE, -1),
            _ => builder.build(
                ProducerId(producer.into()),
                ProducerEpoch(0),
                self.sequences[usize::from(producer)],
            ),
        };
        let mut out = LogEvents::new();
        let appended =
            self.log.append_as_leader(&batch, LeaderEpoch(self.epoch), self.now, &mut out).unwrap();
        assert!(!appended.duplicate);
        self.sequences[usize::from(producer)] += i32::from(count);
        self.written.extend(self.log.batch_at(appended.base_offset));
    }

    /// The log ends where it ends: what was written beyond never was.
    fn forget_lost(&mut self) {
        let end = self.log.log_end();
        self.written.retain(|batch| batch.last_offset() < end);
        for producer in 0..3_usize {
            let known = self.log.producers().find(|(id, _)| id.0 == producer as i64);
            let last = known.and_then(|(_, entry)| entry.batches().last());
            self.sequences[producer] = last.map_or(0, |last| last.last_sequence + 1);
        }
    }

    fn take(&mut self, step: Step) {
        let mut out = LogEvents::new();
        match step {
            Step::Append { producer, count } => self.append(producer, count),
            Step::NewEpoch => {
                self.epoch += 1;
                self.log.begin_epoch(LeaderEpoch(self.epoch), self.log.log_end());
            }
            Step::Truncate { back } => {
                let to = self.log.log_end().plus(-i64::from(back)).max(self.log.log_start());
                self.log.truncate_to(to, &mut out);
                self.forget_lost();
            }
            Step::Commit => {
                self.log.set_high_watermark(self.log.log_end());
                self.log.checkpoint_high_watermark();
            }
            Step::Flush => self.log.flush(),
            Step::Retain { after_ms } => {
                self.now = self.now + Duration::from_millis(after_ms.into());
                self.log.apply_retention(self.now, &mut out);
            }
            Step::DeleteRecords { ahead } => {
                let to = self.log.log_start().plus(ahead.into()).min(self.log.high_watermark());
                self.log.advance_log_start(to, DeleteReason::LogStart, &mut out).unwrap();
            }
            Step::Restart(how) => self.restart(how),
        }
    }

    fn restart(&mut self, how: Ending) {
        let (end, flushed) = (self.log.log_end(), self.log.flushed_end());
        let config = Arc::clone(self.log.config());
        let files = self.log.clone().into_files(how);
        let (log, recovery) = PartitionLog::recover(files, config, self.now, CALENDAR);
        assert_eq!(recovery.lost_bytes, 0);
        assert!(log.log_end() >= flushed && log.log_end() <= end);
        assert!(how == Ending::PowerCut || log.log_end() == end);
        self.log = log;
        self.forget_lost();
    }

    fn check(&self) {
        let log = &self.log;
        assert!(log.log_start() <= log.high_watermark() && log.high_watermark() <= log.log_end());
        let start = log.log_start();
        let expected: Vec<_> = self.written.iter().filter(|batch| batch.last_offset() >= start).collect();
        let found: Vec<_> = log.batches(start).collect();
        assert_eq!(found.iter().collect::<Vec<_>>(), expected);
        assert!(log.agrees_with_scan(), "{:?} {:?}", log.epochs(), log.producers().collect::<Vec<_>>());
        assert_eq!(log.size_bytes(), log.segments().iter().map(|segment| segment.size_bytes).sum::<u64>());
        for batch in &found {
            let at = batch.base_offset().max(start);
            let read = log.read(at, log.log_end(), 1).unwrap();
            assert_eq!(read.first(), Some(batch));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_log_is_a_prefix_and_remembers_what_it_holds(steps in prop::collection::vec(step(), 1..60)) {
        let mut model = Model::new();
        for step in steps {
            model.take(step);
            model.check();
        }
    }

    #[test]
    fn damage_costs_the_tail_from_there_on(
        appends in prop::collection::vec((0_u8..4, 1_u8..4), 1..30),
        at in 0_usize..90,
    ) {
        let mut model = Model::new();
        for (producer, count) in appends {
            model.append(producer, count);
        }
        let flushed = model.log.flushed_end();
        let damaged = model.written[at % model.written.len()].base_offset();
        prop_assert!(model.log.corrupt_byte(damaged));
        let config = Arc::clone(model.log.config());
        let (end, files) = (model.log.log_end(), model.log.into_files(Ending::Crash));
        let (log, recovery) = PartitionLog::recover(files, config, model.now, CALENDAR);
        // Below the recovery point nobody looks.
        let expected = if damaged < flushed { end } else { damaged };
        prop_assert_eq!(log.log_end(), expected);
        prop_assert_eq!(recovery.lost_bytes > 0, damaged >= flushed);
        prop_assert!(log.agrees_with_scan());
        if damaged >= flushed {
            prop_assert!(log.batches(Offset::ZERO).all(|batch| batch.is_intact() || batch.base_offset() < flushed));
        }
    }
}
