//! The controller (KRaft): registration, placement, elections.
//!
//! A dedicated node and, until quorums come, their only voter. It follows Kafka's
//! `QuorumController`: a request yields records and an answer; the records go to
//! the metadata log, which is flushed; only their replay changes state; then the
//! answer leaves. A restart replays the log and takes office in a new epoch.

mod alter_partition;
mod brokers;
mod change;
mod configs;
mod elections;
mod facts;
mod fetch;
mod log;
mod placer;
mod plan;
mod quorum;
mod reassign;
mod requests;
mod sabotage;
#[cfg(test)]
mod tests;
mod topics;

pub use log::MetadataLog;
pub use placer::{Dice, StripedReplicaPlacer, UsableBroker};
pub use sabotage::ControllerSabotage;

use crate::base::{
    Address, BrokerId, ControllerEpoch, CorrelationId, Duration, EpochMillis, Instant, Stream,
};
use crate::config::BrokerConfig;
use crate::metadata::Image;
use crate::protocol::{Message, MetadataRecord};
use crate::sim::{Effects, Input};
use crate::story::Fact;
use brokers::Session;
use fetch::Held;
use plan::{Plan, Step, Told, View};
use quorum::Observer;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Time from the start to the first look at leader imbalance.
const FIRST_REBALANCE: Duration = Duration::from_secs(5);

/// `unclean.leader.election.interval.ms`, internal to Kafka: a topic that comes to
/// allow unclean elections waits for it, or for an election on demand.
const UNCLEAN_ELECTION_INTERVAL: Duration = Duration::from_secs(300);

/// What the controller asks to be reminded of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ControllerTimer {
    /// Write a no-op record (`metadata.max.idle.interval.ms`).
    NoOp,
    /// A broker's session may have ended.
    Session(BrokerId),
    /// Look at leader imbalance.
    Rebalance,
    /// Try to elect for leaderless partitions that allow it uncleanly.
    ElectUnclean,
    /// A held fetch has waited long enough.
    FetchExpired {
        /// Who asked.
        from: Address,
        /// Its question.
        correlation: CorrelationId,
    },
}

/// What the controller hands back.
pub type ControllerEffects = Effects<Message, ControllerTimer, Fact>;

/// A controller process.
#[derive(Clone, Debug)]
pub struct Controller {
    id: i32,
    config: Arc<BrokerConfig>,
    log: MetadataLog,
    image: Arc<Image>,
    sessions: BTreeMap<BrokerId, Session>,
    held: BTreeMap<Address, Held>,
    /// Brokers that follow the metadata log.
    observers: BTreeMap<BrokerId, Observer>,
    calendar: EpochMillis,
    /// The next topic's number: one more than any in the log.
    next_topic: u32,
    no_op: Arc<MetadataRecord>,
    stream: Stream,
    sabotage: ControllerSabotage,
}

impl Controller {
    /// A controller that finds `log` on its disk. Its records carry no time: `calendar`,
    /// the time of [`Instant::START`], is only for what it tells of its quorum.
    #[must_use]
    pub fn new(
        id: i32,
        config: BrokerConfig,
        log: MetadataLog,
        stream: Stream,
        calendar: EpochMillis,
    ) -> Self {
        let mut controller = Self {
            id,
            config: Arc::new(config),
            log: MetadataLog::default(),
            image: Arc::default(),
            sessions: BTreeMap::new(),
            held: BTreeMap::new(),
            observers: BTreeMap::new(),
            calendar,
            // Number 0 stands for "no such topic".
            next_topic: 1,
            no_op: Arc::new(MetadataRecord::NoOp),
            stream,
            sabotage: ControllerSabotage::None,
        };
        for (offset, record) in log.iter() {
            controller.replay(offset, record);
        }
        controller.log = log;
        controller
    }

    /// Its `node.id`.
    #[must_use]
    pub fn id(&self) -> i32 {
        self.id
    }

    /// Its epoch: one more at each start; -1 before the first.
    #[must_use]
    pub fn epoch(&self) -> ControllerEpoch {
        ControllerEpoch(self.image.controller_epoch)
    }

    /// The cluster as it knows it.
    #[must_use]
    pub fn image(&self) -> &Image {
        &self.image
    }

    /// Its metadata log.
    #[must_use]
    pub fn log(&self) -> &MetadataLog {
        &self.log
    }

    /// The disk it leaves behind, however it ends: everything in it is flushed.
    #[must_use]
    pub fn into_disk(self) -> MetadataLog {
        self.log
    }

    /// Breaks it on purpose (or mends it).
    pub fn set_sabotage(&mut self, sabotage: ControllerSabotage) {
        self.sabotage = sabotage;
    }

    /// Takes one input.
    pub fn handle(
        &mut self,
        now: Instant,
        input: Input<Message, ControllerTimer>,
        effects: &mut ControllerEffects,
    ) {
        let end = self.log.end_offset();
        match input {
            Input::Start => self.start(now, effects),
            Input::Message { from, message: Message::Request { correlation, body, .. } } => {
                self.request(now, from, correlation, &body, effects);
            }
            Input::Message { .. } => {}
            Input::Disconnected { peer } => {
                self.held.remove(&peer);
            }
            Input::Timer(timer) => self.timer(now, timer, effects),
        }
        if self.log.end_offset() > end {
            self.wake_fetches(effects);
        }
    }

    fn start(&mut self, now: Instant, effects: &mut ControllerEffects) {
        let (controller, epoch) = (self.id, self.image.controller_epoch + 1);
        let record = MetadataRecord::LeaderChange { controller, epoch };
        self.commit(Plan::one(record, Told::Fact(Fact::ControllerElected { controller, epoch })), effects);
        self.begin_sessions(now, effects);
        self.schedule_no_op(now, effects);
        effects.timer(now + UNCLEAN_ELECTION_INTERVAL, ControllerTimer::ElectUnclean);
        if self.config.auto_leader_rebalance {
            effects.timer(now + FIRST_REBALANCE, ControllerTimer::Rebalance);
        }
    }

    fn schedule_no_op(&self, now: Instant, effects: &mut ControllerEffects) {
        // 0 turns no-op records off.
        if let Some(interval) =
            u64::try_from(self.config.metadata_max_idle_interval_ms).ok().filter(|ms| *ms > 0)
        {
            effects.timer(now + Duration::from_millis(interval), ControllerTimer::NoOp);
        }
    }

    fn timer(&mut self, now: Instant, timer: ControllerTimer, effects: &mut ControllerEffects) {
        match timer {
            ControllerTimer::NoOp => {
                self.write(Arc::clone(&self.no_op));
                self.schedule_no_op(now, effects);
            }
            ControllerTimer::Session(broker) => self.session_due(now, broker, effects),
            ControllerTimer::Rebalance => {
                let plan = self.view().rebalance_leaders();
                self.commit(plan, effects);
                let interval = self.config.leader_imbalance_check_interval_seconds;
                let interval = Duration::from_secs(u64::try_from(interval).unwrap_or(0).max(1));
                effects.timer(now + interval, ControllerTimer::Rebalance);
            }
            ControllerTimer::ElectUnclean => {
                let plan = self.view().elect_unclean();
                self.commit(plan, effects);
                effects.timer(now + UNCLEAN_ELECTION_INTERVAL, ControllerTimer::ElectUnclean);
            }
            ControllerTimer::FetchExpired { from, correlation } => {
                self.fetch_expired(from, correlation, effects);
            }
        }
    }

    fn view(&self) -> View<'_> {
        View { image: &self.image, config: &self.config, sabotage: self.sabotage }
    }

    /// The view together with the stream that placement draws from.
    fn view_and_stream(&mut self) -> (View<'_>, &mut Stream) {
        (View { image: &self.image, config: &self.config, sabotage: self.sabotage }, &mut self.stream)
    }

    /// Writes a plan's records, replays them, and reports what they brought.
    fn commit(&mut self, plan: Plan, effects: &mut ControllerEffects) {
        for Step { record, told } in plan.steps {
            match told {
                Told::Nothing => self.write(Arc::new(record)),
                Told::Fact(fact) => {
                    self.write(Arc::new(record));
                    effects.fact(fact);
                }
                Told::Change(partition, cause) => {
                    let before = self.image.partition(partition).cloned();
                    self.write(Arc::new(record));
                    if let (Some(before), Some(after)) = (before, self.image.partition(partition)) {
                        effects.facts.extend(facts::of_change(partition, cause, &before, after));
                    }
                }
            }
        }
    }

    fn write(&mut self, record: Arc<MetadataRecord>) {
        let offset = self.log.append(Arc::clone(&record));
        self.replay(offset, &record);
    }

    fn replay(&mut self, offset: i64, record: &MetadataRecord) {
        if let MetadataRecord::Topic { id, .. } = record {
            self.next_topic = self.next_topic.max(id.0 + 1);
        }
        Arc::make_mut(&mut self.image).replay(offset, record);
    }
}
