//! The command of Kafka's tools that does the same as a deed of the menus.

use crate::lab::View;
use crate::world::{Action, ResetTo};

/// Where every command of the lab connects to.
const SERVER: &str = "--bootstrap-server localhost:9092";

/// The line to type; `None`: no tool of Kafka does this (a power cut).
pub(crate) fn same(_view: &View, action: &Action) -> Option<String> {
    let line = match action {
        Action::CreateTopic(topic) => {
            let mut line = format!(
                "kafka-topics.sh {SERVER} --create --topic {} --partitions {} --replication-factor {}",
                topic.name, topic.partitions, topic.replication_factor
            );
            for (key, value) in &topic.config {
                line.push_str(&format!(" --config {key}={value}"));
            }
            line
        }
        Action::DeleteTopic(topic) => format!("kafka-topics.sh {SERVER} --delete --topic {topic}"),
        Action::AddPartitions(topic, count) => {
            format!("kafka-topics.sh {SERVER} --alter --topic {topic} --partitions {count}")
        }
        Action::SetTopicConfig(topic, key, value) => format!(
            "kafka-configs.sh {SERVER} --alter --entity-type topics --entity-name {topic} --add-config {key}={value}"
        ),
        Action::ElectPreferred(topic, partition) => {
            format!(
                "kafka-leader-election.sh {SERVER} --election-type preferred --topic {topic} --partition {partition}"
            )
        }
        Action::ElectUnclean(topic, partition) => {
            format!(
                "kafka-leader-election.sh {SERVER} --election-type unclean --topic {topic} --partition {partition}"
            )
        }
        Action::ResetOffsets(group, topic, to) => {
            let to = match to {
                ResetTo::Earliest => "--to-earliest",
                ResetTo::Latest => "--to-latest",
                _ => return None,
            };
            format!(
                "kafka-consumer-groups.sh {SERVER} --group {group} --topic {topic} --reset-offsets {to} --execute"
            )
        }
        _ => return None,
    };
    Some(line)
}
