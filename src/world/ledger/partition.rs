//! One partition's books: what its leaders appended, what was acknowledged of it,
//! and what of that is gone.

use crate::base::{ClientId, GrowList, Offset};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A batch that a leader appended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppendedBatch {
    /// Offset of its first record.
    pub base_offset: Offset,
    /// Number of records.
    pub count: i32,
    /// Its checksum as it was sent.
    pub crc: u32,
    /// Its checksum in the log: another one with `LogAppendTime`.
    pub stored_crc: u32,
    /// Who sent it, when a client of ours did.
    pub client: Option<ClientId>,
    /// Numbers of its records among all that the client sent.
    pub sends: Arc<[u64]>,
    /// Hashes of their keys, 0 for none.
    pub keys: Arc<[u32]>,
}

/// An acknowledged batch.
#[derive(Clone, Debug)]
struct AckedBatch {
    client: ClientId,
    base_offset: Offset,
    count: i32,
    crc: u32,
}

/// One partition's books.
#[derive(Clone, Debug, Default)]
pub struct PartitionLedger {
    appended: GrowList<AppendedBatch>,
    acked: GrowList<AckedBatch>,
    lost: Vec<AckedBatch>,
    log_start: Offset,
}

impl PartitionLedger {
    /// The batch that holds `offset`, if one was appended there.
    #[must_use]
    pub fn batch_at(&self, offset: Offset) -> Option<&AppendedBatch> {
        let index = self.appended.partition_point(|batch| batch.base_offset <= offset);
        let batch = self.appended.get(index.checked_sub(1)?)?;
        (offset < batch.base_offset.plus(i64::from(batch.count))).then_some(batch)
    }

    /// Every acknowledged batch that should still be there: base offset, count, checksum.
    pub fn acknowledged(&self) -> impl Iterator<Item = (Offset, i32, u32)> {
        let start = self.log_start;
        self.acked
            .iter()
            .filter(move |acked| acked.base_offset >= start)
            .map(|acked| (acked.base_offset, acked.count, acked.crc))
    }

    /// Acknowledged records that are gone.
    #[must_use]
    pub fn lost_records(&self) -> u64 {
        self.lost.iter().map(|batch| batch.count as u64).sum()
    }

    pub(super) fn appended(&mut self, batch: AppendedBatch) {
        let keep = self.appended.partition_point(|known| known.base_offset < batch.base_offset);
        self.appended.truncate(keep);
        self.appended.push(batch);
    }

    /// Books an acknowledgement; false when the batch is already gone.
    pub(super) fn acked(&mut self, client: ClientId, base_offset: Offset, count: i32, crc: u32) -> bool {
        let found = self.batch_at(base_offset).filter(|batch| batch.crc == crc);
        let kept = base_offset < self.log_start || found.is_some();
        let crc = found.map_or(crc, |batch| batch.stored_crc);
        let acked = AckedBatch { client, base_offset, count, crc };
        if kept {
            self.acked.push(acked);
        } else {
            self.lost.push(acked);
        }
        kept
    }

    pub(super) fn log_start_moved(&mut self, to: Offset) {
        self.log_start = self.log_start.max(to);
    }

    /// A replica whose log ends at `log_end` leads. Returns the records lost and
    /// found again, by client.
    pub(super) fn new_leader(
        &mut self,
        log_end: Offset,
        batch_at: &dyn Fn(Offset) -> Option<u32>,
    ) -> (BTreeMap<ClientId, u64>, BTreeMap<ClientId, u64>) {
        let (mut lost, mut found) = (BTreeMap::new(), BTreeMap::new());
        let is_there = |batch: &AckedBatch| {
            batch.base_offset < self.log_start || batch_at(batch.base_offset) == Some(batch.crc)
        };
        // Back from the end to the newest batch that both histories share.
        let shared = (0..self.appended.len()).rev().find(|index| {
            self.appended.get(*index).is_some_and(|batch| {
                batch.base_offset < log_end && batch_at(batch.base_offset) == Some(batch.stored_crc)
            })
        });
        let keep = shared.map_or(0, |index| index + 1);
        let all_kept = keep == self.appended.len();
        self.appended.truncate(keep);
        if !all_kept {
            let (kept, gone): (Vec<_>, Vec<_>) = self.acked.iter().cloned().partition(is_there);
            self.acked = kept.into_iter().collect();
            for batch in gone {
                *lost.entry(batch.client).or_default() += batch.count as u64;
                self.lost.push(batch);
            }
        }
        if !self.lost.is_empty() {
            let (back, still): (Vec<_>, Vec<_>) = self.lost.drain(..).partition(|batch| {
                batch.base_offset < log_end && batch_at(batch.base_offset) == Some(batch.crc)
            });
            self.lost = still;
            for batch in back {
                *found.entry(batch.client).or_default() += batch.count as u64;
                self.acked.push(batch);
            }
        }
        (lost, found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLIENT: ClientId = ClientId(3);

    fn ledger(batches: i64) -> PartitionLedger {
        let mut ledger = PartitionLedger::default();
        for index in 0..batches {
            let (base_offset, crc) = (Offset(index * 2), index as u32);
            let none = (Arc::default(), Arc::default());
            ledger.appended(AppendedBatch {
                base_offset,
                count: 2,
                crc,
                stored_crc: crc,
                client: Some(CLIENT),
                sends: none.0,
                keys: none.1,
            });
            assert!(ledger.acked(CLIENT, base_offset, 2, crc));
        }
        ledger
    }

    #[test]
    fn a_shorter_leader_loses_the_tail_and_its_return_finds_it() {
        let mut ledger = ledger(5);
        let log = |end: i64| move |offset: Offset| (offset.0 < end).then_some(offset.0 as u32 / 2);
        let (lost, _) = ledger.new_leader(Offset(6), &log(6));
        assert_eq!(lost.get(&CLIENT), Some(&4));
        assert_eq!(ledger.lost_records(), 4);
        let (_, found) = ledger.new_leader(Offset(10), &log(10));
        assert_eq!(found.get(&CLIENT), Some(&4));
        assert_eq!(ledger.lost_records(), 0);
    }

    #[test]
    fn retention_is_no_loss_and_a_late_receipt_may_be() {
        let mut ledger = ledger(3);
        ledger.log_start_moved(Offset(4));
        let (lost, _) =
            ledger.new_leader(Offset(6), &|offset| (offset.0 >= 4).then_some(offset.0 as u32 / 2));
        assert!(lost.is_empty());
        assert!(!ledger.acked(CLIENT, Offset(6), 2, 9));
        assert_eq!(ledger.lost_records(), 2);
    }
}
