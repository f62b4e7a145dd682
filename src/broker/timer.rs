//! The timers a broker sets for itself. None can be cancelled: each is checked
//! when it fires, by its number or against the state it was set for.

use crate::base::{BrokerId, CorrelationId};
use crate::coordinator::CoordinatorTimer;

/// A timer of a broker.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum BrokerTimer {
    /// The next registration or heartbeat is due.
    Lifecycle {
        /// Which one; older ones are void.
        number: u64,
    },
    /// The controller may have been silent for too long over a registration or heartbeat.
    LifecycleTimeout {
        /// The question.
        correlation: CorrelationId,
    },
    /// A controlled shutdown that never ended is cut short.
    ShutdownDeadline,
    /// The controller may have been silent for too long over a fetch of metadata.
    MetadataTimeout,
    /// The fetch of metadata is to be tried again.
    MetadataRetry,
    /// A question to the controller may be too old.
    RequestTimeout {
        /// The question.
        correlation: CorrelationId,
    },
    /// A forwarded question is to be sent again.
    Resend {
        /// The question.
        correlation: CorrelationId,
    },
    /// In-sync sets not yet sent are to be proposed.
    ProposeIsr,
    /// A fetch from this leader may be too old.
    FetchTimeout {
        /// The leader.
        leader: BrokerId,
    },
    /// Partitions fetched from this leader end their pause.
    FetchBackoff {
        /// The leader.
        leader: BrokerId,
    },
    /// The earliest waiting produce is out of time.
    ProduceExpiry,
    /// The earliest waiting fetch is out of time.
    FetchExpiry,
    /// A slow disk is done with the next access.
    DiskDone,
    /// Followers that lag leave the in-sync sets.
    ShrinkIsr,
    /// High watermarks are written down.
    CheckpointHighWatermarks,
    /// Retention looks at the logs.
    Retention,
    /// Idempotent producers that were silent for long are forgotten.
    ExpireProducers,
    /// Logs with `flush.ms` are flushed.
    Flush,
    /// A timer of the group coordinator.
    Coordinator(CoordinatorTimer),
}
