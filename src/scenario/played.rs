//! Files played headless: the example of the author's reference keeps what it
//! promises, and a promise that is not kept says what was there instead. The
//! shipped files are played by `tests/scenarios.rs`.

use super::*;
use crate::text::Lang;

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
    let shipped = library().iter().find(|shipped| shipped.id == "07-retention").expect("a shipped id");
    let file = String::from_utf8_lossy(shipped.bytes)
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
