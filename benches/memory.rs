//! Memory that a million events with their checkpoints take, at both sizes.
//! `cargo bench --bench memory` (Linux: it reads `RssAnon` of this process).

#[path = "support/mod.rs"]
mod support;

use support::{LARGE, SMALL, Size, advance_events, running};

fn main() {
    // The test runner also runs benches, to see that they work: it wants no figures.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    for (name, size) in [("small", SMALL), ("large", LARGE)] {
        measure(name, size);
    }
}

fn measure(name: &str, size: Size) {
    let mut history = running(size);
    let before = anonymous_kib();
    advance_events(&mut history, 1_000_000);
    let after = anonymous_kib();
    let count = history.branch().checkpoints().len();
    println!("{name}: {count} checkpoints, {} MiB for a million events", after.saturating_sub(before) / 1024);
}

/// Anonymous resident memory of this process, in KiB; 0 where it can't be told.
fn anonymous_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"));
    line.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}
