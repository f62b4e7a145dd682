//! Every fact and every action has its sentence in both languages.

use super::*;
use crate::base::{Generation, LeaderEpoch, Offset, Text};
use crate::protocol::ErrorCode;
use crate::story::{Action, NodeName, RebalanceReason, ResetTo};
use std::sync::Arc;

struct Orders;

impl Names for Orders {
    fn topic(&self, _: TopicId) -> String {
        "orders".into()
    }
    fn client(&self, _: ClientId) -> String {
        "shop".into()
    }
}

const PARTITION: TopicPartition = TopicPartition { topic: TopicId(1), partition: 0 };

fn leader(from: i32, to: i32, election: Election) -> Fact {
    Fact::LeaderChanged {
        partition: PARTITION,
        from: BrokerId(from),
        to: BrokerId(to),
        epoch: LeaderEpoch(3),
        election,
        isr: vec![BrokerId(2)],
    }
}

fn samples() -> Vec<Fact> {
    let (broker, partition, client) = (BrokerId(1), PARTITION, ClientId(1));
    let (group, member): (Text, Text) = ("readers".into(), "reader-1-a".into());
    let error = ErrorCode::NotEnoughReplicas;
    let mut facts: Vec<_> = [
        Election::Clean,
        Election::Preferred,
        Election::Unclean,
        Election::ControlledShutdown,
        Election::Reassignment,
    ]
    .map(|election| leader(1, 2, election))
    .into();
    facts.extend([
        Fact::Acted { action: Arc::new(Action::Crash(1)) },
        Fact::ActionRefused { action: Arc::new(Action::Heal), reason: "refused-not-running".into() },
        Fact::Started { node: Address::Controller(1000) },
        Fact::Ended { node: Address::Broker(broker), how: Ending::PowerCut },
        Fact::Ended { node: Address::Client(client), how: Ending::Crash },
        Fact::BrokerFenced { broker, silent_ms: Some(9_000) },
        Fact::TopicCreated { topic: TopicId(1), name: "orders".into(), partitions: 3, replication_factor: 2 },
        Fact::IsrChanged {
            partition,
            from: vec![broker, BrokerId(2)],
            to: vec![broker],
            reason: IsrReason::Lagging,
        },
        Fact::Truncated { broker, partition, from: Offset(9), to: Offset(5), high_watermark: Offset(5) },
        Fact::SegmentDeleted {
            broker,
            partition,
            base_offset: Offset(0),
            next_offset: Offset(10),
            bytes: 900,
            reason: crate::story::DeleteReason::Time,
        },
        Fact::ProduceRefused { broker, partition, error },
        Fact::MemberLeft {
            group: group.clone(),
            member: member.clone(),
            client_id: "reader-1".into(),
            reason: LeaveReason::SessionExpired,
        },
        Fact::RebalanceStarted {
            group: group.clone(),
            generation: Generation(1),
            reason: RebalanceReason::MemberJoined,
            member: member.clone(),
        },
        Fact::GroupStable {
            group: group.clone(),
            generation: Generation(2),
            assignment: vec![(member, "reader-1".into(), vec![("orders".into(), 0), ("orders".into(), 1)])],
        },
        Fact::GroupEmpty { group, generation: Generation(3) },
        Fact::SendFailed { client, partition: Some(partition), count: 1, crc: 0, error },
        Fact::OffsetReset {
            client,
            partition,
            from: Some(Offset(3)),
            to: Offset(7),
            policy: "earliest".into(),
        },
        Fact::PartitionsAssigned { client, partitions: vec![partition] },
        Fact::PollTimedOut { client },
    ]);
    facts
}

/// A text that was not found, or a blank that was not filled.
fn is_whole(text: &str) -> bool {
    let is_key = |word: &str| {
        ["fact-", "why-", "action-", "error-", "node-", "refused-"]
            .iter()
            .any(|prefix| word.starts_with(prefix))
    };
    !text.is_empty() && !text.contains(['{', '$']) && !text.split(' ').any(is_key)
}

#[test]
fn facts_read_well_in_both_languages() {
    for lang in Lang::ALL {
        for fact in samples() {
            let sentence = sentence(lang, &fact, &Orders);
            assert!(is_whole(&sentence), "{lang:?} {fact:?}: {sentence}");
            assert!(
                sentence.ends_with('.') || fact.kind() == "send_failed" || fact.kind() == "produce_refused"
            );
            if let Some(why) = why(lang, &fact, &Orders) {
                assert!(is_whole(&why), "{lang:?} {fact:?}: {why}");
            }
        }
    }
}

#[test]
fn the_controller_elects_and_says_why() {
    let fact = leader(1, 2, Election::Clean);
    assert_eq!(
        sentence(Lang::En, &fact, &Orders),
        "The controller makes broker 2 leader of orders-0 (epoch 3)."
    );
    assert_eq!(
        sentence(Lang::Fr, &fact, &Orders),
        "Le contrôleur nomme le broker 2 leader de orders-0 (époque 3)."
    );
    let words = why(Lang::En, &fact, &Orders);
    assert_eq!(words.as_deref(), Some("It is the first replica of the list that is alive and in sync."));
    let nobody = leader(1, -1, Election::Clean);
    assert_eq!(sentence(Lang::En, &nobody, &Orders), "orders-0 has no leader any more (epoch 3).");
}

#[test]
fn one_record_is_not_two() {
    let fact = |count| Fact::SendFailed {
        client: ClientId(1),
        partition: None,
        count,
        crc: 0,
        error: ErrorCode::RequestTimedOut,
    };
    assert_eq!(sentence(Lang::En, &fact(1), &Orders), "shop gives up on 1 record: REQUEST_TIMED_OUT.");
    assert_eq!(
        sentence(Lang::Fr, &fact(2), &Orders),
        "shop abandonne 2 messages\u{202f}: REQUEST_TIMED_OUT."
    );
}

#[test]
fn every_action_has_words() {
    let name = || -> Text { "orders".into() };
    let node = || NodeName::Node(1);
    let actions = [
        Action::Start(name()),
        Action::Stop(name()),
        Action::Kill(name()),
        Action::Freeze(name()),
        Action::Thaw(name()),
        Action::Send(name(), vec![("a".into(), "b".into())]),
        Action::SetRate(name(), 5),
        Action::SetConfig(name(), "acks".into(), "all".into()),
        Action::Commit(name()),
        Action::Seek(name(), name(), 0, 5),
        Action::DropNextAck(name()),
        Action::DeleteLocalState(name()),
        Action::ResetOffsets(name(), name(), ResetTo::Earliest),
        Action::CleanStop(1),
        Action::Crash(1),
        Action::PowerCut(1),
        Action::Restart(1),
        Action::AddBroker(4),
        Action::SetBrokerConfig(1, "a".into(), "b".into()),
        Action::Link(node(), NodeName::Client(name()), 5, 5),
        Action::Cut(node(), node()),
        Action::CutOneWay(node(), node()),
        Action::Isolate(node()),
        Action::SlowFetch(vec![2, 3], 5),
        Action::Heal,
        Action::SlowDisk(1, 5),
        Action::FullDisk(1),
        Action::WipeDisk(1),
        Action::CorruptByte(1, name(), 0, 5),
        Action::CreateTopic(crate::story::TopicSpec { name: name(), ..Default::default() }),
        Action::DeleteTopic(name()),
        Action::AddPartitions(name(), 6),
        Action::SetTopicConfig(name(), "a".into(), "b".into()),
        Action::DeleteRecords(name(), 0, 5),
        Action::ElectPreferred(name(), 0),
        Action::ElectUnclean(name(), 0),
        Action::Reassign(name(), 0, vec![2, 3]),
    ];
    for lang in Lang::ALL {
        let nothing = tr(lang, "nothing", &[]);
        for one in &actions {
            let words = action(lang, one);
            assert!(is_whole(&words) && words != nothing, "{lang:?} {one:?}: {words}");
        }
    }
}
