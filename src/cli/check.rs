//! `check`: what is wrong with scenario files, and where; with `--prove`, also
//! whether each exercise does what it promises.

use super::arguments::Check;
use super::print::InWorld;
use super::{BAD_FILE, FAILED, output, source};
use crate::lab::sentences::sentence;
use crate::scenario::prove::{Proof, StepProof, Unproven, prove, seconds};
use crate::story::Fact;
use crate::t;
use crate::text::Lang;
use crate::world::BOOT;
use std::io::{self, Write};
use std::process::ExitCode;

/// Most lines of the timeline that are printed.
const MOST_LINES: usize = 80;

pub(super) fn check(options: &Check) -> ExitCode {
    let lang = options.spoken.lang();
    let mut out = io::stdout().lock();
    let mut code = 0;
    for file in &options.files {
        let done = if options.prove {
            tried(lang, file, options.seeds, &mut out).map(|found| code = code.max(found))
        } else if source::scenario(lang, file).is_none() {
            code = FAILED;
            Ok(())
        } else {
            writeln!(out, "{}", t!(lang, "file-is-good", path = file.as_str()))
        };
        if let Err(error) = done {
            return output::ended(Err(error), code);
        }
    }
    output::ended(Ok(()), code)
}

/// Tries one file; the exit code it asks for.
fn tried(lang: Lang, file: &str, seeds: u32, out: &mut impl Write) -> io::Result<u8> {
    let bytes = match source::bytes(lang, file) {
        Ok(bytes) => bytes,
        Err(reason) => {
            output::complain(&reason);
            return Ok(BAD_FILE);
        }
    };
    let proof = match prove(file, &bytes, seeds) {
        Ok(proof) => proof,
        Err(Unproven::Bad(problems)) => {
            problems.iter().for_each(|problem| output::complain(&problem.plain(lang)));
            return Ok(BAD_FILE);
        }
        Err(Unproven::Boot(error)) => {
            output::complain(&t!(lang, "cluster-not-booted", reason = error.to_string()));
            return Ok(BAD_FILE);
        }
    };
    for problem in proof.scenario.warnings.iter().chain(&proof.problems) {
        output::complain(&problem.plain(lang));
    }
    timeline(lang, &proof, out)?;
    for step in &proof.steps {
        writeln!(out, "{}", line(lang, step))?;
    }
    let key = if proof.holds() { "prove-holds" } else { "prove-fails" };
    let count = proof.problems.len().to_string();
    writeln!(out, "{}", t!(lang, key, path = file, seeds = seeds.to_string(), count = count))?;
    Ok(if proof.holds() { 0 } else { FAILED })
}

/// One step on one line.
fn line(lang: Lang, step: &StepProof) -> String {
    let verdict = match (step.is_ok, step.after, &step.truth) {
        (false, ..) => t!(lang, "prove-step-wrong"),
        (true, Some(after), _) => t!(lang, "prove-step-after", after = seconds(after)),
        (true, None, Some(truth)) => t!(lang, "prove-step-reads", value = truth.to_string()),
        (true, None, None) => t!(lang, "prove-step-fine"),
    };
    t!(lang, "prove-step", step = &*step.id, kind = step.kind, verdict = verdict)
}

/// What students will see, in short.
fn timeline(lang: Lang, proof: &Proof, out: &mut impl Write) -> io::Result<()> {
    let branch = proof.timeline.branch();
    let names = InWorld(branch.head());
    let told = branch.story().iter().filter(|event| event.at.0 >= BOOT.0 && is_change(&event.fact));
    for (index, event) in told.enumerate() {
        if index == MOST_LINES {
            return writeln!(out, "{}", t!(lang, "prove-timeline-more"));
        }
        let at = crate::base::Instant(event.at.0 - BOOT.0).to_string();
        writeln!(out, "{at:>12}  {}", sentence(lang, &event.fact, &names))?;
    }
    Ok(())
}

/// Whether it changes what the map shows, not only the fine grain of a log.
const fn is_change(fact: &Fact) -> bool {
    !matches!(
        fact,
        Fact::SegmentRolled { .. }
            | Fact::LogStartMoved { .. }
            | Fact::CoordinatorLoaded { .. }
            | Fact::CoordinatorUnloaded { .. }
            | Fact::Positioned { .. }
            | Fact::BecameLeader { .. }
            | Fact::ErrorReturned { .. }
            | Fact::DuplicateDropped { .. }
            | Fact::ProduceRefused { .. }
    )
}
