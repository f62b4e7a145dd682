//! `new`: a commented scenario to begin from.

use super::arguments::New;
use super::output::complain;
use super::{BAD_FILE, FAILED};
use crate::runtime::write_atomically;
use crate::t;
use crate::text::Lang;
use std::path::Path;
use std::process::ExitCode;

/// The file that every new scenario begins as, its comments in each language.
const TEMPLATES: [&str; 2] =
    [include_str!("../../assets/templates/en.ron"), include_str!("../../assets/templates/fr.ron")];

pub(super) fn new(options: &New) -> ExitCode {
    let lang = options.spoken.lang();
    let id = options.name.strip_suffix(".ron").unwrap_or(&options.name);
    let stem = Path::new(id).file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if stem.is_empty() || !stem.chars().all(is_plain) {
        complain(&t!(lang, "new-bad-name"));
        return ExitCode::from(BAD_FILE);
    }
    let name = format!("{id}.ron");
    let path = Path::new(&name);
    if path.exists() {
        complain(&t!(lang, "new-exists", path = name.as_str()));
        return ExitCode::from(FAILED);
    }
    let template = if lang == Lang::En { TEMPLATES[0] } else { TEMPLATES[1] };
    match write_atomically(path, template.replace("my-lesson", &stem).as_bytes()) {
        Ok(()) => {
            complain(&t!(lang, "new-written", path = name.as_str()));
            ExitCode::SUCCESS
        }
        Err(error) => {
            complain(&t!(lang, "file-not-written", path = name.as_str(), reason = error.to_string()));
            ExitCode::from(FAILED)
        }
    }
}
