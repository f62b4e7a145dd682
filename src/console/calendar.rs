//! Dates as Kafka's logs and tools write them, in UTC.

use crate::base::EpochMillis;

/// Year, month, day, hour, minute, second, millisecond of an instant (UTC).
#[must_use]
pub fn civil(at: EpochMillis) -> (i64, i64, i64, i64, i64, i64, i64) {
    let (days, ms) = (at.0.div_euclid(86_400_000), at.0.rem_euclid(86_400_000));
    // Days are counted from 1 March of year 0, so that the leap day ends a year.
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day, ms / 3_600_000, ms / 60_000 % 60, ms / 1_000 % 60, ms % 1_000)
}

/// Milliseconds since 1970 of a date (UTC).
#[must_use]
pub fn epoch_millis(year: i64, month: i64, day: i64, ms_of_day: i64) -> EpochMillis {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let shifted_month = if month > 2 { month - 3 } else { month + 9 };
    let day_of_year = (153 * shifted_month + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    EpochMillis((era * 146_097 + day_of_era - 719_468) * 86_400_000 + ms_of_day)
}

/// `2024-10-25 10:11:12,345`, as log4j's `%d`.
#[must_use]
pub fn log_date(at: EpochMillis) -> String {
    let (year, month, day, hour, minute, second, milli) = civil(at);
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02},{milli:03}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_the_calendar() {
        assert_eq!(log_date(EpochMillis(1_735_689_600_000)), "2025-01-01 00:00:00,000");
        assert_eq!(log_date(EpochMillis(1_709_210_096_789)), "2024-02-29 12:34:56,789");
        for at in [0, 1_709_210_096_789, 951_782_400_000, 4_102_444_800_000] {
            let (year, month, day, ..) = civil(EpochMillis(at));
            assert_eq!(epoch_millis(year, month, day, at.rem_euclid(86_400_000)), EpochMillis(at));
        }
    }
}
