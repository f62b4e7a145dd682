//! A scenario's run with nobody touching it: its history from zero to its end.

use crate::base::Instant;
use crate::history::{History, Progress, ScriptEntry, StoryEvent};
use crate::scenario::{Deed, Scenario};
use crate::story::Fact;
use crate::world::{BOOT, BootError, World};
use std::ops::ControlFlow;

/// Events between two looks at the story.
const EVENTS_AT_ONCE: u64 = 1_024;

/// A run under way.
pub(super) struct Replay {
    history: History,
    end: Instant,
    told: usize,
}

impl Replay {
    /// Boots the scenario's cluster. A `Pause` of the timeline passes.
    pub(super) fn new(scenario: &Scenario) -> Result<Self, BootError> {
        let world = World::new(&scenario.cluster_spec())?;
        let script = scenario.moments().into_iter().map(|moment| ScriptEntry {
            at: moment.at + BOOT,
            action: match moment.deed {
                Deed::World(action) => Some(action),
                _ => None,
            },
        });
        Ok(Self { history: History::new(world, script.collect()), end: scenario.end(), told: 0 })
    }

    /// Where the scenario ends by itself.
    pub(super) const fn end(&self) -> Instant {
        self.end
    }

    pub(super) fn world(&self) -> &World {
        self.history.world()
    }

    /// The story so far.
    pub(super) fn story(&self) -> impl Iterator<Item = &StoryEvent> {
        self.history.branch().story().iter()
    }

    /// Runs to `to`. `see` is shown every fact as it happens; `tell` each story
    /// event with its time from the scenario's zero, until it breaks off.
    pub(super) fn advance<B>(
        &mut self,
        to: Instant,
        mut see: impl FnMut(&World, &[Fact]),
        mut tell: impl FnMut(&World, Instant, &StoryEvent) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        loop {
            let progress = self.history.advance(to + BOOT, EVENTS_AT_ONCE, &mut see);
            for event in self.history.branch().story().iter_from(self.told) {
                self.told += 1;
                tell(self.history.world(), Instant(event.at.since(Instant::START + BOOT).0), event)?;
            }
            if progress == Progress::Reached {
                return ControlFlow::Continue(());
            }
        }
    }
}
