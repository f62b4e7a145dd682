//! A log as a tape: one cell an offset, batches side by side, segments apart, the
//! high watermark, the committed offsets of groups, what diverges hatched.

use super::desk::Desk;
use super::exercise;
use super::theme::{self, Colors, mix};
use crate::base::Offset;
use crate::lab::view::{LogView, ReplicaLogView, Role};
use egui::{Align2, Color32, Painter, Rect, Sense, Stroke, Ui, pos2, vec2};

const CELLS: f32 = 20.0;
const BELOW: f32 = 15.0;
const ABOVE: f32 = 8.0;
/// The narrowest cell one can still tell from its neighbour.
const NARROWEST: f32 = 5.0;

/// The offsets that are shown, the same for every replica of the partition.
struct Window {
    from: i64,
    to: i64,
    cell: f32,
    left: f32,
}

impl Window {
    /// The last offsets of the longest log, as many as fit.
    fn of(log: &LogView, rect: Rect) -> Self {
        let end = log.replicas.iter().map(|replica| replica.log_end.0).max().unwrap_or(0);
        let start = log.replicas.iter().map(|replica| replica.log_start.0).min().unwrap_or(0);
        let most = (rect.width() / NARROWEST) as i64;
        let shown = (end - start + 2).clamp(12, most.max(12));
        let to = (end + 2).max(start + shown);
        Self { from: to - shown, to, cell: rect.width() / shown as f32, left: rect.left() }
    }

    fn x(&self, offset: i64) -> f32 {
        self.left + (offset - self.from) as f32 * self.cell
    }
}

/// Draws a replica's tape; the offset that was clicked, or reached by arrow keys, if any.
pub(crate) fn show(ui: &mut Ui, desk: &Desk, log: &LogView, replica: &ReplicaLogView) -> Option<Offset> {
    let colors = desk.colors();
    let size = vec2(ui.available_width(), ABOVE + CELLS + BELOW);
    let (whole, _) = ui.allocate_exact_size(size, Sense::hover());
    let rect = Rect::from_min_size(whole.min + vec2(0.0, ABOVE), vec2(whole.width(), CELLS));
    let response = ui.interact(rect, ui.scope_id().with(("tape", replica.broker)), Sense::click());
    let name = crate::t!(
        desk.lang(),
        "tape-name",
        broker = i64::from(replica.broker.0),
        start = replica.log_start.0,
        committed = replica.high_watermark.0,
        end = replica.log_end.0,
    );
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Slider, true, &name));
    let window = Window::of(log, rect);
    let painter = ui.painter_at(whole.expand(2.0));
    cells(&painter, &colors, &window, rect, replica);
    hatch(&painter, &colors, &window, rect, replica);
    lines(&painter, &colors, &window, rect, replica);
    committed(&painter, &colors, &window, rect, log);
    ruler(&painter, &colors, &window, rect, replica.high_watermark);
    let inspected = desk.view.record.as_ref().filter(|it| it.broker == replica.broker);
    if let Some(record) = inspected {
        frame(&painter, &window, rect, record.offset.0, Stroke::new(1.8, colors.text));
    }
    let may_pick_end = exercise::wanted(desk) == exercise::Wanted::Offset;
    let inspected = inspected.map(|it| it.offset.0);
    pick(ui, &response, &painter, &colors, &window, rect, replica, inspected, may_pick_end)
}

/// The offset under the pointer or after an arrow key.
#[allow(clippy::too_many_arguments, reason = "one call site; a struct would only rename them")]
fn pick(
    ui: &Ui,
    response: &egui::Response,
    painter: &Painter,
    colors: &Colors,
    window: &Window,
    rect: Rect,
    replica: &ReplicaLogView,
    inspected: Option<i64>,
    may_pick_end: bool,
) -> Option<Offset> {
    // The log end is a place too (where a group may stand), but holds no record.
    let last = replica.log_end.0 - i64::from(!may_pick_end);
    let first = replica.log_start.0.max(window.from);
    if last < first {
        return None;
    }
    if response.has_focus() {
        let step = ui.input(|input| {
            i64::from(input.key_pressed(egui::Key::ArrowRight))
                - i64::from(input.key_pressed(egui::Key::ArrowLeft))
        });
        if step != 0 {
            return Some(Offset((inspected.unwrap_or(last + 1) + step).clamp(first, last)));
        }
    }
    let pointer = response.hover_pos()?;
    let offset = window.from + ((pointer.x - window.left) / window.cell) as i64;
    if !(first..=last).contains(&offset) {
        return None;
    }
    frame(painter, window, rect, offset, Stroke::new(1.2, colors.text));
    let at = pos2(window.x(offset) + window.cell / 2.0, rect.top() - 1.0);
    painter.text(at, Align2::CENTER_BOTTOM, offset.to_string(), theme::mono(9.0), colors.text);
    response.clicked().then_some(Offset(offset))
}

fn frame(painter: &Painter, window: &Window, rect: Rect, offset: i64, stroke: Stroke) {
    let cell =
        Rect::from_min_max(pos2(window.x(offset), rect.top()), pos2(window.x(offset + 1), rect.bottom()));
    painter.rect_stroke(cell.expand(1.0), 1, stroke, egui::StrokeKind::Middle);
}

/// The records: committed strong, appended weak, segments in two shades, batches with a gap between.
fn cells(painter: &Painter, colors: &Colors, window: &Window, rect: Rect, replica: &ReplicaLogView) {
    let accent = match replica.role {
        Role::Offline => mix(colors.fault, colors.weak, 0.35),
        role => colors.role(role, replica.in_sync),
    };
    let empty =
        Rect::from_min_max(pos2(window.x(window.from), rect.top()), pos2(window.x(window.to), rect.bottom()));
    painter.rect_filled(empty, 2, colors.well);
    let (start, end) = (replica.log_start.0.max(window.from), replica.log_end.0);
    for offset in start..end {
        let segment = replica.segments.partition_point(|segment| segment.base_offset.0 <= offset);
        let shade = if segment % 2 == 0 { 0.72 } else { 0.52 };
        let strength = if offset < replica.high_watermark.0 { shade } else { shade * 0.42 };
        let begins = replica.batches.iter().any(|batch| batch.base_offset.0 == offset);
        let gap = if begins { 1.4 } else { 0.5 };
        let cell = Rect::from_min_max(
            pos2(window.x(offset) + gap, rect.top()),
            pos2(window.x(offset + 1) - 0.5, rect.bottom()),
        );
        painter.rect_filled(cell, 1, mix(colors.panel, accent, strength));
    }
    for segment in &replica.segments {
        if segment.base_offset.0 > window.from && segment.base_offset.0 <= end {
            let x = window.x(segment.base_offset.0);
            painter.vline(x, (rect.top() - 3.0)..=(rect.bottom() + 3.0), Stroke::new(1.2, colors.weak));
        }
    }
}

/// What is not the leader's: slanted lines over the cells.
fn hatch(painter: &Painter, colors: &Colors, window: &Window, rect: Rect, replica: &ReplicaLogView) {
    let Some(from) = replica.diverges_at else { return };
    let area = Rect::from_min_max(
        pos2(window.x(from.0.max(window.from)), rect.top()),
        pos2(window.x(replica.log_end.0), rect.bottom()),
    );
    let painter = painter.with_clip_rect(area);
    painter.rect_filled(area, 0, mix(colors.panel, colors.fault, 0.35));
    let mut x = area.left() - area.height();
    while x < area.right() {
        let line = [pos2(x, area.bottom()), pos2(x + area.height(), area.top())];
        painter.line_segment(line, Stroke::new(1.3, colors.fault));
        x += 5.0;
    }
}

/// High watermark, log start and log end.
fn lines(painter: &Painter, colors: &Colors, window: &Window, rect: Rect, replica: &ReplicaLogView) {
    let tall = (rect.top() - 5.0)..=(rect.bottom() + 4.0);
    if replica.log_start.0 > window.from {
        let x = window.x(replica.log_start.0);
        painter.vline(x, tall.clone(), Stroke::new(1.6, colors.in_sync));
    }
    let end = window.x(replica.log_end.0);
    painter.vline(end, rect.y_range(), Stroke::new(1.2, colors.weak));
    let watermark = replica.high_watermark.0;
    if watermark >= window.from {
        let x = window.x(watermark);
        painter.vline(x, tall, Stroke::new(1.8, colors.flight));
        painter.text(pos2(x, rect.bottom() + 3.0), Align2::CENTER_TOP, "HW", theme::bold(9.0), colors.flight);
    }
}

/// Where groups have committed: small triangles under the cells of the leader's tape.
fn committed(painter: &Painter, colors: &Colors, window: &Window, rect: Rect, log: &LogView) {
    for (_, offset) in &log.committed {
        if offset.0 < window.from || offset.0 > window.to {
            continue;
        }
        let x = window.x(offset.0);
        let tip =
            vec![pos2(x, rect.top() + 1.0), pos2(x - 3.5, rect.top() - 5.0), pos2(x + 3.5, rect.top() - 5.0)];
        painter.add(egui::Shape::convex_polygon(tip, colors.group, Stroke::new(1.0, Color32::TRANSPARENT)));
    }
}

/// A few offsets below the tape.
fn ruler(painter: &Painter, colors: &Colors, window: &Window, rect: Rect, watermark: Offset) {
    const STEPS: [i64; 10] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000];
    let step = STEPS.into_iter().find(|step| *step as f32 * window.cell >= 46.0).unwrap_or(1_000);
    let mut offset = (window.from.max(0) + step - 1) / step * step;
    while offset < window.to - 1 {
        let at = pos2(window.x(offset), rect.bottom() + 3.0);
        // The words "HW" have their place first.
        if !(-26.0..12.0).contains(&(at.x - window.x(watermark.0))) {
            painter.text(at, Align2::LEFT_TOP, offset.to_string(), theme::mono(9.0), colors.faint);
        }
        offset += step;
    }
}
