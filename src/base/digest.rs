//! A 64-bit digest of everything that happened, updated after every event.
//!
//! Two runs with one digest made the same events in the same order. It guards
//! against accidents, not against attackers.

use std::fmt;
use std::hash::Hasher;

/// A running digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Digest(u64);

impl Default for Digest {
    fn default() -> Self {
        Self(0x9e37_79b9_7f4a_7c15)
    }
}

impl Digest {
    /// Takes in one number. Order counts.
    #[inline]
    pub const fn add(&mut self, word: u64) {
        // One round of the finaliser of SplitMix64 over state and word.
        let mut mixed = (self.0 ^ word).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed ^= mixed >> 32;
        self.0 = mixed.wrapping_add(0x9e37_79b9_7f4a_7c15).rotate_left(23);
    }

    /// Takes in bytes and their number.
    pub fn add_bytes(&mut self, bytes: &[u8]) {
        self.add(bytes.len() as u64);
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.add(u64::from_le_bytes(word));
        }
    }

    /// The digest as a number.
    #[must_use]
    pub const fn value(self) -> u64 {
        self.0
    }
}

/// Anything that is `Hash` can be taken in. Widths are fixed, so that the digest
/// is the same on every machine.
impl Hasher for Digest {
    fn write(&mut self, bytes: &[u8]) {
        self.add_bytes(bytes);
    }
    fn write_u8(&mut self, number: u8) {
        self.add(u64::from(number));
    }
    fn write_u16(&mut self, number: u16) {
        self.add(u64::from(number));
    }
    fn write_u32(&mut self, number: u32) {
        self.add(u64::from(number));
    }
    fn write_u64(&mut self, number: u64) {
        self.add(number);
    }
    fn write_usize(&mut self, number: usize) {
        self.add(number as u64);
    }
    fn write_i8(&mut self, number: i8) {
        self.add(number as u64);
    }
    fn write_i16(&mut self, number: i16) {
        self.add(number as u64);
    }
    fn write_i32(&mut self, number: i32) {
        self.add(number as u64);
    }
    fn write_i64(&mut self, number: i64) {
        self.add(number as u64);
    }
    fn write_isize(&mut self, number: isize) {
        self.add(number as u64);
    }
    fn finish(&self) -> u64 {
        self.value()
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_and_content_count() {
        let of = |words: &[u64]| {
            let mut digest = Digest::default();
            words.iter().for_each(|&word| digest.add(word));
            digest
        };
        assert_eq!(of(&[1, 2]), of(&[1, 2]));
        assert_ne!(of(&[1, 2]), of(&[2, 1]));
        assert_ne!(of(&[0]), of(&[0, 0]));
    }
}
