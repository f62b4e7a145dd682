//! Fetch, as a leader serves it: consumers up to the high watermark, followers
//! up to the log end (`ReplicaManager.fetchMessages`, `Partition.fetchRecords`).
//!
//! A follower's fetch is also its report: it tells the leader how far it has come.
//! Which partitions it reads, its session knows (`fetch_session.rs`).

use super::delayed_fetch::WaitingFetch;
use super::leader::FollowerFetch;
use super::node::Asked;
use super::{Broker, BrokerEffects, BrokerSabotage, BrokerTimer, Replica};
use crate::base::{Duration, Instant, LeaderEpoch, Offset, TopicPartition};
use crate::protocol::{
    EpochEnd, ErrorCode, FetchPartition, FetchRequest, FetchResponse, FetchedPartition, Fetcher, Response,
};
use crate::story::Fact;
use std::sync::Arc;

/// An answer in the making.
#[derive(Default)]
pub(super) struct Reading {
    pub(super) partitions: Vec<FetchedPartition>,
    bytes: u64,
    /// An error or a divergence: answer at once.
    is_urgent: bool,
}

impl Reading {
    /// Whether the request is to wait no longer.
    pub(super) const fn is_due(&self, request: &FetchRequest) -> bool {
        request.max_wait_ms == 0 || self.is_urgent || self.bytes >= request.min_bytes as u64
    }
}

impl Broker {
    pub(super) fn fetch(
        &mut self,
        now: Instant,
        asked: &Asked,
        request: FetchRequest,
        effects: &mut BrokerEffects,
    ) {
        if let Fetcher::Follower { broker, broker_epoch } = request.fetcher {
            self.fetch_in_session(now, asked, (broker, broker_epoch), request, effects);
            return;
        }
        let reading = self.read(&request, request.partitions.iter());
        if request.partitions.is_empty() || reading.is_due(&request) {
            self.answer_fetch(asked, &request, reading.partitions, effects);
        } else {
            self.park_fetch(now, asked, request, effects);
        }
    }

    /// Lets a fetch wait for news. Returns its number.
    pub(super) fn park_fetch(
        &mut self,
        now: Instant,
        asked: &Asked,
        request: FetchRequest,
        effects: &mut BrokerEffects,
    ) -> u64 {
        let deadline = now + Duration::from_millis(u64::from(request.max_wait_ms));
        let (id, timer) = self.fetches.park(asked.clone(), request, deadline);
        if let Some(at) = timer {
            effects.timer(at, BrokerTimer::FetchExpiry);
        }
        id
    }

    /// The leader's books after a follower's fetch: progress, in-sync set, high watermark.
    pub(super) fn follower_fetched(
        &mut self,
        now: Instant,
        partition: TopicPartition,
        fetch: &FollowerFetch,
        effects: &mut BrokerEffects,
    ) {
        let around = Self::surroundings(now, &self.image, &self.config, self.sabotage);
        let Some(replica) = self.replicas.get_mut(&partition).map(Arc::make_mut) else { return };
        let before = replica.log().high_watermark();
        if !replica.follower_fetched(now, fetch) {
            return;
        }
        if let Some(isr) = replica.expanded_isr(fetch.broker, &around) {
            self.propose(partition, isr, effects);
        }
        // At the log end and nothing below it uncommitted: the rule can't move it.
        if self.replicas.get(&partition).is_some_and(|replica| before < replica.log().log_end()) {
            self.advance_high_watermark(now, partition, before, effects);
        }
    }

    /// Reads every partition wanted, within the bytes allowed.
    pub(super) fn read<'a>(
        &self,
        request: &FetchRequest,
        all_wanted: impl Iterator<Item = &'a FetchPartition>,
    ) -> Reading {
        let mut reading = Reading::default();
        for wanted in all_wanted {
            let left = u64::from(request.max_bytes).saturating_sub(reading.bytes);
            let read = self.read_partition(request.fetcher, wanted, left, reading.bytes == 0);
            reading.is_urgent |= read.error != ErrorCode::None || read.diverging.is_some();
            reading.bytes += read.batches.iter().map(crate::protocol::RecordBatch::size_bytes).sum::<u64>();
            reading.partitions.push(read);
        }
        reading
    }

    fn read_partition(
        &self,
        fetcher: Fetcher,
        wanted: &FetchPartition,
        left_bytes: u64,
        is_first: bool,
    ) -> FetchedPartition {
        let partition = wanted.partition;
        let mut read = FetchedPartition {
            partition,
            error: ErrorCode::None,
            high_watermark: Offset::UNKNOWN,
            log_start: Offset::UNKNOWN,
            diverging: None,
            current_leader: None,
            batches: Vec::new(),
        };
        let Some(replica) = self.replicas.get(&partition).filter(|replica| replica.is_leader()) else {
            read.error = self.missing(partition);
            read.current_leader =
                self.image.partition(partition).map(|state| (state.leader, state.leader_epoch));
            return read;
        };
        read.high_watermark = replica.log().high_watermark();
        read.log_start = replica.log().log_start();
        read.error = self.check_fetch(fetcher, wanted, replica);
        match read.error {
            ErrorCode::None => {}
            ErrorCode::FencedLeaderEpoch => {
                read.current_leader = Some((self.id, replica.leader_epoch()));
                return read;
            }
            _ => return read,
        }
        if let Some(outcome) = self.divergence(wanted, replica) {
            match outcome {
                Ok(end) => read.diverging = Some(end),
                Err(error) => read.error = error,
            }
        }
        if read.error == ErrorCode::None && read.diverging.is_none() {
            let up_to = self.readable_end(fetcher, replica);
            let budget = left_bytes.min(u64::from(wanted.max_bytes));
            if wanted.fetch_offset != up_to && (is_first || left_bytes > 0) {
                match replica.log().read(wanted.fetch_offset, up_to, budget) {
                    Ok(batches) => read.batches = batches,
                    Err(error) => read.error = error,
                }
            }
            let is_too_big = read.batches.first().is_some_and(|batch| batch.size_bytes() > left_bytes);
            if is_too_big && !is_first {
                read.batches.clear();
            }
        }
        if read.error == ErrorCode::OffsetOutOfRange && matches!(fetcher, Fetcher::Follower { .. }) {
            // Spares the follower two ListOffsets: Kafka's asks for the log's bounds now.
            let epoch = replica.leader_epoch();
            read.diverging = Some(EpochEnd { epoch, end_offset: replica.log().log_end() });
        }
        read
    }

    /// Where a reader's view of the log ends (`FetchIsolation`).
    fn readable_end(&self, fetcher: Fetcher, replica: &Replica) -> Offset {
        match fetcher {
            Fetcher::Follower { .. } => replica.log().log_end(),
            Fetcher::Consumer if self.sabotage == BrokerSabotage::ServeAboveHighWatermark => {
                replica.log().log_end()
            }
            Fetcher::Consumer => replica.log().high_watermark(),
        }
    }

    fn check_fetch(&self, fetcher: Fetcher, wanted: &FetchPartition, replica: &Replica) -> ErrorCode {
        if self.sabotage == BrokerSabotage::IgnoreFetchEpoch {
            return ErrorCode::None;
        }
        let error = check_epoch(wanted.current_leader_epoch, replica.leader_epoch());
        if error != ErrorCode::None {
            return error;
        }
        if let Fetcher::Follower { broker, .. } = fetcher
            && !replica.remotes().iter().any(|remote| remote.broker == broker)
        {
            // It knows of a reassignment that this leader has not heard of.
            return ErrorCode::UnknownLeaderEpoch;
        }
        ErrorCode::None
    }

    /// Whether the reader's log departs from this one, by the epoch of its last record.
    fn divergence(&self, wanted: &FetchPartition, replica: &Replica) -> Option<Result<EpochEnd, ErrorCode>> {
        if wanted.last_fetched_epoch == LeaderEpoch::UNKNOWN
            || self.sabotage == BrokerSabotage::HideDivergence
        {
            return None;
        }
        let log = replica.log();
        if log.latest_epoch() == Some(wanted.last_fetched_epoch)
            && wanted.fetch_offset <= log.log_end()
            && wanted.fetch_offset >= log.log_start()
        {
            return None;
        }
        let end = log.end_offset_for(wanted.last_fetched_epoch);
        if end.end_offset == Offset::UNKNOWN
            || end.epoch == LeaderEpoch::UNKNOWN
            || wanted.fetch_offset < log.log_start()
        {
            return Some(Err(ErrorCode::OffsetOutOfRange));
        }
        let diverges = end.epoch < wanted.last_fetched_epoch || end.end_offset < wanted.fetch_offset;
        diverges.then_some(Ok(end))
    }

    fn answer_fetch(
        &self,
        asked: &Asked,
        request: &FetchRequest,
        partitions: Vec<FetchedPartition>,
        effects: &mut BrokerEffects,
    ) {
        for (wanted, read) in request.partitions.iter().zip(&partitions) {
            if let Some(last) = read.batches.last() {
                effects.fact(Fact::ServedToConsumer {
                    broker: self.id,
                    partition: read.partition,
                    from: wanted.fetch_offset,
                    to: last.next_offset(),
                    high_watermark: read.high_watermark,
                });
            }
        }
        Self::answer(asked, Response::Fetch(FetchResponse { error: ErrorCode::None, partitions }), effects);
    }

    /// A partition changed: fetches that waited for just this are answered.
    pub(super) fn wake_fetches(&mut self, partition: TopicPartition, effects: &mut BrokerEffects) {
        self.note_change(partition);
        let mut waiting = self.fetches.waiting_for(partition);
        self.add_waiting_followers(partition, &mut waiting);
        for id in waiting {
            let is_due =
                self.fetches.get(id).is_some_and(|waiting| self.is_fetch_due(&waiting.request, partition));
            if is_due && let Some(waiting) = self.fetches.take(id) {
                self.answer_waiting(waiting, effects);
            }
        }
    }

    fn answer_waiting(&mut self, waiting: WaitingFetch, effects: &mut BrokerEffects) {
        let WaitingFetch { asked, request, .. } = waiting;
        if let Fetcher::Follower { broker, .. } = request.fetcher {
            let reading = self.read_session(broker, &request);
            self.answer_session(broker, &asked, reading, effects);
        } else {
            let reading = self.read(&request, request.partitions.iter());
            self.answer_fetch(&asked, &request, reading.partitions, effects);
        }
    }

    fn is_fetch_due(&self, request: &FetchRequest, changed: TopicPartition) -> bool {
        let wanted = match request.fetcher {
            Fetcher::Follower { broker, .. } => {
                self.sessions.get(&broker).and_then(|session| session.wanted(changed))
            }
            Fetcher::Consumer => request.partitions.iter().find(|wanted| wanted.partition == changed),
        };
        let Some(wanted) = wanted else { return false };
        let Some(replica) = self.replicas.get(&changed).filter(|replica| replica.is_leader()) else {
            return true;
        };
        if self.check_fetch(request.fetcher, wanted, replica) != ErrorCode::None {
            return true;
        }
        let end = self.readable_end(request.fetcher, replica);
        let has_news = match request.fetcher {
            Fetcher::Consumer => wanted.fetch_offset < end,
            Fetcher::Follower { .. } => wanted.fetch_offset != end,
        };
        if !has_news || request.min_bytes <= 1 {
            return has_news;
        }
        let reading = match request.fetcher {
            Fetcher::Follower { broker, .. } => self.read_session(broker, request),
            Fetcher::Consumer => self.read(request, request.partitions.iter()),
        };
        reading.is_due(request)
    }

    pub(super) fn expire_fetches(&mut self, now: Instant, effects: &mut BrokerEffects) {
        while let Some(waiting) = self.fetches.take_due(now) {
            self.answer_waiting(waiting, effects);
        }
        if let Some(at) = self.fetches.rearm(now) {
            effects.timer(at, BrokerTimer::FetchExpiry);
        }
    }
}

/// Whether a request knows the right reign (`Partition.checkCurrentLeaderEpoch`).
pub(super) fn check_epoch(asked: LeaderEpoch, current: LeaderEpoch) -> ErrorCode {
    if asked == LeaderEpoch::UNKNOWN || asked == current {
        ErrorCode::None
    } else if asked < current {
        ErrorCode::FencedLeaderEpoch
    } else {
        ErrorCode::UnknownLeaderEpoch
    }
}
