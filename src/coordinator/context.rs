//! What every handler needs beside the group itself: the time, the settings,
//! the numbers in use, the appends under way, and where its output goes.

use super::group::{Group, GroupState};
use super::output::{Asker, CoordinatorOutput, CoordinatorTimer, OffsetsAppend};
use super::sabotage::CoordinatorSabotage;
use crate::base::{Duration, EpochMillis, Generation, Instant, ProducerEpoch, ProducerId, Stream, Text};
use crate::config::BrokerConfig;
use crate::protocol::{Assignment, BatchBuilder, CommittedOffset, ErrorCode};
use crate::story::Fact;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What an append is for.
#[derive(Clone, Debug)]
pub(super) enum Then {
    /// Nobody waits for it (tombstones, the record of an empty group).
    Nothing,
    /// A commit: answer it.
    Commit {
        asker: Asker,
        member: Text,
        generation: Generation,
        committed_at: EpochMillis,
        /// Those that were written.
        offsets: Vec<CommittedOffset>,
        /// The answers so far, in the order asked.
        answers: Vec<(Text, i32, ErrorCode)>,
    },
    /// The leader's assignment: give everybody its share.
    Assign { generation: Generation, assignments: BTreeMap<Text, Assignment> },
    /// A static member came back under a new id: answer its join.
    Return { member: Text, generation: Generation },
}

/// An append that is not yet replicated.
#[derive(Clone, Debug)]
pub(super) struct Write {
    pub group: Text,
    pub partition: i32,
    /// When it counts as failed (`offsets.commit.timeout.ms`).
    pub due: Instant,
    pub then: Then,
}

/// What all groups of a coordinator share.
#[derive(Clone, Debug)]
pub(super) struct Shared {
    pub config: Arc<BrokerConfig>,
    pub stream: Stream,
    /// Calendar time of instant 0.
    pub calendar: EpochMillis,
    pub sabotage: CoordinatorSabotage,
    pub next_number: u64,
    /// Appends under way, oldest first: they all get the same time.
    pub writes: BTreeMap<u64, Write>,
    pub is_watching_writes: bool,
}

/// One input being handled.
pub(super) struct Context<'a> {
    pub now: Instant,
    pub shared: &'a mut Shared,
    pub out: &'a mut CoordinatorOutput,
}

impl Context<'_> {
    pub(super) fn calendar_now(&self) -> EpochMillis {
        self.now.on_calendar(self.shared.calendar)
    }

    pub(super) fn fact(&mut self, fact: Fact) {
        self.out.facts.push(fact);
    }

    pub(super) fn timer_in(&mut self, length: Duration, timer: CoordinatorTimer) {
        self.out.timers.push((self.now + length, timer));
    }

    /// A number never used before.
    pub(super) fn number(&mut self) -> u64 {
        self.shared.next_number += 1;
        self.shared.next_number
    }

    /// Whether this rule is broken on purpose.
    pub(super) fn breaks(&self, rule: CoordinatorSabotage) -> bool {
        self.shared.sabotage == rule
    }

    /// Hands the broker records of a group to append.
    pub(super) fn append(&mut self, group: &Group, records: &BatchBuilder, then: Then) {
        if records.count() == 0 {
            return;
        }
        let token = self.number();
        let batch = records.build(ProducerId::NONE, ProducerEpoch::NONE, -1);
        self.out.appends.push(OffsetsAppend { partition: group.partition, batch, token });
        let length = Duration::from_millis(self.shared.config.offsets_commit_timeout_ms.max(0) as u64);
        let due = self.now + length;
        if !self.shared.is_watching_writes {
            self.shared.is_watching_writes = true;
            self.out.timers.push((due, CoordinatorTimer::Appends));
        }
        let write = Write { group: group.id.clone(), partition: group.partition, due, then };
        self.shared.writes.insert(token, write);
    }
}

impl Group {
    pub(super) fn set_state(&mut self, context: &Context<'_>, state: GroupState) {
        self.state = state;
        self.state_since = Some(context.calendar_now());
    }
}
