//! Laws of producers: 20, 21, 22, 23.
//!
//! Mirrors `ProducerAppendInfo.checkSequence` (KIP-98) and Jepsen's "inconsistent
//! offsets". Sequences are followed in the log itself, not in what the broker
//! remembers of them.

use super::scene::{Scene, holds};
use super::verdict::Report;
use crate::base::{BrokerId, ClientId, EpochMillis, Offset, ProducerEpoch, ProducerId, TopicPartition};
use crate::config::ProducerConfig;
use crate::protocol::{Acks, RecordBatch};
use crate::storage::PartitionLog;
use crate::story::Fact;
use crate::world::ClientSpec;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Where each producer stands in one log.
type Tails = BTreeMap<ProducerId, Tail>;

#[derive(Clone, Copy, Debug)]
struct Tail {
    epoch: ProducerEpoch,
    last_sequence: i32,
    timestamp: EpochMillis,
}

/// A batch on its way.
#[derive(Clone, Debug)]
struct UnderWay {
    client: ClientId,
    first_send: u64,
    acks: Acks,
}

/// What must be remembered of producers.
#[derive(Clone, Debug, Default)]
pub(super) struct Producers {
    tails: BTreeMap<(BrokerId, TopicPartition), Arc<Tails>>,
    under_way: BTreeMap<(TopicPartition, u32), UnderWay>,
    /// Where each acknowledged batch lies.
    acknowledged: BTreeMap<(TopicPartition, u32), Offset>,
    /// Offsets of acknowledged batches by their first record's number.
    order: BTreeMap<(ClientId, TopicPartition), Arc<BTreeMap<u64, Offset>>>,
}

impl Producers {
    pub(super) fn observe(&mut self, scene: &Scene<'_>, report: &mut Report) {
        for fact in scene.facts {
            match fact {
                Fact::BecameLeader { broker, partition, .. }
                | Fact::BecameFollower { broker, partition, .. }
                | Fact::Truncated { broker, partition, .. }
                | Fact::LogRecovered { broker, partition, .. } => {
                    self.tails.remove(&(*broker, *partition));
                }
                Fact::BatchSent { client, partition, crc, sends, acks, .. } => {
                    let first_send = sends.first().copied().unwrap_or_default();
                    let batch = UnderWay { client: *client, first_send, acks: *acks };
                    self.under_way.insert((*partition, *crc), batch);
                }
                Fact::SendFailed { partition: Some(partition), crc, .. } => {
                    self.under_way.remove(&(*partition, *crc));
                }
                Fact::Appended { broker, partition, base_offset, crc, .. } => {
                    self.appended(*broker, *partition, *base_offset, *crc, scene, report);
                }
                Fact::Acked { partition, base_offset, crc, .. } => {
                    self.acked(*partition, *base_offset, *crc, scene, report);
                }
                _ => {}
            }
        }
    }

    /// 20, 21 and the "once" of 22.
    fn appended(
        &mut self,
        broker: BrokerId,
        partition: TopicPartition,
        base_offset: Offset,
        crc: u32,
        scene: &Scene<'_>,
        report: &mut Report,
    ) {
        let Some(log) = scene.replica(broker, partition).map(|replica| replica.log()) else { return };
        let Some(batch) =
            log.batch_at(base_offset).filter(|batch| batch.header().producer != ProducerId::NONE)
        else {
            return;
        };
        let expiration_ms = expiration_ms(scene, broker);
        let tails =
            self.tails.entry((broker, partition)).or_insert_with(|| Arc::new(tails_up_to(log, base_offset)));
        check_batch(Arc::make_mut(tails), &batch, expiration_ms, (broker, partition), scene, report);
        let first = self.acknowledged.get(&(partition, crc)).copied();
        if let Some(first) = first.filter(|first| *first != base_offset && holds(log, *first, crc)) {
            report.breach_on(22, partition, scene.name_on(partition, broker), || {
                format!("the batch acknowledged at {first} was appended again at {base_offset}")
            });
        }
    }

    /// The "there" of 22, and 23.
    fn acked(
        &mut self,
        partition: TopicPartition,
        base_offset: Offset,
        crc: u32,
        scene: &Scene<'_>,
        report: &mut Report,
    ) {
        let Some(batch) = self.under_way.remove(&(partition, crc)) else { return };
        if base_offset == Offset::UNKNOWN || batch.acks != Acks::All {
            return;
        }
        let (is_idempotent, keeps_order) = promises(batch.client, scene);
        if is_idempotent {
            self.acknowledged.insert((partition, crc), base_offset);
        }
        if let Some((leader, replica)) = scene.true_leader(partition)
            && replica.log().log_start() <= base_offset
            && !holds(replica.log(), base_offset, crc)
        {
            report.breach_on(22, partition, scene.name(partition), || {
                format!(
                    "a batch was acknowledged at {base_offset}, where leader {leader} has another or none"
                )
            });
        }
        if !keeps_order {
            return;
        }
        let order = Arc::make_mut(self.order.entry((batch.client, partition)).or_default());
        let before = order.range(..batch.first_send).next_back().map(|(_, offset)| *offset);
        let after = order.range(batch.first_send + 1..).next().map(|(_, offset)| *offset);
        order.insert(batch.first_send, base_offset);
        if before.is_some_and(|before| before >= base_offset)
            || after.is_some_and(|after| after <= base_offset)
        {
            report.breach_on(23, partition, scene.name(partition), || {
                format!(
                    "record {} of client {} was acknowledged at {base_offset}, out of the order of sending",
                    batch.first_send, batch.client
                )
            });
        }
    }
}

/// 20 and 21 for whole logs.
pub(super) fn sweep(scene: &Scene<'_>, report: &mut Report) {
    for partition in scene.partitions() {
        for (broker, replica) in scene.replicas(partition) {
            let log = replica.log();
            let expiration_ms = expiration_ms(scene, broker);
            let mut tails = Tails::new();
            for batch in log.batches(log.log_start()) {
                if batch.header().producer != ProducerId::NONE {
                    check_batch(&mut tails, &batch, expiration_ms, (broker, partition), scene, report);
                }
            }
        }
    }
}

fn expiration_ms(scene: &Scene<'_>, broker: BrokerId) -> i64 {
    scene.world.broker(broker).map_or(i64::MAX, |broker| broker.config().producer_id_expiration_ms)
}

fn tails_up_to(log: &PartitionLog, end: Offset) -> Tails {
    let mut tails = Tails::new();
    let known = log.batches(log.log_start()).take_while(|batch| batch.base_offset() < end);
    for batch in known.filter(|batch| batch.header().producer != ProducerId::NONE) {
        tails.insert(batch.header().producer, tail(&batch));
    }
    tails
}

fn tail(batch: &RecordBatch) -> Tail {
    let header = batch.header();
    Tail {
        epoch: header.producer_epoch,
        last_sequence: batch.last_sequence(),
        timestamp: header.max_timestamp,
    }
}

fn check_batch(
    tails: &mut Tails,
    batch: &RecordBatch,
    expiration_ms: i64,
    (broker, partition): (BrokerId, TopicPartition),
    scene: &Scene<'_>,
    report: &mut Report,
) {
    let header = batch.header();
    let (producer, epoch, sequence) = (header.producer, header.producer_epoch, header.base_sequence);
    let Some(known) = tails.insert(producer, tail(batch)) else { return };
    if header.max_timestamp.0.saturating_sub(known.timestamp.0) >= expiration_ms {
        // The broker may have forgotten it by then, and takes any sequence.
        return;
    }
    let at = batch.base_offset();
    if epoch < known.epoch {
        report.breach_on(21, partition, scene.name_on(partition, broker), || {
            format!("at {at} producer {producer} writes in epoch {epoch}, after epoch {}", known.epoch)
        });
        return;
    }
    let expected = if epoch > known.epoch { 0 } else { following(known.last_sequence) };
    if sequence != expected {
        report.breach_on(20, partition, scene.name_on(partition, broker), || {
            format!("at {at} producer {producer} has sequence {sequence} where {expected} is due")
        });
    }
}

const fn following(sequence: i32) -> i32 {
    if sequence == i32::MAX { 0 } else { sequence + 1 }
}

/// Whether a client's producer is idempotent, and whether its order is kept.
fn promises(client: ClientId, scene: &Scene<'_>) -> (bool, bool) {
    let spec = scene.world.clients().find(|(id, ..)| *id == client).map(|(_, spec, ..)| spec);
    let Some(ClientSpec::Producer(spec)) = spec else { return (false, false) };
    let config = ProducerConfig::with(&spec.config);
    let is_idempotent = config.enable_idempotence && config.retries > 0 && config.max_in_flight <= 5;
    (is_idempotent, is_idempotent || config.max_in_flight == 1)
}
