//! `RangeAssignor`: topic by topic, consecutive partitions in member order; the
//! first members take the remainder. Rack matching (KIP-881) is left out.

use super::{Shares, sorted_members};
use crate::base::Text;
use crate::protocol::JoinedMember;
use std::collections::BTreeMap;

pub(super) fn assign(members: &[JoinedMember], partitions: &BTreeMap<Text, i32>) -> Shares {
    let sorted = sorted_members(members);
    let mut shares = Shares::new();
    for (topic, count) in partitions {
        let subscribed: Vec<&Text> = sorted
            .iter()
            .filter(|member| member.subscription.topics.contains(topic))
            .map(|member| &member.member)
            .collect();
        if subscribed.is_empty() {
            continue;
        }
        let each = count / subscribed.len() as i32;
        let extra = count % subscribed.len() as i32;
        let mut next = 0;
        for (nth, member) in (0..).zip(&subscribed) {
            let size = each + i32::from(nth < extra);
            let share = shares.entry((*member).clone()).or_default();
            share.extend((next..next + size).map(|number| (topic.clone(), number)));
            next += size;
        }
    }
    shares
}
