//! Requests under way, by broker; their numbers, timeouts and failures; the
//! pauses before a broken connection is tried again; metadata renewed by itself.
//!
//! Mirrors `NetworkClient` with its `DefaultMetadataUpdater`. Every client of
//! this room sends through one. `C` is what the owner keeps beside a request.

use super::ClientEffects;
use super::backoff::Backoff;
use super::metadata::Metadata;
use super::wakes::NextDeadline;
use crate::base::{Address, BrokerId, CorrelationId, Duration, Instant, Stream, Text};
use crate::protocol::{Api, ErrorCode, Message, MetadataRequest, Request, Response};
use std::collections::{BTreeMap, VecDeque};

/// `reconnect.backoff.ms` and `reconnect.backoff.max.ms`.
const RECONNECT_MS: (i64, i64) = (50, 1_000);

/// A request that waits for its answer.
#[derive(Clone, Debug)]
pub(crate) struct InFlight<C> {
    correlation: CorrelationId,
    /// The broker asked.
    pub(crate) broker: BrokerId,
    deadline: Instant,
    /// What was asked.
    pub(crate) api: Api,
    /// What the owner kept; `None` for the network client's own metadata requests.
    context: Option<C>,
}

/// A request that will get no answer.
#[derive(Clone, Debug)]
pub(crate) struct Failed<C> {
    /// The broker asked.
    pub(crate) broker: BrokerId,
    /// What was asked.
    pub(crate) api: Api,
    /// What the owner kept.
    pub(crate) context: C,
    /// [`ErrorCode::NetworkException`] or [`ErrorCode::RequestTimedOut`].
    pub(crate) error: ErrorCode,
}

#[derive(Clone, Copy, Debug, Default)]
struct Connection {
    failures: u32,
    not_before: Instant,
    in_flight: u32,
}

/// The settings of a network client.
#[derive(Clone, Debug)]
pub(crate) struct NetworkConfig {
    /// `client.id`.
    pub(crate) client_id: Text,
    /// `request.timeout.ms`.
    pub(crate) request_timeout_ms: i64,
    /// `retry.backoff.ms` and `retry.backoff.max.ms`.
    pub(crate) retry_backoff_ms: (i64, i64),
    /// `metadata.max.age.ms`.
    pub(crate) metadata_max_age_ms: i64,
    /// `allow.auto.create.topics`.
    pub(crate) allow_auto_topic_creation: bool,
}

/// Requests under way and the metadata that tells where to send them.
#[derive(Clone, Debug)]
pub(crate) struct NetworkClient<C> {
    client_id: Text,
    next_correlation: u32,
    in_flight: VecDeque<InFlight<C>>,
    connections: BTreeMap<BrokerId, Connection>,
    bootstrap: Vec<BrokerId>,
    request_timeout: Duration,
    metadata_max_age: Duration,
    allow_auto_topic_creation: bool,
    is_refreshing: bool,
    refresh_not_before: Instant,
    refresh_failures: u32,
    retry: Backoff,
    /// The pauses between retries; also the owner's.
    stream: Stream,
    /// What is known of the cluster.
    pub(crate) metadata: Metadata,
}

impl<C> NetworkClient<C> {
    pub(crate) fn new(
        config: &NetworkConfig,
        bootstrap: Vec<BrokerId>,
        topics: &[Text],
        stream: Stream,
    ) -> Self {
        Self {
            client_id: config.client_id.clone(),
            next_correlation: 0,
            in_flight: VecDeque::new(),
            connections: BTreeMap::new(),
            metadata: Metadata::bootstrap(&bootstrap, topics),
            bootstrap,
            request_timeout: Duration::from_millis(config.request_timeout_ms.max(0) as u64),
            metadata_max_age: Duration::from_millis(config.metadata_max_age_ms.max(0) as u64),
            allow_auto_topic_creation: config.allow_auto_topic_creation,
            is_refreshing: false,
            refresh_not_before: Instant::START,
            refresh_failures: 0,
            retry: Backoff::from_millis(config.retry_backoff_ms.0, config.retry_backoff_ms.1),
            stream,
        }
    }

    /// The pause before the next attempt, after `failures` failures before the last one.
    pub(crate) fn retry_pause(&mut self, failures: u32) -> Duration {
        self.retry.after(failures, &mut self.stream)
    }

    /// The client's random stream.
    pub(crate) fn stream(&mut self) -> &mut Stream {
        &mut self.stream
    }

    /// Requests to `broker` that wait for an answer.
    pub(crate) fn in_flight_to(&self, broker: BrokerId) -> u32 {
        self.connections.get(&broker).map_or(0, |connection| connection.in_flight)
    }

    /// Whether a request may go to `broker` now (no reconnect pause).
    pub(crate) fn is_ready(&self, broker: BrokerId, now: Instant) -> bool {
        self.connections.get(&broker).is_none_or(|connection| connection.not_before <= now)
    }

    /// Sends a request and keeps `context` for its answer.
    pub(crate) fn send(
        &mut self,
        now: Instant,
        broker: BrokerId,
        body: Request,
        context: C,
        effects: &mut ClientEffects,
    ) {
        self.send_within(now, self.request_timeout, broker, body, context, effects);
    }

    /// As [`Self::send`], with a timeout of its own (JoinGroup waits for the whole group).
    pub(crate) fn send_within(
        &mut self,
        now: Instant,
        timeout: Duration,
        broker: BrokerId,
        body: Request,
        context: C,
        effects: &mut ClientEffects,
    ) {
        self.dispatch(now, timeout, broker, body, Some(context), effects);
    }

    /// Sends a request that gets no answer (`acks=0`).
    pub(crate) fn send_unanswered(&mut self, broker: BrokerId, body: Request, effects: &mut ClientEffects) {
        let correlation = self.number();
        let client_id = self.client_id.clone();
        effects.send(Address::Broker(broker), Message::Request { correlation, client_id, body });
    }

    fn number(&mut self) -> CorrelationId {
        self.next_correlation = self.next_correlation.wrapping_add(1);
        CorrelationId(self.next_correlation)
    }

    fn dispatch(
        &mut self,
        now: Instant,
        timeout: Duration,
        broker: BrokerId,
        body: Request,
        context: Option<C>,
        effects: &mut ClientEffects,
    ) {
        let correlation = self.number();
        let deadline = now + timeout;
        self.in_flight.push_back(InFlight { correlation, broker, deadline, api: body.api(), context });
        self.connections.entry(broker).or_default().in_flight += 1;
        let client_id = self.client_id.clone();
        effects.send(Address::Broker(broker), Message::Request { correlation, client_id, body });
    }

    /// Matches an answer with its request. Metadata answers are taken in here;
    /// answers to forgotten requests are dropped. Returns what the owner kept.
    pub(crate) fn answered(
        &mut self,
        now: Instant,
        correlation: CorrelationId,
        body: Response,
    ) -> Option<(BrokerId, C, Response)> {
        let place = self.in_flight.iter().position(|request| request.correlation == correlation)?;
        let request = self.in_flight.remove(place)?;
        if let Some(connection) = self.connections.get_mut(&request.broker) {
            connection.in_flight = connection.in_flight.saturating_sub(1);
            connection.failures = 0;
            connection.not_before = Instant::START;
        }
        if let Some(context) = request.context {
            return Some((request.broker, context, body));
        }
        self.is_refreshing = false;
        if let Response::Metadata(response) = body {
            self.metadata.update(now, &response);
            self.refresh_failures = 0;
            let pause = self.retry.after(self.metadata.equivalent_answers.min(10), &mut self.stream);
            self.refresh_not_before = now + pause;
        }
        None
    }

    /// A connection broke: its requests fail, and metadata is renewed.
    pub(crate) fn disconnected(&mut self, now: Instant, broker: BrokerId) -> Vec<Failed<C>> {
        let mut failed = Vec::new();
        self.drop_connection(now, broker, ErrorCode::NetworkException, &mut failed);
        failed
    }

    /// Requests whose time is up. As in Kafka, one of them costs the connection and
    /// every other request on it.
    pub(crate) fn timed_out(&mut self, now: Instant) -> Vec<Failed<C>> {
        let mut failed = Vec::new();
        while let Some(late) = self.in_flight.iter().find(|request| request.deadline <= now) {
            let broker = late.broker;
            self.drop_connection(now, broker, ErrorCode::RequestTimedOut, &mut failed);
        }
        failed
    }

    fn drop_connection(
        &mut self,
        now: Instant,
        broker: BrokerId,
        error: ErrorCode,
        failed: &mut Vec<Failed<C>>,
    ) {
        let reconnect = Backoff::from_millis(RECONNECT_MS.0, RECONNECT_MS.1);
        let connection = self.connections.entry(broker).or_default();
        connection.not_before = now + reconnect.after(connection.failures, &mut self.stream);
        connection.failures = connection.failures.saturating_add(1);
        connection.in_flight = 0;
        let mut kept = VecDeque::with_capacity(self.in_flight.len());
        for request in self.in_flight.drain(..) {
            if request.broker != broker {
                kept.push_back(request);
                continue;
            }
            match request.context {
                Some(context) => failed.push(Failed { broker, api: request.api, context, error }),
                None => {
                    self.is_refreshing = false;
                    let pause = self.retry.after(self.refresh_failures, &mut self.stream);
                    self.refresh_not_before = now + pause;
                    self.refresh_failures = self.refresh_failures.saturating_add(1);
                }
            }
        }
        self.in_flight = kept;
        self.metadata.request_update();
    }

    /// The broker with the fewest requests under way, one of them by draw; those in
    /// a reconnect pause are left out. When none known will do, those of the start.
    pub(crate) fn least_loaded(&mut self, now: Instant) -> Option<BrokerId> {
        let choose = |brokers: &[BrokerId], start: usize| {
            let count = brokers.len();
            (0..count)
                .map(|step| brokers[(start + step) % count])
                .filter(|&broker| self.is_ready(broker, now))
                .min_by_key(|&broker| {
                    let failures = self.connections.get(&broker).map_or(0, |connection| connection.failures);
                    (self.in_flight_to(broker), failures)
                })
        };
        let known = self.metadata.brokers();
        let mut draw = self.stream.clone();
        let found =
            choose(known, draw.below(known.len() as u64) as usize).or_else(|| choose(&self.bootstrap, 0));
        self.stream = draw;
        found
    }

    /// Asks for metadata when it is wanted or old.
    pub(crate) fn maybe_refresh(&mut self, now: Instant, effects: &mut ClientEffects) {
        if self.is_refreshing || now < self.refresh_due() {
            return;
        }
        let Some(broker) = self.least_loaded(now) else { return };
        self.is_refreshing = true;
        let body = Request::Metadata(MetadataRequest {
            topics: Some(self.metadata.question()),
            allow_auto_topic_creation: self.allow_auto_topic_creation,
        });
        self.dispatch(now, self.request_timeout, broker, body, None, effects);
    }

    fn refresh_due(&self) -> Instant {
        if self.metadata.has_new_topic() {
            // `requestUpdateForNewTopics`
            return Instant::START;
        }
        let age = self.metadata.refreshed.map_or(Instant::START, |at| at + self.metadata_max_age);
        let wanted = if self.metadata.update_wanted() { Instant::START } else { age };
        wanted.max(self.refresh_not_before)
    }

    /// Takes in the deadlines of requests, reconnections and metadata.
    pub(crate) fn deadlines(&self, next: &mut NextDeadline) {
        for request in &self.in_flight {
            next.at(request.deadline);
        }
        for connection in self.connections.values() {
            next.at(connection.not_before);
        }
        if !self.is_refreshing {
            next.at(self.refresh_due());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{LeaderEpoch, TopicId, TopicPartition};
    use crate::protocol::{HeartbeatResponse, MetadataResponse, PartitionMetadata, TopicMetadata};

    fn client() -> NetworkClient<u8> {
        let config = NetworkConfig {
            client_id: "c".into(),
            request_timeout_ms: 30_000,
            retry_backoff_ms: (100, 1_000),
            metadata_max_age_ms: 300_000,
            allow_auto_topic_creation: true,
        };
        NetworkClient::new(&config, vec![BrokerId(1), BrokerId(2)], &["t".into()], Stream::named(1, "c"))
    }

    fn answer(leader: i32, epoch: i32) -> Response {
        let partitions = vec![PartitionMetadata {
            error: ErrorCode::None,
            partition: 0,
            leader: BrokerId(leader),
            leader_epoch: LeaderEpoch(epoch),
            replicas: vec![],
            isr: vec![],
        }];
        let topic = TopicMetadata {
            error: ErrorCode::None,
            name: "t".into(),
            id: TopicId(7),
            is_internal: false,
            partitions,
        };
        Response::Metadata(MetadataResponse {
            brokers: vec![BrokerId(1)],
            controller: 1,
            topics: vec![topic],
        })
    }

    #[test]
    fn metadata_is_asked_for_and_an_older_epoch_is_not_believed() {
        let (mut client, mut effects) = (client(), ClientEffects::default());
        client.maybe_refresh(Instant(0), &mut effects);
        client.maybe_refresh(Instant(0), &mut effects);
        assert_eq!(effects.sends.len(), 1);
        client.answered(Instant(5), CorrelationId(1), answer(1, 4));
        let partition = TopicPartition { topic: TopicId(7), partition: 0 };
        assert_eq!(client.metadata.leader(partition), Some((BrokerId(1), LeaderEpoch(4))));
        client.metadata.request_update();
        client.maybe_refresh(Instant(1_000), &mut effects);
        assert_eq!(effects.sends.len(), 1, "not within the back-off");
        client.maybe_refresh(Instant(300_000), &mut effects);
        client.answered(Instant(300_001), CorrelationId(2), answer(2, 3));
        assert_eq!(client.metadata.leader(partition), Some((BrokerId(1), LeaderEpoch(4))));
    }

    #[test]
    fn one_late_request_costs_the_connection() {
        let (mut client, mut effects) = (client(), ClientEffects::default());
        let body = || Request::Metadata(MetadataRequest { topics: None, allow_auto_topic_creation: false });
        client.send(Instant(0), BrokerId(1), body(), 1, &mut effects);
        client.send(Instant(10), BrokerId(1), body(), 2, &mut effects);
        client.send(Instant(10), BrokerId(2), body(), 3, &mut effects);
        let failed = client.timed_out(Instant(30_000_000));
        assert_eq!(failed.iter().map(|failed| failed.context).collect::<Vec<_>>(), [1, 2]);
        assert!(failed.iter().all(|failed| failed.error == ErrorCode::RequestTimedOut));
        assert!(!client.is_ready(BrokerId(1), Instant(30_000_000)));
        let late = Response::Heartbeat(HeartbeatResponse { error: ErrorCode::None });
        assert!(client.answered(Instant(30_000_001), CorrelationId(1), late).is_none());
        assert_eq!(client.in_flight_to(BrokerId(2)), 1);
    }
}
