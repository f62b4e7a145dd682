//! Virtual time: microseconds since the scenario's start, integers only.
//!
//! The wall clock does not exist below `runtime/`. A scenario's epoch turns an
//! [`Instant`] into the epoch milliseconds that record timestamps carry.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::{Add, Sub};

/// A moment of virtual time, in microseconds since the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(pub u64);

/// A length of virtual time, in microseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Duration(pub u64);

/// Milliseconds since 1970, as record timestamps hold them. -1: no timestamp.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EpochMillis(pub i64);

impl Instant {
    /// The scenario's start.
    pub const START: Self = Self(0);
    /// Later than every event.
    pub const NEVER: Self = Self(u64::MAX);

    /// The time since `earlier`, zero when that lies ahead.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Duration {
        Duration(self.0.saturating_sub(earlier.0))
    }

    /// This moment on the calendar whose time zero is `epoch`.
    #[must_use]
    pub const fn on_calendar(self, epoch: EpochMillis) -> EpochMillis {
        EpochMillis(epoch.0 + (self.0 / 1_000) as i64)
    }
}

impl Duration {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// `count` microseconds.
    #[must_use]
    pub const fn from_micros(count: u64) -> Self {
        Self(count)
    }

    /// `count` milliseconds.
    #[must_use]
    pub const fn from_millis(count: u64) -> Self {
        Self(count.saturating_mul(1_000))
    }

    /// `count` seconds.
    #[must_use]
    pub const fn from_secs(count: u64) -> Self {
        Self(count.saturating_mul(1_000_000))
    }

    /// Whole milliseconds, rounded down.
    #[must_use]
    pub const fn as_millis(self) -> u64 {
        self.0 / 1_000
    }
}

impl Add<Duration> for Instant {
    type Output = Self;
    fn add(self, length: Duration) -> Self {
        Self(self.0.saturating_add(length.0))
    }
}

impl Add for Duration {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub<Duration> for Instant {
    type Output = Self;
    fn sub(self, length: Duration) -> Self {
        Self(self.0.saturating_sub(length.0))
    }
}

impl fmt::Display for Instant {
    /// `0:12.480`: minutes, seconds, milliseconds; hours and days when needed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let millis = self.0 / 1_000;
        let (minutes, seconds) = (millis / 60_000, millis / 1_000 % 60);
        let fraction = millis % 1_000;
        if minutes < 60 {
            return write!(f, "{minutes}:{seconds:02}.{fraction:03}");
        }
        let (hours, minutes) = (minutes / 60, minutes % 60);
        if hours < 24 {
            return write!(f, "{hours}:{minutes:02}:{seconds:02}.{fraction:03}");
        }
        write!(f, "{}d {}:{minutes:02}:{seconds:02}.{fraction:03}", hours / 24, hours % 24)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_read_like_a_clock() {
        assert_eq!(Instant(12_480_000).to_string(), "0:12.480");
        assert_eq!((Instant::START + Duration::from_secs(3_725)).to_string(), "1:02:05.000");
        assert_eq!((Instant::START + Duration::from_secs(90_000)).to_string(), "1d 1:00:00.000");
    }
}
