//! `AbstractStickyAssignor`: who may keep what, then one of two builders:
//! [`constrained`] when all subscriptions are equal, else [`general`].
//! `CooperativeStickyAssignor` then withholds for one round what changes hands.

use super::java_hash::hash_map_order;
use super::{Shares, constrained, general};
use crate::base::{Generation, Text};
use crate::protocol::JoinedMember;
use std::collections::{BTreeMap, BTreeSet};

/// A partition of a topic by name.
pub(super) type Partition = (Text, i32);

/// The question, with the claims of the members sorted out.
pub(super) struct Problem<'a> {
    /// Members in the order in which Java iterates the map of subscriptions.
    pub members: Vec<&'a JoinedMember>,
    /// Number of partitions by topic; only topics somebody reads.
    pub partitions: &'a BTreeMap<Text, i32>,
    /// What each member may keep, in the order of `members`.
    pub owned: Vec<Vec<Partition>>,
    /// Claimed twice in one generation: nobody keeps them.
    pub doubly_claimed: BTreeSet<Partition>,
    /// The newest generation anybody reported.
    pub newest: Generation,
}

/// The answer: shares in the order of the members, and what changes hands.
pub(super) struct Answer {
    pub shares: Vec<Vec<Partition>>,
    /// Partition to its new owner; `None`: the builder does not tell, compare with the claims.
    pub transferred: Option<BTreeMap<Partition, usize>>,
}

pub(super) fn assign(
    members: &[JoinedMember],
    partitions: &BTreeMap<Text, i32>,
    cooperative: bool,
) -> Shares {
    let problem = Problem::new(members, partitions);
    if problem.members.is_empty() {
        return Shares::new();
    }
    let mut answer = if problem.all_subscriptions_equal() {
        constrained::build(&problem)
    } else {
        general::build(&problem)
    };
    if cooperative {
        let transferred = answer.transferred.take().unwrap_or_else(|| problem.transferred(&answer.shares));
        for (partition, owner) in transferred {
            if let Some(share) = answer.shares.get_mut(owner) {
                share.retain(|kept| *kept != partition);
            }
        }
    }
    let ids = problem.members.iter().map(|member| member.member.clone());
    ids.zip(answer.shares).collect()
}

impl<'a> Problem<'a> {
    fn new(members: &'a [JoinedMember], partitions: &'a BTreeMap<Text, i32>) -> Self {
        let by_id: BTreeMap<&Text, &JoinedMember> =
            members.iter().map(|member| (&member.member, member)).collect();
        let order = hash_map_order(members.iter().map(|member| &member.member));
        let members: Vec<&JoinedMember> = order.into_iter().filter_map(|id| by_id.get(id).copied()).collect();
        let newest =
            members.iter().map(|member| member.subscription.generation).max().unwrap_or(Generation::NONE);
        let mut problem = Self {
            owned: vec![Vec::new(); members.len()],
            members,
            partitions,
            doubly_claimed: BTreeSet::new(),
            newest: newest.max(Generation::NONE),
        };
        problem.settle_claims();
        problem
    }

    /// Of two claims the newer generation's holds; two of one generation cancel out.
    fn settle_claims(&mut self) {
        let mut owner_of: BTreeMap<Partition, usize> = BTreeMap::new();
        for (claimant, member) in self.members.iter().enumerate() {
            for claim in &member.subscription.owned {
                if !self.partitions.get(&claim.0).is_some_and(|count| (0..*count).contains(&claim.1)) {
                    continue;
                }
                let Some(&other) = owner_of.get(claim) else {
                    self.owned[claimant].push(claim.clone());
                    owner_of.insert(claim.clone(), claimant);
                    continue;
                };
                let (mine, theirs) =
                    (member.subscription.generation, self.members[other].subscription.generation);
                if mine < theirs {
                    continue;
                }
                self.owned[other].retain(|kept| kept != claim);
                owner_of.insert(claim.clone(), claimant);
                if mine == theirs {
                    self.doubly_claimed.insert(claim.clone());
                } else {
                    self.owned[claimant].push(claim.clone());
                }
            }
        }
    }

    fn all_subscriptions_equal(&self) -> bool {
        let topics =
            |member: &'a JoinedMember| -> BTreeSet<&'a Text> { member.subscription.topics.iter().collect() };
        self.members.windows(2).all(|pair| topics(pair[0]) == topics(pair[1]))
    }

    /// `computePartitionsTransferringOwnership`: given to one member, claimed by another.
    fn transferred(&self, shares: &[Vec<Partition>]) -> BTreeMap<Partition, usize> {
        let mut added = BTreeMap::new();
        let mut revoked = BTreeSet::new();
        for ((nth, share), member) in shares.iter().enumerate().zip(&self.members) {
            let claims: BTreeSet<&Partition> = member.subscription.owned.iter().collect();
            let share: BTreeSet<&Partition> = share.iter().collect();
            added.extend(share.difference(&claims).map(|partition| ((*partition).clone(), nth)));
            revoked.extend(claims.difference(&share).map(|partition| (*partition).clone()));
        }
        added.retain(|partition, _| revoked.contains(partition));
        added
    }
}
