//! The exercise as the window may show it, and what is locked.

use super::Exercise;
use super::card::{card, kind, state};
use super::words::{both, said};
use crate::base::Text;
use crate::lab::view::{ExerciseView, Locks, ReflectionView, StepView, View, Words};
use crate::scenario::play::{Play, Stage, StepState, checkpoint_codes};
use crate::scenario::{Step, Tool};

/// What cannot be done now. Before minute 0 nothing can.
pub(in crate::lab) fn locks(play: &Play) -> Locks {
    let all = Locks { time: true, deeds: true, console: true, future: true };
    if play.student().name.is_empty() {
        return all;
    }
    let step = play.scenario().steps.get(play.current());
    let is_quiz = matches!(step, Some(Step::Quiz { .. }))
        && play.steps().get(play.current()).is_some_and(|step| step.first_answer.is_none());
    match play.stage() {
        Stage::Open if play.is_locked() || is_quiz => all,
        Stage::Preparing { .. } | Stage::Running { .. } => Locks { time: false, ..all },
        Stage::Open => Locks {
            time: false,
            deeds: play.is_away() || !matches!(step, Some(Step::Do { .. })),
            console: play.is_away() || play.may_use(Tool::Console).is_err(),
            future: false,
        },
        Stage::Finished => Locks { deeds: play.is_away(), console: play.is_away(), ..Locks::default() },
    }
}

/// The whole exercise. `view` is what else is shown, events told and masked already.
pub(in crate::lab) fn view(exercise: &mut Exercise, play: &mut Play, shown_view: &View) -> ExerciseView {
    let count = play.steps().len();
    let current = play.current().min(count.saturating_sub(1));
    let shown = exercise.shown.filter(|shown| *shown < play.current()).unwrap_or(current);
    let steps = play.scenario().steps.iter().zip(play.steps());
    let steps: Vec<StepView> = steps
        .map(|(step, progress)| StepView {
            id: step.id().clone(),
            kind: kind(step),
            state: state(progress.state),
            points: step.points(),
        })
        .collect();
    let is_begun = !play.student().name.is_empty();
    ExerciseView {
        student: play.student().clone(),
        known: exercise.known.clone(),
        folder: exercise.folder.clone(),
        done: play.steps().iter().filter(|step| step.state.is_behind()).count(),
        steps,
        shown,
        current,
        card: if is_begun { card(exercise, play, shown, shown_view) } else { <_>::default() },
        is_ready: exercise.is_ready,
        is_finished: play.stage() == Stage::Finished,
        is_teacher: exercise.is_teacher,
        missing: missing(play),
        receipt: exercise.receipt.clone(),
        reflection: reflection(play),
        codes: if exercise.is_teacher { codes(play) } else { Vec::new() },
    }
}

/// What a hand-in would lack.
fn missing(play: &Play) -> Vec<(usize, Words)> {
    let steps = play.scenario().steps.iter().zip(play.steps()).enumerate();
    let lacks = steps.filter_map(|(index, (step, progress))| {
        let key = match (step, progress.state) {
            (_, StepState::Skipped) => "missing-skipped",
            (Step::Explain { model, .. }, StepState::Answered)
                if progress.rating.is_none() && !model.en.is_empty() =>
            {
                "missing-rating"
            }
            (Step::Do { .. }, state) if !state.is_behind() => "missing-goal",
            (_, state) if !state.is_behind() && state != StepState::Locked => "missing-answer",
            _ => return None,
        };
        Some((index, both(key)))
    });
    lacks.collect()
}

/// What was believed, seen and kept, of every prediction whose run is over.
fn reflection(play: &Play) -> Vec<ReflectionView> {
    let steps = play.scenario().steps.iter().zip(play.steps()).enumerate();
    let lines = steps.filter_map(|(index, (step, progress))| {
        let answer = progress.first_answer.as_ref()?;
        let is_over = matches!(step, Step::Predict { .. }) && progress.state.is_behind();
        is_over.then(|| ReflectionView {
            step: index,
            believed: said(step, answer),
            saw: super::card::happened(step, progress),
            kept: progress.kept.clone(),
        })
    });
    lines.collect()
}

/// The codes of the steps, by their place.
fn codes(play: &Play) -> Vec<(usize, Text)> {
    let codes = checkpoint_codes(play.scenario(), play.source().as_bytes());
    codes.into_iter().enumerate().map(|(index, (_, code))| (index, code)).collect()
}
