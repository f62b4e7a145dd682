//! `run`: replays a scenario without a window, prints its story, and says
//! whether what it expects came true.

use super::arguments::Run;
use super::output::{complain, ended};
use super::print::{InWorld, Printer};
use super::state_json::{Books, ClientCounts, state};
use super::{BAD_FILE, FAILED, source};
use crate::base::{ClientId, TopicPartition};
use crate::lab;
use crate::scenario::{self, Outcome};
use crate::t;
use crate::text::Lang;
use crate::world::World;
use std::io::{self, BufWriter};
use std::process::ExitCode;

pub(super) fn run(options: &Run) -> ExitCode {
    let lang = options.spoken.lang();
    let Some(mut scenario) = source::scenario(lang, &options.file) else {
        return ExitCode::from(BAD_FILE);
    };
    if let Some(seed) = options.seed {
        scenario.cluster.seed = seed;
    }
    let mut printer = Printer::new(BufWriter::new(io::stdout().lock()), options.format, lang);
    let mut printed = Ok(());
    let mut seq = 0;
    let outcome = scenario::run(&scenario, options.until, |world, facts| {
        for fact in facts.iter().filter(|fact| fact.is_story()) {
            if printed.is_ok() {
                printed = printer.event(world.scenario_time(), seq, fact, &InWorld(world));
            }
            seq += 1;
        }
    });
    let outcome = match outcome {
        Ok(outcome) => outcome,
        Err(error) => {
            complain(&t!(lang, "cluster-not-booted", reason = error.to_string()));
            return ExitCode::from(BAD_FILE);
        }
    };
    let printed = printed.and_then(|()| conclude(options, &outcome, &mut printer));
    let passed = tell_verdicts(lang, &outcome);
    ended(printed, if passed { 0 } else { FAILED })
}

/// The state if asked for, then the digest.
fn conclude<W: io::Write>(options: &Run, outcome: &Outcome, printer: &mut Printer<W>) -> io::Result<()> {
    if options.state {
        let world = outcome.history.world();
        let cluster = lab::cluster_view(world, outcome.history.branch().story().iter());
        printer.state(&state(&cluster, &InWorld(world)))?;
    }
    printer.digest(outcome.digest)
}

/// Each verdict on a line of its own; whether all hold.
fn tell_verdicts(lang: Lang, outcome: &Outcome) -> bool {
    if outcome.broken_off {
        complain(&t!(lang, "run-broken-off", events = outcome.events.to_string()));
    }
    for verdict in &outcome.verdicts {
        let number = (verdict.index + 1).to_string();
        let at = verdict.at.to_string();
        if verdict.holds {
            complain(&t!(lang, "verdict-holds", number = number, at = at));
            continue;
        }
        let key = if verdict.was_reached { "verdict-fails" } else { "verdict-never-reached" };
        complain(&t!(lang, key, number = number, at = at));
        for failure in verdict.failures(lang) {
            complain(&format!("    {failure}"));
        }
    }
    outcome.passed()
}

impl Books for InWorld<'_> {
    fn segments(&self, partition: TopicPartition) -> Option<usize> {
        let leader = self.0.image().partition(partition)?.leader;
        let replica = self.0.broker(leader)?.replica(partition)?;
        Some(replica.log().segments().len())
    }

    fn client(&self, client: ClientId) -> ClientCounts {
        let world: &World = self.0;
        let tally = world.ledger().client(client);
        ClientCounts {
            lost: tally.lost,
            duplicated: tally.duplicated.max(tally.redelivered),
            skipped: tally.skipped,
        }
    }
}
