//! How answers are given and said: the form that fits a reading, and a value in
//! plain words of both languages.

use crate::base::Text;
use crate::lab::view::{Answer, AnswerForm, Words};
use crate::scenario::{Reading, Sort, Step, Value};
use crate::text::{Lang, tr};

/// The words of a broker's state.
const BROKER_STATES: [&str; 5] = ["running", "starting", "fenced", "stopping", "down"];
/// The words of a group's state, as Kafka's tools print them.
const GROUP_STATES: [&str; 5] = ["Stable", "PreparingRebalance", "CompletingRebalance", "Empty", "Dead"];

/// A text in both languages.
pub(in crate::lab) fn both(key: &str) -> Words {
    let [en, fr] = Lang::ALL.map(|lang| tr(lang, key, &[]));
    Words::new(en, fr)
}

/// How a step is answered. `partitions` are the names of all partitions there are.
pub(super) fn form(step: &Step, partitions: impl FnOnce() -> Vec<Text>) -> AnswerForm {
    if !step.choices().is_empty() {
        return AnswerForm::Choices(
            step.choices().iter().map(|choice| crate::lab::about::words(&choice.text)).collect(),
        );
    }
    match (step, step.answer()) {
        (Step::Explain { .. }, _) => AnswerForm::Text,
        (_, Some(reading)) => form_of(reading, partitions),
        _ => AnswerForm::None,
    }
}

fn form_of(reading: &Reading, partitions: impl FnOnce() -> Vec<Text>) -> AnswerForm {
    use Reading as R;
    let words = |words: &[&str]| AnswerForm::Words(words.iter().map(|word| Text::from(*word)).collect());
    match reading {
        R::Leader(..) | R::PreferredLeader(..) => AnswerForm::Broker,
        R::Replicas(..) | R::Isr(..) => AnswerForm::Brokers,
        R::Assignment(_) => AnswerForm::Partitions(partitions()),
        R::AssignmentSizes(_) => AnswerForm::Numbers,
        R::LogStart(..)
        | R::HighWatermark(..)
        | R::LastStable(..)
        | R::LogEnd(..)
        | R::ReplicaLogEnd(..)
        | R::FlushedEnd(..)
        | R::Committed(..)
        | R::Position(..) => AnswerForm::Offset,
        R::BrokerState(_) => words(&BROKER_STATES),
        R::GroupState(_) => words(&GROUP_STATES),
        R::ClientConfig(_, key) if &**key == "acks" => words(&["0", "1", "all"]),
        R::TopicExists(_) => words(&["true", "false"]),
        R::Config(..) | R::ClientConfig(..) => AnswerForm::Text,
        _ => AnswerForm::Number,
    }
}

/// An answer as the engine takes it: words for yes and no, typed settings, texts of free form.
pub(super) fn given(step: &Step, answer: Answer) -> Option<Answer> {
    Some(match (step, answer) {
        (Step::Explain { .. }, Answer::Text(text)) => Answer::Text(text),
        (Step::Explain { .. }, _) => return None,
        (_, Answer::Choice(index)) if (index as usize) < step.choices().len() => Answer::Choice(index),
        // A goal is asked about only after its last hint.
        (Step::Do { .. }, Answer::Text(text)) => Answer::Text(text),
        (_, Answer::Value(value)) => Answer::Value(fitting(step.answer()?, value)),
        (_, Answer::Text(text)) => {
            let text = text.trim();
            Answer::Value(fitting(step.answer()?, Value::Text(text.into())))
        }
        _ => return None,
    })
}

fn fitting(reading: &Reading, value: Value) -> Value {
    match (reading.sort(), &value) {
        (Sort::Flag, Value::Text(text)) => match &**text {
            "true" => Value::Flag(true),
            "false" => Value::Flag(false),
            _ => value,
        },
        _ => value,
    }
}

/// An answer in words.
pub(in crate::lab) fn said(step: &Step, answer: &Answer) -> Words {
    match answer {
        Answer::Choice(index) => {
            let choice = step.choices().get(*index as usize);
            choice.map(|choice| crate::lab::about::words(&choice.text)).unwrap_or_default()
        }
        Answer::Text(text) => Words::same(text.clone()),
        Answer::Value(value) => match step.answer() {
            Some(reading) => value_of(reading, value),
            None => plain(value),
        },
    }
}

/// The value of a reading in words.
pub(super) fn value_of(reading: &Reading, value: &Value) -> Words {
    match (reading, value) {
        (Reading::Leader(..) | Reading::PreferredLeader(..), Value::Number(id)) => {
            let [en, fr] = Lang::ALL.map(|lang| tr(lang, "value-broker", &[("id", id.to_string().into())]));
            Words::new(en, fr)
        }
        (Reading::Leader(..) | Reading::PreferredLeader(..) | Reading::Controller, Value::None) => {
            both("value-nobody")
        }
        _ => plain(value),
    }
}

/// A value in words.
pub(super) fn plain(value: &Value) -> Words {
    match value {
        Value::None => both("value-none"),
        Value::Flag(true) => both("value-yes"),
        Value::Flag(false) => both("value-no"),
        Value::Number(number) => Words::same(number.to_string()),
        Value::Text(text) => Words::same(text.clone()),
        Value::List(values) if values.is_empty() => both("value-none"),
        Value::List(values) => {
            let parts: Vec<Words> = values.iter().map(plain).collect();
            let join = |lang| parts.iter().map(|part| part.get(lang)).collect::<Vec<_>>().join(", ");
            Words::new(join(Lang::En), join(Lang::Fr))
        }
    }
}

/// A belief of the course, by its number; `None` when it has no sentence.
pub(super) fn belief(number: &str) -> Option<(Text, Words)> {
    let key = format!("belief-{}", number.to_ascii_lowercase());
    let words = both(&key);
    (*words.en != *key).then(|| (number.into(), words))
}
