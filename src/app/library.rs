//! The library on the first page: by TP in the order of the course, each scenario
//! with what it needs and how far its student is, to do or to show.

use super::desk::{Desk, Door};
use super::home::title;
use super::home_picture;
use super::theme::{self, Colors, mix};
use super::widgets::{bar, card, fitted, layout, line};
use crate::base::Text;
use crate::lab::Command;
use crate::lab::view::LibraryEntry;
use egui::{
    Align, Align2, Layout, Painter, Pos2, Rect, Response, RichText, Role, Sense, Stroke, StrokeKind, Ui,
    Vec2, WidgetInfo, pos2, vec2,
};

const CARD_HEIGHT: f32 = 252.0;

/// Draws what the chosen door leads to.
pub(crate) fn show(ui: &mut Ui, desk: &mut Desk, width: f32) {
    let colors = desk.colors();
    let view = desk.view.clone();
    if view.library.is_empty() {
        title(ui, &colors, &desk.t("library"), 15.0);
        ui.add_space(10.0);
        ui.label(RichText::new(desk.t("library-empty")).color(colors.weak));
        ui.add_space(24.0);
        return;
    }
    if desk.memory.door == Door::Show {
        title(ui, &colors, &desk.t("library-show"), 15.0);
        ui.add_space(12.0);
        let demos: Vec<&LibraryEntry> = view.library.iter().filter(|entry| entry.is_demo).collect();
        cards(ui, desk, &demos, width);
        return;
    }
    let is_listed = |entry: &&LibraryEntry| desk.memory.door != Door::Tp || entry.steps > 0;
    let entries: Vec<&LibraryEntry> = view.library.iter().filter(is_listed).collect();
    let mut parts: Vec<Text> = entries.iter().map(|entry| entry.tp.clone()).collect();
    parts.sort();
    parts.dedup();
    // What belongs to no TP comes last.
    parts.sort_by_key(|part| part.is_empty());
    for part in parts {
        let mut of_part: Vec<&LibraryEntry> = entries.iter().copied().filter(|it| it.tp == part).collect();
        // The core first; what is extra stands after it.
        of_part.sort_by_key(|entry| entry.is_bonus);
        heading(ui, desk, &part, &of_part);
        cards(ui, desk, &of_part, width);
    }
}

/// A TP's name, its time without the extras, and how much of it is done.
fn heading(ui: &mut Ui, desk: &Desk, part: &str, entries: &[&LibraryEntry]) {
    let colors = desk.colors();
    ui.horizontal(|ui| {
        title(ui, &colors, &part_name(desk, part), 15.0);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let core = || entries.iter().filter(|entry| !entry.is_bonus);
            let minutes: u32 = core().map(|entry| entry.minutes).sum();
            let mut text = desk.t1("minutes", "count", i64::from(minutes));
            let whole = core().filter(|entry| entry.steps > 0).count();
            let done =
                core().filter(|it| it.steps > 0 && it.done.is_some_and(|done| done >= it.steps)).count();
            if done > 0 {
                let count = crate::t!(desk.lang(), "library-done", done = done as i64, count = whole as i64);
                text = format!("{count} · {text}");
            }
            ui.label(RichText::new(text).font(theme::body(12.5)).color(colors.weak));
        });
    });
    ui.add_space(12.0);
}

fn part_name(desk: &Desk, part: &str) -> String {
    match part {
        "" => desk.t("library-other"),
        "TP1" | "TP2" | "TP3" | "TP4" => desk.t(&format!("part-{}", part.to_lowercase())),
        other => other.to_owned(),
    }
}

fn cards(ui: &mut Ui, desk: &mut Desk, entries: &[&LibraryEntry], width: f32) {
    let columns = ((width + 16.0) / 290.0).floor().clamp(1.0, 5.0);
    let card_width = (width - 16.0 * (columns - 1.0)) / columns;
    for row in entries.chunks(columns as usize) {
        ui.horizontal(|ui| {
            for entry in row {
                library_card(ui, desk, entry, vec2(card_width, CARD_HEIGHT));
            }
        });
        ui.add_space(16.0);
    }
    ui.add_space(8.0);
}

/// What a click on the card itself does: what the door is for, else to do it.
fn usual(desk: &Desk, entry: &LibraryEntry) -> Command {
    let is_shown = entry.is_demo && (desk.memory.door == Door::Show || entry.steps == 0);
    if is_shown || entry.steps == 0 {
        Command::OpenLibrary(entry.id.clone())
    } else {
        Command::OpenExercise(entry.id.clone())
    }
}

fn library_card(ui: &mut Ui, desk: &mut Desk, entry: &LibraryEntry, size: Vec2) {
    let colors = desk.colors();
    let lang = desk.lang();
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, entry.title.get(lang)));
    if response.clicked() {
        desk.send(usual(desk, entry));
    }
    if !ui.is_rect_visible(rect) {
        return;
    }
    let painter = ui.painter().clone();
    let lit = response.hovered() || response.has_focus();
    let edge = if lit { mix(colors.line, colors.leader, 0.8) } else { colors.line };
    card(&painter, rect, colors.card, edge);
    let picture = Rect::from_min_size(rect.min + vec2(14.0, 14.0), vec2(size.x - 28.0 - 74.0, 84.0));
    painter.rect_filled(picture, 6, colors.well);
    home_picture::draw(&painter, &colors, picture.shrink(9.0), entry.picture);
    side(&painter, desk, entry, pos2(picture.right() + 14.0, rect.top() + 12.0));
    let room = size.x - 28.0;
    let left = rect.left() + 14.0;
    let name = fitted(&painter, entry.title.get(lang), theme::bold(14.5), colors.text, room);
    painter.galley(pos2(left, rect.top() + 106.0), name, colors.text);
    let goal = layout(&painter, entry.goal.get(lang), theme::body(12.5), colors.weak, room, 2);
    painter.galley(pos2(left, rect.top() + 129.0), goal, colors.weak);
    let needs = needs(desk, entry);
    if !needs.is_empty() {
        let at = pos2(left, rect.top() + 176.0);
        line(&painter, at, Align2::LEFT_CENTER, &needs, theme::body(11.5), colors.weak, room);
    }
    progress(&painter, desk, entry, Rect::from_min_size(pos2(left, rect.top() + 190.0), vec2(room, 14.0)));
    doors(ui, desk, entry, Rect::from_min_size(pos2(left, rect.bottom() - 42.0), vec2(room, 30.0)));
}

/// Number, time, level, and whether it is extra.
fn side(painter: &Painter, desk: &Desk, entry: &LibraryEntry, at: Pos2) {
    let colors = desk.colors();
    let number: String = entry.id.chars().take_while(char::is_ascii_digit).collect();
    if !number.is_empty() {
        painter.text(at, Align2::LEFT_TOP, number, theme::bold(22.0), colors.faint);
    }
    let minutes = desk.t1("minutes", "count", i64::from(entry.minutes));
    painter.text(at + vec2(0.0, 34.0), Align2::LEFT_TOP, minutes, theme::body(12.0), colors.weak);
    level(painter, &colors, at + vec2(0.0, 58.0), entry.level);
    if entry.is_bonus {
        let place = at + vec2(0.0, 78.0);
        line(painter, place, Align2::LEFT_CENTER, &desk.t("bonus"), theme::bold(11.0), colors.group, 60.0);
    }
}

/// The level as dots, out of five.
fn level(painter: &Painter, colors: &Colors, at: Pos2, level: u8) {
    for dot in 0..5_u8 {
        let center = at + vec2(3.0 + f32::from(dot) * 9.0, 3.0);
        if dot < level {
            painter.circle_filled(center, 2.8, colors.weak);
        } else {
            painter.circle_stroke(center, 2.6, Stroke::new(1.0, colors.faint));
        }
    }
}

/// The titles of what is to be done before.
fn needs(desk: &Desk, entry: &LibraryEntry) -> String {
    let lang = desk.lang();
    let title = |id: &Text| {
        let needed = desk.view.library.iter().find(|other| other.id == *id);
        needed.map_or_else(|| id.to_string(), |needed| needed.title.get(lang).to_owned())
    };
    let titles: Vec<String> = entry.needs.iter().map(title).collect();
    if titles.is_empty() { String::new() } else { desk.t1("library-needs", "titles", titles.join(", ")) }
}

/// Steps behind the student, as a bar and in numbers.
fn progress(painter: &Painter, desk: &Desk, entry: &LibraryEntry, rect: Rect) {
    let colors = desk.colors();
    if entry.steps == 0 {
        return;
    }
    let Some(done) = entry.done else {
        let text = desk.t1("library-steps", "count", i64::from(entry.steps));
        let at = rect.left_center();
        line(painter, at, Align2::LEFT_CENTER, &text, theme::body(11.5), colors.weak, rect.width());
        return;
    };
    let trough = Rect::from_center_size(rect.center() - vec2(24.0, 0.0), vec2(rect.width() - 48.0, 6.0));
    let share = done as f32 / entry.steps as f32;
    bar(painter, trough, &[(share, colors.in_sync)], colors.well);
    let text = format!("{done}/{}", entry.steps);
    let at = rect.right_center();
    line(painter, at, Align2::RIGHT_CENTER, &text, theme::bold(12.0), colors.text, 44.0);
}

/// The buttons *Do* and *Show*.
fn doors(ui: &Ui, desk: &mut Desk, entry: &LibraryEntry, rect: Rect) {
    let colors = desk.colors();
    let title = entry.title.get(desk.lang()).to_owned();
    let mut left = rect.left();
    if entry.steps > 0 {
        let is_begun = entry.done.is_some_and(|done| done > 0 && done < entry.steps);
        let text = desk.t(if is_begun { "library-go-on" } else { "library-do" });
        let name = desk.t1("library-do-name", "title", title.clone());
        let button = door(ui, &colors, pos2(left, rect.top()), rect.height(), &text, &name, true);
        left = button.rect.right() + 8.0;
        if button.clicked() {
            desk.send(Command::OpenExercise(entry.id.clone()));
        }
    }
    if entry.is_demo {
        let name = desk.t1("library-show-name", "title", title);
        let text = desk.t("library-show-one");
        if door(ui, &colors, pos2(left, rect.top()), rect.height(), &text, &name, false).clicked() {
            desk.send(Command::OpenLibrary(entry.id.clone()));
        }
    }
}

fn door(ui: &Ui, colors: &Colors, at: Pos2, height: f32, text: &str, name: &str, is_first: bool) -> Response {
    let ink = if is_first { colors.leader } else { colors.text };
    let galley = ui.painter().layout_no_wrap(text.to_owned(), theme::bold(13.0), ink);
    let rect = Rect::from_min_size(at, vec2(galley.size().x + 28.0, height));
    let response = ui.interact(rect, ui.scope_id().with(name), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    let lit = response.hovered() || response.has_focus();
    let base = if is_first { colors.tint(colors.leader, 0.16) } else { colors.raised };
    let fill = if lit { mix(base, colors.text, 0.12) } else { base };
    let edge = if lit || is_first { colors.muted(colors.leader) } else { colors.line };
    ui.painter().rect(rect, theme::BUTTON_RADIUS, fill, Stroke::new(1.0, edge), StrokeKind::Inside);
    ui.painter().galley(rect.center() - galley.size() / 2.0, galley, ink);
    response
}
