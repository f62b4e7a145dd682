//! The card of one step. What is not yet earned is not on it.

use super::Exercise;
use super::words::{belief, form, said, value_of};
use crate::base::{Instant, Text};
use crate::lab::about::words;
use crate::lab::picture::scenario_time;
use crate::lab::view::{self, CardView, CheckLine, OutcomeView, StepKind, View, Words};
use crate::scenario::play::{Play, Stage, StepProgress, StepState};
use crate::scenario::{Leaf, Reading, Step, Tool};
use crate::story::Fact;
use crate::text::Lang;
use std::sync::Arc;

/// How long a card, or a hint, is to be thought about before the next hint.
const DWELL_S: u32 = 20;

/// The kind of a step.
pub(super) const fn kind(step: &Step) -> StepKind {
    match step {
        Step::Predict { .. } => StepKind::Predict,
        Step::Do { .. } => StepKind::Do,
        Step::Observe { .. } => StepKind::Observe,
        Step::Explain { .. } => StepKind::Explain,
        Step::Quiz { .. } => StepKind::Quiz,
    }
}

/// How far a step is.
pub(super) const fn state(state: StepState) -> view::StepState {
    match state {
        StepState::Ahead => view::StepState::Ahead,
        StepState::Open => view::StepState::Open,
        StepState::Locked => view::StepState::Locked,
        StepState::Right => view::StepState::Right,
        StepState::Wrong => view::StepState::Wrong,
        StepState::Answered => view::StepState::Answered,
        StepState::Skipped => view::StepState::Skipped,
    }
}

/// The card of step `index`: the present one, or one that is behind.
pub(super) fn card(exercise: &mut Exercise, play: &mut Play, index: usize, shown: &View) -> CardView {
    let Some(step) = play.scenario().steps.get(index).cloned() else { return CardView::default() };
    let progress = play.steps().get(index).cloned().unwrap_or_default();
    let is_present = index == play.current();
    let is_open = is_present && play.stage() == Stage::Open;
    let mut card = CardView {
        ask: words(step.card()),
        is_preparing: is_present && matches!(play.stage(), Stage::Preparing { .. }),
        first_answer: progress.first_answer.as_ref().map(|answer| said(&step, answer)),
        hints: step.hints().iter().take(progress.hints).map(words).collect(),
        rating: progress.rating,
        attempts: attempts(&step, &progress),
        ..CardView::default()
    };
    if card.is_preparing {
        return card;
    }
    if is_open && takes_answer(&step, &progress) {
        card.form = form(&step, || partitions(shown));
    }
    if may_reveal(&step, &progress, is_present) {
        card.outcome = outcome(exercise, play, index, &step, &progress);
        card.debrief = step.debrief().map(words).unwrap_or_default();
        if let Step::Explain { model, .. } = &step {
            card.model = words(model);
        }
    }
    if is_present {
        present(exercise, play, &step, &progress, &mut card);
    }
    card
}

/// What only the card of the present step has.
fn present(
    exercise: &mut Exercise,
    play: &mut Play,
    step: &Step,
    progress: &StepProgress,
    card: &mut CardView,
) {
    let is_open = play.stage() == Stage::Open;
    let now = play.history().branch().head().now();
    if let Step::Do { allow, .. } = step {
        card.checks = play.leaves().iter().map(check).collect();
        card.until = progress.until.map(scenario_time);
        card.is_overdue = progress.is_overdue(now);
        card.rewinds = if is_open && allow.contains(&Tool::Rewind) { rewinds(play) } else { Vec::new() };
        card.changed = exercise.attempts.changed(play, exercise.version);
        let all = step.hints().len();
        card.reflection_asked =
            progress.passed.is_some() && all > 0 && progress.hints >= all && progress.reflection.is_none();
    }
    card.tools = Some(Arc::new(match step {
        Step::Do { allow, .. } => allow.clone(),
        _ => Vec::new(),
    }));
    card.has_hint = is_open && !progress.state.is_behind() && progress.hints < step.hints().len();
    let failed = exercise.hinted_at.filter(|(of, _)| *of == play.current()).map_or(0, |(_, count)| count);
    let failures = failures(step, progress, now);
    card.hint_wait_s = if failures > failed { 0 } else { DWELL_S };
    card.can_next = play.can_next();
    card.can_restart = is_open && progress.began.is_some() && !play.is_locked();
}

/// Whether the step can be answered now: once, but a reading may be read again.
fn takes_answer(step: &Step, progress: &StepProgress) -> bool {
    match step {
        Step::Do { .. } => false,
        Step::Observe { .. } => matches!(progress.state, StepState::Open | StepState::Wrong),
        _ => progress.first_answer.is_none() && progress.state == StepState::Open,
    }
}

/// Whether what came of it may be shown: a reading that was wrong is to be read again first.
const fn may_reveal(step: &Step, progress: &StepProgress, is_present: bool) -> bool {
    if !progress.state.is_behind() {
        return false;
    }
    let is_to_be_read_again =
        is_present && matches!(step, Step::Observe { .. }) && matches!(progress.state, StepState::Wrong);
    !is_to_be_read_again
}

/// Times that something was tried in vain.
pub(super) fn failures(step: &Step, progress: &StepProgress, now: Instant) -> u32 {
    let wrong = progress.tries.iter().filter(|it| it.is_right == Some(false)).count();
    match step {
        Step::Do { .. } => progress.attempts.saturating_sub(1) + u32::from(progress.is_overdue(now)),
        _ => u32::try_from(wrong).unwrap_or(u32::MAX),
    }
}

fn attempts(step: &Step, progress: &StepProgress) -> u32 {
    match step {
        Step::Do { .. } => progress.attempts,
        _ => u32::try_from(progress.tries.len()).unwrap_or(u32::MAX),
    }
}

fn check(leaf: &Leaf) -> CheckLine {
    let [expected, now] = [Leaf::expected, Leaf::now]
        .map(|say: fn(&Leaf, Lang) -> String| Words::new(say(leaf, Lang::En), say(leaf, Lang::Fr)));
    CheckLine { expected, now, holds: leaf.holds }
}

/// Marks passed so far, in order of time.
fn rewinds(play: &Play) -> Vec<(Text, Instant)> {
    // A mark lies just before what is done then: the clock shows that instant.
    let shown = |at: Instant| Instant(scenario_time(at).0.next_multiple_of(1_000));
    let mut marks: Vec<_> =
        play.marks().iter().map(|(name, place)| (name.clone(), shown(place.at))).collect();
    marks.sort_by_key(|(_, at)| *at);
    marks
}

/// What came of an answer.
fn outcome(
    exercise: &Exercise,
    play: &Play,
    index: usize,
    step: &Step,
    progress: &StepProgress,
) -> Option<OutcomeView> {
    let last = match step {
        // What counts is the first answer; what is shown of a reading is the last one.
        Step::Observe { .. } => progress.tries.last().map(|it| &it.answer),
        Step::Do { .. } | Step::Explain { .. } => return None,
        _ => progress.first_answer.as_ref(),
    }?;
    let is_right = match step {
        Step::Observe { .. } => progress.tries.last().and_then(|it| it.is_right),
        _ => progress.is_right,
    };
    let decided = progress.decided.map(|decided| decided.place);
    Some(OutcomeView {
        is_right,
        said: said(step, last),
        happened: happened(step, progress),
        belief: progress.belief.as_deref().and_then(belief),
        decided_at: decided.map(|place| scenario_time(place.at)),
        decided_by: decided_by(play, step, progress),
        is_looking: exercise.looking == Some(index),
    })
}

/// The story event that decided a prediction: of those of that instant, the one that
/// speaks of what was asked. An index of the branch that is shown.
fn decided_by(play: &Play, step: &Step, progress: &StepProgress) -> Option<usize> {
    let place = progress.decided.filter(|decided| decided.by_event)?.place;
    let branch = play.history().branch();
    if branch.id.0 != place.branch {
        return None;
    }
    let first = branch.story().partition_point(|event| event.event < place.events);
    let mut same = branch.story().iter_from(first).take_while(|event| event.event == place.events);
    let is_asked = |fact: &Fact| match (step.answer(), fact) {
        (Some(Reading::Leader(_, number)), Fact::LeaderChanged { partition, .. })
        | (Some(Reading::Isr(_, number) | Reading::IsrSize(_, number)), Fact::IsrChanged { partition, .. }) => {
            partition.partition == *number
        }
        (Some(Reading::Controller), Fact::ControllerElected { .. }) => true,
        (Some(Reading::Assignment(_) | Reading::AssignmentSizes(_)), Fact::GroupStable { .. }) => true,
        _ => false,
    };
    let asked = same.position(|event| is_asked(&event.fact)).unwrap_or(0);
    branch.story().get(first).filter(|event| event.event == place.events).map(|_| first + asked)
}

/// What happened, or is the right choice; empty where only the key knows.
pub(super) fn happened(step: &Step, progress: &StepProgress) -> Words {
    let right = step.choices().iter().find(|choice| choice.correct);
    match (step.answer(), &progress.truth) {
        (Some(reading), Some(truth)) => value_of(reading, truth),
        _ => right.map(|choice| words(&choice.text)).unwrap_or_default(),
    }
}

/// The names of all partitions that people see.
fn partitions(shown: &View) -> Vec<Text> {
    let topics = &shown.cluster.topics;
    let name = |id| topics.iter().find(|it| it.id == id && !it.is_internal).map(|it| it.name.clone());
    let partitions = shown.cluster.partitions.iter();
    partitions.filter_map(|it| Some(format!("{}-{}", name(it.id.topic)?, it.id.partition).into())).collect()
}
