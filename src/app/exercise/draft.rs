//! The answer that is being made up: what was ticked, clicked on the map or typed,
//! until it is sent. A new step begins with an empty one.

use super::number;
use crate::app::desk::Desk;
use crate::base::{BrokerId, Offset, Text};
use crate::lab::view::{Answer, AnswerForm, CardView};
use crate::scenario::Value;
use crate::text::Lang;

/// Up to so many brokers stand as rows; more are typed or clicked.
pub(crate) const MOST_ROWS: usize = 8;

/// An answer in the making.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    /// The step it is for, and the way it is answered.
    key: Option<(usize, std::mem::Discriminant<AnswerForm>)>,
    /// The chosen row of the choices or words.
    pub choice: Option<usize>,
    /// What was picked on the map or in the rows, in order.
    pub picked: Vec<Value>,
    /// "None of them" was chosen.
    pub is_none: bool,
    /// What was typed.
    pub text: String,
    /// The answer to "why did that work?".
    pub reflection: String,
    /// What the student keeps, step by step, while it is typed.
    pub kept: std::collections::BTreeMap<usize, String>,
    pub hints: super::hints::Dwell,
    /// How high the buttons below the card were: they stay in sight, however many there are.
    pub buttons_height: f32,
}

impl Draft {
    /// Begins anew when another step, or another way to answer, is shown.
    pub fn look(&mut self, step: usize, card: &CardView) {
        let key = (step, std::mem::discriminant(&card.form));
        if self.key == Some(key) {
            return;
        }
        let is_same_step = self.key.is_some_and(|(old, _)| old == step);
        let reflection = if is_same_step { std::mem::take(&mut self.reflection) } else { String::new() };
        let (kept, hints) = (std::mem::take(&mut self.kept), std::mem::take(&mut self.hints));
        let buttons_height = self.buttons_height;
        *self = Self { key: Some(key), reflection, kept, hints, buttons_height, ..Self::default() };
    }

    /// The answer, when it is whole.
    pub fn answer(&self, form: &AnswerForm, lang: Lang) -> Option<Answer> {
        match form {
            AnswerForm::None => None,
            AnswerForm::Choices(_) => self.choice.and_then(|it| u32::try_from(it).ok()).map(Answer::Choice),
            AnswerForm::Broker => self.picked.first().cloned().map(Answer::Value),
            AnswerForm::Brokers | AnswerForm::Partitions(_) => (self.is_none || !self.picked.is_empty())
                .then(|| Answer::Value(Value::List(self.picked.clone()))),
            AnswerForm::Offset | AnswerForm::Number => number::value(&self.text, lang).map(Answer::Value),
            AnswerForm::Numbers => number::values(&self.text).map(Answer::Value),
            AnswerForm::Words(words) => {
                let word = words.get(self.choice?)?;
                Some(Answer::Value(Value::Text(word.clone())))
            }
            AnswerForm::Text => {
                let text = self.text.trim();
                (!text.is_empty()).then(|| Answer::Text(text.into()))
            }
        }
    }

    /// Takes one for the answer.
    pub fn pick_one(&mut self, value: Value) {
        self.text = match &value {
            Value::None => String::new(),
            other => other.to_string(),
        };
        self.picked = vec![value];
    }

    /// Takes one more, or puts it back.
    pub fn toggle(&mut self, value: Value) {
        self.is_none = false;
        match self.picked.iter().position(|it| *it == value) {
            Some(place) => drop(self.picked.remove(place)),
            None => self.picked.push(value),
        }
        self.text = self.picked.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    }

    /// The place of a value among what was picked, from 1.
    pub fn place(&self, value: &Value) -> Option<usize> {
        self.picked.iter().position(|it| it == value).map(|place| place + 1)
    }
}

/// What a click on the map means now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// What it always means.
    Nothing,
    /// A broker is the answer.
    Broker,
    /// Partitions are the answer.
    Partition,
    /// A place in a log is the answer.
    Offset,
}

/// What the open question takes from the map.
pub(crate) fn wanted(desk: &Desk) -> Wanted {
    let Some(exercise) = &desk.view.exercise else { return Wanted::Nothing };
    if exercise.shown != exercise.current || exercise.card.is_preparing {
        return Wanted::Nothing;
    }
    match exercise.card.form {
        AnswerForm::Broker | AnswerForm::Brokers => Wanted::Broker,
        AnswerForm::Partitions(_) => Wanted::Partition,
        AnswerForm::Offset => Wanted::Offset,
        _ => Wanted::Nothing,
    }
}

/// A click on a broker: true when the open question took it.
pub(crate) fn click_broker(desk: &mut Desk, id: BrokerId) -> bool {
    if wanted(desk) != Wanted::Broker {
        return false;
    }
    let value = Value::Number(i64::from(id.0));
    let is_one = desk.view.exercise.as_ref().is_some_and(|it| it.card.form == AnswerForm::Broker);
    if is_one {
        desk.memory.draft.pick_one(value);
    } else {
        desk.memory.draft.toggle(value);
    }
    true
}

/// A click on a partition: true when the open question took it.
pub(crate) fn click_partition(desk: &mut Desk, name: &str) -> bool {
    let Some(value) = candidate(desk, name) else { return false };
    desk.memory.draft.toggle(value);
    true
}

/// A partition as an answer, when the open question may be answered by it.
fn candidate(desk: &Desk, name: &str) -> Option<Value> {
    if wanted(desk) != Wanted::Partition {
        return None;
    }
    let exercise = desk.view.exercise.as_ref()?;
    let AnswerForm::Partitions(names) = &exercise.card.form else { return None };
    names.iter().find(|it| ***it == *name).map(|it| Value::Text(it.clone()))
}

/// A click on a cell of a log.
pub(crate) fn click_offset(desk: &mut Desk, offset: Offset) {
    if wanted(desk) == Wanted::Offset {
        desk.memory.draft.text = offset.0.to_string();
    }
}

/// How a broker stands to the open question: a candidate, and its place when it was picked.
pub(crate) fn broker_mark(desk: &Desk, id: BrokerId) -> Option<Option<usize>> {
    let value = Value::Number(i64::from(id.0));
    (wanted(desk) == Wanted::Broker).then(|| desk.memory.draft.place(&value))
}

/// The same for a partition.
pub(crate) fn partition_mark(desk: &Desk, name: &str) -> Option<bool> {
    candidate(desk, name).map(|value| desk.memory.draft.place(&value).is_some())
}

/// A name as a value.
pub(crate) fn named(name: &Text) -> Value {
    Value::Text(name.clone())
}
