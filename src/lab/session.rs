//! One class session: what is open, where one looks, what time does.
//!
//! It advances to a time it is given and knows no wall clock, no file and no
//! thread; the runtime gives it all three.

use super::command::Command;
use super::exercise::{hide_faults, hides_faults, locks, mask, refusal};
use super::open::Open;
use super::picture;
use super::shelf::Shelf;
use super::view::{Mode, Problem, RecentFile, Student, Subject, View, Words};
use crate::base::{BrokerId, Instant, Offset, TopicPartition};
use crate::history::{BranchId, Progress};
use crate::scenario::play::NotAllowed;
use crate::story::Action;
use crate::text::{Lang, tr};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Most events that one command may let happen: a minute of a very busy cluster.
const EVENTS_PER_COMMAND: u64 = 3_000_000;
/// Real time.
const USUAL_SPEED_PERMILLE: u32 = 1_000;

/// A class session.
#[derive(Debug, Default)]
pub struct Session {
    pub(super) open: Option<Open>,
    pub(super) opened: u64,
    pub(super) deeds: u64,
    pub(super) is_playing: bool,
    speed_permille: Option<u32>,
    /// Faster than wished, while time runs to where it is to run by itself.
    pub(super) hurry_permille: Option<u32>,
    selected: Subject,
    inspected: Option<(BrokerId, TopicPartition, Offset)>,
    pub(super) problems: Arc<Vec<Problem>>,
    last_view: Option<Arc<View>>,
    pub(super) shelf: Shelf,
    /// Consoles that were put away.
    pub(super) closed_consoles: BTreeSet<u8>,
}

impl Session {
    /// A session with nothing open.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Where virtual time stands.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.open.as_ref().map_or(Instant::START, |open| picture::scenario_time(open.history().world().now()))
    }

    /// Whether time runs.
    #[must_use]
    pub fn is_playing(&self) -> bool {
        self.is_playing
    }

    /// Wished speed, in thousandths of real time.
    #[must_use]
    pub fn speed_permille(&self) -> u32 {
        let wished = self.speed_permille.unwrap_or(USUAL_SPEED_PERMILLE);
        self.hurry_permille.map_or(wished, |hurry| hurry.max(wished))
    }

    /// Shows a person what is wrong.
    pub fn report(&mut self, problem: Problem) {
        Arc::make_mut(&mut self.problems).push(problem);
    }

    /// Lets what is due up to `to` happen, at most `events` events. True when it
    /// got there, or when time stopped by itself (at a pause of the file, at its end).
    pub fn advance(&mut self, to: Instant, events: u64) -> bool {
        let Some(open) = &mut self.open else {
            self.is_playing = false;
            return true;
        };
        if open.exercise.is_some() {
            return self.advance_exercise(to, events);
        }
        let now = picture::scenario_time(open.history().world().now());
        let stop = open.next_stop(now).filter(|stop| *stop <= to);
        let reached = open.advance(stop.unwrap_or(to), events) == Progress::Reached;
        if reached && stop.is_some() {
            self.is_playing = false;
        }
        reached
    }

    /// The same in an exercise, which knows itself where time stops.
    fn advance_exercise(&mut self, to: Instant, events: u64) -> bool {
        let milestones = self.milestones();
        let Some(open) = &mut self.open else { return true };
        let before = (open.history().world().now(), open.history().world().events());
        let reached = open.advance(to, events) == Progress::Reached;
        let after = (open.history().world().now(), open.history().world().events());
        if reached && before == after && picture::world_time(to) > after.0 {
            // A question is open, or the exercise holds no more.
            self.is_playing = false;
        }
        self.arrived(milestones);
        reached || !self.is_playing
    }

    /// Carries out a command that touches no file.
    pub fn apply(&mut self, command: Command) {
        match command {
            Command::OpenLibrary(id) => self.open_library(&id),
            Command::OpenBytes(name, bytes) => self.open_bytes(&name, &bytes, false),
            Command::OpenSandbox => self.open_sandbox(None),
            Command::OpenFile(_) | Command::SaveAs(_) | Command::Export(_) | Command::Reload => {}
            Command::OpenExercise(id) => {
                self.open_exercise(Some(&id), None, &Student::default());
            }
            Command::Exercise(lesson) => self.lesson(lesson),
            Command::Close => {
                self.open = None;
                self.is_playing = false;
                self.hurry_permille = None;
                self.selected = Subject::Cluster;
                self.problems = Arc::default();
            }
            Command::DismissProblems => self.problems = Arc::default(),
            Command::Select(subject) => self.selected = subject,
            Command::InspectRecord(place) => self.inspected = place,
            Command::SetSpeed(permille) => self.speed_permille = Some(permille.clamp(1, 1_000_000)),
            Command::Play => {
                let is_open = self.open.is_some();
                self.is_playing = is_open && !self.is_refused(|locks| locks.time);
            }
            Command::Pause => self.is_playing = false,
            command => {
                let milestones = self.milestones();
                if !self.is_locked_away(&command) {
                    self.move_or_act(command);
                    self.arrived(milestones);
                }
            }
        }
        self.last_view = None;
    }

    /// Whether a question that is open locks this; then it is said.
    fn is_locked_away(&mut self, command: &Command) -> bool {
        match command {
            Command::Step(_)
            | Command::StepStory(_)
            | Command::SeekTo(_)
            | Command::SeekToEvent(_)
            | Command::JumpToNext
            | Command::ToMark(_) => self.is_refused(|locks| locks.time),
            Command::Act(_) if self.is_looking_elsewhere() => {
                self.refuse(problem("looking-elsewhere"));
                true
            }
            Command::Undo | Command::Redo => self.is_refused(|locks| locks.deeds),
            Command::Console(..) => self.is_refused(|locks| locks.console),
            Command::Branch | Command::SwitchBranch(_) | Command::SetMode(_) => {
                self.is_refused(|locks| locks.future)
            }
            _ => false,
        }
    }

    fn move_or_act(&mut self, command: Command) {
        let Some(open) = &mut self.open else { return };
        // Every other command is about one instant: time stands still for it.
        let was_playing = std::mem::take(&mut self.is_playing);
        match command {
            Command::Step(events) => open.step(events),
            Command::StepStory(events) => open.step_story(events, EVENTS_PER_COMMAND),
            Command::SeekTo(at) => open.seek(at, EVENTS_PER_COMMAND),
            Command::SeekToEvent(index) => open.seek_story(index),
            Command::JumpToNext => open.step_story(1, EVENTS_PER_COMMAND),
            Command::ToMark(name) => {
                if let Some(at) = open.mark(&name) {
                    open.seek(Instant(at.0.saturating_sub(1)), EVENTS_PER_COMMAND);
                }
            }
            Command::Act(action) => {
                self.is_playing = was_playing;
                self.act(action);
            }
            Command::Console(number, input) => {
                self.is_playing = was_playing;
                self.type_into(number, input);
            }
            Command::CloseConsole(number) => {
                self.is_playing = was_playing;
                self.close_console(number);
            }
            Command::SetMode(mode) => {
                self.is_playing = was_playing;
                self.set_mode(mode);
            }
            Command::Undo => open.undo(),
            Command::Redo => {
                let done = open.redo();
                self.say_if_refused(done);
            }
            Command::Branch => {
                let done = open.branch();
                self.say_if_refused(done);
            }
            Command::SwitchBranch(id) => {
                let done = open.switch(BranchId(id));
                self.say_if_refused(done);
            }
            _ => self.is_playing = was_playing,
        }
    }

    /// Does something to the cluster where one looks.
    pub(super) fn act(&mut self, action: Action) {
        let Some(open) = &mut self.open else { return };
        let done = open.act(action);
        self.deeds += 1;
        self.say_if_refused(done);
    }

    fn say_if_refused(&mut self, done: Result<(), NotAllowed>) {
        match done {
            Ok(()) => {
                if let Some(exercise) = self.open.as_mut().and_then(|open| open.exercise.as_mut()) {
                    exercise.version += 1;
                }
            }
            Err(why) => self.refuse(refusal(&why)),
        }
    }

    /// Another way to use what is open.
    fn set_mode(&mut self, mode: Mode) {
        let Some(open) = &mut self.open else { return };
        match (open.mode, mode) {
            (Mode::Exercise, Mode::Exercise) => {}
            (_, Mode::Exercise) => {
                self.open_exercise(None, None, &Student::default());
            }
            (Mode::Exercise, mode) => self.leave_exercise(mode),
            (_, mode) => open.mode = mode,
        }
    }

    /// The session as it stands, for the window.
    pub fn view(&mut self, lagging_permille: Option<u32>, recent: &Arc<Vec<RecentFile>>) -> Arc<View> {
        let mut view = View {
            selected: self.selected.clone(),
            problems: self.problems.clone(),
            library: self.shelf.entries(),
            recent: recent.clone(),
            ..View::default()
        };
        view.run.speed_permille = self.speed_permille();
        view.run.is_playing = self.is_playing;
        view.run.lagging_permille = lagging_permille;
        view.run.session = self.opened;
        if let Some(open) = &mut self.open {
            let known = self.last_view.as_deref();
            fill(&mut view, open, known);
            view.consoles = super::console::consoles(open.history().world(), &self.closed_consoles);
            if open.exercise.is_some() {
                fill_exercise(&mut view, open);
            }
            let world = open.history().world();
            if let Subject::Partition(partition) = &self.selected {
                view.log = picture::log(world, &view.cluster, *partition).map(Arc::new);
            }
            if let Some((broker, partition, offset)) = self.inspected {
                view.record = picture::record(world, broker, partition, offset).map(Arc::new);
            }
        }
        let view = Arc::new(view);
        self.last_view = Some(view.clone());
        view
    }
}

/// What a view says of the open scenario. Parts of `known` that still hold are shared.
fn fill(view: &mut View, open: &mut Open, known: Option<&View>) {
    open.catch_up();
    view.verdicts = open.verdicts();
    let world = open.history().world();
    let run = &mut view.run;
    run.mode = open.mode;
    run.now = picture::scenario_time(world.now());
    run.head = picture::scenario_time(open.history().branch().head().now());
    run.end = open.end();
    run.digest = world.digest().value();
    run.steps = world.events();
    run.next = open.next_event();
    run.can_undo = open.history().before_last_action().is_some();
    run.can_redo = open.can_redo();
    run.branch = open.history().branch().id.0;
    view.scenario = Some(open.scenario_view());
    let chronicle = open.chronicle();
    view.events = chronicle.events().clone();
    view.lanes = chronicle.lanes().clone();
    view.branches = Arc::new(open.branch_views());
    let is_same = known.is_some_and(|known| {
        (known.run.steps, known.run.digest, known.run.session, known.run.branch)
            == (view.run.steps, view.run.digest, view.run.session, view.run.branch)
    });
    match known.filter(|_| is_same) {
        Some(known) => {
            view.cluster = known.cluster.clone();
            view.graph = known.graph.clone();
            view.messages = known.messages.clone();
        }
        None => {
            let cluster = picture::cluster(world, &open.endings());
            view.graph = Arc::new(picture::graph(&cluster));
            view.cluster = Arc::new(cluster);
            view.messages = Arc::new(picture::messages(world));
        }
    }
}

/// What only an exercise has; and nothing that gives an answer away.
fn fill_exercise(view: &mut View, open: &mut Open) {
    let followed = open.followed();
    let Open { course, exercise, .. } = open;
    let (Some(play), Some(exercise)) = (course.play_mut(), exercise) else { return };
    view.locks = locks(play);
    mask(view, followed);
    if hides_faults(play) {
        hide_faults(view);
    }
    view.exercise = Some(Arc::new(super::exercise::view(exercise, play, view)));
}

/// A problem that concerns no place in a file.
pub(super) fn problem(key: &str) -> Problem {
    let [en, fr] = Lang::ALL.map(|lang| tr(lang, key, &[]));
    Problem { is_error: true, message: Words::new(en, fr), ..Problem::default() }
}

/// The mode in which a file is opened.
pub(super) const fn usual_mode(is_sandbox: bool) -> Mode {
    if is_sandbox { Mode::Sandbox } else { Mode::Demo }
}
