//! The wake-ups a client has asked for. Timers can't be cancelled, so a client
//! asks for a new one only when it is due before all those still to come.

use super::{ClientEffects, ClientTimer};
use crate::base::Instant;

/// Wake-ups to come, earliest last.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wakes {
    due: Vec<Instant>,
}

impl Wakes {
    /// Forgets the wake-ups that are past.
    pub(crate) fn passed(&mut self, now: Instant) {
        while self.due.last().is_some_and(|&due| due <= now) {
            self.due.pop();
        }
    }

    /// Makes sure of a wake-up at `at` or before.
    pub(crate) fn ensure(&mut self, at: Instant, effects: &mut ClientEffects) {
        if at == Instant::NEVER || self.due.last().is_some_and(|&due| due <= at) {
            return;
        }
        self.due.push(at);
        effects.timer(at, ClientTimer::Wake);
    }
}

/// The earliest of several deadlines, those already past left out: what is due
/// and yet undone waits for an answer, which brings an input of its own.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NextDeadline {
    now: Instant,
    earliest: Instant,
}

impl NextDeadline {
    /// No deadline yet.
    pub(crate) const fn after(now: Instant) -> Self {
        Self { now, earliest: Instant::NEVER }
    }

    /// Takes in one deadline.
    pub(crate) fn at(&mut self, deadline: Instant) {
        if deadline > self.now && deadline < self.earliest {
            self.earliest = deadline;
        }
    }

    /// The earliest of all.
    pub(crate) const fn earliest(self) -> Instant {
        self.earliest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_earlier_wake_up_is_asked_for() {
        let (mut wakes, mut effects) = (Wakes::default(), ClientEffects::default());
        for at in [50, 70, 20, 20, 50] {
            wakes.ensure(Instant(at), &mut effects);
        }
        assert_eq!(effects.timers.len(), 2);
        wakes.passed(Instant(20));
        wakes.ensure(Instant(60), &mut effects);
        assert_eq!(effects.timers.len(), 2, "the one at 50 comes first");
    }
}
