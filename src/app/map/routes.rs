//! The ways edges take between cards: through the channels between rows of
//! brokers rather than across them.

use crate::lab::view::{ClusterGraph, Flow, Subject};
use egui::{Pos2, Rect, pos2, vec2};
use petgraph::visit::{EdgeRef, IntoEdgeReferences};
use std::collections::BTreeMap;

/// The way of one edge, in map units.
#[derive(Clone, Debug)]
pub(crate) struct Path {
    /// Who asks.
    pub from: Subject,
    /// Who is asked.
    pub to: Subject,
    /// What it carries.
    pub flow: Flow,
    /// Its corners, many enough to look round.
    pub points: Vec<Pos2>,
    /// Its length.
    length: f32,
}

impl Path {
    fn new(from: Subject, to: Subject, flow: Flow, points: Vec<Pos2>) -> Self {
        let length = points.windows(2).map(|pair| pair[0].distance(pair[1])).sum();
        Self { from, to, flow, points, length }
    }

    /// The point at a share of the way, from 0 to 1.
    pub fn at(&self, share: f32) -> Pos2 {
        let mut left = self.length * share.clamp(0.0, 1.0);
        for pair in self.points.windows(2) {
            let step = pair[0].distance(pair[1]);
            if left <= step && step > 0.0 {
                return pair[0].lerp(pair[1], left / step);
            }
            left -= step;
        }
        self.points.last().copied().unwrap_or_default()
    }
}

/// All edges, and the highest and lowest point they reach.
pub(crate) fn routes(
    graph: &ClusterGraph,
    slots: &BTreeMap<Subject, Rect>,
    grid: Rect,
) -> (Vec<Path>, f32, f32) {
    let mut paths = Vec::new();
    for edge in graph.graph.edge_references() {
        let (Some(from), Some(to)) =
            (graph.graph.node_weight(edge.source()), graph.graph.node_weight(edge.target()))
        else {
            continue;
        };
        let (Some(&start), Some(&end)) = (slots.get(from), slots.get(to)) else { continue };
        let flow = edge.weight().flow;
        let points = match flow {
            Flow::Replicate => follow(start, end),
            Flow::Control => to_controller(start, end),
            _ if start.right() < end.left() => from_left(start, end, grid),
            _ => from_right(start, end, grid),
        };
        paths.push(Path::new(from.clone(), to.clone(), flow, points));
    }
    // Quiet flows below, busy ones above.
    paths.sort_by_key(|path| match path.flow {
        Flow::Control => 0,
        Flow::Metadata => 1,
        Flow::Group => 2,
        Flow::Replicate => 3,
        Flow::Consume => 4,
        Flow::Produce => 5,
    });
    let heights = || paths.iter().flat_map(|path| &path.points).map(|point| point.y);
    let low = heights().fold(f32::INFINITY, f32::min);
    let high = heights().fold(f32::NEG_INFINITY, f32::max);
    paths.reverse();
    (paths, low, high)
}

/// From a client on the left: straight into the first card, or through the channel above its row.
fn from_left(start: Rect, end: Rect, grid: Rect) -> Vec<Pos2> {
    let out = start.right_center();
    if end.left() <= grid.left() + 1.0 {
        let into = pos2(end.left(), out.y.clamp(end.top() + 18.0, end.bottom() - 12.0));
        return curve(out, pos2((out.x + into.x) / 2.0, out.y), pos2((out.x + into.x) / 2.0, into.y), into);
    }
    let channel = end.top() - 15.0;
    let down = pos2(end.left() + 26.0, end.top());
    let turn = pos2(grid.left() - 8.0, channel);
    let mut points = curve(out, pos2(turn.x - 14.0, out.y), pos2(turn.x - 24.0, channel), turn);
    points.push(pos2(down.x - 22.0, channel));
    points.extend(curve(
        pos2(down.x - 22.0, channel),
        pos2(down.x - 4.0, channel),
        pos2(down.x, channel),
        down,
    ));
    points
}

/// From a consumer on the right: the same, through the channel below its row.
fn from_right(start: Rect, end: Rect, grid: Rect) -> Vec<Pos2> {
    let out = start.left_center();
    if end.right() >= grid.right() - 1.0 {
        let into = pos2(end.right(), out.y.clamp(end.top() + 18.0, end.bottom() - 12.0));
        return curve(out, pos2((out.x + into.x) / 2.0, out.y), pos2((out.x + into.x) / 2.0, into.y), into);
    }
    let channel = end.bottom() + 15.0;
    let up = pos2(end.right() - 26.0, end.bottom());
    let turn = pos2(grid.right() + 8.0, channel);
    let mut points = curve(out, pos2(turn.x + 14.0, out.y), pos2(turn.x + 24.0, channel), turn);
    points.push(pos2(up.x + 22.0, channel));
    points.extend(curve(pos2(up.x + 22.0, channel), pos2(up.x + 4.0, channel), pos2(up.x, channel), up));
    points
}

/// From follower to leader: an arc below the cards, deeper for farther ones.
fn follow(start: Rect, end: Rect) -> Vec<Pos2> {
    let side = if start.center().x < end.center().x { 1.0 } else { -1.0 };
    if (start.center().y - end.center().y).abs() > 20.0 {
        let (from, to) = if start.center().y < end.center().y {
            (start.center_bottom(), end.center_top())
        } else {
            (start.center_top(), end.center_bottom())
        };
        let (from, to) = (from + vec2(side * 14.0, 0.0), to + vec2(side * -14.0, 0.0));
        let middle = (from.y + to.y) / 2.0;
        return curve(from, pos2(from.x, middle), pos2(to.x, middle), to);
    }
    // One way leaves a little to the side of the other, so that both can be seen.
    let (from, to) =
        (start.center_bottom() + vec2(side * 12.0, 0.0), end.center_bottom() + vec2(side * -28.0, 0.0));
    let depth = 22.0 + 0.075 * (to.x - from.x).abs() + if side > 0.0 { 0.0 } else { 9.0 };
    curve(from, from + vec2(0.0, depth * 1.3), to + vec2(0.0, depth * 1.3), to)
}

fn to_controller(start: Rect, end: Rect) -> Vec<Pos2> {
    let reach = 0.3 * end.width();
    let toward = ((start.center().x - end.center().x) / 6.0).clamp(-reach, reach);
    let (from, to) = (start.center_top(), end.center_bottom() + vec2(toward, 0.0));
    let middle = (from.y + to.y) / 2.0;
    curve(from, pos2(from.x, middle), pos2(to.x, middle), to)
}

/// A cubic curve as a polyline.
fn curve(from: Pos2, first: Pos2, second: Pos2, to: Pos2) -> Vec<Pos2> {
    const STEPS: u8 = 14;
    (0..=STEPS)
        .map(|step| {
            let t = f32::from(step) / f32::from(STEPS);
            let u = 1.0 - t;
            let sum = from.to_vec2() * (u * u * u)
                + first.to_vec2() * (3.0 * u * u * t)
                + second.to_vec2() * (3.0 * u * t * t)
                + to.to_vec2() * (t * t * t);
            sum.to_pos2()
        })
        .collect()
}
