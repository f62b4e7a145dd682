//! Replicas on a broker's card: rows with a name and a bar when there are few,
//! cells when there are many, nothing but colour when far away.

use super::{Canvas, font, handle};
use crate::app::desk::Desk;
use crate::app::exercise;
use crate::app::icons::star;
use crate::app::theme::{Colors, mix};
use crate::app::widgets::{bar, dashed, fitted, line, thing};
use crate::app::words;
use crate::base::TopicPartition;
use crate::lab::view::{BrokerView, ClusterView, ReplicaView, Role, Subject};
use egui::{Align2, Color32, Mesh, Painter, Rect, Sense, Stroke, StrokeKind, pos2, vec2};

/// The bar of a row shows this many records before the leader's log end.
const BAR_RECORDS: i64 = 40;
/// Cells lower than this, in points, are plain squares.
const SMALL_CELL: f32 = 10.0;

/// All replicas of one broker.
pub(super) fn draw(canvas: &Canvas<'_>, desk: &mut Desk, painter: &Painter, broker: &BrokerView) {
    let view = desk.view.clone();
    let colors = desk.colors();
    let mut cells = Mesh::default();
    for replica in &broker.replicas {
        let Some(rect) = canvas.layout.replicas.get(&(broker.id, replica.partition)) else { continue };
        let rect = canvas.rect(*rect);
        if !canvas.is_visible(rect) {
            continue;
        }
        let subject = Subject::Partition(replica.partition);
        let chosen = desk.is_selected(&subject);
        let is_row = !replica.is_internal && !canvas.layout.has_cells;
        if !canvas.is_near() {
            if rect.height() < SMALL_CELL && !chosen {
                tiny(&mut cells, &colors, rect, replica);
            } else {
                far(painter, &colors, rect, replica, chosen);
            }
            continue;
        }
        let id = canvas.ui.scope_id().with((broker.id, replica.partition));
        let response = thing(canvas.ui, rect, id, Sense::click(), chosen, || {
            words::replica_name(desk, broker.id, replica)
        });
        if is_row {
            row(canvas, &view.cluster, painter, &colors, rect, replica);
        } else {
            far(painter, &colors, rect, replica, chosen);
        }
        let is_lit = chosen || desk.memory.hovered.as_ref() == Some(&subject);
        if is_lit || response.hovered() || response.has_focus() {
            let width = if chosen { 1.8 } else { 1.0 };
            painter.rect_stroke(rect.expand(1.5), 6, Stroke::new(width, colors.text), StrokeKind::Inside);
        }
        let response = if response.hovered() {
            response.on_hover_text(words::replica_name(desk, broker.id, replica))
        } else {
            response
        };
        let name = view.cluster.partition_name(replica.partition);
        if let Some(is_picked) = exercise::partition_mark(desk, &name) {
            let stroke = Stroke::new(if is_picked { 3.0 } else { 1.2 }, colors.leader);
            painter.rect_stroke(rect.expand(1.5), 6, stroke, StrokeKind::Middle);
        }
        // The rows cover most of the card: a click on one is a click on its broker where brokers answer.
        if response.clicked() && exercise::click_broker(desk, broker.id) {
            desk.select_quietly(subject);
            continue;
        }
        handle(canvas, desk, &response, &subject, false);
    }
    if !cells.is_empty() {
        painter.add(cells);
    }
}

/// A ring around a card that may be the answer; full around what was picked.
pub(super) fn answer_ring(painter: &Painter, colors: &Colors, rect: Rect, is_picked: bool) {
    let ring = rect.expand(3.0);
    if is_picked {
        painter.rect_stroke(ring, 8, Stroke::new(3.0, colors.leader), StrokeKind::Middle);
    } else {
        dashed(painter, ring, Stroke::new(1.6, colors.leader), 6.0);
    }
}

/// The same in a few points: full for a leader, half for a follower, a line for what is offline.
/// One mesh a broker, for there may be thousands.
fn tiny(cells: &mut Mesh, colors: &Colors, rect: Rect, replica: &ReplicaView) {
    let strength = if replica.is_internal { 0.45 } else { 1.0 };
    let color = mix(colors.card, colors.role(replica.role, replica.in_sync), strength);
    match replica.role {
        Role::Leader => cells.add_colored_rect(rect, color),
        Role::Follower => cells.add_colored_rect(rect.scale_from_center(0.62), color),
        Role::Offline => {
            let line = Rect::from_center_size(rect.center(), vec2(rect.width(), 1.0));
            cells.add_colored_rect(line, color);
        }
    }
}

/// A square: filled for a leader, a frame for a follower, a dash for what is offline.
fn far(painter: &Painter, colors: &Colors, rect: Rect, replica: &ReplicaView, chosen: bool) {
    let color = colors.role(replica.role, replica.in_sync);
    let strength = if replica.is_internal { 0.45 } else { 1.0 };
    let color = mix(colors.card, color, strength);
    let width = (rect.height() * 0.14).clamp(0.8, 1.6);
    match replica.role {
        Role::Leader => {
            painter.rect_filled(rect, 1, color);
        }
        Role::Follower => {
            painter.rect(
                rect,
                1,
                mix(colors.card, color, 0.25),
                Stroke::new(width, color),
                StrokeKind::Inside,
            );
        }
        Role::Offline => {
            painter.hline(rect.x_range(), rect.center().y, Stroke::new(width, color));
        }
    }
    if chosen {
        painter.rect_stroke(rect.expand(1.5), 1, Stroke::new(1.5, colors.text), StrokeKind::Inside);
    }
}

/// A row: name, star for the leader, and how much of the log is committed and appended.
fn row(
    canvas: &Canvas<'_>,
    cluster: &ClusterView,
    painter: &Painter,
    colors: &Colors,
    rect: Rect,
    replica: &ReplicaView,
) {
    let scale = canvas.scale();
    let color = colors.role(replica.role, replica.in_sync);
    let (fill, border) = match replica.role {
        Role::Leader => (colors.tint(color, 0.20), color),
        Role::Follower => (mix(colors.canvas, colors.card, 0.6), colors.tint(color, 0.6)),
        Role::Offline => (Color32::TRANSPARENT, colors.line),
    };
    painter.rect_filled(rect, 5, fill);
    let stroke = Stroke::new(if replica.role == Role::Leader { 1.5 } else { 1.0 }, border);
    if replica.role == Role::Offline || !replica.in_sync {
        dashed(painter, rect, stroke, 4.0);
    } else {
        painter.rect_stroke(rect, 5, stroke, StrokeKind::Inside);
    }
    let gauge = Rect::from_min_max(
        pos2(rect.right() - 56.0 * scale, rect.center().y - 3.5 * scale),
        pos2(rect.right() - 9.0 * scale, rect.center().y + 3.5 * scale),
    );
    gauge_bar(painter, colors, cluster, gauge, replica, color);
    let mut room = gauge.left() - rect.left() - 15.0 * scale;
    if replica.role == Role::Leader {
        star(painter, pos2(gauge.left() - 10.0 * scale, gauge.center().y), 5.0 * scale, color);
        room -= 14.0 * scale;
    }
    let ink = if replica.role == Role::Offline { colors.faint } else { colors.text };
    let topic = cluster.topic(replica.partition.topic).map_or("", |topic| &topic.name);
    let number = format!("-{}", replica.partition.partition);
    // A long topic's name is cut before its partition's number, never the number.
    let font = font(canvas, 12.0, replica.role == Role::Leader);
    let end = fitted(painter, &number, font.clone(), ink, room);
    let at = rect.left_center() + vec2(9.0 * scale, 0.0);
    let shown = line(painter, at, Align2::LEFT_CENTER, topic, font, ink, room - end.size().x);
    painter.galley(pos2(shown.right(), at.y - end.size().y / 2.0), end, ink);
}

/// Committed, then appended but not committed, of the last records of the leader's log.
fn gauge_bar(
    painter: &Painter,
    colors: &Colors,
    cluster: &ClusterView,
    rect: Rect,
    replica: &ReplicaView,
    color: Color32,
) {
    let end = leader_end(cluster, replica.partition).unwrap_or(replica.log_end.0).max(replica.log_end.0);
    let start = (end - BAR_RECORDS).max(0);
    // A log shorter than the window leaves room on the right, so that growth shows.
    let share = |offset: i64| (offset - start).clamp(0, BAR_RECORDS) as f32 / BAR_RECORDS as f32;
    let (committed, appended) = (share(replica.high_watermark.0), share(replica.log_end.0));
    let tail = if replica.role == Role::Offline { colors.faint } else { colors.waiting };
    bar(painter, rect, &[(committed, color), ((appended - committed).max(0.0), tail)], colors.well);
}

fn leader_end(cluster: &ClusterView, partition: TopicPartition) -> Option<i64> {
    let leader = cluster.broker(cluster.partition(partition)?.leader)?;
    let index = leader.replicas.binary_search_by_key(&partition, |it| it.partition).ok()?;
    Some(leader.replicas.get(index)?.log_end.0)
}
