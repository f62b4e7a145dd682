//! The questions of one command on their way: to whom each goes, its retries,
//! its time-out, and what the command's log says of brokers it can't reach.
//!
//! Mirrors `KafkaAdminClient` over `NetworkClient`: a broker that refuses is tried
//! again after 50 ms to 1 s, a coordinator or leader that has moved is looked for
//! again, and after `default.api.timeout.ms` a call is given up.

use super::effects::TerminalEffects;
use super::servers;
use super::talk::{Answer, To, Unreachable};
use crate::base::{Address, BrokerId, CorrelationId, Duration, EpochMillis, Instant, Text};
use crate::protocol::{
    ErrorCode, FindCoordinatorRequest, Message, MetadataRequest, MetadataResponse, Request, Response,
};
use std::collections::BTreeMap;

/// `request.timeout.ms` of the admin client.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);
/// `socket.connection.setup.timeout.ms`.
const SETUP_TIMEOUT: Duration = Duration::from_secs(10);
/// `reconnect.backoff.ms` and its maximum.
const RECONNECT_MS: (u64, u64) = (50, 1_000);
/// `retry.backoff.ms` and its maximum.
const RETRY_MS: (u64, u64) = (100, 1_000);

#[derive(Clone, Debug)]
struct Call {
    place: usize,
    to: To,
    request: Request,
    deadline: Instant,
    not_before: Instant,
    failures: u32,
    is_sent: bool,
    was_sent: bool,
    error: ErrorCode,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Purpose {
    Call(usize),
    Coordinator(Text),
    Leader(Text),
}

#[derive(Clone, Debug)]
struct InFlight {
    correlation: CorrelationId,
    broker: BrokerId,
    deadline: Instant,
    purpose: Purpose,
}

#[derive(Clone, Copy, Debug, Default)]
struct Connection {
    failures: u32,
    not_before: Instant,
    has_answered: bool,
}

/// The questions of one command.
#[derive(Clone, Debug, Default)]
pub(super) struct Calls {
    bootstrap: Vec<BrokerId>,
    calls: Vec<Call>,
    in_flight: Vec<InFlight>,
    connections: BTreeMap<BrokerId, Connection>,
    coordinators: BTreeMap<Text, BrokerId>,
    leaders: BTreeMap<(Text, i32), BrokerId>,
    next_correlation: u32,
}

impl Calls {
    /// Takes a question in; [`Self::run`] sends it.
    pub(super) fn ask(&mut self, place: usize, to: To, request: Request, deadline: Instant) {
        self.calls.push(Call {
            place,
            to,
            request,
            deadline,
            not_before: Instant::START,
            failures: 0,
            is_sent: false,
            was_sent: false,
            error: ErrorCode::RequestTimedOut,
        });
    }

    /// Whom [`To::Any`] means.
    pub(super) fn set_bootstrap(&mut self, bootstrap: &[BrokerId]) {
        self.bootstrap = bootstrap.to_vec();
    }

    /// Sends what can be sent and gives up what is late. Returns the calls that
    /// ended without an answer, and the brokers that did not let themselves be reached.
    pub(super) fn run(
        &mut self,
        now: Instant,
        epoch: EpochMillis,
        effects: &mut TerminalEffects,
    ) -> (Vec<(usize, Answer)>, Vec<BrokerId>) {
        let mut silent = Vec::new();
        while let Some(late) = self.in_flight.iter().find(|request| request.deadline <= now) {
            let broker = late.broker;
            if self.disconnected(now, broker) {
                silent.push(broker);
            }
        }
        let mut ended = Vec::new();
        self.calls.retain(|call| {
            let is_late = call.deadline <= now;
            if is_late {
                let at = call.deadline.on_calendar(epoch);
                let why = Unreachable { was_sent: call.was_sent, error: call.error, at };
                ended.push((call.place, Answer::Unreachable(why)));
            }
            !is_late
        });
        for index in 0..self.calls.len() {
            self.send_call(now, index, effects);
        }
        (ended, silent)
    }

    fn send_call(&mut self, now: Instant, index: usize, effects: &mut TerminalEffects) {
        let Some(call) = self.calls.get(index).filter(|call| !call.is_sent && call.not_before <= now) else {
            return;
        };
        let (place, request, to) = (call.place, call.request.clone(), call.to.clone());
        let broker = match to {
            To::Any => self.any(now),
            To::Broker(broker) => Some(broker).filter(|broker| self.is_ready(*broker, now)),
            To::Coordinator(group) => self.coordinator(now, &group, effects),
            To::Leader(topic, partition) => self.leader(now, &topic, partition, effects),
        };
        let Some(broker) = broker else { return };
        self.send(now, broker, request, Purpose::Call(place), effects);
        if let Some(call) = self.calls.get_mut(index) {
            call.is_sent = true;
        }
    }

    fn is_ready(&self, broker: BrokerId, now: Instant) -> bool {
        self.connections.get(&broker).is_none_or(|connection| connection.not_before <= now)
    }

    fn any(&self, now: Instant) -> Option<BrokerId> {
        let failures =
            |broker: &BrokerId| self.connections.get(broker).map_or(0, |connection| connection.failures);
        self.bootstrap.iter().copied().filter(|broker| self.is_ready(*broker, now)).min_by_key(failures)
    }

    fn coordinator(&mut self, now: Instant, group: &Text, effects: &mut TerminalEffects) -> Option<BrokerId> {
        if let Some(known) = self.coordinators.get(group).copied() {
            return Some(known).filter(|broker| self.is_ready(*broker, now));
        }
        let purpose = Purpose::Coordinator(group.clone());
        let request = Request::FindCoordinator(FindCoordinatorRequest { group: group.clone() });
        self.look_up(now, request, purpose, effects);
        None
    }

    fn leader(
        &mut self,
        now: Instant,
        topic: &Text,
        partition: i32,
        effects: &mut TerminalEffects,
    ) -> Option<BrokerId> {
        if let Some(known) = self.leaders.get(&(topic.clone(), partition)).copied() {
            return Some(known).filter(|broker| self.is_ready(*broker, now));
        }
        let purpose = Purpose::Leader(topic.clone());
        let topics = Some(vec![topic.clone()]);
        let request = Request::Metadata(MetadataRequest { topics, allow_auto_topic_creation: false });
        self.look_up(now, request, purpose, effects);
        None
    }

    /// Asks anybody where to ask, once at a time.
    fn look_up(&mut self, now: Instant, request: Request, purpose: Purpose, effects: &mut TerminalEffects) {
        if self.in_flight.iter().any(|known| known.purpose == purpose) {
            return;
        }
        if let Some(broker) = self.any(now) {
            self.send(now, broker, request, purpose, effects);
        }
    }

    fn send(
        &mut self,
        now: Instant,
        broker: BrokerId,
        body: Request,
        purpose: Purpose,
        effects: &mut TerminalEffects,
    ) {
        self.next_correlation += 1;
        let correlation = CorrelationId(self.next_correlation);
        let connection = self.connections.entry(broker).or_default();
        let timeout = if connection.has_answered { REQUEST_TIMEOUT } else { SETUP_TIMEOUT };
        self.in_flight.push(InFlight { correlation, broker, deadline: now + timeout, purpose });
        let client_id = "adminclient-1".into();
        effects.node.send(Address::Broker(broker), Message::Request { correlation, client_id, body });
    }

    /// Takes an answer in. Returns the call it ends, if it ends one.
    pub(super) fn answered(
        &mut self,
        now: Instant,
        correlation: CorrelationId,
        body: Response,
    ) -> Option<(usize, Answer)> {
        let index = self.in_flight.iter().position(|request| request.correlation == correlation)?;
        let InFlight { broker, purpose, .. } = self.in_flight.remove(index);
        let connection = Connection { has_answered: true, ..Connection::default() };
        self.connections.insert(broker, connection);
        for call in &mut self.calls {
            if purpose == Purpose::Call(call.place) {
                call.was_sent = true;
            }
        }
        match (purpose, body) {
            (Purpose::Call(place), body) => {
                let call = self.calls.iter().position(|call| call.place == place)?;
                if let Some(error) = routing_error(&body) {
                    self.coordinators.clear();
                    self.leaders.clear();
                    self.pause(now, error, |call| call.place == place);
                    return None;
                }
                self.calls.remove(call);
                return Some((place, Answer::Response(body)));
            }
            (Purpose::Coordinator(group), Response::FindCoordinator(found)) => {
                if found.error == ErrorCode::None {
                    self.coordinators.insert(group, found.coordinator);
                } else {
                    self.pause(now, found.error, |call| call.to == To::Coordinator(group.clone()));
                }
            }
            (Purpose::Leader(topic), Response::Metadata(found)) => self.learn_leaders(now, &topic, &found),
            _ => {}
        }
        None
    }

    fn learn_leaders(&mut self, now: Instant, topic: &Text, found: &MetadataResponse) {
        let mut error = ErrorCode::UnknownTopicOrPartition;
        for partition in found.topics.iter().flat_map(|topic| &topic.partitions) {
            if partition.leader == BrokerId::NONE {
                error = ErrorCode::LeaderNotAvailable;
            } else {
                self.leaders.insert((topic.clone(), partition.partition), partition.leader);
            }
        }
        let known = self.leaders.clone();
        self.pause(now, error, |call| match &call.to {
            To::Leader(wanted, partition) => {
                wanted == topic && !known.contains_key(&(wanted.clone(), *partition))
            }
            _ => false,
        });
    }

    /// Lets calls wait before they are tried again.
    fn pause(&mut self, now: Instant, error: ErrorCode, which: impl Fn(&Call) -> bool) {
        for call in self.calls.iter_mut().filter(|call| which(call)) {
            call.is_sent = false;
            call.error = error;
            call.not_before = now + backoff(RETRY_MS, call.failures);
            call.failures = call.failures.saturating_add(1);
        }
    }

    /// A connection broke. True when it had never stood.
    pub(super) fn disconnected(&mut self, now: Instant, broker: BrokerId) -> bool {
        let connection = self.connections.entry(broker).or_default();
        let had_stood = std::mem::take(&mut connection.has_answered);
        connection.not_before = now + backoff(RECONNECT_MS, connection.failures);
        connection.failures = connection.failures.saturating_add(1);
        let failed: Vec<_> = self.in_flight.extract_if(.., |request| request.broker == broker).collect();
        self.coordinators.retain(|_, known| *known != broker);
        self.leaders.retain(|_, known| *known != broker);
        for InFlight { purpose, .. } in &failed {
            self.pause(now, ErrorCode::NetworkException, |call| match purpose {
                Purpose::Call(place) => call.place == *place,
                Purpose::Coordinator(group) => call.to == To::Coordinator(group.clone()),
                Purpose::Leader(topic) => matches!(&call.to, To::Leader(wanted, _) if wanted == topic),
            });
        }
        !had_stood && !failed.is_empty()
    }

    /// How the command's log names a broker: those of the command line have no number yet.
    pub(super) fn node_name(&self, broker: BrokerId) -> String {
        let place = self.bootstrap.iter().position(|known| *known == broker);
        let node = place.map_or(broker.0, |place| -1 - place as i32);
        format!("{node} (localhost/127.0.0.1:{})", servers::port(broker))
    }

    /// When something is due next.
    pub(super) fn next_due(&self, now: Instant) -> Option<Instant> {
        let requests = self.in_flight.iter().map(|request| request.deadline);
        let calls = self.calls.iter().flat_map(|call| [call.deadline, call.not_before]);
        let connections = self.connections.values().map(|connection| connection.not_before);
        requests.chain(calls).chain(connections).filter(|due| *due > now).min()
    }
}

fn backoff((first_ms, most_ms): (u64, u64), failures: u32) -> Duration {
    Duration::from_millis((first_ms << failures.min(10)).min(most_ms))
}

/// The error that says the question came to the wrong broker, or too early.
fn routing_error(response: &Response) -> Option<ErrorCode> {
    use ErrorCode as E;
    let is_coordinators = |error: &E| {
        matches!(error, E::CoordinatorLoadInProgress | E::CoordinatorNotAvailable | E::NotCoordinator)
    };
    let is_leaders = |error: &E| {
        let known = [
            E::NotLeaderOrFollower,
            E::LeaderNotAvailable,
            E::FencedLeaderEpoch,
            E::UnknownLeaderEpoch,
            E::OffsetNotAvailable,
            E::UnknownTopicOrPartition,
            E::KafkaStorageError,
        ];
        known.contains(error)
    };
    match response {
        Response::OffsetCommit(answer) => {
            answer.partitions.iter().map(|partition| partition.2).find(is_coordinators)
        }
        Response::OffsetFetch(answer) => Some(answer.error).filter(is_coordinators),
        Response::DescribeGroups(answer) => {
            answer.groups.iter().map(|group| group.error).find(is_coordinators)
        }
        Response::DeleteGroups(answer) => answer.groups.iter().map(|group| group.1).find(is_coordinators),
        Response::ListOffsets(answer) => answer.partitions.iter().map(|listed| listed.error).find(is_leaders),
        Response::DeleteRecords(answer) => answer.partitions.iter().map(|deleted| deleted.3).find(is_leaders),
        Response::CreateTopics(answer) => {
            answer.topics.iter().map(|topic| topic.1).find(|error| *error == E::NotController)
        }
        _ => None,
    }
}
