//! The shipped files, played: what they promise comes true, with their own seed
//! and with others; and so does the example of the author's reference.

use super::*;
use crate::text::Lang;

/// Other seeds than the file's own, so that no promise hangs on luck.
const OTHER_SEEDS: std::ops::Range<u64> = 100..105;

fn failures(scenario: &Scenario) -> Vec<String> {
    let outcome = run(scenario, None, |_, _| {}).expect("the cluster boots");
    assert!(!outcome.broken_off);
    let failed = outcome.verdicts.iter().filter(|verdict| !verdict.holds);
    let told = |verdict: &Verdict| {
        let (id, seed) = (&scenario.id, scenario.cluster.seed);
        let what = verdict.failures(Lang::En);
        format!("{id} seed {seed}: expect[{}] at {}: {what:?}", verdict.index, verdict.at)
    };
    failed.map(told).collect()
}

#[test]
fn shipped_files_keep_what_they_promise() {
    let mut failed = Vec::new();
    for shipped in library() {
        let mut scenario = Scenario::parse(shipped.id, shipped.bytes).expect("shipped files parse");
        failed.extend(failures(&scenario));
        for seed in OTHER_SEEDS {
            scenario.cluster.seed = seed;
            failed.extend(failures(&scenario));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn two_runs_are_one() {
    for shipped in library() {
        let scenario = Scenario::parse(shipped.id, shipped.bytes).expect("shipped files parse");
        let digest = || run(&scenario, None, |_, _| {}).map(|outcome| (outcome.digest, outcome.events));
        assert_eq!(digest(), digest(), "{}", shipped.id);
    }
}

#[test]
fn the_example_of_the_reference_plays() {
    let page = include_str!("../../docs/scenario-format.md");
    let example = page.split("```ron").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
    let scenario = Scenario::parse("12-acks.ron", example.as_bytes()).unwrap_or_else(|problems| {
        let told: Vec<String> = problems.iter().map(|problem| problem.plain(Lang::En)).collect();
        panic!("{}", told.join("\n"));
    });
    let failed = failures(&scenario);
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn a_promise_that_is_not_kept_says_what_was_there() {
    let file = String::from_utf8_lossy(library()[1].bytes)
        .replace("Is(LogStart(\"journal\", 0), 0), AtLeast", "Is(LogStart(\"journal\", 0), 7), AtLeast");
    let scenario = Scenario::parse("07-retention.ron", file.as_bytes()).expect("it still parses");
    let outcome = run(&scenario, None, |_, _| {}).expect("the cluster boots");
    let failed: Vec<&Verdict> = outcome.verdicts.iter().filter(|verdict| !verdict.holds).collect();
    assert_eq!(failed.len(), 1);
    assert_eq!(failed[0].failures(Lang::En), ["the log start of journal-0 is 7 (now: 0)"]);
    assert_eq!(
        failed[0].failures(Lang::Fr),
        ["le début du journal de journal-0\u{202f}: 7 (actuellement\u{202f}: 0)"]
    );
}
