//! One line of history: its journal, its story, its checkpoints and its head.

use super::mishap::Mishaps;
use super::{Author, Checkpoints, JournalEntry, Mishap, ScriptEntry, StoryEvent};
use crate::base::{GrowList, Instant};
use crate::story::{Action, Fact};
use crate::world::World;
use std::sync::Arc;

/// The number of a branch; 0 is the first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BranchId(pub u32);

/// One line of history.
#[derive(Clone, Debug)]
pub struct Branch {
    /// Its number.
    pub id: BranchId,
    /// The branch it left and the number of events they share.
    pub parent: Option<(BranchId, u64)>,
    /// When it left, counted from the start of the boot.
    pub since: Instant,
    pub(super) journal: GrowList<JournalEntry>,
    pub(super) story: GrowList<StoryEvent>,
    mishaps: Mishaps,
    pub(super) checkpoints: Checkpoints,
    pub(super) head: World,
    script: Arc<Vec<ScriptEntry>>,
    script_next: usize,
    /// Whether the rest of the timeline is still carried out.
    pub follows_script: bool,
}

impl Branch {
    pub(super) fn first(world: World, script: Arc<Vec<ScriptEntry>>) -> Self {
        let mut checkpoints = Checkpoints::default();
        checkpoints.offer(&world);
        Self {
            id: BranchId(0),
            parent: None,
            since: world.now(),
            journal: GrowList::new(),
            story: GrowList::new(),
            mishaps: Mishaps::default(),
            checkpoints,
            head: world,
            script,
            script_next: 0,
            follows_script: true,
        }
    }

    /// A branch that leaves this one where `world` stands. The script stays behind:
    /// what comes next is the person's.
    pub(super) fn fork(&self, id: BranchId, world: World) -> Self {
        let events = world.events();
        let mut journal = self.journal.clone();
        journal.truncate(journal.partition_point(|entry| entry.after < events));
        let mut story = self.story.clone();
        story.truncate(story.partition_point(|event| event.event <= events));
        let script_next = self.script.partition_point(|entry| entry.at < world.now());
        Self {
            id,
            parent: Some((self.id, events)),
            since: world.now(),
            journal,
            story,
            mishaps: self.mishaps.up_to(&world),
            checkpoints: self.checkpoints.up_to(events),
            head: world,
            script: self.script.clone(),
            script_next,
            follows_script: false,
        }
    }

    /// The newest world of this branch.
    #[must_use]
    pub fn head(&self) -> &World {
        &self.head
    }

    /// What a person reads of this branch, from its very start.
    #[must_use]
    pub fn story(&self) -> &GrowList<StoryEvent> {
        &self.story
    }

    /// What went wrong for somebody, in order.
    #[must_use]
    pub fn mishaps(&self) -> &GrowList<Mishap> {
        self.mishaps.list()
    }

    /// Everything from outside, in order.
    #[must_use]
    pub fn journal(&self) -> &GrowList<JournalEntry> {
        &self.journal
    }

    /// Its checkpoints.
    #[must_use]
    pub fn checkpoints(&self) -> &Checkpoints {
        &self.checkpoints
    }

    /// When the next thing happens: an event, or the script.
    #[must_use]
    pub fn next_at(&self) -> Option<Instant> {
        let script = self.next_script().map(|entry| entry.at);
        [script, self.head.next_at()].into_iter().flatten().min()
    }

    /// The next action that the timeline plans, if it is still followed.
    #[must_use]
    pub fn next_planned(&self) -> Option<&ScriptEntry> {
        let planned = self.script.get(self.script_next..).unwrap_or_default();
        planned.iter().find(|entry| self.follows_script && entry.action.is_some())
    }

    /// After a restored journal: the timeline goes on (or not) from here.
    pub(super) fn resume_script(&mut self, follows: bool) {
        self.follows_script = follows;
        let now = self.head.now();
        let done = self.journal.iter().filter(|entry| entry.author == Author::Script).count();
        let mut acted = 0;
        self.script_next = self
            .script
            .iter()
            .position(|entry| {
                let is_done = if entry.action.is_some() { acted < done } else { entry.at <= now };
                acted += usize::from(is_done && entry.action.is_some());
                !is_done
            })
            .unwrap_or(self.script.len());
    }

    fn next_script(&self) -> Option<&ScriptEntry> {
        self.follows_script.then(|| self.script.get(self.script_next)).flatten()
    }

    /// Lets the next thing happen: the script's turn comes before the events of
    /// its instant. `facts` receives all that happened.
    pub(super) fn step(&mut self, facts: &mut Vec<Fact>) -> bool {
        facts.clear();
        let due = self.next_script().filter(|entry| self.head.next_at().is_none_or(|at| entry.at <= at));
        if let Some(entry) = due.cloned() {
            self.script_next += 1;
            self.head.wait_until(entry.at);
            if let Some(action) = entry.action {
                self.act(action, Author::Script, facts);
            }
            return true;
        }
        let happened = self.head.step(facts).is_some();
        self.keep(facts);
        happened
    }

    /// Carries out an action at the head and journals it.
    pub(super) fn act(&mut self, action: Action, author: Author, facts: &mut Vec<Fact>) {
        facts.clear();
        let entry = JournalEntry { after: self.head.events(), at: self.head.now(), author, action };
        self.head.act(&entry.action, facts);
        self.journal.push(entry);
        self.keep(facts);
    }

    fn keep(&mut self, facts: &[Fact]) {
        for fact in facts.iter().filter(|fact| fact.is_story()) {
            let event = StoryEvent {
                event: self.head.events(),
                seq: self.story.len() as u64,
                at: self.head.now(),
                fact: fact.clone(),
            };
            self.story.push(event);
        }
        self.mishaps.see(&self.head, facts);
        self.checkpoints.offer(&self.head);
    }

    /// The world after exactly `events` events of this branch.
    #[must_use]
    pub fn world_at_event(&self, events: u64) -> World {
        let nearest = self.checkpoints.before_event(events);
        let mut world = nearest.map_or_else(|| self.head.clone(), |world| World::clone(world));
        let mut facts = Vec::new();
        while world.events() < events && self.replay_one(&mut world, &mut facts) {
            facts.clear();
        }
        world
    }

    /// The world as it stands at `at`, everything due by then done.
    #[must_use]
    pub fn world_at_time(&self, at: Instant) -> World {
        let nearest = self.checkpoints.before_time(at);
        let mut world = nearest.map_or_else(|| self.head.clone(), |world| World::clone(world));
        let mut facts = Vec::new();
        while world.events() < self.head.events()
            && self.next_replay_at(&world).is_some_and(|next| next <= at)
        {
            self.replay_one(&mut world, &mut facts);
            facts.clear();
        }
        world.wait_until(at);
        world
    }

    /// When the next event of this branch that `world` has not seen happens.
    #[must_use]
    pub fn next_replay_at(&self, world: &World) -> Option<Instant> {
        match self.journaled(world.events()) {
            Some(entry) => Some(entry.at),
            None => world.next_at(),
        }
    }

    /// Repeats the next event of this branch on `world`.
    pub fn replay_one(&self, world: &mut World, facts: &mut Vec<Fact>) -> bool {
        match self.journaled(world.events()) {
            Some(entry) => {
                world.wait_until(entry.at);
                world.act(&entry.action, facts);
                true
            }
            None => world.step(facts).is_some(),
        }
    }

    /// What came from outside right after this many events.
    #[must_use]
    pub fn journaled(&self, after: u64) -> Option<&JournalEntry> {
        let index = self.journal.partition_point(|entry| entry.after < after);
        self.journal.get(index).filter(|entry| entry.after == after)
    }
}
