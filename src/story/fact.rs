//! The closed list of facts, by who reports them.

use super::Action;
use crate::base::{
    Address, BrokerEpoch, BrokerId, ClientId, Generation, LeaderEpoch, Offset, PartitionEpoch, Text, TopicId,
    TopicPartition,
};
use crate::protocol::{Acks, Api, ErrorCode};
use std::sync::Arc;

/// How a leader was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Election {
    /// From the in-sync set.
    Clean,
    /// Back to the preferred replica.
    Preferred,
    /// From outside the in-sync set: committed records may be lost.
    Unclean,
    /// The leader hands over before a clean stop.
    ControlledShutdown,
    /// A reassignment moved the partition.
    Reassignment,
}

/// Why an in-sync set changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IsrReason {
    /// A follower lagged for too long.
    Lagging,
    /// A follower caught up.
    CaughtUp,
    /// A broker was fenced.
    Fenced,
    /// A broker is stopping cleanly.
    Shutdown,
    /// An unclean election left only the leader.
    Unclean,
    /// A reassignment removed a replica.
    Reassigned,
}

/// One member's share of a group: its id, its client id, its partitions.
pub type Share = (Text, Text, Vec<(Text, i32)>);

/// Why a log start moved or a segment went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DeleteReason {
    /// `retention.ms`.
    Time,
    /// `retention.bytes`.
    Size,
    /// Below the log start (DeleteRecords, or the leader's).
    LogStart,
    /// The follower's log was out of the leader's range.
    Truncated,
    /// The topic was deleted, or the replica moved away.
    Removed,
}

/// Why a member left its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LeaveReason {
    /// It said so.
    Left,
    /// No sign of life for `session.timeout.ms`.
    SessionExpired,
    /// It did not rejoin within the rebalance timeout.
    RebalanceTimeout,
    /// It did not sync within the rebalance timeout.
    SyncTimeout,
    /// Another process took its `group.instance.id`.
    Replaced,
}

/// Why a rebalance began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RebalanceReason {
    /// A member is new.
    MemberJoined,
    /// A member left or died.
    MemberLeft,
    /// A member changed its subscription, or rejoined with other partitions.
    SubscriptionChanged,
    /// The group's leader rejoined.
    LeaderRejoined,
    /// A static member came back.
    StaticMemberReturned,
}

/// What sort of client it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClientKind {
    /// A producer.
    Producer,
    /// A consumer.
    Consumer,
    /// An administrator.
    Admin,
}

/// What a record that can't be processed did to the application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PoisonOutcome {
    /// Its process died.
    Crashed,
    /// It works on it for ever, and never polls again.
    Hung,
    /// It passed the record over.
    Skipped,
    /// It put the record in the dead-letter topic.
    Forwarded,
}

/// Something that happened.
#[allow(missing_docs, reason = "each variant says what happened; its fields are named for what they hold")]
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Fact {
    // --- the world ---
    /// An action from the timeline or from a person was carried out.
    Acted { action: Arc<Action> },
    /// An action could not be carried out.
    ActionRefused { action: Arc<Action>, reason: Text },
    /// A process started.
    Started { node: Address },
    /// A process ended: clean stop, crash, power cut.
    Ended { node: Address, how: Ending },
    /// A message never arrived.
    Dropped { from: Address, to: Address, api: Api, is_response: bool },

    // --- the controller ---
    /// A controller took office.
    ControllerElected { controller: i32, epoch: i32 },
    /// A broker registered; it is fenced at first.
    BrokerRegistered { broker: BrokerId, epoch: BrokerEpoch },
    /// A broker may serve.
    BrokerUnfenced { broker: BrokerId },
    /// A broker was put aside: no heartbeat for the session timeout, or it stopped.
    BrokerFenced { broker: BrokerId, silent_ms: Option<u64> },
    /// A broker asked for a clean stop.
    ShutdownRequested { broker: BrokerId },
    /// A topic exists.
    TopicCreated { topic: TopicId, name: Text, partitions: i32, replication_factor: i16 },
    /// A topic is gone.
    TopicDeleted { topic: TopicId, name: Text },
    /// A topic has more partitions.
    PartitionsAdded { topic: TopicId, name: Text, from: i32, to: i32 },
    /// A setting changed; `None` removed it.
    ConfigChanged { owner: Text, key: Text, value: Option<Text> },
    /// The controller chose a leader ([`BrokerId::NONE`]: nobody can lead).
    LeaderChanged {
        partition: TopicPartition,
        from: BrokerId,
        to: BrokerId,
        epoch: LeaderEpoch,
        election: Election,
        isr: Vec<BrokerId>,
    },
    /// The controller committed another in-sync set.
    IsrChanged { partition: TopicPartition, from: Vec<BrokerId>, to: Vec<BrokerId>, reason: IsrReason },
    /// A reassignment began.
    ReassignmentStarted { partition: TopicPartition, from: Vec<BrokerId>, to: Vec<BrokerId> },
    /// A reassignment ended.
    ReassignmentCompleted { partition: TopicPartition, replicas: Vec<BrokerId> },

    // --- a broker ---
    /// A broker serves (it was unfenced and knows it).
    BrokerReady { broker: BrokerId },
    /// A replica began to lead.
    BecameLeader { broker: BrokerId, partition: TopicPartition, epoch: LeaderEpoch, log_end: Offset },
    /// A replica began to follow.
    BecameFollower { broker: BrokerId, partition: TopicPartition, epoch: LeaderEpoch, leader: BrokerId },
    /// A leader appended a batch.
    Appended {
        broker: BrokerId,
        partition: TopicPartition,
        base_offset: Offset,
        count: i32,
        crc: u32,
        epoch: LeaderEpoch,
    },
    /// A follower appended a batch.
    Replicated { broker: BrokerId, partition: TopicPartition, base_offset: Offset, count: i32, crc: u32 },
    /// A leader recognised a retried batch and did not append it again.
    DuplicateDropped { broker: BrokerId, partition: TopicPartition, base_offset: Offset },
    /// A high watermark moved, on a leader or a follower.
    HighWatermarkMoved { broker: BrokerId, partition: TopicPartition, to: Offset },
    /// A leader asks the controller for another in-sync set.
    IsrProposed { broker: BrokerId, partition: TopicPartition, isr: Vec<BrokerId>, version: PartitionEpoch },
    /// A replica cut its log back.
    Truncated {
        broker: BrokerId,
        partition: TopicPartition,
        from: Offset,
        to: Offset,
        high_watermark: Offset,
    },
    /// A log began a new segment.
    SegmentRolled { broker: BrokerId, partition: TopicPartition, base_offset: Offset, by_time: bool },
    /// A segment was removed.
    SegmentDeleted {
        broker: BrokerId,
        partition: TopicPartition,
        base_offset: Offset,
        next_offset: Offset,
        bytes: u64,
        reason: DeleteReason,
    },
    /// A log's first readable offset moved.
    LogStartMoved { broker: BrokerId, partition: TopicPartition, to: Offset, reason: DeleteReason },
    /// A log was opened after a restart.
    LogRecovered { broker: BrokerId, partition: TopicPartition, log_end: Offset, lost_bytes: u64 },
    /// A broker refused a batch.
    ProduceRefused { broker: BrokerId, partition: TopicPartition, error: ErrorCode },
    /// A broker served records to a consumer.
    ServedToConsumer {
        broker: BrokerId,
        partition: TopicPartition,
        from: Offset,
        to: Offset,
        high_watermark: Offset,
    },
    /// A broker found bytes whose checksum is wrong.
    CorruptionFound { broker: BrokerId, partition: TopicPartition, offset: Offset },
    /// A broker's disk failed it.
    StorageFailed { broker: BrokerId },

    // --- a group coordinator ---
    /// A broker loaded the groups of one partition of `__consumer_offsets`.
    CoordinatorLoaded { broker: BrokerId, partition: i32, groups: u32 },
    /// A broker put them away.
    CoordinatorUnloaded { broker: BrokerId, partition: i32 },
    /// A member entered.
    MemberJoined { group: Text, member: Text, client_id: Text, instance: Option<Text> },
    /// A member left or was removed.
    MemberLeft { group: Text, member: Text, client_id: Text, reason: LeaveReason },
    /// A rebalance began.
    RebalanceStarted { group: Text, generation: Generation, reason: RebalanceReason, member: Text },
    /// Everybody joined: a new generation.
    GenerationStarted {
        group: Text,
        generation: Generation,
        protocol: Text,
        leader: Text,
        members: Vec<Text>,
    },
    /// The assignment is known and the group stable: member, its client id, its partitions.
    GroupStable { group: Text, generation: Generation, assignment: Vec<Share> },
    /// A group has no members.
    GroupEmpty { group: Text, generation: Generation },
    /// A group is gone.
    GroupDeleted { group: Text },
    /// A commit was taken (and replicated).
    OffsetCommitted {
        group: Text,
        topic: Text,
        partition: i32,
        offset: Offset,
        member: Text,
        generation: Generation,
    },
    /// A commit was refused.
    CommitRejected { group: Text, member: Text, generation: Generation, error: ErrorCode },
    /// A committed offset expired.
    OffsetExpired { group: Text, topic: Text, partition: i32 },

    // --- a client ---
    /// A producer's batch leaves for the first time. `sends` numbers its records
    /// among all that this producer sent to the topic, `keys` are hashes (0: no key).
    BatchSent {
        client: ClientId,
        partition: TopicPartition,
        crc: u32,
        sends: Arc<[u64]>,
        keys: Arc<[u32]>,
        acks: Acks,
    },
    /// A producer's batch was acknowledged. Offset -1 for `acks=0`.
    Acked { client: ClientId, partition: TopicPartition, base_offset: Offset, count: i32, crc: u32 },
    /// A producer gave up on records.
    SendFailed { client: ClientId, partition: Option<TopicPartition>, count: i32, crc: u32, error: ErrorCode },
    /// A client will try again.
    Retrying { client: ClientId, api: Api, partition: Option<TopicPartition>, error: ErrorCode },
    /// A client was told of an error.
    ErrorReturned { client: ClientId, api: Api, partition: Option<TopicPartition>, error: ErrorCode },
    /// A consumer's poll handed records `from`..`to` of one batch to the application.
    Delivered { client: ClientId, partition: TopicPartition, from: Offset, to: Offset },
    /// A consumer's application finished processing records `from`..`to`. With `once` their
    /// effects outside are not repeated for records it has dealt with before.
    Processed { client: ClientId, partition: TopicPartition, from: Offset, to: Offset, once: bool },
    /// A consumer's application met a record that it can't process.
    PoisonMet { client: ClientId, partition: TopicPartition, offset: Offset, outcome: PoisonOutcome },
    /// A consumer had no valid position and took one (`auto.offset.reset`).
    OffsetReset {
        client: ClientId,
        partition: TopicPartition,
        from: Option<Offset>,
        to: Offset,
        policy: Text,
    },
    /// A consumer starts from a committed or sought offset.
    Positioned { client: ClientId, partition: TopicPartition, at: Offset },
    /// A consumer was given partitions.
    PartitionsAssigned { client: ClientId, partitions: Vec<TopicPartition> },
    /// A consumer gave up partitions.
    PartitionsRevoked { client: ClientId, partitions: Vec<TopicPartition> },
    /// A consumer found that it had lost partitions.
    PartitionsLost { client: ClientId, partitions: Vec<TopicPartition> },
    /// A program took a record from a plain wire.
    PushReceived { client: ClientId, from: ClientId },
    /// A program gave up on the copy of a record that was to go over a plain wire.
    PushDropped { client: ClientId, to: ClientId },
    /// A program does not get through on a plain wire.
    WireBroken { from: ClientId, to: ClientId },
    /// It gets through again.
    WireMended { from: ClientId, to: ClientId },
    /// A consumer left because its application did not poll in time.
    PollTimedOut { client: ClientId },
}

/// How a process ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ending {
    /// It stopped properly.
    CleanStop,
    /// The process died; the machine and its page cache live.
    Crash,
    /// The machine lost power: unflushed bytes are lost.
    PowerCut,
    /// Its disk failed and it halted.
    StorageFailed,
    /// It gave up on an error it can't recover from.
    Fatal,
}
