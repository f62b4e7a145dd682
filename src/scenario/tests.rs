//! The shipped files, and what each slip of an author is told, in both languages.

use super::*;
use crate::text::Lang;

fn problems(text: &str) -> Vec<Problem> {
    Scenario::parse("a.ron", text.as_bytes()).err().unwrap_or_default()
}

#[test]
fn shipped_files_parse_without_warnings() {
    for shipped in library() {
        let name = format!("{}.ron", shipped.id);
        match Scenario::parse(&name, shipped.bytes) {
            Ok(scenario) => {
                assert_eq!(&*scenario.id, shipped.id);
                let warnings: Vec<String> = scenario.warnings.iter().map(|w| w.plain(Lang::En)).collect();
                assert!(warnings.is_empty(), "{}", warnings.join("\n"));
            }
            Err(problems) => {
                let texts: Vec<String> = problems.iter().map(|p| p.plain(Lang::En)).collect();
                panic!("{}", texts.join("\n"));
            }
        }
    }
}
