//! How a setting's value is written: Kafka's plain numbers, or, where it reads
//! better in a lesson, a length of time (`"5s"`) or a size (`"64KiB"`).

/// Milliseconds from `"500"`, `"500ms"`, `"5s"`, `"2min"`, `"1h"`, `"3d"`; `None` when it is none of these.
#[must_use]
pub fn parse_duration_ms(text: &str) -> Option<i64> {
    const UNITS: [(&str, i64); 5] =
        [("ms", 1), ("min", 60_000), ("s", 1_000), ("h", 3_600_000), ("d", 86_400_000)];
    scaled(text, &UNITS)
}

/// Bytes from `"512"`, `"512B"`, `"64KiB"`, `"2MiB"`, `"1GiB"`; `None` when it is none of these.
#[must_use]
pub fn parse_bytes(text: &str) -> Option<i64> {
    const UNITS: [(&str, i64); 4] = [("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("B", 1)];
    scaled(text, &UNITS)
}

fn scaled(text: &str, units: &[(&str, i64)]) -> Option<i64> {
    let text = text.trim();
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let (number, scale) = units
        .iter()
        .find_map(|(unit, scale)| Some((text.strip_suffix(unit)?.trim_end().parse::<i64>().ok()?, scale)))?;
    if number < 0 { None } else { number.checked_mul(*scale) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_and_sizes() {
        assert_eq!(parse_duration_ms("30000"), Some(30_000));
        assert_eq!(parse_duration_ms("-1"), Some(-1));
        assert_eq!(parse_duration_ms("4s"), Some(4_000));
        assert_eq!(parse_duration_ms("2min"), Some(120_000));
        assert_eq!(parse_duration_ms("2.5sec"), None);
        assert_eq!(parse_duration_ms("9223372036854775807d"), None);
        assert_eq!(parse_bytes("64KiB"), Some(65_536));
        assert_eq!(parse_bytes(""), None);
    }
}
