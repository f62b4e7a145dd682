//! ListOffsets and OffsetForLeaderEpoch, as a leader answers them
//! (`Partition.fetchOffsetForTimestamp`, `Partition.lastOffsetForLeaderEpoch`).

use super::fetch::check_epoch;
use super::node::Asked;
use super::{Broker, BrokerEffects, Replica};
use crate::base::{EpochMillis, LeaderEpoch, Offset, TopicPartition};
use crate::protocol::{
    EpochEnd, ErrorCode, ListOffsetsRequest, ListOffsetsResponse, ListedOffset, OffsetForLeaderEpochRequest,
    OffsetForLeaderEpochResponse, OffsetSpec, Response,
};

impl Broker {
    pub(super) fn list_offsets(
        &self,
        asked: &Asked,
        request: &ListOffsetsRequest,
        effects: &mut BrokerEffects,
    ) {
        let list = |(partition, epoch, spec): &(TopicPartition, LeaderEpoch, OffsetSpec)| {
            let found = self.leading(*partition, *epoch).and_then(|replica| find(replica, *spec));
            let (error, (offset, timestamp, leader_epoch)) = match found {
                Ok(found) => (ErrorCode::None, found),
                Err(error) => (error, (Offset::UNKNOWN, EpochMillis(-1), LeaderEpoch::UNKNOWN)),
            };
            ListedOffset { partition: *partition, error, offset, timestamp, leader_epoch }
        };
        let partitions = request.partitions.iter().map(list).collect();
        Self::answer(asked, Response::ListOffsets(ListOffsetsResponse { partitions }), effects);
    }

    pub(super) fn offset_for_leader_epoch(
        &self,
        asked: &Asked,
        request: &OffsetForLeaderEpochRequest,
        effects: &mut BrokerEffects,
    ) {
        let end = |(partition, current, wanted): &(TopicPartition, LeaderEpoch, LeaderEpoch)| match self
            .leading(*partition, *current)
        {
            Ok(replica) => (*partition, ErrorCode::None, replica.log().end_offset_for(*wanted)),
            Err(error) => {
                let unknown = EpochEnd { epoch: LeaderEpoch::UNKNOWN, end_offset: Offset::UNKNOWN };
                (*partition, error, unknown)
            }
        };
        let partitions = request.partitions.iter().map(end).collect();
        let body = Response::OffsetForLeaderEpoch(OffsetForLeaderEpochResponse { partitions });
        Self::answer(asked, body, effects);
    }

    /// The copy that leads, if this broker has it and the asker knows its reign.
    fn leading(&self, partition: TopicPartition, epoch: LeaderEpoch) -> Result<&Replica, ErrorCode> {
        let replica = self.replica(partition).filter(|replica| replica.is_leader());
        let replica = replica.ok_or_else(|| self.missing(partition))?;
        match check_epoch(epoch, replica.leader_epoch()) {
            ErrorCode::None => Ok(replica),
            error => Err(error),
        }
    }
}

fn find(replica: &Replica, spec: OffsetSpec) -> Result<(Offset, EpochMillis, LeaderEpoch), ErrorCode> {
    let log = replica.log();
    let no_time = EpochMillis(-1);
    let nothing = (Offset::UNKNOWN, no_time, LeaderEpoch::UNKNOWN);
    let high_watermark = log.high_watermark();
    // A new leader may not know yet how far its predecessor's readers have read.
    let is_behind = replica.epoch_start().is_some_and(|start| high_watermark < start);
    match spec {
        OffsetSpec::Earliest | OffsetSpec::EarliestLocal => {
            let start = log.log_start();
            let epoch = log.epochs().iter().rev().find(|(_, from)| *from <= start).map(|(epoch, _)| *epoch);
            Ok((start, no_time, epoch.unwrap_or(replica.leader_epoch())))
        }
        OffsetSpec::Latest if is_behind => Err(ErrorCode::OffsetNotAvailable),
        OffsetSpec::Latest => Ok((high_watermark, no_time, replica.leader_epoch())),
        OffsetSpec::AtTime(time) => match log.offset_for_time(time) {
            Some(found) if found.0 < high_watermark => Ok(found),
            Some(_) if is_behind => Err(ErrorCode::OffsetNotAvailable),
            _ => Ok(nothing),
        },
        OffsetSpec::MaxTimestamp => match log.offset_of_max_timestamp() {
            Some(found) if found.0 < high_watermark => Ok(found),
            Some(_) if is_behind => Err(ErrorCode::OffsetNotAvailable),
            _ => Ok(nothing),
        },
        OffsetSpec::LatestTiered => Ok(nothing),
    }
}
