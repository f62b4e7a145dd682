//! Cases that Kafka documents or tests, and properties that every assignor has.

use super::*;
use crate::base::Generation;
use crate::protocol::Subscription;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn member(id: &str, topics: &[&str]) -> JoinedMember {
    let mut topics: Vec<Text> = topics.iter().map(|topic| Text::from(*topic)).collect();
    topics.sort();
    let subscription = Subscription { topics, generation: Generation::NONE, ..Subscription::default() };
    JoinedMember { member: id.into(), instance: None, subscription }
}

fn owning(id: &str, topics: &[&str], generation: i32, owned: &[(&str, i32)]) -> JoinedMember {
    let mut member = member(id, topics);
    member.subscription.owned = owned.iter().map(|(topic, n)| (Text::from(*topic), *n)).collect();
    member.subscription.generation = Generation(generation);
    member
}

fn topics(counts: &[(&str, i32)]) -> BTreeMap<Text, i32> {
    counts.iter().map(|(topic, count)| (Text::from(*topic), *count)).collect()
}

/// `t-0 t-1` per member.
fn shown(protocol: &str, members: &[JoinedMember], counts: &[(&str, i32)]) -> Vec<String> {
    assign(protocol, members, &topics(counts))
        .into_iter()
        .map(|(_, share)| {
            let names = share.partitions.iter().map(|(topic, number)| format!("{topic}-{number}"));
            names.collect::<Vec<_>>().join(" ")
        })
        .collect()
}

#[test]
fn class_names_are_known() {
    for (class, name) in [
        ("RangeAssignor", "range"),
        ("RoundRobinAssignor", "roundrobin"),
        ("StickyAssignor", "sticky"),
        ("CooperativeStickyAssignor", "cooperative-sticky"),
    ] {
        assert_eq!(canonical(&format!("org.apache.kafka.clients.consumer.{class}")), Some(name));
        assert_eq!(canonical(name), Some(name));
        assert!(KNOWN.contains(&name));
    }
    assert_eq!(canonical("com.example.Mine"), None);
    assert!(supports_cooperative("cooperative-sticky") && !supports_cooperative("sticky"));
}

#[test]
fn range_gives_the_remainder_to_the_first_of_each_topic() {
    let members = [member("c1", &["t0", "t1"]), member("c0", &["t0", "t1"])];
    // Kafka's own example: two topics of three partitions.
    assert_eq!(shown("range", &members, &[("t0", 3), ("t1", 3)]), ["t0-2 t1-2", "t0-0 t0-1 t1-0 t1-1"]);
}

#[test]
fn static_members_come_first() {
    let mut fixed = member("z", &["t"]);
    fixed.instance = Some("i".into());
    assert_eq!(shown("range", &[member("a", &["t"]), fixed], &[("t", 3)]), ["t-2", "t-0 t-1"]);
}

#[test]
fn topics_without_metadata_are_ignored() {
    assert_eq!(shown("range", &[member("a", &["gone"])], &[("t", 3)]), [""]);
    assert_eq!(shown("nonsense", &[member("a", &["t"])], &[("t", 3)]), [""]);
}

#[test]
fn roundrobin_carries_its_turn_over() {
    let members = [member("c0", &["t0", "t1"]), member("c1", &["t0", "t1"])];
    assert_eq!(shown("roundrobin", &members, &[("t0", 3), ("t1", 3)]), ["t0-0 t0-2 t1-1", "t0-1 t1-0 t1-2"]);
    // Kafka's own example with unequal subscriptions.
    let members = [member("c0", &["t0"]), member("c1", &["t0", "t1"]), member("c2", &["t0", "t1", "t2"])];
    assert_eq!(
        shown("roundrobin", &members, &[("t0", 1), ("t1", 2), ("t2", 3)]),
        ["t0-0", "t1-0", "t1-1 t2-0 t2-1 t2-2"]
    );
}

#[test]
fn a_fourth_member_takes_from_the_first_in_java_order() {
    let owned: [&[(&str, i32)]; 4] =
        [&[("t", 0), ("t", 3)], &[("t", 1), ("t", 4)], &[("t", 2), ("t", 5)], &[]];
    let members: Vec<JoinedMember> = (0..4)
        .map(|n| owning(&format!("consumer{}", n + 1), &["t"], if n < 3 { 1 } else { -1 }, owned[n]))
        .collect();
    assert_eq!(shown("sticky", &members, &[("t", 6)]), ["t-0", "t-1 t-4", "t-2 t-5", "t-3"]);
    assert_eq!(shown("cooperative-sticky", &members, &[("t", 6)]), ["t-0", "t-1 t-4", "t-2 t-5", ""]);
}

#[test]
fn what_was_withheld_is_given_in_the_next_round() {
    let members = [owning("a", &["t"], 2, &[("t", 0)]), owning("b", &["t"], 2, &[])];
    assert_eq!(shown("cooperative-sticky", &members, &[("t", 2)]), ["t-0", "t-1"]);
}

#[test]
fn the_newer_claim_holds_and_two_equal_ones_cancel() {
    let members = [owning("a", &["t"], 1, &[("t", 0)]), owning("b", &["t"], 2, &[("t", 0)])];
    assert_eq!(shown("sticky", &members, &[("t", 2)]), ["t-1", "t-0"]);
    let members = [owning("a", &["t"], 2, &[("t", 0), ("t", 1)]), owning("b", &["t"], 2, &[("t", 0)])];
    // t-0 was claimed twice: dealt anew, and withheld in the cooperative round.
    assert_eq!(shown("sticky", &members, &[("t", 2)]), ["t-1", "t-0"]);
    assert_eq!(shown("cooperative-sticky", &members, &[("t", 2)]), ["t-1", ""]);
}

#[test]
fn unequal_subscriptions_balance_as_far_as_they_can() {
    // StickyAssignor's own documentation: the case where round robin gives 1, 2 and 3.
    let members = [member("c0", &["t0"]), member("c1", &["t0", "t1"]), member("c2", &["t0", "t1", "t2"])];
    assert_eq!(
        shown("sticky", &members, &[("t0", 1), ("t1", 2), ("t2", 3)]),
        ["t0-0", "t1-0 t1-1", "t2-0 t2-1 t2-2"]
    );
    // And its continuation: C0 leaves.
    let members = [
        owning("c1", &["t0", "t1"], 1, &[("t1", 0), ("t1", 1)]),
        owning("c2", &["t0", "t1", "t2"], 1, &[("t2", 0), ("t2", 1), ("t2", 2)]),
    ];
    assert_eq!(
        shown("sticky", &members, &[("t0", 1), ("t1", 2), ("t2", 3)]),
        ["t0-0 t1-0 t1-1", "t2-0 t2-1 t2-2"]
    );
}

fn group() -> impl Strategy<Value = (Vec<JoinedMember>, BTreeMap<Text, i32>)> {
    let counts = prop::collection::vec(1..9_i32, 1..4);
    let subscriptions = prop::collection::vec(prop::collection::vec(any::<bool>(), 3), 1..7);
    (counts, subscriptions).prop_map(|(counts, subscriptions)| {
        let names = ["t0", "t1", "t2"];
        let members = (0..).zip(subscriptions).map(|(nth, wanted)| {
            let topics: Vec<&str> =
                names.iter().zip(wanted).filter(|(_, wanted)| *wanted).map(|(name, _)| *name).collect();
            member(&format!("consumer{nth}"), &topics)
        });
        let counts = names.iter().zip(counts).map(|(name, count)| (Text::from(*name), count));
        (members.collect(), counts.collect())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_partition_somebody_reads_has_one_owner_who_reads_it((members, counts) in group()) {
        for protocol in KNOWN {
            let mut seen = BTreeSet::new();
            let mut now = members.clone();
            for (member, (_, share)) in members.iter().zip(assign(protocol, &members, &counts)) {
                for partition in share.partitions {
                    prop_assert!(member.subscription.topics.contains(&partition.0));
                    prop_assert!(seen.insert(partition), "two owners with {}", protocol);
                }
            }
            let wanted = counts.iter().filter(|(topic, _)| {
                members.iter().any(|member| member.subscription.topics.contains(topic))
            });
            prop_assert_eq!(seen.len() as i32, wanted.map(|(_, count)| *count).sum::<i32>());

            // A second round with everything owned moves nothing.
            let first = assign(protocol, &members, &counts);
            for (member, (_, share)) in now.iter_mut().zip(&first) {
                member.subscription.owned = share.partitions.clone();
                member.subscription.generation = Generation(1);
            }
            prop_assert_eq!(assign(protocol, &now, &counts), first);
        }
    }
}
