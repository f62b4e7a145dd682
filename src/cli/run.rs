//! `run`: replays a scenario without a window, prints its story, and says
//! whether what it expects came true.

use super::arguments::Run;
use super::output::{complain, ended};
use super::print::{InWorld, Printer};
use super::state_json::{Books, ClientCounts, state};
use super::{BAD_FILE, FAILED, source};
use crate::base::{ClientId, TopicPartition};
use crate::lab;
use crate::scenario::{Run as Replay, Verdict};
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
    let mut replay = match Replay::new(&scenario) {
        Ok(replay) => replay,
        Err(error) => {
            complain(&t!(lang, "cluster-not-booted", reason = error.to_string()));
            return ExitCode::from(BAD_FILE);
        }
    };
    let mut printer = Printer::new(BufWriter::new(io::stdout().lock()), options.format, lang);
    if let Err(error) = print(options, &mut replay, &mut printer) {
        return ended(Err(error), FAILED);
    }
    let failed = tell(lang, &replay.verdicts());
    ended(Ok(()), if failed { FAILED } else { 0 })
}

/// The story, the state if asked for, the digest.
fn print<W: io::Write>(options: &Run, replay: &mut Replay, printer: &mut Printer<W>) -> io::Result<()> {
    let end = options.until.unwrap_or_else(|| replay.end());
    let mut written = Ok(());
    replay.advance(end, &mut |world, at, event| {
        if written.is_ok() {
            written = printer.event(at, event.seq, &event.fact, &InWorld(world));
        }
        written.is_ok()
    });
    written?;
    let world = replay.world();
    if options.state {
        let cluster = lab::cluster_view(world, replay.story());
        printer.state(&state(&cluster, &InWorld(world)))?;
    }
    printer.digest(world.digest())
}

/// Says what was expected and what is; whether anything does not hold.
fn tell(lang: Lang, verdicts: &[Verdict]) -> bool {
    for verdict in verdicts {
        complain(&verdict.sentence(lang));
    }
    verdicts.iter().any(|verdict| !verdict.holds())
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
