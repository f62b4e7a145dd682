//! The cluster map: cards, edges, messages on their way, and what a pointer or a
//! key does to them.

mod cards;
mod edges;
mod layout;
mod replicas;
mod routes;

pub(crate) use cards::{phase_color, state_color};
pub(crate) use layout::Layout;

use super::desk::Desk;
use super::icons::Icon;
use super::{banner, exercise, menus, theme, verdicts, widgets};
use crate::lab::view::Subject;
use egui::emath::TSTransform;
use egui::{Pos2, Rect, Response, Sense, Ui, Vec2, vec2};
use std::sync::Arc;

/// One drawing of the map: where map units land on the screen, and how near they are.
pub(crate) struct Canvas<'a> {
    pub ui: &'a Ui,
    pub area: Rect,
    pub transform: TSTransform,
    pub layout: Arc<Layout>,
}

impl Canvas<'_> {
    pub fn rect(&self, rect: Rect) -> Rect {
        self.transform * rect
    }

    pub const fn scale(&self) -> f32 {
        self.transform.scaling
    }

    /// The scale as the eye meets it: the window's zoom makes small letters large again.
    fn legibility(&self) -> f32 {
        self.scale() * self.ui.ctx().zoom_factor().max(1.0)
    }

    /// Near enough to read the names of replicas.
    pub fn is_near(&self) -> bool {
        self.legibility() >= 0.58
    }

    /// Near enough to read the names of cards.
    pub fn is_readable(&self) -> bool {
        self.legibility() >= 0.34
    }

    pub fn is_visible(&self, rect: Rect) -> bool {
        self.area.intersects(rect)
    }
}

/// Draws the map in what is left of the window.
pub(crate) fn show(ui: &mut Ui, desk: &mut Desk) {
    let colors = desk.colors();
    let frame = egui::Frame::new().fill(colors.canvas);
    egui::CentralPanel::default().frame(frame).show(ui, |ui| {
        let full = ui.max_rect();
        ui.set_clip_rect(full);
        let taken = banner::show(ui, desk, full);
        let area = Rect::from_min_max(full.min + vec2(0.0, taken), full.max);
        let below = if verdicts::are_known(desk) { 34.0 } else { 0.0 };
        let map = Rect::from_min_max(area.min, area.max - vec2(0.0, below));
        draw(ui, desk, map);
        view_buttons(ui, desk, map);
        verdicts::show(ui, desk, area);
    });
}

fn draw(ui: &Ui, desk: &mut Desk, area: Rect) {
    let view = desk.view.clone();
    let layout = Layout::refresh(desk.memory.layout.take(), &view.cluster, &view.graph, &desk.memory.moved);
    desk.memory.layout = Some(layout.clone());
    let background = background(ui, desk, area);
    let transform = place(ui, desk, area, layout.bounds, &background);
    let canvas = Canvas { ui, area, transform, layout };
    desk.memory.hovered = None;
    edges::lines(&canvas, desk);
    cards::controllers(&canvas, desk);
    cards::clients(&canvas, desk);
    cards::groups(&canvas, desk);
    cards::brokers(&canvas, desk);
    edges::messages(&canvas, desk);
}

/// The empty part: dragging it moves the map, a click selects nothing, a right click acts on the cluster.
fn background(ui: &Ui, desk: &mut Desk, area: Rect) -> Response {
    let response = ui.interact(area, ui.scope_id().with("map"), Sense::click_and_drag());
    let name = desk.t("map-name");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Group, true, &name));
    if response.dragged() {
        desk.memory.map_pan += response.drag_delta();
        desk.memory.map_zoom.get_or_insert(1.0);
    }
    if response.clicked() {
        desk.select(Subject::Cluster);
    }
    menus::on(&response, desk, &Subject::Cluster);
    response
}

/// Fits the map into its area, magnified and moved as the person wants it.
fn place(ui: &Ui, desk: &mut Desk, area: Rect, bounds: Rect, background: &Response) -> TSTransform {
    let room = area.shrink2(vec2(22.0, 18.0));
    let fit = (room.width() / bounds.width()).min(room.height() / bounds.height()).clamp(0.05, 1.2);
    if ui.rect_contains_pointer(area) && background.enabled() {
        let (zoom, pointer) = ui.input(|input| (input.zoom_delta(), input.pointer.hover_pos()));
        if let Some(pointer) = pointer
            && (zoom - 1.0).abs() > 0.001
        {
            zoom_about(desk, area, zoom, pointer);
        }
    }
    let scale = fit * desk.memory.map_zoom.unwrap_or(1.0);
    let center =
        area.center() + if desk.memory.map_zoom.is_some() { desk.memory.map_pan } else { Vec2::ZERO };
    TSTransform::new(center.to_vec2() - bounds.center().to_vec2() * scale, scale)
}

/// Magnifies so that what is under `pointer` stays there.
fn zoom_about(desk: &mut Desk, area: Rect, by: f32, pointer: Pos2) {
    let old = desk.memory.map_zoom.unwrap_or(1.0);
    let new = (old * by).clamp(0.5, 8.0);
    let pan = if desk.memory.map_zoom.is_some() { desk.memory.map_pan } else { Vec2::ZERO };
    let from_center = pointer - area.center() - pan;
    desk.memory.map_pan = pan + from_center * (1.0 - new / old);
    desk.memory.map_zoom = Some(new);
}

/// Nearer, farther, all of it.
fn view_buttons(ui: &mut Ui, desk: &mut Desk, area: Rect) {
    let colors = desk.colors();
    let size = vec2(26.0, 24.0);
    // The upper right is the one corner where no column begins.
    let corner = area.right_top() + vec2(-98.0, 8.0);
    let strip = Rect::from_min_size(corner, vec2(94.0, 26.0));
    ui.scope_builder(egui::UiBuilder::new().max_rect(strip), |ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        ui.horizontal(|ui| {
            for (icon, key, by) in
                [(Icon::Minus, "map-farther", 1.0 / 1.25), (Icon::Plus, "map-nearer", 1.25)]
            {
                if widgets::icon_button(ui, &colors, icon, &desk.t(key), true, false, size).clicked() {
                    zoom_about(desk, area, by, area.center());
                }
            }
            let is_free = desk.memory.map_zoom.is_some();
            if widgets::icon_button(ui, &colors, Icon::Fit, &desk.t("map-fit"), is_free, false, size)
                .clicked()
            {
                desk.memory.map_zoom = None;
                desk.memory.map_pan = Vec2::ZERO;
            }
        });
    });
}

/// What every card does when pointed at, clicked, dragged or right-clicked.
fn handle(canvas: &Canvas<'_>, desk: &mut Desk, response: &Response, subject: &Subject, can_move: bool) {
    if response.hovered() {
        desk.memory.hovered = Some(subject.clone());
    }
    if response.clicked() {
        click(desk, subject);
    }
    if can_move && response.dragged() && response.drag_delta() != Vec2::ZERO {
        *desk.memory.moved.entry(subject.clone()).or_default() += response.drag_delta() / canvas.scale();
    }
    menus::on(response, desk, subject);
}

/// A click selects; where the open question is answered on the map, it answers too.
fn click(desk: &mut Desk, subject: &Subject) {
    let is_answer = match subject {
        Subject::Broker(id) => exercise::click_broker(desk, *id),
        Subject::Partition(partition) => {
            let name = desk.view.cluster.partition_name(*partition);
            exercise::click_partition(desk, &name)
        }
        _ => false,
    };
    if is_answer {
        desk.select_quietly(subject.clone());
    } else {
        desk.select(subject.clone());
    }
}

/// A font of `size` map units.
fn font(canvas: &Canvas<'_>, size: f32, heavy: bool) -> egui::FontId {
    // Steps of a quarter point keep the glyph atlas small while zooming.
    let least = 6.0 / canvas.ui.ctx().zoom_factor().max(1.0);
    let size = ((size * canvas.scale()).clamp(least, 40.0) * 4.0).round() / 4.0;
    if heavy { theme::bold(size) } else { theme::body(size) }
}
