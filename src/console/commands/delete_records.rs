//! `kafka-delete-records.sh` (`org.apache.kafka.tools.DeleteRecordsCommand` of 4.0).

use super::Tool;
use super::json::{offsets, parse};
use super::support::{Failure, Partition, answered, join, name_of, read_file};
use crate::base::Offset;
use crate::console::options::{Opt, Options};
use crate::console::shell::CommandLine;
use crate::console::talk::{Stop, Talk, To};
use crate::protocol::{DeleteRecordsRequest, ErrorCode};
use std::collections::BTreeMap;

/// The tool.
pub(super) const TOOL: Tool = Tool { name: "kafka-delete-records", plan, options: OPTIONS };

const ABOUT: &str = "This tool helps to delete records of the given partitions down to the specified offset.";

const OPTIONS: &[Opt] = &[
    Opt::one(
        "bootstrap-server",
        "String: server(s) to use for bootstrapping",
        "REQUIRED: The server to connect to.",
    ),
    Opt::one(
        "offset-json-file",
        "String: Offset json file path",
        "REQUIRED: The JSON file with offset per partition. The format to use is: {\"partitions\": [{\"topic\": \"foo\", \"partition\": 1, \"offset\": 1}], \"version\":1 }",
    ),
    Opt::one(
        "command-config",
        "String: command config property file path",
        "A property file containing configs to be passed to Admin Client.",
    )
    .absent(),
    Opt::flag("help", "Print usage information."),
    Opt::flag("version", "Display Kafka version."),
];

fn plan(line: &CommandLine, talk: &mut Talk) -> Result<(), Stop> {
    let options = Options::parse(line, ABOUT, OPTIONS, talk)?;
    options.require(&["bootstrap-server", "offset-json-file"], talk)?;
    options.bootstrap(talk)?;
    let path = options.value("offset-json-file").cloned().unwrap_or_default();
    let Some(text) = read_file(talk, &path)? else {
        return Err(fail(talk, &path));
    };
    let read = parse(&text).ok_or_else(|| "The input string is not a valid JSON".to_owned());
    let wanted = match read.and_then(|value| offsets(&value)) {
        Ok(wanted) => wanted,
        Err(why) => return Err(fail(talk, &why)),
    };
    let mut targets: BTreeMap<Partition, Vec<i64>> = BTreeMap::new();
    for (partition, offset) in wanted {
        targets.entry(partition).or_default().push(offset);
    }
    let twice: Vec<String> = targets
        .iter()
        .filter(|(_, offsets)| offsets.len() > 1)
        .map(|(partition, _)| name_of(partition))
        .collect();
    if !twice.is_empty() {
        let why = format!("Offset json file contains duplicate topic partitions: {}", join(twice, ","));
        return Err(fail(talk, &why));
    }
    talk.out("Executing records delete operation");
    let asked = targets
        .iter()
        .map(|((topic, partition), offsets)| {
            let offset = Offset(offsets.first().copied().unwrap_or(-1));
            let request = DeleteRecordsRequest { partitions: vec![(topic.clone(), *partition, offset)] };
            (To::Leader(topic.clone(), *partition), request)
        })
        .collect();
    let answers = talk.ask_all(asked)?;
    talk.out("Records delete operation completed:");
    for (partition, answer) in targets.keys().zip(answers) {
        let name = name_of(partition);
        let outcome = answered(answer, "deleteRecords").and_then(|answer| match answer.partitions.first() {
            Some((_, _, low_watermark, ErrorCode::None)) => Ok(*low_watermark),
            Some((.., error)) => Err(Failure::of(*error, None)),
            None => Err(Failure::of(ErrorCode::UnknownServerError, None)),
        });
        match outcome {
            Ok(low_watermark) => talk.out(format!("partition: {name}\tlow_watermark: {low_watermark}")),
            Err(failure) => talk.out(format!("partition: {name}\terror: {}", failure.text())),
        }
    }
    Ok(())
}

fn fail(talk: &mut Talk, why: &str) -> Stop {
    talk.err(why);
    Stop::Exit(1)
}
