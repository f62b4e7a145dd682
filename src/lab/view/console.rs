//! A console as a window may show it: its lines, its prompt, whether a command runs in it.

use crate::base::{GrowList, Text};
pub use crate::console::{ConsoleLine, ConsoleLineKind};

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
