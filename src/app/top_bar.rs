//! The bar at the top: product, scenario, mode, what it imitates, language,
//! theme, digest.

use super::desk::{Desk, Outside};
use super::icons::Icon;
use super::settings::Theme;
use super::widgets::{icon_button, line, text_button};
use super::{locks, menus, theme};
use crate::lab::Command;
use crate::lab::view::Mode;
use crate::text::Lang;
use egui::{Align, Align2, Frame, Layout, Margin, Panel, Rect, Sense, Ui, pos2, vec2};

const SMALL: egui::Vec2 = vec2(28.0, 26.0);

/// Draws the bar of an open scenario.
pub(crate) fn show(ui: &mut Ui, desk: &mut Desk) {
    let colors = desk.colors();
    let frame = Frame::new().fill(colors.panel).inner_margin(Margin::symmetric(12, 6));
    Panel::top("top").frame(frame).resizable(false).exact_size(42.0).show(ui, |ui| {
        let whole = ui.max_rect();
        ui.horizontal_centered(|ui| {
            if product(ui, desk).clicked() {
                desk.send(Command::Close);
            }
            if ui.ctx().content_rect().width() >= 800.0 {
                modes(ui, desk);
            }
            let left = ui.cursor().left() + 10.0;
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                right_side(ui, desk);
                let right = ui.cursor().right() - 12.0;
                title(ui, desk, whole, left, right);
            });
        });
    });
}

/// The mark and the name; a click leads to the first page.
pub(crate) fn product(ui: &mut Ui, desk: &Desk) -> egui::Response {
    let colors = desk.colors();
    let name = desk.t("product");
    let galley = ui.painter().layout_no_wrap(name, theme::bold(14.5), colors.text);
    let (rect, response) = ui.allocate_exact_size(galley.size() + vec2(28.0, 8.0), Sense::click());
    let label = desk.t("go-home");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &label));
    let center = pos2(rect.left() + 9.0, rect.center().y);
    let stroke = egui::Stroke::new(1.6, colors.leader);
    ui.painter().circle_stroke(center, 8.0, stroke);
    ui.painter().circle_filled(center, 3.2, colors.leader);
    ui.painter().galley(
        pos2(rect.left() + 25.0, rect.center().y - galley.size().y / 2.0),
        galley,
        colors.text,
    );
    response.on_hover_text(label)
}

fn modes(ui: &mut Ui, desk: &mut Desk) {
    let colors = desk.colors();
    ui.add_space(8.0);
    let is_exercise = desk.view.run.mode == Mode::Exercise;
    let modes =
        [(Mode::Demo, "mode-demo"), (Mode::Exercise, "mode-exercise"), (Mode::Sandbox, "mode-sandbox")];
    for (mode, key) in modes {
        let is_on = desk.view.run.mode == mode;
        if mode == Mode::Exercise && !is_exercise && !has_exercise(desk) {
            continue;
        }
        let is_locked = desk.view.locks.future && !is_on;
        let mut button = ui
            .add_enabled_ui(!is_locked, |ui| text_button(ui, &colors, &desk.t(key), is_on, colors.text))
            .inner;
        if is_locked {
            button = button.on_disabled_hover_text(desk.t(locks::why_no_future(desk)));
        }
        if button.clicked() && !is_on {
            desk.send(enter(desk, mode));
        }
    }
}

/// Whether what is open has steps to do.
fn has_exercise(desk: &Desk) -> bool {
    let Some(scenario) = &desk.view.scenario else { return false };
    let shipped = desk.view.library.iter().find(|entry| entry.id == scenario.id);
    scenario.file.is_some() || shipped.is_some_and(|entry| entry.steps > 0)
}

/// What leads into a mode: a shipped exercise is taken up where its student left it.
fn enter(desk: &Desk, mode: Mode) -> Command {
    let scenario = desk.view.scenario.as_ref().filter(|it| it.file.is_none() && !it.id.is_empty());
    match scenario {
        Some(scenario) if mode == Mode::Exercise => Command::OpenExercise(scenario.id.clone()),
        _ => Command::SetMode(mode),
    }
}

/// The scenario's title, in what is left between the two ends.
fn title(ui: &Ui, desk: &Desk, whole: Rect, left: f32, right: f32) {
    let colors = desk.colors();
    let Some(scenario) = &desk.view.scenario else { return };
    let lang = desk.lang();
    let room = right - left;
    if room < 60.0 {
        return;
    }
    let painter = ui.painter();
    let middle = whole.center().y;
    let semantics = scenario.semantics.get(lang);
    let used = line(
        painter,
        pos2(left, middle),
        Align2::LEFT_CENTER,
        scenario.title.get(lang),
        theme::body(13.5),
        colors.text,
        room,
    );
    let left_over = right - used.right() - 24.0;
    if left_over > 120.0 && !semantics.is_empty() {
        let at = pos2(right, middle);
        line(painter, at, Align2::RIGHT_CENTER, semantics, theme::body(11.5), colors.faint, left_over);
    }
}

/// From the right: digest, panel, help, theme, language, undo.
fn right_side(ui: &mut Ui, desk: &mut Desk) {
    let colors = desk.colors();
    let digest = format!("#{:016x}", desk.view.run.digest);
    let short = egui::RichText::new(&digest[..9]).font(theme::mono(11.5)).color(colors.faint);
    let hover = desk.t1("digest-hover", "digest", digest.clone());
    ui.label(short).on_hover_text(hover);
    let is_open = desk.is_inspector_open();
    let key = if is_open { "panel-close" } else { "panel-open" };
    if icon_button(ui, &colors, Icon::Sidebar, &desk.t(key), true, false, SMALL).clicked() {
        desk.set_inspector_open(!is_open);
    }
    preferences(ui, desk);
    if text_button(ui, &colors, &desk.t("present-short"), false, colors.text)
        .on_hover_text(desk.t("present"))
        .clicked()
    {
        super::present::toggle(desk);
    }
    let is_free = !desk.view.locks.deeds;
    let (undo, redo) = (desk.view.run.can_undo && is_free, desk.view.run.can_redo && is_free);
    if icon_button(ui, &colors, Icon::Redo, &desk.t("redo"), redo, false, SMALL).clicked() {
        menus::redo(desk);
    }
    if icon_button(ui, &colors, Icon::Undo, &desk.t("undo"), undo, false, SMALL).clicked() {
        menus::undo(desk);
    }
    let text = desk.t("file");
    ui.menu_button(text, |ui| {
        if ui.button(desk.t("open-file")).clicked() {
            ui.close();
            desk.outside.push(Outside::OpenDialog);
        }
        if ui.button(desk.t("save-session")).clicked() {
            ui.close();
            desk.outside.push(Outside::SaveDialog);
        }
        if desk.view.exercise.is_none() && ui.button(desk.t("export")).clicked() {
            ui.close();
            desk.outside.push(Outside::ExportDialog);
        }
        if ui.button(desk.t("reload")).clicked() {
            ui.close();
            desk.send(Command::Reload);
        }
        if ui.button(desk.t("go-home")).clicked() {
            ui.close();
            desk.send(Command::Close);
        }
    });
}

/// Help, theme and language: the same on every page (right to left).
pub(crate) fn preferences(ui: &mut Ui, desk: &mut Desk) {
    let colors = desk.colors();
    if text_button(ui, &colors, "F1", desk.memory.help_open, colors.text)
        .on_hover_text(desk.t("help"))
        .clicked()
    {
        desk.memory.help_open = !desk.memory.help_open;
    }
    if icon_button(ui, &colors, Icon::Theme, &desk.t("theme"), true, false, SMALL).clicked() {
        desk.settings.theme = match desk.settings.theme {
            Theme::Dark => Theme::Light,
            Theme::Light => Theme::Dark,
        };
    }
    for lang in [Lang::Fr, Lang::En] {
        let key = match lang {
            Lang::En => "lang-en",
            Lang::Fr => "lang-fr",
        };
        let is_on = desk.settings.lang == lang;
        let button = text_button(ui, &colors, &lang.code().to_uppercase(), is_on, colors.text);
        if button.on_hover_text(desk.t(key)).clicked() {
            desk.settings.lang = lang;
        }
    }
}
