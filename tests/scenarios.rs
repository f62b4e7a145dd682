//! Every shipped scenario, headless: what it expects comes true, two runs agree,
//! and its story is the one on record. A change of the record is a change of what
//! a class sees: look at it, then accept it.

use brokerscope::base::{ClientId, TopicId};
use brokerscope::lab::sentences::{Names, sentence};
use brokerscope::scenario::{Outcome, Scenario, library, run};
use brokerscope::text::Lang;
use brokerscope::world::World;
use std::fmt::Write;

struct InWorld<'a>(&'a World);

impl Names for InWorld<'_> {
    fn topic(&self, id: TopicId) -> String {
        self.0.ledger().topic_name(id).map_or_else(|| format!("#{id}"), ToString::to_string)
    }

    fn client(&self, id: ClientId) -> String {
        self.0.client_name(id).map_or_else(|| format!("client-{id}"), ToString::to_string)
    }
}

fn play(id: &str, seed: Option<u64>) -> (String, Outcome) {
    let shipped = library().iter().find(|shipped| shipped.id == id).expect("a shipped id");
    let mut scenario = Scenario::parse(id, shipped.bytes).expect("a shipped file is good");
    if let Some(seed) = seed {
        scenario.cluster.seed = seed;
    }
    let mut story = String::new();
    let outcome = run(&scenario, None, |world, facts| {
        for fact in facts.iter().filter(|fact| fact.is_story()) {
            let words = sentence(Lang::En, fact, &InWorld(world));
            writeln!(story, "{:>12}  {words}", world.scenario_time().to_string())
                .expect("a string takes all");
        }
    })
    .expect("the cluster boots");
    writeln!(story, "digest: {}", outcome.digest).expect("a string takes all");
    (story, outcome)
}

fn failures(outcome: &Outcome) -> Vec<String> {
    let failed = outcome.verdicts.iter().filter(|verdict| !verdict.holds);
    failed.map(|verdict| format!("expect {}: {:?}", verdict.index + 1, verdict.failures(Lang::En))).collect()
}

#[test]
fn expectations_hold_and_the_story_is_the_one_on_record() {
    for shipped in library() {
        let (story, outcome) = play(shipped.id, None);
        assert!(outcome.passed(), "{}: {:#?}", shipped.id, failures(&outcome));
        assert!(!outcome.verdicts.is_empty(), "{} expects nothing", shipped.id);
        insta::assert_snapshot!(shipped.id, story);
    }
}

#[test]
fn two_runs_agree() {
    for shipped in library() {
        let (story, first) = play(shipped.id, None);
        let (again, second) = play(shipped.id, None);
        assert_eq!(first.digest, second.digest, "{}", shipped.id);
        assert_eq!(story, again, "{}", shipped.id);
    }
}

/// A lesson must not hang on one seed's luck.
#[test]
fn expectations_hold_for_other_seeds() {
    for shipped in library() {
        for seed in 101..=105 {
            let (_, outcome) = play(shipped.id, Some(seed));
            assert!(outcome.passed(), "{} with seed {seed}: {:#?}", shipped.id, failures(&outcome));
        }
    }
}
