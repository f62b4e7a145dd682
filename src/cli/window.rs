//! `open`: the window on a session of its own thread.

use super::FAILED;
use super::display::{self, Display, PACKAGES};
use super::output::complain;
use crate::app::{self, Settings};
use crate::lab::view::{Problem, Words};
use crate::lab::{Command, Engine, Session};
use crate::runtime::{self, Loaded, Places};
use crate::scenario::library;
use crate::text::{Lang, tr};
use crate::{lab, t};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::ExitCode;

pub(super) fn open(file: Option<String>, is_presented: bool) -> ExitCode {
    let spoken = runtime::system_lang();
    let why_not = match display::look() {
        Display::There => None,
        Display::None => Some("no-display"),
        Display::Silent => Some("display-silent"),
    };
    if let Some(key) = why_not {
        complain(&tr(spoken, key, &[]));
        return ExitCode::from(FAILED);
    }
    let places = Places::of_this_person();
    let (settings, is_damaged) = match runtime::load_settings(&places) {
        Loaded::Kept(settings) => (settings, false),
        Loaded::New => (Settings { lang: spoken, ..Settings::default() }, false),
        Loaded::Damaged => (Settings { lang: spoken, ..Settings::default() }, true),
    };
    let engine = match runtime::start(places.clone(), move || session(is_damaged)) {
        Ok(engine) => engine,
        Err(error) => return failed(spoken, &error.to_string()),
    };
    if let Some(file) = file {
        engine.send(command(file));
    }
    show(spoken, Box::new(engine), settings, places, is_presented)
}

fn session(is_damaged: bool) -> Session {
    let mut session = Session::new();
    if is_damaged {
        let [en, fr] = Lang::ALL.map(|lang| tr(lang, "settings-damaged", &[]));
        session.report(Problem { message: Words::new(en, fr), ..Problem::default() });
    }
    session
}

/// What opens `file`: a file of that name, else a shipped scenario.
fn command(file: String) -> Command {
    let is_shipped = library().iter().any(|shipped| shipped.id == file);
    if is_shipped && !Path::new(&file).is_file() {
        return Command::OpenLibrary(file.into());
    }
    // The engine keeps the path for later sessions, which start elsewhere.
    let path = std::path::absolute(&file).map_or(file, |path| path.to_string_lossy().into_owned());
    Command::OpenFile(path.into())
}

fn show(
    lang: Lang,
    engine: Box<dyn lab::Engine>,
    settings: Settings,
    places: Places,
    is_presented: bool,
) -> ExitCode {
    let keep = move |settings: &Settings| {
        // Settings that can't be kept are not worth a word: the window works all the same.
        let _ = runtime::save_settings(&places, settings);
    };
    // The window library panics when a system library is missing; its own words
    // would frighten, so they are held back and ours are said.
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let shown =
        catch_unwind(AssertUnwindSafe(|| app::open_window(engine, settings, Box::new(keep), is_presented)));
    std::panic::set_hook(usual);
    match shown {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(error)) => failed(lang, &error.to_string()),
        // Any panic ends here, so that a person reads a sentence and not a trace.
        Err(panic) => failed(lang, &reason(&*panic)),
    }
}

fn reason(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("?").to_owned()
}

fn failed(lang: Lang, reason: &str) -> ExitCode {
    complain(&t!(lang, "window-failed", reason = reason));
    if cfg!(target_os = "linux") {
        complain(&t!(lang, "window-packages", packages = PACKAGES));
    }
    ExitCode::from(FAILED)
}
