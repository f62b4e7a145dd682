//! How far a step is, and what is kept of it for its marks.

use super::{Answer, Place, Rating};
use crate::base::{Instant, Text};
use crate::scenario::values::Value;

/// How far a step is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StepState {
    /// Not yet reached.
    #[default]
    Ahead,
    /// To be done now.
    Open,
    /// A prediction is locked in and the run has not yet answered it.
    Locked,
    /// Answered or reached.
    Right,
    /// Answered, and it was otherwise. What is read off the screen may be tried again.
    Wrong,
    /// Answered; only a person, or the file with the answers, can mark it.
    Answered,
    /// Passed over.
    Skipped,
}

impl StepState {
    /// Whether one may go on to the next step.
    #[must_use]
    pub const fn is_behind(self) -> bool {
        matches!(self, Self::Right | Self::Wrong | Self::Answered | Self::Skipped)
    }
}

/// One answer and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Try {
    /// What was said.
    pub answer: Answer,
    /// Where one stood.
    pub place: Place,
    /// Whether it is right; `None`: not known (yet, or in this file).
    pub is_right: Option<bool>,
}

/// The instant that decides a prediction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decided {
    /// Where: the branch, the events up to and including the deciding one, its time.
    pub place: Place,
    /// Whether an event of the story decided it; else time simply ran out.
    pub by_event: bool,
}

/// How much of something holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// So many…
    pub holding: u32,
    /// …of so many.
    pub of: u32,
}

/// One step's progress.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StepProgress {
    /// How far it is.
    pub state: StepState,
    /// Where it began.
    pub began: Option<Place>,
    /// The first answer, which counts.
    pub first_answer: Option<Answer>,
    /// Every answer, in order; the first is [`StepProgress::first_answer`].
    pub tries: Vec<Try>,
    /// Whether the first answer is right; `None`: not known.
    pub is_right: Option<bool>,
    /// What the reading of the question gave, once known.
    pub truth: Option<Value>,
    /// The belief behind a wrong first answer, as `M16`.
    pub belief: Option<Text>,
    /// What decided a prediction, once known.
    pub decided: Option<Decided>,
    /// When a prediction was locked in.
    pub locked_at: Option<Instant>,
    /// Where a goal came true.
    pub passed: Option<Place>,
    /// How much of a goal held when the step began.
    pub at_start: Share,
    /// How much of a goal held at best.
    pub best: Share,
    /// How much of a goal holds at the head now.
    pub now: Share,
    /// Attempts at a goal: deeds after a restart, or after the time was over.
    pub attempts: u32,
    /// Until when a goal may come true, counted from the last deed.
    pub until: Option<Instant>,
    /// Hints shown.
    pub hints: usize,
    /// "Why did that work?", asked after the last hint.
    pub reflection: Option<Text>,
    /// How the student rated the own explanation.
    pub rating: Option<Rating>,
    /// What the student keeps.
    pub kept: Text,
    /// The next deed begins a new attempt.
    pub(super) is_fresh: bool,
}

impl StepProgress {
    /// Whether the time of a goal is over without success, at `now` of the world's clock.
    #[must_use]
    pub fn is_overdue(&self, now: Instant) -> bool {
        self.passed.is_none() && self.until.is_some_and(|until| now > until)
    }

    /// The part of a goal that was reached, in thousandths: what held at best beyond
    /// what held at the beginning. A goal that came true is whole.
    #[must_use]
    pub fn reached_permille(&self) -> u32 {
        if self.passed.is_some() {
            return 1_000;
        }
        let gained = self.best.holding.saturating_sub(self.at_start.holding);
        let wanted = self.best.of.saturating_sub(self.at_start.holding);
        // Every comparison may hold at times, never all together.
        (gained * 1_000).checked_div(wanted).unwrap_or(0).min(999)
    }
}
