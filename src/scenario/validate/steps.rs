//! The head and the exercise: a question has one right answer, an action can be
//! done with the tools given and has hints.

use super::{Checker, item, part};
use crate::scenario::faults::missing_field;
use crate::scenario::model::{Choice, Scenario, Start, Step};
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
        let is_hash = |text: &str| text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        if head.packed.as_deref().is_some_and(|hash| !is_hash(hash)) {
            self.error(part(root, "packed"), "bad-hash", Vec::new());
        }
        if let Some(step) = &head.hides_faults_until
            && !head.steps.iter().any(|known| known.id() == step)
        {
            self.error(part(root, "hides_faults_until"), "unknown-step", vec![("name", step.into())]);
        }
        for step in head.sealed.keys() {
            if !head.steps.iter().any(|known| known.id() == step) {
                self.error(part(root, "sealed"), "unknown-step", vec![("name", step.into())]);
            }
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
            if let Some(debrief) = step.debrief() {
                self.both_languages(part(node, "debrief"), debrief);
            }
            if let Some(Start::Mark(mark)) = step.start() {
                self.start_mark(part(node, "start"), mark);
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
            Step::Predict { choices, answer, then, run, decides, .. } => {
                self.question(node, choices, answer.as_ref());
                self.beliefs(node, step);
                if run.is_some_and(|run| run.0.0 == 0) {
                    self.error(part(node, "run"), "no-time", Vec::new());
                }
                if let Some(event) = decides {
                    self.event(part(node, "decides"), event);
                }
                for (index, verb) in then.iter().enumerate() {
                    if matches!(verb, Verb::Pause | Verb::Rewind(_) | Verb::Branch(_)) {
                        let place = item(part(node, "then"), index);
                        let args = vec![("tool", format!("{:?}", verb.tool()).into())];
                        self.error(place, "not-in-then", args);
                    }
                }
            }
            Step::Quiz { choices, answer, .. } => {
                self.question(node, choices, answer.as_ref());
                self.beliefs(node, step);
            }
            Step::Do { allow, pass, within, solution, hints, .. } => {
                self.check(part(node, "pass"), pass);
                if within.0.0 == 0 {
                    self.error(part(node, "within"), "no-time", Vec::new());
                }
                self.within(step, node);
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
            Step::Explain { .. } if node.field("model").is_none() => {
                if !self.is_packed {
                    let problem = missing_field(self.reader.source, node, "model");
                    self.reader.problems.push(problem);
                }
            }
            Step::Explain { model, .. } => self.both_languages(part(node, "model"), model),
        }
    }

    /// A step begins at an instant of the timeline: marks of solutions may never be made.
    fn start_mark(&mut self, node: &Node, mark: &str) {
        let draft = self.draft;
        let is_there = draft.timeline.iter().any(|(event, _)| {
            event.mark.as_deref() == Some(mark) || matches!(&event.verb, Verb::Mark(name) if &**name == mark)
        });
        if !is_there && draft.marks_known {
            let marks = draft.timeline.iter().filter_map(|(event, _)| event.mark.as_deref());
            let known: Vec<String> = marks.map(str::to_owned).collect();
            self.unknown(node, "unknown-start", mark, known.iter().map(String::as_str).collect());
        }
    }

    /// Beliefs behind values belong to questions answered on the map.
    fn beliefs(&mut self, node: &Node, step: &Step) {
        let list = part(node, "beliefs");
        for (index, belief) in step.beliefs().iter().enumerate() {
            let place = item(list, index);
            self.belief(part(place, "belief"), &belief.belief);
            if let Some(reading) = step.answer() {
                self.value(part(place, "value"), reading, &belief.value);
            } else {
                self.error(place, "belief-without-answer", Vec::new());
            }
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
                let right = choices.iter().filter(|choice| choice.is_right()).count();
                if right != 1 && !(right == 0 && self.is_packed) {
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
            None if !choice.is_right() && choice.when.is_none() && !self.is_packed => {
                self.warn(node, "choice-without-belief", Vec::new())
            }
            None => {}
        }
    }

    /// What the solution uses, the student must have.
    fn tools(&mut self, node: &Node, allow: &[Tool], solution: &[Verb]) {
        if solution.is_empty() && !self.is_packed {
            self.error(part(node, "solution"), "no-solution", Vec::new());
        }
        let mut missing = BTreeSet::new();
        for (index, verb) in solution.iter().enumerate() {
            let tool = verb.tool();
            // Waiting and naming an instant take no tool.
            if matches!(tool, Tool::Pause | Tool::Mark) {
                continue;
            }
            if !allow.contains(&tool) && missing.insert(tool) {
                let place = item(part(node, "solution"), index);
                self.error(place, "tool-not-allowed", vec![("tool", format!("{tool:?}").into())]);
            }
        }
    }
}
