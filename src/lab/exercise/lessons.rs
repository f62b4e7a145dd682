//! What a window may wish of an exercise, carried out: opening, minute 0, answers,
//! the way from step to step, and time that runs by itself where the lab leads.

use super::{Desk, Exercise, file};
use crate::base::{Instant, Text};
use crate::lab::command::Lesson;
use crate::lab::open::Open;
use crate::lab::session::{Session, problem};
use crate::lab::view::{Problem, ReceiptView, Student, Words};
use crate::scenario::play::{Deed, NotAllowed, Play, receipt_code};
use crate::scenario::{Answer, Scenario, Step, library};
use crate::text::Lang;
use sha2::{Digest as _, Sha256};

/// Longest part of who somebody is, in bytes.
const LONGEST_NAME: usize = 200;
/// To where a step begins, time takes at most so long, in milliseconds of real time.
const LONGEST_WAY_MS: u64 = 6_000;
/// The run of a prediction is to be watched: it may take so long.
const LONGEST_RUN_MS: u64 = 20_000;

impl Session {
    /// What tells an exercise from all others (`None`: that of the open file): its
    /// id and which text of it.
    #[must_use]
    pub fn exercise_key(&self, id: Option<&str>) -> Option<Text> {
        let (id, source) = match id {
            Some(id) => (id.into(), library().iter().find(|shipped| shipped.id == id)?.bytes),
            None => self.open.as_ref().map(|open| (open.scenario_view().id.clone(), &*open.source))?,
        };
        let hash: [u8; 32] = Sha256::digest(source).into();
        let version: String = hash.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        Some(format!("{id}-{version}").into())
    }

    /// Whether an exercise is open.
    #[must_use]
    pub fn is_exercise(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.exercise.is_some())
    }

    /// Whether the open file is one to be worked through, not to be shown.
    #[must_use]
    pub fn wants_exercise(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.is_for_students && open.exercise.is_none())
    }

    /// Opens an exercise (`None`: that of the open file) as it was saved last, or new
    /// for whom minute 0 will tell. False when what was saved can't be played again.
    pub fn open_exercise(&mut self, id: Option<&str>, saved: Option<&[u8]>, known: &Student) -> bool {
        let source = match id {
            Some(id) => library().iter().find(|shipped| shipped.id == id).map(|shipped| shipped.bytes.into()),
            None => self.open.as_ref().map(|open| open.source.clone()),
        };
        let Some(source) = source else {
            self.refuse(problem("no-such-scenario"));
            return true;
        };
        let file =
            self.open.as_ref().filter(|_| id.is_none()).and_then(|open| open.scenario_view().file.clone());
        let name: Text = match (id, &self.open) {
            (None, Some(open)) => open.name.clone(),
            (id, _) => id.unwrap_or_default().into(),
        };
        let exercise = Exercise { known: known.clone(), ..Exercise::default() };
        if let Some(saved) = saved
            && let Ok(play) = file::read(saved)
        {
            self.install(Open::played(play, exercise, &name, &source, file.as_deref()));
            return true;
        }
        match play_for(&name, &source, &Student::default()) {
            Ok(play) => self.install(Open::played(play, exercise, &name, &source, file.as_deref())),
            Err(problem) => self.refuse(problem),
        }
        saved.is_none()
    }

    /// Minute 0: a student begins the open exercise, or goes on with what was saved.
    /// False when that can't be played again; then the exercise begins anew.
    pub fn begin(&mut self, student: Student, saved: Option<&[u8]>) -> bool {
        let student = bounded(student);
        let Some(open) = self.open.as_ref().filter(|open| open.exercise.is_some()) else { return true };
        if student.name.is_empty() {
            return true;
        }
        let (name, source) = (open.name.clone(), open.source.clone());
        let file = open.scenario_view().file.clone();
        let before = open.exercise.as_ref();
        let exercise = Exercise {
            known: student.clone(),
            folder: before.map(|it| it.folder.clone()).unwrap_or_default(),
            is_teacher: before.is_some_and(|it| it.is_teacher),
            ..Exercise::default()
        };
        if let Some(Ok(play)) = saved.map(file::read) {
            self.install(Open::played(play, exercise, &name, &source, file.as_deref()));
            return true;
        }
        match play_for(&name, &source, &student) {
            Ok(play) => self.install(Open::played(play, exercise, &name, &source, file.as_deref())),
            Err(problem) => self.refuse(problem),
        }
        saved.is_none()
    }

    /// Opens an exercise's file: any work, at its end.
    pub(in crate::lab) fn open_exercise_file(&mut self, name: &str, bytes: &[u8]) {
        match file::read(bytes) {
            Ok(play) => {
                let source = play.record().source.clone();
                let exercise = Exercise { known: play.student().clone(), ..Exercise::default() };
                let name = if play.scenario().id.is_empty() { name } else { &play.scenario().id.clone() };
                self.install(Open::played(play, exercise, name, source.as_bytes(), None));
            }
            Err(key) => self.refuse(problem(key)),
        }
    }

    fn install(&mut self, open: Open) {
        self.problems = std::sync::Arc::default();
        self.show_opened(open);
        self.go_on();
    }

    /// The exercise under way and its student; `None` when nobody works.
    #[must_use]
    pub fn desk(&self) -> Option<Desk> {
        let open = self.open.as_ref()?;
        let play = open.course.play().filter(|play| !play.student().name.is_empty())?;
        Some(Desk {
            exercise: self.exercise_key(None)?,
            scenario: play.scenario().id.clone(),
            tp: play.scenario().tp.clone().unwrap_or_default(),
            student: play.student().clone(),
        })
    }

    /// The work is handed in: the bytes of its file.
    pub fn hand_in(&mut self) -> Option<Vec<u8>> {
        self.desk()?;
        self.do_deed(Deed::HandIn)?;
        let play = self.open.as_ref()?.course.play()?;
        Some(file::write(play))
    }

    /// The work was written to this file: shows the receipt.
    pub fn handed_in(&mut self, file: &str) {
        let Some(open) = &mut self.open else { return };
        if let (Some(play), Some(exercise)) = (open.course.play(), &mut open.exercise) {
            let code = receipt_code(&play.record().seal());
            exercise.receipt = Some(ReceiptView { file: file.into(), code });
        }
    }

    /// A wish about the exercise under way.
    pub(in crate::lab) fn lesson(&mut self, lesson: Lesson) {
        if let Lesson::Begin(student) = lesson {
            self.begin(student, None);
            return;
        }
        let Some(exercise) = self.open.as_mut().and_then(|open| open.exercise.as_mut()) else { return };
        match lesson {
            // The runtime's to carry out; the session only remembers the folder.
            Lesson::SaveTo(folder) => exercise.folder = folder,
            Lesson::Begin(_) | Lesson::HandIn(_) => {}
            Lesson::Look(index) => exercise.shown = Some(index),
            Lesson::Ready(is_ready) => exercise.is_ready = is_ready,
            Lesson::Teacher(is_teacher) => exercise.is_teacher = is_teacher,
            lesson => self.worked(lesson),
        }
    }

    /// A lesson that only somebody who has begun can do.
    fn worked(&mut self, lesson: Lesson) {
        let Some(open) = &self.open else { return };
        let (Some(play), Some(exercise)) = (open.course.play(), &open.exercise) else { return };
        if play.student().name.is_empty() {
            return;
        }
        let current = play.current();
        match lesson {
            Lesson::Answer(answer) => self.answer(current, answer),
            Lesson::Rate(rating) => {
                // A card that is looked back at may be rated too.
                let step = exercise.shown.filter(|shown| *shown < current).unwrap_or(current);
                let _ = self.do_deed(Deed::Rate { step, rating });
            }
            Lesson::Keep(step, text) => {
                let _ = self.do_deed(Deed::Keep { step, text });
            }
            Lesson::Hint => self.hint(),
            Lesson::Next => self.move_on(Deed::Next),
            Lesson::Restart => self.move_on(Deed::Restart),
            Lesson::Rewind(mark) => self.move_on(Deed::Rewind(mark)),
            Lesson::Skip if exercise.is_teacher => self.move_on(Deed::Skip),
            Lesson::Skip => self.refuse(problem("only-a-teacher")),
            Lesson::CatchUp(code) => self.move_on(Deed::CatchUp { code }),
            Lesson::ShowDecisive => self.show_decisive(),
            Lesson::BackFromDecisive => self.back_from_decisive(),
            _ => {}
        }
    }

    fn answer(&mut self, current: usize, answer: Answer) {
        let Some(play) = self.open.as_ref().and_then(|open| open.course.play()) else { return };
        let step = play.scenario().steps.get(current).cloned();
        let given = step.as_ref().and_then(|step| super::words::given(step, answer));
        let Some(answer) = given else { return self.refuse(problem("not-an-answer")) };
        if matches!(step, Some(Step::Observe { .. })) {
            // Read where one looks: the place is part of the answer.
            let _ = self.do_deed(Deed::Answer { step: current, answer });
            return;
        }
        self.move_on(Deed::Answer { step: current, answer });
    }

    fn hint(&mut self) {
        let Some(open) = &mut self.open else { return };
        let (Some(play), Some(exercise)) = (open.course.play(), &mut open.exercise) else { return };
        let current = play.current();
        if let (Some(step), Some(progress)) = (play.scenario().steps.get(current), play.steps().get(current))
        {
            let now = play.history().branch().head().now();
            exercise.hinted_at = Some((current, super::card::failures(step, progress, now)));
        }
        let _ = self.do_deed(Deed::Hint);
    }

    /// A deed that may take one elsewhere, or let time run by itself.
    fn move_on(&mut self, deed: Deed) {
        let before = self.open.as_ref().and_then(|open| open.course.play()).map(Play::current);
        if self.do_deed(deed).is_none() {
            return;
        }
        if let Some(open) = &mut self.open
            && let (Some(play), Some(exercise)) = (open.course.play(), &mut open.exercise)
        {
            exercise.shown = None;
            exercise.is_ready &= before == Some(play.current());
        }
        self.is_playing = false;
        self.go_on();
    }

    /// Where the lab leads, time runs by itself: fast enough that nobody waits long.
    pub(in crate::lab) fn go_on(&mut self) {
        let Some(open) = &self.open else { return };
        let Some(play) = open.course.play().filter(|play| !play.student().name.is_empty()) else { return };
        let Some(until) = play.needs_run_until() else {
            self.hurry_permille = None;
            return;
        };
        let is_way = matches!(play.stage(), crate::scenario::play::Stage::Preparing { .. });
        let longest_ms = if is_way { LONGEST_WAY_MS } else { LONGEST_RUN_MS };
        // Microseconds per millisecond are thousandths of real time.
        let needed = until.since(play.world().now()).0.div_ceil(longest_ms);
        self.hurry_permille = Some(u32::try_from(needed).unwrap_or(u32::MAX).min(1_000_000));
        self.is_playing = true;
    }

    /// To the instant that decided the shown step, to look at it.
    fn show_decisive(&mut self) {
        let Some(open) = &mut self.open else { return };
        let (Some(play), Some(exercise)) = (open.course.play_mut(), &mut open.exercise) else { return };
        let shown =
            exercise.shown.unwrap_or_else(|| play.current().min(play.steps().len().saturating_sub(1)));
        let decided = play.steps().get(shown).filter(|step| step.state.is_behind()).and_then(|it| it.decided);
        let Some(decided) = decided else { return };
        if play.look_at(decided.place) {
            exercise.looking = Some(shown);
            self.is_playing = false;
        } else {
            self.refuse(refusal(&NotAllowed::QuestionOpen));
        }
    }

    /// Whether a deciding instant is looked at: nothing can be done there.
    pub(in crate::lab) fn is_looking_elsewhere(&self) -> bool {
        self.open.as_ref().and_then(|open| open.course.play()).is_some_and(Play::is_away)
    }

    /// Back to where one was before.
    pub(in crate::lab) fn back_from_decisive(&mut self) {
        let Some(open) = &mut self.open else { return };
        let (Some(play), Some(exercise)) = (open.course.play_mut(), &mut open.exercise) else { return };
        exercise.looking = None;
        play.look_back();
    }

    /// Does something in the exercise; what is refused is said.
    pub(in crate::lab) fn do_deed(&mut self, deed: Deed) -> Option<()> {
        self.back_from_decisive();
        let open = self.open.as_mut()?;
        open.catch_up();
        let done = open.course.play_mut()?.apply(deed);
        match done {
            Ok(()) => {
                open.exercise.as_mut()?.version += 1;
                Some(())
            }
            Err(why) => {
                self.refuse(refusal(&why));
                None
            }
        }
    }

    /// After time has run: where a step begins, a prediction is answered or a goal is
    /// reached, it stops. `before` is how things stood.
    pub(in crate::lab) fn arrived(&mut self, before: (Option<Instant>, bool)) {
        let now = self.milestones();
        let has_arrived = before.0.is_some() && now.0.is_none();
        let has_passed = !before.1 && now.1;
        if has_arrived || has_passed {
            self.is_playing = false;
            self.hurry_permille = None;
            if let Some(exercise) = self.open.as_mut().and_then(|open| open.exercise.as_mut()) {
                exercise.version += 1;
            }
        }
    }

    /// How far time runs by itself, and whether the present goal is reached.
    pub(in crate::lab) fn milestones(&self) -> (Option<Instant>, bool) {
        let play = self.open.as_ref().and_then(|open| open.course.play());
        play.map_or((None, false), |play| {
            let step = play.steps().get(play.current());
            (play.needs_run_until(), step.is_some_and(|step| step.passed.is_some()))
        })
    }

    /// Says why something can't be done; said twice, it stands once.
    pub(in crate::lab) fn refuse(&mut self, refused: Problem) {
        if !self.problems.iter().any(|known| known.message == refused.message) {
            self.report(refused);
        }
    }

    /// Whether time is locked now; then it is said why.
    pub(in crate::lab) fn is_refused(
        &mut self,
        is_locked: impl Fn(&crate::lab::view::Locks) -> bool,
    ) -> bool {
        let play = self.open.as_ref().and_then(|open| open.course.play());
        let Some(play) = play.filter(|play| is_locked(&super::locks(play))) else { return false };
        let why = match play.needs_run_until() {
            Some(_) => NotAllowed::TimeRuns,
            None if !super::locks(play).time => NotAllowed::NoAction,
            None => NotAllowed::QuestionOpen,
        };
        self.refuse(refusal(&why));
        true
    }
}

/// Why something is refused, as a window shows it.
pub(in crate::lab) fn refusal(why: &NotAllowed) -> Problem {
    let [en, fr] = Lang::ALL.map(|lang| why.describe(lang));
    Problem { message: Words::new(en, fr), ..Problem::default() }
}

/// A new play of a file for a student.
fn play_for(name: &str, source: &[u8], student: &Student) -> Result<Play, Problem> {
    let number = (!student.number.is_empty()).then_some(&*student.number);
    let scenario = Scenario::parse_for(name, source, number);
    let scenario = scenario.map_err(|found| {
        found.first().map_or_else(|| problem("no-exercise"), crate::lab::opening::in_file)
    })?;
    if scenario.steps.is_empty() {
        return Err(problem("no-exercise"));
    }
    Play::new(&scenario, source, student).map_err(|error| crate::lab::opening::boot_problem(&error))
}

/// A student as a record takes one.
fn bounded(student: Student) -> Student {
    let cut = |text: &Text| -> Text {
        let mut end = text.len().min(LONGEST_NAME);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        text.get(..end).unwrap_or_default().trim().into()
    };
    Student {
        name: cut(&student.name),
        number: cut(&student.number),
        partner: cut(&student.partner),
        tp: cut(&student.tp),
    }
}
