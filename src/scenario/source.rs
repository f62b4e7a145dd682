//! A scenario file's text, and where in it a byte stands.
//!
//! Lines and columns are counted from 1, columns in characters, as editors do.

use super::problem::{Arg, Problem, Severity};
use crate::base::Text;
use std::ops::Range;

/// The file as read: its name and its text without byte order mark.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    pub(crate) name: Text,
    pub(crate) text: String,
    line_starts: Vec<usize>,
    /// What the author wrote, when this text is that with words put in.
    written: Option<Written>,
}

/// The text an author wrote, and where words were put into it.
#[derive(Clone, Debug)]
struct Written {
    source: Box<Source>,
    splices: Vec<Splice>,
}

/// A piece of the author's text, and what stands for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Splice {
    pub(crate) old: Range<usize>,
    pub(crate) new: Range<usize>,
}

impl Source {
    pub(crate) fn new(name: &str, text: &str) -> Self {
        let starts = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Self {
            name: name.into(),
            text: text.to_owned(),
            line_starts: std::iter::once(0).chain(starts).collect(),
            written: None,
        }
    }

    /// `text` stands for `written`, by these splices in order. Problems will name
    /// places of what was written.
    pub(crate) fn replaced(written: Self, text: &str, splices: Vec<Splice>) -> Self {
        let name = written.name.clone();
        Self { written: Some(Written { source: Box::new(written), splices }), ..Self::new(&name, text) }
    }

    /// Line and column of a byte.
    pub(crate) fn position(&self, offset: usize) -> (usize, usize) {
        let offset = self.clamp(offset);
        let line = self.line_starts.partition_point(|start| *start <= offset);
        let start = self.line_starts.get(line.saturating_sub(1)).copied().unwrap_or(0);
        (line, self.slice(&(start..offset)).chars().count() + 1)
    }

    /// The byte at a line and column, counted from `base` as if the text began there.
    pub(crate) fn offset_from(&self, base: usize, line: usize, column: usize) -> usize {
        let base = self.clamp(base);
        let rest = self.slice(&(base..self.text.len()));
        let line_at = match line {
            0 | 1 => 0,
            _ => rest.match_indices('\n').nth(line - 2).map_or(rest.len(), |(at, _)| at + 1),
        };
        let in_line = rest.get(line_at..).unwrap_or_default();
        let column_at =
            in_line.char_indices().nth(column.saturating_sub(1)).map_or(in_line.len(), |(at, _)| at);
        base + line_at + column_at
    }

    /// The text of a span; empty when it isn't one.
    pub(crate) fn slice(&self, span: &Range<usize>) -> &str {
        self.text.get(span.clone()).unwrap_or_default()
    }

    /// The whole line that holds a byte, without its end.
    pub(crate) fn line_text(&self, offset: usize) -> &str {
        let (line, _) = self.position(offset);
        let start = self.line_starts.get(line - 1).copied().unwrap_or(0);
        let end = self.line_starts.get(line).copied().unwrap_or(self.text.len());
        self.slice(&(start..end)).trim_end_matches(['\n', '\r'])
    }

    /// A problem at `span`.
    pub(crate) fn problem(
        &self,
        span: Range<usize>,
        kind: &'static str,
        args: Vec<(&'static str, Arg)>,
    ) -> Problem {
        if let Some(written) = &self.written {
            return written.source.problem(written.place(&span), kind, args);
        }
        let start = self.clamp(span.start);
        let end = self.clamp(span.end).max(start);
        let (line, column) = self.position(start);
        let line_text = self.line_text(start).to_owned();
        let in_line = self.slice(&(start..end)).lines().next().unwrap_or_default().chars().count();
        Problem {
            severity: Severity::Error,
            file: self.name.clone(),
            line,
            column,
            span: start..end,
            kind,
            args,
            line_text,
            marked: in_line.max(1),
        }
    }

    fn clamp(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }
}

impl Written {
    /// The author's bytes for a span of the text that was read.
    fn place(&self, span: &Range<usize>) -> Range<usize> {
        self.byte(span.start, false)..self.byte(span.end, true)
    }

    fn byte(&self, at: usize, is_end: bool) -> usize {
        let index = self.splices.partition_point(|splice| splice.new.start <= at);
        let Some(splice) = index.checked_sub(1).and_then(|index| self.splices.get(index)) else { return at };
        if at < splice.new.end || (is_end && at == splice.new.end) {
            // Inside of what was put in: the whole of what stood there.
            return if is_end && at > splice.new.start { splice.old.end } else { splice.old.start };
        }
        splice.old.end + (at - splice.new.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters() {
        let source = Source::new("a.ron", "é: 1,\n  b");
        assert_eq!(source.position(0), (1, 1));
        assert_eq!(source.position(2), (1, 2));
        assert_eq!(source.position(9), (2, 3));
        assert_eq!(source.offset_from(0, 2, 3), 9);
        assert_eq!(source.offset_from(7, 1, 3), 9);
        assert_eq!(source.position(10_000), (2, 4));
    }
}
