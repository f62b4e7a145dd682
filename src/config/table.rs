//! The machinery behind the tables: a definition per key, and a typed struct
//! filled from text.

use super::value::{parse_bytes, parse_duration_ms};
use crate::base::Text;

/// What a value must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A number; `.ms` keys also take `"5s"`, `.bytes` keys `"64KiB"`.
    Number,
    /// `true` or `false`.
    Flag,
    /// One of a list.
    OneOf(&'static [&'static str]),
    /// Any text (lists are comma-separated).
    Text,
}

/// One setting of Kafka's.
#[derive(Clone, Copy, Debug)]
pub struct Definition {
    /// Kafka's key.
    pub key: &'static str,
    /// What a value must be.
    pub kind: Kind,
    /// Kafka's default, as text.
    pub default: &'static str,
    /// The smallest number Kafka takes, if it sets one.
    pub minimum: Option<i64>,
}

/// Why a setting was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// No such key for this owner.
    #[error("Unknown configuration {key}")]
    Unknown {
        /// The key given.
        key: Text,
        /// The nearest key there is.
        nearest: Option<&'static str>,
    },
    /// The value is not of the key's kind.
    #[error("Invalid value {value} for configuration {key}")]
    Invalid {
        /// The key.
        key: &'static str,
        /// The value given.
        value: Text,
        /// What it must be.
        kind: Kind,
    },
}

impl Definition {
    /// Whether `value` can be read, and fits.
    pub(super) fn check(&self, value: &str) -> Result<(), ConfigError> {
        let ok = match self.kind {
            Kind::Number => self.number(value).is_some(),
            Kind::Flag => value.trim().parse::<bool>().is_ok(),
            Kind::OneOf(values) => values.contains(&value.trim()),
            Kind::Text => true,
        };
        if ok {
            return Ok(());
        }
        Err(ConfigError::Invalid { key: self.key, value: value.into(), kind: self.kind })
    }

    /// The number that `value` stands for, if it is one.
    #[must_use]
    pub fn number(&self, value: &str) -> Option<i64> {
        if self.is_time() {
            parse_duration_ms(value)
        } else if self.key.ends_with(".bytes") || self.key.ends_with(".size") {
            parse_bytes(value)
        } else {
            value.trim().parse().ok()
        }
    }

    /// Whether its number is a length of time, in milliseconds.
    #[must_use]
    pub fn is_time(&self) -> bool {
        self.key.ends_with(".ms") || self.key == super::ApplicationConfig::PER_RECORD
    }

    pub(super) fn nearest(definitions: &[Self], key: &str) -> Option<&'static str> {
        definitions
            .iter()
            .map(|definition| (strsim::damerau_levenshtein(definition.key, key), definition.key))
            .min()
            .filter(|(distance, _)| *distance <= 1 + key.len() / 4)
            .map(|(_, key)| key)
    }
}

/// A field's type, and how it reads a checked text.
pub(super) trait Field: Sized {
    fn read(definition: &Definition, text: &str) -> Option<Self>;
}

impl Field for i64 {
    fn read(definition: &Definition, text: &str) -> Option<Self> {
        definition.number(text)
    }
}

impl Field for bool {
    fn read(_: &Definition, text: &str) -> Option<Self> {
        text.trim().parse().ok()
    }
}

impl Field for Text {
    fn read(_: &Definition, text: &str) -> Option<Self> {
        Some(text.trim().into())
    }
}

/// Declares a struct of settings from a table of keys.
macro_rules! settings {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty = $key:literal, $default:literal, $kind:expr, $min:expr;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name { $($(#[$field_doc])* pub $field: $type,)* }

        impl $name {
            /// Every key, with its default.
            pub const DEFINITIONS: &[$crate::config::Definition] = &[
                $($crate::config::Definition { key: $key, kind: $kind, default: $default, minimum: $min },)*
            ];

            /// The definition of `key`, if there is one.
            #[must_use]
            pub fn definition(key: &str) -> Option<&'static $crate::config::Definition> {
                Self::DEFINITIONS.iter().find(|definition| definition.key == key)
            }

            /// Sets `key` to `value`.
            ///
            /// # Errors
            /// When there is no such key, or the value is not of its kind.
            pub fn set(&mut self, key: &str, value: &str) -> Result<(), $crate::config::ConfigError> {
                let Some(definition) = Self::definition(key) else {
                    return Err($crate::config::ConfigError::Unknown {
                        key: key.into(),
                        nearest: $crate::config::Definition::nearest(Self::DEFINITIONS, key),
                    });
                };
                definition.check(value)?;
                match key {
                    $($key => if let Some(read) = <$type as $crate::config::table::Field>::read(definition, value) {
                        self.$field = read;
                    },)*
                    _ => {}
                }
                Ok(())
            }

            /// The defaults with `settings` over them; keys of other owners are passed over.
            #[must_use]
            pub fn with(settings: &$crate::config::Settings) -> Self {
                let mut config = Self::default();
                for (key, value) in settings {
                    // Validated where they came in; a refused one leaves the default.
                    let _ = config.set(key, value);
                }
                config
            }

            /// The present value of `key` as text.
            #[must_use]
            pub fn get(&self, key: &str) -> Option<String> {
                match key { $($key => Some(self.$field.to_string()),)* _ => None }
            }
        }

        impl Default for $name {
            fn default() -> Self {
                let mut config = Self { $($field: <$type>::default(),)* };
                for definition in Self::DEFINITIONS {
                    let _ = config.set(definition.key, definition.default);
                }
                config
            }
        }
    };
}
pub(super) use settings;
