//! One event: pop it, hand it to its node, carry out what the node asks.

use super::sabotage::WorldSabotage;
use super::world::{Event, World};
use crate::base::{Address, Duration, Instant};
use crate::console::{News, Wake, terminal_id, terminal_number};
use crate::protocol::{Message, Response};
use crate::sim::{Delivery, Effects, Halt, Input};
use crate::story::{Ending, Fact};
use std::hash::Hash;

/// Events at one instant before time is made to move: zero latency must not loop for ever.
const EVENTS_PER_INSTANT: u32 = 200_000;

impl World {
    /// Carries out the next event, if there is one. What happened is added to
    /// `facts`; returns when it happened.
    pub fn step(&mut self, facts: &mut Vec<Fact>) -> Option<Instant> {
        let (at, seq, event) = self.queue.pop()?;
        if at > self.now {
            self.events_this_instant = 0;
        }
        self.events_this_instant += 1;
        if self.events_this_instant > EVENTS_PER_INSTANT {
            // Everything still due at this instant moves on by a microsecond.
            self.events_this_instant = 0;
            self.queue.push(at + Duration(1), event);
            return Some(at);
        }
        self.now = at;
        self.events += 1;
        self.digest.add(at.0);
        self.digest.add(seq);
        let first = facts.len();
        match event {
            Event::Deliver { from, to, incarnation, message, .. } => {
                self.deliver(from, to, incarnation, message, facts);
            }
            Event::Disconnect { to, incarnation, peer } => {
                if self.incarnation(to) == incarnation {
                    self.digest.add(peer.code());
                    self.hand(to, Incoming::Disconnected(peer), facts);
                }
            }
            Event::Start { node, incarnation } => {
                if self.incarnation(node) == incarnation {
                    facts.push(Fact::Started { node });
                    self.hand(node, Incoming::Start, facts);
                }
            }
            Event::Controller { id, incarnation, timer } => {
                if self.incarnation(Address::Controller(id)) == incarnation {
                    timer.hash(&mut self.digest);
                    self.hand_controller(id, Input::Timer(timer), facts);
                }
            }
            Event::Broker { id, incarnation, timer } => {
                if self.incarnation(Address::Broker(id)) == incarnation {
                    timer.hash(&mut self.digest);
                    self.hand_broker(id, Input::Timer(timer), facts);
                }
            }
            Event::Console { number, incarnation } => {
                if self.incarnation(Address::Client(terminal_id(number))) == incarnation {
                    self.hand_terminal(number, Input::Timer(Wake), facts);
                }
            }
            Event::Client { id, incarnation, timer } => {
                if self.incarnation(Address::Client(id)) == incarnation {
                    timer.hash(&mut self.digest);
                    self.hand_client(id, Input::Timer(timer), facts);
                }
            }
        }
        self.tell_watchers(first, facts);
        for fact in &facts[first..] {
            if fact.is_story() {
                fact.hash(&mut self.digest);
            }
        }
        Some(at)
    }

    fn deliver(
        &mut self,
        from: Address,
        to: Address,
        incarnation: u32,
        message: Message,
        facts: &mut Vec<Fact>,
    ) {
        message.hash(&mut self.digest);
        let (is_up, has_power) = self.is_up(to);
        let reaches_any = self.sabotage.world == WorldSabotage::DeliverToTheNextStart;
        if self.sabotage.world == WorldSabotage::TimeRunsBack {
            self.now = Instant(self.now.0 - 1_000);
        }
        if is_up && (self.incarnation(to) == incarnation || reaches_any) {
            self.hand(to, Incoming::Message(from, message), facts);
            return;
        }
        facts.extend(dropped(from, to, &message));
        // The machine answers for its dead process: connection refused, or reset.
        if has_power && !self.network.is_cut(to, from) {
            let (incarnation, latency) = (self.incarnation(from), self.network.link(to, from).latency);
            self.queue.push(
                self.now + latency + Duration(1),
                Event::Disconnect { to: from, incarnation, peer: to },
            );
        }
    }

    fn hand(&mut self, to: Address, incoming: Incoming, facts: &mut Vec<Fact>) {
        match to {
            Address::Controller(id) => self.hand_controller(id, incoming.into_input(), facts),
            Address::Broker(id) => self.hand_broker(id, incoming.into_input(), facts),
            Address::Client(id) => match terminal_number(id) {
                Some(number) => self.hand_terminal(number, incoming.into_input(), facts),
                None => self.hand_client(id, incoming.into_input(), facts),
            },
        }
    }

    fn hand_controller(
        &mut self,
        id: i32,
        input: Input<Message, crate::controller::ControllerTimer>,
        facts: &mut Vec<Fact>,
    ) {
        let Some(slot) = self.controllers.get_mut(&id) else { return };
        let incarnation = slot.incarnation;
        let Some(controller) = slot.process_mut() else { return };
        let mut effects = Effects::default();
        controller.handle(self.now, input, &mut effects);
        let node = Address::Controller(id);
        self.carry_out(node, effects, |timer| Event::Controller { id, incarnation, timer }, facts);
    }

    fn hand_broker(
        &mut self,
        id: crate::base::BrokerId,
        input: Input<Message, crate::broker::BrokerTimer>,
        facts: &mut Vec<Fact>,
    ) {
        let Some(broker) = self.brokers.get_mut(&id) else { return };
        let incarnation = broker.slot.incarnation;
        let Some(process) = broker.slot.process_mut() else { return };
        let mut effects = Effects::default();
        process.handle(self.now, input, &mut effects);
        let node = Address::Broker(id);
        self.carry_out(node, effects, |timer| Event::Broker { id, incarnation, timer }, facts);
    }

    pub(super) fn hand_client(
        &mut self,
        id: crate::base::ClientId,
        input: Input<Message, crate::client::ClientTimer>,
        facts: &mut Vec<Fact>,
    ) {
        let Some(client) = self.clients.get_mut(id.0 as usize) else { return };
        if let Some(waiting) = &mut client.slot.frozen {
            waiting.push(input);
            return;
        }
        let (incarnation, owner) = (client.slot.incarnation, client.owner);
        let Some(process) = client.slot.process_mut() else { return };
        let overheard = owner.and_then(|owner| Some((owner, super::consoles::overheard(&input)?)));
        let mut effects = Effects::default();
        process.handle(self.now, input, &mut effects);
        let (node, first) = (Address::Client(id), facts.len());
        self.carry_out(node, effects, |timer| Event::Client { id, incarnation, timer }, facts);
        if let Some((owner, news)) = overheard {
            self.tell_console(owner, id, news, facts);
        }
        self.tell_owner(id, first, facts);
    }

    /// Sends, timers, facts, and the process's own end.
    pub(super) fn carry_out<T>(
        &mut self,
        node: Address,
        effects: Effects<Message, T, Fact>,
        timer_event: impl Fn(T) -> Event,
        facts: &mut Vec<Fact>,
    ) {
        let Effects { sends, timers, facts: reported, halt } = effects;
        for fact in reported {
            self.book(&fact);
            facts.push(fact);
        }
        for outgoing in sends {
            self.transmit(node, outgoing.to, outgoing.message, outgoing.delay, facts);
        }
        for (at, timer) in timers {
            self.queue.push(at.max(self.now), timer_event(timer));
        }
        match halt {
            None => {}
            Some(Halt::Stopped) => self.end(node, Ending::CleanStop, facts),
            Some(Halt::StorageFailed) => self.end(node, Ending::StorageFailed, facts),
            Some(Halt::Fatal) => self.end(node, Ending::Fatal, facts),
            Some(Halt::Crashed) => self.end(node, Ending::Crash, facts),
        }
    }

    /// Enters a fact in the books.
    fn book(&mut self, fact: &Fact) {
        let brokers = &self.brokers;
        let reporter = match fact {
            Fact::BecameLeader { broker, .. } | Fact::Appended { broker, .. } => Some(*broker),
            _ => None,
        };
        let batch_at = |partition, offset| {
            let broker = brokers.get(&reporter?)?.slot.process.as_deref()?;
            broker.replica(partition)?.log().batch_at(offset).map(|batch| batch.header().crc)
        };
        self.ledger.record(self.now, fact, &batch_at);
    }

    fn transmit(
        &mut self,
        from: Address,
        to: Address,
        message: Message,
        delay: Duration,
        facts: &mut Vec<Fact>,
    ) {
        if self.takes_ack_away(to, &message) {
            facts.extend(dropped(from, to, &message));
            // TCP loses no single answer: it is lost because its connection breaks.
            let (incarnation, latency) = (self.incarnation(to), self.network.link(from, to).latency);
            self.queue
                .push(self.now + latency + Duration(1), Event::Disconnect { to, incarnation, peer: from });
            return;
        }
        if let (Address::Client(id), Message::Request { .. }) = (from, &message)
            && let Some(client) = self.clients.get_mut(id.0 as usize)
        {
            client.requests += 1;
        }
        let sent_at = self.now + delay;
        match self.network.send(from, to, sent_at) {
            Delivery::At(at) => {
                let incarnation = self.incarnation(to);
                self.queue.push(at, Event::Deliver { from, to, incarnation, message, sent_at });
            }
            Delivery::Cut | Delivery::Lost => facts.extend(dropped(from, to, &message)),
        }
    }

    /// Whether this is the acknowledgement that `DropNextAck` waits for.
    fn takes_ack_away(&mut self, to: Address, message: &Message) -> bool {
        let (Address::Client(id), Message::Response { body: Response::Produce(_), .. }) = (to, message)
        else {
            return false;
        };
        self.clients.get_mut(id.0 as usize).is_some_and(|client| std::mem::take(&mut client.drop_next_ack))
    }

    /// A process ends. Its peers hear of it, except after a power cut.
    pub(super) fn end(&mut self, node: Address, how: Ending, facts: &mut Vec<Fact>) {
        let was_up = self.is_up(node).0;
        match node {
            Address::Controller(id) => {
                let Some(slot) = self.controllers.get_mut(&id) else { return };
                if let Some(controller) = slot.stop() {
                    slot.disk = controller.into_disk();
                }
                slot.has_power = how != Ending::PowerCut;
            }
            Address::Broker(id) => {
                let Some(broker) = self.brokers.get_mut(&id) else { return };
                if let Some(process) = broker.slot.stop() {
                    let extent = |(partition, replica): (_, &crate::broker::Replica)| {
                        let log = replica.log();
                        let end = if how == Ending::PowerCut { log.flushed_end() } else { log.log_end() };
                        (partition, (log.log_start(), log.high_watermark().min(end), end))
                    };
                    broker.left_behind = std::sync::Arc::new(process.replicas().map(extent).collect());
                    broker.slot.disk = process.into_disk(how);
                }
                broker.slot.has_power = how != Ending::PowerCut;
            }
            Address::Client(id) => {
                let Some(client) = self.clients.get_mut(id.0 as usize) else { return };
                if let Some(process) = client.slot.stop() {
                    client.sent_before += process.sent();
                }
            }
        }
        if !was_up {
            return;
        }
        facts.push(Fact::Ended { node, how });
        for peer in self.network.close(node) {
            if how != Ending::PowerCut && !self.network.is_cut(node, peer) {
                let (incarnation, latency) = (self.incarnation(peer), self.network.link(node, peer).latency);
                let event = Event::Disconnect { to: peer, incarnation, peer: node };
                self.queue.push(self.now + latency + Duration(1), event);
            }
        }
        self.restart_if_asked(node, how);
        if let Address::Client(id) = node {
            self.rewire(id, facts);
            if let Some(owner) = self.clients.get(id.0 as usize).and_then(|client| client.owner) {
                self.tell_console(owner, id, News::Ended(how), facts);
            }
        }
    }

    fn restart_if_asked(&mut self, node: Address, how: Ending) {
        let Address::Client(id) = node else { return };
        let Some(client) = self.clients.get_mut(id.0 as usize) else { return };
        if std::mem::take(&mut client.restart_when_stopped) && how == Ending::CleanStop {
            self.start_client(id);
        }
    }
}

/// What is handed to a node of any kind.
enum Incoming {
    Start,
    Disconnected(Address),
    Message(Address, Message),
}

impl Incoming {
    fn into_input<T>(self) -> Input<Message, T> {
        match self {
            Self::Start => Input::Start,
            Self::Disconnected(peer) => Input::Disconnected { peer },
            Self::Message(from, message) => Input::Message { from, message },
        }
    }
}

/// What is told of a message that does not arrive. The programs at a plain wire tell it themselves.
fn dropped(from: Address, to: Address, message: &Message) -> Option<Fact> {
    let (api, is_response) = match message {
        Message::Request { body, .. } => (body.api(), false),
        Message::Response { body, .. } => (body.api(), true),
        Message::Push { .. } | Message::Receipt { .. } => return None,
    };
    Some(Fact::Dropped { from, to, api, is_response })
}
