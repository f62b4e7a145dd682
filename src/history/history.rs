//! All branches of a session, and the place one looks at.

use super::{Author, Branch, BranchId, JournalEntry, ScriptEntry};
use crate::base::Instant;
use crate::story::{Action, Fact};
use crate::world::World;
use std::sync::Arc;

/// How an advance ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// The head reached the time asked for.
    Reached,
    /// The budget of events ran out first.
    Busy,
}

/// All branches of a session.
#[derive(Clone, Debug)]
pub struct History {
    branches: Vec<Branch>,
    current: usize,
    /// The world one looks at, when it is not the head.
    past: Option<World>,
    facts: Vec<Fact>,
    first_event: u64,
}

impl History {
    /// A history that begins with `world` and plans `script`.
    #[must_use]
    pub fn new(world: World, script: Vec<ScriptEntry>) -> Self {
        let first_event = world.events();
        let first = Branch::first(world, Arc::new(script));
        Self { branches: vec![first], current: 0, past: None, facts: Vec::new(), first_event }
    }

    /// The world one looks at.
    #[must_use]
    pub fn world(&self) -> &World {
        self.past.as_ref().unwrap_or(&self.branch().head)
    }

    /// Whether one looks at the past.
    #[must_use]
    pub fn is_past(&self) -> bool {
        self.past.is_some()
    }

    /// The branch one looks at.
    #[must_use]
    pub fn branch(&self) -> &Branch {
        &self.branches[self.current]
    }

    /// All branches, oldest first.
    #[must_use]
    pub fn branches(&self) -> &[Branch] {
        &self.branches
    }

    /// Facts of the last single step or action, the fine grain included.
    #[must_use]
    pub fn last_facts(&self) -> &[Fact] {
        &self.facts
    }

    /// Lets everything up to `to` happen at the head, at most `budget` events.
    /// `see` is shown the world and the facts after each.
    pub fn advance(&mut self, to: Instant, budget: u64, mut see: impl FnMut(&World, &[Fact])) -> Progress {
        self.past = None;
        let branch = &mut self.branches[self.current];
        for _ in 0..budget {
            if branch.next_at().is_none_or(|at| at > to) {
                branch.head.wait_until(to);
                return Progress::Reached;
            }
            branch.step(&mut self.facts);
            see(&branch.head, &self.facts);
        }
        Progress::Busy
    }

    /// Replays the past up to `to`; goes on at the head when it is reached.
    pub fn replay(&mut self, to: Instant, budget: u64) -> Progress {
        let branch = &self.branches[self.current];
        let Some(world) = &mut self.past else { return Progress::Reached };
        for _ in 0..budget {
            if world.events() >= branch.head.events() {
                let is_there = branch.head.now() >= to;
                if is_there {
                    world.wait_until(to);
                } else {
                    self.past = None;
                }
                return if is_there { Progress::Reached } else { Progress::Busy };
            }
            if branch.next_replay_at(world).is_none_or(|at| at > to) {
                world.wait_until(to);
                return Progress::Reached;
            }
            self.facts.clear();
            branch.replay_one(world, &mut self.facts);
        }
        Progress::Busy
    }

    /// At the head, lets time run until something happens that a person reads.
    pub fn run_to_next_story(&mut self, budget: u64) {
        self.past = None;
        let branch = &mut self.branches[self.current];
        let told = branch.story.len();
        for _ in 0..budget {
            if branch.story.len() > told || !branch.step(&mut self.facts) {
                return;
            }
        }
    }

    /// Number of events of the boot, before everything a person may see.
    #[must_use]
    pub fn first_event(&self) -> u64 {
        self.first_event
    }

    /// Carries a saved journal out again, up to `events` events. False when it
    /// does not fit this world.
    pub fn restore(&mut self, journal: &[JournalEntry], events: u64, follows_script: bool) -> bool {
        let branch = &mut self.branches[self.current];
        branch.follows_script = false;
        for entry in journal {
            while branch.head.events() < entry.after {
                if !branch.step(&mut self.facts) {
                    return false;
                }
            }
            if branch.head.events() != entry.after || branch.head.next_at().is_some_and(|at| at < entry.at) {
                return false;
            }
            branch.head.wait_until(entry.at);
            branch.act(entry.action.clone(), entry.author, &mut self.facts);
        }
        while branch.head.events() < events {
            if !branch.step(&mut self.facts) {
                return false;
            }
        }
        branch.resume_script(follows_script);
        true
    }

    /// One event on: in the past by replaying it, at the head by letting it happen.
    pub fn step_forward(&mut self) {
        let branch = &mut self.branches[self.current];
        self.facts.clear();
        match &mut self.past {
            Some(world) => {
                branch.replay_one(world, &mut self.facts);
                if world.events() >= branch.head.events() {
                    self.past = None;
                }
            }
            None => {
                branch.step(&mut self.facts);
            }
        }
    }

    /// One event back.
    pub fn step_back(&mut self) {
        let events = self.world().events();
        self.seek_event(events.saturating_sub(1));
    }

    /// Looks at the world after exactly `events` events of this branch.
    pub fn seek_event(&mut self, events: u64) {
        let branch = &self.branches[self.current];
        self.past = (events < branch.head.events()).then(|| branch.world_at_event(events));
    }

    /// Looks at the world as it stands at `at`; the head when that lies further back.
    pub fn seek_time(&mut self, at: Instant) {
        let branch = &self.branches[self.current];
        self.past = (at < branch.head.now()).then(|| branch.world_at_time(at));
    }

    /// Looks at the world after exactly `events` events, at `at` as far as nothing
    /// happens before; at the head when that is the place.
    pub fn seek_place(&mut self, events: u64, at: Instant) {
        let branch = &self.branches[self.current];
        let is_head =
            |world: &World| world.events() == branch.head.events() && world.now() == branch.head.now();
        if events > branch.head.events() || at > branch.head.now() {
            return;
        }
        let mut world = branch.world_at_event(events);
        if events == branch.head.events() && branch.head.now() <= at {
            world = branch.head.clone();
        } else {
            world.wait_until(at);
        }
        self.past = Some(world).filter(|world| !is_head(world));
    }

    /// If what one looks at is the head after all, looks at the head.
    pub fn settle(&mut self) {
        let head = &self.branches[self.current].head;
        self.past.take_if(|world| world.events() == head.events() && world.now() == head.now());
    }

    /// Acts where one looks: at the head there, in the past on a new branch.
    pub fn act(&mut self, action: Action) {
        self.fork_if_past();
        let branch = &mut self.branches[self.current];
        branch.act(action, Author::Person, &mut self.facts);
    }

    /// Leaves the present branch where one looks, and goes on with the new one.
    pub fn fork(&mut self) -> BranchId {
        let world = self.world().clone();
        let id = BranchId(self.branches.len() as u32);
        let branch = self.branch().fork(id, world);
        self.branches.push(branch);
        self.current = self.branches.len() - 1;
        self.past = None;
        id
    }

    /// If one looks at the past, leaves the present branch there.
    pub fn fork_if_past(&mut self) {
        if self.past.is_some() {
            self.fork();
        }
    }

    /// Goes on with another branch, at its head.
    pub fn switch(&mut self, id: BranchId) {
        if (id.0 as usize) < self.branches.len() {
            self.current = id.0 as usize;
            self.past = None;
        }
    }

    /// Whether the present branch carries out the rest of the timeline.
    pub fn set_follows_script(&mut self, follows: bool) {
        self.branches[self.current].follows_script = follows;
    }

    /// The place just before the last action of a person on this branch, if there is one.
    #[must_use]
    pub fn before_last_action(&self) -> Option<u64> {
        let events = self.world().events();
        let entries = self.branch().journal.iter().rev();
        entries
            .filter(|entry| entry.author == Author::Person && entry.after < events)
            .map(|entry| entry.after)
            .next()
    }
}
