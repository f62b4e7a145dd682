//! Requests to the controller, each answered from what its plan committed
//! (`ControllerApis`). Brokers forward administrators' requests unchanged (KIP-590).

use super::alter_partition::answer;
use super::plan::{Plan, Refusal, Told, verdict};
use super::{Controller, ControllerEffects};
use crate::base::{Address, CorrelationId, Instant, ProducerId, Text, TopicId};
use crate::protocol::{
    AllocateProducerIdsRequest, AllocateProducerIdsResponse, AlterPartitionReassignmentsRequest,
    AlterPartitionReassignmentsResponse, AlterPartitionRequest, AlterPartitionResponse,
    CreatePartitionsRequest, CreatePartitionsResponse, CreateTopicsRequest, CreateTopicsResponse,
    DeleteTopicsRequest, DeleteTopicsResponse, ElectLeadersRequest, ElectLeadersResponse, ErrorCode,
    IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse, Message, MetadataRecord,
    PartitionResult, Request, Response, TopicResult,
};

/// `ProducerIdsBlock.PRODUCER_ID_BLOCK_SIZE`.
const PRODUCER_ID_BLOCK: i32 = 1_000;

impl Controller {
    pub(super) fn request(
        &mut self,
        now: Instant,
        from: Address,
        correlation: CorrelationId,
        body: &Request,
        effects: &mut ControllerEffects,
    ) {
        let body = match body {
            Request::FetchMetadata(request) => {
                return self.fetch_metadata(now, from, correlation, request, effects);
            }
            Request::BrokerHeartbeat(request) => {
                Response::BrokerHeartbeat(self.heartbeat(now, request, effects))
            }
            Request::BrokerRegistration(request) => {
                // A new process: what the old one asked is nobody's any more.
                self.held.remove(&from);
                Response::BrokerRegistration(self.register(now, request, effects))
            }
            Request::AlterPartition(request) => {
                Response::AlterPartition(self.alter_partitions(request, effects))
            }
            Request::AllocateProducerIds(request) => {
                Response::AllocateProducerIds(self.allocate_producer_ids(request, effects))
            }
            Request::CreateTopics(request) => Response::CreateTopics(self.create_topics(request, effects)),
            Request::DeleteTopics(request) => Response::DeleteTopics(self.delete_topics(request, effects)),
            Request::CreatePartitions(request) => {
                Response::CreatePartitions(self.create_partitions(request, effects))
            }
            Request::IncrementalAlterConfigs(request) => {
                Response::IncrementalAlterConfigs(self.alter_configs(request, effects))
            }
            Request::ElectLeaders(request) => Response::ElectLeaders(self.elect_leaders(request, effects)),
            Request::AlterPartitionReassignments(request) => {
                Response::AlterPartitionReassignments(self.alter_reassignments(request, effects))
            }
            Request::ListPartitionReassignments(request) => {
                Response::ListPartitionReassignments(self.list_reassignments(request))
            }
            Request::DescribeQuorum(_) => Response::DescribeQuorum(self.describe_quorum(now)),
            // A broker's business: the controller has no listener for it.
            _ => return,
        };
        effects.send(from, Message::Response { correlation, body });
    }

    /// Commits a plan, if there is one.
    fn carry_out(
        &mut self,
        plan: Result<Plan, Refusal>,
        effects: &mut ControllerEffects,
    ) -> Result<(), Refusal> {
        plan.map(|plan| self.commit(plan, effects))
    }

    fn alter_partitions(
        &mut self,
        request: &AlterPartitionRequest,
        effects: &mut ControllerEffects,
    ) -> AlterPartitionResponse {
        if let Err(error) = self.view().check_broker_epoch(request.broker, request.broker_epoch) {
            return AlterPartitionResponse { error, partitions: Vec::new() };
        }
        let mut partitions = Vec::with_capacity(request.partitions.len());
        for proposal in &request.partitions {
            let plan = self.view().alter_partition(request.broker, proposal);
            let done = plan.map(|plan| self.commit(plan, effects));
            let state = done.and_then(|()| {
                self.image.partition(proposal.partition).ok_or(ErrorCode::UnknownTopicOrPartition)
            });
            partitions.push(answer(request.broker, proposal, state));
        }
        AlterPartitionResponse { error: ErrorCode::None, partitions }
    }

    fn allocate_producer_ids(
        &mut self,
        request: &AllocateProducerIdsRequest,
        effects: &mut ControllerEffects,
    ) -> AllocateProducerIdsResponse {
        if let Err(error) = self.view().check_broker_epoch(request.broker, request.epoch) {
            return AllocateProducerIdsResponse { error, start: ProducerId::NONE, length: 0 };
        }
        let start = self.image.next_producer_id;
        let next = ProducerId(start.0 + i64::from(PRODUCER_ID_BLOCK));
        let record = MetadataRecord::ProducerIds { broker: request.broker, next };
        self.commit(Plan::one(record, Told::Nothing), effects);
        AllocateProducerIdsResponse { error: ErrorCode::None, start, length: PRODUCER_ID_BLOCK }
    }

    fn create_topics(
        &mut self,
        request: &CreateTopicsRequest,
        effects: &mut ControllerEffects,
    ) -> CreateTopicsResponse {
        let mut topics: Vec<TopicResult> = Vec::with_capacity(request.topics.len());
        for new in &request.topics {
            let is_repeated = request.topics.iter().filter(|other| other.name == new.name).count() > 1;
            let result = if is_repeated {
                Err(Refusal::new(ErrorCode::InvalidRequest, "Duplicate topic name."))
            } else {
                let id = TopicId(self.next_topic);
                let (view, stream) = self.view_and_stream();
                let plan = view.create_topic(new, id, stream);
                let plan = if request.validate_only { plan.map(|_| Plan::default()) } else { plan };
                self.carry_out(plan, effects)
            };
            let (error, message) = verdict(&result);
            topics.push((new.name.clone(), error, message));
        }
        CreateTopicsResponse { topics }
    }

    fn delete_topics(
        &mut self,
        request: &DeleteTopicsRequest,
        effects: &mut ControllerEffects,
    ) -> DeleteTopicsResponse {
        let mut delete = |name: &Text| {
            let plan = self.view().delete_topic(name);
            let (error, message) = verdict(&self.carry_out(plan, effects));
            (name.clone(), error, message)
        };
        DeleteTopicsResponse { topics: request.topics.iter().map(&mut delete).collect() }
    }

    fn create_partitions(
        &mut self,
        request: &CreatePartitionsRequest,
        effects: &mut ControllerEffects,
    ) -> CreatePartitionsResponse {
        let mut topics: Vec<TopicResult> = Vec::with_capacity(request.topics.len());
        for (name, count) in &request.topics {
            let (view, stream) = self.view_and_stream();
            let plan = view.create_partitions(name, *count, stream);
            let (error, message) = verdict(&self.carry_out(plan, effects));
            topics.push((name.clone(), error, message));
        }
        CreatePartitionsResponse { topics }
    }

    fn alter_configs(
        &mut self,
        request: &IncrementalAlterConfigsRequest,
        effects: &mut ControllerEffects,
    ) -> IncrementalAlterConfigsResponse {
        let mut results = Vec::with_capacity(request.changes.len());
        for (resource, key, value) in &request.changes {
            let plan = self.view().alter_config(resource, key, value.as_ref());
            let (error, message) = verdict(&self.carry_out(plan, effects));
            results.push((resource.clone(), error, message));
        }
        IncrementalAlterConfigsResponse { results }
    }

    fn elect_leaders(
        &mut self,
        request: &ElectLeadersRequest,
        effects: &mut ControllerEffects,
    ) -> ElectLeadersResponse {
        let wanted = match &request.partitions {
            Some(partitions) => partitions.clone(),
            None => self.all_partitions(),
        };
        let mut partitions: Vec<PartitionResult> = Vec::with_capacity(wanted.len());
        for (name, number) in wanted {
            let plan = self.view().elect_leader(request.election, &name, number);
            let (error, message) = verdict(&self.carry_out(plan, effects));
            // Asked for all, those that need nothing are not worth a line.
            if request.partitions.is_some() || error != ErrorCode::ElectionNotNeeded {
                partitions.push((name, number, error, message));
            }
        }
        ElectLeadersResponse { error: ErrorCode::None, partitions }
    }

    fn all_partitions(&self) -> Vec<(Text, i32)> {
        let topics = self.image.topics.values();
        topics
            .flat_map(|topic| (0..).zip(&topic.partitions).map(|(number, _)| (topic.name.clone(), number)))
            .collect()
    }

    fn alter_reassignments(
        &mut self,
        request: &AlterPartitionReassignmentsRequest,
        effects: &mut ControllerEffects,
    ) -> AlterPartitionReassignmentsResponse {
        let mut partitions: Vec<PartitionResult> = Vec::with_capacity(request.partitions.len());
        for (name, number, target) in &request.partitions {
            let plan = self.view().reassign(name, *number, target.as_deref());
            let (error, message) = verdict(&self.carry_out(plan, effects));
            partitions.push((name.clone(), *number, error, message));
        }
        AlterPartitionReassignmentsResponse { error: ErrorCode::None, partitions }
    }
}
