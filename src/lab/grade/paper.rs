//! One student's work, marked: what was answered, what came of it, what it earns.

use crate::base::Text;
use crate::lab::view::{StepKind, Words};
use crate::scenario::{Rating, Student};
use crate::text::Lang;
use std::ops::AddAssign;

/// Points, in hundredths: halves and thirds are given for parts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Points(pub u32);

impl Points {
    /// Whole points.
    #[must_use]
    pub const fn whole(points: u32) -> Self {
        Self(points.saturating_mul(100))
    }

    /// So many of so many parts of these points, rounded to the hundredth.
    #[must_use]
    pub fn part(self, parts: usize, of: usize) -> Self {
        let (parts, of) = (parts.min(of) as u64, of.max(1) as u64);
        let hundredths = (u64::from(self.0) * parts * 2 + of) / (of * 2);
        Self(u32::try_from(hundredths).unwrap_or(u32::MAX))
    }

    /// As a language writes it: `1.5`, `1,5`.
    #[must_use]
    pub fn written(self, lang: Lang) -> String {
        let (whole, hundredths) = (self.0 / 100, self.0 % 100);
        let mark = if lang == Lang::Fr { ',' } else { '.' };
        match hundredths {
            0 => whole.to_string(),
            _ if hundredths.is_multiple_of(10) => format!("{whole}{mark}{}", hundredths / 10),
            _ => format!("{whole}{mark}{hundredths:02}"),
        }
    }
}

impl AddAssign for Points {
    fn add_assign(&mut self, other: Self) {
        self.0 = self.0.saturating_add(other.0);
    }
}

/// What is to be said of a file as a whole. Several may hold.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Every step was done, and everything checks.
    Complete,
    /// Everything checks; so many steps were not done.
    Incomplete(usize),
    /// So many steps were passed over by a teacher or a code.
    Skipped(usize),
    /// It cannot be read as a session.
    Damaged,
    /// It was written by a newer version.
    Newer,
    /// An entry, from 1, does not follow from those before it: the file was edited.
    Edited(usize),
    /// The key has no scenario of that name.
    NotInKey(Text),
    /// The scenario that was played is not the key's (another text of it).
    OtherScenario,
    /// The journal is that of another file.
    SameJournal(Text),
    /// Another file has the same student and scenario.
    Double(Text),
    /// The student is not on the list.
    NotOnRoster,
    /// It asks for more events than any session has.
    TooLong,
}

impl Verdict {
    /// The key of its text, and what to fill in.
    #[must_use]
    pub fn told(&self, lang: Lang) -> String {
        use crate::t;
        match self {
            Self::Complete => t!(lang, "verdict-complete"),
            Self::Incomplete(count) => t!(lang, "verdict-incomplete", count = *count),
            Self::Skipped(count) => t!(lang, "verdict-steps-skipped", count = *count),
            Self::Damaged => t!(lang, "verdict-damaged"),
            Self::Newer => t!(lang, "verdict-newer"),
            Self::Edited(entry) => t!(lang, "verdict-edited", entry = *entry),
            Self::NotInKey(id) => t!(lang, "verdict-not-in-key", id = id.to_string()),
            Self::OtherScenario => t!(lang, "verdict-other-scenario"),
            Self::SameJournal(file) => t!(lang, "verdict-same-journal", file = file.to_string()),
            Self::Double(file) => t!(lang, "verdict-double", file = file.to_string()),
            Self::NotOnRoster => t!(lang, "verdict-not-on-roster"),
            Self::TooLong => t!(lang, "verdict-too-long"),
        }
    }

    /// Whether a teacher has to look at the file.
    #[must_use]
    pub const fn is_suspicious(&self) -> bool {
        !matches!(self, Self::Complete | Self::Incomplete(_) | Self::Skipped(_))
    }
}

/// One step, marked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StepMark {
    /// Its id.
    pub id: Text,
    /// Its kind.
    pub kind: StepKind,
    /// The question or the goal.
    pub ask: Words,
    /// What it can earn.
    pub most: Points,
    /// What it earned; `None`: a person has to mark it, or it was skipped or not done.
    pub earned: Option<Points>,
    /// A person has to mark it.
    pub is_to_mark: bool,
    /// It was passed over by a teacher or a code.
    pub is_skipped: bool,
    /// It was answered or tried.
    pub is_done: bool,
    /// The first answer.
    pub said: Words,
    /// What happened or was read instead; for a goal, its parts.
    pub happened: Words,
    /// Whether the first answer was right.
    pub is_right: Option<bool>,
    /// The belief behind the first answer.
    pub belief: Option<Text>,
    /// Answers or attempts.
    pub tries: u32,
    /// Hints shown.
    pub hints: u32,
    /// How the student rated the own explanation.
    pub rating: Option<Rating>,
    /// What the student keeps.
    pub kept: Text,
    /// The model answer, for the teacher's eyes.
    pub model: Words,
    /// The place that decided it: branch, number of events.
    pub decided: Option<(u32, u64)>,
    /// Its instant, in words (`0:14`); may be empty.
    pub decided_at: Text,
}

/// One file of the class, marked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paper {
    /// The file's name.
    pub file: Text,
    /// What is to be said of it.
    pub verdicts: Vec<Verdict>,
    /// Who.
    pub student: Student,
    /// The scenario's id; empty: unknown.
    pub scenario: Text,
    /// Its title.
    pub title: Words,
    /// The version of the app that wrote it.
    pub app: Text,
    /// Every step, in order; empty when the file could not be read.
    pub steps: Vec<StepMark>,
    /// What history shows to have gone wrong at the end.
    pub history: Vec<Words>,
    /// The receipt code of the file.
    pub receipt: Text,
}

impl Paper {
    /// What was earned without the steps that a person has to mark.
    #[must_use]
    pub fn total(&self) -> Points {
        let mut total = Points::default();
        self.steps.iter().filter_map(|step| step.earned).for_each(|earned| total += earned);
        total
    }

    /// What all steps can earn.
    #[must_use]
    pub fn most(&self) -> Points {
        let mut most = Points::default();
        self.steps.iter().for_each(|step| most += step.most);
        most
    }

    /// What a person still has to give or refuse.
    #[must_use]
    pub fn to_mark(&self) -> Points {
        let mut open = Points::default();
        self.steps.iter().filter(|step| step.is_to_mark).for_each(|step| open += step.most);
        open
    }

    /// Hints shown in all.
    #[must_use]
    pub fn hints(&self) -> u32 {
        self.steps.iter().map(|step| step.hints).sum()
    }

    /// Beliefs held at the first answer, each once, in order of their numbers.
    #[must_use]
    pub fn beliefs(&self) -> Vec<Text> {
        let mut beliefs: Vec<Text> = self.steps.iter().filter_map(|step| step.belief.clone()).collect();
        beliefs.sort();
        beliefs.dedup();
        beliefs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_written_as_the_language_does() {
        assert_eq!(Points::whole(3).written(Lang::Fr), "3");
        assert_eq!(Points(150).written(Lang::Fr), "1,5");
        assert_eq!(Points(67).written(Lang::En), "0.67");
        assert_eq!(Points(205).written(Lang::En), "2.05");
    }

    #[test]
    fn parts_of_points() {
        assert_eq!(Points::whole(2).part(1, 3), Points(67));
        assert_eq!(Points::whole(2).part(3, 3), Points(200));
        assert_eq!(Points::whole(2).part(9, 3), Points(200));
        assert_eq!(Points::whole(2).part(0, 0), Points(0));
    }
}
