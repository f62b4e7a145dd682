//! The ruler and its lanes: faults, leaders, in-sync sets, groups, retention;
//! the marks of the scenario; the branches. Click or drag moves the cursor.

use super::desk::Desk;
use super::theme::{self, Colors, mix};
use super::widgets::{fitted, line};
use crate::base::Instant;
use crate::lab::Command;
use crate::lab::view::{Lane, LaneMark, Subject, Tone};
use egui::{Align2, Color32, Painter, Rect, Response, Sense, Shape, Stroke, Ui, pos2, vec2};

const RULER: f32 = 16.0;
const NAMES: f32 = 104.0;

/// The height of ruler, lanes and branches.
pub(crate) fn height(desk: &Desk, window_height: f32) -> f32 {
    RULER + Lane::ALL.len() as f32 * row(desk, window_height) + branch_rows(desk) as f32 * 14.0 + 16.0
}

/// The height of a lane: none at all where zoom leaves no room for lanes, or nobody asked for them.
fn row(desk: &Desk, window_height: f32) -> f32 {
    if window_height < 480.0 || !desk.are_lanes_open() {
        0.0
    } else if window_height < 700.0 {
        14.0
    } else {
        17.0
    }
}

/// Rows of branches: none while there is only one.
fn branch_rows(desk: &Desk) -> usize {
    if desk.view.locks.future {
        return 0;
    }
    match desk.view.branches.len() {
        0 | 1 => 0,
        count => (count - 1).min(3),
    }
}

/// The part of time that is shown, and where.
struct Scale {
    from: f64,
    to: f64,
    area: Rect,
}

impl Scale {
    fn x(&self, at: Instant) -> f32 {
        let share = (at.0 as f64 - self.from) / (self.to - self.from);
        self.area.left() + (share * f64::from(self.area.width())) as f32
    }

    fn at(&self, x: f32) -> Instant {
        let share = f64::from((x - self.area.left()) / self.area.width());
        Instant((self.from + share * (self.to - self.from)).max(0.0) as u64)
    }

    fn holds(&self, x: f32) -> bool {
        x >= self.area.left() - 1.0 && x <= self.area.right() + 1.0
    }
}

/// Draws the ruler and all below it.
pub(crate) fn show(ui: &mut Ui, desk: &mut Desk, window_height: f32) {
    let colors = desk.colors();
    let (whole, _) =
        ui.allocate_exact_size(vec2(ui.available_width(), height(desk, window_height)), Sense::hover());
    let area = Rect::from_min_max(
        pos2(whole.left() + NAMES, whole.top()),
        pos2(whole.right() - 10.0, whole.bottom()),
    );
    let response = ui.interact(area, ui.scope_id().with("timeline"), Sense::click_and_drag());
    let now = desk.view.run.now;
    let name = desk.t("timeline-name");
    response.widget_info(|| egui::WidgetInfo::slider(true, now.0 as f64 / 1e6, &name));
    let all = desk.view.run.end.max(desk.view.run.head).0.max(1_000_000) as f64 * 1.01;
    magnify(ui, desk, &response, area, all);
    let (from, to) = desk.memory.timeline_window.unwrap_or((0.0, all));
    let scale = Scale { from, to, area };
    ruler(ui.painter(), &colors, &scale, whole);
    let bottom = area.top() + RULER + Lane::ALL.len() as f32 * row(desk, window_height);
    let shown = if row(desk, window_height) > 0.0 { Lane::ALL.as_slice() } else { &[] };
    for (index, lane) in shown.iter().copied().enumerate() {
        let y = area.top() + RULER + (index as f32 + 0.5) * row(desk, window_height);
        lane_row(ui, desk, &colors, &scale, lane, index, y, whole);
    }
    if !desk.view.locks.future {
        branch_lines(ui.painter(), desk, &colors, &scale, bottom);
    }
    cursor(ui.painter(), desk, &colors, &scale, bottom);
    marks(ui, desk, &colors, &scale, bottom);
    if (response.dragged_by(egui::PointerButton::Primary) || response.clicked())
        && let Some(pointer) = response.interact_pointer_pos()
    {
        desk.send(Command::SeekTo(scale.at(pointer.x.clamp(area.left(), area.right()))));
    }
    if response.double_clicked() {
        desk.memory.timeline_window = None;
    }
}

/// Ctrl and wheel magnify about the pointer; the wheel alone moves.
fn magnify(ui: &Ui, desk: &mut Desk, response: &Response, area: Rect, all: f64) {
    if !response.hovered() {
        return;
    }
    let (zoom, scroll, pointer) =
        ui.input(|input| (input.zoom_delta(), input.smooth_scroll_delta(), input.pointer.hover_pos()));
    let Some(pointer) = pointer else { return };
    let (from, to) = desk.memory.timeline_window.unwrap_or((0.0, all));
    let width = to - from;
    if (zoom - 1.0).abs() > 0.001 {
        let share = f64::from((pointer.x - area.left()) / area.width());
        let new = (width / f64::from(zoom)).clamp(1_000.0, all);
        let start = (from + share * (width - new)).clamp(0.0, all - new);
        desk.memory.timeline_window = (new < all * 0.999).then_some((start, start + new));
    } else if desk.memory.timeline_window.is_some() && scroll != egui::Vec2::ZERO {
        let by = f64::from(-(scroll.x + scroll.y) / area.width()) * width;
        let start = (from + by).clamp(0.0, (all - width).max(0.0));
        desk.memory.timeline_window = Some((start, start + width));
    }
}

/// Ticks about a hundred points apart.
fn ruler(painter: &Painter, colors: &Colors, scale: &Scale, whole: Rect) {
    const STEPS: [f64; 15] =
        [1e3, 5e3, 2e4, 1e5, 5e5, 1e6, 2e6, 5e6, 1e7, 3e7, 6e7, 3e8, 6e8, 3.6e9, 8.64e10];
    let per_point = (scale.to - scale.from) / f64::from(scale.area.width());
    let step = STEPS.into_iter().find(|step| step / per_point >= 92.0).unwrap_or(8.64e10);
    let mut at = (scale.from / step).ceil() * step;
    while at <= scale.to {
        let x = scale.x(Instant(at as u64));
        painter.vline(x, whole.y_range(), Stroke::new(1.0, mix(colors.panel, colors.line, 0.6)));
        let text = tick(Instant(at as u64), step);
        if x + 40.0 < whole.right() {
            painter.text(pos2(x + 4.0, whole.top()), Align2::LEFT_TOP, text, theme::mono(10.0), colors.faint);
        }
        at += step;
    }
}

/// `0:05`, with milliseconds only when ticks are closer than a second.
fn tick(at: Instant, step_us: f64) -> String {
    let text = at.to_string();
    if step_us >= 1e6 { text.split('.').next().unwrap_or_default().to_owned() } else { text }
}

/// One lane: its name, how far time went, and its marks.
#[allow(clippy::too_many_arguments, reason = "one call site; a struct would only rename them")]
fn lane_row(
    ui: &Ui,
    desk: &mut Desk,
    colors: &Colors,
    scale: &Scale,
    lane: Lane,
    index: usize,
    y: f32,
    whole: Rect,
) {
    let painter = ui.painter();
    let key = match lane {
        Lane::Faults => "lane-faults",
        Lane::Leaders => "lane-leaders",
        Lane::InSync => "lane-in-sync",
        Lane::Groups => "lane-groups",
        Lane::Retention => "lane-retention",
    };
    let at = pos2(scale.area.left() - 12.0, y);
    line(painter, at, Align2::RIGHT_CENTER, &desk.t(key), theme::body(11.0), colors.weak, NAMES - 14.0);
    let known = if desk.view.locks.future { desk.view.run.now } else { desk.view.run.head };
    let (left, right) = (scale.x(Instant::START).max(scale.area.left()), scale.x(known));
    let right = right.min(scale.area.right());
    if right > left {
        painter.hline(left..=right, y, Stroke::new(2.5, mix(colors.panel, colors.line, 0.8)));
    }
    let view = desk.view.clone();
    let marks = &view.lanes[index];
    let first = marks.partition_point(|mark| mark.until.unwrap_or(mark.at).0 < scale.from as u64);
    let mut free = f32::NEG_INFINITY;
    let mut last = f32::NEG_INFINITY;
    for mark in marks.iter_from(first) {
        let x = scale.x(mark.at);
        if x > scale.area.right() || (view.locks.future && mark.at > view.run.now) {
            break;
        }
        // Marks closer than two points would only paint over each other.
        if x - last < 2.0 && mark.until.is_none() {
            continue;
        }
        last = x;
        let ink = mark_color(colors, mark, desk.view.run.now);
        let until = mark.until.filter(|until| !view.locks.future || *until <= view.run.now);
        draw_mark(painter, scale, mark, until, x, y, ink);
        hover_mark(ui, desk, mark, x, y);
        let end = until.map_or(x, |until| scale.x(until).min(scale.area.right()));
        let start = (end + 4.0).max(x + 8.0);
        let room = (x + next_mark_room(marks, mark, scale)).min(whole.right()) - start;
        if start >= free && room > 20.0 {
            let galley =
                fitted(painter, mark.label.get(desk.lang()), theme::body(10.0), ink, (room - 6.0).min(170.0));
            free = start + galley.size().x + 6.0;
            let corner = pos2(start, y - galley.size().y / 2.0);
            let back = Rect::from_min_size(corner, galley.size()).expand2(vec2(1.0, -2.0));
            painter.rect_filled(back, 2, colors.panel);
            painter.galley(corner, galley, ink);
        }
    }
}

/// Marks after now keep their shape and lose their strength.
fn mark_color(colors: &Colors, mark: &LaneMark, now: Instant) -> Color32 {
    let tone = if mark.tone == Tone::Plain { colors.weak } else { colors.tone(mark.tone) };
    if mark.at > now { mix(colors.panel, tone, 0.4) } else { tone }
}

fn next_mark_room(marks: &crate::base::GrowList<LaneMark>, mark: &LaneMark, scale: &Scale) -> f32 {
    let index = marks.partition_point(|other| other.at <= mark.at);
    let next = marks.get(index).map_or(scale.area.right() + 40.0, |other| scale.x(other.at));
    next - scale.x(mark.at)
}

fn draw_mark(
    painter: &Painter,
    scale: &Scale,
    mark: &LaneMark,
    until: Option<Instant>,
    x: f32,
    y: f32,
    ink: Color32,
) {
    if let Some(until) = until {
        let right = scale.x(until).clamp(x + 2.0, scale.area.right());
        let span = Rect::from_min_max(pos2(x.max(scale.area.left()), y - 3.0), pos2(right, y + 3.0));
        painter.rect_filled(span, 2, ink.gamma_multiply(0.55));
    }
    if !scale.holds(x) {
        return;
    }
    if mark.tone == Tone::Fault {
        // A diamond, so that a fault is not told by its colour alone.
        let points = vec![pos2(x, y - 4.8), pos2(x + 4.8, y), pos2(x, y + 4.8), pos2(x - 4.8, y)];
        painter.add(Shape::convex_polygon(points, ink, Stroke::NONE));
    } else {
        painter.circle_filled(pos2(x, y), 3.6, ink);
    }
}

/// Pointing at a mark tells its sentence; a click goes there.
fn hover_mark(ui: &Ui, desk: &mut Desk, mark: &LaneMark, x: f32, y: f32) {
    let spot = Rect::from_center_size(pos2(x, y), vec2(12.0, 12.0));
    let near = ui.input(|input| input.pointer.hover_pos()).is_some_and(|pointer| spot.contains(pointer));
    if !near {
        return;
    }
    let response = ui.interact(spot, ui.scope_id().with(("mark", mark.event)), Sense::click());
    let lang = desk.lang();
    let sentence = desk.view.events.get(mark.event).map(|event| event.sentence.get(lang).to_owned());
    let text = sentence.unwrap_or_else(|| mark.label.get(lang).to_owned());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &text));
    if response.clicked() {
        desk.send(Command::SeekToEvent(mark.event));
        desk.select(Subject::Event(mark.event));
    }
    response.on_hover_text(format!("{} · {text}", mark.at));
}

/// The named moments of the scenario: small flags one can click.
fn marks(ui: &Ui, desk: &mut Desk, colors: &Colors, scale: &Scale, bottom: f32) {
    let Some(scenario) = desk.view.scenario.clone() else { return };
    let y = bottom + 8.0 + branch_rows(desk) as f32 * 14.0;
    for (index, mark) in scenario.marks.iter().filter(|mark| !mark.name.is_empty()).enumerate() {
        let x = scale.x(mark.at);
        if !scale.holds(x) || (desk.view.locks.future && mark.at > desk.view.run.now) {
            continue;
        }
        let rect = Rect::from_center_size(pos2(x, y), vec2(14.0, 13.0));
        let response = ui.interact(rect, ui.scope_id().with(("flag", index)), Sense::click());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &*mark.name));
        let fill = if response.hovered() { colors.leader } else { colors.tint(colors.leader, 0.3) };
        ui.painter().rect(rect, 3, fill, Stroke::new(1.0, colors.leader), egui::StrokeKind::Inside);
        let ink = if response.hovered() { colors.on_accent } else { colors.leader };
        let number = (index + 1).to_string();
        ui.painter().text(rect.center(), Align2::CENTER_CENTER, number, theme::bold(9.0), ink);
        if response.clicked() {
            desk.send(Command::ToMark(mark.name.clone()));
        }
        response.on_hover_text(format!("{} · {}", mark.at, mark.name));
    }
}

/// Branches other than the one looked at: dashed lines from where they left.
fn branch_lines(painter: &Painter, desk: &Desk, colors: &Colors, scale: &Scale, bottom: f32) {
    let others = desk.view.branches.iter().filter(|branch| branch.id != desk.view.run.branch);
    for (index, branch) in others.take(3).enumerate() {
        let y = bottom + 5.0 + index as f32 * 14.0;
        let left = branch.parent.map_or(Instant::START, |(_, at)| at);
        let (left, right) =
            (scale.x(left).max(scale.area.left()), scale.x(branch.head).min(scale.area.right()));
        if right <= left {
            continue;
        }
        let stroke = Stroke::new(1.5, colors.group);
        painter.extend(Shape::dashed_line(&[pos2(left, y), pos2(right, y)], stroke, 5.0, 3.0));
        painter.circle_filled(pos2(left, y), 3.0, colors.group);
        let name = branch.name.get(desk.lang());
        let room = (scale.area.right() - right - 8.0).max(0.0);
        if room > 40.0 {
            let at = pos2(right + 6.0, y);
            line(painter, at, Align2::LEFT_CENTER, name, theme::body(10.0), colors.group, room);
        }
    }
}

/// Now.
fn cursor(painter: &Painter, desk: &Desk, colors: &Colors, scale: &Scale, bottom: f32) {
    let x = scale.x(desk.view.run.now);
    if !scale.holds(x) {
        return;
    }
    let top = scale.area.top();
    painter.vline(x, top..=bottom + 2.0, Stroke::new(1.6, colors.text));
    let head = vec![pos2(x - 5.5, top - 1.0), pos2(x + 5.5, top - 1.0), pos2(x, top + 7.0)];
    painter.add(Shape::convex_polygon(head, colors.text, Stroke::NONE));
}
