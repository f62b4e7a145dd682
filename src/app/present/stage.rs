//! The cluster in large type: producers left, brokers in the middle, groups
//! right, and the messages between them. What does not fit is counted.

use super::{SIZE, Scale};
use crate::app::desk::Desk;
use crate::app::icons::star;
use crate::app::theme::{self, mix};
use crate::app::widgets::{dashed, line};
use crate::app::words;
use crate::base::{Address, ClientId, Instant};
use crate::lab::view::{
    BrokerView, ClientView, Flow, GroupPhase, GroupView, NodeState, ReplicaView, Role, Subject,
};
use egui::{Align2, Color32, Pos2, Rect, Sense, Stroke, StrokeKind, Ui, pos2, vec2};
use std::collections::BTreeMap;

/// Top and foot of the stage.
const TOP: f32 = 62.0;
const FOOT: f32 = 396.0;
const MARGIN: f32 = 30.0;
/// Height of a line of text on a card.
const ROW: f32 = 31.0;
/// Smallest text.
const SMALL: f32 = 18.0;
/// Room for controllers below the brokers.
const STRIP: f32 = 40.0;
/// More messages than this are a swarm nobody follows.
const MOST_MESSAGES: usize = 80;

/// Where things stand, for the messages between them.
#[derive(Default)]
struct Places {
    brokers: BTreeMap<i32, Rect>,
    controllers: BTreeMap<i32, Rect>,
    clients: BTreeMap<ClientId, Rect>,
}

impl Places {
    fn of(&self, address: Address) -> Option<Rect> {
        match address {
            Address::Broker(id) => self.brokers.get(&id.0).copied(),
            Address::Controller(id) => self.controllers.get(&id).copied(),
            Address::Client(id) => self.clients.get(&id).copied(),
        }
    }
}

/// Draws the stage.
pub(super) fn show(ui: &Ui, desk: &mut Desk, scale: Scale) {
    let mut places = Places::default();
    let view = desk.view.clone();
    let left: Vec<&ClientView> = view
        .cluster
        .clients
        .iter()
        .map(|client| &**client)
        .filter(|client| client.consumer.as_ref().is_none_or(|consumer| consumer.group.is_empty()))
        .collect();
    let groups: Vec<&GroupView> = view.cluster.groups.iter().map(|group| &**group).collect();
    let left_width = if left.is_empty() { 0.0 } else { 178.0 };
    let right_width = if groups.is_empty() { 0.0 } else { 214.0 };
    let gap = 34.0;
    let brokers_left = MARGIN + if left.is_empty() { 0.0 } else { left_width + gap };
    let brokers_right = SIZE.x - MARGIN - if groups.is_empty() { 0.0 } else { right_width + gap };
    brokers(ui, desk, scale, &mut places, brokers_left, brokers_right);
    clients(ui, desk, scale, &mut places, &left, left_width);
    group_cards(ui, desk, scale, &mut places, &groups, SIZE.x - MARGIN - right_width, right_width);
    messages(ui, desk, &places, scale);
}

fn card(ui: &Ui, desk: &Desk, rect: Rect, accent: Color32, is_broken: bool, is_selected: bool) {
    let colors = desk.colors();
    let fill = if is_broken { mix(colors.card, colors.fault, 0.07) } else { colors.card };
    let painter = ui.painter();
    painter.rect_filled(rect, theme::CARD_RADIUS, fill);
    let width = if is_selected { 4.0 } else { 2.0 };
    if is_broken {
        dashed(painter, rect, Stroke::new(2.5, colors.fault), 9.0);
    } else {
        painter.rect_stroke(rect, theme::CARD_RADIUS, Stroke::new(width, accent), StrokeKind::Inside);
    }
}

/// A text in a card.
fn text(ui: &Ui, at: Pos2, words: &str, font: egui::FontId, ink: Color32, width: f32) -> Rect {
    line(ui.painter(), at, Align2::LEFT_CENTER, words, font, ink, width)
}

/// Something one can point at and click, with a name.
fn named(ui: &Ui, desk: &mut Desk, rect: Rect, subject: Subject, name: &str) {
    let id = ui.scope_id().with(("present", &subject, name));
    let response = ui.interact(rect, id, Sense::click());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, name));
    if response.clicked() {
        let again = desk.is_selected(&subject);
        desk.select(if again { Subject::Cluster } else { subject });
    }
}

fn brokers(ui: &Ui, desk: &mut Desk, scale: Scale, places: &mut Places, left: f32, right: f32) {
    let view = desk.view.clone();
    let cluster = &view.cluster;
    let count = cluster.brokers.len().max(1);
    let columns = if count <= 5 { count } else { count.div_ceil(2) };
    let rows = count.div_ceil(columns);
    let has_controllers = !cluster.controllers.is_empty();
    let foot = if has_controllers { FOOT - STRIP } else { FOOT };
    let gap = 16.0;
    let width = ((right - left - gap * (columns as f32 - 1.0)) / columns as f32).min(260.0);
    let height = (foot - TOP - gap * (rows as f32 - 1.0)) / rows as f32;
    let whole = width * columns as f32 + gap * (columns as f32 - 1.0);
    let start = left + (right - left - whole) / 2.0;
    for (index, broker) in cluster.brokers.iter().enumerate() {
        let (column, row) = ((index % columns) as f32, (index / columns) as f32);
        let (x, y) = (start + column * (width + gap), TOP + row * (height + gap));
        // No taller than what it holds, so that an empty broker looks empty.
        let shown = broker.replicas.iter().filter(|replica| !replica.is_internal).count().max(1);
        let head = if broker.state == NodeState::Running { 52.0 } else { 76.0 };
        let wanted = head + shown as f32 * (ROW + 5.0) + 8.0;
        let rect = scale.rect(x, y, width, wanted.min(height));
        places.brokers.insert(broker.id.0, rect);
        broker_card(ui, desk, scale, broker, rect);
    }
    let controllers = cluster.controllers.len() as f32;
    for (index, controller) in cluster.controllers.iter().enumerate() {
        let width = 190.0;
        let x = (left + right) / 2.0 + (index as f32 - controllers / 2.0) * (width + 12.0);
        let rect = scale.rect(x, FOOT - 32.0, width, 32.0);
        places.controllers.insert(controller.id, rect);
        let colors = desk.colors();
        let accent = if controller.is_active { colors.weak } else { colors.line };
        card(ui, desk, rect, accent, !controller.state.is_up(), false);
        let name = desk.t("present-controller");
        let at = rect.left_center() + vec2(scale.length(14.0), 0.0);
        text(ui, at, &name, scale.body(SMALL), colors.weak, rect.width() - scale.length(20.0));
        named(ui, desk, rect, Subject::Controller(controller.id), &name);
    }
}

fn broker_card(ui: &Ui, desk: &mut Desk, scale: Scale, broker: &BrokerView, rect: Rect) {
    let colors = desk.colors();
    let is_down = !broker.state.is_up();
    let subject = Subject::Broker(broker.id);
    let accent = if broker.is_isolated { colors.fault } else { colors.line };
    let is_selected = desk.is_selected(&subject);
    card(ui, desk, rect, if is_selected { colors.leader } else { accent }, is_down, is_selected);
    let name = desk.name(&subject);
    let pad = scale.length(12.0);
    let head = pos2(rect.left() + pad, rect.top() + scale.length(26.0));
    let ink = if is_down { colors.fault } else { colors.text };
    let used = text(ui, head, &name, scale.bold(21.0), ink, rect.width() - 2.0 * pad);
    let label = format!("{name}, {}", desk.t(words::state_key(broker.state)));
    named(ui, desk, Rect::from_min_max(rect.min, pos2(rect.right(), used.bottom())), subject, &label);
    if broker.state != NodeState::Running {
        let state = desk.t(words::state_key(broker.state));
        let at = head + vec2(0.0, scale.length(25.0));
        text(ui, at, &state, scale.body(SMALL), colors.fault, rect.width() - 2.0 * pad);
    }
    let shown: Vec<ReplicaView> =
        broker.replicas.iter().filter(|replica| !replica.is_internal).copied().collect();
    let step = scale.length(ROW + 5.0);
    let top = rect.top() + scale.length(if broker.state == NodeState::Running { 50.0 } else { 74.0 });
    let fits = (((rect.bottom() - top) / step).floor() as usize).max(1);
    let cut = if shown.len() > fits { fits.saturating_sub(1) } else { shown.len() };
    for (index, replica) in shown.iter().take(cut).enumerate() {
        let at = pos2(rect.left() + pad * 0.7, top + index as f32 * step);
        let row = Rect::from_min_size(at, vec2(rect.width() - pad * 1.4, scale.length(ROW)));
        replica_row(ui, desk, scale, broker.id.0, replica, row);
    }
    if cut < shown.len() {
        let more = desk.t1("present-more", "count", (shown.len() - cut) as i64);
        let at = pos2(rect.left() + pad, top + cut as f32 * step + scale.length(ROW / 2.0));
        text(ui, at, &more, scale.body(SMALL), colors.weak, rect.width() - 2.0 * pad);
    }
}

fn replica_row(ui: &Ui, desk: &mut Desk, scale: Scale, broker: i32, replica: &ReplicaView, row: Rect) {
    let colors = desk.colors();
    let accent = colors.role(replica.role, replica.in_sync);
    let name = desk.view.cluster.partition_name(replica.partition);
    let painter = ui.painter();
    let is_leader = replica.role == Role::Leader;
    let fill = if is_leader { mix(colors.card, accent, 0.2) } else { colors.card };
    painter.rect_filled(row, theme::BUTTON_RADIUS, fill);
    let stroke = Stroke::new(scale.length(2.0), accent);
    if replica.role == Role::Offline {
        dashed(painter, row, stroke, 6.0);
    } else {
        painter.rect_stroke(row, theme::BUTTON_RADIUS, stroke, StrokeKind::Inside);
    }
    let pad = scale.length(10.0);
    let star_room = if is_leader { scale.length(22.0) } else { 0.0 };
    let (font, ink) = match replica.role {
        Role::Leader => (scale.bold(SMALL), colors.text),
        Role::Follower => (scale.body(SMALL), colors.text),
        Role::Offline => (scale.body(SMALL), colors.weak),
    };
    let at = row.left_center() + vec2(pad, 0.0);
    let room = row.width() - 2.0 * pad - star_room;
    text(ui, at, &shortened(ui, &name, &font, room), font, ink, room);
    if is_leader {
        star(painter, row.right_center() - vec2(scale.length(16.0), 0.0), scale.length(8.0), accent);
    }
    let label = format!("{name}, {}", desk.name(&Subject::Broker(crate::base::BrokerId(broker))));
    named(ui, desk, row, Subject::Partition(replica.partition), &label);
}

/// A partition's name in its room: the topic gives way, the number stays.
fn shortened(ui: &Ui, name: &str, font: &egui::FontId, room: f32) -> String {
    let width =
        |text: &str| ui.painter().layout_no_wrap(text.to_owned(), font.clone(), Color32::WHITE).size().x;
    let Some((topic, number)) = name.rsplit_once('-') else { return name.to_owned() };
    let mut kept = topic.chars().count();
    let mut text = name.to_owned();
    while kept > 1 && width(&text) > room {
        kept -= 1;
        text = format!("{}…-{number}", topic.chars().take(kept).collect::<String>());
    }
    text
}

/// Cards one below the other, each so high, centred in the stage.
fn column(scale: Scale, heights: &[f32], x: f32, width: f32) -> Vec<Rect> {
    let gap = 14.0;
    let whole: f32 = heights.iter().sum::<f32>() + gap * (heights.len().max(1) as f32 - 1.0);
    let mut y = TOP + ((FOOT - TOP - whole) / 2.0).max(0.0);
    heights
        .iter()
        .map(|height| {
            let rect = scale.rect(x, y, width, *height);
            y += height + gap;
            rect
        })
        .collect()
}

fn clients(ui: &Ui, desk: &mut Desk, scale: Scale, places: &mut Places, clients: &[&ClientView], width: f32) {
    let colors = desk.colors();
    let most = 4;
    let cut = if clients.len() > most { most - 1 } else { clients.len() };
    let heights = vec![72.0; clients.len().min(most)];
    let rects = column(scale, &heights, MARGIN, width);
    for (index, rect) in rects.iter().enumerate() {
        let pad = scale.length(14.0);
        let room = rect.width() - 2.0 * pad;
        if index >= cut {
            for hidden in &clients[cut..] {
                places.clients.insert(hidden.id, *rect);
            }
            let more = desk.t1("present-more", "count", (clients.len() - cut) as i64);
            card(ui, desk, *rect, colors.line, false, false);
            text(ui, rect.left_center() + vec2(pad, 0.0), &more, scale.body(SMALL), colors.weak, room);
            break;
        }
        let client = clients[index];
        places.clients.insert(client.id, *rect);
        let subject = Subject::Client(client.id);
        let is_broken = matches!(client.state, NodeState::Crashed | NodeState::Failed | NodeState::PowerCut);
        let is_selected = desk.is_selected(&subject);
        let accent = if client.state == NodeState::Running { colors.weak } else { colors.line };
        card(ui, desk, *rect, accent, is_broken, is_selected);
        let ink = if client.state.is_up() { colors.text } else { colors.weak };
        let at = pos2(rect.left() + pad, rect.top() + scale.length(24.0));
        text(ui, at, &client.name, scale.bold(20.0), ink, room);
        let second = match &client.producer {
            Some(producer) if client.state.is_up() => format!("acks={}", producer.acks),
            _ => desk.t(words::state_key(client.state)),
        };
        let at = pos2(rect.left() + pad, rect.top() + scale.length(51.0));
        text(ui, at, &second, scale.body(SMALL), colors.weak, room);
        named(ui, desk, *rect, subject, &format!("{}, {second}", client.name));
    }
}

fn group_cards(
    ui: &Ui,
    desk: &mut Desk,
    scale: Scale,
    places: &mut Places,
    groups: &[&GroupView],
    x: f32,
    width: f32,
) {
    if groups.is_empty() {
        return;
    }
    let room = FOOT - TOP - 14.0 * (groups.len() as f32 - 1.0);
    let share = room / groups.len() as f32;
    let view = desk.view.clone();
    let heights: Vec<f32> = groups
        .iter()
        .map(|group| (74.0 + members(&view.cluster, group).len().max(1) as f32 * ROW).min(share).max(72.0))
        .collect();
    let rects = column(scale, &heights, x, width);
    for (group, rect) in groups.iter().zip(rects) {
        group_card(ui, desk, scale, places, group, rect);
    }
}

/// The consumers of a group: those that run, members or not.
fn members<'c>(cluster: &'c crate::lab::view::ClusterView, group: &GroupView) -> Vec<&'c ClientView> {
    let belongs = |client: &&ClientView| {
        client.consumer.as_ref().is_some_and(|consumer| consumer.group == group.name)
            && client.state != NodeState::NotStarted
    };
    cluster.clients.iter().map(|client| &**client).filter(belongs).collect()
}

fn group_card(ui: &Ui, desk: &mut Desk, scale: Scale, places: &mut Places, group: &GroupView, rect: Rect) {
    let colors = desk.colors();
    let view = desk.view.clone();
    let subject = Subject::Group(group.name.clone());
    let is_moving = !matches!(group.phase, GroupPhase::Stable | GroupPhase::Empty);
    let accent = if is_moving { colors.waiting } else { colors.group };
    let is_selected = desk.is_selected(&subject);
    card(ui, desk, rect, accent, false, is_selected);
    let pad = scale.length(14.0);
    let room = rect.width() - 2.0 * pad;
    let at = pos2(rect.left() + pad, rect.top() + scale.length(24.0));
    text(ui, at, &group.name, scale.bold(20.0), colors.text, room);
    let state = crate::t!(desk.lang(), "present-group", phase = group.phase.name(), lag = group.lag);
    let at = pos2(rect.left() + pad, rect.top() + scale.length(50.0));
    text(ui, at, &state, scale.body(SMALL), accent, room);
    let head = Rect::from_min_max(rect.min, pos2(rect.right(), at.y + scale.length(12.0)));
    named(ui, desk, head, subject, &format!("{}, {state}", group.name));
    let members = members(&view.cluster, group);
    let top = rect.top() + scale.length(66.0);
    let fits = ((rect.bottom() - top) / scale.length(ROW)).floor() as usize;
    let cut = if members.len() > fits { fits.saturating_sub(1) } else { members.len() };
    for member in members.iter().skip(cut) {
        places.clients.insert(member.id, rect);
    }
    for (index, member) in members.iter().take(cut).enumerate() {
        let y = top + scale.length(ROW) * (index as f32 + 0.5);
        let row = Rect::from_center_size(pos2(rect.center().x, y), vec2(rect.width(), scale.length(ROW)));
        places.clients.insert(member.id, row);
        let assigned = member.consumer.as_ref().map(|it| words::partitions(&view.cluster, &it.assigned));
        let state = match assigned {
            _ if !member.state.is_up() => desk.t(words::state_key(member.state)),
            Some(assigned) if !assigned.is_empty() => assigned,
            _ => desk.t("present-waits"),
        };
        let ink = match (
            member.state.is_up(),
            member.consumer.as_ref().is_some_and(|it| !it.assigned.is_empty()),
        ) {
            (false, _) => colors.fault,
            (true, false) => colors.waiting,
            (true, true) => colors.text,
        };
        let label = format!("{}  {state}", member.name);
        text(ui, pos2(rect.left() + pad, y), &label, scale.body(SMALL), ink, room);
        named(ui, desk, row, Subject::Client(member.id), &label);
    }
    if cut < members.len() {
        let more = desk.t1("present-more", "count", (members.len() - cut) as i64);
        let y = top + scale.length(ROW) * (cut as f32 + 0.5);
        text(ui, pos2(rect.left() + pad, y), &more, scale.body(SMALL), colors.weak, room);
    }
}

/// Requests as filled dots, answers as rings, on straight ways between the cards.
fn messages(ui: &Ui, desk: &Desk, places: &Places, scale: Scale) {
    let colors = desk.colors();
    let now = desk.view.run.now;
    // Heartbeats and metadata go on all the time: a room does not need them.
    let told = desk.view.messages.iter().filter(|it| !matches!(it.flow, Flow::Control | Flow::Metadata));
    for message in told.take(MOST_MESSAGES) {
        let (Some(from), Some(to)) = (places.of(message.from), places.of(message.to)) else { continue };
        let way = [edge_towards(from, to.center()), edge_towards(to, from.center())];
        let along = share(message.sent_at, message.arrives_at, now);
        let at = way[0] + (way[1] - way[0]) * along;
        let color = colors.flow(message.flow);
        ui.painter().line_segment(way, Stroke::new(scale.length(2.0), mix(colors.canvas, color, 0.45)));
        let radius = scale.length(8.0);
        if message.is_response {
            ui.painter().circle(at, radius, colors.canvas, Stroke::new(scale.length(3.0), color));
        } else {
            ui.painter().circle_filled(at, radius, color);
        }
    }
}

fn share(from: Instant, to: Instant, now: Instant) -> f32 {
    let whole = to.0.saturating_sub(from.0).max(1) as f32;
    (now.0.saturating_sub(from.0) as f32 / whole).clamp(0.0, 1.0)
}

/// Where the way from the middle of a card to somewhere else leaves it.
fn edge_towards(rect: Rect, other: Pos2) -> Pos2 {
    let center = rect.center();
    let to = other - center;
    let reach = |half: f32, by: f32| if by.abs() < 0.001 { f32::INFINITY } else { half / by.abs() };
    let share = reach(rect.width() / 2.0, to.x).min(reach(rect.height() / 2.0, to.y)).min(1.0);
    center + to * share
}
