//! The coordinator of a broker: which groups are its own, and who handles what.

use super::group::Group;
use super::output::{Asker, CoordinatorOutput, CoordinatorTimer};
use super::sabotage::CoordinatorSabotage;
use crate::base::{BrokerId, EpochMillis, Instant, Stream, Text};
use crate::config::BrokerConfig;
use crate::metadata::Image;
use crate::protocol::{ErrorCode, RecordBatch, Request};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The group coordinator of one broker.
#[derive(Clone, Debug)]
pub struct GroupCoordinator {
    groups: BTreeMap<Text, Arc<Group>>,
    partitions: i32,
    owned: BTreeSet<i32>,
}

/// The partition of `__consumer_offsets` that keeps `group`: `Utils.abs(hashCode) % partitions`.
#[must_use]
pub fn partition_for(group: &str, partitions: i32) -> i32 {
    let hash =
        group.encode_utf16().fold(0_i32, |hash, unit| hash.wrapping_mul(31).wrapping_add(i32::from(unit)));
    // Utils.abs: the one number without a positive counterpart counts as 0.
    hash.checked_abs().unwrap_or(0) % partitions.max(1)
}

#[allow(unused_variables, clippy::needless_pass_by_value)]
impl GroupCoordinator {
    /// A coordinator without groups.
    #[must_use]
    pub fn new(broker: BrokerId, config: &BrokerConfig, stream: Stream, calendar: EpochMillis) -> Self {
        Self {
            groups: BTreeMap::new(),
            partitions: config.offsets_topic_num_partitions as i32,
            owned: BTreeSet::new(),
        }
    }

    /// Answers a request about groups; at once or, parked, later.
    pub fn handle(&mut self, now: Instant, asker: Asker, body: Request, out: &mut CoordinatorOutput) {}

    /// A timer of the coordinator's is due.
    pub fn timer(&mut self, now: Instant, timer: CoordinatorTimer, out: &mut CoordinatorOutput) {}

    /// An append is replicated, or has failed.
    pub fn append_completed(
        &mut self,
        now: Instant,
        token: u64,
        result: Result<(), ErrorCode>,
        out: &mut CoordinatorOutput,
    ) {
    }

    /// This broker became leader of a partition of `__consumer_offsets`: replays its records.
    pub fn load(
        &mut self,
        now: Instant,
        partition: i32,
        batches: impl Iterator<Item = RecordBatch>,
        out: &mut CoordinatorOutput,
    ) {
    }

    /// This broker no longer leads a partition of `__consumer_offsets`.
    pub fn unload(&mut self, now: Instant, partition: i32, out: &mut CoordinatorOutput) {}

    /// How many partitions `__consumer_offsets` has.
    pub fn set_offsets_partitions(&mut self, partitions: i32) {
        self.partitions = partitions;
    }

    /// Topics may have been deleted: their offsets go.
    pub fn topics_changed(&mut self, now: Instant, image: &Image, out: &mut CoordinatorOutput) {}

    /// Breaks a rule on purpose, for the tests of the laws.
    pub fn set_sabotage(&mut self, sabotage: CoordinatorSabotage) {}

    /// Its groups, by id.
    pub fn groups(&self) -> impl Iterator<Item = &Group> {
        self.groups.values().map(Arc::as_ref)
    }

    /// The group called `id`, if it is here.
    #[must_use]
    pub fn group(&self, id: &str) -> Option<&Group> {
        self.groups.get(id).map(Arc::as_ref)
    }

    /// Whether it holds this partition of `__consumer_offsets`.
    #[must_use]
    pub fn owns(&self, partition: i32) -> bool {
        self.owned.contains(&partition)
    }
}
