//! The records of `__consumer_offsets`, byte for byte as Kafka writes them:
//! OffsetCommitKey v1 and OffsetCommitValue v3, GroupMetadataKey v2 and
//! GroupMetadataValue v3, with `ConsumerProtocol` v3 inside. Other versions are
//! not read: nothing here ever wrote them.

use super::group::{Committed, Group, Member};
use super::wire::{Reader, put_array, put_nullable_text, put_text};
use crate::base::{EpochMillis, Generation, Instant, LeaderEpoch, Offset, Text};
use crate::protocol::{Assignment, Subscription};
use bytes::Bytes;
use std::collections::BTreeMap;
use std::sync::Arc;

const OFFSET_KEY: i16 = 1;
const GROUP_KEY: i16 = 2;
const OFFSET_VALUE: i16 = 3;
const GROUP_VALUE: i16 = 3;
const CONSUMER_PROTOCOL: i16 = 3;

/// What a record is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// Progress of a group in one partition.
    Offset { group: Text, topic: Text, partition: i32 },
    /// A group and its members.
    Group { group: Text },
}

pub(super) fn offset_key(group: &str, topic: &str, partition: i32) -> Vec<u8> {
    let mut to = OFFSET_KEY.to_be_bytes().to_vec();
    put_text(&mut to, group);
    put_text(&mut to, topic);
    to.extend_from_slice(&partition.to_be_bytes());
    to
}

pub(super) fn group_key(group: &str) -> Vec<u8> {
    let mut to = GROUP_KEY.to_be_bytes().to_vec();
    put_text(&mut to, group);
    to
}

pub(super) fn read_key(bytes: Bytes) -> Option<Key> {
    let mut from = Reader(bytes);
    match from.i16()? {
        // Version 0 differs from version 1 only in its number.
        0 | OFFSET_KEY => {
            Some(Key::Offset { group: from.text()?, topic: from.text()?, partition: from.i32()? })
        }
        GROUP_KEY => Some(Key::Group { group: from.text()? }),
        _ => None,
    }
}

pub(super) fn offset_value(committed: &Committed) -> Vec<u8> {
    let mut to = OFFSET_VALUE.to_be_bytes().to_vec();
    to.extend_from_slice(&committed.offset.0.to_be_bytes());
    to.extend_from_slice(&committed.leader_epoch.0.to_be_bytes());
    put_text(&mut to, &committed.metadata);
    to.extend_from_slice(&committed.committed_at.0.to_be_bytes());
    to
}

pub(super) fn read_offset_value(bytes: Bytes) -> Option<Committed> {
    let mut from = Reader(bytes);
    if from.i16()? != OFFSET_VALUE {
        return None;
    }
    Some(Committed {
        offset: Offset(from.i64()?),
        leader_epoch: LeaderEpoch(from.i32()?),
        metadata: from.text()?,
        committed_at: EpochMillis(from.i64()?),
    })
}

/// The group with `shares` for its members, or with the shares they have.
pub(super) fn group_value(group: &Group, shares: Option<&BTreeMap<Text, Assignment>>) -> Vec<u8> {
    let mut to = GROUP_VALUE.to_be_bytes().to_vec();
    put_text(&mut to, group.protocol_type.as_deref().unwrap_or_default());
    to.extend_from_slice(&group.generation.0.to_be_bytes());
    put_nullable_text(&mut to, group.protocol.as_deref());
    put_nullable_text(&mut to, group.leader.as_deref());
    to.extend_from_slice(&group.state_since.unwrap_or(EpochMillis(-1)).0.to_be_bytes());
    let protocol = group.protocol.as_deref().unwrap_or_default();
    to.extend_from_slice(&(group.members.len() as i32).to_be_bytes());
    for member in group.members.values() {
        put_text(&mut to, &member.id);
        put_nullable_text(&mut to, member.instance.as_deref());
        put_text(&mut to, &member.client_id);
        put_text(&mut to, "");
        to.extend_from_slice(&(member.rebalance_timeout_ms as i32).to_be_bytes());
        to.extend_from_slice(&(member.session_timeout_ms as i32).to_be_bytes());
        let subscription = member.subscription(protocol).cloned().unwrap_or_default();
        put_sized(&mut to, &subscription_bytes(&subscription));
        let nothing = Assignment::default();
        let share = match shares {
            Some(shares) => shares.get(&member.id).unwrap_or(&nothing),
            None => &member.assignment,
        };
        put_sized(&mut to, &assignment_bytes(share));
    }
    to
}

pub(super) fn read_group_value(id: Text, bytes: Bytes) -> Option<Group> {
    let mut from = Reader(bytes);
    if from.i16()? != GROUP_VALUE {
        return None;
    }
    let protocol_type = from.text()?;
    let mut group = Group::new(id, 0);
    group.protocol_type = Some(protocol_type).filter(|name| !name.is_empty());
    group.generation = Generation(from.i32()?);
    group.protocol = from.nullable_text()?;
    group.leader = from.nullable_text()?;
    group.state_since = Some(EpochMillis(from.i64()?)).filter(|since| since.0 >= 0);
    let protocol = group.protocol.clone().unwrap_or_default();
    for _ in 0..from.i32()? {
        let member = read_member(&mut from, &protocol)?;
        if let Some(instance) = &member.instance {
            group.static_members.insert(instance.clone(), member.id.clone());
        }
        group.members.insert(member.id.clone(), Arc::new(member));
    }
    Some(group)
}

fn read_member(from: &mut Reader, protocol: &Text) -> Option<Member> {
    let (id, instance, client_id) = (from.text()?, from.nullable_text()?, from.text()?);
    let _client_host = from.text()?;
    let (rebalance_timeout_ms, session_timeout_ms) = (from.i32()? as u32, from.i32()? as u32);
    let subscription = read_subscription(from.sized()?)?;
    let assignment = read_assignment(from.sized()?)?;
    Some(Member {
        id,
        client_id,
        instance,
        session_timeout_ms,
        rebalance_timeout_ms,
        protocols: vec![(protocol.clone(), subscription)],
        assignment,
        awaiting_join: None,
        awaiting_sync: None,
        is_new: false,
        deadline: Instant::START,
        timer: None,
    })
}

fn put_sized(to: &mut Vec<u8>, bytes: &[u8]) {
    to.extend_from_slice(&(bytes.len() as i32).to_be_bytes());
    to.extend_from_slice(bytes);
}

fn subscription_bytes(subscription: &Subscription) -> Vec<u8> {
    let mut to = CONSUMER_PROTOCOL.to_be_bytes().to_vec();
    put_array(&mut to, &subscription.topics, |to, topic| put_text(to, topic));
    to.extend_from_slice(&(-1_i32).to_be_bytes());
    put_partitions(&mut to, &subscription.owned);
    to.extend_from_slice(&subscription.generation.0.to_be_bytes());
    put_nullable_text(&mut to, subscription.rack.as_deref());
    to
}

fn read_subscription(bytes: Bytes) -> Option<Subscription> {
    let mut from = Reader(bytes);
    let _version = from.i16()?;
    let topics = from.array(Reader::text)?;
    let _user_data = from.sized()?;
    let owned = read_partitions(&mut from)?;
    Some(Subscription { topics, owned, generation: Generation(from.i32()?), rack: from.nullable_text()? })
}

fn assignment_bytes(assignment: &Assignment) -> Vec<u8> {
    let mut to = CONSUMER_PROTOCOL.to_be_bytes().to_vec();
    put_partitions(&mut to, &assignment.partitions);
    to.extend_from_slice(&(-1_i32).to_be_bytes());
    to
}

fn read_assignment(bytes: Bytes) -> Option<Assignment> {
    let mut from = Reader(bytes);
    let _version = from.i16()?;
    Some(Assignment { partitions: read_partitions(&mut from)? })
}

/// Topic by topic, as the partitions are sorted.
fn put_partitions(to: &mut Vec<u8>, partitions: &[(Text, i32)]) {
    let topics: Vec<&[(Text, i32)]> = partitions.chunk_by(|a, b| a.0 == b.0).collect();
    put_array(to, &topics, |to, topic| {
        put_text(to, topic.first().map_or("", |(name, _)| name));
        put_array(to, topic, |to, (_, number)| to.extend_from_slice(&number.to_be_bytes()));
    });
}

fn read_partitions(from: &mut Reader) -> Option<Vec<(Text, i32)>> {
    let topics = from.array(|from| Some((from.text()?, from.array(Reader::i32)?)))?;
    let flat = topics
        .into_iter()
        .flat_map(|(name, numbers)| numbers.into_iter().map(move |number| (name.clone(), number)));
    Some(flat.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_kafkas_bytes() {
        let key = offset_key("g", "orders", 2);
        assert_eq!(key, *b"\x00\x01\x00\x01g\x00\x06orders\x00\x00\x00\x02");
        let expected = Key::Offset { group: "g".into(), topic: "orders".into(), partition: 2 };
        assert_eq!(read_key(key.into()), Some(expected));
        assert_eq!(group_key("g"), *b"\x00\x02\x00\x01g");
        assert_eq!(read_key(group_key("g").into()), Some(Key::Group { group: "g".into() }));
        assert_eq!(read_key(Bytes::from_static(b"\x00\x09")), None);
    }

    #[test]
    fn a_commit_round_trips() {
        let committed = Committed {
            offset: Offset(7),
            leader_epoch: LeaderEpoch(3),
            metadata: "note".into(),
            committed_at: EpochMillis(1_000),
        };
        let bytes = offset_value(&committed);
        assert_eq!(bytes.len(), 2 + 8 + 4 + 2 + 4 + 8);
        assert_eq!(read_offset_value(bytes.clone().into()), Some(committed));
        assert_eq!(read_offset_value(Bytes::copy_from_slice(&bytes[..9])), None);
    }

    #[test]
    fn a_group_round_trips() {
        let mut group = Group::new("g".into(), 0);
        group.protocol_type = Some("consumer".into());
        group.protocol = Some("range".into());
        group.leader = Some("m".into());
        group.generation = Generation(4);
        group.state_since = Some(EpochMillis(5));
        let subscription = Subscription {
            topics: vec!["a".into(), "b".into()],
            owned: vec![("a".into(), 1)],
            generation: Generation(3),
            rack: Some("r".into()),
        };
        let member = Member {
            id: "m".into(),
            client_id: "c".into(),
            instance: Some("i".into()),
            session_timeout_ms: 45_000,
            rebalance_timeout_ms: 300_000,
            protocols: vec![("range".into(), subscription)],
            assignment: Assignment { partitions: vec![("a".into(), 0), ("a".into(), 1), ("b".into(), 0)] },
            awaiting_join: None,
            awaiting_sync: None,
            is_new: false,
            deadline: Instant::START,
            timer: None,
        };
        group.static_members.insert("i".into(), "m".into());
        group.members.insert("m".into(), Arc::new(member));
        let read = read_group_value("g".into(), group_value(&group, None).into()).unwrap();
        assert_eq!(format!("{read:?}"), format!("{group:?}"));
    }
}
