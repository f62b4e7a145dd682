//! DescribeConfigs, as a broker answers it (`ConfigHelper`): its own settings, the
//! cluster-wide default ones, and a topic's over this broker's.
//!
//! Kafka writes a few defaults under another key than the one the lab's table has
//! (168 hours instead of so many milliseconds); those are told as Kafka tells them.

use super::node::Asked;
use super::{Broker, BrokerEffects};
use crate::base::{BrokerId, Text};
use crate::config::{BrokerConfig, Settings, TopicConfig};
use crate::metadata::TopicImage;
use crate::protocol::{
    ConfigEntry, ConfigResource, ConfigSource, ConfigSynonym, DescribeConfigsRequest,
    DescribeConfigsResponse, DescribedConfigs, ErrorCode, Response,
};

/// Keys without a default of their own, with the key and value that decide instead.
const DECIDED_ELSEWHERE: [(&str, &str, &str); 4] = [
    ("log.retention.ms", "log.retention.hours", "168"),
    ("log.roll.ms", "log.roll.hours", "168"),
    ("log.roll.jitter.ms", "log.roll.jitter.hours", "0"),
    ("log.flush.interval.ms", "log.flush.scheduler.interval.ms", "9223372036854775807"),
];

/// The three places, beside the defaults, that give a broker's key a value.
struct Sources<'a> {
    own: Settings,
    for_all: Settings,
    file: &'a Settings,
}

impl Sources<'_> {
    /// All that is said about a broker's key, strongest first (`configSynonyms`).
    fn synonyms(&self, key: &str) -> Vec<ConfigSynonym> {
        let places = [
            (&self.own, ConfigSource::DynamicBroker),
            (&self.for_all, ConfigSource::DynamicDefaultBroker),
            (self.file, ConfigSource::StaticBroker),
        ];
        let said = places.into_iter().filter_map(|(settings, source)| {
            let value = plain(key, settings.get(key)?);
            Some(ConfigSynonym { name: key.into(), value, source })
        });
        let mut all: Vec<ConfigSynonym> = said.collect();
        let default = BrokerConfig::definition(key).map(|definition| definition.default);
        match DECIDED_ELSEWHERE.iter().find(|(own, ..)| *own == key) {
            // Alone, Kafka drops it: it does not bear the name asked for.
            Some(_) if all.is_empty() => {}
            Some((_, name, value)) => all.push(by_default(name, value)),
            None => all.extend(default.map(|value| by_default(key, value))),
        }
        all
    }
}

fn by_default(name: &str, value: &str) -> ConfigSynonym {
    ConfigSynonym { name: name.into(), value: value.into(), source: ConfigSource::Default }
}

/// A value as Kafka writes it: a lesson's `5s` is 5000.
fn plain(key: &str, value: &Text) -> Text {
    let definition = BrokerConfig::definition(key).or_else(|| TopicConfig::definition(key));
    let number = definition
        .filter(|definition| definition.kind == crate::config::Kind::Number)
        .and_then(|definition| definition.number(value));
    number.map_or_else(|| value.trim().into(), |number| number.to_string().into())
}

fn entry(
    name: &str,
    value: Option<Text>,
    is_read_only: bool,
    synonyms: Vec<ConfigSynonym>,
    with_synonyms: bool,
) -> ConfigEntry {
    ConfigEntry {
        name: name.into(),
        value,
        is_read_only,
        source: synonyms.first().map_or(ConfigSource::Default, |first| first.source),
        synonyms: if with_synonyms { synonyms } else { Vec::new() },
    }
}

impl Broker {
    pub(super) fn describe_configs(
        &self,
        asked: &Asked,
        request: &DescribeConfigsRequest,
        effects: &mut BrokerEffects,
    ) {
        let with_synonyms = request.include_synonyms;
        let describe = |resource: &ConfigResource| {
            let (error, message, configs) = match resource {
                ConfigResource::Topic(name) => match self.image.topic_named(name) {
                    Some(topic) => (ErrorCode::None, None, self.topic_entries(topic, with_synonyms)),
                    None => (ErrorCode::UnknownTopicOrPartition, None, Vec::new()),
                },
                ConfigResource::Broker(None) => (ErrorCode::None, None, self.default_entries(with_synonyms)),
                ConfigResource::Broker(Some(id)) if *id == self.id => {
                    (ErrorCode::None, None, self.broker_entries(with_synonyms))
                }
                ConfigResource::Broker(Some(id)) => {
                    let message = self.not_mine(*id);
                    (ErrorCode::InvalidRequest, Some(message.into()), Vec::new())
                }
            };
            DescribedConfigs { resource: resource.clone(), error, message, configs }
        };
        let results = request.resources.iter().map(describe).collect();
        Self::answer(asked, Response::DescribeConfigs(DescribeConfigsResponse { results }), effects);
    }

    fn not_mine(&self, id: BrokerId) -> String {
        format!("Unexpected broker id, expected {} or empty string, but received {id}", self.id)
    }

    fn sources(&self) -> Sources<'_> {
        Sources {
            own: self.image.settings(&ConfigResource::Broker(Some(self.id))),
            for_all: self.image.settings(&ConfigResource::Broker(None)),
            file: &self.settings,
        }
    }

    fn topic_entries(&self, topic: &TopicImage, with_synonyms: bool) -> Vec<ConfigEntry> {
        let given = self.image.settings(&ConfigResource::Topic(topic.name.clone()));
        let in_force = self.config.topic_config(&given);
        let sources = self.sources();
        let describe = |key: &'static str| {
            let own = given.get(key).map(|value| ConfigSynonym {
                name: key.into(),
                value: plain(key, value),
                source: ConfigSource::DynamicTopic,
            });
            let inherited = TopicConfig::broker_synonym(key).map(|key| sources.synonyms(key));
            let synonyms = own.into_iter().chain(inherited.into_iter().flatten()).collect();
            entry(key, in_force.get(key).map(Text::from), false, synonyms, with_synonyms)
        };
        sorted(TopicConfig::DEFINITIONS.iter().map(|definition| describe(definition.key)).collect())
    }

    fn default_entries(&self, with_synonyms: bool) -> Vec<ConfigEntry> {
        let settings = self.image.settings(&ConfigResource::Broker(None));
        let describe = |(key, value): (&Text, &Text)| {
            let value = plain(key, value);
            let source = ConfigSource::DynamicDefaultBroker;
            let synonym = ConfigSynonym { name: key.clone(), value: value.clone(), source };
            entry(key, Some(value), false, vec![synonym], with_synonyms)
        };
        settings.iter().map(describe).collect()
    }

    fn broker_entries(&self, with_synonyms: bool) -> Vec<ConfigEntry> {
        let sources = self.sources();
        let mut entries = Vec::with_capacity(BrokerConfig::DEFINITIONS.len() + DECIDED_ELSEWHERE.len());
        for definition in BrokerConfig::DEFINITIONS {
            let key = definition.key;
            let synonyms = sources.synonyms(key);
            let value = (!synonyms.is_empty()).then(|| self.config.get(key).map(Text::from)).flatten();
            entries.push(entry(key, value, !BrokerConfig::is_dynamic(key), synonyms, with_synonyms));
        }
        for (_, key, value) in DECIDED_ELSEWHERE {
            entries.push(entry(key, Some(value.into()), true, vec![by_default(key, value)], with_synonyms));
        }
        let (id, source) = (Text::from(self.id.to_string()), ConfigSource::StaticBroker);
        let synonym = ConfigSynonym { name: "node.id".into(), value: id.clone(), source };
        entries.push(entry("node.id", Some(id), true, vec![synonym], with_synonyms));
        sorted(entries)
    }
}

fn sorted(mut entries: Vec<ConfigEntry>) -> Vec<ConfigEntry> {
    entries.sort_by(|a, b| a.name.cmp(&b.name));
    entries
}

#[cfg(test)]
mod tests {
    use super::super::harness::{Cluster, id};
    use super::*;
    use crate::protocol::{
        Api, ApiVersionsRequest, CreateTopicsRequest, DescribeClusterRequest, DescribeQuorumRequest,
        IncrementalAlterConfigsRequest, NewTopic, Request,
    };

    fn ask(cluster: &mut Cluster, request: Request) -> Response {
        cluster.ask(id(1), request);
        cluster.run_ms(300);
        cluster.answers.last().map(|(_, response)| response.clone()).expect("an answer")
    }

    fn cluster() -> Cluster {
        let mut cluster = Cluster::with_controller(2, &[("log.segment.bytes", "64KiB")]);
        cluster.run_ms(3_000);
        let topic = NewTopic {
            name: "t".into(),
            partitions: 1,
            replication_factor: 1,
            assignment: Vec::new(),
            config: vec![("retention.ms".into(), "5s".into())],
        };
        let topics = CreateTopicsRequest { topics: vec![topic], validate_only: false };
        ask(&mut cluster, Request::CreateTopics(topics));
        let change = (ConfigResource::Broker(None), "min.insync.replicas".into(), Some("2".into()));
        let changes = IncrementalAlterConfigsRequest { changes: vec![change] };
        ask(&mut cluster, Request::IncrementalAlterConfigs(changes));
        cluster
    }

    fn described(cluster: &mut Cluster, resource: ConfigResource) -> DescribedConfigs {
        let request = DescribeConfigsRequest { resources: vec![resource], include_synonyms: true };
        match ask(cluster, Request::DescribeConfigs(request)) {
            Response::DescribeConfigs(mut response) => response.results.remove(0),
            other => panic!("{other:?}"),
        }
    }

    /// `key=value source [synonyms]`.
    fn told(configs: &[ConfigEntry], key: &str) -> String {
        let entry = configs.iter().find(|entry| &*entry.name == key).expect("listed");
        let synonyms: Vec<String> = entry
            .synonyms
            .iter()
            .map(|synonym| format!("{}:{}={}", synonym.source.name(), synonym.name, synonym.value))
            .collect();
        let value = entry.value.as_deref().unwrap_or("null");
        format!("{value} {} [{}]", entry.source.name(), synonyms.join(", "))
    }

    #[test]
    fn each_setting_says_where_it_comes_from() {
        let mut cluster = cluster();
        let topic = described(&mut cluster, ConfigResource::Topic("t".into())).configs;
        assert_eq!(
            told(&topic, "retention.ms"),
            "5000 DYNAMIC_TOPIC_CONFIG [DYNAMIC_TOPIC_CONFIG:retention.ms=5000]"
        );
        assert_eq!(told(&topic, "segment.ms"), "604800000 DEFAULT_CONFIG []");
        assert_eq!(
            told(&topic, "segment.bytes"),
            "65536 STATIC_BROKER_CONFIG [STATIC_BROKER_CONFIG:log.segment.bytes=65536, \
             DEFAULT_CONFIG:log.segment.bytes=1073741824]"
        );
        assert_eq!(
            told(&topic, "min.insync.replicas"),
            "2 DYNAMIC_DEFAULT_BROKER_CONFIG [DYNAMIC_DEFAULT_BROKER_CONFIG:min.insync.replicas=2, \
             DEFAULT_CONFIG:min.insync.replicas=1]"
        );
        let broker = described(&mut cluster, ConfigResource::Broker(Some(id(1)))).configs;
        assert_eq!(told(&broker, "log.retention.ms"), "null DEFAULT_CONFIG []");
        assert_eq!(
            told(&broker, "log.retention.hours"),
            "168 DEFAULT_CONFIG [DEFAULT_CONFIG:log.retention.hours=168]"
        );
        let default = described(&mut cluster, ConfigResource::Broker(None)).configs;
        assert_eq!(default.len(), 1);
        assert!(told(&default, "min.insync.replicas").starts_with("2 DYNAMIC_DEFAULT"));
        let missing = described(&mut cluster, ConfigResource::Topic("nothing".into()));
        assert_eq!(missing.error, ErrorCode::UnknownTopicOrPartition);
        let other = described(&mut cluster, ConfigResource::Broker(Some(id(2))));
        assert!(other.message.is_some_and(|why| why.starts_with("Unexpected broker id, expected 1")));
    }

    #[test]
    fn a_broker_tells_of_the_cluster_and_of_itself() {
        let mut cluster = cluster();
        let request = Request::DescribeCluster(DescribeClusterRequest { include_fenced_brokers: false });
        let Response::DescribeCluster(described) = ask(&mut cluster, request) else { panic!() };
        assert_eq!(described.brokers.iter().map(|broker| broker.broker).collect::<Vec<_>>(), [id(1), id(2)]);
        let Response::ApiVersions(versions) = ask(&mut cluster, Request::ApiVersions(ApiVersionsRequest {}))
        else {
            panic!()
        };
        assert!(versions.apis.iter().any(|api| api.key == Api::Produce.key() && api.max == 13));
        assert!(versions.apis.is_sorted_by_key(|api| api.key));
        let Response::DescribeQuorum(quorum) =
            ask(&mut cluster, Request::DescribeQuorum(DescribeQuorumRequest {}))
        else {
            panic!()
        };
        assert_eq!((quorum.voters.len(), quorum.observers.len()), (1, 2));
        let is_close = |log_end: i64| quorum.high_watermark.0 - log_end <= 2;
        assert!(
            quorum.observers.iter().all(|broker| is_close(broker.log_end.0) && broker.last_caught_up.0 > 0)
        );
        assert_eq!(quorum.leader_epoch, cluster.controller.as_ref().map_or(-1, |it| it.epoch().0));
    }
}
