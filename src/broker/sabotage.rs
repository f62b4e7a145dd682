//! Ways to break a broker on purpose, so that a test can show that each law of
//! the cluster bites. Never set outside tests.

/// What to break.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum BrokerSabotage {
    /// Nothing.
    #[default]
    None,
    /// The high watermark follows the leader's log end (laws 1, 2, 8).
    HighWatermarkIgnoresFollowers,
    /// The high watermark steps back at each produce (law 7).
    HighWatermarkGoesBack,
    /// The high watermark falls to zero when the log start moves (law 9).
    HighWatermarkBelowLogStart,
    /// The high watermark advances with too small an in-sync set (law 10).
    HighWatermarkAdvancesUnderMinIsr,
    /// `acks=all` is answered after the leader's own append (laws 11, 12).
    AckBeforeReplication,
    /// A new follower cuts its log to nothing, committed records included (laws 12, 15).
    TruncateBelowHighWatermark,
    /// The leader never tells a follower that its log diverges, and a follower never cuts (law 13).
    HideDivergence,
    /// Fetches are served and counted whatever epoch they name (law 16).
    IgnoreFetchEpoch,
    /// A follower enters the in-sync set at its first fetch (law 17).
    ExpandIsrTooEarly,
    /// Consumers read up to the log end (law 19).
    ServeAboveHighWatermark,
    /// A follower moves its log start to its own high watermark (law 41).
    FollowerLogStartRunsAhead,
    /// Every metadata record is replayed twice (law 46).
    ReplayMetadataTwice,
    /// Changes of partitions are not replayed (law 46).
    SkipMetadataRecord,
}
