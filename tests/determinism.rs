//! Scenario, seed and journal give the same run, event by event: each shipped
//! scenario and each random plan twice, and once more by random seeks.

mod support;

use brokerscope::base::{Instant, Stream};
use brokerscope::history::{History, ScriptEntry};
use brokerscope::invariants::Laws;
use brokerscope::scenario::{Scenario, library, run};
use brokerscope::world::{BOOT, World};
use support::plan::{FAULTS, Plan};
use support::{script, told};

const END: Instant = Instant(BOOT.0 + FAULTS.0 / 2);

#[test]
fn a_shipped_scenario_runs_the_same_twice_and_breaks_no_law() {
    for shipped in library() {
        let scenario = Scenario::parse(shipped.id, shipped.bytes).expect("shipped scenarios are valid");
        let mut laws: Option<Laws> = None;
        let mut last = None;
        let first = run(&scenario, None, |world, facts| {
            laws.get_or_insert_with(|| Laws::new(world)).observe(world, facts);
            last = Some(world.events());
        });
        let again = run(&scenario, None, |_, _| {});
        let (first, again) = (first.expect("it boots"), again.expect("it boots"));
        assert_eq!((first.digest, first.events), (again.digest, again.events), "{}", shipped.id);
        let laws = laws.expect("something happens");
        assert!(
            last.is_some() && laws.violations().is_empty(),
            "{}:\n{}",
            shipped.id,
            told(laws.violations())
        );
    }
}

#[test]
fn a_plan_runs_the_same_twice_and_by_seeks() {
    for seed in [11, 12] {
        let plan = Plan::of(seed);
        let mut history = play(&plan);
        let again = play(&plan);
        let head = history.branch().head().digest();
        assert_eq!(head, again.branch().head().digest(), "seed {seed}");

        // Looking back, in any order, changes nothing of what comes after.
        let (first, events) = (history.first_event(), history.branch().head().events());
        let mut dice = Stream::named(seed, "seeks");
        for _ in 0..6 {
            history.seek_event(dice.between(first, events));
            let at = history.world().now();
            history.seek_time(at);
        }
        history.seek_event(events);
        assert_eq!(history.world().digest(), head, "seed {seed}");
        let mut from_past = history.branch().clone();
        assert_eq!(replayed(&mut history, first, events), head, "seed {seed}");
        assert_eq!(from_past.head().digest(), head);
        from_past.follows_script = false;
    }
}

/// The digest of a run that is replayed from its first event in steps.
fn replayed(history: &mut History, first: u64, events: u64) -> brokerscope::base::Digest {
    history.seek_event(first);
    let head = history.branch().head().now();
    while history.is_past() && history.world().events() < events {
        history.replay(head, 10_000);
    }
    history.world().digest()
}

fn play(plan: &Plan) -> History {
    let world = World::new(&plan.spec).expect("the cluster boots");
    let entries: Vec<ScriptEntry> = script(plan);
    let mut history = History::new(world, entries);
    while history.advance(END, 100_000, |_, _| {}) != brokerscope::history::Progress::Reached {}
    history
}
