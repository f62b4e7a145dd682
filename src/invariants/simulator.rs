//! The law of the machine itself: 48. Time never runs back, events come in
//! order, and nothing reaches a process that has ended or the one after it.

use super::coming::Coming;
use super::verdict::Report;
use crate::base::Instant;
use crate::story::Fact;
use crate::world::World;

/// What must be remembered of the machine.
#[derive(Clone, Debug, Default)]
pub(super) struct Simulator {
    now: Instant,
    last: (Instant, u64),
}

impl Simulator {
    pub(super) fn observe(
        &mut self,
        world: &World,
        facts: &[Fact],
        coming: Option<&Coming>,
        report: &mut Report,
    ) {
        report.now = world.now();
        let now = world.now();
        if now < self.now {
            let before = self.now;
            report.breach(48, "the clock".to_owned(), || {
                format!("time went back from {} to {} us", before.0, now.0)
            });
        }
        self.now = now;
        let Some(coming) = coming else { return };
        if (coming.at, coming.seq) <= self.last && self.last != (Instant::START, 0) {
            report.breach(48, "the queue".to_owned(), || {
                format!("event {} came out of order or twice", coming.seq)
            });
        }
        self.last = (coming.at, coming.seq);
        let is_told = facts.iter().all(|fact| matches!(fact, Fact::Dropped { .. })) && !facts.is_empty();
        if coming.is_stale_message && !is_told {
            report.breach(48, coming.node.to_string(), || {
                "a message for a process that had ended was handed over".to_owned()
            });
        }
    }
}
