//! The books of clients and groups.

use super::{DeliveryTally, PartitionLedger};
use crate::base::{ClientId, Offset, TopicPartition};
use crate::protocol::ErrorCode;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The books of one client.
#[derive(Clone, Debug, Default)]
pub struct ClientTally {
    /// Records acknowledged to it.
    pub acked: u64,
    /// Records it gave up on.
    pub failed: u64,
    /// Records acknowledged to it and gone otherwise than by retention.
    pub lost: u64,
    /// Its records that stand in a log more than once.
    pub duplicated: u64,
    /// Records handed to it, repeats included.
    pub delivered: u64,
    /// Of these, records that its group had been handed before.
    pub redelivered: u64,
    /// Records an offset reset made it jump over.
    pub skipped: u64,
    /// Effects that its application had outside: mails sent, lines written.
    pub effects: u64,
    /// Copies it gave up that were to go over plain wires.
    pub dropped: u64,
    /// Times it tried again.
    pub retries: u64,
    /// The last error it was told of.
    pub last_error: Option<ErrorCode>,
    /// Errors it was told of.
    pub errors: BTreeMap<ErrorCode, u64>,
}

/// The books of one group.
#[derive(Clone, Debug, Default)]
pub struct GroupTally {
    /// What it was handed, by partition.
    pub deliveries: BTreeMap<TopicPartition, Arc<DeliveryTally>>,
    /// Generations begun.
    pub rebalances: u64,
    /// Partitions taken from members.
    pub revoked: u64,
    /// Commits refused.
    pub rejected_commits: u64,
    /// Records handed over after a later one of the same key and producer.
    pub out_of_order: u64,
    last_send: Arc<BTreeMap<(ClientId, u32), u64>>,
}

impl GroupTally {
    /// Records handed over, repeats included.
    #[must_use]
    pub fn delivered(&self) -> u64 {
        self.deliveries.values().map(|tally| tally.delivered).sum()
    }

    /// Records handed over again.
    #[must_use]
    pub fn duplicates(&self) -> u64 {
        self.deliveries.values().map(|tally| tally.duplicates).sum()
    }

    /// Records jumped over by offset resets.
    #[must_use]
    pub fn skipped(&self) -> u64 {
        self.deliveries.values().map(|tally| tally.skipped).sum()
    }

    pub(super) fn delivery_mut(&mut self, partition: TopicPartition) -> &mut DeliveryTally {
        Arc::make_mut(self.deliveries.entry(partition).or_default())
    }

    /// Compares the records just handed over with the newest one of each key.
    pub(super) fn check_order(&mut self, ledger: &PartitionLedger, from: Offset, to: Offset) {
        let mut offset = from;
        while offset < to {
            let Some(batch) = ledger.batch_at(offset) else { return };
            let end = batch.base_offset.plus(i64::from(batch.count)).min(to);
            if let Some(client) = batch.client {
                let records =
                    (offset.0 - batch.base_offset.0) as usize..(end.0 - batch.base_offset.0) as usize;
                for index in records {
                    let (Some(&key), Some(&send)) = (batch.keys.get(index), batch.sends.get(index)) else {
                        continue;
                    };
                    if key == 0 {
                        continue;
                    }
                    let newest = self.last_send.get(&(client, key)).copied();
                    if newest.is_some_and(|newest| send < newest) {
                        self.out_of_order += 1;
                    } else {
                        Arc::make_mut(&mut self.last_send).insert((client, key), send);
                    }
                }
            }
            offset = end;
        }
    }
}
