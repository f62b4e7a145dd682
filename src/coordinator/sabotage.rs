//! Faults put into the coordinator on purpose: the positive controls of the
//! laws of groups. Each makes one law fail; none is reachable from a scenario.

/// Which rule the coordinator breaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum CoordinatorSabotage {
    /// None: it behaves as Kafka does.
    #[default]
    None,
    /// A rebalance does not increment the generation.
    GenerationStandsStill,
    /// Every member is given the leader's share.
    TwoOwners,
    /// A commit is taken whatever its member and generation.
    AcceptStaleCommit,
    /// Signs of life do not prolong a session.
    ExpireLiveMember,
    /// A member whose session is over stays in the group with its partitions.
    ExpiredMemberKeepsPartitions,
}
