//! The first page: three doors, the library, recent files, and a place to drop a
//! scenario.

use super::desk::{Desk, Door, Outside};
use super::theme::{self, Colors, mix};
use super::top_bar::{preferences, product};
use super::widgets::{card, dashed, fitted, layout};
use super::{banner, library};
use crate::lab::Command;
use egui::{
    Align, Align2, CentralPanel, Color32, Frame, Layout, Margin, Panel, Rect, Response, Role, ScrollArea,
    Sense, Stroke, Ui, Vec2, WidgetInfo, pos2, vec2,
};

const WIDEST: f32 = 1320.0;

/// Draws the page.
pub(crate) fn show(ui: &mut Ui, desk: &mut Desk) {
    let colors = desk.colors();
    let frame = Frame::new().fill(colors.panel).inner_margin(Margin::symmetric(14, 6));
    Panel::top("home-top").frame(frame).resizable(false).exact_size(44.0).show(ui, |ui| {
        ui.horizontal_centered(|ui| {
            product(ui, desk);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| preferences(ui, desk));
        });
    });
    CentralPanel::default().frame(Frame::new().fill(colors.canvas)).show(ui, |ui| {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            let width = (ui.available_width() - 96.0).clamp(300.0, WIDEST);
            let left = ((ui.available_width() - width) / 2.0).max(16.0);
            let column =
                Rect::from_min_size(ui.next_widget_position() + vec2(left, 0.0), vec2(width, f32::INFINITY));
            let shown = ui.scope_builder(egui::UiBuilder::new().max_rect(column), |ui| {
                ui.set_width(width);
                page(ui, desk, width);
            });
            ui.expand_to_include_rect(shown.response.rect);
        });
    });
}

fn page(ui: &mut Ui, desk: &mut Desk, width: f32) {
    let colors = desk.colors();
    ui.spacing_mut().item_spacing = vec2(16.0, 0.0);
    ui.add_space(24.0);
    if !desk.view.problems.is_empty() {
        let at = Rect::from_min_size(ui.next_widget_position() - vec2(16.0, 10.0), vec2(width + 32.0, 200.0));
        let taken = banner::problems(ui, desk, at);
        ui.add_space((taken - 20.0).max(0.0));
    }
    title(ui, &colors, &desk.t("home-title"), 22.0);
    ui.add_space(16.0);
    doors(ui, desk, width);
    ui.add_space(26.0);
    library::show(ui, desk, width);
    files(ui, desk, width);
    ui.add_space(28.0);
}

pub(crate) fn title(ui: &mut Ui, colors: &Colors, text: &str, size: f32) {
    ui.label(egui::RichText::new(text).font(theme::bold(size)).color(colors.text));
}

/// The three ways in.
fn doors(ui: &mut Ui, desk: &mut Desk, width: f32) {
    let colors = desk.colors();
    let door_width = (width - 32.0) / 3.0;
    let rows = [
        ("door-show", "door-show-text", "door-show-note", colors.leader),
        ("door-tp", "door-tp-text", "door-tp-note", colors.in_sync),
        ("door-explore", "door-explore-text", "door-explore-note", colors.group),
    ];
    let library = &desk.view.library;
    let demos = library.iter().filter(|entry| entry.is_demo).count() as i64;
    let exercises = library.iter().filter(|entry| entry.steps > 0).count() as i64;
    ui.horizontal(|ui| {
        for (index, (name, text, note, accent)) in rows.into_iter().enumerate() {
            let note = desk.t1(note, "count", if index == 0 { demos } else { exercises });
            let is_on = matches!((index, desk.memory.door), (0, Door::Show) | (1, Door::Tp));
            let words = [desk.t(name), desk.t(text), note];
            if door(ui, &colors, vec2(door_width, 124.0), &words, accent, is_on).clicked() {
                match index {
                    0 => desk.memory.door = Door::Show,
                    1 => desk.memory.door = Door::Tp,
                    _ => desk.send(Command::OpenSandbox),
                }
            }
        }
    });
}

fn door(
    ui: &mut Ui,
    colors: &Colors,
    size: Vec2,
    words: &[String; 3],
    accent: Color32,
    is_on: bool,
) -> Response {
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_on, &words[0]));
    let painter = ui.painter();
    let lit = response.hovered() || response.has_focus() || is_on;
    let edge = if lit { mix(colors.line, accent, 0.7) } else { colors.line };
    card(painter, rect, if lit { colors.tint(accent, 0.06) } else { colors.card }, edge);
    let stripe = Rect::from_min_size(rect.min, vec2(5.0, rect.height()));
    painter.rect_filled(stripe, egui::CornerRadius { nw: 4, sw: 4, ne: 0, se: 0 }, accent);
    let room = size.x - 52.0;
    let at = rect.min + vec2(28.0, 16.0);
    let name = fitted(painter, &words[0], theme::bold(18.5), colors.text, room);
    painter.galley(at, name, colors.text);
    let text = layout(painter, &words[1], theme::body(13.5), colors.weak, room, 2);
    painter.galley(at + vec2(0.0, 30.0), text, colors.weak);
    let note = fitted(painter, &words[2], theme::body(12.5), accent, room);
    painter.galley(pos2(at.x, rect.bottom() - 28.0), note, accent);
    response
}

/// Recent files on the left, the place to drop one on the right.
fn files(ui: &mut Ui, desk: &mut Desk, width: f32) {
    let colors = desk.colors();
    let view = desk.view.clone();
    title(ui, &colors, &desk.t("recent"), 15.0);
    ui.add_space(12.0);
    let top = ui.next_widget_position();
    let left_width = (width * 0.62).floor();
    let rows = view.recent.len().clamp(1, 5);
    let height = (rows as f32 * 42.0 - 8.0).max(76.0);
    let (whole, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    if view.recent.is_empty() {
        let text =
            layout(ui.painter(), &desk.t("recent-none"), theme::body(13.0), colors.faint, left_width, 2);
        ui.painter().galley(top + vec2(0.0, 6.0), text, colors.faint);
    }
    for (index, file) in view.recent.iter().take(5).enumerate() {
        let rect = Rect::from_min_size(top + vec2(0.0, index as f32 * 42.0), vec2(left_width, 34.0));
        let response = ui.interact(rect, ui.scope_id().with(("recent", index)), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, file.exists, &*file.path));
        let edge = if response.hovered() { colors.leader } else { colors.line };
        card(ui.painter(), rect, colors.card, edge);
        let ink = if file.exists { colors.text } else { colors.faint };
        let name = fitted(ui.painter(), &file.path, theme::mono(12.5), ink, left_width - 160.0);
        ui.painter().galley(pos2(rect.left() + 16.0, rect.center().y - name.size().y / 2.0), name, ink);
        if !file.exists {
            let at = rect.right_center() - vec2(16.0, 0.0);
            ui.painter().text(
                at,
                Align2::RIGHT_CENTER,
                desk.t("recent-gone"),
                theme::body(12.0),
                colors.faint,
            );
        }
        if response.clicked() && file.exists {
            desk.send(Command::OpenFile(file.path.clone()));
        }
    }
    let zone = Rect::from_min_max(pos2(top.x + left_width + 24.0, whole.top()), whole.max);
    drop_zone(ui, desk, zone);
}

fn drop_zone(ui: &Ui, desk: &mut Desk, zone: Rect) {
    let colors = desk.colors();
    let is_over = ui.input(|input| !input.raw.hovered_files.is_empty());
    let response = ui.interact(zone, ui.scope_id().with("drop"), Sense::click());
    let name = desk.t("open-file");
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    let lit = is_over || response.hovered() || response.has_focus();
    let accent = if lit { colors.leader } else { colors.faint };
    dashed(ui.painter(), zone, Stroke::new(1.3, accent), 6.0);
    let room = zone.width() - 24.0;
    for (key, dy, size, ink) in [
        ("drop-here", -10.0, 13.5, colors.weak),
        ("drop-or-open", 12.0, 12.5, if lit { colors.leader } else { colors.faint }),
    ] {
        let galley = fitted(ui.painter(), &desk.t(key), theme::body(size), ink, room);
        let at = zone.center() + vec2(-galley.size().x / 2.0, dy - galley.size().y / 2.0);
        ui.painter().galley(at, galley, ink);
    }
    if response.clicked() {
        desk.outside.push(Outside::OpenDialog);
    }
}
