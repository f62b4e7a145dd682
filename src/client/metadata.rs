//! What a client knows of the cluster: brokers, topics, leaders and epochs, and
//! when to ask again. Mirrors `Metadata` and `MetadataCache`.
//!
//! Leaders with an older epoch than the one known are not believed (KIP-320).

use crate::base::{BrokerId, Instant, LeaderEpoch, Text, TopicId, TopicPartition};
use crate::protocol::{ErrorCode, MetadataResponse, TopicMetadata};
use std::collections::BTreeMap;
use std::sync::Arc;

/// One topic, as a client knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct KnownTopic {
    /// Its name.
    pub(crate) name: Text,
    /// Leader ([`BrokerId::NONE`]: nobody) and leader epoch of each partition.
    pub(crate) leaders: Vec<(BrokerId, LeaderEpoch)>,
}

/// The cluster, as a client knows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cache {
    brokers: Vec<BrokerId>,
    topics: BTreeMap<TopicId, KnownTopic>,
    names: BTreeMap<Text, TopicId>,
}

/// The cache and the wish to renew it.
#[derive(Clone, Debug)]
pub(crate) struct Metadata {
    cache: Arc<Cache>,
    /// Topics asked for, sorted.
    topics: Vec<Text>,
    version: u64,
    update_wanted: bool,
    /// A topic was added since the last question: no back-off for it.
    has_new_topic: bool,
    /// When the last answer was taken in.
    pub(super) refreshed: Option<Instant>,
    /// Answers in a row that brought nothing new.
    pub(super) equivalent_answers: u32,
    /// Topics that the last answer had an error for.
    topic_errors: Vec<(Text, ErrorCode)>,
}

impl Metadata {
    /// Knows nothing but the brokers to ask first.
    pub(crate) fn bootstrap(brokers: &[BrokerId], topics: &[Text]) -> Self {
        let mut topics = topics.to_vec();
        topics.sort();
        Self {
            cache: Arc::new(Cache { brokers: brokers.to_vec(), ..Cache::default() }),
            topics,
            version: 0,
            update_wanted: true,
            has_new_topic: true,
            refreshed: None,
            equivalent_answers: 0,
            topic_errors: Vec::new(),
        }
    }

    /// Adds a topic to ask for.
    pub(crate) fn add_topic(&mut self, topic: &Text) {
        if let Err(place) = self.topics.binary_search(topic) {
            self.topics.insert(place, topic.clone());
            self.has_new_topic = true;
            self.request_update();
        }
    }

    /// Whether a topic was added since the last question.
    pub(crate) const fn has_new_topic(&self) -> bool {
        self.has_new_topic
    }

    /// The topics to ask for now.
    pub(crate) fn question(&mut self) -> Vec<Text> {
        self.has_new_topic = false;
        self.topics.clone()
    }

    /// Changes with every answer taken in.
    pub(crate) const fn version(&self) -> u64 {
        self.version
    }

    /// Asks for new metadata as soon as back-off allows.
    pub(crate) fn request_update(&mut self) {
        self.update_wanted = true;
    }

    /// Whether new metadata is wanted.
    pub(crate) const fn update_wanted(&self) -> bool {
        self.update_wanted
    }

    /// The brokers known.
    pub(crate) fn brokers(&self) -> &[BrokerId] {
        &self.cache.brokers
    }

    /// The brokers to ask until the next answer tells others.
    pub(crate) fn turn_to(&mut self, brokers: &[BrokerId]) {
        if self.cache.brokers != brokers {
            Arc::make_mut(&mut self.cache).brokers = brokers.to_vec();
        }
    }

    /// The number of the topic called `name`.
    pub(crate) fn topic_id(&self, name: &str) -> Option<TopicId> {
        self.cache.names.get(name).copied()
    }

    /// A topic by number.
    pub(crate) fn topic(&self, id: TopicId) -> Option<&KnownTopic> {
        self.cache.topics.get(&id)
    }

    /// A partition's leader and its epoch; `None` when nobody is known to lead.
    pub(crate) fn leader(&self, partition: TopicPartition) -> Option<(BrokerId, LeaderEpoch)> {
        let index = usize::try_from(partition.partition).ok()?;
        let leader = *self.topic(partition.topic)?.leaders.get(index)?;
        (leader.0 != BrokerId::NONE).then_some(leader)
    }

    /// The number of partitions of the topic called `name`, when it is known.
    pub(crate) fn partition_count(&self, name: &str) -> Option<i32> {
        let topic = self.topic(self.topic_id(name)?)?;
        Some(topic.leaders.len() as i32)
    }

    /// What the last answer said of a topic it could not describe.
    pub(crate) fn topic_error(&self, name: &str) -> ErrorCode {
        let found = self.topic_errors.iter().find(|(topic, _)| **topic == *name);
        found.map_or(ErrorCode::None, |(_, error)| *error)
    }

    /// Takes in an answer.
    pub(crate) fn update(&mut self, now: Instant, response: &MetadataResponse) {
        if response.brokers.is_empty() {
            // A broker that knows of no broker is no help (`Metadata.handleMetadataResponse`).
            self.update_wanted = true;
            self.equivalent_answers = self.equivalent_answers.saturating_add(1);
            return;
        }
        self.update_wanted = false;
        self.topic_errors.clear();
        let mut next = Cache { brokers: response.brokers.clone(), ..Cache::default() };
        for topic in &response.topics {
            if topic.error != ErrorCode::None {
                self.topic_errors.push((topic.name.clone(), topic.error));
                self.update_wanted |= topic.error.is_retriable();
                continue;
            }
            let known = self.known(topic);
            next.names.insert(topic.name.clone(), topic.id);
            next.topics.insert(topic.id, known);
        }
        // The question may have been asked before a topic was added.
        self.update_wanted |= self.has_new_topic;
        let is_equivalent = *self.cache == next;
        self.equivalent_answers = if is_equivalent { self.equivalent_answers.saturating_add(1) } else { 0 };
        if !is_equivalent {
            self.cache = Arc::new(next);
        }
        self.version += 1;
        self.refreshed = Some(now);
    }

    /// Takes in a leader that a broker named beside an error (KIP-951).
    pub(crate) fn update_leader(&mut self, partition: TopicPartition, leader: BrokerId, epoch: LeaderEpoch) {
        let Ok(index) = usize::try_from(partition.partition) else { return };
        let is_newer = self
            .topic(partition.topic)
            .and_then(|topic| topic.leaders.get(index))
            .is_some_and(|known| epoch > known.1);
        if !is_newer {
            return;
        }
        let cache = Arc::make_mut(&mut self.cache);
        if let Some(known) = cache.topics.get_mut(&partition.topic).and_then(|t| t.leaders.get_mut(index)) {
            *known = (leader, epoch);
            self.version += 1;
        }
    }

    /// A topic from an answer, with newer epochs kept where they are known.
    fn known(&self, topic: &TopicMetadata) -> KnownTopic {
        let before = self.topic(topic.id);
        let leaders = topic
            .partitions
            .iter()
            .enumerate()
            .map(|(index, partition)| {
                let told = (partition.leader, partition.leader_epoch);
                let known = before.and_then(|topic| topic.leaders.get(index)).copied();
                known.filter(|known| known.1 > told.1).unwrap_or(told)
            })
            .collect();
        KnownTopic { name: topic.name.clone(), leaders }
    }
}
