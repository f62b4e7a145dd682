//! Whether a check holds, and what its leaves read: *expected / now*.
//!
//! `Holds` and `Never` look back over time: an [`Evaluator`] is shown the world
//! again and again, and remembers since when each of them has been so.

use super::check::Check;
use super::event::Event;
use super::observe::Observed;
use super::reading::{Reading, fill};
use super::values::Value;
use super::witness::Witness;
use crate::base::{Instant, Text};
use crate::config::{ConsumerConfig, Definition, Kind, ProducerConfig, TopicConfig};
use crate::text::Lang;
use crate::world::World;
use std::collections::BTreeMap;

/// One comparison of a check: what is expected, what is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// The comparison.
    pub check: Check,
    /// What its reading gives now; `Flag` for an event that happened or did not.
    pub now: Value,
    /// Whether it holds.
    pub holds: bool,
}

impl Leaf {
    /// What is expected, in words.
    #[must_use]
    pub fn expected(&self, lang: Lang) -> String {
        self.check.describe(lang)
    }

    /// What is now, in words.
    #[must_use]
    pub fn now(&self, lang: Lang) -> String {
        match (&self.check, &self.now) {
            (Check::Happened(_) | Check::Before(..), Value::Flag(true)) => {
                fill(lang, "check-happened-yes", &[])
            }
            (Check::Happened(_) | Check::Before(..), _) => fill(lang, "check-happened-no", &[]),
            (_, value) => fill(lang, "check-now", &[("value", value.to_string().into())]),
        }
    }
}

/// Where a run stood when a mark was passed.
#[derive(Clone, Debug)]
struct MarkPassed {
    at: Instant,
    /// What the counters that are asked for read then.
    counters: BTreeMap<Reading, i64>,
}

/// Follows a run for the sake of checks.
#[derive(Clone, Debug, Default)]
pub struct Evaluator {
    witness: Witness,
    marks: BTreeMap<Text, MarkPassed>,
    /// Counters that a check asks for after a mark.
    counters: Vec<Reading>,
    /// Since when the inside of each `Holds` has held, and whether that of each `Never` ever did.
    memory: Vec<(Check, Option<Instant>)>,
}

impl Evaluator {
    /// Ready to follow a run for these checks.
    #[must_use]
    pub fn new<'c>(checks: impl IntoIterator<Item = &'c Check>) -> Self {
        let (mut events, mut evaluator) = (Vec::new(), Self::default());
        for check in checks {
            evaluator.prepare(check, false, &mut events);
        }
        evaluator.witness = Witness::new(events);
        evaluator
    }

    fn prepare(&mut self, check: &Check, after_mark: bool, events: &mut Vec<Event>) {
        match check {
            Check::All(checks) | Check::Any(checks) => {
                checks.iter().for_each(|check| self.prepare(check, after_mark, events));
            }
            Check::Not(check) => self.prepare(check, after_mark, events),
            Check::Holds(_, inner) | Check::Never(inner) => {
                if !self.memory.iter().any(|(known, _)| known == check) {
                    self.memory.push((check.clone(), None));
                }
                self.prepare(inner, after_mark, events);
            }
            Check::AfterMark(_, check) => self.prepare(check, true, events),
            Check::Happened(event) => events.push(event.clone()),
            Check::Before(first, second) => events.extend([first.clone(), second.clone()]),
            _ if after_mark => {
                self.counters
                    .extend(readings(check).into_iter().filter(|reading| is_counter(reading)).cloned());
            }
            _ => {}
        }
    }

    /// Takes in what one step brought.
    pub fn see(&mut self, world: &World, facts: &[crate::story::Fact]) {
        self.witness.see(world, facts);
    }

    /// Looks at the present, for the checks that look back over time.
    pub fn remember(&mut self, world: &World) {
        let now = world.now();
        let since: Vec<Option<Instant>> = self
            .memory
            .iter()
            .map(|(check, since)| match check {
                // What has happened once has happened.
                Check::Never(inner) => since.or_else(|| self.holds(inner, world).then_some(now)),
                Check::Holds(_, inner) if self.holds(inner, world) => since.or(Some(now)),
                _ => None,
            })
            .collect();
        for ((_, known), since) in self.memory.iter_mut().zip(since) {
            *known = since;
        }
    }

    /// The run passes a mark.
    pub fn mark(&mut self, name: &Text, world: &World) {
        let observed = Observed { world, witness: &self.witness };
        let counters = self
            .counters
            .iter()
            .filter_map(|reading| match observed.read(reading) {
                Value::Number(number) => Some((reading.clone(), number)),
                _ => None,
            })
            .collect();
        self.marks.insert(name.clone(), MarkPassed { at: world.now(), counters });
    }

    /// When the run passed a mark.
    #[must_use]
    pub fn mark_time(&self, name: &str) -> Option<Instant> {
        self.marks.get(name).map(|mark| mark.at)
    }

    /// When an event that was asked about first happened after `since`.
    #[must_use]
    pub fn first(&self, event: &Event, since: Instant) -> Option<Instant> {
        self.witness.first(event, since)
    }

    /// Whether a check holds now.
    #[must_use]
    pub fn holds(&self, check: &Check, world: &World) -> bool {
        self.at(world, None).holds(check)
    }

    /// The value of a reading now.
    #[must_use]
    pub fn read(&self, reading: &Reading, world: &World) -> Value {
        Observed { world, witness: &self.witness }.read(reading)
    }

    /// Every comparison of a check, with what is now.
    #[must_use]
    pub fn leaves(&self, check: &Check, world: &World) -> Vec<Leaf> {
        let mut leaves = Vec::new();
        self.at(world, None).leaves(check, &mut leaves);
        leaves
    }

    const fn at<'e>(&'e self, world: &'e World, mark: Option<&'e MarkPassed>) -> Here<'e> {
        Here { evaluator: self, world, mark }
    }
}

/// The readings a comparison names.
fn readings(check: &Check) -> Vec<&Reading> {
    match check {
        Check::Is(reading, _)
        | Check::IsNot(reading, _)
        | Check::AtLeast(reading, _)
        | Check::AtMost(reading, _)
        | Check::Between(reading, ..)
        | Check::In(reading, _)
        | Check::Contains(reading, _) => vec![reading],
        Check::Same(one, other) | Check::Less(one, other) => vec![one, other],
        _ => Vec::new(),
    }
}

/// Readings that only count what happened, so that a mark can be their zero.
const fn is_counter(reading: &Reading) -> bool {
    use Reading as R;
    matches!(
        reading,
        R::WriteCalls(_)
            | R::BytesIn(_)
            | R::BytesOut(_)
            | R::Read(_)
            | R::Rebalances(_)
            | R::Revoked(_)
            | R::RejectedCommits(_)
            | R::Sent(_)
            | R::Acked(_)
            | R::Failed(_)
            | R::Lost(_)
            | R::Delivered(_)
            | R::Duplicates(_)
            | R::Skipped(_)
            | R::OutOfOrder(_)
            | R::Effects(_)
            | R::Requests(_)
            | R::Dropped(_)
            | R::Errors(..)
            | R::Starts(_)
    )
}

/// A moment at which checks are looked at.
#[derive(Clone, Copy)]
struct Here<'e> {
    evaluator: &'e Evaluator,
    world: &'e World,
    mark: Option<&'e MarkPassed>,
}

impl Here<'_> {
    fn read(self, reading: &Reading) -> Value {
        let witness = &self.evaluator.witness;
        let value = Observed { world: self.world, witness }.read(reading);
        let Some(mark) = self.mark else { return value };
        if let Reading::Silence(group, topic, partition) = reading {
            let id = self.world.ledger().topic_id(topic);
            return id.map_or(Value::None, |topic| {
                let at = crate::base::TopicPartition { topic, partition: *partition };
                let length = witness.silence_since(group, at, mark.at, self.world.now());
                Value::Number(i64::try_from(length).unwrap_or(i64::MAX))
            });
        }
        match (value, mark.counters.get(reading)) {
            (Value::Number(now), Some(then)) if is_counter(reading) => Value::Number((now - then).max(0)),
            (value, _) => value,
        }
    }

    fn holds(self, check: &Check) -> bool {
        match check {
            Check::Is(reading, value) => equal(reading, &self.read(reading), value),
            Check::IsNot(reading, value) => !equal(reading, &self.read(reading), value),
            Check::AtLeast(reading, value) => {
                numbers(&self.read(reading), value).is_some_and(|(a, b)| a >= b)
            }
            Check::AtMost(reading, value) => numbers(&self.read(reading), value).is_some_and(|(a, b)| a <= b),
            Check::Between(reading, low, high) => {
                let now = self.read(reading);
                numbers(&now, low).is_some_and(|(a, b)| a >= b)
                    && numbers(&now, high).is_some_and(|(a, b)| a <= b)
            }
            Check::In(reading, values) => {
                let now = self.read(reading);
                values.iter().any(|value| equal(reading, &now, value))
            }
            Check::Contains(reading, value) => {
                matches!(self.read(reading), Value::List(values) if values.contains(value))
            }
            Check::Same(one, other) => equal(one, &self.read(one), &self.read(other)),
            Check::Less(one, other) => {
                numbers(&self.read(one), &self.read(other)).is_some_and(|(one, other)| one < other)
            }
            Check::All(checks) => checks.iter().all(|check| self.holds(check)),
            Check::Any(checks) => checks.iter().any(|check| self.holds(check)),
            Check::Not(check) => !self.holds(check),
            Check::Holds(length, _) => {
                self.since(check).is_some_and(|since| self.world.now().since(since) >= length.0)
            }
            Check::Never(inner) => self.since(check).is_none() && !self.holds(inner),
            Check::AfterMark(name, check) => self
                .evaluator
                .marks
                .get(name)
                .is_some_and(|mark| Here { mark: Some(mark), ..self }.holds(check)),
            Check::Happened(event) => self.first(event).is_some(),
            Check::Before(first, second) => match (self.first(first), self.first(second)) {
                (Some(one), Some(other)) => one < other,
                _ => false,
            },
        }
    }

    fn since(self, check: &Check) -> Option<Instant> {
        self.evaluator.memory.iter().find(|(known, _)| known == check)?.1
    }

    fn first(self, event: &Event) -> Option<Instant> {
        let start = self.mark.map_or(Instant::START, |mark| mark.at);
        self.evaluator.witness.first(event, start)
    }

    fn leaves(self, check: &Check, out: &mut Vec<Leaf>) {
        let now = match check {
            Check::All(checks) | Check::Any(checks) => {
                checks.iter().for_each(|check| self.leaves(check, out));
                return;
            }
            Check::Not(inner) | Check::Never(inner) | Check::Holds(_, inner) => match readings(inner).first()
            {
                Some(reading) => self.read(reading),
                None => Value::Flag(self.holds(inner)),
            },
            Check::AfterMark(name, inner) => match self.evaluator.marks.get(name) {
                Some(mark) => return Here { mark: Some(mark), ..self }.leaves(inner, out),
                None => Value::None,
            },
            Check::Happened(_) | Check::Before(..) => Value::Flag(self.holds(check)),
            Check::Same(one, other) | Check::Less(one, other) => {
                Value::List(vec![self.read(one), self.read(other)])
            }
            comparison => readings(comparison).first().map_or(Value::None, |reading| self.read(reading)),
        };
        out.push(Leaf { check: check.clone(), now, holds: self.holds(check) });
    }
}

fn numbers(now: &Value, value: &Value) -> Option<(i64, i64)> {
    match (now, value) {
        (Value::Number(now), Value::Number(value)) => Some((*now, *value)),
        _ => None,
    }
}

/// Settings are equal when they mean the same: `"30s"` and `"30000"`.
fn equal(reading: &Reading, now: &Value, value: &Value) -> bool {
    let (Value::Text(one), Value::Text(other)) = (now, value) else { return now == value };
    let definition: Option<&Definition> = match reading {
        Reading::Config(_, key) => TopicConfig::definition(key),
        Reading::ClientConfig(_, key) => {
            ConsumerConfig::definition(key).or_else(|| ProducerConfig::definition(key))
        }
        _ => None,
    };
    match definition {
        Some(definition) if definition.kind == Kind::Number => {
            definition.number(one) == definition.number(other)
        }
        // `all` and `-1` are one value of acks.
        Some(definition) if definition.key == "acks" => {
            one.replace("-1", "all") == other.replace("-1", "all")
        }
        _ => one == other,
    }
}
