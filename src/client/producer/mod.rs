//! The producer: an application that sends, an accumulator that batches, a
//! sender that retries (`KafkaProducer`, `RecordAccumulator`, `Sender`,
//! `TransactionManager` as far as idempotence needs it: KIP-98, KIP-360, KIP-794).
//!
//! Left out: transactions, compression, and the splitting of a batch that the
//! broker finds too large (it fails).

mod accumulator;
mod batch;
mod partitioner;
mod sender;
#[cfg(test)]
mod tests;
mod traffic;

pub use partitioner::{murmur2, partition_for_key};

use super::network_client::{NetworkClient, NetworkConfig};
use super::wakes::{NextDeadline, Wakes};
use super::{ClientCommand, ClientEffects, ClientInput, ClientSabotage, ProducerSpec};
use crate::base::{
    Address, BrokerId, ClientId, Duration, EpochMillis, Instant, ProducerEpoch, ProducerId, Stream, Text,
    TopicId, TopicPartition,
};
use crate::config::{ProducerConfig, Settings};
use crate::protocol::{Acks, Api, ErrorCode, Message};
use crate::sim::{Halt, Input};
use crate::story::Fact;
use accumulator::Accumulator;
use batch::{Identity, NO_IDENTITY, OutRecord};
use sender::Purpose;
use std::collections::BTreeMap;
use std::sync::Arc;
use traffic::Traffic;

/// A producer process.
#[derive(Clone, Debug)]
pub struct Producer {
    id: ClientId,
    topic: Text,
    config: Arc<ProducerConfig>,
    acks: Acks,
    is_idempotent: bool,
    sabotage: ClientSabotage,
    /// Settings that Kafka's constructor refuses (`ConfigException`).
    is_misconfigured: bool,
    calendar: EpochMillis,
    network: NetworkClient<Purpose>,
    traffic: Traffic,
    accumulator: Accumulator,
    identity: Identity,
    is_asking_identity: bool,
    identity_not_before: Instant,
    identity_failures: u32,
    is_closing: bool,
    counters: Counters,
    wakes: Wakes,
}

#[derive(Clone, Debug, Default)]
struct Counters {
    acked: u64,
    failed: u64,
    errors: BTreeMap<ErrorCode, u64>,
}

/// What a person may see of a producer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProducerView {
    /// Records handed to `send`.
    pub sent: u64,
    /// Records acknowledged.
    pub acked: u64,
    /// Records given up.
    pub failed: u64,
    /// Records given up, by error.
    pub errors: BTreeMap<ErrorCode, u64>,
    /// Records in the accumulator that are not on their way.
    pub buffered: u64,
    /// Batches on their way.
    pub in_flight: u32,
    /// Identity and epoch; none without idempotence.
    pub identity: Option<(ProducerId, ProducerEpoch)>,
    /// Copies it waits for.
    pub acks: Acks,
    /// Records per second.
    pub rate: u32,
    /// Since when `send` has been blocked (no metadata, or no memory).
    pub blocked_since: Option<Instant>,
}

/// Whether idempotence is in force, or the settings contradict each other
/// (`ProducerConfig.postProcessAndValidateIdempotenceConfigs`).
fn idempotence(config: &ProducerConfig, settings: &Settings) -> Result<bool, ErrorCode> {
    if !config.enable_idempotence {
        return Ok(false);
    }
    let is_possible =
        config.retries > 0 && matches!(&*config.acks, "all" | "-1") && config.max_in_flight <= 5;
    // Asked for by name, it is an error; by default, it is silently given up.
    let is_asked_for = settings.contains_key("enable.idempotence");
    if is_possible || !is_asked_for { Ok(is_possible) } else { Err(ErrorCode::InvalidConfig) }
}

impl Producer {
    /// Breaks it on purpose.
    pub fn set_sabotage(&mut self, sabotage: ClientSabotage) {
        self.sabotage = sabotage;
    }

    /// A producer process that is not yet started. `calendar` is the calendar time of instant 0.
    #[must_use]
    pub fn new(
        spec: &ProducerSpec,
        id: ClientId,
        bootstrap: Vec<BrokerId>,
        stream: Stream,
        calendar: EpochMillis,
    ) -> Self {
        let config = ProducerConfig::with(&spec.config);
        let is_idempotent = idempotence(&config, &spec.config);
        let network_config = NetworkConfig {
            client_id: if config.client_id.is_empty() { spec.name.clone() } else { config.client_id.clone() },
            request_timeout_ms: config.request_timeout_ms,
            retry_backoff_ms: (config.retry_backoff_ms, config.retry_backoff_max_ms),
            metadata_max_age_ms: config.metadata_max_age_ms,
            allow_auto_topic_creation: true,
        };
        let acks = match &*config.acks {
            "0" => Acks::None,
            "1" => Acks::Leader,
            _ => Acks::All,
        };
        Self {
            id,
            topic: spec.topic.clone(),
            acks,
            is_idempotent: is_idempotent.unwrap_or(false),
            sabotage: ClientSabotage::None,
            is_misconfigured: is_idempotent.is_err(),
            calendar,
            network: NetworkClient::new(&network_config, bootstrap, &[], stream),
            traffic: Traffic::new(spec),
            accumulator: Accumulator::new(&config),
            config: Arc::new(config),
            identity: NO_IDENTITY,
            is_asking_identity: false,
            identity_not_before: Instant::START,
            identity_failures: 0,
            is_closing: false,
            counters: Counters::default(),
            wakes: Wakes::default(),
        }
    }

    /// The same producer, whose application has already sent `sent` records in
    /// earlier starts: numbering and a limited count go on from there.
    #[must_use]
    pub fn resuming(mut self, sent: u64) -> Self {
        self.traffic.resume(sent);
        self
    }

    /// Records handed to `send` by this start of the process.
    #[must_use]
    pub fn sent(&self) -> u64 {
        self.traffic.sent()
    }

    /// Whether it was told to stop properly and has not yet done so.
    #[must_use]
    pub const fn is_closing(&self) -> bool {
        self.is_closing
    }

    /// Takes one input to rest.
    pub fn handle(&mut self, now: Instant, input: ClientInput, effects: &mut ClientEffects) {
        self.wakes.passed(now);
        match input {
            Input::Start => {
                if self.is_misconfigured {
                    let (client, error) = (self.id, ErrorCode::InvalidConfig);
                    effects.fact(Fact::ErrorReturned { client, api: Api::Produce, partition: None, error });
                    effects.halt = Some(Halt::Fatal);
                    return;
                }
                self.traffic.start(now);
            }
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
            Input::Message { .. } | Input::Disconnected { .. } | Input::Timer(_) => {}
        }
        self.run(now, effects);
    }

    /// Carries out a command; those of other clients are passed over.
    pub fn command(&mut self, now: Instant, command: ClientCommand, effects: &mut ClientEffects) {
        match command {
            ClientCommand::Send(records) => self.traffic.tell(records),
            ClientCommand::SetRate(rate) => self.traffic.set_rate(now, rate),
            ClientCommand::Close => {
                self.is_closing = true;
                if self.traffic.stop() {
                    self.give_up_record(ErrorCode::RequestTimedOut, effects);
                }
            }
            ClientCommand::Commit
            | ClientCommand::Seek { .. }
            | ClientCommand::Ask(_)
            | ClientCommand::Wire(_) => return,
        }
        self.run(now, effects);
    }

    /// Everything that is due: the application's thread, then the sender's.
    fn run(&mut self, now: Instant, effects: &mut ClientEffects) {
        for failed in self.network.timed_out(now) {
            self.request_failed(now, failed, effects);
        }
        self.expire(now, effects);
        self.send_due_records(now, effects);
        self.maybe_ask_identity(now, effects);
        while self.send_ready(now, effects) {
            // A batch that acks=0 completes at once makes room for a blocked send.
            if self.traffic.blocked_since().is_some() {
                self.send_due_records(now, effects);
            }
        }
        self.network.maybe_refresh(now, effects);
        if effects.halt.is_none() && self.is_closing && self.accumulator.is_empty() {
            effects.halt = Some(Halt::Stopped);
            return;
        }
        let next = self.next_deadline(now);
        self.wakes.ensure(next, effects);
    }

    /// The application sends what it has to send, unless `send` blocks.
    fn send_due_records(&mut self, now: Instant, effects: &mut ClientEffects) {
        while let Some((record, since)) = self.traffic.next(now) {
            let refused = match self.try_send(now, &record) {
                Ok(()) => continue,
                Err(Refusal::Blocked) if now.since(since) < self.max_block() => {
                    self.traffic.block(record, since);
                    return;
                }
                Err(Refusal::Blocked) => ErrorCode::RequestTimedOut,
                Err(Refusal::Failed(error)) => error,
            };
            self.give_up_record(refused, effects);
        }
    }

    fn try_send(&mut self, now: Instant, record: &OutRecord) -> Result<(), Refusal> {
        let size = record.size_alone();
        if size > self.config.max_request_size as u64 || size > self.config.buffer_memory as u64 {
            return Err(Refusal::Failed(ErrorCode::MessageTooLarge));
        }
        let metadata = &mut self.network.metadata;
        let count = match metadata.partition_count(&self.topic) {
            Some(count) if count > 0 => count,
            _ => {
                metadata.add_topic(&self.topic);
                let error = metadata.topic_error(&self.topic);
                let is_final = error != ErrorCode::None && !error.is_retriable();
                return Err(if is_final { Refusal::Failed(error) } else { Refusal::Blocked });
            }
        };
        let time = now.on_calendar(self.calendar);
        if self.accumulator.append(now, time, record, count, &self.topic, &mut self.network) {
            Ok(())
        } else {
            Err(Refusal::Blocked)
        }
    }

    fn max_block(&self) -> Duration {
        Duration::from_millis(self.config.max_block_ms.max(0) as u64)
    }

    /// A record that never reached a batch.
    fn give_up_record(&mut self, error: ErrorCode, effects: &mut ClientEffects) {
        self.count_failed(1, error);
        effects.fact(Fact::SendFailed { client: self.id, partition: None, count: 1, crc: 0, error });
    }

    fn count_failed(&mut self, records: i32, error: ErrorCode) {
        self.counters.failed += records as u64;
        *self.counters.errors.entry(error).or_default() += records as u64;
    }

    fn topic_id(&self) -> Option<TopicId> {
        self.network.metadata.topic_id(&self.topic)
    }

    fn partition(topic: TopicId, partition: i32) -> TopicPartition {
        TopicPartition { topic, partition }
    }

    fn next_deadline(&self, now: Instant) -> Instant {
        let mut next = NextDeadline::after(now);
        next.at(self.traffic.next_due());
        if let Some(since) = self.traffic.blocked_since() {
            next.at(since + self.max_block());
        }
        if self.is_idempotent && self.identity == NO_IDENTITY && !self.is_asking_identity {
            next.at(self.identity_not_before);
        }
        let urgent = self.is_urgent();
        self.accumulator.deadlines(urgent, &mut next);
        self.network.deadlines(&mut next);
        next.earliest()
    }

    /// Whether batches leave without lingering: closing, or a send waits for memory.
    fn is_urgent(&self) -> bool {
        self.is_closing || self.traffic.blocked_since().is_some()
    }

    /// What a person may see.
    #[must_use]
    pub fn view(&self) -> ProducerView {
        let (buffered, in_flight) = self.accumulator.counts();
        ProducerView {
            sent: self.traffic.numbered(),
            acked: self.counters.acked,
            failed: self.counters.failed,
            errors: self.counters.errors.clone(),
            buffered,
            in_flight,
            identity: (self.identity != NO_IDENTITY).then_some(self.identity),
            acks: self.acks,
            rate: self.traffic.rate(),
            blocked_since: self.traffic.blocked_since(),
        }
    }

    /// Its settings as they are in force.
    #[must_use]
    pub fn config(&self) -> &ProducerConfig {
        &self.config
    }

    /// Whether the broker drops duplicates of its retries.
    #[must_use]
    pub const fn is_idempotent(&self) -> bool {
        self.is_idempotent
    }
}

/// Why a record did not enter the accumulator.
enum Refusal {
    /// `send` waits for metadata or memory.
    Blocked,
    /// It can't be sent at all.
    Failed(ErrorCode),
}
