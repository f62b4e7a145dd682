//! The story of a branch as the window shows it: sentences, reasons, lanes.
//!
//! Sentences are made once, when an event is first seen, in both languages.

use super::picture::scenario_time;
use super::sentences::{self, Names};
use super::view::{Lane, LaneMark, StoryEvent, Subject, Tone, Words};
use crate::base::{BrokerId, ClientId, GrowList, Text, TopicId};
use crate::history;
use crate::story::{Action, Ending, Fact};
use crate::text::Lang;
use crate::world::ledger::Ledger;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What topics and clients are called.
pub(super) struct Called<'a> {
    pub(super) ledger: &'a Ledger,
    pub(super) clients: &'a BTreeMap<ClientId, Text>,
}

impl Names for Called<'_> {
    fn topic(&self, id: TopicId) -> String {
        self.ledger.topic_name(id).map_or_else(|| format!("#{id}"), |name| name.to_string())
    }

    fn client(&self, id: ClientId) -> String {
        self.clients.get(&id).map_or_else(|| format!("client {id}"), |name| name.to_string())
    }
}

/// The story of one branch, as far as it was told.
#[derive(Clone, Debug, Default)]
pub(super) struct Chronicle {
    events: GrowList<Arc<StoryEvent>>,
    lanes: [GrowList<LaneMark>; 5],
}

impl Chronicle {
    pub(super) fn events(&self) -> &GrowList<Arc<StoryEvent>> {
        &self.events
    }

    pub(super) fn lanes(&self) -> &[GrowList<LaneMark>; 5] {
        &self.lanes
    }

    /// The story of a branch that leaves this one after its first `count` events.
    pub(super) fn up_to(&self, count: usize) -> Self {
        let mut copy = self.clone();
        copy.events.truncate(count);
        for lane in &mut copy.lanes {
            lane.truncate(lane.partition_point(|mark| mark.event < count));
        }
        copy
    }

    /// Tells what the branch has added since.
    pub(super) fn tell(&mut self, story: &GrowList<history::StoryEvent>, names: &Called<'_>) {
        for event in story.iter_from(self.events.len()) {
            let index = self.events.len();
            let told = tell(event, names);
            if let Some((lane, mark)) = mark(&event.fact, &told, index, names) {
                self.lanes[lane as usize].push(mark);
            }
            self.events.push(Arc::new(told));
        }
    }
}

fn both(say: impl Fn(Lang) -> String) -> Words {
    Words::new(say(Lang::En), say(Lang::Fr))
}

fn tell(event: &history::StoryEvent, names: &Called<'_>) -> StoryEvent {
    StoryEvent {
        at: scenario_time(event.at),
        kind: event.fact.kind().into(),
        lane: lane(&event.fact),
        tone: tone(&event.fact),
        subjects: subjects(&event.fact, names),
        sentence: both(|lang| sentences::sentence(lang, &event.fact, names)),
        why: both(|lang| sentences::why(lang, &event.fact, names).unwrap_or_default()),
    }
}

fn lane(fact: &Fact) -> Option<Lane> {
    Some(match fact {
        Fact::Acted { action } if is_fault(action) => Lane::Faults,
        Fact::Ended { .. } | Fact::StorageFailed { .. } | Fact::CorruptionFound { .. } => Lane::Faults,
        Fact::BrokerFenced { .. } | Fact::BrokerUnfenced { .. } => Lane::Faults,
        Fact::LeaderChanged { .. } | Fact::ControllerElected { .. } => Lane::Leaders,
        Fact::IsrChanged { .. } => Lane::InSync,
        Fact::RebalanceStarted { .. } | Fact::GroupStable { .. } | Fact::GroupEmpty { .. } => Lane::Groups,
        Fact::SegmentDeleted { .. } | Fact::SegmentRolled { .. } => Lane::Retention,
        _ => return None,
    })
}

/// Whether an action breaks or mends something; starting a client does neither.
const fn is_fault(action: &Action) -> bool {
    matches!(
        action,
        Action::Kill(_)
            | Action::Freeze(_)
            | Action::Thaw(_)
            | Action::DropNextAck(_)
            | Action::CleanStop(_)
            | Action::Restart(_)
            | Action::Link(..)
            | Action::Cut(..)
            | Action::CutOneWay(..)
            | Action::Isolate(_)
            | Action::SlowFetch(..)
            | Action::Heal
            | Action::SlowDisk(..)
            | Action::FullDisk(_)
            | Action::WipeDisk(_)
            | Action::CorruptByte(..)
    )
}

const fn tone(fact: &Fact) -> Tone {
    match fact {
        Fact::Ended { how: Ending::CleanStop, .. } | Fact::ShutdownRequested { .. } => Tone::Waiting,
        Fact::Ended { .. }
        | Fact::BrokerFenced { .. }
        | Fact::StorageFailed { .. }
        | Fact::CorruptionFound { .. } => Tone::Fault,
        Fact::LeaderChanged { to, .. } if to.0 < 0 => Tone::Fault,
        Fact::LeaderChanged { .. } | Fact::BecameLeader { .. } | Fact::ControllerElected { .. } => {
            Tone::Leader
        }
        Fact::IsrChanged { from, to, .. } if to.len() < from.len() => Tone::Waiting,
        Fact::IsrChanged { .. } | Fact::BrokerUnfenced { .. } | Fact::BrokerReady { .. } => Tone::InSync,
        Fact::ErrorReturned { .. }
        | Fact::PoisonMet { .. }
        | Fact::WireBroken { .. }
        | Fact::SendFailed { .. }
        | Fact::ProduceRefused { .. }
        | Fact::Truncated { .. } => Tone::Fault,
        Fact::MemberJoined { .. }
        | Fact::MemberLeft { .. }
        | Fact::RebalanceStarted { .. }
        | Fact::GenerationStarted { .. }
        | Fact::GroupStable { .. }
        | Fact::GroupEmpty { .. }
        | Fact::PartitionsAssigned { .. }
        | Fact::PartitionsRevoked { .. } => Tone::Group,
        Fact::SegmentDeleted { .. } | Fact::LogStartMoved { .. } | Fact::OffsetReset { .. } => Tone::Waiting,
        _ => Tone::Plain,
    }
}

fn subjects(fact: &Fact, names: &Called<'_>) -> Vec<Subject> {
    let client_of = |client_id: &Text| {
        let known = names.clients.iter().find(|(_, name)| *name == client_id);
        known.map(|(id, _)| Subject::Client(*id))
    };
    match fact {
        Fact::Started { node } | Fact::Ended { node, .. } => vec![(*node).into()],
        Fact::Dropped { from, to, .. } => vec![(*from).into(), (*to).into()],
        Fact::ControllerElected { controller, .. } => vec![Subject::Controller(*controller)],
        Fact::BrokerRegistered { broker, .. }
        | Fact::BrokerUnfenced { broker }
        | Fact::BrokerFenced { broker, .. }
        | Fact::ShutdownRequested { broker }
        | Fact::BrokerReady { broker }
        | Fact::StorageFailed { broker }
        | Fact::CoordinatorLoaded { broker, .. }
        | Fact::CoordinatorUnloaded { broker, .. } => vec![Subject::Broker(*broker)],
        Fact::LeaderChanged { partition, to, .. } => {
            let leader = (*to != BrokerId::NONE).then_some(Subject::Broker(*to));
            std::iter::once(Subject::Partition(*partition)).chain(leader).collect()
        }
        Fact::IsrChanged { partition, .. }
        | Fact::ReassignmentStarted { partition, .. }
        | Fact::ReassignmentCompleted { partition, .. }
        | Fact::OffsetReset { partition, .. }
        | Fact::Positioned { partition, .. } => vec![Subject::Partition(*partition)],
        Fact::BecameLeader { broker, partition, .. }
        | Fact::Truncated { broker, partition, .. }
        | Fact::SegmentRolled { broker, partition, .. }
        | Fact::SegmentDeleted { broker, partition, .. }
        | Fact::LogStartMoved { broker, partition, .. }
        | Fact::LogRecovered { broker, partition, .. }
        | Fact::ProduceRefused { broker, partition, .. }
        | Fact::DuplicateDropped { broker, partition, .. }
        | Fact::CorruptionFound { broker, partition, .. } => {
            vec![Subject::Partition(*partition), Subject::Broker(*broker)]
        }
        Fact::MemberJoined { group, client_id, .. } | Fact::MemberLeft { group, client_id, .. } => {
            std::iter::once(Subject::Group(group.clone())).chain(client_of(client_id)).collect()
        }
        Fact::RebalanceStarted { group, .. }
        | Fact::GenerationStarted { group, .. }
        | Fact::GroupStable { group, .. }
        | Fact::GroupEmpty { group, .. }
        | Fact::GroupDeleted { group }
        | Fact::CommitRejected { group, .. }
        | Fact::OffsetExpired { group, .. } => vec![Subject::Group(group.clone())],
        Fact::SendFailed { client, .. }
        | Fact::ErrorReturned { client, .. }
        | Fact::PartitionsAssigned { client, .. }
        | Fact::PartitionsRevoked { client, .. }
        | Fact::PartitionsLost { client, .. }
        | Fact::PollTimedOut { client } => vec![Subject::Client(*client)],
        Fact::PoisonMet { client, partition, .. } => {
            vec![Subject::Client(*client), Subject::Partition(*partition)]
        }
        Fact::WireBroken { from, to } | Fact::WireMended { from, to } => {
            vec![Subject::Client(*from), Subject::Client(*to)]
        }
        _ => vec![Subject::Cluster],
    }
}

fn mark(fact: &Fact, told: &StoryEvent, event: usize, names: &Called<'_>) -> Option<(Lane, LaneMark)> {
    let lane = told.lane?;
    let label = match fact {
        Fact::LeaderChanged { partition, to, .. } => {
            let leader = if *to == BrokerId::NONE { "–".to_owned() } else { to.to_string() };
            Words::same(format!("{} → {leader}", names.partition(*partition)))
        }
        Fact::IsrChanged { partition, to, .. } => {
            let ids: Vec<_> = to.iter().map(ToString::to_string).collect();
            Words::same(format!("{} {{{}}}", names.partition(*partition), ids.join(", ")))
        }
        Fact::RebalanceStarted { group, .. } => Words::same(format!("{group} …")),
        Fact::GroupStable { group, generation, .. } => Words::same(format!("{group} · {generation}")),
        Fact::GroupEmpty { group, .. } => Words::same(format!("{group} · 0")),
        Fact::SegmentDeleted { partition, .. } => Words::same(format!("{} −1", names.partition(*partition))),
        Fact::SegmentRolled { partition, .. } => Words::same(format!("{} +1", names.partition(*partition))),
        _ => told.sentence.clone(),
    };
    Some((lane, LaneMark { at: told.at, until: None, label, tone: told.tone, event }))
}
