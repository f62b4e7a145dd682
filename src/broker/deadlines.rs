//! Deadlines of many waiting requests behind one timer, armed only when none
//! that fires early enough is under way (`SystemTimer`'s part in a purgatory).

use crate::base::{Duration, Instant};
use std::collections::BTreeSet;

/// Deadlines by time.
#[derive(Clone, Debug)]
pub(super) struct Deadlines {
    waiting: BTreeSet<(Instant, u64)>,
    armed: Instant,
}

impl Default for Deadlines {
    fn default() -> Self {
        Self { waiting: BTreeSet::new(), armed: Instant::NEVER }
    }
}

impl Deadlines {
    /// Adds a deadline. Returns when to fire, if no timer under way fires by then.
    pub(super) fn insert(&mut self, at: Instant, id: u64) -> Option<Instant> {
        self.waiting.insert((at, id));
        (at < self.armed).then(|| {
            self.armed = at;
            at
        })
    }

    /// Forgets a deadline.
    pub(super) fn remove(&mut self, at: Instant, id: u64) {
        self.waiting.remove(&(at, id));
    }

    /// The next one that is due by `now`.
    pub(super) fn pop_due(&mut self, now: Instant) -> Option<u64> {
        let (at, id) = *self.waiting.first()?;
        (at <= now).then(|| {
            self.waiting.pop_first();
            id
        })
    }

    /// The timer fired and what was due is dealt with. Returns when to fire next.
    pub(super) fn rearm(&mut self, now: Instant) -> Option<Instant> {
        if self.armed > now && self.armed != Instant::NEVER {
            return None;
        }
        self.armed = self.waiting.first().map_or(Instant::NEVER, |(at, _)| (*at).max(now + Duration(1)));
        (self.armed != Instant::NEVER).then_some(self.armed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_timer_serves_many() {
        let mut deadlines = Deadlines::default();
        assert_eq!(deadlines.insert(Instant(50), 1), Some(Instant(50)));
        assert_eq!(deadlines.insert(Instant(60), 2), None);
        assert_eq!(deadlines.insert(Instant(40), 3), Some(Instant(40)));
        deadlines.remove(Instant(50), 1);
        assert_eq!(deadlines.pop_due(Instant(40)), Some(3));
        assert_eq!(deadlines.pop_due(Instant(40)), None);
        assert_eq!(deadlines.rearm(Instant(40)), Some(Instant(60)));
        assert_eq!(deadlines.rearm(Instant(50)), None);
    }
}
