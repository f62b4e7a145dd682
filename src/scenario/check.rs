//! Checks: comparisons of readings, as a closed list. A check says itself in
//! both languages as what is expected; the evaluation adds what is now.

use super::event::Event;
use super::reading::{Reading, fill};
use super::values::{Length, Value};
use crate::base::Text;
use crate::text::Lang;
use serde::Deserialize;

/// Something that must hold.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Check {
    /// The reading equals the value.
    Is(Reading, Value),
    /// It does not.
    IsNot(Reading, Value),
    /// It is the value or more.
    AtLeast(Reading, Value),
    /// It is the value or less.
    AtMost(Reading, Value),
    /// It lies between the values, both possible.
    Between(Reading, Value, Value),
    /// It is one of the values.
    In(Reading, Vec<Value>),
    /// The list read holds the value.
    Contains(Reading, Value),
    /// Two readings are equal.
    Same(Reading, Reading),
    /// The first reading is less than the second.
    Less(Reading, Reading),
    /// Each holds.
    All(Vec<Self>),
    /// One holds at least.
    Any(Vec<Self>),
    /// It does not hold.
    Not(Box<Self>),
    /// It has held for so long without a break.
    Holds(Length, Box<Self>),
    /// It has not held once; fails at once when it does.
    Never(Box<Self>),
    /// It holds, counting only what happened after the mark.
    AfterMark(Text, Box<Self>),
    /// The event has happened.
    Happened(Event),
    /// The first event happened before the second.
    Before(Event, Event),
}

impl Check {
    /// What is expected, in words.
    #[must_use]
    pub fn describe(&self, lang: Lang) -> String {
        let compare = |key: &str, reading: &Reading, value: &Value| {
            fill(
                lang,
                key,
                &[("reading", reading.describe(lang).into()), ("value", value.to_string().into())],
            )
        };
        let inner = |key: &str, name: &'static str, value: String, check: &Self| {
            fill(lang, key, &[(name, value.into()), ("check", check.describe(lang).into())])
        };
        match self {
            Self::Is(reading, value) => compare("check-is", reading, value),
            Self::IsNot(reading, value) => compare("check-is-not", reading, value),
            Self::AtLeast(reading, value) => compare("check-at-least", reading, value),
            Self::AtMost(reading, value) => compare("check-at-most", reading, value),
            Self::Contains(reading, value) => compare("check-contains", reading, value),
            Self::In(reading, values) => compare("check-in", reading, &Value::List(values.clone())),
            Self::Between(reading, low, high) => fill(
                lang,
                "check-between",
                &[
                    ("reading", reading.describe(lang).into()),
                    ("low", low.to_string().into()),
                    ("high", high.to_string().into()),
                ],
            ),
            Self::Same(one, other) | Self::Less(one, other) => fill(
                lang,
                if matches!(self, Self::Same(..)) { "check-same" } else { "check-less" },
                &[("reading", one.describe(lang).into()), ("other", other.describe(lang).into())],
            ),
            Self::All(checks) | Self::Any(checks) => {
                let key = if matches!(self, Self::All(_)) { "check-and" } else { "check-or" };
                let parts: Vec<String> = checks.iter().map(|check| check.describe(lang)).collect();
                parts.join(&format!(" {} ", fill(lang, key, &[])))
            }
            Self::Not(check) => inner("check-not", "none", String::new(), check),
            Self::Never(check) => inner("check-never", "none", String::new(), check),
            Self::Holds(length, check) => inner("check-holds", "length", length.to_string(), check),
            Self::AfterMark(mark, check) => inner("check-after-mark", "mark", mark.to_string(), check),
            Self::Happened(event) => fill(lang, "check-happened", &[("event", event.describe(lang).into())]),
            Self::Before(first, second) => fill(
                lang,
                "check-before",
                &[("event", first.describe(lang).into()), ("other", second.describe(lang).into())],
            ),
        }
    }
}
