//! Opening: from the library, from bytes, the Sandbox, a saved session.

use super::open::Open;
use super::saved::SavedSession;
use super::session::{Session, problem};
use super::view::{Problem, Words};
use super::{exercise, export};
use crate::base::Text;
use crate::scenario::{Scenario, Severity, library};
use crate::text::{Lang, tr};
use crate::world::BootError;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The cluster of a new Sandbox.
const SANDBOX: &[u8] = include_bytes!("../../assets/sandbox.ron");

impl Session {
    pub(super) fn open_library(&mut self, id: &str) {
        match library().iter().find(|shipped| shipped.id == id) {
            Some(shipped) => self.open_scenario(shipped.id, shipped.bytes, None, false),
            None => self.report(problem("no-such-scenario")),
        }
    }

    pub(super) fn open_bytes(&mut self, name: &str, bytes: &[u8], is_reload: bool) {
        self.open_file(name, bytes, is_reload);
    }

    /// Opens the scenario or saved session that a file holds; when `is_reload`, it
    /// is the open file, changed: a faulty one leaves what is open as it is.
    pub fn open_file(&mut self, path: &str, bytes: &[u8], is_reload: bool) {
        if SavedSession::is_one(bytes) {
            return self.open_saved(bytes);
        }
        if exercise::is_one(bytes) {
            return self.open_exercise_file(path, bytes);
        }
        let reloads = match &self.open {
            Some(open) if is_reload => open.scenario_view().reloads + 1,
            _ => 0,
        };
        self.problems = Arc::default();
        self.open_scenario(path, bytes, Some(path), false);
        if let Some(open) = self.open.as_mut().filter(|_| is_reload) {
            open.set_reloads(reloads);
        }
    }

    /// Opens the Sandbox, as it was saved last or new.
    pub fn open_sandbox(&mut self, saved: Option<&[u8]>) {
        match saved {
            Some(bytes) => self.open_saved(bytes),
            None => self.open_scenario("sandbox", SANDBOX, None, true),
        }
        if self.open.is_none() {
            self.open_scenario("sandbox", SANDBOX, None, true);
        }
    }

    fn open_scenario(&mut self, name: &str, bytes: &[u8], file: Option<&str>, is_sandbox: bool) {
        match Scenario::parse(name, bytes) {
            Ok(scenario) => {
                let warnings: Vec<_> = scenario.warnings.iter().map(in_file).collect();
                match Open::new(&scenario, name, bytes, file, is_sandbox) {
                    Ok(open) => {
                        self.problems = Arc::new(warnings);
                        self.show_opened(open);
                    }
                    Err(error) => self.report(boot_problem(&error)),
                }
            }
            Err(found) => self.problems = Arc::new(found.iter().map(in_file).collect()),
        }
    }

    /// Shows something else from now on; time stands.
    pub(super) fn show_opened(&mut self, open: Open) {
        self.open = Some(open);
        self.opened += 1;
        self.hurry_permille = None;
        self.apply(super::Command::Pause);
        self.apply(super::Command::Select(super::view::Subject::Cluster));
        self.apply(super::Command::InspectRecord(None));
    }

    /// From an exercise to its scenario, shown or explored.
    pub(super) fn leave_exercise(&mut self, mode: super::view::Mode) {
        let Some(open) = &self.open else { return };
        let (name, source) = (open.name.clone(), open.source.clone());
        let file = open.scenario_view().file.clone();
        self.open_scenario(&name, &source, file.as_deref(), false);
        if let Some(open) = self.open.as_mut().filter(|open| open.exercise.is_none()) {
            open.mode = mode;
        }
    }

    fn open_saved(&mut self, bytes: &[u8]) {
        let restored = SavedSession::read(bytes).and_then(|saved| {
            let scenario =
                Scenario::parse(&saved.name, saved.source.as_bytes()).map_err(|_| "saved-session-damaged")?;
            let mut open = Open::new(&scenario, &saved.name, saved.source.as_bytes(), None, saved.is_sandbox)
                .map_err(|_| "saved-session-damaged")?;
            saved.restore(&mut open)?;
            Ok(open)
        });
        match restored {
            Ok(open) => self.show_opened(open),
            Err(key) => self.report(problem(key)),
        }
    }

    /// The open session as the bytes of a file; `None` when nothing is open.
    #[must_use]
    pub fn saved(&self) -> Option<Vec<u8>> {
        let open = self.open.as_ref()?;
        Some(open.course.play().map_or_else(|| SavedSession::of(open).bytes(), exercise::write))
    }

    /// The present branch as a scenario file that says what was done, with this
    /// name's letters as its id. What stands in the way is reported.
    pub fn export(&mut self, stem: &str) -> Option<Vec<u8>> {
        if self.is_refused(|locks| locks.future) {
            return None;
        }
        let Some(open) = &self.open else {
            self.report(problem("export-nothing"));
            return None;
        };
        let file = export::export(open, &export::id(stem));
        // It must be a file that can be played again, or it is none.
        match Scenario::parse(stem, file.as_bytes()) {
            Ok(_) => Some(file.into_bytes()),
            Err(found) => {
                let first = found.into_iter().next();
                let reason = |lang| first.as_ref().map(|found| found.what(lang)).unwrap_or_default();
                let [en, fr] =
                    Lang::ALL.map(|lang| tr(lang, "export-refused", &[("reason", reason(lang).into())]));
                let message = Words::new(en, fr);
                self.report(Problem { is_error: true, message, ..Problem::default() });
                None
            }
        }
    }

    /// Takes note of the steps done by this machine's student, by scenario.
    pub fn set_progress(&mut self, done: BTreeMap<Text, u32>) {
        self.shelf.set_progress(&done);
    }

    /// A number that changes with every deed that is worth saving; `None` when the
    /// session is not one to be saved by itself.
    #[must_use]
    pub fn autosave_version(&self) -> Option<u64> {
        let open = self.open.as_ref()?;
        let changes = match &open.exercise {
            // Before minute 0 there is nothing to keep.
            Some(exercise) => {
                let play = open.course.play().filter(|play| !play.student().name.is_empty())?;
                // How far time ran is kept too.
                exercise.version.wrapping_shl(20) ^ play.history().branch().head().events()
            }
            None if open.mode == super::view::Mode::Sandbox => self.deeds,
            None => return None,
        };
        Some(self.opened.wrapping_shl(32) | changes)
    }
}

pub(super) fn in_file(found: &crate::scenario::Problem) -> Problem {
    let help = |lang| [found.why(lang), found.mend(lang)].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let [en, fr] = Lang::ALL.map(|lang| found.what(lang));
    Problem {
        is_error: found.severity == Severity::Error,
        message: Words::new(en, fr),
        help: Words::new(help(Lang::En), help(Lang::Fr)),
        place: Some((found.line as u32, found.column as u32)),
        excerpt: found.excerpt().into(),
    }
}

pub(super) fn boot_problem(error: &BootError) -> Problem {
    let [en, fr] = Lang::ALL.map(|lang| match error {
        BootError::TopicRefused { topic, error } => tr(
            lang,
            "boot-topic-refused",
            &[("topic", topic.to_string().into()), ("error", error.name().into())],
        ),
        BootError::NotReady { what } => tr(lang, "boot-not-ready", &[("what", what.to_string().into())]),
    });
    Problem { is_error: true, message: Words::new(en, fr), ..Problem::default() }
}
