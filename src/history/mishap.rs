//! What history shows to have gone wrong for somebody: the instants at which the
//! books counted a record as lost, written twice, delivered again, skipped or out
//! of order, and at which a committed offset went back. Raw, one for each fact;
//! whoever shows them gathers them. No law of Kafka is judged here: most of these
//! are allowed, and some are what a scenario wants.

use crate::base::{ClientId, GrowList, Instant, Offset, Text, TopicPartition};
use crate::story::Fact;
use crate::world::World;
use std::collections::BTreeMap;

/// What went wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MishapKind {
    /// Records acknowledged to a producer are gone.
    Lost(ClientId),
    /// Records thought lost are back: the replica that holds them leads again.
    Found(ClientId),
    /// A producer's records stand in the log once more.
    WrittenTwice(ClientId),
    /// A group (or a consumer without one) was handed records again.
    Redelivered(Text),
    /// A group jumped over records that it was never handed.
    Skipped(Text, Text),
    /// A group was handed records after later ones of the same key.
    OutOfOrder(Text),
    /// A group's committed offset went back.
    CommitBack {
        /// The group.
        group: Text,
        /// Topic.
        topic: Text,
        /// From where.
        from: Offset,
        /// To where.
        to: Offset,
        /// No member did it: somebody moved the offsets on purpose.
        is_admin: bool,
    },
}

/// Something that went wrong, at one instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mishap {
    /// Number of the event it happened in.
    pub event: u64,
    /// When, counted from the start of the boot.
    pub at: Instant,
    /// What.
    pub kind: MishapKind,
    /// The partition, where it is known.
    pub partition: Option<TopicPartition>,
    /// How many records.
    pub count: u64,
}

/// A client's counters as they were read last.
#[derive(Clone, Copy, Debug, Default)]
struct Counters {
    lost: u64,
    duplicated: u64,
    redelivered: u64,
    skipped: u64,
}

/// The mishaps of one branch.
#[derive(Clone, Debug, Default)]
pub(super) struct Mishaps {
    list: GrowList<Mishap>,
    clients: BTreeMap<ClientId, Counters>,
    out_of_order: BTreeMap<Text, u64>,
    committed: BTreeMap<(Text, Text, i32), Offset>,
}

impl Mishaps {
    pub(super) fn list(&self) -> &GrowList<Mishap> {
        &self.list
    }

    /// Those of a branch that leaves this one where `world` stands.
    pub(super) fn up_to(&self, world: &World) -> Self {
        let mut fork = Self { list: self.list.clone(), ..Self::default() };
        fork.list.truncate(fork.list.partition_point(|mishap| mishap.event <= world.events()));
        for (id, ..) in world.clients() {
            fork.clients.insert(id, counters(world, id));
            if let Some(reader) = world.ledger().reader(id) {
                fork.out_of_order.insert(reader.clone(), out_of_order(world, reader));
            }
        }
        for broker in world.broker_ids().filter_map(|id| world.broker(id)) {
            for group in broker.coordinator().groups() {
                for (topic, partition, committed) in group.offsets() {
                    let key = (group.id().clone(), topic.clone(), partition);
                    fork.committed.insert(key, committed.offset);
                }
            }
        }
        fork
    }

    /// Takes in what one step brought.
    pub(super) fn see(&mut self, world: &World, facts: &[Fact]) {
        for fact in facts {
            match fact {
                Fact::Acked { client, partition, .. } => self.count(world, *client, *partition),
                Fact::BecameLeader { partition, .. } => {
                    // The books of every producer of the partition may have changed.
                    let producers: Vec<ClientId> = world.clients().map(|(id, ..)| id).collect();
                    producers.into_iter().for_each(|id| self.count(world, id, *partition));
                }
                Fact::Appended { partition, base_offset, .. } => {
                    let batch = world.ledger().partition(*partition);
                    let client = batch.and_then(|ledger| ledger.batch_at(*base_offset)?.client);
                    if let Some(client) = client {
                        self.count(world, client, *partition);
                    }
                }
                Fact::Delivered { client, partition, .. } => {
                    self.count(world, *client, *partition);
                    self.order(world, *client, *partition);
                }
                Fact::OffsetReset { client, partition, .. } => self.count(world, *client, *partition),
                Fact::OffsetCommitted { group, topic, partition, offset, member, .. } => {
                    let key = (group.clone(), topic.clone(), *partition);
                    let before = self.committed.insert(key, *offset);
                    if let Some(from) = before.filter(|from| from > offset) {
                        let (group, topic, to) = (group.clone(), topic.clone(), *offset);
                        let is_admin = member.is_empty();
                        let at = world.ledger().topic_id(&topic);
                        let at = at.map(|topic| TopicPartition { topic, partition: *partition });
                        let kind = MishapKind::CommitBack { group, topic, from, to, is_admin };
                        self.note(world, kind, at, (from.0 - to.0).unsigned_abs());
                    }
                }
                _ => {}
            }
        }
    }

    /// Compares a client's books with what they were.
    fn count(&mut self, world: &World, client: ClientId, partition: TopicPartition) {
        let now = counters(world, client);
        let before = self.clients.insert(client, now).unwrap_or_default();
        let mut note = |kind, from: u64, to: u64| {
            if to > from {
                self.note(world, kind, Some(partition), to - from);
            }
        };
        note(MishapKind::Lost(client), before.lost, now.lost);
        note(MishapKind::Found(client), now.lost, before.lost);
        note(MishapKind::WrittenTwice(client), before.duplicated, now.duplicated);
        if let Some(reader) = world.ledger().reader(client) {
            note(MishapKind::Redelivered(reader.clone()), before.redelivered, now.redelivered);
            if now.skipped > before.skipped {
                let who = world.client_name(client).cloned().unwrap_or_default();
                note(MishapKind::Skipped(reader.clone(), who), before.skipped, now.skipped);
            }
        }
    }

    fn order(&mut self, world: &World, client: ClientId, partition: TopicPartition) {
        let Some(reader) = world.ledger().reader(client) else { return };
        let now = out_of_order(world, reader);
        let before = self.out_of_order.get(reader).copied().unwrap_or_default();
        if now != before {
            self.out_of_order.insert(reader.clone(), now);
            let kind = MishapKind::OutOfOrder(reader.clone());
            self.note(world, kind, Some(partition), now.saturating_sub(before));
        }
    }

    fn note(&mut self, world: &World, kind: MishapKind, partition: Option<TopicPartition>, count: u64) {
        self.list.push(Mishap { event: world.events(), at: world.now(), kind, partition, count });
    }
}

fn counters(world: &World, client: ClientId) -> Counters {
    world.ledger().tally(client).map_or_else(Counters::default, |tally| Counters {
        lost: tally.lost,
        duplicated: tally.duplicated,
        redelivered: tally.redelivered,
        skipped: tally.skipped,
    })
}

fn out_of_order(world: &World, reader: &str) -> u64 {
    world.ledger().group_tally(reader).map_or(0, |tally| tally.out_of_order)
}
