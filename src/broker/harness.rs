//! A tiny cluster for this room's tests: a few brokers, a scripted controller
//! that only keeps a list of metadata records, and a client that collects
//! answers. Messages take a millisecond.

use super::{Broker, BrokerDisk, BrokerEffects, BrokerTimer};
use crate::base::{
    Address, BrokerEpoch, BrokerId, ClientId, CorrelationId, Duration, EpochMillis, Instant, LeaderEpoch,
    Offset, PartitionEpoch, ProducerEpoch, ProducerId, Stream, TopicId, TopicPartition,
};
use crate::config::{BrokerConfig, Settings};
use crate::controller::{Controller, ControllerTimer, MetadataLog};
use crate::protocol::*;
use crate::sim::{EventQueue, Halt, Input};
use crate::story::{Ending, Fact};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub(super) const CONTROLLER: i32 = 1000;
pub(super) const TOPIC: TopicId = TopicId(1);
pub(super) const PARTITION: TopicPartition = TopicPartition { topic: TOPIC, partition: 0 };
pub(super) const CLIENT: Address = Address::Client(ClientId(1));

#[derive(Debug)]
enum Event {
    Deliver(Address, Address, Message),
    Timer(BrokerId, BrokerTimer),
    ControllerTimer(ControllerTimer),
}

/// The cluster.
pub(super) struct Cluster {
    pub(super) now: Instant,
    queue: EventQueue<Event>,
    pub(super) brokers: BTreeMap<BrokerId, Broker>,
    pub(super) facts: Vec<Fact>,
    pub(super) answers: Vec<(BrokerId, Response)>,
    pub(super) halted: Vec<(BrokerId, Halt)>,
    pub(super) records: Vec<Arc<MetadataRecord>>,
    pub(super) altered: Vec<AlterPartition>,
    waiting: Vec<(Instant, BrokerId, CorrelationId, i64)>,
    /// Brokers nobody reaches and that reach nobody.
    pub(super) cut: BTreeSet<BrokerId>,
    pub(super) controller_is_silent: bool,
    /// The real one, in place of the script.
    pub(super) controller: Option<Controller>,
    pub(super) settings: Settings,
    next: u32,
}

pub(super) fn id(number: i32) -> BrokerId {
    BrokerId(number)
}

pub(super) fn ids(numbers: &[i32]) -> Vec<BrokerId> {
    numbers.iter().copied().map(BrokerId).collect()
}

pub(super) fn batch(values: &[&str]) -> RecordBatch {
    let mut builder = BatchBuilder::new();
    for value in values {
        builder.push(None, Some(value.as_bytes()), EpochMillis(1_000));
    }
    builder.build(ProducerId::NONE, ProducerEpoch::NONE, -1)
}

impl Cluster {
    /// Brokers 1..=count, started, unfenced and running, under a scripted controller.
    pub(super) fn new(count: i32, settings: &[(&str, &str)]) -> Self {
        Self::build(count, settings, false)
    }

    /// The same under the real controller.
    pub(super) fn with_controller(count: i32, settings: &[(&str, &str)]) -> Self {
        Self::build(count, settings, true)
    }

    fn build(count: i32, settings: &[(&str, &str)], is_real: bool) -> Self {
        let settings = settings.iter().map(|(key, value)| ((*key).into(), (*value).into())).collect();
        let mut cluster = Self {
            now: Instant::START,
            queue: EventQueue::default(),
            brokers: BTreeMap::new(),
            facts: Vec::new(),
            answers: Vec::new(),
            halted: Vec::new(),
            records: vec![Arc::new(MetadataRecord::LeaderChange { controller: CONTROLLER, epoch: 1 })],
            altered: Vec::new(),
            waiting: Vec::new(),
            cut: BTreeSet::new(),
            controller_is_silent: false,
            controller: None,
            settings,
            next: 0,
        };
        if is_real {
            let config = BrokerConfig::with(&cluster.settings);
            let stream = Stream::named(1, "controller");
            let log = MetadataLog::default();
            cluster.controller = Some(Controller::new(CONTROLLER, config, log, stream, EpochMillis(0)));
            cluster.steer(Input::Start);
        }
        for number in 1..=count {
            cluster.start(id(number), BrokerDisk::default());
        }
        cluster.run_ms(100);
        cluster
    }

    pub(super) fn start(&mut self, broker: BrokerId, disk: BrokerDisk) {
        let stream = Stream::named(1, "broker");
        let node = Broker::new(
            broker,
            self.settings.clone(),
            None,
            vec![CONTROLLER],
            disk,
            self.now.0,
            stream,
            EpochMillis(0),
        );
        self.brokers.insert(broker, node);
        self.input(broker, Input::Start);
    }

    pub(super) fn stop(&mut self, broker: BrokerId, how: Ending) -> BrokerDisk {
        self.brokers.remove(&broker).unwrap().into_disk(how)
    }

    fn input(&mut self, broker: BrokerId, input: Input<Message, BrokerTimer>) {
        let mut effects = BrokerEffects::default();
        let Some(node) = self.brokers.get_mut(&broker) else { return };
        node.handle(self.now, input, &mut effects);
        self.carry_out(broker, effects);
    }

    fn steer(&mut self, input: Input<Message, ControllerTimer>) {
        let mut effects = crate::sim::Effects::default();
        if let Some(controller) = &mut self.controller {
            controller.handle(self.now, input, &mut effects);
        }
        self.facts.extend(effects.facts);
        for sent in effects.sends {
            let at = self.now + Duration::from_millis(1) + sent.delay;
            self.queue.push(at, Event::Deliver(Address::Controller(CONTROLLER), sent.to, sent.message));
        }
        for (at, timer) in effects.timers {
            self.queue.push(at.max(self.now + Duration(1)), Event::ControllerTimer(timer));
        }
    }

    pub(super) fn carry_out(&mut self, broker: BrokerId, effects: BrokerEffects) {
        self.facts.extend(effects.facts);
        for sent in effects.sends {
            let at = self.now + Duration::from_millis(1) + sent.delay;
            self.queue.push(at, Event::Deliver(Address::Broker(broker), sent.to, sent.message));
        }
        for (at, timer) in effects.timers {
            self.queue.push(at.max(self.now + Duration(1)), Event::Timer(broker, timer));
        }
        if let Some(halt) = effects.halt {
            self.halted.push((broker, halt));
        }
    }

    pub(super) fn run_ms(&mut self, length: u64) {
        let end = self.now + Duration::from_millis(length);
        while self.queue.next_at().is_some_and(|at| at <= end) {
            let Some((at, _, event)) = self.queue.pop() else { break };
            self.now = at;
            self.release();
            match event {
                Event::ControllerTimer(timer) => self.steer(Input::Timer(timer)),
                Event::Timer(broker, timer) => self.input(broker, Input::Timer(timer)),
                Event::Deliver(from, to, message) => self.deliver(from, to, message),
            }
        }
        self.now = end;
        self.release();
    }

    fn deliver(&mut self, from: Address, to: Address, message: Message) {
        let is_cut = |node: Address| matches!(node, Address::Broker(id) if self.cut.contains(&id));
        if is_cut(from) || is_cut(to) {
            return;
        }
        match (to, message) {
            (Address::Controller(_), message) if self.controller.is_some() => {
                self.steer(Input::Message { from, message });
            }
            (Address::Broker(broker), message) => self.input(broker, Input::Message { from, message }),
            (Address::Controller(_), Message::Request { correlation, body, .. }) => {
                if let Address::Broker(broker) = from
                    && !self.controller_is_silent
                {
                    self.control(broker, correlation, body);
                }
            }
            (Address::Client(_), Message::Response { body, .. }) => {
                if let Address::Broker(broker) = from {
                    self.answers.push((broker, body));
                }
            }
            _ => {}
        }
    }

    fn reply(&mut self, to: BrokerId, correlation: CorrelationId, body: Response) {
        let event = Event::Deliver(
            Address::Controller(CONTROLLER),
            Address::Broker(to),
            Message::Response { correlation, body },
        );
        self.queue.push(self.now + Duration::from_millis(1), event);
    }

    fn control(&mut self, broker: BrokerId, correlation: CorrelationId, body: Request) {
        match body {
            Request::BrokerRegistration(request) => {
                let epoch = BrokerEpoch(self.records.len() as i64);
                let (incarnation, rack) = (request.incarnation, request.rack);
                self.commit(MetadataRecord::RegisterBroker { broker, epoch, incarnation, rack });
                let response = BrokerRegistrationResponse { error: ErrorCode::None, epoch };
                self.reply(broker, correlation, Response::BrokerRegistration(response));
            }
            Request::BrokerHeartbeat(request) => {
                let is_caught_up = request.metadata_offset >= request.epoch.0;
                let is_fenced = request.want_fence || !is_caught_up;
                let known = self.brokers.values().find_map(|node| node.image().brokers.get(&broker));
                if !is_fenced && known.is_none_or(|known| known.fenced) {
                    let (epoch, fenced) = (request.epoch, Some(false));
                    let in_controlled_shutdown = None;
                    self.commit(MetadataRecord::BrokerRegistrationChange {
                        broker,
                        epoch,
                        fenced,
                        in_controlled_shutdown,
                    });
                }
                let should_shutdown = request.want_shutdown;
                let error = ErrorCode::None;
                let response = BrokerHeartbeatResponse { error, is_caught_up, is_fenced, should_shutdown };
                self.reply(broker, correlation, Response::BrokerHeartbeat(response));
            }
            Request::FetchMetadata(request) => {
                let until = self.now + Duration::from_millis(u64::from(request.max_wait_ms));
                self.waiting.push((until, broker, correlation, request.fetch_offset));
                self.release();
            }
            Request::AlterPartition(request) => self.alter(broker, correlation, request),
            Request::AllocateProducerIds(_) => {
                let response = AllocateProducerIdsResponse {
                    error: ErrorCode::None,
                    start: ProducerId(3_000),
                    length: 2,
                };
                self.reply(broker, correlation, Response::AllocateProducerIds(response));
            }
            Request::CreateTopics(request) => {
                let topics = request.topics.iter().map(|topic| (topic.name.clone(), ErrorCode::None, None));
                let response = CreateTopicsResponse { topics: topics.collect() };
                for topic in &request.topics {
                    let number = self.records.len() as u32;
                    self.create(TopicId(number), &topic.name, &[&[1]]);
                }
                self.reply(broker, correlation, Response::CreateTopics(response));
            }
            _ => {}
        }
    }

    fn alter(&mut self, broker: BrokerId, correlation: CorrelationId, request: AlterPartitionRequest) {
        let mut partitions = Vec::new();
        for change in request.partitions {
            let isr: Vec<BrokerId> = change.isr.iter().map(|(broker, _)| *broker).collect();
            self.change(change.partition, None, Some(&isr));
            partitions.push(AlteredPartition {
                partition: change.partition,
                error: ErrorCode::None,
                leader: broker,
                leader_epoch: change.leader_epoch,
                isr,
                recovering: false,
                partition_epoch: PartitionEpoch(change.partition_epoch.0 + 1),
            });
            self.altered.push(change);
        }
        let response = AlterPartitionResponse { error: ErrorCode::None, partitions };
        self.reply(broker, correlation, Response::AlterPartition(response));
    }

    /// Answers metadata polls that have something to hear, or have waited enough.
    fn release(&mut self) {
        let end = self.records.len() as i64;
        for (until, broker, correlation, offset) in std::mem::take(&mut self.waiting) {
            if offset >= end && until > self.now {
                self.waiting.push((until, broker, correlation, offset));
                continue;
            }
            let response = FetchMetadataResponse {
                error: ErrorCode::None,
                controller: CONTROLLER,
                base_offset: offset,
                records: self.records[(offset as usize).min(self.records.len())..].to_vec(),
                high_watermark: end,
            };
            self.reply(broker, correlation, Response::FetchMetadata(response));
        }
    }

    pub(super) fn commit(&mut self, record: MetadataRecord) {
        self.records.push(Arc::new(record));
        self.release();
    }

    /// A topic whose partitions have these replicas, the first leading.
    pub(super) fn create(&mut self, topic: TopicId, name: &str, replicas: &[&[i32]]) {
        self.commit(MetadataRecord::Topic { id: topic, name: name.into() });
        for (partition, replicas) in replicas.iter().enumerate() {
            let state = PartitionState {
                replicas: ids(replicas),
                isr: ids(replicas),
                leader: id(replicas[0]),
                ..PartitionState::default()
            };
            self.commit(MetadataRecord::Partition { topic, partition: partition as i32, state });
        }
    }

    pub(super) fn change(
        &mut self,
        partition: TopicPartition,
        leader: Option<BrokerId>,
        isr: Option<&[BrokerId]>,
    ) {
        self.commit(MetadataRecord::PartitionChange {
            topic: partition.topic,
            partition: partition.partition,
            leader,
            isr: isr.map(<[_]>::to_vec),
            replicas: None,
            removing: None,
            adding: None,
            recovering: None,
        });
    }

    pub(super) fn topic_config(&mut self, name: &str, key: &str, value: &str) {
        let resource = ConfigResource::Topic(name.into());
        self.commit(MetadataRecord::Config { resource, key: key.into(), value: Some(value.into()) });
    }

    /// A client asks a broker.
    pub(super) fn ask(&mut self, broker: BrokerId, body: Request) {
        self.next += 1;
        let message =
            Message::Request { correlation: CorrelationId(self.next), client_id: "test".into(), body };
        let at = self.now + Duration::from_millis(1);
        self.queue.push(at, Event::Deliver(CLIENT, Address::Broker(broker), message));
    }

    pub(super) fn produce(&mut self, broker: BrokerId, acks: Acks, timeout_ms: u32, values: &[&str]) {
        let partitions = vec![(PARTITION, batch(values))];
        self.ask(broker, Request::Produce(ProduceRequest { acks, timeout_ms, partitions }));
    }

    pub(super) fn consume(&mut self, broker: BrokerId, offset: i64, max_wait_ms: u32) {
        let wanted = FetchPartition {
            partition: PARTITION,
            current_leader_epoch: LeaderEpoch::UNKNOWN,
            fetch_offset: Offset(offset),
            last_fetched_epoch: LeaderEpoch::UNKNOWN,
            log_start: Offset::UNKNOWN,
            max_bytes: 1 << 20,
        };
        self.ask(
            broker,
            Request::Fetch(FetchRequest {
                fetcher: Fetcher::Consumer,
                max_wait_ms,
                min_bytes: 1,
                max_bytes: 1 << 20,
                session_epoch: NO_SESSION,
                partitions: vec![wanted],
                forgotten: Vec::new(),
            }),
        );
    }

    pub(super) fn produced(&self) -> Vec<(ErrorCode, i64)> {
        let of = |answer: &(BrokerId, Response)| match &answer.1 {
            Response::Produce(response) => {
                Some((response.partitions[0].error, response.partitions[0].base_offset.0))
            }
            _ => None,
        };
        self.answers.iter().filter_map(of).collect()
    }

    pub(super) fn fetched(&self) -> Vec<FetchedPartition> {
        let of = |answer: &(BrokerId, Response)| match &answer.1 {
            Response::Fetch(response) => Some(response.partitions[0].clone()),
            _ => None,
        };
        self.answers.iter().filter_map(of).collect()
    }

    /// Log end and high watermark of a copy.
    pub(super) fn log(&self, broker: i32) -> (i64, i64) {
        let log = self.brokers[&id(broker)].replica(PARTITION).unwrap().log();
        (log.log_end().0, log.high_watermark().0)
    }

    pub(super) fn position(&self, wanted: impl Fn(&Fact) -> bool) -> Option<usize> {
        self.facts.iter().position(wanted)
    }
}
