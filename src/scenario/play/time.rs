//! Time: how it runs at the head, in the past, and where it stops by itself.

use super::{Place, Play, Stage};
use crate::base::Instant;
use crate::history::Progress;
use crate::story::Action;

/// Most events a play may take, looks and replays included.
pub(super) const MOST_EVENTS: u64 = 50_000_000;
/// What the student alone may use of them: replaying a record costs a little more.
const MOST_LIVE: u64 = 25_000_000;
/// What a look at the checks costs, in events.
const LOOK_COST: u64 = 8;
/// Most branches.
pub(super) const MOST_BRANCHES: usize = 2_000;

impl Play {
    /// Lets everything up to `to` (the world's clock) happen where one looks: at the head
    /// as it comes, in the past by replaying. At most `budget` events. Time stops by
    /// itself where a step begins, at the end of a prediction's run, and while a
    /// prediction is open.
    pub fn advance(&mut self, to: Instant, budget: u64) -> Progress {
        if self.is_locked() {
            return Progress::Reached;
        }
        if self.history.is_past() {
            let progress = self.history.replay(to, budget);
            self.history.settle();
            return progress;
        }
        if self.spent > MOST_LIVE || self.away_from.is_some() {
            return Progress::Reached;
        }
        self.pace(to, None, budget)
    }

    /// Where time next stops by itself, if it does.
    #[must_use]
    pub fn stop(&self) -> Option<Instant> {
        if self.is_locked() { Some(self.world().now()) } else { self.needs_run_until() }
    }

    /// Lets time run by itself as far as [`Play::needs_run_until`] asks. False when that
    /// is more than a play may take.
    pub fn run_ahead(&mut self) -> bool {
        while let Some(until) = self.needs_run_until() {
            if self.spent > MOST_EVENTS {
                return false;
            }
            self.look_at_head();
            self.pace(until, None, 100_000);
        }
        true
    }

    /// Lets time run to `to` at the head, however many events that takes. False when it
    /// is more than a play may take, or when time stands still before.
    pub fn run_to(&mut self, to: Instant) -> bool {
        self.look_at_head();
        loop {
            let before = (self.place(), self.stage);
            if self.spent > MOST_EVENTS {
                return false;
            }
            self.pace(to, None, 100_000);
            if self.world().now() >= to && self.history.branch().next_at().is_none_or(|at| at > to) {
                return true;
            }
            if (self.place(), self.stage) == before {
                return false;
            }
        }
    }

    /// One event on.
    pub fn step_forward(&mut self) {
        if self.is_locked() {
            return;
        }
        if self.history.is_past() {
            self.history.step_forward();
            self.history.settle();
            return;
        }
        if self.away_from.is_some() {
            return;
        }
        let events = self.world().events();
        // The timeline's marks are steps without an event.
        for _ in 0..1_000 {
            let Some(next) = self.history.branch().next_at() else { return };
            if self.stop().is_some_and(|stop| stop < next) || self.world().events() > events {
                return;
            }
            self.pace(next, Some(events + 1), 10_000);
        }
    }

    /// Lets time run at the head until something happens that a person reads.
    pub fn advance_to_story(&mut self, budget: u64) {
        self.look_at_head();
        let told = self.history.branch().story().len();
        for _ in 0..budget {
            let place = self.place();
            self.step_forward();
            if self.history.branch().story().len() > told || self.place() == place {
                return;
            }
        }
    }

    /// Looks at the present branch as it stood at `at` (the world's clock).
    pub fn seek_time(&mut self, at: Instant) {
        if self.leave_head() {
            self.history.seek_time(at);
            self.history.settle();
        }
    }

    /// Looks at the present branch after `events` events.
    pub fn seek_event(&mut self, events: u64) {
        if self.leave_head() {
            self.history.seek_event(events);
            self.history.settle();
        }
    }

    /// Back to the newest world of the present branch.
    pub fn look_at_head(&mut self) {
        let events = self.history.branch().head().events();
        self.history.seek_event(events);
    }

    /// Lets time run at the head to `to`, at most to `goal` events. The branch, and
    /// what is looked at on the way, do not depend on how far `to` lies.
    pub(super) fn pace(&mut self, to: Instant, goal: Option<u64>, budget: u64) -> Progress {
        let to = self.stop().map_or(to, |stop| stop.min(to));
        if !self.lead_off(to, goal) {
            return Progress::Reached;
        }
        let stage = self.stage;
        for _ in 0..budget {
            let branch = self.history.branch();
            let (follows, next) = (branch.follows_script, branch.next_at());
            let due = self.line().head.due(&self.timeline_marks, follows);
            let due = self.needs_run_until().map_or(due, |until| due.min(until));
            let due = self.run_pause().map_or(due, |pause| due.min(pause));
            if due <= to && next.is_none_or(|at| at > due) {
                self.spent += LOOK_COST;
                self.history.advance(due, 1, |_, _| {});
                self.on_due(due, follows);
                if self.stage != stage {
                    return Progress::Reached;
                }
                continue;
            }
            match next.filter(|at| *at <= to && goal != Some(branch.head().events())) {
                Some(at) => self.one_event(at),
                None => {
                    self.history.advance(to, u64::from(next.is_none_or(|at| at > to)), |_, _| {});
                    return Progress::Reached;
                }
            }
        }
        Progress::Busy
    }

    /// As soon as time moves and the student leads, the timeline stays behind. False
    /// when there is no branch left for that.
    fn lead_off(&mut self, to: Instant, goal: Option<u64>) -> bool {
        let branch = self.history.branch();
        if !branch.follows_script || self.needs_run_until().is_some() {
            return true;
        }
        let moves = to > branch.head().now()
            || (branch.next_at().is_some_and(|at| at <= to) && goal != Some(branch.head().events()));
        !moves || self.fork_here()
    }

    fn one_event(&mut self, at: Instant) {
        self.spent += 1;
        let Self { history, lines, .. } = self;
        let line = &mut lines[history.branch().id.0 as usize];
        let mut is_told = false;
        history.advance(at, 1, |world, facts| is_told = line.head.see(world, facts));
        line.keep_sometimes(history.branch().head().events());
        if is_told {
            self.judge();
        }
    }

    fn on_due(&mut self, due: Instant, follows: bool) {
        let place = self.place();
        let Self { history, lines, timeline_marks, marks, .. } = self;
        let line = &mut lines[place.branch as usize];
        let (passed, looks) = line.head.on_due(history.world(), timeline_marks, follows);
        for name in passed {
            line.keep(place.events);
            // The mark of the timeline's own branch is the one that counts.
            marks.entry(name).or_insert(place);
        }
        if looks {
            self.judge();
        }
        if self.needs_run_until().is_some_and(|until| until <= due) {
            self.arrive();
        } else if self.run_pause().is_some_and(|pause| pause <= due) {
            self.fork_here();
        }
    }

    /// Where the timeline stops playing during the run of a prediction: at its next
    /// pause, where the student takes over.
    pub(super) fn run_pause(&self) -> Option<Instant> {
        let is_running = matches!(self.stage, Stage::Running { .. });
        let branch = self.history.branch();
        let now = branch.head().now();
        self.pauses.iter().copied().find(|at| *at >= now).filter(|_| is_running && branch.follows_script)
    }

    /// Carries out an action at the head and looks at the checks around it.
    pub(super) fn carry_out(&mut self, action: Action) {
        let Self { history, lines, .. } = self;
        let line = &mut lines[history.branch().id.0 as usize];
        line.head.evaluator.remember(history.world());
        self.judge();
        self.history.act(action);
        self.spent += 1;
        let Self { history, lines, .. } = self;
        let line = &mut lines[history.branch().id.0 as usize];
        line.head.acted(history.world(), history.last_facts());
        self.judge();
    }

    /// Names the present instant.
    pub(super) fn mark_here(&mut self, name: &crate::base::Text) {
        let place = self.place();
        let Self { history, lines, marks, .. } = self;
        let line = &mut lines[place.branch as usize];
        line.head.evaluator.mark(name, history.world());
        line.keep(place.events);
        marks.insert(name.clone(), place);
    }

    /// Where the head of the present branch stands.
    pub(super) fn head_place(&self) -> Place {
        let branch = self.history.branch();
        Place { branch: branch.id.0, events: branch.head().events(), at: branch.head().now() }
    }
}
