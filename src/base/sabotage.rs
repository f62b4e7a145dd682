//! Switches that break the engine on purpose, one per way of breaking a law.
//!
//! A law that never fired proves nothing: each test of a law flips one of these
//! and expects the law to notice. Plain data, handed down to whoever can break it;
//! a lesson never sets one.

/// What is broken on purpose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Sabotage {
    /// Nothing.
    #[default]
    None,
    /// A log doesn't cut its tail when told to (law 13).
    TruncationIgnored,
    /// A leader stamps every second batch with an epoch too old (law 14).
    EpochStampedBackwards,
    /// A batch already appended is appended again (laws 20 and 22).
    NoDuplicateCheck,
    /// A gap in a producer's sequence is taken (law 20).
    NoSequenceCheck,
    /// A producer's older epoch is taken (law 21).
    NoProducerFencing,
    /// A duplicate is acknowledged with an offset that is not its own (law 22).
    DuplicateGetsNewOffset,
    /// Retention deletes what is not yet committed (law 39).
    RetentionIgnoresHighWatermark,
    /// A log's start may move back (law 40).
    LogStartMayGoBack,
    /// Recovery keeps batches whose checksum fails (law 45).
    RecoveryKeepsDamagedTail,
    /// Recovery starts without producer state (law 45).
    RecoveryForgetsProducers,
    /// A power cut loses a segment that was flushed (law 45).
    PowerCutLosesFlushed,
}
