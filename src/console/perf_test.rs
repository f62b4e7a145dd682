//! `kafka-producer-perf-test.sh` while it runs: records at a pace, how many a
//! second, how long each took.
//!
//! Mirrors `ProducerPerformance` and its `Stats`. A record's time runs from when
//! its turn came to its acknowledgement, in the order they were sent.

use super::client_log::ClientLog;
use super::exceptions::exception_name;
use super::host::{HostAnswer, HostRequest};
use super::running::{Desk, News};
use crate::base::{ClientId, Duration, Instant};
use crate::client::{ClientCommand, ProducerSpec};
use crate::story::Fact;
use std::collections::BTreeMap;

/// How often it reports.
const REPORT_EVERY: Duration = Duration::from_secs(5);

/// Records and the time they took.
#[derive(Clone, Debug, Default)]
struct Tally {
    since: Instant,
    count: u64,
    total_ms: u64,
    most_ms: u64,
}

impl Tally {
    fn since(since: Instant) -> Self {
        Self { since, ..Self::default() }
    }

    fn add(&mut self, took_ms: u64) {
        self.count += 1;
        self.total_ms += took_ms;
        self.most_ms = self.most_ms.max(took_ms);
    }

    /// `1000 records sent, 200.0 records/sec (0.19 MB/sec), 2.0 ms avg latency, 9.0 ms max latency`,
    /// with as many decimals of the rate and of the times.
    fn line(&self, now: Instant, record_bytes: u64, (of_rate, of_times): (u32, u32)) -> String {
        let elapsed_us = now.since(self.since).0.max(1_000);
        let per_second = |count: u64| u128::from(count) * 1_000_000;
        format!(
            "{} records sent, {} records/sec ({} MB/sec), {} ms avg latency, {} ms max latency",
            self.count,
            decimal(per_second(self.count), elapsed_us.into(), of_rate),
            decimal(per_second(self.count * record_bytes), u128::from(elapsed_us) << 20, 2),
            decimal(self.total_ms.into(), self.count.max(1).into(), of_times),
            decimal(self.most_ms.into(), 1, of_times)
        )
    }
}

/// A quotient with so many decimals, rounded as `String.format` rounds.
fn decimal(value: u128, by: u128, places: u32) -> String {
    let scale = 10_u128.pow(places);
    let scaled = (value * scale * 2 + by) / (by * 2);
    let (whole, rest) = (scaled / scale, scaled % scale);
    format!("{whole}.{rest:0width$}", width = places as usize)
}

/// A performance test.
#[derive(Clone, Debug)]
pub struct PerfTest {
    spec: Box<ProducerSpec>,
    log: ClientLog,
    client: Option<ClientId>,
    whole: Tally,
    window: Tally,
    /// How many records took so many milliseconds.
    times: BTreeMap<u64, u64>,
    settled: u64,
    closing: Option<i32>,
}

impl PerfTest {
    /// One that is about to start its producer, which makes `spec.count` records.
    #[must_use]
    pub fn new(spec: ProducerSpec) -> Self {
        let log = ClientLog::new(format!("Producer clientId={}", spec.name), &spec.bootstrap);
        Self {
            spec: Box::new(spec),
            log,
            client: None,
            whole: Tally::default(),
            window: Tally::default(),
            times: BTreeMap::new(),
            settled: 0,
            closing: None,
        }
    }

    pub(super) fn client(&self) -> Option<ClientId> {
        self.client
    }

    pub(super) fn hear(&mut self, news: News, desk: &mut Desk) {
        match news {
            News::Begin => {
                self.whole = Tally::since(desk.now);
                self.window = Tally::since(desk.now);
                desk.ask(HostRequest::Produce(self.spec.clone()));
            }
            News::Host(HostAnswer::Client(client, _)) => self.client = Some(client),
            News::Interrupt => self.close(130, desk),
            News::Answered(broker, correlation, errors) => {
                self.log.answered(broker, correlation, errors.as_deref(), desk);
            }
            News::Disconnected(broker) => self.log.disconnected(broker, desk),
            News::Happened(facts) => facts.iter().for_each(|fact| self.happened(fact, desk)),
            News::Ended(_) => self.ended(desk),
            News::Host(_) | News::Line(_) | News::EndOfInput | News::Wake | News::Records(_) => {}
        }
    }

    fn happened(&mut self, fact: &Fact, desk: &mut Desk) {
        let (count, is_acked) = match fact {
            Fact::Acked { count, .. } => (*count, true),
            Fact::SendFailed { count, error, .. } => {
                desk.err(format!("{}: {}", exception_name(*error), error.message()));
                (*count, false)
            }
            _ => return,
        };
        for _ in 0..count.max(0) {
            let turn = self.turn_of(self.settled);
            self.settled += 1;
            if is_acked {
                let took_ms = desk.now.since(turn).as_millis();
                self.whole.add(took_ms);
                self.window.add(took_ms);
                *self.times.entry(took_ms).or_default() += 1;
            }
        }
        if desk.now.since(self.window.since) >= REPORT_EVERY {
            desk.out(self.window.line(desk.now, self.spec.size.into(), (1, 1)) + ".");
            self.window = Tally::since(desk.now);
        }
        if self.spec.count.is_some_and(|count| self.settled >= count) {
            self.close(0, desk);
        }
    }

    /// When the turn of the record with this number came.
    fn turn_of(&self, number: u64) -> Instant {
        let after_us = u128::from(number) * 1_000_000 / u128::from(self.spec.rate.max(1));
        self.whole.since + Duration(after_us as u64)
    }

    fn close(&mut self, code: i32, desk: &mut Desk) {
        if self.closing.replace(code).is_none() {
            desk.host.extend(self.client.map(|client| HostRequest::Tell(client, ClientCommand::Close)));
        }
    }

    fn ended(&mut self, desk: &mut Desk) {
        if self.closing == Some(0) {
            let line = self.whole.line(desk.now, self.spec.size.into(), (6, 2));
            let [half, most, nearly, all] = [500, 950, 990, 999].map(|permille| self.percentile(permille));
            desk.out(format!("{line}, {half} ms 50th, {most} ms 95th, {nearly} ms 99th, {all} ms 99.9th."));
        }
        desk.exit = Some(self.closing.unwrap_or(1));
    }

    /// The time that so many thousandths of the records did not exceed.
    fn percentile(&self, permille: u64) -> u64 {
        let place = self.whole.count * permille / 1_000;
        let mut seen = 0;
        let reached = self.times.iter().find(|(_, count)| {
            seen += **count;
            seen > place
        });
        reached.or_else(|| self.times.last_key_value()).map_or(0, |(took, _)| *took)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_rounded_as_javas() {
        assert_eq!(decimal(1, 3, 2), "0.33");
        assert_eq!(decimal(2, 3, 1), "0.7");
        assert_eq!(decimal(20, 1, 6), "20.000000");
        let mut tally = Tally::since(Instant(0));
        [1, 2, 6].into_iter().for_each(|took| tally.add(took));
        assert_eq!(
            tally.line(Instant(500_000), 1_048_576, (1, 1)),
            "3 records sent, 6.0 records/sec (6.00 MB/sec), 3.0 ms avg latency, 6.0 ms max latency"
        );
    }
}
