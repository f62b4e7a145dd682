//! `--describe` and its filters.

use super::{required, unreachable};
use crate::base::{BrokerId, Text};
use crate::console::options::Options;
use crate::console::talk::{Stop, Talk, To};
use crate::console::uuid::topic_uuid;
use crate::protocol::{
    ConfigEntry, ConfigResource, ConfigSource, DescribeClusterRequest, DescribeConfigsRequest,
    ListPartitionReassignmentsRequest, OngoingReassignment, PartitionMetadata, TopicMetadata,
};
use std::collections::BTreeMap;

const PARTITION_FILTERS: [&str; 4] = [
    "under-replicated-partitions",
    "unavailable-partitions",
    "under-min-isr-partitions",
    "at-min-isr-partitions",
];

/// What is known beside the topics themselves.
struct Known {
    configs: BTreeMap<Text, Vec<ConfigEntry>>,
    moves: Vec<OngoingReassignment>,
    alive: Vec<BrokerId>,
}

pub(super) fn describe(options: &Options, talk: &mut Talk) -> Result<(), Stop> {
    let mut topics = required(options, "listTopics", talk)?;
    if let Some(id) = options.value("topic-id") {
        topics.retain(|topic| topic_uuid(topic.id) == **id);
        if topics.is_empty() && !options.has("if-exists") {
            let message = format!("TopicId '{id}' does not exist as expected");
            return Err(super::fail(talk, super::ILLEGAL_ARGUMENT, &message));
        }
    }
    if topics.is_empty() {
        return Ok(());
    }
    let known = look_up(&topics, talk)?;
    let shows_topics = options.count(&PARTITION_FILTERS) == 0;
    let shows_partitions = !options.has("topics-with-overrides");
    for topic in &topics {
        let configs = known.configs.get(&topic.name).map_or(&[][..], Vec::as_slice);
        let overrides: Vec<_> =
            configs.iter().filter(|entry| entry.source != ConfigSource::Default).collect();
        if shows_topics && (shows_partitions || !overrides.is_empty()) {
            talk.out(topic_row(topic, &overrides, &known));
        }
        if shows_partitions {
            for partition in &topic.partitions {
                let ongoing = known.ongoing(&topic.name, partition.partition);
                if shows_topics || is_asked_for(options, partition, configs, ongoing, &known.alive) {
                    talk.out(partition_row(&topic.name, partition, ongoing));
                }
            }
        }
    }
    Ok(())
}

fn look_up(topics: &[TopicMetadata], talk: &mut Talk) -> Result<Known, Stop> {
    let resources = topics.iter().map(|topic| ConfigResource::Topic(topic.name.clone())).collect();
    let request = DescribeConfigsRequest { resources, include_synonyms: false };
    let configs = talk.ask(To::Any, request)?.map_err(|why| unreachable(talk, &why, "describeConfigs"))?;
    let request = DescribeClusterRequest { include_fenced_brokers: false };
    let cluster = talk.ask(To::Any, request)?.map_err(|why| unreachable(talk, &why, "listNodes"))?;
    let partitions = topics
        .iter()
        .flat_map(|topic| topic.partitions.iter().map(|partition| (topic.name.clone(), partition.partition)));
    let request = ListPartitionReassignmentsRequest { partitions: Some(partitions.collect()) };
    let moves =
        talk.ask(To::Any, request)?.map_err(|why| unreachable(talk, &why, "listPartitionReassignments"))?;
    let configs = configs.results.into_iter().filter_map(|result| match result.resource {
        ConfigResource::Topic(name) => Some((name, result.configs)),
        ConfigResource::Broker(_) => None,
    });
    Ok(Known {
        configs: configs.collect(),
        moves: moves.partitions,
        alive: cluster.brokers.iter().map(|broker| broker.broker).collect(),
    })
}

impl Known {
    fn ongoing(&self, topic: &str, partition: i32) -> Option<&OngoingReassignment> {
        self.moves.iter().find(|ongoing| *ongoing.topic == *topic && ongoing.partition == partition)
    }
}

/// Copies wanted: those to come are not counted while replicas move.
fn replication_factor(partition: &PartitionMetadata, ongoing: Option<&OngoingReassignment>) -> usize {
    let adding = ongoing.map_or(0, |ongoing| ongoing.adding.len());
    partition.replicas.len().saturating_sub(adding)
}

fn topic_row(topic: &TopicMetadata, overrides: &[&ConfigEntry], known: &Known) -> String {
    let factor = topic.partitions.first().map_or(0, |partition| {
        replication_factor(partition, known.ongoing(&topic.name, partition.partition))
    });
    let configs: Vec<_> = overrides
        .iter()
        .map(|entry| format!("{}={}", entry.name, entry.value.as_deref().unwrap_or_default()))
        .collect();
    format!(
        "Topic: {}\tTopicId: {}\tPartitionCount: {}\tReplicationFactor: {factor}\tConfigs: {}",
        topic.name,
        topic_uuid(topic.id),
        topic.partitions.len(),
        configs.join(",")
    )
}

fn partition_row(
    topic: &str,
    partition: &PartitionMetadata,
    ongoing: Option<&OngoingReassignment>,
) -> String {
    let leader =
        if partition.leader == BrokerId::NONE { "none".to_owned() } else { partition.leader.to_string() };
    let mut row = format!(
        "\tTopic: {topic}\tPartition: {}\tLeader: {leader}\tReplicas: {}\tIsr: {}",
        partition.partition,
        joined(&partition.replicas),
        joined(&partition.isr)
    );
    if let Some(ongoing) = ongoing {
        row.push_str(&format!(
            "\tAdding Replicas: {}\tRemoving Replicas: {}",
            joined(&ongoing.adding),
            joined(&ongoing.removing)
        ));
    }
    row.push_str("\tElr: \tLastKnownElr: ");
    row
}

fn joined(brokers: &[BrokerId]) -> String {
    brokers.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}

/// Whether a partition passes one of the filters.
fn is_asked_for(
    options: &Options,
    partition: &PartitionMetadata,
    configs: &[ConfigEntry],
    ongoing: Option<&OngoingReassignment>,
    alive: &[BrokerId],
) -> bool {
    let least = configs.iter().find(|entry| &*entry.name == "min.insync.replicas");
    let least: usize = least.and_then(|entry| entry.value.as_deref()?.parse().ok()).unwrap_or_default();
    let has_leader = partition.leader != BrokerId::NONE;
    let passes = |filter: &str| match filter {
        "under-replicated-partitions" => partition.isr.len() < replication_factor(partition, ongoing),
        "unavailable-partitions" => !has_leader || !alive.contains(&partition.leader),
        "under-min-isr-partitions" => !has_leader || partition.isr.len() < least,
        _ => partition.isr.len() == least,
    };
    PARTITION_FILTERS.iter().any(|filter| options.has(filter) && passes(filter))
}
