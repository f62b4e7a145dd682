//! One walk through an exercise, as the best of students would do it: right answers,
//! the file's own solutions. What is wrong on the way is found here.

use super::finding::{Finding, Place, now};
use crate::base::{Duration, Instant};
use crate::scenario::action::Verb;
use crate::scenario::model::{Scenario, Step};
use crate::scenario::play::{Answer, Deed, Play, SOLUTION_GAP, Stage, StepProgress, StepState, Student};
use crate::scenario::reading::Reading;
use crate::scenario::values::Value;
use crate::story::Fact;
use crate::world::BootError;

/// After a solution the goal is looked for so often, and the student goes on as soon as it is reached.
const SLICE: Duration = Duration::from_millis(500);

/// How one step went.
#[derive(Clone, Debug)]
pub(super) struct Walked {
    /// When it began, by the world's clock.
    pub(super) began: Instant,
    /// For a goal: how long after the last action it came true.
    pub(super) after: Option<Duration>,
    /// For a reading: what it gave.
    pub(super) truth: Option<Value>,
    /// The world's digest when it was done.
    pub(super) digest: u64,
}

/// A walk through all steps.
#[derive(Clone, Debug, Default)]
pub(super) struct Walk {
    /// Steps that were begun.
    pub(super) steps: Vec<Walked>,
    /// What is wrong.
    pub(super) findings: Vec<(Place, Finding)>,
    /// The play as each step began, for trying other things there.
    pub(super) begun: Vec<Play>,
}

/// Walks through all steps, in order.
pub(super) fn walk(scenario: &Scenario, source: &[u8]) -> Result<Walk, BootError> {
    let mut play = Play::new(scenario, source, &Student::default())?;
    let mut walk = Walk::default();
    for (index, step) in scenario.steps.iter().enumerate() {
        if !play.run_ahead() || play.stage() != Stage::Open {
            walk.findings.push((Place::Step(index), Finding::NeverBegins));
            return Ok(walk);
        }
        let began = play.world().now();
        walk.begun.push(play.clone());
        let mut walker = Walker { play: &mut play, index, findings: &mut walk.findings };
        let after = walker.step(step);
        let progress = &play.steps()[index];
        walk.steps.push(Walked {
            began,
            after,
            truth: progress.truth.clone(),
            digest: play.world().digest().value(),
        });
        if play.apply(Deed::Next).is_err() && play.apply(Deed::Skip).is_err() {
            return Ok(walk);
        }
    }
    Ok(walk)
}

struct Walker<'p> {
    play: &'p mut Play,
    index: usize,
    findings: &'p mut Vec<(Place, Finding)>,
}

impl Walker<'_> {
    fn find(&mut self, finding: Finding) {
        self.findings.push((Place::Step(self.index), finding));
    }

    /// Does the step; for a goal, how long it took to come true after the last action.
    fn step(&mut self, step: &Step) -> Option<Duration> {
        match step {
            Step::Do { pass, within, solution, .. } => return self.goal(pass, within.0, solution),
            Step::Predict { decides, .. } => {
                self.question(step);
                let locked_at = self.progress().locked_at.unwrap_or(Instant::START);
                if decides.as_ref().is_some_and(|event| self.play.happened(event, locked_at).is_none()) {
                    self.find(Finding::NeverDecided);
                }
            }
            Step::Quiz { .. } => self.question(step),
            Step::Observe { value, .. } => {
                let truth = self.play.read(value);
                self.readable(value, &truth);
                if truth == Value::Number(0) {
                    self.find(Finding::ZeroRead);
                }
                self.say(Answer::Value(truth));
            }
            Step::Explain { .. } => self.say(Answer::Text("model".into())),
        }
        None
    }

    fn progress(&self) -> &StepProgress {
        &self.play.steps()[self.index]
    }

    fn say(&mut self, answer: Answer) {
        if let Err(why) = self.play.apply(Deed::Answer { step: self.index, answer }) {
            self.find(Finding::NotAllowed(why));
        }
        if !self.play.run_ahead() {
            self.find(Finding::NeverBegins);
        }
    }

    /// Answers rightly: with the right choice, or with what a run ahead of this one showed.
    fn question(&mut self, step: &Step) {
        let right = step.choices().iter().position(|choice| choice.correct);
        let Some(reading) = step.answer() else {
            self.say(Answer::Choice(right.and_then(|right| u32::try_from(right).ok()).unwrap_or(0)));
            return;
        };
        let mut ahead = self.play.clone();
        let _ = ahead.apply(Deed::Answer { step: self.index, answer: Answer::Value(Value::None) });
        ahead.run_ahead();
        let truth = ahead.steps()[self.index].truth.clone().unwrap_or(Value::None);
        self.readable(reading, &truth);
        self.say(Answer::Value(truth.clone()));
        if self.progress().state != StepState::Right {
            self.find(Finding::TwoRunsDiffer);
        }
        if let Some(belief) = step.beliefs().iter().find(|belief| belief.value == truth) {
            self.find(Finding::RightBelief(belief.value.clone()));
        }
    }

    /// Nothing to read is an answer only where "none" is one.
    fn readable(&mut self, reading: &Reading, value: &Value) {
        let may_be_none = matches!(
            reading,
            Reading::Committed(..) | Reading::Leader(..) | Reading::Controller | Reading::Position(..)
        );
        if *value == Value::None && !may_be_none {
            self.find(Finding::NothingToRead);
        }
    }

    fn goal(
        &mut self,
        pass: &crate::scenario::Check,
        within: Duration,
        solution: &[Verb],
    ) -> Option<Duration> {
        if self.progress().passed.is_some() {
            self.find(Finding::HoldsAtStart);
        }
        let began = self.play.world().now();
        let mut idle = self.play.clone();
        let last = self.solve(solution)?;
        let until = last + within;
        while self.progress().passed.is_none() && self.play.world().now() < until {
            if !self.play.run_to((self.play.world().now() + SLICE).min(until)) {
                break;
            }
        }
        let passed = self.progress().passed.map(|place| place.at);
        if passed.is_none() {
            let told = now(&self.play.leaves(), pass);
            self.find(Finding::NotReached(told));
        }
        if self.progress().at_start.of == 0
            || !self.findings.contains(&(Place::Step(self.index), Finding::HoldsAtStart))
        {
            idle.run_to(began + Duration(until.since(began).0.min(MOST_IDLE.0)));
            if let Some(place) = idle.steps()[self.index].passed {
                self.find(Finding::PassesIdle(place.at.since(began)));
            }
        }
        passed.map(|at| at.since(last))
    }

    /// Carries out the solution as a student would; the instant of its last action, or
    /// `None` when the step does not allow it.
    fn solve(&mut self, solution: &[Verb]) -> Option<Instant> {
        let mut last = self.play.world().now();
        for (index, verb) in solution.iter().enumerate() {
            if index > 0 {
                self.play.run_to(self.play.world().now() + SOLUTION_GAP);
            }
            if let Err(why) = self.play.perform(verb) {
                self.findings.push((Place::Verb(self.index, index), Finding::NotAllowed(why)));
                return None;
            }
            last = self.play.world().now();
            let facts = self.play.history().last_facts();
            let refused = facts.iter().find_map(|fact| match fact {
                Fact::ActionRefused { reason, .. } => Some(reason.clone()),
                _ => None,
            });
            if let Some(reason) = refused.filter(|_| matches!(Deed::of(verb), Some(Deed::Act(_)))) {
                self.findings.push((Place::Verb(self.index, index), Finding::Refused(reason)));
            }
        }
        Some(last)
    }
}

/// Doing nothing is tried for so long at most.
const MOST_IDLE: Duration = Duration::from_secs(3_600);
