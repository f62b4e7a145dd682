//! The commands: `open`, `list`, `check`, `run`, `console`, `shot` and the rest.
//!
//! Results go to stdout, everything said about them to stderr. Exit codes: 0 all
//! is well, 1 it ran and something is not as it should be, 2 the file or the
//! command line is bad.

mod arguments;
mod check;
mod console;
#[cfg(feature = "window")]
mod display;
mod event_json;
mod grade;
mod list;
mod new;
mod output;
mod pack;
mod print;
mod run;
#[cfg(feature = "window")]
mod shot;
mod source;
mod state_json;
#[cfg(feature = "window")]
mod window;

use arguments::{Arguments, Command};
use clap::Parser;
use std::process::ExitCode;

/// It ran, and something is not as it should be.
const FAILED: u8 = 1;
/// The file is bad.
const BAD_FILE: u8 = 2;

/// Parses the command line and does what it says.
#[must_use]
pub fn main() -> ExitCode {
    // A bad command line ends here, with code 2 and clap's own words.
    let arguments = Arguments::parse();
    match arguments.command {
        None => open(arguments.file, false),
        Some(Command::Open { file }) => open(file, false),
        Some(Command::Present { file }) => open(Some(file), true),
        Some(Command::List(options)) => list::list(&options),
        Some(Command::Check(options)) => check::check(&options),
        Some(Command::Console(options)) => console::console(&options),
        Some(Command::Run(options)) => run::run(&options),
        Some(Command::New(options)) => new::new(&options),
        Some(Command::Pack(options)) => pack::pack_files(&options),
        Some(Command::Grade(options)) => grade::grade(&options),
        #[cfg(feature = "window")]
        Some(Command::Shot(options)) => shot::shot(&options),
    }
}

#[cfg(feature = "window")]
fn open(file: Option<String>, is_presented: bool) -> ExitCode {
    window::open(file, is_presented)
}

#[cfg(not(feature = "window"))]
fn open(_: Option<String>, _: bool) -> ExitCode {
    output::complain(&crate::t!(crate::runtime::system_lang(), "no-window-built"));
    ExitCode::from(FAILED)
}
