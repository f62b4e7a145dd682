//! An incident to be diagnosed: what was done to the cluster is taken out of the
//! view, what follows from it stays.

use crate::lab::view::{Lane, NodeState, Subject, Tone, View, Words};
use crate::scenario::play::Play;
use crate::text::{Lang, tr};
use std::sync::Arc;

/// Whether the file hides its faults at this point of the exercise.
pub(in crate::lab) fn hides_faults(play: &Play) -> bool {
    let steps = &play.scenario().steps;
    let until = play.scenario().hides_faults_until.as_ref();
    until
        .and_then(|id| steps.iter().position(|step| step.id() == id))
        .is_some_and(|step| play.steps().get(step).is_some_and(|progress| !progress.state.is_behind()))
}

/// Takes out of a view what was done to the cluster.
pub(in crate::lab) fn hide_faults(view: &mut View) {
    view.run.next = None;
    view.lanes[Lane::Faults as usize] = Default::default();
    hide_deeds(view);
    let cluster = Arc::make_mut(&mut view.cluster);
    cluster.links = Vec::new();
    for controller in &mut cluster.controllers {
        controller.is_isolated = false;
    }
    for broker in cluster.brokers.iter_mut().map(Arc::make_mut) {
        broker.is_disk_full = false;
        broker.slow_disk = None;
        broker.slow_fetch = None;
        broker.is_isolated = false;
    }
    for client in cluster.clients.iter_mut().map(Arc::make_mut) {
        if client.state == NodeState::Frozen {
            client.state = NodeState::Running;
        }
    }
}

/// Actions and changes of settings stay in the list of events, so that what comes
/// after keeps its place; but nobody reads what they were.
fn hide_deeds(view: &mut View) {
    let is_deed = |kind: &str| matches!(kind, "acted" | "action_refused" | "config_changed");
    if !view.events.iter().any(|event| is_deed(&event.kind)) {
        return;
    }
    let [en, fr] = Lang::ALL.map(|lang| tr(lang, "hidden-deed", &[]));
    let sentence = Words::new(en, fr);
    let events = view.events.iter().map(|event| {
        if !is_deed(&event.kind) {
            return event.clone();
        }
        let mut hidden = event.as_ref().clone();
        hidden.kind = "hidden".into();
        hidden.lane = None;
        hidden.tone = Tone::Plain;
        hidden.subjects = vec![Subject::Cluster];
        hidden.sentence = sentence.clone();
        hidden.why = Words::default();
        Arc::new(hidden)
    });
    view.events = events.collect();
}
