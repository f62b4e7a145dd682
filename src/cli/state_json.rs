//! The state of the whole cluster as one JSON object: what `run --state` prints
//! at the end. Scripts rely on these names: they only ever grow.

use crate::base::{BrokerId, ClientId, TopicPartition};
use crate::lab::view::{AssignedView, ClusterView, GroupView, NodeState, PartitionView, ReplicaView};
use serde_json::{Map, Value, json};

/// What the books say of a client.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClientCounts {
    /// Records acknowledged and gone otherwise than by retention.
    pub lost: u64,
    /// A producer's records that stand in a log more than once; records that a consumer was handed twice.
    pub duplicated: u64,
    /// Records a consumer never saw because its position jumped over them.
    pub skipped: u64,
}

/// What the picture of the cluster leaves out.
pub trait Books {
    /// Segments of the leader's log; `None` without a leader.
    fn segments(&self, partition: TopicPartition) -> Option<usize>;
    /// What became of a client's records.
    fn client(&self, client: ClientId) -> ClientCounts;
}

/// The object.
#[must_use]
pub fn state(cluster: &ClusterView, books: &dyn Books) -> Value {
    let controller = cluster.controllers.iter().find(|one| one.is_active && one.state.is_up());
    let broker = |id: BrokerId, state| json!({ "id": id.0, "state": node_state(state) });
    json!({
        "topics": topics(cluster, books),
        "brokers": cluster.brokers.iter().map(|one| broker(one.id, one.state)).collect::<Vec<_>>(),
        "controller": controller.map(|one| one.id),
        "groups": groups(cluster),
        "producers": producers(cluster, books),
        "consumers": consumers(cluster, books),
    })
}

const fn node_state(state: NodeState) -> &'static str {
    match state {
        NodeState::Starting => "starting",
        NodeState::Fenced => "fenced",
        NodeState::Running => "running",
        NodeState::Frozen => "frozen",
        NodeState::Stopping => "stopping",
        NodeState::NotStarted
        | NodeState::Stopped
        | NodeState::Crashed
        | NodeState::PowerCut
        | NodeState::Failed => "down",
    }
}

fn topics(cluster: &ClusterView, books: &dyn Books) -> Map<String, Value> {
    let of = |topic: &crate::lab::view::TopicView| {
        let partitions = cluster.partitions.iter().filter(|one| one.id.topic == topic.id);
        let partitions: Vec<_> = partitions.map(|one| partition(cluster, one, books)).collect();
        (topic.name.to_string(), json!({ "partitions": partitions }))
    };
    cluster.topics.iter().map(|topic| of(topic)).collect()
}

/// The leader's replica, if there is a leader and it is up.
fn leading<'a>(cluster: &'a ClusterView, one: &PartitionView) -> Option<&'a ReplicaView> {
    let broker = cluster.broker(one.leader).filter(|broker| broker.state.is_up())?;
    broker.replicas.iter().find(|replica| replica.partition == one.id)
}

fn partition(cluster: &ClusterView, one: &PartitionView, books: &dyn Books) -> Value {
    let log = leading(cluster, one);
    let ids = |brokers: &[BrokerId]| brokers.iter().map(|broker| broker.0).collect::<Vec<_>>();
    json!({
        "partition": one.id.partition,
        "leader": (one.leader != BrokerId::NONE).then_some(one.leader.0),
        "leader_epoch": one.epoch.0,
        "replicas": ids(&one.replicas),
        "isr": ids(&one.isr),
        "log_start": log.map(|log| log.log_start.0),
        "high_watermark": log.map(|log| log.high_watermark.0),
        "log_end": log.map(|log| log.log_end.0),
        "segments": books.segments(one.id),
    })
}

fn groups(cluster: &ClusterView) -> Map<String, Value> {
    cluster.groups.iter().map(|one| (one.name.to_string(), group(cluster, one))).collect()
}

fn group(cluster: &ClusterView, one: &GroupView) -> Value {
    let topic = |id| cluster.topic(id).map_or_else(String::new, |topic| topic.name.to_string());
    let place = |part: &AssignedView| json!({ "topic": topic(part.partition.topic), "partition": part.partition.partition });
    let members = one.members.iter().map(|member| {
        json!({
            "id": &*member.member_id,
            "client_id": &*member.name,
            "assignment": member.partitions.iter().map(place).collect::<Vec<_>>(),
        })
    });
    let offsets = one.offsets.iter().map(|part| {
        let known = cluster.partition(part.partition).and_then(|known| leading(cluster, known));
        json!({
            "topic": topic(part.partition.topic),
            "partition": part.partition.partition,
            "committed": part.committed.map(|offset| offset.0),
            "log_end": known.map(|log| log.log_end.0),
            "lag": part.lag,
        })
    });
    json!({
        "state": one.phase.name(),
        "generation": one.generation.0,
        "protocol": &*one.protocol,
        "members": members.collect::<Vec<_>>(),
        "offsets": offsets.collect::<Vec<_>>(),
    })
}

fn producers(cluster: &ClusterView, books: &dyn Books) -> Map<String, Value> {
    let each = cluster.clients.iter().filter_map(|client| {
        let producer = client.producer.as_ref()?;
        let counts = books.client(client.id);
        let value = json!({
            "sent": producer.sent,
            "acked": producer.acknowledged,
            "failed": producer.failed,
            "lost": counts.lost,
            "duplicated": counts.duplicated,
        });
        Some((client.name.to_string(), value))
    });
    each.collect()
}

fn consumers(cluster: &ClusterView, books: &dyn Books) -> Map<String, Value> {
    let each = cluster.clients.iter().filter_map(|client| {
        let consumer = client.consumer.as_ref()?;
        let counts = books.client(client.id);
        let value = json!({
            "delivered": consumer.delivered,
            "duplicated": counts.duplicated,
            "skipped": counts.skipped,
        });
        Some((client.name.to_string(), value))
    });
    each.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{LeaderEpoch, Offset, TopicId};
    use crate::lab::view::{BrokerView, ClientView, ProducerView, TopicView};
    use std::sync::Arc;

    struct NoBooks;

    impl Books for NoBooks {
        fn segments(&self, _: TopicPartition) -> Option<usize> {
            None
        }
        fn client(&self, _: ClientId) -> ClientCounts {
            ClientCounts { lost: 3, ..ClientCounts::default() }
        }
    }

    #[test]
    fn nobody_leads_is_null() {
        let id = TopicPartition { topic: TopicId(1), partition: 0 };
        let replica = ReplicaView { partition: id, log_end: Offset(5), ..ReplicaView::default() };
        let broker = BrokerView {
            id: BrokerId(1),
            state: NodeState::Running,
            replicas: vec![replica],
            ..BrokerView::default()
        };
        let mut partition =
            PartitionView { id, leader: BrokerId(1), epoch: LeaderEpoch(2), ..PartitionView::default() };
        let client = ClientView {
            name: "shop".into(),
            producer: Some(ProducerView { sent: 9, ..ProducerView::default() }),
            ..ClientView::default()
        };
        let mut cluster = ClusterView {
            brokers: vec![Arc::new(broker)],
            topics: vec![Arc::new(TopicView {
                id: TopicId(1),
                name: "orders".into(),
                ..TopicView::default()
            })],
            partitions: vec![partition.clone()],
            clients: vec![Arc::new(client)],
            ..ClusterView::default()
        };
        let before = state(&cluster, &NoBooks);
        assert_eq!(before["topics"]["orders"]["partitions"][0]["log_end"], 5);
        assert_eq!(before["producers"]["shop"]["lost"], 3);
        assert_eq!(before["controller"], Value::Null);
        partition.leader = BrokerId::NONE;
        cluster.partitions = vec![partition];
        let after = state(&cluster, &NoBooks);
        assert_eq!(after["topics"]["orders"]["partitions"][0]["leader"], Value::Null);
        assert_eq!(after["topics"]["orders"]["partitions"][0]["log_end"], Value::Null);
    }
}
