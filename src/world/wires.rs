//! Plain wires between programs: a lesson's picture of life without Kafka.
//!
//! A wire is put up and taken down as any client is started and stopped. While a
//! wire leads from a producer's program it pushes over its wires and is no Kafka
//! client, and so with a consumer's program that a wire leads to; when the first
//! wire comes or the last one goes, the program stops properly and starts again.

use super::spec::ClientSpec;
use super::world::World;
use crate::base::ClientId;
use crate::client::{Client, ClientCommand};
use crate::story::Fact;
use std::collections::BTreeSet;

impl World {
    /// The plain wires in place, from source to sink.
    #[must_use]
    pub fn wires(&self) -> Vec<(ClientId, ClientId)> {
        let mut wires = BTreeSet::new();
        for client in &self.clients {
            if let ClientSpec::Direct(spec) = client.spec.as_ref()
                && client.slot.process.is_some()
            {
                let ends = |from: &str, to: &str| Some((self.client_id(from)?, self.client_id(to)?));
                wires.extend(spec.wires.iter().filter_map(|(from, to)| ends(from, to)));
            }
        }
        wires.into_iter().collect()
    }

    /// Links that somebody keeps up: each wire in place, and each topic of each
    /// Kafka client that runs.
    #[must_use]
    pub fn links(&self) -> u64 {
        let kafka = self.clients().map(|(_, spec, process, _)| match (spec, process) {
            (ClientSpec::Producer(_), Some(Client::Producer(_))) => 1,
            (ClientSpec::Consumer(spec), Some(Client::Consumer(_))) => spec.topics.len() as u64,
            _ => 0,
        });
        self.wires().len() as u64 + kafka.sum::<u64>()
    }

    /// Where wires lead from a program.
    pub(super) fn sinks_of(&self, id: ClientId) -> Vec<ClientId> {
        self.wires().into_iter().filter(|(from, _)| *from == id).map(|(_, to)| to).collect()
    }

    /// Whether a wire leads to a program.
    pub(super) fn is_sink(&self, id: ClientId) -> bool {
        self.wires().iter().any(|(_, to)| *to == id)
    }

    /// If this client is a set of wires: they were put up or taken down, and the
    /// programs at their ends take notice.
    pub(super) fn rewire(&mut self, id: ClientId, facts: &mut Vec<Fact>) {
        let Some(ClientSpec::Direct(spec)) = self.clients.get(id.0 as usize).map(|it| it.spec.as_ref())
        else {
            return;
        };
        let ends = spec.wires.iter().flat_map(|(from, to)| [from, to]);
        let ends: BTreeSet<ClientId> = ends.filter_map(|name| self.client_id(name)).collect();
        for end in ends {
            let (sinks, is_sink) = (self.sinks_of(end), self.is_sink(end));
            let Some(client) = self.clients.get_mut(end.0 as usize) else { continue };
            let is_right = match client.slot.process.as_deref() {
                None => continue,
                Some(Client::Source(_)) => !sinks.is_empty(),
                Some(Client::Sink(_)) => is_sink,
                Some(_) => sinks.is_empty() && !is_sink,
            };
            let is_source = !sinks.is_empty();
            if !is_right {
                client.restart_when_stopped = true;
                self.command(end, ClientCommand::Close, facts);
            } else if is_source {
                self.command(end, ClientCommand::Wire(sinks), facts);
            }
        }
    }
}
