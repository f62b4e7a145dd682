//! `kafka-reassign-partitions.sh --generate`: a plan for the topics named, over the
//! brokers named. Mirrors `AdminUtils.assignReplicasToBrokers`, racks included; where
//! Kafka draws the first broker, the world's own chance draws.

use super::json::{duplicates, parse, reassignment, topics};
use super::reassign_partitions::{Assignments, Step, brokers, error, file, or_exit};
use super::support::{Failure, describe_topics, join};
use crate::base::{BrokerId, Text};
use crate::console::options::Options;
use crate::console::talk::{Stop, Talk};
use crate::protocol::ErrorCode;
use std::collections::BTreeMap;

pub(super) fn generate(options: &Options, talk: &mut Talk) -> Step<()> {
    let text = file(options, "topics-to-move-json-file", talk)?;
    let wanted = wanted_brokers(options, talk)?;
    let names = parse(&text).ok_or_else(|| "The input string is not a valid JSON".to_owned());
    let names = match names.and_then(|value| topics(&value)) {
        Ok(names) => names,
        Err(why) => return Err(error(talk, &why)),
    };
    let twice = duplicates(&names);
    if !twice.is_empty() {
        let why = format!("List of topics to reassign contains duplicate entries: [{}]", join(twice, ", "));
        return Err(error(talk, &why));
    }
    let (mut current, mut proposed): (Assignments, Assignments) = (Vec::new(), Vec::new());
    let mut present = Vec::new();
    for name in &names {
        let described = match describe_topics(talk, vec![name.clone()])? {
            Err(failure) if failure.error == ErrorCode::UnknownTopicOrPartition => {
                let message = Text::from(format!("Topic {name} not found."));
                Err(Failure::of(failure.error, Some(&message)))
            }
            described => described,
        };
        present.extend(or_exit(talk, described)?.into_values());
    }
    let placer = placer(options, &wanted, talk)?;
    for topic in &present {
        let factor = topic.partitions.first().map_or(0, |partition| partition.replicas.len());
        let start = (
            talk.random(placer.brokers.len().max(1) as u64),
            talk.random(placer.brokers.len().max(1) as u64),
        );
        let placed = match placer.place(topic.partitions.len(), factor, start) {
            Ok(placed) => placed,
            Err(why) => return Err(error(talk, &why)),
        };
        for (partition, replicas) in topic.partitions.iter().zip(placed) {
            let at = (topic.name.clone(), partition.partition);
            current.push((at.clone(), partition.replicas.clone()));
            proposed.push((at, replicas));
        }
    }
    talk.out(format!("Current partition replica assignment\n{}\n", reassignment(&current)));
    talk.out(format!("Proposed partition reassignment configuration\n{}", reassignment(&proposed)));
    Ok(())
}

fn wanted_brokers(options: &Options, talk: &mut Talk) -> Step<Vec<BrokerId>> {
    let given = options.value("broker-list").cloned().unwrap_or_default();
    let mut wanted = Vec::new();
    for id in given.split(',') {
        match id.parse() {
            Ok(id) => wanted.push(BrokerId(id)),
            Err(_) => return Err(error(talk, &format!("For input string: \"{id}\""))),
        }
    }
    let twice = duplicates(&wanted);
    if twice.is_empty() {
        return Ok(wanted);
    }
    Err(error(talk, &format!("Broker list contains duplicate entries: [{}]", join(twice, ", "))))
}

/// The brokers to place on, those of different racks by turns.
struct Placer {
    brokers: Vec<(BrokerId, Option<Text>)>,
}

fn placer(options: &Options, wanted: &[BrokerId], talk: &mut Talk) -> Result<Placer, Stop> {
    let is_aware = !options.has("disable-rack-aware");
    let known = brokers(talk)?.into_iter().filter(|broker| wanted.contains(&broker.broker));
    let known: Vec<(BrokerId, Option<Text>)> =
        known.map(|broker| (broker.broker, broker.rack.filter(|_| is_aware))).collect();
    let without = known.iter().filter(|(_, rack)| rack.is_none()).count();
    if is_aware && without != 0 && without != known.len() {
        let why = "Not all brokers have rack information. Add --disable-rack-aware in command line to make replica assignment without rack information.";
        return Err(error(talk, why));
    }
    let mut by_rack: BTreeMap<Option<Text>, Vec<BrokerId>> = BTreeMap::new();
    for (broker, rack) in &known {
        by_rack.entry(rack.clone()).or_default().push(*broker);
    }
    let longest = by_rack.values().map(Vec::len).max().unwrap_or(0);
    let turns = (0..longest).flat_map(|turn| {
        by_rack.iter().filter_map(move |(rack, ids)| ids.get(turn).map(|id| (*id, rack.clone())))
    });
    Ok(Placer { brokers: turns.collect() })
}

impl Placer {
    /// Replicas for each partition; `start` is where the first one and its followers begin.
    fn place(
        &self,
        partitions: usize,
        factor: usize,
        start: (u64, u64),
    ) -> Result<Vec<Vec<BrokerId>>, String> {
        let count = self.brokers.len();
        if factor > count {
            return Err(format!("Replication factor: {factor} larger than available brokers: {count}."));
        }
        let mut racks: Vec<&Option<Text>> = self.brokers.iter().map(|(_, rack)| rack).collect();
        racks.sort();
        racks.dedup();
        let (first, mut shift) = (start.0 as usize, start.1 as usize);
        let place = |partition: usize| {
            if partition > 0 && partition.is_multiple_of(count) {
                shift += 1;
            }
            self.replicas((partition + first) % count, shift * racks.len(), racks.len(), factor)
        };
        Ok((0..partitions).map(place).collect())
    }

    fn replicas(&self, first: usize, shift: usize, racks: usize, factor: usize) -> Vec<BrokerId> {
        let count = self.brokers.len();
        let mut chosen = vec![&self.brokers[first]];
        // Each broker comes up once in as many steps as there are others.
        for step in 0..count * 2 {
            if chosen.len() >= factor {
                break;
            }
            let at = (first + 1 + (shift + step) % (count - 1).max(1)) % count;
            let broker = &self.brokers[at];
            let rack_taken = chosen.iter().any(|(_, rack)| *rack == broker.1);
            let mut taken: Vec<&Option<Text>> = chosen.iter().map(|(_, rack)| rack).collect();
            taken.sort();
            taken.dedup();
            let is_free = !chosen.iter().any(|(id, _)| *id == broker.0);
            if is_free && (!rack_taken || taken.len() == racks) {
                chosen.push(broker);
            }
        }
        chosen.into_iter().map(|(id, _)| *id).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn placer(racks: &[Option<&str>]) -> Placer {
        let brokers = (1..).map(BrokerId).zip(racks.iter().map(|rack| rack.map(Text::from)));
        Placer { brokers: brokers.collect() }
    }

    fn ids(placed: &[Vec<BrokerId>]) -> Vec<Vec<i32>> {
        placed.iter().map(|replicas| replicas.iter().map(|id| id.0).collect()).collect()
    }

    #[test]
    fn replicas_go_round_and_shift_as_in_kafkas_own_example() {
        // AdminUtils' table: 5 brokers, 10 partitions, 3 replicas, from 0.
        let placed = placer(&[None; 5]).place(10, 3, (0, 0)).unwrap();
        let expected = [
            [1, 2, 3],
            [2, 3, 4],
            [3, 4, 5],
            [4, 5, 1],
            [5, 1, 2],
            [1, 3, 4],
            [2, 4, 5],
            [3, 5, 1],
            [4, 1, 2],
            [5, 2, 3],
        ];
        assert_eq!(ids(&placed), expected);
        assert!(placer(&[None; 2]).place(1, 3, (0, 0)).is_err());
        assert_eq!(ids(&placer(&[None]).place(2, 1, (0, 0)).unwrap()), [[1], [1]]);
    }

    #[test]
    fn racks_are_filled_before_any_gets_a_second_replica() {
        let placer = placer(&[Some("a"), Some("b"), Some("a"), Some("b")]);
        for start in 0..4 {
            for replicas in placer.place(8, 2, (start, start)).unwrap() {
                let racks: Vec<bool> = replicas.iter().map(|id| id.0 % 2 == 0).collect();
                assert_ne!(racks[0], racks[1], "{replicas:?}");
            }
        }
        assert!(placer.place(8, 4, (1, 2)).unwrap().iter().all(|replicas| replicas.len() == 4));
    }
}
