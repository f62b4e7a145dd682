//! Present: the lab for a room. Large type, captions instead of panels, answers
//! hidden until asked for, and every step a clicker can make.
//!
//! Everything is drawn in the picture's own units: at 1280×720 one unit is one
//! pixel, and no text is smaller than 18. The session knows nothing of it.

mod ask;
mod keys;
mod notes;
mod stage;
mod track;

pub(crate) use keys::{SHOWN, handle};

use super::desk::Desk;
use super::theme;
use super::widgets::layout;
use crate::base::Instant;
use crate::lab::Command;
use crate::lab::view::QuestionView;
use egui::{Align2, FontId, Pos2, Rect, Sense, Ui, Vec2, pos2, vec2};

/// A step of the presentation, of a key or a button.
type Stride = fn(&mut Desk);

/// The picture's own size.
const SIZE: Vec2 = vec2(1280.0, 720.0);

/// What a presentation remembers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Present {
    /// The question shown, by its index.
    question: Option<usize>,
    /// Questions before this one were shown.
    asked: usize,
    /// The answer is shown.
    is_revealed: bool,
    /// Where time stood when the question was shown.
    before_question: Option<Instant>,
    /// Time runs to here and stops.
    until: Option<Instant>,
    /// The screen is black.
    is_black: bool,
    /// The speaker's notes are open, in a window of their own.
    notes_open: bool,
}

/// From the picture's units to the window's points.
#[derive(Clone, Copy)]
pub(crate) struct Scale {
    origin: Pos2,
    factor: f32,
}

impl Scale {
    fn of(area: Rect) -> Self {
        let factor = (area.width() / SIZE.x).min(area.height() / SIZE.y).max(0.1);
        let origin = area.center() - SIZE * factor / 2.0;
        Self { origin, factor }
    }

    fn at(self, x: f32, y: f32) -> Pos2 {
        self.origin + vec2(x, y) * self.factor
    }

    fn rect(self, x: f32, y: f32, width: f32, height: f32) -> Rect {
        Rect::from_min_size(self.at(x, y), vec2(width, height) * self.factor)
    }

    const fn length(self, units: f32) -> f32 {
        units * self.factor
    }

    fn body(self, units: f32) -> FontId {
        theme::body(self.length(units))
    }

    fn bold(self, units: f32) -> FontId {
        theme::bold(self.length(units))
    }
}

/// Begins or ends presenting.
pub(crate) fn toggle(desk: &mut Desk) {
    let is_on = desk.memory.present.is_some();
    // Captions and questions of a presentation would answer an open question.
    if !is_on && desk.view.locks.future {
        desk.memory.notice = Some((desk.t(super::locks::why_no_future(desk)), f64::NAN));
        return;
    }
    desk.memory.present = (!is_on && desk.view.scenario.is_some()).then(Present::default);
}

/// Begins with this question on screen, its answer shown or not: for pictures.
pub(crate) fn begin_with(desk: &mut Desk, question: Option<usize>, is_revealed: bool) {
    // What is open now is presented, not the next thing that will be.
    desk.memory.session = desk.view.run.session;
    let before_question = question.map(|_| desk.view.run.now);
    let asked = question.map_or(0, |index| index + 1);
    desk.memory.present =
        Some(Present { question, asked, is_revealed, before_question, ..Present::default() });
}

/// Draws the whole window; nothing else is drawn while presenting.
pub(crate) fn show(ui: &mut Ui, desk: &mut Desk) {
    stop_when_due(desk);
    let colors = desk.colors();
    let frame = egui::Frame::new().fill(colors.canvas);
    egui::CentralPanel::default().frame(frame).show(ui, |ui| {
        let area = ui.max_rect();
        if desk.memory.present.as_ref().is_some_and(|present| present.is_black) {
            black(ui, desk, area);
            return;
        }
        let scale = Scale::of(area);
        title(ui, desk, scale);
        stage::show(ui, desk, scale);
        match question(desk) {
            Some(asked) => ask::show(ui, desk, scale, &asked),
            None => caption(ui, desk, scale),
        }
        track::show(ui, desk, scale);
    });
    notes::show(ui.ctx(), desk);
}

/// Time was asked to run to a caption: it stops there.
fn stop_when_due(desk: &mut Desk) {
    let now = desk.view.run.now;
    let Some(present) = &mut desk.memory.present else { return };
    if present.until.is_some_and(|until| now >= until) {
        present.until = None;
        if desk.view.run.is_playing {
            desk.send(Command::Pause);
        }
    }
}

/// The question shown, if there is one.
fn question(desk: &Desk) -> Option<QuestionView> {
    let index = desk.memory.present.as_ref()?.question?;
    desk.view.scenario.as_ref()?.questions.get(index).cloned()
}

fn black(ui: &Ui, desk: &Desk, area: Rect) {
    ui.painter().rect_filled(area, 0, egui::Color32::BLACK);
    let response = ui.interact(area, ui.scope_id().with("black"), Sense::click());
    let name = desk.t("present-black");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &name));
}

fn title(ui: &Ui, desk: &Desk, scale: Scale) {
    let Some(scenario) = &desk.view.scenario else { return };
    let colors = desk.colors();
    let text = scenario.title.get(desk.lang());
    let at = scale.at(SIZE.x / 2.0, 32.0);
    super::widgets::line(
        ui.painter(),
        at,
        Align2::CENTER_CENTER,
        text,
        scale.body(22.0),
        colors.weak,
        scale.length(1100.0),
    );
}

/// The caption of the moment: its first sentence large, the rest beneath.
fn caption(ui: &Ui, desk: &Desk, scale: Scale) {
    let Some(scenario) = &desk.view.scenario else { return };
    let now = desk.view.run.now;
    let last = scenario.marks.iter().rfind(|mark| mark.at <= now && !mark.caption.is_empty());
    let text = last.map(|mark| mark.caption.get(desk.lang()).to_owned()).unwrap_or_default();
    let (first, rest) = first_sentence(&text);
    let colors = desk.colors();
    let room = scale.length(1160.0);
    let top = layout(ui.painter(), first, scale.bold(31.0), colors.text, room, 3);
    let below = layout(ui.painter(), rest, scale.body(27.0), colors.weak, room, 3);
    let mut y = scale.at(0.0, 430.0).y;
    let middle = scale.at(SIZE.x / 2.0, 0.0).x;
    for (galley, ink) in [(top, colors.text), (below, colors.weak)] {
        let size = galley.size();
        if galley.is_empty() {
            continue;
        }
        ui.painter().galley(pos2(middle - size.x / 2.0, y), galley, ink);
        y += size.y + scale.length(10.0);
    }
    let rect = scale.rect(40.0, 425.0, 1200.0, 190.0);
    let response = ui.interact(rect, ui.scope_id().with("present-caption"), Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &text));
}

/// Where the first sentence ends: at a full stop, a colon or a semicolon with more behind it.
fn first_sentence(text: &str) -> (&str, &str) {
    let end = [". ", "! ", "? ", "; ", ": "].iter().filter_map(|stop| text.find(stop)).min();
    match end {
        Some(end) if text.len() > 70 => {
            let (first, rest) = text.split_at(end + 1);
            (first.trim_end_matches([';', ':']).trim_end(), rest.trim_start())
        }
        _ => (text, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::first_sentence;

    #[test]
    fn long_captions_are_cut_at_their_first_sentence() {
        assert_eq!(first_sentence("Short. And more."), ("Short. And more.", ""));
        let long = "Le broker 2 n’a plus de courant. Pendant neuf secondes, personne ne le sait encore.";
        assert_eq!(
            first_sentence(long),
            ("Le broker 2 n’a plus de courant.", "Pendant neuf secondes, personne ne le sait encore.")
        );
        let colon =
            "Silence\u{202f}: le broker 2 compte encore comme synchronisé, donc acks=all l’attend aussi.";
        assert_eq!(first_sentence(colon).0, "Silence");
    }
}
