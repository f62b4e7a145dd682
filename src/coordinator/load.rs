//! Taking over and giving up a partition of `__consumer_offsets`: the groups are
//! what its records say, the newest record of each key. Loading is instant, so
//! that nobody ever meets COORDINATOR_LOAD_IN_PROGRESS.

use super::context::Context;
use super::group::{Group, GroupState};
use super::group_coordinator::GroupCoordinator;
use super::output::{CoordinatorOutput, CoordinatorTimer};
use super::records::{Key, read_group_value, read_key, read_offset_value};
use crate::base::{Duration, Instant, Text};
use crate::protocol::{ErrorCode, Record, RecordBatch};
use crate::story::{Fact, RebalanceReason};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The groups that records tell of.
#[derive(Default)]
struct Replay {
    groups: BTreeMap<Text, Group>,
    offsets: BTreeMap<Text, super::group::Offsets>,
}

impl Replay {
    fn apply(&mut self, record: Record) {
        let Some(key) = record.key.and_then(read_key) else { return };
        match (key, record.value) {
            (Key::Offset { group, topic, partition }, Some(value)) => {
                if let Some(committed) = read_offset_value(value) {
                    let topics = self.offsets.entry(group).or_default();
                    topics.entry(topic).or_default().insert(partition, committed);
                }
            }
            (Key::Offset { group, topic, partition }, None) => {
                if let Some(partitions) = self.offsets.get_mut(&group).and_then(|all| all.get_mut(&topic)) {
                    partitions.remove(&partition);
                }
            }
            (Key::Group { group }, Some(value)) => {
                if let Some(read) = read_group_value(group.clone(), value) {
                    self.groups.insert(group, read);
                }
            }
            (Key::Group { group }, None) => {
                self.groups.remove(&group);
            }
        }
    }

    /// A group without a record of its own only keeps offsets.
    fn into_groups(mut self, partition: i32) -> Vec<Group> {
        for (id, mut offsets) in std::mem::take(&mut self.offsets) {
            offsets.retain(|_, partitions| !partitions.is_empty());
            if !offsets.is_empty() {
                let group = self.groups.entry(id.clone()).or_insert_with(|| Group::new(id, partition));
                group.offsets = Arc::new(offsets);
            }
        }
        self.groups.into_values().collect()
    }
}

impl GroupCoordinator {
    /// This broker became leader of a partition of `__consumer_offsets`: replays its records.
    pub fn load(
        &mut self,
        now: Instant,
        partition: i32,
        batches: impl Iterator<Item = RecordBatch>,
        out: &mut CoordinatorOutput,
    ) {
        let mut replay = Replay::default();
        for batch in batches {
            // A batch that fails its checksum is passed over, as a record that makes no sense is.
            for record in batch.records().unwrap_or_default() {
                replay.apply(record);
            }
        }
        self.groups.retain(|_, group| group.partition != partition);
        self.owned.insert(partition);
        let loaded = replay.into_groups(partition);
        let groups = loaded.len() as u32;
        out.facts.push(Fact::CoordinatorLoaded { broker: self.broker, partition, groups });
        for mut group in loaded {
            group.partition = partition;
            let mut context = Context { now, shared: &mut self.shared, out };
            group.restore(&mut context);
            self.groups.insert(group.id.clone(), Arc::new(group));
        }
        if !self.is_watching_expiry {
            self.is_watching_expiry = true;
            self.watch_expiry(now, out);
        }
    }

    pub(super) fn watch_expiry(&self, now: Instant, out: &mut CoordinatorOutput) {
        let interval = self.shared.config.offsets_retention_check_interval_ms.max(1) as u64;
        out.timers.push((now + Duration::from_millis(interval), CoordinatorTimer::Expiry));
    }

    /// This broker no longer leads a partition of `__consumer_offsets`.
    pub fn unload(&mut self, now: Instant, partition: i32, out: &mut CoordinatorOutput) {
        if !self.owned.remove(&partition) {
            return;
        }
        let lost: Vec<u64> = self
            .shared
            .writes
            .iter()
            .filter(|(_, write)| write.partition == partition)
            .map(|(token, _)| *token)
            .collect();
        for token in lost {
            self.append_completed(now, token, Err(ErrorCode::NotLeaderOrFollower), out);
        }
        let context = &mut Context { now, shared: &mut self.shared, out };
        self.groups.retain(|_, group| {
            if group.partition != partition {
                return true;
            }
            for member in group.members() {
                group.refuse_parked(context, member, ErrorCode::NotCoordinator);
            }
            false
        });
        out.facts.push(Fact::CoordinatorUnloaded { broker: self.broker, partition });
    }
}

impl Group {
    /// A loaded group goes on: stable if it has members, whose sessions begin anew.
    fn restore(&mut self, context: &mut Context<'_>) {
        self.state = if self.members.is_empty() { GroupState::Empty } else { GroupState::Stable };
        let ids: Vec<Text> = self.members.keys().cloned().collect();
        for id in &ids {
            self.touch(context, id);
        }
        if let Some(first) = ids.first()
            && ids.len() as i64 > context.shared.config.group_max_size
        {
            self.prepare_rebalance(context, RebalanceReason::MemberLeft, first);
        }
    }
}
