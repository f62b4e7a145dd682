//! Programs that run until they are told to end: a console producer, a console
//! consumer, a server in the foreground.

use super::host::HostAnswer;
use super::host::HostRequest;
use super::line::{ConsoleLine, ConsoleLineKind};
use crate::base::{EpochMillis, Instant, Text};

/// What a program is handed with each input.
#[derive(Debug)]
pub struct Desk {
    /// The present instant.
    pub now: Instant,
    /// Calendar time of [`Instant::START`].
    pub epoch: EpochMillis,
    /// What it prints.
    pub lines: Vec<ConsoleLine>,
    /// What it asks of its machine.
    pub host: Vec<HostRequest>,
    /// Set when it ends.
    pub exit: Option<i32>,
}

/// What comes to a program.
#[derive(Clone, Debug)]
pub enum News {
    /// It begins.
    Begin,
    /// A line was typed.
    Line(Text),
    /// Ctrl+D.
    EndOfInput,
    /// Ctrl+C.
    Interrupt,
    /// Something is due.
    Wake,
    /// What happened in the world.
    Happened(std::sync::Arc<Vec<crate::story::Fact>>),
    /// Its machine answers.
    Host(HostAnswer),
}

/// A program that runs.
#[derive(Clone, Debug)]
pub enum Running {}

impl Running {
    /// Takes in what comes.
    pub fn hear(&mut self, _news: News, desk: &mut Desk) {
        desk.exit = Some(0);
    }

    /// What stands before the cursor.
    #[must_use]
    pub fn prompt(&self) -> &'static str {
        ""
    }

    /// Whether it will end by itself, soon.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        false
    }

    /// Whether it wants to hear what happens to the nodes.
    #[must_use]
    pub fn watches_nodes(&self) -> bool {
        false
    }

    /// When something is due next.
    #[must_use]
    pub fn next_due(&self, _now: Instant) -> Option<Instant> {
        None
    }
}

impl Desk {
    /// Prints to stdout.
    pub fn out(&mut self, text: impl AsRef<str>) {
        self.print(ConsoleLineKind::Out, text.as_ref());
    }

    /// Prints to stderr.
    pub fn err(&mut self, text: impl AsRef<str>) {
        self.print(ConsoleLineKind::Error, text.as_ref());
    }

    fn print(&mut self, kind: ConsoleLineKind, text: &str) {
        self.lines.extend(text.split('\n').map(|line| ConsoleLine::new(kind, line)));
    }

    /// Prints a line of a log to stderr.
    pub fn log(&mut self, level: &str, message: &str, class: &str) {
        let date = super::calendar::log_date(self.now.on_calendar(self.epoch));
        self.err(format!("[{date}] {level} {message} ({class})"));
    }
}
