//! `kafka-dump-log.sh` (`kafka.tools.DumpLogSegments` of 4.0): the very bytes of a
//! broker's `.log`, `.index`, `.timeindex` and `.snapshot` files.
//!
//! Left out: the decoders of the transaction log, the cluster's metadata, remote storage
//! and share groups, and decoder classes of one's own.

use super::Tool;
use super::support::join;
use crate::base::{EpochMillis, Offset, Text};
use crate::console::log_dirs::{PartitionFile, file_of};
use crate::console::options::{Opt, Options};
use crate::console::shell::CommandLine;
use crate::console::talk::{Stop, Talk};
use crate::coordinator::decode_offsets_record;
use crate::protocol::{Record, RecordBatch};
use crate::storage::read_snapshot;
use bytes::Bytes;
use serde_json::json;

/// The tool.
pub(super) const TOOL: Tool = Tool { name: "kafka-dump-log", plan, options: OPTIONS };

const ABOUT: &str = "This tool helps to parse a log file and dump its contents to the console, useful for debugging a seemingly corrupt log segment.";

const OPTIONS: &[Opt] = &[
    Opt::one("files", "String: file1, file2, ...", "REQUIRED: The comma separated list of data and index log files to be dumped."),
    Opt::flag("print-data-log", "If set, printing the messages content when dumping data logs. Automatically set if any decoder option is specified."),
    Opt::flag("verify-index-only", "If set, just verify the index log without printing its content."),
    Opt::flag("index-sanity-check", "If set, just checks the index sanity without printing its content. This is the same check that is executed on broker startup to determine if an index needs rebuilding or not."),
    Opt::one("max-message-size", "Integer: size", "Size of largest message. (default: 5242880)"),
    Opt::one("max-bytes", "Integer: size", "Limit the amount of total batches read in bytes avoiding reading the whole .log file(s). (default: 2147483647)"),
    Opt::flag("deep-iteration", "If set, uses deep instead of shallow iteration. Automatically set if print-data-log is enabled."),
    Opt::maybe("value-decoder-class", "String", "If set, used to deserialize the messages. This class should implement org.apache.kafka.tools.api.Decoder trait. Custom jar should be available in kafka/libs directory. (default: org.apache.kafka.tools.api.StringDecoder)").absent(),
    Opt::maybe("key-decoder-class", "String", "If set, used to deserialize the keys. This class should implement org.apache.kafka.tools.api.Decoder trait. Custom jar should be available in kafka/libs directory. (default: org.apache.kafka.tools.api.StringDecoder)").absent(),
    Opt::flag("offsets-decoder", "If set, log data will be parsed as offset data from the __consumer_offsets topic."),
    Opt::flag("transaction-log-decoder", "If set, log data will be parsed as transaction metadata from the __transaction_state topic.").absent(),
    Opt::flag("cluster-metadata-decoder", "If set, log data will be parsed as cluster metadata records.").absent(),
    Opt::flag("remote-log-metadata-decoder", "If set, log data will be parsed as TopicBasedRemoteLogMetadataManager (RLMM) metadata records. Instead, the value-decoder-class option can be used if a custom RLMM implementation is configured.").absent(),
    Opt::flag("share-group-state-decoder", "If set, log data will be parsed as share group state data from the __share_group_state topic.").absent(),
    Opt::flag("skip-record-metadata", "Whether to skip printing metadata for each record."),
    Opt::flag("help", "Print usage information."),
    Opt::flag("version", "Display Kafka version."),
];

/// What was asked for.
struct Wanted {
    contents: bool,
    deep: bool,
    offsets: bool,
    skip_metadata: bool,
    verify_only: bool,
    sanity_only: bool,
    max_bytes: usize,
}

/// What is said of all files at the end.
#[derive(Default)]
struct Findings {
    mismatches: Vec<(Text, Offset, Offset)>,
    wrong_times: Vec<(Text, EpochMillis, EpochMillis)>,
    missing: Vec<(Offset, Offset)>,
    gaps: Vec<(Text, Offset, Offset)>,
}

fn plan(line: &CommandLine, talk: &mut Talk) -> Result<(), Stop> {
    let options = Options::parse(line, ABOUT, OPTIONS, talk)?;
    options.require(&["files"], talk)?;
    let max_bytes = options.number("max-bytes", talk)?.and_then(|size| usize::try_from(size).ok());
    let contents = options.has("print-data-log") || options.has("offsets-decoder");
    let wanted = Wanted {
        contents,
        deep: contents || options.has("deep-iteration"),
        offsets: options.has("offsets-decoder"),
        skip_metadata: options.has("skip-record-metadata"),
        verify_only: options.has("verify-index-only"),
        sanity_only: options.has("index-sanity-check"),
        max_bytes: max_bytes.unwrap_or(i32::MAX as usize),
    };
    let mut findings = Findings::default();
    let files = options.value("files").cloned().unwrap_or_default();
    for path in files.split(',').map(Text::from) {
        talk.out(format!("Dumping {path}"));
        let name = path.rsplit('/').next().unwrap_or(&path);
        let base = name.split('.').next().unwrap_or_default().parse().map(Offset);
        match (name.rsplit_once('.').map(|(_, suffix)| suffix), base) {
            (Some("log"), Ok(base)) => dump_log(&path, base, &wanted, &mut findings, talk)?,
            (Some("index"), Ok(base)) => dump_index(&path, base, &wanted, &mut findings, talk)?,
            (Some("timeindex"), Ok(base)) => dump_time_index(&path, base, &wanted, &mut findings, talk)?,
            (Some("snapshot"), _) => dump_snapshot(&path, talk)?,
            (Some("log" | "index" | "timeindex"), Err(_)) => {
                let bare = name.split('.').next().unwrap_or_default();
                return Err(thrown(
                    talk,
                    &format!("java.lang.NumberFormatException: For input string: \"{bare}\""),
                ));
            }
            _ => talk.err(format!("Ignoring unknown file {path}")),
        }
    }
    findings.print(talk);
    Ok(())
}

fn thrown(talk: &mut Talk, what: &str) -> Stop {
    talk.err(format!("Exception in thread \"main\" {what}"));
    Stop::Exit(1)
}

/// A file of a partition's directory on a broker's disk, or Java's exception.
fn open(path: &str, talk: &mut Talk) -> Result<PartitionFile, Stop> {
    match file_of(path, talk)? {
        Some(file) => Ok(file),
        None => Err(thrown(talk, &format!("java.nio.file.NoSuchFileException: {path}"))),
    }
}

/// The batches from a position on, as far as the bytes make any, each with where it lies.
fn batches(bytes: &Bytes, from: usize) -> impl Iterator<Item = (usize, RecordBatch)> {
    let mut rest = bytes.slice(from.min(bytes.len())..);
    let mut position = from;
    std::iter::from_fn(move || {
        let batch = RecordBatch::parse(&rest).ok()?;
        let (at, size) = (position, batch.bytes().len());
        rest = rest.slice(size..);
        position += size;
        Some((at, batch))
    })
}

fn time_type(batch: &RecordBatch) -> &'static str {
    if batch.is_append_time() { "LogAppendTime" } else { "CreateTime" }
}

fn dump_log(
    path: &Text,
    base: Offset,
    wanted: &Wanted,
    findings: &mut Findings,
    talk: &mut Talk,
) -> Result<(), Stop> {
    talk.out(format!("Log starting offset: {base}"));
    let file = open(path, talk)?;
    let bytes = file.bytes.slice(..file.bytes.len().min(wanted.max_bytes));
    let (mut valid, mut last) = (0, None::<Offset>);
    for (position, batch) in batches(&bytes, 0) {
        talk.out(batch_line(&batch, position));
        valid = position + batch.bytes().len();
        if !wanted.deep {
            continue;
        }
        let Ok(records) = batch.records_as_they_stand() else {
            let what = "org.apache.kafka.common.InvalidRecordException: Found invalid record structure";
            return Err(thrown(talk, what));
        };
        for record in records {
            if let Some(before) = last.filter(|before| before.next() != record.offset) {
                findings.gaps.push((path.clone(), before, record.offset));
            }
            last = Some(record.offset);
            print_record(&batch, &record, wanted, talk);
        }
    }
    if valid < bytes.len() && wanted.max_bytes >= i32::MAX as usize {
        let name = path.rsplit('/').next().unwrap_or(path);
        talk.out(format!("Found {} invalid bytes at the end of {name}", bytes.len() - valid));
    }
    Ok(())
}

fn batch_line(batch: &RecordBatch, position: usize) -> String {
    let header = batch.header();
    format!(
        "baseOffset: {} lastOffset: {} count: {} baseSequence: {} lastSequence: {} producerId: {} producerEpoch: {} \
         partitionLeaderEpoch: {} isTransactional: false isControl: false deleteHorizonMs: OptionalLong.empty \
         position: {position} {}: {} size: {} magic: 2 compresscodec: none crc: {} isvalid: {}",
        batch.base_offset(),
        batch.last_offset(),
        header.record_count,
        header.base_sequence,
        batch.last_sequence(),
        header.producer,
        header.producer_epoch,
        header.leader_epoch,
        time_type(batch),
        header.max_timestamp.0,
        batch.size_bytes(),
        header.crc,
        batch.is_intact(),
    )
}

fn print_record(batch: &RecordBatch, record: &Record, wanted: &Wanted, talk: &mut Talk) {
    let size = |part: &Option<Bytes>| part.as_ref().map_or(-1, |bytes| bytes.len() as i64);
    let mut line = String::from("| ");
    if !wanted.skip_metadata {
        let first = batch.header().base_sequence;
        let delta = record.offset.0 - batch.base_offset().0;
        let sequence = if first < 0 { -1 } else { (i64::from(first) + delta) % (1 << 31) };
        let headers =
            join(record.headers.iter().map(|(key, _)| String::from_utf8_lossy(key).into_owned()), ",");
        line += &format!(
            "offset: {} {}: {} keySize: {} valueSize: {} sequence: {sequence} headerKeys: [{headers}]",
            record.offset,
            time_type(batch),
            record.timestamp.0,
            size(&record.key),
            size(&record.value),
        );
    }
    if wanted.contents {
        let (key, payload) = if wanted.offsets { decoded(record) } else { plain(record) };
        let between = if wanted.skip_metadata { "" } else { " " };
        line.extend(key.map(|key| format!("{between}key: {key}")));
        // Kafka writes this blank even when nothing stands before it.
        line.extend(payload.map(|payload| format!(" payload: {payload}")));
    }
    talk.out(line);
}

/// Key and value as text (`StringDecoder`).
fn plain(record: &Record) -> (Option<String>, Option<String>) {
    let text = |bytes: &Bytes| String::from_utf8_lossy(bytes).into_owned();
    (record.key.as_ref().map(text), record.value.as_ref().map(text))
}

/// Key and value of a record of `__consumer_offsets` (`OffsetsMessageParser`).
fn decoded(record: &Record) -> (Option<String>, Option<String>) {
    let Some(key) = &record.key else {
        let why = "using offset topic decoder (message had a missing key)";
        return (Some(format!("Failed to decode message at offset {} {why}", record.offset)), None);
    };
    match decode_offsets_record(key, record.value.as_ref()) {
        Some(((kind, data), value)) => {
            let key = json!({ "type": kind.to_string(), "data": data }).to_string();
            let value = match value {
                Some((version, data)) => json!({ "version": version.to_string(), "data": data }).to_string(),
                None => "<DELETE>".to_owned(),
            };
            (Some(key), Some(value))
        }
        None => {
            let kind = key.first_chunk().map_or(-1, |bytes| i16::from_be_bytes(*bytes));
            (Some(format!("Unknown record type {kind} at offset {}, skipping.", record.offset)), None)
        }
    }
}

/// Entries of an index file, each of `SIZE` bytes.
fn entries<const SIZE: usize>(bytes: &Bytes) -> Vec<[u8; SIZE]> {
    bytes.chunks_exact(SIZE).filter_map(|chunk| chunk.try_into().ok()).collect()
}

fn int_at(bytes: &[u8], at: usize) -> i64 {
    let four = bytes.get(at..at + 4).and_then(|slice| slice.try_into().ok()).unwrap_or([0; 4]);
    i64::from(i32::from_be_bytes(four))
}

fn long_at(bytes: &[u8], at: usize) -> i64 {
    let eight = bytes.get(at..at + 8).and_then(|slice| slice.try_into().ok()).unwrap_or([0; 8]);
    i64::from_be_bytes(eight)
}

fn dump_index(
    path: &Text,
    base: Offset,
    wanted: &Wanted,
    findings: &mut Findings,
    talk: &mut Talk,
) -> Result<(), Stop> {
    let file = open(path, talk)?;
    let entries = entries::<8>(&file.bytes);
    if entries.is_empty() {
        talk.out(format!("{path} is empty."));
        return Ok(());
    }
    if wanted.sanity_only {
        talk.out(format!("{path} passed sanity check."));
        return Ok(());
    }
    for entry in entries {
        let (offset, position) = (base.plus(int_at(&entry, 0)), int_at(&entry, 4));
        let found = batches(&file.log, usize::try_from(position).unwrap_or(usize::MAX)).next();
        let last = found.map_or(Offset::UNKNOWN, |(_, batch)| batch.last_offset());
        if last != offset {
            findings.mismatches.push((path.clone(), offset, last));
        }
        if !wanted.verify_only {
            talk.out(format!("offset: {offset} position: {position}"));
        }
    }
    Ok(())
}

fn dump_time_index(
    path: &Text,
    base: Offset,
    wanted: &Wanted,
    findings: &mut Findings,
    talk: &mut Talk,
) -> Result<(), Stop> {
    let file = open(path, talk)?;
    if wanted.sanity_only {
        talk.out(format!("{path} passed sanity check."));
        return Ok(());
    }
    for entry in entries::<12>(&file.bytes) {
        let (time, offset) = (EpochMillis(long_at(&entry, 0)), base.plus(int_at(&entry, 8)));
        let found = batches(&file.log, 0).map(|(_, batch)| batch).find(|batch| batch.last_offset() >= offset);
        match found {
            Some(batch) if batch.last_offset() == offset => {
                let largest = batch.records_as_they_stand().unwrap_or_default();
                let largest = largest.iter().map(|record| record.timestamp).max().unwrap_or(EpochMillis(-1));
                if largest != time {
                    findings.wrong_times.push((path.clone(), time, largest));
                }
            }
            found => {
                let last = found.map_or(Offset::UNKNOWN, |batch| batch.last_offset());
                findings.missing.push((offset, last));
            }
        }
        if !wanted.verify_only {
            talk.out(format!("timestamp: {} offset: {offset}", time.0));
        }
    }
    Ok(())
}

fn dump_snapshot(path: &Text, talk: &mut Talk) -> Result<(), Stop> {
    let file = open(path, talk)?;
    let Some(entries) = read_snapshot(&file.bytes) else {
        talk.err(format!("Snapshot failed schema validation: {path}"));
        return Ok(());
    };
    for entry in entries {
        let mut line = format!(
            "producerId: {} producerEpoch: {} coordinatorEpoch: {} currentTxnFirstOffset: OptionalLong.empty \
             lastTimestamp: {} ",
            entry.producer, entry.epoch, entry.coordinator_epoch, entry.timestamp.0
        );
        if entry.last_offset != Offset::UNKNOWN {
            let last = entry.last_sequence;
            let first = last - entry.offset_delta;
            // Sequences wrap after 2^31 - 1.
            let first = if first < 0 { i64::from(first) + (1 << 31) } else { i64::from(first) };
            line += &format!(
                "firstSequence: {first} lastSequence: {last} lastOffset: {} offsetDelta: {} timestamp: {}",
                entry.last_offset, entry.offset_delta, entry.timestamp.0
            );
        }
        talk.out(line);
    }
    Ok(())
}

impl Findings {
    fn print(self, talk: &mut Talk) {
        let mut title = Text::default();
        for (path, index, log) in self.mismatches {
            if title != path {
                talk.err(format!("Mismatches in :{path}"));
                title = path;
            }
            talk.err(format!("  Index offset: {index}, log offset: {log}"));
        }
        title = Text::default();
        for (path, index, log) in self.wrong_times {
            if title != path {
                talk.err(format!("Found timestamp mismatch in :{path}"));
                title = path;
            }
            talk.err(format!("  Index timestamp: {}, log timestamp: {}", index.0, log.0));
        }
        if !self.missing.is_empty() {
            talk.err("The following indexed offsets are not found in the log.");
        }
        for (indexed, found) in self.missing {
            talk.err(format!("Indexed offset: {indexed}, found log offset: {found}"));
        }
        title = Text::default();
        for (path, first, second) in self.gaps {
            if title != path {
                talk.err(format!("Non-consecutive offsets in {path}"));
                title = path;
            }
            talk.err(format!("  {first} is followed by {second}"));
        }
    }
}
