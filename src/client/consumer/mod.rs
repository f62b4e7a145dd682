//! The consumer: a member of a group (or on its own), its positions, its
//! fetches, and the application that polls and takes its time for each record
//! (`ClassicKafkaConsumer`, `ConsumerCoordinator`, `AbstractCoordinator`, `Fetcher`).
//!
//! As in Kafka, a rebalance goes on only inside `poll`, while heartbeats go on
//! beside the application. Left out: pattern subscription, pausing, KIP-848.

mod application;
mod commits;
mod fetcher;
mod group;
mod join;
mod positions;
#[cfg(test)]
mod tests;

pub use group::MemberState;

use super::network_client::{Failed, NetworkClient, NetworkConfig};
use super::wakes::{NextDeadline, Wakes};
use super::{
    ClientCommand, ClientEffects, ClientInput, ClientSabotage, ConsoleReading, ConsumerSpec, DeliveredRecord,
};
use crate::base::{
    Address, BrokerId, ClientId, Duration, EpochMillis, Generation, Instant, Offset, Stream, Text,
    TopicPartition,
};
use crate::config::{ApplicationConfig, ConsumerConfig};
use crate::protocol::{Api, ErrorCode, Message, Response};
use crate::sim::{Halt, Input};
use crate::story::Fact;
use application::Application;
use commits::{CommitKind, SyncCommit};
use fetcher::CompletedFetch;
use group::Membership;
use positions::Assigned;
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

/// What a request of the consumer is for.
#[derive(Clone, Debug)]
enum Purpose {
    Fetch(Vec<(TopicPartition, Offset)>),
    FindCoordinator,
    Join,
    Sync,
    /// With the generation it was sent in: an answer of another one is void.
    Heartbeat(Generation),
    Leave,
    Commit(CommitKind, Generation),
    OffsetFetch(Vec<TopicPartition>),
    ListOffsets(Vec<TopicPartition>),
    EpochEnds(Vec<TopicPartition>),
    /// A record for the dead-letter topic.
    Letter,
}

/// How far a proper stop has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Closing {
    No,
    Asked,
    Committing(Instant),
    Leaving(Instant),
}

/// How long `close` waits for its last requests.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(30);

/// A consumer process.
#[derive(Clone, Debug)]
pub struct Consumer {
    id: ClientId,
    topics: Vec<Text>,
    per_record: Duration,
    options: Arc<ApplicationConfig>,
    calendar: EpochMillis,
    config: Arc<ConsumerConfig>,
    network: NetworkClient<Purpose>,
    metadata_version: u64,
    membership: Membership,
    assigned: BTreeMap<TopicPartition, Assigned>,
    /// Whether a consumer without group has given itself its partitions.
    is_self_assigned: bool,
    next_auto_commit: Instant,
    sync_commit: Option<SyncCommit>,
    /// Brokers that hold a fetch.
    fetching: Vec<BrokerId>,
    fetched: VecDeque<CompletedFetch>,
    application: Application,
    delivered: u64,
    processed: u64,
    console: Option<ConsoleReading>,
    /// Records that its console has not yet taken.
    told: Vec<DeliveredRecord>,
    closing: Closing,
    is_started: bool,
    pub(super) sabotage: ClientSabotage,
    wakes: Wakes,
}

/// One assigned partition, as a person may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PositionView {
    /// The partition.
    pub partition: TopicPartition,
    /// The topic's name.
    pub topic: Text,
    /// The next offset to read; none before it is known.
    pub position: Option<Offset>,
    /// The high watermark last heard of.
    pub high_watermark: Option<Offset>,
}

/// What a person may see of a consumer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsumerView {
    /// Its group; empty outside one.
    pub group: Text,
    /// Its member id; empty before it has one.
    pub member: Text,
    /// Its generation.
    pub generation: Generation,
    /// How far it is in joining.
    pub state: MemberState,
    /// The assignor chosen by the group.
    pub protocol: Text,
    /// Whether it leads its group (computes the assignment).
    pub is_leader: bool,
    /// Its coordinator, when it knows it.
    pub coordinator: Option<BrokerId>,
    /// Its partitions and positions.
    pub positions: Vec<PositionView>,
    /// Records that poll handed over.
    pub delivered: u64,
    /// Records that the application has dealt with.
    pub processed: u64,
    /// Whether the application is busy with records (and does not poll).
    pub is_processing: bool,
}

impl Consumer {
    /// Breaks it on purpose.
    pub fn set_sabotage(&mut self, sabotage: ClientSabotage) {
        self.sabotage = sabotage;
    }

    /// A consumer process that is not yet started. `calendar` is the calendar time of instant 0.
    #[must_use]
    pub fn new(
        spec: &ConsumerSpec,
        id: ClientId,
        bootstrap: Vec<BrokerId>,
        stream: Stream,
        calendar: EpochMillis,
    ) -> Self {
        let config = ConsumerConfig::with(&spec.config);
        let network_config = NetworkConfig {
            client_id: if config.client_id.is_empty() { spec.name.clone() } else { config.client_id.clone() },
            request_timeout_ms: config.request_timeout_ms,
            retry_backoff_ms: (config.retry_backoff_ms, config.retry_backoff_max_ms),
            metadata_max_age_ms: config.metadata_max_age_ms,
            allow_auto_topic_creation: config.allow_auto_create_topics,
        };
        let mut topics = spec.topics.clone();
        topics.sort();
        topics.dedup();
        Self {
            id,
            network: NetworkClient::new(&network_config, bootstrap, &topics, stream),
            topics,
            per_record: spec.per_record(),
            options: Arc::new(spec.options()),
            calendar,
            membership: Membership::new(spec.group.clone(), &config),
            config: Arc::new(config),
            metadata_version: 0,
            assigned: BTreeMap::new(),
            is_self_assigned: false,
            next_auto_commit: Instant::NEVER,
            sync_commit: None,
            fetching: Vec::new(),
            fetched: VecDeque::new(),
            application: Application::Polling,
            delivered: 0,
            processed: 0,
            console: spec.console,
            told: Vec::new(),
            closing: Closing::No,
            is_started: false,
            sabotage: ClientSabotage::None,
            wakes: Wakes::default(),
        }
    }

    /// Takes one input to rest.
    pub fn handle(&mut self, now: Instant, input: ClientInput, effects: &mut ClientEffects) {
        self.wakes.passed(now);
        match input {
            Input::Start => self.is_started = true,
            Input::Message { message: Message::Response { correlation, body }, .. } => {
                if let Some((broker, purpose, body)) = self.network.answered(now, correlation, body) {
                    self.answered(now, broker, purpose, body, effects);
                }
            }
            Input::Disconnected { peer: Address::Broker(broker) } => {
                if self.membership.coordinator == Some(broker) {
                    self.membership.coordinator = None;
                }
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
            ClientCommand::Commit => self.begin_sync_commit(CommitKind::Manual),
            ClientCommand::Seek { topic, partition, offset } => {
                self.seek(&topic, partition, offset, effects);
            }
            ClientCommand::Close if self.closing == Closing::No => self.closing = Closing::Asked,
            _ => return,
        }
        self.run(now, effects);
    }

    fn answered(
        &mut self,
        now: Instant,
        broker: BrokerId,
        purpose: Purpose,
        body: Response,
        effects: &mut ClientEffects,
    ) {
        match (purpose, body) {
            (Purpose::Fetch(asked), Response::Fetch(response)) => {
                self.fetch_answered(now, broker, &asked, response, effects);
            }
            (Purpose::FindCoordinator, Response::FindCoordinator(response)) => {
                self.coordinator_found(now, &response, effects);
            }
            (Purpose::Join, Response::JoinGroup(response)) => self.joined(now, response, effects),
            (Purpose::Sync, Response::SyncGroup(response)) => self.synced(now, response, effects),
            (Purpose::Heartbeat(generation), Response::Heartbeat(response)) => {
                self.heartbeat_answered(now, generation, response.error, effects);
            }
            (Purpose::Leave, Response::LeaveGroup(_)) => self.left(effects),
            (Purpose::Commit(kind, generation), Response::OffsetCommit(response)) => {
                let failed = response.partitions.iter().find(|(_, _, error)| *error != ErrorCode::None);
                let error = failed.map_or(ErrorCode::None, |(_, _, error)| *error);
                self.commit_answered(now, kind, generation, error, effects);
            }
            (Purpose::OffsetFetch(asked), Response::OffsetFetch(response)) => {
                self.committed_answered(now, &asked, response, effects);
            }
            (Purpose::ListOffsets(asked), Response::ListOffsets(response)) => {
                self.reset_answered(now, &asked, &response, effects);
            }
            (Purpose::EpochEnds(asked), Response::OffsetForLeaderEpoch(response)) => {
                self.epoch_ends_answered(now, &asked, &response, effects);
            }
            (Purpose::Letter, Response::Produce(response)) => self.letter_answered(now, &response, effects),
            _ => {}
        }
    }

    /// A request that gets no answer.
    fn request_failed(&mut self, now: Instant, failed: Failed<Purpose>, effects: &mut ClientEffects) {
        let (client, api, error) = (self.id, failed.api, failed.error);
        if self.membership.coordinator == Some(failed.broker) {
            self.membership.coordinator = None;
        }
        // A fetch or a heartbeat that fails is simply the next one's business.
        if !matches!(failed.context, Purpose::Fetch(_) | Purpose::Leave) {
            effects.fact(Fact::Retrying { client, api, partition: None, error });
        }
        match failed.context {
            Purpose::Fetch(_) => self.fetching.retain(|broker| *broker != failed.broker),
            Purpose::FindCoordinator => self.find_failed(now),
            Purpose::Join | Purpose::Sync => self.join_failed(now),
            Purpose::Heartbeat(_) => self.heartbeat_failed(now),
            Purpose::Leave => self.left(effects),
            Purpose::Commit(kind, _) => self.commit_failed(now, kind, true),
            Purpose::Letter => self.letter_failed(now),
            Purpose::OffsetFetch(asked) | Purpose::ListOffsets(asked) | Purpose::EpochEnds(asked) => {
                self.position_failed(now, &asked);
            }
        }
    }

    /// Everything that is due: the heartbeat thread, then the application's.
    fn run(&mut self, now: Instant, effects: &mut ClientEffects) {
        if !self.is_started || effects.halt.is_some() {
            return;
        }
        for failed in self.network.timed_out(now) {
            self.request_failed(now, failed, effects);
        }
        if self.metadata_version != self.network.metadata.version() {
            self.metadata_version = self.network.metadata.version();
            self.metadata_changed();
        }
        self.heartbeat_thread(now, effects);
        while self.advance_application(now, effects) && effects.halt.is_none() {
            if self.closing != Closing::No {
                self.close_step(now, effects);
                break;
            }
            self.poll_group(now, effects);
            self.drive_sync_commit(now, effects);
            self.update_positions(now, effects);
            self.send_fetches(now, effects);
            if !self.deliver(now, effects) {
                break;
            }
            // Kafka fetches on before it returns the records.
            self.send_fetches(now, effects);
        }
        if effects.halt.is_some() {
            return;
        }
        self.network.maybe_refresh(now, effects);
        let next = self.next_deadline(now);
        self.wakes.ensure(next, effects);
    }

    /// One step of a proper stop: commit, then leave.
    fn close_step(&mut self, now: Instant, effects: &mut ClientEffects) {
        if self.closing == Closing::Asked {
            if self.config.enable_auto_commit {
                self.begin_sync_commit(CommitKind::Close);
            }
            self.closing = Closing::Committing(now + CLOSE_TIMEOUT);
        }
        if let Closing::Committing(until) = self.closing {
            self.find_coordinator(now, effects);
            self.drive_sync_commit(now, effects);
            if self.sync_commit.is_some() && now < until {
                return;
            }
            let partitions: Vec<_> = self.assigned.keys().copied().collect();
            if !partitions.is_empty() && self.membership.is_grouped() {
                effects.fact(Fact::PartitionsRevoked { client: self.id, partitions });
            }
            self.assigned.clear();
            self.closing = Closing::Leaving(now + CLOSE_TIMEOUT);
            if !self.leave(now, effects) {
                self.left(effects);
            }
        }
        if let Closing::Leaving(until) = self.closing
            && now >= until
        {
            self.left(effects);
        }
    }

    /// The group has been left, or can't be told.
    fn left(&mut self, effects: &mut ClientEffects) {
        if matches!(self.closing, Closing::Leaving(_)) {
            effects.halt = Some(Halt::Stopped);
        }
    }

    /// An error the application can't go on after.
    fn fatal(
        &self,
        api: Api,
        partition: Option<TopicPartition>,
        error: ErrorCode,
        effects: &mut ClientEffects,
    ) {
        self.report(api, partition, error, effects);
        effects.halt = Some(Halt::Fatal);
    }

    fn report(
        &self,
        api: Api,
        partition: Option<TopicPartition>,
        error: ErrorCode,
        effects: &mut ClientEffects,
    ) {
        effects.fact(Fact::ErrorReturned { client: self.id, api, partition, error });
    }

    fn next_deadline(&self, now: Instant) -> Instant {
        let mut next = NextDeadline::after(now);
        self.network.deadlines(&mut next);
        self.membership_deadlines(&mut next);
        match &self.application {
            Application::Processing(work) => next.at(work.due),
            Application::Forwarding(_, letter) => next.at(letter.not_before),
            Application::Committing(_) | Application::Hung => {}
            Application::Polling => {
                next.at(self.next_auto_commit);
                self.position_deadlines(&mut next);
            }
        }
        if let Some(commit) = &self.sync_commit {
            next.at(commit.not_before);
        }
        if let Closing::Committing(until) | Closing::Leaving(until) = self.closing {
            next.at(until);
        }
        next.earliest()
    }

    /// What a person may see.
    #[must_use]
    pub fn view(&self) -> ConsumerView {
        let positions = self.assigned.iter().map(|(partition, assigned)| PositionView {
            partition: *partition,
            topic: assigned.topic.clone(),
            position: assigned.known_offset(),
            high_watermark: assigned.high_watermark,
        });
        let membership = &self.membership;
        ConsumerView {
            group: membership.group.clone(),
            member: membership.member.clone(),
            generation: membership.generation,
            state: membership.state,
            protocol: membership.protocol.clone(),
            is_leader: membership.is_leader,
            coordinator: membership.coordinator,
            positions: positions.collect(),
            delivered: self.delivered,
            processed: self.processed,
            is_processing: !matches!(self.application, Application::Polling),
        }
    }

    /// The records handed over since the last call, when it reads for a console.
    pub fn take_told(&mut self) -> Vec<DeliveredRecord> {
        std::mem::take(&mut self.told)
    }

    /// Whether records wait to be taken.
    #[must_use]
    pub fn has_told(&self) -> bool {
        !self.told.is_empty()
    }

    /// Its member id; empty before it has one.
    #[must_use]
    pub const fn member_id(&self) -> &Text {
        &self.membership.member
    }

    /// Its partitions, each with the next offset to read once that is known.
    pub fn positions(&self) -> impl Iterator<Item = (TopicPartition, Option<Offset>)> {
        self.assigned.iter().map(|(partition, assigned)| (*partition, assigned.known_offset()))
    }

    /// Whether it was told to stop properly and has not yet done so.
    #[must_use]
    pub fn is_closing(&self) -> bool {
        self.closing != Closing::No
    }

    /// Its settings as they are in force.
    #[must_use]
    pub fn config(&self) -> &ConsumerConfig {
        &self.config
    }
}
