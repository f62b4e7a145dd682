//! What is open: a scenario, its history, and the place one looks at.

use super::chronicle::{Called, Chronicle};
use super::picture::{self, Endings, scenario_time, world_time};
use super::view::{BranchView, MarkView, Mode, NextEvent, ScenarioView, VerdictView, Words};
use super::{sentences, session, verdicts};
use crate::base::{ClientId, Instant, Text};
use crate::history::{BranchId, History, Progress, ScriptEntry};
use crate::scenario::{Both, Deed, Moment, Scenario};
use crate::story::Action;
use crate::text::{Lang, tr};
use crate::world::{BootError, World};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A scenario under way.
#[derive(Debug)]
pub(super) struct Open {
    history: History,
    pub(super) mode: Mode,
    pub(super) source: Arc<[u8]>,
    pub(super) name: Text,
    scenario: Arc<ScenarioView>,
    end: Instant,
    /// Where the file asks for the person, then where it ends.
    stops: Vec<Instant>,
    clients: BTreeMap<ClientId, Text>,
    chronicles: Vec<Chronicle>,
    moments: Vec<Moment>,
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
        let clients = picture::client_names(&world);
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
        Ok(Self {
            history: History::new(world, script.collect()),
            mode: session::usual_mode(is_sandbox),
            source: source.into(),
            name: name.into(),
            scenario: Arc::new(scenario_view(scenario, file)),
            end: scenario.end(),
            stops,
            clients,
            chronicles: vec![Chronicle::default()],
            moments,
            undone: Vec::new(),
        })
    }

    pub(super) fn history(&self) -> &History {
        &self.history
    }

    /// For restoring a saved journal.
    pub(super) fn history_mut(&mut self) -> &mut History {
        &mut self.history
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
        self.end.max(scenario_time(self.history.branch().head().now()))
    }

    /// Where time next stops by itself after `now`.
    pub(super) fn next_stop(&self, now: Instant) -> Option<Instant> {
        self.stops.iter().copied().find(|stop| *stop > now)
    }

    pub(super) fn mark(&self, name: &str) -> Option<Instant> {
        self.scenario.marks.iter().find(|mark| &*mark.name == name).map(|mark| mark.at)
    }

    pub(super) fn chronicle(&self) -> &Chronicle {
        &self.chronicles[self.history.branch().id.0 as usize]
    }

    /// What went wrong for somebody on this branch, up to the head.
    pub(super) fn verdicts(&self) -> Vec<VerdictView> {
        let branch = self.history.branch();
        let names = Called { ledger: branch.head().ledger(), clients: &self.clients };
        verdicts::verdicts(branch, &names, u64::MAX)
    }

    /// The present branch's story, up to date.
    pub(super) fn catch_up(&mut self) {
        let branch = self.history.branch();
        let names = Called { ledger: branch.head().ledger(), clients: &self.clients };
        self.chronicles[branch.id.0 as usize].tell(branch.story(), &names);
    }

    pub(super) fn endings(&self) -> Endings {
        let events = self.history.world().events();
        Endings::of(self.history.branch().story().iter().take_while(|event| event.event <= events))
    }

    /// Lets time run to `to`: at the head by letting things happen, in the past by replaying.
    pub(super) fn advance(&mut self, to: Instant, budget: u64) -> Progress {
        let to = world_time(to);
        if self.history.is_past() {
            return self.history.replay(to, budget);
        }
        self.history.advance(to, budget, |_, _| {})
    }

    pub(super) fn seek(&mut self, at: Instant, budget: u64) {
        let at = world_time(at);
        if at < self.history.branch().head().now() {
            self.history.seek_time(at);
        } else {
            self.history.advance(at, budget, |_, _| {});
        }
    }

    pub(super) fn step(&mut self, events: i64) {
        for _ in 0..events.clamp(0, 10_000) {
            self.history.step_forward();
        }
        if events < 0 {
            let now = self.history.world().events();
            self.history.seek_event(now.saturating_sub(events.unsigned_abs()).max(self.first_event()));
        }
    }

    /// Events of the boot lie before everything a person may see.
    fn first_event(&self) -> u64 {
        self.history.first_event()
    }

    /// To the next (or an earlier) story event, letting time run for it if need be.
    pub(super) fn step_story(&mut self, count: i64, budget: u64) {
        let events = self.history.world().events();
        let story = self.history.branch().story();
        if count < 0 {
            // The events of one step belong together: the place before is that of an earlier step.
            let index = story.partition_point(|event| event.event < events);
            let target = index.checked_sub(count.unsigned_abs() as usize).and_then(|index| story.get(index));
            let target = target.map_or(self.first_event(), |event| event.event);
            self.history.seek_event(target);
            return;
        }
        for _ in 0..count {
            let events = self.history.world().events();
            let story = self.history.branch().story();
            let next =
                story.get(story.partition_point(|event| event.event <= events)).map(|event| event.event);
            match next {
                Some(event) => self.history.seek_event(event),
                None => self.history.run_to_next_story(budget),
            }
        }
    }

    pub(super) fn seek_story(&mut self, index: usize) {
        if let Some(event) = self.history.branch().story().get(index).map(|event| event.event) {
            self.history.seek_event(event);
        }
    }

    pub(super) fn act(&mut self, action: Action) {
        self.branch_if_past();
        self.undone.clear();
        self.history.act(action);
    }

    pub(super) fn branch(&mut self) {
        self.catch_up();
        let parent = self.chronicle().clone();
        self.history.fork();
        self.chronicles.push(parent.up_to(self.history.branch().story().len()));
    }

    fn branch_if_past(&mut self) {
        if self.history.is_past() {
            self.branch();
        }
    }

    pub(super) fn switch(&mut self, id: BranchId) {
        self.history.switch(id);
    }

    /// Goes to just before the last deed of a person. The deed stays on its branch.
    pub(super) fn undo(&mut self) {
        if let Some(events) = self.history.before_last_action() {
            self.undone.push((self.history.branch().id, self.history.world().events()));
            self.history.seek_event(events);
        }
    }

    pub(super) fn can_redo(&self) -> bool {
        !self.undone.is_empty()
    }

    pub(super) fn redo(&mut self) {
        if let Some((branch, events)) = self.undone.pop() {
            self.history.switch(branch);
            self.history.seek_event(events);
        }
    }

    pub(super) fn branch_views(&self) -> Vec<BranchView> {
        let branches = self.history.branches().iter();
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
        let branch = self.history.branch();
        let events = self.history.world().events();
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

pub(super) fn words(both: &Both) -> Words {
    Words::new(both.get(Lang::En), both.get(Lang::Fr))
}

fn scenario_view(scenario: &Scenario, file: Option<&str>) -> ScenarioView {
    let marks = scenario.moments().into_iter().filter_map(|moment| {
        let is_shown = moment.mark.is_some() || moment.caption.is_some() || moment.notes.is_some();
        is_shown.then(|| MarkView {
            at: moment.at,
            name: moment.mark.clone().unwrap_or_default(),
            caption: moment.caption.as_ref().map(words).unwrap_or_default(),
            notes: moment.notes.as_ref().map(words).unwrap_or_default(),
        })
    });
    let [en, fr] = Lang::ALL.map(|lang| tr(lang, "semantics-label", &[]));
    ScenarioView {
        id: scenario.id.clone(),
        title: words(&scenario.title),
        goal: words(&scenario.goal),
        tp: scenario.tp.clone().unwrap_or_default(),
        file: file.map(Into::into),
        reloads: 0,
        semantics: Words::new(en, fr),
        marks: marks.collect(),
        questions: questions(scenario),
    }
}

/// The questions of the exercise, for a presenter.
fn questions(scenario: &Scenario) -> Vec<QuestionView> {
    let question = |step: &Step| {
        let kind = match step {
            Step::Predict { .. } => StepKind::Predict,
            Step::Quiz { .. } => StepKind::Quiz,
            _ => return None,
        };
        let at = match step.start() {
            Some(Start::Mark(mark)) => scenario.mark(mark),
            Some(Start::At(length)) => Some(Instant::START + length.0),
            None => None,
        };
        let describe = |lang| step.answer().map(|reading| reading.describe(lang)).unwrap_or_default();
        Some(QuestionView {
            id: step.id().clone(),
            kind,
            at,
            ask: words(step.card()),
            choices: step.choices().iter().map(|choice| words(&choice.text)).collect(),
            answer: step.choices().iter().position(|choice| choice.correct),
            reading: Words::new(describe(Lang::En), describe(Lang::Fr)),
            debrief: step.debrief().map(words).unwrap_or_default(),
        })
    };
    scenario.steps.iter().filter_map(question).collect()
}
