//! Right-click menus: what can be done to what, in the very verbs of a scenario.
//! The same menus open from a button of the inspector. In an exercise they hold
//! the tools of the step, and nothing else.

mod command;
mod entry;
mod form;

pub(crate) use form::{Ask, Form, show as show_form};

use super::desk::Desk;
use super::locks;
use crate::base::{BrokerId, ClientId, Text, TopicPartition};
use crate::lab::Command;
use crate::lab::view::{ClientView, GroupPhase, NodeState, Subject, Tool};
use crate::world::{Action, NodeName, ResetTo};
use egui::{Response, Ui};
use entry::{ask, deed, item, named, submenu};

/// Opens the menu of `subject` where a person right-clicks.
pub(crate) fn on(response: &Response, desk: &mut Desk, subject: &Subject) {
    if response.secondary_clicked() || response.context_menu_opened() {
        response.context_menu(|ui| show(ui, desk, subject));
    }
}

/// What can be done to `subject`.
pub(crate) fn show(ui: &mut Ui, desk: &mut Desk, subject: &Subject) {
    ui.set_min_width(200.0);
    let title = desk.name(subject);
    ui.label(egui::RichText::new(title).font(super::theme::bold(12.5)).color(desk.colors().weak));
    if desk.view.locks.deeds {
        ui.label(desk.t(locks::why_no_deeds(desk)));
        return;
    }
    desk.memory.menu_entries = 0;
    match subject {
        Subject::Cluster | Subject::Message(_) | Subject::Event(_) => cluster(ui, desk),
        Subject::Controller(id) => controller(ui, desk, *id),
        Subject::Broker(id) => broker(ui, desk, *id),
        Subject::Partition(partition) => self::partition(ui, desk, *partition),
        Subject::Client(id) => client(ui, desk, *id),
        Subject::Group(name) => group(ui, desk, name),
    }
    if desk.memory.menu_entries == 0 {
        ui.label(egui::RichText::new(desk.t("menu-no-tool")).color(desk.colors().weak));
    }
    if desk.memory.moved.contains_key(subject) {
        ui.separator();
        if item(ui, desk, "menu-reset-place") {
            desk.memory.moved.remove(subject);
        }
    }
}

fn cluster(ui: &mut Ui, desk: &mut Desk) {
    let next = desk.view.cluster.brokers.iter().map(|broker| broker.id.0).max().unwrap_or(0) + 1;
    deed(ui, desk, "menu-heal", || Action::Heal);
    deed(ui, desk, "menu-add-broker", || Action::AddBroker(next));
    ask(ui, desk, "menu-create-topic", Tool::CreateTopic, Ask::CreateTopic);
    if !desk.memory.moved.is_empty() && item(ui, desk, "menu-reset-places") {
        desk.memory.moved.clear();
    }
}

fn controller(ui: &mut Ui, desk: &mut Desk, id: i32) {
    let view = desk.view.clone();
    let Some(controller) = view.cluster.controllers.iter().find(|it| it.id == id) else { return };
    if controller.state.is_up() {
        stops(ui, desk, id);
        cut_menu(ui, desk, &NodeName::Node(id));
    } else {
        deed(ui, desk, "menu-restart", || Action::Restart(id));
    }
}

/// The three ways to stop a node.
fn stops(ui: &mut Ui, desk: &mut Desk, id: i32) {
    deed(ui, desk, "menu-clean-stop", || Action::CleanStop(id));
    deed(ui, desk, "menu-crash", || Action::Crash(id));
    deed(ui, desk, "menu-power-cut", || Action::PowerCut(id));
    ui.separator();
}

fn broker(ui: &mut Ui, desk: &mut Desk, id: BrokerId) {
    let view = desk.view.clone();
    let Some(broker) = view.cluster.broker(id) else { return };
    let id = id.0;
    if !broker.state.is_up() {
        deed(ui, desk, "menu-restart", || Action::Restart(id));
        deed(ui, desk, "menu-wipe-disk", || Action::WipeDisk(id));
        return;
    }
    stops(ui, desk, id);
    cut_menu(ui, desk, &NodeName::Node(id));
    submenu(ui, desk, "menu-slow-fetch", &[Tool::SlowFetch], |ui, desk| {
        for (text, us) in [("500\u{202f}ms", 500_000), ("2\u{202f}s", 2_000_000), ("10\u{202f}s", 10_000_000)]
        {
            named(ui, desk, text, || Action::SlowFetch(vec![id], us));
        }
    });
    submenu(ui, desk, "menu-slow-disk", &[Tool::SlowDisk], |ui, desk| {
        for (text, us) in [("20\u{202f}ms", 20_000), ("200\u{202f}ms", 200_000), ("2\u{202f}s", 2_000_000)] {
            named(ui, desk, text, || Action::SlowDisk(id, us));
        }
    });
    deed(ui, desk, "menu-full-disk", || Action::FullDisk(id));
    ask(ui, desk, "menu-config", Tool::SetBrokerConfig, Ask::BrokerConfig(id));
    ui.separator();
    deed(ui, desk, "menu-heal", || Action::Heal);
}

/// Cut from everybody, or from one.
fn cut_menu(ui: &mut Ui, desk: &mut Desk, node: &NodeName) {
    deed(ui, desk, "menu-isolate", || Action::Isolate(node.clone()));
    submenu(ui, desk, "menu-cut-link", &[Tool::Cut], |ui, desk| {
        for (name, other) in nodes(desk) {
            if other != *node {
                named(ui, desk, &name, || Action::Cut(node.clone(), other));
            }
        }
    });
    submenu(ui, desk, "menu-slow-link", &[Tool::Link], |ui, desk| {
        for (name, other) in nodes(desk) {
            if other != *node {
                let text = format!("{name} · 200\u{202f}ms");
                named(ui, desk, &text, || Action::Link(node.clone(), other, 200_000, 0));
            }
        }
    });
}

/// Everybody a link can lead to.
fn nodes(desk: &Desk) -> Vec<(String, NodeName)> {
    let cluster = &desk.view.cluster;
    let controllers =
        cluster.controllers.iter().map(|it| (Subject::Controller(it.id), NodeName::Node(it.id)));
    let brokers = cluster.brokers.iter().map(|it| (Subject::Broker(it.id), NodeName::Node(it.id.0)));
    let clients =
        cluster.clients.iter().take(20).map(|it| (Subject::Client(it.id), NodeName::Client(it.name.clone())));
    controllers.chain(brokers).chain(clients).map(|(subject, name)| (desk.name(&subject), name)).collect()
}

fn partition(ui: &mut Ui, desk: &mut Desk, partition: TopicPartition) {
    let view = desk.view.clone();
    let Some(topic) = view.cluster.topic(partition.topic) else { return };
    let (name, number) = (topic.name.clone(), partition.partition);
    deed(ui, desk, "menu-elect-preferred", || Action::ElectPreferred(name.clone(), number));
    deed(ui, desk, "menu-elect-unclean", || Action::ElectUnclean(name.clone(), number));
    ui.separator();
    let Some(state) = view.cluster.partition(partition) else { return };
    submenu(ui, desk, "menu-corrupt", &[Tool::CorruptByte], |ui, desk| {
        for broker in &state.replicas {
            let Some(replica) = view
                .cluster
                .broker(*broker)
                .and_then(|it| it.replicas.iter().find(|replica| replica.partition == partition))
            else {
                continue;
            };
            let text = desk.name(&Subject::Broker(*broker));
            let offset = (replica.log_end.0 - 1).max(replica.log_start.0);
            named(ui, desk, &text, || Action::CorruptByte(broker.0, name.clone(), number, offset));
        }
    });
    let leader = view.cluster.broker(state.leader);
    let log = leader.and_then(|it| it.replicas.iter().find(|replica| replica.partition == partition));
    if let Some(log) = log {
        let committed = log.high_watermark.0;
        deed(ui, desk, "menu-delete-records", || Action::DeleteRecords(name.clone(), number, committed));
    }
    ask(ui, desk, "menu-topic-config", Tool::SetTopicConfig, Ask::TopicConfig(name.clone()));
    ask(
        ui,
        desk,
        "menu-add-partition",
        Tool::AddPartitions,
        Ask::AddPartitions(name.clone(), topic.partitions),
    );
    let replicas = state.replicas.iter().map(|broker| broker.0).collect();
    ask(ui, desk, "menu-reassign", Tool::Reassign, Ask::Reassign(name.clone(), number, replicas));
    deed(ui, desk, "menu-delete-topic", || Action::DeleteTopic(name.clone()));
}

fn client(ui: &mut Ui, desk: &mut Desk, id: ClientId) {
    let view = desk.view.clone();
    let Some(client) = view.cluster.client(id) else { return };
    let name = client.name.clone();
    if client.state == NodeState::Frozen {
        deed(ui, desk, "menu-thaw", || Action::Thaw(name.clone()));
        deed(ui, desk, "menu-kill", || Action::Kill(name.clone()));
        return;
    }
    if !client.state.is_up() {
        deed(ui, desk, "menu-start", || Action::Start(name.clone()));
        // Settings are read when it starts: the time to change them.
        ask(ui, desk, "menu-config", Tool::SetConfig, Ask::ClientConfig(name.clone()));
        return;
    }
    deed(ui, desk, "menu-stop", || Action::Stop(name.clone()));
    deed(ui, desk, "menu-kill", || Action::Kill(name.clone()));
    deed(ui, desk, "menu-freeze", || Action::Freeze(name.clone()));
    ui.separator();
    running_client(ui, desk, client, &name);
    let node = NodeName::Client(name);
    cut_menu(ui, desk, &node);
}

fn running_client(ui: &mut Ui, desk: &mut Desk, client: &ClientView, name: &Text) {
    if client.producer.is_some() {
        submenu(ui, desk, "menu-rate", &[Tool::SetRate], |ui, desk| {
            for rate in [0_u32, 1, 5, 20, 100] {
                let text = desk.t1("rate", "count", i64::from(rate));
                named(ui, desk, &text, || Action::SetRate(name.clone(), rate));
            }
        });
        submenu(ui, desk, "menu-acks", &[Tool::SetConfig], |ui, desk| {
            for acks in ["0", "1", "all"] {
                named(ui, desk, &format!("acks={acks}"), || {
                    Action::SetConfig(name.clone(), "acks".into(), acks.into())
                });
            }
        });
        deed(ui, desk, "menu-drop-ack", || Action::DropNextAck(name.clone()));
        ask(ui, desk, "menu-send", Tool::Send, Ask::Send(name.clone()));
    }
    if let Some(consumer) = &client.consumer {
        deed(ui, desk, "menu-commit", || Action::Commit(name.clone()));
        if let Some(topic) = consumer.topics.first() {
            ask(ui, desk, "menu-seek", Tool::Seek, Ask::Seek(name.clone(), topic.clone()));
        }
    }
    ask(ui, desk, "menu-config", Tool::SetConfig, Ask::ClientConfig(name.clone()));
}

fn group(ui: &mut Ui, desk: &mut Desk, name: &Text) {
    let view = desk.view.clone();
    let consumers = view
        .cluster
        .clients
        .iter()
        .filter(|client| client.consumer.as_ref().is_some_and(|consumer| consumer.group == *name));
    let group = view.cluster.group(name);
    let topics: std::collections::BTreeSet<Text> =
        consumers.clone().filter_map(|it| it.consumer.as_ref()).flat_map(|it| it.topics.clone()).collect();
    if group.is_none_or(|group| group.phase == GroupPhase::Empty) {
        for topic in &topics {
            for (key, to) in
                [("menu-reset-earliest", ResetTo::Earliest), ("menu-reset-latest", ResetTo::Latest)]
            {
                let text = desk.t1(key, "topic", topic.to_string());
                named(ui, desk, &text, || Action::ResetOffsets(name.clone(), topic.clone(), to));
            }
        }
    } else {
        ui.label(egui::RichText::new(desk.t("menu-group-active")).color(desk.colors().weak));
    }
    let idle: Vec<Text> =
        consumers.clone().filter(|it| !it.state.is_up()).map(|it| it.name.clone()).take(12).collect();
    for client in idle {
        let text = desk.t1("menu-start-named", "name", client.to_string());
        named(ui, desk, &text, || Action::Start(client));
    }
    for client in consumers.filter(|it| it.state.is_up()).take(12) {
        let text = desk.t1("menu-stop-named", "name", client.name.to_string());
        named(ui, desk, &text, || Action::Stop(client.name.clone()));
    }
}

/// The button that opens the same menu without a right click.
pub(crate) fn button(ui: &mut Ui, desk: &mut Desk) {
    let subject = desk.memory.selected.clone();
    ui.menu_button(desk.t("actions"), |ui| show(ui, desk, &subject));
}

/// Asks for a step back in deeds, when there is one.
pub(crate) fn undo(desk: &mut Desk) {
    if desk.view.run.can_undo {
        desk.send(Command::Undo);
    }
}

/// Asks to do a deed again, when there is one.
pub(crate) fn redo(desk: &mut Desk) {
    if desk.view.run.can_redo {
        desk.send(Command::Redo);
    }
}
