//! The image and its replay.

use crate::base::{
    BrokerEpoch, BrokerId, LeaderEpoch, PartitionEpoch, ProducerId, Text, TopicId, TopicPartition,
};
use crate::config::Settings;
use crate::protocol::{ConfigResource, MetadataRecord, PartitionState};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A broker as its registration tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokerImage {
    /// Its registration.
    pub epoch: BrokerEpoch,
    /// Which start of its process.
    pub incarnation: u64,
    /// `broker.rack`.
    pub rack: Option<Text>,
    /// Put aside: it serves nobody.
    pub fenced: bool,
    /// Stopping cleanly.
    pub in_controlled_shutdown: bool,
}

/// A topic and its partitions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopicImage {
    /// Its number.
    pub id: TopicId,
    /// Its name.
    pub name: Text,
    /// Its partitions, by number.
    pub partitions: Vec<PartitionState>,
}

/// The cluster, as of one offset of the metadata log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// Offset of the last record replayed, -1 before the first.
    pub applied: i64,
    /// The controller, -1 before the first.
    pub controller: i32,
    /// Its epoch.
    pub controller_epoch: i32,
    /// All registered brokers.
    pub brokers: BTreeMap<BrokerId, BrokerImage>,
    /// All topics.
    pub topics: BTreeMap<TopicId, Arc<TopicImage>>,
    /// Their numbers by name.
    pub topic_ids: BTreeMap<Text, TopicId>,
    /// Dynamic settings.
    pub configs: BTreeMap<ConfigResource, Settings>,
    /// First producer id not yet given out.
    pub next_producer_id: ProducerId,
}

impl Default for Image {
    fn default() -> Self {
        Self {
            applied: -1,
            controller: -1,
            controller_epoch: -1,
            brokers: BTreeMap::new(),
            topics: BTreeMap::new(),
            topic_ids: BTreeMap::new(),
            configs: BTreeMap::new(),
            next_producer_id: ProducerId(0),
        }
    }
}

impl Image {
    /// The state of a partition, if it exists.
    #[must_use]
    pub fn partition(&self, partition: TopicPartition) -> Option<&PartitionState> {
        self.topics.get(&partition.topic)?.partitions.get(usize::try_from(partition.partition).ok()?)
    }

    /// The topic called `name`, if it exists.
    #[must_use]
    pub fn topic_named(&self, name: &str) -> Option<&TopicImage> {
        self.topics.get(self.topic_ids.get(name)?).map(Arc::as_ref)
    }

    /// The name of a topic, if it exists.
    #[must_use]
    pub fn topic_name(&self, id: TopicId) -> Option<&Text> {
        self.topics.get(&id).map(|topic| &topic.name)
    }

    /// Whether a broker may lead and be in sync: registered, not fenced, not stopping.
    #[must_use]
    pub fn is_active(&self, broker: BrokerId) -> bool {
        self.brokers.get(&broker).is_some_and(|broker| !broker.fenced && !broker.in_controlled_shutdown)
    }

    /// Whether a broker is registered and not fenced.
    #[must_use]
    pub fn is_unfenced(&self, broker: BrokerId) -> bool {
        self.brokers.get(&broker).is_some_and(|broker| !broker.fenced)
    }

    /// Dynamic settings of a resource; none when it has none.
    #[must_use]
    pub fn settings(&self, resource: &ConfigResource) -> Settings {
        self.configs.get(resource).cloned().unwrap_or_default()
    }

    /// Replays the record at `offset`. The only thing that changes an image.
    pub fn replay(&mut self, offset: i64, record: &MetadataRecord) {
        self.applied = offset;
        match record {
            MetadataRecord::LeaderChange { controller, epoch } => {
                (self.controller, self.controller_epoch) = (*controller, *epoch);
            }
            MetadataRecord::RegisterBroker { broker, epoch, incarnation, rack } => {
                let image = BrokerImage {
                    epoch: *epoch,
                    incarnation: *incarnation,
                    rack: rack.clone(),
                    fenced: true,
                    in_controlled_shutdown: false,
                };
                self.brokers.insert(*broker, image);
            }
            MetadataRecord::BrokerRegistrationChange { broker, epoch, fenced, in_controlled_shutdown } => {
                if let Some(image) = self.brokers.get_mut(broker).filter(|image| image.epoch == *epoch) {
                    image.fenced = fenced.unwrap_or(image.fenced);
                    image.in_controlled_shutdown =
                        in_controlled_shutdown.unwrap_or(image.in_controlled_shutdown);
                }
            }
            MetadataRecord::Topic { id, name } => {
                let topic = TopicImage { id: *id, name: name.clone(), partitions: Vec::new() };
                self.topics.insert(*id, Arc::new(topic));
                self.topic_ids.insert(name.clone(), *id);
            }
            MetadataRecord::Partition { topic, partition, state } => {
                if let Some(topic) = self.topics.get_mut(topic) {
                    let partitions = &mut Arc::make_mut(topic).partitions;
                    let is_next = *partition == partitions.len() as i32;
                    match partitions.get_mut(*partition as usize) {
                        Some(present) => present.clone_from(state),
                        None if is_next => partitions.push(state.clone()),
                        None => {}
                    }
                }
            }
            MetadataRecord::PartitionChange { topic, partition, .. } => {
                let partitions = self.topics.get_mut(topic).map(|topic| &mut Arc::make_mut(topic).partitions);
                if let Some(state) = partitions.and_then(|all| all.get_mut(*partition as usize)) {
                    change_partition(state, record);
                }
            }
            MetadataRecord::RemoveTopic { id } => {
                if let Some(topic) = self.topics.remove(id) {
                    self.topic_ids.remove(&topic.name);
                    self.configs.remove(&ConfigResource::Topic(topic.name.clone()));
                }
            }
            MetadataRecord::Config { resource, key, value } => {
                let settings = self.configs.entry(resource.clone()).or_default();
                match value {
                    Some(value) => settings.insert(key.clone(), value.clone()),
                    None => settings.remove(key),
                };
            }
            MetadataRecord::ProducerIds { next, .. } => self.next_producer_id = *next,
            MetadataRecord::NoOp => {}
        }
    }
}

/// `PartitionRegistration.merge`: every change bumps the partition epoch, a given
/// leader bumps the leader epoch too.
fn change_partition(state: &mut PartitionState, record: &MetadataRecord) {
    let MetadataRecord::PartitionChange { leader, isr, replicas, removing, adding, recovering, .. } = record
    else {
        return;
    };
    state.partition_epoch = PartitionEpoch(state.partition_epoch.0 + 1);
    if let Some(leader) = leader {
        state.leader = *leader;
        state.leader_epoch = LeaderEpoch(state.leader_epoch.0 + 1);
    }
    let replace = |field: &mut Vec<BrokerId>, given: &Option<Vec<BrokerId>>| {
        if let Some(given) = given {
            field.clone_from(given);
        }
    };
    replace(&mut state.isr, isr);
    replace(&mut state.replicas, replicas);
    replace(&mut state.removing, removing);
    replace(&mut state.adding, adding);
    state.recovering = recovering.unwrap_or(state.recovering);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leader_change_bumps_both_epochs_and_an_isr_change_one() {
        let mut image = Image::default();
        let topic = TopicId(1);
        let partition = TopicPartition { topic, partition: 0 };
        let state =
            PartitionState { isr: vec![BrokerId(1), BrokerId(2)], leader: BrokerId(1), ..Default::default() };
        image.replay(0, &MetadataRecord::Topic { id: topic, name: "orders".into() });
        image.replay(1, &MetadataRecord::Partition { topic, partition: 0, state });
        let change = |leader, isr| MetadataRecord::PartitionChange {
            topic,
            partition: 0,
            leader,
            isr,
            replicas: None,
            removing: None,
            adding: None,
            recovering: None,
        };
        image.replay(2, &change(None, Some(vec![BrokerId(2)])));
        let epochs =
            |image: &Image| image.partition(partition).map(|p| (p.leader_epoch.0, p.partition_epoch.0));
        assert_eq!(epochs(&image), Some((0, 1)));
        image.replay(3, &change(Some(BrokerId(2)), None));
        assert_eq!(epochs(&image), Some((1, 2)));
        assert_eq!(image.applied, 3);
        image.replay(4, &MetadataRecord::RemoveTopic { id: topic });
        assert!(image.topic_named("orders").is_none());
    }
}
