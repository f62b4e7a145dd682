//! Consumer groups, as their coordinators know them.

use crate::base::{BrokerId, ClientId, Offset, Text, TopicPartition};
use crate::broker::Broker;
use crate::client::Client;
use crate::coordinator::{Group, GroupState};
use crate::lab::view::{AssignedView, GroupPhase, GroupView, MemberView};
use crate::metadata::Image;
use crate::world::World;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Every group that a live coordinator knows, by name.
pub(super) fn groups(world: &World, image: &Image) -> Vec<Arc<GroupView>> {
    let owners = member_owners(world);
    let mut all: BTreeMap<Text, Arc<GroupView>> = BTreeMap::new();
    for id in world.broker_ids() {
        for group in world.broker(id).into_iter().flat_map(|broker| broker.coordinator().groups()) {
            all.insert(group.id().clone(), Arc::new(view(world, image, id, group, &owners)));
        }
    }
    all.into_values().collect()
}

/// Which client process stands behind each member id.
fn member_owners(world: &World) -> BTreeMap<Text, ClientId> {
    let consumers = world.clients().filter_map(|(id, _, process, _)| match process {
        Some(Client::Consumer(consumer)) if !consumer.member_id().is_empty() => {
            Some((consumer.member_id().clone(), id))
        }
        _ => None,
    });
    consumers.collect()
}

fn view(
    world: &World,
    image: &Image,
    coordinator: BrokerId,
    group: &Group,
    owners: &BTreeMap<Text, ClientId>,
) -> GroupView {
    let committed: BTreeMap<TopicPartition, Offset> = group
        .offsets()
        .filter_map(|(topic, partition, offset)| {
            let topic = *image.topic_ids.get(topic)?;
            Some((TopicPartition { topic, partition }, offset.offset))
        })
        .collect();
    let owned = |partition: TopicPartition, client: Option<ClientId>| {
        let committed = committed.get(&partition).copied();
        let high_watermark = high_watermark(world, image, partition);
        let position = client.and_then(|id| position(world, id, partition));
        let lag = committed.zip(high_watermark).map(|(committed, end)| (end.0 - committed.0).max(0));
        AssignedView { partition, position, committed, lag }
    };
    let mut members: Vec<_> = group
        .members()
        .map(|member| {
            let client = owners.get(member.id()).copied();
            let assigned = member.assignment().partitions.iter().filter_map(|(topic, partition)| {
                Some(TopicPartition { topic: *image.topic_ids.get(topic)?, partition: *partition })
            });
            let partitions: Vec<_> = assigned.map(|partition| owned(partition, client)).collect();
            MemberView {
                member_id: member.id().clone(),
                client,
                name: member.client_id().clone(),
                instance: member.instance().cloned(),
                is_leader: group.leader() == Some(member.id()),
                is_awaited: group.awaits(member),
                lag: partitions.iter().filter_map(|part| part.lag).sum(),
                partitions,
            }
        })
        .collect();
    members.sort_by(|a, b| (&a.name, &a.member_id).cmp(&(&b.name, &b.member_id)));
    let mut offsets: BTreeMap<TopicPartition, AssignedView> =
        committed.keys().map(|partition| (*partition, owned(*partition, None))).collect();
    offsets.extend(
        members.iter().flat_map(|member| member.partitions.iter().map(|part| (part.partition, *part))),
    );
    GroupView {
        name: group.id().clone(),
        phase: phase(group.state()),
        generation: group.generation(),
        protocol: group.protocol().cloned().unwrap_or_default(),
        coordinator: Some(coordinator),
        lag: offsets.values().filter_map(|part| part.lag).sum(),
        members,
        offsets: offsets.into_values().collect(),
    }
}

const fn phase(state: GroupState) -> GroupPhase {
    match state {
        GroupState::Empty => GroupPhase::Empty,
        GroupState::PreparingRebalance => GroupPhase::PreparingRebalance,
        GroupState::CompletingRebalance => GroupPhase::CompletingRebalance,
        GroupState::Stable => GroupPhase::Stable,
        GroupState::Dead => GroupPhase::Dead,
    }
}

/// The leader's high watermark, if somebody leads.
fn high_watermark(world: &World, image: &Image, partition: TopicPartition) -> Option<Offset> {
    let leader = image.partition(partition)?.leader;
    world
        .broker(leader)
        .and_then(|broker: &Broker| broker.replica(partition))
        .map(|replica| replica.log().high_watermark())
}

fn position(world: &World, client: ClientId, partition: TopicPartition) -> Option<Offset> {
    let (_, _, process, _) = world.clients().find(|(id, ..)| *id == client)?;
    let Some(Client::Consumer(consumer)) = process else { return None };
    consumer.positions().find(|(known, _)| *known == partition)?.1
}
