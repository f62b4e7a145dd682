//! `RoundRobinAssignor`: all partitions in topic order, dealt to the members in
//! turn; the turn carries over from topic to topic.

use super::{Shares, sorted_members};
use crate::base::Text;
use crate::protocol::JoinedMember;
use std::collections::BTreeMap;

pub(super) fn assign(members: &[JoinedMember], partitions: &BTreeMap<Text, i32>) -> Shares {
    let sorted = sorted_members(members);
    let mut shares = Shares::new();
    let mut turn = 0;
    for (topic, count) in partitions {
        if !sorted.iter().any(|member| member.subscription.topics.contains(topic)) {
            continue;
        }
        for number in 0..*count {
            // Ends: at least one member subscribes to the topic.
            while !sorted[turn % sorted.len()].subscription.topics.contains(topic) {
                turn += 1;
            }
            let member = sorted[turn % sorted.len()].member.clone();
            shares.entry(member).or_default().push((topic.clone(), number));
            turn += 1;
        }
    }
    shares
}
