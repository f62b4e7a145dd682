//! Edges, faults on them, and the messages that travel along them: requests as
//! filled dots, responses as rings.

use super::Canvas;
use crate::app::desk::Desk;
use crate::app::theme::{self, Colors, mix};
use crate::app::widgets;
use crate::base::Address;
use crate::lab::view::{Flow, MessageView, Subject};
use egui::{Align2, Pos2, Sense, Shape, Stroke, vec2};

/// More messages than this are dots without a name or a place to click.
const MOST_NAMED: usize = 60;
/// More edges than this show only on what is selected or pointed at: all at once they are a wall.
const MOST_EDGES: usize = 250;
/// More messages than this carry no words.
const MOST_WRITTEN: usize = 5;

/// All edges, below the cards.
pub(super) fn lines(canvas: &Canvas<'_>, desk: &Desk) {
    let colors = desk.colors();
    let is_crowded = canvas.layout.paths.len() > MOST_EDGES;
    let is_simple = is_crowded || !canvas.is_readable();
    let painter = canvas.ui.painter_at(canvas.area);
    let focus = [Some(&desk.memory.selected), desk.memory.hovered.as_ref()];
    for path in canvas.layout.paths.iter().rev() {
        let touched = focus
            .iter()
            .flatten()
            .any(|it| **it != Subject::Cluster && (**it == path.from || **it == path.to));
        if is_crowded && !touched {
            continue;
        }
        let strength = match path.flow {
            _ if touched => 0.85,
            Flow::Control | Flow::Metadata => 0.28,
            Flow::Group => 0.3,
            Flow::Produce | Flow::Replicate | Flow::Consume => 0.42,
        };
        let stroke = Stroke::new(
            if touched { 1.8 } else { 1.2 },
            mix(colors.canvas, colors.flow(path.flow), strength),
        );
        let to_screen = |point: &Pos2| canvas.transform * *point;
        let (Some(first), Some(last)) = (path.points.first(), path.points.last()) else { continue };
        if is_simple {
            painter.line_segment([to_screen(first), to_screen(last)], stroke);
            continue;
        }
        let points: Vec<Pos2> = path.points.iter().map(to_screen).collect();
        if matches!(path.flow, Flow::Control | Flow::Group | Flow::Metadata) {
            painter.extend(Shape::dashed_line(&points, stroke, 4.0, 4.0));
        } else {
            painter.line(points, stroke);
        }
    }
    faults(canvas, desk, &colors);
}

/// Cut, slow and lossy links: a cross or a word in the middle.
fn faults(canvas: &Canvas<'_>, desk: &Desk, colors: &Colors) {
    let painter = canvas.ui.painter_at(canvas.area);
    for fault in &desk.view.cluster.links {
        let Some(middle) = point_between(canvas, fault.from, fault.to, 0.5) else { continue };
        let accent = if fault.is_cut { colors.fault } else { colors.waiting };
        let radius = 8.0 * canvas.scale().max(0.6);
        painter.circle(middle, radius, colors.canvas, Stroke::new(1.5, accent));
        let arm = radius * 0.5;
        if fault.is_cut {
            for turn in [vec2(arm, arm), vec2(arm, -arm)] {
                painter.line_segment([middle - turn, middle + turn], Stroke::new(1.8, accent));
            }
        } else {
            let words = match fault.latency {
                Some(latency) => format!("{} ms", latency.as_millis()),
                None => format!("{} %", f64::from(fault.loss_ppm) / 10_000.0),
            };
            let at = middle + vec2(radius + 4.0, 0.0);
            painter.text(at, Align2::LEFT_CENTER, words, theme::mono(10.5), accent);
        }
    }
}

/// All messages on their way, above the cards.
pub(super) fn messages(canvas: &Canvas<'_>, desk: &mut Desk) {
    let view = desk.view.clone();
    let colors = desk.colors();
    let painter = canvas.ui.painter_at(canvas.area);
    let radius = (5.0 * canvas.scale()).clamp(2.5, 6.0);
    for message in view.messages.iter() {
        let Some(at) = place(canvas, desk, message) else { continue };
        let id = Subject::Message(message.id);
        let is_chosen = desk.is_selected(&id);
        if view.messages.len() <= MOST_NAMED {
            let hit = egui::Rect::from_center_size(at, vec2(18.0, 18.0));
            let response = widgets::thing(
                canvas.ui,
                hit,
                canvas.ui.scope_id().with(&id),
                Sense::click(),
                is_chosen,
                || message.label.to_string(),
            );
            let response = response.on_hover_ui(|ui| describe(ui, desk, message));
            super::handle(canvas, desk, &response, &id, false);
            painter.circle_filled(at, radius * 2.2, mix(colors.canvas, colors.flight, 0.22));
        }
        if message.is_response {
            painter.circle(at, radius, colors.canvas, Stroke::new(2.0, colors.flight));
        } else {
            painter.circle_filled(at, radius, colors.flight);
        }
        if is_chosen {
            painter.circle_stroke(at, radius * 2.2, Stroke::new(1.5, colors.text));
        }
        let is_worth_words = matches!(message.flow, Flow::Produce | Flow::Replicate | Flow::Consume);
        let has_words = view.messages.len() <= MOST_WRITTEN && is_worth_words || is_chosen;
        if has_words && canvas.is_near() {
            let galley = painter.layout_no_wrap(message.label.to_string(), theme::mono(10.5), colors.flight);
            if let Some(corner) = free_place(canvas, at, galley.size(), radius * 2.2, is_chosen) {
                painter.galley(corner, galley, colors.flight);
            }
        }
    }
}

/// Where words fit beside a dot without covering a card: above, below, or nowhere.
fn free_place(canvas: &Canvas<'_>, at: Pos2, size: egui::Vec2, gap: f32, must: bool) -> Option<Pos2> {
    let above = at + vec2(-size.x / 2.0, -gap - size.y - 1.0);
    let below = at + vec2(-size.x / 2.0, gap + 1.0);
    let is_free = |corner: &Pos2| {
        let words = egui::Rect::from_min_size(*corner, size);
        canvas.area.contains_rect(words)
            && !canvas.layout.slots.values().any(|slot| canvas.rect(*slot).intersects(words))
    };
    [above, below].into_iter().find(is_free).or_else(|| must.then_some(above))
}

fn describe(ui: &mut egui::Ui, desk: &Desk, message: &MessageView) {
    let colors = desk.colors();
    ui.label(egui::RichText::new(&*message.label).font(theme::mono(12.5)));
    let way = format!("{} → {}", desk.name(&message.from.into()), desk.name(&message.to.into()));
    ui.label(egui::RichText::new(way).color(colors.weak));
    let kind = if message.is_response { "message-response" } else { "message-request" };
    let times = format!("{} · {} → {}", desk.t(kind), message.sent_at, message.arrives_at);
    ui.label(egui::RichText::new(times).color(colors.weak));
}

/// Where a message is now.
fn place(canvas: &Canvas<'_>, desk: &Desk, message: &MessageView) -> Option<Pos2> {
    let whole = message.arrives_at.since(message.sent_at).0.max(1) as f32;
    let mut share = desk.view.run.now.since(message.sent_at).0 as f32 / whole;
    if desk.settings.reduced_motion {
        // Three stops: just left, half way, nearly there.
        share = (share * 3.0).floor().min(2.0).mul_add(0.36, 0.14);
    }
    let at = point_between(canvas, message.from, message.to, share)?;
    canvas.area.contains(at).then_some(at)
}

/// A point at a share of the way from one node to another, on the screen.
fn point_between(canvas: &Canvas<'_>, from: Address, to: Address, share: f32) -> Option<Pos2> {
    let (from, to) = (Subject::from(from), Subject::from(to));
    let layout = &canvas.layout;
    let at = match (
        layout.path_of.get(&(from.clone(), to.clone())),
        layout.path_of.get(&(to.clone(), from.clone())),
    ) {
        (Some(&index), _) => layout.paths.get(index)?.at(share),
        (None, Some(&index)) => layout.paths.get(index)?.at(1.0 - share),
        (None, None) => {
            let (start, end) = (layout.slots.get(&from)?, layout.slots.get(&to)?);
            start.center().lerp(end.center(), share.clamp(0.0, 1.0))
        }
    };
    Some(canvas.transform * at)
}
