//! Breaking a world on purpose: the positive controls of the laws. Handed to the
//! running processes and to those that start later; nothing but a test does it.

use super::world::World;
use crate::broker::BrokerSabotage;
use crate::client::{Client, ClientSabotage};
use crate::controller::ControllerSabotage;
use crate::coordinator::CoordinatorSabotage;
use std::sync::Arc;

/// What is broken, by who breaks it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Sabotage {
    /// Every controller.
    pub controller: ControllerSabotage,
    /// Every broker.
    pub broker: BrokerSabotage,
    /// Every group coordinator.
    pub coordinator: CoordinatorSabotage,
    /// Every log.
    pub log: crate::base::Sabotage,
    /// Every client.
    pub client: ClientSabotage,
    /// The simulator itself.
    pub world: WorldSabotage,
}

/// What the simulator itself does wrong (law 48).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum WorldSabotage {
    /// Nothing.
    #[default]
    None,
    /// A message meant for a process that ended reaches the one that came after it.
    DeliverToTheNextStart,
    /// The clock stands a millisecond back after each message.
    TimeRunsBack,
}

impl World {
    /// Breaks every node that runs, and every one that starts from now on.
    #[doc(hidden)]
    pub fn sabotage(&mut self, sabotage: Sabotage) {
        self.sabotage = sabotage;
        for slot in self.controllers.values_mut() {
            if let Some(controller) = slot.process_mut() {
                controller.set_sabotage(sabotage.controller);
            }
        }
        for broker in self.brokers.values_mut() {
            if let Some(process) = broker.slot.process_mut() {
                process.set_sabotage(sabotage.broker);
                process.coordinator_mut().set_sabotage(sabotage.coordinator);
                process.set_log_sabotage(sabotage.log);
            }
        }
        for client in &mut self.clients {
            if let Some(process) = client.slot.process.as_mut().map(Arc::make_mut) {
                process.set_sabotage(sabotage.client);
            }
        }
    }

    /// What a client that starts does wrong.
    pub(super) fn sabotaged_client(&self, mut client: Client) -> Client {
        client.set_sabotage(self.sabotage.client);
        client
    }
}
