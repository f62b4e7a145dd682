//! Topics made, widened, removed.

use super::*;

fn said(error: ErrorCode, message: &str) -> (ErrorCode, Option<Text>) {
    (error, Some(message.into()))
}

#[test]
fn a_topic_is_placed_led_and_reported() {
    let mut harness = Harness::of(3);
    let topic = NewTopic { partitions: 3, replication_factor: 2, ..Harness::new_topic("orders") };
    assert_eq!(harness.create(topic), (ErrorCode::None, None));
    let image = harness.controller.image().topic_named("orders").expect("created").clone();
    assert_eq!(image.partitions.len(), 3);
    for state in &image.partitions {
        assert_eq!(Some(&state.leader), state.replicas.first());
        assert_eq!((&state.isr, state.leader_epoch.0), (&state.replicas, 0));
    }
    let fact =
        Fact::TopicCreated { topic: image.id, name: "orders".into(), partitions: 3, replication_factor: 2 };
    assert!(harness.facts.contains(&fact));
}

#[test]
fn wrong_topics_are_refused_in_kafkas_words() {
    let mut harness = Harness::of(2);
    harness.topic(&[&[1, 2]]);
    assert_eq!(harness.create(Harness::new_topic("a.b")), (ErrorCode::None, None));
    let mut refuse = |name: &str, change: &dyn Fn(&mut NewTopic)| {
        let mut topic = Harness::new_topic(name);
        change(&mut topic);
        harness.create(topic)
    };
    let name = refuse("a b", &|_| {});
    assert_eq!(name.0, ErrorCode::InvalidTopicException);
    assert_eq!(refuse("", &|_| {}).0, ErrorCode::InvalidTopicException);
    assert_eq!(refuse("..", &|_| {}).0, ErrorCode::InvalidTopicException);
    assert_eq!(refuse(&"x".repeat(250), &|_| {}).0, ErrorCode::InvalidTopicException);
    let collides = said(ErrorCode::InvalidTopicException, "Topic 'a_b' collides with existing topic: a.b");
    assert_eq!(refuse("a_b", &|_| {}), collides);
    let exists = said(ErrorCode::TopicAlreadyExists, "Topic 't' already exists.");
    assert_eq!(refuse("t", &|_| {}), exists);
    let factor = "Replication factor must be larger than 0, or -1 to use the default value.";
    let error = refuse("x", &|topic| topic.replication_factor = 0);
    assert_eq!(error, said(ErrorCode::InvalidReplicationFactor, factor));
    let partitions = "Number of partitions was set to an invalid non-positive value.";
    let error = refuse("x", &|topic| topic.partitions = 0);
    assert_eq!(error, said(ErrorCode::InvalidPartitions, partitions));
    let too_many = "Unable to replicate the partition 3 time(s): The target replication factor of 3 cannot be \
                    reached because only 2 broker(s) are registered.";
    let error = refuse("x", &|topic| topic.replication_factor = 3);
    assert_eq!(error, said(ErrorCode::InvalidReplicationFactor, too_many));
    let error = refuse("x", &|topic| topic.config = vec![("nonsense".into(), "1".into())]);
    assert_eq!(error, said(ErrorCode::InvalidConfig, "Unknown topic config name: nonsense"));
    let assign = |lists: &[&[i32]]| lists.iter().map(|list| ids(list)).collect::<Vec<_>>();
    for wrong in [assign(&[&[9]]), assign(&[&[1, 1]]), assign(&[&[]]), assign(&[&[1], &[1, 2]])] {
        let error = refuse("x", &|topic| topic.assignment = wrong.clone());
        assert_eq!(error.0, ErrorCode::InvalidReplicaAssignment);
    }
    let error = refuse("x", &|topic| (topic.assignment, topic.partitions) = (assign(&[&[1]]), 1));
    assert_eq!(error.0, ErrorCode::InvalidRequest);
}

#[test]
fn validate_only_makes_nothing() {
    let mut harness = Harness::of(1);
    let end = harness.controller.log().end_offset();
    let request = CreateTopicsRequest { topics: vec![Harness::new_topic("x")], validate_only: true };
    match harness.ask(1, Request::CreateTopics(request)) {
        Response::CreateTopics(response) => assert_eq!(response.topics[0].1, ErrorCode::None),
        other => panic!("{other:?}"),
    }
    assert_eq!(harness.controller.log().end_offset(), end);
}

#[test]
fn partitions_can_only_grow() {
    let mut harness = Harness::of(3);
    harness.topic(&[&[1, 2], &[2, 3]]);
    let mut widen = |name: &str, count| {
        let request = CreatePartitionsRequest { topics: vec![(name.into(), count)] };
        match harness.ask(1, Request::CreatePartitions(request)) {
            Response::CreatePartitions(response) => (response.topics[0].1, response.topics[0].2.clone()),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(widen("t", 2), said(ErrorCode::InvalidPartitions, "Topic already has 2 partition(s)."));
    let shrink = "The topic t currently has 2 partition(s); 1 would not be an increase.";
    assert_eq!(widen("t", 1), said(ErrorCode::InvalidPartitions, shrink));
    assert_eq!(widen("absent", 1).0, ErrorCode::UnknownTopicOrPartition);
    assert_eq!(widen("t", 4), (ErrorCode::None, None));
    let topic = harness.controller.image().topic_named("t").expect("there");
    assert_eq!(topic.partitions.iter().map(|state| state.replicas.len()).collect::<Vec<_>>(), [2; 4]);
    assert!(matches!(harness.facts.last(), Some(Fact::PartitionsAdded { from: 2, to: 4, .. })));
}

#[test]
fn a_deleted_topic_is_gone_with_its_settings() {
    let mut harness = Harness::of(1);
    let partition = harness.topic(&[&[1]]);
    harness.set(ConfigResource::Topic("t".into()), "retention.ms", Some("1000"));
    let mut delete = |name: &str| {
        let request = DeleteTopicsRequest { topics: vec![name.into()] };
        match harness.ask(1, Request::DeleteTopics(request)) {
            Response::DeleteTopics(response) => response.topics[0].1,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(delete("t"), ErrorCode::None);
    assert_eq!(delete("t"), ErrorCode::UnknownTopicOrPartition);
    assert!(harness.controller.image().configs.is_empty());
    assert!(harness.topic(&[&[1]]).topic > partition.topic);
}
