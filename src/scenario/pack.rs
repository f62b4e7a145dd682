//! The student's copy of a scenario: the same file without what answers it.
//!
//! Works on the text, not on the model, so that what stays is the author's own
//! writing. Left out: right choices and beliefs, model texts, solutions,
//! expectations, debriefs, the speaker's notes, and every comment. What has to
//! be known at a catch-up code (the solutions) stays sealed under that code.

use super::lex::{Lexeme, Token, lex};
use super::play::{checkpoint_codes, seal, source_hash};
use super::problem::Problem;
use super::source::Source;
use super::tree::{self, Field, Kind, Node};
use super::{Scenario, Step};
use crate::base::Text;
use std::ops::Range;

/// Fields that go, of the file's head.
const OF_THE_HEAD: [&str; 2] = ["expect", "debrief"];
/// Fields that go, of a line of the timeline.
const OF_THE_TIMELINE: [&str; 1] = ["notes"];
/// Fields that go, of a step.
const OF_A_STEP: [&str; 4] = ["model", "solution", "beliefs", "debrief"];
/// Fields that go, of a choice.
const OF_A_CHOICE: [&str; 3] = ["correct", "correct_if", "belief"];

/// A student's copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The codes that bring a student to the beginning of a step: step and code.
    pub codes: Vec<(Text, Text)>,
}

/// The student's copy of a file. The same file always gives the same copy.
///
/// # Errors
/// Everything that is wrong with the file.
pub fn pack(name: &str, bytes: &[u8]) -> Result<Packed, Vec<Problem>> {
    let scenario = Scenario::parse(name, bytes)?;
    let text = String::from_utf8_lossy(bytes);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let source = Source::new(name, text);
    let lexemes = lex(&source)?;
    let (root, problems) = tree::parse(&source, &lexemes);
    if !problems.is_empty() {
        return Err(problems);
    }
    let codes = checkpoint_codes(&scenario, bytes);
    let solutions = solutions(&source, &root, &scenario, &codes);
    let mut gone = Vec::new();
    leave_out(&root, &OF_THE_HEAD, &mut gone);
    for event in root.field("timeline").map(Node::items).unwrap_or_default() {
        leave_out(event, &OF_THE_TIMELINE, &mut gone);
    }
    for step in root.field("steps").map(Node::items).unwrap_or_default() {
        leave_out(step, &OF_A_STEP, &mut gone);
        for choice in step.field("choices").map(Node::items).unwrap_or_default() {
            leave_out(choice, &OF_A_CHOICE, &mut gone);
        }
    }
    let kept = without(&source, &lexemes, &gone);
    let body = kept.trim_end().strip_suffix(')').unwrap_or(&kept).trim_end();
    let comma = if body.ends_with(',') { "" } else { "," };
    let hash = source_hash(bytes);
    let copy = format!("{body}{comma}\n  packed: \"{hash}\",\n  sealed: {{{solutions}}},\n)\n");
    Ok(Packed { bytes: copy.into_bytes(), codes })
}

/// The solution of each step, sealed under the codes of the steps behind it.
fn solutions(source: &Source, root: &Node, scenario: &Scenario, codes: &[(Text, Text)]) -> String {
    let nodes = root.field("steps").map(Node::items).unwrap_or_default();
    let mut solved = String::new();
    let mut sealed = String::new();
    for (step, node) in scenario.steps.iter().zip(nodes) {
        // A code opens all that comes before its step.
        if let Some((id, code)) = codes.iter().find(|(id, _)| id == step.id()) {
            sealed.push_str(&format!("\"{id}\": \"{}\", ", seal(code, id, &format!("[{solved}]"))));
        }
        if let (Step::Do { id, .. }, Some(solution)) = (step, node.field("solution")) {
            solved.push_str(&format!("(\"{id}\", {}), ", source.slice(&solution.span)));
        }
    }
    sealed
}

/// Adds the places of these fields.
fn leave_out(node: &Node, names: &[&str], gone: &mut Vec<Range<usize>>) {
    let Kind::Fields(_, fields) = &node.kind else { return };
    let left = fields.iter().filter(|field| names.contains(&field.name.as_str()));
    gone.extend(left.map(|Field { name_span, value, .. }| name_span.start..value.span.end));
}

/// The text without these places, the commas behind them, and comments.
fn without(source: &Source, lexemes: &[Lexeme], gone: &[Range<usize>]) -> String {
    let is_gone = |at: usize| gone.iter().any(|range| range.contains(&at));
    let mut out = String::new();
    let mut last_end = 0;
    let mut was_gone = false;
    for lexeme in lexemes {
        let drops = is_gone(lexeme.span.start) || (was_gone && lexeme.token == Token::Comma);
        if !drops {
            out.push_str(&spaces(source.slice(&(last_end..lexeme.span.start))));
            out.push_str(source.slice(&lexeme.span));
        }
        was_gone = is_gone(lexeme.span.start);
        last_end = lexeme.span.end;
    }
    out.push('\n');
    // Lines that held only what is gone.
    let lines = out.lines().filter(|line| !line.trim().is_empty());
    lines.map(|line| format!("{}\n", line.trim_end())).collect()
}

/// What lies between two pieces, without its comments.
fn spaces(gap: &str) -> String {
    let is_line_broken = gap.contains('\n');
    let indent: String = match gap.rsplit_once('\n') {
        Some((_, last)) => last.chars().take_while(|c| c.is_whitespace()).collect(),
        None => gap.chars().take_while(|c| c.is_whitespace()).collect(),
    };
    if is_line_broken { format!("\n{indent}") } else { indent }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::library;

    #[test]
    fn a_copy_answers_nothing_and_still_plays() {
        for shipped in library() {
            let packed = pack(shipped.id, shipped.bytes).expect("a shipped file packs");
            let text = String::from_utf8(packed.bytes.clone()).expect("text");
            for word in ["correct:", "belief:", "model:", "solution:", "expect:", "notes:", "debrief:", "//"] {
                assert!(!text.contains(word), "{}: {word} in\n{text}", shipped.id);
            }
            let copy = Scenario::parse(shipped.id, &packed.bytes).unwrap_or_else(|problems| {
                panic!("{}: {}", shipped.id, problems[0].plain(crate::text::Lang::En))
            });
            let original = Scenario::parse(shipped.id, shipped.bytes).expect("it parses");
            assert_eq!(copy.steps.len(), original.steps.len());
            assert_eq!(copy.cluster_spec(), original.cluster_spec());
            assert_eq!(pack(shipped.id, shipped.bytes), Ok(packed), "packing twice");
        }
    }
}
