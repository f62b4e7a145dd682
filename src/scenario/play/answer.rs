//! What a student says, and who the student is.

use crate::base::Text;
use crate::scenario::Value;
use serde::{Deserialize, Serialize};

/// An answer to a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    /// One of the choices, from 0.
    Choice(u32),
    /// A value: clicked on the map, or read and typed.
    Value(Value),
    /// Free text.
    Text(Text),
}

/// How students rate their own explanation against the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Rating {
    /// It says something else.
    Different,
    /// It says part of it.
    Partly,
    /// It says the same.
    Same,
}

/// Who works, as told at minute 0.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Student {
    /// Name.
    pub name: Text,
    /// Student number, as on the roster.
    pub number: Text,
    /// Partner's name; may be empty.
    pub partner: Text,
    /// The class's code for this TP; may be empty.
    pub tp: Text,
}
