//! A hand-made cluster as large as the window must bear.

use super::{consumer, graph, partition, producer, shop};
use crate::base::{BrokerId, Offset};
use crate::lab::view::{BrokerView, ClusterView, NodeState, PartitionView, ReplicaView, Role, Subject, View};
use std::sync::Arc;

/// Thirty brokers, a thousand partitions, two hundred clients.
#[must_use]
pub fn large() -> View {
    let mut view = shop();
    let mut cluster = ClusterView { controllers: view.cluster.controllers.clone(), ..ClusterView::default() };
    let mut brokers: Vec<BrokerView> = (1..=30)
        .map(|id| BrokerView { id: BrokerId(id), state: NodeState::Running, ..BrokerView::default() })
        .collect();
    for number in 0..1_000 {
        let id = partition(number);
        let replicas: Vec<BrokerId> = (0..3).map(|step| BrokerId((number + step * 7) % 30 + 1)).collect();
        for (index, broker) in replicas.iter().enumerate() {
            brokers[broker.0 as usize - 1].replicas.push(ReplicaView {
                partition: id,
                role: if index == 0 { Role::Leader } else { Role::Follower },
                in_sync: number % 17 != 0 || index == 0,
                log_end: Offset(100),
                high_watermark: Offset(98),
                ..ReplicaView::default()
            });
        }
        cluster.partitions.push(PartitionView {
            id,
            leader: replicas[0],
            isr: replicas.clone(),
            replicas,
            min_isr: 2,
            ..PartitionView::default()
        });
    }
    cluster.brokers = brokers.into_iter().map(Arc::new).collect();
    cluster.topics = view.cluster.topics.clone();
    let clients = (0..200_u32).map(|id| match id {
        0..60 => producer(id, &format!("producer-{id}"), "all", 10, 0),
        _ => consumer(id, &format!("consumer-{id}"), &format!("group-{}", id % 12), &[(id as i32, 2)]),
    });
    cluster.clients = clients.map(Arc::new).collect();
    view.graph = Arc::new(graph(&cluster));
    view.cluster = Arc::new(cluster);
    view.messages = Arc::default();
    view.selected = Subject::Cluster;
    view.log = None;
    view.record = None;
    view
}
