//! `--create`.

use super::{ILLEGAL_ARGUMENT, check, fail, options, unreachable};
use crate::base::{BrokerId, Text};
use crate::console::options::Options;
use crate::console::talk::{Stop, Talk, To};
use crate::protocol::{CreateTopicsRequest, ErrorCode, NewTopic};

/// The most partitions of `--replica-assignment`.
const MOST_PARTITIONS: usize = 10_000;
const COLLISION: &str = "WARNING: Due to limitations in metric names, topics with a period ('.') or \
    underscore ('_') could collide. To avoid issues it is best to use either, but not both.";

pub(super) fn create(options: &Options, talk: &mut Talk) -> Result<(), Stop> {
    let name = options.value("topic").cloned().unwrap_or_default();
    let config = settings(options, talk)?;
    let partitions = options::partitions(options, talk)?;
    let replication_factor = options::replication_factor(options, talk)?;
    let assignment = match options.value("replica-assignment") {
        Some(text) => parse_assignment(text).map_err(|why| fail(talk, ILLEGAL_ARGUMENT, &why))?,
        None => Vec::new(),
    };
    if name.contains(['.', '_']) {
        talk.out(COLLISION);
    }
    let topic = NewTopic {
        name: name.clone(),
        partitions: partitions.unwrap_or(-1),
        replication_factor: replication_factor.unwrap_or(-1),
        assignment,
        config,
    };
    let request = CreateTopicsRequest { topics: vec![topic], validate_only: false };
    let answer = talk.ask(To::Any, request)?.map_err(|why| unreachable(talk, &why, "createTopics"))?;
    let exists = answer.topics.iter().any(|topic| topic.1 == ErrorCode::TopicAlreadyExists);
    if exists && options.has("if-not-exists") {
        return Ok(());
    }
    check(&answer.topics, talk)?;
    talk.out(format!("Created topic {name}."));
    Ok(())
}

fn settings(options: &Options, talk: &mut Talk) -> Result<Vec<(Text, Text)>, Stop> {
    let mut settings = Vec::new();
    for pair in options.values("config") {
        let Some((key, value)) = pair.split_once('=').filter(|(_, value)| !value.contains('=')) else {
            let message = "requirement failed: Invalid topic config: all configs to be added must be in the \
                           format \"key=val\".";
            return Err(fail(talk, ILLEGAL_ARGUMENT, message));
        };
        settings.push((key.trim().into(), value.trim().into()));
    }
    Ok(settings)
}

/// `1:2,2:3`: the brokers of each partition.
fn parse_assignment(text: &str) -> Result<Vec<Vec<BrokerId>>, String> {
    let mut partitions: Vec<Vec<BrokerId>> = Vec::new();
    for (number, part) in text.split(',').enumerate() {
        let mut brokers = Vec::new();
        for id in part.split(':') {
            let id: i32 = id.trim().parse().map_err(|_| format!("For input string: \"{}\"", id.trim()))?;
            if brokers.contains(&BrokerId(id)) {
                return Err(format!("Partition replica lists may not contain duplicate entries: {id}"));
            }
            brokers.push(BrokerId(id));
        }
        if partitions.first().is_some_and(|first| first.len() != brokers.len()) {
            let ids: Vec<String> = brokers.iter().map(ToString::to_string).collect();
            return Err(format!("Partition {number} has different replication factor: [{}]", ids.join(", ")));
        }
        partitions.push(brokers);
        if partitions.len() > MOST_PARTITIONS {
            return Err(format!("Too many partitions: {text:.40}"));
        }
    }
    Ok(partitions)
}
