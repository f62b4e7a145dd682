//! `console`: Kafka's commands typed against a scenario's cluster, line by line,
//! at a keyboard or from a script.
//!
//! Virtual time runs only for what is typed: until the command is done, or three
//! seconds. `sleep 5s` lets it run on; `^C` and `^D` on a line of their own are
//! the keys; `2> …` types into console 2.

use super::arguments::{Console, instant};
use super::output::complain;
use super::{BAD_FILE, FAILED, source};
use crate::base::{Duration, Instant, Text};
use crate::console::{ConsoleLine, ConsoleLineKind};
use crate::lab::{Command, ConsoleInput, Session};
use crate::text::Lang;
use std::collections::BTreeMap;
use std::io::{self, BufRead, IsTerminal, Write};
use std::process::ExitCode;
use std::sync::Arc;

/// The longest line.
const MOST_BYTES: u64 = 65_536;
/// Most events of one `sleep`.
const MOST_EVENTS: u64 = 20_000_000;

pub(super) fn console(options: &Console) -> ExitCode {
    let lang = options.spoken.lang();
    let mut session = Session::new();
    match &options.file {
        Some(file) => match source::bytes(lang, file) {
            Ok(bytes) => session.apply(Command::OpenBytes(file.as_str().into(), Arc::from(bytes.as_ref()))),
            Err(reason) => {
                complain(&reason);
                return ExitCode::from(BAD_FILE);
            }
        },
        None => session.apply(Command::OpenSandbox),
    }
    let mut screen = Screen { lang, shown: BTreeMap::new(), echoes: !io::stdin().is_terminal() };
    let view = session.view(None, &Arc::default());
    for problem in view.problems.iter() {
        complain(problem.message.get(lang));
    }
    if view.scenario.is_none() {
        return ExitCode::from(BAD_FILE);
    }
    match serve(&mut session, &mut screen) {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever reads has had enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            complain(&error.to_string());
            ExitCode::from(FAILED)
        }
    }
}

/// Reads lines until there are no more.
fn serve(session: &mut Session, screen: &mut Screen) -> io::Result<()> {
    let mut input = io::stdin().lock();
    let mut current = 1;
    loop {
        screen.prompt(session, current)?;
        let mut line = String::new();
        if io::Read::take(&mut input, MOST_BYTES).read_line(&mut line)? == 0 {
            return Ok(());
        }
        let line = line.trim_end_matches(['\n', '\r']);
        let (number, text) = addressed(line);
        current = number;
        match text.strip_prefix("sleep ").map(str::trim).and_then(|length| instant(length).ok()) {
            Some(length) => {
                let to = session.now() + Duration(length.0);
                let_run(session, to);
            }
            None => session.apply(Command::Console(number, key_or_line(text))),
        }
        screen.show(session, number)?;
    }
}

/// `2> kafka-topics.sh …` is for console 2; without a number, console 1.
fn addressed(line: &str) -> (u8, &str) {
    let given = line.split_once('>').and_then(|(number, text)| Some((number.parse().ok()?, text)));
    match given {
        Some((number, text)) if (1..=9).contains(&number) => (number, text.strip_prefix(' ').unwrap_or(text)),
        _ => (1, line),
    }
}

fn key_or_line(text: &str) -> ConsoleInput {
    match text {
        "^C" => ConsoleInput::Interrupt,
        "^D" => ConsoleInput::EndOfInput,
        _ => ConsoleInput::Line(text.into()),
    }
}

/// Lets virtual time run to `to`, over the pauses of the file.
fn let_run(session: &mut Session, to: Instant) {
    for _ in 0..1_000 {
        let before = session.now();
        session.advance(to, MOST_EVENTS);
        if session.now() >= to || session.now() == before {
            return;
        }
    }
}

/// What has been printed of each console.
struct Screen {
    lang: Lang,
    shown: BTreeMap<u8, usize>,
    /// Whether what is typed must be printed too: a script shows nothing by itself.
    echoes: bool,
}

impl Screen {
    fn prompt(&self, session: &mut Session, number: u8) -> io::Result<()> {
        if self.echoes {
            return Ok(());
        }
        let view = session.view(None, &Arc::default());
        let prompt = view.consoles.iter().find(|console| console.terminal == number);
        let prompt: Text = prompt.map_or_else(|| "$ ".into(), |console| console.prompt.clone());
        let mut out = io::stdout().lock();
        write!(out, "{}{prompt}", prefix(number))?;
        out.flush()
    }

    /// Prints what is new, that of the console typed into last.
    fn show(&mut self, session: &mut Session, last: u8) -> io::Result<()> {
        let view = session.view(None, &Arc::default());
        for problem in view.problems.iter() {
            complain(problem.message.get(self.lang));
        }
        session.apply(Command::DismissProblems);
        let mut consoles: Vec<_> = view.consoles.iter().collect();
        consoles.sort_by_key(|console| (console.terminal != last, console.terminal));
        for console in consoles {
            let shown = self.shown.entry(console.terminal).or_default();
            for line in console.lines.iter_from(*shown) {
                print(line, console.terminal, self.lang, self.echoes || console.terminal != last)?;
            }
            *shown = console.lines.len();
        }
        Ok(())
    }
}

fn prefix(number: u8) -> String {
    if number == 1 { String::new() } else { format!("{number}> ") }
}

fn print(line: &ConsoleLine, number: u8, lang: Lang, echoes: bool) -> io::Result<()> {
    let text = format!("{}{}\n", prefix(number), line.read(lang));
    match line.kind {
        ConsoleLineKind::Typed if !echoes => Ok(()),
        ConsoleLineKind::Typed | ConsoleLineKind::Out => {
            let mut out = io::stdout().lock();
            out.write_all(text.as_bytes())?;
            out.flush()
        }
        ConsoleLineKind::Error | ConsoleLineKind::Note => io::stderr().lock().write_all(text.as_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_may_name_its_console() {
        assert_eq!(addressed("2> echo a > b"), (2, "echo a > b"));
        assert_eq!(addressed("echo a > b"), (1, "echo a > b"));
        assert_eq!(addressed("0> x"), (1, "0> x"));
        assert_eq!(key_or_line("^D"), ConsoleInput::EndOfInput);
    }
}
