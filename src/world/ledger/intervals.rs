//! A set of offsets, kept as intervals.

use crate::base::Offset;

/// Offsets, as sorted intervals that do not touch; the end is not included.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Intervals(Vec<(Offset, Offset)>);

impl Intervals {
    /// Adds `from..to`; returns how many of them were there already.
    pub fn add(&mut self, from: Offset, to: Offset) -> u64 {
        if from >= to {
            return 0;
        }
        // Deliveries mostly go on where the last one ended.
        if let Some(last) = self.0.last_mut()
            && last.1 == from
        {
            last.1 = to;
            return 0;
        }
        let first = self.0.partition_point(|(_, end)| *end < from);
        let after = self.0.partition_point(|(start, _)| *start <= to);
        let touched = &self.0[first..after];
        let known =
            touched.iter().map(|(start, end)| ((*end).min(to).0 - (*start).max(from).0).max(0) as u64).sum();
        let start = touched.first().map_or(from, |(start, _)| (*start).min(from));
        let end = touched.last().map_or(to, |(_, end)| (*end).max(to));
        self.0.splice(first..after, [(start, end)]);
        known
    }

    /// How many of `from..to` are in the set.
    #[must_use]
    pub fn count_within(&self, from: Offset, to: Offset) -> u64 {
        self.0.iter().map(|(start, end)| ((*end).min(to).0 - (*start).max(from).0).max(0) as u64).sum()
    }

    /// The intervals, in order.
    #[must_use]
    pub fn as_slice(&self) -> &[(Offset, Offset)] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_merge_and_count_what_was_known() {
        let mut set = Intervals::default();
        assert_eq!(set.add(Offset(0), Offset(5)), 0);
        assert_eq!(set.add(Offset(5), Offset(8)), 0);
        assert_eq!(set.add(Offset(10), Offset(12)), 0);
        assert_eq!(set.add(Offset(6), Offset(11)), 3);
        assert_eq!(set.as_slice(), [(Offset(0), Offset(12))]);
        assert_eq!(set.count_within(Offset(11), Offset(20)), 1);
        assert_eq!(set.add(Offset(3), Offset(3)), 0);
    }
}
