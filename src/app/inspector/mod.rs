//! The panel on the right: what is selected, in full, and what can be done to it.

mod client;
mod cluster;
mod group;
mod node;
mod partition;

use super::desk::{Desk, Tab};
use super::widgets::{fact, tab};
use super::{menus, theme};
use crate::lab::view::{SettingView, Subject};
use egui::{Align, Frame, Layout, Margin, Panel, RichText, ScrollArea, Ui};

/// Draws the panel, when it is open.
pub(crate) fn show(ui: &mut Ui, desk: &mut Desk) {
    let width = ui.ctx().content_rect().width();
    // Magnified, the map needs the room more than the overview does.
    let is_spare = width < 800.0 && desk.memory.selected == Subject::Cluster;
    if !desk.is_inspector_open() || is_spare {
        return;
    }
    let colors = desk.colors();
    let frame = Frame::new().fill(colors.panel).inner_margin(Margin::symmetric(14, 12));
    let preferred = if width < 1450.0 { 286.0 } else { 330.0 };
    Panel::right("inspector")
        .frame(frame)
        .resizable(true)
        .default_size(preferred)
        .size_range(240.0..=460.0)
        .show(ui, |ui| {
            header(ui, desk);
            ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 3.0;
                body(ui, desk);
            });
        });
}

fn header(ui: &mut Ui, desk: &mut Desk) {
    let colors = desk.colors();
    let subject = desk.memory.selected.clone();
    ui.horizontal(|ui| {
        let title = desk.name(&subject);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if !matches!(subject, Subject::Event(_) | Subject::Message(_)) {
                menus::button(ui, desk);
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add(
                    egui::Label::new(RichText::new(title).font(theme::bold(17.0)).color(colors.text))
                        .truncate(),
                );
            });
        });
    });
}

fn body(ui: &mut Ui, desk: &mut Desk) {
    let subject = desk.memory.selected.clone();
    let view = desk.view.clone();
    match &subject {
        Subject::Cluster => cluster::show(ui, desk),
        Subject::Controller(id) => node::controller(ui, desk, *id),
        Subject::Broker(id) => {
            if let Some(broker) = view.cluster.broker(*id)
                && !tabs(ui, desk, &broker.settings)
            {
                node::broker(ui, desk, broker);
            }
        }
        Subject::Partition(id) => {
            if let Some(topic) = view.cluster.topic(id.topic)
                && !tabs(ui, desk, &topic.settings)
            {
                partition::show(ui, desk, *id);
            }
        }
        Subject::Client(id) => {
            if let Some(client) = view.cluster.client(*id)
                && !tabs(ui, desk, &client.settings)
            {
                client::show(ui, desk, client);
            }
        }
        Subject::Group(name) => group::show(ui, desk, name),
        Subject::Message(id) => node::message(ui, desk, *id),
        Subject::Event(index) => node::event(ui, desk, *index),
    }
}

/// The tabs of a subject that has settings; true when it was they that were drawn.
fn tabs(ui: &mut Ui, desk: &mut Desk, settings: &[SettingView]) -> bool {
    let colors = desk.colors();
    ui.horizontal(|ui| {
        for (which, key) in [(Tab::Main, "tab-main"), (Tab::Settings, "tab-settings")] {
            if tab(ui, &colors, &desk.t(key), desk.memory.tab == which).clicked() {
                desk.memory.tab = which;
            }
        }
    });
    ui.add_space(6.0);
    if desk.memory.tab == Tab::Main {
        return false;
    }
    if settings.is_empty() {
        ui.label(RichText::new(desk.t("settings-default")).color(colors.weak));
    }
    for setting in settings {
        ui.label(RichText::new(&*setting.key).font(theme::mono(12.0)).color(colors.text));
        fact(ui, &colors, &desk.t("setting-here"), &setting.value, colors.leader);
        fact(ui, &colors, &desk.t("setting-default"), &setting.default, colors.weak);
        ui.add_space(6.0);
    }
    true
}

/// A line one can click that selects something else.
fn link(ui: &mut Ui, desk: &mut Desk, subject: &Subject, note: &str) {
    let colors = desk.colors();
    let name = desk.name(subject);
    ui.horizontal(|ui| {
        if ui.link(RichText::new(&name).font(theme::body(13.0)).color(colors.leader)).clicked() {
            desk.select(subject.clone());
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let label = egui::Label::new(RichText::new(note).font(theme::body(12.0)).color(colors.weak));
            ui.add(label.truncate());
        });
    });
}
