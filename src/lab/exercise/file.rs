//! An exercise as a file: a line that says what it is, a line that says how far it
//! is (for whoever lists many), and the record as RON. Opening it plays everything
//! again; nothing of the engine's state is stored.

use crate::base::Text;
use crate::scenario::Scenario;
use crate::scenario::play::{Play, RECORD_FORMAT, Record, ReplayError};

/// The first line of such a file.
pub(in crate::lab) const HEADER: &str = "// Brokerscope exercise\n";

/// Whether bytes look like an exercise's file.
pub(in crate::lab) fn is_one(bytes: &[u8]) -> bool {
    bytes.starts_with(HEADER.as_bytes())
}

/// The bytes of the file.
pub(in crate::lab) fn write(play: &Play) -> Vec<u8> {
    let steps = play.steps();
    let done = steps.iter().filter(|step| step.state.is_behind()).count();
    let record = play.record();
    // Plain data of ours: it can always be written.
    let a_line_each = ron::ser::PrettyConfig::new().depth_limit(2);
    let text = ron::ser::to_string_pretty(&record, a_line_each).unwrap_or_default();
    format!("{HEADER}// {}: {done} of {} steps\n{text}\n", record.scenario, steps.len()).into_bytes()
}

/// What a file holds, believed in nothing yet; the error is the key of a text.
pub(in crate::lab) fn read_record(bytes: &[u8]) -> Result<Record, &'static str> {
    let text = std::str::from_utf8(bytes).map_err(|_| "exercise-damaged")?;
    if !is_one(bytes) {
        return Err("exercise-damaged");
    }
    let record: Record = ron::from_str(text).map_err(|_| "exercise-damaged")?;
    if record.format > RECORD_FORMAT { Err("exercise-newer") } else { Ok(record) }
}

/// Plays a file again; the error is the key of a text.
pub(in crate::lab) fn read(bytes: &[u8]) -> Result<Play, &'static str> {
    let record = read_record(bytes)?;
    let number = (!record.student.number.is_empty()).then_some(&*record.student.number);
    let scenario = Scenario::parse_for(&record.scenario, record.source.as_bytes(), number);
    let scenario = scenario.map_err(|_| "exercise-damaged")?;
    Play::replay(&scenario, &record).map_err(|error| match error {
        ReplayError::Newer(_) => "exercise-newer",
        _ => "exercise-damaged",
    })
}

/// Which exercise a file's first bytes belong to, and how many steps are done in it.
#[must_use]
pub fn progress_of(head: &[u8]) -> Option<(Text, u32)> {
    let text = String::from_utf8_lossy(head);
    let line = text.strip_prefix(HEADER)?.lines().next()?.strip_prefix("// ")?;
    let (id, done) = line.split_once(": ")?;
    Some((id.into(), done.split(' ').next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_line_tells_how_far_it_is() {
        let head = b"// Brokerscope exercise\n// 12-acks: 3 of 7 steps\n(format: 1";
        assert_eq!(progress_of(head), Some(("12-acks".into(), 3)));
        for other in ["", "// Brokerscope session\n// a: 1 of 2", "// Brokerscope exercise\n(", "\u{fffd}"] {
            assert_eq!(progress_of(other.as_bytes()), None);
        }
    }
}
