//! Named random streams.
//!
//! Each purpose draws from a stream of its own, derived from the seed *by
//! name*, so that a new draw in one place does not reshuffle another. The
//! generator is ChaCha8, whose output is fixed for ever; the draws are ours,
//! because a crate's range and shuffle algorithms may change.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// A reproducible source of random numbers for one purpose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stream {
    generator: ChaCha8Rng,
}

impl Stream {
    /// The stream called `name` of the run whose seed is `seed`.
    #[must_use]
    pub fn named(seed: u64, name: &str) -> Self {
        // FNV-1a: fixed, and good enough to tell names apart.
        let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8..16].copy_from_slice(&hash.to_le_bytes());
        key[16..24].copy_from_slice(&(name.len() as u64).to_le_bytes());
        Self { generator: ChaCha8Rng::from_seed(key) }
    }

    /// Sixty-four random bits.
    pub fn bits(&mut self) -> u64 {
        self.generator.next_u64()
    }

    /// A number below `bound` (0 when `bound` is 0), without bias.
    pub fn below(&mut self, bound: u64) -> u64 {
        if bound < 2 {
            return 0;
        }
        // Lemire's multiplication; the rejected zone removes the bias.
        loop {
            let product = u128::from(self.bits()) * u128::from(bound);
            if product as u64 >= bound.wrapping_neg() % bound {
                return (product >> 64) as u64;
            }
        }
    }

    /// A number from `low` to `high`, both possible.
    pub fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.below((high.saturating_sub(low)).saturating_add(1))
    }

    /// True `parts` times in a million.
    pub fn chance(&mut self, parts_per_million: u32) -> bool {
        parts_per_million > 0 && self.below(1_000_000) < u64::from(parts_per_million)
    }

    /// Shuffles as `java.util.Collections.shuffle` does (from the end).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for end in (1..items.len()).rev() {
            items.swap(end, self.below(end as u64 + 1) as usize);
        }
    }

    /// A random UUID (version 4) in its usual text form.
    pub fn uuid(&mut self) -> String {
        let high = (self.bits() & !0xf000) | 0x4000;
        let low = (self.bits() & !(0b11 << 62)) | (0b10 << 62);
        format!(
            "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
            high >> 32,
            high >> 16 & 0xffff,
            high & 0xffff,
            low >> 48,
            low & 0xffff_ffff_ffff
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_is_its_seed_and_name() {
        let draw = |seed, name| Stream::named(seed, name).bits();
        assert_eq!(draw(1, "network"), draw(1, "network"));
        assert_ne!(draw(1, "network"), draw(1, "faults"));
        assert_ne!(draw(1, "network"), draw(2, "network"));
    }

    #[test]
    fn draws_stay_in_their_bounds() {
        let mut stream = Stream::named(7, "bounds");
        for _ in 0..1_000 {
            assert!(stream.below(3) < 3);
            assert!((5..=9).contains(&stream.between(5, 9)));
        }
        assert_eq!(stream.below(0), 0);
        assert!(!stream.chance(0));
        assert!(stream.chance(1_000_000));
    }
}
