//! Checks: their readings name what exists, and are compared with values of
//! their own sort.

use super::{Checker, item, part};
use crate::scenario::check::Check;
use crate::scenario::event::Event;
use crate::scenario::faults::nearest;
use crate::scenario::model::Step;
use crate::scenario::problem::Arg;
use crate::scenario::reading::{Reading, Sort};
use crate::scenario::tree::Node;
use crate::scenario::values::Value;

/// What `BrokerState` can read.
const BROKER_STATES: [&str; 5] = ["running", "fenced", "starting", "stopping", "down"];
/// What `GroupState` can read: Kafka's names, and that its coordinator can't be reached.
const GROUP_STATES: [&str; 6] =
    ["Empty", "PreparingRebalance", "CompletingRebalance", "Stable", "Dead", "Unavailable"];

impl Checker<'_, '_, '_, '_> {
    /// The checks of `expect`.
    pub(super) fn expectations(&mut self) {
        let draft = self.draft;
        for (expect, node) in &draft.expect {
            let shape =
                (expect.at.is_some(), expect.within.is_some(), expect.is.is_some(), expect.always.is_some());
            let right = matches!(
                shape,
                (true, false, true, false) | (false, true, true, false) | (false, false, false, true)
            );
            if !right || (expect.after.is_some() && expect.within.is_none()) {
                self.error(node, "expect-shape", Vec::new());
            }
            if let Some(mark) = &expect.after {
                self.mark_name(part(node, "after"), mark);
            }
            if let Some(check) = &expect.is {
                self.check(part(node, "is"), check);
            }
            if let Some(check) = &expect.always {
                self.check(part(node, "always"), check);
            }
        }
    }

    pub(super) fn check(&mut self, node: &Node, check: &Check) {
        match check {
            Check::Is(reading, value) | Check::IsNot(reading, value) => {
                self.reading(item(node, 0), reading);
                self.value(item(node, 1), reading, value);
            }
            Check::AtLeast(reading, value) | Check::AtMost(reading, value) => {
                self.number(item(node, 0), reading);
                self.value(item(node, 1), reading, value);
            }
            Check::Between(reading, low, high) => {
                self.number(item(node, 0), reading);
                self.value(item(node, 1), reading, low);
                self.value(item(node, 2), reading, high);
                if low > high {
                    let args = vec![("low", low.to_string().into()), ("high", high.to_string().into())];
                    self.error(item(node, 1), "between-order", args);
                }
            }
            Check::In(reading, values) => {
                self.reading(item(node, 0), reading);
                for (index, value) in values.iter().enumerate() {
                    self.value(item(item(node, 1), index), reading, value);
                }
            }
            Check::Contains(reading, _) => {
                self.reading(item(node, 0), reading);
                if reading.sort() != Sort::List {
                    self.error(item(node, 0), "list-reading", vec![("reading", reading.name().into())]);
                }
            }
            Check::Same(one, other) => {
                self.reading(item(node, 0), one);
                self.reading(item(node, 1), other);
            }
            Check::Less(one, other) => {
                self.number(item(node, 0), one);
                self.number(item(node, 1), other);
            }
            Check::All(checks) | Check::Any(checks) => {
                for (index, check) in checks.iter().enumerate() {
                    self.check(item(item(node, 0), index), check);
                }
                if checks.is_empty() {
                    self.error(node, "empty-check", Vec::new());
                }
            }
            Check::Not(check) | Check::Never(check) => self.check(item(node, 0), check),
            Check::Holds(_, check) => self.check(item(node, 1), check),
            Check::AfterMark(mark, check) => {
                self.mark_name(item(node, 0), mark);
                self.check(item(node, 1), check);
            }
            Check::Happened(event) => self.event(item(node, 0), event),
            Check::Before(first, second) => {
                self.event(item(node, 0), first);
                self.event(item(node, 1), second);
            }
        }
    }

    pub(super) fn reading(&mut self, node: &Node, reading: &Reading) {
        if !reading.is_ready() {
            self.error(node, "not-yet-reading", vec![("name", reading.name().into())]);
        }
        self.arguments(node, &reading.names());
    }

    fn number(&mut self, node: &Node, reading: &Reading) {
        self.reading(node, reading);
        if reading.sort() != Sort::Number {
            self.error(node, "number-reading", vec![("reading", reading.name().into())]);
        }
    }

    pub(super) fn event(&mut self, node: &Node, event: &Event) {
        if !event.is_ready() {
            self.error(node, "not-yet-event", vec![("name", event.name().into())]);
        }
        self.arguments(node, &event.names());
    }

    /// A value that a reading could have.
    pub(super) fn value(&mut self, node: &Node, reading: &Reading, value: &Value) {
        let fits = match (reading.sort(), value) {
            (Sort::Number, Value::Number(_)) | (Sort::Text, Value::Text(_)) => true,
            (Sort::Flag, Value::Flag(_)) | (Sort::List, Value::List(_)) => true,
            // None: never committed, no leader, no controller, no position.
            (_, Value::None) => matches!(
                reading,
                Reading::Committed(..) | Reading::Leader(..) | Reading::Controller | Reading::Position(..)
            ),
            _ => false,
        };
        if !fits {
            let wanted = match reading.sort() {
                Sort::Number => "sort-number",
                Sort::Text => "sort-text",
                Sort::Flag => "sort-flag",
                Sort::List => "sort-list",
            };
            let args = vec![
                ("reading", reading.name().into()),
                ("value", value.to_string().into()),
                ("wanted", Arg::Key(wanted)),
            ];
            self.error(node, "value-sort", args);
            return;
        }
        let words: &[&str] = match reading {
            Reading::BrokerState(_) => &BROKER_STATES,
            Reading::GroupState(_) => &GROUP_STATES,
            _ => return,
        };
        if let Value::Text(text) = value
            && !words.contains(&&**text)
        {
            let near = nearest(words.iter().copied(), text).unwrap_or_default();
            let args = vec![
                ("reading", reading.name().into()),
                ("value", text.into()),
                ("nearest", near.into()),
                ("list", words.join(", ").into()),
            ];
            self.error(node, "unknown-state", args);
        }
    }

    /// Whether the file itself looks at where a topic's log starts.
    pub(super) fn reads_log_start(&self, topic: &str) -> bool {
        let expected =
            self.draft.expect.iter().flat_map(|(expect, _)| expect.is.iter().chain(&expect.always));
        let steps = self.draft.steps.iter().filter_map(|(step, _)| match step {
            Step::Do { pass, .. } => Some(pass),
            _ => None,
        });
        expected.chain(steps).any(|check| looks_at(check, topic))
    }
}

fn looks_at(check: &Check, topic: &str) -> bool {
    let log = |reading: &Reading| matches!(reading, Reading::LogStart(t, _) | Reading::Segments(t, _) | Reading::Records(t, _) if &**t == topic);
    match check {
        Check::Is(reading, _)
        | Check::IsNot(reading, _)
        | Check::AtLeast(reading, _)
        | Check::AtMost(reading, _)
        | Check::Between(reading, ..)
        | Check::In(reading, _)
        | Check::Contains(reading, _) => log(reading),
        Check::Same(one, other) | Check::Less(one, other) => log(one) || log(other),
        Check::All(checks) | Check::Any(checks) => checks.iter().any(|check| looks_at(check, topic)),
        Check::Not(check) | Check::Never(check) | Check::Holds(_, check) | Check::AfterMark(_, check) => {
            looks_at(check, topic)
        }
        Check::Happened(_) | Check::Before(..) => false,
    }
}
