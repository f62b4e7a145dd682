//! `list`: the shipped scenarios, one line each.

use super::arguments::Spoken;
use super::output::ended;
use crate::scenario::{Scenario, library};
use std::io::{self, Write};
use std::process::ExitCode;

pub(super) fn list(options: &Spoken) -> ExitCode {
    let lang = options.lang();
    let width = library().iter().map(|shipped| shipped.id.len()).max().unwrap_or(0);
    let mut out = io::stdout().lock();
    let written = library().iter().try_for_each(|shipped| {
        // A shipped file is good: a test parses each.
        let title = Scenario::parse(shipped.id, shipped.bytes)
            .map_or_else(|_| String::new(), |scenario| scenario.title.get(lang).to_owned());
        writeln!(out, "{:width$}  {title}", shipped.id)
    });
    ended(written, 0)
}
