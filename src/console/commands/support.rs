//! What several tools need: topics by name, offsets of partitions, the exceptions
//! that Kafka's tools print, columns, files.
//!
//! Mirrors parts of `KafkaAdminClient`, which the tools call, and of `ToolsUtils`.

use crate::base::{BrokerId, LeaderEpoch, Offset, Text, TopicPartition};
use crate::console::{HostAnswer, HostRequest, Stop, Talk, To, Unreachable, exception_name};
use crate::protocol::{
    ErrorCode, ListOffsetsRequest, ListedOffset, MetadataRequest, MetadataResponse, OffsetSpec, TopicMetadata,
};
use std::collections::BTreeMap;

/// A topic's name and a partition's number.
pub(super) type Partition = (Text, i32);

/// `orders-0`.
pub(super) fn name_of(partition: &Partition) -> String {
    format!("{}-{}", partition.0, partition.1)
}

/// Numbers separated by `,`.
pub(super) fn join<T: ToString>(items: impl IntoIterator<Item = T>, separator: &str) -> String {
    items.into_iter().map(|item| item.to_string()).collect::<Vec<_>>().join(separator)
}

/// A Java exception: what a call of Kafka's admin client ends with.
#[derive(Clone, Debug)]
pub(super) struct Failure {
    pub(super) error: ErrorCode,
    pub(super) class: String,
    pub(super) message: String,
}

impl Failure {
    /// That of an error code, with the broker's message or the code's own.
    pub(super) fn of(error: ErrorCode, message: Option<&Text>) -> Self {
        let message = message.map_or_else(|| error.message().to_owned(), |message| message.to_string());
        Self { error, class: exception_name(error), message }
    }

    /// That of a call nobody answered.
    pub(super) fn unreachable(why: &Unreachable, call: &str) -> Self {
        Self {
            error: ErrorCode::RequestTimedOut,
            class: exception_name(ErrorCode::RequestTimedOut),
            message: why.message(call),
        }
    }

    /// `Throwable.toString`.
    pub(super) fn text(&self) -> String {
        format!("{}: {}", self.class, self.message)
    }

    /// The exception around it that a future throws.
    pub(super) fn in_execution(&self) -> String {
        format!("java.util.concurrent.ExecutionException: {}", self.text())
    }
}

/// What an answer, or the lack of one, comes to.
pub(super) type Outcome<T> = Result<T, Failure>;

/// The answer of a call, or its time-out.
pub(super) fn answered<T>(answer: Result<T, Unreachable>, call: &str) -> Outcome<T> {
    answer.map_err(|why| Failure::unreachable(&why, call))
}

/// The metadata of some topics, or of all. What is not there stands in it with its error.
pub(super) fn metadata(
    talk: &mut Talk,
    topics: Option<Vec<Text>>,
    call: &str,
) -> Result<Outcome<MetadataResponse>, Stop> {
    let request = MetadataRequest { topics, allow_auto_topic_creation: false };
    Ok(answered(talk.ask(To::Any, request)?, call))
}

/// `describeTopics(names).allTopicNames()`: all of them, or why one is not there.
pub(super) fn describe_topics(
    talk: &mut Talk,
    names: Vec<Text>,
) -> Result<Outcome<BTreeMap<Text, TopicMetadata>>, Stop> {
    if names.is_empty() {
        return Ok(Ok(BTreeMap::new()));
    }
    let answer = match metadata(talk, Some(names), "describeTopics")? {
        Ok(answer) => answer,
        Err(failure) => return Ok(Err(failure)),
    };
    let missing = answer.topics.iter().find(|topic| topic.error != ErrorCode::None);
    if let Some(missing) = missing {
        return Ok(Err(Failure::of(missing.error, None)));
    }
    Ok(Ok(answer.topics.into_iter().map(|topic| (topic.name.clone(), topic)).collect()))
}

/// `listOffsets`: each partition's offset, from its leader.
pub(super) fn list_offsets(
    talk: &mut Talk,
    wanted: &[(Partition, OffsetSpec)],
) -> Result<BTreeMap<Partition, Outcome<ListedOffset>>, Stop> {
    let mut found = BTreeMap::new();
    if wanted.is_empty() {
        return Ok(found);
    }
    let mut names: Vec<Text> = wanted.iter().map(|(partition, _)| partition.0.clone()).collect();
    names.sort();
    names.dedup();
    let known = match metadata(talk, Some(names), "listOffsets(api=METADATA)")? {
        Ok(known) => known,
        Err(failure) => {
            return Ok(wanted.iter().map(|(at, _)| (at.clone(), Err(failure.clone()))).collect());
        }
    };
    let mut asked = Vec::with_capacity(wanted.len());
    let mut whom = Vec::with_capacity(wanted.len());
    for (partition, spec) in wanted {
        let topic = known.topics.iter().find(|topic| topic.name == partition.0);
        let exists = |topic: &&TopicMetadata| topic.partitions.iter().any(|at| at.partition == partition.1);
        match topic.filter(exists) {
            Some(topic) => {
                let id = TopicPartition { topic: topic.id, partition: partition.1 };
                let request = ListOffsetsRequest { partitions: vec![(id, LeaderEpoch::UNKNOWN, *spec)] };
                asked.push((To::Leader(partition.0.clone(), partition.1), request));
                whom.push(partition.clone());
            }
            None => {
                let failure = Failure::of(ErrorCode::UnknownTopicOrPartition, None);
                found.insert(partition.clone(), Err(failure));
            }
        }
    }
    for (partition, answer) in whom.into_iter().zip(talk.ask_all(asked)?) {
        let outcome = answered(answer, "listOffsets(api=LIST_OFFSETS)").and_then(|mut answer| {
            let listed = answer.partitions.pop();
            let listed = listed.ok_or_else(|| Failure::of(ErrorCode::UnknownServerError, None))?;
            if listed.error == ErrorCode::None { Ok(listed) } else { Err(Failure::of(listed.error, None)) }
        });
        found.insert(partition, outcome);
    }
    Ok(found)
}

/// The offsets alone, or the first failure.
pub(super) fn offsets(
    talk: &mut Talk,
    partitions: &[Partition],
    spec: OffsetSpec,
) -> Result<Outcome<BTreeMap<Partition, Offset>>, Stop> {
    let wanted: Vec<_> = partitions.iter().map(|partition| (partition.clone(), spec)).collect();
    let found = list_offsets(talk, &wanted)?;
    Ok(found.into_iter().map(|(partition, listed)| Ok((partition, listed?.offset))).collect())
}

/// A file that a tool is to read, or the text itself when it begins as JSON does.
pub(super) fn read_file(talk: &mut Talk, path: &Text) -> Result<Option<Text>, Stop> {
    if path.trim_start().starts_with(['{', '[']) {
        return Ok(Some(path.clone()));
    }
    match talk.host(HostRequest::ReadFile(path.clone()))? {
        HostAnswer::File(text) => Ok(text),
        _ => Ok(None),
    }
}

/// `localhost:9092 (id: 1 rack: null)` (`Node.toString` of Kafka 4).
pub(super) fn node(broker: BrokerId, rack: Option<&Text>, is_fenced: bool) -> String {
    let rack = rack.map_or("null", |rack| rack);
    let port = crate::console::servers::port(broker);
    format!("localhost:{port} (id: {broker} rack: {rack} isFenced: {is_fenced})")
}

/// Values in columns of these widths with a blank between, as `%-15s %-10s`; the last
/// one is padded too when it has a width.
pub(super) fn columns(values: &[&str], widths: &[usize]) -> String {
    let cell = |(index, value): (usize, &&str)| {
        format!("{value:<width$}", width = widths[index.min(widths.len() - 1)])
    };
    values.iter().enumerate().map(cell).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_javas() {
        assert_eq!(columns(&["a", "bc", "d"], &[3, 4, 0]), "a   bc   d");
        assert_eq!(columns(&["abcd", "e"], &[3, 3]), "abcd e  ");
    }

    #[test]
    fn exceptions_read_as_in_java() {
        let failure = Failure::of(ErrorCode::NonEmptyGroup, None);
        assert_eq!(
            failure.text(),
            "org.apache.kafka.common.errors.GroupNotEmptyException: The group is not empty."
        );
    }
}
