//! Questions this broker asks of others, and what becomes of the answers
//! (`NodeToControllerChannelManager`, `ForwardingManager`).
//!
//! A forwarded question of a client is sent again when the controller's
//! connection breaks; a silent controller leaves it to the client's own timeout.

use super::node::{Asked, millis};
use super::{Broker, BrokerEffects, BrokerTimer};
use crate::base::{Address, BrokerId, CorrelationId, Duration, Instant, Text};
use crate::protocol::{ErrorCode, Message, Request, Response};
use std::collections::BTreeMap;

/// Pause before a forwarded question is sent again.
const RESEND_PAUSE: Duration = Duration::from_millis(100);

/// Why a question was asked.
#[derive(Clone, Debug)]
pub(super) enum Purpose {
    /// Registration or heartbeat.
    Lifecycle,
    /// A fetch of metadata.
    Metadata,
    /// A fetch from a leader.
    Replication(BrokerId),
    /// In-sync sets to commit.
    AlterPartition,
    /// A block of producer ids.
    ProducerIds,
    /// Topics that this broker wants for itself or a client.
    CreateTopics(Vec<Text>),
    /// A client's question that is the controller's.
    Forward(Box<(Asked, Request)>),
}

/// Questions under way.
#[derive(Clone, Debug)]
pub(super) struct Channel {
    controllers: Vec<i32>,
    active: usize,
    next: u32,
    under_way: BTreeMap<CorrelationId, (Address, Purpose)>,
}

impl Channel {
    /// Numbers begin elsewhere at each start of the process, so that a late
    /// answer to its predecessor is not taken for its own.
    pub(super) const fn new(controllers: Vec<i32>, incarnation: u64) -> Self {
        let next = (incarnation as u32).wrapping_mul(0x9e37_79b1);
        Self { controllers, active: 0, next, under_way: BTreeMap::new() }
    }

    fn controller(&self) -> Address {
        Address::Controller(self.controllers.get(self.active).copied().unwrap_or(-1))
    }

    /// Turns to the next controller.
    fn rotate(&mut self) {
        self.active = (self.active + 1) % self.controllers.len().max(1);
    }

    /// Turns to the controller that was named as active.
    pub(super) fn turn_to(&mut self, controller: i32) {
        if let Some(index) = self.controllers.iter().position(|id| *id == controller) {
            self.active = index;
        }
    }
}

impl Broker {
    /// Asks another process.
    pub(super) fn ask(
        &mut self,
        peer: Address,
        body: Request,
        purpose: Purpose,
        delay: Duration,
        effects: &mut BrokerEffects,
    ) -> CorrelationId {
        let correlation = CorrelationId(self.channel.next);
        self.channel.next = self.channel.next.wrapping_add(1);
        self.channel.under_way.insert(correlation, (peer, purpose));
        let message = Message::Request { correlation, client_id: self.no_text.clone(), body };
        effects.send_after(peer, message, delay);
        correlation
    }

    /// Asks the controller.
    pub(super) fn ask_controller(
        &mut self,
        body: Request,
        purpose: Purpose,
        effects: &mut BrokerEffects,
    ) -> CorrelationId {
        self.ask(self.channel.controller(), body, purpose, Duration::ZERO, effects)
    }

    /// Gives up waiting for an answer. False if it had already come.
    pub(super) fn give_up(&mut self, correlation: CorrelationId) -> bool {
        self.channel.under_way.remove(&correlation).is_some()
    }

    /// A controller's error may say that another one is active.
    pub(super) fn note_controller_error(&mut self, error: ErrorCode) {
        if error == ErrorCode::NotController {
            self.channel.rotate();
        }
    }

    /// Passes a client's question on to the controller.
    pub(super) fn forward(&mut self, now: Instant, asked: Asked, body: Request, effects: &mut BrokerEffects) {
        let purpose = Purpose::Forward(Box::new((asked, body.clone())));
        let correlation = self.ask_controller(body, purpose, effects);
        let patience = millis(self.config.request_timeout_ms);
        effects.timer(now + patience, BrokerTimer::RequestTimeout { correlation });
    }

    /// Sends a forwarded question again.
    pub(super) fn resend(&mut self, correlation: CorrelationId, effects: &mut BrokerEffects) {
        let controller = self.channel.controller();
        if let Some((peer, Purpose::Forward(forwarded))) = self.channel.under_way.get_mut(&correlation) {
            *peer = controller;
            let body = forwarded.1.clone();
            effects.send(controller, Message::Request { correlation, client_id: self.no_text.clone(), body });
        }
    }

    pub(super) fn request_timed_out(
        &mut self,
        now: Instant,
        correlation: CorrelationId,
        effects: &mut BrokerEffects,
    ) {
        if let Some((_, purpose)) = self.channel.under_way.remove(&correlation) {
            self.channel.rotate();
            self.question_failed(now, purpose, effects);
        }
    }

    /// Nobody will answer what was asked of `peer`.
    pub(super) fn disconnected(&mut self, now: Instant, peer: Address, effects: &mut BrokerEffects) {
        let lost = |(correlation, (asked, _)): (&CorrelationId, &(Address, Purpose))| {
            (*asked == peer).then_some(*correlation)
        };
        let lost: Vec<_> = self.channel.under_way.iter().filter_map(lost).collect();
        if peer == self.channel.controller() && !lost.is_empty() {
            self.channel.rotate();
        }
        for correlation in lost {
            if let Some((asked, Purpose::Forward(_))) = self.channel.under_way.get_mut(&correlation) {
                // With nobody until it is sent again: each lost connection would else
                // have it sent once more for every question that waits beside it.
                *asked = Address::Broker(self.id);
                effects.timer(now + RESEND_PAUSE, BrokerTimer::Resend { correlation });
            } else if let Some((_, purpose)) = self.channel.under_way.remove(&correlation) {
                self.question_failed(now, purpose, effects);
            }
        }
    }

    fn question_failed(&mut self, now: Instant, purpose: Purpose, effects: &mut BrokerEffects) {
        match purpose {
            Purpose::Lifecycle => self.lifecycle_failed(now, effects),
            Purpose::Metadata => self.metadata_failed(now, effects),
            Purpose::Replication(leader) => self.fetch_failed(now, leader, effects),
            Purpose::AlterPartition => self.proposals_failed(now, effects),
            Purpose::ProducerIds => self.producer_ids_failed(effects),
            Purpose::CreateTopics(names) => self.creations.forget(&names),
            Purpose::Forward(_) => {}
        }
    }

    /// An answer came. One that nobody waits for is ignored.
    pub(super) fn response(
        &mut self,
        now: Instant,
        from: Address,
        correlation: CorrelationId,
        body: Response,
        effects: &mut BrokerEffects,
    ) {
        if self.channel.under_way.get(&correlation).is_none_or(|(peer, _)| *peer != from) {
            return;
        }
        let Some((_, purpose)) = self.channel.under_way.remove(&correlation) else { return };
        match (purpose, body) {
            (Purpose::Forward(forwarded), body) => Self::answer(&forwarded.0, body, effects),
            (Purpose::Lifecycle, Response::BrokerRegistration(response)) => {
                self.registered(now, &response, effects);
            }
            (Purpose::Lifecycle, Response::BrokerHeartbeat(response)) => {
                self.heartbeat_answered(now, &response, effects);
            }
            (Purpose::Metadata, Response::FetchMetadata(response)) => {
                self.metadata_fetched(now, &response, effects);
            }
            (Purpose::Replication(leader), Response::Fetch(response)) => {
                self.fetched(now, leader, response, effects);
            }
            (Purpose::AlterPartition, Response::AlterPartition(response)) => {
                self.proposals_answered(now, &response, effects);
            }
            (Purpose::ProducerIds, Response::AllocateProducerIds(response)) => {
                self.producer_ids_allocated(now, &response, effects);
            }
            (Purpose::CreateTopics(names), Response::CreateTopics(_)) => self.creations.forget(&names),
            // An answer of another kind than the question is a broken peer's.
            (purpose, _) => self.question_failed(now, purpose, effects),
        }
    }
}
