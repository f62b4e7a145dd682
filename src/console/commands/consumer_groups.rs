//! `kafka-consumer-groups.sh` (`org.apache.kafka.tools.consumer.group.ConsumerGroupCommand`
//! of 4.0): its options and checks, `--list`, `--delete` and `--delete-offsets`.
//!
//! `--describe` and `--reset-offsets` are in the files beside this one.

use super::support::{Failure, Outcome, Partition, answered, describe_topics, join, metadata, name_of};
use super::{Tool, consumer_groups_describe, consumer_groups_reset};
use crate::base::{Duration, Text};
use crate::console::options::{Opt, Options};
use crate::console::shell::CommandLine;
use crate::console::talk::{Stop, Talk, To};
use crate::protocol::{
    DeleteGroupsRequest, DescribeGroupsRequest, DescribedGroup, ErrorCode, ListGroupsRequest, ListedGroup,
    OffsetDeleteRequest,
};
use std::collections::{BTreeMap, BTreeSet};

/// The tool.
pub(super) const TOOL: Tool = Tool { name: "kafka-consumer-groups", plan, options: OPTIONS };

const ABOUT: &str = "This tool helps to list all consumer groups, describe a consumer group, delete consumer group info, or reset consumer group offsets.";

const OPTIONS: &[Opt] = &[
    Opt::one(
        "bootstrap-server",
        "String: server to connect to",
        "The server(s) to connect to. REQUIRED for all options except for --validate-regex.",
    ),
    Opt::many("group", "String: consumer group", "The consumer group we wish to act on."),
    Opt::many(
        "topic",
        "String: topic",
        "The topic whose consumer group information should be deleted or topic whose should be included in the reset offset process. In `reset-offsets` case, partitions can be specified using this format: `topic1:0,1,2`, where 0,1,2 are the partition to be included in the process. Reset-offsets also supports multiple topic inputs.",
    ),
    Opt::flag("all-topics", "Consider all topics assigned to a group in the `reset-offsets` process."),
    Opt::flag("list", "List all consumer groups."),
    Opt::flag(
        "describe",
        "Describe consumer group and list offset lag (number of messages not yet processed) related to given group.",
    ),
    Opt::flag("all-groups", "Apply to all consumer groups."),
    Opt::flag(
        "delete",
        "Pass in groups to delete topic partition offsets and ownership information over the entire consumer group. For instance --group g1 --group g2",
    ),
    Opt::one(
        "timeout",
        "Long: timeout (ms)",
        "The timeout that can be set for some use cases. For example, it can be used when describing the group to specify the maximum amount of time in milliseconds to wait before the group stabilizes (when the group is just created, or is going through some changes). (default: 5000)",
    ),
    Opt::one(
        "command-config",
        "String: command config property file",
        "Property file containing configs to be passed to Admin Client and Consumer.",
    )
    .absent(),
    Opt::flag(
        "reset-offsets",
        "Reset offsets of consumer group. Supports one consumer group at the time, and instances should be inactive Has 2 execution options: --dry-run (the default) to plan which offsets to reset, and --execute to update the offsets. Additionally, the --export option is used to export the results to a CSV format. You must choose one of the following reset specifications: --to-datetime, --by-duration, --to-earliest, --to-latest, --shift-by, --from-file, --to-current, --to-offset. To define the scope use --all-topics or --topic. One scope must be specified unless you use '--from-file'.",
    ),
    Opt::flag(
        "delete-offsets",
        "Delete offsets of consumer group. Supports one consumer group at the time, and multiple topics.",
    ),
    Opt::flag(
        "dry-run",
        "Only show results without executing changes on Consumer Groups. Supported operations: reset-offsets.",
    ),
    Opt::flag("execute", "Execute operation. Supported operations: reset-offsets."),
    Opt::flag("export", "Export operation execution to a CSV file. Supported operations: reset-offsets."),
    Opt::one("to-offset", "Long: offset", "Reset offsets to a specific offset."),
    Opt::one("from-file", "String: path to CSV file", "Reset offsets to values defined in CSV file."),
    Opt::one(
        "to-datetime",
        "String: datetime",
        "Reset offsets to offset from datetime. Format: 'YYYY-MM-DDTHH:mm:SS.sss'",
    ),
    Opt::one(
        "by-duration",
        "String: duration",
        "Reset offsets to offset by duration from current timestamp. Format: 'PnDTnHnMnS'",
    ),
    Opt::flag("to-earliest", "Reset offsets to earliest offset."),
    Opt::flag("to-latest", "Reset offsets to latest offset."),
    Opt::flag("to-current", "Reset offsets to current offset."),
    Opt::one(
        "shift-by",
        "Long: number-of-offsets",
        "Reset offsets shifting current offset by 'n', where 'n' can be positive or negative.",
    ),
    Opt::flag(
        "members",
        "Describe members of the group. This option may be used with '--describe' and '--bootstrap-server' options only. Example: --bootstrap-server localhost:9092 --describe --group group1 --members",
    ),
    Opt::flag(
        "verbose",
        "Provide additional information, if any, when describing the group. This option may be used with '--offsets'/'--members'/'--state' and '--bootstrap-server' options only. Example: --bootstrap-server localhost:9092 --describe --group group1 --members --verbose",
    ),
    Opt::flag(
        "offsets",
        "Describe the group and list all topic partitions in the group along with their offset lag. This is the default sub-action of and may be used with '--describe' and '--bootstrap-server' options only. Example: --bootstrap-server localhost:9092 --describe --group group1 --offsets",
    ),
    Opt::maybe(
        "state",
        "String",
        "When specified with '--describe', includes the state of the group. Example: --bootstrap-server localhost:9092 --describe --group group1 --state When specified with '--list', it displays the state of all groups. It can also be used to list groups with specific states. Example: --bootstrap-server localhost:9092 --list --state stable,empty This option may be used with '--describe', '--list' and '--bootstrap-server' options only.",
    ),
    Opt::maybe(
        "type",
        "String",
        "When specified with '--list', it displays the types of all the groups. It can also be used to list groups with specific types. Example: --bootstrap-server localhost:9092 --list --type classic,consumer This option may be used with the '--list' option only.",
    ),
    Opt::one(
        "validate-regex",
        "String: regex",
        "Validate that the syntax of the provided regular expression is valid according to the RE2 format.",
    )
    .absent(),
    Opt::flag("help", "Print usage information."),
    Opt::flag("version", "Display Kafka version."),
];

/// What of a reset says where to.
const SCENARIOS: [&str; 8] = [
    "to-offset",
    "shift-by",
    "to-datetime",
    "by-duration",
    "to-earliest",
    "to-latest",
    "to-current",
    "from-file",
];

fn plan(line: &CommandLine, talk: &mut Talk) -> Result<(), Stop> {
    let options = Options::parse(line, ABOUT, OPTIONS, talk)?;
    check_arguments(&options, talk)?;
    let actions = ["list", "describe", "delete", "reset-offsets", "delete-offsets"];
    if options.count(&actions) != 1 {
        let all = "--list, --describe, --delete, --reset-offsets, --delete-offsets, --validate-regex";
        return Err(options.usage(talk, &format!("Command must include exactly one action: {all}")));
    }
    options.bootstrap(talk)?;
    let timeout_ms = options.number("timeout", talk)?.unwrap_or(5_000);
    talk.set_timeout(Duration::from_millis(u64::try_from(timeout_ms).unwrap_or(0)));
    let done = if options.has("list") {
        list(&options, talk)?
    } else if options.has("describe") {
        consumer_groups_describe::describe(&options, talk)?
    } else if options.has("delete") {
        delete(&options, talk)?
    } else if options.has("reset-offsets") {
        consumer_groups_reset::reset(&options, talk)?
    } else {
        delete_offsets(&options, talk)?
    };
    if let Err(what) = done {
        print_error(talk, &format!("Executing consumer group command failed due to {what}"));
    }
    Ok(())
}

/// What a sub-command ends with: Kafka prints the message of whatever was thrown.
pub(super) type Done = Result<(), String>;

/// `printError`: to stdout, after an empty line.
pub(super) fn print_error(talk: &mut Talk, message: &str) {
    talk.out(format!("\nError: {message}"));
}

/// `ConsumerGroupCommandOptions.checkArgs`.
fn check_arguments(options: &Options, talk: &mut Talk) -> Result<(), Stop> {
    options.require(&["bootstrap-server"], talk)?;
    let has_scope = options.has("group") || options.has("all-groups");
    let refuse = |talk: &mut Talk, why: &str| Err(options.usage(talk, why));
    if options.has("describe") {
        if !has_scope {
            return refuse(talk, "Option [describe] takes one of these options: [all-groups], [group]");
        }
        if options.count(&["members", "offsets", "state"]) > 1 {
            return refuse(
                talk,
                "Option [describe] takes at most one of these options: [members], [offsets], [state]",
            );
        }
        if options.value("state").is_some() {
            return refuse(talk, "Option [describe] does not take a value for [state]");
        }
    } else if let Some(wrong) = ["members", "verbose", "offsets"].iter().find(|name| options.has(name)) {
        return refuse(
            talk,
            &format!("Option(s) [{wrong}] are unavailable given other options on the command line"),
        );
    }
    if options.has("delete") {
        if !has_scope {
            return refuse(talk, "Option [delete] takes one of these options: [all-groups], [group]");
        }
        if options.has("topic") {
            let why = "The consumer does not support topic-specific offset deletion from a consumer group.";
            return refuse(talk, why);
        }
    }
    if options.has("delete-offsets") && !(options.has("group") && options.has("topic")) {
        return refuse(talk, "Option [delete-offsets] takes the following options: [topic], [group]");
    }
    if options.has("reset-offsets") {
        check_reset(options, has_scope, talk)?;
    }
    options.forbid("group", &["all-groups"], talk)?;
    options.forbid("group", &["list"], talk)?;
    options.forbid("topic", &["list", "describe"], talk)
}

fn check_reset(options: &Options, has_scope: bool, talk: &mut Talk) -> Result<(), Stop> {
    if options.has("dry-run") && options.has("execute") {
        return Err(options.usage(talk, "Option [reset-offsets] only accepts one of [execute] and [dry-run]"));
    }
    if !options.has("dry-run") && !options.has("execute") {
        talk.err(
            "WARN: No action will be performed as the --execute option is missing. In a future major release, the \
             default behavior of this command will be to prompt the user before executing the reset rather than \
             doing a dry run. You should add the --dry-run option explicitly if you are scripting this command and \
             want to keep the current default behavior without prompting.",
        );
    }
    if !has_scope {
        let why = "Option [reset-offsets] takes one of these options: [all-groups], [group]";
        return Err(options.usage(talk, why));
    }
    for scenario in SCENARIOS {
        let others: Vec<&str> = SCENARIOS.into_iter().filter(|other| *other != scenario).collect();
        options.forbid(scenario, &others, talk)?;
    }
    Ok(())
}

/// All groups of all brokers, by name.
fn all_groups(talk: &mut Talk, request: &ListGroupsRequest) -> Result<Outcome<Vec<ListedGroup>>, Stop> {
    let known = match metadata(talk, Some(Vec::new()), "findAllBrokers")? {
        Ok(known) => known,
        Err(failure) => return Ok(Err(failure)),
    };
    let asked = known.brokers.iter().map(|broker| (To::Broker(*broker), request.clone())).collect();
    let mut all = Vec::new();
    for answer in talk.ask_all(asked)? {
        match answered(answer, "listConsumerGroups") {
            Ok(answer) => all.extend(answer.groups),
            Err(failure) => return Ok(Err(failure)),
        }
    }
    all.retain(|group| group.protocol_type.is_empty() || &*group.protocol_type == "consumer");
    all.sort_by(|a, b| a.group.cmp(&b.group));
    Ok(Ok(all))
}

/// The groups of `--group`, or all.
pub(super) fn wanted_groups(options: &Options, talk: &mut Talk) -> Result<Result<Vec<Text>, String>, Stop> {
    if !options.has("all-groups") {
        let mut groups: Vec<Text> = Vec::new();
        for group in options.values("group") {
            if !groups.contains(group) {
                groups.push(group.clone());
            }
        }
        return Ok(Ok(groups));
    }
    let all = all_groups(talk, &ListGroupsRequest::default())?;
    Ok(all
        .map(|groups| groups.into_iter().map(|listed| listed.group).collect())
        .map_err(|failure| failure.in_execution()))
}

/// `describeConsumerGroups`: each group, or why it can't be told.
pub(super) fn describe_groups(
    talk: &mut Talk,
    groups: &[Text],
) -> Result<Vec<(Text, Outcome<DescribedGroup>)>, Stop> {
    let asked = groups
        .iter()
        .map(|group| {
            let request = DescribeGroupsRequest { groups: vec![group.clone()] };
            (To::Coordinator(group.clone()), request)
        })
        .collect();
    let answers = talk.ask_all(asked)?;
    let told = groups.iter().zip(answers).map(|(group, answer)| {
        let outcome = answered(answer, "describeConsumerGroups").and_then(|mut answer| {
            let described = answer.groups.pop();
            let described = described.ok_or_else(|| Failure::of(ErrorCode::UnknownServerError, None))?;
            match described.error {
                ErrorCode::None => Ok(described),
                ErrorCode::GroupIdNotFound => {
                    let message = Text::from(format!("Group {group} not found."));
                    Err(Failure::of(ErrorCode::GroupIdNotFound, Some(&message)))
                }
                error => Err(Failure::of(error, None)),
            }
        });
        (group.clone(), outcome)
    });
    Ok(told.collect())
}

fn list(options: &Options, talk: &mut Talk) -> Result<Done, Stop> {
    let (with_type, with_state) = (options.has("type"), options.has("state"));
    let split = |name: &str| -> Vec<Text> {
        let given = options.value(name).map_or("", |value| value);
        given.split(',').map(str::trim).filter(|one| !one.is_empty()).map(Text::from).collect()
    };
    let request = ListGroupsRequest { states: split("state"), types: split("type") };
    if let Some(why) = invalid_filter(options, &request) {
        return Err(options.usage(talk, &why));
    }
    let groups = match all_groups(talk, &request)? {
        Ok(groups) => groups,
        Err(failure) if with_type || with_state => return Ok(Err(failure.text())),
        Err(failure) => return Ok(Err(failure.in_execution())),
    };
    if !with_type && !with_state {
        groups.iter().for_each(|listed| talk.out(&listed.group));
        return Ok(Ok(()));
    }
    let width = 10 + groups.iter().map(|listed| listed.group.len()).max().unwrap_or(0).max(15);
    let row = |group: &str, group_type: &str, state: &str| {
        let mut text = format!("{group:<width$}");
        if with_type {
            text += &format!(" {group_type:<20}");
        }
        if with_state {
            text += &format!(" {state:<20}");
        }
        text
    };
    talk.out(row("GROUP", "TYPE", "STATE"));
    for listed in &groups {
        let mut name = listed.group_type.to_string();
        if let Some(first) = name.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        talk.out(row(&listed.group, &name, &listed.state));
    }
    Ok(Ok(()))
}

/// `groupStatesFromString`, `consumerGroupTypesFromString`.
fn invalid_filter(options: &Options, request: &ListGroupsRequest) -> Option<String> {
    const STATES: [&str; 7] =
        ["PreparingRebalance", "CompletingRebalance", "Stable", "Dead", "Empty", "Assigning", "Reconciling"];
    const TYPES: [&str; 3] = ["Consumer", "Classic", "Share"];
    let wrong = |given: &[Text], known: &[&str]| {
        given.iter().any(|one| !known.iter().any(|name| name.eq_ignore_ascii_case(one)))
    };
    let given = |name: &str| options.value(name).map_or("", |value| value);
    if wrong(&request.states, &STATES) {
        let all = STATES.join(", ");
        return Some(format!("Invalid state list '{}'. Valid states are: {all}", given("state")));
    }
    wrong(&request.types, &TYPES).then(|| {
        let all = TYPES.join(", ");
        format!("Invalid types list '{}'. Valid types are: {all}", given("type"))
    })
}

fn delete(options: &Options, talk: &mut Talk) -> Result<Done, Stop> {
    let groups = match wanted_groups(options, talk)? {
        Ok(groups) => groups,
        Err(why) => return Ok(Err(why)),
    };
    let asked = groups
        .iter()
        .map(|group| (To::Coordinator(group.clone()), DeleteGroupsRequest { groups: vec![group.clone()] }))
        .collect();
    let answers = talk.ask_all(asked)?;
    let (mut deleted, mut failed) = (Vec::new(), Vec::new());
    for (group, answer) in groups.iter().zip(answers) {
        let error = match answered(answer, "deleteConsumerGroups") {
            Ok(answer) => answer.groups.first().map_or(ErrorCode::UnknownServerError, |one| one.1),
            Err(failure) => {
                failed.push((group, failure.text()));
                continue;
            }
        };
        match error {
            ErrorCode::None => deleted.push(group),
            error => failed.push((group, Failure::of(error, None).text())),
        }
    }
    if failed.is_empty() {
        let all = join(deleted, ", ");
        talk.out(format!("Deletion of requested consumer groups ('{all}') was successful."));
        return Ok(Ok(()));
    }
    print_error(talk, "Deletion of some consumer groups failed:");
    for (group, why) in failed {
        talk.out(format!("* Group '{group}' could not be deleted due to: {why}"));
    }
    if !deleted.is_empty() {
        // Kafka puts the quotes there.
        let all = join(deleted, "'");
        talk.out(format!("\nThese consumer groups were deleted successfully: '{all}', '"));
    }
    Ok(Ok(()))
}

/// `parseTopicsWithPartitions`: `orders:0,2`.
pub(super) fn parse_partitions(argument: &str) -> Result<Vec<Partition>, String> {
    let parts: Vec<&str> = argument.split(':').collect();
    let [topic, numbers] = parts[..] else {
        return Err(format!("Invalid topic arg '{argument}', expected topic name and partitions"));
    };
    let number = |text: &str| {
        text.parse()
            .map(|number| (Text::from(topic), number))
            .map_err(|_| format!("Invalid partition '{text}' specified in topic arg '{argument}''"))
    };
    numbers.split(',').map(number).collect()
}

fn delete_offsets(options: &Options, talk: &mut Talk) -> Result<Done, Stop> {
    let group = options.value("group").cloned().unwrap_or_default();
    let mut partitions: BTreeSet<Partition> = BTreeSet::new();
    let mut results: BTreeMap<Partition, Option<String>> = BTreeMap::new();
    for argument in options.values("topic") {
        if argument.contains(':') {
            match parse_partitions(argument) {
                Ok(parsed) => partitions.extend(parsed),
                Err(why) => return Err(options.usage(talk, &why)),
            }
            continue;
        }
        match describe_topics(talk, vec![argument.clone()])? {
            Ok(topics) => {
                let numbers = topics.values().flat_map(|topic| &topic.partitions);
                partitions.extend(numbers.map(|at| (argument.clone(), at.partition)));
            }
            Err(failure) => {
                results.insert((argument.clone(), -1), Some(failure.text()));
            }
        }
    }
    let request =
        OffsetDeleteRequest { group: group.clone(), partitions: partitions.iter().cloned().collect() };
    let answer = talk.ask(To::Coordinator(group.clone()), request)?;
    let mut whole = None;
    match answered(answer, "deleteConsumerGroupOffsets") {
        Err(failure) => {
            results.extend(partitions.into_iter().map(|partition| (partition, Some(failure.text()))));
            whole = Some(failure.error);
        }
        Ok(answer) if answer.error != ErrorCode::None => {
            let why = Failure::of(answer.error, None).text();
            results.extend(partitions.into_iter().map(|partition| (partition, Some(why.clone()))));
            whole = Some(answer.error);
        }
        Ok(answer) => {
            for (topic, number, error) in answer.partitions {
                let is_wrong = error != ErrorCode::None;
                whole = whole.or(is_wrong.then_some(error));
                results.insert((topic, number), is_wrong.then(|| Failure::of(error, None).text()));
            }
        }
    }
    print_deleted_offsets(options, &group, whole, results, talk);
    Ok(Ok(()))
}

fn print_deleted_offsets(
    options: &Options,
    group: &str,
    whole: Option<ErrorCode>,
    results: BTreeMap<Partition, Option<String>>,
    talk: &mut Talk,
) {
    match whole {
        None => {
            let topics = join(options.values("topic"), ", ");
            talk.out(format!("Request succeed for deleting offsets with topic {topics} group {group}"));
        }
        Some(ErrorCode::InvalidGroupId) => print_error(talk, &format!("'{group}' is not valid.")),
        Some(ErrorCode::GroupIdNotFound) => print_error(talk, &format!("'{group}' does not exist.")),
        Some(ErrorCode::NonEmptyGroup) => {
            let why = "is forbidden if the group is not empty.";
            print_error(talk, &format!("Deleting offsets of a consumer group '{group}' {why}"));
        }
        Some(ErrorCode::GroupSubscribedToTopic | ErrorCode::UnknownTopicOrPartition) => {
            print_error(talk, "Encounter some partition level error, see the follow-up details:");
        }
        Some(error) => print_error(talk, &format!("Encounter some unknown error: {error}")),
    }
    talk.out(format!("\n{:<30} {:<15} {:<15}", "TOPIC", "PARTITION", "STATUS"));
    let mut rows: Vec<_> = results.into_iter().collect();
    rows.sort_by_key(|(partition, _)| name_of(partition));
    for ((topic, number), error) in rows {
        let number = if number >= 0 { number.to_string() } else { "Not Provided".to_owned() };
        let status = error.map_or_else(|| "Successful".to_owned(), |why| format!("Error: {why}"));
        talk.out(format!("{topic:<30} {number:<15} {status:<15}"));
    }
}
