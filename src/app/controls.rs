//! The larger controls of an exercise: the one primary button, choices as rows
//! one can hit from far, notes in a frame, text fields with a name.

use super::icons::Icon;
use super::theme::{self, BUTTON_RADIUS, CARD_RADIUS, Colors, mix};
use super::widgets::layout;
use egui::{
    Color32, Frame, Margin, Rect, Response, RichText, Role, Sense, Stroke, StrokeKind, TextEdit, Ui,
    WidgetInfo, pos2, vec2,
};

/// The button of the one thing to do next.
pub(crate) fn primary(ui: &mut Ui, colors: &Colors, text: &str, enabled: bool) -> Response {
    let font = theme::bold(14.0);
    let galley = ui.painter().layout_no_wrap(text.to_owned(), font, colors.text);
    let size = vec2(galley.size().x + 30.0, 36.0);
    let sense = if enabled { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(size, sense);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, text));
    let fill = match (enabled, response.is_pointer_button_down_on(), response.hovered()) {
        (false, ..) => mix(colors.panel, colors.leader, 0.16),
        (true, true, _) => mix(colors.leader, colors.text, 0.25),
        (true, _, true) => mix(colors.leader, colors.text, 0.12),
        _ => colors.leader,
    };
    let ink = if enabled { colors.on_accent } else { colors.faint };
    ui.painter().rect_filled(rect, BUTTON_RADIUS, fill);
    focus_ring(ui, colors, &response, rect);
    ui.painter().galley_with_override_text_color(rect.center() - galley.size() / 2.0, galley, ink);
    response
}

fn focus_ring(ui: &Ui, colors: &Colors, response: &Response, rect: Rect) {
    if response.has_focus() {
        let ring = Stroke::new(2.0, colors.text);
        ui.painter().rect_stroke(rect.expand(2.5), BUTTON_RADIUS + 2, ring, StrokeKind::Inside);
    }
}

/// A button beside the primary one.
pub(crate) fn secondary(ui: &mut Ui, text: &str, enabled: bool) -> Response {
    let text = RichText::new(text).font(theme::body(13.5));
    ui.add_enabled(enabled, egui::Button::new(text).min_size(vec2(0.0, 32.0)))
}

/// What stands before the words of a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// One of several.
    Radio,
    /// Any of several.
    Check,
    /// Several in an order: the place of this one, from 1.
    Place(Option<usize>),
}

/// A choice as a row as wide as the card.
pub(crate) fn choice(ui: &mut Ui, colors: &Colors, text: &str, is_on: bool, mark: Mark) -> Response {
    let width = ui.available_width();
    let galley = layout(ui.painter(), text, theme::body(14.0), colors.text, width - 52.0, 6);
    let size = vec2(width, (galley.size().y + 14.0).max(34.0));
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let role = if mark == Mark::Radio { Role::RadioButton } else { Role::CheckBox };
    response.widget_info(|| WidgetInfo::selected(role, true, is_on, text));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let painter = ui.painter();
    let lit = response.hovered() || response.has_focus();
    let fill = if is_on { colors.tint(colors.leader, 0.16) } else { colors.card };
    let edge = match (is_on, lit) {
        (true, _) => colors.leader,
        (false, true) => mix(colors.line, colors.leader, 0.7),
        (false, false) => colors.line,
    };
    let stroke = Stroke::new(if is_on { 1.8 } else { 1.0 }, edge);
    painter.rect(rect, BUTTON_RADIUS, fill, stroke, StrokeKind::Inside);
    focus_ring(ui, colors, &response, rect);
    let center = pos2(rect.left() + 20.0, rect.center().y);
    paint_mark(painter, colors, center, is_on, mark);
    let at = pos2(rect.left() + 38.0, rect.center().y - galley.size().y / 2.0);
    painter.galley(at, galley, colors.text);
    response
}

fn paint_mark(painter: &egui::Painter, colors: &Colors, center: egui::Pos2, is_on: bool, mark: Mark) {
    let ink = if is_on { colors.leader } else { colors.faint };
    let stroke = Stroke::new(1.5, ink);
    match mark {
        Mark::Radio => {
            painter.circle_stroke(center, 7.0, stroke);
            if is_on {
                painter.circle_filled(center, 3.8, ink);
            }
        }
        Mark::Check => {
            let square = Rect::from_center_size(center, vec2(14.0, 14.0));
            painter.rect_stroke(square, 3, stroke, StrokeKind::Inside);
            if is_on {
                Icon::Check.paint(painter, square, 11.0, ink);
            }
        }
        Mark::Place(place) => {
            painter.circle(center, 9.0, if is_on { ink } else { Color32::TRANSPARENT }, stroke);
            if let Some(place) = place {
                let font = theme::bold(11.0);
                painter.text(center, egui::Align2::CENTER_CENTER, place, font, colors.on_accent);
            }
        }
    }
}

/// A frame with a heading in its accent and a body below.
pub(crate) fn note<R>(
    ui: &mut Ui,
    colors: &Colors,
    accent: Color32,
    title: &str,
    body: impl FnOnce(&mut Ui) -> R,
) -> R {
    let frame = Frame::new()
        .fill(mix(colors.panel, accent, 0.08))
        .stroke(Stroke::new(1.0, colors.muted(accent)))
        .corner_radius(CARD_RADIUS)
        .inner_margin(Margin::symmetric(11, 8));
    let shown = frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 4.0;
        if !title.is_empty() {
            ui.label(RichText::new(title).font(theme::bold(13.0)).color(accent));
        }
        body(ui)
    });
    shown.inner
}

/// A paragraph to read.
pub(crate) fn paragraph(ui: &mut Ui, text: &str, size: f32, ink: Color32) {
    ui.add(egui::Label::new(RichText::new(text).font(theme::body(size)).color(ink)).wrap());
}

/// A text field of one line, with a name for those who hear the screen.
pub(crate) fn field(ui: &mut Ui, text: &mut String, name: &str, hint: &str, width: f32) -> Response {
    let edit = TextEdit::singleline(text).hint_text(hint).desired_width(width).font(theme::body(15.0));
    let response = ui.add(edit.margin(Margin::symmetric(9, 6)).char_limit(400));
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, name));
    response
}

/// A text field of several lines.
pub(crate) fn pages(ui: &mut Ui, text: &mut String, name: &str, rows: usize) -> Response {
    let edit = TextEdit::multiline(text).desired_rows(rows).desired_width(f32::INFINITY);
    let response = ui.add(edit.font(theme::body(14.0)).char_limit(4_000).margin(Margin::symmetric(9, 6)));
    response.widget_info(|| WidgetInfo::labeled(Role::MultilineTextInput, true, name));
    response
}
