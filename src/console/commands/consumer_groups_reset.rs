//! `kafka-consumer-groups.sh --reset-offsets`: every scope and every target, dry run,
//! export and execution.
//!
//! Left out: `--from-file` with groups of more than one file.

use super::consumer_groups::{Done, describe_groups, parse_partitions, print_error, wanted_groups};
use super::consumer_groups_describe::committed_offsets;
use super::support::{
    Failure, Partition, answered, columns, describe_topics, list_offsets, name_of, offsets, read_file,
};
use crate::base::{EpochMillis, Generation, LeaderEpoch, Offset, Text};
use crate::console::calendar::epoch_millis;
use crate::console::options::Options;
use crate::console::talk::{Stop, Talk, To};
use crate::protocol::{CommittedOffset, ErrorCode, OffsetCommitRequest, OffsetSpec};
use std::collections::BTreeMap;

/// New offsets of a group.
type Targets = BTreeMap<Partition, Offset>;
/// What a step of the reset comes to: its result, or the message that ends the command.
type Step<T> = Result<Result<T, String>, Stop>;

/// Goes on with the result of a step, or ends with its message.
macro_rules! step {
    ($step:expr) => {
        match $step {
            Ok(result) => result,
            Err(why) => return Ok(Err(why)),
        }
    };
}

pub(super) fn reset(options: &Options, talk: &mut Talk) -> Result<Done, Stop> {
    let groups = step!(wanted_groups(options, talk)?);
    let mut results: BTreeMap<Text, Targets> = BTreeMap::new();
    for (group, outcome) in describe_groups(talk, &groups)? {
        let state = match outcome {
            Ok(described) => described.state.to_string(),
            // A group that does not exist yet may be given offsets.
            Err(failure) if failure.error == ErrorCode::GroupIdNotFound => "Dead".to_owned(),
            Err(failure) => return Ok(Err(failure.in_execution())),
        };
        if state == "Empty" || state == "Dead" {
            let targets = step!(reset_group(options, talk, &group)?);
            results.insert(group, targets);
        } else {
            let why = format!(
                "Assignments can only be reset if the group '{group}' is inactive, but the current state is {state}."
            );
            print_error(talk, &why);
            results.insert(group, Targets::new());
        }
    }
    if options.has("export") {
        export(&results, options.values("group").count() == 1, talk);
    } else {
        print_targets(&results, talk);
    }
    Ok(Ok(()))
}

fn print_targets(results: &BTreeMap<Text, Targets>, talk: &mut Talk) {
    const WIDTHS: [usize; 4] = [30, 30, 10, 15];
    if !results.is_empty() {
        talk.out("");
        talk.out(columns(&["GROUP", "TOPIC", "PARTITION", "NEW-OFFSET"], &WIDTHS));
    }
    for (group, targets) in results {
        for ((topic, partition), offset) in targets {
            talk.out(columns(&[group, topic, &partition.to_string(), &offset.to_string()], &WIDTHS));
        }
    }
}

fn export(results: &BTreeMap<Text, Targets>, is_single: bool, talk: &mut Talk) {
    for (group, targets) in results {
        for ((topic, partition), offset) in targets {
            let group = if is_single { String::new() } else { format!("\"{group}\",") };
            talk.out(format!("{group}\"{topic}\",{partition},{offset}"));
        }
    }
    // Each record ends its line, and println ends one more.
    talk.out("");
}

fn reset_group(options: &Options, talk: &mut Talk, group: &Text) -> Step<Targets> {
    let partitions = step!(scope(options, talk, group)?);
    let targets = step!(prepare(options, talk, group, &partitions)?);
    if options.has("execute") && !options.has("dry-run") && !targets.is_empty() {
        step!(commit(talk, group, &targets)?);
    }
    Ok(Ok(targets))
}

/// `alterConsumerGroupOffsets`: a commit from outside the group.
fn commit(talk: &mut Talk, group: &Text, targets: &Targets) -> Step<()> {
    let offsets = targets.iter().map(|((topic, partition), offset)| CommittedOffset {
        topic: topic.clone(),
        partition: *partition,
        offset: *offset,
        leader_epoch: LeaderEpoch::UNKNOWN,
        metadata: Text::default(),
    });
    let request = OffsetCommitRequest {
        group: group.clone(),
        generation: Generation::NONE,
        member: Text::default(),
        instance: None,
        offsets: offsets.collect(),
    };
    let answer = talk.ask(To::Coordinator(group.clone()), request)?;
    Ok(answered(answer, "alterConsumerGroupOffsets").map_err(|failure| failure.text()).and_then(|answer| {
        let refused = answer.partitions.iter().find(|partition| partition.2 != ErrorCode::None);
        refused.map_or(Ok(()), |partition| Err(Failure::of(partition.2, None).message))
    }))
}

/// `getPartitionsToReset`.
fn scope(options: &Options, talk: &mut Talk, group: &Text) -> Step<Vec<Partition>> {
    if options.has("all-topics") {
        let committed = committed_offsets(talk, group)?;
        return Ok(committed.map(|all| all.into_keys().collect()).map_err(|failure| failure.in_execution()));
    }
    if !options.has("topic") {
        if options.has("from-file") {
            return Ok(Ok(Vec::new()));
        }
        let why = "One of the reset scopes should be defined: --all-topics, --topic.";
        return Err(options.usage(talk, why));
    }
    let (mut partitions, mut whole) = (Vec::new(), Vec::new());
    for argument in options.values("topic") {
        if argument.contains(':') {
            match parse_partitions(argument) {
                Ok(parsed) => partitions.extend(parsed),
                Err(why) => return Err(options.usage(talk, &why)),
            }
        } else {
            whole.push(argument.clone());
        }
    }
    let described = step!(describe_topics(talk, whole)?.map_err(|failure| failure.text()));
    let all = described
        .values()
        .flat_map(|topic| topic.partitions.iter().map(|partition| (topic.name.clone(), partition.partition)));
    partitions.extend(all);
    Ok(Ok(partitions))
}

/// `prepareOffsetsToReset`: where each partition goes.
fn prepare(options: &Options, talk: &mut Talk, group: &Text, partitions: &[Partition]) -> Step<Targets> {
    if let Some(offset) = options.number("to-offset", talk)? {
        let wanted = partitions.iter().map(|partition| (partition.clone(), offset)).collect();
        return clamp(talk, wanted);
    }
    for (option, spec) in [("to-earliest", OffsetSpec::Earliest), ("to-latest", OffsetSpec::Latest)] {
        if options.has(option) {
            return Ok(offsets(talk, partitions, spec)?.map_err(|failure| failure.in_execution()));
        }
    }
    if let Some(by) = options.number("shift-by", talk)? {
        let committed = step!(committed_offsets(talk, group)?.map_err(|failure| failure.in_execution()));
        let mut wanted = BTreeMap::new();
        for partition in partitions {
            let Some(at) = committed.get(partition) else {
                let name = name_of(partition);
                let why = format!(
                    "Cannot shift offset for partition {name} since there is no current committed offset"
                );
                return Err(options.usage(talk, &why));
            };
            wanted.insert(partition.clone(), at.offset.0.saturating_add(by));
        }
        return clamp(talk, wanted);
    }
    if let Some(date) = options.value("to-datetime") {
        return match parse_date(date) {
            Some(at) => by_time(talk, partitions, at),
            None if !date.contains('T') => Ok(Err(
                "java.text.ParseException: Error parsing timestamp. It does not contain a 'T' according to ISO8601 format".to_owned(),
            )),
            None => Ok(Err(format!("java.text.ParseException: Unparseable date: \"{date}\""))),
        };
    }
    if let Some(duration) = options.value("by-duration") {
        let now = talk.calendar();
        return match parse_duration_ms(duration) {
            Some(length) => by_time(talk, partitions, EpochMillis(now.0.saturating_sub(length))),
            None => Ok(Err("Text cannot be parsed to a Duration".to_owned())),
        };
    }
    if let Some(path) = options.value("from-file").cloned() {
        return from_file(talk, group, &path);
    }
    if options.has("to-current") {
        return to_current(talk, group, partitions);
    }
    let all =
        "[to-offset, shift-by, to-datetime, by-duration, to-earliest, to-latest, to-current, from-file]";
    let why = format!("Option '[reset-offsets]' requires one of the following scenarios: {all}");
    Err(options.usage(talk, &why))
}

fn to_current(talk: &mut Talk, group: &Text, partitions: &[Partition]) -> Step<Targets> {
    let committed = step!(committed_offsets(talk, group)?.map_err(|failure| failure.in_execution()));
    let unknown: Vec<Partition> =
        partitions.iter().filter(|partition| !committed.contains_key(*partition)).cloned().collect();
    let mut targets =
        step!(offsets(talk, &unknown, OffsetSpec::Latest)?.map_err(|failure| failure.in_execution()));
    for partition in partitions {
        if let Some(at) = committed.get(partition) {
            targets.insert(partition.clone(), at.offset);
        }
    }
    Ok(Ok(targets))
}

/// `getLogTimestampOffsets`: the end where nothing is that young.
fn by_time(talk: &mut Talk, partitions: &[Partition], at: EpochMillis) -> Step<Targets> {
    let wanted: Vec<_> =
        partitions.iter().map(|partition| (partition.clone(), OffsetSpec::AtTime(at))).collect();
    let (mut targets, mut empty) = (Targets::new(), Vec::new());
    for (partition, outcome) in list_offsets(talk, &wanted)? {
        match outcome {
            Ok(listed) if listed.offset != Offset::UNKNOWN => {
                targets.insert(partition, listed.offset);
            }
            Ok(_) => empty.push(partition),
            Err(failure) => return Ok(Err(failure.in_execution())),
        }
    }
    for (topic, partition) in &empty {
        talk.out(format!(
            "\nWarn: Partition {partition} from topic {topic} is empty. Falling back to latest known offset."
        ));
    }
    targets
        .extend(step!(offsets(talk, &empty, OffsetSpec::Latest)?.map_err(|failure| failure.in_execution())));
    Ok(Ok(targets))
}

/// `checkOffsetsRange`: within the log.
fn clamp(talk: &mut Talk, wanted: BTreeMap<Partition, i64>) -> Step<Targets> {
    const LOGGER: &str = "org.apache.kafka.tools.consumer.group.ConsumerGroupCommand";
    let partitions: Vec<Partition> = wanted.keys().cloned().collect();
    let starts =
        step!(offsets(talk, &partitions, OffsetSpec::Earliest)?.map_err(|failure| failure.in_execution()));
    let ends =
        step!(offsets(talk, &partitions, OffsetSpec::Latest)?.map_err(|failure| failure.in_execution()));
    let mut targets = Targets::new();
    for (partition, offset) in wanted {
        let name = name_of(&partition);
        let (start, end) = (starts.get(&partition), ends.get(&partition));
        let end = end.filter(|end| offset > end.0).map(|end| ("higher than latest", *end));
        let start = start.filter(|start| offset < start.0).map(|start| ("lower than earliest", *start));
        let target = match end.or(start) {
            Some((how, bound)) => {
                let message = format!(
                    "New offset ({offset}) is {how} offset for topic partition {name}. Value will be set to {bound}"
                );
                talk.log("WARN", &message, LOGGER);
                bound
            }
            None => Offset(offset),
        };
        targets.insert(partition, target);
    }
    Ok(Ok(targets))
}

/// A plan that `--export` wrote: `"topic",partition,offset`, with the group before it
/// when there were several.
fn from_file(talk: &mut Talk, group: &Text, path: &Text) -> Step<Targets> {
    let Some(text) = read_file(talk, path)? else {
        return Ok(Err(format!("java.nio.file.NoSuchFileException: {path}")));
    };
    let mut wanted = BTreeMap::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let cells: Vec<&str> = line.split(',').map(|cell| cell.trim().trim_matches('"')).collect();
        let (whose, topic, partition, offset) = match cells[..] {
            [topic, partition, offset] => (&**group, topic, partition, offset),
            [whose, topic, partition, offset] => (whose, topic, partition, offset),
            _ => return Ok(Err(format!("com.fasterxml.jackson.dataformat.csv.CsvReadException: {line}"))),
        };
        let (Ok(partition), Ok(offset)) = (partition.parse::<i32>(), offset.parse::<i64>()) else {
            return Ok(Err(format!("com.fasterxml.jackson.dataformat.csv.CsvReadException: {line}")));
        };
        if whose == &**group {
            wanted.insert((Text::from(topic), partition), offset);
        }
    }
    if wanted.is_empty() {
        print_error(talk, &format!("No reset plan for group {group} found"));
        return Ok(Ok(Targets::new()));
    }
    clamp(talk, wanted)
}

/// `Utils.getDateTime`: `2024-10-25T10:11:12.345`, `…Z` or `…+02:00`; UTC without a zone.
fn parse_date(text: &str) -> Option<EpochMillis> {
    let (date, time) = text.split_once('T')?;
    let (time, shift_ms) = split_zone(time)?;
    let mut parts = date.split('-').map(str::parse::<i64>);
    let (Ok(year), Ok(month), Ok(day), None) = (parts.next()?, parts.next()?, parts.next()?, parts.next())
    else {
        return None;
    };
    // Java's pattern has seconds and milliseconds, and takes `.5` for 5 ms.
    let (time, milli) = time.split_once('.')?;
    let mut parts = time.split(':').map(str::parse::<i64>);
    let (hour, minute, second) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    let milli: i64 = milli.parse().ok()?;
    let fits = (1..=9_999).contains(&year)
        && (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && (0..24).contains(&hour)
        && (0..60).contains(&minute)
        && (0..60).contains(&second)
        && (0..1_000).contains(&milli);
    let of_day = ((hour * 60 + minute) * 60 + second) * 1_000 + milli;
    fits.then(|| EpochMillis(epoch_millis(year, month, day, of_day).0 - shift_ms))
}

/// The time of day, and by how much its zone is ahead of UTC.
fn split_zone(time: &str) -> Option<(&str, i64)> {
    if let Some(time) = time.strip_suffix('Z') {
        return Some((time, 0));
    }
    let Some(at) = time.rfind(['+', '-']) else { return Some((time, 0)) };
    let (time, zone) = time.split_at(at);
    let sign = if zone.starts_with('-') { -1 } else { 1 };
    let digits: String = zone.chars().filter(char::is_ascii_digit).collect();
    let hours: i64 = digits.get(..2)?.parse().ok()?;
    let minutes: i64 = digits.get(2..4).map_or(Some(0), |text| text.parse().ok())?;
    Some((time, sign * (hours * 60 + minutes) * 60_000))
}

/// `Duration.parse`: `P1DT2H3M4.5S`, in milliseconds.
fn parse_duration_ms(text: &str) -> Option<i64> {
    let text = text.to_ascii_uppercase();
    let (sign, rest) = text.strip_prefix('-').map_or((1, &*text), |rest| (-1, rest));
    let rest = rest.strip_prefix('P')?;
    let (days, time) = rest.split_once('T').unwrap_or((rest, ""));
    let mut total = 0_i64;
    if !days.is_empty() {
        total = days.strip_suffix('D')?.parse::<i64>().ok()?.checked_mul(86_400_000)?;
    }
    let mut number = String::new();
    for letter in time.chars() {
        let unit_ms = match letter {
            'H' => 3_600_000,
            'M' => 60_000,
            'S' => 1_000,
            _ => {
                number.push(letter);
                continue;
            }
        };
        let (whole, fraction) = number.split_once('.').unwrap_or((&number, ""));
        let part = whole.parse::<i64>().ok()?.checked_mul(unit_ms)?;
        let fraction: i64 = format!("{fraction:0<3}").get(..3)?.parse().ok()?;
        total = total.checked_add(part)?.checked_add(if letter == 'S' { fraction } else { 0 })?;
        number.clear();
    }
    (number.is_empty() && !(days.is_empty() && time.is_empty())).then_some(sign * total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_kafka_reads_them() {
        let at = |text| parse_date(text).map(|at| at.0);
        assert_eq!(at("2025-01-01T00:00:00.000"), Some(1_735_689_600_000));
        assert_eq!(at("2025-01-01T00:00:00.250Z"), Some(1_735_689_600_250));
        assert_eq!(at("2025-01-01T02:00:00.000+02:00"), Some(1_735_689_600_000));
        assert_eq!(at("2024-12-31T22:30:00.5-01:30"), Some(1_735_689_600_005));
        for wrong in [
            "2025-01-01",
            "hier",
            "2025-01-01T00:00:00",
            "2025-13-01T00:00:00.000",
            "2025-01-01T25:00:00.000",
            "T",
            "é-é-éTé",
        ] {
            assert_eq!(at(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn durations_are_those_of_iso_8601() {
        assert_eq!(parse_duration_ms("PT1H"), Some(3_600_000));
        assert_eq!(parse_duration_ms("P2DT3M4.5S"), Some(2 * 86_400_000 + 184_500));
        assert_eq!(parse_duration_ms("P0DT0H1M0S"), Some(60_000));
        for wrong in ["", "P", "1h", "PT", "PT5", "PTxS", "P99999999999999D"] {
            assert_eq!(parse_duration_ms(wrong), None, "{wrong}");
        }
    }
}
