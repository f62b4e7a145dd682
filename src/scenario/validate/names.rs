//! References: every topic, partition, broker, actor, group and mark that is
//! named exists. A name nearby is offered.

use super::{Checker, item, part, verbs};
use crate::config::{
    ApplicationConfig, BrokerConfig, ConsumerConfig, Definition, ProducerConfig, TopicConfig,
};
use crate::protocol::ErrorCode;
use crate::scenario::Verb;
use crate::scenario::action::{MOST_CONSOLES, console_line};
use crate::scenario::faults::nearest;
use crate::scenario::model::OFFSETS_TOPIC;
use crate::scenario::reading::Names;
use crate::scenario::tree::Node;
use crate::world::{NodeName, World};

impl Checker<'_, '_, '_, '_> {
    /// Every verb of the timeline and the solutions.
    pub(super) fn verbs(&mut self) {
        for (verb, node) in verbs(self.draft) {
            self.verb(verb, node);
        }
    }

    fn verb(&mut self, verb: &Verb, node: &Node) {
        use Verb as V;
        match verb {
            V::Start(a) | V::Stop(a) | V::Kill(a) | V::Freeze(a) | V::Thaw(a) | V::DeleteLocalState(a) => {
                self.actor_name(item(node, 0), a);
            }
            V::Send(a, records) => {
                self.producer_name(item(node, 0), a);
                if records.is_empty() {
                    self.error(item(node, 1), "nothing-to-send", Vec::new());
                }
            }
            V::SetRate(a, _) | V::DropNextAck(a) => self.producer_name(item(node, 0), a),
            V::Commit(a) => self.consumer_name(item(node, 0), a),
            V::Seek(a, topic, partition, offset) => {
                self.consumer_name(item(node, 0), a);
                self.partition(item(node, 1), item(node, 2), topic, *partition);
                self.offset(item(node, 3), *offset);
            }
            V::SetConfig(a, key, value) => {
                self.actor_name(item(node, 0), a);
                self.client_setting(item(node, 1), item(node, 2), a, key, value);
            }
            V::ResetOffsets(group, topic, _) => {
                self.group_name(item(node, 0), group);
                self.topic_name(item(node, 1), topic);
            }
            V::CleanStop(id) | V::Crash(id) | V::PowerCut(id) | V::Restart(id) => {
                self.check_node(item(node, 0), *id)
            }
            V::FullDisk(id) | V::WipeDisk(id) => self.broker_id(item(node, 0), *id),
            V::AddBroker(id) => {
                if *id <= self.draft.cluster.brokers || *id > 999 {
                    self.error(item(node, 0), "broker-exists", vec![("broker", id.to_string().into())]);
                }
            }
            V::SetBrokerConfig(id, key, value) => {
                self.broker_id(item(node, 0), *id);
                let (key_node, value_node) = (item(node, 1), item(node, 2));
                self.setting_at(key_node, value_node, "broker", BrokerConfig::DEFINITIONS, key, value);
            }
            V::Rewind(mark) => self.mark_name(item(node, 0), mark),
            V::CreateTopic { .. } | V::Heal | V::Pause | V::Mark(_) | V::Branch(_) | V::Sql(_) => {}
            V::Console(line) => {
                if console_line(line).is_none() {
                    let args = vec![("limit", i32::from(MOST_CONSOLES).into())];
                    self.error(item(node, 0), "bad-console", args);
                }
            }
            _ => {
                self.fault(verb, node);
                self.topic_verb(verb, node);
            }
        }
    }

    fn fault(&mut self, verb: &Verb, node: &Node) {
        use Verb as V;
        match verb {
            V::Link { from, to, .. } | V::CutOneWay { from, to } => {
                self.endpoint(part(node, "from"), &from.0);
                self.endpoint(part(node, "to"), &to.0);
            }
            V::Cut(one, other) => {
                self.endpoint(item(node, 0), &one.0);
                self.endpoint(item(node, 1), &other.0);
            }
            V::Isolate(one) => self.endpoint(item(node, 0), &one.0),
            V::SlowFetch { brokers, .. } => {
                for (index, id) in brokers.iter().enumerate() {
                    self.broker_id(item(part(node, "brokers"), index), *id);
                }
            }
            V::SlowDisk { id, .. } => self.broker_id(part(node, "id"), *id),
            V::CorruptByte(id, topic, partition, offset) => {
                self.broker_id(item(node, 0), *id);
                self.partition(item(node, 1), item(node, 2), topic, *partition);
                self.offset(item(node, 3), *offset);
            }
            _ => {}
        }
    }

    fn topic_verb(&mut self, verb: &Verb, node: &Node) {
        use Verb as V;
        match verb {
            V::DeleteTopic(topic) => self.topic_name(item(node, 0), topic),
            V::AddPartitions(topic, count) => {
                self.topic_name(item(node, 0), topic);
                let now = self.draft.topics.iter().find(|(known, _)| known.name == *topic);
                if let Some((known, _)) = now
                    && *count <= known.partitions
                {
                    let args = vec![
                        ("topic", topic.into()),
                        ("now", known.partitions.into()),
                        ("count", (*count).into()),
                        ("error", ErrorCode::InvalidPartitions.name().into()),
                    ];
                    self.warn(item(node, 1), "partitions-only-grow", args);
                }
            }
            V::SetTopicConfig(topic, key, value) => {
                self.topic_name(item(node, 0), topic);
                let (key_node, value_node) = (item(node, 1), item(node, 2));
                self.setting_at(key_node, value_node, "topic", TopicConfig::DEFINITIONS, key, value);
            }
            V::DeleteRecords(topic, partition, offset) => {
                self.partition(item(node, 0), item(node, 1), topic, *partition);
                // -1 is Kafka's "up to the high watermark".
                if *offset < -1 {
                    self.offset(item(node, 2), *offset);
                }
            }
            V::ElectPreferred(topic, partition) | V::ElectUnclean(topic, partition) => {
                self.partition(item(node, 0), item(node, 1), topic, *partition);
            }
            V::Reassign(topic, partition, replicas) => {
                self.partition(item(node, 0), item(node, 1), topic, *partition);
                for (index, id) in replicas.iter().enumerate() {
                    let place = item(item(node, 2), index);
                    if replicas.iter().take(index).any(|earlier| earlier == id) {
                        let args = vec![
                            ("broker", id.to_string().into()),
                            ("partition", partition.to_string().into()),
                            ("error", ErrorCode::InvalidReplicaAssignment.name().into()),
                        ];
                        self.error(place, "placement-twice", args);
                    } else {
                        self.broker_id(place, *id);
                    }
                }
            }
            _ => {}
        }
    }

    fn client_setting(&mut self, key_node: &Node, value_node: &Node, actor: &str, key: &str, value: &str) {
        let Some((owner, definitions)) = self.client_settings(actor, key) else { return };
        self.setting_at(key_node, value_node, owner, definitions, key, value);
    }

    /// The settings that `key` is one of: Kafka's, or a consumer's application's.
    fn client_settings(&self, actor: &str, key: &str) -> Option<(&'static str, &'static [Definition])> {
        let actor = self.actors.get(actor)?;
        Some(if actor.is_producer() || actor.group().is_none() {
            ("producer", ProducerConfig::DEFINITIONS)
        } else if ApplicationConfig::definition(key).is_some() {
            ("application", ApplicationConfig::DEFINITIONS)
        } else {
            ("consumer", ConsumerConfig::DEFINITIONS)
        })
    }

    /// The arguments of a reading or an event, one by one.
    pub(super) fn arguments(&mut self, node: &Node, names: &[Names<'_>]) {
        for (index, name) in names.iter().enumerate() {
            let place = item(node, index);
            match name {
                Names::Topic(topic) => self.topic_name(place, topic),
                Names::Partition(topic, partition) => self.partition_number(place, topic, *partition),
                Names::Broker(id) => self.broker_id(place, *id),
                Names::Group(group) => self.group_name(place, group),
                Names::Actor(actor) => self.actor_name(place, actor),
                Names::ActorOrGroup(name) => {
                    if !self.groups.contains(*name) {
                        self.actor_name(place, name);
                    }
                }
                Names::ActorOrAdmin(name) => {
                    if &***name != World::ADMIN_NAME {
                        self.actor_name(place, name);
                    }
                }
                Names::TopicKey(key) => {
                    if TopicConfig::definition(key).is_none() {
                        self.setting_at(place, place, "topic", TopicConfig::DEFINITIONS, key, "");
                    }
                }
                Names::ClientKey(actor, key) => {
                    if let Some((owner, definitions)) = self.client_settings(actor, key)
                        && !definitions.iter().any(|definition| definition.key == &***key)
                    {
                        self.setting_at(place, place, owner, definitions, key, "");
                    }
                }
                Names::ErrorName(error) => {
                    let known = || ErrorCode::ALL.iter().map(|code| code.name());
                    if !known().any(|name| name == &***error) {
                        self.unknown(place, "unknown-error-name", error, known().collect());
                    }
                }
                Names::Nothing => {}
            }
        }
    }

    pub(super) fn unknown(&mut self, node: &Node, kind: &'static str, name: &str, known: Vec<&str>) {
        let near = nearest(known.iter().copied(), name).map(str::to_owned);
        let list = if known.len() > 12 { String::new() } else { known.join(", ") };
        let hint = match (&near, list.is_empty()) {
            (Some(_), _) => "near",
            (None, false) => "list",
            (None, true) => "none",
        };
        let args = vec![
            ("name", name.into()),
            ("nearest", near.unwrap_or_default().into()),
            ("list", list.into()),
            ("hint", hint.into()),
        ];
        self.error(node, kind, args);
    }

    pub(super) fn topic_name(&mut self, node: &Node, name: &str) {
        if !self.topics.contains_key(name) && self.is_unknown(name) && name != OFFSETS_TOPIC {
            let known: Vec<String> = self.topics.keys().map(ToString::to_string).collect();
            self.unknown(node, "unknown-topic", name, known.iter().map(String::as_str).collect());
        }
    }

    fn partition(&mut self, topic_node: &Node, partition_node: &Node, topic: &str, partition: i32) {
        self.topic_name(topic_node, topic);
        self.partition_number(partition_node, topic, partition);
    }

    fn partition_number(&mut self, node: &Node, topic: &str, partition: i32) {
        let Some(known) = self.topics.get(topic) else { return };
        if !(0..known.partitions).contains(&partition) {
            let args = vec![
                ("topic", topic.into()),
                ("partition", partition.to_string().into()),
                ("count", known.partitions.into()),
                ("last", (known.partitions - 1).to_string().into()),
            ];
            self.error(node, "unknown-partition", args);
        }
    }

    fn offset(&mut self, node: &Node, offset: i64) {
        if offset < 0 {
            self.error(node, "negative-offset", vec![("offset", offset.to_string().into())]);
        }
    }

    fn broker_id(&mut self, node: &Node, id: i32) {
        if self.draft.names_known && !self.is_packed && !self.brokers.contains(&id) {
            self.unknown_broker(node, id);
        }
    }

    pub(super) fn check_node(&mut self, node: &Node, id: i32) {
        if self.draft.names_known && !self.is_node(id) {
            self.unknown_broker(node, id);
        }
    }

    pub(super) fn unknown_broker(&mut self, node: &Node, id: i32) {
        let count = self.brokers.len();
        let controller = crate::world::ClusterSpec::CONTROLLER.to_string();
        let args = vec![
            ("broker", id.to_string().into()),
            ("count", count.into()),
            ("controller", controller.into()),
        ];
        self.error(node, "unknown-broker", args);
    }

    fn endpoint(&mut self, node: &Node, name: &NodeName) {
        match name {
            NodeName::Node(id) => self.check_node(node, *id),
            NodeName::Client(actor) => self.actor_name(node, actor),
        }
    }

    fn actor_name(&mut self, node: &Node, name: &str) {
        if self.draft.names_known && !self.actors.contains_key(name) {
            let known: Vec<String> = self.actors.keys().map(ToString::to_string).collect();
            self.unknown(node, "unknown-actor", name, known.iter().map(String::as_str).collect());
        }
    }

    pub(super) fn producer_name(&mut self, node: &Node, name: &str) {
        self.actor_name(node, name);
        if self.actors.get(name).is_some_and(|actor| !actor.is_producer()) {
            self.error(node, "not-a-producer", vec![("name", name.into())]);
        }
    }

    pub(super) fn consumer_name(&mut self, node: &Node, name: &str) {
        self.actor_name(node, name);
        if self.actors.get(name).is_some_and(|actor| actor.group().is_none()) {
            self.error(node, "not-a-consumer", vec![("name", name.into())]);
        }
    }

    fn group_name(&mut self, node: &Node, name: &str) {
        if !self.groups.contains(name) && self.is_unknown(name) {
            let known: Vec<String> = self.groups.iter().map(ToString::to_string).collect();
            self.unknown(node, "unknown-group", name, known.iter().map(String::as_str).collect());
        }
    }

    pub(super) fn mark_name(&mut self, node: &Node, name: &str) {
        if self.draft.marks_known && !self.is_packed && !self.marks.contains(name) {
            let known: Vec<String> = self.marks.iter().map(ToString::to_string).collect();
            self.unknown(node, "unknown-mark", name, known.iter().map(String::as_str).collect());
        }
    }
}
