//! The application around `poll`: its work on the records it was handed, the
//! commits it makes by itself, and what a record that it can't process does to it.
//!
//! Not Kafka's: the few lines a developer writes in the poll loop. The options
//! are [`ApplicationConfig`](crate::config::ApplicationConfig). Its dead-letter
//! producer has no identity: it waits for each record and tries again, so that a
//! record may stand twice in that topic.

use super::commits::CommitKind;
use super::{Consumer, Purpose};
use crate::base::{Duration, Instant, Offset, ProducerEpoch, ProducerId, TopicPartition};
use crate::client::ClientEffects;
use crate::protocol::{
    Acks, Api, BatchBuilder, ErrorCode, ProduceRequest, ProduceResponse, Record, RecordBatch, Request,
};
use crate::sim::Halt;
use crate::story::{Fact, PoisonOutcome};
use std::collections::VecDeque;

/// Records that take the application at least so long are reported one by one.
const WORTH_A_FACT: Duration = Duration::from_millis(1);

/// What the application is at.
#[derive(Clone, Debug)]
pub(super) enum Application {
    /// It waits in poll.
    Polling,
    /// It commits what poll returned before it works on it.
    Committing(Work),
    /// It works on records, and does not poll.
    Processing(Work),
    /// It waits until a record it can't process stands in the dead-letter topic.
    Forwarding(Work, Letter),
    /// It works on one record for ever.
    Hung,
}

/// Records the application was handed.
#[derive(Clone, Debug)]
pub(super) struct Work {
    slices: VecDeque<Slice>,
    /// When the present record (or slice) is done.
    pub(super) due: Instant,
}

/// Records of one batch.
#[derive(Clone, Debug)]
pub(super) struct Slice {
    pub(super) partition: TopicPartition,
    pub(super) next: Offset,
    pub(super) to: Offset,
    pub(super) count: i64,
    /// Those of them that can't be processed.
    pub(super) poisons: VecDeque<Poison>,
}

/// A record that can't be processed.
#[derive(Clone, Debug)]
pub(super) struct Poison {
    offset: Offset,
    key: Option<Vec<u8>>,
    value: Vec<u8>,
}

/// A record on its way to the dead-letter topic.
#[derive(Clone, Debug)]
pub(super) struct Letter {
    batch: RecordBatch,
    is_sent: bool,
    is_written: bool,
    failures: u32,
    pub(super) not_before: Instant,
}

impl Slice {
    /// How many records the next step of work does: one, unless records are so
    /// quick, or so full of holes (compaction), that the slice is done at once.
    /// Never beyond a record that can't be processed.
    fn step(&self, per_record: Duration) -> i64 {
        if self.to.0 - self.next.0 != self.count {
            return self.count;
        }
        let wanted = if per_record >= WORTH_A_FACT { 1 } else { self.count };
        let before_poison = self.poisons.front().map_or(wanted, |poison| poison.offset.0 - self.next.0);
        wanted.min(before_poison.max(1))
    }

    /// The record it stands at, when that can't be processed.
    fn poison(&self) -> Option<&Poison> {
        self.poisons.front().filter(|poison| poison.offset == self.next)
    }

    fn pass(&mut self, records: i64) {
        self.next = if records == self.count { self.to } else { self.next.plus(records) };
        self.count -= records;
        self.poisons.retain(|poison| poison.offset >= self.next);
    }
}

impl Consumer {
    /// The application's work so far. Whether it polls now.
    pub(super) fn advance_application(&mut self, now: Instant, effects: &mut ClientEffects) -> bool {
        self.application = match std::mem::replace(&mut self.application, Application::Polling) {
            Application::Committing(work) => self.commit_first(now, work, effects),
            Application::Processing(work) => self.work(now, work, effects),
            Application::Forwarding(work, letter) => self.forward(now, work, letter, effects),
            resting => resting,
        };
        matches!(self.application, Application::Polling)
    }

    /// Takes over what poll returns. Whether it is done with it at once.
    pub(super) fn hand_over(
        &mut self,
        now: Instant,
        slices: VecDeque<Slice>,
        effects: &mut ClientEffects,
    ) -> bool {
        let mut work = Work { slices, due: now };
        self.schedule(now, &mut work);
        self.application = if &*self.options.commits == "before" && self.membership.is_grouped() {
            self.begin_sync_commit(CommitKind::Manual);
            Application::Committing(work)
        } else {
            Application::Processing(work)
        };
        // An application that takes no time polls again at once.
        self.send_fetches(now, effects);
        self.per_record == Duration::ZERO
    }

    /// When the next step of the work is done. From now, not from when the last was
    /// due: a frozen process does no work.
    fn schedule(&self, now: Instant, work: &mut Work) {
        let records = work.slices.front().map_or(0, |slice| slice.step(self.per_record));
        work.due = now + Duration(self.per_record.0.saturating_mul(records as u64));
    }

    fn commit_first(&mut self, now: Instant, mut work: Work, effects: &mut ClientEffects) -> Application {
        self.find_coordinator(now, effects);
        self.drive_sync_commit(now, effects);
        if self.sync_commit.is_some() {
            return Application::Committing(work);
        }
        self.schedule(now, &mut work);
        self.work(now, work, effects)
    }

    fn work(&mut self, now: Instant, mut work: Work, effects: &mut ClientEffects) -> Application {
        while work.due <= now
            && let Some(slice) = work.slices.front_mut()
        {
            let (client, partition, from) = (self.id, slice.partition, slice.next);
            if let Some(poison) = slice.poison().cloned() {
                match self.meet(&poison, partition, effects) {
                    PoisonOutcome::Crashed => return Application::Processing(work),
                    PoisonOutcome::Hung => return Application::Hung,
                    PoisonOutcome::Forwarded => {
                        let letter = self.letter(now, &poison);
                        return self.forward(now, work, letter, effects);
                    }
                    PoisonOutcome::Skipped => slice.pass(1),
                }
            } else {
                let done = slice.step(self.per_record);
                slice.pass(done);
                self.processed += done as u64;
                let (to, once) = (slice.next, &*self.options.effects == "once");
                effects.fact(Fact::Processed { client, partition, from, to, once });
            }
            self.go_on(now, &mut work);
        }
        if !work.slices.is_empty() {
            return Application::Processing(work);
        }
        if &*self.options.commits == "after" {
            self.begin_sync_commit(CommitKind::Manual);
        }
        Application::Polling
    }

    /// On to the next record, or the next slice.
    fn go_on(&self, now: Instant, work: &mut Work) {
        if work.slices.front().is_some_and(|slice| slice.count == 0) {
            work.slices.pop_front();
        }
        self.schedule(now, work);
    }

    /// What a record that can't be processed does.
    fn meet(&self, poison: &Poison, partition: TopicPartition, effects: &mut ClientEffects) -> PoisonOutcome {
        let outcome = match &*self.options.on_poison {
            "hang" => PoisonOutcome::Hung,
            "skip" => PoisonOutcome::Skipped,
            "dead-letter" => return PoisonOutcome::Forwarded,
            _ => {
                effects.halt = Some(Halt::Crashed);
                PoisonOutcome::Crashed
            }
        };
        effects.fact(Fact::PoisonMet { client: self.id, partition, offset: poison.offset, outcome });
        outcome
    }

    fn letter(&self, now: Instant, poison: &Poison) -> Letter {
        let mut builder = BatchBuilder::new();
        builder.push(poison.key.as_deref(), Some(&poison.value), now.on_calendar(self.calendar));
        Letter {
            batch: builder.build(ProducerId::NONE, ProducerEpoch::NONE, -1),
            is_sent: false,
            is_written: false,
            failures: 0,
            not_before: Instant::START,
        }
    }

    /// Sends the letter to partition 0 of its topic, and waits for every in-sync copy.
    fn forward(
        &mut self,
        now: Instant,
        mut work: Work,
        mut letter: Letter,
        effects: &mut ClientEffects,
    ) -> Application {
        if letter.is_written {
            if let Some(slice) = work.slices.front_mut() {
                let (client, partition, offset) = (self.id, slice.partition, slice.next);
                slice.pass(1);
                let outcome = PoisonOutcome::Forwarded;
                effects.fact(Fact::PoisonMet { client, partition, offset, outcome });
            }
            self.go_on(now, &mut work);
            return self.work(now, work, effects);
        }
        if !letter.is_sent && letter.not_before <= now {
            letter.is_sent = self.send_letter(now, &letter.batch, effects);
        }
        Application::Forwarding(work, letter)
    }

    fn send_letter(&mut self, now: Instant, batch: &RecordBatch, effects: &mut ClientEffects) -> bool {
        let metadata = &mut self.network.metadata;
        let Some(topic) = metadata.topic_id(&self.options.dead_letter) else {
            metadata.add_topic(&self.options.dead_letter);
            return false;
        };
        let partition = TopicPartition { topic, partition: 0 };
        let Some((leader, _)) = metadata.leader(partition) else {
            metadata.request_update();
            return false;
        };
        if !self.network.is_ready(leader, now) {
            return false;
        }
        let timeout_ms = self.config.request_timeout_ms.clamp(0, i64::from(u32::MAX)) as u32;
        let partitions = vec![(partition, batch.clone())];
        let body = Request::Produce(ProduceRequest { acks: Acks::All, timeout_ms, partitions });
        self.network.send(now, leader, body, Purpose::Letter, effects);
        true
    }

    /// The leader of the dead-letter topic answers.
    pub(super) fn letter_answered(
        &mut self,
        now: Instant,
        response: &ProduceResponse,
        effects: &mut ClientEffects,
    ) {
        let error = response.partitions.first().map_or(ErrorCode::UnknownServerError, |answer| answer.error);
        if error != ErrorCode::None {
            self.report(Api::Produce, response.partitions.first().map(|at| at.partition), error, effects);
            self.letter_failed(now);
        } else if let Application::Forwarding(_, letter) = &mut self.application {
            letter.is_written = true;
        }
    }

    pub(super) fn letter_failed(&mut self, now: Instant) {
        self.network.metadata.request_update();
        if let Application::Forwarding(_, letter) = &mut self.application {
            letter.not_before = now + self.network.retry_pause(letter.failures);
            letter.failures = letter.failures.saturating_add(1);
            letter.is_sent = false;
        }
    }
}

/// The records of a batch in `from..to` that the application can't process.
pub(super) fn poisons(value: &str, batch: &RecordBatch, from: Offset, to: Offset) -> VecDeque<Poison> {
    if value.is_empty() {
        return VecDeque::new();
    }
    let records = batch.records().unwrap_or_default().into_iter();
    let is_poison =
        |record: &Record| record.value.as_deref().is_some_and(|bytes| *bytes == *value.as_bytes());
    records
        .filter(|record| from <= record.offset && record.offset < to && is_poison(record))
        .map(|record| Poison {
            offset: record.offset,
            key: record.key.map(|key| key.to_vec()),
            value: value.as_bytes().to_vec(),
        })
        .collect()
}
