//! What went wrong in a run, seen from outside: lost, duplicated, skipped, out of
//! order, a commit that went back; each with its instant, and a loss with what
//! licensed it. Data only: the words are the lab's. Fed with the facts of every
//! step; reads the books and decides nothing.

use crate::base::{ClientId, Duration, Instant, Offset, Text, TopicPartition};
use crate::history::Branch;
use crate::protocol::Acks;
use crate::story::{Action, Election, Fact};
use crate::world::World;
use std::collections::BTreeMap;

/// What follows within this time of its like belongs to it.
const TOGETHER: Duration = Duration::from_secs(5);
/// Most of them: what goes on for ever need not be told for ever.
const MOST: usize = 500;

/// The kinds of mishap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Harm {
    /// Acknowledged to a producer, and gone otherwise than by retention.
    Lost,
    /// Records that a group was handed again.
    Duplicated,
    /// A producer's records that stand in the log twice.
    StoredTwice,
    /// Records that a group jumped over.
    Skipped,
    /// Handed over after a later one of the same key.
    OutOfOrder,
    /// A committed offset moved back.
    CommitBack,
}

/// What allowed a loss.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Licence {
    /// A replica from outside of the in-sync set became leader, then.
    UncleanElection(Instant),
    /// The producer asked for no more than the leader's own receipt (`acks=1` or `0`).
    LeaderAlone,
    /// Power failed before the bytes were flushed, then.
    PowerCut(Instant),
}

/// Something that went wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mishap {
    /// What.
    pub harm: Harm,
    /// To whom: a producer's name, or a group's.
    pub who: Text,
    /// Where.
    pub partition: TopicPartition,
    /// How many records; for a commit, how far back.
    pub count: u64,
    /// When it first showed, by the world's clock.
    pub at: Instant,
    /// How many events there were then.
    pub events: u64,
    /// When the last of it showed.
    pub until: Instant,
    /// What allowed a loss; `None` for other harm, and for a loss that nothing allows.
    pub licence: Option<Licence>,
}

/// Follows a run for what goes wrong.
#[derive(Clone, Debug, Default)]
pub struct Mishaps {
    list: Vec<Mishap>,
    counted: BTreeMap<(Harm, Text, TopicPartition), u64>,
    acks: BTreeMap<ClientId, Acks>,
    unclean: BTreeMap<TopicPartition, Instant>,
    power_cut: Option<Instant>,
    committed: BTreeMap<(Text, TopicPartition), Offset>,
}

impl Mishaps {
    /// What went wrong so far, oldest first.
    #[must_use]
    pub fn list(&self) -> &[Mishap] {
        &self.list
    }

    /// What went wrong on a branch up to a number of its events, by replaying it.
    #[must_use]
    pub fn of(branch: &Branch, events: u64) -> Self {
        let mut mishaps = Self::default();
        let mut world = branch.world_at_event(0);
        let mut facts = Vec::new();
        while world.events() < events && branch.replay_one(&mut world, &mut facts) {
            mishaps.see(&world, &facts);
            facts.clear();
        }
        mishaps
    }

    /// Takes in what one step brought.
    pub fn see(&mut self, world: &World, facts: &[Fact]) {
        for fact in facts {
            self.fact(world, fact);
        }
    }

    fn fact(&mut self, world: &World, fact: &Fact) {
        match fact {
            Fact::BatchSent { client, acks, .. } => {
                self.acks.insert(*client, *acks);
            }
            Fact::Acted { action } if matches!(**action, Action::PowerCut(_)) => {
                self.power_cut = Some(world.now());
            }
            Fact::LeaderChanged { partition, election: Election::Unclean, .. } => {
                self.unclean.insert(*partition, world.now());
            }
            // Losses are booked when a leader takes office, and with a receipt that comes too late.
            Fact::BecameLeader { partition, .. } => self.losses(world, *partition),
            Fact::Acked { client, partition, .. } => self.loss(world, *client, *partition),
            Fact::Appended { partition, base_offset, .. } => {
                let batch = world.ledger().partition(*partition).and_then(|it| it.batch_at(*base_offset));
                if let Some(client) = batch.and_then(|batch| batch.client) {
                    let total = world.ledger().client(client).duplicated;
                    self.grown_in_all(
                        world,
                        Harm::StoredTwice,
                        client_name(world, client),
                        *partition,
                        total,
                    );
                }
            }
            Fact::Delivered { client, partition, .. } | Fact::OffsetReset { client, partition, .. } => {
                self.deliveries(world, *client, *partition);
            }
            Fact::OffsetCommitted { group, topic, partition, offset, .. } => {
                let Some(topic) = world.ledger().topic_id(topic) else { return };
                let at = TopicPartition { topic, partition: *partition };
                let before = self.committed.insert((group.clone(), at), *offset);
                if let Some(back) = before.map(|before| before.0 - offset.0).filter(|back| *back > 0) {
                    self.add(world, Harm::CommitBack, group.clone(), at, back.unsigned_abs(), None);
                }
            }
            _ => {}
        }
    }

    fn deliveries(&mut self, world: &World, client: ClientId, partition: TopicPartition) {
        let Some(reader) = world.ledger().reader(client).cloned() else { return };
        let group = world.ledger().group(&reader);
        if let Some(tally) = group.deliveries.get(&partition) {
            self.grown(world, Harm::Duplicated, reader.clone(), partition, tally.duplicates);
            self.grown(world, Harm::Skipped, reader.clone(), partition, tally.skipped);
        }
        self.grown_in_all(world, Harm::OutOfOrder, reader, partition, group.out_of_order);
    }

    /// As [`Mishaps::grown`], of a count that the books keep over all partitions.
    fn grown_in_all(&mut self, world: &World, harm: Harm, who: Text, partition: TopicPartition, total: u64) {
        let grown = total.saturating_sub(self.counted_of(harm, &who));
        if grown > 0 {
            let here = self.counted.get(&(harm, who.clone(), partition)).copied().unwrap_or(0);
            self.grown(world, harm, who, partition, here + grown);
        }
    }

    fn counted_of(&self, harm: Harm, who: &Text) -> u64 {
        let own = self.counted.iter().filter(|((known, name, _), _)| *known == harm && name == who);
        own.map(|(_, count)| count).sum()
    }

    fn losses(&mut self, world: &World, partition: TopicPartition) {
        let producers: Vec<ClientId> = self.acks.keys().copied().collect();
        for client in producers {
            self.loss(world, client, partition);
        }
    }

    fn loss(&mut self, world: &World, client: ClientId, partition: TopicPartition) {
        let lost = world.ledger().client(client).lost;
        let name = client_name(world, client);
        // The books count losses by producer; they show where a leader just changed.
        let before = self.counted_of(Harm::Lost, &name);
        let key = (Harm::Lost, name.clone(), partition);
        let here = self.counted.get(&key).copied().unwrap_or(0);
        if lost <= before {
            // An old leader that returns may bring records back.
            self.counted.insert(key, here.saturating_sub(before - lost));
            return;
        }
        self.counted.insert(key, here + lost - before);
        let licence = self.licence(client, partition);
        self.add(world, Harm::Lost, name, partition, lost - before, licence);
    }

    fn licence(&self, client: ClientId, partition: TopicPartition) -> Option<Licence> {
        let unclean = self.unclean.get(&partition).map(|at| Licence::UncleanElection(*at));
        let alone = self.acks.get(&client).is_some_and(|acks| *acks != Acks::All);
        unclean
            .or_else(|| alone.then_some(Licence::LeaderAlone))
            .or_else(|| self.power_cut.map(Licence::PowerCut))
    }

    /// A count that may have grown since it was last looked at.
    fn grown(&mut self, world: &World, harm: Harm, who: Text, partition: TopicPartition, total: u64) {
        let key = (harm, who.clone(), partition);
        let before = self.counted.get(&key).copied().unwrap_or(0);
        if total == before {
            return;
        }
        self.counted.insert(key, total);
        if total > before {
            self.add(world, harm, who, partition, total - before, None);
        }
    }

    fn add(
        &mut self,
        world: &World,
        harm: Harm,
        who: Text,
        partition: TopicPartition,
        count: u64,
        licence: Option<Licence>,
    ) {
        let now = world.now();
        let is_like =
            |it: &Mishap| (it.harm, &it.who, it.partition, it.licence) == (harm, &who, partition, licence);
        let last = self
            .list
            .iter()
            .rposition(is_like)
            .filter(|index| self.list.get(*index).is_some_and(|last| now.since(last.until) <= TOGETHER));
        if let Some(last) = last.and_then(|index| self.list.get_mut(index)) {
            last.count += count;
            last.until = now;
        } else if self.list.len() < MOST {
            let (at, events) = (now, world.events());
            self.list.push(Mishap { harm, who, partition, count, at, events, until: now, licence });
        }
    }
}

fn client_name(world: &World, client: ClientId) -> Text {
    world.client_name(client).cloned().unwrap_or_default()
}
