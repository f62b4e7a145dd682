//! The dry run: every shipped exercise does what it promises, with other seeds too,
//! and each way to break a file is told at its place.

use brokerscope::scenario::prove::{Proof, prove};
use brokerscope::scenario::{Problem, library};
use brokerscope::text::Lang;

#[test]
fn every_shipped_exercise_is_proven_with_three_other_seeds() {
    let mut told = Vec::new();
    for shipped in library() {
        let proof = prove(&format!("{}.ron", shipped.id), shipped.bytes, 3).expect("a shipped file is good");
        if !proof.holds() {
            told.extend(proof.problems.iter().map(|problem| problem.plain(Lang::En)));
        }
    }
    assert!(told.is_empty(), "{}", told.join("\n"));
}

/// A file that is in order; each test breaks one thing of it.
const GOOD: &str = r#"Scenario(
  format: 1, id: "p", title: (en: "A", fr: "A"), goal: (en: "B", fr: "B"), minutes: 5, level: 1,
  cluster: (seed: 7, brokers: 3, topics: [(name: "t", partitions: 1, rf: 3, replicas: [[1, 2, 3]])]),
  actors: [Producer(name: "caisse", topic: "t", rate: 5)],
  timeline: [
    (at: "0s", do: Start("caisse")),
    (at: "1s", do: SlowFetch(brokers: [2, 3], by: "2s")),
    (at: "2s", do: Heal),
    (at: "5s", do: Pause, mark: "here"),
  ],
  expect: [(at: "5s", is: AtLeast(Acked("caisse"), 10))],
  steps: [
    Predict(id: "who", ask: (en: "Who leads next?", fr: "Qui sera leader ?"), answer: Leader("t", 0),
      beliefs: [(value: 1, belief: "M13")], then: [PowerCut(1)], run: "15s", decides: LeaderChanged("t", 0)),
    Observe(id: "isr", ask: (en: "How many?", fr: "Combien ?"), value: IsrSize("t", 0)),
    Do(id: "back", text: (en: "Bring broker 1 back.", fr: "Ramenez le broker 1."),
      allow: [Restart, Crash], pass: Is(IsrSize("t", 0), 3), within: "30s",
      hints: [(en: "a", fr: "a"), (en: "b", fr: "b"), (en: "c", fr: "c")],
      solution: [Restart(1)]),
    Explain(id: "why", ask: (en: "Why?", fr: "Pourquoi ?"), model: (en: "So.", fr: "Ainsi.")),
  ],
)"#;

fn proof(from: &str, to: &str) -> Proof {
    assert!(GOOD.contains(from), "{from}");
    prove("p.ron", GOOD.replacen(from, to, 1).as_bytes(), 2).unwrap_or_else(|why| panic!("{why:?}"))
}

fn kinds(proof: &Proof) -> Vec<&'static str> {
    proof.problems.iter().map(Problem::kind).collect()
}

#[test]
fn a_good_file_is_proven_and_says_when_its_goals_came_true() {
    let proof = proof("id: \"p\"", "id: \"p\"");
    let told: Vec<String> = proof.problems.iter().map(|problem| problem.plain(Lang::En)).collect();
    assert!(proof.holds() && told.is_empty(), "{}", told.join("\n"));
    let [who, isr, back, why] = &proof.steps[..] else { panic!("four steps") };
    assert!(who.is_ok && isr.is_ok && back.is_ok && why.is_ok);
    assert!(back.after.is_some_and(|after| after.as_millis() > 100), "{back:?}");
    assert_eq!(isr.truth, Some(brokerscope::scenario::Value::Number(2)));
}

#[test]
fn a_goal_that_holds_before_anything_is_done() {
    let proof = proof("pass: Is(IsrSize(\"t\", 0), 3)", "pass: AtLeast(Acked(\"caisse\"), 10)");
    assert_eq!(kinds(&proof), ["prove-holds-at-start"]);
    assert!(!proof.steps[2].is_ok && proof.steps[1].is_ok);
    assert_eq!(proof.problems[0].line, 17);
}

#[test]
fn a_goal_that_comes_true_by_doing_nothing() {
    let proof = proof("pass: Is(IsrSize(\"t\", 0), 3)", "pass: AtLeast(Acked(\"caisse\"), 130)");
    assert_eq!(kinds(&proof), ["prove-passes-idle"]);
    let told = proof.problems[0].plain(Lang::Fr);
    assert!(told.contains("sans rien faire, après "), "{told}");
}

#[test]
fn a_solution_that_does_not_reach_its_goal() {
    let proof = proof("solution: [Restart(1)]", "solution: [Crash(3)]");
    assert_eq!(kinds(&proof), ["prove-not-reached"]);
    let told = proof.problems[0].plain(Lang::En);
    assert!(told.contains("the size of the ISR of t-0 is 3 (1)"), "{told}");
    let told = proof.problems[0].plain(Lang::Fr);
    assert!(told.contains("taille de l’ISR"), "{told}");
}

#[test]
fn a_solution_that_the_cluster_refuses() {
    let proof = proof("solution: [Restart(1)]", "solution: [Restart(2), Restart(1)]");
    assert_eq!(kinds(&proof), ["prove-refused"]);
    assert_eq!(proof.problems[0].line, 19);
    assert!(!proof.problems[0].plain(Lang::Fr).contains("refused-"));
}

#[test]
fn a_fault_without_effect() {
    let proof = proof("do: SlowFetch(brokers: [2, 3], by: \"2s\")", "do: Cut(2, 3)");
    assert_eq!(kinds(&proof), ["prove-no-effect"]);
    assert_eq!(proof.problems[0].line, 7);
    let proof = self::proof("solution: [Restart(1)]", "solution: [Restart(1), Crash(1), Restart(1)]");
    assert!(proof.holds(), "{:?}", kinds(&proof));
}

#[test]
fn a_belief_that_is_right_and_an_event_that_never_comes() {
    let right = proof("(value: 1, belief", "(value: 2, belief");
    assert_eq!(kinds(&right), ["prove-right-belief"]);
    let never = proof("decides: LeaderChanged", "decides: UncleanElection");
    assert_eq!(kinds(&never), ["prove-never-decided"]);
}

#[test]
fn an_expectation_that_fails_and_a_check_that_is_racy() {
    let unexpected = proof("AtLeast(Acked(\"caisse\"), 10)", "AtLeast(Acked(\"caisse\"), 100)");
    assert_eq!(kinds(&unexpected), ["prove-unexpected"]);
    // Records without a key stick to one partition, drawn by chance.
    let many = GOOD
        .replace("partitions: 1", "partitions: 3")
        .replace("[[1, 2, 3]]", "[[1, 2, 3], [1, 2, 3], [1, 2, 3]]");
    let mut found = Vec::new();
    for partition in 0..3 {
        let lucky = format!("AtLeast(LogEnd(\"t\", {partition}), 10)");
        let text = many.replace("AtLeast(Acked(\"caisse\"), 10)", &lucky);
        let proof = prove("p.ron", text.as_bytes(), 6).unwrap_or_else(|why| panic!("{why:?}"));
        let problem = proof.problems.first().expect("it hangs on luck");
        found.push(problem.kind());
        if problem.kind() == "prove-racy" {
            let told = problem.plain(Lang::En);
            assert!(told.contains("5 of 6 others (8, ") && told.contains("the log end of t-"), "{told}");
        }
    }
    found.sort_unstable();
    assert_eq!(found, ["prove-racy", "prove-unexpected", "prove-unexpected"]);
}
