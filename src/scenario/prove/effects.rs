//! Whether every fault can be seen: the same run is played with and without it, and
//! what students can look at must differ.

use super::finding::{Finding, Place};
use super::walk::walk;
use crate::base::{Digest, Duration, Instant};
use crate::scenario::action::{Tool, Verb};
use crate::scenario::model::{Scenario, Step};
use crate::scenario::play::{Deed, Play, SOLUTION_GAP};
use crate::scenario::run::run;
use crate::story::Fact;
use crate::world::{BootError, World};
use std::hash::{Hash, Hasher};

/// How long after a solution its effects are looked for.
const LOOKED_FOR: Duration = Duration::from_secs(30);
/// What is on the screen is compared so often.
const EVERY: Duration = Duration::from_secs(1);

/// Tools that spoil something.
const fn is_fault(tool: Tool) -> bool {
    matches!(
        tool,
        Tool::Kill
            | Tool::Freeze
            | Tool::DropNextAck
            | Tool::CleanStop
            | Tool::Crash
            | Tool::PowerCut
            | Tool::Link
            | Tool::Cut
            | Tool::CutOneWay
            | Tool::Isolate
            | Tool::SlowFetch
            | Tool::SlowDisk
            | Tool::FullDisk
            | Tool::WipeDisk
            | Tool::CorruptByte
    )
}

/// Every fault of the file that changes nothing.
pub(super) fn without_effect(scenario: &Scenario, source: &[u8]) -> Result<Vec<(Place, Finding)>, BootError> {
    let mut found = Vec::new();
    let whole = timeline(scenario)?;
    for (index, event) in scenario.timeline.iter().enumerate() {
        if is_fault(event.verb.tool()) {
            let mut without = scenario.clone();
            // A pause keeps the mark and does nothing.
            if let Some(event) = without.timeline.get_mut(index) {
                event.verb = Verb::Pause;
            }
            if timeline(&without)? == whole {
                found.push((Place::Timeline(index), Finding::NoEffect));
            }
        }
    }
    let walk = walk(scenario, source)?;
    for (index, (step, begun)) in scenario.steps.iter().zip(&walk.begun).enumerate() {
        let Step::Do { solution, .. } = step else { continue };
        let faults = solution.iter().enumerate().filter(|(_, verb)| is_fault(verb.tool()));
        let faults: Vec<usize> = faults.map(|(at, _)| at).collect();
        if faults.is_empty() {
            continue;
        }
        let whole = solved(begun, solution, None);
        for at in faults {
            if solved(begun, solution, Some(at)) == whole {
                found.push((Place::Verb(index, at), Finding::NoEffect));
            }
        }
    }
    Ok(found)
}

/// What can be seen of the timeline played through.
fn timeline(scenario: &Scenario) -> Result<Digest, BootError> {
    let mut seen = Digest::default();
    let mut next = Instant::START;
    run(scenario, None, |world, facts| {
        while world.now() >= next {
            look(world, &mut seen);
            next = world.now() + EVERY;
        }
        facts.iter().for_each(|fact| take_in(world, fact, &mut seen));
    })?;
    Ok(seen)
}

/// What can be seen of a solution carried out, with one of its actions left out.
fn solved(begun: &Play, solution: &[Verb], left_out: Option<usize>) -> Digest {
    let mut play = begun.clone();
    let mut seen = Digest::default();
    for (index, verb) in solution.iter().enumerate() {
        if index > 0 {
            play.run_to(play.world().now() + SOLUTION_GAP);
            look(play.world(), &mut seen);
        }
        if left_out != Some(index) && (Deed::of(verb).is_some() || matches!(verb, Verb::Pause)) {
            let _ = play.perform(verb);
        }
    }
    let until = play.world().now() + LOOKED_FOR;
    while play.world().now() < until && play.run_to(play.world().now() + EVERY) {
        look(play.world(), &mut seen);
    }
    let told = play.history().branch().story();
    for event in told.iter().filter(|event| !matches!(event.fact, Fact::Acted { .. })) {
        seen.add(event.at.0 / 100_000);
        event.fact.hash(&mut seen);
    }
    seen
}

/// What happened, but for the action itself.
fn take_in(world: &World, fact: &Fact, seen: &mut Digest) {
    if fact.is_story() && !matches!(fact, Fact::Acted { .. }) {
        seen.write_u64(world.now().0 / 100_000);
        fact.hash(seen);
    }
}

/// What a student can read off the screen, in short: every copy's end, what producers
/// and groups have got.
fn look(world: &World, seen: &mut Digest) {
    for id in world.broker_ids() {
        let Some(broker) = world.broker(id) else { continue };
        for (partition, replica) in broker.replicas() {
            partition.hash(seen);
            seen.add(replica.log().log_end().0 as u64);
            seen.add(replica.log().high_watermark().0 as u64);
        }
    }
    for (id, ..) in world.clients() {
        let tally = world.ledger().client(id);
        [tally.acked, tally.failed, tally.delivered, tally.retries, world.sent(id)].hash(seen);
    }
}
