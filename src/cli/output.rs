//! Writing to the terminal. A reader who stops reading (`| head`) is no error.

use std::io::{self, Write};
use std::process::ExitCode;

/// One line on stderr; if nobody reads that either, so be it.
pub(super) fn complain(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// The exit code of a command that printed: `code`, also when its reader has left.
pub(super) fn ended(written: io::Result<()>, code: u8) -> ExitCode {
    match written {
        Ok(()) => ExitCode::from(code),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            complain(&error.to_string());
            ExitCode::from(super::FAILED)
        }
    }
}
