//! Why something can't be done now.

use crate::scenario::action::Tool;
use crate::scenario::reading::fill;
use crate::text::Lang;

/// Why something can't be done now. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAllowed {
    /// The step does not give this tool.
    #[error("{0:?} is not one of the step's tools")]
    Tool(Tool),
    /// The step asks for no action.
    #[error("this step asks for no action")]
    NoAction,
    /// A prediction is to be answered first.
    #[error("a question is open")]
    QuestionOpen,
    /// Time runs to where the step begins, or a prediction's run is under way.
    #[error("time runs by itself now")]
    TimeRuns,
    /// It is not this step's turn.
    #[error("it is not this step's turn")]
    OtherStep,
    /// It was answered already; the first answer counts.
    #[error("it was answered already")]
    Answered,
    /// The step is not answered like that.
    #[error("the step is not answered like that")]
    WrongForm,
    /// The step is not done yet.
    #[error("the step is not done yet")]
    NotDone,
    /// All hints were shown.
    #[error("there is no further hint")]
    NoHint,
    /// No such mark has been passed.
    #[error("no such mark has been passed")]
    NoMark,
    /// There is no such branch.
    #[error("there is no such branch")]
    NoBranch,
    /// The code belongs to no checkpoint of this file.
    #[error("the code belongs to no checkpoint")]
    UnknownCode,
    /// The checkpoint lies behind.
    #[error("the checkpoint lies behind")]
    Behind,
    /// The text is too long.
    #[error("the text is too long")]
    LongText,
    /// More was done than a record holds.
    #[error("more was done than a record holds")]
    Full,
}

impl NotAllowed {
    /// In words for the student.
    #[must_use]
    pub fn describe(&self, lang: Lang) -> String {
        let tool = match self {
            Self::Tool(tool) => format!("{tool:?}"),
            _ => String::new(),
        };
        fill(lang, self.key(), &[("tool", tool.into())])
    }

    /// The name of its sentence.
    pub(crate) const fn key(&self) -> &'static str {
        match self {
            Self::Tool(_) => "not-allowed-tool",
            Self::NoAction => "not-allowed-no-action",
            Self::QuestionOpen => "not-allowed-question-open",
            Self::TimeRuns => "not-allowed-time-runs",
            Self::OtherStep => "not-allowed-other-step",
            Self::Answered => "not-allowed-answered",
            Self::WrongForm => "not-allowed-wrong-form",
            Self::NotDone => "not-allowed-not-done",
            Self::NoHint => "not-allowed-no-hint",
            Self::NoMark => "not-allowed-no-mark",
            Self::NoBranch => "not-allowed-no-branch",
            Self::UnknownCode => "not-allowed-unknown-code",
            Self::Behind => "not-allowed-behind",
            Self::LongText => "not-allowed-long-text",
            Self::Full => "not-allowed-full",
        }
    }
}
