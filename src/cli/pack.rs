//! `pack`: the student's copies of scenario files, without what answers them.

use super::arguments::Pack;
use super::output::{complain, ended};
use super::{BAD_FILE, FAILED, source};
use crate::runtime::write_atomically;
use crate::scenario::pack;
use crate::t;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

pub(super) fn pack_files(options: &Pack) -> ExitCode {
    let lang = options.spoken.lang();
    let mut out = io::stdout().lock();
    for file in &options.files {
        let bytes = match source::bytes(lang, file) {
            Ok(bytes) => bytes,
            Err(reason) => {
                complain(&reason);
                return ExitCode::from(BAD_FILE);
            }
        };
        let packed = match pack(file, &bytes) {
            Ok(packed) => packed,
            Err(problems) => {
                problems.iter().for_each(|problem| complain(&problem.plain(lang)));
                return ExitCode::from(BAD_FILE);
            }
        };
        let stem = Path::new(file)
            .file_stem()
            .map_or_else(|| file.clone(), |stem| stem.to_string_lossy().into_owned());
        let path = options.student.join(format!("{stem}.ron"));
        let shown = path.to_string_lossy().into_owned();
        if Path::new(file)
            .canonicalize()
            .is_ok_and(|original| path.canonicalize().is_ok_and(|copy| copy == original))
        {
            complain(&t!(lang, "pack-over-itself", path = shown));
            return ExitCode::from(BAD_FILE);
        }
        if let Err(error) = write_atomically(&path, &packed.bytes) {
            complain(&t!(lang, "file-not-written", path = shown, reason = error.to_string()));
            return ExitCode::from(FAILED);
        }
        let told = writeln!(out, "{}", t!(lang, "pack-written", path = shown))
            .and_then(|()| writeln!(out, "{}", t!(lang, "pack-codes", id = stem)))
            .and_then(|()| {
                packed.codes.iter().try_for_each(|(step, code)| writeln!(out, "  {step:<16} {code}"))
            });
        if told.is_err() {
            return ended(told, 0);
        }
    }
    ExitCode::SUCCESS
}
