//! Which partition a record goes to: murmur2 for keys, KIP-794's sticky
//! partitioner for records without, and `RoundRobinPartitioner`.
//!
//! Mirrors `Utils.murmur2`, `BuiltInPartitioner` and `RoundRobinPartitioner`,
//! the latter even, as since 4.0 (KAFKA-17632): a new batch costs no turn.

use crate::base::Stream;

/// Kafka's 32-bit murmur2, exact.
#[must_use]
pub fn murmur2(data: &[u8]) -> i32 {
    const SEED: u32 = 0x9747_b28c;
    const M: u32 = 0x5bd1_e995;
    const R: u32 = 24;
    let mut hash = SEED ^ data.len() as u32;
    let (words, tail) = data.as_chunks::<4>();
    for word in words {
        let mut mixed = u32::from_le_bytes(*word).wrapping_mul(M);
        mixed ^= mixed >> R;
        hash = hash.wrapping_mul(M) ^ mixed.wrapping_mul(M);
    }
    if !tail.is_empty() {
        for (index, byte) in tail.iter().enumerate() {
            hash ^= u32::from(*byte) << (8 * index);
        }
        hash = hash.wrapping_mul(M);
    }
    hash ^= hash >> 13;
    hash = hash.wrapping_mul(M);
    (hash ^ (hash >> 15)) as i32
}

/// The partition of a key: `toPositive(murmur2(key)) % partitions`, over all
/// partitions, with or without a leader.
#[must_use]
pub fn partition_for_key(key: &[u8], partitions: i32) -> i32 {
    (murmur2(key) & 0x7fff_ffff) % partitions.max(1)
}

/// What the partitioner may know of one partition.
#[derive(Clone, Copy, Debug)]
pub(super) struct Load {
    /// The partition.
    pub(super) partition: i32,
    /// Batches waiting for it.
    pub(super) queue: u32,
}

/// The built-in partitioner's memory: the partition it sticks to.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sticky {
    current: Option<i32>,
    produced_bytes: u64,
}

impl Sticky {
    /// The partition it sticks to, if any.
    pub(super) fn current(&self, partitions: i32) -> Option<i32> {
        self.current.filter(|partition| *partition < partitions)
    }

    /// Whether the bytes just appended end the stay: at `batch.size` when the
    /// partition's batches are full, at twice that in any case.
    pub(super) fn appended(&mut self, bytes: u64, batch_size: u64, all_batches_full: bool) {
        self.produced_bytes += bytes;
        let enough = self.produced_bytes >= batch_size && all_batches_full;
        if enough || self.produced_bytes >= 2 * batch_size {
            self.current = None;
        }
    }

    /// Chooses another partition to stick to. `available` are those with a known leader.
    pub(super) fn switch(
        &mut self,
        partitions: i32,
        available: &[Load],
        adaptive: bool,
        stream: &mut Stream,
    ) -> i32 {
        let chosen = if available.is_empty() {
            stream.below(partitions.max(1) as u64) as i32
        } else {
            next_partition(available, partitions, adaptive, stream)
        };
        *self = Self { current: Some(chosen), produced_bytes: 0 };
        chosen
    }
}

/// A draw over the available partitions: even, or (adaptive) the likelier the
/// shorter the queue.
fn next_partition(available: &[Load], partitions: i32, adaptive: bool, stream: &mut Stream) -> i32 {
    let even = available.iter().all(|load| load.queue == available[0].queue);
    if !adaptive || partitions < 2 || even {
        return available[stream.below(available.len() as u64) as usize].partition;
    }
    let longest = available.iter().map(|load| load.queue).max().unwrap_or(0);
    let weight = |load: &Load| u64::from(longest + 1 - load.queue);
    let mut draw = stream.below(available.iter().map(weight).sum());
    for load in available {
        if draw < weight(load) {
            return load.partition;
        }
        draw -= weight(load);
    }
    available[available.len() - 1].partition
}

/// `RoundRobinPartitioner`: each record to the next partition, keys or not.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct RoundRobin {
    turn: u32,
}

impl RoundRobin {
    /// The next partition among those with a leader, or among all when none has.
    pub(super) fn next(&mut self, partitions: i32, available: &[Load]) -> i32 {
        let turn = self.turn;
        self.turn = (self.turn + 1) & 0x7fff_ffff;
        if available.is_empty() {
            return (turn % partitions.max(1) as u32) as i32;
        }
        available[turn as usize % available.len()].partition
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn murmur2_is_kafkas() {
        assert_eq!(murmur2(b""), 275_646_681);
        assert_eq!(murmur2(b"21"), -973_932_308);
        assert_eq!(murmur2(b"foobar"), -790_332_482);
        let of = |partitions| {
            ["alice", "bob", "emma", "farid"].map(|key| partition_for_key(key.as_bytes(), partitions))
        };
        assert_eq!(of(3), [0, 0, 1, 1]);
        assert_eq!(of(6), [3, 0, 1, 4]);
        assert_eq!((partition_for_key(b"paris", 3), partition_for_key(b"paris", 6)), (2, 5));
    }

    fn loads(queues: &[u32]) -> Vec<Load> {
        queues
            .iter()
            .enumerate()
            .map(|(partition, queue)| Load { partition: partition as i32, queue: *queue })
            .collect()
    }

    #[test]
    fn the_sticky_partitioner_sticks_for_a_batch() {
        let mut stream = Stream::named(1, "sticky");
        let (mut sticky, even) = (Sticky::default(), loads(&[0, 0, 0]));
        let first = sticky.switch(3, &even, true, &mut stream);
        sticky.appended(100, 100, false);
        assert_eq!(sticky.current(3), Some(first), "its batch is not full");
        sticky.appended(50, 100, true);
        let mut seen = [0; 3];
        for _ in 0..300 {
            assert_eq!(sticky.current(3), None);
            seen[sticky.switch(3, &even, true, &mut stream) as usize] += 1;
            sticky.appended(100, 100, true);
        }
        assert!(seen.iter().all(|count| *count > 60), "{seen:?}");
        sticky.switch(3, &even, true, &mut stream);
        sticky.appended(200, 100, false);
        assert_eq!(sticky.current(3), None, "at twice the size in any case");
    }

    #[test]
    fn long_queues_get_less() {
        let mut stream = Stream::named(1, "adaptive");
        let uneven = loads(&[9, 0]);
        let count = |adaptive, stream: &mut Stream| {
            (0..1_000).filter(|_| next_partition(&uneven, 2, adaptive, stream) == 0).count()
        };
        assert!((60..130).contains(&count(true, &mut stream)), "weights 1 and 10");
        assert!((400..600).contains(&count(false, &mut stream)));
        assert!(Sticky::default().switch(5, &[], true, &mut stream) < 5, "no leader known: any");
    }
}
