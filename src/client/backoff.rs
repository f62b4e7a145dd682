//! Exponential back-off with jitter, as `ExponentialBackoff` (KIP-580): doubling
//! from a first pause to a longest, each ±20 %.

use crate::base::{Duration, Stream};

/// The pauses between attempts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Backoff {
    first: Duration,
    longest: Duration,
}

impl Backoff {
    /// Pauses from `first_ms` doubling to `longest_ms`.
    pub(crate) fn from_millis(first_ms: i64, longest_ms: i64) -> Self {
        let first = Duration::from_millis(first_ms.max(0) as u64);
        let longest = Duration::from_millis(longest_ms.max(0) as u64);
        Self { first: first.min(longest), longest }
    }

    /// The pause after `failures` failures before the last one.
    pub(crate) fn after(self, failures: u32, stream: &mut Stream) -> Duration {
        let doubled = self.first.0.saturating_mul(1 << failures.min(20));
        let pause = doubled.min(self.longest.0);
        // ±20 %, in thousandths: no floats in the engine.
        Duration((pause.saturating_mul(stream.between(800, 1_200)) / 1_000).min(self.longest.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_doubles_up_to_the_longest() {
        let mut stream = Stream::named(1, "backoff");
        let backoff = Backoff::from_millis(100, 1_000);
        for (failures, expected) in [(0, 100_000), (1, 200_000), (2, 400_000)] {
            let pause = backoff.after(failures, &mut stream).0;
            assert!((expected * 8 / 10..=expected * 12 / 10).contains(&pause), "{pause}");
        }
        assert!(backoff.after(30, &mut stream).0 <= 1_000_000);
    }
}
