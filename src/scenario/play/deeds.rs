//! Deeds: which are possible now, and what each does.

use super::judge::{fits, size};
use super::record::LONGEST_TEXT;
use super::{Answer, Deed, MOST_ENTRIES, NotAllowed, Play, Rating, Stage, StepState, Try, codes};
use crate::base::{Duration, Text};
use crate::scenario::action::{Tool, Verb};
use crate::scenario::model::{Deed as Planned, Step};
use crate::story::Action;

/// What lies between two actions of a solution.
pub const SOLUTION_GAP: Duration = Duration::from_secs(2);
/// What `Pause` waits for in a solution.
pub const SOLUTION_PAUSE: Duration = Duration::from_secs(10);
/// How long a prediction's run is when nothing says it.
const RUN: Duration = Duration::from_secs(10);

type Done = Result<(), NotAllowed>;

impl Play {
    /// Acts on the cluster where one looks; in the past on a new branch.
    ///
    /// # Errors
    /// When the step does not allow it.
    pub fn act(&mut self, action: Action) -> Result<(), NotAllowed> {
        self.apply(Deed::Act(action))
    }

    /// Does something, and writes it down.
    ///
    /// # Errors
    /// When it can't be done now; then nothing was changed.
    pub fn apply(&mut self, deed: Deed) -> Result<(), NotAllowed> {
        if self.entries.len() >= MOST_ENTRIES {
            return Err(NotAllowed::Full);
        }
        self.look_back();
        let (place, digest) = (self.place(), self.world().digest().value());
        self.carry_out_deed(&deed)?;
        self.put_down(place, deed, digest);
        Ok(())
    }

    /// What a verb of a solution does, as a student would do it: an action, a mark, a
    /// rewind; `Pause` waits.
    ///
    /// # Errors
    /// As [`Play::apply`].
    pub fn perform(&mut self, verb: &Verb) -> Result<(), NotAllowed> {
        match Deed::of(verb) {
            Some(deed) => self.apply(deed),
            None => {
                self.run_to(self.world().now() + SOLUTION_PAUSE);
                Ok(())
            }
        }
    }

    /// Carries out a whole solution, two seconds between its actions.
    ///
    /// # Errors
    /// As [`Play::apply`]: what the step does not allow.
    pub fn perform_all(&mut self, verbs: &[Verb]) -> Result<(), NotAllowed> {
        for (index, verb) in verbs.iter().enumerate() {
            if index > 0 {
                self.run_to(self.world().now() + SOLUTION_GAP);
            }
            self.perform(verb)?;
        }
        Ok(())
    }

    pub(super) fn carry_out_deed(&mut self, deed: &Deed) -> Done {
        match deed {
            Deed::Here => Ok(()),
            Deed::Act(action) => {
                self.may_use(Tool::of(action))?;
                self.may_act_here()?;
                self.act_freely(action)
            }
            Deed::Mark(name) => {
                self.may_use(Tool::Mark)?;
                self.is_short(name)?;
                self.branch_off()?;
                self.mark_here(name);
                Ok(())
            }
            Deed::Fork => {
                self.may_use(Tool::Branch)?;
                self.may_act_here()?;
                self.fork_or_full()
            }
            Deed::Switch(branch) => self.switch(*branch),
            Deed::Rewind(mark) => {
                self.may_use(Tool::Rewind)?;
                self.rewind(mark)
            }
            Deed::Answer { step, answer } => self.answer(*step, answer),
            Deed::Rate { step, rating } => self.rate(*step, *rating),
            Deed::Keep { step, text } => {
                self.is_short(text)?;
                let progress = self.steps.get_mut(*step).filter(|it| it.state != StepState::Ahead);
                progress.ok_or(NotAllowed::OtherStep)?.kept = text.clone();
                Ok(())
            }
            Deed::Hint => self.hint(),
            Deed::Next => self.next(),
            Deed::Restart => self.restart(),
            Deed::Skip => self.skip(),
            Deed::CatchUp { code } => self.catch_up(code),
            Deed::HandIn => {
                self.handed_in = true;
                Ok(())
            }
        }
    }

    /// Whether the present step gives this tool.
    ///
    /// # Errors
    /// Why it does not.
    pub fn may_use(&self, tool: Tool) -> Result<(), NotAllowed> {
        match (self.stage, self.step()) {
            (Stage::Preparing { .. } | Stage::Running { .. }, _) => Err(NotAllowed::TimeRuns),
            (Stage::Finished, _) | (_, None) => Ok(()),
            (Stage::Open, Some(Step::Do { allow, .. })) => {
                if tool == Tool::Mark || allow.contains(&tool) {
                    Ok(())
                } else {
                    Err(NotAllowed::Tool(tool))
                }
            }
            (Stage::Open, Some(Step::Predict { .. })) if self.is_locked() => Err(NotAllowed::QuestionOpen),
            (Stage::Open, Some(_)) => Err(NotAllowed::NoAction),
        }
    }

    /// Acting before the step began is going back.
    fn may_act_here(&self) -> Done {
        let began = self.now_step().and_then(|progress| progress.began);
        if self.history.is_past() && began.is_some_and(|began| self.place().at < began.at) {
            return self.may_use(Tool::Rewind);
        }
        Ok(())
    }

    fn is_short(&self, text: &str) -> Done {
        if text.len() > LONGEST_TEXT { Err(NotAllowed::LongText) } else { Ok(()) }
    }

    fn fork_or_full(&mut self) -> Done {
        if self.fork_here() { Ok(()) } else { Err(NotAllowed::Full) }
    }

    /// Away from the past, and from the timeline.
    fn branch_off(&mut self) -> Done {
        if self.history.is_past() || self.history.branch().follows_script {
            return self.fork_or_full();
        }
        Ok(())
    }

    /// An action of the student, whatever the step allows.
    fn act_freely(&mut self, action: &Action) -> Done {
        self.branch_off()?;
        let now = self.world().now();
        let within = match self.step() {
            Some(Step::Do { within, .. }) => Some(within.0),
            _ => None,
        };
        if let (Some(progress), Some(within)) = (self.now_step_mut(), within) {
            if progress.is_fresh || progress.is_overdue(now) {
                progress.attempts += 1;
                progress.is_fresh = false;
            }
            progress.until = Some(now + within);
        }
        self.carry_out(action.clone());
        Ok(())
    }

    fn rewind(&mut self, mark: &Text) -> Done {
        let step = self.scenario.steps.iter().position(|step| step.id() == mark);
        let began = step.and_then(|step| self.steps.get(step)?.began);
        let place = self.marks.get(mark).copied().or(began).ok_or(NotAllowed::NoMark)?;
        if self.lines.len() >= super::time::MOST_BRANCHES {
            return Err(NotAllowed::Full);
        }
        self.go_to(place);
        self.fork_or_full()?;
        self.new_attempt();
        Ok(())
    }

    fn new_attempt(&mut self) {
        if let Some(progress) = self.now_step_mut() {
            progress.is_fresh = true;
            progress.until = None;
        }
        self.judge();
    }

    fn switch(&mut self, branch: u32) -> Done {
        match self.stage {
            Stage::Preparing { .. } | Stage::Running { .. } => return Err(NotAllowed::TimeRuns),
            Stage::Open if self.is_locked() => return Err(NotAllowed::QuestionOpen),
            Stage::Open if matches!(self.step(), Some(Step::Do { .. })) => self.may_use(Tool::Rewind)?,
            Stage::Open | Stage::Finished => {}
        }
        if branch as usize >= self.lines.len() {
            return Err(NotAllowed::NoBranch);
        }
        self.history.switch(crate::history::BranchId(branch));
        Ok(())
    }

    fn answer(&mut self, index: usize, said: &Answer) -> Done {
        let step = self.step().cloned().filter(|_| index == self.current).ok_or(NotAllowed::OtherStep)?;
        match said {
            Answer::Text(text) => self.is_short(text)?,
            Answer::Value(value) if size(value) > LONGEST_TEXT => return Err(NotAllowed::LongText),
            _ => {}
        }
        if let (Answer::Text(text), false) = (said, matches!(step, Step::Explain { .. })) {
            return self.reflect(&step, text);
        }
        if self.stage != Stage::Open {
            return Err(NotAllowed::TimeRuns);
        }
        if !fits(&step, said) {
            return Err(NotAllowed::WrongForm);
        }
        let progress = &self.steps[index];
        let may_try_again = matches!(step, Step::Observe { .. }) && progress.state == StepState::Wrong;
        if progress.first_answer.is_some() && !may_try_again {
            return Err(NotAllowed::Answered);
        }
        if let Step::Predict { then, run, .. } = &step {
            return self.lock_in(said, then, run.map(|run| run.0));
        }
        self.mark_answer(said);
        Ok(())
    }

    /// "Why did that work?", after the last hint.
    fn reflect(&mut self, step: &Step, text: &Text) -> Done {
        let hints = step.hints().len();
        let progress = self.now_step_mut().ok_or(NotAllowed::OtherStep)?;
        if hints == 0 || progress.hints < hints {
            return Err(NotAllowed::WrongForm);
        }
        if progress.reflection.is_some() {
            return Err(NotAllowed::Answered);
        }
        progress.reflection = Some(text.clone());
        Ok(())
    }

    /// A prediction is said: what follows it is carried out, and time runs.
    fn lock_in(&mut self, said: &Answer, then: &[Verb], run: Option<Duration>) -> Done {
        self.look_at_head();
        if !then.is_empty() {
            self.branch_off()?;
        }
        let place = self.place();
        if let Some(progress) = self.now_step_mut() {
            progress.first_answer = Some(said.clone());
            progress.tries.push(Try { answer: said.clone(), place, is_right: None });
        }
        self.begin_run(then, run);
        Ok(())
    }

    pub(super) fn begin_run(&mut self, then: &[Verb], run: Option<Duration>) {
        let now = self.world().now();
        if let Some(progress) = self.now_step_mut() {
            progress.locked_at = Some(now);
            progress.state = StepState::Locked;
        }
        self.watch();
        self.stage = Stage::Running { until: now + run.unwrap_or(RUN) };
        match self.run_pause().filter(|_| then.is_empty()) {
            // The student has taken over: nothing of the timeline is left to be shown.
            Some(pause) if pause == now => {
                self.fork_here();
            }
            Some(until) if run.is_none() => self.stage = Stage::Running { until },
            _ => {}
        }
        for verb in then {
            match verb.deed() {
                Some(Planned::World(action)) => self.carry_out(action),
                Some(Planned::Mark(name)) => self.mark_here(&name),
                _ => {}
            }
        }
    }

    fn rate(&mut self, index: usize, rating: Rating) -> Done {
        let is_explain = matches!(self.scenario.steps.get(index), Some(Step::Explain { .. }));
        let progress = self.steps.get_mut(index).filter(|_| is_explain).ok_or(NotAllowed::OtherStep)?;
        if progress.first_answer.is_none() {
            return Err(NotAllowed::NotDone);
        }
        progress.rating = Some(rating);
        Ok(())
    }

    fn hint(&mut self) -> Done {
        let count = self.step().map_or(0, |step| step.hints().len());
        let progress = self.now_step_mut().ok_or(NotAllowed::OtherStep)?;
        if progress.hints >= count {
            return Err(NotAllowed::NoHint);
        }
        progress.hints += 1;
        Ok(())
    }

    fn next(&mut self) -> Done {
        if self.now_step().is_none() {
            return Err(NotAllowed::OtherStep);
        }
        if !self.can_next() {
            return Err(NotAllowed::NotDone);
        }
        self.enter(self.current + 1);
        Ok(())
    }

    fn restart(&mut self) -> Done {
        if self.stage != Stage::Open {
            return Err(NotAllowed::TimeRuns);
        }
        let began = self.now_step().and_then(|progress| progress.began).ok_or(NotAllowed::OtherStep)?;
        let is_goal = matches!(self.step(), Some(Step::Do { .. }));
        if is_goal && self.lines.len() >= super::time::MOST_BRANCHES {
            return Err(NotAllowed::Full);
        }
        self.go_to(began);
        if is_goal {
            self.fork_or_full()?;
            self.new_attempt();
        }
        Ok(())
    }

    fn skip(&mut self) -> Done {
        let step = self.step().cloned().ok_or(NotAllowed::OtherStep)?;
        self.pass_over(step.verbs());
        self.enter(self.current + 1);
        Ok(())
    }

    fn catch_up(&mut self, code: &str) -> Done {
        let (target, solutions) = codes::open(&self.scenario, code).ok_or(NotAllowed::UnknownCode)?;
        if target <= self.current {
            return Err(NotAllowed::Behind);
        }
        while self.current < target {
            let step = self.scenario.steps[self.current].clone();
            let verbs = solutions.get(step.id()).map_or(step.verbs(), Vec::as_slice);
            self.pass_over(verbs);
            self.enter(self.current + 1);
        }
        self.run_ahead();
        Ok(())
    }

    /// The present step is done for the student, as its solution says.
    fn pass_over(&mut self, verbs: &[Verb]) {
        self.run_ahead();
        let Some(step) = self.step().cloned() else { return };
        let is_behind = self.can_next();
        match step {
            Step::Predict { then, run, .. } if !is_behind => {
                self.look_at_head();
                if !then.is_empty() {
                    let _ = self.branch_off();
                }
                self.begin_run(&then, run.map(|run| run.0));
                self.run_ahead();
            }
            Step::Do { within, .. } if !is_behind => {
                self.solve_freely(verbs);
                let until = self.world().now() + within.0;
                while self.now_step().is_some_and(|progress| progress.passed.is_none())
                    && self.world().now() < until
                    && self.run_to((self.world().now() + SOLUTION_GAP).min(until))
                {}
            }
            _ => {}
        }
        if let Some(progress) = self.now_step_mut().filter(|_| !is_behind) {
            progress.state = StepState::Skipped;
        }
    }

    /// A solution, whatever the step allows.
    fn solve_freely(&mut self, verbs: &[Verb]) {
        self.look_at_head();
        for (index, verb) in verbs.iter().enumerate() {
            if index > 0 {
                self.run_to(self.world().now() + SOLUTION_GAP);
            }
            // What can't be done (a mark never passed) is left out: the step is passed over anyway.
            let _ = match verb.deed() {
                Some(Planned::World(action)) => self.act_freely(&action),
                Some(Planned::Mark(name)) => {
                    self.mark_here(&name);
                    Ok(())
                }
                Some(Planned::Rewind(mark)) => self.rewind(&mark),
                Some(Planned::Branch(_)) => self.fork_or_full(),
                Some(Planned::Pause) => {
                    self.run_to(self.world().now() + SOLUTION_PAUSE);
                    Ok(())
                }
                None => Ok(()),
            };
        }
    }
}
