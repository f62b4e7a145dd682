//! FindCoordinator: the leader of the group's partition of `__consumer_offsets`,
//! which is created when the first group asks (`KafkaApis.getCoordinator`).

use super::node::Asked;
use super::{Broker, BrokerEffects, OFFSETS_TOPIC};
use crate::base::{BrokerId, Instant, Text};
use crate::coordinator::partition_for;
use crate::protocol::{ErrorCode, FindCoordinatorRequest, FindCoordinatorResponse, Response};

impl Broker {
    pub(super) fn find_coordinator(
        &mut self,
        now: Instant,
        asked: &Asked,
        request: &FindCoordinatorRequest,
        effects: &mut BrokerEffects,
    ) {
        let found = match self.image.topic_named(OFFSETS_TOPIC) {
            None => {
                self.create_topics(now, &[Text::from(OFFSETS_TOPIC)], effects);
                None
            }
            Some(topic) => {
                let count = i32::try_from(topic.partitions.len()).unwrap_or(i32::MAX);
                let partition = usize::try_from(partition_for(&request.group, count)).unwrap_or(0);
                let leader = topic.partitions.get(partition).map(|state| state.leader);
                leader.filter(|leader| self.image.is_unfenced(*leader))
            }
        };
        let error = if found.is_some() { ErrorCode::None } else { ErrorCode::CoordinatorNotAvailable };
        let coordinator = found.unwrap_or(BrokerId::NONE);
        let response = FindCoordinatorResponse { error, coordinator };
        Self::answer(asked, Response::FindCoordinator(response), effects);
    }
}
