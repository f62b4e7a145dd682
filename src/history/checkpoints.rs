//! Clones of the world along a run, thinned out with age.

use crate::base::Instant;
use crate::world::World;
use std::sync::Arc;

/// Fewest events between two checkpoints of the recent past. Half of the distance
/// is replayed by a seek on average.
const DENSE_EVENTS: u64 = 4_096;
/// What a checkpoint shares with the world is copied at its next change: the more
/// there is to copy, the farther apart they stand, by so many events a copy of a
/// partition, up to four times as far.
const EVENTS_PER_REPLICA: u64 = 8;
/// How far the recent past reaches, in events.
const RECENT_EVENTS: u64 = 1_100_000;
/// Beyond it, one checkpoint in so many stays.
const THINNING: u64 = 16;

/// Checkpoints of one branch, oldest first. The first is never dropped.
#[derive(Clone, Debug, Default)]
pub struct Checkpoints {
    worlds: Vec<Arc<World>>,
    /// Events at which the next one is due.
    next: u64,
}

impl Checkpoints {
    /// Takes a checkpoint if the last one lies far enough back.
    pub fn offer(&mut self, world: &World) {
        if self.worlds.is_empty() || world.events() >= self.next {
            self.next = world.events() + spacing(world);
            self.worlds.push(Arc::new(world.clone()));
            if self.worlds.len().is_multiple_of(THINNING as usize) {
                self.thin(world.events());
            }
        }
    }

    fn thin(&mut self, head: u64) {
        let mut last_kept = 0;
        self.worlds.retain(|world| {
            let age = head.saturating_sub(world.events());
            let spacing = if age <= RECENT_EVENTS {
                0
            } else if age <= RECENT_EVENTS * THINNING {
                DENSE_EVENTS * THINNING
            } else {
                DENSE_EVENTS * THINNING * THINNING
            };
            let keep = last_kept == 0 || world.events() >= last_kept + spacing;
            if keep {
                last_kept = world.events().max(1);
            }
            keep
        });
    }

    /// The newest checkpoint with at most `events` events.
    #[must_use]
    pub fn before_event(&self, events: u64) -> Option<&Arc<World>> {
        let index = self.worlds.partition_point(|world| world.events() <= events);
        self.worlds.get(index.checked_sub(1)?)
    }

    /// The newest checkpoint that stands before or at `at`.
    #[must_use]
    pub fn before_time(&self, at: Instant) -> Option<&Arc<World>> {
        let index = self.worlds.partition_point(|world| world.now() <= at);
        // Several events may share an instant: the checkpoint may stand amid them.
        self.worlds.get(index.saturating_sub(1))
    }

    /// Those with at most `events` events, for a branch that starts there.
    #[must_use]
    pub fn up_to(&self, events: u64) -> Self {
        let count = self.worlds.partition_point(|world| world.events() <= events);
        let worlds = self.worlds[..count].to_vec();
        let next = worlds.last().map_or(0, |last| last.events() + spacing(last));
        Self { worlds, next }
    }

    /// Number of checkpoints.
    #[must_use]
    pub fn len(&self) -> usize {
        self.worlds.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.worlds.is_empty()
    }
}

/// Events from one checkpoint of this world to the next.
fn spacing(world: &World) -> u64 {
    let up = world.broker_ids().filter_map(|id| world.broker(id));
    let replicas: u64 = up.map(|broker| broker.replicas().count() as u64).sum();
    (replicas * EVENTS_PER_REPLICA).clamp(DENSE_EVENTS, 4 * DENSE_EVENTS)
}
