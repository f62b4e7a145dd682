//! Turns what a log reports into facts of this broker.

use super::BrokerEffects;
use crate::base::{BrokerId, Offset, TopicPartition};
use crate::storage::{LogEvent, LogEvents, PartitionLog};
use crate::story::{DeleteReason, Fact};

/// Reports what a log did. `high_watermark` is the one it had before.
pub(super) fn report(
    broker: BrokerId,
    partition: TopicPartition,
    events: LogEvents,
    high_watermark: Offset,
    effects: &mut BrokerEffects,
) {
    for event in events {
        effects.fact(match event {
            LogEvent::Rolled { base_offset, by_time } => {
                Fact::SegmentRolled { broker, partition, base_offset, by_time }
            }
            LogEvent::SegmentDeleted { base_offset, next_offset, bytes, reason } => {
                Fact::SegmentDeleted { broker, partition, base_offset, next_offset, bytes, reason }
            }
            LogEvent::LogStartMoved { to, reason } => Fact::LogStartMoved { broker, partition, to, reason },
            LogEvent::Truncated { from, to } => {
                Fact::Truncated { broker, partition, from, to, high_watermark }
            }
        });
    }
}

/// Reports that a whole log was removed.
pub(super) fn report_removed(
    broker: BrokerId,
    partition: TopicPartition,
    log: &PartitionLog,
    effects: &mut BrokerEffects,
) {
    for segment in log.segments() {
        effects.fact(Fact::SegmentDeleted {
            broker,
            partition,
            base_offset: segment.base_offset,
            next_offset: segment.next_offset,
            bytes: segment.size_bytes,
            reason: DeleteReason::Removed,
        });
    }
}
