//! One test per rule, driving a controller by its requests alone.

mod brokers;
mod partitions;
mod topics;

use super::*;
use crate::base::{BrokerEpoch, LeaderEpoch, PartitionEpoch, Text, TopicPartition};
use crate::protocol::*;

/// A controller under test, its clock, and what it handed back.
pub(super) struct Harness {
    pub(super) controller: Controller,
    pub(super) now: Instant,
    timers: Vec<(Instant, ControllerTimer)>,
    pub(super) facts: Vec<Fact>,
    pub(super) sends: Vec<(Address, Message)>,
    next: u32,
}

pub(super) fn ids(list: &[i32]) -> Vec<BrokerId> {
    list.iter().map(|id| BrokerId(*id)).collect()
}

impl Harness {
    pub(super) fn with(config: BrokerConfig, log: MetadataLog) -> Self {
        let stream = Stream::named(1, "controller");
        let controller = Controller::new(1000, config, log, stream, EpochMillis(0));
        let (timers, facts, sends) = (Vec::new(), Vec::new(), Vec::new());
        let mut harness = Self { controller, now: Instant::START, timers, facts, sends, next: 0 };
        harness.input(Input::Start);
        harness
    }

    /// Brokers 1 to `count`, registered and unfenced.
    pub(super) fn of(count: i32) -> Self {
        let mut harness = Self::with(BrokerConfig::default(), MetadataLog::default());
        (1..=count).for_each(|id| harness.join(id));
        harness.facts.clear();
        harness
    }

    pub(super) fn input(&mut self, input: Input<Message, ControllerTimer>) {
        let mut effects = Effects::default();
        self.controller.handle(self.now, input, &mut effects);
        self.timers.extend(effects.timers);
        self.facts.extend(effects.facts);
        self.sends.extend(effects.sends.into_iter().map(|outgoing| (outgoing.to, outgoing.message)));
    }

    pub(super) fn post(&mut self, from: i32, body: Request) -> CorrelationId {
        self.next += 1;
        let correlation = CorrelationId(self.next);
        let message = Message::Request { correlation, client_id: "".into(), body };
        self.input(Input::Message { from: Address::Broker(BrokerId(from)), message });
        correlation
    }

    pub(super) fn ask(&mut self, from: i32, body: Request) -> Response {
        let asked = self.post(from, body);
        self.answer(asked).expect("answered")
    }

    pub(super) fn answer(&mut self, asked: CorrelationId) -> Option<Response> {
        self.sends.iter().rev().find_map(|(_, message)| match message {
            Message::Response { correlation, body } if *correlation == asked => Some(body.clone()),
            _ => None,
        })
    }

    /// Lets `millis` pass, timers included.
    pub(super) fn pass(&mut self, millis: u64) {
        let end = self.now + Duration::from_millis(millis);
        while let Some(index) =
            (0..self.timers.len()).filter(|i| self.timers[*i].0 <= end).min_by_key(|i| self.timers[*i].0)
        {
            let (at, timer) = self.timers.remove(index);
            self.now = self.now.max(at);
            self.input(Input::Timer(timer));
        }
        self.now = end;
    }

    pub(super) fn register(&mut self, id: i32, incarnation: u64) -> BrokerRegistrationResponse {
        let request = BrokerRegistrationRequest {
            broker: BrokerId(id),
            incarnation,
            rack: None,
            previous_epoch: BrokerEpoch(-1),
        };
        match self.ask(id, Request::BrokerRegistration(request)) {
            Response::BrokerRegistration(response) => response,
            other => panic!("{other:?}"),
        }
    }

    pub(super) fn epoch(&self, id: i32) -> BrokerEpoch {
        self.controller.image().brokers[&BrokerId(id)].epoch
    }

    pub(super) fn beat(
        &mut self,
        id: i32,
        change: impl Fn(&mut BrokerHeartbeatRequest),
    ) -> BrokerHeartbeatResponse {
        let mut request = BrokerHeartbeatRequest {
            broker: BrokerId(id),
            epoch: self.epoch(id),
            metadata_offset: self.controller.log().end_offset() - 1,
            want_fence: false,
            want_shutdown: false,
        };
        change(&mut request);
        match self.ask(id, Request::BrokerHeartbeat(request)) {
            Response::BrokerHeartbeat(response) => response,
            other => panic!("{other:?}"),
        }
    }

    pub(super) fn join(&mut self, id: i32) {
        self.register(id, id as u64 * 100 + self.now.0);
        assert!(!self.beat(id, |_| {}).is_fenced);
    }

    /// Nine seconds in which only these brokers give signs of life.
    pub(super) fn silence_all_but(&mut self, alive: &[i32]) {
        for _ in 0..6 {
            self.pass(2_000);
            for id in alive {
                self.beat(*id, |_| {});
            }
        }
    }

    pub(super) fn new_topic(name: &str) -> NewTopic {
        NewTopic {
            name: name.into(),
            partitions: -1,
            replication_factor: -1,
            assignment: Vec::new(),
            config: Vec::new(),
        }
    }

    pub(super) fn create(&mut self, topic: NewTopic) -> (ErrorCode, Option<Text>) {
        let request = CreateTopicsRequest { topics: vec![topic], validate_only: false };
        match self.ask(1, Request::CreateTopics(request)) {
            Response::CreateTopics(mut response) => response.topics.pop().map(|t| (t.1, t.2)).expect("one"),
            other => panic!("{other:?}"),
        }
    }

    /// The topic "t" with these replicas for each partition.
    pub(super) fn topic(&mut self, assignment: &[&[i32]]) -> TopicPartition {
        let assignment = assignment.iter().map(|replicas| ids(replicas)).collect();
        let topic = NewTopic { assignment, ..Self::new_topic("t") };
        assert_eq!(self.create(topic), (ErrorCode::None, None));
        let topic = self.controller.image().topic_named("t").expect("created").id;
        self.facts.clear();
        TopicPartition { topic, partition: 0 }
    }

    pub(super) fn state(&self, partition: TopicPartition) -> PartitionState {
        self.controller.image().partition(partition).expect("exists").clone()
    }

    /// Leader, leader epoch, in-sync set.
    pub(super) fn brief(&self, partition: TopicPartition) -> (i32, i32, Vec<i32>) {
        let state = self.state(partition);
        (state.leader.0, state.leader_epoch.0, state.isr.iter().map(|id| id.0).collect())
    }

    pub(super) fn propose(
        &mut self,
        from: i32,
        partition: TopicPartition,
        isr: &[i32],
        change: impl Fn(&mut AlterPartition),
    ) -> AlteredPartition {
        let state = self.state(partition);
        let mut proposal = AlterPartition {
            partition,
            leader_epoch: state.leader_epoch,
            partition_epoch: state.partition_epoch,
            isr: isr.iter().map(|id| (BrokerId(*id), BrokerEpoch(-1))).collect(),
            recovering: false,
        };
        change(&mut proposal);
        let broker_epoch = self.epoch(from);
        let request =
            AlterPartitionRequest { broker: BrokerId(from), broker_epoch, partitions: vec![proposal] };
        match self.ask(from, Request::AlterPartition(request)) {
            Response::AlterPartition(mut response) => response.partitions.pop().expect("one"),
            other => panic!("{other:?}"),
        }
    }

    pub(super) fn set(&mut self, resource: ConfigResource, key: &str, value: Option<&str>) -> ErrorCode {
        let changes = vec![(resource, key.into(), value.map(Into::into))];
        match self.ask(1, Request::IncrementalAlterConfigs(IncrementalAlterConfigsRequest { changes })) {
            Response::IncrementalAlterConfigs(response) => response.results[0].1,
            other => panic!("{other:?}"),
        }
    }

    pub(super) fn elect(&mut self, election: ElectionType) -> ErrorCode {
        let partitions = Some(vec![("t".into(), 0)]);
        match self.ask(1, Request::ElectLeaders(ElectLeadersRequest { election, partitions })) {
            Response::ElectLeaders(response) => response.partitions[0].2,
            other => panic!("{other:?}"),
        }
    }

    pub(super) fn reassign(&mut self, target: Option<&[i32]>) -> ErrorCode {
        let partitions = vec![("t".into(), 0, target.map(ids))];
        let request = AlterPartitionReassignmentsRequest { partitions };
        match self.ask(1, Request::AlterPartitionReassignments(request)) {
            Response::AlterPartitionReassignments(response) => response.partitions[0].2,
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_restart_replays_the_log_and_takes_office_in_a_new_epoch() {
    let mut first = Harness::of(2);
    let partition = first.topic(&[&[1, 2]]);
    assert_eq!(first.controller.epoch(), ControllerEpoch(0));
    let before = first.controller.image().clone();
    let mut second = Harness::with(BrokerConfig::default(), first.controller.into_disk());
    assert_eq!(second.controller.epoch(), ControllerEpoch(1));
    assert_eq!(second.controller.image().topics, before.topics);
    assert_eq!(second.controller.image().brokers, before.brokers);
    // Fresh sessions: the brokers have the whole timeout to report.
    second.pass(8_999);
    assert!(second.controller.image().is_unfenced(BrokerId(1)));
    second.pass(1);
    assert!(!second.controller.image().is_unfenced(BrokerId(1)));
    // A topic's number is never given twice.
    assert_eq!(second.controller.next_topic, partition.topic.0 + 1);
}

#[test]
fn the_image_is_the_fold_of_the_log() {
    let mut harness = Harness::of(3);
    harness.topic(&[&[1, 2, 3], &[2, 3, 1]]);
    harness.silence_all_but(&[2, 3]);
    let mut image = Image::default();
    harness.controller.log().iter().for_each(|(offset, record)| image.replay(offset, record));
    assert_eq!(&image, harness.controller.image());
}

#[test]
fn a_metadata_fetch_at_the_end_waits_for_records_or_its_time() {
    let mut harness = Harness::with(
        BrokerConfig { metadata_max_idle_interval_ms: 0, ..BrokerConfig::default() },
        MetadataLog::default(),
    );
    let fetch = |fetch_offset| {
        Request::FetchMetadata(FetchMetadataRequest { broker: BrokerId(1), fetch_offset, max_wait_ms: 500 })
    };
    let read = |response: Option<Response>| match response {
        Some(Response::FetchMetadata(response)) => Some((response.base_offset, response.records.len())),
        _ => None,
    };
    let asked = harness.post(1, fetch(0));
    assert_eq!(read(harness.answer(asked)), Some((0, 1)));
    let asked = harness.post(1, fetch(1));
    assert_eq!(harness.answer(asked), None);
    harness.pass(500);
    assert_eq!(read(harness.answer(asked)), Some((1, 0)));
    let asked = harness.post(1, fetch(1));
    harness.register(2, 1);
    assert_eq!(read(harness.answer(asked)), Some((1, 1)));
    match harness.ask(1, fetch(99)) {
        Response::FetchMetadata(response) => assert_eq!(response.error, ErrorCode::OffsetOutOfRange),
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_idle_controller_writes_no_op_records() {
    let mut harness = Harness::of(0);
    harness.pass(1_500);
    let no_ops = harness.controller.log().iter().filter(|(_, r)| ***r == MetadataRecord::NoOp).count();
    assert_eq!(no_ops, 3);
}

#[test]
fn producer_ids_come_in_blocks_of_a_thousand() {
    let mut harness = Harness::of(1);
    for start in [0, 1_000] {
        let request = AllocateProducerIdsRequest { broker: BrokerId(1), epoch: harness.epoch(1) };
        match harness.ask(1, Request::AllocateProducerIds(request)) {
            Response::AllocateProducerIds(block) => assert_eq!((block.start.0, block.length), (start, 1_000)),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn dynamic_settings_are_checked() {
    let mut harness = Harness::of(1);
    harness.topic(&[&[1]]);
    let topic = || ConfigResource::Topic("t".into());
    assert_eq!(harness.set(topic(), "retention.ms", Some("1000")), ErrorCode::None);
    assert!(matches!(harness.facts.last(), Some(Fact::ConfigChanged { .. })));
    assert_eq!(harness.set(topic(), "retention.ms", Some("soon")), ErrorCode::InvalidConfig);
    assert_eq!(harness.set(topic(), "nonsense", Some("1")), ErrorCode::InvalidConfig);
    let absent = ConfigResource::Topic("absent".into());
    assert_eq!(harness.set(absent, "retention.ms", Some("1")), ErrorCode::UnknownTopicOrPartition);
    let cluster = || ConfigResource::Broker(None);
    assert_eq!(harness.set(cluster(), "min.insync.replicas", Some("2")), ErrorCode::None);
    let fixed = harness.set(cluster(), "broker.session.timeout.ms", Some("1"));
    assert_eq!(fixed, ErrorCode::InvalidRequest);
    let stranger = ConfigResource::Broker(Some(BrokerId(9)));
    let error = harness.set(stranger, "min.insync.replicas", Some("2"));
    assert_eq!(error, ErrorCode::BrokerIdNotRegistered);
    assert_eq!(harness.set(topic(), "retention.ms", None), ErrorCode::None);
    assert!(harness.controller.image().settings(&topic()).is_empty());
}

#[test]
fn hidden_records_leave_a_broker_behind() {
    let mut harness = Harness::of(2);
    let partition = harness.topic(&[&[1, 2]]);
    harness.propose(1, partition, &[1], |_| {});
    harness.controller.set_sabotage(ControllerSabotage::HideMetadataRecord);
    let request = FetchMetadataRequest { broker: BrokerId(1), fetch_offset: 0, max_wait_ms: 0 };
    let Response::FetchMetadata(response) = harness.ask(1, Request::FetchMetadata(request)) else {
        panic!("another answer");
    };
    let mut image = Image::default();
    (0..).zip(&response.records).for_each(|(offset, record)| image.replay(offset, record));
    assert_eq!(image.applied, harness.controller.image().applied);
    assert_ne!(&image, harness.controller.image());
}
