//! Topics as Kafka would judge them, with the error name it would answer. At the
//! start a topic that can't be made is an error; a `CreateTopic` that the cluster
//! will refuse may be the lesson itself, and is only a warning.

use super::{Checker, item, part, topics};
use crate::config::{BrokerConfig, TopicConfig};
use crate::protocol::ErrorCode;
use crate::scenario::Verb;
use crate::scenario::model::{Actor, OFFSETS_TOPIC, Topic};
use crate::scenario::problem::Arg;
use crate::scenario::tree::Node;
use std::collections::BTreeMap;

impl Checker<'_, '_, '_, '_> {
    pub(super) fn topics(&mut self) {
        let mut names: BTreeMap<String, String> = BTreeMap::new();
        for (topic, node, at_start) in topics(self.draft) {
            self.topic(&topic, node, at_start);
            if !at_start {
                continue;
            }
            let folded = topic.name.replace('.', "_");
            if let Some(other) = names.insert(folded, topic.name.to_string()) {
                let (kind, code) = if *other == *topic.name {
                    ("duplicate-topic", ErrorCode::TopicAlreadyExists)
                } else {
                    ("colliding-topic", ErrorCode::InvalidTopicException)
                };
                let args = vec![
                    ("topic", (&topic.name).into()),
                    ("other", other.into()),
                    ("error", code.name().into()),
                ];
                self.error(part(node, "name"), kind, args);
            }
        }
    }

    /// An error at the start, a warning later.
    fn judge(&mut self, at_start: bool, node: &Node, kind: &'static str, args: Vec<(&'static str, Arg)>) {
        if at_start { self.error(node, kind, args) } else { self.warn(node, kind, args) }
    }

    fn topic(&mut self, topic: &Topic, node: &Node, at_start: bool) {
        let name = &topic.name;
        let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        if name.is_empty() || name.len() > 249 || !name.chars().all(legal) || matches!(&**name, "." | "..") {
            let args =
                vec![("topic", name.into()), ("error", ErrorCode::InvalidTopicException.name().into())];
            self.judge(at_start, part(node, "name"), "topic-name", args);
        } else if name.starts_with("__") && !(at_start && &**name == OFFSETS_TOPIC) {
            self.error(part(node, "name"), "internal-topic", vec![("topic", name.into())]);
        }
        if topic.partitions < 1 {
            let args = vec![
                ("topic", name.into()),
                ("count", topic.partitions.into()),
                ("error", ErrorCode::InvalidPartitions.name().into()),
            ];
            self.judge(at_start, part(node, "partitions"), "partition-count", args);
        }
        self.replication(topic, node, at_start);
        self.placement(topic, node);
        self.topic_settings(topic, part(node, "config"));
        if at_start {
            self.retention_before_roll(topic, part(node, "config"));
        }
    }

    fn replication(&mut self, topic: &Topic, node: &Node, at_start: bool) {
        let brokers = if at_start { self.running() } else { self.brokers.len() };
        let args = |kind_count: Arg| {
            vec![
                ("topic", (&topic.name).into()),
                ("rf", i32::from(topic.rf).into()),
                ("brokers", kind_count),
                ("error", ErrorCode::InvalidReplicationFactor.name().into()),
            ]
        };
        let place = part(node, "rf");
        if topic.rf < 1 {
            self.judge(at_start, place, "rf-below-one", args(brokers.into()));
        } else if usize::try_from(topic.rf).is_ok_and(|rf| rf > brokers) {
            self.judge(at_start, place, "rf-above-brokers", args(brokers.into()));
        }
    }

    /// How many brokers are up at the start.
    fn running(&self) -> usize {
        let is_up = |id: &&i32| match &self.draft.cluster.running {
            Some(running) => running.contains(id),
            None => true,
        };
        let at_start = |id: &&i32| **id <= self.draft.cluster.brokers;
        self.brokers.iter().filter(at_start).filter(is_up).count()
    }

    fn placement(&mut self, topic: &Topic, node: &Node) {
        if topic.replicas.is_empty() {
            return;
        }
        let place = part(node, "replicas");
        let code = || ("error", Arg::from(ErrorCode::InvalidReplicaAssignment.name()));
        if usize::try_from(topic.partitions).is_ok_and(|count| count != topic.replicas.len()) {
            let args = vec![
                ("topic", (&topic.name).into()),
                ("lists", topic.replicas.len().into()),
                ("partitions", topic.partitions.into()),
            ];
            self.error(place, "placement-count", args);
        }
        for (partition, replicas) in topic.replicas.iter().enumerate() {
            let list = item(place, partition);
            if usize::try_from(topic.rf).is_ok_and(|rf| rf != replicas.len()) {
                let args = vec![
                    ("partition", partition.to_string().into()),
                    ("count", replicas.len().into()),
                    ("rf", i32::from(topic.rf).into()),
                ];
                self.error(list, "placement-rf", args);
            }
            for (index, id) in replicas.iter().enumerate() {
                if !self.brokers.contains(id) {
                    self.unknown_broker(item(list, index), *id);
                } else if replicas.iter().take(index).any(|earlier| earlier == id) {
                    let args = vec![
                        ("broker", id.to_string().into()),
                        ("partition", partition.to_string().into()),
                        code(),
                    ];
                    self.error(item(list, index), "placement-twice", args);
                }
            }
        }
    }

    fn topic_settings(&mut self, topic: &Topic, map: &Node) {
        for (key, value) in &topic.config {
            self.setting(map, "topic", TopicConfig::DEFINITIONS, key, value);
        }
        let Some((_, place)) = map.entry("min.insync.replicas") else {
            return;
        };
        let Some(least) =
            topic.config.get("min.insync.replicas").and_then(|text| text.trim().parse::<i64>().ok())
        else {
            return;
        };
        let args = vec![("least", Arg::Number(least)), ("rf", i32::from(topic.rf).into())];
        if least > i64::from(topic.rf) {
            self.warn(place, "min-insync-above-rf", args);
        } else if least == i64::from(topic.rf) && topic.rf > 1 {
            self.warn(place, "min-insync-equals-rf", args);
        }
    }

    /// Retention removes whole segments: one that never rolls while traffic flows keeps all.
    /// A file that looks at the log's start or its segments means it.
    fn retention_before_roll(&mut self, topic: &Topic, map: &Node) {
        let broker = BrokerConfig::with(&self.draft.cluster.config);
        let config = broker.topic_config(&topic.config);
        let Some((_, place)) = map.entry("retention.ms") else {
            return;
        };
        let busy = self.draft.actors.iter().any(|(actor, _)| match actor {
            Actor::Producer { topic: to, rate, count, .. } => {
                *to == topic.name && *rate > 0 && count.is_none()
            }
            _ => false,
        });
        let rolled = crate::scenario::validate::verbs(self.draft)
            .iter()
            .any(|(verb, _)| matches!(verb, Verb::SetTopicConfig(to, ..) if *to == topic.name));
        if config.retention_ms >= 0
            && config.retention_ms < config.segment_ms
            && &*config.cleanup_policy == "delete"
            && busy
            && !rolled
            && !self.reads_log_start(&topic.name)
        {
            let args = vec![
                ("topic", (&topic.name).into()),
                ("retention", config.retention_ms.to_string().into()),
                ("segment", config.segment_ms.to_string().into()),
            ];
            self.warn(place, "retention-before-roll", args);
        }
    }
}
