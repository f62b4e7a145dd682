//! What the log of a producer or consumer says of brokers that can't be reached
//! and of topics that are not there yet (`NetworkClient`, as log4j prints it).

use super::job::unreachable_warning;
use super::running::Desk;
use super::servers;
use crate::base::{BrokerId, CorrelationId, Text};
use crate::protocol::ErrorCode;
use std::collections::BTreeSet;

const CLASS: &str = "org.apache.kafka.clients.NetworkClient";

/// The log of one client.
#[derive(Clone, Debug)]
pub(super) struct ClientLog {
    /// `Producer clientId=console-producer`.
    name: String,
    bootstrap: Vec<BrokerId>,
    connected: BTreeSet<BrokerId>,
    has_metadata: bool,
}

impl ClientLog {
    pub(super) fn new(name: String, bootstrap: &[BrokerId]) -> Self {
        Self { name, bootstrap: bootstrap.to_vec(), connected: BTreeSet::new(), has_metadata: false }
    }

    /// A broker answered. `errors`: topics that its metadata has an error for.
    pub(super) fn answered(
        &mut self,
        broker: BrokerId,
        correlation: CorrelationId,
        errors: Option<&[(Text, ErrorCode)]>,
        desk: &mut Desk,
    ) {
        self.connected.insert(broker);
        let Some(errors) = errors else { return };
        self.has_metadata = true;
        if errors.is_empty() {
            return;
        }
        let told: Vec<_> = errors.iter().map(|(topic, error)| format!("{topic}={error}")).collect();
        let message = format!(
            "[{}] The metadata response from the cluster reported a recoverable issue with correlation id {correlation} : {{{}}}",
            self.name,
            told.join(", ")
        );
        desk.log("WARN", &message, CLASS);
    }

    /// A broker hung up, or refused.
    pub(super) fn disconnected(&mut self, broker: BrokerId, desk: &mut Desk) {
        if self.connected.remove(&broker) {
            // Kafka says this at INFO, which the tools don't print.
            return;
        }
        let port = servers::port(broker);
        let place = self.bootstrap.iter().position(|known| *known == broker);
        let node = place.filter(|_| !self.has_metadata).map_or(broker.0, |place| -1 - place as i32);
        let at = desk.now.on_calendar(desk.epoch);
        desk.err(unreachable_warning(at, &self.name, &format!("{node} (localhost/127.0.0.1:{port})")));
        if node < 0 {
            let message = format!(
                "[{}] Bootstrap broker localhost:{port} (id: {node} rack: null isFenced: false) disconnected",
                self.name
            );
            desk.log("WARN", &message, CLASS);
        }
    }
}
