//! Registration, heartbeats and the clean stop (`BrokerLifecycleManager`).
//!
//! One question to the controller at a time. A broker that hears it is fenced
//! goes on with what it knows: leaders move by metadata, not by this.

use super::controller_channel::Purpose;
use super::node::millis;
use super::{Broker, BrokerEffects, BrokerTimer};
use crate::base::{BrokerEpoch, CorrelationId, Duration, Instant};
use crate::protocol::{
    BrokerHeartbeatRequest, BrokerHeartbeatResponse, BrokerRegistrationRequest, BrokerRegistrationResponse,
    ErrorCode, Request,
};
use crate::sim::Halt;
use crate::story::Fact;

/// Pause while the broker waits to catch up with its own registration.
const CATCH_UP_PAUSE: Duration = Duration::from_millis(10);
/// Pause before a stopping broker asks for the second time.
const STOP_PAUSE: Duration = Duration::from_millis(50);
/// First pause after a failure; it doubles up to the heartbeat interval.
const FIRST_BACKOFF: Duration = Duration::from_millis(100);
/// Kafka's bound of a controlled shutdown.
const SHUTDOWN_LIMIT: Duration = Duration::from_secs(300);

/// How far a broker is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BrokerState {
    /// Not yet registered, or without metadata.
    Starting,
    /// Registered, but put aside.
    Fenced,
    /// It serves.
    Running,
    /// It stops cleanly.
    Stopping,
}

/// A broker's standing with the controller.
#[derive(Clone, Debug)]
pub(super) struct Lifecycle {
    pub(super) state: BrokerState,
    /// Its registration, -1 before the first.
    pub(super) epoch: BrokerEpoch,
    previous_epoch: BrokerEpoch,
    is_registered: bool,
    is_stopping: bool,
    has_asked_to_stop: bool,
    in_flight: Option<CorrelationId>,
    /// Send again as soon as the answer is there.
    is_urgent: bool,
    number: u64,
    failures: u32,
    /// Whether the wish to be unfenced was told.
    pub(super) was_ready: bool,
}

impl Lifecycle {
    pub(super) const fn new(clean_epoch: Option<BrokerEpoch>) -> Self {
        Self {
            state: BrokerState::Starting,
            epoch: BrokerEpoch(-1),
            previous_epoch: match clean_epoch {
                Some(epoch) => epoch,
                None => BrokerEpoch(-1),
            },
            is_registered: false,
            is_stopping: false,
            has_asked_to_stop: false,
            in_flight: None,
            is_urgent: false,
            number: 0,
            failures: 0,
            was_ready: false,
        }
    }
}

impl Broker {
    /// Begins a controlled shutdown; it ends with [`Halt::Stopped`]. A broker
    /// without `controlled.shutdown.enable`, or not yet registered, stops at once.
    pub fn request_stop(&mut self, now: Instant, effects: &mut BrokerEffects) {
        if !self.config.controlled_shutdown || !self.lifecycle.is_registered {
            effects.halt = Some(Halt::Stopped);
            return;
        }
        if self.lifecycle.is_stopping {
            return;
        }
        self.lifecycle.is_stopping = true;
        self.lifecycle.state = BrokerState::Stopping;
        effects.timer(now + SHUTDOWN_LIMIT, BrokerTimer::ShutdownDeadline);
        self.communicate(now, effects);
    }

    pub(super) fn shutdown_deadline(&mut self, effects: &mut BrokerEffects) {
        if self.lifecycle.is_stopping {
            effects.halt = Some(Halt::Stopped);
        }
    }

    /// Whether it has replayed its own registration and published what it knows.
    pub(super) fn is_ready(&self) -> bool {
        self.link.is_published && self.image.applied >= self.lifecycle.epoch.0
    }

    /// Registers or sends a heartbeat now, or right after the answer under way.
    pub(super) fn communicate(&mut self, now: Instant, effects: &mut BrokerEffects) {
        if self.lifecycle.in_flight.is_some() {
            self.lifecycle.is_urgent = true;
            return;
        }
        self.lifecycle.is_urgent = false;
        self.lifecycle.number += 1;
        let body = if self.lifecycle.is_registered {
            Request::BrokerHeartbeat(BrokerHeartbeatRequest {
                broker: self.id,
                epoch: self.lifecycle.epoch,
                metadata_offset: self.image.applied,
                want_fence: !self.is_ready(),
                want_shutdown: self.lifecycle.is_stopping,
            })
        } else {
            Request::BrokerRegistration(BrokerRegistrationRequest {
                broker: self.id,
                incarnation: self.incarnation,
                rack: self.rack.clone(),
                previous_epoch: self.lifecycle.previous_epoch,
            })
        };
        let correlation = self.ask_controller(body, Purpose::Lifecycle, effects);
        self.lifecycle.in_flight = Some(correlation);
        let patience = millis(self.config.controller_quorum_request_timeout_ms);
        effects.timer(now + patience, BrokerTimer::LifecycleTimeout { correlation });
    }

    pub(super) fn lifecycle_due(&mut self, now: Instant, number: u64, effects: &mut BrokerEffects) {
        if number == self.lifecycle.number && self.lifecycle.in_flight.is_none() {
            self.communicate(now, effects);
        }
    }

    fn communicate_after(&mut self, now: Instant, pause: Duration, effects: &mut BrokerEffects) {
        if self.lifecycle.is_urgent {
            self.communicate(now, effects);
        } else {
            effects.timer(now + pause, BrokerTimer::Lifecycle { number: self.lifecycle.number });
        }
    }

    /// No answer, or none of use: back off and ask again.
    pub(super) fn lifecycle_failed(&mut self, now: Instant, effects: &mut BrokerEffects) {
        self.lifecycle.in_flight = None;
        self.lifecycle.is_urgent = false;
        let doubled = FIRST_BACKOFF.0 << self.lifecycle.failures.min(10);
        self.lifecycle.failures += 1;
        let pause = Duration(doubled).min(millis(self.config.broker_heartbeat_interval_ms));
        self.communicate_after(now, pause, effects);
    }

    pub(super) fn registered(
        &mut self,
        now: Instant,
        response: &BrokerRegistrationResponse,
        effects: &mut BrokerEffects,
    ) {
        if response.error != ErrorCode::None {
            self.note_controller_error(response.error);
            self.lifecycle_failed(now, effects);
            return;
        }
        self.lifecycle.in_flight = None;
        self.lifecycle.failures = 0;
        self.lifecycle.is_registered = true;
        self.lifecycle.epoch = response.epoch;
        self.maybe_publish(now, effects);
        self.communicate(now, effects);
    }

    pub(super) fn heartbeat_answered(
        &mut self,
        now: Instant,
        response: &BrokerHeartbeatResponse,
        effects: &mut BrokerEffects,
    ) {
        if response.error != ErrorCode::None {
            if response.error == ErrorCode::BrokerIdNotRegistered {
                self.lifecycle.is_registered = false;
            }
            self.note_controller_error(response.error);
            self.lifecycle_failed(now, effects);
            return;
        }
        self.lifecycle.in_flight = None;
        self.lifecycle.failures = 0;
        let interval = millis(self.config.broker_heartbeat_interval_ms);
        if self.lifecycle.is_stopping {
            if response.should_shutdown {
                effects.halt = Some(Halt::Stopped);
                return;
            }
            // Asks again soon the first time: a shutdown that is quick ends quickly.
            let is_first = !std::mem::replace(&mut self.lifecycle.has_asked_to_stop, true);
            self.communicate_after(now, if is_first { STOP_PAUSE } else { interval }, effects);
            return;
        }
        if response.is_fenced {
            self.lifecycle.state = BrokerState::Fenced;
        } else if self.lifecycle.state != BrokerState::Running {
            self.lifecycle.state = BrokerState::Running;
            effects.fact(Fact::BrokerReady { broker: self.id });
        }
        let waits = response.is_fenced && !response.is_caught_up;
        self.communicate_after(now, if waits { CATCH_UP_PAUSE } else { interval }, effects);
    }
}
