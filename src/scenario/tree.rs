//! The file as a tree of values, each with its place: what `timeline[3].do`
//! points at. It also finds commas, colons and braces that are missing or
//! wrong, group by group, so that one slip does not hide the next.

use super::lex::{Lexeme, Token};
use super::problem::Problem;
use super::source::Source;
use std::ops::Range;

/// After so many slips of punctuation the file is something else.
const MOST_PROBLEMS: usize = 100;

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) span: Range<usize>,
    pub(crate) kind: Kind,
}

/// What sort of value it is.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Text(String),
    Number,
    Word(String),
    /// `(a: 1, b: 2)`, with a name before it or not.
    Fields(Option<String>, Vec<Field>),
    /// `(1, 2)`, `Name(1, 2)` or `[1, 2]`.
    Items(Option<String>, Vec<Node>),
    /// `{"a": 1}`.
    Map(Vec<(Node, Node)>),
    /// It could not be read; the problem is reported.
    Broken,
}

/// A named part of a value.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) name_span: Range<usize>,
    pub(crate) value: Node,
}

impl Node {
    /// Whether it, or something in it, could not be read.
    pub(crate) fn is_broken(&self) -> bool {
        match &self.kind {
            Kind::Broken => true,
            Kind::Fields(_, fields) => fields.iter().any(|field| field.value.is_broken()),
            Kind::Items(_, items) => items.iter().any(Self::is_broken),
            Kind::Map(entries) => entries.iter().any(|(key, value)| key.is_broken() || value.is_broken()),
            _ => false,
        }
    }

    /// The named part, if there is one.
    pub(crate) fn field(&self, name: &str) -> Option<&Self> {
        match &self.kind {
            Kind::Fields(_, fields) => {
                fields.iter().find(|field| field.name == name).map(|field| &field.value)
            }
            _ => None,
        }
    }

    /// The parts, when it is a list or has positional arguments.
    pub(crate) fn items(&self) -> &[Self] {
        match &self.kind {
            Kind::Items(_, items) => items,
            _ => &[],
        }
    }

    /// The value under a key of a map.
    pub(crate) fn entry(&self, key: &str) -> Option<(&Self, &Self)> {
        let Kind::Map(entries) = &self.kind else { return None };
        entries
            .iter()
            .find(|(node, _)| matches!(&node.kind, Kind::Text(text) if text == key))
            .map(|(key, value)| (key, value))
    }

    /// The name before the bracket.
    pub(crate) fn name(&self) -> Option<&str> {
        match &self.kind {
            Kind::Fields(name, _) | Kind::Items(name, _) => name.as_deref(),
            Kind::Word(word) => Some(word),
            _ => None,
        }
    }

    /// The innermost bracketed value that holds `offset`.
    pub(crate) fn group_at(&self, offset: usize) -> Option<&Self> {
        if !(self.span.start <= offset && offset <= self.span.end) {
            return None;
        }
        let inner = match &self.kind {
            Kind::Fields(_, fields) => fields.iter().find_map(|field| field.value.group_inside(offset)),
            Kind::Items(_, items) => items.iter().find_map(|item| item.group_inside(offset)),
            Kind::Map(entries) => entries.iter().find_map(|(_, value)| value.group_inside(offset)),
            _ => return None,
        };
        inner.or(Some(self))
    }

    /// As [`Node::group_at`], but just behind the last bracket is outside.
    fn group_inside(&self, offset: usize) -> Option<&Self> {
        if offset < self.span.end { self.group_at(offset) } else { None }
    }
}

/// The one value a file holds, with all problems of its punctuation.
pub(crate) fn parse(source: &Source, lexemes: &[Lexeme]) -> (Node, Vec<Problem>) {
    let mut parser = Parser { source, lexemes, problems: Vec::new() };
    let (root, next) = parser.value(0, lexemes.len());
    if let (Some(extra), true) = (lexemes.get(next), parser.problems.is_empty()) {
        parser.report(extra.span.clone(), "after-the-end");
    }
    (root, parser.problems)
}

struct Parser<'a> {
    source: &'a Source,
    lexemes: &'a [Lexeme],
    problems: Vec<Problem>,
}

impl Parser<'_> {
    fn report(&mut self, span: Range<usize>, kind: &'static str) {
        if self.problems.len() >= MOST_PROBLEMS {
            return;
        }
        let found = self.source.slice(&span).chars().take(30).collect::<String>();
        self.problems.push(self.source.problem(span, kind, vec![("found", found.into())]));
    }

    fn token(&self, at: usize, end: usize) -> Option<&Token> {
        self.lexemes[..end.min(self.lexemes.len())].get(at).map(|lexeme| &lexeme.token)
    }

    fn span(&self, at: usize) -> Range<usize> {
        self.lexemes.get(at).map_or_else(
            || {
                let end = self.source.text.trim_end().len();
                end..end
            },
            |lexeme| lexeme.span.clone(),
        )
    }

    /// The value that begins at token `at`, and the token behind it.
    fn value(&mut self, at: usize, end: usize) -> (Node, usize) {
        let span = self.span(at);
        let broken = |span| Node { span, kind: Kind::Broken };
        match self.token(at, end).cloned() {
            Some(Token::Text(content)) => (Node { span, kind: Kind::Text(content) }, at + 1),
            Some(Token::Number) => (Node { span, kind: Kind::Number }, at + 1),
            Some(Token::Open(bracket, close)) => self.group(None, span.start, bracket, at, close),
            Some(Token::Word) => {
                let word = self.source.slice(&span).to_owned();
                match self.token(at + 1, end) {
                    Some(&Token::Open(bracket @ ('(' | '{'), close)) => {
                        self.group(Some(word), span.start, bracket, at + 1, close)
                    }
                    _ => (Node { span, kind: Kind::Word(word) }, at + 1),
                }
            }
            // A variant, in the text as its author wrote it.
            Some(Token::Other('$')) if self.token(at + 1, end) == Some(&Token::Word) => {
                let span = span.start..self.span(at + 1).end;
                let word = self.source.slice(&span).to_owned();
                (Node { span, kind: Kind::Word(word) }, at + 2)
            }
            _ => {
                self.report(span.clone(), "value-expected");
                (broken(span), at)
            }
        }
    }

    fn group(
        &mut self,
        name: Option<String>,
        start: usize,
        bracket: char,
        open: usize,
        close: usize,
    ) -> (Node, usize) {
        let span = start..self.span(close).end;
        let before = self.problems.len();
        let has_fields = matches!(
            (self.token(open + 1, close), self.token(open + 2, close)),
            (Some(Token::Word), Some(Token::Colon | Token::Other('=')))
        );
        let kind = if bracket == '{' && (has_fields || name.is_some()) {
            self.report(self.span(open), "brace-for-struct");
            Kind::Broken
        } else if bracket == '{' {
            Kind::Map(self.entries(open + 1, close))
        } else if bracket == '(' && has_fields {
            Kind::Fields(name, self.fields(open, close))
        } else {
            Kind::Items(name, self.list(open + 1, close))
        };
        // A slip in this group's own punctuation spoils the group; one deeper down only its own.
        let spoiled =
            self.problems.len() > before && !matches!(kind, Kind::Broken) && self.has_own_slip(before, &kind);
        let kind = if spoiled { Kind::Broken } else { kind };
        (Node { span, kind }, close + 1)
    }

    fn has_own_slip(&self, before: usize, kind: &Kind) -> bool {
        let deeper: Vec<&Range<usize>> = match kind {
            Kind::Fields(_, fields) => {
                fields.iter().map(|field| &field.value).filter(|v| v.is_broken()).map(|v| &v.span).collect()
            }
            Kind::Items(_, items) => items.iter().filter(|v| v.is_broken()).map(|v| &v.span).collect(),
            Kind::Map(entries) => {
                entries.iter().flat_map(|(k, v)| [k, v]).filter(|v| v.is_broken()).map(|v| &v.span).collect()
            }
            _ => Vec::new(),
        };
        self.problems[before..].iter().any(|problem| {
            !deeper.iter().any(|span| span.start <= problem.span.start && problem.span.start < span.end)
        })
    }

    /// A comma, or the end of the group. False when something else stands there.
    fn separator(&mut self, at: &mut usize, close: usize) -> bool {
        match self.token(*at, close) {
            None => true,
            Some(Token::Comma) => {
                *at += 1;
                true
            }
            Some(_) => {
                let end = self.span(at.saturating_sub(1)).end;
                self.report(end..end, "missing-comma");
                false
            }
        }
    }

    fn list(&mut self, mut at: usize, close: usize) -> Vec<Node> {
        let mut items = Vec::new();
        while at < close {
            let (item, next) = self.value(at, close);
            let stuck = next == at;
            items.push(item);
            at = next;
            if stuck || !self.separator(&mut at, close) {
                break;
            }
        }
        items
    }

    fn entries(&mut self, mut at: usize, close: usize) -> Vec<(Node, Node)> {
        let mut entries = Vec::new();
        while at < close {
            let (key, next) = self.value(at, close);
            if next == at {
                break;
            }
            if self.token(next, close) != Some(&Token::Colon) {
                self.report(self.span(next.min(close)), "missing-colon");
                break;
            }
            let (value, after) = self.value(next + 1, close);
            let stuck = after == next + 1;
            entries.push((key, value));
            at = after;
            if stuck || !self.separator(&mut at, close) {
                break;
            }
        }
        entries
    }

    fn fields(&mut self, open: usize, close: usize) -> Vec<Field> {
        let mut fields = Vec::new();
        let mut at = open + 1;
        while at < close {
            let name_span = self.span(at);
            match self.token(at, close) {
                Some(Token::Word) => {}
                Some(Token::Text(_)) => {
                    self.report(name_span, "quoted-field");
                    break;
                }
                _ => {
                    self.report(name_span, "field-expected");
                    break;
                }
            }
            match self.token(at + 1, close) {
                Some(Token::Colon) => {}
                Some(Token::Other('=')) => {
                    self.report(self.span(at + 1), "equals-for-colon");
                    break;
                }
                _ => {
                    self.report(self.span(at + 1), "missing-colon");
                    break;
                }
            }
            let (value, next) = self.value(at + 2, close);
            let stuck = next == at + 2;
            fields.push(Field { name: self.source.slice(&name_span).to_owned(), name_span, value });
            at = next;
            if stuck || !self.separator(&mut at, close) {
                break;
            }
        }
        fields
    }
}
