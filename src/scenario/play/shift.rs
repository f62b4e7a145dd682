//! From one step to the next, and from one place to another.

use super::follow::Line;
use super::time::MOST_BRANCHES;
use super::{Deed, Entry, MOST_ENTRIES, Place, Play, Share, Stage, StepState, world_time};
use crate::base::Instant;
use crate::history::BranchId;
use crate::scenario::model::{Start, Step};

impl Play {
    /// Goes to step `index`; time may have to run ahead first.
    pub(super) fn enter(&mut self, index: usize) {
        self.current = index;
        self.watched = None;
        let target = self.step().map(|step| self.target(step, index == 0));
        match target {
            None => self.stage = Stage::Finished,
            Some(None) => {
                self.look_at_head();
                self.begin();
            }
            Some(Some(target)) => {
                self.history.switch(BranchId(0));
                let head = self.history.branch().head();
                let is_past = head.now() > target
                    || (head.now() == target && self.history.branch().next_at().is_none_or(|at| at > target));
                self.stage = Stage::Preparing { until: target };
                if is_past {
                    self.history.seek_time(target);
                    self.history.settle();
                    self.begin();
                }
            }
        }
    }

    /// The instant where a step takes place, if it names one.
    fn target(&self, step: &Step, is_first: bool) -> Option<Instant> {
        let first = Instant(self.timeline_start());
        match step.start() {
            Some(Start::Mark(name)) => {
                self.timeline_marks.iter().find(|(_, mark)| mark == name).map(|(at, _)| *at)
            }
            Some(Start::At(length)) => {
                let at = world_time(Instant::START + length.0);
                Some(Instant(at.0.saturating_sub(1)).max(first))
            }
            None if is_first => {
                let last = self.scenario.timeline.last().map(|event| world_time(Instant::START + event.at.0));
                self.pauses.first().copied().or(last).map(|at| at.max(first))
            }
            None => None,
        }
    }

    fn timeline_start(&self) -> u64 {
        world_time(Instant::START).0
    }

    /// Time has run to where it was to run.
    pub(super) fn arrive(&mut self) {
        match self.stage {
            Stage::Preparing { .. } => self.begin(),
            Stage::Running { .. } => self.resolve(),
            Stage::Open | Stage::Finished => {}
        }
    }

    /// The step begins here. In the past it begins on a branch of its own; the timeline
    /// goes on there only for a prediction that is to show it.
    fn begin(&mut self) {
        self.stage = Stage::Open;
        if self.history.is_past() {
            let shows_timeline = matches!(self.step(), Some(Step::Predict { then, .. }) if then.is_empty());
            if self.fork_here() && shows_timeline {
                self.history.set_follows_script(true);
            }
        }
        let place = self.place();
        self.lines[place.branch as usize].keep(place.events);
        let Some(progress) = self.steps.get_mut(self.current) else { return };
        if progress.state == StepState::Ahead {
            progress.state = StepState::Open;
        }
        progress.began = Some(place);
        progress.is_fresh = true;
        if let Some(share) = self.share() {
            let progress = &mut self.steps[self.current];
            progress.at_start = share;
            progress.best = share;
        }
        self.judge();
    }

    /// How much of the present goal holds at the head.
    pub(super) fn share(&self) -> Option<Share> {
        let Some(Step::Do { pass, .. }) = self.step() else { return None };
        let leaves = self.line().head.evaluator.leaves(pass, self.history.branch().head());
        let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let holding = leaves.iter().filter(|leaf| leaf.holds).count();
        Some(Share { holding: count(holding), of: count(leaves.len()) })
    }

    /// Leaves the present branch where one looks, without the timeline. False when
    /// there are too many branches already.
    pub(super) fn fork_here(&mut self) -> bool {
        if self.lines.len() >= MOST_BRANCHES {
            return false;
        }
        let mut follower = self.follower_here();
        let place = self.place();
        // On its own way a branch looks at times counted from where it began, like any other.
        follower.next_look = follower.next_look.max(super::follow::next_look(place.at));
        self.history.fork();
        self.lines.push(Line::fork(place.events, follower));
        self.recalled = None;
        true
    }

    /// Looks at a place.
    pub(super) fn go_to(&mut self, place: Place) {
        self.history.switch(BranchId(place.branch));
        self.history.seek_place(place.events, place.at);
        self.history.settle();
    }

    /// Looks at a place of any branch, to go on afterwards where one was: that is no
    /// deed, and nothing can be done there. False while a question is open.
    pub fn look_at(&mut self, place: Place) -> bool {
        let is_there = self.history.branches().get(place.branch as usize).is_some();
        if self.is_locked() || self.needs_run_until().is_some() || !is_there || !self.leave_head() {
            return false;
        }
        self.away_from = self.away_from.or_else(|| Some(self.place()));
        self.go_to(place);
        true
    }

    /// Back to where one was before [`Play::look_at`].
    pub fn look_back(&mut self) {
        if let Some(place) = self.away_from.take() {
            self.go_to(place);
        }
    }

    /// Whether one looks at another place for a moment.
    #[must_use]
    pub const fn is_away(&self) -> bool {
        self.away_from.is_some()
    }

    /// Before one looks away from the head: writes down how far time had run there.
    /// False when the record is full.
    pub(super) fn leave_head(&mut self) -> bool {
        if self.away_from.is_some() || self.history.is_past() || self.place() == self.told {
            return true;
        }
        if self.entries.len() >= MOST_ENTRIES {
            return false;
        }
        let digest = self.world().digest().value();
        self.put_down(self.place(), Deed::Here, digest);
        true
    }

    /// Writes a deed down that was done at `place`.
    pub(super) fn put_down(&mut self, place: Place, deed: Deed, digest: u64) {
        let entry = Entry::after(self.link(), place, deed, digest);
        self.entries.push(entry);
        if !self.history.is_past() {
            self.told = self.head_place();
        }
    }
}
