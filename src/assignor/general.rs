//! `GeneralAssignmentBuilder`: subscriptions differ. Members keep what they own,
//! the rest goes to the least loaded, then partitions move one by one while that
//! improves the balance. Mirrors Kafka's steps and their order; where Kafka takes
//! the first of a `HashSet` of partitions, this takes the lowest.

use super::sticky::{Answer, Partition, Problem};
use crate::base::{Generation, Text};
use std::collections::{BTreeMap, BTreeSet};

/// From one member to another.
type Pair = (usize, usize);

struct Builder<'a, 'p> {
    problem: &'p Problem<'a>,
    /// Members that read a topic, in map order.
    readers: BTreeMap<&'p Text, Vec<usize>>,
    shares: Vec<BTreeSet<Partition>>,
    owner: BTreeMap<Partition, usize>,
    /// The `TreeSet` of members by load, then id.
    by_load: BTreeSet<(usize, &'p Text, usize)>,
    /// Who had a partition in an older generation.
    previous: BTreeMap<Partition, usize>,
    moved: BTreeMap<Partition, Pair>,
    moves: BTreeMap<(Text, Pair), BTreeSet<Partition>>,
}

pub(super) fn build(problem: &Problem<'_>) -> Answer {
    let mut builder = Builder::new(problem);
    let revocation_required = builder.keep_owned();
    builder.balance(revocation_required);
    let shares = builder.shares.into_iter().map(|share| share.into_iter().collect()).collect();
    Answer { shares, transferred: None }
}

impl<'a, 'p> Builder<'a, 'p> {
    fn new(problem: &'p Problem<'a>) -> Self {
        let mut readers: BTreeMap<&Text, Vec<usize>> =
            problem.partitions.keys().map(|topic| (topic, Vec::new())).collect();
        for (nth, member) in problem.members.iter().enumerate() {
            for topic in &member.subscription.topics {
                if let Some(members) = readers.get_mut(topic) {
                    members.push(nth);
                }
            }
        }
        let mut previous: BTreeMap<Partition, (Generation, usize)> = BTreeMap::new();
        for (nth, member) in problem.members.iter().enumerate() {
            let generation = member.subscription.generation;
            if generation >= problem.newest {
                continue;
            }
            for partition in &member.subscription.owned {
                let known = previous.entry(partition.clone()).or_insert((generation, nth));
                if known.0 < generation {
                    *known = (generation, nth);
                }
            }
        }
        Self {
            problem,
            readers,
            shares: vec![BTreeSet::new(); problem.members.len()],
            owner: BTreeMap::new(),
            by_load: BTreeSet::new(),
            previous: previous.into_iter().map(|(partition, (_, member))| (partition, member)).collect(),
            moved: BTreeMap::new(),
            moves: BTreeMap::new(),
        }
    }

    fn reads(&self, member: usize, topic: &Text) -> bool {
        self.readers.get(topic).is_some_and(|members| members.contains(&member))
    }

    fn set_load_entry(&mut self, member: usize, present: bool) {
        let entry = (self.shares[member].len(), &self.problem.members[member].member, member);
        if present {
            self.by_load.insert(entry);
        } else {
            self.by_load.remove(&entry);
        }
    }

    /// Members keep what they own and still read. True when one must give up a topic.
    fn keep_owned(&mut self) -> bool {
        let mut revocation_required = false;
        for member in 0..self.shares.len() {
            for partition in &self.problem.owned[member] {
                if self.problem.doubly_claimed.contains(partition) {
                    continue;
                }
                if self.reads(member, &partition.0) {
                    self.shares[member].insert(partition.clone());
                    self.owner.insert(partition.clone(), member);
                } else {
                    revocation_required = true;
                }
            }
            self.set_load_entry(member, true);
        }
        revocation_required
    }

    /// All partitions: those of the topics with fewest readers first.
    fn all_partitions(&self) -> Vec<Partition> {
        let mut topics: Vec<(usize, &Text)> =
            self.readers.iter().map(|(topic, members)| (members.len(), *topic)).collect();
        topics.sort_unstable();
        let count = |topic: &Text| self.problem.partitions.get(topic).copied().unwrap_or(0);
        topics
            .into_iter()
            .flat_map(|(_, topic)| (0..count(topic)).map(move |number| (topic.clone(), number)))
            .collect()
    }

    fn least_loaded_reader(&self, topic: &Text) -> Option<usize> {
        self.by_load.iter().map(|(_, _, member)| *member).find(|member| self.reads(*member, topic))
    }

    fn balance(&mut self, revocation_required: bool) {
        let initializing = self.by_load.last().is_none_or(|(load, _, _)| *load == 0);
        let mut reassignable = self.all_partitions();
        let mut unassigned = reassignable.clone();
        unassigned.retain(|partition| !self.owner.contains_key(partition));
        for partition in &unassigned {
            if let Some(member) = self.least_loaded_reader(&partition.0) {
                self.set_load_entry(member, false);
                self.shares[member].insert(partition.clone());
                self.owner.insert(partition.clone(), member);
                self.set_load_entry(member, true);
            }
        }
        let movable =
            |partition: &Partition| self.readers.get(&partition.0).is_some_and(|members| members.len() >= 2);
        reassignable.retain(movable);
        unassigned.retain(movable);
        for member in 0..self.shares.len() {
            if !self.can_take_part(member) {
                self.set_load_entry(member, false);
            }
        }
        let before = self.shares.clone();
        if !revocation_required {
            self.reassign(&unassigned);
        }
        let performed = self.reassign(&reassignable);
        if !initializing && performed && score(&self.shares) >= score(&before) {
            self.shares = before;
        }
    }

    fn most(&self, member: usize) -> usize {
        let counts = self.problem.partitions.iter().filter(|(topic, _)| self.reads(member, topic));
        counts.map(|(_, count)| *count as usize).sum()
    }

    fn can_take_part(&self, member: usize) -> bool {
        let share = &self.shares[member];
        share.len() < self.most(member)
            || share
                .iter()
                .any(|partition| self.readers.get(&partition.0).is_some_and(|members| members.len() >= 2))
    }

    /// `performReassignments`: moves until no move improves the balance.
    fn reassign(&mut self, partitions: &[Partition]) -> bool {
        let mut performed = false;
        loop {
            let mut modified = false;
            for partition in partitions {
                if self.is_balanced() {
                    break;
                }
                modified |= self.improve(partition);
            }
            performed |= modified;
            if !modified {
                return performed;
            }
        }
    }

    fn improve(&mut self, partition: &Partition) -> bool {
        let Some(&owner) = self.owner.get(partition) else { return false };
        let load = self.shares[owner].len();
        if let Some(&previous) = self.previous.get(partition)
            && self.reads(previous, &partition.0)
            && load > self.shares[previous].len() + 1
        {
            self.move_to(partition, previous);
            return true;
        }
        let lighter = |other: &usize| load > self.shares[*other].len() + 1;
        let worthwhile = self.readers.get(&partition.0).is_some_and(|members| members.iter().any(lighter));
        match self.least_loaded_reader(&partition.0) {
            Some(target) if worthwhile && target != owner => {
                self.move_to(partition, target);
                true
            }
            _ => false,
        }
    }

    fn move_to(&mut self, partition: &Partition, to: usize) {
        let partition = self.actual_partition(partition, to);
        let Some(&from) = self.owner.get(&partition) else { return };
        self.set_load_entry(from, false);
        self.set_load_entry(to, false);
        self.record_move(&partition, from, to);
        self.shares[from].remove(&partition);
        self.shares[to].insert(partition.clone());
        self.owner.insert(partition, to);
        self.set_load_entry(from, true);
        self.set_load_entry(to, true);
    }

    /// `getTheActualPartitionToBeMoved`: rather send one back that came the other way.
    fn actual_partition(&self, partition: &Partition, to: usize) -> Partition {
        let from = match (self.moved.get(partition), self.owner.get(partition)) {
            (Some((source, _)), _) => *source,
            (None, Some(owner)) => *owner,
            (None, None) => return partition.clone(),
        };
        let back = self.moves.get(&(partition.0.clone(), (to, from)));
        back.and_then(BTreeSet::first).unwrap_or(partition).clone()
    }

    fn record_move(&mut self, partition: &Partition, from: usize, to: usize) {
        let source = match self.moved.remove(partition) {
            None => from,
            Some(pair) => {
                let key = (partition.0.clone(), pair);
                if let Some(set) = self.moves.get_mut(&key) {
                    set.remove(partition);
                    if set.is_empty() {
                        self.moves.remove(&key);
                    }
                }
                if pair.0 == to {
                    return;
                }
                pair.0
            }
        };
        self.moved.insert(partition.clone(), (source, to));
        self.moves.entry((partition.0.clone(), (source, to))).or_default().insert(partition.clone());
    }

    fn is_balanced(&self) -> bool {
        let (Some((least, ..)), Some((most, ..))) = (self.by_load.first(), self.by_load.last()) else {
            return true;
        };
        if least + 1 >= *most {
            return true;
        }
        // Nobody could get more from a member that has more.
        self.by_load.iter().all(|(load, _, member)| {
            *load == self.most(*member)
                || self.owner.iter().all(|((topic, _), owner)| {
                    owner == member || !self.reads(*member, topic) || self.shares[*owner].len() <= *load
                })
        })
    }
}

/// `getBalanceScore`: the sum of all differences of load, 0 at perfect balance.
fn score(shares: &[BTreeSet<Partition>]) -> usize {
    let loads: Vec<usize> = shares.iter().map(BTreeSet::len).collect();
    let pairs =
        loads.iter().enumerate().flat_map(|(nth, a)| loads[nth + 1..].iter().map(move |b| a.abs_diff(*b)));
    pairs.sum()
}
