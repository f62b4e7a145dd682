//! A partition: who leads, who is in sync, its log on every replica as tapes, and
//! the record under the pointer, decoded.

use super::link;
use crate::app::desk::Desk;
use crate::app::widgets::{fact, heading};
use crate::app::{tape, theme, words};
use crate::base::{BrokerId, TopicPartition};
use crate::lab::Command;
use crate::lab::view::{LogView, PartitionView, RecordView, ReplicaLogView, Role, Subject};
use egui::{Color32, RichText, Ui};

/// Draws it.
pub(super) fn show(ui: &mut Ui, desk: &mut Desk, id: TopicPartition) {
    let colors = desk.colors();
    let view = desk.view.clone();
    if let Some(partition) = view.cluster.partition(id) {
        summary(ui, desk, partition);
    }
    let Some(log) = view.log.as_ref().filter(|log| log.partition == id) else {
        ui.label(RichText::new(desk.t("log-loading")).color(colors.weak));
        return;
    };
    for replica in &log.replicas {
        self::replica(ui, desk, log, replica);
    }
    if let Some(record) = view.record.as_ref().filter(|record| record.partition == id) {
        self::record(ui, desk, record);
    } else {
        ui.label(RichText::new(desk.t("log-hint")).font(theme::body(12.0)).color(colors.faint));
    }
    if !log.committed.is_empty() {
        heading(ui, &colors, &desk.t("groups-here"));
    }
    let end = log.replicas.first().map_or(0, |replica| replica.high_watermark.0);
    for (group, offset) in &log.committed {
        let lag = (end - offset.0).max(0);
        let note = crate::t!(desk.lang(), "group-here", offset = offset.0, lag = lag);
        link(ui, desk, &Subject::Group(group.clone()), &note);
    }
}

fn summary(ui: &mut Ui, desk: &Desk, partition: &PartitionView) {
    let colors = desk.colors();
    let list = |brokers: &[BrokerId]| {
        let ids: Vec<String> = brokers.iter().map(ToString::to_string).collect();
        ids.join(", ")
    };
    let (leader, ink) = if partition.leader == BrokerId::NONE {
        (desk.t("nobody"), colors.fault)
    } else {
        (partition.leader.to_string(), colors.leader)
    };
    fact(ui, &colors, &desk.t("role-leader"), &leader, ink);
    fact(ui, &colors, &desk.t("epoch"), &partition.epoch.to_string(), colors.text);
    let is_short = partition.isr.len() < partition.replicas.len();
    let ink = if is_short { colors.waiting } else { colors.in_sync };
    fact(ui, &colors, "ISR", &format!("{{{}}}", list(&partition.isr)), ink);
    fact(ui, &colors, &desk.t("replicas"), &format!("[{}]", list(&partition.replicas)), colors.text);
    let ink = if (partition.isr.len() as i32) < partition.min_isr { colors.fault } else { colors.text };
    fact(ui, &colors, "min.insync.replicas", &partition.min_isr.to_string(), ink);
}

/// One replica: who, then its tape, then what is odd about it.
fn replica(ui: &mut Ui, desk: &mut Desk, log: &LogView, replica: &ReplicaLogView) {
    let colors = desk.colors();
    ui.add_space(8.0);
    let accent = colors.role(replica.role, replica.in_sync);
    ui.horizontal(|ui| {
        let name = desk.name(&Subject::Broker(replica.broker));
        ui.label(RichText::new(name).font(theme::bold(13.0)).color(colors.text));
        let role = words::role(desk, replica.role, replica.in_sync);
        ui.label(RichText::new(role).font(theme::body(12.5)).color(accent));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let ends = format!("LEO {} · HW {}", replica.log_end, replica.high_watermark);
            ui.label(RichText::new(ends).font(theme::mono(11.0)).color(colors.weak));
        });
    });
    if let Some(offset) = tape::show(ui, desk, log, replica) {
        crate::app::exercise::click_offset(desk, offset);
        desk.send(Command::InspectRecord(Some((replica.broker, log.partition, offset))));
    }
    let mut note = |text: String, color: Color32| {
        ui.label(RichText::new(text).font(theme::body(11.5)).color(color));
    };
    if let Some(offset) = replica.diverges_at {
        note(desk.t1("diverges", "offset", offset.0), colors.fault);
    }
    if replica.role != Role::Offline && replica.flushed_end < replica.log_end {
        note(desk.t1("unflushed", "offset", replica.flushed_end.0), colors.faint);
    }
    if replica.epochs.len() > 1 {
        let text: Vec<String> =
            replica.epochs.iter().rev().take(4).rev().map(|(epoch, at)| format!("{epoch} @ {at}")).collect();
        note(desk.t1("epochs", "list", text.join(" · ")), colors.faint);
    }
}

/// A record, as its bytes say it.
fn record(ui: &mut Ui, desk: &Desk, record: &RecordView) {
    let colors = desk.colors();
    heading(ui, &colors, &desk.t1("record-title", "offset", record.offset.0));
    let crc = desk.t(if record.is_crc_valid { "crc-valid" } else { "crc-wrong" });
    let lang = desk.lang();
    let batch = crate::t!(
        lang,
        "record-batch",
        first = record.batch.base_offset.0,
        last = record.batch.last_offset.0,
        size = words::bytes(lang, u64::from(record.batch.size_bytes)),
        crc = crc,
    );
    let ink = if record.is_crc_valid { colors.weak } else { colors.fault };
    ui.label(RichText::new(batch).font(theme::body(12.0)).color(ink));
    let frame = egui::Frame::new().fill(colors.card).corner_radius(theme::CARD_RADIUS).inner_margin(9);
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        let none = desk.t("none");
        fact(ui, &colors, &desk.t("key"), record.key.as_deref().unwrap_or(&none), colors.text);
        let value = record.value.as_deref().map_or_else(|| desk.t("tombstone"), str::to_owned);
        fact(ui, &colors, &desk.t("value"), value.trim_end(), colors.text);
        fact(ui, &colors, &desk.t("timestamp"), &record.timestamp, colors.text);
        fact(ui, &colors, &desk.t("epoch"), &record.batch.epoch.to_string(), colors.text);
        fact(ui, &colors, "CRC-32C", &format!("{:08x}", record.batch.crc), ink);
        if let Some((id, epoch, sequence)) = record.producer {
            let text = format!("{id} · {epoch} · {sequence}");
            fact(ui, &colors, &desk.t("producer-ids"), &text, colors.text);
        }
        for (name, value) in &record.headers {
            fact(ui, &colors, name, value, colors.text);
        }
    });
}
