//! Brokers, controllers, topics and partitions.

use super::{clients, groups, settings};
use crate::base::{Address, BrokerId, Instant, LeaderEpoch, Offset, TopicPartition};
use crate::broker::{Broker, BrokerState, Replica};
use crate::config::{BrokerConfig, TopicConfig};
use crate::history::StoryEvent;
use crate::lab::view::{
    BrokerView, ClusterView, ControllerView, LinkFault, NodeState, PartitionView, ReplicaView, Role,
    TopicView,
};
use crate::metadata::Image;
use crate::protocol::ConfigResource;
use crate::story::{Ending, Fact};
use crate::world::World;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How each process that is down ended, and when each last changed.
#[derive(Clone, Debug, Default)]
pub(in crate::lab) struct Endings {
    last: BTreeMap<Address, (Instant, Option<Ending>)>,
}

impl Endings {
    /// Takes in what the story tells, up to the present event.
    pub(in crate::lab) fn of<'a>(story: impl Iterator<Item = &'a StoryEvent>) -> Self {
        let mut endings = Self::default();
        for event in story {
            match &event.fact {
                Fact::Started { node } => endings.last.insert(*node, (event.at, None)),
                Fact::Ended { node, how } => endings.last.insert(*node, (event.at, Some(*how))),
                _ => None,
            };
        }
        endings
    }

    /// The state of a process that is down.
    pub(super) fn state(&self, node: Address) -> NodeState {
        match self.last.get(&node).and_then(|(_, how)| *how) {
            None => NodeState::NotStarted,
            Some(Ending::CleanStop) => NodeState::Stopped,
            Some(Ending::Crash) => NodeState::Crashed,
            Some(Ending::PowerCut) => NodeState::PowerCut,
            Some(Ending::StorageFailed | Ending::Fatal) => NodeState::Failed,
        }
    }

    fn since(&self, node: Address) -> Instant {
        self.last.get(&node).map_or(Instant::START, |(at, _)| super::scenario_time(*at))
    }
}

/// The whole cluster.
pub(in crate::lab) fn cluster(world: &World, endings: &Endings) -> ClusterView {
    let image = world.image();
    ClusterView {
        controllers: world.controller_ids().map(|id| controller(world, id, endings)).collect(),
        brokers: world.broker_ids().map(|id| Arc::new(broker(world, &image, id, endings))).collect(),
        topics: topics(&image),
        partitions: partitions(&image, &BrokerConfig::with(world.config())),
        clients: clients::clients(world, endings),
        groups: groups::groups(world, &image),
        wires: world.wires(),
        links: links(world),
    }
}

fn controller(world: &World, id: i32, endings: &Endings) -> ControllerView {
    let node = Address::Controller(id);
    let process = world.controller(id);
    ControllerView {
        id,
        state: if process.is_some() { NodeState::Running } else { endings.state(node) },
        is_active: process.is_some(),
        epoch: process.map_or(-1, |controller| controller.image().controller_epoch),
        metadata_end: Offset(world.metadata_log().map_or(0, |log| log.end_offset())),
        is_isolated: world.network().faults().1.contains(&node),
    }
}

fn broker(world: &World, image: &Image, id: BrokerId, endings: &Endings) -> BrokerView {
    let node = Address::Broker(id);
    let process = world.broker(id);
    let faults = world.broker_faults(id).map(|(faults, _)| faults).unwrap_or_default();
    let mut replicas = match process {
        Some(process) => {
            process.replicas().map(|(partition, replica)| live(image, id, partition, replica)).collect()
        }
        None => dead_replicas(world, image, id),
    };
    replicas.sort_unstable_by_key(|replica| replica.partition);
    let logs = || process.into_iter().flat_map(Broker::replicas).map(|(_, replica)| replica.log());
    BrokerView {
        id,
        state: process.map_or_else(|| endings.state(node), |process| state(process, image, id)),
        since: endings.since(node),
        rack: world.broker_rack(id).cloned(),
        replicas,
        disk_bytes: logs().map(|log| log.size_bytes()).sum(),
        segments: logs().map(|log| log.segments().len() as u32).sum(),
        metadata_offset: Offset(process.map_or(0, |process| process.image().applied + 1)),
        coordinates: process
            .map(|process| process.coordinator().groups().map(|group| group.id().clone()).collect())
            .unwrap_or_default(),
        is_disk_full: faults.disk_full,
        slow_disk: (faults.slow_disk.0 > 0).then_some(faults.slow_disk),
        slow_fetch: (faults.slow_fetch.0 > 0).then_some(faults.slow_fetch),
        is_isolated: world.network().faults().1.contains(&node),
        settings: world
            .broker_settings(id)
            .map(|given| settings::changed(given, BrokerConfig::definition))
            .unwrap_or_default(),
    }
}

fn state(process: &Broker, image: &Image, id: BrokerId) -> NodeState {
    match process.state() {
        BrokerState::Stopping => NodeState::Stopping,
        _ if image.is_unfenced(id) && process.state() == BrokerState::Running => NodeState::Running,
        BrokerState::Running | BrokerState::Fenced => NodeState::Fenced,
        BrokerState::Starting => NodeState::Starting,
    }
}

fn is_internal(image: &Image, partition: TopicPartition) -> bool {
    image.topic_name(partition.topic).is_some_and(|name| name.starts_with("__"))
}

fn in_sync(image: &Image, broker: BrokerId, partition: TopicPartition) -> bool {
    image.partition(partition).is_some_and(|state| state.isr.contains(&broker))
}

fn live(image: &Image, broker: BrokerId, partition: TopicPartition, replica: &Replica) -> ReplicaView {
    let log = replica.log();
    ReplicaView {
        partition,
        role: if replica.is_leader() { Role::Leader } else { Role::Follower },
        in_sync: in_sync(image, broker, partition),
        log_start: log.log_start(),
        high_watermark: log.high_watermark(),
        log_end: log.log_end(),
        is_internal: is_internal(image, partition),
    }
}

/// What a broker that is down would hold: every partition that is assigned to it.
fn dead_replicas(world: &World, image: &Image, broker: BrokerId) -> Vec<ReplicaView> {
    let assigned = image.topics.values().flat_map(|topic| {
        topic.partitions.iter().enumerate().map(move |(number, state)| (topic.id, number as i32, state))
    });
    assigned
        .filter(|(_, _, state)| state.replicas.contains(&broker))
        .map(|(topic, number, state)| {
            let partition = TopicPartition { topic, partition: number };
            let (log_start, high_watermark, log_end) =
                world.left_behind(broker, partition).unwrap_or_default();
            ReplicaView {
                partition,
                role: Role::Offline,
                in_sync: state.isr.contains(&broker),
                log_start,
                high_watermark,
                log_end,
                is_internal: is_internal(image, partition),
            }
        })
        .collect()
}

fn topics(image: &Image) -> Vec<Arc<TopicView>> {
    let topic = |topic: &crate::metadata::TopicImage| {
        let given = image.settings(&ConfigResource::Topic(topic.name.clone()));
        Arc::new(TopicView {
            id: topic.id,
            name: topic.name.clone(),
            partitions: topic.partitions.len() as i32,
            replication_factor: topic.partitions.first().map_or(0, |first| first.replicas.len() as i16),
            is_internal: topic.name.starts_with("__"),
            settings: settings::changed(&given, TopicConfig::definition),
        })
    };
    image.topics.values().map(|image| topic(image)).collect()
}

fn partitions(image: &Image, config: &BrokerConfig) -> Vec<PartitionView> {
    let mut all = Vec::new();
    for topic in image.topics.values() {
        let own = image.settings(&ConfigResource::Topic(topic.name.clone()));
        let min_isr = config.topic_config(&own).min_insync_replicas as i32;
        for (number, state) in topic.partitions.iter().enumerate() {
            all.push(PartitionView {
                id: TopicPartition { topic: topic.id, partition: number as i32 },
                replicas: state.replicas.clone(),
                isr: state.isr.clone(),
                leader: state.leader,
                epoch: LeaderEpoch(state.leader_epoch.0),
                min_isr,
            });
        }
    }
    all
}

fn links(world: &World) -> Vec<LinkFault> {
    let network = world.network();
    let mut faults: Vec<_> = network
        .faults()
        .0
        .iter()
        .map(|(from, to)| LinkFault { from: *from, to: *to, is_cut: true, latency: None, loss_ppm: 0 })
        .collect();
    faults.extend(network.changed_links().iter().map(|((from, to), link)| LinkFault {
        from: *from,
        to: *to,
        is_cut: false,
        latency: Some(link.latency),
        loss_ppm: link.loss_ppm,
    }));
    faults
}
