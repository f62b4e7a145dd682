//! Where replicas go: KRaft's `StripedReplicaPlacer`.
//!
//! Brokers are grouped by rack; each rack deals its unfenced brokers from a
//! random start, then its fenced ones. Successive partitions make a stripe
//! (2,3,0 / 3,0,1 / …) until as many were placed as there are unfenced brokers;
//! then everything is shuffled. One placer serves one request. The classic
//! algorithm (`AdminUtils`) is not here.

use crate::base::{BrokerId, Stream, Text};
use std::collections::BTreeMap;

/// A broker that may hold replicas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsableBroker {
    /// Who.
    pub id: BrokerId,
    /// `broker.rack`.
    pub rack: Option<Text>,
    /// Fenced brokers get replicas only when the others run out.
    pub fenced: bool,
}

/// Where the placer's random numbers come from.
pub trait Dice {
    /// A number below `bound`, which is at least 1.
    fn below(&mut self, bound: usize) -> usize;
}

impl Dice for Stream {
    fn below(&mut self, bound: usize) -> usize {
        Self::below(self, bound as u64) as usize
    }
}

fn shuffle<T>(dice: &mut impl Dice, items: &mut [T]) {
    for end in (1..items.len()).rev() {
        items.swap(end, dice.below(end + 1));
    }
}

/// Brokers dealt in turn (`BrokerList`). In each new epoch the start moves on by one.
#[derive(Clone, Debug, Default)]
struct BrokerList {
    brokers: Vec<BrokerId>,
    epoch: usize,
    index: usize,
    offset: usize,
}

impl BrokerList {
    fn initialize(&mut self, dice: &mut impl Dice) {
        self.brokers.sort_unstable();
        if !self.brokers.is_empty() {
            self.offset = dice.below(self.brokers.len());
        }
    }

    fn next(&mut self, epoch: usize) -> Option<BrokerId> {
        let size = self.brokers.len();
        if size == 0 {
            return None;
        }
        if self.epoch != epoch {
            self.epoch = epoch;
            self.index = 0;
            self.offset = (self.offset + 1) % size;
        }
        if self.index >= size {
            return None;
        }
        self.index += 1;
        self.brokers.get((self.index - 1 + self.offset) % size).copied()
    }
}

#[derive(Clone, Debug, Default)]
struct Rack {
    fenced: BrokerList,
    unfenced: BrokerList,
}

impl Rack {
    fn next(&mut self, epoch: usize) -> Option<BrokerId> {
        self.unfenced.next(epoch).or_else(|| self.fenced.next(epoch))
    }
}

/// The placer of one request (`RackList`).
#[derive(Debug)]
pub struct StripedReplicaPlacer<'a, D: Dice> {
    /// In rack order until the first shuffle; the absent rack first.
    racks: Vec<Rack>,
    brokers: usize,
    unfenced: usize,
    epoch: usize,
    offset: usize,
    dice: &'a mut D,
}

impl<'a, D: Dice> StripedReplicaPlacer<'a, D> {
    /// A placer over `brokers`.
    pub fn new(brokers: impl Iterator<Item = UsableBroker>, dice: &'a mut D) -> Self {
        let mut racks: BTreeMap<Option<Text>, Rack> = BTreeMap::new();
        let (mut count, mut unfenced) = (0, 0);
        for broker in brokers {
            let rack = racks.entry(broker.rack).or_default();
            count += 1;
            if broker.fenced {
                rack.fenced.brokers.push(broker.id);
            } else {
                unfenced += 1;
                rack.unfenced.brokers.push(broker.id);
            }
        }
        let mut racks: Vec<Rack> = racks.into_values().collect();
        for rack in &mut racks {
            rack.fenced.initialize(dice);
            rack.unfenced.initialize(dice);
        }
        let offset = if racks.is_empty() { 0 } else { dice.below(racks.len()) };
        Self { racks, brokers: count, unfenced, epoch: 0, offset, dice }
    }

    /// The replicas of the next partition, preferred leader first.
    ///
    /// # Errors
    /// When `replication_factor` can't be reached, with Kafka's message.
    pub fn place(&mut self, replication_factor: i32) -> Result<Vec<BrokerId>, String> {
        let wanted = self.check(replication_factor)?;
        if self.epoch == self.unfenced && self.unfenced > 1 {
            self.shuffle();
            self.epoch = 0;
        }
        if self.offset == self.racks.len() {
            self.offset = 0;
        }
        let mut replicas = Vec::with_capacity(wanted);
        let mut first_rack = Some(self.place_first(&mut replicas));
        // Ends: `check` made sure that there are enough brokers, and each turn
        // round the racks deals at least one that is left.
        let mut rack_index = self.offset;
        while replicas.len() < wanted {
            if first_rack == Some(rack_index) {
                // The first replica's rack is passed over, once.
                first_rack = None;
            } else if let Some(rack) = self.racks.get_mut(rack_index) {
                replicas.extend(rack.next(self.epoch));
            }
            rack_index = (rack_index + 1) % self.racks.len();
        }
        self.epoch += 1;
        self.offset += 1;
        Ok(replicas)
    }

    fn check(&self, replication_factor: i32) -> Result<usize, String> {
        let wanted = usize::try_from(replication_factor).unwrap_or(0);
        if wanted == 0 {
            return Err(format!(
                "Invalid replication factor {replication_factor}: the replication factor must be positive."
            ));
        }
        if wanted > self.brokers {
            return Err(format!(
                "The target replication factor of {replication_factor} cannot be reached because only {} \
                 broker(s) are registered.",
                self.brokers
            ));
        }
        if self.unfenced == 0 {
            return Err("All brokers are currently fenced.".to_owned());
        }
        Ok(wanted)
    }

    /// Puts the first unfenced broker from the rack offset on; gives its rack's index.
    fn place_first(&mut self, replicas: &mut Vec<BrokerId>) -> usize {
        let count = self.racks.len();
        for step in 0..count {
            let index = (self.offset + step) % count;
            if let Some(broker) = self.racks.get_mut(index).and_then(|rack| rack.unfenced.next(self.epoch)) {
                replicas.push(broker);
                return index;
            }
        }
        self.offset
    }

    fn shuffle(&mut self) {
        shuffle(self.dice, &mut self.racks);
        for rack in &mut self.racks {
            shuffle(self.dice, &mut rack.fenced.brokers);
            shuffle(self.dice, &mut rack.unfenced.brokers);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Always the same face; shuffling with it is still a permutation.
    struct Loaded(usize);

    impl Dice for Loaded {
        fn below(&mut self, bound: usize) -> usize {
            self.0 % bound
        }
    }

    fn brokers(ids: &[i32], fenced: &[i32]) -> Vec<UsableBroker> {
        let usable = |id: &i32| UsableBroker { id: BrokerId(*id), rack: None, fenced: fenced.contains(id) };
        ids.iter().map(usable).collect()
    }

    fn place(brokers: Vec<UsableBroker>, face: usize, factor: i32, partitions: usize) -> Vec<Vec<i32>> {
        let mut dice = Loaded(face);
        let mut placer = StripedReplicaPlacer::new(brokers.into_iter(), &mut dice);
        (0..partitions)
            .map(|_| placer.place(factor).expect("placed").iter().map(|id| id.0).collect())
            .collect()
    }

    #[test]
    fn one_rack_makes_a_stripe() {
        let placed = place(brokers(&[0, 1, 2, 3], &[]), 2, 3, 3);
        assert_eq!(placed, [[2, 3, 0], [3, 0, 1], [0, 1, 2]]);
    }

    #[test]
    fn three_racks_of_three_spread_over_racks() {
        // A = 0..2, B = 10..12, C = 20..22.
        let racks = [("A", 0), ("B", 10), ("C", 20)];
        let all = racks.iter().flat_map(|(rack, base)| {
            (0..3).map(move |id| UsableBroker {
                id: BrokerId(base + id),
                rack: Some((*rack).into()),
                fenced: false,
            })
        });
        assert_eq!(place(all.collect(), 0, 3, 3), [[0, 10, 20], [11, 21, 1], [22, 2, 12]]);
    }

    #[test]
    fn a_fenced_broker_comes_last_and_never_leads() {
        let placed = place(brokers(&[0, 1, 2], &[0]), 0, 3, 2);
        assert_eq!(placed, [[1, 2, 0], [2, 1, 0]]);
        assert_eq!(place(brokers(&[0, 1, 2], &[0]), 0, 2, 1), [[1, 2]]);
    }

    #[test]
    fn after_one_partition_per_unfenced_broker_the_lists_are_shuffled() {
        let mut stream = Stream::named(3, "placement");
        let all = brokers(&[0, 1, 2, 3], &[]);
        let mut placer = StripedReplicaPlacer::new(all.into_iter(), &mut stream);
        let mut leaders: Vec<i32> = (0..4).map(|_| placer.place(2).expect("placed")[0].0).collect();
        leaders.sort_unstable();
        assert_eq!(leaders, [0, 1, 2, 3]);
        for _ in 0..50 {
            let replicas = placer.place(4).expect("placed");
            let mut sorted = replicas.clone();
            sorted.sort_unstable();
            sorted.dedup();
            assert_eq!(sorted.len(), 4);
        }
        // A single unfenced broker must not restart its epoch for ever.
        assert_eq!(place(brokers(&[7], &[]), 0, 1, 3), [[7], [7], [7]]);
    }

    #[test]
    fn what_cannot_be_placed_is_refused_in_kafkas_words() {
        let refuse = |all: Vec<UsableBroker>, factor| {
            let mut dice = Loaded(0);
            StripedReplicaPlacer::new(all.into_iter(), &mut dice).place(factor).expect_err("refused")
        };
        assert_eq!(
            refuse(brokers(&[1], &[]), 0),
            "Invalid replication factor 0: the replication factor must be positive."
        );
        assert_eq!(
            refuse(brokers(&[1, 2], &[]), 3),
            "The target replication factor of 3 cannot be reached because only 2 broker(s) are registered."
        );
        assert_eq!(refuse(brokers(&[1, 2], &[1, 2]), 2), "All brokers are currently fenced.");
    }
}
