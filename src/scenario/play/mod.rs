//! An exercise being played: the student's answers and deeds over a history, what
//! became of them, and the record from which all of it can be done again.
//!
//! Pure and deterministic: what a [`Play`] becomes depends on the scenario, the
//! student's number and the deeds at their [`Place`]s, never on how time was cut
//! into pieces on the way or on a clock. Knows no window and no file. Places, and
//! every `Instant` here, are the world's clock, which counts the boot in.
//!
//! # The branches
//! The timeline plays only while the lab leads: on the way to where a step begins
//! ([`Stage::Preparing`]) and, as far as its next pause, during the run of a prediction
//! ([`Stage::Running`]).
//! Branch 0 is the timeline's own and nobody acts on it: as soon as the student
//! leads, time goes on with a new branch that does not follow the script. A step
//! with a `start` therefore always finds the world of the timeline.
//!
//! # What is looked at when
//! Checks are looked at after every event that a person reads, every 100 ms of the
//! world's clock, and around every action; at the head only. The same instants come
//! again when a record is replayed.

mod answer;
mod codes;
mod deeds;
mod follow;
mod judge;
mod progress;
mod record;
mod refusal;
mod replay;
mod shift;
mod time;
mod words;

pub use answer::{Answer, Rating, Student};
pub use codes::{checkpoint_codes, receipt_code, seal, source_hash, unseal};
pub use deeds::{SOLUTION_GAP, SOLUTION_PAUSE};
pub use progress::{Decided, Share, StepProgress, StepState, Try};
pub use record::{Deed, Entry, MOST_ENTRIES, Place, RECORD_FORMAT, Record};
pub use refusal::NotAllowed;
pub use replay::ReplayError;

use super::check::Check;
use super::evaluate::Leaf;
use super::event::Event;
use super::model::{Deed as Planned, Scenario, Step};
use super::reading::Reading;
use super::values::Value;
use crate::base::{Instant, Text};
use crate::history::{History, ScriptEntry};
use crate::world::{BOOT, BootError, World};
use follow::{Follower, Line};
use std::collections::BTreeMap;

/// What the present step waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Time runs ahead to where the step begins; nothing can be done yet.
    Preparing {
        /// Up to here.
        until: Instant,
    },
    /// It is the student's turn.
    Open,
    /// A prediction is locked in, and time runs to show what happens.
    Running {
        /// Up to here.
        until: Instant,
    },
    /// Every step is behind the student, who may do anything.
    Finished,
}

/// An exercise being played.
#[derive(Clone, Debug)]
pub struct Play {
    scenario: Scenario,
    source: Text,
    app: Text,
    student: Student,
    history: History,
    /// By branch: what its checks remember.
    lines: Vec<Line>,
    /// The timeline's marks, each just before what is done then.
    timeline_marks: Vec<(Instant, Text)>,
    /// Its pauses, likewise.
    pauses: Vec<Instant>,
    marks: BTreeMap<Text, Place>,
    steps: Vec<StepProgress>,
    current: usize,
    stage: Stage,
    /// What the answer of the running prediction read last, and since when.
    watched: Option<(Value, Decided)>,
    entries: Vec<Entry>,
    genesis: [u8; 32],
    /// The place at the head up to which the record tells how time ran.
    told: Place,
    /// The past that was looked at last, with what the checks remembered there.
    recalled: Option<(Place, Follower)>,
    /// The place to return to, while one looks at another with [`Play::look_at`].
    away_from: Option<Place>,
    /// Work done so far, in events.
    spent: u64,
    handed_in: bool,
}

/// The world's clock at a time of the scenario.
#[must_use]
pub fn world_time(at: Instant) -> Instant {
    at + BOOT
}

/// The scenario's clock at a time of the world.
#[must_use]
pub fn scenario_time(at: Instant) -> Instant {
    Instant(at.0.saturating_sub(BOOT.0))
}

impl Play {
    /// The exercise of `scenario` from its beginning. `scenario` was read from `source`
    /// by [`Scenario::parse_for`] with the student's number.
    ///
    /// # Errors
    /// When the cluster can't boot.
    pub fn new(scenario: &Scenario, source: &[u8], student: &Student) -> Result<Self, BootError> {
        let world = World::new(&scenario.cluster_spec())?;
        let moments = scenario.moments();
        let script = moments.iter().map(|moment| ScriptEntry {
            at: world_time(moment.at),
            action: match &moment.deed {
                Planned::World(action) => Some(action.clone()),
                _ => None,
            },
        });
        let first = world.now();
        let timeline_marks = moments.iter().flat_map(|moment| {
            let own = match &moment.deed {
                Planned::Mark(name) => Some(name),
                _ => None,
            };
            let before = Instant(world_time(moment.at).0.saturating_sub(1)).max(first);
            moment.mark.iter().chain(own).map(move |name| (before, name.clone()))
        });
        let pauses = moments.iter().filter(|moment| moment.deed == Planned::Pause);
        let history = History::new(world, script.collect());
        let checks = checks(scenario);
        let mut play = Self {
            lines: vec![Line::first(Follower::new(&checks, first))],
            timeline_marks: timeline_marks.collect(),
            pauses: pauses.map(|moment| Instant(world_time(moment.at).0.saturating_sub(1))).collect(),
            marks: BTreeMap::new(),
            steps: scenario.steps.iter().map(|_| StepProgress::default()).collect(),
            current: 0,
            stage: Stage::Finished,
            watched: None,
            entries: Vec::new(),
            genesis: [0; 32],
            told: Place { branch: 0, events: history.world().events(), at: first },
            recalled: None,
            away_from: None,
            spent: 0,
            handed_in: false,
            scenario: scenario.clone(),
            source: String::from_utf8_lossy(source).as_ref().into(),
            app: env!("CARGO_PKG_VERSION").into(),
            student: student.clone(),
            history,
        };
        play.genesis = play.head_of_record().genesis();
        play.enter(0);
        Ok(play)
    }

    /// The scenario.
    #[must_use]
    pub const fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// The text of the file that is played.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Who works.
    #[must_use]
    pub const fn student(&self) -> &Student {
        &self.student
    }

    /// All branches, and the world one looks at.
    #[must_use]
    pub const fn history(&self) -> &History {
        &self.history
    }

    /// The world one looks at.
    #[must_use]
    pub fn world(&self) -> &World {
        self.history.world()
    }

    /// Where one looks.
    #[must_use]
    pub fn place(&self) -> Place {
        let world = self.history.world();
        Place { branch: self.history.branch().id.0, events: world.events(), at: world.now() }
    }

    /// How far each step is.
    #[must_use]
    pub fn steps(&self) -> &[StepProgress] {
        &self.steps
    }

    /// The step that is to be done; the number of steps when all are behind.
    #[must_use]
    pub const fn current(&self) -> usize {
        self.current
    }

    /// What the present step waits for.
    #[must_use]
    pub const fn stage(&self) -> Stage {
        self.stage
    }

    /// Whether the work was handed in.
    #[must_use]
    pub const fn is_handed_in(&self) -> bool {
        self.handed_in
    }

    /// Whether time stands still because a prediction is open.
    #[must_use]
    pub fn is_locked(&self) -> bool {
        self.stage == Stage::Open
            && matches!(self.step(), Some(Step::Predict { .. }))
            && self.now_step().is_some_and(|progress| progress.first_answer.is_none())
    }

    /// How far the lab is to let time run by itself: to where the step begins, or to
    /// the end of a prediction's run.
    #[must_use]
    pub const fn needs_run_until(&self) -> Option<Instant> {
        match self.stage {
            Stage::Preparing { until } | Stage::Running { until } => Some(until),
            Stage::Open | Stage::Finished => None,
        }
    }

    /// Whether [`Deed::Next`] is possible.
    #[must_use]
    pub fn can_next(&self) -> bool {
        self.now_step().is_some_and(|progress| progress.state.is_behind())
    }

    /// Marks passed so far, with their places: those of the timeline, those a student
    /// or a solution made.
    #[must_use]
    pub const fn marks(&self) -> &BTreeMap<Text, Place> {
        &self.marks
    }

    /// Everything done so far, with the present place as its last entry, so that it
    /// also tells how far time ran.
    #[must_use]
    pub fn record(&self) -> Record {
        let mut record = self.head_of_record();
        record.entries.clone_from(&self.entries);
        let place = self.place();
        let is_head = !self.history.is_past() && self.away_from.is_none();
        if is_head && place != self.told && record.entries.len() < MOST_ENTRIES {
            let digest = self.world().digest().value();
            record.entries.push(Entry::after(self.link(), place, Deed::Here, digest));
        }
        record
    }

    /// Each comparison of the present goal, expected and now, where one looks.
    #[must_use]
    pub fn leaves(&mut self) -> Vec<Leaf> {
        let Some(Step::Do { pass, .. }) = self.step().cloned() else { return Vec::new() };
        let follower = self.follower_here();
        follower.evaluator.leaves(&pass, self.history.world())
    }

    /// What a reading gives where one looks.
    #[must_use]
    pub fn read(&mut self, reading: &Reading) -> Value {
        let follower = self.follower_here();
        follower.evaluator.read(reading, self.history.world())
    }

    /// When an event that some step names first happened after `since`, at the head.
    #[must_use]
    pub fn happened(&self, event: &Event, since: Instant) -> Option<Instant> {
        self.line().head.evaluator.first(event, since)
    }

    fn step(&self) -> Option<&Step> {
        self.scenario.steps.get(self.current)
    }

    fn now_step(&self) -> Option<&StepProgress> {
        self.steps.get(self.current)
    }

    fn now_step_mut(&mut self) -> Option<&mut StepProgress> {
        self.steps.get_mut(self.current)
    }

    fn head_of_record(&self) -> Record {
        Record {
            format: RECORD_FORMAT,
            app: self.app.clone(),
            scenario: self.scenario.id.clone(),
            source_hash: codes::hex(&self.scenario.fingerprint.hash).into(),
            packed_from: self.scenario.packed.clone(),
            student: self.student.clone(),
            seed: self.scenario.cluster.seed,
            source: self.source.clone(),
            entries: Vec::new(),
        }
    }

    /// The last link of the chain.
    fn link(&self) -> [u8; 32] {
        self.entries.last().map_or(self.genesis, |entry| entry.link)
    }
}

/// Everything that is asked of the run by any step.
fn checks(scenario: &Scenario) -> Vec<Check> {
    let asked = scenario.steps.iter().filter_map(|step| match step {
        Step::Do { pass, .. } => Some(pass.clone()),
        Step::Predict { decides, .. } => decides.clone().map(Check::Happened),
        _ => None,
    });
    asked.collect()
}
