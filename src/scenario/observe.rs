//! Reads a reading off a world: what a student sees on the screen at this
//! instant, computed from the nodes' own state and the books. Changes nothing.

use super::model::OFFSETS_TOPIC;
use super::reading::Reading;
use super::values::Value;
use super::witness::Witness;
use crate::base::{BrokerId, ClientId, Offset, Text, TopicPartition};
use crate::broker::BrokerState;
use crate::client::Client;
use crate::config::{ApplicationConfig, BrokerConfig, ConsumerConfig, ProducerConfig, Settings};
use crate::coordinator::{Committed, Group, partition_for};
use crate::metadata::Image;
use crate::protocol::{ConfigResource, PartitionState};
use crate::storage::PartitionLog;
use crate::world::{ClientSpec, World};

/// How many records of each partition `Copies` looks through.
const COPIES_AMONG: i64 = 10_000;

/// A world, and what was seen of its past.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Observed<'w> {
    pub(crate) world: &'w World,
    pub(crate) witness: &'w Witness,
}

fn number(count: u64) -> Value {
    Value::Number(i64::try_from(count).unwrap_or(i64::MAX))
}

fn count(length: usize) -> Value {
    Value::Number(i64::try_from(length).unwrap_or(i64::MAX))
}

fn brokers(ids: &[BrokerId]) -> Value {
    Value::List(ids.iter().map(|id| Value::Number(id.0.into())).collect())
}

fn broker(id: BrokerId) -> Value {
    if id == BrokerId::NONE { Value::None } else { Value::Number(id.0.into()) }
}

fn offset(at: Offset) -> Value {
    Value::Number(at.0)
}

impl Observed<'_> {
    /// The value now; [`Value::None`] when there is nothing to read.
    pub(crate) fn read(self, reading: &Reading) -> Value {
        self.value(reading).unwrap_or(Value::None)
    }

    fn value(self, reading: &Reading) -> Option<Value> {
        use Reading as R;
        let image = self.world.image();
        Some(match reading {
            R::TopicExists(topic) => Value::Flag(image.topic_named(topic).is_some()),
            R::Partitions(topic) => count(image.topic_named(topic)?.partitions.len()),
            R::Config(topic, key) => Value::Text(self.topic_setting(&image, topic, key)?.into()),
            R::Leader(t, p) => broker(state(&image, t, *p)?.leader),
            R::PreferredLeader(t, p) => broker(*state(&image, t, *p)?.replicas.first()?),
            R::LeaderEpoch(t, p) => Value::Number(state(&image, t, *p)?.leader_epoch.0.into()),
            R::Replicas(t, p) => brokers(&state(&image, t, *p)?.replicas),
            R::Isr(t, p) => brokers(&state(&image, t, *p)?.isr),
            R::IsrSize(t, p) => count(state(&image, t, *p)?.isr.len()),
            R::LogStart(t, p) => offset(self.bounds(&image, t, *p)?.0),
            // Without transactions the last stable offset is the high watermark.
            R::HighWatermark(t, p) | R::LastStable(t, p) => offset(self.bounds(&image, t, *p)?.1),
            R::LogEnd(t, p) => offset(self.bounds(&image, t, *p)?.2),
            R::Records(t, p) => {
                let (start, high_watermark, _) = self.bounds(&image, t, *p)?;
                Value::Number((high_watermark.0 - start.0).max(0))
            }
            R::Segments(t, p) => count(self.leader_log(&image, t, *p)?.segments().len()),
            R::SegmentStart(t, p, segment) => {
                let log = self.leader_log(&image, t, *p)?;
                offset(log.segments().get(usize::try_from(*segment).ok()?)?.base_offset)
            }
            R::Read(t) => number(self.witness.read_of(image.topic_named(t)?.id)),
            R::ReplicaLogEnd(t, p, b) => {
                let at = partition(&image, t, *p)?;
                match self.log(BrokerId(*b), at) {
                    Some(log) => offset(log.log_end()),
                    None => offset(self.world.left_behind(BrokerId(*b), at)?.2),
                }
            }
            R::FlushedEnd(t, p, b) => {
                let at = partition(&image, t, *p)?;
                match self.log(BrokerId(*b), at) {
                    Some(log) => offset(log.flushed_end()),
                    None => offset(self.world.stored_log(BrokerId(*b), at)?.flushed_end()),
                }
            }
            R::BrokerState(b) => Value::Text(self.broker_state(&image, BrokerId(*b)).into()),
            R::Controller => {
                let is_up = self.world.controller(image.controller).is_some();
                if is_up { Value::Number(image.controller.into()) } else { Value::None }
            }
            R::MetadataEnd => Value::Number(self.world.metadata_log()?.end_offset()),
            R::UnderReplicated => states_that(&image, |state| state.isr.len() < state.replicas.len()),
            R::Offline => states_that(&image, |state| state.leader == BrokerId::NONE),
            R::NotPreferred => states_that(&image, |state| state.replicas.first() != Some(&state.leader)),
            R::WriteCalls(b) => {
                let replicas = self.world.broker(BrokerId(*b))?.replicas();
                number(replicas.map(|(_, replica)| replica.log().write_calls()).sum())
            }
            R::BytesIn(b) => number(self.witness.bytes_in(BrokerId(*b))),
            R::BytesOut(b) => number(self.witness.bytes_out(BrokerId(*b))),
            R::Silence(g, t, p) => {
                number(self.witness.silence(g, partition(&image, t, *p)?, self.world.now()))
            }
            R::Starts(a) => number(self.witness.starts(self.world.client_id(a)?)),
            R::GroupState(_)
            | R::Generation(_)
            | R::Members(_)
            | R::AssignmentSizes(_)
            | R::Committed(..)
            | R::Lag(_)
            | R::LagTime(_)
            | R::Missed(_) => self.group_value(&image, reading)?,
            _ => self.tally_value(reading).or_else(|| self.client_value(&image, reading))?,
        })
    }

    /// What the books of a group say.
    fn tally_value(self, reading: &Reading) -> Option<Value> {
        use Reading as R;
        let ledger = self.world.ledger();
        Some(match reading {
            R::Rebalances(g) => number(ledger.group(g).rebalances),
            R::Revoked(g) => number(ledger.group(g).revoked),
            R::RejectedCommits(g) => number(ledger.group(g).rejected_commits),
            R::Duplicates(g) => number(ledger.group(g).duplicates()),
            R::Skipped(g) => number(ledger.group(g).skipped()),
            R::OutOfOrder(g) => number(ledger.group(g).out_of_order),
            _ => return None,
        })
    }

    fn client_value(self, image: &Image, reading: &Reading) -> Option<Value> {
        use Reading as R;
        let ledger = self.world.ledger();
        let id = |name: &str| self.world.client_id(name);
        Some(match reading {
            R::Sent(a) => number(self.world.sent(id(a)?)),
            R::Acked(a) => number(ledger.client(id(a)?).acked),
            R::Failed(a) => number(ledger.client(id(a)?).failed),
            R::Lost(a) => number(ledger.client(id(a)?).lost),
            R::Delivered(name) => match id(name) {
                Some(client) => number(ledger.client(client).delivered),
                None => number(ledger.group(name).delivered()),
            },
            R::Effects(name) => match id(name) {
                Some(client) => number(ledger.client(client).effects),
                None => number(self.members(name).map(|client| ledger.client(client).effects).sum()),
            },
            R::Dropped(a) => number(ledger.client(id(a)?).dropped),
            R::Links => number(self.world.links()),
            R::Requests(a) => number(self.world.requests(id(a)?)),
            R::Copies(t, value) => self.copies(image, t, value)?,
            R::Errors(a, error) => {
                // The administrator is nobody's actor, and yet it is told of errors.
                let is_admin = &**a == World::ADMIN_NAME;
                let tally = ledger.client(id(a).or(is_admin.then_some(World::ADMIN))?);
                number(tally.errors.iter().filter(|(code, _)| code.name() == &**error).map(|(_, n)| n).sum())
            }
            R::ClientConfig(a, key) => Value::Text(self.client_setting(id(a)?, key)?.into()),
            R::Assignment(a) => {
                let positions = self.consumer(id(a)?)?.view().positions;
                let names = positions.iter().map(|at| format!("{}-{}", at.topic, at.partition.partition));
                Value::List(names.map(|name| Value::Text(name.into())).collect())
            }
            R::Position(a, t, p) => {
                let at = partition(image, t, *p)?;
                let mut positions = self.consumer(id(a)?)?.positions();
                offset(positions.find(|(partition, _)| *partition == at)?.1?)
            }
            _ => return None,
        })
    }

    fn consumer(&self, id: ClientId) -> Option<&crate::client::Consumer> {
        match self.world.clients().find(|(client, ..)| *client == id)?.2? {
            Client::Consumer(consumer) => Some(consumer),
            _ => None,
        }
    }

    /// The consumers of a group.
    fn members<'a>(&'a self, group: &'a str) -> impl Iterator<Item = ClientId> + 'a {
        self.world.clients().filter_map(move |(id, spec, ..)| match spec {
            ClientSpec::Consumer(spec) if &*spec.group == group => Some(id),
            _ => None,
        })
    }

    /// Records with this value on the topic's leaders, among the newest of each.
    fn copies(&self, image: &Image, topic: &str, value: &str) -> Option<Value> {
        let partitions = i32::try_from(image.topic_named(topic)?.partitions.len()).ok()?;
        let logs = (0..partitions).filter_map(|number| self.leader_log(image, topic, number));
        let mut copies = 0;
        for log in logs {
            let from = Offset(log.log_end().0.saturating_sub(COPIES_AMONG)).max(log.log_start());
            for batch in log.batches(from) {
                let records = batch.records().unwrap_or_default();
                let is_it = |bytes: &[u8]| bytes.trim_ascii_end() == value.trim_end().as_bytes();
                copies += records.iter().filter(|record| record.value.as_deref().is_some_and(is_it)).count();
            }
        }
        Some(count(copies))
    }

    fn client_setting(&self, id: ClientId, key: &str) -> Option<String> {
        match self.world.clients().find(|(client, ..)| *client == id)?.1 {
            ClientSpec::Direct(_) => None,
            ClientSpec::Producer(spec) => ProducerConfig::with(&spec.config).get(key),
            ClientSpec::Consumer(spec) if key == ApplicationConfig::PER_RECORD => {
                Some((spec.per_record().0 / 1_000).to_string())
            }
            ClientSpec::Consumer(spec) => {
                spec.options().get(key).or_else(|| ConsumerConfig::with(&spec.config).get(key))
            }
        }
    }

    fn topic_setting(&self, image: &Image, topic: &str, key: &str) -> Option<String> {
        image.topic_named(topic)?;
        let own: Settings = image.settings(&ConfigResource::Topic(topic.into()));
        BrokerConfig::with(self.world.config()).topic_config(&own).get(key)
    }

    fn broker_state(&self, image: &Image, id: BrokerId) -> &'static str {
        let Some(broker) = self.world.broker(id) else { return "down" };
        match broker.state() {
            BrokerState::Starting => "starting",
            BrokerState::Fenced => "fenced",
            BrokerState::Stopping => "stopping",
            // The controller may know better than a broker that is cut off.
            BrokerState::Running if image.is_unfenced(id) => "running",
            BrokerState::Running => "fenced",
        }
    }

    fn log(&self, id: BrokerId, at: TopicPartition) -> Option<&PartitionLog> {
        Some(self.world.broker(id)?.replica(at)?.log())
    }

    fn leader_log(&self, image: &Image, topic: &str, number: i32) -> Option<&PartitionLog> {
        let at = partition(image, topic, number)?;
        self.log(state(image, topic, number)?.leader, at)
    }

    /// Log start, high watermark and log end on the leader; while it can't be asked,
    /// what it left, or else what the most advanced replica in sync has.
    fn bounds(&self, image: &Image, topic: &str, number: i32) -> Option<(Offset, Offset, Offset)> {
        let at = partition(image, topic, number)?;
        let state = state(image, topic, number)?;
        let of = |log: &PartitionLog| (log.log_start(), log.high_watermark(), log.log_end());
        self.log(state.leader, at)
            .map(of)
            .or_else(|| self.world.left_behind(state.leader, at))
            .or_else(|| state.isr.iter().filter_map(|id| self.log(*id, at)).map(of).max_by_key(|log| log.2))
            .or_else(|| {
                state.isr.iter().filter_map(|id| self.world.left_behind(*id, at)).max_by_key(|log| log.2)
            })
    }

    /// The group at its coordinator; `Err` when no coordinator answers for it.
    fn group(&self, image: &Image, id: &str) -> Result<Option<&Group>, ()> {
        let Some(offsets) = image.topic_named(OFFSETS_TOPIC) else {
            // Nobody has asked for a coordinator yet.
            return Ok(None);
        };
        let number = partition_for(id, i32::try_from(offsets.partitions.len()).unwrap_or(1));
        let state =
            usize::try_from(number).ok().and_then(|number| offsets.partitions.get(number)).ok_or(())?;
        let broker = self.world.broker(state.leader).ok_or(())?;
        if !broker.coordinator().owns(number) {
            return Err(());
        }
        Ok(broker.coordinator().group(id))
    }

    fn group_value(self, image: &Image, reading: &Reading) -> Option<Value> {
        use Reading as R;
        let (R::GroupState(id)
        | R::Generation(id)
        | R::Members(id)
        | R::AssignmentSizes(id)
        | R::Committed(id, ..)
        | R::Lag(id)
        | R::LagTime(id)
        | R::Missed(id)) = reading
        else {
            return None;
        };
        let group = match self.group(image, id) {
            Err(()) if matches!(reading, R::GroupState(_)) => return Some(Value::Text("Unavailable".into())),
            Ok(None) if matches!(reading, R::GroupState(_)) => return Some(Value::Text("Dead".into())),
            Ok(None) if matches!(reading, R::Members(_)) => return Some(Value::Number(0)),
            found => found.ok()??,
        };
        Some(match reading {
            R::GroupState(_) => Value::Text(group.state().name().into()),
            R::Generation(_) => Value::Number(group.generation().0.into()),
            R::Members(_) => count(group.members().count()),
            R::AssignmentSizes(_) => {
                let mut sizes: Vec<usize> =
                    group.members().map(|member| member.assignment().partitions.len()).collect();
                sizes.sort_unstable_by(|one, other| other.cmp(one));
                Value::List(sizes.into_iter().map(count).collect())
            }
            R::Committed(_, topic, number) => offset(group.committed(topic, *number)?.offset),
            R::Lag(_) => Value::Number(
                group
                    .offsets()
                    .filter_map(|(topic, number, committed)| {
                        Some((self.bounds(image, topic, number)?.1.0 - committed.offset.0).max(0))
                    })
                    .sum(),
            ),
            R::LagTime(_) => self.lag_time(image, group),
            R::Missed(id) => {
                let tally = self.world.ledger().group(id);
                let missed = |(topic, number, committed): (&Text, i32, &Committed)| {
                    Some(tally.deliveries.get(&partition(image, topic, number)?)?.missed(committed.offset))
                };
                number(group.offsets().filter_map(missed).sum())
            }
            _ => return None,
        })
    }

    /// Age of the oldest record that the group has not committed, in milliseconds.
    fn lag_time(&self, image: &Image, group: &Group) -> Value {
        let now = self.world.now().on_calendar(self.world.calendar()).0;
        let ages = group.offsets().filter_map(|(topic, number, committed)| {
            let log = self.leader_log(image, topic, number)?;
            if committed.offset >= log.high_watermark() {
                return Some(0);
            }
            let batch = log.batch_at(committed.offset.max(log.log_start()))?;
            Some((now - batch.header().max_timestamp.0).max(0))
        });
        Value::Number(ages.max().unwrap_or(0))
    }
}

fn partition(image: &Image, topic: &str, number: i32) -> Option<TopicPartition> {
    Some(TopicPartition { topic: image.topic_named(topic)?.id, partition: number })
}

fn state<'i>(image: &'i Image, topic: &str, number: i32) -> Option<&'i PartitionState> {
    image.topic_named(topic)?.partitions.get(usize::try_from(number).ok()?)
}

/// How many partitions are in a state.
fn states_that(image: &Image, is: impl Fn(&PartitionState) -> bool) -> Value {
    count(image.topics.values().flat_map(|topic| &topic.partitions).filter(|state| is(state)).count())
}
