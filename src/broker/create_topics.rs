//! Topics that a broker asks for by itself: a client's metadata request named
//! one that is missing, or a group needs `__consumer_offsets`
//! (`AutoTopicCreationManager`).

use super::controller_channel::Purpose;
use super::node::millis;
use super::{Broker, BrokerEffects, BrokerTimer, OFFSETS_TOPIC};
use crate::base::{Instant, Text};
use crate::protocol::{CreateTopicsRequest, NewTopic, Request};
use std::collections::BTreeSet;

/// Topics asked for and not yet answered: nobody asks twice at once.
#[derive(Clone, Debug, Default)]
pub(super) struct TopicCreations {
    under_way: BTreeSet<Text>,
}

impl TopicCreations {
    pub(super) fn forget(&mut self, names: &[Text]) {
        for name in names {
            self.under_way.remove(name);
        }
    }
}

impl Broker {
    /// Asks the controller for topics, with this broker's defaults.
    pub(super) fn create_topics(&mut self, now: Instant, names: &[Text], effects: &mut BrokerEffects) {
        let mut asked = Vec::new();
        let mut topics = Vec::new();
        for name in names {
            if self.creations.under_way.insert(name.clone()) {
                topics.push(self.new_topic(name));
                asked.push(name.clone());
            }
        }
        if topics.is_empty() {
            return;
        }
        let request = Request::CreateTopics(CreateTopicsRequest { topics, validate_only: false });
        let correlation = self.ask_controller(request, Purpose::CreateTopics(asked), effects);
        let patience = millis(self.config.request_timeout_ms);
        effects.timer(now + patience, BrokerTimer::RequestTimeout { correlation });
    }

    fn new_topic(&self, name: &Text) -> NewTopic {
        let config = &self.config;
        let (partitions, replication_factor, settings) = if &**name == OFFSETS_TOPIC {
            let segment_bytes = config.offsets_topic_segment_bytes.to_string();
            let settings = [("cleanup.policy", "compact"), ("segment.bytes", &segment_bytes)]
                .map(|(key, value)| (Text::from(key), Text::from(value)))
                .to_vec();
            (config.offsets_topic_num_partitions, config.offsets_topic_replication_factor, settings)
        } else {
            (config.num_partitions, config.default_replication_factor, Vec::new())
        };
        NewTopic {
            name: name.clone(),
            partitions: i32::try_from(partitions).unwrap_or(i32::MAX),
            replication_factor: i16::try_from(replication_factor).unwrap_or(i16::MAX),
            assignment: Vec::new(),
            config: settings,
        }
    }
}

/// Whether a name is one Kafka takes (`Topic.validate`).
pub(super) fn is_valid_name(name: &str) -> bool {
    let is_legal = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    (1..=249).contains(&name.len()) && name != "." && name != ".." && name.bytes().all(is_legal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_kafkas() {
        assert!(is_valid_name("orders.v1_a-B"));
        assert!(!is_valid_name(""));
        assert!(!is_valid_name(".."));
        assert!(!is_valid_name("a b"));
        assert!(!is_valid_name(&"x".repeat(250)));
    }
}
