//! What a request wants done, and what it may look at.
//!
//! As in Kafka's `QuorumController`, a request changes nothing: it looks at a
//! [`View`] and yields a [`Plan`], the records to write. The controller writes
//! them to its log, and only their replay changes state.

use super::ControllerSabotage;
use crate::base::{BrokerEpoch, BrokerId, Text, TopicPartition};
use crate::config::BrokerConfig;
use crate::metadata::{Image, TopicImage};
use crate::protocol::{ConfigResource, ErrorCode, MetadataRecord};
use crate::story::{Election, Fact, IsrReason};

/// Why a partition changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cause {
    pub(super) election: Election,
    pub(super) isr: IsrReason,
}

/// What is reported once a step's record has been replayed.
#[derive(Clone, Debug)]
pub(super) enum Told {
    /// Nothing.
    Nothing,
    /// This fact.
    Fact(Fact),
    /// What the partition's state before and after shows.
    Change(TopicPartition, Cause),
}

/// One record to write.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub(super) record: MetadataRecord,
    pub(super) told: Told,
}

/// Records to write, in order, all or none.
#[derive(Clone, Debug, Default)]
pub(super) struct Plan {
    pub(super) steps: Vec<Step>,
}

impl Plan {
    pub(super) fn one(record: MetadataRecord, told: Told) -> Self {
        Self { steps: vec![Step { record, told }] }
    }

    pub(super) fn add(&mut self, record: MetadataRecord, told: Told) {
        self.steps.push(Step { record, told });
    }
}

/// Why something was refused: Kafka's code and its message (`ApiError`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) error: ErrorCode,
    pub(super) message: Text,
}

impl Refusal {
    pub(super) fn new(error: ErrorCode, message: impl Into<Text>) -> Self {
        Self { error, message: message.into() }
    }

    /// With the code's own message.
    pub(super) fn plain(error: ErrorCode) -> Self {
        Self::new(error, error.message())
    }
}

/// The two fields that answers of administrators' requests end with.
pub(super) fn verdict(result: &Result<(), Refusal>) -> (ErrorCode, Option<Text>) {
    match result {
        Ok(()) => (ErrorCode::None, None),
        Err(refusal) => (refusal.error, Some(refusal.message.clone())),
    }
}

/// What planning may look at.
#[derive(Clone, Copy, Debug)]
pub(super) struct View<'a> {
    pub(super) image: &'a Image,
    pub(super) config: &'a BrokerConfig,
    pub(super) sabotage: ControllerSabotage,
}

impl View<'_> {
    /// The topic called `name`, or Kafka's refusal.
    pub(super) fn topic(&self, name: &str) -> Result<&TopicImage, Refusal> {
        self.image.topic_named(name).ok_or_else(|| Refusal::plain(ErrorCode::UnknownTopicOrPartition))
    }

    /// `checkBrokerEpoch`: whether a broker speaks for its present registration.
    pub(super) fn check_broker_epoch(&self, broker: BrokerId, epoch: BrokerEpoch) -> Result<(), ErrorCode> {
        match self.image.brokers.get(&broker) {
            Some(image) if image.epoch == epoch => Ok(()),
            _ => Err(ErrorCode::StaleBrokerEpoch),
        }
    }

    /// Whether the topic may elect uncleanly: its own setting, else the cluster's
    /// dynamic default, else the controller's static one.
    pub(super) fn unclean_election_enabled(&self, topic: &Text) -> bool {
        const KEY: &str = "unclean.leader.election.enable";
        let given = |resource| self.image.configs.get(&resource).and_then(|settings| settings.get(KEY));
        match given(ConfigResource::Topic(topic.clone())).or_else(|| given(ConfigResource::Broker(None))) {
            Some(value) => value.trim() == "true",
            None => self.config.unclean_leader_election,
        }
    }
}
