//! Laws of logs beside each other: 13 (log matching) and 14 (order within one).
//!
//! Mirrors `FiniteReplicatedLog` and `LeaderEpochFileCache`. The newest batch is
//! compared with its neighbour on every other copy; a sweep compares whole logs.

use super::scene::Scene;
use super::verdict::Report;
use crate::base::{BrokerId, LeaderEpoch, Offset, TopicPartition};
use crate::protocol::RecordBatch;
use crate::storage::PartitionLog;
use crate::story::Fact;

type Mark = (Offset, LeaderEpoch, u32);

fn mark(batch: &RecordBatch) -> Mark {
    let header = batch.header();
    (header.base_offset, header.leader_epoch, header.crc)
}

/// What `copy` lacks of `leader` from `from` up to `to`, if anything.
pub(super) fn difference(
    leader: &PartitionLog,
    copy: &PartitionLog,
    from: Offset,
    to: Offset,
) -> Option<String> {
    if copy.log_end() < to {
        return Some(format!("this copy ends at {}", copy.log_end()));
    }
    let from = from.max(leader.log_start()).max(copy.log_start());
    if from >= to {
        return None;
    }
    let mut theirs = copy.batches(from);
    for own in leader.batches(from).take_while(|batch| batch.base_offset() < to) {
        let found = theirs.next();
        if found.as_ref().map(mark) != Some(mark(&own)) {
            return Some(format!("this copy has another batch at {}", own.base_offset()));
        }
    }
    None
}

/// 13 and 14 for the batches that an event brought to a copy.
pub(super) fn check_newest(
    broker: BrokerId,
    partition: TopicPartition,
    scene: &Scene<'_>,
    report: &mut Report,
) {
    let Some(replica) = scene.replica(broker, partition) else { return };
    let log = replica.log();
    for fact in scene.facts {
        let base_offset = match fact {
            Fact::Appended { broker: owner, partition: of, base_offset, .. }
            | Fact::Replicated { broker: owner, partition: of, base_offset, .. }
                if *owner == broker && *of == partition =>
            {
                *base_offset
            }
            Fact::LogRecovered { broker: owner, partition: of, log_end, .. }
                if *owner == broker && *of == partition =>
            {
                Offset(log_end.0 - 1)
            }
            _ => continue,
        };
        let Some(batch) = log.batch_at(base_offset) else { continue };
        let before = |log: &PartitionLog| log.batch_at(Offset(batch.base_offset().0 - 1));
        let previous = before(log);
        if let Some(previous) = &previous {
            check_order(broker, partition, previous, &batch, scene, report);
        }
        for (other, copy) in scene.replicas(partition).filter(|(other, _)| *other != broker) {
            let Some(theirs) = copy.log().batch_at(batch.base_offset()) else { continue };
            if theirs.header().leader_epoch != batch.header().leader_epoch {
                continue;
            }
            let neighbours = (previous.as_ref(), before(copy.log()));
            let parted = matches!(neighbours, (Some(own), Some(other)) if mark(own) != mark(&other));
            if mark(&theirs) != mark(&batch) || parted {
                parts(broker, other, partition, batch.base_offset(), scene, report);
            }
        }
    }
}

/// 13 and 14 for whole logs.
pub(super) fn check_whole(partition: TopicPartition, scene: &Scene<'_>, report: &mut Report) {
    let copies: Vec<_> = scene.replicas(partition).map(|(broker, copy)| (broker, copy.log())).collect();
    for (broker, log) in &copies {
        let mut previous: Option<RecordBatch> = None;
        for batch in log.batches(log.log_start()) {
            if let Some(previous) = &previous {
                check_order(*broker, partition, previous, &batch, scene, report);
            }
            previous = Some(batch);
        }
    }
    for (index, (broker, log)) in copies.iter().enumerate() {
        for (other, theirs) in &copies[index + 1..] {
            if let Some(at) = first_mismatch(log, theirs) {
                parts(*broker, *other, partition, at, scene, report);
            }
        }
    }
}

/// The first batch at which two logs agree in offset and epoch although they
/// differ there or before.
fn first_mismatch(log: &PartitionLog, other: &PartitionLog) -> Option<Offset> {
    let from = log.log_start().max(other.log_start());
    let mut theirs = other.batches(from).peekable();
    let mut have_parted = false;
    for own in log.batches(from) {
        while theirs.peek().is_some_and(|batch| batch.base_offset() < own.base_offset()) {
            theirs.next();
            have_parted = true;
        }
        let Some(their) = theirs.peek().filter(|batch| batch.base_offset() == own.base_offset()) else {
            have_parted = true;
            continue;
        };
        let same_epoch = their.header().leader_epoch == own.header().leader_epoch;
        let same = mark(their) == mark(&own);
        if same_epoch && (!same || have_parted) {
            return Some(own.base_offset());
        }
        have_parted |= !same;
        theirs.next();
    }
    None
}

fn parts(
    broker: BrokerId,
    other: BrokerId,
    partition: TopicPartition,
    at: Offset,
    scene: &Scene<'_>,
    report: &mut Report,
) {
    report.breach_on(13, partition, scene.name(partition), || {
        format!("brokers {broker} and {other} agree on offset and epoch at {at}, but not on what is there or before")
    });
}

fn check_order(
    broker: BrokerId,
    partition: TopicPartition,
    before: &RecordBatch,
    after: &RecordBatch,
    scene: &Scene<'_>,
    report: &mut Report,
) {
    let is_in_order = before.next_offset() <= after.base_offset()
        && before.header().leader_epoch <= after.header().leader_epoch;
    if !is_in_order {
        report.breach_on(14, partition, scene.name_on(partition, broker), || {
            format!(
                "offset {} of epoch {} is followed by offset {} of epoch {}",
                before.last_offset(),
                before.header().leader_epoch,
                after.base_offset(),
                after.header().leader_epoch
            )
        });
    }
}
