//! A producer or a consumer.

use super::link;
use crate::app::desk::Desk;
use crate::app::map::state_color;
use crate::app::widgets::{fact, heading};
use crate::app::words;
use crate::lab::view::{AssignedView, ClientView, ConsumerView, ProducerView, Subject};
use egui::Ui;

/// Draws it.
pub(super) fn show(ui: &mut Ui, desk: &mut Desk, client: &ClientView) {
    let colors = desk.colors();
    let state = desk.t(words::state_key(client.state));
    fact(ui, &colors, &desk.t("state"), &state, state_color(&colors, client.state));
    if let Some(producer) = &client.producer {
        self::producer(ui, desk, producer);
    }
    if let Some(consumer) = &client.consumer {
        self::consumer(ui, desk, consumer);
    }
    if let Some(error) = &client.last_error {
        heading(ui, &colors, &desk.t("last-error"));
        ui.label(egui::RichText::new(&**error).font(crate::app::theme::mono(12.0)).color(colors.fault));
    }
}

fn producer(ui: &mut Ui, desk: &Desk, producer: &ProducerView) {
    let colors = desk.colors();
    fact(ui, &colors, &desk.t("sends-to"), &producer.topic, colors.text);
    fact(ui, &colors, "acks", &producer.acks, colors.text);
    let idempotent = desk.t(if producer.is_idempotent { "yes" } else { "no" });
    fact(ui, &colors, &desk.t("idempotent"), &idempotent, colors.text);
    let rate = desk.t1("rate", "count", i64::from(producer.rate));
    fact(ui, &colors, &desk.t("wished-rate"), &rate, colors.text);
    heading(ui, &colors, &desk.t("records"));
    fact(ui, &colors, &desk.t("sent"), &producer.sent.to_string(), colors.text);
    fact(ui, &colors, &desk.t("acknowledged"), &producer.acknowledged.to_string(), colors.in_sync);
    let waiting = if producer.waiting > 0 { colors.waiting } else { colors.text };
    fact(ui, &colors, &desk.t("in-flight"), &producer.waiting.to_string(), waiting);
    let failed = if producer.failed > 0 { colors.fault } else { colors.text };
    fact(ui, &colors, &desk.t("failed"), &producer.failed.to_string(), failed);
    fact(ui, &colors, &desk.t("retries"), &producer.retries.to_string(), colors.text);
}

fn consumer(ui: &mut Ui, desk: &mut Desk, consumer: &ConsumerView) {
    let colors = desk.colors();
    if !consumer.group.is_empty() {
        link(ui, desk, &Subject::Group(consumer.group.clone()), &desk.t("its-group"));
    }
    fact(ui, &colors, &desk.t("reads-from"), &consumer.topics.join(", "), colors.text);
    if !consumer.member_id.is_empty() {
        fact(ui, &colors, &desk.t("member-id"), &consumer.member_id, colors.weak);
    }
    let per_record = words::duration(desk.lang(), consumer.per_record);
    fact(ui, &colors, &desk.t("per-record"), &per_record, colors.text);
    fact(ui, &colors, &desk.t("delivered"), &consumer.delivered.to_string(), colors.text);
    let ink = if consumer.redelivered > 0 { colors.waiting } else { colors.text };
    fact(ui, &colors, &desk.t("redelivered"), &consumer.redelivered.to_string(), ink);
    heading(ui, &colors, &desk.t("owns"));
    if consumer.assigned.is_empty() {
        ui.label(egui::RichText::new(desk.t("owns-nothing")).color(colors.weak));
    }
    progress(ui, desk, &consumer.assigned);
}

/// Partitions with position, committed offset and lag.
pub(super) fn progress(ui: &mut Ui, desk: &mut Desk, assigned: &[AssignedView]) {
    let lang = desk.lang();
    for it in assigned.iter().take(200) {
        let or_dash =
            |number: Option<i64>| number.map_or_else(|| "–".to_owned(), |number| number.to_string());
        let note = crate::t!(
            lang,
            "progress",
            position = or_dash(it.position.map(|offset| offset.0)),
            committed = or_dash(it.committed.map(|offset| offset.0)),
            lag = or_dash(it.lag),
        );
        link(ui, desk, &Subject::Partition(it.partition), &note);
    }
}
