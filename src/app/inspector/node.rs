//! A controller, a broker, a message on its way, an event.

use super::link;
use crate::app::desk::Desk;
use crate::app::map::state_color;
use crate::app::widgets::{fact, heading};
use crate::app::{theme, words};
use crate::lab::view::{BrokerView, Role, Subject};
use egui::{RichText, Ui};

/// A controller.
pub(super) fn controller(ui: &mut Ui, desk: &Desk, id: i32) {
    let colors = desk.colors();
    let view = desk.view.clone();
    let Some(controller) = view.cluster.controllers.iter().find(|it| it.id == id) else { return };
    let state = desk.t(words::state_key(controller.state));
    fact(ui, &colors, &desk.t("state"), &state, state_color(&colors, controller.state));
    let active = desk.t(if controller.is_active { "yes" } else { "no" });
    fact(ui, &colors, &desk.t("active"), &active, colors.text);
    fact(ui, &colors, &desk.t("controller-epoch"), &controller.epoch.to_string(), colors.text);
    fact(ui, &colors, &desk.t("metadata-end"), &controller.metadata_end.to_string(), colors.text);
    if controller.is_isolated {
        ui.label(RichText::new(desk.t("node-isolated")).color(colors.fault));
    }
    ui.add_space(6.0);
    ui.label(RichText::new(desk.t("controller-hint")).font(theme::body(12.5)).color(colors.weak));
}

/// A broker.
pub(super) fn broker(ui: &mut Ui, desk: &mut Desk, broker: &BrokerView) {
    let colors = desk.colors();
    let lang = desk.lang();
    let state = desk.t(words::state_key(broker.state));
    fact(ui, &colors, &desk.t("state"), &state, state_color(&colors, broker.state));
    fact(ui, &colors, &desk.t("state-since"), &broker.since.to_string(), colors.text);
    if let Some(rack) = &broker.rack {
        fact(ui, &colors, &desk.t("rack"), rack, colors.text);
    }
    fact(ui, &colors, &desk.t("disk"), &words::bytes(lang, broker.disk_bytes), colors.text);
    fact(ui, &colors, &desk.t("segments"), &broker.segments.to_string(), colors.text);
    fact(ui, &colors, &desk.t("metadata-read"), &broker.metadata_offset.to_string(), colors.text);
    let user = || broker.replicas.iter().filter(|it| !it.is_internal);
    let leads = user().filter(|it| it.role == Role::Leader).count();
    fact(ui, &colors, &desk.t("leads"), &leads.to_string(), colors.leader);
    faults(ui, desk, broker);
    if !broker.coordinates.is_empty() {
        heading(ui, &colors, &desk.t("coordinates"));
        for group in &broker.coordinates {
            link(ui, desk, &Subject::Group(group.clone()), "");
        }
    }
    heading(ui, &colors, &desk.t("replicas"));
    for replica in user().take(200) {
        let role = words::role(desk, replica.role, replica.in_sync);
        let note = format!("{role} · {} / {}", replica.high_watermark, replica.log_end);
        link(ui, desk, &Subject::Partition(replica.partition), &note);
    }
}

fn faults(ui: &mut Ui, desk: &Desk, broker: &BrokerView) {
    let colors = desk.colors();
    let lang = desk.lang();
    let mut lines = Vec::new();
    if broker.is_isolated {
        lines.push((desk.t("node-isolated"), colors.fault));
    }
    if broker.is_disk_full {
        lines.push((desk.t("disk-full"), colors.fault));
    }
    if let Some(by) = broker.slow_disk {
        lines.push((desk.t1("disk-slow", "by", words::duration(lang, by)), colors.waiting));
    }
    if let Some(by) = broker.slow_fetch {
        lines.push((desk.t1("fetch-slow", "by", words::duration(lang, by)), colors.waiting));
    }
    for (text, color) in lines {
        ui.label(RichText::new(text).font(theme::body(13.0)).color(color));
    }
}

/// A message on its way, or the news that it has arrived.
pub(super) fn message(ui: &mut Ui, desk: &mut Desk, id: u64) {
    let colors = desk.colors();
    let view = desk.view.clone();
    let Some(message) = view.messages.iter().find(|message| message.id == id) else {
        ui.label(RichText::new(desk.t("message-gone")).color(colors.weak));
        return;
    };
    ui.label(RichText::new(&*message.label).font(theme::mono(13.0)).color(colors.flight));
    ui.add_space(4.0);
    let kind = desk.t(if message.is_response { "message-response" } else { "message-request" });
    fact(ui, &colors, &message.api, &kind, colors.text);
    fact(ui, &colors, &desk.t("sent-at"), &message.sent_at.to_string(), colors.text);
    fact(ui, &colors, &desk.t("arrives-at"), &message.arrives_at.to_string(), colors.text);
    link(ui, desk, &message.from.into(), &desk.t("message-from"));
    link(ui, desk, &message.to.into(), &desk.t("message-to"));
    if let Some(partition) = message.partition {
        link(ui, desk, &Subject::Partition(partition), &desk.t("message-about"));
    }
}

/// An event: its sentence, its why, and whom it is about.
pub(super) fn event(ui: &mut Ui, desk: &mut Desk, index: usize) {
    let colors = desk.colors();
    let view = desk.view.clone();
    let lang = desk.lang();
    let Some(event) = view.events.get(index) else { return };
    ui.label(
        RichText::new(format!("{} · {}", event.at, event.kind)).font(theme::mono(11.5)).color(colors.weak),
    );
    ui.add_space(4.0);
    let ink = if event.tone == crate::lab::view::Tone::Plain { colors.text } else { colors.tone(event.tone) };
    ui.label(RichText::new(event.sentence.get(lang)).font(theme::body(14.0)).color(ink));
    if !event.why.is_empty() && !desk.view.locks.future {
        heading(ui, &colors, &desk.t("why"));
        ui.label(RichText::new(event.why.get(lang)).font(theme::body(13.0)).color(colors.text));
    }
    if !event.subjects.is_empty() {
        heading(ui, &colors, &desk.t("about"));
        for subject in &event.subjects {
            link(ui, desk, subject, "");
        }
    }
}
