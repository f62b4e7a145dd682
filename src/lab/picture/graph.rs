//! Who talks to whom: the petgraph graph of the cluster, without positions.
//!
//! Edges are those the protocol has at present: a producer to the leaders of its
//! topic, a follower to its leaders, a member to the brokers it reads from and
//! to its group, a broker to the controller.

use crate::base::{Address, BrokerId};
use crate::lab::view::{ClusterGraph, ClusterView, Edge, Flow, Subject};
use petgraph::stable_graph::{NodeIndex, StableDiGraph};
use std::collections::{BTreeMap, BTreeSet};

/// The graph of a cluster.
pub(in crate::lab) fn graph(cluster: &ClusterView) -> ClusterGraph {
    let mut graph = StableDiGraph::new();
    let mut nodes: BTreeMap<Subject, NodeIndex> = BTreeMap::new();
    let mut subjects: Vec<Subject> =
        cluster.controllers.iter().map(|it| Subject::Controller(it.id)).collect();
    subjects.extend(cluster.brokers.iter().map(|it| Subject::Broker(it.id)));
    subjects.extend(cluster.clients.iter().map(|it| Subject::Client(it.id)));
    subjects.extend(cluster.groups.iter().map(|it| Subject::Group(it.name.clone())));
    for subject in subjects {
        let index = graph.add_node(subject.clone());
        nodes.insert(subject, index);
    }
    for (from, to, flow) in edges(cluster) {
        if let (Some(from), Some(to)) = (nodes.get(&from), nodes.get(&to)) {
            graph.add_edge(*from, *to, Edge { flow });
        }
    }
    ClusterGraph { graph }
}

fn edges(cluster: &ClusterView) -> BTreeSet<(Subject, Subject, Flow)> {
    let mut edges = BTreeSet::new();
    let leaders = |topic: &str| {
        let id = cluster.topics.iter().find(|it| &*it.name == topic).map(|it| it.id);
        let partitions = cluster.partitions.iter().filter(move |it| Some(it.id.topic) == id);
        partitions.map(|it| it.leader).filter(|leader| *leader != BrokerId::NONE).collect::<BTreeSet<_>>()
    };
    for controller in &cluster.controllers {
        for broker in &cluster.brokers {
            edges.insert((
                Address::Broker(broker.id).into(),
                Subject::Controller(controller.id),
                Flow::Control,
            ));
        }
    }
    for partition in cluster.partitions.iter().filter(|it| it.leader != BrokerId::NONE) {
        for replica in partition.replicas.iter().filter(|replica| **replica != partition.leader) {
            edges.insert((Subject::Broker(*replica), Subject::Broker(partition.leader), Flow::Replicate));
        }
    }
    for client in &cluster.clients {
        let node = Subject::Client(client.id);
        if let Some(producer) = &client.producer {
            for leader in leaders(&producer.topic) {
                edges.insert((node.clone(), Subject::Broker(leader), Flow::Produce));
            }
        }
        if let Some(consumer) = &client.consumer {
            for part in &consumer.assigned {
                if let Some(partition) =
                    cluster.partition(part.partition).filter(|it| it.leader != BrokerId::NONE)
                {
                    edges.insert((node.clone(), Subject::Broker(partition.leader), Flow::Consume));
                }
            }
            if !consumer.group.is_empty() {
                edges.insert((node, Subject::Group(consumer.group.clone()), Flow::Group));
            }
        }
    }
    for (from, to) in &cluster.wires {
        edges.insert((Subject::Client(*from), Subject::Client(*to), Flow::Produce));
    }
    for group in &cluster.groups {
        if let Some(coordinator) = group.coordinator {
            edges.insert((Subject::Group(group.name.clone()), Subject::Broker(coordinator), Flow::Group));
        }
    }
    edges
}
