//! Nothing is selected: the state of the whole cluster, the speaker's notes, the legend.

use crate::app::desk::Desk;
use crate::app::widgets::{fact, heading};
use crate::app::{help, theme};
use crate::lab::view::{NodeState, PartitionView, Subject};
use egui::{RichText, Ui};

/// Draws it.
pub(super) fn show(ui: &mut Ui, desk: &mut Desk) {
    let colors = desk.colors();
    let view = desk.view.clone();
    let cluster = &view.cluster;
    let lang = desk.lang();
    if let Some(scenario) = &view.scenario {
        ui.label(RichText::new(scenario.goal.get(lang)).font(theme::body(13.0)).color(colors.weak));
    }
    heading(ui, &colors, &desk.t("health"));
    let up = cluster.brokers.iter().filter(|broker| broker.state.is_up()).count();
    let all = cluster.brokers.len();
    let is_broken = |state| matches!(state, NodeState::Crashed | NodeState::PowerCut | NodeState::Failed);
    let ink = match cluster.brokers.iter().any(|broker| is_broken(broker.state)) {
        true => colors.fault,
        false if up < all => colors.text,
        false => colors.in_sync,
    };
    fact(ui, &colors, &desk.t("brokers-up"), &format!("{up} / {all}"), ink);
    fact(ui, &colors, &desk.t("partitions"), &cluster.partitions.len().to_string(), colors.text);
    let count = |test: fn(&PartitionView) -> bool| cluster.partitions.iter().filter(|it| test(it)).count();
    let under = count(|it| it.isr.len() < it.replicas.len());
    let tight = count(|it| (it.isr.len() as i32) < it.min_isr);
    let offline = count(|it| it.leader == crate::base::BrokerId::NONE);
    for (key, number, accent) in [
        ("under-replicated", under, colors.waiting),
        ("under-min-isr", tight, colors.fault),
        ("offline", offline, colors.fault),
    ] {
        let ink = if number > 0 { accent } else { colors.in_sync };
        fact(ui, &colors, &desk.t(key), &number.to_string(), ink);
    }
    troubled(ui, desk);
    notes(ui, desk);
    heading(ui, &colors, &desk.t("legend"));
    help::legend(ui, desk);
    ui.add_space(8.0);
    ui.label(RichText::new(desk.t("cluster-hint")).font(theme::body(12.0)).color(colors.faint));
}

/// The partitions that need a look, a few of them.
fn troubled(ui: &mut Ui, desk: &mut Desk) {
    let view = desk.view.clone();
    let short = view.cluster.partitions.iter().filter(|it| it.isr.len() < it.replicas.len());
    for partition in short.take(6) {
        let isr: Vec<String> = partition.isr.iter().map(ToString::to_string).collect();
        let note = format!("ISR {{{}}}", isr.join(", "));
        super::link(ui, desk, &Subject::Partition(partition.id), &note);
    }
}

/// The speaker's notes of the moment.
fn notes(ui: &mut Ui, desk: &Desk) {
    let colors = desk.colors();
    // The speaker's notes are not for students.
    if desk.view.exercise.is_some() {
        return;
    }
    let Some(scenario) = &desk.view.scenario else { return };
    let now = desk.view.run.now;
    let Some(mark) = scenario.marks.iter().rfind(|mark| mark.at <= now && !mark.notes.is_empty()) else {
        return;
    };
    heading(ui, &colors, &desk.t("notes"));
    ui.label(RichText::new(mark.notes.get(desk.lang())).font(theme::body(13.0)).color(colors.text));
}
