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
use super::{Scenario, Step};
use crate::base::Text;
use std::fmt::Write;
use std::ops::Range;

/// Fields that go, by where they stand: the names of the lists around them.
const GONE: [(&[&str], &[&str]); 4] = [
    (&[], &["expect", "debrief"]),
    (&["timeline"], &["notes"]),
    (&["steps"], &["model", "solution", "beliefs", "debrief"]),
    (&["steps", "choices"], &["correct", "when", "belief"]),
];

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
    if scenario.packed.is_some() {
        // It is a copy already.
        return Ok(Packed { bytes: bytes.to_vec(), codes: Vec::new() });
    }
    let text = String::from_utf8_lossy(bytes);
    let source = Source::new(name, text.strip_prefix('\u{feff}').unwrap_or(&text));
    let lexemes = lex(&source)?;
    let gone = answers(&source, &lexemes);
    let codes = checkpoint_codes(&scenario, bytes);
    let kept = without(&source, &lexemes, &gone);
    let body = kept.trim_end().strip_suffix(')').unwrap_or(&kept).trim_end();
    let comma = if body.ends_with(',') { "" } else { "," };
    let mut sealed = String::new();
    for (step, code, solved) in solved_before(&source, &scenario, &gone, &codes) {
        // Writing to a String cannot fail.
        let _ = write!(sealed, "\n    {step:?}: {:?},", seal(code, step, &solved));
    }
    let hash = source_hash(bytes);
    let copy = format!("{body}{comma}\n  packed: \"{hash}\",\n  sealed: {{{sealed}\n  }},\n)\n");
    Ok(Packed { bytes: copy.into_bytes(), codes })
}

/// For each step: its code, and the solutions of all steps before it as a list that
/// whoever has the code can read.
fn solved_before<'c>(
    source: &Source,
    scenario: &Scenario,
    gone: &[Range<usize>],
    codes: &'c [(Text, Text)],
) -> Vec<(&'c str, &'c str, String)> {
    let written = gone.iter().filter_map(|range| {
        let text = source.slice(range).strip_prefix("solution")?;
        text.trim_start().strip_prefix(':')
    });
    let goals = scenario.steps.iter().filter(|step| matches!(step, Step::Do { .. })).map(Step::id);
    let solutions: Vec<(&Text, &str)> = goals.zip(written).collect();
    let mut solved = String::new();
    let mut all = Vec::new();
    for (step, code) in codes {
        all.push((&**step, &**code, format!("[{solved}]")));
        if let Some((id, solution)) = solutions.iter().find(|(id, _)| *id == step) {
            // Writing to a String cannot fail.
            let _ = write!(solved, "({:?}, {}),", &***id, solution.trim());
        }
    }
    all
}

/// The places of everything that answers.
fn answers(source: &Source, lexemes: &[Lexeme]) -> Vec<Range<usize>> {
    let mut gone = Vec::new();
    // The lists around a lexeme: the name of each, and where it closes.
    let mut lists: Vec<(&str, usize)> = Vec::new();
    let mut is_paused = false;
    let mut index = 0;
    while let Some(lexeme) = lexemes.get(index) {
        while lists.last().is_some_and(|(_, close)| *close < index) {
            lists.pop();
        }
        let is_field = lexeme.token == Token::Word
            && lexemes.get(index + 1).is_some_and(|next| next.token == Token::Colon);
        if is_field {
            let name = source.slice(&lexeme.span);
            let end = value_end(lexemes, index + 2);
            let around: Vec<&str> = lists.iter().map(|(name, _)| *name).collect();
            let is_late = is_paused && around == ["timeline"] && name == "caption";
            if is_late || GONE.iter().any(|(place, names)| *place == around && names.contains(&name)) {
                let last = lexemes.get(end.saturating_sub(1)).unwrap_or(lexeme);
                gone.push(lexeme.span.start..last.span.end);
                index = end;
                continue;
            }
            if let Some(Token::Open('[', close)) = lexemes.get(index + 2).map(|it| &it.token) {
                lists.push((name, *close));
            }
        } else if lexeme.token == Token::Word && source.slice(&lexeme.span) == "Pause" {
            is_paused |= lists.last().is_some_and(|(name, _)| *name == "timeline");
        }
        index += 1;
    }
    gone
}

/// Where the value that begins at `index` is over: the lexeme behind it.
fn value_end(lexemes: &[Lexeme], mut index: usize) -> usize {
    while let Some(lexeme) = lexemes.get(index) {
        match lexeme.token {
            Token::Comma | Token::Close(_) => break,
            Token::Open(_, close) => index = close + 1,
            _ => index += 1,
        }
    }
    index
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
            for word in ["correct:", "belief:", "model:", "solution:", "expect:", "notes:", "debrief:", "//"]
            {
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
