//! A moment of a session, for a report: the view of one place, and what history
//! shows to have gone wrong at the end.

use crate::history::{BranchId, History};
use crate::lab::chronicle::{Called, Chronicle};
use crate::lab::picture::{self, Endings, scenario_time};
use crate::lab::verdicts;
use crate::lab::view::{RunView, ScenarioView, View, Words};
use crate::scenario::play::Play;
use std::sync::Arc;

/// What a window would show after `events` events of a branch; `None`: there is no such branch.
#[must_use]
pub fn moment_view(play: &Play, title: &Words, branch: u32, events: u64) -> Option<Arc<View>> {
    let mut history = play.history().clone();
    if history.branches().len() <= branch as usize {
        return None;
    }
    history.switch(BranchId(branch));
    history.seek_event(events);
    let world = history.world();
    let branch = history.branch();
    let clients = picture::client_names(world);
    let mut chronicle = Chronicle::default();
    chronicle.tell(branch.story(), &Called { ledger: branch.head().ledger(), clients: &clients });
    let endings = Endings::of(branch.story().iter().take_while(|event| event.event <= events));
    let cluster = picture::cluster(world, &endings);
    let head = scenario_time(branch.head().now());
    let run = RunView {
        now: scenario_time(world.now()),
        head,
        end: head,
        speed_permille: 1_000,
        digest: world.digest().value(),
        steps: world.events(),
        ..RunView::default()
    };
    Some(Arc::new(View {
        scenario: Some(Arc::new(ScenarioView { title: title.clone(), ..ScenarioView::default() })),
        run,
        graph: Arc::new(picture::graph(&cluster)),
        cluster: Arc::new(cluster),
        messages: Arc::new(picture::messages(world)),
        events: chronicle.events().clone(),
        lanes: chronicle.lanes().clone(),
        ..View::default()
    }))
}

/// What went wrong for somebody on the branch the session ended on, in words.
pub(super) fn verdict_sentences(history: &History) -> Vec<Words> {
    let branch = history.branch();
    let clients = picture::client_names(branch.head());
    let found = verdicts::verdicts(branch, &Called { ledger: branch.head().ledger(), clients: &clients });
    let with_licence = |sentence: &str, licence: &str| {
        if licence.is_empty() { sentence.to_owned() } else { format!("{sentence} {licence}") }
    };
    let told = found.into_iter().map(|verdict| {
        let (sentence, licence) = (verdict.sentence, verdict.licence);
        Words::new(with_licence(&sentence.en, &licence.en), with_licence(&sentence.fr, &licence.fr))
    });
    told.collect()
}
