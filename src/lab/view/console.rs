//! A console as a window may show it: its lines, its prompt, whether a command runs in it.

use crate::base::{GrowList, Text};

/// One console.
#[derive(Clone, Debug, Default)]
pub struct ConsoleView {
    /// Its number, from 1.
    pub terminal: u8,
    /// Everything typed and printed, oldest first.
    pub lines: GrowList<ConsoleLine>,
    /// What stands before the cursor: `$ ` when idle, `>` in a console producer, empty while a command runs.
    pub prompt: Text,
    /// The command that runs; empty: idle.
    pub running: Text,
    /// Lines typed so far, for the up arrow.
    pub typed: GrowList<Text>,
}

/// One line of a console.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ConsoleLine {
    /// Who wrote it.
    pub kind: ConsoleLineKind,
    /// The line, without its end.
    pub text: Text,
}

/// Who wrote a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ConsoleLineKind {
    /// The person, with the prompt before it.
    Typed,
    /// The command, to stdout.
    #[default]
    Out,
    /// The command, to stderr.
    Error,
    /// The lab itself, about what it does differently.
    Note,
}
