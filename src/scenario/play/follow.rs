//! What checks remember, at the head of each branch and at places of its past.
//!
//! A follower looks at the world at the same instants whenever a stretch of a
//! branch is played: after every event that a person reads, at every tenth of a
//! second, around every action of a person.

use super::{Place, Play};
use crate::base::{Duration, Instant, Text};
use crate::history::{Author, Branch};
use crate::scenario::check::Check;
use crate::scenario::evaluate::Evaluator;
use crate::story::Fact;
use crate::world::World;

/// Between two facts that a person reads, checks are looked at so often.
pub(super) const LOOK: Duration = Duration::from_millis(100);
/// Followers of the past are kept at least so many events apart, marks apart.
const KEEP_EVERY: u64 = 16_384;

/// The first tenth of a second after `now`.
pub(super) fn next_look(now: Instant) -> Instant {
    Instant((now.0 / LOOK.0 + 1).saturating_mul(LOOK.0))
}

/// What checks remember at a place.
#[derive(Clone, Debug)]
pub(super) struct Follower {
    pub(super) evaluator: Evaluator,
    /// When the checks are to be looked at next, if nothing happens before.
    pub(super) next_look: Instant,
    /// How many marks of the timeline were passed.
    pub(super) marks_passed: usize,
}

impl Follower {
    pub(super) fn new(checks: &[Check], now: Instant) -> Self {
        Self { evaluator: Evaluator::new(checks), next_look: next_look(now), marks_passed: 0 }
    }

    /// The next mark of the timeline.
    fn due_mark<'m>(&self, marks: &'m [(Instant, Text)], follows: bool) -> Option<&'m (Instant, Text)> {
        marks.get(self.marks_passed).filter(|_| follows)
    }

    /// When it next has something to do, if nothing happens before.
    pub(super) fn due(&self, marks: &[(Instant, Text)], follows: bool) -> Instant {
        self.due_mark(marks, follows).map_or(self.next_look, |(at, _)| self.next_look.min(*at))
    }

    /// Does what is due at `world`'s time. Returns the names of marks passed, and whether it looked.
    pub(super) fn on_due(
        &mut self,
        world: &World,
        marks: &[(Instant, Text)],
        follows: bool,
    ) -> (Vec<Text>, bool) {
        let mut passed = Vec::new();
        while let Some((_, name)) = self.due_mark(marks, follows).filter(|(at, _)| *at <= world.now()) {
            self.evaluator.mark(name, world);
            self.marks_passed += 1;
            passed.push(name.clone());
        }
        let looks = self.next_look <= world.now();
        if looks {
            self.evaluator.remember(world);
            self.next_look = next_look(world.now());
        }
        (passed, looks)
    }

    /// Takes in one event. True when it looked.
    pub(super) fn see(&mut self, world: &World, facts: &[Fact]) -> bool {
        self.evaluator.see(world, facts);
        let is_told = facts.iter().any(Fact::is_story);
        if is_told {
            self.evaluator.remember(world);
        }
        is_told
    }

    /// After an action of a person.
    pub(super) fn acted(&mut self, world: &World, facts: &[Fact]) {
        self.see(world, facts);
        self.evaluator.remember(world);
        self.next_look = next_look(world.now());
    }
}

/// What the checks of one branch remember.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) head: Follower,
    /// The same at places of the branch's own part, oldest first: events, follower.
    kept: Vec<(u64, Follower)>,
}

impl Line {
    pub(super) fn first(follower: Follower) -> Self {
        Self { head: follower.clone(), kept: vec![(0, follower)] }
    }

    pub(super) fn fork(events: u64, follower: Follower) -> Self {
        Self { head: follower.clone(), kept: vec![(events, follower)] }
    }

    /// Keeps the head's follower for later.
    pub(super) fn keep(&mut self, events: u64) {
        self.kept.push((events, self.head.clone()));
    }

    /// Keeps it when the last one kept lies far enough back.
    pub(super) fn keep_sometimes(&mut self, events: u64) {
        if self.kept.last().is_none_or(|(last, _)| events >= last + KEEP_EVERY) {
            self.keep(events);
        }
    }

    /// The newest kept at or before `events` that has nothing behind `at` in it.
    fn before(&self, events: u64, at: Instant) -> Option<&(u64, Follower)> {
        self.kept.iter().rev().find(|(kept, follower)| {
            // What was kept at this very number of events may stand later in time.
            *kept < events || (*kept == events && follower.next_look <= next_look(at))
        })
    }
}

impl Play {
    /// What the checks remember where one looks.
    pub(super) fn follower_here(&mut self) -> Follower {
        let place = self.place();
        if !self.history.is_past() {
            return self.line().head.clone();
        }
        if let Some((_, follower)) = self.recalled.as_ref().filter(|(known, _)| *known == place) {
            return follower.clone();
        }
        let follower = self.retrace(place);
        self.recalled = Some((place, follower.clone()));
        follower
    }

    pub(super) fn line(&self) -> &Line {
        &self.lines[self.history.branch().id.0 as usize]
    }

    /// Plays a stretch of the past again for what the checks remember at its end.
    fn retrace(&mut self, place: Place) -> Follower {
        let mut branch = self.history.branch();
        // A place before the branch began is its parent's.
        while let Some((parent, shared)) = branch.parent
            && (place.events < shared || (place.events == shared && place.at < branch.since))
        {
            branch = &self.history.branches()[parent.0 as usize];
        }
        let line = &self.lines[branch.id.0 as usize];
        let first = &line.kept[0];
        let (events, follower) = line.before(place.events, place.at).unwrap_or(first);
        let mut follower = follower.clone();
        let mut world = branch.world_at_event(*events);
        let marks = &self.timeline_marks;
        let before = world.events();
        replay(branch, &mut world, &mut follower, place, marks);
        self.spent += place.events.saturating_sub(before);
        follower
    }
}

/// Replays `branch` from `world` to `place`.
fn replay(
    branch: &Branch,
    world: &mut World,
    follower: &mut Follower,
    place: Place,
    marks: &[(Instant, Text)],
) {
    let follows = branch.follows_script;
    let mut facts = Vec::new();
    loop {
        let next = (world.events() < place.events).then(|| branch.next_replay_at(world)).flatten();
        let due = follower.due(marks, follows);
        if due <= place.at && next.is_none_or(|at| at > due) {
            world.wait_until(due);
            if world.now() < due {
                return;
            }
            follower.on_due(world, marks, follows);
            continue;
        }
        if next.is_none() {
            return;
        }
        let by_person = branch
            .journaled(world.events())
            .filter(|entry| entry.author == Author::Person)
            .map(|entry| entry.at);
        if let Some(at) = by_person {
            world.wait_until(at);
            follower.evaluator.remember(world);
        }
        facts.clear();
        if !branch.replay_one(world, &mut facts) {
            return;
        }
        if by_person.is_some() {
            follower.acted(world, &facts);
        } else {
            follower.see(world, &facts);
        }
    }
}
