//! The engine thread with a session that only counts.

use super::*;
use crate::base::Text;
use crate::lab::view::{RunView, Student};
use crate::runtime::Desk;
use std::collections::BTreeMap;
use std::sync::mpsc as std_mpsc;

#[derive(Default)]
struct Counter {
    now: base::Instant,
    is_playing: bool,
    opened: Vec<String>,
    problems: Vec<Problem>,
    sandbox: Option<String>,
    deeds: Option<u64>,
    exercise: Option<Text>,
    student: Student,
}

impl Counter {
    fn resume(&mut self, saved: &[u8], student: Student) -> bool {
        self.student = student;
        self.opened.push(format!("resumed {}", String::from_utf8_lossy(saved)));
        saved.ends_with(b"deeds")
    }
}

impl Stage for Counter {
    fn apply(&mut self, command: Command) {
        match command {
            Command::Play => self.is_playing = true,
            Command::Pause => self.is_playing = false,
            Command::Undo => self.deeds = self.deeds.map(|deeds| deeds + 1),
            Command::Branch => panic!("a fault of ours"),
            _ => {}
        }
    }
    fn open_file(&mut self, _: &str, bytes: &[u8], is_reload: bool) {
        self.opened.push(format!(
            "{}{}",
            String::from_utf8_lossy(bytes),
            if is_reload { " again" } else { "" }
        ));
    }
    fn open_sandbox(&mut self, saved: Option<&[u8]>) {
        self.sandbox = Some(String::from_utf8_lossy(saved.unwrap_or_default()).into_owned());
        self.deeds = Some(0);
    }
    fn saved(&self) -> Option<Vec<u8>> {
        self.deeds.map(|deeds| format!("{deeds} deeds").into_bytes())
    }
    fn autosave_version(&self) -> Option<u64> {
        self.deeds
    }
    fn export(&mut self, stem: &str) -> Option<Vec<u8>> {
        Some(format!("exported {stem}").into_bytes())
    }
    fn is_exercise(&self) -> bool {
        self.exercise.is_some()
    }
    fn wants_exercise(&self) -> bool {
        false
    }
    fn exercise_key(&self, id: Option<&str>) -> Option<Text> {
        id.map(Text::from).or_else(|| self.exercise.clone())
    }
    fn open_exercise(&mut self, id: Option<&str>, saved: Option<&[u8]>, known: &Student) -> bool {
        self.exercise = id.map(Text::from);
        self.student = Student::default();
        saved.is_none_or(|saved| self.resume(saved, known.clone()))
    }
    fn begin(&mut self, student: Student, saved: Option<&[u8]>) -> bool {
        self.student = student.clone();
        self.deeds = Some(0);
        saved.is_none_or(|saved| self.resume(saved, student))
    }
    fn desk(&self) -> Option<Desk> {
        let exercise = self.exercise.clone().filter(|_| !self.student.name.is_empty())?;
        Some(Desk {
            exercise: exercise.clone(),
            scenario: exercise,
            tp: "TP1".into(),
            student: self.student.clone(),
        })
    }
    fn hand_in(&mut self) -> Option<Vec<u8>> {
        Some(b"work".to_vec())
    }
    fn handed_in(&mut self, file: &str) {
        self.opened.push(format!("receipt {file}"));
    }
    fn set_progress(&mut self, _: BTreeMap<Text, u32>) {}
    fn report(&mut self, problem: Problem) {
        self.problems.push(problem);
    }
    fn now(&self) -> base::Instant {
        self.now
    }
    fn is_playing(&self) -> bool {
        self.is_playing
    }
    fn speed_permille(&self) -> u32 {
        10_000
    }
    fn advance(&mut self, to: base::Instant, _: u64) -> bool {
        self.now = to;
        true
    }
    fn view(&mut self, _: Option<u32>, recent: &Arc<Vec<RecentFile>>) -> Arc<View> {
        let run = RunView { now: self.now, is_playing: self.is_playing, ..RunView::default() };
        let mut problems = self.problems.clone();
        let words = self.opened.iter().chain(&self.sandbox);
        problems
            .extend(words.map(|word| Problem { message: Words::same(word.as_str()), ..Problem::default() }));
        Arc::new(View { run, problems: Arc::new(problems), recent: recent.clone(), ..View::default() })
    }
}

struct Lab {
    handle: Handle,
    published: std_mpsc::Receiver<()>,
}

fn lab(places: Places) -> Lab {
    let (sender, published) = std_mpsc::channel();
    let handle = start(places, Counter::default).unwrap();
    handle.on_change(Arc::new(move || {
        let _ = sender.send(());
    }));
    Lab { handle, published }
}

impl Lab {
    /// Waits for a view with a property.
    fn wait(&self, is_it: impl Fn(&View) -> bool) -> Arc<View> {
        loop {
            let view = self.handle.view();
            if is_it(&view) {
                return view;
            }
            self.published.recv_timeout(Duration::from_secs(20)).expect("no such view in time");
        }
    }

    fn says(&self, word: &str) {
        self.wait(|view| view.problems.iter().any(|problem| problem.message.en.contains(word)));
    }
}

#[test]
fn time_runs_and_stops() {
    let lab = lab(Places::default());
    lab.handle.send(Command::Play);
    lab.wait(|view| view.run.now > base::Instant::START + base::Duration::from_millis(300));
    lab.handle.send(Command::Pause);
    let stopped = lab.wait(|view| !view.run.is_playing);
    std::thread::sleep(Duration::from_millis(50));
    assert_eq!(lab.handle.view().run.now, stopped.run.now);
}

#[test]
fn an_open_file_is_watched() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("lesson.ron");
    std::fs::write(&path, "first").unwrap();
    let lab = lab(Places::under(directory.path().join("config")));
    lab.handle.send(Command::OpenFile(path.to_string_lossy().as_ref().into()));
    let view = lab.wait(|view| view.problems.iter().any(|problem| &*problem.message.en == "first"));
    assert_eq!(view.recent.len(), 1);
    std::fs::write(&path, "second").unwrap();
    lab.says("second again");
    lab.handle.send(Command::OpenFile("/no/such/file.ron".into()));
    lab.says("/no/such/file.ron");
}

#[test]
fn the_sandbox_is_saved_when_it_is_left() {
    let directory = tempfile::tempdir().unwrap();
    let lab = lab(Places::under(directory.path().to_path_buf()));
    for command in [Command::OpenSandbox, Command::Undo, Command::Close, Command::OpenSandbox] {
        lab.handle.send(command);
    }
    lab.says("1 deeds");
}

#[test]
fn a_fault_of_the_engine_is_told() {
    let lab = lab(Places::default());
    lab.handle.send(Command::Branch);
    let view = lab.wait(|view| view.problems.iter().any(|problem| problem.is_error));
    assert!(!view.run.is_playing);
}

fn student(name: &str) -> Command {
    Command::Exercise(Lesson::Begin(Student {
        name: name.into(),
        number: "21/7".into(),
        ..Student::default()
    }))
}

#[test]
fn work_is_kept_found_again_and_copied() {
    let directory = tempfile::tempdir().unwrap();
    let stick = directory.path().join("clé USB été");
    let lab = lab(Places::under(directory.path().join("config")));
    for command in [
        Command::OpenExercise("11-x".into()),
        student("Zoé Ünal"),
        Command::Exercise(Lesson::SaveTo(stick.to_string_lossy().as_ref().into())),
        Command::Undo,
        Command::Close,
        Command::OpenExercise("11-x".into()),
    ] {
        lab.handle.send(command);
    }
    lab.says("resumed 1 deeds");
    let kept = std::fs::read(directory.path().join("config/exercises/11-x_Zoe-Unal_21-7.session"));
    assert_eq!(kept.unwrap(), b"1 deeds");
    assert_eq!(std::fs::read(stick.join("11-x_Zoe-Unal_21-7.autosave")).unwrap(), b"1 deeds");
}

#[test]
fn work_that_cannot_be_played_again_is_put_aside() {
    let directory = tempfile::tempdir().unwrap();
    let kept = directory.path().join("exercises/11-x_Zoe_21-7.session");
    write_atomically(&kept, b"rubbish").unwrap();
    let lab = lab(Places::under(directory.path().to_path_buf()));
    for command in [Command::OpenExercise("11-x".into()), student("Zoé"), Command::Undo, Command::Close] {
        lab.handle.send(command);
    }
    lab.says("session.1");
    assert_eq!(std::fs::read(kept.with_extension("session.1")).unwrap(), b"rubbish");
}

#[test]
fn work_handed_in_overwrites_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let lab = lab(Places::default());
    let hand_in = |folder: &str| Command::Exercise(Lesson::HandIn(folder.into()));
    let folder = directory.path().join("à rendre");
    // No folder can be made below a file.
    std::fs::write(directory.path().join("taken"), b"").unwrap();
    for command in [
        Command::OpenExercise("11-x".into()),
        student("Zoé"),
        hand_in(&folder.to_string_lossy()),
        hand_in(&folder.to_string_lossy()),
        hand_in(&directory.path().join("taken/way").to_string_lossy()),
    ] {
        lab.handle.send(command);
    }
    lab.says("taken/way");
    for name in ["TP1_Zoe_21-7.session", "TP1_Zoe_21-7-2.session"] {
        assert_eq!(std::fs::read(folder.join(name)).unwrap(), b"work");
        assert!(lab.handle.view().problems.iter().any(|it| it.message.en.ends_with(name)), "{name}");
    }
}

#[test]
fn a_recorded_timeline_is_written() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("my-outage.ron");
    let lab = lab(Places::default());
    lab.handle.send(Command::Export(path.to_string_lossy().as_ref().into()));
    let taken = directory.path().join("my-outage.ron/file.ron");
    lab.handle.send(Command::Export(taken.to_string_lossy().as_ref().into()));
    lab.says("my-outage.ron/file.ron");
    assert_eq!(std::fs::read(path).unwrap(), b"exported my-outage");
}
