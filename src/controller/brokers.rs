//! Registration, signs of life, fencing (KIP-631): `ClusterControlManager` and
//! `BrokerHeartbeatManager`.
//!
//! The image says who is registered, fenced or stopping; a [`Session`] is what the
//! controller only remembers (last contact), and a restart begins it afresh.

use super::plan::{Cause, Plan, Told, View};
use super::{Controller, ControllerEffects, ControllerSabotage, ControllerTimer};
use crate::base::{BrokerEpoch, BrokerId, Duration, Instant};
use crate::metadata::BrokerImage;
use crate::protocol::{
    BrokerHeartbeatRequest, BrokerHeartbeatResponse, BrokerRegistrationRequest, BrokerRegistrationResponse,
    ErrorCode, MetadataRecord,
};
use crate::story::{Election, Fact, IsrReason};
use std::sync::Arc;

/// What the controller remembers of a broker beside its registration.
#[derive(Clone, Debug)]
pub(super) struct Session {
    last_contact: Instant,
    /// How far the broker has replayed the metadata log.
    metadata_offset: i64,
    /// What every active broker must have replayed before this one may stop.
    shutdown_offset: Option<i64>,
    /// Whether a timer watches over it already.
    is_watched: bool,
}

/// Where a broker stands (`BrokerControlState`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    Fenced,
    Unfenced,
    ControlledShutdown,
    ShutdownNow,
}

const FENCED: Cause = Cause { election: Election::Clean, isr: IsrReason::Fenced };
const SHUTDOWN: Cause = Cause { election: Election::ControlledShutdown, isr: IsrReason::Shutdown };

impl View<'_> {
    fn fence(&self, broker: BrokerId, epoch: BrokerEpoch, silent_ms: Option<u64>, cause: Cause) -> Plan {
        let record = MetadataRecord::BrokerRegistrationChange {
            broker,
            epoch,
            fenced: Some(true),
            in_controlled_shutdown: None,
        };
        let mut plan = Plan::one(record, Told::Fact(Fact::BrokerFenced { broker, silent_ms }));
        if self.sabotage != ControllerSabotage::KeepFencedLeader {
            self.broker_leaves(&mut plan, broker, cause);
        }
        plan
    }

    fn unfence(&self, broker: BrokerId, epoch: BrokerEpoch) -> Plan {
        let record = MetadataRecord::BrokerRegistrationChange {
            broker,
            epoch,
            fenced: Some(false),
            in_controlled_shutdown: None,
        };
        let mut plan = Plan::one(record, Told::Fact(Fact::BrokerUnfenced { broker }));
        self.broker_comes(&mut plan, broker);
        plan
    }

    fn begin_controlled_shutdown(&self, broker: BrokerId, epoch: BrokerEpoch) -> Plan {
        let record = MetadataRecord::BrokerRegistrationChange {
            broker,
            epoch,
            fenced: None,
            in_controlled_shutdown: Some(true),
        };
        let mut plan = Plan::one(record, Told::Fact(Fact::ShutdownRequested { broker }));
        self.broker_leaves(&mut plan, broker, SHUTDOWN);
        plan
    }
}

impl Controller {
    fn session_timeout(&self) -> Duration {
        Duration::from_millis(u64::try_from(self.config.broker_session_timeout_ms).unwrap_or(0))
    }

    fn has_valid_session(&self, now: Instant, broker: BrokerId) -> bool {
        let timeout = self.session_timeout();
        self.image.is_unfenced(broker)
            && self.sessions.get(&broker).is_some_and(|session| now < session.last_contact + timeout)
    }

    /// Gives every broker of the image a fresh session (after a start).
    pub(super) fn begin_sessions(&mut self, now: Instant, effects: &mut ControllerEffects) {
        let last = self.log.end_offset() - 1;
        let image = Arc::clone(&self.image);
        for (broker, registration) in &image.brokers {
            self.touch(now, *broker, -1);
            if let Some(session) = self.sessions.get_mut(broker) {
                session.shutdown_offset = registration.in_controlled_shutdown.then_some(last);
            }
            if !registration.fenced {
                self.watch(*broker, effects);
            }
        }
    }

    fn touch(&mut self, now: Instant, broker: BrokerId, metadata_offset: i64) {
        let fresh = Session { last_contact: now, metadata_offset, shutdown_offset: None, is_watched: false };
        let session = self.sessions.entry(broker).or_insert(fresh);
        session.last_contact = now;
        session.metadata_offset = metadata_offset;
    }

    /// Sets the timer at which the broker's session ends unless it gives a sign of life.
    fn watch(&mut self, broker: BrokerId, effects: &mut ControllerEffects) {
        let timeout = self.session_timeout();
        if let Some(session) = self.sessions.get_mut(&broker).filter(|session| !session.is_watched) {
            session.is_watched = true;
            effects.timer(session.last_contact + timeout, ControllerTimer::Session(broker));
        }
    }

    /// A session may have ended: fences the broker if it was silent all the while.
    pub(super) fn session_due(&mut self, now: Instant, broker: BrokerId, effects: &mut ControllerEffects) {
        let Some(session) = self.sessions.get_mut(&broker) else { return };
        session.is_watched = false;
        let silent_ms = now.since(session.last_contact).as_millis();
        if self.has_valid_session(now, broker) {
            self.watch(broker, effects);
        } else if let Some(epoch) = self.image.brokers.get(&broker).filter(|b| !b.fenced).map(|b| b.epoch) {
            let plan = self.view().fence(broker, epoch, Some(silent_ms), FENCED);
            self.commit(plan, effects);
        }
    }

    pub(super) fn register(
        &mut self,
        now: Instant,
        request: &BrokerRegistrationRequest,
        effects: &mut ControllerEffects,
    ) -> BrokerRegistrationResponse {
        let broker = request.broker;
        let existing = self.image.brokers.get(&broker).map(|image| (image.incarnation, image.epoch));
        if let Some((incarnation, epoch)) = existing {
            if incarnation == request.incarnation {
                // The answer was lost and the broker asks again.
                return BrokerRegistrationResponse { error: ErrorCode::None, epoch };
            }
            if self.has_valid_session(now, broker) {
                let error = ErrorCode::DuplicateBrokerRegistration;
                return BrokerRegistrationResponse { error, epoch: BrokerEpoch(-1) };
            }
        }
        let mut plan = Plan::default();
        if existing.is_some() {
            self.view().broker_leaves(&mut plan, broker, FENCED);
        }
        // A registration's epoch is the offset of its record.
        let offset = BrokerEpoch(self.log.end_offset() + plan.steps.len() as i64);
        let epoch = match existing {
            Some((_, old)) if self.sabotage == ControllerSabotage::ReuseBrokerEpoch => old,
            _ => offset,
        };
        let (incarnation, rack) = (request.incarnation, request.rack.clone());
        plan.add(
            MetadataRecord::RegisterBroker { broker, epoch, incarnation, rack },
            Told::Fact(Fact::BrokerRegistered { broker, epoch }),
        );
        self.commit(plan, effects);
        self.touch(now, broker, -1);
        if let Some(session) = self.sessions.get_mut(&broker) {
            session.shutdown_offset = None;
        }
        BrokerRegistrationResponse { error: ErrorCode::None, epoch }
    }

    pub(super) fn heartbeat(
        &mut self,
        now: Instant,
        request: &BrokerHeartbeatRequest,
        effects: &mut ControllerEffects,
    ) -> BrokerHeartbeatResponse {
        let (broker, epoch) = (request.broker, request.epoch);
        let refuse = |error| BrokerHeartbeatResponse {
            error,
            is_caught_up: false,
            is_fenced: true,
            should_shutdown: false,
        };
        let Some(registration) = self.image.brokers.get(&broker) else {
            return refuse(ErrorCode::BrokerIdNotRegistered);
        };
        if registration.epoch != epoch {
            return refuse(ErrorCode::StaleBrokerEpoch);
        }
        let is_caught_up = request.metadata_offset >= epoch.0;
        let current = standing(registration);
        let next = self.next_standing(current, request);
        if next != current {
            self.change_standing(current, next, request, effects);
        }
        self.touch(now, broker, request.metadata_offset);
        if matches!(next, Standing::Unfenced | Standing::ControlledShutdown) {
            self.watch(broker, effects);
        }
        BrokerHeartbeatResponse {
            error: ErrorCode::None,
            is_caught_up,
            is_fenced: matches!(next, Standing::Fenced | Standing::ShutdownNow),
            should_shutdown: next == Standing::ShutdownNow,
        }
    }

    /// `BrokerHeartbeatManager.calculateNextBrokerState`.
    fn next_standing(&self, current: Standing, request: &BrokerHeartbeatRequest) -> Standing {
        match current {
            Standing::Fenced if request.want_shutdown => Standing::ShutdownNow,
            Standing::Fenced if !request.want_fence && request.metadata_offset >= request.epoch.0 => {
                Standing::Unfenced
            }
            Standing::Fenced => Standing::Fenced,
            Standing::Unfenced => match (request.want_fence, request.want_shutdown) {
                (true, true) => Standing::ShutdownNow,
                (true, false) => Standing::Fenced,
                (false, true) if self.view().leads_anything(request.broker) => Standing::ControlledShutdown,
                (false, true) => Standing::ShutdownNow,
                (false, false) => Standing::Unfenced,
            },
            Standing::ControlledShutdown => {
                let wanted = self.sessions.get(&request.broker).and_then(|session| session.shutdown_offset);
                let is_known = wanted.is_none_or(|offset| offset <= self.lowest_active_offset());
                if is_known && !self.view().leads_anything(request.broker) {
                    Standing::ShutdownNow
                } else {
                    Standing::ControlledShutdown
                }
            }
            Standing::ShutdownNow => Standing::ShutdownNow,
        }
    }

    /// What every active broker has replayed; no bound when none is active.
    fn lowest_active_offset(&self) -> i64 {
        let active = self.sessions.iter().filter(|(broker, _)| self.image.is_active(**broker));
        active.map(|(_, session)| session.metadata_offset).min().unwrap_or(i64::MAX)
    }

    fn change_standing(
        &mut self,
        current: Standing,
        next: Standing,
        request: &BrokerHeartbeatRequest,
        effects: &mut ControllerEffects,
    ) {
        let (broker, epoch) = (request.broker, request.epoch);
        let view = self.view();
        let plan = match next {
            Standing::Unfenced => view.unfence(broker, epoch),
            Standing::ControlledShutdown => view.begin_controlled_shutdown(broker, epoch),
            Standing::ShutdownNow if current == Standing::Fenced => return,
            Standing::ShutdownNow => view.fence(broker, epoch, None, SHUTDOWN),
            Standing::Fenced => view.fence(broker, epoch, None, FENCED),
        };
        self.commit(plan, effects);
        if next == Standing::ControlledShutdown {
            let last = self.log.end_offset() - 1;
            if let Some(session) = self.sessions.get_mut(&broker) {
                session.shutdown_offset = Some(last);
            }
        }
    }
}

fn standing(registration: &BrokerImage) -> Standing {
    match (registration.fenced, registration.in_controlled_shutdown) {
        (true, _) => Standing::Fenced,
        (false, true) => Standing::ControlledShutdown,
        (false, false) => Standing::Unfenced,
    }
}
