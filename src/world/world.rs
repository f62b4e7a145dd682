//! The World: every node, the clock, the event queue, the network, the disks
//! and the books. [`World::step`] and [`World::act`] are the only things that
//! change anything.

use super::ledger::Ledger;
use super::slot::Slot;
use super::spec::ClientSpec;
use crate::base::{
    Address, BrokerId, ClientId, Digest, Duration, EpochMillis, Instant, Offset, Text, TopicPartition,
};
use crate::broker::{Broker, BrokerDisk, BrokerTimer};
use crate::client::{Client, ClientTimer};
use crate::config::Settings;
use crate::console::{Terminal, terminal_number};
use crate::controller::{Controller, ControllerTimer, MetadataLog};
use crate::metadata::Image;
use crate::protocol::Message;
use crate::sim::{EventQueue, Network};
use crate::storage::PartitionLog;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Virtual time that passes before a scenario's zero: the cluster boots in it.
pub const BOOT: Duration = Duration::from_secs(20);

/// What the queue holds.
#[derive(Clone, Debug)]
pub(super) enum Event {
    /// A message arrives.
    Deliver { from: Address, to: Address, incarnation: u32, message: Message, sent_at: Instant },
    /// A connection broke.
    Disconnect { to: Address, incarnation: u32, peer: Address },
    /// A controller's timer.
    Controller { id: i32, incarnation: u32, timer: ControllerTimer },
    /// A broker's timer.
    Broker { id: BrokerId, incarnation: u32, timer: BrokerTimer },
    /// A client's timer.
    Client { id: ClientId, incarnation: u32, timer: ClientTimer },
    /// A console's timer.
    Console { number: u8, incarnation: u32 },
    /// A process starts.
    Start { node: Address, incarnation: u32 },
}

/// A broker's machine: its process and disk, and the faults laid on it.
#[derive(Clone, Debug)]
pub(super) struct BrokerSlot {
    pub slot: Slot<Broker, BrokerTimer, BrokerDisk>,
    pub settings: Arc<Settings>,
    pub rack: Option<Text>,
    pub faults: BrokerFaults,
    /// Log start, high watermark and end of each log when the process ended.
    pub left_behind: Arc<BTreeMap<TopicPartition, (Offset, Offset, Offset)>>,
}

/// Faults laid on a broker. They outlive a restart; Heal removes them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct BrokerFaults {
    /// Added to each fetch it sends as a follower.
    pub slow_fetch: Duration,
    /// Added to each access to its disk.
    pub slow_disk: Duration,
    /// Its disk takes no more bytes.
    pub disk_full: bool,
}

/// A client's machine.
#[derive(Clone, Debug)]
pub(super) struct ClientSlot {
    pub slot: Slot<Client, ClientTimer, ()>,
    pub spec: Arc<ClientSpec>,
    /// Start again when the proper stop under way is done.
    pub restart_when_stopped: bool,
    /// Records sent by the processes that ended.
    pub sent_before: u64,
    /// Requests it has sent.
    pub requests: u64,
    /// The next acknowledgement to it is lost on the way.
    pub drop_next_ack: bool,
    /// The console that started it.
    pub owner: Option<u8>,
}

/// The whole simulated world. Cloning it costs what has changed since the last clone.
#[derive(Clone, Debug)]
pub struct World {
    pub(super) seed: u64,
    pub(super) calendar: EpochMillis,
    pub(super) config: Arc<Settings>,
    pub(super) now: Instant,
    pub(super) queue: EventQueue<Event>,
    pub(super) network: Network,
    pub(super) controllers: BTreeMap<i32, Slot<Controller, ControllerTimer, MetadataLog>>,
    pub(super) brokers: BTreeMap<BrokerId, BrokerSlot>,
    pub(super) clients: Vec<ClientSlot>,
    /// The cluster that each formatted node's storage belongs to.
    pub(super) formatted: Arc<BTreeMap<i32, Text>>,
    /// Files written from a console.
    pub(super) files: Arc<BTreeMap<Text, Text>>,
    pub(super) terminals: BTreeMap<u8, Arc<Terminal>>,
    pub(super) client_names: Arc<BTreeMap<Text, ClientId>>,
    pub(super) ledger: Ledger,
    pub(super) digest: Digest,
    pub(super) events: u64,
    pub(super) events_this_instant: u32,
    pub(super) sabotage: super::Sabotage,
}

impl World {
    /// The name under which a scenario reads the administrator's errors.
    pub const ADMIN_NAME: &str = "admin";

    /// The administrator that carries out actions, always running.
    pub const ADMIN: ClientId = ClientId(0);

    /// The present instant, counted from the start of the boot.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.now
    }

    /// The present instant, counted from the scenario's start.
    #[must_use]
    pub fn scenario_time(&self) -> Instant {
        Instant(self.now.0.saturating_sub(BOOT.0))
    }

    /// Lets time pass to `at`, as far as no event is due before.
    pub fn wait_until(&mut self, at: Instant) {
        let at = self.next_at().map_or(at, |next| next.min(at));
        if at > self.now {
            self.now = at;
            self.events_this_instant = 0;
        }
    }

    /// Calendar time of [`Instant::START`].
    #[must_use]
    pub fn calendar(&self) -> EpochMillis {
        self.calendar
    }

    /// When the next event is due.
    #[must_use]
    pub fn next_at(&self) -> Option<Instant> {
        self.queue.next_at()
    }

    /// Number of events so far: deliveries, timers and actions.
    #[must_use]
    pub fn events(&self) -> u64 {
        self.events
    }

    /// The digest of everything so far.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// The books.
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The network and its faults.
    #[must_use]
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// Ids of all brokers, up or down.
    pub fn broker_ids(&self) -> impl Iterator<Item = BrokerId> {
        self.brokers.keys().copied()
    }

    /// Ids of all controllers, up or down.
    pub fn controller_ids(&self) -> impl Iterator<Item = i32> {
        self.controllers.keys().copied()
    }

    /// A broker's process, while it runs.
    #[must_use]
    pub fn broker(&self, id: BrokerId) -> Option<&Broker> {
        self.brokers.get(&id)?.slot.process.as_deref()
    }

    /// What a broker that is down left on its disk.
    #[must_use]
    pub fn broker_disk(&self, id: BrokerId) -> Option<&BrokerDisk> {
        let slot = &self.brokers.get(&id)?.slot;
        slot.process.is_none().then_some(&slot.disk)
    }

    /// Where a log of a broker that is down began, its high watermark, and where it ended.
    #[must_use]
    pub fn left_behind(&self, id: BrokerId, partition: TopicPartition) -> Option<(Offset, Offset, Offset)> {
        self.brokers.get(&id)?.left_behind.get(&partition).copied()
    }

    /// A log on the disk of a broker that is down, read as at a start.
    #[must_use]
    pub fn stored_log(&self, id: BrokerId, partition: TopicPartition) -> Option<PartitionLog> {
        let files = self.broker_disk(id)?.logs.get(&partition)?.files.clone();
        Some(PartitionLog::recover(files, Arc::default(), self.now, self.calendar).0)
    }

    /// The faults laid on a broker, and whether its machine has power.
    #[must_use]
    pub fn broker_faults(&self, id: BrokerId) -> Option<(BrokerFaults, bool)> {
        self.brokers.get(&id).map(|broker| (broker.faults, broker.slot.has_power))
    }

    /// A broker's rack.
    #[must_use]
    pub fn broker_rack(&self, id: BrokerId) -> Option<&Text> {
        self.brokers.get(&id)?.rack.as_ref()
    }

    /// A broker's static settings: the cluster's and its own.
    #[must_use]
    pub fn broker_settings(&self, id: BrokerId) -> Option<&Settings> {
        self.brokers.get(&id).map(|broker| broker.settings.as_ref())
    }

    /// A controller's process, while it runs.
    #[must_use]
    pub fn controller(&self, id: i32) -> Option<&Controller> {
        self.controllers.get(&id)?.process.as_deref()
    }

    /// The controller's image: of the running one, else of what it left on disk.
    #[must_use]
    pub fn image(&self) -> std::borrow::Cow<'_, Image> {
        for slot in self.controllers.values() {
            if let Some(controller) = slot.process.as_deref() {
                return std::borrow::Cow::Borrowed(controller.image());
            }
        }
        let log = self.controllers.values().next().map(|slot| &slot.disk);
        let mut image = Image::default();
        for (offset, record) in log.into_iter().flat_map(MetadataLog::iter) {
            image.replay(offset, record);
        }
        std::borrow::Cow::Owned(image)
    }

    /// The number of the client that an actor's name stands for.
    #[must_use]
    pub fn client_id(&self, name: &str) -> Option<ClientId> {
        self.client_names.get(name).copied()
    }

    /// All clients but the administrator: number, what each is made from, its
    /// process while it runs, and whether it stands still.
    pub fn clients(&self) -> impl Iterator<Item = (ClientId, &ClientSpec, Option<&Client>, bool)> {
        self.clients.iter().enumerate().skip(1).map(|(index, client)| {
            let id = ClientId(index as u32);
            (id, client.spec.as_ref(), client.slot.process.as_deref(), client.slot.frozen.is_some())
        })
    }

    /// Records a producer has sent, over all starts of its process.
    #[must_use]
    pub fn sent(&self, id: ClientId) -> u64 {
        self.clients
            .get(id.0 as usize)
            .map_or(0, |client| client.sent_before + client.slot.process.as_deref().map_or(0, Client::sent))
    }

    /// Requests a client has sent, over all starts of its process.
    #[must_use]
    pub fn requests(&self, id: ClientId) -> u64 {
        self.clients.get(id.0 as usize).map_or(0, |client| client.requests)
    }

    /// The name of a client's actor.
    #[must_use]
    pub fn client_name(&self, id: ClientId) -> Option<&Text> {
        self.clients.get(id.0 as usize).map(|client| client.spec.name())
    }

    /// The consoles, by number.
    pub fn terminals(&self) -> impl Iterator<Item = (u8, &Terminal)> {
        self.terminals.iter().map(|(number, terminal)| (*number, terminal.as_ref()))
    }

    /// A console, once something was typed into it.
    #[must_use]
    pub fn terminal(&self, number: u8) -> Option<&Terminal> {
        self.terminals.get(&number).map(Arc::as_ref)
    }

    /// Messages on their way: from, to, message, when sent, when it arrives, sequence number.
    pub fn in_flight(&self) -> impl Iterator<Item = (Address, Address, &Message, Instant, Instant, u64)> {
        self.queue.iter().filter_map(|(at, seq, event)| match event {
            Event::Deliver { from, to, message, sent_at, .. } => {
                Some((*from, *to, message, *sent_at, at, seq))
            }
            _ => None,
        })
    }

    /// The metadata log of the first controller, up or down.
    #[must_use]
    pub fn metadata_log(&self) -> Option<&MetadataLog> {
        let slot = self.controllers.values().next()?;
        Some(slot.process.as_deref().map_or(&slot.disk, Controller::log))
    }

    pub(super) fn incarnation(&self, node: Address) -> u32 {
        match node {
            Address::Controller(id) => self.controllers.get(&id).map_or(0, |slot| slot.incarnation),
            Address::Broker(id) => self.brokers.get(&id).map_or(0, |broker| broker.slot.incarnation),
            Address::Client(id) => match terminal_number(id) {
                Some(number) => self.terminals.get(&number).map_or(0, |terminal| terminal.incarnation()),
                None => self.clients.get(id.0 as usize).map_or(0, |client| client.slot.incarnation),
            },
        }
    }

    /// Whether a node's process runs, and whether its machine has power.
    #[must_use]
    pub fn is_up(&self, node: Address) -> (bool, bool) {
        match node {
            Address::Controller(id) => self
                .controllers
                .get(&id)
                .map_or((false, false), |slot| (slot.process.is_some(), slot.has_power)),
            Address::Broker(id) => self
                .brokers
                .get(&id)
                .map_or((false, false), |broker| (broker.slot.process.is_some(), broker.slot.has_power)),
            Address::Client(id) => match terminal_number(id) {
                Some(number) => (self.terminals.contains_key(&number), true),
                None => self
                    .clients
                    .get(id.0 as usize)
                    .map_or((false, false), |client| (client.slot.process.is_some(), client.slot.has_power)),
            },
        }
    }

    /// The settings the cluster was made with.
    #[must_use]
    pub fn config(&self) -> &Settings {
        &self.config
    }

    /// The seed the world was made with.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.seed
    }
}
