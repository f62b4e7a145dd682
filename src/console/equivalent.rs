//! The Kafka command that does what a click on the map does: shown beside it, to be copied.
//!
//! A crash, a cut link, a full disk are nobody's command: there is none for them.

use super::servers::port;
use crate::base::{BrokerId, Text};
use crate::story::{Action, ResetTo, TopicSpec};
use std::fmt::Write;

/// What a client of the map does, as far as a command must say it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClientRole {
    /// It writes to this topic.
    Producer(Text),
    /// It reads these topics, in this group if it has one.
    Consumer(Vec<Text>, Text),
}

/// The command that does the same as an action; none when Kafka has no command for it.
/// `role` tells what a client named in the action does.
#[must_use]
pub fn command_for(action: &Action, role: impl Fn(&str) -> Option<ClientRole>) -> Option<String> {
    Some(match action {
        Action::Start(name) => start(&role(name)?),
        Action::CreateTopic(spec) => create(spec),
        Action::DeleteTopic(topic) => tool("kafka-topics", &format!("--delete --topic {}", quoted(topic))),
        Action::AddPartitions(topic, count) => {
            tool("kafka-topics", &format!("--alter --topic {} --partitions {count}", quoted(topic)))
        }
        Action::SetTopicConfig(topic, key, value) => {
            let setting = setting(key, value);
            tool("kafka-configs", &format!("--alter --topic {} --add-config {setting}", quoted(topic)))
        }
        Action::SetBrokerConfig(broker, key, value) => {
            let setting = setting(key, value);
            tool("kafka-configs", &format!("--alter --broker {broker} --add-config {setting}"))
        }
        Action::DeleteRecords(topic, partition, offset) => {
            let json = serde_json::json!({
                "partitions": [{ "topic": &**topic, "partition": partition, "offset": offset }],
                "version": 1,
            });
            tool("kafka-delete-records", &format!("--offset-json-file {}", single_quoted(&json.to_string())))
        }
        Action::ElectPreferred(topic, partition) => elect("preferred", topic, *partition),
        Action::ElectUnclean(topic, partition) => elect("unclean", topic, *partition),
        Action::Reassign(topic, partition, replicas) => {
            let json = serde_json::json!({
                "version": 1,
                "partitions": [{ "topic": &**topic, "partition": partition, "replicas": replicas }],
            });
            let file = single_quoted(&json.to_string());
            tool("kafka-reassign-partitions", &format!("--execute --reassignment-json-file {file}"))
        }
        Action::ResetOffsets(group, topic, to) => {
            let to = match to {
                ResetTo::Earliest => "--to-earliest".to_owned(),
                ResetTo::Latest => "--to-latest".to_owned(),
                ResetTo::Offset(offset) => format!("--to-offset {offset}"),
            };
            let (group, topic) = (quoted(group), quoted(topic));
            let arguments = format!("--reset-offsets --group {group} --topic {topic} {to} --execute");
            tool("kafka-consumer-groups", &arguments)
        }
        Action::CleanStop(node) => format!("bin/kafka-server-stop.sh --node-id={node}"),
        Action::Restart(node) | Action::AddBroker(node) => {
            format!("bin/kafka-server-start.sh {}", properties(*node))
        }
        _ => return None,
    })
}

/// A tool that asks the cluster.
fn tool(name: &str, arguments: &str) -> String {
    format!("bin/{name}.sh --bootstrap-server localhost:{} {arguments}", port(BrokerId(1)))
}

fn start(role: &ClientRole) -> String {
    match role {
        ClientRole::Producer(topic) => tool("kafka-console-producer", &format!("--topic {}", quoted(topic))),
        ClientRole::Consumer(topics, group) => {
            let which = match &topics[..] {
                [topic] => format!("--topic {}", quoted(topic)),
                topics => {
                    let all = topics.iter().map(|topic| &**topic).collect::<Vec<_>>().join("|");
                    format!("--include {}", quoted(&all))
                }
            };
            let group = if group.is_empty() { String::new() } else { format!(" --group {}", quoted(group)) };
            tool("kafka-console-consumer", &format!("{which}{group}"))
        }
    }
}

fn create(spec: &TopicSpec) -> String {
    let mut arguments = format!("--create --topic {}", quoted(&spec.name));
    if spec.replicas.is_empty() {
        if spec.partitions > 0 {
            let _ = write!(arguments, " --partitions {}", spec.partitions);
        }
        if spec.replication_factor > 0 {
            let _ = write!(arguments, " --replication-factor {}", spec.replication_factor);
        }
    } else {
        let partition = |ids: &Vec<i32>| ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(":");
        let all = spec.replicas.iter().map(partition).collect::<Vec<_>>().join(",");
        let _ = write!(arguments, " --replica-assignment {all}");
    }
    for (key, value) in &spec.config {
        let _ = write!(arguments, " --config {}", quoted(&format!("{key}={value}")));
    }
    tool("kafka-topics", &arguments)
}

fn elect(kind: &str, topic: &str, partition: i32) -> String {
    let topic = quoted(topic);
    tool("kafka-leader-election", &format!("--election-type {kind} --topic {topic} --partition {partition}"))
}

/// `key=value`; a value with commas in brackets, as `kafka-configs.sh` wants it.
fn setting(key: &str, value: &str) -> String {
    let value = if value.contains(',') { format!("[{value}]") } else { value.to_owned() };
    quoted(&format!("{key}={value}"))
}

/// The file that a node is started with.
fn properties(node: i32) -> String {
    match node {
        1 => "config/server.properties".to_owned(),
        super::nodes::CONTROLLER => "config/controller.properties".to_owned(),
        node => format!("config/server-{node}.properties"),
    }
}

/// A word as the shell takes it for one.
fn quoted(word: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "._-=:,/+@%".contains(letter);
    if !word.is_empty() && word.chars().all(is_plain) { word.to_owned() } else { single_quoted(word) }
}

fn single_quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command(action: &Action) -> Option<String> {
        command_for(action, |name| match name {
            "till" => Some(ClientRole::Producer("orders".into())),
            "kitchen" => Some(ClientRole::Consumer(vec!["orders".into()], "cooks".into())),
            "boss" => Some(ClientRole::Consumer(vec!["orders".into(), "pays".into()], "".into())),
            _ => None,
        })
    }

    #[test]
    fn a_click_has_its_command() {
        let cases = [
            (
                Action::Start("till".into()),
                "kafka-console-producer.sh --bootstrap-server localhost:9092 --topic orders",
            ),
            (
                Action::Start("kitchen".into()),
                "kafka-console-consumer.sh --bootstrap-server localhost:9092 --topic orders --group cooks",
            ),
            (
                Action::Start("boss".into()),
                "kafka-console-consumer.sh --bootstrap-server localhost:9092 --include 'orders|pays'",
            ),
            (Action::CleanStop(2), "kafka-server-stop.sh --node-id=2"),
            (Action::Restart(2), "kafka-server-start.sh config/server-2.properties"),
            (
                Action::Reassign("t".into(), 0, vec![2, 3]),
                "kafka-reassign-partitions.sh --bootstrap-server localhost:9092 --execute --reassignment-json-file \
                 '{\"version\":1,\"partitions\":[{\"topic\":\"t\",\"partition\":0,\"replicas\":[2,3]}]}'",
            ),
            (
                Action::ResetOffsets("g".into(), "t".into(), ResetTo::Offset(5)),
                "kafka-consumer-groups.sh --bootstrap-server localhost:9092 --reset-offsets --group g --topic t \
                 --to-offset 5 --execute",
            ),
            (
                Action::SetTopicConfig("t".into(), "cleanup.policy".into(), "compact,delete".into()),
                "kafka-configs.sh --bootstrap-server localhost:9092 --alter --topic t --add-config \
                 'cleanup.policy=[compact,delete]'",
            ),
            (
                Action::ElectPreferred("it's".into(), 1),
                "kafka-leader-election.sh --bootstrap-server localhost:9092 --election-type preferred --topic \
                 'it'\\''s' --partition 1",
            ),
        ];
        for (action, expected) in cases {
            assert_eq!(command(&action), Some(format!("bin/{expected}")));
        }
        assert_eq!(command(&Action::Crash(2)), None);
        assert_eq!(command(&Action::Start("nobody".into())), None);
    }

    #[test]
    fn a_new_topic_says_only_what_was_chosen() {
        let mut spec =
            TopicSpec { name: "t".into(), partitions: -1, replication_factor: -1, ..TopicSpec::default() };
        let created = |spec: &TopicSpec| command(&Action::CreateTopic(spec.clone())).unwrap();
        assert!(created(&spec).ends_with("--create --topic t"));
        (spec.partitions, spec.config) = (3, vec![("retention.ms".into(), "1000".into())]);
        assert!(created(&spec).ends_with("--topic t --partitions 3 --config retention.ms=1000"));
        spec.replicas = vec![vec![1, 2], vec![2, 3]];
        assert!(created(&spec).contains("--replica-assignment 1:2,2:3"));
    }
}
