//! The name of each fact, as JSON output and the event list give it, and
//! whether a person reads it.

use super::Fact;

impl Fact {
    /// The kind's name, in kebab-free lower case with underscores: `leader_changed`.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        use Fact as F;
        match self {
            F::Acted { .. } => "acted",
            F::ActionRefused { .. } => "action_refused",
            F::Started { .. } => "started",
            F::Ended { .. } => "ended",
            F::Dropped { .. } => "dropped",
            F::ControllerElected { .. } => "controller_elected",
            F::BrokerRegistered { .. } => "broker_registered",
            F::BrokerUnfenced { .. } => "broker_unfenced",
            F::BrokerFenced { .. } => "broker_fenced",
            F::ShutdownRequested { .. } => "shutdown_requested",
            F::TopicCreated { .. } => "topic_created",
            F::TopicDeleted { .. } => "topic_deleted",
            F::PartitionsAdded { .. } => "partitions_added",
            F::ConfigChanged { .. } => "config_changed",
            F::LeaderChanged { .. } => "leader_changed",
            F::IsrChanged { .. } => "isr_changed",
            F::ReassignmentStarted { .. } => "reassignment_started",
            F::ReassignmentCompleted { .. } => "reassignment_completed",
            F::BrokerReady { .. } => "broker_ready",
            F::BecameLeader { .. } => "became_leader",
            F::BecameFollower { .. } => "became_follower",
            F::Appended { .. } => "appended",
            F::Replicated { .. } => "replicated",
            F::DuplicateDropped { .. } => "duplicate_dropped",
            F::HighWatermarkMoved { .. } => "high_watermark_moved",
            F::IsrProposed { .. } => "isr_proposed",
            F::Truncated { .. } => "truncated",
            F::SegmentRolled { .. } => "segment_rolled",
            F::SegmentDeleted { .. } => "segment_deleted",
            F::LogStartMoved { .. } => "log_start_moved",
            F::LogRecovered { .. } => "log_recovered",
            F::ProduceRefused { .. } => "produce_refused",
            F::ServedToConsumer { .. } => "served_to_consumer",
            F::CorruptionFound { .. } => "corruption_found",
            F::StorageFailed { .. } => "storage_failed",
            F::CoordinatorLoaded { .. } => "coordinator_loaded",
            F::CoordinatorUnloaded { .. } => "coordinator_unloaded",
            F::MemberJoined { .. } => "member_joined",
            F::MemberLeft { .. } => "member_left",
            F::RebalanceStarted { .. } => "rebalance_started",
            F::GenerationStarted { .. } => "generation_started",
            F::GroupStable { .. } => "group_stable",
            F::GroupEmpty { .. } => "group_empty",
            F::GroupDeleted { .. } => "group_deleted",
            F::OffsetCommitted { .. } => "offset_committed",
            F::CommitRejected { .. } => "commit_rejected",
            F::OffsetExpired { .. } => "offset_expired",
            F::BatchSent { .. } => "batch_sent",
            F::Acked { .. } => "acked",
            F::SendFailed { .. } => "send_failed",
            F::Retrying { .. } => "retrying",
            F::ErrorReturned { .. } => "error_returned",
            F::Delivered { .. } => "delivered",
            F::Processed { .. } => "processed",
            F::PoisonMet { .. } => "poison_met",
            F::OffsetReset { .. } => "offset_reset",
            F::Positioned { .. } => "positioned",
            F::PartitionsAssigned { .. } => "partitions_assigned",
            F::PartitionsRevoked { .. } => "partitions_revoked",
            F::PartitionsLost { .. } => "partitions_lost",
            F::PushReceived { .. } => "push_received",
            F::PushDropped { .. } => "push_dropped",
            F::WireBroken { .. } => "wire_broken",
            F::WireMended { .. } => "wire_mended",
            F::PollTimedOut { .. } => "poll_timed_out",
        }
    }

    /// Whether a person reads it. The others are the fine grain of traffic.
    #[must_use]
    pub const fn is_story(&self) -> bool {
        !matches!(
            self,
            Self::Appended { .. }
                | Self::Replicated { .. }
                | Self::HighWatermarkMoved { .. }
                | Self::IsrProposed { .. }
                | Self::ServedToConsumer { .. }
                | Self::BatchSent { .. }
                | Self::Acked { .. }
                | Self::Delivered { .. }
                | Self::Processed { .. }
                | Self::PushReceived { .. }
                | Self::PushDropped { .. }
                | Self::OffsetCommitted { .. }
                | Self::Dropped { .. }
                | Self::Retrying { .. }
                | Self::BecameFollower { .. }
                | Self::BrokerRegistered { .. }
        )
    }
}
