//! The partition assignors: pure functions that the group's leader runs.
//!
//! Mirrors `RangeAssignor`, `RoundRobinAssignor` and `AbstractStickyAssignor`
//! (sticky and cooperative-sticky), down to the iteration order of Java's
//! `HashMap`. Left out: rack-aware range (KIP-881).

mod constrained;
mod general;
pub mod java_hash;
mod range;
mod round_robin;
mod sticky;
#[cfg(test)]
mod tests;

use crate::base::Text;
use crate::protocol::{Assignment, JoinedMember};
use std::collections::BTreeMap;

/// The names that [`assign`] knows, as JoinGroup carries them.
pub const KNOWN: &[&str] = &["range", "roundrobin", "sticky", "cooperative-sticky"];

/// The protocol name of an assignor given by name or by class name.
#[must_use]
pub fn canonical(name: &str) -> Option<&'static str> {
    let class = name.trim().strip_prefix("org.apache.kafka.clients.consumer.").unwrap_or(name.trim());
    match class {
        "range" | "RangeAssignor" => Some("range"),
        "roundrobin" | "RoundRobinAssignor" => Some("roundrobin"),
        "sticky" | "StickyAssignor" => Some("sticky"),
        "cooperative-sticky" | "CooperativeStickyAssignor" => Some("cooperative-sticky"),
        _ => None,
    }
}

/// Whether an assignor supports the cooperative rebalance protocol (KIP-429).
#[must_use]
pub fn supports_cooperative(name: &str) -> bool {
    name == "cooperative-sticky"
}

/// Partitions by member.
type Shares = BTreeMap<Text, Vec<(Text, i32)>>;

/// The share of each member, in the order of `members`, sorted. `partitions` holds the
/// number of partitions of each topic; topics without metadata are ignored. A name that
/// is not [`KNOWN`] gives everybody nothing.
#[must_use]
pub fn assign(
    protocol: &str,
    members: &[JoinedMember],
    partitions: &BTreeMap<Text, i32>,
) -> Vec<(Text, Assignment)> {
    let subscribed: BTreeMap<Text, i32> = partitions
        .iter()
        .filter(|(topic, count)| {
            **count > 0 && members.iter().any(|member| member.subscription.topics.contains(topic))
        })
        .map(|(topic, count)| (topic.clone(), *count))
        .collect();
    let mut shares = match protocol {
        "range" => range::assign(members, &subscribed),
        "roundrobin" => round_robin::assign(members, &subscribed),
        "sticky" => sticky::assign(members, &subscribed, false),
        "cooperative-sticky" => sticky::assign(members, &subscribed, true),
        _ => Shares::new(),
    };
    members
        .iter()
        .map(|member| {
            let mut partitions = shares.remove(&member.member).unwrap_or_default();
            partitions.sort_unstable();
            (member.member.clone(), Assignment { partitions })
        })
        .collect()
}

/// `MemberInfo.compareTo`: static members first, by instance id; then the others, by member id.
fn sorted_members(members: &[JoinedMember]) -> Vec<&JoinedMember> {
    let mut sorted: Vec<&JoinedMember> = members.iter().collect();
    sorted.sort_by_key(|member| (member.instance.is_none(), member.instance.clone(), member.member.clone()));
    sorted
}
