//! `check`: what is wrong with scenario files, and where.

use super::arguments::Check;
use super::{FAILED, output, source};
use crate::t;
use std::io::{self, Write};
use std::process::ExitCode;

pub(super) fn check(options: &Check) -> ExitCode {
    let lang = options.spoken.lang();
    let mut out = io::stdout().lock();
    let mut code = 0;
    for file in &options.files {
        if source::scenario(lang, file).is_none() {
            code = FAILED;
        } else if let Err(error) = writeln!(out, "{}", t!(lang, "file-is-good", path = file.as_str())) {
            return output::ended(Err(error), code);
        }
    }
    output::ended(Ok(()), code)
}
