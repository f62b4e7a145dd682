//! What a family of laws looks at: the world after an event, the controller's
//! image, the facts of the event, and which message it answered.

use super::coming::Coming;
use crate::base::{BrokerId, Instant, Offset, TopicPartition};
use crate::broker::Replica;
use crate::metadata::Image;
use crate::storage::PartitionLog;
use crate::story::Fact;
use crate::world::World;

/// One event, as the laws see it.
#[derive(Clone, Copy)]
pub(super) struct Scene<'a> {
    pub world: &'a World,
    pub image: &'a Image,
    pub facts: &'a [Fact],
    pub coming: Option<&'a Coming>,
}

impl<'a> Scene<'a> {
    /// `None` when no controller's image is to be had.
    pub(super) fn new(
        world: &'a World,
        stored: Option<&'a Image>,
        facts: &'a [Fact],
        coming: Option<&'a Coming>,
    ) -> Option<Self> {
        let running = world.controller_ids().find_map(|id| world.controller(id));
        let image = running.map(crate::controller::Controller::image).or(stored)?;
        Some(Self { world, image, facts, coming })
    }

    pub(super) fn now(&self) -> Instant {
        self.world.now()
    }

    /// Brokers whose process runs, with their copy of a partition.
    pub(super) fn replicas(
        &self,
        partition: TopicPartition,
    ) -> impl Iterator<Item = (BrokerId, &'a Replica)> {
        let world = self.world;
        world.broker_ids().filter_map(move |id| Some((id, world.broker(id)?.replica(partition)?)))
    }

    pub(super) fn replica(&self, broker: BrokerId, partition: TopicPartition) -> Option<&'a Replica> {
        self.world.broker(broker)?.replica(partition)
    }

    /// The copy that leads by the controller's word and knows it.
    pub(super) fn true_leader(&self, partition: TopicPartition) -> Option<(BrokerId, &'a Replica)> {
        let state = self.image.partition(partition)?;
        let replica = self.replica(state.leader, partition)?;
        (replica.is_leader() && replica.leader_epoch() == state.leader_epoch)
            .then_some((state.leader, replica))
    }

    /// Every partition that exists.
    pub(super) fn partitions(&self) -> impl Iterator<Item = TopicPartition> {
        self.image.topics.values().flat_map(|topic| {
            let id = topic.id;
            (0..topic.partitions.len() as i32).map(move |partition| TopicPartition { topic: id, partition })
        })
    }

    /// Its name, as a person writes it.
    pub(super) fn name(&self, partition: TopicPartition) -> String {
        let name = self.image.topic_name(partition.topic);
        let name = name.or_else(|| self.world.ledger().topic_name(partition.topic));
        format!("{}-{}", name.map_or("?", |name| name), partition.partition)
    }

    /// Its name on a broker.
    pub(super) fn name_on(&self, partition: TopicPartition, broker: BrokerId) -> String {
        format!("{} on broker {broker}", self.name(partition))
    }
}

/// Copies of partitions that the facts speak of, each once.
pub(super) fn touched_copies(facts: &[Fact]) -> Vec<(BrokerId, TopicPartition)> {
    let mut touched: Vec<(BrokerId, TopicPartition)> = facts.iter().filter_map(copy_of).collect();
    touched.sort_unstable();
    touched.dedup();
    touched
}

/// Partitions that the facts speak of, each once.
pub(super) fn touched_partitions(facts: &[Fact]) -> Vec<TopicPartition> {
    let mut touched: Vec<TopicPartition> = facts
        .iter()
        .filter_map(|fact| match fact {
            Fact::LeaderChanged { partition, .. }
            | Fact::IsrChanged { partition, .. }
            | Fact::ReassignmentCompleted { partition, .. } => Some(*partition),
            _ => copy_of(fact).map(|(_, partition)| partition),
        })
        .collect();
    touched.sort_unstable();
    touched.dedup();
    touched
}

fn copy_of(fact: &Fact) -> Option<(BrokerId, TopicPartition)> {
    match fact {
        Fact::BecameLeader { broker, partition, .. }
        | Fact::BecameFollower { broker, partition, .. }
        | Fact::Appended { broker, partition, .. }
        | Fact::Replicated { broker, partition, .. }
        | Fact::HighWatermarkMoved { broker, partition, .. }
        | Fact::IsrProposed { broker, partition, .. }
        | Fact::Truncated { broker, partition, .. }
        | Fact::SegmentDeleted { broker, partition, .. }
        | Fact::LogStartMoved { broker, partition, .. }
        | Fact::LogRecovered { broker, partition, .. } => Some((*broker, *partition)),
        _ => None,
    }
}

/// Whether a log holds the batch with that checksum at that offset. A log that
/// stamps its own time changes checksums: there only the place counts.
pub(super) fn holds(log: &PartitionLog, base_offset: Offset, crc: u32) -> bool {
    log.batch_at(base_offset).is_some_and(|batch| {
        batch.base_offset() == base_offset
            && (batch.header().crc == crc || &*log.config().message_timestamp_type == "LogAppendTime")
    })
}
