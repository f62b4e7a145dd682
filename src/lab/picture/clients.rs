//! Producers and consumers.

use super::cluster::Endings;
use super::settings;
use crate::base::{Address, ClientId, Text};
use crate::client::{Client, Consumer, Producer};
use crate::config::{ApplicationConfig, ConsumerConfig, ProducerConfig};
use crate::lab::view::{AssignedView, ClientView, ConsumerView, NodeState, ProducerView};
use crate::world::{ClientSpec, ConsumerSpec, ProducerSpec, World};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Names of all actors.
pub(in crate::lab) fn client_names(world: &World) -> BTreeMap<ClientId, Text> {
    world.clients().map(|(id, spec, _, _)| (id, spec.name().clone())).collect()
}

pub(super) fn clients(world: &World, endings: &Endings) -> Vec<Arc<ClientView>> {
    world
        .clients()
        .map(|(id, spec, process, is_frozen)| {
            let state = match process {
                Some(_) if is_frozen => NodeState::Frozen,
                Some(client) if client.is_closing() => NodeState::Stopping,
                Some(_) => NodeState::Running,
                None => endings.state(Address::Client(id)),
            };
            let tally = world.ledger().client(id);
            Arc::new(ClientView {
                id,
                name: spec.name().clone(),
                state,
                producer: match (spec, process) {
                    (ClientSpec::Producer(spec), Some(Client::Producer(producer))) => {
                        Some(producer_view(world, id, spec, Some(producer)))
                    }
                    (ClientSpec::Producer(spec), _) => Some(producer_view(world, id, spec, None)),
                    _ => None,
                },
                consumer: match (spec, process) {
                    (ClientSpec::Consumer(spec), Some(Client::Consumer(consumer))) => {
                        Some(consumer_view(world, id, spec, Some(consumer)))
                    }
                    (ClientSpec::Consumer(spec), _) => Some(consumer_view(world, id, spec, None)),
                    _ => None,
                },
                wires: match spec {
                    ClientSpec::Direct(spec) => spec.wires.len() as u32,
                    _ => 0,
                },
                settings: match spec {
                    ClientSpec::Producer(spec) => settings::changed(&spec.config, ProducerConfig::definition),
                    ClientSpec::Consumer(spec) => {
                        let mut changed = settings::changed(&spec.application, ApplicationConfig::definition);
                        changed.extend(settings::changed(&spec.config, ConsumerConfig::definition));
                        changed
                    }
                    ClientSpec::Direct(_) => Vec::new(),
                },
                last_error: tally.last_error.map(|error| error.name().into()),
            })
        })
        .collect()
}

fn producer_view(
    world: &World,
    id: ClientId,
    spec: &ProducerSpec,
    process: Option<&Producer>,
) -> ProducerView {
    let config = ProducerConfig::with(&spec.config);
    let tally = world.ledger().client(id);
    let sent = world.sent(id);
    let is_wired = world.wires().iter().any(|(from, _)| *from == id);
    ProducerView {
        topic: spec.topic.clone(),
        acks: if &*config.acks == "-1" { "all".into() } else { config.acks.clone() },
        is_idempotent: process.map_or(config.enable_idempotence, Producer::is_idempotent),
        rate: spec.rate,
        sent,
        acknowledged: tally.acked,
        // On plain wires nothing is acknowledged; what could not be pushed has failed.
        failed: tally.failed + tally.dropped,
        waiting: if is_wired { 0 } else { sent.saturating_sub(tally.acked + tally.failed) },
        retries: tally.retries,
    }
}

fn consumer_view(
    world: &World,
    id: ClientId,
    spec: &ConsumerSpec,
    process: Option<&Consumer>,
) -> ConsumerView {
    let tally = world.ledger().client(id);
    let assigned = process.map(|consumer| {
        let positions = consumer.positions();
        positions
            .map(|(partition, position)| AssignedView { partition, position, committed: None, lag: None })
            .collect()
    });
    ConsumerView {
        group: spec.group.clone(),
        topics: spec.topics.clone(),
        member_id: process.map(|consumer| consumer.member_id().clone()).unwrap_or_default(),
        assigned: assigned.unwrap_or_default(),
        delivered: tally.delivered,
        redelivered: tally.redelivered,
        per_record: spec.per_record(),
    }
}
