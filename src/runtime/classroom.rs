//! The files of a class: a student's work is kept as it goes, found again when the
//! exercise is opened again, copied to the folder chosen at minute 0, and handed in.
//!
//! What stands in such a file is the session's own affair; here are only its
//! places and names.

use super::engine::Driver;
use super::files::{read_bounded, write_atomically};
use super::{Desk, Places, Stage, names};
use crate::base::Text;
use crate::lab::view::Student;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The ending of a work that is under way, and of one that was handed in.
const SESSION: &str = "session";
/// The ending of the copy in the student's own folder: not to be taken for a handed in one.
const COPY: &str = "autosave";
/// Where the steps done stand in a session file: in its first bytes.
const HEAD_BYTES: u64 = 400;
/// No folder holds more works of one name.
const MOST_OF_ONE_NAME: u32 = 999;
/// No machine holds the work of more exercises.
const MOST_FILES: usize = 2_000;

impl Places {
    fn exercises(&self) -> Option<PathBuf> {
        Some(self.directory.as_ref()?.join("exercises"))
    }

    /// Where the work of a student on an exercise is kept.
    fn exercise(&self, exercise: &str, student: &Student) -> Option<PathBuf> {
        let name = format!("{}_{}.{SESSION}", names::safe(exercise), person(student));
        Some(self.exercises()?.join(name))
    }

    /// Who worked last on this machine.
    fn student(&self) -> Student {
        let file = self.directory.as_ref().map(|directory| directory.join("student.ron"));
        let bytes = file.and_then(|file| read_bounded(&file).ok()).unwrap_or_default();
        ron::de::from_bytes(&bytes).unwrap_or_default()
    }

    fn remember_student(&self, student: &Student) {
        let Some(directory) = &self.directory else { return };
        if let Ok(text) = ron::ser::to_string_pretty(student, ron::ser::PrettyConfig::default()) {
            // The next minute 0 begins empty: no harm.
            let _ = write_atomically(&directory.join("student.ron"), text.as_bytes());
        }
    }

    /// The steps behind the student who worked last, by exercise.
    pub(super) fn progress(&self) -> BTreeMap<Text, u32> {
        let ending = format!("_{}.{SESSION}", person(&self.student()));
        let entries = self.exercises().and_then(|folder| fs::read_dir(folder).ok());
        let files = entries.into_iter().flatten().flatten().take(MOST_FILES).map(|entry| entry.path());
        let own = files.filter(|path| {
            path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.ends_with(&ending))
        });
        let mut progress = BTreeMap::new();
        for (id, done) in own.filter_map(|path| crate::lab::progress_of(&head(&path).ok()?)) {
            let known: &mut u32 = progress.entry(id).or_default();
            *known = done.max(*known);
        }
        progress
    }
}

/// The first bytes of a file.
fn head(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    fs::File::open(path)?.take(HEAD_BYTES).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A student in the name of a file.
fn person(student: &Student) -> String {
    let name = names::joined(&[&student.name, &student.number]);
    if name.is_empty() { "student".to_owned() } else { name }
}

/// `TP1_name_number`, as a work is handed in.
fn stem(desk: &Desk) -> String {
    let tp = [&desk.student.tp, &desk.tp, &desk.scenario].into_iter().find(|tp| !names::safe(tp).is_empty());
    format!("{}_{}", names::safe(tp.map_or("TP", |tp| tp)), person(&desk.student))
}

impl<S: Stage> Driver<S> {
    /// Opens an exercise (`None`: of the open file), where its student left it.
    pub(super) fn open_exercise(&mut self, id: Option<&str>) {
        self.autosave();
        if id.is_some() {
            self.watched = None;
        }
        let known = self.places.student();
        let key = self.stage.exercise_key(id);
        let path = key.filter(|_| !known.name.is_empty());
        let path = path.and_then(|key| self.places.exercise(&key, &known));
        let saved = path.as_ref().and_then(|path| read_bounded(path).ok());
        let is_resumed = self.stage.open_exercise(id, saved.as_deref(), &known);
        self.after_opening(path.filter(|_| saved.is_some() && !is_resumed));
    }

    /// Minute 0: a student begins, or goes on with what was kept.
    pub(super) fn begin(&mut self, student: Student) {
        self.autosave();
        self.places.remember_student(&student);
        let key = self.stage.exercise_key(None);
        let path = key.and_then(|key| self.places.exercise(&key, &student));
        let saved = path.as_ref().and_then(|path| read_bounded(path).ok());
        let is_resumed = self.stage.begin(student, saved.as_deref());
        self.after_opening(path.filter(|_| saved.is_some() && !is_resumed));
    }

    /// `refused`: a kept work that can't be played again. It is put aside, never overwritten.
    fn after_opening(&mut self, refused: Option<PathBuf>) {
        self.autosaved = self.stage.autosave_version();
        let Some(path) = refused else { return };
        let free = (1..=MOST_OF_ONE_NAME)
            .map(|number| path.with_extension(format!("{SESSION}.{number}")))
            .find(|free| !free.exists());
        if let Some(free) = free
            && fs::rename(&path, &free).is_ok()
        {
            self.complain("exercise-set-aside", &free.to_string_lossy(), "");
        }
    }

    /// The folder that gets a copy of the work.
    pub(super) fn save_to(&mut self, folder: Text) {
        self.folder = (!folder.trim().is_empty()).then(|| PathBuf::from(folder.trim()));
        // The copy is made with the next autosave.
        self.autosaved = None;
    }

    /// Keeps the work under way; true when there was an exercise to keep.
    pub(super) fn keep_exercise(&mut self) -> bool {
        let Some(desk) = self.stage.desk() else { return false };
        let Some(bytes) = self.stage.saved() else { return true };
        let own = self.places.exercise(&desk.exercise, &desk.student);
        let copy = self.folder.as_ref().map(|folder| {
            folder.join(format!("{}_{}.{COPY}", names::safe(&desk.scenario), person(&desk.student)))
        });
        for path in [own, copy].into_iter().flatten() {
            if let Err(error) = write_atomically(&path, &bytes) {
                self.complain("file-not-written", &path.to_string_lossy(), &error.to_string());
            }
        }
        self.stage.set_progress(self.places.progress());
        true
    }

    /// Writes the work into a folder and shows the receipt.
    pub(super) fn hand_in(&mut self, folder: &str) {
        let Some(desk) = self.stage.desk() else { return };
        let folder = PathBuf::from(folder.trim());
        // A folder is made, but not the way to it: the stick may not be there.
        let is_reachable = folder.is_dir() || folder.parent().is_some_and(Path::is_dir);
        if folder.as_os_str().is_empty() || !is_reachable {
            return self.complain("folder-not-found", &folder.to_string_lossy(), "");
        }
        let Some(bytes) = self.stage.hand_in() else { return };
        match write_beside(&folder, &stem(&desk), &bytes) {
            Ok(path) => self.stage.handed_in(&path.to_string_lossy()),
            Err(error) => self.complain("file-not-written", &folder.to_string_lossy(), &error.to_string()),
        }
        self.autosave();
    }
}

/// Writes a file under a name that nobody has yet: `name`, else `name-2`, `name-3`…
fn write_beside(folder: &Path, stem: &str, bytes: &[u8]) -> io::Result<PathBuf> {
    let names = (2..=MOST_OF_ONE_NAME).map(|number| format!("{stem}-{number}.{SESSION}"));
    let mut names = std::iter::once(format!("{stem}.{SESSION}")).chain(names);
    let free = names.find(|name| !folder.join(name).exists());
    let path = folder.join(free.ok_or(io::ErrorKind::AlreadyExists)?);
    write_atomically(&path, bytes)?;
    Ok(path)
}
