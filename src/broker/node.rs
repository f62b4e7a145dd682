//! The broker itself: its state, and where each input goes (`KafkaApis.handle`).
//!
//! What each request does lies in the file named after it.

use super::controller_channel::Channel;
use super::create_topics::TopicCreations;
use super::delayed_fetch::DelayedFetches;
use super::delayed_produce::DelayedProduces;
use super::disk::DiskState;
use super::fetch_session::FetchSession;
use super::fetcher::Fetcher;
use super::groups::Groups;
use super::isr::IsrProposals;
use super::leader::Surroundings;
use super::lifecycle::{BrokerState, Lifecycle};
use super::metadata_link::MetadataLink;
use super::{BrokerDisk, BrokerSabotage, BrokerTimer, Replica, StoredLog};
use crate::base::{
    Address, BrokerId, CorrelationId, Duration, EpochMillis, Instant, Sabotage, Stream, Text, TopicId,
    TopicPartition,
};
use crate::config::{BrokerConfig, Settings, TopicConfig};
use crate::coordinator::GroupCoordinator;
use crate::metadata::Image;
use crate::protocol::{Message, Request, Response};
use crate::sim::{Effects, Input};
use crate::story::Fact;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a broker hands back.
pub type BrokerEffects = Effects<Message, BrokerTimer, Fact>;

/// A broker.
#[derive(Clone, Debug)]
pub struct Broker {
    pub(super) id: BrokerId,
    pub(super) rack: Option<Text>,
    pub(super) incarnation: u64,
    pub(super) cluster_id: Text,
    pub(super) calendar: EpochMillis,
    /// Settings it was started with.
    pub(super) settings: Arc<Settings>,
    /// The settings in force, dynamic ones included.
    pub(super) config: Arc<BrokerConfig>,
    pub(super) topic_configs: BTreeMap<TopicId, Arc<TopicConfig>>,
    pub(super) image: Arc<Image>,
    pub(super) lifecycle: Lifecycle,
    pub(super) link: MetadataLink,
    pub(super) channel: Channel,
    pub(super) replicas: BTreeMap<TopicPartition, Arc<Replica>>,
    /// Logs on disk that the process has not opened yet.
    pub(super) unopened: BTreeMap<TopicPartition, StoredLog>,
    /// Topic names as the directories bear them.
    pub(super) directory_names: BTreeMap<TopicId, Text>,
    pub(super) fetchers: BTreeMap<BrokerId, Arc<Fetcher>>,
    pub(super) produces: DelayedProduces,
    pub(super) fetches: DelayedFetches,
    /// What each follower fetches here.
    pub(super) sessions: BTreeMap<BrokerId, Arc<FetchSession>>,
    pub(super) proposals: IsrProposals,
    pub(super) creations: TopicCreations,
    pub(super) producer_ids: super::admin::ProducerIdBlock,
    pub(super) groups: Groups,
    pub(super) disk: DiskState,
    pub(super) slow_fetch: Duration,
    pub(super) is_flushing: bool,
    /// Requests that came before the first metadata was there.
    pub(super) early: Vec<(Address, Message)>,
    pub(super) sabotage: BrokerSabotage,
    pub(super) log_sabotage: Sabotage,
    pub(super) no_text: Text,
}

impl Broker {
    /// A broker whose process is about to start. `calendar` is the time of [`Instant::START`].
    #[must_use]
    #[allow(clippy::too_many_arguments, reason = "the identity of a process, given once")]
    pub fn new(
        id: BrokerId,
        settings: Settings,
        rack: Option<Text>,
        controllers: Vec<i32>,
        disk: BrokerDisk,
        incarnation: u64,
        stream: Stream,
        calendar: EpochMillis,
    ) -> Self {
        let config = BrokerConfig::with(&settings);
        let coordinator = GroupCoordinator::new(id, &config, stream, calendar);
        let names = disk.logs.iter().map(|(partition, log)| (partition.topic, log.topic.clone())).collect();
        Self {
            id,
            rack,
            incarnation,
            cluster_id: crate::protocol::CLUSTER_ID.into(),
            calendar,
            settings: Arc::new(settings),
            config: Arc::new(config),
            topic_configs: BTreeMap::new(),
            image: Arc::default(),
            lifecycle: Lifecycle::new(disk.clean_epoch),
            link: MetadataLink::default(),
            channel: Channel::new(controllers, incarnation),
            replicas: BTreeMap::new(),
            unopened: disk.logs,
            directory_names: names,
            fetchers: BTreeMap::new(),
            produces: DelayedProduces::default(),
            fetches: DelayedFetches::default(),
            sessions: BTreeMap::new(),
            proposals: IsrProposals::default(),
            creations: TopicCreations::default(),
            producer_ids: super::admin::ProducerIdBlock::default(),
            groups: Groups::new(coordinator),
            disk: DiskState::default(),
            slow_fetch: Duration::ZERO,
            is_flushing: false,
            early: Vec::new(),
            sabotage: BrokerSabotage::None,
            log_sabotage: Sabotage::None,
            no_text: Text::from(""),
        }
    }

    /// Takes one input in.
    pub fn handle(&mut self, now: Instant, input: Input<Message, BrokerTimer>, effects: &mut BrokerEffects) {
        match input {
            Input::Start => self.start(now, effects),
            Input::Message { from, message } => self.receive(now, from, message, effects),
            Input::Disconnected { peer } => self.disconnected(now, peer, effects),
            Input::Timer(timer) => self.fire(now, timer, effects),
        }
    }

    fn start(&mut self, now: Instant, effects: &mut BrokerEffects) {
        self.open_logs(now, effects);
        self.start_housekeeping(now, effects);
        self.communicate(now, effects);
        self.fetch_metadata(now, effects);
    }

    /// Requests that touch the log wait for a slow disk, all requests for the
    /// first metadata.
    pub(super) fn receive(
        &mut self,
        now: Instant,
        from: Address,
        message: Message,
        effects: &mut BrokerEffects,
    ) {
        let touches_log = match &message {
            Message::Request { body, .. } => {
                if !self.link.is_published {
                    self.early.push((from, message));
                    return;
                }
                matches!(body, Request::Produce(_))
            }
            Message::Response { body, .. } => {
                matches!(body, Response::Fetch(fetch) if fetch.partitions.iter().any(|p| !p.batches.is_empty()))
            }
            Message::Push { .. } | Message::Receipt { .. } => return,
        };
        let message = if touches_log {
            let Some(message) = self.wait_for_disk(now, from, message, effects) else { return };
            message
        } else {
            message
        };
        self.dispatch(now, from, message, effects);
    }

    pub(super) fn dispatch(
        &mut self,
        now: Instant,
        from: Address,
        message: Message,
        effects: &mut BrokerEffects,
    ) {
        match message {
            Message::Request { correlation, client_id, body } => {
                self.request(now, Asked { from, correlation, client_id }, body, effects);
            }
            Message::Response { correlation, body } => self.response(now, from, correlation, body, effects),
            Message::Push { .. } | Message::Receipt { .. } => {}
        }
    }

    fn request(&mut self, now: Instant, asked: Asked, body: Request, effects: &mut BrokerEffects) {
        match body {
            Request::Produce(request) => self.produce(now, &asked, request, effects),
            Request::Fetch(request) => self.fetch(now, &asked, request, effects),
            Request::ListOffsets(request) => self.list_offsets(&asked, &request, effects),
            Request::OffsetForLeaderEpoch(request) => self.offset_for_leader_epoch(&asked, &request, effects),
            Request::Metadata(request) => self.metadata(now, &asked, &request, effects),
            Request::FindCoordinator(request) => self.find_coordinator(now, &asked, &request, effects),
            Request::DeleteRecords(request) => self.delete_records(&asked, request, effects),
            Request::InitProducerId(_) => self.init_producer_id(now, asked, effects),
            Request::OffsetCommit(_)
            | Request::OffsetFetch(_)
            | Request::JoinGroup(_)
            | Request::Heartbeat(_)
            | Request::LeaveGroup(_)
            | Request::SyncGroup(_)
            | Request::DescribeGroups(_)
            | Request::ListGroups(_)
            | Request::DeleteGroups(_)
            | Request::OffsetDelete(_) => self.group_request(now, asked, body, effects),
            Request::CreateTopics(_)
            | Request::DeleteTopics(_)
            | Request::CreatePartitions(_)
            | Request::ElectLeaders(_)
            | Request::IncrementalAlterConfigs(_)
            | Request::AlterPartitionReassignments(_)
            | Request::ListPartitionReassignments(_)
            | Request::DescribeQuorum(_) => self.forward(now, asked, body, effects),
            Request::DescribeConfigs(request) => self.describe_configs(&asked, &request, effects),
            Request::DescribeCluster(request) => self.describe_cluster(&asked, &request, effects),
            Request::ApiVersions(_) => Self::api_versions(&asked, effects),
            // The controller's own: a broker never answers these.
            Request::AlterPartition(_)
            | Request::BrokerRegistration(_)
            | Request::BrokerHeartbeat(_)
            | Request::AllocateProducerIds(_)
            | Request::FetchMetadata(_) => {}
        }
    }

    fn fire(&mut self, now: Instant, timer: BrokerTimer, effects: &mut BrokerEffects) {
        match timer {
            BrokerTimer::Lifecycle { number } => self.lifecycle_due(now, number, effects),
            BrokerTimer::LifecycleTimeout { correlation } | BrokerTimer::RequestTimeout { correlation } => {
                self.request_timed_out(now, correlation, effects);
            }
            BrokerTimer::ShutdownDeadline => self.shutdown_deadline(effects),
            BrokerTimer::MetadataTimeout => self.metadata_timeout(now, effects),
            BrokerTimer::MetadataRetry => self.fetch_metadata(now, effects),
            BrokerTimer::Resend { correlation } => self.resend(correlation, effects),
            BrokerTimer::ProposeIsr => self.propose_isr(now, effects),
            BrokerTimer::FetchTimeout { leader } => self.fetch_timeout(now, leader, effects),
            BrokerTimer::FetchBackoff { leader } => self.send_fetch(now, leader, effects),
            BrokerTimer::ProduceExpiry => self.expire_produces(now, effects),
            BrokerTimer::FetchExpiry => self.expire_fetches(now, effects),
            BrokerTimer::DiskDone => self.disk_done(now, effects),
            BrokerTimer::ShrinkIsr => self.shrink_isrs(now, effects),
            BrokerTimer::CheckpointHighWatermarks => self.checkpoint_high_watermarks(now, effects),
            BrokerTimer::Retention => self.retention(now, effects),
            BrokerTimer::ExpireProducers => self.expire_producers(now, effects),
            BrokerTimer::Flush => self.flush_by_time(now, effects),
            BrokerTimer::Coordinator(timer) => self.coordinator_timer(now, timer, effects),
        }
    }

    /// Answers a request.
    pub(super) fn answer(asked: &Asked, body: Response, effects: &mut BrokerEffects) {
        effects.send(asked.from, Message::Response { correlation: asked.correlation, body });
    }

    /// A copy to change. The copy of it that a checkpoint holds stays as it is.
    pub(super) fn replica_mut(&mut self, partition: TopicPartition) -> Option<&mut Replica> {
        self.replicas.get_mut(&partition).map(Arc::make_mut)
    }

    /// What a leader's rules need to know beside the partition.
    pub(super) fn surroundings<'a>(
        now: Instant,
        image: &'a Image,
        config: &BrokerConfig,
        sabotage: BrokerSabotage,
    ) -> Surroundings<'a> {
        Surroundings { now, image, lag: millis(config.replica_lag_time_max_ms), sabotage }
    }

    /// Breaks the broker on purpose, for tests of the laws.
    pub const fn set_sabotage(&mut self, sabotage: BrokerSabotage) {
        self.sabotage = sabotage;
    }

    /// Breaks its logs on purpose, those to come included.
    pub fn set_log_sabotage(&mut self, sabotage: Sabotage) {
        self.log_sabotage = sabotage;
        for replica in self.replicas.values_mut() {
            Arc::make_mut(replica).log_mut().set_sabotage(sabotage);
        }
    }

    /// Its `node.id`.
    #[must_use]
    pub const fn id(&self) -> BrokerId {
        self.id
    }

    /// The cluster as it knows it.
    #[must_use]
    pub fn image(&self) -> &Image {
        &self.image
    }

    /// The settings in force.
    #[must_use]
    pub fn config(&self) -> &BrokerConfig {
        &self.config
    }

    /// Its copies of partitions, in order.
    pub fn replicas(&self) -> impl Iterator<Item = (TopicPartition, &Replica)> {
        self.replicas.iter().map(|(partition, replica)| (*partition, replica.as_ref()))
    }

    /// Its copy of a partition, if it has one.
    #[must_use]
    pub fn replica(&self, partition: TopicPartition) -> Option<&Replica> {
        self.replicas.get(&partition).map(Arc::as_ref)
    }

    /// The group coordinator it hosts.
    #[must_use]
    pub const fn coordinator(&self) -> &GroupCoordinator {
        self.groups.coordinator()
    }

    /// How far it is in its life.
    #[must_use]
    pub const fn state(&self) -> BrokerState {
        self.lifecycle.state
    }

    /// Its registration, -1 before the first.
    #[must_use]
    pub const fn epoch(&self) -> crate::base::BrokerEpoch {
        self.lifecycle.epoch
    }

    /// Number of produce requests that wait for copies.
    #[must_use]
    pub fn waiting_produces(&self) -> usize {
        self.produces.len()
    }

    /// Number of fetches that wait for records.
    #[must_use]
    pub fn waiting_fetches(&self) -> usize {
        self.fetches.len()
    }
}

/// Who asked, and under which number.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Asked {
    pub(super) from: Address,
    pub(super) correlation: CorrelationId,
    pub(super) client_id: Text,
}

/// A setting in milliseconds as a length of time; negative ones count as none.
pub(super) fn millis(setting: i64) -> Duration {
    Duration::from_millis(u64::try_from(setting).unwrap_or(0))
}
