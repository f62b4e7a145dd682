//! Messages on their way, each with the few words the map shows beside it.

use super::scenario_time;
use crate::base::{Address, TopicPartition};
use crate::console::terminal_number;
use crate::lab::view::{Flow, MessageView};
use crate::protocol::{Fetcher, Message, Request, Response};
use crate::world::World;

/// Messages on their way, oldest first.
pub(in crate::lab) fn messages(world: &World) -> Vec<MessageView> {
    let mut all: Vec<_> = world
        .in_flight()
        .filter(|(from, to, ..)| !is_aside(*from) && !is_aside(*to))
        .map(|(from, to, message, sent_at, arrives_at, seq)| {
            let (api, is_response, partition, detail) = describe(message);
            let name = partition.map(|partition| partition_name(world, partition)).unwrap_or_default();
            let label = [api, &*name, &*detail]
                .iter()
                .filter(|word| !word.is_empty())
                .copied()
                .collect::<Vec<_>>()
                .join(" ");
            MessageView {
                id: seq,
                from,
                to,
                api: api.into(),
                is_response,
                sent_at: scenario_time(sent_at),
                arrives_at: scenario_time(arrives_at),
                partition,
                label: label.into(),
                flow: flow(from, to, message),
            }
        })
        .collect();
    all.sort_unstable_by_key(|message| (message.sent_at, message.id));
    all
}

/// Whether a process has no place on the map: the administrator, and consoles.
fn is_aside(address: Address) -> bool {
    match address {
        Address::Client(id) => id == World::ADMIN || terminal_number(id).is_some(),
        _ => false,
    }
}

fn partition_name(world: &World, partition: TopicPartition) -> String {
    let topic = world.ledger().topic_name(partition.topic);
    topic.map_or_else(String::new, |topic| format!("{topic}-{}", partition.partition))
}

/// API name, whether a response, first partition, and `@offset`.
fn describe(message: &Message) -> (&'static str, bool, Option<TopicPartition>, String) {
    match message {
        Message::Request { body, .. } => {
            let (partition, detail) = match body {
                Request::Produce(request) => {
                    (request.partitions.first().map(|(partition, _)| *partition), String::new())
                }
                Request::Fetch(request) => match request.partitions.first() {
                    Some(first) => (Some(first.partition), format!("@{}", first.fetch_offset)),
                    None => (None, String::new()),
                },
                _ => (None, String::new()),
            };
            (body.api().name(), false, partition, detail)
        }
        Message::Response { body, .. } => {
            let (partition, detail) = match body {
                Response::Produce(response) => match response.partitions.first() {
                    Some(first) if first.error.code() == 0 => {
                        (Some(first.partition), format!("ack {}", first.base_offset))
                    }
                    Some(first) => (Some(first.partition), first.error.name().to_owned()),
                    None => (None, String::new()),
                },
                Response::Fetch(response) => {
                    let full = response.partitions.iter().find(|read| !read.batches.is_empty());
                    let first = full.or_else(|| response.partitions.first());
                    let count: usize = response
                        .partitions
                        .iter()
                        .flat_map(|read| &read.batches)
                        .map(|batch| batch.header().record_count as usize)
                        .sum();
                    (
                        first.map(|read| read.partition),
                        if count > 0 { format!("×{count}") } else { String::new() },
                    )
                }
                _ => (None, String::new()),
            };
            (body.api().name(), true, partition, detail)
        }
        Message::Push { value, .. } => ("push", false, None, value.to_string()),
        Message::Receipt { .. } => ("ok", true, None, String::new()),
    }
}

fn flow(from: Address, to: Address, message: &Message) -> Flow {
    use crate::protocol::Api;
    let api = match message {
        Message::Request { body, .. } => {
            if let Request::Fetch(request) = body {
                return match request.fetcher {
                    Fetcher::Consumer => Flow::Consume,
                    Fetcher::Follower { .. } => Flow::Replicate,
                };
            }
            body.api()
        }
        Message::Response { body, .. } => body.api(),
        Message::Push { .. } | Message::Receipt { .. } => return Flow::Produce,
    };
    let between_brokers = matches!((from, to), (Address::Broker(_), Address::Broker(_)));
    match api {
        Api::Produce | Api::InitProducerId => Flow::Produce,
        Api::Fetch if between_brokers => Flow::Replicate,
        Api::Fetch | Api::ListOffsets => Flow::Consume,
        Api::JoinGroup
        | Api::SyncGroup
        | Api::Heartbeat
        | Api::LeaveGroup
        | Api::OffsetCommit
        | Api::OffsetFetch
        | Api::FindCoordinator => Flow::Group,
        Api::Metadata => Flow::Metadata,
        _ if matches!(from, Address::Controller(_)) || matches!(to, Address::Controller(_)) => Flow::Control,
        _ if between_brokers => Flow::Control,
        _ => Flow::Metadata,
    }
}
