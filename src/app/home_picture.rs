//! The small pictures of the library's cards: one idea each, drawn with the
//! colours that idea has everywhere else.

use super::icons::star;
use super::theme::{Colors, mix};
use super::widgets::dashed;
use crate::lab::view::Picture;
use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, pos2, vec2};

/// Draws one into `rect`.
pub(crate) fn draw(painter: &Painter, colors: &Colors, rect: Rect, picture: Picture) {
    match picture {
        Picture::Cluster => brokers(painter, colors, rect, None),
        Picture::Failure => brokers(painter, colors, rect, Some(1)),
        Picture::Partitioning => partitioning(painter, colors, rect),
        Picture::Lag => lag(painter, colors, rect),
        Picture::Retention => retention(painter, colors, rect),
        Picture::Rebalance => rebalance(painter, colors, rect),
        Picture::Replication => replication(painter, colors, rect),
        Picture::Acks => acks(painter, colors, rect),
    }
}

/// A point at shares of width and height.
fn at(rect: Rect, x: f32, y: f32) -> Pos2 {
    pos2(rect.left() + x * rect.width(), rect.top() + y * rect.height())
}

fn tile(painter: &Painter, colors: &Colors, rect: Rect, color: Color32) {
    painter.rect(rect, 4, mix(colors.well, color, 0.22), Stroke::new(1.2, color), StrokeKind::Inside);
}

fn brokers(painter: &Painter, colors: &Colors, rect: Rect, dead: Option<usize>) {
    for index in 0..3 {
        let card = Rect::from_center_size(at(rect, 0.17 + 0.33 * index as f32, 0.5), vec2(38.0, 40.0));
        if dead == Some(index) {
            dashed(painter, card, Stroke::new(1.4, colors.fault), 4.0);
            let arm = vec2(5.0, 5.0);
            let cross = Stroke::new(2.0, colors.fault);
            painter.line_segment([card.center() - arm, card.center() + arm], cross);
            let arm = vec2(5.0, -5.0);
            painter.line_segment([card.center() - arm, card.center() + arm], cross);
        } else {
            tile(painter, colors, card, colors.in_sync);
            painter.circle_filled(card.center(), 4.5, colors.in_sync);
        }
    }
}

fn partitioning(painter: &Painter, colors: &Colors, rect: Rect) {
    let hues = [colors.leader, colors.in_sync, colors.group];
    for (row, hue) in hues.into_iter().enumerate() {
        let y = 0.16 + 0.34 * row as f32;
        painter.circle_filled(at(rect, 0.06, y), 4.0, hue);
        painter.line_segment([at(rect, 0.12, y), at(rect, 0.36, y)], Stroke::new(1.3, hue));
        for cell in 0..6_u8 {
            let center = at(rect, 0.44 + 0.095 * f32::from(cell), y);
            let strength = if cell < 5 - row as u8 { 0.75 } else { 0.15 };
            let square = Rect::from_center_size(center, vec2(rect.width() * 0.075, 13.0));
            painter.rect_filled(square, 1, mix(colors.well, hue, strength));
        }
    }
}

fn lag(painter: &Painter, colors: &Colors, rect: Rect) {
    let heights = [0.92, 0.86, 0.84, 0.66, 0.45, 0.26, 0.1, 0.14, 0.28, 0.5, 0.74, 0.9];
    let last = (heights.len() - 1) as f32;
    let points: Vec<Pos2> =
        heights.iter().enumerate().map(|(index, y)| at(rect, index as f32 / last, *y)).collect();
    painter.line(points, Stroke::new(2.0, colors.waiting));
    painter.hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, colors.line));
}

fn retention(painter: &Painter, colors: &Colors, rect: Rect) {
    for cell in 0..14_u8 {
        let center = at(rect, 0.04 + f32::from(cell) * 0.071, 0.5);
        let is_gone = cell < 4;
        let color = if is_gone { colors.raised } else { mix(colors.well, colors.leader, 0.65) };
        painter.rect_filled(Rect::from_center_size(center, vec2(rect.width() * 0.058, 24.0)), 1, color);
    }
    let x = at(rect, 0.288, 0.0).x;
    painter.vline(x, (rect.center().y - 22.0)..=(rect.center().y + 22.0), Stroke::new(2.0, colors.in_sync));
}

fn rebalance(painter: &Painter, colors: &Colors, rect: Rect) {
    let size = vec2(rect.width() * 0.32, 15.0);
    let to = [0_u8, 0, 1];
    for row in 0..3_u8 {
        let y = 0.14 + 0.36 * f32::from(row);
        let left = Rect::from_center_size(at(rect, 0.17, y), size);
        tile(painter, colors, left, colors.leader);
        let target = at(rect, 0.67, 0.14 + 0.36 * f32::from(to[usize::from(row)]));
        let stroke = Stroke::new(1.6, colors.group);
        painter.line(vec![left.right_center(), at(rect, 0.42, y), at(rect, 0.58, y), target], stroke);
        tile(painter, colors, Rect::from_center_size(at(rect, 0.83, y), size), colors.group);
    }
    let line = [at(rect, 0.33, 0.86), at(rect, 0.67, 0.86)];
    painter.extend(Shape::dashed_line(&line, Stroke::new(1.6, colors.waiting), 4.0, 3.0));
}

fn replication(painter: &Painter, colors: &Colors, rect: Rect) {
    let leader = Rect::from_center_size(at(rect, 0.5, 0.16), vec2(rect.width() * 0.44, 18.0));
    for (x, color) in [(0.2, colors.in_sync), (0.8, colors.in_sync)] {
        let follower = Rect::from_center_size(at(rect, x, 0.84), vec2(rect.width() * 0.36, 18.0));
        painter.line_segment([leader.center_bottom(), follower.center_top()], Stroke::new(1.4, color));
        painter.circle_filled(leader.center_bottom().lerp(follower.center_top(), 0.55), 3.5, colors.flight);
        tile(painter, colors, follower, color);
    }
    tile(painter, colors, leader, colors.leader);
    star(painter, leader.center(), 5.5, colors.leader);
}

fn acks(painter: &Painter, colors: &Colors, rect: Rect) {
    let sender = Rect::from_center_size(at(rect, 0.14, 0.5), vec2(rect.width() * 0.24, 34.0));
    let leader = Rect::from_center_size(at(rect, 0.84, 0.5), vec2(rect.width() * 0.28, 40.0));
    tile(painter, colors, sender, colors.weak);
    tile(painter, colors, leader, colors.leader);
    star(painter, leader.center(), 6.0, colors.leader);
    let (above, below) = (rect.center().y - 9.0, rect.center().y + 9.0);
    painter.hline(sender.right()..=leader.left(), above, Stroke::new(1.4, colors.flight));
    painter.circle_filled(pos2(rect.center().x + 6.0, above), 4.0, colors.flight);
    let dash = [pos2(leader.left(), below), pos2(sender.right(), below)];
    painter.extend(Shape::dashed_line(&dash, Stroke::new(1.4, colors.in_sync), 4.0, 3.0));
    painter.circle(pos2(rect.center().x - 6.0, below), 4.0, colors.well, Stroke::new(1.8, colors.in_sync));
}
