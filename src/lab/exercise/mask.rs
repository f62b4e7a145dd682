//! What is taken out of a view while a student works, so that nothing in it gives
//! an answer away: what is not there cannot be read, by no window and no tool.

use crate::base::Instant;
use crate::lab::view::{LaneMark, View};
use std::sync::Arc;

/// Takes out of a view what lies ahead.
/// `followed` is how far this branch followed the file's timeline.
pub(in crate::lab) fn mask(view: &mut View, followed: Instant) {
    let (now, locks) = (view.run.now, &view.locks);
    // The file's captions tell the story before it happens; its questions hold their answers.
    if let Some(scenario) = &mut view.scenario {
        let scenario = Arc::make_mut(scenario);
        let seen = if locks.future { now } else { view.run.head };
        scenario.marks.retain(|mark| mark.at <= seen.min(followed));
        scenario.questions = Vec::new();
    }
    view.run.next = view.run.next.take().filter(|next| next.at <= view.run.head && !locks.future);
    if !locks.future {
        return;
    }
    let count = view.events.partition_point(|event| event.at <= now);
    if count < view.events.len() {
        view.events.truncate(count);
        for lane in &mut view.lanes {
            let kept = lane.iter().filter(|mark| mark.event < count).cloned();
            let until_now = |mut mark: LaneMark| {
                mark.until = mark.until.filter(|until| *until <= now);
                mark
            };
            *lane = kept.map(until_now).collect();
        }
    }
    view.branches = Arc::default();
    view.run.head = now;
    view.run.can_undo = false;
    view.run.can_redo = false;
    let verdicts = view.verdicts.iter().filter(|verdict| verdict.at <= now).cloned().collect();
    view.verdicts = Arc::new(verdicts);
}
