//! What came of an answer: said, happened, the belief behind it, the way to the
//! instant that decides it; the why; and for an explanation its model and rating.

use crate::app::controls;
use crate::app::desk::Desk;
use crate::app::theme;
use crate::lab::view::{CardView, OutcomeView, Rating, Words};
use crate::lab::{Command, Lesson};
use egui::{Color32, RichText, Ui};

/// Draws what is known.
pub(super) fn show(ui: &mut Ui, desk: &mut Desk, card: &CardView) {
    if let Some(outcome) = &card.outcome {
        verdict(ui, desk, outcome);
    } else if let Some(first) = &card.first_answer {
        let colors = desk.colors();
        pair(ui, desk, "you-said", first, colors.text);
    }
    if !card.model.is_empty() {
        model(ui, desk, card);
    }
    if !card.debrief.is_empty() {
        let colors = desk.colors();
        controls::note(ui, &colors, colors.leader, &desk.t("why"), |ui| {
            controls::paragraph(ui, card.debrief.get(desk.lang()), 13.5, colors.text);
        });
    }
}

fn verdict(ui: &mut Ui, desk: &mut Desk, outcome: &OutcomeView) {
    let colors = desk.colors();
    let (accent, key) = match outcome.is_right {
        Some(true) => (colors.in_sync, "outcome-right"),
        Some(false) => (colors.waiting, "outcome-wrong"),
        None => (colors.leader, "outcome-kept"),
    };
    controls::note(ui, &colors, accent, &desk.t(key), |ui| {
        pair(ui, desk, "you-said", &outcome.said, colors.text);
        pair(ui, desk, "it-happened", &outcome.happened, accent);
        if let Some((_, belief)) = &outcome.belief {
            pair(ui, desk, "belief", belief, colors.text);
        }
        let Some(at) = outcome.decided_at else { return };
        ui.add_space(2.0);
        if outcome.is_looking {
            controls::paragraph(ui, &desk.t1("looking-at", "at", at.to_string()), 12.5, colors.weak);
            if controls::secondary(ui, &desk.t("back-from-moment"), true).clicked() {
                desk.send(Command::Exercise(Lesson::BackFromDecisive));
            }
        } else if controls::secondary(ui, &desk.t1("show-moment", "at", at.to_string()), true).clicked() {
            desk.send(Command::Exercise(Lesson::ShowDecisive));
        }
    });
}

/// A small heading and what belongs to it; nothing when there is nothing to say.
pub(super) fn pair(ui: &mut Ui, desk: &Desk, key: &str, words: &Words, ink: Color32) {
    if words.is_empty() {
        return;
    }
    let colors = desk.colors();
    ui.label(RichText::new(desk.t(key)).font(theme::body(12.0)).color(colors.weak));
    controls::paragraph(ui, words.get(desk.lang()), 14.0, ink);
}

/// The model answer, and how the student's own compares with it.
fn model(ui: &mut Ui, desk: &mut Desk, card: &CardView) {
    let colors = desk.colors();
    controls::note(ui, &colors, colors.in_sync, &desk.t("model-answer"), |ui| {
        controls::paragraph(ui, card.model.get(desk.lang()), 13.5, colors.text);
        ui.add_space(2.0);
        controls::paragraph(ui, &desk.t("rate-yours"), 12.5, colors.weak);
        for (rating, key) in [
            (Rating::Same, "rate-same"),
            (Rating::Partly, "rate-partly"),
            (Rating::Different, "rate-different"),
        ] {
            let is_on = card.rating == Some(rating);
            if controls::choice(ui, &colors, &desk.t(key), is_on, controls::Mark::Radio).clicked() {
                desk.send(Command::Exercise(Lesson::Rate(rating)));
            }
        }
    });
}
