//! What became of every record, seen from outside: which were acknowledged,
//! which of those are gone, which were delivered, twice or never.
//!
//! The ledger is bookkeeping on facts; no node reads it. It gives the verdicts
//! a person sees (lost, duplicated, skipped, out of order) and is part of the
//! world so that it rewinds with it.

mod clients;
mod delivery;
mod intervals;
mod partition;

pub use clients::{ClientTally, GroupTally};
pub use delivery::DeliveryTally;
pub use intervals::Intervals;
pub use partition::{AppendedBatch, PartitionLedger};

use crate::base::{ClientId, Instant, Offset, Text, TopicId, TopicPartition};
use crate::story::{Fact, PoisonOutcome};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The checksum of the batch that a leader's log holds at an offset, if any.
pub(super) type BatchLookup<'a> = &'a dyn Fn(TopicPartition, Offset) -> Option<u32>;

/// A batch that a producer waits for.
#[derive(Clone, Debug)]
struct UnderWay {
    client: ClientId,
    sends: Arc<[u64]>,
    keys: Arc<[u32]>,
    stands_in_log: bool,
}

/// The books.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// Every topic that ever was.
    topic_names: Arc<BTreeMap<TopicId, Text>>,
    partitions: BTreeMap<TopicPartition, Arc<PartitionLedger>>,
    clients: BTreeMap<ClientId, Arc<ClientTally>>,
    groups: BTreeMap<Text, Arc<GroupTally>>,
    /// Batches sent and not yet settled, by partition and checksum.
    under_way: BTreeMap<(TopicPartition, u32), UnderWay>,
    /// Reader group (or `client:<n>` without group) of each consumer.
    readers: Arc<BTreeMap<ClientId, Text>>,
}

impl Ledger {
    /// Books for consumers whose groups are known.
    #[must_use]
    pub fn new(readers: BTreeMap<ClientId, Text>) -> Self {
        Self { readers: Arc::new(readers), ..Self::default() }
    }

    /// Under which name a consumer's deliveries are booked from now on.
    pub(super) fn set_reader(&mut self, client: ClientId, reader: Text) {
        Arc::make_mut(&mut self.readers).insert(client, reader);
    }

    /// The name of a topic, also of one that is gone.
    #[must_use]
    pub fn topic_name(&self, topic: TopicId) -> Option<&Text> {
        self.topic_names.get(&topic)
    }

    /// The number of the newest topic of that name.
    #[must_use]
    pub fn topic_id(&self, name: &str) -> Option<TopicId> {
        self.topic_names.iter().rev().find(|(_, known)| ***known == *name).map(|(id, _)| *id)
    }

    /// The books of a client; empty ones when nothing was booked.
    #[must_use]
    pub fn client(&self, client: ClientId) -> ClientTally {
        self.clients.get(&client).map(|tally| ClientTally::clone(tally)).unwrap_or_default()
    }

    /// The books of a group (or of a consumer without one: see [`Ledger::reader`]).
    #[must_use]
    pub fn group(&self, group: &str) -> GroupTally {
        self.groups.get(group).map(|tally| GroupTally::clone(tally)).unwrap_or_default()
    }

    /// The books of a client, to look at without a copy; `None` when nothing was booked.
    #[must_use]
    pub fn tally(&self, client: ClientId) -> Option<&ClientTally> {
        self.clients.get(&client).map(Arc::as_ref)
    }

    /// The books of a group, to look at without a copy; `None` when nothing was booked.
    #[must_use]
    pub fn group_tally(&self, group: &str) -> Option<&GroupTally> {
        self.groups.get(group).map(Arc::as_ref)
    }

    /// The name under which a consumer's deliveries are booked.
    #[must_use]
    pub fn reader(&self, client: ClientId) -> Option<&Text> {
        self.readers.get(&client)
    }

    /// The books of a partition, if anything was appended to it.
    #[must_use]
    pub fn partition(&self, partition: TopicPartition) -> Option<&PartitionLedger> {
        self.partitions.get(&partition).map(Arc::as_ref)
    }

    /// Takes in a fact. `batch_at` reads the log of the broker that reports it.
    pub(super) fn record(&mut self, now: Instant, fact: &Fact, batch_at: BatchLookup<'_>) {
        match fact {
            Fact::TopicCreated { topic, name, .. } => {
                Arc::make_mut(&mut self.topic_names).insert(*topic, name.clone());
            }
            Fact::BatchSent { client, partition, crc, sends, keys, .. } => {
                let batch = UnderWay {
                    client: *client,
                    sends: sends.clone(),
                    keys: keys.clone(),
                    stands_in_log: false,
                };
                self.under_way.insert((*partition, *crc), batch);
            }
            Fact::Appended { partition, base_offset, count, crc, .. } => {
                // With `LogAppendTime` the log's checksum is not the one that was sent.
                let stored_crc = batch_at(*partition, *base_offset).unwrap_or(*crc);
                self.appended(*partition, *base_offset, *count, (*crc, stored_crc));
            }
            Fact::Acked { client, partition, base_offset, count, crc } => {
                self.acked(*client, *partition, *base_offset, *count, *crc);
            }
            Fact::SendFailed { client, partition, count, crc, .. } => {
                self.client_mut(*client).failed += *count as u64;
                if let Some(partition) = partition {
                    self.under_way.remove(&(*partition, *crc));
                }
            }
            Fact::BecameLeader { partition, log_end, .. } => self.new_leader(*partition, *log_end, batch_at),
            Fact::LogStartMoved { partition, to, .. } => {
                if let Some(ledger) = self.partitions.get_mut(partition) {
                    Arc::make_mut(ledger).log_start_moved(*to);
                }
            }
            Fact::Delivered { client, partition, from, to } => {
                self.delivered(now, *client, *partition, *from, *to)
            }
            Fact::Processed { client, partition, from, to, once } => {
                if let Some(reader) = self.readers.get(client).cloned() {
                    let tally = self.group_mut(&reader);
                    let effects = tally.delivery_mut(*partition).processed(*from, *to, *once);
                    self.client_mut(*client).effects += effects;
                }
            }
            Fact::PoisonMet { client, partition, offset, outcome: PoisonOutcome::Forwarded } => {
                if let Some(reader) = self.readers.get(client).cloned() {
                    self.group_mut(&reader).delivery_mut(*partition).put_aside(*offset);
                }
            }
            Fact::OffsetReset { client, partition, from: Some(from), to, .. } => {
                if let Some(reader) = self.readers.get(client).cloned() {
                    let tally = self.group_mut(&reader);
                    tally.delivery_mut(*partition).skipped(*from, *to);
                }
                self.client_mut(*client).skipped += (to.0 - from.0).max(0) as u64;
            }
            Fact::PartitionsRevoked { client, partitions } | Fact::PartitionsLost { client, partitions } => {
                if let Some(reader) = self.readers.get(client).cloned() {
                    self.group_mut(&reader).revoked += partitions.len() as u64;
                }
            }
            Fact::PushReceived { client, .. } => self.client_mut(*client).delivered += 1,
            Fact::PushDropped { client, .. } => self.client_mut(*client).dropped += 1,
            Fact::GenerationStarted { group, .. } => self.group_mut(group).rebalances += 1,
            Fact::CommitRejected { group, .. } => self.group_mut(group).rejected_commits += 1,
            Fact::Retrying { client, .. } => self.client_mut(*client).retries += 1,
            Fact::ErrorReturned { client, error, .. } => {
                let tally = self.client_mut(*client);
                *tally.errors.entry(*error).or_default() += 1;
                tally.last_error = Some(*error);
            }
            _ => {}
        }
    }

    fn client_mut(&mut self, client: ClientId) -> &mut ClientTally {
        Arc::make_mut(self.clients.entry(client).or_default())
    }

    fn group_mut(&mut self, group: &Text) -> &mut GroupTally {
        // Looked up first: the name is copied only once.
        if !self.groups.contains_key(group) {
            self.groups.insert(group.clone(), Arc::default());
        }
        let tally = self.groups.get_mut(group).map(Arc::make_mut);
        tally.unwrap_or_else(|| unreachable!("inserted above"))
    }

    fn appended(
        &mut self,
        partition: TopicPartition,
        base_offset: Offset,
        count: i32,
        (crc, stored_crc): (u32, u32),
    ) {
        let batch = match self.under_way.get_mut(&(partition, crc)) {
            Some(sent) => {
                let (client, again) = (sent.client, sent.stands_in_log);
                sent.stands_in_log = true;
                let (sends, keys) = (sent.sends.clone(), sent.keys.clone());
                if again {
                    self.client_mut(client).duplicated += count as u64;
                }
                AppendedBatch { base_offset, count, crc, stored_crc, client: Some(client), sends, keys }
            }
            None => AppendedBatch {
                base_offset,
                count,
                crc,
                stored_crc,
                client: None,
                sends: Arc::default(),
                keys: Arc::default(),
            },
        };
        Arc::make_mut(self.partitions.entry(partition).or_default()).appended(batch);
    }

    fn acked(
        &mut self,
        client: ClientId,
        partition: TopicPartition,
        base_offset: Offset,
        count: i32,
        crc: u32,
    ) {
        self.client_mut(client).acked += count as u64;
        self.under_way.remove(&(partition, crc));
        if base_offset == Offset::UNKNOWN {
            return;
        }
        let kept = Arc::make_mut(self.partitions.entry(partition).or_default()).acked(
            client,
            base_offset,
            count,
            crc,
        );
        if !kept {
            self.client_mut(client).lost += count as u64;
        }
    }

    /// A replica leads: what was acknowledged beyond its log is lost, and what was
    /// thought lost but lies in its log is found again.
    fn new_leader(&mut self, partition: TopicPartition, log_end: Offset, batch_at: BatchLookup<'_>) {
        let Some(ledger) = self.partitions.get_mut(&partition) else { return };
        let (lost, found) = Arc::make_mut(ledger).new_leader(log_end, &|offset| batch_at(partition, offset));
        for (client, count) in lost {
            self.client_mut(client).lost += count;
        }
        for (client, count) in found {
            let tally = self.client_mut(client);
            tally.lost = tally.lost.saturating_sub(count);
        }
    }

    fn delivered(
        &mut self,
        now: Instant,
        client: ClientId,
        partition: TopicPartition,
        from: Offset,
        to: Offset,
    ) {
        let count = (to.0 - from.0).max(0) as u64;
        self.client_mut(client).delivered += count;
        let Some(reader) = self.readers.get(&client).cloned() else { return };
        let ledger = self.partitions.get(&partition).cloned();
        let tally = self.group_mut(&reader);
        let duplicated = tally.delivery_mut(partition).delivered(now, from, to);
        if let Some(ledger) = ledger {
            tally.check_order(&ledger, from, to);
        }
        self.client_mut(client).redelivered += duplicated;
    }
}
