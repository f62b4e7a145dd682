//! Time: the timeline goes forward, nothing is expected after the end, captions
//! are short enough to be read aloud.

use super::{Checker, part};
use crate::base::Duration;
use crate::scenario::model::Scenario;
use crate::scenario::tree::Node;
use crate::scenario::values::{Both, LONGEST, Length};
use std::collections::BTreeSet;

/// Longest caption or card.
const WORDS: usize = 40;

impl Checker<'_, '_, '_, '_> {
    pub(super) fn time(&mut self, head: Option<&Scenario>) {
        let draft = self.draft;
        let mut marks = BTreeSet::new();
        let mut previous = Length::default();
        for (event, node) in &draft.timeline {
            if event.at < previous {
                let args =
                    vec![("at", event.at.to_string().into()), ("previous", previous.to_string().into())];
                self.error(part(node, "at"), "not-sorted", args);
            }
            previous = previous.max(event.at);
            let also = match &event.verb {
                super::Verb::Mark(name) => Some((name, super::item(part(node, "do"), 0))),
                _ => None,
            };
            for (mark, place) in event.mark.iter().map(|mark| (mark, part(node, "mark"))).chain(also) {
                if !marks.insert(mark.clone()) {
                    self.error(place, "duplicate-mark", vec![("name", mark.into())]);
                }
            }
            if let Some(caption) = &event.caption {
                self.short(part(node, "caption"), caption, "long-caption");
            }
            if let Some(notes) = &event.notes {
                self.both_languages(part(node, "notes"), notes);
            }
            if matches!(event.verb, super::Verb::Rewind(_) | super::Verb::Branch(_)) {
                self.error(part(node, "do"), "not-in-timeline", Vec::new());
            }
        }
        let last = previous.0;
        let end = head.and_then(|head| head.until).map_or(last + Scenario::TAIL, |until| until.0);
        if let Some(node) = draft.root.field("until")
            && end < last
        {
            self.error(node, "ends-too-soon", vec![("last", Length(last).to_string().into())]);
        }
        if end > LONGEST + Scenario::TAIL {
            self.error(part(draft.root, "timeline"), "too-long", Vec::new());
        }
        self.expected_in_time(end);
    }

    fn expected_in_time(&mut self, end: Duration) {
        let draft = self.draft;
        for (expect, node) in &draft.expect {
            if let Some(at) = expect.at.filter(|at| at.0 > end) {
                let args = vec![("at", at.to_string().into()), ("end", Length(end).to_string().into())];
                self.error(part(node, "at"), "after-the-run", args);
            }
            let start = expect.after.as_ref().and_then(|mark| {
                draft
                    .timeline
                    .iter()
                    .find(|(event, _)| event.mark.as_ref() == Some(mark))
                    .map(|(event, _)| event.at)
            });
            if let Some(within) = expect.within {
                let until = Length(start.unwrap_or_default().0 + within.0);
                if until.0 > end {
                    let args =
                        vec![("at", until.to_string().into()), ("end", Length(end).to_string().into())];
                    self.error(part(node, "within"), "after-the-run", args);
                }
            }
        }
    }

    /// At most forty words, in both languages.
    pub(super) fn short(&mut self, node: &Node, text: &Both, kind: &'static str) {
        self.both_languages(node, text);
        for (name, words) in [("en", count_words(&text.en)), ("fr", count_words(&text.fr))] {
            if words > WORDS {
                let args = vec![("words", words.into()), ("limit", WORDS.into())];
                self.warn(part(node, name), kind, args);
            }
        }
    }

    pub(super) fn both_languages(&mut self, node: &Node, text: &Both) {
        for (name, text) in [("en", &text.en), ("fr", &text.fr)] {
            if text.trim().is_empty() {
                self.error(part(node, name), "empty-text", vec![("lang", name.into())]);
            }
        }
    }
}

/// Words as a reader counts them; a French « : » is none.
fn count_words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
}
