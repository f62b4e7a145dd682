//! The records of `__consumer_offsets` as JSON, as Kafka's tools print them
//! (`OffsetsMessageParser` of `DumpLogSegments`, the generated `JsonConverter`s).

use super::group::{Committed, Group, Member};
use super::records::{Key, read_group_value, read_key, read_offset_value};
use crate::base::{EpochMillis, Text};
use bytes::Bytes;
use serde_json::{Value, json};

/// A record decoded: the number of its key's type with the key's fields, and the
/// number of its value's version with the value's fields, none for a tombstone.
pub type DecodedRecord = ((i16, Value), Option<(i16, Value)>);

/// Decodes a record of `__consumer_offsets`; `None` when it is none that Kafka's
/// classic groups write.
#[must_use]
pub fn decode_offsets_record(key: &Bytes, value: Option<&Bytes>) -> Option<DecodedRecord> {
    const VALUE_VERSION: i16 = 3;
    match read_key(key.clone())? {
        Key::Offset { group, topic, partition } => {
            let data = json!({ "group": &*group, "topic": &*topic, "partition": partition });
            let value = match value {
                Some(bytes) => Some((VALUE_VERSION, offset(&read_offset_value(bytes.clone())?))),
                None => None,
            };
            Some(((1, data), value))
        }
        Key::Group { group } => {
            let data = json!({ "group": &*group });
            let value = match value {
                Some(bytes) => Some((VALUE_VERSION, metadata(&read_group_value(group, bytes.clone())?))),
                None => None,
            };
            Some(((2, data), value))
        }
    }
}

fn offset(committed: &Committed) -> Value {
    json!({
        "offset": committed.offset.0,
        "leaderEpoch": committed.leader_epoch.0,
        "metadata": &*committed.metadata,
        "commitTimestamp": committed.committed_at.0,
    })
}

fn metadata(group: &Group) -> Value {
    json!({
        "protocolType": group.protocol_type.as_deref().unwrap_or_default(),
        "generation": group.generation.0,
        "protocol": group.protocol.as_deref(),
        "leader": group.leader.as_deref(),
        "currentStateTimestamp": group.state_since.unwrap_or(EpochMillis(-1)).0,
        "members": group.members().map(|one| member(group, one)).collect::<Vec<_>>(),
    })
}

fn member(group: &Group, member: &Member) -> Value {
    let subscription = member.subscription(group.protocol.as_deref().unwrap_or_default());
    let subscription = subscription.cloned().unwrap_or_default();
    json!({
        "memberId": &*member.id,
        "groupInstanceId": member.instance.as_deref(),
        "clientId": &*member.client_id,
        "clientHost": "",
        "rebalanceTimeout": member.rebalance_timeout_ms,
        "sessionTimeout": member.session_timeout_ms,
        "subscription": {
            "topics": subscription.topics.iter().map(|topic| &**topic).collect::<Vec<_>>(),
            "userData": null,
            "ownedPartitions": partitions(&subscription.owned),
            "generationId": subscription.generation.0,
            "rackId": subscription.rack.as_deref(),
        },
        "assignment": {
            "assignedPartitions": partitions(&member.assignment.partitions),
            "userData": null,
        },
    })
}

/// Topic by topic, as the partitions are sorted.
fn partitions(all: &[(Text, i32)]) -> Value {
    let topics = all.chunk_by(|a, b| a.0 == b.0).map(|topic| {
        let numbers: Vec<i32> = topic.iter().map(|(_, number)| *number).collect();
        json!({ "topic": topic.first().map_or("", |(name, _)| name), "partitions": numbers })
    });
    topics.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{LeaderEpoch, Offset};
    use crate::coordinator::records::{offset_key, offset_value};

    #[test]
    fn a_commit_reads_as_kafkas_tools_print_it() {
        let committed = Committed {
            offset: Offset(7),
            leader_epoch: LeaderEpoch(3),
            metadata: "".into(),
            committed_at: EpochMillis(1_000),
        };
        let (key, value) = (Bytes::from(offset_key("g", "t", 2)), Bytes::from(offset_value(&committed)));
        let ((kind, key_data), Some((version, data))) = decode_offsets_record(&key, Some(&value)).unwrap()
        else {
            panic!("a value")
        };
        assert_eq!((kind, version), (1, 3));
        assert_eq!(key_data.to_string(), r#"{"group":"g","topic":"t","partition":2}"#);
        assert_eq!(data.to_string(), r#"{"offset":7,"leaderEpoch":3,"metadata":"","commitTimestamp":1000}"#);
        assert_eq!(decode_offsets_record(&key, None).unwrap().1, None);
        assert_eq!(decode_offsets_record(&Bytes::from_static(b"x"), None), None);
        assert_eq!(decode_offsets_record(&key, Some(&Bytes::from_static(b"x"))), None);
    }
}
