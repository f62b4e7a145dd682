//! From a scenario to what the world is made from: a cluster and a list of moments.

use super::model::{Actor, Deed, Scenario};
use super::values::Both;
use crate::base::{Duration, Instant, Text};
use crate::config::Settings;
use crate::sim::Link;
use crate::world::{ClientSpec, ClusterSpec, ConsumerSpec, DirectSpec, ProducerSpec};
use std::collections::BTreeMap;

/// What the timeline does at one instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// When.
    pub at: Instant,
    /// What.
    pub deed: Deed,
    /// A name for the instant just before it.
    pub mark: Option<Text>,
    /// One sentence that the room reads.
    pub caption: Option<Both>,
    /// The speaker's notes.
    pub notes: Option<Both>,
}

impl Scenario {
    /// How long a run goes on after the last event of the timeline, unless `until` says.
    pub const TAIL: Duration = Duration::from_secs(10);

    /// The cluster and its clients.
    #[must_use]
    pub fn cluster_spec(&self) -> ClusterSpec {
        let cluster = &self.cluster;
        let plain = Link::default();
        ClusterSpec {
            seed: cluster.seed,
            brokers: cluster.brokers,
            epoch: self.epoch.0,
            racks: cluster.racks.clone(),
            running: cluster.running.clone(),
            formatted: cluster.formatted,
            config: cluster.config.clone(),
            broker_config: cluster.broker_config.iter().map(|(id, config)| (*id, config.clone())).collect(),
            network: Link {
                latency: cluster.network.latency.map_or(plain.latency, |length| length.0),
                jitter: cluster.network.jitter.map_or(plain.jitter, |length| length.0),
                loss_ppm: cluster.network.loss.map_or(plain.loss_ppm, |share| share.0),
            },
            topics: cluster.topics.iter().map(super::model::Topic::spec).collect(),
            clients: self.actors.iter().filter_map(Actor::spec).chain(self.wires()).collect(),
        }
    }

    /// The plain wires, those of one name together.
    fn wires(&self) -> impl Iterator<Item = ClientSpec> {
        let mut sets: BTreeMap<&Text, Vec<(Text, Text)>> = BTreeMap::new();
        for actor in &self.actors {
            if let Actor::Direct { name, from, to } = actor {
                sets.entry(name).or_default().push((from.clone(), to.clone()));
            }
        }
        sets.into_iter().map(|(name, wires)| ClientSpec::Direct(DirectSpec { name: name.clone(), wires }))
    }

    /// The timeline, in order.
    #[must_use]
    pub fn moments(&self) -> Vec<Moment> {
        self.timeline
            .iter()
            .filter_map(|event| {
                Some(Moment {
                    at: Instant::START + event.at.0,
                    deed: event.verb.deed()?,
                    mark: event.mark.clone(),
                    caption: event.caption.clone(),
                    notes: event.notes.clone(),
                })
            })
            .collect()
    }

    /// When a run ends.
    #[must_use]
    pub fn end(&self) -> Instant {
        let last = self.timeline.last().map_or(Duration::ZERO, |event| event.at.0);
        Instant::START + self.until.map_or(last + Self::TAIL, |until| until.0)
    }

    /// The instant a mark names.
    #[must_use]
    pub fn mark(&self, name: &str) -> Option<Instant> {
        self.moments()
            .into_iter()
            .find(|moment| {
                moment.mark.as_deref() == Some(name)
                    || matches!(&moment.deed, Deed::Mark(mark) if &**mark == name)
            })
            .map(|moment| moment.at)
    }
}

impl Actor {
    /// As the world takes it; `None` for wires, which are taken by name, and the actors of later versions.
    #[must_use]
    pub fn spec(&self) -> Option<ClientSpec> {
        Some(match self {
            Self::Producer { name, topic, rate, count, keys, values, size, config } => {
                ClientSpec::Producer(ProducerSpec {
                    name: name.clone(),
                    topic: topic.clone(),
                    rate: *rate,
                    count: *count,
                    keys: keys.clone(),
                    values: values.clone(),
                    size: *size,
                    config: config.clone(),
                    bootstrap: Vec::new(),
                })
            }
            Self::ConsoleProducer { name, topic, config } => ClientSpec::Producer(ProducerSpec {
                name: name.clone(),
                topic: topic.clone(),
                config: config.clone(),
                ..ProducerSpec::default()
            }),
            Self::Consumer { name, group, topics, per_record, application, config } => {
                ClientSpec::Consumer(ConsumerSpec {
                    name: name.clone(),
                    group: group.clone(),
                    topics: topics.clone(),
                    per_record_us: per_record.0.0,
                    application: application.clone(),
                    config: config.clone(),
                    ..ConsumerSpec::default()
                })
            }
            Self::ConsoleConsumer { name, topic, group, from_beginning, config } => {
                let mut settings = Settings::new();
                if group.is_none() {
                    // As the tool does: a group made up for the occasion commits nothing.
                    settings.insert("enable.auto.commit".into(), "false".into());
                }
                if *from_beginning {
                    settings.insert("auto.offset.reset".into(), "earliest".into());
                }
                settings.extend(config.clone());
                ClientSpec::Consumer(ConsumerSpec {
                    name: name.clone(),
                    group: self.group().unwrap_or_default(),
                    topics: vec![topic.clone()],
                    config: settings,
                    ..ConsumerSpec::default()
                })
            }
            _ => return None,
        })
    }
}
