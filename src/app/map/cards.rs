//! The cards of the map: controllers, brokers, producers, groups and their members.

use super::{Canvas, font, handle, layout, replicas};
use crate::app::desk::Desk;
use crate::app::exercise;
use crate::app::theme::{self, Colors, mix};
use crate::app::widgets::{card, dashed, line, thing};
use crate::app::words;
use crate::lab::view::{BrokerView, ClientView, GroupPhase, NodeState, Subject};
use egui::{Align2, Color32, Painter, Pos2, Rect, Response, Sense, Stroke, StrokeKind, pos2, vec2};

/// The accent of a node's state.
pub(crate) const fn state_color(colors: &Colors, state: NodeState) -> Color32 {
    match state {
        NodeState::Running => colors.in_sync,
        NodeState::Starting | NodeState::Fenced | NodeState::Stopping | NodeState::Frozen => colors.waiting,
        NodeState::Crashed | NodeState::PowerCut | NodeState::Failed => colors.fault,
        NodeState::NotStarted | NodeState::Stopped => colors.faint,
    }
}

/// A node's state as a shape: disc up, ring on the way, cross broken, hollow square off.
pub(crate) fn state_mark(painter: &Painter, at: Pos2, radius: f32, colors: &Colors, state: NodeState) {
    let color = state_color(colors, state);
    let stroke = Stroke::new((radius * 0.45).max(1.2), color);
    match state {
        NodeState::Running => {
            painter.circle_filled(at, radius, color);
        }
        NodeState::Starting | NodeState::Fenced | NodeState::Stopping => {
            painter.circle_stroke(at, radius * 0.85, stroke);
        }
        NodeState::Frozen => {
            for side in [-0.5, 0.5] {
                let x = at.x + side * radius;
                painter.vline(x, (at.y - radius * 0.8)..=(at.y + radius * 0.8), stroke);
            }
        }
        NodeState::Crashed | NodeState::PowerCut | NodeState::Failed => {
            let arm = radius * 0.8;
            painter.line_segment([at + vec2(-arm, -arm), at + vec2(arm, arm)], stroke);
            painter.line_segment([at + vec2(-arm, arm), at + vec2(arm, -arm)], stroke);
        }
        NodeState::NotStarted | NodeState::Stopped => {
            let square = Rect::from_center_size(at, vec2(radius, radius) * 1.5);
            painter.rect_stroke(square, 1, stroke, StrokeKind::Inside);
        }
    }
}

/// The plate of a card: its fill, and a border that tells selection, focus, and whether it is up.
fn plate(
    painter: &Painter,
    colors: &Colors,
    rect: Rect,
    state: NodeState,
    chosen: bool,
    response: &Response,
) {
    let fill = if state.is_up() { colors.card } else { mix(colors.canvas, colors.card, 0.45) };
    if rect.height() < 12.0 && state.is_up() && !chosen {
        painter.rect_filled(rect, 2, fill);
        return;
    }
    let hovered = response.hovered();
    if state.is_up() || matches!(state, NodeState::NotStarted | NodeState::Stopped) {
        let edge = if hovered { mix(colors.line, colors.text, 0.3) } else { colors.line };
        card(painter, rect, fill, edge);
    } else {
        painter.rect_filled(rect, theme::CARD_RADIUS, fill);
        dashed(painter, rect, Stroke::new(1.4, colors.fault), 5.0);
    }
    if chosen || response.has_focus() {
        let ring = Stroke::new(if chosen { 2.0 } else { 1.5 }, colors.text);
        painter.rect_stroke(rect.expand(2.5), theme::CARD_RADIUS + 2, ring, StrokeKind::Inside);
    }
}

/// Controllers: pills above the brokers.
pub(super) fn controllers(canvas: &Canvas<'_>, desk: &mut Desk) {
    let view = desk.view.clone();
    let colors = desk.colors();
    let painter = canvas.ui.painter_at(canvas.area);
    for controller in &view.cluster.controllers {
        let subject = Subject::Controller(controller.id);
        let Some(rect) = canvas.layout.slots.get(&subject).map(|rect| canvas.rect(*rect)) else { continue };
        if !canvas.is_visible(rect) {
            continue;
        }
        let chosen = desk.is_selected(&subject);
        let state = desk.t(words::state_key(controller.state));
        let name = desk.name(&subject);
        let response = thing(
            canvas.ui,
            rect,
            canvas.ui.scope_id().with(&subject),
            Sense::click_and_drag(),
            chosen,
            || format!("{name}, {state}"),
        );
        plate(&painter, &colors, rect, controller.state, chosen, &response);
        let scale = canvas.scale();
        state_mark(
            &painter,
            rect.left_center() + vec2(16.0, 0.0) * scale,
            4.5 * scale,
            &colors,
            controller.state,
        );
        if canvas.is_readable() {
            let at = rect.left_center() + vec2(28.0 * scale, 0.0);
            let room = rect.width() - 36.0 * scale;
            line(&painter, at, Align2::LEFT_CENTER, &name, font(canvas, 13.0, true), colors.text, room);
        }
        handle(canvas, desk, &response, &subject, true);
    }
}

/// Brokers, with their replicas on them.
pub(super) fn brokers(canvas: &Canvas<'_>, desk: &mut Desk) {
    let view = desk.view.clone();
    let colors = desk.colors();
    let painter = canvas.ui.painter_at(canvas.area);
    for broker in &view.cluster.brokers {
        let subject = Subject::Broker(broker.id);
        let Some(rect) = canvas.layout.slots.get(&subject).map(|rect| canvas.rect(*rect)) else { continue };
        if !canvas.is_visible(rect) {
            continue;
        }
        let chosen = desk.is_selected(&subject);
        let response = thing(
            canvas.ui,
            rect,
            canvas.ui.scope_id().with(&subject),
            Sense::click_and_drag(),
            chosen,
            || words::broker_name(desk, broker),
        );
        plate(&painter, &colors, rect, broker.state, chosen, &response);
        handle(canvas, desk, &response, &subject, true);
        broker_words(canvas, desk, &painter, &colors, rect, broker);
        replicas::draw(canvas, desk, &painter, broker);
        if let Some(place) = exercise::broker_mark(desk, broker.id) {
            replicas::answer_ring(&painter, &colors, rect, place.is_some());
        }
    }
}

fn broker_words(
    canvas: &Canvas<'_>,
    desk: &Desk,
    painter: &Painter,
    colors: &Colors,
    rect: Rect,
    broker: &BrokerView,
) {
    let scale = canvas.scale();
    let top = rect.top() + 20.0 * scale;
    state_mark(painter, pos2(rect.left() + 17.0 * scale, top), 5.0 * scale, colors, broker.state);
    if !canvas.is_readable() {
        return;
    }
    let note = if broker.is_isolated {
        Some((desk.t("node-isolated"), colors.fault))
    } else if broker.state == NodeState::Running {
        broker.rack.as_ref().map(|rack| (rack.to_string(), colors.faint))
    } else {
        Some((desk.t(words::state_key(broker.state)), state_color(colors, broker.state)))
    };
    let mut right = rect.right() - 12.0 * scale;
    if let Some((text, color)) = note {
        let place = pos2(right, top);
        right = line(
            painter,
            place,
            Align2::RIGHT_CENTER,
            &text,
            font(canvas, 11.5, false),
            color,
            rect.width() * 0.5,
        )
        .left();
    }
    let ink = if broker.state.is_up() { colors.text } else { colors.weak };
    let place = pos2(rect.left() + 30.0 * scale, top);
    let name = desk.name(&Subject::Broker(broker.id));
    line(painter, place, Align2::LEFT_CENTER, &name, font(canvas, 15.0, true), ink, right - place.x - 6.0);
    if canvas.is_near() {
        let (text, color) = broker_foot(desk, colors, broker);
        let place = pos2(rect.left() + 12.0 * scale, rect.bottom() - 13.0 * scale);
        let room = rect.width() - 24.0 * scale;
        line(painter, place, Align2::LEFT_CENTER, &text, font(canvas, 10.5, false), color, room);
    }
}

/// What the last line of a broker's card says: its fault, or its disk.
fn broker_foot(desk: &Desk, colors: &Colors, broker: &BrokerView) -> (String, Color32) {
    let lang = desk.lang();
    if broker.is_disk_full {
        return (desk.t("disk-full"), colors.fault);
    }
    if let Some(by) = broker.slow_disk {
        return (desk.t1("disk-slow", "by", words::duration(lang, by)), colors.waiting);
    }
    if let Some(by) = broker.slow_fetch {
        return (desk.t1("fetch-slow", "by", words::duration(lang, by)), colors.waiting);
    }
    if !broker.state.is_up() && broker.state != NodeState::NotStarted {
        return (desk.t1("since", "at", broker.since.to_string()), colors.weak);
    }
    let size = words::bytes(lang, broker.disk_bytes);
    (crate::t!(lang, "disk-line", size = size, segments = i64::from(broker.segments)), colors.faint)
}

/// Producers and lone consumers.
pub(super) fn clients(canvas: &Canvas<'_>, desk: &mut Desk) {
    let view = desk.view.clone();
    let colors = desk.colors();
    let painter = canvas.ui.painter_at(canvas.area);
    for client in view.cluster.clients.iter().filter(|client| !layout::is_member(client)) {
        let subject = Subject::Client(client.id);
        let Some(rect) = canvas.layout.slots.get(&subject).map(|rect| canvas.rect(*rect)) else { continue };
        if !canvas.is_visible(rect) {
            continue;
        }
        let chosen = desk.is_selected(&subject);
        let response = thing(
            canvas.ui,
            rect,
            canvas.ui.scope_id().with(&subject),
            Sense::click_and_drag(),
            chosen,
            || words::client_name(desk, client),
        );
        plate(&painter, &colors, rect, client.state, chosen, &response);
        if canvas.is_readable() {
            client_words(canvas, desk, &painter, &colors, rect, client);
        }
        handle(canvas, desk, &response, &subject, true);
    }
}

fn client_words(
    canvas: &Canvas<'_>,
    desk: &Desk,
    painter: &Painter,
    colors: &Colors,
    rect: Rect,
    client: &ClientView,
) {
    let scale = canvas.scale();
    let left = rect.left() + 14.0 * scale;
    let room = rect.width() - 28.0 * scale;
    let is_small = rect.height() < 50.0 * scale;
    let first = if is_small { rect.center().y } else { rect.top() + 19.0 * scale };
    state_mark(painter, pos2(rect.right() - 15.0 * scale, first), 4.5 * scale, colors, client.state);
    let ink = if client.state.is_up() { colors.text } else { colors.weak };
    let at = pos2(left, first);
    line(painter, at, Align2::LEFT_CENTER, &client.name, font(canvas, 14.0, true), ink, room - 18.0 * scale);
    if is_small || !canvas.is_near() {
        return;
    }
    let (second, third, third_color) = match &client.producer {
        Some(producer) => {
            let idempotent =
                if producer.is_idempotent { format!(" · {}", desk.t("idempotent")) } else { String::new() };
            let progress = if producer.failed > 0 {
                (desk.t1("failed-count", "count", producer.failed as i64), colors.fault)
            } else if producer.rate == 0 || !client.state.is_up() {
                (desk.t1("acked-count", "count", producer.acknowledged as i64), colors.weak)
            } else {
                let rate = desk.t1("rate", "count", i64::from(producer.rate));
                (
                    format!("{rate} · {}", desk.t1("acked-count", "count", producer.acknowledged as i64)),
                    colors.weak,
                )
            };
            (format!("acks={}{idempotent}", producer.acks), progress.0, progress.1)
        }
        None if client.wires > 0 => {
            (desk.t1("wires-count", "count", i64::from(client.wires)), String::new(), colors.weak)
        }
        None => {
            let topics = client.consumer.as_ref().map(|it| it.topics.join(", ")).unwrap_or_default();
            let delivered = client.consumer.as_ref().map_or(0, |it| it.delivered as i64);
            (topics, desk.t1("delivered-count", "count", delivered), colors.weak)
        }
    };
    let at = pos2(left, rect.top() + 40.0 * scale);
    line(painter, at, Align2::LEFT_CENTER, &second, font(canvas, 11.5, false), colors.weak, room);
    let at = pos2(left, rect.top() + 59.0 * scale);
    line(painter, at, Align2::LEFT_CENTER, &third, font(canvas, 11.5, false), third_color, room);
}

/// Groups, as boxes that hold their members.
pub(super) fn groups(canvas: &Canvas<'_>, desk: &mut Desk) {
    let view = desk.view.clone();
    let colors = desk.colors();
    let painter = canvas.ui.painter_at(canvas.area);
    for name in layout::group_names(&view.cluster) {
        let subject = Subject::Group(name.clone());
        let Some(rect) = canvas.layout.slots.get(&subject).map(|rect| canvas.rect(*rect)) else { continue };
        if !canvas.is_visible(rect) {
            continue;
        }
        let group = view.cluster.group(&name);
        let phase = group.map_or(GroupPhase::Empty, |group| group.phase);
        let accent = phase_color(&colors, phase);
        let chosen = desk.is_selected(&subject);
        let response = thing(
            canvas.ui,
            rect,
            canvas.ui.scope_id().with(&subject),
            Sense::click_and_drag(),
            chosen,
            || words::group_name(desk, &name),
        );
        card(&painter, rect, mix(colors.canvas, colors.card, 0.6), mix(colors.line, accent, 0.75));
        if chosen || response.has_focus() {
            let ring = Stroke::new(2.0, colors.text);
            painter.rect_stroke(rect.expand(2.5), theme::CARD_RADIUS + 2, ring, StrokeKind::Inside);
        }
        let scale = canvas.scale();
        if canvas.is_readable() {
            let room = rect.width() - 20.0 * scale;
            let at = rect.min + vec2(11.0, 16.0) * scale;
            line(&painter, at, Align2::LEFT_CENTER, &name, font(canvas, 14.0, true), colors.text, room);
            let at = rect.min + vec2(11.0, 33.0) * scale;
            let text = words::phase(desk, group);
            line(&painter, at, Align2::LEFT_CENTER, &text, font(canvas, 11.0, false), accent, room);
        }
        handle(canvas, desk, &response, &subject, true);
        let members = view
            .cluster
            .clients
            .iter()
            .filter(|client| client.consumer.as_ref().is_some_and(|consumer| consumer.group == name));
        for client in members {
            member(canvas, desk, &painter, &colors, client);
        }
    }
}

/// The accent of what a group is doing.
pub(crate) const fn phase_color(colors: &Colors, phase: GroupPhase) -> Color32 {
    match phase {
        GroupPhase::Stable => colors.group,
        GroupPhase::PreparingRebalance | GroupPhase::CompletingRebalance => colors.waiting,
        GroupPhase::Empty | GroupPhase::Dead => colors.faint,
    }
}

fn member(canvas: &Canvas<'_>, desk: &mut Desk, painter: &Painter, colors: &Colors, client: &ClientView) {
    let subject = Subject::Client(client.id);
    let Some(rect) = canvas.layout.slots.get(&subject).map(|rect| canvas.rect(*rect)) else { return };
    if !canvas.is_visible(rect) {
        return;
    }
    let chosen = desk.is_selected(&subject);
    let response =
        thing(canvas.ui, rect, canvas.ui.scope_id().with(&subject), Sense::click(), chosen, || {
            words::client_name(desk, client)
        });
    plate(painter, colors, rect, client.state, chosen, &response);
    let scale = canvas.scale();
    let Some(consumer) = &client.consumer else { return };
    // What is committed, and so the lag, is the coordinator's to know, not the member's.
    let group = desk.view.cluster.group(&consumer.group);
    let member = group.and_then(|group| group.members.iter().find(|member| member.client == Some(client.id)));
    let lag = member.map_or(0, |member| member.lag);
    if canvas.is_readable() {
        state_mark(painter, rect.min + vec2(11.0, 12.0) * scale, 3.5 * scale, colors, client.state);
        let ink = if client.state.is_up() { colors.text } else { colors.weak };
        let at = rect.min + vec2(20.0, 12.0) * scale;
        let room = rect.width() - 62.0 * scale;
        line(painter, at, Align2::LEFT_CENTER, &client.name, font(canvas, 12.0, true), ink, room);
    }
    if canvas.is_near() {
        let partitions = words::partitions(&desk.view.cluster, &consumer.assigned);
        let second = if partitions.is_empty() { desk.t(member_note(client)) } else { partitions };
        let at = rect.min + vec2(20.0, 27.0) * scale;
        let room = rect.width() - 28.0 * scale;
        line(painter, at, Align2::LEFT_CENTER, &second, font(canvas, 10.5, false), colors.weak, room);
    }
    if canvas.is_readable() && client.state.is_up() && !consumer.assigned.is_empty() {
        let color = if lag > 10 { colors.waiting } else { colors.group };
        let text = if lag > 9_999 { format!("{}k", lag / 1_000) } else { lag.to_string() };
        let at = rect.right_top() + vec2(-8.0, 12.0) * scale;
        line(painter, at, Align2::RIGHT_CENTER, &text, theme::mono(11.0 * scale), color, 60.0);
    }
    handle(canvas, desk, &response, &subject, false);
}

/// What a member without partitions is doing.
fn member_note(client: &ClientView) -> &'static str {
    let is_known = client.consumer.as_ref().is_some_and(|consumer| !consumer.member_id.is_empty());
    match client.state {
        NodeState::Running if is_known => "member-idle",
        NodeState::Running => "member-joining",
        state => words::state_key(state),
    }
}
