//! Ways to break the controller on purpose, one for each law that guards it.
//!
//! A law that never fires proves nothing: a test switches one of these on and
//! expects the law to bite. Nothing else may switch them on.

/// What the controller does wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ControllerSabotage {
    /// Nothing.
    #[default]
    None,
    /// An elected leader is left out of the in-sync set (law 3).
    LeaderOutsideIsr,
    /// A broker without a replica enters the in-sync set at its next change (law 4).
    IsrOutsideReplicas,
    /// A new leader reigns in the old one's epoch (law 5).
    SkipLeaderEpochBump,
    /// An election brings the leader epoch down (law 6).
    LowerLeaderEpoch,
    /// A stale in-sync set is committed all the same (law 6).
    AcceptStaleAlterPartition,
    /// A replica out of sync is elected although one in sync lives, and it is called clean (law 18).
    ElectOutsideIsrSilently,
    /// Brokers are handed a no-op in place of a partition's change (law 46).
    HideMetadataRecord,
    /// A broker that registers anew gets its old epoch (law 47).
    ReuseBrokerEpoch,
    /// A fenced broker goes on leading (law 47).
    KeepFencedLeader,
}
