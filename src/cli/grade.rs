//! `grade`: marks the sessions of a class against the teacher's own scenarios.

use super::arguments::Grade;
use super::output::complain;
use super::{BAD_FILE, FAILED};
use crate::lab::grade::{
    Block, Class, Key, Marked, Marking, Paper, class_page, explained, html, mark, markdown, read_roster,
    report, sheet,
};
use crate::runtime::{read_bounded, write_atomically};
use crate::t;
use crate::text::Lang;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};

/// No class hands in more files.
const MOST_FILES: usize = 10_000;

pub(super) fn grade(options: &Grade) -> ExitCode {
    let lang = options.spoken.lang();
    match graded(options, lang) {
        Ok(suspicious) => ExitCode::from(if suspicious == 0 { 0 } else { FAILED }),
        Err(reason) => {
            complain(&reason);
            ExitCode::from(BAD_FILE)
        }
    }
}

/// Number of files that somebody has to look at, or why nothing could be marked.
fn graded(options: &Grade, lang: Lang) -> Result<usize, String> {
    let key = key(lang, &options.key)?;
    let roster = match &options.roster {
        None => Vec::new(),
        Some(path) => roster(lang, path)?,
    };
    let files = files_in(lang, &options.directory, "session")?;
    if files.is_empty() {
        return Err(t!(lang, "grade-no-sessions", path = shown(&options.directory)));
    }
    let marking = Marking { effort_counts: options.predictions.is_effort() };
    let marked = mark_all(&files, &key, marking);
    let journals: Vec<Option<[u8; 32]>> = marked.iter().map(|marked| marked.journal).collect();
    let papers = marked.into_iter().map(|marked| marked.paper).collect();
    let class = Class::new(papers, &journals, roster);
    let write = |path: &Path, bytes: &[u8]| {
        write_atomically(path, bytes)
            .map_err(|error| t!(lang, "file-not-written", path = shown(path), reason = error.to_string()))
    };
    write(&options.output, &sheet(&class, options.csv.lang()))?;
    if let Some(directory) = &options.reports {
        write_reports(&class, lang, directory, &files, &key, &write)?;
    }
    if let Some(step) = &options.explain {
        tell_answers(&class, lang, step)?;
    }
    let suspicious = tell_class(&class, lang);
    complain(&t!(
        lang,
        "grade-summary",
        files = class.papers.len(),
        missing = class.missing.len(),
        suspicious = suspicious,
        path = shown(&options.output)
    ));
    Ok(suspicious)
}

/// Every scenario of the teacher's folder. One that has mistakes is told and left out.
fn key(lang: Lang, directory: &Path) -> Result<Key, String> {
    let mut key = Key::default();
    for path in files_in(lang, directory, "ron")? {
        let name = shown(&path);
        let is_good = read_bounded(&path).is_ok_and(|bytes| key.add(&name, &bytes).is_ok());
        if !is_good {
            complain(&t!(lang, "grade-key-file-bad", path = name));
        }
    }
    if key.is_empty() { Err(t!(lang, "grade-no-key", path = shown(directory))) } else { Ok(key) }
}

fn roster(lang: Lang, path: &Path) -> Result<Vec<crate::lab::grade::Enrolled>, String> {
    let unreadable =
        |reason: String| t!(lang, "grade-roster-unreadable", path = shown(path), reason = reason);
    let bytes = read_bounded(path).map_err(|error| unreadable(error.to_string()))?;
    read_roster(&bytes).map_err(|error| unreadable(error.told(lang)))
}

/// The files of a folder with this ending, sorted; links to elsewhere are not followed.
fn files_in(lang: Lang, directory: &Path, ending: &str) -> Result<Vec<PathBuf>, String> {
    let unreadable = |error: io::Error| {
        t!(lang, "grade-directory-unreadable", path = shown(directory), reason = error.to_string())
    };
    let mut files = Vec::new();
    for entry in fs::read_dir(directory).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let path = entry.path();
        let is_right = path.extension().is_some_and(|found| found.eq_ignore_ascii_case(ending));
        if is_right && entry.file_type().is_ok_and(|kind| kind.is_file()) {
            files.push(path);
        }
        if files.len() > MOST_FILES {
            return Err(t!(lang, "grade-too-many", path = shown(directory), most = MOST_FILES));
        }
    }
    files.sort();
    Ok(files)
}

/// Marks all files on as many threads as there are processors.
fn mark_all(files: &[PathBuf], key: &Key, marking: Marking) -> Vec<Marked> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(files.len().max(1));
    let next = AtomicUsize::new(0);
    let mut marked: Vec<(usize, Marked)> = std::thread::scope(|scope| {
        let work = || {
            let mut mine = Vec::new();
            loop {
                let index = next.fetch_add(1, Ordering::Relaxed);
                let Some(path) = files.get(index) else { return mine };
                mine.push((index, mark_one(path, key, marking)));
            }
        };
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap_or_default()).collect()
    });
    marked.sort_by_key(|(index, _)| *index);
    marked.into_iter().map(|(_, marked)| marked).collect()
}

fn mark_one(path: &Path, key: &Key, marking: Marking) -> Marked {
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    match read_bounded(path) {
        Ok(bytes) => mark(&name, &bytes, key, marking),
        Err(_) => Marked::damaged(&name),
    }
}

type Write_<'w> = &'w dyn Fn(&Path, &[u8]) -> Result<(), String>;

/// A page per student, as HTML and as Markdown, and one about the class.
fn write_reports(
    class: &Class,
    lang: Lang,
    directory: &Path,
    files: &[PathBuf],
    key: &Key,
    write: Write_<'_>,
) -> Result<(), String> {
    for paper in class.papers.iter().filter(|paper| !paper.steps.is_empty()) {
        let name = Path::new(&*paper.file)
            .file_stem()
            .map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
        let path = files.iter().find(|path| path.ends_with(&*paper.file));
        let mut pictures = moments(path, paper, key, lang);
        let blocks = report(paper, &class.called(paper).1, lang, false, &mut *pictures);
        write(&directory.join(format!("{name}.html")), html(&blocks, lang).as_bytes())?;
        let folder = directory.join(&name);
        for block in &blocks {
            if let Block::Picture(file, png, _) = block {
                write(&folder.join(file), png)?;
            }
        }
        let beside = blocks.into_iter().map(|block| match block {
            Block::Picture(file, png, caption) => Block::Picture(format!("{name}/{file}"), png, caption),
            block => block,
        });
        let text = markdown(&beside.collect::<Vec<_>>());
        write(&directory.join(format!("{name}.md")), text.as_bytes())?;
    }
    write(&directory.join("class.html"), html(&class_page(class, lang), lang).as_bytes())
}

/// Draws a step's decisive moment as PNG bytes.
type Painter<'p> = Box<dyn FnMut(&crate::lab::grade::StepMark) -> Option<Vec<u8>> + 'p>;

/// Draws the decisive moments of a session: without the window's drawing there are none.
#[cfg(not(feature = "window"))]
fn moments<'p>(_: Option<&PathBuf>, _: &Paper, _: &Key, _: Lang) -> Painter<'p> {
    Box::new(|_| None)
}

#[cfg(feature = "window")]
fn moments<'p>(path: Option<&PathBuf>, paper: &Paper, key: &'p Key, lang: Lang) -> Painter<'p> {
    let replayed = path.and_then(|path| read_bounded(path).ok()).and_then(|bytes| key.replayed(&bytes));
    let title = paper.title.clone();
    let Some(play) = replayed else { return Box::new(|_| None) };
    Box::new(move |step| {
        let (branch, events) = step.decided?;
        let view = crate::lab::grade::moment_view(&play, &title, branch, events)?;
        super::shot::painted(view, lang)
    })
}

/// Everybody's answer to one question, to read side by side.
fn tell_answers(class: &Class, lang: Lang, wanted: &str) -> Result<(), String> {
    let questions = class.questions();
    let found: Vec<_> = questions
        .iter()
        .filter(|(scenario, step, _)| &**step == wanted || format!("{scenario}:{step}") == wanted)
        .collect();
    if found.is_empty() {
        let known: Vec<String> =
            questions.iter().map(|(scenario, step, _)| format!("{scenario}:{step}")).collect();
        return Err(t!(lang, "grade-no-question", step = wanted, known = known.join(", ")));
    }
    let mut blocks = Vec::new();
    for (scenario, step, ask) in found {
        blocks.push(Block::Heading(ask.get(lang).to_owned()));
        blocks.extend(explained(class, scenario, step, lang));
    }
    // A reader who stops reading is no error.
    let _ = io::stdout().lock().write_all(markdown(&blocks).as_bytes());
    Ok(())
}

/// Who is missing, what is suspicious, what many believed.
fn tell_class(class: &Class, lang: Lang) -> usize {
    let mut suspicious = 0;
    for paper in &class.papers {
        let bad: Vec<String> = paper
            .verdicts
            .iter()
            .filter(|verdict| verdict.is_suspicious())
            .map(|verdict| verdict.told(lang))
            .collect();
        if !bad.is_empty() {
            suspicious += 1;
            complain(&format!("{}: {}", paper.file, bad.join(" · ")));
        }
    }
    for missing in &class.missing {
        complain(&format!("{} {}: {}", missing.number, missing.name, t!(lang, "verdict-missing")));
    }
    let held = class.beliefs();
    if !held.is_empty() {
        complain(&t!(lang, "class-beliefs"));
        for held in held.iter().take(10) {
            let words = crate::lab::grade::belief_words(&held.belief, lang);
            complain(&format!("  {:>3} / {}  {words}", held.students, held.of));
        }
    }
    suspicious
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
