//! The panel on the left: the exercise as one card, one question at a time, with
//! the large "Ready" and the count of steps below it.

mod answer;
mod draft;
mod finish;
mod goal;
mod hints;
mod number;
mod outcome;
mod steps;

pub(crate) use draft::{
    Draft, Wanted, broker_mark, click_broker, click_offset, click_partition, partition_mark, wanted,
};
pub(crate) use steps::kind_key;

use super::desk::Desk;
use super::icons::Icon;
use super::theme::{self, mix};
use super::{class, controls};
use crate::lab::view::{AnswerForm, ExerciseView, StepKind, StepState};
use crate::lab::{Command, Lesson};
use egui::{
    Align, Align2, Frame, Layout, Margin, Panel, Rect, RichText, Role, ScrollArea, Sense, Stroke, StrokeKind,
    Ui, WidgetInfo, pos2, vec2,
};

/// Draws the panel, when an exercise is under way.
pub(crate) fn show(ui: &mut Ui, desk: &mut Desk) {
    let view = desk.view.clone();
    let Some(exercise) = &view.exercise else { return };
    desk.memory.draft.look(exercise.shown, &exercise.card);
    let colors = desk.colors();
    let width = ui.ctx().content_rect().width();
    let preferred = if width < 1300.0 { 292.0 } else { 316.0 };
    let frame =
        Frame::new().fill(colors.panel).inner_margin(Margin { left: 14, right: 10, top: 10, bottom: 8 });
    let panel = Panel::left("exercise").frame(frame).resizable(true).default_size(preferred);
    panel.size_range(260.0..=480.0).show(ui, |ui| {
        // The buttons stand right below a short card, and stay in sight below a long one.
        let room = ui.available_height() - 64.0;
        let whole = ui.available_rect_before_wrap();
        let upper = Rect::from_min_size(whole.min, vec2(whole.width(), room));
        ui.scope_builder(egui::UiBuilder::new().max_rect(upper), |ui| {
            head(ui, desk, exercise);
            ui.add_space(2.0);
            if exercise.is_finished && exercise.shown == exercise.current {
                finish::show(ui, desk, exercise);
            } else {
                card(ui, desk, exercise);
            }
        });
        let lower = Rect::from_min_max(pos2(whole.left(), whole.bottom() - 54.0), whole.max);
        foot(ui, desk, exercise, lower);
    });
}

/// "Step 3 of 7", its points, what else can be done, and the row of steps.
fn head(ui: &mut Ui, desk: &mut Desk, exercise: &ExerciseView) {
    let colors = desk.colors();
    let (number, count) = (exercise.shown as i64 + 1, exercise.steps.len() as i64);
    ui.horizontal(|ui| {
        let text = crate::t!(desk.lang(), "step-of", number = number, count = count);
        ui.label(RichText::new(text.to_uppercase()).font(theme::bold(11.5)).color(colors.weak));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            class::menu(ui, desk, exercise);
            let points = exercise.steps.get(exercise.shown).map_or(0, |step| step.points);
            if points > 0 {
                let text = desk.t1("points", "count", i64::from(points));
                ui.label(RichText::new(text).font(theme::body(12.0)).color(colors.weak));
            }
        });
    });
    steps::show(ui, desk, exercise);
}

/// The card: what scrolls, then its buttons.
fn card(ui: &mut Ui, desk: &mut Desk, exercise: &ExerciseView) {
    let room = (ui.available_height() - desk.memory.draft.buttons_height.max(44.0)).max(120.0);
    ScrollArea::vertical()
        .id_salt(("card", exercise.shown))
        .max_height(room)
        .auto_shrink([false, true])
        .show(ui, |ui| {
            // The bar of the scroll area must not lie on the words.
            ui.set_width(ui.available_width() - 6.0);
            ui.spacing_mut().item_spacing.y = 7.0;
            question(ui, desk, exercise);
            let card = &exercise.card;
            let step = exercise.steps.get(exercise.shown).cloned().unwrap_or_default();
            if card.is_preparing {
                controls::paragraph(ui, &desk.t("preparing"), 13.0, desk.colors().weak);
            } else {
                outcome::show(ui, desk, card);
                if step.state == StepState::Locked {
                    controls::paragraph(ui, &desk.t("running"), 13.5, desk.colors().weak);
                }
                tried(ui, desk, exercise);
                answer::show(ui, desk, card);
            }
            goal::show(ui, desk, card, step.kind);
            hints::given(ui, desk, exercise);
            ui.add_space(2.0);
        });
    let shown = ui.scope(|ui| buttons(ui, desk, exercise));
    desk.memory.draft.buttons_height = shown.response.rect.height() + 6.0;
}

/// The kind of step in words, then the question; its interrogative sentence stands out.
fn question(ui: &mut Ui, desk: &Desk, exercise: &ExerciseView) {
    let colors = desk.colors();
    let kind = exercise.steps.get(exercise.shown).map(|step| step.kind).unwrap_or_default();
    let text = desk.t(&format!("{}-words", kind_key(kind)));
    ui.label(RichText::new(text).font(theme::bold(12.5)).color(colors.leader));
    let ask = exercise.card.ask.get(desk.lang());
    for (text, is_question) in sentences(ask) {
        let font = if is_question { theme::bold(16.0) } else { theme::body(14.5) };
        ui.add(egui::Label::new(RichText::new(text).font(font).color(colors.text)).wrap());
    }
}

/// The text in at most three parts: what comes before its last question, the question, the rest.
fn sentences(ask: &str) -> Vec<(&str, bool)> {
    let Some(end) = ask.rfind('?').map(|at| at + 1) else { return vec![(ask.trim(), false)] };
    let before = ask.get(..end).unwrap_or_default().trim_end_matches('?');
    let ends = [". ", "! ", ".\n", "? "];
    let start =
        ends.iter().filter_map(|mark| before.rfind(mark).map(|at| at + mark.len())).max().unwrap_or(0);
    [(0, start, false), (start, end, true), (end, ask.len(), false)]
        .into_iter()
        .filter_map(|(from, to, is_question)| Some((ask.get(from..to)?.trim(), is_question)))
        .filter(|(text, _)| !text.is_empty())
        .collect()
}

/// A reading that was wrong is read again, at the same instant.
fn tried(ui: &mut Ui, desk: &Desk, exercise: &ExerciseView) {
    let card = &exercise.card;
    let is_again = card.attempts > 0 && card.form != AnswerForm::None && card.outcome.is_none();
    let kind = exercise.steps.get(exercise.shown).map(|step| step.kind);
    if is_again && kind == Some(StepKind::Observe) {
        controls::paragraph(ui, &desk.t("read-again"), 13.5, desk.colors().waiting);
    }
}

/// The one thing to do next, and what else there is.
fn buttons(ui: &mut Ui, desk: &mut Desk, exercise: &ExerciseView) {
    let colors = desk.colors();
    let card = &exercise.card;
    ui.add_space(4.0);
    if exercise.shown != exercise.current {
        controls::paragraph(ui, &desk.t("looking-back"), 12.5, colors.weak);
        let text = desk.t1("back-to-step", "number", exercise.current as i64 + 1);
        if controls::primary(ui, &colors, &text, true).clicked() {
            desk.send(Command::Exercise(Lesson::Look(exercise.current)));
        }
        return;
    }
    ui.horizontal_wrapped(|ui| {
        if card.form != AnswerForm::None {
            let kind = exercise.steps.get(exercise.shown).map(|step| step.kind).unwrap_or_default();
            let is_whole = desk.memory.draft.answer(&card.form, desk.lang()).is_some();
            let text = desk.t(answer_key(kind));
            if controls::primary(ui, &colors, &text, is_whole && !card.is_preparing).clicked() {
                send_answer(desk);
            }
        }
        if card.can_next && controls::primary(ui, &colors, &desk.t("next-step"), true).clicked() {
            desk.send(Command::Exercise(Lesson::Next));
        }
        hints::button(ui, desk, exercise);
    });
}

/// What the button of an answer says.
const fn answer_key(kind: StepKind) -> &'static str {
    match kind {
        StepKind::Predict => "lock-in",
        StepKind::Observe => "check",
        StepKind::Do | StepKind::Explain | StepKind::Quiz => "answer",
    }
}

/// Sends the answer that is being made up, when it is whole.
pub(crate) fn send_answer(desk: &mut Desk) {
    let view = desk.view.clone();
    let Some(exercise) = view.exercise.as_ref().filter(|it| it.shown == it.current) else { return };
    if exercise.card.is_preparing {
        return;
    }
    if let Some(answer) = desk.memory.draft.answer(&exercise.card.form, desk.lang()) {
        desk.send(Command::Exercise(Lesson::Answer(answer)));
    }
}

/// What Ctrl+Enter does: the answer, else the next step.
pub(crate) fn advance(desk: &mut Desk) {
    let view = desk.view.clone();
    let Some(exercise) = &view.exercise else { return };
    if exercise.card.form != AnswerForm::None {
        send_answer(desk);
    } else if exercise.card.can_next {
        desk.send(Command::Exercise(Lesson::Next));
    }
}

/// "TP1 · 4/18" and "Ready ✔", both large enough for somebody who walks by.
fn foot(ui: &mut Ui, desk: &mut Desk, exercise: &ExerciseView, rect: Rect) {
    let colors = desk.colors();
    let tp = desk.view.scenario.as_ref().map(|scenario| scenario.tp.to_string()).unwrap_or_default();
    let done = exercise.done;
    let count = format!("{done}/{}", exercise.steps.len());
    let count = if tp.is_empty() { count } else { format!("{tp} · {count}") };
    ui.painter().hline(rect.x_range(), rect.top(), Stroke::new(1.0, colors.line));
    let inner = Rect::from_min_max(rect.min + vec2(0.0, 8.0), rect.max);
    let half = inner.width() * 0.52;
    let left = Rect::from_min_size(inner.min, vec2(half, inner.height()));
    let galley = super::widgets::fitted(ui.painter(), &count, theme::bold(24.0), colors.text, half - 6.0);
    ui.painter().galley(left.left_center() - vec2(0.0, galley.size().y / 2.0), galley, colors.text);
    let name = ui.interact(left, ui.scope_id().with("progress"), Sense::hover());
    let words =
        crate::t!(desk.lang(), "exercise-progress", done = done as i64, count = exercise.steps.len() as i64);
    name.widget_info(|| WidgetInfo::labeled(Role::Label, true, &words));
    name.on_hover_text(&words);
    let right = Rect::from_min_max(pos2(left.right() + 6.0, inner.top()), inner.max);
    ready(ui, desk, exercise, right);
}

fn ready(ui: &Ui, desk: &mut Desk, exercise: &ExerciseView, rect: Rect) {
    let colors = desk.colors();
    let is_on = exercise.is_ready;
    let response = ui.interact(rect, ui.scope_id().with("ready"), Sense::click());
    let text = desk.t("ready");
    response.widget_info(|| WidgetInfo::selected(Role::Switch, true, is_on, &text));
    let lit = response.hovered() || response.has_focus();
    let fill = match (is_on, lit) {
        (true, _) => colors.in_sync,
        (false, true) => mix(colors.raised, colors.in_sync, 0.25),
        (false, false) => colors.raised,
    };
    let ink = if is_on { colors.on_accent } else { colors.weak };
    let edge = if lit { colors.in_sync } else { colors.line };
    ui.painter().rect(rect, theme::BUTTON_RADIUS, fill, Stroke::new(1.5, edge), StrokeKind::Inside);
    let tick = Rect::from_center_size(pos2(rect.right() - 22.0, rect.center().y), vec2(22.0, 22.0));
    Icon::Check.paint(ui.painter(), tick, 18.0, ink);
    let at = pos2(rect.left() + 12.0, rect.center().y);
    let room = rect.width() - 52.0;
    super::widgets::line(ui.painter(), at, Align2::LEFT_CENTER, &text, theme::bold(18.0), ink, room);
    if response.on_hover_text(desk.t("ready-hover")).clicked() {
        desk.send(Command::Exercise(Lesson::Ready(!is_on)));
    }
}

#[cfg(test)]
mod tests {
    use super::sentences;

    #[test]
    fn the_question_stands_out() {
        let ask = "Broker 2 loses power. Who leads orders-1 now? Answer before time moves.";
        assert_eq!(
            sentences(ask),
            [
                ("Broker 2 loses power.", false),
                ("Who leads orders-1 now?", true),
                ("Answer before time moves.", false)
            ]
        );
        assert_eq!(sentences("Cut the power."), [("Cut the power.", false)]);
        assert_eq!(sentences("Qui dirige\u{202f}?"), [("Qui dirige\u{202f}?", true)]);
    }
}
