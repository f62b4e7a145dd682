//! The head and the exercise: a question has one right answer, an action can be
//! done with the tools given and has hints.

use super::{Checker, item, part};
use crate::scenario::model::{Choice, Scenario, Step};
use crate::scenario::tree::Node;
use crate::scenario::{Reading, Tool, Verb};
use std::collections::BTreeSet;

/// The highest numbered misconception of the course.
const LAST_BELIEF: u32 = 50;

impl Checker<'_, '_, '_, '_> {
    pub(super) fn head(&mut self, head: &Scenario) {
        let root = self.draft.root;
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if head.id.is_empty() || !head.id.chars().all(plain) {
            self.error(part(root, "id"), "bad-id", vec![("id", (&head.id).into())]);
        }
        if head.needs.contains(&head.id) {
            self.error(part(root, "needs"), "needs-itself", vec![("id", (&head.id).into())]);
        }
        if !(1..=5).contains(&head.level) {
            self.error(part(root, "level"), "bad-level", vec![("level", head.level.to_string().into())]);
        }
        for (index, belief) in head.kills.iter().enumerate() {
            self.belief(item(part(root, "kills"), index), belief);
        }
        self.both_languages(part(root, "title"), &head.title);
        self.both_languages(part(root, "goal"), &head.goal);
        if let Some(debrief) = &head.debrief {
            self.both_languages(part(root, "debrief"), debrief);
        }
    }

    fn belief(&mut self, node: &Node, belief: &str) {
        let number =
            belief.strip_prefix('M').filter(|digits| digits.len() == 2).and_then(|d| d.parse::<u32>().ok());
        if belief != "M21b" && !number.is_some_and(|number| (1..=LAST_BELIEF).contains(&number)) {
            self.error(node, "unknown-belief", vec![("name", belief.into())]);
        }
    }

    pub(super) fn steps(&mut self) {
        let draft = self.draft;
        let mut ids = BTreeSet::new();
        let mut asked = false;
        for (step, node) in &draft.steps {
            if !ids.insert(step.id().clone()) {
                self.error(part(node, "id"), "duplicate-step", vec![("name", step.id().into())]);
            }
            let place = node.field("ask").or_else(|| node.field("text")).unwrap_or(node);
            self.short(place, step.card(), "long-card");
            for (index, hint) in step.hints().iter().enumerate() {
                self.both_languages(item(part(node, "hints"), index), hint);
            }
            asked |= matches!(step, Step::Predict { .. } | Step::Quiz { .. });
            self.step(step, node);
            if matches!(step, Step::Do { .. }) && !asked {
                self.warn(node, "act-before-predicting", vec![("name", step.id().into())]);
                asked = true;
            }
        }
        if !draft.steps.is_empty() && !(3..=8).contains(&draft.steps.len()) {
            self.warn(part(draft.root, "steps"), "step-count", vec![("count", draft.steps.len().into())]);
        }
    }

    fn step(&mut self, step: &Step, node: &Node) {
        match step {
            Step::Predict { choices, answer, .. } | Step::Quiz { choices, answer, .. } => {
                self.question(node, choices, answer.as_ref());
            }
            Step::Do { allow, pass, within, solution, hints, .. } => {
                self.check(part(node, "pass"), pass);
                if within.0.0 == 0 {
                    self.error(part(node, "within"), "no-time", Vec::new());
                }
                self.tools(node, allow, solution);
                if hints.is_empty() {
                    self.error(node, "no-hint", vec![("name", step.id().into())]);
                } else if hints.len() < 3 {
                    self.warn(part(node, "hints"), "few-hints", vec![("count", hints.len().into())]);
                }
            }
            Step::Observe { value, tolerance, .. } => {
                self.reading(part(node, "value"), value);
                if *tolerance < 0 {
                    self.error(part(node, "tolerance"), "negative-tolerance", Vec::new());
                }
            }
            Step::Explain { model, .. } => self.both_languages(part(node, "model"), model),
        }
    }

    fn question(&mut self, node: &Node, choices: &[Choice], answer: Option<&Reading>) {
        match (choices.is_empty(), answer) {
            (true, Some(reading)) => self.reading(part(node, "answer"), reading),
            (false, Some(_)) => self.error(part(node, "answer"), "choices-and-answer", Vec::new()),
            (true, None) => self.error(node, "no-answer", Vec::new()),
            (false, None) => {
                let list = part(node, "choices");
                if !(2..=5).contains(&choices.len()) {
                    self.error(list, "choice-count", vec![("count", choices.len().into())]);
                }
                let right = choices.iter().filter(|choice| choice.correct).count();
                if right != 1 {
                    self.error(list, "one-correct", vec![("count", right.into())]);
                }
                for (index, choice) in choices.iter().enumerate() {
                    self.choice(item(list, index), choice);
                }
            }
        }
    }

    fn choice(&mut self, node: &Node, choice: &Choice) {
        self.both_languages(part(node, "text"), &choice.text);
        match &choice.belief {
            Some(belief) => self.belief(part(node, "belief"), belief),
            None if !choice.correct => self.warn(node, "choice-without-belief", Vec::new()),
            None => {}
        }
    }

    /// What the solution uses, the student must have.
    fn tools(&mut self, node: &Node, allow: &[Tool], solution: &[Verb]) {
        if solution.is_empty() {
            self.error(part(node, "solution"), "no-solution", Vec::new());
        }
        let mut missing = BTreeSet::new();
        for (index, verb) in solution.iter().enumerate() {
            let tool = verb.tool();
            if !allow.contains(&tool) && missing.insert(tool) {
                let place = item(part(node, "solution"), index);
                self.error(place, "tool-not-allowed", vec![("tool", format!("{tool:?}").into())]);
            }
        }
    }
}
