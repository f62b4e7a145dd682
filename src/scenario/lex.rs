//! Cuts a file into words, texts and brackets, and finds what the RON parser
//! would only stumble over later: typographic quotes, odd spaces, a quote that
//! is missing, a bracket that never closes. Knows no scenario.

use super::problem::Problem;
use super::source::Source;
use std::ops::Range;

/// Deepest nesting of brackets.
const DEEPEST: usize = 64;

/// One piece of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Token {
    /// `(`, `[` or `{`, and the index of the token that closes it.
    Open(char, usize),
    /// `)`, `]` or `}`.
    Close(char),
    Comma,
    Colon,
    /// A text in quotes, its escapes resolved.
    Text(String),
    Number,
    /// A name: a field, a variant, `true`, `None`.
    Word,
    /// A character that has no place in RON.
    Other(char),
}

/// A piece and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Lexeme {
    pub(crate) token: Token,
    pub(crate) span: Range<usize>,
}

/// The pieces of a file whose brackets are matched.
///
/// # Errors
/// All problems found, in file order.
pub(crate) fn lex(source: &Source) -> Result<Vec<Lexeme>, Vec<Problem>> {
    let mut lexer = Lexer { source, at: 0, out: Vec::new(), problems: Vec::new() };
    lexer.attributes();
    while lexer.next() {}
    let Lexer { mut out, mut problems, .. } = lexer;
    if !problems.is_empty() {
        return Err(problems);
    }
    match_brackets(source, &mut out, &mut problems);
    if problems.is_empty() { Ok(out) } else { Err(problems) }
}

struct Lexer<'a> {
    source: &'a Source,
    at: usize,
    out: Vec<Lexeme>,
    problems: Vec<Problem>,
}

const fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || (c as u32 > 0x7f && !is_odd_space(c) && !is_typographic(c))
}

const fn is_typographic(c: char) -> bool {
    matches!(c, '\u{2018}'..='\u{201f}' | '«' | '»' | '‹' | '›')
}

const fn is_odd_space(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{2000}'..='\u{200f}' | '\u{202f}' | '\u{205f}' | '\u{3000}' | '\u{feff}')
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        self.source.slice(&(self.at..self.source.text.len()))
    }

    fn push(&mut self, token: Token, length: usize) {
        self.out.push(Lexeme { token, span: self.at..self.at + length });
        self.at += length;
    }

    fn report(&mut self, span: Range<usize>, kind: &'static str) {
        let found: String = self.source.slice(&span).chars().take(30).collect();
        self.problems.push(self.source.problem(span, kind, vec![("found", found.into())]));
    }

    /// Editors may use `#![type = "…"]` and `#![enable(…)]` at the head; they say nothing to us.
    fn attributes(&mut self) {
        loop {
            let trimmed = self.rest().trim_start();
            self.at = self.source.text.len() - trimmed.len();
            if !trimmed.starts_with("#![") {
                return;
            }
            self.at += trimmed.find(']').map_or(trimmed.len(), |end| end + 1);
        }
    }

    /// Takes one piece; false at the end, or when going on makes no sense.
    fn next(&mut self) -> bool {
        let rest = self.rest();
        let Some(first) = rest.chars().next() else {
            return false;
        };
        match first {
            ' ' | '\t' | '\r' | '\n' => self.at += 1,
            '/' if rest.starts_with("//") => self.at += rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => return self.block_comment(),
            '(' | '[' | '{' => self.push(Token::Open(first, 0), 1),
            ')' | ']' | '}' => self.push(Token::Close(first), 1),
            ',' => self.push(Token::Comma, 1),
            ':' => self.push(Token::Colon, 1),
            '"' => return self.text(),
            'r' if raw_hashes(rest).is_some() => return self.raw_text(),
            '\'' => self.single_quotes(),
            c if is_typographic(c) => self.typographic(c),
            c if is_odd_space(c) => {
                self.report(self.at..self.at + c.len_utf8(), "odd-space");
                self.at += c.len_utf8();
            }
            '0'..='9' | '+' | '-' | '.' => {
                let length =
                    rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '+' | '-')));
                self.push(Token::Number, length.unwrap_or(rest.len()));
            }
            c if is_word(c) => {
                let length = rest.find(|c: char| !is_word(c)).unwrap_or(rest.len());
                self.push(Token::Word, length);
            }
            c => self.push(Token::Other(c), c.len_utf8()),
        }
        true
    }

    fn block_comment(&mut self) -> bool {
        let rest = self.rest();
        let (mut depth, mut at) = (0_usize, 0);
        while let Some(here) = rest.get(at..).filter(|here| !here.is_empty()) {
            if here.starts_with("/*") {
                depth += 1;
                at += 2;
            } else if here.starts_with("*/") {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    self.at += at;
                    return true;
                }
            } else {
                at += here.chars().next().map_or(1, char::len_utf8);
            }
        }
        self.report(self.at..self.at + 2, "unclosed-comment");
        false
    }

    fn text(&mut self) -> bool {
        let rest = self.rest();
        let mut escaped = false;
        let mut end = None;
        for (at, c) in rest.char_indices().skip(1) {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => {
                    end = Some(at + 1);
                    break;
                }
                _ => {}
            }
        }
        let after = end.and_then(|end| rest.get(end..)?.chars().next());
        match end {
            // A letter right after the closing quote: this quote was meant to open another text.
            Some(end) if !after.is_some_and(is_word) => {
                let inner = rest.get(1..end - 1).unwrap_or_default();
                let content = if inner.contains('\\') {
                    ron::from_str(rest.get(..end).unwrap_or_default()).unwrap_or_else(|_| inner.to_owned())
                } else {
                    inner.to_owned()
                };
                self.push(Token::Text(content), end);
                true
            }
            _ => {
                self.report(self.at..self.at + 1, "unclosed-quote");
                false
            }
        }
    }

    fn raw_text(&mut self) -> bool {
        let rest = self.rest();
        let hashes = raw_hashes(rest).unwrap_or(0);
        let close = format!("\"{}", "#".repeat(hashes));
        let start = hashes + 2;
        let Some(length) = rest.get(start..).and_then(|body| body.find(&close)) else {
            self.report(self.at..self.at + start, "unclosed-quote");
            return false;
        };
        let content = rest.get(start..start + length).unwrap_or_default().to_owned();
        self.push(Token::Text(content), start + length + close.len());
        true
    }

    /// `'…'` to the end of the line at most; taken as a text, so that the rest is read.
    fn single_quotes(&mut self) {
        let line = self.rest().lines().next().unwrap_or_default();
        let length = line.get(1..).and_then(|body| body.find('\'')).map_or(1, |at| at + 2);
        self.report(self.at..self.at + length, "single-quotes");
        self.push(Token::Text(String::new()), length);
    }

    /// “…”, «…»: taken as a text, so that the rest is read.
    fn typographic(&mut self, open: char) {
        let line = self.rest().lines().next().unwrap_or_default();
        let body = line.get(open.len_utf8()..).unwrap_or_default();
        let end = body
            .char_indices()
            .find(|(_, c)| {
                matches!(c, '\u{201c}'..='\u{201f}' | '»' | '"') || (open < '\u{201c}' && *c == '\u{2019}')
            })
            .map_or(0, |(at, c)| at + c.len_utf8());
        let length = open.len_utf8() + end;
        self.report(self.at..self.at + length, "typographic-quotes");
        self.push(Token::Text(String::new()), length);
    }
}

fn raw_hashes(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix('r')?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    after.get(hashes..)?.starts_with('"').then_some(hashes)
}

const fn closer(open: char) -> char {
    match open {
        '(' => ')',
        '[' => ']',
        _ => '}',
    }
}

/// Gives each opening bracket its closing one; stops at the first that has none.
fn match_brackets(source: &Source, lexemes: &mut [Lexeme], problems: &mut Vec<Problem>) {
    // Index of the token and the bracket.
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut outdented = None;
    // `index` and every opener come from this very list.
    for index in 0..lexemes.len() {
        let span = lexemes[index].span.clone();
        match lexemes[index].token {
            Token::Open(bracket, _) => {
                open.push((index, bracket));
                if open.len() > DEEPEST {
                    problems.push(source.problem(span, "too-deep", vec![("limit", DEEPEST.into())]));
                    return;
                }
            }
            Token::Close(found) => {
                let Some((opener, bracket)) = open.pop() else {
                    problems.push(source.problem(
                        span,
                        "extra-bracket",
                        vec![("found", found.to_string().into())],
                    ));
                    return;
                };
                if closer(bracket) != found {
                    let at = outdented.unwrap_or(opener);
                    problems.push(mismatch(source, lexemes, at, index));
                    return;
                }
                let (here, there) = (indent(source, span.start), indent(source, lexemes[opener].span.start));
                if outdented.is_none() && here.1 && here.0 < there.0 {
                    outdented = Some(opener);
                }
                if let Token::Open(_, close) = &mut lexemes[opener].token {
                    *close = index;
                }
            }
            _ => {}
        }
    }
    if let Some((opener, _)) = open.pop() {
        let at = outdented.unwrap_or(opener);
        problems.push(mismatch(source, lexemes, at, lexemes.len().saturating_sub(1)));
    }
}

/// The line's indentation, and whether nothing but it stands before `offset`.
fn indent(source: &Source, offset: usize) -> (usize, bool) {
    let line = source.line_text(offset);
    let indentation = line.chars().take_while(|c| c.is_whitespace()).count();
    (indentation, source.position(offset).1 == indentation + 1)
}

fn mismatch(source: &Source, lexemes: &[Lexeme], opener: usize, closer_at: usize) -> Problem {
    let span = lexemes.get(opener).map_or(0..0, |lexeme| lexeme.span.clone());
    let bracket = source.slice(&span).chars().next().unwrap_or('(');
    let found = lexemes.get(closer_at).map_or(0..0, |lexeme| lexeme.span.clone());
    let args = vec![
        ("bracket", bracket.to_string().into()),
        ("wanted", closer(bracket).to_string().into()),
        ("found", source.slice(&found).to_owned().into()),
        ("line", source.position(found.start).0.into()),
    ];
    source.problem(span, "unclosed-bracket", args)
}
