//! `ConstrainedAssignmentBuilder`: all members read the same topics, so that
//! each gets the quota or one more, and keeps what it can of its own.

use super::sticky::{Answer, Partition, Problem};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

struct Builder<'a, 'p> {
    problem: &'p Problem<'a>,
    min_quota: usize,
    max_quota: usize,
    /// How many members get `max_quota`, when that is more than `min_quota`.
    expected_over_min: usize,
    over_min: usize,
    shares: Vec<Vec<Partition>>,
    assigned: BTreeSet<Partition>,
    revoked: BTreeSet<Partition>,
    under_min: Vec<usize>,
    at_min: VecDeque<usize>,
}

pub(super) fn build(problem: &Problem<'_>) -> Answer {
    let members = problem.members.len();
    let total: usize = problem.partitions.values().map(|count| *count as usize).sum();
    let mut builder = Builder {
        problem,
        min_quota: total / members,
        max_quota: total.div_ceil(members),
        expected_over_min: total % members,
        over_min: 0,
        shares: vec![Vec::new(); members],
        assigned: BTreeSet::new(),
        revoked: BTreeSet::new(),
        under_min: Vec::new(),
        at_min: VecDeque::new(),
    };
    for member in 0..members {
        builder.keep_owned(member);
    }
    let transferred = builder.deal_the_rest();
    Answer { shares: builder.shares, transferred: Some(transferred) }
}

impl Builder<'_, '_> {
    fn keep_owned(&mut self, member: usize) {
        let mut owned = self.problem.owned[member].clone();
        owned.retain(|partition| !self.problem.doubly_claimed.contains(partition));
        owned.sort_by(|a, b| (a.1, &a.0).cmp(&(b.1, &b.0)));
        let keep = if owned.len() < self.min_quota {
            self.under_min.push(member);
            owned.len()
        } else if owned.len() >= self.max_quota && self.over_min < self.expected_over_min {
            self.over_min += 1;
            if self.over_min == self.expected_over_min {
                self.at_min.clear();
            }
            self.max_quota
        } else {
            if self.over_min < self.expected_over_min {
                self.at_min.push_back(member);
            }
            self.min_quota
        };
        self.revoked.extend(owned.split_off(keep));
        self.assigned.extend(owned.iter().cloned());
        self.shares[member] = owned;
    }

    /// Deals what nobody kept, in turn to the members below the quota, then one each to
    /// members at it. Gives back what came from another member.
    fn deal_the_rest(&mut self) -> BTreeMap<Partition, usize> {
        let members = &self.problem.members;
        self.under_min.sort_by_key(|member| &members[*member].member);
        self.at_min.make_contiguous().sort_by_key(|member| &members[*member].member);
        let mut transferred = BTreeMap::new();
        let mut turn = 0;
        let all = self.problem.partitions.iter();
        let all = all.flat_map(|(topic, count)| (0..*count).map(move |number| (topic.clone(), number)));
        for partition in all {
            if self.assigned.contains(&partition) {
                continue;
            }
            let from_under = !self.under_min.is_empty();
            turn = if turn < self.under_min.len() { turn } else { 0 };
            let next = if from_under { self.under_min.get(turn).copied() } else { self.at_min.pop_front() };
            // The quotas add up to the number of partitions: there is always a next member.
            let Some(member) = next else { break };
            if self.revoked.contains(&partition) || self.problem.doubly_claimed.contains(&partition) {
                transferred.insert(partition.clone(), member);
            }
            self.shares[member].push(partition);
            if from_under && self.shares[member].len() == self.min_quota {
                self.under_min.remove(turn);
                self.at_min.push_back(member);
            } else {
                turn += 1;
            }
        }
        transferred
    }
}
