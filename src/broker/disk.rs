//! What of a broker outlives its process, and the faults of its disk: slow
//! accesses in order, no room left, a flipped bit.
//!
//! The bytes themselves are storage's ([`LogFiles`]); here is only the directory.

use super::{Broker, BrokerEffects, BrokerTimer};
use crate::base::{Address, BrokerEpoch, Duration, Instant, Text, TopicPartition};
use crate::protocol::Message;
use crate::sim::Halt;
use crate::storage::LogFiles;
use crate::story::{Ending, Fact};
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

/// The log directory of a broker.
#[derive(Clone, Debug, Default)]
pub struct BrokerDisk {
    /// One directory per partition.
    pub logs: BTreeMap<TopicPartition, StoredLog>,
    /// The registration under which the broker stopped cleanly, if it did (KIP-966).
    pub clean_epoch: Option<BrokerEpoch>,
}

/// The directory of a partition (`partition.metadata` and the log's files).
#[derive(Clone, Debug, Default)]
pub struct StoredLog {
    /// The topic's name, part of the directory's.
    pub topic: Text,
    /// The files.
    pub files: LogFiles,
}

/// Faults of the disk, and the accesses that wait behind a slow one.
#[derive(Clone, Debug, Default)]
pub(super) struct DiskState {
    pub(super) slow: Duration,
    pub(super) is_full: bool,
    busy_until: Instant,
    queue: VecDeque<(Instant, Address, Message)>,
}

impl Broker {
    /// Adds this to each disk access (zero mends it).
    pub const fn set_slow_disk(&mut self, delay: Duration) {
        self.disk.slow = delay;
    }

    /// Adds this to each follower fetch that this broker sends (zero mends it).
    pub const fn set_slow_fetch(&mut self, delay: Duration) {
        self.slow_fetch = delay;
    }

    /// Leaves no room on the disk: the next append fails and the broker halts.
    pub const fn set_disk_full(&mut self, is_full: bool) {
        self.disk.is_full = is_full;
    }

    /// Flips a bit of the batch that holds `offset`. False if there is no such batch.
    pub fn corrupt_byte(&mut self, partition: TopicPartition, offset: crate::base::Offset) -> bool {
        self.replica_mut(partition).is_some_and(|replica| replica.log_mut().corrupt_byte(offset))
    }

    /// Ends the process; what remains is its disk.
    #[must_use]
    pub fn into_disk(self, how: Ending) -> BrokerDisk {
        let clean_epoch = (how == Ending::CleanStop).then_some(self.lifecycle.epoch);
        let names = self.directory_names;
        let stored = self.replicas.into_iter().map(|(partition, replica)| {
            let topic = names.get(&partition.topic).cloned().unwrap_or_default();
            let files = Arc::unwrap_or_clone(replica).into_log().into_files(how);
            (partition, StoredLog { topic, files })
        });
        // A process that never came to open its logs left them as they were.
        let mut logs = self.unopened;
        logs.extend(stored);
        BrokerDisk { logs, clean_epoch }
    }

    /// Puts off a message that touches the log while the disk is slow. Gives it
    /// back when it can be dealt with at once.
    pub(super) fn wait_for_disk(
        &mut self,
        now: Instant,
        from: Address,
        message: Message,
        effects: &mut BrokerEffects,
    ) -> Option<Message> {
        if self.disk.slow == Duration::ZERO && self.disk.queue.is_empty() {
            return Some(message);
        }
        let done = self.disk.busy_until.max(now) + self.disk.slow;
        self.disk.busy_until = done;
        self.disk.queue.push_back((done, from, message));
        effects.timer(done, BrokerTimer::DiskDone);
        None
    }

    /// The disk is done with an access: its message goes on.
    pub(super) fn disk_done(&mut self, now: Instant, effects: &mut BrokerEffects) {
        while self.disk.queue.front().is_some_and(|(done, _, _)| *done <= now) {
            if let Some((_, from, message)) = self.disk.queue.pop_front() {
                self.dispatch(now, from, message, effects);
            }
        }
    }

    /// Whether an append can't be written. The broker then halts, as Kafka does
    /// when its only log directory fails.
    pub(super) fn storage_failed(&mut self, effects: &mut BrokerEffects) -> bool {
        if self.disk.is_full && effects.halt.is_none() {
            effects.fact(Fact::StorageFailed { broker: self.id });
            effects.halt = Some(Halt::StorageFailed);
        }
        self.disk.is_full
    }
}
