//! The steps of an exercise, as the file writes them.

use super::When;
use super::action::{Tool, Verb};
use super::check::Check;
use super::event::Event;
use super::reading::Reading;
use super::values::{Both, Length, Value};
use crate::base::Text;
use serde::Deserialize;

/// Where a step takes place: an instant of the timeline, just before what it does then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Start {
    /// At a mark.
    Mark(Text),
    /// So long after the beginning.
    At(Length),
}

impl<'de> Deserialize<'de> for Start {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Text::deserialize(deserializer)?;
        Ok(Length::read(&text).map_or_else(|_| Self::Mark(text), Self::At))
    }
}

/// The mistaken belief behind a value that was given as the answer.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ValueBelief {
    /// The value.
    pub value: Value,
    /// The belief, as `M26`.
    pub belief: Text,
}

/// A choice of an answer.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// What it says.
    pub text: Both,
    /// Whether it is the right one.
    #[serde(default)]
    pub correct: bool,
    /// It is the right one when this counts; settled when the file is read.
    #[serde(default)]
    pub when: Option<When>,
    /// The mistaken belief behind it, as `M16`.
    #[serde(default)]
    pub belief: Option<Text>,
}

/// One step of an exercise.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are the format's, described in docs/scenario-format.md")]
pub enum Step {
    /// The student says what will happen.
    Predict {
        id: Text,
        #[serde(default)]
        points: u32,
        ask: Both,
        #[serde(default)]
        choices: Vec<Choice>,
        #[serde(default)]
        answer: Option<Reading>,
        #[serde(default)]
        beliefs: Vec<ValueBelief>,
        #[serde(default)]
        then: Vec<Verb>,
        #[serde(default)]
        run: Option<Length>,
        #[serde(default)]
        decides: Option<Event>,
        #[serde(default)]
        hints: Vec<Both>,
        #[serde(default)]
        debrief: Option<Both>,
        #[serde(default)]
        start: Option<Start>,
    },
    /// The student acts.
    Do {
        id: Text,
        #[serde(default)]
        points: u32,
        text: Both,
        allow: Vec<Tool>,
        pass: Check,
        within: Length,
        #[serde(default)]
        solution: Vec<Verb>,
        #[serde(default)]
        hints: Vec<Both>,
        #[serde(default)]
        debrief: Option<Both>,
        #[serde(default)]
        start: Option<Start>,
    },
    /// The student reads something off the screen.
    Observe {
        id: Text,
        #[serde(default)]
        points: u32,
        ask: Both,
        value: Reading,
        #[serde(default)]
        tolerance: i64,
        #[serde(default)]
        hints: Vec<Both>,
        #[serde(default)]
        debrief: Option<Both>,
        #[serde(default)]
        start: Option<Start>,
    },
    /// The student explains in own words.
    Explain {
        id: Text,
        #[serde(default)]
        points: u32,
        ask: Both,
        #[serde(default)]
        model: Both,
        #[serde(default)]
        hints: Vec<Both>,
        #[serde(default)]
        debrief: Option<Both>,
        #[serde(default)]
        start: Option<Start>,
    },
    /// A question about what was seen.
    Quiz {
        id: Text,
        #[serde(default)]
        points: u32,
        ask: Both,
        #[serde(default)]
        choices: Vec<Choice>,
        #[serde(default)]
        answer: Option<Reading>,
        #[serde(default)]
        beliefs: Vec<ValueBelief>,
        #[serde(default)]
        hints: Vec<Both>,
        #[serde(default)]
        debrief: Option<Both>,
        #[serde(default)]
        start: Option<Start>,
    },
}

impl Choice {
    /// Whether it is the right one.
    #[must_use]
    pub fn is_right(&self) -> bool {
        self.correct || (self.when.is_some() && When::counts(self.when.as_ref()))
    }
}

impl Step {
    /// With the right choices settled.
    #[must_use]
    pub(crate) fn settled(mut self) -> Self {
        if let Self::Predict { choices, .. } | Self::Quiz { choices, .. } = &mut self {
            for choice in choices {
                choice.correct = choice.is_right();
                choice.when = None;
            }
        }
        self
    }

    /// Its id.
    #[must_use]
    pub const fn id(&self) -> &Text {
        match self {
            Self::Predict { id, .. }
            | Self::Do { id, .. }
            | Self::Observe { id, .. }
            | Self::Explain { id, .. }
            | Self::Quiz { id, .. } => id,
        }
    }

    /// What its card says.
    #[must_use]
    pub const fn card(&self) -> &Both {
        match self {
            Self::Predict { ask, .. }
            | Self::Observe { ask, .. }
            | Self::Explain { ask, .. }
            | Self::Quiz { ask, .. } => ask,
            Self::Do { text, .. } => text,
        }
    }

    /// Its kind, as the file writes it.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Predict { .. } => "Predict",
            Self::Do { .. } => "Do",
            Self::Observe { .. } => "Observe",
            Self::Explain { .. } => "Explain",
            Self::Quiz { .. } => "Quiz",
        }
    }

    /// Its points.
    #[must_use]
    pub const fn points(&self) -> u32 {
        match self {
            Self::Predict { points, .. }
            | Self::Do { points, .. }
            | Self::Observe { points, .. }
            | Self::Explain { points, .. }
            | Self::Quiz { points, .. } => *points,
        }
    }

    /// Where it takes place; `None`: where one stands.
    #[must_use]
    pub const fn start(&self) -> Option<&Start> {
        match self {
            Self::Predict { start, .. }
            | Self::Do { start, .. }
            | Self::Observe { start, .. }
            | Self::Explain { start, .. }
            | Self::Quiz { start, .. } => start.as_ref(),
        }
    }

    /// The why, shown once it is earned.
    #[must_use]
    pub const fn debrief(&self) -> Option<&Both> {
        match self {
            Self::Predict { debrief, .. }
            | Self::Do { debrief, .. }
            | Self::Observe { debrief, .. }
            | Self::Explain { debrief, .. }
            | Self::Quiz { debrief, .. } => debrief.as_ref(),
        }
    }

    /// What can be chosen, for a question with choices.
    #[must_use]
    pub fn choices(&self) -> &[Choice] {
        match self {
            Self::Predict { choices, .. } | Self::Quiz { choices, .. } => choices,
            _ => &[],
        }
    }

    /// The reading that is the answer, for a question answered on the map.
    #[must_use]
    pub const fn answer(&self) -> Option<&Reading> {
        match self {
            Self::Predict { answer, .. } | Self::Quiz { answer, .. } => answer.as_ref(),
            Self::Observe { value, .. } => Some(value),
            _ => None,
        }
    }

    /// The beliefs behind wrong values.
    #[must_use]
    pub fn beliefs(&self) -> &[ValueBelief] {
        match self {
            Self::Predict { beliefs, .. } | Self::Quiz { beliefs, .. } => beliefs,
            _ => &[],
        }
    }

    /// What is carried out when it is done for the student: the solution, or what
    /// follows a prediction.
    #[must_use]
    pub fn verbs(&self) -> &[Verb] {
        match self {
            Self::Do { solution, .. } => solution,
            Self::Predict { then, .. } => then,
            _ => &[],
        }
    }

    /// Its hints, from vague to plain.
    #[must_use]
    pub fn hints(&self) -> &[Both] {
        match self {
            Self::Predict { hints, .. }
            | Self::Do { hints, .. }
            | Self::Observe { hints, .. }
            | Self::Explain { hints, .. }
            | Self::Quiz { hints, .. } => hints,
        }
    }
}
