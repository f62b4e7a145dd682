//! Settings of a topic (`LogConfig`, `TopicConfig`). Each has a broker-wide
//! synonym, from which a topic that does not set it inherits.

use super::table::{Kind, settings};
use crate::base::Text;

settings! {
    /// Settings of a topic, 4.x defaults.
    TopicConfig {
        /// Size at which a segment rolls.
        segment_bytes: i64 = "segment.bytes", "1073741824", Kind::Number, Some(1_048_576);
        /// Record time after which a segment rolls.
        segment_ms: i64 = "segment.ms", "604800000", Kind::Number, Some(1);
        /// Random part taken off `segment.ms`.
        segment_jitter_ms: i64 = "segment.jitter.ms", "0", Kind::Number, Some(0);
        /// Size of an index file.
        segment_index_bytes: i64 = "segment.index.bytes", "10485760", Kind::Number, Some(4);
        /// Log bytes between two index entries.
        index_interval_bytes: i64 = "index.interval.bytes", "4096", Kind::Number, Some(0);
        /// Age after which a segment may go; -1 keeps for ever.
        retention_ms: i64 = "retention.ms", "604800000", Kind::Number, Some(-1);
        /// Log size above which old segments go; -1 has no limit.
        retention_bytes: i64 = "retention.bytes", "-1", Kind::Number, Some(-1);
        /// `delete`, `compact`, or both.
        cleanup_policy: Text = "cleanup.policy", "delete", Kind::OneOf(&["delete", "compact", "compact,delete", "delete,compact"]), None;
        /// How long a removed segment's file stays.
        file_delete_delay_ms: i64 = "file.delete.delay.ms", "60000", Kind::Number, Some(0);
        /// Records between two flushes.
        flush_messages: i64 = "flush.messages", "9223372036854775807", Kind::Number, Some(1);
        /// Time between two flushes.
        flush_ms: i64 = "flush.ms", "9223372036854775807", Kind::Number, Some(0);
        /// `CreateTime` or `LogAppendTime`.
        message_timestamp_type: Text = "message.timestamp.type", "CreateTime", Kind::OneOf(&["CreateTime", "LogAppendTime"]), None;
        /// Largest batch taken.
        max_message_bytes: i64 = "max.message.bytes", "1048588", Kind::Number, Some(0);
        /// In-sync copies that `acks=all` requires.
        min_insync_replicas: i64 = "min.insync.replicas", "1", Kind::Number, Some(1);
        /// Whether a replica out of sync may lead when no other lives.
        unclean_leader_election: bool = "unclean.leader.election.enable", "false", Kind::Flag, None;
        /// Share of dirty bytes above which a log is compacted.
        min_cleanable_dirty_ratio: Text = "min.cleanable.dirty.ratio", "0.5", Kind::Text, None;
        /// How long a tombstone stays once clean.
        delete_retention_ms: i64 = "delete.retention.ms", "86400000", Kind::Number, Some(0);
        /// Age below which a record is not compacted.
        min_compaction_lag_ms: i64 = "min.compaction.lag.ms", "0", Kind::Number, Some(0);
        /// Age above which a record must be compacted.
        max_compaction_lag_ms: i64 = "max.compaction.lag.ms", "9223372036854775807", Kind::Number, Some(1);
        /// Compression that the broker keeps; the lab keeps the producer's, which is none.
        compression_type: Text = "compression.type", "producer", Kind::OneOf(&["producer", "uncompressed"]), None;
    }
}

impl TopicConfig {
    /// The broker's key that a topic inherits `key` from, with its factor (hours to milliseconds).
    #[must_use]
    pub fn broker_synonym(key: &str) -> Option<&'static str> {
        Some(match key {
            "segment.bytes" => "log.segment.bytes",
            "segment.ms" => "log.roll.ms",
            "segment.jitter.ms" => "log.roll.jitter.ms",
            "segment.index.bytes" => "log.index.size.max.bytes",
            "index.interval.bytes" => "log.index.interval.bytes",
            "retention.ms" => "log.retention.ms",
            "retention.bytes" => "log.retention.bytes",
            "cleanup.policy" => "log.cleanup.policy",
            "file.delete.delay.ms" => "log.segment.delete.delay.ms",
            "flush.messages" => "log.flush.interval.messages",
            "flush.ms" => "log.flush.interval.ms",
            "message.timestamp.type" => "log.message.timestamp.type",
            "max.message.bytes" => "message.max.bytes",
            "min.insync.replicas" => "min.insync.replicas",
            "unclean.leader.election.enable" => "unclean.leader.election.enable",
            "min.cleanable.dirty.ratio" => "log.cleaner.min.cleanable.ratio",
            "delete.retention.ms" => "log.cleaner.delete.retention.ms",
            "min.compaction.lag.ms" => "log.cleaner.min.compaction.lag.ms",
            "max.compaction.lag.ms" => "log.cleaner.max.compaction.lag.ms",
            "compression.type" => "compression.type",
            _ => return None,
        })
    }
}
