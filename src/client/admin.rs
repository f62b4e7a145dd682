//! The admin client: one request after another to a broker that lives, to the
//! partition's leader or to the group's coordinator where it must be, tried
//! again for half a minute (`KafkaAdminClient`).

use super::network_client::{Failed, NetworkClient, NetworkConfig};
use super::wakes::{NextDeadline, Wakes};
use super::{ClientCommand, ClientEffects, ClientInput};
use crate::base::{Address, BrokerId, ClientId, Duration, Instant, Stream, Text, TopicPartition};
use crate::protocol::{
    Api, DeleteRecordsRequest, ErrorCode, FindCoordinatorRequest, Message, Request, Response,
};
use crate::sim::{Halt, Input};
use crate::story::Fact;
use std::collections::BTreeMap;

/// How long a call may take, its retries included.
const CALL_TIMEOUT: Duration = Duration::from_secs(30);
/// Answers kept for the asker.
const KEPT_RESULTS: usize = 256;

/// What became of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdminResult {
    /// What was asked.
    pub request: Request,
    /// The answer; none when no broker gave one in time.
    pub response: Option<Response>,
    /// The first error in it, or why there is none.
    pub error: ErrorCode,
}

#[derive(Clone, Debug)]
struct Call {
    number: u64,
    request: Request,
    deadline: Instant,
    not_before: Instant,
    failures: u32,
    is_sent: bool,
    last_error: ErrorCode,
}

#[derive(Clone, Debug)]
enum Purpose {
    Call(u64),
    FindCoordinator(Text),
}

/// An administrator's process.
#[derive(Clone, Debug)]
pub struct Admin {
    id: ClientId,
    network: NetworkClient<Purpose>,
    calls: Vec<Call>,
    next_number: u64,
    /// Coordinators found; `None` while one is sought.
    coordinators: BTreeMap<Text, Option<BrokerId>>,
    results: Vec<AdminResult>,
    is_closing: bool,
    wakes: Wakes,
}

impl Admin {
    /// An admin client called `name` that is not yet started.
    #[must_use]
    pub fn new(name: &str, id: ClientId, bootstrap: Vec<BrokerId>, stream: Stream) -> Self {
        let config = NetworkConfig {
            client_id: name.into(),
            request_timeout_ms: 30_000,
            retry_backoff_ms: (100, 1_000),
            metadata_max_age_ms: 300_000,
            allow_auto_topic_creation: false,
        };
        Self {
            id,
            network: NetworkClient::new(&config, bootstrap, &[], stream),
            calls: Vec::new(),
            next_number: 0,
            coordinators: BTreeMap::new(),
            results: Vec::new(),
            is_closing: false,
            wakes: Wakes::default(),
        }
    }

    /// Takes one input to rest.
    pub fn handle(&mut self, now: Instant, input: ClientInput, effects: &mut ClientEffects) {
        self.wakes.passed(now);
        match input {
            Input::Message { message: Message::Response { correlation, body }, .. } => {
                if let Some((_, purpose, body)) = self.network.answered(now, correlation, body) {
                    self.answered(now, purpose, body, effects);
                }
            }
            Input::Disconnected { peer: Address::Broker(broker) } => {
                for failed in self.network.disconnected(now, broker) {
                    self.request_failed(now, failed, effects);
                }
            }
            _ => {}
        }
        self.run(now, effects);
    }

    /// Takes a question; other clients' commands are passed over.
    pub fn command(&mut self, now: Instant, command: ClientCommand, effects: &mut ClientEffects) {
        match command {
            ClientCommand::Ask(Request::DeleteRecords(request)) => {
                // Each partition has a leader of its own to ask.
                for partition in request.partitions {
                    let partitions = vec![partition];
                    self.ask(now, Request::DeleteRecords(DeleteRecordsRequest { partitions }));
                }
            }
            ClientCommand::Ask(request) => self.ask(now, request),
            ClientCommand::Close => self.is_closing = true,
            _ => return,
        }
        self.run(now, effects);
    }

    /// The brokers that answer: whoever starts a tool gives it the addresses of these.
    pub fn turn_to(&mut self, brokers: &[BrokerId]) {
        self.network.metadata.turn_to(brokers);
        self.coordinators.retain(|_, known| known.is_none_or(|broker| brokers.contains(&broker)));
    }

    fn ask(&mut self, now: Instant, request: Request) {
        self.next_number += 1;
        self.calls.push(Call {
            number: self.next_number,
            request,
            deadline: now + CALL_TIMEOUT,
            not_before: Instant::START,
            failures: 0,
            is_sent: false,
            last_error: ErrorCode::RequestTimedOut,
        });
    }

    fn run(&mut self, now: Instant, effects: &mut ClientEffects) {
        for failed in self.network.timed_out(now) {
            self.request_failed(now, failed, effects);
        }
        while let Some(late) = self.calls.iter().find(|call| call.deadline <= now) {
            let (number, error) = (late.number, late.last_error);
            self.end(number, None, error, effects);
        }
        for index in 0..self.calls.len() {
            let call = &self.calls[index];
            if call.is_sent || call.not_before > now {
                continue;
            }
            let (number, request) = (call.number, call.request.clone());
            let Some(broker) = self.whom(now, &request, effects) else { continue };
            self.network.send(now, broker, request, Purpose::Call(number), effects);
            self.calls[index].is_sent = true;
        }
        self.network.maybe_refresh(now, effects);
        if self.is_closing && self.calls.is_empty() {
            effects.halt = Some(Halt::Stopped);
            return;
        }
        let mut next = NextDeadline::after(now);
        self.network.deadlines(&mut next);
        for call in &self.calls {
            next.at(call.not_before);
            next.at(call.deadline);
        }
        self.wakes.ensure(next.earliest(), effects);
    }

    /// The broker to ask, if it is known and can be asked now.
    fn whom(&mut self, now: Instant, request: &Request, effects: &mut ClientEffects) -> Option<BrokerId> {
        let group = match request {
            Request::DeleteRecords(request) => {
                let (name, partition, _) = request.partitions.first()?;
                self.network.metadata.add_topic(name);
                let topic = self.network.metadata.topic_id(name)?;
                return self.leader(now, TopicPartition { topic, partition: *partition });
            }
            Request::ListOffsets(request) => return self.leader(now, request.partitions.first()?.0),
            Request::OffsetCommit(request) => request.group.clone(),
            Request::OffsetFetch(request) => request.group.clone(),
            Request::DescribeGroups(request) => request.groups.first()?.clone(),
            Request::DeleteGroups(request) => request.groups.first()?.clone(),
            _ => return self.network.least_loaded(now),
        };
        if let Some(known) = self.coordinators.get(&group) {
            return known.filter(|broker| self.network.is_ready(*broker, now));
        }
        let broker = self.network.least_loaded(now)?;
        self.coordinators.insert(group.clone(), None);
        let body = Request::FindCoordinator(FindCoordinatorRequest { group: group.clone() });
        self.network.send(now, broker, body, Purpose::FindCoordinator(group), effects);
        None
    }

    fn leader(&mut self, now: Instant, partition: TopicPartition) -> Option<BrokerId> {
        let leader = self.network.metadata.leader(partition).map(|(leader, _)| leader);
        if leader.is_none() {
            self.network.metadata.request_update();
        }
        leader.filter(|broker| self.network.is_ready(*broker, now))
    }

    fn answered(&mut self, now: Instant, purpose: Purpose, body: Response, effects: &mut ClientEffects) {
        match (purpose, body) {
            (Purpose::FindCoordinator(group), Response::FindCoordinator(response)) => {
                if response.error == ErrorCode::None {
                    self.coordinators.insert(group, Some(response.coordinator));
                    return;
                }
                self.coordinators.remove(&group);
                self.pause_calls(now, response.error);
            }
            (Purpose::Call(number), body) => {
                let error = first_error(&body);
                if error.is_retriable()
                    && error != ErrorCode::ElectionNotNeeded
                    && self.retry(now, number, error, effects)
                {
                    return;
                }
                self.end(number, Some(body), error, effects);
            }
            (Purpose::FindCoordinator(_), _) => {}
        }
    }

    fn request_failed(&mut self, now: Instant, failed: Failed<Purpose>, effects: &mut ClientEffects) {
        match failed.context {
            Purpose::FindCoordinator(group) => {
                self.coordinators.remove(&group);
                self.pause_calls(now, failed.error);
            }
            Purpose::Call(number) => {
                self.retry(now, number, failed.error, effects);
            }
        }
    }

    /// Calls that wait for a coordinator wait a little longer.
    fn pause_calls(&mut self, now: Instant, error: ErrorCode) {
        for call in self.calls.iter_mut().filter(|call| !call.is_sent) {
            call.not_before = now + self.network.retry_pause(call.failures);
            call.failures = call.failures.saturating_add(1);
            call.last_error = error;
        }
    }

    /// Tries a call again after a pause. False when it is no more.
    fn retry(&mut self, now: Instant, number: u64, error: ErrorCode, effects: &mut ClientEffects) -> bool {
        let Some(call) = self.calls.iter_mut().find(|call| call.number == number) else { return false };
        call.is_sent = false;
        call.last_error = error;
        call.not_before = now + self.network.retry_pause(call.failures);
        call.failures = call.failures.saturating_add(1);
        let (client, api) = (self.id, call.request.api());
        effects.fact(Fact::Retrying { client, api, partition: None, error });
        self.coordinators.clear();
        self.network.metadata.request_update();
        true
    }

    fn end(
        &mut self,
        number: u64,
        response: Option<Response>,
        error: ErrorCode,
        effects: &mut ClientEffects,
    ) {
        let Some(place) = self.calls.iter().position(|call| call.number == number) else { return };
        let call = self.calls.remove(place);
        if error != ErrorCode::None {
            let (client, api) = (self.id, call.request.api());
            effects.fact(Fact::ErrorReturned { client, api, partition: None, error });
        }
        if self.results.len() == KEPT_RESULTS {
            self.results.remove(0);
        }
        self.results.push(AdminResult { request: call.request, response, error });
    }

    /// What became of the last calls, oldest first.
    #[must_use]
    pub fn results(&self) -> &[AdminResult] {
        &self.results
    }

    /// Calls not yet answered.
    pub fn pending(&self) -> impl Iterator<Item = Api> {
        self.calls.iter().map(|call| call.request.api())
    }
}

/// The first error in an answer to an administrator.
fn first_error(response: &Response) -> ErrorCode {
    fn first(mut errors: impl Iterator<Item = ErrorCode>) -> ErrorCode {
        errors.find(|error| *error != ErrorCode::None).unwrap_or_default()
    }
    match response {
        Response::CreateTopics(response) => first(response.topics.iter().map(|topic| topic.1)),
        Response::DeleteTopics(response) => first(response.topics.iter().map(|topic| topic.1)),
        Response::CreatePartitions(response) => first(response.topics.iter().map(|topic| topic.1)),
        Response::DeleteRecords(response) => first(response.partitions.iter().map(|partition| partition.3)),
        Response::IncrementalAlterConfigs(response) => first(response.results.iter().map(|result| result.1)),
        Response::ElectLeaders(response) => {
            let each = response.partitions.iter().map(|partition| partition.2);
            first(std::iter::once(response.error).chain(each))
        }
        Response::AlterPartitionReassignments(response) => {
            let each = response.partitions.iter().map(|partition| partition.2);
            first(std::iter::once(response.error).chain(each))
        }
        Response::OffsetCommit(response) => first(response.partitions.iter().map(|partition| partition.2)),
        Response::OffsetFetch(response) => response.error,
        Response::ListOffsets(response) => first(response.partitions.iter().map(|listed| listed.error)),
        Response::DescribeGroups(response) => first(response.groups.iter().map(|group| group.error)),
        Response::DeleteGroups(response) => first(response.groups.iter().map(|group| group.1)),
        _ => ErrorCode::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Offset;
    use crate::client::Client;
    use crate::client::bench::{Bench, metadata, millis, stream};
    use crate::protocol::{DeleteRecordsResponse, DeleteTopicsRequest, DeleteTopicsResponse};

    #[test]
    fn a_question_goes_to_a_broker_that_answers() {
        let mut admin = Admin::new("admin", ClientId(9), vec![BrokerId(1), BrokerId(2)], stream());
        let mut effects = ClientEffects::default();
        admin.handle(Instant(0), Input::Start, &mut effects);
        effects.sends.clear();
        admin.turn_to(&[BrokerId(2)]);
        for name in ["u", "v", "w", "x"] {
            let request = DeleteTopicsRequest { topics: vec![name.into()] };
            let question = ClientCommand::Ask(Request::DeleteTopics(request));
            admin.command(Instant(1_000), question, &mut effects);
        }
        assert_eq!(effects.sends.len(), 4);
        assert!(effects.sends.iter().all(|send| send.to == Address::Broker(BrokerId(2))));
    }

    #[test]
    fn a_call_is_tried_again_and_a_refusal_is_told() {
        let mut count = 0;
        let admin = Admin::new("admin", ClientId(9), vec![BrokerId(1)], stream());
        let mut bench = Bench::new(Client::Admin(admin), move |_, request| match request {
            Request::Metadata(request) => Some(metadata(request, 1, 0)),
            Request::DeleteTopics(_) => Some(Response::DeleteTopics(DeleteTopicsResponse {
                topics: vec![("u".into(), ErrorCode::InvalidTopicException, None)],
            })),
            Request::DeleteRecords(_) => {
                count += 1;
                let error = if count == 1 { ErrorCode::NotLeaderOrFollower } else { ErrorCode::None };
                let partitions = vec![("t".into(), 0, Offset(5), error)];
                Some(Response::DeleteRecords(DeleteRecordsResponse { partitions }))
            }
            other => panic!("unexpected {other:?}"),
        });
        let partitions = vec![("t".into(), 0, Offset(5))];
        bench.command(ClientCommand::Ask(Request::DeleteRecords(DeleteRecordsRequest { partitions })));
        let topics = vec!["u".into()];
        bench.command(ClientCommand::Ask(Request::DeleteTopics(DeleteTopicsRequest { topics })));
        bench.run_until(millis(5_000));
        let Client::Admin(admin) = &bench.client else { panic!("an admin") };
        let mut errors: Vec<_> = admin.results().iter().map(|result| result.error).collect();
        errors.sort();
        assert_eq!(errors, [ErrorCode::InvalidTopicException, ErrorCode::None]);
        let told = bench.facts.iter().filter(|(_, fact)| matches!(fact, Fact::ErrorReturned { .. })).count();
        assert_eq!(told, 1);
    }
}
