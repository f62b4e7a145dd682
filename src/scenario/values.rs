//! The small values of a scenario file: times, shares, dates, bilingual texts,
//! nodes. Each says in its own words what it takes; those words are codes that
//! `faults` turns into sentences.

use crate::base::{Duration, EpochMillis, Text};
use crate::text::Lang;
use crate::world::NodeName;
use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};
use std::fmt;

/// Marks a custom message as a code: `@code|what was found`.
pub(crate) const CODE: char = '@';

/// Longest time a file may write: 400 days.
pub(crate) const LONGEST: Duration = Duration::from_secs(400 * 86_400);

fn refuse<E: de::Error>(code: &str, found: &str) -> E {
    let found: String = found.chars().take(60).collect();
    E::custom(format!("{CODE}{code}|{found}"))
}

/// A length of time, written `"500ms"`, `"5s"`, `"2min"`, `"1h"`, `"3d"`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Length(pub Duration);

impl Length {
    /// Reads one; `Err` holds the code of what is wrong.
    pub(crate) fn read(text: &str) -> Result<Self, &'static str> {
        const UNITS: [(&str, u64); 5] = [
            ("ms", 1_000),
            ("min", 60_000_000),
            ("s", 1_000_000),
            ("h", 3_600_000_000),
            ("d", 86_400_000_000),
        ];
        let (number, scale) = UNITS
            .iter()
            .find_map(|(unit, scale)| Some((text.strip_suffix(unit)?, scale)))
            .filter(|(number, _)| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
            .ok_or("bad-length")?;
        let micros =
            number.parse::<u64>().ok().and_then(|number| number.checked_mul(*scale)).ok_or("long-length")?;
        if micros > LONGEST.0 { Err("long-length") } else { Ok(Self(Duration(micros))) }
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let micros = self.0.0;
        for (unit, scale) in
            [("d", 86_400_000_000), ("h", 3_600_000_000), ("min", 60_000_000), ("s", 1_000_000)]
        {
            if micros > 0 && micros.is_multiple_of(scale) {
                return write!(f, "{} {unit}", micros / scale);
            }
        }
        write!(f, "{} ms", micros / 1_000)
    }
}

/// A text handed over by RON, borrowed or not.
struct TextVisitor;

impl Visitor<'_> for TextVisitor {
    type Value = String;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }
    fn visit_str<E: de::Error>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }
}

impl<'de> Deserialize<'de> for Length {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = deserializer.deserialize_str(TextVisitor)?;
        Self::read(&text).map_err(|code| refuse(code, &text))
    }
}

/// A share, written `"10%"` or `"0.5%"`; kept in parts per million.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share(pub u32);

impl Share {
    fn read(text: &str) -> Option<Self> {
        let number = text.strip_suffix('%')?;
        let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(whole) || !digits(fraction) || fraction.len() > 4 {
            return None;
        }
        let fraction = format!("{fraction:0<4}").parse::<u32>().ok()?;
        let parts = whole.parse::<u32>().ok()?.checked_mul(10_000)?.checked_add(fraction)?;
        (parts <= 1_000_000).then_some(Self(parts))
    }
}

impl<'de> Deserialize<'de> for Share {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = deserializer.deserialize_str(TextVisitor)?;
        Self::read(&text).ok_or_else(|| refuse("bad-share", &text))
    }
}

/// A date, written `"2025-01-01T00:00:00Z"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date(pub EpochMillis);

impl Default for Date {
    /// 2025-01-01T00:00:00Z.
    fn default() -> Self {
        Self(EpochMillis(1_735_689_600_000))
    }
}

impl Date {
    fn read(text: &str) -> Option<Self> {
        let (day, time) = text.strip_suffix('Z')?.split_once('T')?;
        let numbers = |text: &str, separator: char, widths: [usize; 3]| -> Option<[i64; 3]> {
            let parts: Vec<&str> = text.split(separator).collect();
            let right = parts.len() == 3
                && parts.iter().zip(widths).all(|(part, width)| {
                    part.len() == width && part.bytes().all(|byte| byte.is_ascii_digit())
                });
            if !right {
                return None;
            }
            Some([parts.first()?.parse().ok()?, parts.get(1)?.parse().ok()?, parts.get(2)?.parse().ok()?])
        };
        let [year, month, day] = numbers(day, '-', [4, 2, 2])?;
        let [hour, minute, second] = numbers(time, ':', [2, 2, 2])?;
        let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        let longest = match month {
            2 => 28 + i64::from(leap),
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        let fits = (1970..=2199).contains(&year)
            && (1..=12).contains(&month)
            && (1..=longest).contains(&day)
            && hour < 24
            && minute < 60
            && second < 60;
        if !fits {
            return None;
        }
        // Days since 1970 by counting from March, when leap days come last.
        let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
        let days =
            year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day - 1 - 719_468;
        Some(Self(EpochMillis(((days * 24 + hour) * 60 + minute) * 60_000 + second * 1_000)))
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = deserializer.deserialize_str(TextVisitor)?;
        Self::read(&text).ok_or_else(|| refuse("bad-date", &text))
    }
}

/// A text in both languages, written `(en: "…", fr: "…")`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Both {
    /// English.
    pub en: Text,
    /// French.
    pub fr: Text,
}

impl Both {
    /// The text in one language.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Fr => &self.fr,
        }
    }
}

/// A node, written as a number (broker or controller) or a text (actor).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node(pub NodeName);

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NodeVisitor;
        impl Visitor<'_> for NodeVisitor {
            type Value = Node;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("@bad-node|")
            }
            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Node, E> {
                let id = i32::try_from(number).map_err(|_| refuse("bad-node", &number.to_string()))?;
                Ok(Node(NodeName::Node(id)))
            }
            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Node, E> {
                let id = i32::try_from(number).map_err(|_| refuse("bad-node", &number.to_string()))?;
                Ok(Node(NodeName::Node(id)))
            }
            fn visit_str<E: de::Error>(self, name: &str) -> Result<Node, E> {
                Ok(Node(NodeName::Client(name.into())))
            }
        }
        deserializer.deserialize_any(NodeVisitor)
    }
}

/// What a reading is compared with: a number, a text, `true`, `None`, or a list of these.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// There is none (a group that never committed).
    None,
    /// Yes or no.
    Flag(bool),
    /// A number. Times are in milliseconds.
    Number(i64),
    /// A word: a state, a setting.
    Text(Text),
    /// Several, in order.
    List(Vec<Self>),
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("None"),
            Self::Flag(flag) => flag.fmt(f),
            Self::Number(number) => number.fmt(f),
            Self::Text(text) => text.fmt(f),
            Self::List(values) => {
                f.write_str("[")?;
                for (index, value) in values.iter().enumerate() {
                    write!(f, "{}{value}", if index == 0 { "" } else { ", " })?;
                }
                f.write_str("]")
            }
        }
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::None => serializer.serialize_none(),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Number(number) => serializer.serialize_i64(*number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(values) => values.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ValueVisitor;
        impl<'de> Visitor<'de> for ValueVisitor {
            type Value = Value;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("@bad-value|")
            }
            fn visit_bool<E: de::Error>(self, flag: bool) -> Result<Value, E> {
                Ok(Value::Flag(flag))
            }
            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Value, E> {
                Ok(Value::Number(number))
            }
            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Value, E> {
                i64::try_from(number).map(Value::Number).map_err(|_| refuse("bad-value", &number.to_string()))
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Value, E> {
                Ok(Value::Text(text.into()))
            }
            fn visit_none<E: de::Error>(self) -> Result<Value, E> {
                Ok(Value::None)
            }
            // As JSON writes it.
            fn visit_unit<E: de::Error>(self) -> Result<Value, E> {
                Ok(Value::None)
            }
            fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
                Value::deserialize(deserializer)
            }
            fn visit_seq<A: de::SeqAccess<'de>>(self, mut sequence: A) -> Result<Value, A::Error> {
                let mut values = Vec::new();
                while let Some(value) = sequence.next_element()? {
                    values.push(value);
                }
                Ok(Value::List(values))
            }
        }
        deserializer.deserialize_any(ValueVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths() {
        assert_eq!(Length::read("500ms").map(|length| length.0), Ok(Duration::from_millis(500)));
        assert_eq!(Length::read("2min").map(|length| length.0), Ok(Duration::from_secs(120)));
        assert_eq!(Length::read("400d").map(|length| length.0), Ok(LONGEST));
        assert_eq!(Length::read("401d"), Err("long-length"));
        assert_eq!(Length::read("99999999999999999999s"), Err("long-length"));
        for wrong in ["2.5sec", "5", "s", "-1s", "5 s", "", "+5s"] {
            assert_eq!(Length::read(wrong), Err("bad-length"), "{wrong}");
        }
        assert_eq!(Length(Duration::from_secs(90)).to_string(), "90 s");
    }

    #[test]
    fn shares_and_dates() {
        assert_eq!(Share::read("10%"), Some(Share(100_000)));
        assert_eq!(Share::read("0.5%"), Some(Share(5_000)));
        assert_eq!(Share::read("101%"), None);
        assert_eq!(Share::read("0.1"), None);
        assert_eq!(Date::read("2025-01-01T00:00:00Z"), Some(Date::default()));
        assert_eq!(Date::read("1970-01-02T00:00:01Z"), Some(Date(EpochMillis(86_401_000))));
        assert_eq!(Date::read("2024-02-29T12:00:00Z").map(|date| date.0.0), Some(1_709_208_000_000));
        assert_eq!(Date::read("2025-02-29T12:00:00Z"), None);
        assert_eq!(Date::read("2025-1-1T0:0:0Z"), None);
    }
}
