//! What a window may know of a scenario's file: its head, its marks and captions,
//! and, for a presenter, its questions.

use super::view::{MarkView, QuestionView, ScenarioView, StepKind, Words};
use crate::base::Instant;
use crate::scenario::{Both, Deed, Scenario, Start, Step};
use crate::text::{Lang, tr};

/// A text of the file.
pub(super) fn words(both: &Both) -> Words {
    Words::new(both.get(Lang::En), both.get(Lang::Fr))
}

/// What is open: its head, its marks, and its questions with their answers apart.
pub(super) fn scenario_view(scenario: &Scenario, file: Option<&str>) -> ScenarioView {
    let marks = scenario.moments().into_iter().filter_map(|moment| {
        let own = match &moment.deed {
            Deed::Mark(name) => Some(name),
            _ => None,
        };
        let name = moment.mark.as_ref().or(own);
        let is_shown = name.is_some() || moment.caption.is_some() || moment.notes.is_some();
        is_shown.then(|| MarkView {
            at: moment.at,
            name: name.cloned().unwrap_or_default(),
            caption: moment.caption.as_ref().map(words).unwrap_or_default(),
            notes: moment.notes.as_ref().map(words).unwrap_or_default(),
        })
    });
    let [en, fr] = Lang::ALL.map(|lang| tr(lang, "semantics-label", &[]));
    ScenarioView {
        id: scenario.id.clone(),
        title: words(&scenario.title),
        goal: words(&scenario.goal),
        tp: scenario.tp.clone().unwrap_or_default(),
        file: file.map(Into::into),
        reloads: 0,
        semantics: Words::new(en, fr),
        marks: marks.collect(),
        questions: questions(scenario),
    }
}

/// The questions of the exercise, for a presenter.
fn questions(scenario: &Scenario) -> Vec<QuestionView> {
    let question = |step: &Step| {
        let kind = match step {
            Step::Predict { .. } => StepKind::Predict,
            Step::Quiz { .. } => StepKind::Quiz,
            _ => return None,
        };
        let at = match step.start() {
            Some(Start::Mark(mark)) => scenario.mark(mark),
            Some(Start::At(length)) => Some(Instant::START + length.0),
            None => None,
        };
        let describe = |lang| step.answer().map(|reading| reading.describe(lang)).unwrap_or_default();
        Some(QuestionView {
            id: step.id().clone(),
            kind,
            at,
            ask: words(step.card()),
            choices: step.choices().iter().map(|choice| words(&choice.text)).collect(),
            answer: step.choices().iter().position(|choice| choice.correct),
            reading: Words::new(describe(Lang::En), describe(Lang::Fr)),
            debrief: step.debrief().map(words).unwrap_or_default(),
        })
    };
    scenario.steps.iter().filter_map(question).collect()
}
