//! What is wrong with a file: where, what, why, and how to mend it, in both
//! languages. Many are reported at once; the sentences live in the Fluent files.

use super::reading::fill;
use super::values::Both;
use crate::base::Text;
use crate::text::{Lang, tr};
use std::fmt::{self, Write as _};
use std::ops::Range;

/// Whether the file can be played all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// It can't.
    Error,
    /// It can, but probably does not do what its author wants.
    Warning,
}

/// A word or a number that a sentence is filled with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Arg {
    /// As it stands.
    Plain(String),
    /// The name of a text, translated when shown.
    Key(&'static str),
    /// The same, of a name known only when it is told.
    Named(Text),
    /// Words in both languages.
    Said(Both),
    /// A number, so that the sentence can take its plural.
    Number(i64),
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Plain(text.to_owned())
    }
}
impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Plain(text)
    }
}
impl From<&Text> for Arg {
    fn from(text: &Text) -> Self {
        Self::Plain(text.to_string())
    }
}
impl From<i64> for Arg {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}
impl From<i32> for Arg {
    fn from(number: i32) -> Self {
        Self::Number(number.into())
    }
}
impl From<usize> for Arg {
    fn from(number: usize) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

/// One thing that is wrong, or doubtful, in a scenario file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Whether the file can be played all the same.
    pub severity: Severity,
    /// The file's name, as given to `parse`.
    pub file: Text,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The faulty bytes, in the text without byte order mark.
    pub span: Range<usize>,
    pub(crate) kind: &'static str,
    pub(crate) args: Vec<(&'static str, Arg)>,
    pub(crate) line_text: String,
    pub(crate) marked: usize,
}

impl Problem {
    /// What kind of problem it is: `unknown-field`, `rf-above-brokers`, …
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        self.kind
    }

    /// What is wrong.
    #[must_use]
    pub fn what(&self, lang: Lang) -> String {
        self.sentence(lang, "").unwrap_or_else(|| self.kind.to_owned())
    }

    /// Why that is wrong, where it is not plain.
    #[must_use]
    pub fn why(&self, lang: Lang) -> Option<String> {
        self.sentence(lang, "-why")
    }

    /// How to mend it.
    #[must_use]
    pub fn mend(&self, lang: Lang) -> Option<String> {
        self.sentence(lang, "-mend")
    }

    /// `file:line:column`.
    #[must_use]
    pub fn location(&self) -> String {
        format!("{}:{}:{}", self.file, self.line, self.column)
    }

    /// The faulty line.
    #[must_use]
    pub fn excerpt(&self) -> &str {
        &self.line_text
    }

    /// In plain characters: `file:line:column: error: what`, the line with a caret, why, how to mend it.
    #[must_use]
    pub fn plain(&self, lang: Lang) -> String {
        // Long lines are shown around the fault only.
        const BEFORE: usize = 60;
        const SHOWN: usize = 110;
        let skipped = (self.column - 1).saturating_sub(BEFORE);
        let line: String = self
            .line_text
            .chars()
            .skip(skipped)
            .take(SHOWN)
            .map(|c| if c == '\t' { ' ' } else { c })
            .collect();
        let at = self.column - 1 - skipped;
        let carets = self.marked.min(SHOWN.saturating_sub(at)).max(1);
        let gutter = self.line.to_string();
        let margin = " ".repeat(gutter.len());
        let mut out = self.headline(lang);
        let _ = write!(
            out,
            "\n{margin} |\n{gutter} | {line}\n{margin} | {}{}",
            " ".repeat(at),
            "^".repeat(carets)
        );
        for note in self.why(lang).into_iter().chain(self.mend(lang)) {
            let _ = write!(out, "\n{margin} = {note}");
        }
        out
    }

    /// With miette's lines and arrows; `source` is the text that was parsed.
    #[must_use]
    pub fn graphical(&self, lang: Lang, source: &str) -> String {
        let source = source.strip_prefix('\u{feff}').unwrap_or(source);
        let shown = Shown {
            headline: self.what(lang),
            help: self.why(lang).into_iter().chain(self.mend(lang)).collect::<Vec<_>>().join("\n"),
            severity: self.severity,
            source: miette::NamedSource::new(&*self.file, source.to_owned()),
            span: self.span.clone(),
        };
        let mut out = format!("{}\n", self.headline(lang));
        let handler = miette::GraphicalReportHandler::new_themed(miette::GraphicalTheme::unicode_nocolor());
        match handler.render_report(&mut out, &shown) {
            Ok(()) => out,
            Err(_) => self.plain(lang),
        }
    }

    /// The first line: place, severity, what.
    #[must_use]
    pub fn headline(&self, lang: Lang) -> String {
        let severity = match self.severity {
            Severity::Error => "problem-severity-error",
            Severity::Warning => "problem-severity-warning",
        };
        format!("{}: {} {}", self.location(), tr(lang, severity, &[]), self.what(lang))
    }

    pub(crate) fn warning(mut self) -> Self {
        self.severity = Severity::Warning;
        self
    }

    fn sentence(&self, lang: Lang, suffix: &str) -> Option<String> {
        let key = format!("problem-{}{suffix}", self.kind);
        let sentence = fill(lang, &key, &self.args);
        // A text that does not exist shows as its key: not every kind needs a why.
        (sentence != key).then(|| sentence.trim().to_owned()).filter(|sentence| !sentence.is_empty())
    }
}

#[derive(Debug)]
struct Shown {
    headline: String,
    help: String,
    severity: Severity,
    source: miette::NamedSource<String>,
    span: Range<usize>,
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.headline)
    }
}

impl std::error::Error for Shown {}

impl miette::Diagnostic for Shown {
    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
        })
    }
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        (!self.help.is_empty()).then(|| Box::new(&self.help) as Box<dyn fmt::Display>)
    }
    fn source_code(&self) -> Option<&dyn miette::SourceCode> {
        Some(&self.source)
    }
    fn labels(&self) -> Option<Box<dyn Iterator<Item = miette::LabeledSpan> + '_>> {
        Some(Box::new(std::iter::once(miette::LabeledSpan::new_with_span(None, self.span.clone()))))
    }
}
