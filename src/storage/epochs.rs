//! Which leader wrote from which offset on: `LeaderEpochFileCache`, whose file
//! is `leader-epoch-checkpoint` (KIP-101, KIP-279). Written through at each change.

use crate::base::{LeaderEpoch, Offset};
use crate::protocol::EpochEnd;

/// Epochs and their first offsets, both strictly increasing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct LeaderEpochCache {
    entries: Vec<(LeaderEpoch, Offset)>,
}

impl LeaderEpochCache {
    pub(crate) fn entries(&self) -> &[(LeaderEpoch, Offset)] {
        &self.entries
    }

    pub(crate) fn latest(&self) -> Option<(LeaderEpoch, Offset)> {
        self.entries.last().copied()
    }

    pub(crate) fn start_of(&self, epoch: LeaderEpoch) -> Option<Offset> {
        self.entries.iter().find(|entry| entry.0 == epoch).map(|entry| entry.1)
    }

    /// The epoch in which the record at `offset` was written.
    pub(crate) fn epoch_at(&self, offset: Offset) -> Option<LeaderEpoch> {
        self.entries.iter().rev().find(|entry| entry.1 <= offset).map(|entry| entry.0)
    }

    /// `epoch` writes from `start` on. Entries that contradict it go.
    #[inline]
    pub(crate) fn assign(&mut self, epoch: LeaderEpoch, start: Offset) {
        if epoch.0 < 0 || self.latest().is_some_and(|latest| latest.0 == epoch && start >= latest.1) {
            return;
        }
        while self.latest().is_some_and(|latest| latest.0 >= epoch || latest.1 >= start) {
            self.entries.pop();
        }
        self.entries.push((epoch, start));
    }

    /// Kafka's `endOffsetFor`; (-1, -1) when the epoch says nothing.
    pub(crate) fn end_offset_for(&self, epoch: LeaderEpoch, log_end: Offset) -> EpochEnd {
        let unknown = EpochEnd { epoch: LeaderEpoch::UNKNOWN, end_offset: Offset::UNKNOWN };
        let (Some(first), Some(latest)) = (self.entries.first(), self.latest()) else {
            return unknown;
        };
        if epoch == LeaderEpoch::UNKNOWN || epoch > latest.0 {
            return unknown;
        }
        if epoch == latest.0 {
            return EpochEnd { epoch, end_offset: log_end };
        }
        if epoch < first.0 {
            return EpochEnd { epoch, end_offset: first.1 };
        }
        let higher = self.entries.partition_point(|entry| entry.0 <= epoch);
        match (self.entries.get(higher - 1), self.entries.get(higher)) {
            (Some(floor), Some(next)) => EpochEnd { epoch: floor.0, end_offset: next.1 },
            _ => unknown,
        }
    }

    /// The log now ends at `end`.
    pub(crate) fn truncate_from_end(&mut self, end: Offset) {
        self.entries.retain(|entry| entry.1 < end);
    }

    /// The log now starts at `start`: the epoch it lies in begins there.
    pub(crate) fn truncate_from_start(&mut self, start: Offset) {
        let below = self.entries.partition_point(|entry| entry.1 <= start);
        if below > 0 {
            self.entries.drain(..below - 1);
            if let Some(first) = self.entries.first_mut() {
                first.1 = start;
            }
        }
    }

    pub(crate) fn clear(&mut self) {
        self.entries.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cache(entries: &[(i32, i64)]) -> LeaderEpochCache {
        let mut cache = LeaderEpochCache::default();
        entries.iter().for_each(|&(epoch, start)| cache.assign(LeaderEpoch(epoch), Offset(start)));
        cache
    }

    fn end(cache: &LeaderEpochCache, epoch: i32) -> (i32, i64) {
        let end = cache.end_offset_for(LeaderEpoch(epoch), Offset(20));
        (end.epoch.0, end.end_offset.0)
    }

    #[test]
    fn assigning_removes_what_contradicts() {
        assert_eq!(cache(&[(1, 0), (1, 5)]), cache(&[(1, 0)]));
        assert_eq!(cache(&[(1, 0), (2, 6), (3, 6)]), cache(&[(1, 0), (3, 6)]));
        assert_eq!(cache(&[(1, 0), (2, 6), (4, 9), (3, 7)]), cache(&[(1, 0), (2, 6), (3, 7)]));
        assert_eq!(cache(&[(2, 6), (2, 4)]), cache(&[(2, 4)]));
        assert_eq!(cache(&[(-1, 0)]), cache(&[]));
    }

    #[test]
    fn the_end_of_an_epoch_is_the_next_ones_start() {
        let cache = cache(&[(2, 5), (4, 10), (6, 15)]);
        assert_eq!(end(&cache, -1), (-1, -1));
        assert_eq!(end(&cache, 1), (1, 5), "before the first: its start");
        assert_eq!(end(&cache, 2), (2, 10));
        assert_eq!(end(&cache, 3), (2, 10), "unknown in between: the one below");
        assert_eq!(end(&cache, 5), (4, 15));
        assert_eq!(end(&cache, 6), (6, 20), "the latest: the log end");
        assert_eq!(end(&cache, 7), (-1, -1));
        assert_eq!(end(&LeaderEpochCache::default(), 0), (-1, -1));
        assert_eq!(cache.epoch_at(Offset(12)), Some(LeaderEpoch(4)));
        assert_eq!(cache.epoch_at(Offset(4)), None);
    }

    #[test]
    fn truncation_at_both_ends() {
        let mut end_cut = cache(&[(2, 6), (3, 8), (4, 11)]);
        end_cut.truncate_from_end(Offset(8));
        assert_eq!(end_cut, cache(&[(2, 6)]));
        let mut start_cut = cache(&[(2, 6), (3, 8), (4, 11)]);
        start_cut.truncate_from_start(Offset(5));
        assert_eq!(start_cut, cache(&[(2, 6), (3, 8), (4, 11)]));
        start_cut.truncate_from_start(Offset(9));
        assert_eq!(start_cut, cache(&[(3, 9), (4, 11)]));
        start_cut.truncate_from_start(Offset(11));
        assert_eq!(start_cut, cache(&[(4, 11)]));
    }
}
