//! Each action as a short order: what a caption, a menu or the journal shows.

use super::{Blanks, Value, text};
use crate::story::{Action, ConsoleInput, NodeName, ResetTo};
use crate::text::{Lang, tr};
use fluent_bundle::FluentValue;

/// An action in words.
#[must_use]
pub fn action(lang: Lang, action: &Action) -> String {
    let (key, blanks) = on_client(lang, action).unwrap_or_else(|| on_cluster(lang, action));
    tr(lang, key, &blanks)
}

fn name(name: &str) -> Blanks {
    vec![("name", text(name))]
}

fn at(topic: &str, partition: i32) -> (&'static str, Value) {
    ("partition", text(format!("{topic}-{partition}")))
}

fn node(lang: Lang, node: &NodeName) -> Value {
    match node {
        NodeName::Node(id) => text(tr(lang, "action-node", &[("id", text(id))])),
        NodeName::Client(name) => text(name),
    }
}

fn numbers(ids: &[i32]) -> Value {
    text(ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
}

fn on_client(lang: Lang, action: &Action) -> Option<(&'static str, Blanks)> {
    Some(match action {
        Action::Start(client) => ("action-start", name(client)),
        Action::Stop(client) => ("action-stop", name(client)),
        Action::Kill(client) => ("action-kill", name(client)),
        Action::Freeze(client) => ("action-freeze", name(client)),
        Action::Thaw(client) => ("action-thaw", name(client)),
        Action::Send(client, records) => {
            ("action-send", vec![("name", text(client)), ("count", FluentValue::from(records.len()))])
        }
        Action::SetRate(client, rate) => {
            ("action-set-rate", vec![("name", text(client)), ("rate", text(rate))])
        }
        Action::SetConfig(client, key, value) => ("action-set-config", setting(text(client), key, value)),
        Action::Commit(client) => ("action-commit", name(client)),
        Action::Seek(client, topic, partition, offset) => {
            ("action-seek", vec![("name", text(client)), at(topic, *partition), ("offset", text(offset))])
        }
        Action::DropNextAck(client) => ("action-drop-next-ack", name(client)),
        Action::DeleteLocalState(client) => ("action-delete-local-state", name(client)),
        Action::ResetOffsets(group, topic, to) => {
            let to = match to {
                ResetTo::Earliest => tr(lang, "action-earliest", &[]),
                ResetTo::Latest => tr(lang, "action-latest", &[]),
                ResetTo::Offset(offset) => offset.to_string(),
            };
            let blanks = vec![("group", text(group)), ("topic", text(topic)), ("to", text(to))];
            ("action-reset-offsets", blanks)
        }
        _ => return None,
    })
}

fn setting(owner: Value, key: &str, value: &str) -> Blanks {
    vec![("name", owner), ("key", text(key)), ("value", text(value))]
}

fn on_cluster(lang: Lang, action: &Action) -> (&'static str, Blanks) {
    let id = |id: &i32| vec![("id", text(id))];
    match action {
        Action::CleanStop(broker) => ("action-clean-stop", id(broker)),
        Action::Crash(broker) => ("action-crash", id(broker)),
        Action::PowerCut(broker) => ("action-power-cut", id(broker)),
        Action::Restart(broker) => ("action-restart", id(broker)),
        Action::AddBroker(broker) => ("action-add-broker", id(broker)),
        Action::SetBrokerConfig(broker, key, value) => {
            let owner = node(lang, &NodeName::Node(*broker));
            ("action-set-config", setting(owner, key, value))
        }
        Action::Link(from, to, us, ppm) => {
            let mut blanks = between(lang, from, to);
            blanks.extend([("us", text(us)), ("ppm", text(ppm))]);
            ("action-link", blanks)
        }
        Action::Cut(one, other) => ("action-cut", between(lang, one, other)),
        Action::CutOneWay(from, to) => ("action-cut-one-way", between(lang, from, to)),
        Action::Isolate(one) => ("action-isolate", vec![("name", node(lang, one))]),
        Action::SlowFetch(ids, us) => ("action-slow-fetch", vec![("ids", numbers(ids)), ("us", text(us))]),
        Action::Heal => ("action-heal", Blanks::new()),
        Action::SlowDisk(broker, us) => ("action-slow-disk", vec![("id", text(broker)), ("us", text(us))]),
        Action::FullDisk(broker) => ("action-full-disk", id(broker)),
        Action::WipeDisk(broker) => ("action-wipe-disk", id(broker)),
        Action::CorruptByte(broker, topic, partition, offset) => (
            "action-corrupt-byte",
            vec![("id", text(broker)), at(topic, *partition), ("offset", text(offset))],
        ),
        _ => on_topic(action),
    }
}

fn between(lang: Lang, from: &NodeName, to: &NodeName) -> Blanks {
    vec![("from", node(lang, from)), ("to", node(lang, to))]
}

fn on_topic(action: &Action) -> (&'static str, Blanks) {
    match action {
        Action::CreateTopic(topic) => ("action-create-topic", name(&topic.name)),
        Action::DeleteTopic(topic) => ("action-delete-topic", name(topic)),
        Action::AddPartitions(topic, count) => {
            ("action-add-partitions", vec![("name", text(topic)), ("count", text(count))])
        }
        Action::SetTopicConfig(topic, key, value) => ("action-set-config", setting(text(topic), key, value)),
        Action::DeleteRecords(topic, partition, offset) => {
            ("action-delete-records", vec![at(topic, *partition), ("offset", text(offset))])
        }
        Action::ElectPreferred(topic, partition) => ("action-elect-preferred", vec![at(topic, *partition)]),
        Action::ElectUnclean(topic, partition) => ("action-elect-unclean", vec![at(topic, *partition)]),
        Action::Reassign(topic, partition, ids) => {
            ("action-reassign", vec![at(topic, *partition), ("ids", numbers(ids))])
        }
        Action::Console(console, input) => {
            let line = match input {
                ConsoleInput::Line(line) => line,
                ConsoleInput::Interrupt => "Ctrl+C",
                ConsoleInput::EndOfInput => "Ctrl+D",
            };
            ("action-console", vec![("console", text(console)), ("line", text(line))])
        }
        // The others were taken before; the tests say every action by name.
        _ => ("nothing", Blanks::new()),
    }
}
