//! Offsets: when a commit counts, what remains after a failover, and expiry.

use super::*;
use crate::metadata::Image;
use crate::protocol::MetadataRecord;

#[test]
fn a_commit_counts_once_it_is_replicated() {
    let mut lab = Lab::new();
    let id = lab.stable_alone();
    lab.replicates = false;
    let number = lab.commit(&id, 1, 7);
    assert_eq!(lab.commit_error(number), None);
    assert_eq!(lab.committed(), -1);
    lab.replicate(Ok(()));
    assert_eq!(lab.commit_error(number), Some(ErrorCode::None));
    assert_eq!(lab.committed(), 7);
}

#[test]
fn a_commit_that_fails_says_why() {
    for (failure, told) in [
        (ErrorCode::NotEnoughReplicas, ErrorCode::CoordinatorNotAvailable),
        (ErrorCode::NotLeaderOrFollower, ErrorCode::NotCoordinator),
    ] {
        let mut lab = Lab::new();
        let id = lab.stable_alone();
        lab.replicates = false;
        let number = lab.commit(&id, 1, 7);
        lab.replicate(Err(failure));
        assert_eq!(lab.commit_error(number), Some(told));
        assert_eq!(lab.committed(), -1);
    }
}

#[test]
fn a_commit_waits_no_longer_than_its_timeout() {
    let mut lab = Lab::new();
    let id = lab.stable_alone();
    lab.pass(2_000);
    lab.replicates = false;
    let number = lab.commit(&id, 1, 7);
    lab.pass(4_999);
    assert_eq!(lab.commit_error(number), None);
    lab.pass(1);
    assert_eq!(lab.commit_error(number), Some(ErrorCode::RequestTimedOut));
    // What comes after that is not heard.
    lab.replicate(Ok(()));
    assert_eq!(lab.committed(), -1);
}

#[test]
fn too_much_metadata_is_refused() {
    let mut lab = Lab::with(&[("offset.metadata.max.bytes", "3")]);
    let at = |partition, metadata: &str| CommittedOffset {
        topic: "t".into(),
        partition,
        offset: Offset(1),
        leader_epoch: LeaderEpoch(0),
        metadata: metadata.into(),
    };
    let request = OffsetCommitRequest {
        group: GROUP.into(),
        generation: Generation::NONE,
        member: "".into(),
        instance: None,
        offsets: vec![at(0, "1234"), at(1, "123")],
    };
    let number = lab.ask("c", Request::OffsetCommit(request));
    let Some(Response::OffsetCommit(response)) = lab.answers.remove(&number) else { panic!() };
    let errors: Vec<ErrorCode> = response.partitions.iter().map(|(_, _, error)| *error).collect();
    assert_eq!(errors, [ErrorCode::OffsetMetadataTooLarge, ErrorCode::None]);
}

#[test]
fn another_broker_finds_groups_and_offsets_in_the_log() {
    let mut lab = Lab::new();
    let (leader, other) = lab.stable_pair();
    for offset in [3, 9] {
        let number = lab.commit(&leader, 2, offset);
        assert_eq!(lab.commit_error(number), Some(ErrorCode::None));
    }
    let mut heir = Lab::new();
    heir.log.clone_from(&lab.log);
    heir.load();
    assert_eq!((heir.state(), heir.generation()), (GroupState::Stable, 2));
    assert_eq!(heir.group().leader(), Some(&leader));
    assert_eq!(heir.committed(), 9);
    assert!(heir.facts.contains(&Fact::CoordinatorLoaded { broker: BrokerId(1), partition: 0, groups: 1 }));
    // Members go on as if nothing had happened; the silent one is found out.
    assert_eq!(heir.heartbeat(&leader, 2), ErrorCode::None);
    let number = heir.sync_as(&other, 2, Vec::new());
    assert_eq!(heir.synced(number).unwrap().assignment, share_of(1));
    heir.pass(9_000);
    assert_eq!(heir.heartbeat(&leader, 2), ErrorCode::None);
    heir.pass(1_000);
    assert_eq!(heir.heartbeat(&leader, 2), ErrorCode::RebalanceInProgress);
}

#[test]
fn an_empty_group_is_found_empty_with_its_generation() {
    let mut lab = Lab::new();
    let id = lab.stable_alone();
    let number = lab.commit(&id, 1, 4);
    assert_eq!(lab.commit_error(number), Some(ErrorCode::None));
    lab.leave(&id, None);
    lab.load();
    assert_eq!((lab.state(), lab.generation(), lab.committed()), (GroupState::Empty, 2, 4));
}

#[test]
fn giving_a_partition_up_answers_whoever_waits() {
    let mut lab = Lab::new();
    let id = lab.stable_alone();
    let other = lab.member_id();
    let parked = lab.join(join_request(&other));
    lab.replicates = false;
    let commit = lab.commit(&id, 1, 7);
    let now = lab.now;
    lab.with_output(|coordinator, out| coordinator.unload(now, 0, out));
    assert_eq!(lab.joined(parked).unwrap().error, ErrorCode::NotCoordinator);
    assert_eq!(lab.commit_error(commit), Some(ErrorCode::NotCoordinator));
    assert!(lab.coordinator.groups().next().is_none());
    assert!(lab.facts.contains(&Fact::CoordinatorUnloaded { broker: BrokerId(1), partition: 0 }));
}

#[test]
fn an_empty_groups_offsets_expire_seven_days_after_it_became_empty() {
    const DAY: u64 = 86_400_000;
    let mut lab = Lab::new();
    let id = lab.stable_alone();
    let number = lab.commit(&id, 1, 5);
    assert_eq!(lab.commit_error(number), Some(ErrorCode::None));
    lab.leave(&id, None);
    lab.pass(7 * DAY - 600_000);
    assert_eq!(lab.committed(), 5);
    lab.pass(600_000 * 2);
    let topic: Text = "t".into();
    assert!(lab.facts.contains(&Fact::OffsetExpired { group: GROUP.into(), topic, partition: 0 }));
    assert!(lab.facts.contains(&Fact::GroupDeleted { group: GROUP.into() }));
    lab.load();
    assert!(lab.coordinator.groups().next().is_none());
}

#[test]
fn a_living_group_keeps_the_offsets_of_its_topics_only() {
    let mut lab =
        Lab::with(&[("offsets.retention.minutes", "1"), ("offsets.retention.check.interval.ms", "1000")]);
    let id = lab.stable_alone();
    let number = lab.commit(&id, 1, 5);
    assert_eq!(lab.commit_error(number), Some(ErrorCode::None));
    let number = {
        let offsets = vec![CommittedOffset {
            topic: "u".into(),
            partition: 0,
            offset: Offset(2),
            leader_epoch: LeaderEpoch(0),
            metadata: "".into(),
        }];
        let (group, member) = (GROUP.into(), id.clone());
        let request =
            OffsetCommitRequest { group, generation: Generation(1), member, instance: None, offsets };
        lab.ask("c", Request::OffsetCommit(request))
    };
    assert_eq!(lab.commit_error(number), Some(ErrorCode::None));
    for _ in 0..10 {
        lab.pass(7_000);
        assert_eq!(lab.heartbeat(&id, 1), ErrorCode::None);
    }
    assert!(lab.group().committed("t", 0).is_some());
    assert!(lab.group().committed("u", 0).is_none());
}

#[test]
fn a_deleted_topics_offsets_go() {
    let mut lab = Lab::new();
    let number = lab.commit("", -1, 5);
    assert_eq!(lab.commit_error(number), Some(ErrorCode::None));
    let id = crate::base::TopicId(1);
    let mut image = Image::default();
    image.replay(0, &MetadataRecord::Topic { id, name: "t".into() });
    let now = lab.now;
    lab.with_output(|coordinator, out| coordinator.topics_changed(now, &image, out));
    assert_eq!(lab.committed(), 5);
    image.replay(1, &MetadataRecord::RemoveTopic { id });
    lab.with_output(|coordinator, out| coordinator.topics_changed(now, &image, out));
    assert_eq!(lab.committed(), -1);
    lab.load();
    assert!(lab.coordinator.groups().next().is_none());
}
