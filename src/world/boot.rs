//! Building a world and booting its cluster, in the virtual time before a
//! scenario's zero: brokers register, topics are created, replicas get in sync,
//! all by the same messages as ever after.

use super::ledger::Ledger;
use super::slot::Slot;
use super::spec::{ClientSpec, ClusterSpec};
use super::world::{BOOT, BrokerFaults, BrokerSlot, ClientSlot, Event, World};
use crate::base::{Address, BrokerId, ClientId, Digest, EpochMillis, Instant, Stream, Text};
use crate::broker::Broker;
use crate::client::{Admin, Client, Consumer, Producer, Sink, Source};
use crate::config::{BrokerConfig, Settings};
use crate::controller::Controller;
use crate::protocol::{CLUSTER_ID, ErrorCode};
use crate::sim::{EventQueue, Network};
use crate::story::TopicSpec;
use crate::story::{Action, Fact};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Why a cluster could not boot.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BootError {
    /// Kafka refused to create a topic.
    #[error("topic {topic}: {}", error.name())]
    TopicRefused {
        /// Its name.
        topic: Text,
        /// Kafka's error.
        error: ErrorCode,
    },
    /// Brokers or topics were not ready in time.
    #[error("the cluster was not ready within {} s: {what}", BOOT.0 / 1_000_000)]
    NotReady {
        /// What was waited for.
        what: Text,
    },
}

impl World {
    /// Builds a cluster and boots it. The world that is returned stands at the
    /// scenario's zero ([`BOOT`] after [`Instant::START`]); its clients are not started.
    ///
    /// # Errors
    /// When Kafka refuses a topic, or the cluster does not get ready.
    pub fn new(spec: &ClusterSpec) -> Result<Self, BootError> {
        let mut world = Self::build(spec);
        world.start_nodes(spec);
        world.create_topics(spec)?;
        let zero = Instant::START + BOOT;
        let mut facts = Vec::new();
        while world.next_at().is_some_and(|at| at < zero) {
            world.step(&mut facts);
            facts.clear();
        }
        world.now = zero;
        Ok(world)
    }

    fn build(spec: &ClusterSpec) -> Self {
        let calendar = EpochMillis(spec.epoch.0 - BOOT.as_millis() as i64);
        let brokers = (1..=spec.brokers).map(|id| (BrokerId(id), broker_slot(spec, id))).collect();
        let admin = ClientSpec::Producer(super::ProducerSpec {
            name: World::ADMIN_NAME.into(),
            ..Default::default()
        });
        let specs: Vec<_> = std::iter::once(&admin).chain(&spec.clients).cloned().collect();
        let readers = specs.iter().enumerate().filter_map(|(index, client)| match client {
            ClientSpec::Consumer(consumer) if consumer.group.is_empty() => {
                Some((ClientId(index as u32), consumer.name.clone()))
            }
            ClientSpec::Consumer(consumer) => Some((ClientId(index as u32), consumer.group.clone())),
            ClientSpec::Producer(_) | ClientSpec::Direct(_) => None,
        });
        let names = specs
            .iter()
            .enumerate()
            .skip(1)
            .map(|(index, client)| (client.name().clone(), ClientId(index as u32)));
        Self {
            seed: spec.seed,
            calendar,
            config: Arc::new(spec.config.clone()),
            now: Instant::START,
            queue: EventQueue::default(),
            network: Network::new(spec.seed, spec.network),
            controllers: BTreeMap::from([(ClusterSpec::CONTROLLER, Slot::new(Default::default()))]),
            brokers,
            formatted: Arc::new(formatted(spec)),
            files: Arc::default(),
            terminals: BTreeMap::new(),
            client_names: Arc::new(names.collect()),
            ledger: Ledger::new(readers.collect()),
            clients: specs.into_iter().map(client_slot).collect(),
            digest: Digest::default(),
            events: 0,
            events_this_instant: 0,
            sabotage: super::Sabotage::default(),
        }
    }

    fn start_nodes(&mut self, spec: &ClusterSpec) {
        let is_running = |id: i32| spec.running.as_ref().is_none_or(|running| running.contains(&id));
        if is_running(ClusterSpec::CONTROLLER) {
            self.start_controller(ClusterSpec::CONTROLLER);
        }
        for id in 1..=spec.brokers {
            if is_running(id) {
                self.start_broker(BrokerId(id));
            }
        }
        self.start_client(Self::ADMIN);
    }

    /// Creates the topics once every broker that should run does.
    fn create_topics(&mut self, spec: &ClusterSpec) -> Result<(), BootError> {
        if self.controller(ClusterSpec::CONTROLLER).is_none() {
            return Ok(());
        }
        self.run_until("brokers", |world| {
            let image = world.image();
            world.brokers.iter().all(|(id, broker)| broker.slot.process.is_none() || image.is_active(*id))
        })?;
        for topic in &spec.topics {
            let action = Action::CreateTopic(topic.clone());
            let mut facts = Vec::new();
            self.act(&action, &mut facts);
            self.run_until(&topic.name, |world| world.is_ready(topic) || world.refusal().is_some())?;
            if let Some(error) = self.refusal() {
                return Err(BootError::TopicRefused { topic: topic.name.clone(), error });
            }
        }
        Ok(())
    }

    /// Whether every partition of a topic has a leader and all its copies in sync.
    fn is_ready(&self, topic: &TopicSpec) -> bool {
        let image = self.image();
        let Some(known) = image.topic_named(&topic.name) else { return false };
        known.partitions.iter().enumerate().all(|(number, state)| {
            let partition = crate::base::TopicPartition { topic: known.id, partition: number as i32 };
            let leads = self.broker(state.leader).and_then(|broker| broker.replica(partition)).is_some();
            leads && state.isr.len() == state.replicas.len()
        })
    }

    /// The error that the administrator was last told of.
    fn refusal(&self) -> Option<ErrorCode> {
        self.ledger.client(Self::ADMIN).errors.keys().next().copied()
    }

    fn run_until(&mut self, what: &str, done: impl Fn(&Self) -> bool) -> Result<(), BootError> {
        let mut facts: Vec<Fact> = Vec::new();
        while !done(self) {
            if self.next_at().is_none_or(|at| at >= Instant::START + BOOT) {
                return Err(BootError::NotReady { what: what.into() });
            }
            self.step(&mut facts);
            facts.clear();
        }
        Ok(())
    }

    pub(super) fn start_controller(&mut self, id: i32) {
        let config = BrokerConfig::with(&self.config);
        let stream = Stream::named(
            self.seed,
            &format!("controller/{id}/{}", self.incarnation(Address::Controller(id))),
        );
        let calendar = self.calendar;
        let Some(slot) = self.controllers.get_mut(&id) else { return };
        let mut controller = Controller::new(id, config, std::mem::take(&mut slot.disk), stream, calendar);
        controller.set_sabotage(self.sabotage.controller);
        let incarnation = slot.start(controller);
        self.queue.push(self.now, Event::Start { node: Address::Controller(id), incarnation });
    }

    pub(super) fn start_broker(&mut self, id: BrokerId) {
        let stream =
            Stream::named(self.seed, &format!("broker/{id}/{}", self.incarnation(Address::Broker(id))));
        let (calendar, controllers) = (self.calendar, self.controllers.keys().copied().collect());
        let Some(broker) = self.brokers.get_mut(&id) else { return };
        let disk = std::mem::take(&mut broker.slot.disk);
        let incarnation = u64::from(broker.slot.incarnation) + 1;
        let settings = Settings::clone(&broker.settings);
        let rack = broker.rack.clone();
        let mut process = Broker::new(id, settings, rack, controllers, disk, incarnation, stream, calendar);
        process.set_sabotage(self.sabotage.broker);
        if let Some(cluster) = self.formatted.get(&id.0) {
            process.set_cluster_id(cluster.clone());
        }
        process.coordinator_mut().set_sabotage(self.sabotage.coordinator);
        process.set_log_sabotage(self.sabotage.log);
        process.set_slow_fetch(broker.faults.slow_fetch);
        process.set_slow_disk(broker.faults.slow_disk);
        process.set_disk_full(broker.faults.disk_full);
        let incarnation = broker.slot.start(process);
        self.queue.push(self.now, Event::Start { node: Address::Broker(id), incarnation });
    }

    pub(super) fn start_client(&mut self, id: ClientId) {
        let every: Vec<BrokerId> = self.brokers.keys().copied().collect();
        let (sinks, is_sink) = (self.sinks_of(id), self.is_sink(id));
        let Some(client) = self.clients.get_mut(id.0 as usize) else { return };
        let name = format!("client/{}/{}", client.spec.name(), client.slot.incarnation);
        let (stream, calendar) = (Stream::named(self.seed, &name), self.calendar);
        let given = match client.spec.as_ref() {
            ClientSpec::Producer(spec) => spec.bootstrap.clone(),
            ClientSpec::Consumer(spec) => spec.bootstrap.clone(),
            ClientSpec::Direct(_) => Vec::new(),
        };
        let bootstrap = if given.is_empty() { every } else { given };
        let process = match (id, client.spec.as_ref()) {
            (Self::ADMIN, _) => Client::Admin(Admin::new("admin", id, bootstrap, stream)),
            (_, ClientSpec::Direct(_)) => Client::Wires,
            (_, ClientSpec::Producer(spec)) if !sinks.is_empty() => {
                Client::Source(Source::new(spec, id, sinks, client.sent_before))
            }
            (_, ClientSpec::Consumer(_)) if is_sink => Client::Sink(Sink::new(id)),
            (_, ClientSpec::Producer(spec)) => Client::Producer(
                Producer::new(spec, id, bootstrap, stream, calendar).resuming(client.sent_before),
            ),
            (_, ClientSpec::Consumer(spec)) => {
                Client::Consumer(Consumer::new(spec, id, bootstrap, stream, calendar))
            }
        };
        let process = self.sabotaged_client(process);
        let Some(client) = self.clients.get_mut(id.0 as usize) else { return };
        let incarnation = client.slot.start(process);
        self.queue.push(self.now, Event::Start { node: Address::Client(id), incarnation });
    }
}

/// Which nodes' storage is formatted at the start: unless the lesson begins with
/// that, all.
fn formatted(spec: &ClusterSpec) -> BTreeMap<i32, Text> {
    let runs = |id: &i32| spec.running.as_ref().is_none_or(|running| running.contains(id));
    let nodes = (1..=spec.brokers).chain([ClusterSpec::CONTROLLER]);
    nodes.filter(|id| spec.formatted || runs(id)).map(|id| (id, CLUSTER_ID.into())).collect()
}

pub(super) fn broker_slot(spec: &ClusterSpec, id: i32) -> BrokerSlot {
    let mut settings = spec.config.clone();
    for (owner, own) in &spec.broker_config {
        if *owner == id {
            settings.extend(own.clone());
        }
    }
    let rack = usize::try_from(id - 1).ok().and_then(|index| spec.racks.get(index)).cloned();
    BrokerSlot {
        slot: Slot::new(Default::default()),
        settings: Arc::new(settings),
        rack,
        faults: BrokerFaults::default(),
        left_behind: Arc::default(),
    }
}

pub(super) fn client_slot(spec: ClientSpec) -> ClientSlot {
    ClientSlot {
        slot: Slot::new(()),
        spec: Arc::new(spec),
        restart_when_stopped: false,
        sent_before: 0,
        requests: 0,
        drop_next_ack: false,
        owner: None,
    }
}
