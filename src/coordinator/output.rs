//! What passes between the coordinator and the broker that hosts it: who asks,
//! and what is to be appended, answered, timed and reported.

use crate::base::{Address, CorrelationId, Instant, Text};
use crate::protocol::{RecordBatch, Response};
use crate::story::Fact;

/// Who asks, and under which number the answer is awaited.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Asker {
    /// The process.
    pub from: Address,
    /// Its number of the request.
    pub correlation: CorrelationId,
    /// `client.id`.
    pub client_id: Text,
}

/// A timer of the coordinator's. Each carries what tells whether it is still wanted.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum CoordinatorTimer {
    /// A member's (or pending member's) session may be over.
    Session {
        /// The group.
        group: Text,
        /// The member.
        member: Text,
        /// When the timer was to fire: a member awaits one timer at a time.
        at: Instant,
    },
    /// A rebalance has waited long enough for joins.
    Join {
        /// The group.
        group: Text,
        /// Which wait, unique in this coordinator.
        number: u64,
    },
    /// A generation has waited long enough for SyncGroup.
    Sync {
        /// The group.
        group: Text,
        /// Which wait, unique in this coordinator.
        number: u64,
    },
    /// The oldest append may have taken longer than `offsets.commit.timeout.ms`.
    Appends,
    /// Time to look for expired offsets.
    Expiry,
}

/// Records to append to a partition of `__consumer_offsets`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OffsetsAppend {
    /// The partition.
    pub partition: i32,
    /// The records.
    pub batch: RecordBatch,
    /// Given back with `GroupCoordinator::append_completed`.
    pub token: u64,
}

/// What the broker is to carry out, in order.
#[derive(Clone, Debug, Default)]
pub struct CoordinatorOutput {
    /// Batches to append.
    pub appends: Vec<OffsetsAppend>,
    /// Answers to send.
    pub responses: Vec<(Address, CorrelationId, Response)>,
    /// Timers to set.
    pub timers: Vec<(Instant, CoordinatorTimer)>,
    /// What happened.
    pub facts: Vec<Fact>,
}

impl CoordinatorOutput {
    /// Answers a request.
    pub(super) fn respond(&mut self, asker: &Asker, response: Response) {
        self.responses.push((asker.from, asker.correlation, response));
    }
}
