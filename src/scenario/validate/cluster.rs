//! The cluster and the actors: what this version can build, names given twice,
//! and the settings of brokers and clients.

use super::{Checker, item, later, part, verbs};
use crate::config::{ApplicationConfig, BrokerConfig, ConsumerConfig, ProducerConfig};
use crate::scenario::model::{Actor, Mode, OFFSETS_TOPIC};
use crate::scenario::problem::Arg;
use crate::scenario::tree::Node;
use std::collections::BTreeSet;

impl Checker<'_, '_, '_, '_> {
    pub(super) fn cluster(&mut self) {
        let draft = self.draft;
        let (cluster, node) = (&draft.cluster, draft.cluster_node);
        if cluster.mode == Mode::ZooKeeper {
            self.not_yet(part(node, "mode"), "later-zookeeper");
        }
        if cluster.controllers != 1 {
            if cluster.controllers > 1 {
                self.not_yet(part(node, "controllers"), "later-quorum");
            } else {
                self.error(part(node, "controllers"), "no-controller", Vec::new());
            }
        }
        if !cluster.racks.is_empty() && cluster.racks.len() != self.brokers_at_start() {
            let args =
                vec![("count", cluster.racks.len().into()), ("brokers", self.brokers_at_start().into())];
            self.error(part(node, "racks"), "rack-count", args);
        }
        for (index, id) in cluster.running.iter().flatten().enumerate() {
            self.check_node(item(part(node, "running"), index), *id);
        }
        self.broker_settings(part(node, "config"), &cluster.config);
        for (id, config) in &cluster.broker_config {
            let map = part(node, "broker_config");
            let place = self.map_value(map, *id);
            if !self.brokers.contains(id) {
                self.unknown_broker(place.unwrap_or(map), *id);
            }
            self.broker_settings(place.unwrap_or(map), config);
        }
        self.topics();
        self.offsets_topic();
        for (verb, node) in verbs(draft) {
            if let Some(what) = later(verb.tool()) {
                self.not_yet(node, what);
            }
        }
    }

    pub(super) fn not_yet(&mut self, node: &Node, what: &'static str) {
        self.error(node, "not-yet", vec![("what", Arg::Key(what))]);
    }

    fn brokers_at_start(&self) -> usize {
        usize::try_from(self.draft.cluster.brokers).unwrap_or(0)
    }

    /// The value under a numeric key of a map.
    fn map_value<'a>(&self, map: &'a Node, id: i32) -> Option<&'a Node> {
        let crate::scenario::tree::Kind::Map(entries) = &map.kind else { return None };
        let found =
            entries.iter().find(|(key, _)| self.reader.source.slice(&key.span).trim() == id.to_string());
        found.map(|(_, value)| value)
    }

    fn broker_settings(&mut self, node: &Node, config: &crate::scenario::model::Config) {
        for (key, value) in config {
            self.setting(node, "broker", BrokerConfig::DEFINITIONS, key, value);
        }
    }

    /// Without its copies the topic of offsets can't be made, and no group works.
    fn offsets_topic(&mut self) {
        const KEY: &str = "offsets.topic.replication.factor";
        let config = BrokerConfig::with(&self.draft.cluster.config);
        let brokers = self.draft.cluster.brokers;
        let is_placed = self.topics.contains_key(OFFSETS_TOPIC);
        if self.groups.is_empty() || is_placed || !self.draft.names_known {
            return;
        }
        if config.offsets_topic_replication_factor > i64::from(brokers) {
            let node = self.draft.cluster_node;
            let place = node.field("config").and_then(|map| map.entry(KEY)).map(|(_, value)| value);
            let args = vec![
                ("rf", Arg::Number(config.offsets_topic_replication_factor)),
                ("brokers", brokers.into()),
            ];
            self.warn(place.unwrap_or_else(|| part(node, "brokers")), "offsets-rf-above-brokers", args);
        }
    }

    pub(super) fn actors(&mut self) {
        let draft = self.draft;
        let mut seen = BTreeSet::new();
        for (actor, node) in &draft.actors {
            if !matches!(actor, Actor::Direct { .. }) {
                let name = part(node, "name");
                if actor.name().is_empty() {
                    self.error(name, "empty-name", Vec::new());
                } else if !seen.insert(actor.name().clone()) {
                    self.error(name, "duplicate-actor", vec![("name", actor.name().into())]);
                }
            }
            self.actor(actor, node);
        }
    }

    fn actor(&mut self, actor: &Actor, node: &Node) {
        match actor {
            Actor::Producer { topic, config, keys, .. } => {
                self.topic_name(part(node, "topic"), topic);
                self.producer_settings(node, config);
                self.keys_for_compaction(node, topic, keys.is_empty());
            }
            Actor::ConsoleProducer { topic, config, .. } => {
                self.topic_name(part(node, "topic"), topic);
                self.producer_settings(node, config);
            }
            Actor::Consumer { group, topics, application, config, .. } => {
                if group.is_empty() {
                    self.error(part(node, "group"), "empty-name", Vec::new());
                }
                if topics.is_empty() {
                    self.error(part(node, "topics"), "nothing-to-read", Vec::new());
                }
                for (index, topic) in topics.iter().enumerate() {
                    self.topic_name(item(part(node, "topics"), index), topic);
                }
                self.application(part(node, "application"), application);
                self.consumer_settings(node, config);
            }
            Actor::ConsoleConsumer { topic, config, .. } => {
                self.topic_name(part(node, "topic"), topic);
                self.consumer_settings(node, config);
            }
            Actor::Streams { .. } => self.not_yet(node, "later-streams"),
            Actor::SourceConnector { .. } | Actor::SinkConnector { .. } => {
                self.not_yet(node, "later-connect")
            }
            Actor::Database { .. } => self.not_yet(node, "later-database"),
            Actor::Direct { name, from, to } => {
                self.producer_name(part(node, "from"), from);
                self.consumer_name(part(node, "to"), to);
                let is_taken = self
                    .draft
                    .actors
                    .iter()
                    .any(|(other, _)| !matches!(other, Actor::Direct { .. }) && other.name() == name);
                if is_taken {
                    self.error(part(node, "name"), "duplicate-actor", vec![("name", name.into())]);
                }
            }
        }
    }

    /// The options of a consumer's application.
    fn application(&mut self, map: &Node, options: &crate::scenario::model::Config) {
        for (key, value) in options {
            self.setting(map, "application", ApplicationConfig::DEFINITIONS, key, value);
        }
        if let Some(topic) = options.get("dead_letter") {
            self.topic_name(map.entry("dead_letter").map_or(map, |(_, value)| value), topic);
        }
    }

    /// A compacted topic refuses records without key.
    fn keys_for_compaction(&mut self, node: &Node, topic: &str, unkeyed: bool) {
        let compact = self.draft.topics.iter().any(|(t, _)| {
            &*t.name == topic && t.config.get("cleanup.policy").is_some_and(|p| p.contains("compact"))
        });
        if compact && unkeyed {
            self.error(part(node, "topic"), "compact-without-key", vec![("topic", topic.into())]);
        }
    }

    fn producer_settings(&mut self, node: &Node, config: &crate::scenario::model::Config) {
        let map = part(node, "config");
        for (key, value) in config {
            self.setting(map, "producer", ProducerConfig::DEFINITIONS, key, value);
        }
        let all = ProducerConfig::with(config);
        let needed = all.linger_ms.saturating_add(all.request_timeout_ms);
        if config.contains_key("delivery.timeout.ms") && all.delivery_timeout_ms < needed {
            let place = map.entry("delivery.timeout.ms").map_or(map, |(_, value)| value);
            self.error(place, "delivery-timeout", vec![("needed", needed.to_string().into())]);
        }
        let explicit = config.get("enable.idempotence").is_some_and(|value| &**value == "true");
        if explicit && !matches!(&*all.acks, "all" | "-1") {
            let place = map.entry("acks").map_or(map, |(_, value)| value);
            self.error(place, "idempotence-needs-all", vec![("acks", (&all.acks).into())]);
        }
    }

    fn consumer_settings(&mut self, node: &Node, config: &crate::scenario::model::Config) {
        let map = part(node, "config");
        for (key, value) in config {
            self.setting(map, "consumer", ConsumerConfig::DEFINITIONS, key, value);
        }
        let all = ConsumerConfig::with(config);
        let broker = BrokerConfig::with(&self.draft.cluster.config);
        let (low, high) = (broker.group_min_session_timeout_ms, broker.group_max_session_timeout_ms);
        if !(low..=high).contains(&all.session_timeout_ms) {
            let place = map.entry("session.timeout.ms").map_or(map, |(_, value)| value);
            let args = vec![
                ("value", all.session_timeout_ms.to_string().into()),
                ("low", low.to_string().into()),
                ("high", high.to_string().into()),
            ];
            self.error(place, "session-timeout-range", args);
        } else if all.heartbeat_interval_ms >= all.session_timeout_ms {
            let place = map.entry("heartbeat.interval.ms").map_or(map, |(_, value)| value);
            let args = vec![
                ("heartbeat", all.heartbeat_interval_ms.to_string().into()),
                ("session", all.session_timeout_ms.to_string().into()),
            ];
            self.error(place, "heartbeat-too-slow", args);
        }
        const ASSIGNORS: [&str; 4] = ["range", "roundrobin", "sticky", "cooperative-sticky"];
        for name in all.partition_assignment_strategy.split(',').map(str::trim) {
            if !ASSIGNORS.contains(&name) {
                let place = map.entry("partition.assignment.strategy").map_or(map, |(_, value)| value);
                let args = vec![("name", name.into()), ("list", ASSIGNORS.join(", ").into())];
                self.error(place, "unknown-assignor", args);
            }
        }
    }
}
