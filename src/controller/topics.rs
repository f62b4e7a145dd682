//! Topics made, widened, removed (`ReplicationControlManager.createTopics`,
//! `createPartitions`, `deleteTopics`), in KRaft's order of checks and its words.

use super::configs::check_topic_setting;
use super::placer::{Dice, StripedReplicaPlacer, UsableBroker};
use super::plan::{Plan, Refusal, Told, View};
use crate::base::{BrokerId, LeaderEpoch, PartitionEpoch, TopicId};
use crate::protocol::{ConfigResource, ErrorCode, MetadataRecord, NewTopic, PartitionState};
use crate::story::Fact;

/// Longest topic name, in characters.
const LONGEST_NAME: usize = 249;

/// `Topic.validate`: whether a topic may be called so.
fn check_name(name: &str) -> Result<(), Refusal> {
    let reason = match name {
        "" => "the empty string is not allowed".to_owned(),
        "." | ".." => format!("'{name}' is not allowed"),
        _ if name.chars().count() > LONGEST_NAME => {
            format!("the length of '{name}' is longer than the max allowed length {LONGEST_NAME}")
        }
        _ if !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte)) => {
            format!(
                "'{name}' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'"
            )
        }
        _ => return Ok(()),
    };
    let message = format!("Topic name is invalid: {reason}");
    Err(Refusal::new(ErrorCode::InvalidTopicException, message))
}

impl View<'_> {
    /// The records of a new topic.
    pub(super) fn create_topic(
        &self,
        new: &NewTopic,
        id: TopicId,
        dice: &mut impl Dice,
    ) -> Result<Plan, Refusal> {
        check_name(&new.name)?;
        self.check_collision(&new.name)?;
        if self.image.topic_named(&new.name).is_some() {
            let message = format!("Topic '{}' already exists.", new.name);
            return Err(Refusal::new(ErrorCode::TopicAlreadyExists, message));
        }
        for (key, value) in &new.config {
            check_topic_setting(key, value)?;
        }
        let partitions =
            if new.assignment.is_empty() { self.place_new(new, dice)? } else { self.take_assignment(new)? };
        let fact = Fact::TopicCreated {
            topic: id,
            name: new.name.clone(),
            partitions: partitions.len() as i32,
            replication_factor: partitions.first().map_or(0, |state| state.replicas.len() as i16),
        };
        let mut plan = Plan::one(MetadataRecord::Topic { id, name: new.name.clone() }, Told::Fact(fact));
        for (key, value) in &new.config {
            let resource = ConfigResource::Topic(new.name.clone());
            let record = MetadataRecord::Config { resource, key: key.clone(), value: Some(value.clone()) };
            plan.add(record, Told::Nothing);
        }
        for (partition, state) in (0..).zip(partitions) {
            plan.add(MetadataRecord::Partition { topic: id, partition, state }, Told::Nothing);
        }
        Ok(plan)
    }

    /// Names that differ only by '.' and '_' would share a metric's name.
    fn check_collision(&self, name: &str) -> Result<(), Refusal> {
        if !name.contains(['.', '_']) {
            return Ok(());
        }
        let plain = name.replace('.', "_");
        let collides = |other: &&crate::base::Text| ***other != *name && other.replace('.', "_") == plain;
        match self.image.topic_ids.keys().find(collides) {
            Some(other) => Err(Refusal::new(
                ErrorCode::InvalidTopicException,
                format!("Topic '{name}' collides with existing topic: {other}"),
            )),
            None => Ok(()),
        }
    }

    fn take_assignment(&self, new: &NewTopic) -> Result<Vec<PartitionState>, Refusal> {
        let refuse = |what: &str| {
            let message =
                format!("A manual partition assignment was specified, but {what} was not set to -1.");
            Err(Refusal::new(ErrorCode::InvalidRequest, message))
        };
        if new.replication_factor != -1 {
            return refuse("replication factor");
        }
        if new.partitions != -1 {
            return refuse("numPartitions");
        }
        let mut factor = None;
        let mut states = Vec::with_capacity(new.assignment.len());
        for (number, replicas) in new.assignment.iter().enumerate() {
            self.validate_assignment(replicas, factor)?;
            factor = Some(replicas.len());
            let state = self.new_partition(replicas.clone()).ok_or_else(|| {
                let message = format!(
                    "All brokers specified in the manual partition assignment for partition {number} are fenced \
                     or in controlled shutdown."
                );
                Refusal::new(ErrorCode::InvalidReplicaAssignment, message)
            })?;
            states.push(state);
        }
        Ok(states)
    }

    fn place_new(&self, new: &NewTopic, dice: &mut impl Dice) -> Result<Vec<PartitionState>, Refusal> {
        if new.replication_factor < -1 || new.replication_factor == 0 {
            return Err(Refusal::new(
                ErrorCode::InvalidReplicationFactor,
                "Replication factor must be larger than 0, or -1 to use the default value.",
            ));
        }
        if new.partitions < -1 || new.partitions == 0 {
            return Err(Refusal::new(
                ErrorCode::InvalidPartitions,
                "Number of partitions was set to an invalid non-positive value.",
            ));
        }
        let or_default = |given: i32, default: i64| if given == -1 { default } else { i64::from(given) };
        let partitions = or_default(new.partitions, self.config.num_partitions);
        let factor = or_default(new.replication_factor.into(), self.config.default_replication_factor);
        self.place(partitions, i32::try_from(factor).unwrap_or(i32::MAX), dice)
    }

    /// New partitions where the placer puts them.
    fn place(
        &self,
        partitions: i64,
        factor: i32,
        dice: &mut impl Dice,
    ) -> Result<Vec<PartitionState>, Refusal> {
        let refuse = |reason: &str| {
            let message = format!("Unable to replicate the partition {factor} time(s): {reason}");
            Refusal::new(ErrorCode::InvalidReplicationFactor, message)
        };
        let brokers = self.image.brokers.iter().map(|(id, broker)| UsableBroker {
            id: *id,
            rack: broker.rack.clone(),
            fenced: broker.fenced,
        });
        let mut placer = StripedReplicaPlacer::new(brokers, dice);
        (0..partitions)
            .map(|_| {
                let replicas = placer.place(factor).map_err(|reason| refuse(&reason))?;
                self.new_partition(replicas)
                    .ok_or_else(|| refuse("All brokers are currently fenced or in controlled shutdown."))
            })
            .collect()
    }

    /// A partition whose active replicas are all in sync; none when no replica is active.
    fn new_partition(&self, replicas: Vec<BrokerId>) -> Option<PartitionState> {
        let isr: Vec<BrokerId> = replicas.iter().copied().filter(|id| self.image.is_active(*id)).collect();
        Some(PartitionState {
            leader: *isr.first()?,
            replicas,
            isr,
            adding: Vec::new(),
            removing: Vec::new(),
            leader_epoch: LeaderEpoch(0),
            partition_epoch: PartitionEpoch(0),
            recovering: false,
        })
    }

    /// The records that widen a topic to `count` partitions.
    pub(super) fn create_partitions(
        &self,
        name: &str,
        count: i32,
        dice: &mut impl Dice,
    ) -> Result<Plan, Refusal> {
        let topic = self.topic(name)?;
        let present = topic.partitions.len() as i32;
        let refuse = |message: String| Err(Refusal::new(ErrorCode::InvalidPartitions, message));
        if count == present {
            return refuse(format!("Topic already has {present} partition(s)."));
        }
        if count < present {
            return refuse(format!(
                "The topic {name} currently has {present} partition(s); {count} would not be an increase."
            ));
        }
        let factor = topic.partitions.first().map_or(1, |state| state.replicas.len() as i32);
        let states = self.place(i64::from(count - present), factor, dice)?;
        let mut plan = Plan::default();
        for (partition, state) in (present..).zip(states) {
            plan.add(MetadataRecord::Partition { topic: topic.id, partition, state }, Told::Nothing);
        }
        if let Some(last) = plan.steps.last_mut() {
            let (topic, name) = (topic.id, topic.name.clone());
            last.told = Told::Fact(Fact::PartitionsAdded { topic, name, from: present, to: count });
        }
        Ok(plan)
    }

    /// The record that removes a topic.
    pub(super) fn delete_topic(&self, name: &str) -> Result<Plan, Refusal> {
        if !self.config.delete_topic {
            return Err(Refusal::plain(ErrorCode::TopicDeletionDisabled));
        }
        let topic = self.topic(name)?;
        let fact = Fact::TopicDeleted { topic: topic.id, name: topic.name.clone() };
        Ok(Plan::one(MetadataRecord::RemoveTopic { id: topic.id }, Told::Fact(fact)))
    }
}
