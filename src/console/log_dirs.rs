//! The files of the brokers' machines, by path: a log directory each, with a folder for
//! each partition, as Kafka lays them out.
//!
//! `/tmp/kraft-combined-logs` is broker 1's and `/tmp/kraft-broker-logs-2` broker 2's, as
//! Kafka's sample files have it; `/tmp/kafka-logs-2` of older files means the same.

use super::host::{HostAnswer, HostRequest};
use super::talk::{Stop, Talk};
use crate::base::{BrokerId, Offset, Text};
use crate::storage::PartitionLog;
use bytes::Bytes;

/// What a path stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A broker's log directory.
    Broker(BrokerId),
    /// A partition's folder.
    Partition(BrokerId, Text, i32),
    /// A file in it.
    File(BrokerId, Text, i32, Text),
}

/// Reads a path.
pub(super) fn place_of(path: &str) -> Option<Place> {
    let mut parts = path.split('/').filter(|part| !part.is_empty() && *part != ".").peekable();
    let broker = loop {
        if let Some(broker) = broker_of(parts.next()?) {
            break broker;
        }
    };
    let Some(folder) = parts.next() else { return Some(Place::Broker(broker)) };
    let (topic, number) = folder.rsplit_once('-')?;
    let (topic, number) = (Text::from(topic), number.parse().ok()?);
    match (parts.next(), parts.next()) {
        (None, _) => Some(Place::Partition(broker, topic, number)),
        (Some(name), None) => Some(Place::File(broker, topic, number, name.into())),
        _ => None,
    }
}

fn broker_of(folder: &str) -> Option<BrokerId> {
    let known = ["kafka-logs", "kraft-combined-logs", "kraft-broker-logs"];
    let rest = known.into_iter().find_map(|name| folder.strip_prefix(name))?;
    if rest.is_empty() {
        return Some(BrokerId(1));
    }
    rest.strip_prefix('-')?.parse().ok().map(BrokerId)
}

/// A file of a partition's folder, with the `.log` beside it.
pub(super) struct PartitionFile {
    pub(super) bytes: Bytes,
    pub(super) log: Bytes,
}

/// The log of a partition on a broker's disk.
pub(super) fn log_at(
    broker: BrokerId,
    topic: &Text,
    partition: i32,
    talk: &mut Talk,
) -> Result<Option<Box<PartitionLog>>, Stop> {
    match talk.host(HostRequest::Log(broker, topic.clone(), partition))? {
        HostAnswer::Log(log) => Ok(Some(log)),
        _ => Ok(None),
    }
}

/// The file at a path, if there is one.
pub(super) fn file_of(path: &str, talk: &mut Talk) -> Result<Option<PartitionFile>, Stop> {
    let Some(Place::File(broker, topic, partition, name)) = place_of(path) else { return Ok(None) };
    let Some(log) = log_at(broker, &topic, partition, talk)? else { return Ok(None) };
    let base = Offset(name.split('.').next().and_then(|digits| digits.parse().ok()).unwrap_or(-1));
    let segment = log.segment_files(base).unwrap_or_default();
    let beside = segment.iter().find(|(name, _)| name.ends_with(".log"));
    let beside = beside.map(|(_, bytes)| Bytes::from(bytes.clone())).unwrap_or_default();
    let file = files(&log).into_iter().find(|(known, _)| **known == *name);
    Ok(file.map(|(_, bytes)| PartitionFile { bytes: bytes.into(), log: beside }))
}

/// The text of the file at a path, if there is one.
pub(super) fn text_of(path: &str, talk: &mut Talk) -> Result<Option<String>, Stop> {
    Ok(file_of(path, talk)?.map(|file| String::from_utf8_lossy(&file.bytes).into_owned()))
}

/// All files of a partition's folder, by name.
pub(super) fn files(log: &PartitionLog) -> Vec<(String, Vec<u8>)> {
    let segments = log.segments();
    let mut all: Vec<(String, Vec<u8>)> =
        segments.iter().filter_map(|segment| log.segment_files(segment.base_offset)).flatten().collect();
    let snapshots = log.snapshot_files();
    all.extend(snapshots.into_iter().map(|(offset, bytes)| (format!("{:020}.snapshot", offset.0), bytes)));
    all.push(("leader-epoch-checkpoint".to_owned(), epochs(log).into_bytes()));
    all.sort();
    all
}

/// `LeaderEpochCheckpointFile`: version, number of lines, an epoch and its first offset on each.
fn epochs(log: &PartitionLog) -> String {
    let lines = log.epochs().iter().map(|(epoch, start)| format!("{epoch} {start}\n"));
    format!("0\n{}\n{}", log.epochs().len(), lines.collect::<String>())
}

/// Names, with the size of each that is a file.
pub(super) type Listing = Vec<(String, Option<u64>)>;

/// What stands at a path: names, with the size of each that is a file. None when the
/// path leads to nothing of a broker's.
pub(super) fn listing(path: &str, talk: &mut Talk) -> Result<Option<Listing>, Stop> {
    Ok(match place_of(path) {
        None => None,
        Some(Place::Broker(broker)) => match talk.host(HostRequest::Logs(broker))? {
            HostAnswer::Logs(logs) => {
                let folders = logs.iter().map(|(topic, number)| (format!("{topic}-{number}"), None));
                Some(folders.collect())
            }
            _ => None,
        },
        Some(Place::Partition(broker, topic, number)) => log_at(broker, &topic, number, talk)?.map(|log| {
            files(&log).into_iter().map(|(name, bytes)| (name, Some(bytes.len() as u64))).collect()
        }),
        Some(Place::File(..)) => {
            let file = file_of(path, talk)?;
            file.map(|file| vec![(path.to_owned(), Some(file.bytes.len() as u64))])
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_to_brokers_and_partitions() {
        assert_eq!(place_of("/tmp/kraft-broker-logs-3"), Some(Place::Broker(BrokerId(3))));
        let file = Place::File(BrokerId(2), "my-topic".into(), 10, "0.log".into());
        assert_eq!(place_of("/tmp/kafka-logs-2/my-topic-10/0.log"), Some(file));
        assert_eq!(place_of("/tmp/kafka-logs-2/"), Some(Place::Broker(BrokerId(2))));
        assert_eq!(place_of("kafka-logs/t-0"), Some(Place::Partition(BrokerId(1), "t".into(), 0)));
        assert_eq!(place_of("/tmp/kraft-combined-logs"), Some(Place::Broker(BrokerId(1))));
        for nowhere in
            ["", "/", "/tmp", "/tmp/kafka-logs-x", "/tmp/kafka-logs-1/t", "/tmp/kafka-logs-1/t-0/a/b"]
        {
            assert_eq!(place_of(nowhere), None, "{nowhere}");
        }
    }
}
