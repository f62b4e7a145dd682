//! What history shows to have gone wrong for somebody: one badge a kind, over the
//! lower edge of the map; each of its lines leads to the instant.

use super::desk::Desk;
use super::theme::{self, mix};
use crate::lab::Command;
use crate::lab::view::{Subject, VerdictKind, VerdictView};
use egui::{Button, Color32, Rect, RichText, Stroke, Ui, pos2, vec2};

const KINDS: [(VerdictKind, &str); 5] = [
    (VerdictKind::Lost, "badge-lost"),
    (VerdictKind::Duplicated, "badge-duplicated"),
    (VerdictKind::Skipped, "badge-skipped"),
    (VerdictKind::OutOfOrder, "badge-out-of-order"),
    (VerdictKind::CommitBack, "badge-commit-back"),
];

/// Most lines of a badge.
const MOST: usize = 30;

/// Behind an open question the future stays shut, whatever the view holds.
fn is_known(desk: &Desk, verdict: &VerdictView) -> bool {
    !desk.view.locks.future || verdict.at <= desk.view.run.now
}

/// Whether there is anything to tell.
pub(crate) fn are_known(desk: &Desk) -> bool {
    desk.view.verdicts.iter().any(|verdict| is_known(desk, verdict))
}

/// Draws the badges in the lower left of the map.
pub(crate) fn show(ui: &mut Ui, desk: &mut Desk, area: Rect) {
    let view = desk.view.clone();
    if !are_known(desk) {
        return;
    }
    let strip = Rect::from_min_max(pos2(area.left() + 12.0, area.bottom() - 34.0), area.max);
    ui.scope_builder(egui::UiBuilder::new().max_rect(strip), |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            for (kind, key) in KINDS {
                let of_kind: Vec<&VerdictView> =
                    view.verdicts.iter().filter(|it| it.kind == kind && is_known(desk, it)).collect();
                if !of_kind.is_empty() {
                    badge(ui, desk, kind, key, &of_kind);
                }
            }
        });
    });
}

const fn accent(desk: &Desk, kind: VerdictKind) -> Color32 {
    let colors = desk.colors();
    match kind {
        VerdictKind::Lost => colors.fault,
        VerdictKind::Duplicated | VerdictKind::Skipped | VerdictKind::OutOfOrder => colors.waiting,
        VerdictKind::CommitBack => colors.group,
    }
}

fn badge(ui: &mut Ui, desk: &mut Desk, kind: VerdictKind, key: &str, verdicts: &[&VerdictView]) {
    let colors = desk.colors();
    let accent = accent(desk, kind);
    let mut text = desk.t(key);
    if verdicts.len() > 1 {
        // How many records each is about, its own sentence says.
        text.push_str(&format!(" ×{}", verdicts.len()));
    }
    let text = RichText::new(text).font(theme::bold(12.5)).color(accent);
    let button = Button::new(text)
        .fill(mix(colors.canvas, accent, 0.14))
        .stroke(Stroke::new(1.0, colors.muted(accent)))
        .min_size(vec2(0.0, 24.0));
    egui::containers::menu::MenuButton::from_button(button).ui(ui, |ui| {
        ui.set_max_width(380.0);
        for verdict in verdicts.iter().take(MOST) {
            line(ui, desk, verdict);
        }
        if verdicts.len() > MOST {
            let more = desk.t1("badge-more", "count", (verdicts.len() - MOST) as i64);
            ui.label(RichText::new(more).color(colors.weak));
        }
    });
}

/// One sentence, its licence, and the way to its instant.
fn line(ui: &mut Ui, desk: &mut Desk, verdict: &VerdictView) {
    let colors = desk.colors();
    let lang = desk.lang();
    let text = format!("{} · {}", verdict.at, verdict.sentence.get(lang));
    let text = RichText::new(text).font(theme::body(13.0));
    if ui.add(Button::new(text).wrap().min_size(vec2(360.0, 0.0))).clicked() {
        ui.close();
        match verdict.event {
            Some(index) => {
                desk.send(Command::SeekToEvent(index));
                desk.select(Subject::Event(index));
            }
            None => desk.send(Command::SeekTo(verdict.at)),
        }
    }
    if !verdict.licence.is_empty() {
        let licence = desk.t1("badge-licence", "what", verdict.licence.get(lang).to_owned());
        let licence = RichText::new(licence).font(theme::body(12.0)).color(colors.weak);
        ui.add(egui::Label::new(licence).wrap());
    }
}
