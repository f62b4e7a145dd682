//! Settings of producers and consumers (`ProducerConfig`, `ConsumerConfig`).

use super::table::{Kind, settings};
use crate::base::Text;

settings! {
    /// Settings of a producer, 4.x defaults.
    ProducerConfig {
        /// Copies to wait for: `0`, `1`, `all` (`-1`).
        acks: Text = "acks", "all", Kind::OneOf(&["0", "1", "all", "-1"]), None;
        /// Whether the broker drops duplicates of retries.
        enable_idempotence: bool = "enable.idempotence", "true", Kind::Flag, None;
        /// How often a send may be tried again.
        retries: i64 = "retries", "2147483647", Kind::Number, Some(0);
        /// Bound on the time from send to success or failure.
        delivery_timeout_ms: i64 = "delivery.timeout.ms", "120000", Kind::Number, Some(0);
        /// How long one request may take.
        request_timeout_ms: i64 = "request.timeout.ms", "30000", Kind::Number, Some(0);
        /// How long a batch waits for company.
        linger_ms: i64 = "linger.ms", "5", Kind::Number, Some(0);
        /// Size at which a batch is full.
        batch_size: i64 = "batch.size", "16384", Kind::Number, Some(0);
        /// Memory for records not yet sent.
        buffer_memory: i64 = "buffer.memory", "33554432", Kind::Number, Some(0);
        /// How long a send may block.
        max_block_ms: i64 = "max.block.ms", "60000", Kind::Number, Some(0);
        /// Largest request.
        max_request_size: i64 = "max.request.size", "1048576", Kind::Number, Some(0);
        /// Requests under way to one broker.
        max_in_flight: i64 = "max.in.flight.requests.per.connection", "5", Kind::Number, Some(1);
        /// First pause before a retry.
        retry_backoff_ms: i64 = "retry.backoff.ms", "100", Kind::Number, Some(0);
        /// Longest pause before a retry.
        retry_backoff_max_ms: i64 = "retry.backoff.max.ms", "1000", Kind::Number, Some(0);
        /// How old metadata may grow.
        metadata_max_age_ms: i64 = "metadata.max.age.ms", "300000", Kind::Number, Some(0);
        /// Empty: the built-in one.
        partitioner_class: Text = "partitioner.class", "", Kind::OneOf(&["", "org.apache.kafka.clients.producer.RoundRobinPartitioner", "RoundRobinPartitioner"]), None;
        /// Whether keys are passed over when choosing a partition.
        partitioner_ignore_keys: bool = "partitioner.ignore.keys", "false", Kind::Flag, None;
        /// Whether slow partitions get less.
        partitioner_adaptive: bool = "partitioner.adaptive.partitioning.enable", "true", Kind::Flag, None;
        /// Compression; the lab sends plain batches.
        compression_type: Text = "compression.type", "none", Kind::OneOf(&["none"]), None;
        /// Name shown to brokers; empty: the actor's name.
        client_id: Text = "client.id", "", Kind::Text, None;
    }
}

settings! {
    /// Settings of a consumer, 4.x defaults.
    ConsumerConfig {
        /// Silence after which the coordinator counts it as dead.
        session_timeout_ms: i64 = "session.timeout.ms", "45000", Kind::Number, Some(1);
        /// Interval of its signs of life.
        heartbeat_interval_ms: i64 = "heartbeat.interval.ms", "3000", Kind::Number, Some(1);
        /// Longest time between two polls.
        max_poll_interval_ms: i64 = "max.poll.interval.ms", "300000", Kind::Number, Some(1);
        /// Most records a poll returns.
        max_poll_records: i64 = "max.poll.records", "500", Kind::Number, Some(1);
        /// Assignors, in order of preference.
        partition_assignment_strategy: Text = "partition.assignment.strategy", "range,cooperative-sticky", Kind::Text, None;
        /// Whether poll commits by itself.
        enable_auto_commit: bool = "enable.auto.commit", "true", Kind::Flag, None;
        /// How often it does.
        auto_commit_interval_ms: i64 = "auto.commit.interval.ms", "5000", Kind::Number, Some(0);
        /// Where to start without a valid commit.
        auto_offset_reset: Text = "auto.offset.reset", "latest", Kind::OneOf(&["latest", "earliest", "none"]), None;
        /// Bytes that end a fetch's wait.
        fetch_min_bytes: i64 = "fetch.min.bytes", "1", Kind::Number, Some(0);
        /// How long a fetch may wait.
        fetch_max_wait_ms: i64 = "fetch.max.wait.ms", "500", Kind::Number, Some(0);
        /// Bound of a fetch.
        fetch_max_bytes: i64 = "fetch.max.bytes", "52428800", Kind::Number, Some(0);
        /// Bound of one partition in a fetch.
        max_partition_fetch_bytes: i64 = "max.partition.fetch.bytes", "1048576", Kind::Number, Some(0);
        /// How long one request may take.
        request_timeout_ms: i64 = "request.timeout.ms", "30000", Kind::Number, Some(0);
        /// First pause before a retry.
        retry_backoff_ms: i64 = "retry.backoff.ms", "100", Kind::Number, Some(0);
        /// Longest pause before a retry.
        retry_backoff_max_ms: i64 = "retry.backoff.max.ms", "1000", Kind::Number, Some(0);
        /// How old metadata may grow.
        metadata_max_age_ms: i64 = "metadata.max.age.ms", "300000", Kind::Number, Some(0);
        /// Static membership (KIP-345); empty: dynamic.
        group_instance_id: Text = "group.instance.id", "", Kind::Text, None;
        /// Whether subscribing to an unknown topic makes it.
        allow_auto_create_topics: bool = "allow.auto.create.topics", "true", Kind::Flag, None;
        /// `read_uncommitted` or `read_committed`.
        isolation_level: Text = "isolation.level", "read_uncommitted", Kind::OneOf(&["read_uncommitted", "read_committed"]), None;
        /// `classic`; KIP-848's comes later.
        group_protocol: Text = "group.protocol", "classic", Kind::OneOf(&["classic"]), None;
        /// `client.rack`.
        client_rack: Text = "client.rack", "", Kind::Text, None;
        /// Name shown to brokers; empty: the actor's name.
        client_id: Text = "client.id", "", Kind::Text, None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{BrokerConfig, ConfigError, Settings};

    #[test]
    fn defaults_are_kafkas() {
        let config = ProducerConfig::default();
        assert_eq!((&*config.acks, config.linger_ms, config.batch_size), ("all", 5, 16_384));
        assert_eq!(ConsumerConfig::default().session_timeout_ms, 45_000);
    }

    #[test]
    fn a_wrong_key_names_the_nearest() {
        let refused = ProducerConfig::default().set("linger.mss", "5");
        assert!(matches!(refused, Err(ConfigError::Unknown { nearest: Some("linger.ms"), .. })));
        assert!(ProducerConfig::default().set("linger.ms", "soon").is_err());
    }

    #[test]
    fn a_topic_inherits_from_its_broker() {
        let mut broker = BrokerConfig::default();
        broker.set("log.retention.ms", "1h").unwrap();
        let own = Settings::from([("segment.bytes".into(), "2KiB".into())]);
        let topic = broker.topic_config(&own);
        assert_eq!((topic.retention_ms, topic.segment_bytes), (3_600_000, 2_048));
    }
}
