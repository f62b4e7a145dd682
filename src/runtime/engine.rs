//! The engine thread: takes commands, lets time run, publishes views.
//!
//! One std thread with a tokio runtime of its own. It sleeps while time stands
//! still; while it runs, it works in slices of [`SLICE`] so that a command never
//! waits long. The window never waits for it.

use super::files::{Stamp, read_bounded, write_atomically};
use super::pace::Pace;
use super::{Places, Stage};
use crate::base;
use crate::lab::view::{Mode, Problem, RecentFile, View, Words};
use crate::lab::{Command, Engine, Lesson};
use crate::text::{Lang, tr};
use fluent_bundle::FluentValue;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, MissedTickBehavior, interval};

/// Between two slices while time runs: about a frame.
const TICK: Duration = Duration::from_millis(16);
/// Longest stretch of simulation in a slice.
const SLICE: Duration = Duration::from_millis(8);
/// Events between two looks at the clock.
const EVENTS_AT_ONCE: u64 = 256;
/// How often the open file is looked at.
const WATCH_EVERY: Duration = Duration::from_millis(500);
/// How often the Sandbox is saved, when something was done in it.
const AUTOSAVE_EVERY: Duration = Duration::from_secs(5);
/// Commands that may wait. A person can't type so many; beyond it they are dropped.
const WAITING_COMMANDS: usize = 256;

/// The window's end of the engine thread. The thread ends when the last handle is gone.
#[derive(Clone)]
pub struct Handle {
    commands: mpsc::Sender<Command>,
    views: watch::Receiver<Arc<View>>,
    wake: Arc<OnceLock<Wake>>,
}

/// Told that there is a new view.
type Wake = Arc<dyn Fn() + Send + Sync>;

impl Engine for Handle {
    fn view(&self) -> Arc<View> {
        self.views.borrow().clone()
    }

    fn send(&self, command: Command) {
        // A full queue means that the engine is busy with hundreds of wishes already.
        let _ = self.commands.try_send(command);
    }

    fn on_change(&self, wake: Wake) {
        // Only the first window is woken; there is one.
        let _ = self.wake.set(wake);
    }
}

/// Starts the engine thread. `build` makes the session on that thread.
///
/// # Errors
/// When the system gives no thread.
pub fn start<S: Stage>(
    places: Places,
    build: impl FnOnce() -> S + Send + 'static,
) -> std::io::Result<Handle> {
    let (commands, inbox) = mpsc::channel(WAITING_COMMANDS);
    let (outbox, views) = watch::channel(Arc::new(View::default()));
    let wake = Arc::new(OnceLock::new());
    let outbox = Outbox { views: outbox, wake: wake.clone() };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
    std::thread::Builder::new().name("engine".into()).spawn(move || {
        let last = outbox.clone();
        let run = AssertUnwindSafe(|| {
            let driver = Driver::new(places, build(), outbox);
            runtime.block_on(driver.run(inbox));
        });
        if catch_unwind(run).is_err() {
            // A fault of ours: the window stays, shows the last picture and says so.
            let mut stopped = View::clone(&last.views.borrow());
            stopped.run.is_playing = false;
            stopped.problems = Arc::new(vec![problem("engine-stopped", &[])]);
            last.publish(Arc::new(stopped));
        }
    })?;
    Ok(Handle { commands, views, wake })
}

/// The engine's end of the way to the window.
#[derive(Clone)]
struct Outbox {
    views: watch::Sender<Arc<View>>,
    wake: Arc<OnceLock<Wake>>,
}

impl Outbox {
    fn publish(&self, view: Arc<View>) {
        self.views.send_replace(view);
        if let Some(wake) = self.wake.get() {
            wake();
        }
    }
}

fn problem(key: &str, blanks: &[(&str, FluentValue<'_>)]) -> Problem {
    let [en, fr] = Lang::ALL.map(|lang| tr(lang, key, blanks));
    Problem { is_error: true, message: Words::new(en, fr), ..Problem::default() }
}

pub(super) struct Watched {
    path: PathBuf,
    stamp: Option<Stamp>,
}

pub(super) struct Driver<S> {
    pub(super) stage: S,
    pub(super) places: Places,
    recent: Arc<Vec<RecentFile>>,
    pub(super) watched: Option<Watched>,
    /// The folder that gets a copy of a student's work.
    pub(super) folder: Option<PathBuf>,
    pub(super) autosaved: Option<u64>,
    pace: Pace,
    last_tick: Option<Instant>,
    outbox: Outbox,
}

impl<S: Stage> Driver<S> {
    fn new(places: Places, mut stage: S, outbox: Outbox) -> Self {
        stage.set_progress(places.progress());
        let recent = Arc::new(places.recent_files());
        Self {
            stage,
            places,
            recent,
            watched: None,
            folder: None,
            autosaved: None,
            pace: Pace::default(),
            last_tick: None,
            outbox,
        }
    }

    async fn run(mut self, mut inbox: mpsc::Receiver<Command>) {
        let mut tick = interval(TICK);
        let mut watch = interval(WATCH_EVERY);
        let mut autosave = interval(AUTOSAVE_EVERY);
        for clock in [&mut tick, &mut watch, &mut autosave] {
            clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
        }
        self.publish();
        loop {
            let is_playing = self.stage.is_playing();
            tokio::select! {
                biased;
                command = inbox.recv() => {
                    let Some(command) = command else { break };
                    self.obey(command);
                    while let Ok(command) = inbox.try_recv() {
                        self.obey(command);
                    }
                    self.publish();
                }
                _ = tick.tick(), if is_playing => {
                    self.advance();
                    self.publish();
                }
                _ = watch.tick(), if self.watched.is_some() => {
                    if self.reload_if_changed() {
                        self.publish();
                    }
                }
                _ = autosave.tick(), if self.stage.autosave_version() != self.autosaved => self.autosave(),
            }
            if !self.stage.is_playing() {
                self.last_tick = None;
                self.pace.forget();
            }
        }
        self.autosave();
    }

    fn publish(&mut self) {
        let view = self.stage.view(self.pace.lagging_permille(), &self.recent);
        self.outbox.publish(view);
    }

    /// One slice of virtual time, worth the real time since the last one.
    fn advance(&mut self) {
        let begin = Instant::now();
        let elapsed = self.last_tick.map_or(TICK, |last| begin - last);
        self.last_tick = Some(begin);
        let speed = self.stage.speed_permille();
        let from = self.stage.now();
        let wished_us = Pace::wish_us(elapsed, speed);
        let target = from + base::Duration(wished_us);
        let mut is_there = self.stage.advance(target, EVENTS_AT_ONCE);
        while !is_there && begin.elapsed() < SLICE {
            is_there = self.stage.advance(target, EVENTS_AT_ONCE);
        }
        let reached_us = if is_there { wished_us } else { self.stage.now().since(from).0 };
        self.pace.book(elapsed, speed, wished_us, reached_us);
    }

    fn obey(&mut self, command: Command) {
        match command {
            Command::OpenFile(path) => self.open(&path, false),
            Command::Reload => {
                if let Some(path) = self.watched.as_ref().map(|watched| watched.path.clone()) {
                    self.open(&path.to_string_lossy(), true);
                } else {
                    self.stage.apply(Command::Reload);
                }
            }
            Command::OpenSandbox => {
                self.let_go();
                let saved = self.places.sandbox().and_then(|path| read_bounded(&path).ok());
                self.stage.open_sandbox(saved.as_deref());
                self.autosaved = self.stage.autosave_version();
            }
            Command::SaveAs(path) => self.save_as(&path),
            Command::Export(path) => self.export(&path),
            Command::OpenExercise(id) => self.open_exercise(Some(&id)),
            Command::SetMode(Mode::Exercise) => self.open_exercise(None),
            Command::Exercise(Lesson::Begin(student)) => self.begin(student),
            Command::Exercise(Lesson::HandIn(folder)) => self.hand_in(&folder),
            Command::Exercise(Lesson::SaveTo(folder)) => {
                self.save_to(folder.clone());
                self.stage.apply(Command::Exercise(Lesson::SaveTo(folder)));
            }
            Command::SetMode(mode) => {
                self.autosave();
                self.stage.apply(Command::SetMode(mode));
            }
            Command::OpenLibrary(_) | Command::OpenBytes(..) | Command::Close => {
                self.let_go();
                self.stage.apply(command);
            }
            command => self.stage.apply(command),
        }
    }

    /// Before another thing is opened: what was done in the Sandbox is saved.
    fn let_go(&mut self) {
        self.autosave();
        self.watched = None;
    }

    fn open(&mut self, path: &str, is_reload: bool) {
        let file = PathBuf::from(path);
        let stamp = Stamp::of(&file);
        match read_bounded(&file) {
            Ok(bytes) => {
                if !is_reload {
                    self.let_go();
                    self.places.remember(path);
                    self.recent = Arc::new(self.places.recent_files());
                }
                let was_exercise = self.stage.is_exercise();
                self.stage.open_file(path, &bytes, is_reload);
                self.watched = Some(Watched { path: file, stamp });
                let is_wanted = self.stage.wants_exercise() || (is_reload && was_exercise);
                if is_wanted && !self.stage.is_exercise() {
                    self.open_exercise(None);
                }
                // What was just read need not be written.
                self.autosaved = self.stage.autosave_version();
            }
            Err(error) => self.complain("file-not-read", path, &error.to_string()),
        }
    }

    fn reload_if_changed(&mut self) -> bool {
        let Some(watched) = &mut self.watched else { return false };
        let stamp = Stamp::of(&watched.path);
        // Nobody's work goes on in another file because somebody changed the old one.
        if stamp.is_none() || stamp == watched.stamp || self.stage.desk().is_some() {
            return false;
        }
        let path = watched.path.to_string_lossy().into_owned();
        self.open(&path, true);
        true
    }

    fn save_as(&mut self, path: &str) {
        let Some(bytes) = self.stage.saved() else { return };
        if let Err(error) = write_atomically(Path::new(path), &bytes) {
            return self.complain("file-not-written", path, &error.to_string());
        }
        self.places.remember(path);
        self.recent = Arc::new(self.places.recent_files());
    }

    fn export(&mut self, path: &str) {
        let stem = Path::new(path).file_stem().map(|stem| stem.to_string_lossy().into_owned());
        let Some(bytes) = self.stage.export(&stem.unwrap_or_default()) else { return };
        if let Err(error) = write_atomically(Path::new(path), &bytes) {
            self.complain("file-not-written", path, &error.to_string());
        }
    }

    pub(super) fn autosave(&mut self) {
        let version = self.stage.autosave_version();
        if version == self.autosaved {
            return;
        }
        self.autosaved = version;
        if version.is_none() || self.keep_exercise() {
            return;
        }
        if let (Some(path), Some(bytes)) = (self.places.sandbox(), self.stage.saved())
            && let Err(error) = write_atomically(&path, &bytes)
        {
            self.complain("file-not-written", &path.to_string_lossy(), &error.to_string());
        }
    }

    pub(super) fn complain(&mut self, key: &str, path: &str, reason: &str) {
        let blanks = [("path", FluentValue::from(path)), ("reason", FluentValue::from(reason))];
        self.stage.report(problem(key, &blanks));
    }
}

#[cfg(test)]
mod tests;
