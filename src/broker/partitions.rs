//! Brings this broker's copies in line with the image: creates and removes logs,
//! begins to lead or to follow, applies settings (`ReplicaManager.applyDelta`,
//! `DynamicConfigPublisher`).

use super::log_facts::{report, report_removed};
use super::metadata_link::Delta;
use super::{Broker, BrokerEffects, BrokerSabotage, Replica};
use crate::base::{BrokerId, Instant, Offset, TopicId, TopicPartition};
use crate::config::{BrokerConfig, TopicConfig};
use crate::protocol::{ConfigResource, ErrorCode, PartitionState};
use crate::storage::{LogEvents, PartitionLog};
use crate::story::Fact;
use std::collections::BTreeSet;
use std::sync::Arc;

impl Broker {
    /// Opens the logs found on disk. They have no part until metadata gives one.
    pub(super) fn open_logs(&mut self, now: Instant, effects: &mut BrokerEffects) {
        let config = Arc::new(self.config.topic_config(&Default::default()));
        for (partition, stored) in std::mem::take(&mut self.unopened) {
            let (log, recovery) = PartitionLog::recover(stored.files, config.clone(), now, self.calendar);
            effects.fact(Fact::LogRecovered {
                broker: self.id,
                partition,
                log_end: recovery.log_end,
                lost_bytes: recovery.lost_bytes,
            });
            self.replicas.insert(partition, Arc::new(Replica::new(log)));
        }
    }

    /// The settings of a topic, worked out once for all its partitions.
    fn config_of(&mut self, topic: TopicId) -> Arc<TopicConfig> {
        if let Some(config) = self.topic_configs.get(&topic) {
            return config.clone();
        }
        let own = self.image.topic_name(topic).cloned().map(ConfigResource::Topic);
        let own = own.map(|resource| self.image.settings(&resource)).unwrap_or_default();
        let config = Arc::new(self.config.topic_config(&own));
        self.topic_configs.insert(topic, config.clone());
        config
    }

    /// Dynamic settings: one broker's over the cluster's over those it started with.
    pub(super) fn apply_configs(
        &mut self,
        now: Instant,
        is_first: bool,
        delta: &Delta,
        effects: &mut BrokerEffects,
    ) {
        let (all, own) = (ConfigResource::Broker(None), ConfigResource::Broker(Some(self.id)));
        let mut changed: BTreeSet<TopicId> = BTreeSet::new();
        if is_first || delta.configs.contains(&all) || delta.configs.contains(&own) {
            let mut settings = (*self.settings).clone();
            settings.extend(self.image.settings(&all));
            settings.extend(self.image.settings(&own));
            self.config = Arc::new(BrokerConfig::with(&settings));
            self.topic_configs.clear();
            changed.extend(self.replicas.keys().map(|partition| partition.topic));
        }
        for resource in &delta.configs {
            if let ConfigResource::Topic(name) = resource
                && let Some(id) = self.image.topic_ids.get(name)
            {
                self.topic_configs.remove(id);
                changed.insert(*id);
            }
        }
        for topic in changed {
            let config = self.config_of(topic);
            for replica in self.replicas.range_mut(partitions_of(topic)).map(|(_, replica)| replica) {
                Arc::make_mut(replica).log_mut().set_config(config.clone());
            }
        }
        self.start_flushing(now, effects);
    }

    pub(super) fn apply_partitions(
        &mut self,
        now: Instant,
        is_first: bool,
        delta: &Delta,
        effects: &mut BrokerEffects,
    ) {
        let image = self.image.clone();
        let changed: Vec<TopicPartition> = if is_first {
            let all = image.topics.values().flat_map(|topic| {
                (0..topic.partitions.len() as i32)
                    .map(|partition| TopicPartition { topic: topic.id, partition })
            });
            all.collect()
        } else {
            delta.partitions.iter().copied().collect()
        };
        let is_mine = |partition: TopicPartition| {
            image.partition(partition).is_some_and(|state| state.replicas.contains(&self.id))
        };
        let gone: Vec<TopicPartition> = if is_first {
            self.replicas.keys().copied().filter(|partition| !is_mine(*partition)).collect()
        } else {
            let removed = delta.removed.iter();
            let removed = removed.flat_map(|topic| self.replicas.range(partitions_of(*topic)));
            let left = changed.iter().filter(|partition| !is_mine(**partition));
            removed.map(|(partition, _)| *partition).chain(left.copied()).collect()
        };
        for partition in gone {
            self.remove_replica(now, partition, effects);
        }
        for topic in &delta.removed {
            self.topic_configs.remove(topic);
            self.directory_names.remove(topic);
        }
        let mut followed = Vec::new();
        for partition in changed {
            let Some(state) = image.partition(partition).filter(|state| state.replicas.contains(&self.id))
            else {
                continue;
            };
            self.open_replica(now, partition);
            if state.leader == self.id {
                self.lead(now, partition, state, effects);
            } else {
                followed.push((partition, state));
            }
        }
        let mut leaders = BTreeSet::new();
        for (partition, state) in followed {
            self.follow(now, partition, state, effects);
            leaders.insert(state.leader);
        }
        for leader in leaders {
            self.send_fetch(now, leader, effects);
        }
        self.start_flushing(now, effects);
    }

    fn open_replica(&mut self, now: Instant, partition: TopicPartition) {
        if self.replicas.contains_key(&partition) {
            return;
        }
        let config = self.config_of(partition.topic);
        if let Some(name) = self.image.topic_name(partition.topic) {
            self.directory_names.insert(partition.topic, name.clone());
        }
        let mut log = PartitionLog::create(config, now, self.calendar);
        log.set_sabotage(self.log_sabotage);
        self.replicas.insert(partition, Arc::new(Replica::new(log)));
    }

    fn remove_replica(&mut self, now: Instant, partition: TopicPartition, effects: &mut BrokerEffects) {
        let Some(replica) = self.replicas.remove(&partition) else { return };
        self.unfollow(partition, BrokerId::NONE);
        self.proposals.forget(partition);
        self.unload_groups(now, partition, effects);
        report_removed(self.id, partition, replica.log(), effects);
        self.fail_produces(now, partition, ErrorCode::NotLeaderOrFollower, effects);
        self.wake_fetches(partition, effects);
    }

    fn lead(
        &mut self,
        now: Instant,
        partition: TopicPartition,
        state: &PartitionState,
        effects: &mut BrokerEffects,
    ) {
        let id = self.id;
        let Some(replica) = self.replica_mut(partition) else { return };
        let was_leader = replica.is_leader();
        let is_new = !was_leader || state.leader_epoch > replica.leader_epoch();
        if !is_new && state.partition_epoch <= replica.partition_epoch() {
            // The answer to its own proposal was faster than the metadata.
            return;
        }
        let before = replica.log().high_watermark();
        // Followers' times of the reign that ends are not to count in the new one.
        self.note_change(partition);
        let Some(replica) = self.replica_mut(partition) else { return };
        replica.make_leader(id, state, now);
        let log_end = replica.log().log_end();
        self.proposals.forget(partition);
        if is_new {
            self.unfollow(partition, BrokerId::NONE);
            let epoch = state.leader_epoch;
            effects.fact(Fact::BecameLeader { broker: id, partition, epoch, log_end });
            if !was_leader {
                self.load_groups(now, partition, effects);
            }
        }
        self.advance_high_watermark(now, partition, before, effects);
        self.check_min_isr(now, partition, effects);
        if is_new {
            self.wake_fetches(partition, effects);
        }
    }

    fn follow(
        &mut self,
        now: Instant,
        partition: TopicPartition,
        state: &PartitionState,
        effects: &mut BrokerEffects,
    ) {
        let sabotage = self.sabotage;
        let Some(replica) = self.replica_mut(partition) else { return };
        let was_leader = replica.is_leader();
        let is_new = was_leader || state.leader_epoch > replica.leader_epoch();
        replica.make_follower(state);
        if !is_new {
            return;
        }
        let mut events = LogEvents::new();
        let high_watermark = replica.log().high_watermark();
        if sabotage == BrokerSabotage::TruncateBelowHighWatermark {
            replica.log_mut().truncate_to(Offset::ZERO, &mut events);
        }
        report(self.id, partition, events, high_watermark, effects);
        let (epoch, leader) = (state.leader_epoch, state.leader);
        effects.fact(Fact::BecameFollower { broker: self.id, partition, epoch, leader });
        self.unfollow(partition, leader);
        if leader != BrokerId::NONE {
            self.add_to_fetcher(partition, leader);
        }
        if was_leader {
            self.proposals.forget(partition);
            self.unload_groups(now, partition, effects);
            self.fail_produces(now, partition, ErrorCode::NotLeaderOrFollower, effects);
            self.wake_fetches(partition, effects);
        }
    }
}

/// All partitions of a topic.
pub(super) fn partitions_of(topic: TopicId) -> std::ops::RangeInclusive<TopicPartition> {
    TopicPartition { topic, partition: 0 }..=TopicPartition { topic, partition: i32::MAX }
}
