//! Laws of consumer groups at their coordinator: 31 to 35, and 38.
//!
//! Mirrors `ClassicGroup` and `GroupMetadata`. What one coordinator remembers is
//! forgotten when the group moves: a generation that was never written may be
//! counted again by the next one.

use super::coming::What;
use super::scene::Scene;
use super::verdict::Report;
use crate::base::{Address, BrokerId, Duration, Generation, Instant, Offset, Text, TopicPartition};
use crate::coordinator::{Group, GroupState};
use crate::story::{Fact, LeaveReason, Share};
use std::collections::{BTreeMap, BTreeSet};

/// What must be remembered of groups.
#[derive(Clone, Debug, Default)]
pub(super) struct Groups {
    generations: BTreeMap<(BrokerId, Text), Generation>,
    /// The generation of the newest commit, by topic and partition.
    commits: BTreeMap<(BrokerId, Text), BTreeMap<(Text, i32), Generation>>,
    /// The last sign of life that counted.
    alive: BTreeMap<(BrokerId, Text, Text), Instant>,
    sessions: BTreeMap<(Text, Text), u32>,
}

impl Groups {
    pub(super) fn observe(&mut self, scene: &Scene<'_>, report: &mut Report) {
        let Some(Address::Broker(broker)) = scene.coming.map(|coming| coming.node) else { return };
        if let Some(coming) = scene.coming {
            self.asked(broker, &coming.what, scene, report);
        }
        let mut touched = BTreeSet::new();
        for fact in scene.facts {
            self.take(broker, fact, scene, report, &mut touched);
        }
        for group in touched {
            check_group(broker, group, scene, report);
        }
    }

    fn forget(&mut self, broker: BrokerId) {
        self.generations.retain(|(owner, _), _| *owner != broker);
        self.commits.retain(|(owner, _), _| *owner != broker);
        self.alive.retain(|(owner, ..), _| *owner != broker);
    }

    fn asked(&mut self, broker: BrokerId, what: &What, scene: &Scene<'_>, report: &mut Report) {
        match what {
            What::SignOfLife { group, member } => {
                self.alive.insert((broker, group.clone(), member.clone()), scene.now());
            }
            What::Join { group, client_id, session_timeout_ms } => {
                self.sessions.insert((group.clone(), client_id.clone()), *session_timeout_ms);
            }
            // 34: who is no member of the present generation is refused.
            What::Commit { group, member, generation, is_stale: true } => {
                let was_refused = scene.facts.iter().any(|fact| {
                    matches!(fact, Fact::CommitRejected { group: of, member: who, .. } if of == group && who == member)
                });
                let owns = scene
                    .world
                    .broker(broker)
                    .is_some_and(|broker| broker.coordinator().group(group).is_some());
                if owns && !was_refused {
                    report.breach(34, format!("group {group}"), || {
                        format!("a commit of {member} in generation {generation} was taken, though neither is current")
                    });
                }
            }
            _ => {}
        }
    }

    fn take<'a>(
        &mut self,
        broker: BrokerId,
        fact: &'a Fact,
        scene: &Scene<'_>,
        report: &mut Report,
        touched: &mut BTreeSet<&'a Text>,
    ) {
        match fact {
            Fact::Started { .. } | Fact::CoordinatorLoaded { .. } | Fact::CoordinatorUnloaded { .. } => {
                self.forget(broker);
            }
            Fact::GenerationStarted { group, generation, .. } => {
                touched.insert(group);
                let before = self.generations.insert((broker, group.clone()), *generation);
                if before.is_some_and(|before| before >= *generation) {
                    report.breach(31, format!("group {group}"), || {
                        format!("generation {generation} came after {}", before.unwrap_or_default())
                    });
                }
            }
            Fact::GroupDeleted { group } => {
                self.generations.remove(&(broker, group.clone()));
                self.commits.remove(&(broker, group.clone()));
            }
            Fact::GroupStable { group, assignment, .. } => {
                touched.insert(group);
                check_assignment(group, assignment, scene, broker, report);
            }
            Fact::MemberJoined { group, .. } | Fact::GroupEmpty { group, .. } => {
                touched.insert(group);
            }
            Fact::MemberLeft { group, member, client_id, reason } => {
                touched.insert(group);
                if *reason == LeaveReason::SessionExpired {
                    self.check_expiry(broker, (group, member, client_id), scene, report);
                }
                self.alive.remove(&(broker, group.clone(), member.clone()));
            }
            Fact::OffsetCommitted { group, topic, partition, offset, member, generation } => {
                let place = (topic.clone(), *partition);
                self.check_successor(broker, group, place, (member, *generation), report);
                check_within_log(group, topic, *partition, *offset, scene, report);
            }
            _ => {}
        }
    }

    /// 38: who is expired was silent for long enough, and is gone.
    fn check_expiry(
        &self,
        broker: BrokerId,
        (group, member, client_id): (&Text, &Text, &Text),
        scene: &Scene<'_>,
        report: &mut Report,
    ) {
        let last = self.alive.get(&(broker, group.clone(), member.clone()));
        let session = self.sessions.get(&(group.clone(), client_id.clone()));
        if let (Some(last), Some(session_ms)) = (last, session)
            && scene.now() < *last + Duration::from_millis(u64::from(*session_ms))
        {
            report.breach(38, format!("group {group}"), || {
                format!(
                    "member {member} was expired {} ms after a sign of life",
                    scene.now().since(*last).as_millis()
                )
            });
        }
        let known = scene.world.broker(broker).and_then(|broker| broker.coordinator().group(group));
        if known.is_some_and(|known| known.members().any(|known| known.id() == member)) {
            report.breach(38, format!("group {group}"), || {
                format!("member {member} keeps its partitions although its session is over")
            });
        }
    }

    /// 35: a member of an earlier generation does not overwrite its successor's commit.
    fn check_successor(
        &mut self,
        broker: BrokerId,
        group: &Text,
        place: (Text, i32),
        (member, generation): (&Text, Generation),
        report: &mut Report,
    ) {
        if generation < Generation(0) {
            return;
        }
        let name = format!("{}-{}", place.0, place.1);
        let commits = self.commits.entry((broker, group.clone())).or_default();
        let before = commits.insert(place, generation);
        if let Some(before) = before.filter(|before| *before > generation) {
            report.breach(35, format!("group {group}, {name}"), || {
                format!("{member} of generation {generation} overwrote a commit of generation {before}")
            });
        }
    }
}

/// 32 and 38 for every group of every coordinator.
pub(super) fn sweep(scene: &Scene<'_>, report: &mut Report) {
    for broker in scene.world.broker_ids() {
        let Some(process) = scene.world.broker(broker) else { continue };
        for group in process.coordinator().groups() {
            check_owners(group, report);
        }
    }
}

fn check_group(broker: BrokerId, group: &Text, scene: &Scene<'_>, report: &mut Report) {
    let known = scene.world.broker(broker).and_then(|broker| broker.coordinator().group(group));
    if let Some(known) = known {
        check_owners(known, report);
    }
}

/// 32: a partition has one owner.
fn check_owners(group: &Group, report: &mut Report) {
    if group.state() != GroupState::Stable {
        return;
    }
    let mut owners: BTreeMap<(&Text, i32), &Text> = BTreeMap::new();
    for member in group.members() {
        for (topic, partition) in &member.assignment().partitions {
            if let Some(other) = owners.insert((topic, *partition), member.id()) {
                report.breach(32, format!("group {}", group.id()), || {
                    format!("{topic}-{partition} belongs to {other} and to {}", member.id())
                });
            }
        }
    }
}

/// 33: shares are disjoint; an eager assignor leaves no partition out.
fn check_assignment(
    group: &Text,
    assignment: &[Share],
    scene: &Scene<'_>,
    broker: BrokerId,
    report: &mut Report,
) {
    let mut given: BTreeMap<&Text, BTreeSet<i32>> = BTreeMap::new();
    for (member, _, partitions) in assignment {
        for (topic, partition) in partitions {
            if !given.entry(topic).or_default().insert(*partition) {
                report.breach(33, format!("group {group}"), || {
                    format!("{topic}-{partition} is given to {member} and to another member")
                });
            }
        }
    }
    let known = scene.world.broker(broker).and_then(|broker| broker.coordinator().group(group));
    let is_eager =
        known.and_then(Group::protocol).is_some_and(|protocol| &**protocol != "cooperative-sticky");
    for (topic, partitions) in given.iter().filter(|_| is_eager) {
        let highest = partitions.last().copied().unwrap_or(-1);
        if partitions.len() as i32 != highest + 1 {
            report.breach(33, format!("group {group}"), || {
                format!("not every partition of {topic} up to {highest} is given to a member")
            });
        }
    }
}

/// 35: a commit lies within the log.
fn check_within_log(
    group: &Text,
    topic: &Text,
    partition: i32,
    offset: Offset,
    scene: &Scene<'_>,
    report: &mut Report,
) {
    let Some(id) = scene.image.topic_ids.get(topic) else { return };
    let place = TopicPartition { topic: *id, partition };
    let ends = scene.world.broker_ids().filter_map(|broker| match scene.replica(broker, place) {
        Some(replica) => Some(replica.log().log_end()),
        None => scene.world.left_behind(broker, place).map(|(_, _, end)| end),
    });
    if let Some(end) = ends.max().filter(|end| offset > *end) {
        report.breach_on(35, place, format!("group {group}, {topic}-{partition}"), || {
            format!("committed offset {offset} lies past the log end {end}")
        });
    }
}
