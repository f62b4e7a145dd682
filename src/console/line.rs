//! What stands in a console: lines, and who wrote each.
//!
//! Kafka's tools speak English in every country; only the lab's own notes exist
//! in both languages.

use crate::base::Text;
use crate::text::Lang;

/// Who wrote a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ConsoleLineKind {
    /// The person, with the prompt before it.
    Typed,
    /// The command, to stdout.
    #[default]
    Out,
    /// The command, to stderr.
    Error,
    /// The lab itself, about what it does differently.
    Note,
}

/// One line of a console.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ConsoleLine {
    /// Who wrote it.
    pub kind: ConsoleLineKind,
    /// The line, without its end; a note in English.
    pub text: Text,
    /// A note in French; empty in all other lines.
    pub french: Text,
}

impl ConsoleLine {
    /// A line that reads the same in both languages.
    #[must_use]
    pub fn new(kind: ConsoleLineKind, text: impl Into<Text>) -> Self {
        Self { kind, text: text.into(), french: Text::default() }
    }

    /// A note of the lab, by its key in the message files.
    #[must_use]
    pub fn note(key: &str, named: &[(&str, &str)]) -> Vec<Self> {
        let args: Vec<_> = named.iter().map(|(name, value)| (*name, (*value).into())).collect();
        let [en, fr] = Lang::ALL.map(|lang| crate::text::tr(lang, key, &args));
        let (en, fr): (Vec<_>, Vec<_>) = (en.lines().collect(), fr.lines().collect());
        let line = |index: usize| Self {
            kind: ConsoleLineKind::Note,
            text: en.get(index).copied().unwrap_or_default().into(),
            french: fr.get(index).copied().unwrap_or_default().into(),
        };
        (0..en.len().max(fr.len())).map(line).collect()
    }

    /// The line as a reader of `lang` reads it.
    #[must_use]
    pub fn read(&self, lang: Lang) -> &str {
        match lang {
            Lang::Fr if self.kind == ConsoleLineKind::Note => &self.french,
            _ => &self.text,
        }
    }
}
