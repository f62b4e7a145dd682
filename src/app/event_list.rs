//! The story as plain sentences, each with its why: a list that follows the
//! cursor, a filter, and the last thing that happened as one line.

use super::desk::Desk;
use super::theme::{self, mix};
use super::widgets::line;
use crate::lab::Command;
use crate::lab::view::{StoryEvent, Subject};
use egui::{Align2, Rect, RichText, ScrollArea, Sense, Ui, pos2, vec2};

const ROW: f32 = 22.0;

/// Which events pass the filter, and what it was computed for.
#[derive(Debug)]
pub(crate) struct Filtered {
    key: (String, bool, Subject, u32, usize),
    indices: Vec<usize>,
}

/// The index of the last event at or before now.
fn last_index(desk: &Desk) -> Option<usize> {
    let now = desk.view.run.now;
    desk.view.events.partition_point(|event| event.at <= now).checked_sub(1)
}

/// The last thing that happened, as one line.
pub(crate) fn last(ui: &mut Ui, desk: &mut Desk) {
    let Some(index) = last_index(desk) else { return };
    let view = desk.view.clone();
    let Some(event) = view.events.get(index) else { return };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 20.0), Sense::click());
    row(ui, desk, event, rect, index, &response);
}

/// The filter (right to left).
pub(crate) fn filter(ui: &mut Ui, desk: &mut Desk) {
    let hint = desk.t("filter");
    let edit = egui::TextEdit::singleline(&mut desk.memory.filter).hint_text(&hint).desired_width(180.0);
    let response = ui.add(edit);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, &hint));
    if std::mem::take(&mut desk.memory.focus_filter) {
        response.request_focus();
    }
    let text = desk.t("only-selected");
    ui.checkbox(&mut desk.memory.filter_only_selected, text);
}

/// Draws the list, and the why of what is chosen in it.
pub(crate) fn show(ui: &mut Ui, desk: &mut Desk) {
    let colors = desk.colors();
    refresh(desk);
    // The why of the present would answer an open question.
    let why = if desk.view.locks.future { None } else { chosen_why(desk) };
    let area = ui.available_rect_before_wrap();
    let split = if why.is_some() { (area.width() * 0.36).min(360.0) } else { 0.0 };
    let left = Rect::from_min_max(area.min, pos2(area.right() - split, area.bottom()));
    ui.scope_builder(egui::UiBuilder::new().max_rect(left), |ui| list(ui, desk));
    if let Some(why) = why {
        let right = Rect::from_min_max(pos2(area.right() - split + 12.0, area.top()), area.max);
        ui.scope_builder(egui::UiBuilder::new().max_rect(right), |ui| {
            ScrollArea::vertical().id_salt("why").show(ui, |ui| {
                ui.label(RichText::new(desk.t("why")).font(theme::bold(12.5)).color(colors.leader));
                ui.label(RichText::new(why).font(theme::body(13.0)).color(colors.text));
            });
        });
    }
}

/// The why of the chosen event, or of the last one.
fn chosen_why(desk: &Desk) -> Option<String> {
    let index = match desk.memory.selected {
        Subject::Event(index) => index,
        _ => last_index(desk)?,
    };
    let why = desk.view.events.get(index)?.why.get(desk.lang());
    (!why.is_empty()).then(|| why.to_owned())
}

/// Computes again which events pass, when something it hangs on changed.
fn refresh(desk: &mut Desk) {
    let memory = &desk.memory;
    let only =
        memory.filter_only_selected && !matches!(memory.selected, Subject::Cluster | Subject::Event(_));
    let about = if only { memory.selected.clone() } else { Subject::Cluster };
    // While a question is open nobody reads what comes after now.
    let known = match last_index(desk) {
        _ if !desk.view.locks.future => desk.view.events.len(),
        last => last.map_or(0, |index| index + 1),
    };
    let key = (memory.filter.to_lowercase(), only, about, desk.view.run.branch, known);
    if desk.memory.filtered.as_ref().is_some_and(|filtered| filtered.key == key) {
        return;
    }
    let lang = desk.lang();
    let passes = |event: &StoryEvent| {
        (!only || event.subjects.contains(&key.2))
            && (key.0.is_empty()
                || event.sentence.get(lang).to_lowercase().contains(&key.0)
                || event.kind.to_lowercase().contains(&key.0))
    };
    let indices = if key.0.is_empty() && !only {
        (0..known).collect()
    } else {
        desk.view
            .events
            .iter()
            .take(known)
            .enumerate()
            .filter(|(_, event)| passes(event))
            .map(|(index, _)| index)
            .collect()
    };
    desk.memory.filtered = Some(Filtered { key, indices });
}

fn list(ui: &mut Ui, desk: &mut Desk) {
    let colors = desk.colors();
    let view = desk.view.clone();
    let Some(filtered) = desk.memory.filtered.take() else { return };
    ui.spacing_mut().item_spacing.y = 0.0;
    if filtered.indices.is_empty() {
        let key = if view.events.is_empty() { "events-none" } else { "events-none-pass" };
        ui.label(RichText::new(desk.t(key)).color(colors.weak));
    }
    let mut area = ScrollArea::vertical().id_salt("events").auto_shrink(false);
    if desk.memory.followed != Some(view.run.now) {
        // Keep the present three rows above the lower edge.
        let position = filtered
            .indices
            .partition_point(|index| view.events.get(*index).is_some_and(|event| event.at <= view.run.now));
        let height = ui.available_height();
        area = area.vertical_scroll_offset((position as f32 * ROW - height + ROW * 1.5).max(0.0));
        desk.memory.followed = Some(view.run.now);
    }
    area.show_rows(ui, ROW, filtered.indices.len(), |ui, rows| {
        for &index in filtered.indices.get(rows).unwrap_or_default() {
            let Some(event) = view.events.get(index) else { continue };
            let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
            row(ui, desk, event, rect, index, &response);
        }
    });
    desk.memory.filtered = Some(filtered);
}

/// One event: its time, its tone as a mark, its sentence. A click goes there.
fn row(ui: &Ui, desk: &mut Desk, event: &StoryEvent, rect: Rect, index: usize, response: &egui::Response) {
    let colors = desk.colors();
    let lang = desk.lang();
    let sentence = event.sentence.get(lang);
    let chosen = desk.is_selected(&Subject::Event(index));
    response.widget_info(|| {
        egui::WidgetInfo::selected(egui::Role::Button, true, chosen, format!("{} {sentence}", event.at))
    });
    let painter = ui.painter();
    let is_past = event.at <= desk.view.run.now;
    if chosen || response.hovered() || response.has_focus() {
        painter.rect_filled(rect, 4, mix(colors.panel, colors.raised, if chosen { 1.0 } else { 0.6 }));
    }
    let strength = if is_past { 1.0 } else { 0.45 };
    let time = mix(colors.panel, colors.faint, strength);
    let at = pos2(rect.left() + 78.0, rect.center().y);
    line(painter, at, Align2::RIGHT_CENTER, &event.at.to_string(), theme::mono(11.0), time, 78.0);
    let tone = mix(colors.panel, colors.tone(event.tone), strength);
    painter.rect_filled(Rect::from_center_size(at + vec2(13.0, 0.0), vec2(4.0, 12.0)), 2, tone);
    let ink = mix(colors.panel, colors.text, strength);
    let start = at + vec2(24.0, 0.0);
    line(painter, start, Align2::LEFT_CENTER, sentence, theme::body(12.5), ink, rect.right() - start.x - 4.0);
    if response.clicked() {
        desk.send(Command::SeekToEvent(index));
        desk.select(Subject::Event(index));
    }
    if response.hovered() {
        let why = if desk.view.locks.future { "" } else { event.why.get(lang) };
        let text = if why.is_empty() { sentence.to_owned() } else { format!("{sentence}\n{why}") };
        response.clone().on_hover_text(text);
    }
}
