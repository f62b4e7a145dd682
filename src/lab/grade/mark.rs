//! Marks one session: does everything again against the key, and counts.
//!
//! Only what was done counts, never how long it took. First answers count; a goal
//! earns its parts; what is written in own words is left to a person.

use super::key::Key;
use super::paper::{Paper, Points, StepMark, Verdict};
use crate::base::Text;
use crate::lab::exercise::{read_record, said};
use crate::lab::view::{StepKind, Words};
use crate::scenario::play::{
    Answer, Deed, Play, Record, ReplayError, StepProgress, StepState, receipt_code, scenario_time,
};
use crate::scenario::{Scenario, Step};
use sha2::{Digest, Sha256};

/// How predictions earn their points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marking {
    /// A prediction earns its points by being made, right or wrong.
    pub effort_counts: bool,
}

/// One marked session.
#[derive(Clone, Debug, Default)]
pub struct Marked {
    /// The marks.
    pub paper: Paper,
    /// What was done, without by whom: two files with the same one are copies.
    /// `None` when too little was done for that to mean anything.
    pub journal: Option<[u8; 32]>,
}

impl Marked {
    /// A file that can't be read.
    #[must_use]
    pub fn damaged(file: &str) -> Self {
        Self::refused(file, Verdict::Damaged)
    }

    fn refused(file: &str, verdict: Verdict) -> Self {
        let paper = Paper { file: file.into(), verdicts: vec![verdict], ..Paper::default() };
        Self { paper, journal: None }
    }
}

/// Marks the bytes of one session. Whatever they are, there is something to say of them.
#[must_use]
pub fn mark(file: &str, bytes: &[u8], key: &Key, marking: Marking) -> Marked {
    let record = match read_record(bytes) {
        Ok(record) => record,
        Err("exercise-newer") => return Marked::refused(file, Verdict::Newer),
        Err(_) => return Marked::damaged(file),
    };
    let mut paper = Paper {
        file: file.into(),
        student: record.student.clone(),
        scenario: record.scenario.clone(),
        app: record.app.clone(),
        receipt: receipt_code(&record.seal()),
        ..Paper::default()
    };
    let journal = journal(&record);
    let stopped = |mut paper: Paper, verdict| {
        paper.verdicts.push(verdict);
        Marked { paper, journal }
    };
    if let Some(entry) = record.broken_link() {
        return stopped(paper, Verdict::Edited(entry + 1));
    }
    let Some(file) = key.file(&record.scenario) else {
        let id = record.scenario.clone();
        return stopped(paper, Verdict::NotInKey(id));
    };
    let (Some(played), Some(answers)) = (file.played(&record), file.answers(&record)) else {
        return stopped(paper, Verdict::OtherScenario);
    };
    match Play::replay(&played, &record) {
        Ok(play) => {
            fill(&mut paper, &play, &answers, marking);
            Marked { paper, journal }
        }
        Err(error) => {
            let verdict = verdict_of(&error);
            stopped(paper, verdict)
        }
    }
}

fn verdict_of(error: &ReplayError) -> Verdict {
    match (error, error.entry()) {
        (_, Some(entry)) => Verdict::Edited(entry + 1),
        (ReplayError::TooLarge, None) => Verdict::TooLong,
        (ReplayError::Newer(_), None) => Verdict::Newer,
        (ReplayError::OtherScenario(_) | ReplayError::OtherSource, None) => Verdict::OtherScenario,
        // Another seed than the student's: the number was changed.
        (ReplayError::OtherSeed, None) => Verdict::Edited(0),
        _ => Verdict::Damaged,
    }
}

/// What was done, without by whom. Locked questions are answered at the same place by
/// everybody: only what was written or done at a time of one's own tells students apart.
fn journal(record: &Record) -> Option<[u8; 32]> {
    let is_own = |deed: &Deed| match deed {
        Deed::Act(_) | Deed::Keep { .. } => true,
        Deed::Answer { answer: Answer::Text(text), .. } => text.chars().count() >= 20,
        _ => false,
    };
    if record.entries.iter().filter(|entry| is_own(&entry.deed)).count() < 2 {
        return None;
    }
    let deeds: Vec<_> = record.entries.iter().map(|entry| (&entry.place, &entry.deed)).collect();
    let text = serde_json::to_vec(&deeds).ok()?;
    Some(Sha256::digest(text).into())
}

/// The marks of every step.
fn fill(paper: &mut Paper, play: &Play, answers: &Scenario, marking: Marking) {
    paper.title = Words::new(&*answers.title.en, &*answers.title.fr);
    paper.steps = answers
        .steps
        .iter()
        .zip(play.steps())
        .map(|(step, progress)| step_mark(step, progress, marking))
        .collect();
    paper.history = super::moment::verdict_sentences(play.history());
    let open = paper.steps.iter().filter(|step| !step.is_done && !step.is_skipped).count();
    let skipped = paper.steps.iter().filter(|step| step.is_skipped).count();
    if skipped > 0 {
        paper.verdicts.push(Verdict::Skipped(skipped));
    }
    if open > 0 {
        paper.verdicts.push(Verdict::Incomplete(open));
    } else if skipped == 0 {
        paper.verdicts.push(Verdict::Complete);
    }
}

fn step_mark(step: &Step, progress: &StepProgress, marking: Marking) -> StepMark {
    let most = Points::whole(step.points());
    let first = progress.first_answer.as_ref();
    let (is_right, belief) = first_verdict(step, progress);
    let kind = kind(step);
    let is_skipped = progress.state == StepState::Skipped;
    let is_done = first.is_some() || progress.passed.is_some() || progress.attempts > 0;
    let earned = match kind {
        _ if is_skipped || !is_done => None,
        StepKind::Explain => None,
        StepKind::Predict if marking.effort_counts => Some(most),
        StepKind::Predict | StepKind::Quiz => is_right.map(|right| if right { most } else { Points(0) }),
        StepKind::Observe if is_right == Some(true) => Some(most),
        // Found after a wrong reading: half.
        StepKind::Observe if progress.tries.iter().any(|one| one.is_right == Some(true)) => {
            Some(most.part(1, 2))
        }
        StepKind::Observe => Some(Points(0)),
        StepKind::Do => Some(most.part(progress.reached_permille() as usize, 1_000)),
    };
    let card = step.card();
    StepMark {
        id: step.id().clone(),
        kind,
        ask: Words::new(&*card.en, &*card.fr),
        most,
        earned,
        is_to_mark: !is_skipped && is_done && earned.is_none(),
        is_skipped,
        is_done,
        said: first.map(|answer| said(step, answer)).unwrap_or_default(),
        happened: happened(step, progress),
        is_right,
        belief,
        tries: u32::try_from(progress.tries.len()).unwrap_or(u32::MAX).max(progress.attempts),
        hints: u32::try_from(progress.hints).unwrap_or(u32::MAX),
        rating: progress.rating,
        kept: progress.kept.clone(),
        model: match step {
            Step::Explain { model, .. } => Words::new(&*model.en, &*model.fr),
            _ => Words::default(),
        },
        decided: progress.decided.map(|decided| (decided.place.branch, decided.place.events)),
        decided_at: progress
            .decided
            .map(|decided| scenario_time(decided.place.at).to_string())
            .unwrap_or_default()
            .into(),
    }
}

/// Whether the first answer is right. A students' copy does not know: the key does.
fn first_verdict(step: &Step, progress: &StepProgress) -> (Option<bool>, Option<Text>) {
    let Some(first) = &progress.first_answer else { return (None, None) };
    match first {
        Answer::Choice(index) => {
            let chosen = step.choices().get(*index as usize);
            let known = progress.is_right.or_else(|| chosen.map(|choice| choice.correct));
            let belief = chosen.and_then(|choice| choice.belief.clone());
            (known, belief.filter(|_| known == Some(false)))
        }
        Answer::Value(value) => {
            let held = step.beliefs().iter().find(|held| held.value == *value);
            let belief = held.map(|held| held.belief.clone()).or_else(|| progress.belief.clone());
            (progress.is_right, belief.filter(|_| progress.is_right == Some(false)))
        }
        Answer::Text(_) => (None, None),
    }
}

const fn kind(step: &Step) -> StepKind {
    match step {
        Step::Predict { .. } => StepKind::Predict,
        Step::Do { .. } => StepKind::Do,
        Step::Observe { .. } => StepKind::Observe,
        Step::Explain { .. } => StepKind::Explain,
        Step::Quiz { .. } => StepKind::Quiz,
    }
}

/// What the cluster, or the key, says to it.
fn happened(step: &Step, progress: &StepProgress) -> Words {
    if let Some(truth) = &progress.truth {
        return said(step, &Answer::Value(truth.clone()));
    }
    if let Step::Do { .. } = step {
        let best = if progress.passed.is_some() { progress.best.of } else { progress.best.holding };
        return Words::same(format!("{best} / {}", progress.best.of));
    }
    let right = step.choices().iter().find(|choice| choice.correct);
    right.map(|choice| Words::new(&*choice.text.en, &*choice.text.fr)).unwrap_or_default()
}
