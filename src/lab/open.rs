//! What is open: a scenario, its history, and the place one looks at.

use super::about::scenario_view;
use super::chronicle::{Called, Chronicle};
use super::course::Course;
use super::exercise::Exercise;
use super::picture::{self, Endings, scenario_time, world_time};
use super::view::{BranchView, Mode, NextEvent, ScenarioView, VerdictView, Words};
use super::{sentences, session, verdicts};
use crate::base::{ClientId, Instant, Text};
use crate::history::{BranchId, History, Progress, ScriptEntry};
use crate::scenario::play::{NotAllowed, Play};
use crate::scenario::{Deed, Moment, Scenario, Use, Variant};
use crate::story::Action;
use crate::text::{Lang, tr};
use crate::world::{BootError, World};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A scenario under way.
#[derive(Debug)]
pub(super) struct Open {
    pub(super) course: Course,
    /// The desk of the student, in an exercise.
    pub(super) exercise: Option<Exercise>,
    pub(super) mode: Mode,
    pub(super) source: Arc<[u8]>,
    pub(super) name: Text,
    /// What a student's number changes in the file, and what was chosen.
    pub(super) variants: (BTreeMap<Text, Variant>, BTreeMap<Text, Text>),
    scenario: Arc<ScenarioView>,
    end: Instant,
    /// Where the file asks for the person, then where it ends.
    stops: Vec<Instant>,
    clients: BTreeMap<ClientId, Text>,
    chronicles: Vec<Chronicle>,
    moments: Vec<Moment>,
    /// The file is one to be worked through, not to be shown: a student's copy, or said so in its head.
    pub(super) is_for_students: bool,
    /// The verdicts made last: of which branch, from how many mishaps.
    verdicts: (BranchId, usize, Arc<Vec<VerdictView>>),
    /// Places that undo left, newest last: branch and number of events.
    undone: Vec<(BranchId, u64)>,
}

impl Open {
    /// Builds the cluster of a scenario and boots it.
    pub(super) fn new(
        scenario: &Scenario,
        name: &str,
        source: &[u8],
        file: Option<&str>,
        is_sandbox: bool,
    ) -> Result<Self, BootError> {
        let world = World::new(&scenario.cluster_spec())?;
        let moments = scenario.moments();
        let mut stops: Vec<_> = moments.iter().filter(|it| it.deed == Deed::Pause).map(|it| it.at).collect();
        if !is_sandbox {
            stops.push(scenario.end());
        }
        stops.sort_unstable();
        let script = moments.iter().map(|moment| ScriptEntry {
            at: world_time(moment.at),
            action: match &moment.deed {
                Deed::World(action) => Some(action.clone()),
                _ => None,
            },
        });
        let course = Course::Free(Box::new(History::new(world, script.collect())));
        let open = Self::with(course, scenario, name, source, file);
        Ok(Self { mode: session::usual_mode(is_sandbox), stops, ..open })
    }

    /// An exercise that is played.
    pub(super) fn played(
        play: Play,
        exercise: Exercise,
        name: &str,
        source: &[u8],
        file: Option<&str>,
    ) -> Self {
        let scenario = play.scenario().clone();
        let open = Self::with(Course::Played(Box::new(play)), &scenario, name, source, file);
        Self { mode: Mode::Exercise, exercise: Some(exercise), ..open }
    }

    fn with(course: Course, scenario: &Scenario, name: &str, source: &[u8], file: Option<&str>) -> Self {
        Self {
            clients: picture::client_names(course.history().world()),
            course,
            exercise: None,
            mode: Mode::Demo,
            source: source.into(),
            name: name.into(),
            variants: (scenario.variants.clone(), scenario.chosen.clone()),
            scenario: Arc::new(scenario_view(scenario, file)),
            end: scenario.end(),
            stops: Vec::new(),
            chronicles: vec![Chronicle::default()],
            moments: scenario.moments(),
            is_for_students: !scenario.steps.is_empty()
                && (scenario.packed.is_some() || scenario.uses == [Use::Exercise]),
            verdicts: <_>::default(),
            undone: Vec::new(),
        }
    }

    pub(super) fn history(&self) -> &History {
        self.course.history()
    }

    /// How far the present branch followed the file's timeline.
    pub(super) fn followed(&self) -> Instant {
        let branches = self.history().branches();
        let mut branch = self.history().branch();
        let mut followed = branch.head().now();
        loop {
            if !branch.follows_script {
                followed = followed.min(branch.since);
            }
            match branch.parent.and_then(|(parent, _)| branches.get(parent.0 as usize)) {
                Some(parent) => branch = parent,
                None => return scenario_time(followed),
            }
        }
    }

    /// What the file's timeline plans.
    pub(super) fn moments(&self) -> &[Moment] {
        &self.moments
    }

    pub(super) fn scenario_view(&self) -> Arc<ScenarioView> {
        self.scenario.clone()
    }

    /// Counts how often the file was read again.
    pub(super) fn set_reloads(&mut self, reloads: u32) {
        Arc::make_mut(&mut self.scenario).reloads = reloads;
    }

    pub(super) fn end(&self) -> Instant {
        self.end.max(scenario_time(self.history().branch().head().now()))
    }

    /// Where time next stops by itself after `now`.
    pub(super) fn next_stop(&self, now: Instant) -> Option<Instant> {
        self.stops.iter().copied().find(|stop| *stop > now)
    }

    pub(super) fn mark(&self, name: &str) -> Option<Instant> {
        self.scenario.marks.iter().find(|mark| &*mark.name == name).map(|mark| mark.at)
    }

    pub(super) fn chronicle(&self) -> &Chronicle {
        &self.chronicles[self.history().branch().id.0 as usize]
    }

    /// What went wrong for somebody on this branch, up to the head.
    pub(super) fn verdicts(&mut self) -> Arc<Vec<VerdictView>> {
        let branch = self.history().branch();
        let of = (branch.id, branch.mishaps().len());
        if (self.verdicts.0, self.verdicts.1) != of {
            let names = Called { ledger: branch.head().ledger(), clients: &self.clients };
            self.verdicts = (of.0, of.1, Arc::new(verdicts::verdicts(branch, &names)));
        }
        self.verdicts.2.clone()
    }

    /// The present branch's story, up to date.
    pub(super) fn catch_up(&mut self) {
        let history = self.course.history();
        // Consoles start clients of their own.
        self.clients = picture::client_names(history.branch().head());
        // Branches begun since: each knows what was told of the one it left.
        for branch in history.branches().iter().skip(self.chronicles.len()) {
            let told = branch.parent.and_then(|(parent, shared)| {
                let story = history.branches().get(parent.0 as usize)?.story();
                let count = story.partition_point(|event| event.event <= shared);
                Some(self.chronicles.get(parent.0 as usize)?.clone().up_to(count))
            });
            self.chronicles.push(told.unwrap_or_default());
        }
        let branch = history.branch();
        let names = Called { ledger: branch.head().ledger(), clients: &self.clients };
        self.chronicles[branch.id.0 as usize].tell(branch.story(), &names);
    }

    pub(super) fn endings(&self) -> Endings {
        let events = self.history().world().events();
        Endings::of(self.history().branch().story().iter().take_while(|event| event.event <= events))
    }

    /// Lets time run to `to`: at the head by letting things happen, in the past by replaying.
    pub(super) fn advance(&mut self, to: Instant, budget: u64) -> Progress {
        self.course.advance(world_time(to), budget)
    }

    pub(super) fn seek(&mut self, at: Instant, budget: u64) {
        self.course.seek_time(world_time(at), budget);
    }

    pub(super) fn step(&mut self, events: i64) {
        for _ in 0..events.clamp(0, 10_000) {
            self.course.step_forward();
        }
        if events < 0 {
            let now = self.history().world().events();
            self.course.seek_event(now.saturating_sub(events.unsigned_abs()).max(self.first_event()));
        }
    }

    /// Events of the boot lie before everything a person may see.
    fn first_event(&self) -> u64 {
        self.history().first_event()
    }

    /// To the next (or an earlier) story event, letting time run for it if need be.
    pub(super) fn step_story(&mut self, count: i64, budget: u64) {
        let events = self.history().world().events();
        let story = self.history().branch().story();
        if count < 0 {
            // The events of one step belong together: the place before is that of an earlier step.
            let index = story.partition_point(|event| event.event < events);
            let target = index.checked_sub(count.unsigned_abs() as usize).and_then(|index| story.get(index));
            let target = target.map_or(self.first_event(), |event| event.event);
            self.course.seek_event(target);
            return;
        }
        for _ in 0..count.min(10_000) {
            let events = self.history().world().events();
            let story = self.history().branch().story();
            let next =
                story.get(story.partition_point(|event| event.event <= events)).map(|event| event.event);
            match next {
                Some(event) => self.course.seek_event(event),
                None => self.course.run_to_next_story(budget),
            }
        }
    }

    pub(super) fn seek_story(&mut self, index: usize) {
        if let Some(event) = self.history().branch().story().get(index).map(|event| event.event) {
            self.course.seek_event(event);
        }
    }

    pub(super) fn act(&mut self, action: Action) -> Result<(), NotAllowed> {
        self.catch_up();
        self.course.act(action)?;
        self.undone.clear();
        Ok(())
    }

    pub(super) fn branch(&mut self) -> Result<(), NotAllowed> {
        self.catch_up();
        self.course.fork()
    }

    pub(super) fn switch(&mut self, id: BranchId) -> Result<(), NotAllowed> {
        self.course.switch(id)
    }

    /// Goes to just before the last deed of a person. The deed stays on its branch.
    pub(super) fn undo(&mut self) {
        if let Some(events) = self.history().before_last_action() {
            self.undone.push((self.history().branch().id, self.history().world().events()));
            self.course.seek_event(events);
        }
    }

    pub(super) fn can_redo(&self) -> bool {
        !self.undone.is_empty()
    }

    pub(super) fn redo(&mut self) -> Result<(), NotAllowed> {
        if let Some((branch, events)) = self.undone.pop() {
            self.course.switch(branch)?;
            self.course.seek_event(events);
        }
        Ok(())
    }

    pub(super) fn branch_views(&self) -> Vec<BranchView> {
        let branches = self.history().branches().iter();
        branches
            .map(|branch| BranchView {
                id: branch.id.0,
                name: branch_name(branch.id),
                parent: branch.parent.map(|(parent, _)| (parent.0, scenario_time(branch.since))),
                head: scenario_time(branch.head().now()),
            })
            .collect()
    }

    /// The next thing worth a look: of the story already lived, else of the script.
    pub(super) fn next_event(&self) -> Option<NextEvent> {
        let branch = self.history().branch();
        let events = self.history().world().events();
        let names = Called { ledger: branch.head().ledger(), clients: &self.clients };
        let lived = branch.story().get(branch.story().partition_point(|event| event.event <= events));
        if let Some(event) = lived {
            let [en, fr] = Lang::ALL.map(|lang| sentences::sentence(lang, &event.fact, &names));
            return Some(NextEvent { at: scenario_time(event.at), label: Words::new(en, fr) });
        }
        let planned = branch.next_planned()?;
        let action = planned.action.as_ref()?;
        let [en, fr] = Lang::ALL.map(|lang| sentences::action(lang, action));
        Some(NextEvent { at: scenario_time(planned.at), label: Words::new(en, fr) })
    }
}

fn branch_name(id: BranchId) -> Words {
    let [en, fr] = Lang::ALL.map(|lang| match id.0 {
        0 => tr(lang, "branch-first", &[]),
        number => tr(lang, "branch-number", &[("number", number.into())]),
    });
    Words::new(en, fr)
}
