//! `run`: replays a scenario without a window, prints its story, and says
//! whether what it expects came true.

use super::arguments::Run;
use super::output::{complain, ended};
use super::print::{InWorld, Printer};
use super::replay::Replay;
use super::state_json::{Books, ClientCounts, state};
use super::{BAD_FILE, source};
use crate::base::{ClientId, TopicPartition};
use crate::lab;
use crate::t;
use crate::world::World;
use std::io::{self, BufWriter};
use std::ops::ControlFlow;
use std::process::ExitCode;

pub(super) fn run(options: &Run) -> ExitCode {
    let lang = options.spoken.lang();
    let Some(mut scenario) = source::scenario(lang, &options.file) else {
        return ExitCode::from(BAD_FILE);
    };
    if let Some(seed) = options.seed {
        scenario.cluster.seed = seed;
    }
    let mut replay = match Replay::new(&scenario) {
        Ok(replay) => replay,
        Err(error) => {
            complain(&t!(lang, "cluster-not-booted", reason = error.to_string()));
            return ExitCode::from(BAD_FILE);
        }
    };
    let mut printer = Printer::new(BufWriter::new(io::stdout().lock()), options.format, lang);
    ended(print(options, &mut replay, &mut printer), 0)
}

/// The story, the state if asked for, the digest.
fn print<W: io::Write>(options: &Run, replay: &mut Replay, printer: &mut Printer<W>) -> io::Result<()> {
    let end = options.until.unwrap_or_else(|| replay.end());
    let told = replay.advance(
        end,
        |_, _| {},
        |world, at, event| match printer.event(at, event.seq, &event.fact, &InWorld(world)) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => ControlFlow::Break(error),
        },
    );
    if let ControlFlow::Break(error) = told {
        return Err(error);
    }
    let world = replay.world();
    if options.state {
        let cluster = lab::cluster_view(world, replay.story());
        printer.state(&state(&cluster, &InWorld(world)))?;
    }
    printer.digest(world.digest())
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
