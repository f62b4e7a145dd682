//! Small painted parts that the whole window uses: text that fits, buttons,
//! pills, bars, dashed frames. Each thing one can use has an accessible name.

use super::icons::Icon;
use super::theme::{self, BUTTON_RADIUS, CARD_RADIUS, Colors, mix};
use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{
    Align2, Color32, FontId, Galley, Painter, Pos2, Rect, Response, Role, Sense, Shape, Stroke, StrokeKind,
    Ui, Vec2, WidgetInfo, pos2, vec2,
};
use std::sync::Arc;

/// Writes one line of text at most `width` wide; what does not fit ends in `…`.
pub(crate) fn line(
    painter: &Painter,
    at: Pos2,
    align: Align2,
    text: &str,
    font: FontId,
    color: Color32,
    width: f32,
) -> Rect {
    let galley = fitted(painter, text, font, color, width);
    let rect = align.anchor_size(at, galley.size());
    painter.galley(rect.min, galley, color);
    rect
}

/// One line of text at most `width` wide.
pub(crate) fn fitted(painter: &Painter, text: &str, font: FontId, color: Color32, width: f32) -> Arc<Galley> {
    layout(painter, text, font, color, width, 1)
}

/// Text in at most `rows` lines of `width`.
pub(crate) fn layout(
    painter: &Painter,
    text: &str,
    font: FontId,
    color: Color32,
    width: f32,
    rows: usize,
) -> Arc<Galley> {
    let mut job = LayoutJob::single_section(text.to_owned(), TextFormat::simple(font, color));
    job.wrap = TextWrapping {
        max_width: width.max(1.0),
        max_rows: rows,
        break_anywhere: rows == 1,
        ..TextWrapping::default()
    };
    painter.layout_job(job)
}

/// A card: fill and border.
pub(crate) fn card(painter: &Painter, rect: Rect, fill: Color32, border: Color32) {
    painter.rect(rect, CARD_RADIUS, fill, Stroke::new(1.0, border), StrokeKind::Inside);
}

/// A dashed frame with square corners cut in.
pub(crate) fn dashed(painter: &Painter, rect: Rect, stroke: Stroke, dash: f32) {
    let r = rect.shrink(stroke.width / 2.0);
    let corners = [r.left_top(), r.right_top(), r.right_bottom(), r.left_bottom(), r.left_top()];
    painter.extend(Shape::dashed_line(&corners, stroke, dash, dash * 0.75));
}

/// A bar in a trough: `filled` of `whole` in one colour, the rest of `whole` up to `total` in another.
pub(crate) fn bar(painter: &Painter, rect: Rect, parts: &[(f32, Color32)], trough: Color32) {
    painter.rect_filled(rect, 1, trough);
    let mut left = rect.left();
    for &(share, color) in parts {
        let right = (left + share.clamp(0.0, 1.0) * rect.width()).min(rect.right());
        if right > left {
            let part = Rect::from_min_max(pos2(left, rect.top()), pos2(right, rect.bottom()));
            painter.rect_filled(part, 1, color);
        }
        left = right;
    }
}

/// A button of one icon.
pub(crate) fn icon_button(
    ui: &mut Ui,
    colors: &Colors,
    icon: Icon,
    name: &str,
    enabled: bool,
    primary: bool,
    size: Vec2,
) -> Response {
    let sense = if enabled { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(size, sense);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, name));
    if ui.is_rect_visible(rect) {
        let base = if primary && enabled { colors.leader } else { colors.raised };
        let fill = match (enabled, response.is_pointer_button_down_on(), response.hovered()) {
            (true, true, _) => mix(base, colors.text, 0.2),
            (true, _, true) => mix(base, colors.text, 0.1),
            _ => base,
        };
        let ink = match (enabled, primary) {
            (false, _) => mix(colors.raised, colors.faint, 0.6),
            (true, true) => colors.on_accent,
            (true, false) => colors.text,
        };
        let edge = if response.has_focus() { colors.leader } else { colors.line };
        ui.painter().rect(rect, BUTTON_RADIUS, fill, Stroke::new(1.0, edge), StrokeKind::Inside);
        icon.paint(ui.painter(), rect, (size.y * 0.42).min(14.0), ink);
    }
    response.on_hover_text(name)
}

/// A button without a frame: a few words that light up.
pub(crate) fn text_button(
    ui: &mut Ui,
    colors: &Colors,
    text: &str,
    selected: bool,
    accent: Color32,
) -> Response {
    let font = theme::body(13.0);
    let galley = ui.painter().layout_no_wrap(text.to_owned(), font, colors.text);
    let (rect, response) = ui.allocate_exact_size(galley.size() + vec2(16.0, 10.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, selected, text));
    let fill = match (selected, response.hovered()) {
        (true, _) => colors.raised,
        (false, true) => mix(colors.panel, colors.raised, 0.6),
        (false, false) => Color32::TRANSPARENT,
    };
    ui.painter().rect_filled(rect, rect.height() / 2.0, fill);
    if response.has_focus() {
        let ring = Stroke::new(1.0, colors.leader);
        ui.painter().rect_stroke(rect, rect.height() / 2.0, ring, StrokeKind::Inside);
    }
    let ink = if selected || response.hovered() { accent } else { colors.weak };
    ui.painter().galley_with_override_text_color(rect.center() - galley.size() / 2.0, galley, ink);
    response
}

/// A tab: a few words, underlined when chosen.
pub(crate) fn tab(ui: &mut Ui, colors: &Colors, text: &str, selected: bool) -> Response {
    let font = if selected { theme::bold(12.5) } else { theme::body(12.5) };
    let galley = ui.painter().layout_no_wrap(text.to_owned(), font, colors.text);
    let (rect, response) = ui.allocate_exact_size(galley.size() + vec2(12.0, 10.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, selected, text));
    let ink = if selected || response.hovered() || response.has_focus() { colors.text } else { colors.weak };
    ui.painter().galley_with_override_text_color(rect.center() - galley.size() / 2.0, galley, ink);
    if selected {
        ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(2.0, colors.leader));
    }
    response
}

/// A small heading in capitals.
pub(crate) fn heading(ui: &mut Ui, colors: &Colors, text: &str) {
    ui.add_space(6.0);
    ui.label(egui::RichText::new(text.to_uppercase()).font(theme::bold(10.5)).color(colors.faint));
}

/// One line of a fact sheet: a name and a value at the right end.
pub(crate) fn fact(ui: &mut Ui, colors: &Colors, name: &str, value: &str, ink: Color32) {
    let width = ui.available_width();
    let (rect, response) = ui.allocate_exact_size(vec2(width, 19.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{name}: {value}")));
    let painter = ui.painter();
    let galley = fitted(painter, value, theme::mono(12.0), ink, width * 0.64);
    let right = rect.right() - galley.size().x;
    painter.galley(pos2(right, rect.center().y - galley.size().y / 2.0), galley, ink);
    let room = right - rect.left() - 8.0;
    line(painter, rect.left_center(), Align2::LEFT_CENTER, name, theme::body(12.5), colors.weak, room);
}

/// A thing of the map or of a tape: it can be pointed at, clicked, focused, and has a name.
pub(crate) fn thing(
    ui: &Ui,
    rect: Rect,
    id: egui::Id,
    sense: Sense,
    selected: bool,
    name: impl Fn() -> String,
) -> Response {
    let response = ui.interact(rect, id, sense);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, selected, name()));
    response
}
