//! Metadata, DescribeCluster and ApiVersions, answered by any broker from its own image,
//! stale or not (`KafkaApis.handleTopicMetadataRequest`, `handleDescribeCluster`).

use super::create_topics::is_valid_name;
use super::node::Asked;
use super::{Broker, BrokerEffects, OFFSETS_TOPIC};
use crate::base::{BrokerId, Instant, Text, TopicId};
use crate::metadata::TopicImage;
use crate::protocol::{
    ApiVersionsResponse, DescribeClusterRequest, DescribeClusterResponse, DescribedBroker, ErrorCode,
    MetadataRequest, MetadataResponse, PartitionMetadata, Response, TopicMetadata, broker_apis,
};

impl Broker {
    pub(super) fn metadata(
        &mut self,
        now: Instant,
        asked: &Asked,
        request: &MetadataRequest,
        effects: &mut BrokerEffects,
    ) {
        let mut missing = Vec::new();
        let topics = match &request.topics {
            None => self.image.topics.values().map(|topic| describe(topic)).collect(),
            Some(names) => {
                let creates = request.allow_auto_topic_creation && self.config.auto_create_topics;
                let describe_named = |name: &Text| match self.image.topic_named(name) {
                    Some(topic) => describe(topic),
                    None if !is_valid_name(name) => absent(name, ErrorCode::InvalidTopicException),
                    None => {
                        if creates {
                            missing.push(name.clone());
                        }
                        absent(name, ErrorCode::UnknownTopicOrPartition)
                    }
                };
                names.iter().map(describe_named).collect()
            }
        };
        let is_alive = |broker: &BrokerId| self.image.is_unfenced(*broker);
        let response = MetadataResponse {
            brokers: self.image.brokers.keys().copied().filter(is_alive).collect(),
            controller: self.image.controller,
            topics,
        };
        self.create_topics(now, &missing, effects);
        Self::answer(asked, Response::Metadata(response), effects);
    }

    /// The cluster that its storage is formatted for.
    pub fn set_cluster_id(&mut self, id: Text) {
        self.cluster_id = id;
    }

    pub(super) fn describe_cluster(
        &self,
        asked: &Asked,
        request: &DescribeClusterRequest,
        effects: &mut BrokerEffects,
    ) {
        let brokers = self.image.brokers.iter().map(|(id, broker)| DescribedBroker {
            broker: *id,
            rack: broker.rack.clone(),
            is_fenced: broker.fenced,
        });
        let response = DescribeClusterResponse {
            error: ErrorCode::None,
            cluster_id: self.cluster_id.clone(),
            controller: self.image.controller,
            brokers: brokers.filter(|broker| request.include_fenced_brokers || !broker.is_fenced).collect(),
        };
        Self::answer(asked, Response::DescribeCluster(response), effects);
    }

    pub(super) fn api_versions(asked: &Asked, effects: &mut BrokerEffects) {
        let response = ApiVersionsResponse { error: ErrorCode::None, apis: broker_apis().collect() };
        Self::answer(asked, Response::ApiVersions(response), effects);
    }
}

fn describe(topic: &TopicImage) -> TopicMetadata {
    let partitions = topic.partitions.iter().enumerate().map(|(number, state)| PartitionMetadata {
        error: if state.leader == BrokerId::NONE { ErrorCode::LeaderNotAvailable } else { ErrorCode::None },
        partition: number as i32,
        leader: state.leader,
        leader_epoch: state.leader_epoch,
        replicas: state.replicas.clone(),
        isr: state.isr.clone(),
    });
    TopicMetadata {
        error: ErrorCode::None,
        name: topic.name.clone(),
        id: topic.id,
        is_internal: &*topic.name == OFFSETS_TOPIC,
        partitions: partitions.collect(),
    }
}

fn absent(name: &Text, error: ErrorCode) -> TopicMetadata {
    TopicMetadata {
        error,
        name: name.clone(),
        id: TopicId(0),
        is_internal: &**name == OFFSETS_TOPIC,
        partitions: Vec::new(),
    }
}
