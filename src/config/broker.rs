//! Settings of a broker and of the controller (`KafkaConfig` and the classes it
//! gathers). A topic's setting that is not given falls back to its synonym here.

use super::table::{Kind, settings};
use super::{Settings, TopicConfig};
use crate::base::Text;

settings! {
    /// Settings of a broker or controller, 4.x defaults.
    BrokerConfig {
        /// Partitions of a topic that does not say.
        num_partitions: i64 = "num.partitions", "1", Kind::Number, Some(1);
        /// Copies of a topic that does not say.
        default_replication_factor: i64 = "default.replication.factor", "1", Kind::Number, Some(1);
        /// Whether asking for an unknown topic makes it.
        auto_create_topics: bool = "auto.create.topics.enable", "true", Kind::Flag, None;
        /// Whether topics can be deleted.
        delete_topic: bool = "delete.topic.enable", "true", Kind::Flag, None;
        /// Lag after which a follower leaves the in-sync set.
        replica_lag_time_max_ms: i64 = "replica.lag.time.max.ms", "30000", Kind::Number, Some(0);
        /// How long a follower's fetch may be held.
        replica_fetch_wait_max_ms: i64 = "replica.fetch.wait.max.ms", "500", Kind::Number, Some(0);
        /// Bytes that end the hold.
        replica_fetch_min_bytes: i64 = "replica.fetch.min.bytes", "1", Kind::Number, Some(1);
        /// Bound of one partition in a follower's fetch.
        replica_fetch_max_bytes: i64 = "replica.fetch.max.bytes", "1048576", Kind::Number, Some(0);
        /// Bound of a follower's fetch.
        replica_fetch_response_max_bytes: i64 = "replica.fetch.response.max.bytes", "10485760", Kind::Number, Some(0);
        /// Pause after a failed fetch.
        replica_fetch_backoff_ms: i64 = "replica.fetch.backoff.ms", "1000", Kind::Number, Some(0);
        /// How often the high watermark is written down.
        replica_high_watermark_checkpoint_interval_ms: i64 = "replica.high.watermark.checkpoint.interval.ms", "5000", Kind::Number, Some(1);
        /// Whether leadership returns to preferred leaders by itself.
        auto_leader_rebalance: bool = "auto.leader.rebalance.enable", "true", Kind::Flag, None;
        /// Imbalance above which it does.
        leader_imbalance_per_broker_percentage: i64 = "leader.imbalance.per.broker.percentage", "10", Kind::Number, None;
        /// How often that is looked at.
        leader_imbalance_check_interval_seconds: i64 = "leader.imbalance.check.interval.seconds", "300", Kind::Number, Some(1);
        /// Whether a clean stop hands leadership over first.
        controlled_shutdown: bool = "controlled.shutdown.enable", "true", Kind::Flag, None;
        /// How often retention looks.
        log_retention_check_interval_ms: i64 = "log.retention.check.interval.ms", "300000", Kind::Number, Some(1);
        /// How long an idempotent producer's state is kept.
        producer_id_expiration_ms: i64 = "producer.id.expiration.ms", "86400000", Kind::Number, Some(1);
        /// Sign-of-life interval of a broker.
        broker_heartbeat_interval_ms: i64 = "broker.heartbeat.interval.ms", "2000", Kind::Number, None;
        /// Silence after which the controller fences a broker.
        broker_session_timeout_ms: i64 = "broker.session.timeout.ms", "9000", Kind::Number, None;
        /// Interval of no-op records in the metadata log.
        metadata_max_idle_interval_ms: i64 = "metadata.max.idle.interval.ms", "500", Kind::Number, Some(0);
        /// How long a broker's fetch of metadata may be held.
        controller_quorum_fetch_timeout_ms: i64 = "controller.quorum.fetch.timeout.ms", "2000", Kind::Number, None;
        /// How long a broker waits for an answer of the controller.
        controller_quorum_request_timeout_ms: i64 = "controller.quorum.request.timeout.ms", "2000", Kind::Number, None;
        /// How long the first rebalance of an empty group waits for others.
        group_initial_rebalance_delay_ms: i64 = "group.initial.rebalance.delay.ms", "3000", Kind::Number, None;
        /// Shortest session timeout a member may ask for.
        group_min_session_timeout_ms: i64 = "group.min.session.timeout.ms", "6000", Kind::Number, None;
        /// Longest session timeout a member may ask for.
        group_max_session_timeout_ms: i64 = "group.max.session.timeout.ms", "1800000", Kind::Number, None;
        /// Most members in a group.
        group_max_size: i64 = "group.max.size", "2147483647", Kind::Number, Some(1);
        /// Partitions of `__consumer_offsets`.
        offsets_topic_num_partitions: i64 = "offsets.topic.num.partitions", "50", Kind::Number, Some(1);
        /// Copies of `__consumer_offsets`.
        offsets_topic_replication_factor: i64 = "offsets.topic.replication.factor", "3", Kind::Number, Some(1);
        /// Segment size of `__consumer_offsets`.
        offsets_topic_segment_bytes: i64 = "offsets.topic.segment.bytes", "104857600", Kind::Number, Some(1);
        /// How long an empty group's offsets are kept.
        offsets_retention_minutes: i64 = "offsets.retention.minutes", "10080", Kind::Number, Some(1);
        /// How often expired offsets are looked for.
        offsets_retention_check_interval_ms: i64 = "offsets.retention.check.interval.ms", "600000", Kind::Number, Some(1);
        /// Longest free text beside a commit.
        offset_metadata_max_bytes: i64 = "offset.metadata.max.bytes", "4096", Kind::Number, None;
        /// How long a commit waits for its copies.
        offsets_commit_timeout_ms: i64 = "offsets.commit.timeout.ms", "5000", Kind::Number, Some(1);
        /// How long the broker waits for an answer of another.
        request_timeout_ms: i64 = "request.timeout.ms", "30000", Kind::Number, None;
        /// Synonym of `segment.bytes`.
        log_segment_bytes: i64 = "log.segment.bytes", "1073741824", Kind::Number, Some(1_048_576);
        /// Synonym of `segment.ms`.
        log_roll_ms: i64 = "log.roll.ms", "604800000", Kind::Number, Some(1);
        /// Synonym of `segment.jitter.ms`.
        log_roll_jitter_ms: i64 = "log.roll.jitter.ms", "0", Kind::Number, Some(0);
        /// Synonym of `segment.index.bytes`.
        log_index_size_max_bytes: i64 = "log.index.size.max.bytes", "10485760", Kind::Number, Some(4);
        /// Synonym of `index.interval.bytes`.
        log_index_interval_bytes: i64 = "log.index.interval.bytes", "4096", Kind::Number, Some(0);
        /// Synonym of `retention.ms`.
        log_retention_ms: i64 = "log.retention.ms", "604800000", Kind::Number, Some(-1);
        /// Synonym of `retention.bytes`.
        log_retention_bytes: i64 = "log.retention.bytes", "-1", Kind::Number, Some(-1);
        /// Synonym of `cleanup.policy`.
        log_cleanup_policy: Text = "log.cleanup.policy", "delete", Kind::OneOf(&["delete", "compact", "compact,delete", "delete,compact"]), None;
        /// Synonym of `file.delete.delay.ms`.
        log_segment_delete_delay_ms: i64 = "log.segment.delete.delay.ms", "60000", Kind::Number, Some(0);
        /// Synonym of `flush.messages`.
        log_flush_interval_messages: i64 = "log.flush.interval.messages", "9223372036854775807", Kind::Number, Some(1);
        /// Synonym of `flush.ms`.
        log_flush_interval_ms: i64 = "log.flush.interval.ms", "9223372036854775807", Kind::Number, Some(0);
        /// Synonym of `message.timestamp.type`.
        log_message_timestamp_type: Text = "log.message.timestamp.type", "CreateTime", Kind::OneOf(&["CreateTime", "LogAppendTime"]), None;
        /// Synonym of `max.message.bytes`.
        message_max_bytes: i64 = "message.max.bytes", "1048588", Kind::Number, Some(0);
        /// Inherited by topics.
        min_insync_replicas: i64 = "min.insync.replicas", "1", Kind::Number, Some(1);
        /// Inherited by topics.
        unclean_leader_election: bool = "unclean.leader.election.enable", "false", Kind::Flag, None;
        /// Synonym of `min.cleanable.dirty.ratio`.
        log_cleaner_min_cleanable_ratio: Text = "log.cleaner.min.cleanable.ratio", "0.5", Kind::Text, None;
        /// Synonym of `delete.retention.ms`.
        log_cleaner_delete_retention_ms: i64 = "log.cleaner.delete.retention.ms", "86400000", Kind::Number, Some(0);
        /// Synonym of `min.compaction.lag.ms`.
        log_cleaner_min_compaction_lag_ms: i64 = "log.cleaner.min.compaction.lag.ms", "0", Kind::Number, Some(0);
        /// Synonym of `max.compaction.lag.ms`.
        log_cleaner_max_compaction_lag_ms: i64 = "log.cleaner.max.compaction.lag.ms", "9223372036854775807", Kind::Number, Some(1);
        /// Inherited by topics.
        compression_type: Text = "compression.type", "producer", Kind::OneOf(&["producer", "uncompressed"]), None;
    }
}

/// Dynamic settings that no topic setting has for a synonym.
const DYNAMIC_KEYS: [&str; 1] = ["producer.id.expiration.ms"];

impl BrokerConfig {
    /// Whether Kafka lets `key` change while the broker runs (`DynamicBrokerConfig`).
    #[must_use]
    pub fn is_dynamic(key: &str) -> bool {
        let topic_keys = TopicConfig::DEFINITIONS.iter().map(|definition| definition.key);
        let mut synonyms = topic_keys.filter_map(TopicConfig::broker_synonym);
        DYNAMIC_KEYS.contains(&key) || synonyms.any(|synonym| synonym == key)
    }

    /// The settings of a topic on this broker: the topic's own over the broker's synonyms.
    #[must_use]
    pub fn topic_config(&self, own: &Settings) -> TopicConfig {
        let mut config = TopicConfig::default();
        for definition in TopicConfig::DEFINITIONS {
            let inherited = TopicConfig::broker_synonym(definition.key).and_then(|key| self.get(key));
            let given = own.get(definition.key).map(|value| value.to_string());
            if let Some(value) = given.or(inherited) {
                // Validated where they came in; a refused one leaves the default.
                let _ = config.set(definition.key, &value);
            }
        }
        config
    }
}
