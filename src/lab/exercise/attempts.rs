//! What changed from one attempt at a goal to the next: the actions that were not
//! in the one before. A student who tries again is shown what is different.

use crate::lab::sentences;
use crate::lab::view::Words;
use crate::scenario::play::{Deed, Play};
use crate::story::Action;
use crate::text::{Lang, tr};

/// More actions than this are not listed.
const MOST: usize = 3;

/// The comparison made last, kept while nothing is done.
#[derive(Debug, Default)]
pub(super) struct Attempts {
    /// Of which step, after how many deeds.
    of: (usize, u64),
    changed: Words,
}

impl Attempts {
    /// What the present attempt at the present step does that the one before did not.
    pub(super) fn changed(&mut self, play: &Play, version: u64) -> Words {
        if self.of != (play.current(), version) {
            self.of = (play.current(), version);
            self.changed = compare(play);
        }
        self.changed.clone()
    }
}

fn compare(play: &Play) -> Words {
    let attempts = play.steps().get(play.current()).map_or(0, |step| step.attempts);
    if attempts < 2 {
        return Words::default();
    }
    let record = play.record();
    let entries = record.entries.iter();
    let since = entries.rev().take_while(|entry| !matches!(entry.deed, Deed::Next | Deed::CatchUp { .. }));
    // From the newest deed back: one list for each attempt.
    let mut lists: Vec<Vec<&Action>> = vec![Vec::new()];
    for entry in since {
        match &entry.deed {
            Deed::Act(action) => lists.last_mut().into_iter().for_each(|list| list.push(action)),
            Deed::Restart | Deed::Rewind(_) if !lists.last().is_some_and(Vec::is_empty) => {
                lists.push(Vec::new());
            }
            _ => {}
        }
    }
    let mut lists = lists.into_iter().filter(|list| !list.is_empty());
    let (Some(last), Some(before)) = (lists.next(), lists.next()) else { return Words::default() };
    let new: Vec<&Action> = last.into_iter().rev().filter(|action| !before.contains(action)).collect();
    let say = |lang| {
        if new.is_empty() {
            return tr(lang, "changed-none", &[]);
        }
        let mut list: Vec<String> =
            new.iter().take(MOST).map(|action| sentences::action(lang, action)).collect();
        if new.len() > MOST {
            list.push("…".to_owned());
        }
        tr(lang, "changed-list", &[("list", list.join(" ").into())])
    };
    Words::new(say(Lang::En), say(Lang::Fr))
}
