//! Each fact as one short sentence a student reads, and the reason for it where
//! there is one to give. The words are in `assets/text/*/story.ftl`; this file
//! only chooses the text and fills in its blanks.

mod actions;
mod why;

pub use actions::action;
pub use why::{error_in_plain_words, why};

use crate::base::{Address, BrokerId, ClientId, TopicId, TopicPartition};
use crate::story::{Election, Ending, Fact, IsrReason, LeaveReason, PoisonOutcome, Share};
use crate::text::{Lang, tr};
use fluent_bundle::FluentValue;

/// Tells what a topic or a client is called.
pub trait Names {
    /// A topic's name, also after its deletion.
    fn topic(&self, id: TopicId) -> String;
    /// A client's name, as the scenario gives it.
    fn client(&self, id: ClientId) -> String;

    /// `orders-0`.
    fn partition(&self, partition: TopicPartition) -> String {
        format!("{}-{}", self.topic(partition.topic), partition.partition)
    }
}

type Value = FluentValue<'static>;
type Blanks = Vec<(&'static str, Value)>;

fn say(lang: Lang, key: &str, blanks: &Blanks) -> String {
    tr(lang, key, blanks)
}

/// A value as its text: numbers of Kafka's ids and offsets are never grouped.
fn text(value: impl ToString) -> Value {
    FluentValue::from(value.to_string())
}

fn brokers(lang: Lang, ids: &[BrokerId]) -> Value {
    if ids.is_empty() {
        return text(tr(lang, "nobody", &[]));
    }
    text(ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
}

/// What happened, in one sentence.
#[must_use]
pub fn sentence(lang: Lang, fact: &Fact, names: &dyn Names) -> String {
    let (key, blanks) = world_or_controller(lang, fact, names)
        .or_else(|| broker(lang, fact, names))
        .or_else(|| group(lang, fact))
        .or_else(|| client(lang, fact, names))
        // Cannot happen: the four take every fact between them, and a test holds them to it.
        .unwrap_or_else(|| (fact.kind(), Vec::new()));
    match key {
        "" => blanks.into_iter().next().map_or_else(String::new, |(_, value)| plain(&value)),
        key => say(lang, key, &blanks),
    }
}

fn plain(value: &Value) -> String {
    match value {
        FluentValue::String(text) => text.clone().into_owned(),
        _ => String::new(),
    }
}

fn node(lang: Lang, address: Address, names: &dyn Names) -> Value {
    match address {
        Address::Broker(id) => text(say(lang, "node-broker", &vec![("id", text(id))])),
        Address::Controller(_) => text(say(lang, "node-controller", &Vec::new())),
        Address::Client(id) => text(names.client(id)),
    }
}

fn ending(how: Ending) -> Value {
    let word = match how {
        Ending::CleanStop => "clean",
        Ending::Crash => "crash",
        Ending::PowerCut => "power",
        Ending::StorageFailed => "storage",
        Ending::Fatal => "fatal",
    };
    FluentValue::from(word)
}

fn world_or_controller(lang: Lang, fact: &Fact, names: &dyn Names) -> Option<(&'static str, Blanks)> {
    Some(match fact {
        Fact::Acted { action } => ("", vec![("action", text(actions::action(lang, action)))]),
        Fact::ActionRefused { action, reason } => {
            let action = actions::action(lang, action);
            // The world gives the reason as a key; anything else is shown as it is.
            let reason = tr(lang, reason, &[]);
            ("fact-refused", vec![("action", text(action)), ("reason", text(reason))])
        }
        Fact::Started { node: address } => ("fact-started", vec![("node", node(lang, *address, names))]),
        Fact::Ended { node: address, how } => {
            let is_client = matches!(address, Address::Client(_));
            let key = if is_client { "fact-ended-client" } else { "fact-ended" };
            (key, vec![("node", node(lang, *address, names)), ("how", ending(*how))])
        }
        Fact::Dropped { from, to, api, .. } => {
            let (from, to) = (node(lang, *from, names), node(lang, *to, names));
            ("fact-dropped", vec![("api", text(api.name())), ("from", from), ("to", to)])
        }
        Fact::ControllerElected { controller, epoch } => {
            ("fact-controller-elected", vec![("controller", text(controller)), ("epoch", text(epoch))])
        }
        Fact::BrokerRegistered { broker, .. } => ("fact-broker-registered", vec![("broker", text(broker))]),
        Fact::BrokerUnfenced { broker } => ("fact-broker-unfenced", vec![("broker", text(broker))]),
        Fact::BrokerFenced { broker, silent_ms: Some(ms) } => {
            ("fact-broker-fenced-silent", vec![("broker", text(broker)), ("ms", text(ms))])
        }
        Fact::BrokerFenced { broker, silent_ms: None } => {
            ("fact-broker-fenced", vec![("broker", text(broker))])
        }
        Fact::ShutdownRequested { broker } => ("fact-shutdown-requested", vec![("broker", text(broker))]),
        _ => return topics(lang, fact).or_else(|| leadership(lang, fact, names)),
    })
}

fn topics(lang: Lang, fact: &Fact) -> Option<(&'static str, Blanks)> {
    Some(match fact {
        Fact::TopicCreated { name, partitions, replication_factor, .. } => (
            "fact-topic-created",
            vec![
                ("name", text(name)),
                ("partitions", FluentValue::from(*partitions)),
                ("factor", text(replication_factor)),
            ],
        ),
        Fact::TopicDeleted { name, .. } => ("fact-topic-deleted", vec![("name", text(name))]),
        Fact::PartitionsAdded { name, from, to, .. } => {
            ("fact-partitions-added", vec![("name", text(name)), ("from", text(from)), ("to", text(to))])
        }
        Fact::ConfigChanged { owner, key, value } => {
            let mut blanks = vec![("owner", text(owner)), ("key", text(key))];
            let Some(value) = value else {
                return Some(("fact-config-removed", blanks));
            };
            let value = if value.is_empty() { tr(lang, "nothing", &[]) } else { value.to_string() };
            blanks.push(("value", text(value)));
            ("fact-config-changed", blanks)
        }
        _ => return None,
    })
}

fn leadership(lang: Lang, fact: &Fact, names: &dyn Names) -> Option<(&'static str, Blanks)> {
    Some(match fact {
        Fact::LeaderChanged { partition, from, to, epoch, election, .. } => {
            let how = match election {
                Election::Clean => "clean",
                Election::Preferred => "preferred",
                Election::Unclean => "unclean",
                Election::ControlledShutdown => "shutdown",
                Election::Reassignment => "reassignment",
            };
            let key = if *to == BrokerId::NONE { "fact-leader-none" } else { "fact-leader-changed" };
            let blanks = vec![
                ("partition", text(names.partition(*partition))),
                ("from", text(from)),
                ("to", text(to)),
                ("epoch", text(epoch)),
                ("how", FluentValue::from(how)),
            ];
            (key, blanks)
        }
        Fact::IsrChanged { partition, from, to, reason } => {
            let grew = *reason == IsrReason::CaughtUp || to.len() > from.len();
            let key = if grew { "fact-isr-grew" } else { "fact-isr-shrank" };
            (key, moved(lang, names, *partition, from, to))
        }
        Fact::ReassignmentStarted { partition, from, to } => {
            ("fact-reassignment-started", moved(lang, names, *partition, from, to))
        }
        Fact::ReassignmentCompleted { partition, replicas } => (
            "fact-reassignment-completed",
            vec![("partition", text(names.partition(*partition))), ("replicas", brokers(lang, replicas))],
        ),
        _ => return None,
    })
}

fn moved(
    lang: Lang,
    names: &dyn Names,
    partition: TopicPartition,
    from: &[BrokerId],
    to: &[BrokerId],
) -> Blanks {
    vec![
        ("partition", text(names.partition(partition))),
        ("from", brokers(lang, from)),
        ("to", brokers(lang, to)),
    ]
}

/// Facts of one broker's replica: the broker and the partition, then the rest.
fn broker(lang: Lang, fact: &Fact, names: &dyn Names) -> Option<(&'static str, Blanks)> {
    let on = |broker: &BrokerId, partition: &TopicPartition, more: Blanks| {
        let mut blanks = vec![("broker", text(broker)), ("partition", text(names.partition(*partition)))];
        blanks.extend(more);
        blanks
    };
    Some(match fact {
        Fact::BrokerReady { broker } => ("fact-broker-ready", vec![("broker", text(broker))]),
        Fact::StorageFailed { broker } => ("fact-storage-failed", vec![("broker", text(broker))]),
        Fact::BecameLeader { broker, partition, epoch, log_end } => {
            let more = vec![("epoch", text(epoch)), ("end", text(log_end))];
            ("fact-became-leader", on(broker, partition, more))
        }
        Fact::BecameFollower { broker, partition, epoch, leader } => {
            let more = vec![("epoch", text(epoch)), ("leader", text(leader))];
            ("fact-became-follower", on(broker, partition, more))
        }
        Fact::Appended { broker, partition, base_offset, count, .. } => {
            let more = vec![("offset", text(base_offset)), ("count", FluentValue::from(*count))];
            ("fact-appended", on(broker, partition, more))
        }
        Fact::Replicated { broker, partition, base_offset, count, .. } => {
            let more = vec![("offset", text(base_offset)), ("count", FluentValue::from(*count))];
            ("fact-replicated", on(broker, partition, more))
        }
        Fact::DuplicateDropped { broker, partition, .. } => {
            ("fact-duplicate-dropped", on(broker, partition, Vec::new()))
        }
        Fact::HighWatermarkMoved { broker, partition, to } => {
            ("fact-high-watermark-moved", on(broker, partition, vec![("offset", text(to))]))
        }
        Fact::IsrProposed { broker, partition, isr, .. } => {
            ("fact-isr-proposed", on(broker, partition, vec![("isr", brokers(lang, isr))]))
        }
        Fact::ProduceRefused { broker, partition, error } => {
            ("fact-produce-refused", on(broker, partition, vec![("error", text(error.name()))]))
        }
        Fact::ServedToConsumer { broker, partition, from, to, .. } => {
            ("fact-served", on(broker, partition, vec![("from", text(from)), ("to", text(to))]))
        }
        _ => return log(fact, names),
    })
}

/// Facts of one log.
fn log(fact: &Fact, names: &dyn Names) -> Option<(&'static str, Blanks)> {
    let on = |broker: &BrokerId, partition: &TopicPartition, more: Blanks| {
        let mut blanks = vec![("broker", text(broker)), ("partition", text(names.partition(*partition)))];
        blanks.extend(more);
        blanks
    };
    Some(match fact {
        Fact::Truncated { broker, partition, from, to, .. } => {
            ("fact-truncated", on(broker, partition, vec![("from", text(from)), ("to", text(to))]))
        }
        Fact::SegmentRolled { broker, partition, base_offset, .. } => {
            ("fact-segment-rolled", on(broker, partition, vec![("offset", text(base_offset))]))
        }
        Fact::SegmentDeleted { broker, partition, base_offset, next_offset, bytes, .. } => {
            let more = vec![
                ("from", text(base_offset)),
                ("last", text(next_offset.plus(-1))),
                ("bytes", text(bytes)),
            ];
            ("fact-segment-deleted", on(broker, partition, more))
        }
        Fact::LogStartMoved { broker, partition, to, .. } => {
            ("fact-log-start-moved", on(broker, partition, vec![("offset", text(to))]))
        }
        Fact::LogRecovered { broker, partition, log_end, lost_bytes } => {
            let key = if *lost_bytes == 0 { "fact-log-recovered" } else { "fact-log-recovered-lost" };
            (key, on(broker, partition, vec![("end", text(log_end)), ("bytes", text(lost_bytes))]))
        }
        Fact::CorruptionFound { broker, partition, offset } => {
            ("fact-corruption-found", on(broker, partition, vec![("offset", text(offset))]))
        }
        _ => return None,
    })
}

fn group(lang: Lang, fact: &Fact) -> Option<(&'static str, Blanks)> {
    Some(match fact {
        Fact::CoordinatorLoaded { broker, partition, groups } => {
            let blanks =
                vec![("broker", text(broker)), ("partition", text(partition)), ("groups", text(groups))];
            ("fact-coordinator-loaded", blanks)
        }
        Fact::CoordinatorUnloaded { broker, partition } => {
            ("fact-coordinator-unloaded", vec![("broker", text(broker)), ("partition", text(partition))])
        }
        Fact::MemberJoined { group, client_id, instance, .. } => {
            let mut blanks = vec![("group", text(group)), ("client", text(client_id))];
            let Some(instance) = instance else {
                return Some(("fact-member-joined", blanks));
            };
            blanks.push(("instance", text(instance)));
            ("fact-member-joined-static", blanks)
        }
        Fact::MemberLeft { group, client_id, reason, .. } => {
            let how = match reason {
                LeaveReason::Left => "left",
                LeaveReason::SessionExpired => "session",
                LeaveReason::RebalanceTimeout => "rebalance",
                LeaveReason::SyncTimeout => "sync",
                LeaveReason::Replaced => "replaced",
            };
            let blanks =
                vec![("group", text(group)), ("client", text(client_id)), ("how", FluentValue::from(how))];
            ("fact-member-left", blanks)
        }
        Fact::RebalanceStarted { group, .. } => ("fact-rebalance-started", vec![("group", text(group))]),
        Fact::GenerationStarted { group, generation, protocol, members, .. } => {
            let blanks = vec![
                ("group", text(group)),
                ("generation", text(generation)),
                ("protocol", text(protocol)),
                ("count", FluentValue::from(members.len())),
            ];
            ("fact-generation-started", blanks)
        }
        Fact::GroupStable { group, generation, assignment } => {
            let blanks = vec![
                ("group", text(group)),
                ("generation", text(generation)),
                ("assignment", text(assigned(lang, assignment))),
            ];
            ("fact-group-stable", blanks)
        }
        Fact::GroupEmpty { group, .. } => ("fact-group-empty", vec![("group", text(group))]),
        Fact::GroupDeleted { group } => ("fact-group-deleted", vec![("group", text(group))]),
        Fact::OffsetCommitted { group, topic, partition, offset, .. } => {
            let partition = format!("{topic}-{partition}");
            let blanks =
                vec![("group", text(group)), ("partition", text(partition)), ("offset", text(offset))];
            ("fact-offset-committed", blanks)
        }
        Fact::CommitRejected { group, error, .. } => {
            ("fact-commit-rejected", vec![("group", text(group)), ("error", text(error.name()))])
        }
        Fact::OffsetExpired { group, topic, partition } => {
            let partition = format!("{topic}-{partition}");
            ("fact-offset-expired", vec![("group", text(group)), ("partition", text(partition))])
        }
        _ => return None,
    })
}

/// `reader-1: orders-0, orders-1; reader-2: orders-2`.
fn assigned(lang: Lang, assignment: &[Share]) -> String {
    let member = |(_, client_id, partitions): &Share| {
        let names: Vec<_> = partitions.iter().map(|(topic, number)| format!("{topic}-{number}")).collect();
        let names = if names.is_empty() { tr(lang, "nothing", &[]) } else { names.join(", ") };
        let blanks = [("client", text(client_id)), ("partitions", text(names))];
        tr(lang, "group-member-has", &blanks)
    };
    assignment.iter().map(member).collect::<Vec<_>>().join(" · ")
}

fn client(lang: Lang, fact: &Fact, names: &dyn Names) -> Option<(&'static str, Blanks)> {
    let of = |client: &ClientId, more: Blanks| {
        let mut blanks = vec![("client", text(names.client(*client)))];
        blanks.extend(more);
        blanks
    };
    let at = |partition: &TopicPartition| ("partition", text(names.partition(*partition)));
    Some(match fact {
        Fact::BatchSent { client, partition, sends, .. } => {
            let count = ("count", FluentValue::from(sends.len()));
            ("fact-batch-sent", of(client, vec![at(partition), count]))
        }
        Fact::Acked { client, partition, count, .. } => {
            ("fact-acked", of(client, vec![at(partition), ("count", FluentValue::from(*count))]))
        }
        Fact::SendFailed { client, count, error, .. } => {
            let more = vec![("count", FluentValue::from(*count)), ("error", text(error.name()))];
            ("fact-send-failed", of(client, more))
        }
        Fact::Retrying { client, api, error, .. } => {
            ("fact-retrying", of(client, vec![("api", text(api.name())), ("error", text(error.name()))]))
        }
        Fact::ErrorReturned { client, api, error, .. } => {
            let more = vec![("api", text(api.name())), ("error", text(error.name()))];
            ("fact-error-returned", of(client, more))
        }
        Fact::Delivered { client, partition, from, to } => {
            let more = vec![at(partition), ("from", text(from)), ("last", text(to.plus(-1)))];
            ("fact-delivered", of(client, more))
        }
        Fact::Processed { client, partition, to, .. } => {
            ("fact-processed", of(client, vec![at(partition), ("to", text(to))]))
        }
        Fact::PoisonMet { client, partition, offset, outcome } => {
            let key = match outcome {
                PoisonOutcome::Crashed => "fact-poison-crashed",
                PoisonOutcome::Hung => "fact-poison-hung",
                PoisonOutcome::Skipped => "fact-poison-skipped",
                PoisonOutcome::Forwarded => "fact-poison-forwarded",
            };
            (key, of(client, vec![at(partition), ("offset", text(offset))]))
        }
        Fact::OffsetReset { client, partition, to, policy, .. } => {
            ("fact-offset-reset", of(client, vec![at(partition), ("to", text(to)), ("policy", text(policy))]))
        }
        Fact::Positioned { client, partition, at: offset } => {
            ("fact-positioned", of(client, vec![at(partition), ("at", text(offset))]))
        }
        Fact::PartitionsAssigned { client, partitions } => {
            let key = if partitions.is_empty() { "fact-assigned-none" } else { "fact-assigned" };
            (key, of(client, vec![("partitions", list(lang, partitions, names))]))
        }
        Fact::PartitionsRevoked { client, partitions } => {
            ("fact-revoked", of(client, vec![("partitions", list(lang, partitions, names))]))
        }
        Fact::PartitionsLost { client, partitions } => {
            ("fact-lost", of(client, vec![("partitions", list(lang, partitions, names))]))
        }
        Fact::PushReceived { client, from } => {
            ("fact-push-received", of(client, vec![("other", text(names.client(*from)))]))
        }
        Fact::PushDropped { client, to } => {
            ("fact-push-dropped", of(client, vec![("other", text(names.client(*to)))]))
        }
        Fact::WireBroken { from, to } => {
            ("fact-wire-broken", of(from, vec![("other", text(names.client(*to)))]))
        }
        Fact::WireMended { from, to } => {
            ("fact-wire-mended", of(from, vec![("other", text(names.client(*to)))]))
        }
        Fact::PollTimedOut { client } => ("fact-poll-timed-out", of(client, Vec::new())),
        _ => return None,
    })
}

fn list(lang: Lang, partitions: &[TopicPartition], names: &dyn Names) -> Value {
    if partitions.is_empty() {
        return text(tr(lang, "nothing", &[]));
    }
    text(partitions.iter().map(|one| names.partition(*one)).collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests;
