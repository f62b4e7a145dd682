//! A consumer group: its phase, its members, its offsets and lag.

use super::client::progress;
use super::link;
use crate::app::desk::Desk;
use crate::app::map::phase_color;
use crate::app::widgets::{fact, heading};
use crate::app::{theme, words};
use crate::base::Text;
use crate::lab::view::{MemberView, Subject};
use egui::{RichText, Ui};

/// Draws it.
pub(super) fn show(ui: &mut Ui, desk: &mut Desk, name: &Text) {
    let colors = desk.colors();
    let view = desk.view.clone();
    let Some(group) = view.cluster.group(name) else {
        ui.label(RichText::new(desk.t("group-unknown")).color(colors.weak));
        return;
    };
    fact(ui, &colors, &desk.t("state"), group.phase.name(), phase_color(&colors, group.phase));
    fact(ui, &colors, &desk.t("generation-name"), &group.generation.to_string(), colors.text);
    let protocol = if group.protocol.is_empty() { "–" } else { &group.protocol };
    fact(ui, &colors, &desk.t("assignor"), protocol, colors.text);
    let lag = if group.lag > 10 { colors.waiting } else { colors.text };
    fact(ui, &colors, &desk.t("lag"), &group.lag.to_string(), lag);
    if let Some(coordinator) = group.coordinator {
        link(ui, desk, &Subject::Broker(coordinator), &desk.t("coordinator"));
    }
    heading(ui, &colors, &desk.t("members"));
    if group.members.is_empty() {
        ui.label(RichText::new(desk.t("members-none")).color(colors.weak));
    }
    for member in &group.members {
        self::member(ui, desk, member);
    }
    heading(ui, &colors, &desk.t("offsets"));
    progress(ui, desk, &group.offsets);
}

fn member(ui: &mut Ui, desk: &mut Desk, member: &MemberView) {
    let colors = desk.colors();
    let mut note = words::partitions(&desk.view.cluster, &member.partitions);
    if note.is_empty() {
        note = desk.t("owns-nothing");
    }
    if member.is_awaited {
        note = desk.t("member-awaited");
    }
    if member.is_leader {
        note = format!("{} · {note}", desk.t("member-leader"));
    }
    match member.client {
        Some(client) => link(ui, desk, &Subject::Client(client), &note),
        None => fact(ui, &colors, &member.name, &note, colors.text),
    }
    if let Some(instance) = &member.instance {
        let text = format!("group.instance.id = {instance}");
        ui.label(RichText::new(text).font(theme::mono(11.0)).color(colors.faint));
    }
}
