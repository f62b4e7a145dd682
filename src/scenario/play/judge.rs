//! Whether goals are reached and answers right: the engine's own state decides.

use super::{Answer, Decided, Play, Stage, StepState, Try};
use crate::base::{Instant, Text};
use crate::scenario::model::Step;
use crate::scenario::reading::Reading;
use crate::scenario::values::Value;

impl Play {
    /// Looks at the present step's goal, or at what a running prediction waits for.
    pub(super) fn judge(&mut self) {
        let place = self.head_place();
        let world = self.history.branch().head();
        let evaluator = &self.lines[place.branch as usize].head.evaluator;
        match (self.scenario.steps.get(self.current), self.stage) {
            (Some(Step::Do { pass, .. }), Stage::Open) => {
                let passes = evaluator.holds(pass, world);
                let share = self.share();
                let Some(progress) = self.steps.get_mut(self.current) else { return };
                if let Some(share) = share {
                    progress.now = share;
                    if share.holding > progress.best.holding || progress.best.of == 0 {
                        progress.best = share;
                    }
                }
                if passes && progress.passed.is_none() {
                    progress.passed = Some(place);
                    if progress.state != StepState::Skipped {
                        progress.state = StepState::Right;
                    }
                }
            }
            (Some(Step::Predict { answer: Some(reading), .. }), Stage::Running { .. }) => {
                let value = evaluator.read(reading, world);
                if self.watched.as_ref().is_none_or(|(last, _)| *last != value) {
                    self.watched = Some((value, Decided { place, by_event: true }));
                }
            }
            _ => {}
        }
    }

    /// A prediction is locked in: from here on its answer is watched.
    pub(super) fn watch(&mut self) {
        let place = self.head_place();
        let Some(Step::Predict { answer: Some(reading), .. }) = self.step() else { return };
        let value = self.line().head.evaluator.read(reading, self.history.branch().head());
        self.watched = Some((value, Decided { place, by_event: false }));
    }

    /// The run of a prediction is over: what was the answer, and what decided it?
    pub(super) fn resolve(&mut self) {
        self.judge();
        let place = self.head_place();
        let world = self.history.branch().head();
        let evaluator = &self.lines[place.branch as usize].head.evaluator;
        let Some(step @ Step::Predict { decides, answer, .. }) = self.scenario.steps.get(self.current) else {
            return;
        };
        let locked_at = self.steps[self.current].locked_at.unwrap_or(Instant::START);
        let event = decides.as_ref().and_then(|event| evaluator.first(event, locked_at));
        let decided = match (event, &self.watched) {
            (Some(at), _) => Decided { place: self.place_at(at), by_event: true },
            (None, Some((_, decided))) if decided.by_event => *decided,
            _ => Decided { place, by_event: false },
        };
        let truth = answer.as_ref().map(|reading| evaluator.read(reading, world));
        let progress = &self.steps[self.current];
        let verdict = progress.first_answer.as_ref().map(|said| verdict(step, said, truth.as_ref()));
        let progress = &mut self.steps[self.current];
        progress.truth = truth;
        progress.decided = Some(decided);
        if let Some((is_right, belief)) = verdict {
            progress.is_right = is_right;
            progress.belief = belief;
            if let Some(first) = progress.tries.first_mut() {
                first.is_right = is_right;
            }
            progress.state = state_of(is_right);
        } else {
            progress.state = StepState::Skipped;
        }
        self.stage = Stage::Open;
    }

    /// The place of the present branch where everything of `at` has happened.
    fn place_at(&self, at: Instant) -> super::Place {
        let branch = self.history.branch();
        let events = branch.story().partition_point(|event| event.at <= at);
        let last = events.checked_sub(1).and_then(|index| branch.story().get(index));
        super::Place {
            branch: branch.id.0,
            events: last.filter(|event| event.at == at).map_or_else(
                // An event that no person reads: the world at that time tells.
                || branch.world_at_time(at).events(),
                |event| event.event,
            ),
            at,
        }
    }

    /// Books an answer that needs no run.
    pub(super) fn mark_answer(&mut self, said: &Answer) {
        let place = self.place();
        let step = self.step().cloned();
        let truth = step.as_ref().and_then(Step::answer).map(|reading| self.read(reading));
        let Some(step) = step else { return };
        let (is_right, belief) = verdict(&step, said, truth.as_ref());
        let Some(progress) = self.now_step_mut() else { return };
        let is_first = progress.first_answer.is_none();
        progress.tries.push(Try { answer: said.clone(), place, is_right });
        if is_first {
            progress.first_answer = Some(said.clone());
            progress.is_right = is_right;
            progress.belief = belief;
        }
        progress.truth = truth;
        progress.state = state_of(is_right);
    }
}

const fn state_of(is_right: Option<bool>) -> StepState {
    match is_right {
        Some(true) => StepState::Right,
        Some(false) => StepState::Wrong,
        None => StepState::Answered,
    }
}

/// Whether an answer is right, and the belief behind a wrong one.
fn verdict(step: &Step, said: &Answer, truth: Option<&Value>) -> (Option<bool>, Option<Text>) {
    match (said, step) {
        (Answer::Choice(index), _) => {
            let choices = step.choices();
            let chosen = choices.get(*index as usize);
            let is_right =
                choices.iter().any(|choice| choice.correct).then(|| chosen.is_some_and(|it| it.correct));
            let belief = chosen.filter(|choice| !choice.correct).and_then(|choice| choice.belief.clone());
            (is_right, belief)
        }
        (Answer::Value(value), _) => {
            let Some((reading, truth)) = step.answer().zip(truth) else { return (None, None) };
            let tolerance = match step {
                Step::Observe { tolerance, .. } => *tolerance,
                _ => 0,
            };
            let is_right = same_answer(reading, value, truth, tolerance);
            let held = step.beliefs().iter().find(|it| same_answer(reading, value, &it.value, 0));
            (Some(is_right), held.filter(|_| !is_right).map(|held| held.belief.clone()))
        }
        (Answer::Text(_), _) => (None, None),
    }
}

/// Whether a value that a person gave is what a reading gives.
fn same_answer(reading: &Reading, said: &Value, truth: &Value, tolerance: i64) -> bool {
    match (said, truth) {
        (Value::Number(said), Value::Number(truth)) => {
            said.abs_diff(*truth) <= u64::try_from(tolerance).unwrap_or(0)
        }
        (Value::List(said), Value::List(truth)) if !is_ordered(reading) => {
            let sorted = |values: &[Value]| {
                let mut values = values.to_vec();
                values.sort();
                values
            };
            sorted(said) == sorted(truth)
        }
        (Value::Text(said), Value::Text(truth)) => said.trim().eq_ignore_ascii_case(truth),
        (said, truth) => said == truth,
    }
}

/// Whether the order of a list means something: the first replica is the preferred leader.
const fn is_ordered(reading: &Reading) -> bool {
    matches!(reading, Reading::Replicas(..))
}

/// Whether an answer has the form that a step asks for.
pub(super) fn fits(step: &Step, said: &Answer) -> bool {
    match (step, said) {
        (Step::Explain { .. }, Answer::Text(text)) => !text.trim().is_empty(),
        (Step::Observe { .. }, Answer::Value(_)) => true,
        (Step::Predict { .. } | Step::Quiz { .. }, Answer::Choice(index)) => {
            (*index as usize) < step.choices().len()
        }
        (Step::Predict { .. } | Step::Quiz { .. }, Answer::Value(_)) => step.answer().is_some(),
        _ => false,
    }
}

/// Size of a value, so that nothing enormous is kept.
pub(super) fn size(value: &Value) -> usize {
    match value {
        Value::Text(text) => text.len(),
        Value::List(values) => values.iter().map(|value| 8 + size(value)).sum(),
        _ => 8,
    }
}
