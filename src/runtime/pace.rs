//! How far virtual time may go. When the machine can't keep the pace, virtual
//! time lags and says so: it never bursts to catch up and never skips.

use std::time::Duration;

/// No tick counts for more than this much real time: after a standby or a long
/// seek, the lab goes on from where it was.
const LONGEST_TICK: Duration = Duration::from_millis(100);

/// Real time over which the reached speed is measured.
const MEASURED_OVER: Duration = Duration::from_millis(500);

/// Below this share of the wish, in thousandths, the lab is said to lag.
const LAGS_BELOW_PERMILLE: u64 = 950;

/// The ledger of wished and reached time.
#[derive(Debug, Default)]
pub(crate) struct Pace {
    measured: Duration,
    wished_us: u64,
    reached_us: u64,
    lagging_permille: Option<u32>,
}

impl Pace {
    /// Virtual microseconds that `elapsed` real time is worth at a speed.
    pub(crate) fn wish_us(elapsed: Duration, speed_permille: u32) -> u64 {
        let elapsed_us = u64::try_from(elapsed.min(LONGEST_TICK).as_micros()).unwrap_or(u64::MAX);
        elapsed_us.saturating_mul(u64::from(speed_permille)) / 1_000
    }

    /// Books a tick: what was wished, what was reached.
    pub(crate) fn book(&mut self, elapsed: Duration, speed_permille: u32, wished_us: u64, reached_us: u64) {
        self.measured += elapsed.min(LONGEST_TICK);
        self.wished_us += wished_us;
        self.reached_us += reached_us;
        if self.measured < MEASURED_OVER {
            return;
        }
        let share = (self.reached_us * 1_000).checked_div(self.wished_us).unwrap_or(1_000);
        self.lagging_permille = (share < LAGS_BELOW_PERMILLE).then(|| {
            let reached = u64::from(speed_permille) * share / 1_000;
            u32::try_from(reached).unwrap_or(u32::MAX)
        });
        (self.measured, self.wished_us, self.reached_us) = (Duration::ZERO, 0, 0);
    }

    /// Reached speed in thousandths of real time, when the wished one is out of reach.
    pub(crate) const fn lagging_permille(&self) -> Option<u32> {
        self.lagging_permille
    }

    /// Time stands still or jumped: what was measured says nothing any more.
    pub(crate) fn forget(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TICK: Duration = Duration::from_millis(16);

    #[test]
    fn time_goes_as_fast_as_wished() {
        assert_eq!(Pace::wish_us(TICK, 1_000), 16_000);
        assert_eq!(Pace::wish_us(TICK, 10_000), 160_000);
        assert_eq!(Pace::wish_us(TICK, 100), 1_600);
    }

    #[test]
    fn a_long_pause_of_the_machine_makes_no_burst() {
        assert_eq!(Pace::wish_us(Duration::from_secs(3_600), 1_000), 100_000);
    }

    #[test]
    fn a_slow_machine_lags_and_says_so() {
        let mut pace = Pace::default();
        for _ in 0..40 {
            pace.book(TICK, 2_000, 32_000, 16_000);
        }
        assert_eq!(pace.lagging_permille(), Some(1_000));
        for _ in 0..80 {
            pace.book(TICK, 2_000, 32_000, 32_000);
        }
        assert_eq!(pace.lagging_permille(), None);
    }
}
