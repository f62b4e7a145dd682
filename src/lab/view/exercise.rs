//! The exercise as a window may show it: the steps, the card of the present
//! step, what is locked while a question is open. Never an answer that has not
//! been earned: what is masked is not in the view at all.

use super::Words;
use crate::base::{Instant, Text};
pub use crate::scenario::{Answer, Rating, Student, Tool};
use std::sync::Arc;

/// The exercise under way.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ExerciseView {
    /// Who works. Empty name: nobody has said it yet (minute 0 is to be shown).
    pub student: Student,
    /// Who worked last on this machine, to fill in minute 0; may be empty.
    pub known: Student,
    /// The folder that gets a copy of the work; empty: none was chosen.
    pub folder: Text,
    /// Every step, in order.
    pub steps: Vec<StepView>,
    /// The step whose card is shown; steps may be looked back at.
    pub shown: usize,
    /// The step that is to be done.
    pub current: usize,
    /// The card of [`ExerciseView::shown`].
    pub card: CardView,
    /// Steps behind the student, of all: the large "TP1 · 4/18".
    pub done: usize,
    /// The student has said "Ready ✔" for the present step.
    pub is_ready: bool,
    /// Every step is behind the student.
    pub is_finished: bool,
    /// The window belongs to a teacher: skipping is allowed.
    pub is_teacher: bool,
    /// What would be missing if the work was handed in now: step and what lacks.
    pub missing: Vec<(usize, Words)>,
    /// The work was handed in: file and receipt code.
    pub receipt: Option<ReceiptView>,
    /// What was believed, seen and kept, step by step, for the end of the exercise.
    pub reflection: Vec<ReflectionView>,
    /// The codes a teacher can dictate: step and code. Empty for a student.
    pub codes: Vec<(usize, Text)>,
}

/// The kinds of step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StepKind {
    /// What will happen?
    #[default]
    Predict,
    /// Reach a goal.
    Do,
    /// Read something off the screen.
    Observe,
    /// Say why.
    Explain,
    /// A question about what was seen.
    Quiz,
}

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
    /// Answered, and it was otherwise.
    Wrong,
    /// Answered; only a person (or the key) can mark it.
    Answered,
    /// Passed over by a teacher or a catch-up code.
    Skipped,
}

/// A step in the row of steps.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StepView {
    /// Its id in the file.
    pub id: Text,
    /// Its kind.
    pub kind: StepKind,
    /// How far it is.
    pub state: StepState,
    /// Its points.
    pub points: u32,
}

/// The card of one step.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CardView {
    /// The question or the goal.
    pub ask: Words,
    /// Time runs to where the step begins; nothing can be answered yet.
    pub is_preparing: bool,
    /// How it is answered.
    pub form: AnswerForm,
    /// The answer given first, as words; kept for ever.
    pub first_answer: Option<Words>,
    /// Each comparison of a goal: what is expected, what is now.
    pub checks: Vec<CheckLine>,
    /// Until when the goal may come true, once something was done for it.
    pub until: Option<Instant>,
    /// That time has passed without the goal: try something else, or restart the step.
    pub is_overdue: bool,
    /// The tools of the step; others are hidden. `None`: all.
    pub tools: Option<Arc<Vec<Tool>>>,
    /// Places this step lets one go back to: name in the file, and instant.
    pub rewinds: Vec<(Text, Instant)>,
    /// Hints shown so far, from vague to plain.
    pub hints: Vec<Words>,
    /// There is another hint. Its dwell time (or a failed attempt) comes first: see `hint_wait_s`.
    pub has_hint: bool,
    /// Seconds to dwell on the card or the last hint before the next one.
    pub hint_wait_s: u32,
    /// After the last hint: "why did that work?" is asked, and answered as [`Answer::Text`] of an Explain.
    pub reflection_asked: bool,
    /// What came of the answer, once it is known.
    pub outcome: Option<OutcomeView>,
    /// The why, once earned; may be empty.
    pub debrief: Words,
    /// The model answer of an Explain, once answered; may be empty (a packed file).
    pub model: Words,
    /// How the student rated the own explanation.
    pub rating: Option<Rating>,
    /// The button to the next step is alive.
    pub can_next: bool,
    /// The step can be begun again.
    pub can_restart: bool,
    /// How many attempts were made.
    pub attempts: u32,
    /// What changed between the last two attempts, in a few words; may be empty.
    pub changed: Words,
}

/// How a step is answered.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum AnswerForm {
    /// It is not answered: a goal, or it is answered already.
    #[default]
    None,
    /// One of these, as [`Answer::Choice`].
    Choices(Vec<Words>),
    /// A broker, clicked on the map or typed: `Answer::Value(Number)`; "nobody" is `Value(None)`.
    Broker,
    /// Brokers in order, clicked or typed: `Value(List(Number…))`.
    Brokers,
    /// Partitions of these names, ticked or clicked: `Value(List(Text…))`.
    Partitions(Vec<Text>),
    /// A place in a partition's log, clicked on the tape or typed: `Value(Number)`.
    Offset,
    /// A number: `Value(Number)`; `None` may be typed where it is "none".
    Number,
    /// Several numbers (`1, 1, 0`): `Value(List(Number…))`.
    Numbers,
    /// One of these words of Kafka (`running`, `down`): `Value(Text)`.
    Words(Vec<Text>),
    /// Free text: [`Answer::Text`].
    Text,
}

/// One comparison of a goal.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CheckLine {
    /// What is expected.
    pub expected: Words,
    /// What is now.
    pub now: Words,
    /// Whether it holds.
    pub holds: bool,
}

/// What came of an answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OutcomeView {
    /// `None`: only the key can tell (a packed file).
    pub is_right: Option<bool>,
    /// What was said.
    pub said: Words,
    /// What happened (or is read) instead or too.
    pub happened: Words,
    /// The belief behind the choice: its number and what it says.
    pub belief: Option<(Text, Words)>,
    /// The instant that decides it, to be shown by `ShowDecisive`.
    pub decided_at: Option<Instant>,
    /// The story event that decides it, by index.
    pub decided_by: Option<usize>,
    /// One looks at that instant now; `BackFromDecisive` returns.
    pub is_looking: bool,
}

/// A line of *I believed / I saw / I keep*.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReflectionView {
    /// The step.
    pub step: usize,
    /// What was predicted.
    pub believed: Words,
    /// What happened.
    pub saw: Words,
    /// What the student keeps: typed, may be empty.
    pub kept: Text,
}

/// The receipt of work handed in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReceiptView {
    /// The file that was written.
    pub file: Text,
    /// A code one can dictate.
    pub code: Text,
}

/// A question of a scenario's exercise, for a presenter: the answer is apart from
/// it, to be shown when asked for. Never there while a student works.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QuestionView {
    /// The step's id in the file.
    pub id: Text,
    /// Its kind: a prediction or a quiz.
    pub kind: StepKind,
    /// Where the step takes place; `None`: wherever one stands.
    pub at: Option<Instant>,
    /// The question.
    pub ask: Words,
    /// What can be answered; empty when it is answered on the map.
    pub choices: Vec<Words>,
    /// The right choice, by index; `None` when it is answered on the map.
    pub answer: Option<usize>,
    /// What is to be read off the cluster, when it is answered on the map; else empty.
    pub reading: Words,
    /// The why; may be empty.
    pub debrief: Words,
}

/// What cannot be done now, because a question is open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Locks {
    /// Time stands: play, step and seek are locked.
    pub time: bool,
    /// The cluster can't be changed.
    pub deeds: bool,
    /// The console takes no line.
    pub console: bool,
    /// Branches, what happens next, other ways to use the lab.
    pub future: bool,
}

/// What history shows to have gone wrong (or gone back) for somebody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VerdictView {
    /// Which kind.
    pub kind: VerdictKind,
    /// One plain sentence.
    pub sentence: Words,
    /// What licensed it (an unclean election at 0:14); may be empty.
    pub licence: Words,
    /// The instant it links to.
    pub at: Instant,
    /// Its story event, by index, when there is one.
    pub event: Option<usize>,
}

/// The kinds of verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VerdictKind {
    /// Acknowledged and gone.
    #[default]
    Lost,
    /// Delivered twice to a group.
    Duplicated,
    /// Never delivered to a group.
    Skipped,
    /// Read in another order than sent, for one key.
    OutOfOrder,
    /// A committed offset went back.
    CommitBack,
}
