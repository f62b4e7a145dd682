//! Ctrl+K: every deed and every thing by a few letters of its name.

use super::desk::{Desk, Outside};
use super::settings::Theme;
use super::{class, console, exercise, keyboard, locks, theme, tools};
use crate::base::Instant;
use crate::lab::view::{Subject, Tool};
use crate::lab::{Command, Lesson};
use crate::text::Lang;
use crate::world::Action;
use egui::{Align2, Context, Id, Key, Modal, Modifiers, ScrollArea, vec2};

/// What was typed, and which line is chosen.
#[derive(Debug, Default)]
pub(crate) struct Palette {
    query: String,
    chosen: usize,
}

/// What a line does.
enum Deed {
    Send(Command),
    Select(Subject),
    Outside(Outside),
    PlayPause,
    Present,
    Guide(super::guide::Guide),
    Help,
    Theme,
    Lang(Lang),
    HandIn,
    CatchUp,
    Console,
    Black,
}

/// Draws the palette over everything while it is open.
pub(crate) fn show(ctx: &Context, desk: &mut Desk) {
    let Some(mut palette) = desk.memory.palette.take() else { return };
    let lines = matching(desk, &palette.query);
    let pressed = |key: Key| ctx.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    if pressed(Key::ArrowDown) {
        palette.chosen += 1;
    }
    if pressed(Key::ArrowUp) {
        palette.chosen = palette.chosen.saturating_sub(1);
    }
    palette.chosen = palette.chosen.min(lines.len().saturating_sub(1));
    let mut picked = pressed(Key::Enter).then_some(palette.chosen);
    let colors = desk.colors();
    let area = Modal::default_area(Id::unique("palette")).anchor(Align2::CENTER_TOP, vec2(0.0, 90.0));
    let shown = Modal::new(Id::unique("palette")).area(area).frame(theme::sheet(ctx)).show(ctx, |ui| {
        ui.set_width(460.0);
        let hint = desk.t("palette-hint");
        let edit =
            egui::TextEdit::singleline(&mut palette.query).hint_text(&hint).desired_width(f32::INFINITY);
        let response = ui.add(edit);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, &hint));
        response.request_focus();
        if response.changed() {
            palette.chosen = 0;
        }
        ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
            for (index, (text, _)) in lines.iter().enumerate() {
                let is_chosen = index == palette.chosen;
                let text = egui::RichText::new(text).font(theme::body(13.5)).color(colors.text);
                // The empty tail pushes the words to the left.
                let words = (text, egui::Atom::grow());
                let size = vec2(ui.available_width(), 26.0);
                let line = ui.add(egui::Button::selectable(is_chosen, words).min_size(size));
                if line.clicked() {
                    picked = Some(index);
                }
                if is_chosen {
                    line.scroll_to_me(None);
                }
            }
        });
    });
    if let Some((_, deed)) = picked.and_then(|index| lines.into_iter().nth(index)) {
        perform(desk, deed);
    } else if !shown.should_close() {
        desk.memory.palette = Some(palette);
    }
}

fn perform(desk: &mut Desk, deed: Deed) {
    match deed {
        Deed::Send(command) => desk.send(command),
        Deed::Select(subject) => desk.select(subject),
        Deed::Outside(wish) => desk.outside.push(wish),
        Deed::PlayPause => keyboard::play_or_pause(desk),
        Deed::Present => super::present::toggle(desk),
        Deed::Guide(guide) => desk.memory.guide = Some(guide),
        Deed::Help => desk.memory.help_open = true,
        Deed::Theme => {
            desk.settings.theme = match desk.settings.theme {
                Theme::Dark => Theme::Light,
                Theme::Light => Theme::Dark,
            };
        }
        Deed::Lang(lang) => desk.settings.lang = lang,
        Deed::HandIn => desk.memory.class.open_hand_in(),
        Deed::CatchUp => desk.memory.class.open_catch_up(),
        Deed::Console => console::focus(desk),
        Deed::Black => desk.memory.class.is_black = true,
    }
}

/// The lines whose text has every typed word, best first being the order they are listed in.
fn matching(desk: &Desk, query: &str) -> Vec<(String, Deed)> {
    let words: Vec<String> = query.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let fits = |text: &str| {
        let text = text.to_lowercase();
        words.iter().all(|word| text.contains(word))
    };
    let mut lines = all(desk);
    // What a question locks, or a step leaves out, is not offered.
    lines.retain(|(text, deed)| fits(text) && is_allowed(desk, deed));
    lines.truncate(40);
    lines
}

fn is_allowed(desk: &Desk, deed: &Deed) -> bool {
    match deed {
        Deed::Send(Command::Act(action)) => tools::allows(desk, action),
        Deed::Send(command) => locks::reason(desk, command).is_none(),
        Deed::PlayPause => !desk.view.locks.time,
        Deed::Console => !desk.view.locks.console && locks::has_tool(desk, Tool::Console),
        _ => true,
    }
}

fn all(desk: &Desk) -> Vec<(String, Deed)> {
    let mut lines: Vec<_> =
        super::guide::Guide::ALL.into_iter().map(|(guide, key)| (desk.t(key), Deed::Guide(guide))).collect();
    if desk.view.scenario.is_some() {
        lines.push((desk.t("key-play"), Deed::PlayPause));
        lines.push((desk.t("present"), Deed::Present));
        for (key, command) in [
            ("key-step", Command::Step(1)),
            ("key-step-back", Command::Step(-1)),
            ("key-next", Command::JumpToNext),
            ("key-start", Command::SeekTo(Instant::START)),
            ("key-head", Command::SeekTo(desk.view.run.head)),
            ("key-fork", Command::Branch),
            ("menu-heal", Command::Act(Action::Heal)),
            ("reload", Command::Reload),
            ("go-home", Command::Close),
        ] {
            lines.push((desk.t(key), Deed::Send(command)));
        }
        lessons(desk, &mut lines);
        lines.push((desk.t("key-console"), Deed::Console));
        lines.push((desk.t("save-session"), Deed::Outside(Outside::SaveDialog)));
        if desk.view.exercise.is_none() {
            lines.push((desk.t("export"), Deed::Outside(Outside::ExportDialog)));
        }
        things(desk, &mut lines);
    }
    lines.push((desk.t("open-file"), Deed::Outside(Outside::OpenDialog)));
    lines.push((desk.t("door-explore"), Deed::Send(Command::OpenSandbox)));
    lines.push((desk.t("theme"), Deed::Theme));
    lines.push((desk.t("lang-en"), Deed::Lang(Lang::En)));
    lines.push((desk.t("lang-fr"), Deed::Lang(Lang::Fr)));
    lines.push((desk.t("help"), Deed::Help));
    lines.push((desk.t("key-black"), Deed::Black));
    for entry in desk.view.library.iter() {
        let title = entry.title.get(desk.lang()).to_owned();
        if entry.is_demo {
            let open = Deed::Send(Command::OpenLibrary(entry.id.clone()));
            lines.push((desk.t1("palette-open", "title", title.clone()), open));
        }
        if entry.steps > 0 {
            let open = Deed::Send(Command::OpenExercise(entry.id.clone()));
            lines.push((desk.t1("palette-do", "title", title), open));
        }
    }
    lines
}

/// What can be done with the exercise under way.
fn lessons(desk: &Desk, lines: &mut Vec<(String, Deed)>) {
    let Some(exercise) = &desk.view.exercise else { return };
    let send = |lesson| Deed::Send(Command::Exercise(lesson));
    if exercise.card.can_next {
        lines.push((desk.t("next-step"), send(Lesson::Next)));
    }
    lines.push((desk.t("ready"), send(Lesson::Ready(!exercise.is_ready))));
    for (text, lesson) in class::entries(desk, exercise) {
        lines.push((text, send(lesson)));
    }
    for (name, at) in &exercise.card.rewinds {
        let text = crate::t!(desk.lang(), "rewind-to", name = name.to_string(), at = at.to_string());
        lines.push((text, send(Lesson::Rewind(name.clone()))));
    }
    lines.push((desk.t("hand-in"), Deed::HandIn));
    lines.push((desk.t("catch-up"), Deed::CatchUp));
    for (index, step) in exercise.steps.iter().enumerate() {
        let kind = desk.t(exercise::kind_key(step.kind));
        let text = crate::t!(desk.lang(), "palette-step", number = index as i64 + 1, kind = kind);
        lines.push((text, send(Lesson::Look(index))));
    }
}

/// Everything that can be selected by name, and the moments with a name.
fn things(desk: &Desk, lines: &mut Vec<(String, Deed)>) {
    let cluster = &desk.view.cluster;
    let controllers = cluster.controllers.iter().map(|it| Subject::Controller(it.id));
    let brokers = cluster.brokers.iter().map(|it| Subject::Broker(it.id));
    let clients = cluster.clients.iter().map(|it| Subject::Client(it.id));
    let groups = cluster.groups.iter().map(|it| Subject::Group(it.name.clone()));
    let partitions = cluster.partitions.iter().map(|it| Subject::Partition(it.id));
    for subject in controllers.chain(brokers).chain(clients).chain(groups).chain(partitions) {
        lines.push((desk.t1("palette-show", "name", desk.name(&subject)), Deed::Select(subject)));
    }
    let Some(scenario) = &desk.view.scenario else { return };
    let is_known = |at: Instant| !desk.view.locks.future || at <= desk.view.run.now;
    for mark in scenario.marks.iter().filter(|mark| !mark.name.is_empty() && is_known(mark.at)) {
        let text = desk.t1("palette-mark", "name", mark.name.to_string());
        lines.push((text, Deed::Send(Command::ToMark(mark.name.clone()))));
    }
}
