//! The dry run of an exercise, rung 6 of the validation ladder: every step is walked
//! with right answers and solutions, headless. A goal must be false before its
//! solution, true within its time after it, and not come true by doing nothing;
//! every fault must have an effect that can be seen; two runs must agree; and other
//! seeds must tell the same story.

mod effects;
mod finding;
mod walk;

pub use finding::{Finding, Place, seconds};

use super::model::Scenario;
use super::parse::located;
use super::play::scenario_time;
use super::problem::{Problem, Severity};
use super::run::run;
use super::values::{Both, Value};
use crate::base::{Duration, Instant, Text};
use crate::history::History;
use crate::world::BootError;
use std::collections::BTreeMap;
use walk::{Walk, walk};

/// How a step went with the file's own seed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepProof {
    /// Its id.
    pub id: Text,
    /// Its kind, as the file writes it: `Do`.
    pub kind: &'static str,
    /// Whether nothing is wrong with it, with any seed.
    pub is_ok: bool,
    /// For a goal: how long after the last action of its solution it came true.
    pub after: Option<Duration>,
    /// For a reading: what it gave.
    pub truth: Option<Value>,
    /// When it began, counted from the scenario's start.
    pub began: Option<Instant>,
}

/// What the dry run of a file found.
#[derive(Debug)]
pub struct Proof {
    /// The file, as read without a student.
    pub scenario: Scenario,
    /// The steps, in order.
    pub steps: Vec<StepProof>,
    /// What is wrong or doubtful, at its place in the file, in the file's order.
    pub problems: Vec<Problem>,
    /// How many other seeds were tried.
    pub seeds: u32,
    /// The timeline played with nobody touching it: what students will see.
    pub timeline: History,
}

impl Proof {
    /// Whether the file does what its author promises.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.problems.iter().all(|problem| problem.severity != Severity::Error)
    }
}

/// Why a file can't be tried.
#[derive(Debug, thiserror::Error)]
pub enum Unproven {
    /// It can't be read.
    #[error("the file can't be read")]
    Bad(Vec<Problem>),
    /// Its cluster can't boot.
    #[error(transparent)]
    Boot(#[from] BootError),
}

/// A run with one seed: of the file's own, of another, or of a student's.
struct Trial {
    /// The seed, or the student's number for a file with variants.
    number: u64,
    walk: Walk,
    /// Lines of `expect` that failed, from 0, with what was there.
    failed: Vec<(usize, Both)>,
}

/// Tries a file with its own seed, and with `seeds` others.
///
/// # Errors
/// When it can't be read, or its cluster can't boot.
pub fn prove(name: &str, bytes: &[u8], seeds: u32) -> Result<Proof, Unproven> {
    let scenario = Scenario::parse(name, bytes).map_err(Unproven::Bad)?;
    let outcome = run(&scenario, None, |_, _| {})?;
    let own = Trial {
        number: scenario.cluster.seed,
        walk: walk(&scenario, bytes)?,
        failed: failures(&scenario, &outcome),
    };
    let mut found: Vec<(Place, Finding)> = own.walk.findings.clone();
    found.extend(
        own.failed.iter().map(|(line, now)| (Place::Expect(*line), Finding::Unexpected(now.clone()))),
    );
    let again = walk(&scenario, bytes)?;
    found.extend(differences(&own.walk, &again, run(&scenario, None, |_, _| {})?.digest != outcome.digest));
    found.extend(effects::without_effect(&scenario, bytes)?);
    let mut others = Vec::new();
    for number in 1..=u64::from(seeds) {
        let other = other_scenario(name, bytes, &scenario, number)?;
        let failed = failures(&other, &run(&other, None, |_, _| {})?);
        // What an author can repeat: a seed, or with variants a student's number.
        let number = if scenario.variants.is_empty() { other.cluster.seed } else { number };
        others.push(Trial { number, walk: walk(&other, bytes)?, failed });
    }
    found.extend(racy(&own, &others));
    let problems = located(name, bytes).map(|place| finding::problems(&place, &scenario, found.clone()));
    let steps = steps(&scenario, &own.walk, &found);
    let problems = problems.unwrap_or_default();
    Ok(Proof { scenario, steps, problems, seeds, timeline: outcome.history })
}

/// The file with another seed; with variants, as another student gets it.
fn other_scenario(name: &str, bytes: &[u8], scenario: &Scenario, number: u64) -> Result<Scenario, Unproven> {
    if scenario.variants.is_empty() {
        let mut other = scenario.clone();
        other.cluster.seed = scenario.cluster.seed.wrapping_add(number);
        return Ok(other);
    }
    Scenario::parse_for(name, bytes, Some(&number.to_string())).map_err(Unproven::Bad)
}

fn failures(scenario: &Scenario, outcome: &super::run::Outcome) -> Vec<(usize, Both)> {
    let failed = outcome.verdicts.iter().filter(|verdict| !verdict.holds);
    let told = failed.filter_map(|verdict| {
        let line = scenario.expect.get(verdict.index)?;
        let check = line.is.as_ref().or(line.always.as_ref())?;
        Some((verdict.index, finding::now(&verdict.leaves, check)))
    });
    told.collect()
}

/// Two runs with one seed must be one.
fn differences(one: &Walk, other: &Walk, is_other_digest: bool) -> Vec<(Place, Finding)> {
    let pairs = one.steps.iter().zip(&other.steps).enumerate();
    let mut found: Vec<(Place, Finding)> = pairs
        .filter(|(_, (one, other))| one.truth != other.truth || one.digest != other.digest)
        .map(|(index, _)| (Place::Step(index), Finding::TwoRunsDiffer))
        .collect();
    if is_other_digest {
        found.push((Place::Timeline(0), Finding::TwoRunsDiffer));
    }
    found
}

/// What holds with the file's own seed and fails with others.
fn racy(own: &Trial, others: &[Trial]) -> Vec<(Place, Finding)> {
    let mut failed: BTreeMap<Place, (Vec<u64>, Finding)> = BTreeMap::new();
    for trial in others {
        let expected =
            trial.failed.iter().map(|(line, now)| (Place::Expect(*line), Finding::Unexpected(now.clone())));
        let errors = trial.walk.findings.iter().filter(|(_, finding)| finding.is_error()).cloned();
        let mut seen = Vec::new();
        for (place, finding) in errors.chain(expected) {
            if !seen.contains(&place) {
                failed.entry(place).or_insert_with(|| (Vec::new(), finding)).0.push(trial.number);
                seen.push(place);
            }
        }
    }
    let is_wrong_anyway = |place: &Place| {
        own.walk.findings.iter().any(|(known, finding)| known == place && finding.is_error())
            || own.failed.iter().any(|(line, _)| *place == Place::Expect(*line))
    };
    failed
        .into_iter()
        .filter(|(place, _)| !is_wrong_anyway(place))
        .map(|(place, (seeds, first))| {
            (place, Finding::Racy { seeds, of: others.len(), first: Box::new(first) })
        })
        .collect()
}

fn steps(scenario: &Scenario, walk: &Walk, found: &[(Place, Finding)]) -> Vec<StepProof> {
    let of = |index: usize, place: &Place| match place {
        Place::Step(step) | Place::Verb(step, _) => *step == index,
        Place::Timeline(_) | Place::Expect(_) => false,
    };
    let steps = scenario.steps.iter().enumerate().map(|(index, step)| {
        let walked = walk.steps.get(index);
        let is_wrong = found.iter().any(|(place, finding)| of(index, place) && finding.is_error());
        StepProof {
            id: step.id().clone(),
            kind: step.kind(),
            is_ok: walked.is_some() && !is_wrong,
            after: walked.and_then(|walked| walked.after),
            truth: walked.and_then(|walked| walked.truth.clone()),
            began: walked.map(|walked| scenario_time(walked.began)),
        }
    });
    steps.collect()
}
