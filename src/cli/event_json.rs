//! A story event as one JSON object: `at_us`, `seq`, `kind`, then the fact's
//! fields by name. Topics and clients stand by name, ids as numbers, Kafka's
//! errors by Kafka's names. Scripts rely on these names: they only ever grow.

use crate::base::{Address, BrokerId, ClientId, Instant, Offset, Text, TopicPartition};
use crate::lab::sentences::Names;
use crate::story::{
    Action, DeleteReason, Election, Ending, Fact, IsrReason, LeaveReason, PoisonOutcome, RebalanceReason,
    Share,
};
use serde_json::{Map, Value, json};

/// The object of an event.
#[must_use]
pub fn event(at: Instant, seq: u64, fact: &Fact, names: &dyn Names) -> Value {
    let mut fields = Fields { map: Map::new(), names };
    fields.put("at_us", at.0).put("seq", seq).put("kind", fact.kind());
    let is_known = world(fact, &mut fields)
        || controller(fact, &mut fields)
        || broker(fact, &mut fields)
        || log(fact, &mut fields)
        || group(fact, &mut fields)
        || producer(fact, &mut fields)
        || consumer(fact, &mut fields);
    debug_assert!(is_known, "no fields for {}", fact.kind());
    Value::Object(fields.map)
}

struct Fields<'a> {
    map: Map<String, Value>,
    names: &'a dyn Names,
}

impl Fields<'_> {
    fn put(&mut self, key: &str, value: impl Into<Value>) -> &mut Self {
        self.map.insert(key.to_owned(), value.into());
        self
    }

    fn text(&mut self, key: &str, value: &Text) -> &mut Self {
        self.put(key, &**value)
    }

    fn other(&mut self, key: &str, client: ClientId) -> &mut Self {
        let name = self.names.client(client);
        self.put(key, name)
    }

    fn partition(&mut self, partition: TopicPartition) -> &mut Self {
        let topic = self.names.topic(partition.topic);
        self.put("topic", topic).put("partition", partition.partition)
    }

    fn on(&mut self, broker: BrokerId, partition: TopicPartition) -> &mut Self {
        self.put("broker", broker.0).partition(partition)
    }

    fn client(&mut self, client: ClientId) -> &mut Self {
        let name = self.names.client(client);
        self.put("client", name)
    }

    fn node(&mut self, key: &str, address: Address) -> &mut Self {
        let name = match address {
            Address::Controller(id) => format!("controller-{id}"),
            Address::Broker(id) => format!("broker-{id}"),
            Address::Client(id) => self.names.client(id),
        };
        self.put(key, name)
    }

    fn brokers(&mut self, key: &str, brokers: &[BrokerId]) -> &mut Self {
        self.put(key, brokers.iter().map(|broker| broker.0).collect::<Vec<_>>())
    }

    /// A broker that may be nobody.
    fn leader(&mut self, key: &str, broker: BrokerId) -> &mut Self {
        self.put(key, (broker != BrokerId::NONE).then_some(broker.0))
    }

    fn offset(&mut self, key: &str, offset: Offset) -> &mut Self {
        self.put(key, offset.0)
    }

    fn partitions(&mut self, partitions: &[TopicPartition]) -> &mut Self {
        let each = |one: &TopicPartition| json!({ "topic": self.names.topic(one.topic), "partition": one.partition });
        let list: Vec<_> = partitions.iter().map(each).collect();
        self.put("partitions", list)
    }

    fn action(&mut self, action: &Action) -> &mut Self {
        // Written as in a scenario file.
        self.put("action", ron::to_string(action).unwrap_or_else(|_| format!("{action:?}")))
    }
}

fn world(fact: &Fact, fields: &mut Fields<'_>) -> bool {
    match fact {
        Fact::Acted { action } => fields.action(action),
        Fact::ActionRefused { action, reason } => fields.action(action).text("reason", reason),
        Fact::Started { node } => fields.node("node", *node),
        Fact::Ended { node, how } => fields.node("node", *node).put("how", ending(*how)),
        Fact::Dropped { from, to, api, is_response } => {
            fields.node("from", *from).node("to", *to).put("api", api.name()).put("is_response", *is_response)
        }
        _ => return false,
    };
    true
}

fn controller(fact: &Fact, fields: &mut Fields<'_>) -> bool {
    match fact {
        Fact::ControllerElected { controller, epoch } => {
            fields.put("controller", *controller).put("epoch", *epoch)
        }
        Fact::BrokerRegistered { broker, epoch } => fields.put("broker", broker.0).put("epoch", epoch.0),
        Fact::BrokerUnfenced { broker }
        | Fact::ShutdownRequested { broker }
        | Fact::BrokerReady { broker }
        | Fact::StorageFailed { broker } => fields.put("broker", broker.0),
        Fact::BrokerFenced { broker, silent_ms } => {
            fields.put("broker", broker.0).put("silent_ms", *silent_ms)
        }
        Fact::TopicCreated { name, partitions, replication_factor, .. } => fields
            .text("topic", name)
            .put("partitions", *partitions)
            .put("replication_factor", *replication_factor),
        Fact::TopicDeleted { name, .. } => fields.text("topic", name),
        Fact::PartitionsAdded { name, from, to, .. } => {
            fields.text("topic", name).put("from", *from).put("to", *to)
        }
        Fact::ConfigChanged { owner, key, value } => {
            fields.text("owner", owner).text("key", key).put("value", value.as_deref())
        }
        Fact::LeaderChanged { partition, from, to, epoch, election: how, isr } => fields
            .partition(*partition)
            .leader("from", *from)
            .leader("to", *to)
            .put("epoch", epoch.0)
            .put("election", election(*how))
            .brokers("isr", isr),
        Fact::IsrChanged { partition, from, to, reason } => fields
            .partition(*partition)
            .brokers("from", from)
            .brokers("to", to)
            .put("reason", isr_reason(*reason)),
        Fact::ReassignmentStarted { partition, from, to } => {
            fields.partition(*partition).brokers("from", from).brokers("to", to)
        }
        Fact::ReassignmentCompleted { partition, replicas } => {
            fields.partition(*partition).brokers("replicas", replicas)
        }
        _ => return false,
    };
    true
}

fn broker(fact: &Fact, fields: &mut Fields<'_>) -> bool {
    match fact {
        Fact::BecameLeader { broker, partition, epoch, log_end } => {
            fields.on(*broker, *partition).put("epoch", epoch.0).offset("log_end", *log_end)
        }
        Fact::BecameFollower { broker, partition, epoch, leader } => {
            fields.on(*broker, *partition).put("epoch", epoch.0).leader("leader", *leader)
        }
        Fact::Appended { broker, partition, base_offset, count, crc, epoch } => fields
            .on(*broker, *partition)
            .offset("base_offset", *base_offset)
            .put("count", *count)
            .put("crc", *crc)
            .put("epoch", epoch.0),
        Fact::Replicated { broker, partition, base_offset, count, crc } => fields
            .on(*broker, *partition)
            .offset("base_offset", *base_offset)
            .put("count", *count)
            .put("crc", *crc),
        Fact::DuplicateDropped { broker, partition, base_offset } => {
            fields.on(*broker, *partition).offset("base_offset", *base_offset)
        }
        Fact::HighWatermarkMoved { broker, partition, to } => {
            fields.on(*broker, *partition).offset("to", *to)
        }
        Fact::IsrProposed { broker, partition, isr, version } => {
            fields.on(*broker, *partition).brokers("isr", isr).put("version", version.0)
        }
        Fact::ProduceRefused { broker, partition, error } => {
            fields.on(*broker, *partition).put("error", error.name())
        }
        Fact::ServedToConsumer { broker, partition, from, to, high_watermark } => fields
            .on(*broker, *partition)
            .offset("from", *from)
            .offset("to", *to)
            .offset("high_watermark", *high_watermark),
        Fact::CorruptionFound { broker, partition, offset } => {
            fields.on(*broker, *partition).offset("offset", *offset)
        }
        _ => return false,
    };
    true
}

fn log(fact: &Fact, fields: &mut Fields<'_>) -> bool {
    match fact {
        Fact::Truncated { broker, partition, from, to, high_watermark } => fields
            .on(*broker, *partition)
            .offset("from", *from)
            .offset("to", *to)
            .offset("high_watermark", *high_watermark),
        Fact::SegmentRolled { broker, partition, base_offset, by_time } => {
            fields.on(*broker, *partition).offset("base_offset", *base_offset).put("by_time", *by_time)
        }
        Fact::SegmentDeleted { broker, partition, base_offset, next_offset, bytes, reason } => fields
            .on(*broker, *partition)
            .offset("base_offset", *base_offset)
            .offset("next_offset", *next_offset)
            .put("bytes", *bytes)
            .put("reason", delete_reason(*reason)),
        Fact::LogStartMoved { broker, partition, to, reason } => {
            fields.on(*broker, *partition).offset("to", *to).put("reason", delete_reason(*reason))
        }
        Fact::LogRecovered { broker, partition, log_end, lost_bytes } => {
            fields.on(*broker, *partition).offset("log_end", *log_end).put("lost_bytes", *lost_bytes)
        }
        _ => return false,
    };
    true
}

fn group(fact: &Fact, fields: &mut Fields<'_>) -> bool {
    match fact {
        Fact::CoordinatorLoaded { broker, partition, groups } => {
            fields.put("broker", broker.0).put("partition", *partition).put("groups", *groups)
        }
        Fact::CoordinatorUnloaded { broker, partition } => {
            fields.put("broker", broker.0).put("partition", *partition)
        }
        Fact::MemberJoined { group, member, client_id, instance } => fields
            .text("group", group)
            .text("member", member)
            .text("client_id", client_id)
            .put("instance", instance.as_deref()),
        Fact::MemberLeft { group, member, client_id, reason } => fields
            .text("group", group)
            .text("member", member)
            .text("client_id", client_id)
            .put("reason", leave_reason(*reason)),
        Fact::RebalanceStarted { group, generation, reason, member } => fields
            .text("group", group)
            .put("generation", generation.0)
            .put("reason", rebalance_reason(*reason))
            .text("member", member),
        Fact::GenerationStarted { group, generation, protocol, leader, members } => fields
            .text("group", group)
            .put("generation", generation.0)
            .text("protocol", protocol)
            .text("leader", leader)
            .put("members", members.iter().map(|member| &**member).collect::<Vec<&str>>()),
        Fact::GroupStable { group, generation, assignment } => fields
            .text("group", group)
            .put("generation", generation.0)
            .put("assignment", assigned(assignment)),
        Fact::GroupEmpty { group, generation } => fields.text("group", group).put("generation", generation.0),
        Fact::GroupDeleted { group } => fields.text("group", group),
        Fact::OffsetCommitted { group, topic, partition, offset, member, generation } => fields
            .text("group", group)
            .text("topic", topic)
            .put("partition", *partition)
            .offset("offset", *offset)
            .text("member", member)
            .put("generation", generation.0),
        Fact::CommitRejected { group, member, generation, error } => fields
            .text("group", group)
            .text("member", member)
            .put("generation", generation.0)
            .put("error", error.name()),
        Fact::OffsetExpired { group, topic, partition } => {
            fields.text("group", group).text("topic", topic).put("partition", *partition)
        }
        _ => return false,
    };
    true
}

fn assigned(assignment: &[Share]) -> Vec<Value> {
    let each = |(member, client_id, partitions): &Share| {
        let one = |(topic, partition): &(Text, i32)| json!({ "topic": &**topic, "partition": partition });
        let partitions: Vec<_> = partitions.iter().map(one).collect();
        json!({ "member": &**member, "client_id": &**client_id, "partitions": partitions })
    };
    assignment.iter().map(each).collect()
}

fn producer(fact: &Fact, fields: &mut Fields<'_>) -> bool {
    match fact {
        Fact::BatchSent { client, partition, crc, sends, acks, .. } => {
            let acks = match acks {
                crate::protocol::Acks::None => "0",
                crate::protocol::Acks::Leader => "1",
                crate::protocol::Acks::All => "all",
            };
            let fields = fields.client(*client).partition(*partition).put("crc", *crc);
            fields.put("count", sends.len()).put("acks", acks)
        }
        Fact::Acked { client, partition, base_offset, count, crc } => fields
            .client(*client)
            .partition(*partition)
            .offset("base_offset", *base_offset)
            .put("count", *count)
            .put("crc", *crc),
        Fact::SendFailed { client, partition, count, crc, error } => {
            let fields = fields.client(*client);
            if let Some(partition) = partition {
                fields.partition(*partition);
            }
            fields.put("count", *count).put("crc", *crc).put("error", error.name())
        }
        Fact::Retrying { client, api, partition, error }
        | Fact::ErrorReturned { client, api, partition, error } => {
            let fields = fields.client(*client).put("api", api.name());
            if let Some(partition) = partition {
                fields.partition(*partition);
            }
            fields.put("error", error.name())
        }
        _ => return false,
    };
    true
}

fn consumer(fact: &Fact, fields: &mut Fields<'_>) -> bool {
    match fact {
        Fact::Delivered { client, partition, from, to } => {
            fields.client(*client).partition(*partition).offset("from", *from).offset("to", *to)
        }
        Fact::Processed { client, partition, from, to, once } => fields
            .client(*client)
            .partition(*partition)
            .offset("from", *from)
            .offset("to", *to)
            .put("once", *once),
        Fact::PoisonMet { client, partition, offset, outcome } => fields
            .client(*client)
            .partition(*partition)
            .offset("offset", *offset)
            .put("outcome", poison(*outcome)),
        Fact::OffsetReset { client, partition, from, to, policy } => fields
            .client(*client)
            .partition(*partition)
            .put("from", from.map(|offset| offset.0))
            .offset("to", *to)
            .text("policy", policy),
        Fact::Positioned { client, partition, at } => {
            fields.client(*client).partition(*partition).offset("offset", *at)
        }
        Fact::PartitionsAssigned { client, partitions }
        | Fact::PartitionsRevoked { client, partitions }
        | Fact::PartitionsLost { client, partitions } => fields.client(*client).partitions(partitions),
        Fact::PollTimedOut { client } => fields.client(*client),
        Fact::PushReceived { client, from } => fields.client(*client).other("from", *from),
        Fact::PushDropped { client, to } => fields.client(*client).other("to", *to),
        Fact::WireBroken { from, to } | Fact::WireMended { from, to } => {
            fields.client(*from).other("to", *to)
        }
        _ => return false,
    };
    true
}

const fn poison(outcome: PoisonOutcome) -> &'static str {
    match outcome {
        PoisonOutcome::Crashed => "crashed",
        PoisonOutcome::Hung => "hung",
        PoisonOutcome::Skipped => "skipped",
        PoisonOutcome::Forwarded => "forwarded",
    }
}

const fn ending(how: Ending) -> &'static str {
    match how {
        Ending::CleanStop => "clean_stop",
        Ending::Crash => "crash",
        Ending::PowerCut => "power_cut",
        Ending::StorageFailed => "storage_failed",
        Ending::Fatal => "fatal",
    }
}

const fn election(how: Election) -> &'static str {
    match how {
        Election::Clean => "clean",
        Election::Preferred => "preferred",
        Election::Unclean => "unclean",
        Election::ControlledShutdown => "controlled_shutdown",
        Election::Reassignment => "reassignment",
    }
}

const fn isr_reason(reason: IsrReason) -> &'static str {
    match reason {
        IsrReason::Lagging => "lagging",
        IsrReason::CaughtUp => "caught_up",
        IsrReason::Fenced => "fenced",
        IsrReason::Shutdown => "shutdown",
        IsrReason::Unclean => "unclean",
        IsrReason::Reassigned => "reassigned",
    }
}

const fn delete_reason(reason: DeleteReason) -> &'static str {
    match reason {
        DeleteReason::Time => "time",
        DeleteReason::Size => "size",
        DeleteReason::LogStart => "log_start",
        DeleteReason::Truncated => "truncated",
        DeleteReason::Removed => "removed",
    }
}

const fn leave_reason(reason: LeaveReason) -> &'static str {
    match reason {
        LeaveReason::Left => "left",
        LeaveReason::SessionExpired => "session_expired",
        LeaveReason::RebalanceTimeout => "rebalance_timeout",
        LeaveReason::SyncTimeout => "sync_timeout",
        LeaveReason::Replaced => "replaced",
    }
}

const fn rebalance_reason(reason: RebalanceReason) -> &'static str {
    match reason {
        RebalanceReason::MemberJoined => "member_joined",
        RebalanceReason::MemberLeft => "member_left",
        RebalanceReason::SubscriptionChanged => "subscription_changed",
        RebalanceReason::LeaderRejoined => "leader_rejoined",
        RebalanceReason::StaticMemberReturned => "static_member_returned",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{LeaderEpoch, TopicId};

    struct Orders;

    impl Names for Orders {
        fn topic(&self, _: TopicId) -> String {
            "orders".into()
        }
        fn client(&self, id: ClientId) -> String {
            format!("reader-{id}")
        }
    }

    #[test]
    fn a_leader_change_reads_like_kafka() {
        let fact = Fact::LeaderChanged {
            partition: TopicPartition { topic: TopicId(7), partition: 0 },
            from: BrokerId(1),
            to: BrokerId::NONE,
            epoch: LeaderEpoch(3),
            election: Election::Clean,
            isr: vec![BrokerId(1)],
        };
        assert_eq!(
            event(Instant(5_000_000), 12, &fact, &Orders).to_string(),
            r#"{"at_us":5000000,"seq":12,"kind":"leader_changed","topic":"orders","partition":0,"from":1,"to":null,"epoch":3,"election":"clean","isr":[1]}"#
        );
    }

    #[test]
    fn partitions_stand_by_name() {
        let partitions = vec![TopicPartition { topic: TopicId(7), partition: 2 }];
        let fact = Fact::PartitionsAssigned { client: ClientId(1), partitions };
        assert_eq!(
            event(Instant(0), 1, &fact, &Orders).to_string(),
            r#"{"at_us":0,"seq":1,"kind":"partitions_assigned","client":"reader-1","partitions":[{"topic":"orders","partition":2}]}"#
        );
    }
}
