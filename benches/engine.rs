//! Events per second with trace, digest and checkpoints on; records acknowledged
//! per second; seeks over the last million events. `cargo bench --bench engine`.

#[path = "support/mod.rs"]
mod support;

use brokerscope::base::{ClientId, Stream};
use brokerscope::history::History;
use divan::Bencher;
use divan::counter::ItemsCount;
use support::{LARGE, SMALL, Size, advance_events, running};

fn main() {
    divan::main();
}

/// Events in one measured stretch.
const STRETCH: u64 = 100_000;
/// How far back the seeks go, in events.
const PAST: u64 = 1_000_000;

fn events(bencher: Bencher<'_, '_>, size: Size) {
    let mut history = running(size);
    bencher.counter(ItemsCount::new(STRETCH)).bench_local(|| advance_events(&mut history, STRETCH));
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn events_small(bencher: Bencher<'_, '_>) {
    events(bencher, SMALL);
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn events_large(bencher: Bencher<'_, '_>) {
    events(bencher, LARGE);
}

fn acknowledged(history: &History) -> u64 {
    let world = history.branch().head();
    world.clients().map(|(id, ..)| world.ledger().client(ClientId(id.0)).acked).sum()
}

/// Lets so many records be acknowledged; the counter is records, not events.
fn records(bencher: Bencher<'_, '_>, size: Size, count: u64) {
    let mut history = running(size);
    bencher.counter(ItemsCount::new(count)).bench_local(|| {
        let until = acknowledged(&history) + count;
        while acknowledged(&history) < until {
            advance_events(&mut history, 256);
        }
    });
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn records_acknowledged_small(bencher: Bencher<'_, '_>) {
    records(bencher, SMALL, 5_000);
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn records_acknowledged_large(bencher: Bencher<'_, '_>) {
    records(bencher, LARGE, 5_000);
}

fn seek(bencher: Bencher<'_, '_>, size: Size) {
    let mut history = running(size);
    advance_events(&mut history, PAST);
    let head = history.branch().head().events();
    let mut draws = Stream::named(1, "seeks");
    bencher.with_inputs(|| head - draws.below(PAST)).bench_local_values(|event| history.seek_event(event));
}

/// The slowest of these is the worst seek.
#[divan::bench(sample_count = 300, sample_size = 1)]
fn seek_small(bencher: Bencher<'_, '_>) {
    seek(bencher, SMALL);
}

/// The slowest of these is the worst seek.
#[divan::bench(sample_count = 100, sample_size = 1)]
fn seek_large(bencher: Bencher<'_, '_>) {
    seek(bencher, LARGE);
}
