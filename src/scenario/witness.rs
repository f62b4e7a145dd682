//! What was seen of a run: when the events that checks ask about happened, and
//! the counts that no node keeps. Fed with the facts of every step.

use super::event::Event;
use crate::base::{Address, BrokerId, ClientId, Duration, Instant, Text, TopicId, TopicPartition};
use crate::story::{Election, Fact, LeaveReason};
use crate::world::World;
use std::collections::BTreeMap;

/// Pauses in delivery shorter than this are not kept one by one.
const SHORT: Duration = Duration::from_millis(200);

/// When a group was handed records of a partition.
#[derive(Clone, Debug, Default)]
struct Deliveries {
    last: Option<Instant>,
    longest: Duration,
    /// Pauses worth keeping: when each ended, and how long it was.
    pauses: Vec<(Instant, Duration)>,
}

/// What was seen since the run began.
#[derive(Clone, Debug, Default)]
pub(crate) struct Witness {
    happened: BTreeMap<Event, Vec<Instant>>,
    deliveries: BTreeMap<(Text, TopicPartition), Deliveries>,
    starts: BTreeMap<ClientId, u64>,
    bytes_in: BTreeMap<BrokerId, u64>,
    bytes_out: BTreeMap<BrokerId, u64>,
    /// Records served to readers of any kind, by topic.
    read: BTreeMap<TopicId, u64>,
    /// Lost, duplicated and skipped records counted so far, for their events.
    counted: BTreeMap<Event, u64>,
}

impl Witness {
    /// Pays attention to these events.
    pub(crate) fn new(wanted: impl IntoIterator<Item = Event>) -> Self {
        let happened = wanted.into_iter().map(|event| (event, Vec::new())).collect();
        Self { happened, ..Self::default() }
    }

    /// When an event happened after `since`, first.
    pub(crate) fn first(&self, event: &Event, since: Instant) -> Option<Instant> {
        self.happened.get(event)?.iter().copied().find(|at| *at >= since)
    }

    pub(crate) fn starts(&self, client: ClientId) -> u64 {
        self.starts.get(&client).copied().unwrap_or(0)
    }

    pub(crate) fn bytes_in(&self, broker: BrokerId) -> u64 {
        self.bytes_in.get(&broker).copied().unwrap_or(0)
    }

    pub(crate) fn bytes_out(&self, broker: BrokerId) -> u64 {
        self.bytes_out.get(&broker).copied().unwrap_or(0)
    }

    /// Records of a topic that brokers have served to readers of any kind, repeats included.
    pub(crate) fn read_of(&self, topic: TopicId) -> u64 {
        self.read.get(&topic).copied().unwrap_or(0)
    }

    /// The longest pause in delivery so far in milliseconds, the present one included.
    pub(crate) fn silence(&self, group: &str, partition: TopicPartition, now: Instant) -> u64 {
        self.deliveries_of(group, partition).map_or(0, |seen| {
            let present = seen.last.map_or(Duration::ZERO, |last| now.since(last));
            seen.longest.max(present).as_millis()
        })
    }

    /// The same, of pauses that ended after `since`.
    pub(crate) fn silence_since(
        &self,
        group: &str,
        partition: TopicPartition,
        since: Instant,
        now: Instant,
    ) -> u64 {
        self.deliveries_of(group, partition).map_or(0, |seen| {
            let present = seen.last.map_or(Duration::ZERO, |last| now.since(last.max(since)));
            let ended = seen.pauses.iter().filter(|(end, _)| *end >= since);
            let longest =
                ended.map(|(end, length)| (*length).min(end.since(since))).max().unwrap_or_default();
            longest.max(present).as_millis()
        })
    }

    fn deliveries_of(&self, group: &str, partition: TopicPartition) -> Option<&Deliveries> {
        self.deliveries.get(&(Text::from(group), partition))
    }

    /// Takes in what one step brought.
    pub(crate) fn see(&mut self, world: &World, facts: &[Fact]) {
        for fact in facts {
            self.count(world, fact);
            if !self.happened.is_empty() {
                let now = world.now();
                for event in events(world, fact) {
                    if let Some(times) = self.happened.get_mut(&event) {
                        times.push(now);
                    }
                }
            }
        }
        if !facts.is_empty() && !self.happened.is_empty() {
            self.tallies(world);
        }
    }

    fn count(&mut self, world: &World, fact: &Fact) {
        match fact {
            Fact::Started { node: Address::Client(id) } => *self.starts.entry(*id).or_default() += 1,
            Fact::Delivered { client, partition, .. } => {
                let Some(reader) = world.ledger().reader(*client) else { return };
                let now = world.now();
                let seen = self.deliveries.entry((reader.clone(), *partition)).or_default();
                if let Some(last) = seen.last {
                    let pause = now.since(last);
                    seen.longest = seen.longest.max(pause);
                    if pause >= SHORT {
                        seen.pauses.push((now, pause));
                    }
                }
                seen.last = Some(now);
            }
            Fact::Appended { broker, partition, base_offset, .. } if !is_internal(world, *partition) => {
                let log = world.broker(*broker).and_then(|broker| broker.replica(*partition));
                let batch = log.and_then(|replica| replica.log().batch_at(*base_offset));
                *self.bytes_in.entry(*broker).or_default() += batch.map_or(0, |batch| batch.size_bytes());
            }
            Fact::ServedToConsumer { broker, partition, from, to, .. } => {
                *self.read.entry(partition.topic).or_default() += (to.0 - from.0).max(0) as u64;
                let log = world.broker(*broker).and_then(|broker| broker.replica(*partition));
                let bytes = log.map_or(0, |replica| {
                    let batches = replica.log().batches(*from).take_while(|batch| batch.base_offset() < *to);
                    batches.map(|batch| batch.size_bytes()).sum()
                });
                *self.bytes_out.entry(*broker).or_default() += bytes;
            }
            _ => {}
        }
    }

    /// Events that are counts of the books.
    fn tallies(&mut self, world: &World) {
        let ledger = world.ledger();
        for (event, times) in &mut self.happened {
            let count = match event {
                Event::RecordLost(actor) => world.client_id(actor).map_or(0, |id| ledger.client(id).lost),
                Event::RecordDuplicated(group) => ledger.group(group).duplicates(),
                Event::RecordSkipped(group) => ledger.group(group).skipped(),
                _ => continue,
            };
            let before = self.counted.entry(event.clone()).or_default();
            if count > *before {
                times.push(world.now());
            }
            *before = count;
        }
    }
}

fn is_internal(world: &World, partition: TopicPartition) -> bool {
    world.ledger().topic_name(partition.topic).is_none_or(|name| name.starts_with("__"))
}

/// The events that a fact is.
fn events(world: &World, fact: &Fact) -> Vec<Event> {
    let topic = |partition: &TopicPartition| world.ledger().topic_name(partition.topic).cloned();
    let at = |partition: &TopicPartition, event: fn(Text, i32) -> Event| {
        topic(partition).map(|name| event(name, partition.partition)).into_iter().collect()
    };
    let of = |client: &ClientId, event: fn(Text) -> Event| {
        world.client_name(*client).map(|name| event(name.clone())).into_iter().collect()
    };
    match fact {
        Fact::LeaderChanged { partition, election, .. } => {
            let mut events: Vec<Event> = at(partition, Event::LeaderChanged);
            if *election == Election::Unclean {
                events.extend::<Vec<Event>>(at(partition, Event::UncleanElection));
            }
            events
        }
        Fact::IsrChanged { partition, from, to, .. } if to.len() < from.len() => {
            at(partition, Event::IsrShrank)
        }
        Fact::IsrChanged { partition, .. } => at(partition, Event::IsrGrew),
        Fact::Truncated { partition, .. } => at(partition, Event::Truncated),
        Fact::BrokerFenced { broker, .. } => vec![Event::BrokerFenced(broker.0)],
        Fact::BrokerUnfenced { broker } => vec![Event::BrokerUnfenced(broker.0)],
        Fact::TopicCreated { name, .. } => vec![Event::TopicCreated(name.clone())],
        Fact::SegmentRolled { partition, .. } => at(partition, Event::SegmentRolled),
        Fact::SegmentDeleted { partition, .. } => at(partition, Event::SegmentDeleted),
        Fact::GenerationStarted { group, .. } => vec![Event::Rebalanced(group.clone())],
        Fact::MemberJoined { group, .. } => vec![Event::MemberJoined(group.clone())],
        Fact::MemberLeft { group, reason, .. } => {
            let mut events = vec![Event::MemberLeft(group.clone())];
            if *reason == LeaveReason::SessionExpired {
                events.push(Event::MemberExpired(group.clone()));
            }
            events
        }
        Fact::PartitionsRevoked { client, partitions } | Fact::PartitionsLost { client, partitions }
            if !partitions.is_empty() =>
        {
            of(client, Event::PartitionRevoked)
        }
        Fact::OffsetCommitted { group, .. } => vec![Event::OffsetCommitted(group.clone())],
        Fact::CommitRejected { group, .. } => vec![Event::CommitRejected(group.clone())],
        Fact::ErrorReturned { client, error, .. } => world
            .client_name(*client)
            .map(|name| Event::ErrorReturned(name.clone(), error.name().into()))
            .into_iter()
            .collect(),
        _ => Vec::new(),
    }
}
