//! A scenario given on the command line: a path, or the id of a shipped one.

use super::output::complain;
use crate::runtime::read_bounded;
use crate::scenario::{Scenario, library};
use crate::text::{Lang, tr};
use fluent_bundle::FluentValue;
use std::borrow::Cow;
use std::path::Path;

/// The bytes of `name`, or a sentence that says why there are none. A file comes
/// before a shipped scenario of the same name.
pub(super) fn bytes(lang: Lang, name: &str) -> Result<Cow<'static, [u8]>, String> {
    let path = Path::new(name);
    let shipped = library().iter().find(|shipped| shipped.id == name);
    if let (false, Some(shipped)) = (path.is_file(), shipped) {
        return Ok(Cow::Borrowed(shipped.bytes));
    }
    read_bounded(path).map(Cow::Owned).map_err(|error| {
        let reason = error.to_string();
        let blanks = [("path", FluentValue::from(name)), ("reason", FluentValue::from(reason))];
        tr(lang, "file-not-read", &blanks)
    })
}

/// The scenario `name`, its doubts told; `None` when it is bad, its problems told.
pub(super) fn scenario(lang: Lang, name: &str) -> Option<Scenario> {
    let bytes = match bytes(lang, name) {
        Ok(bytes) => bytes,
        Err(reason) => {
            complain(&reason);
            return None;
        }
    };
    let (scenario, problems) = match Scenario::parse(name, &bytes) {
        Ok(scenario) => {
            let warnings = scenario.warnings.clone();
            (Some(scenario), warnings)
        }
        Err(problems) => (None, problems),
    };
    for problem in problems {
        complain(&problem.plain(lang));
    }
    scenario
}
