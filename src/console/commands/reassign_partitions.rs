//! `kafka-reassign-partitions.sh` (`org.apache.kafka.tools.reassign.ReassignPartitionsCommand`
//! of 4.0): execute, verify, list, cancel. `--generate` is in the file beside this one.
//!
//! Left out: throttles and moves between the log directories of one broker; a broker
//! of the lab has one.

use super::json::{assignments, duplicates, parse, reassignment};
use super::support::{Failure, Outcome, Partition, answered, describe_topics, join, name_of, read_file};
use super::{Tool, reassign_generate};
use crate::base::{BrokerId, Text};
use crate::console::options::{Opt, Options};
use crate::console::shell::CommandLine;
use crate::console::talk::{Stop, Talk, To};
use crate::protocol::{
    AlterPartitionReassignmentsRequest, DescribeClusterRequest, DescribedBroker, ErrorCode,
    ListPartitionReassignmentsRequest, OngoingReassignment,
};
use std::collections::{BTreeMap, BTreeSet};

/// The tool.
pub(super) const TOOL: Tool = Tool { name: "kafka-reassign-partitions", plan, options: OPTIONS };

const ABOUT: &str = "This tool helps to move topic partitions between replicas.";

const OPTIONS: &[Opt] = &[
    Opt::flag("verify", "Verify if the reassignment completed as specified by the --reassignment-json-file option. If there is a throttle engaged for the replicas specified, and the rebalance has completed, the throttle will be removed"),
    Opt::flag("generate", "Generate a candidate partition reassignment configuration. Note that this only generates a candidate assignment, it does not execute it."),
    Opt::flag("execute", "Kick off the reassignment as specified by the --reassignment-json-file option."),
    Opt::flag("cancel", "Cancel an active reassignment."),
    Opt::flag("list", "List all active partition reassignments."),
    Opt::one("bootstrap-server", "String: Server(s) to use for bootstrapping", "the server(s) to use for bootstrapping."),
    Opt::one("command-config", "String: Admin client property file", "Property file containing configs to be passed to Admin Client.").absent(),
    Opt::one("reassignment-json-file", "String: manual assignment json file path", "The JSON file with the partition reassignment configuration The format to use is - {\"partitions\": [{\"topic\": \"foo\", \"partition\": 1, \"replicas\": [1,2,3], \"log_dirs\": [\"dir1\",\"dir2\",\"dir3\"] }], \"version\":1 } Note that \"log_dirs\" is optional. When it is specified, its length must equal the length of the replicas list. The value in this list can be either \"any\" or the absolution path of the log directory on the broker."),
    Opt::one("topics-to-move-json-file", "String: topics to reassign json file path", "Generate a reassignment configuration to move the partitions of the specified topics to the list of brokers specified by the --broker-list option. The format to use is - {\"topics\": [{\"topic\": \"foo\"},{\"topic\": \"foo1\"}], \"version\":1 }"),
    Opt::one("broker-list", "String: brokerlist", "The list of brokers to which the partitions need to be reassigned in the form \"0,1,2\". This is required if --topics-to-move-json-file is used to generate reassignment configuration"),
    Opt::one("bootstrap-controller", "String: bootstrap controller to connect to", "The controller to use for reassignment. By default, the tool will get the quorum controller. This option supports the actions --cancel and --list.").absent(),
    Opt::flag("disable-rack-aware", "Disable rack aware replica assignment"),
    Opt::one("throttle", "Long: throttle", "The movement of partitions between brokers will be throttled to this value (bytes/sec). This option can be included with --execute when a reassignment is started, and it can be altered by resubmitting the current reassignment along with the --additional flag. The throttle rate should be at least 1 KB/s. (default: -1)").absent(),
    Opt::one("replica-alter-log-dirs-throttle", "Long: replicaAlterLogDirsThrottle", "The movement of replicas between log directories on the same broker will be throttled to this value (bytes/sec). (default: -1)").absent(),
    Opt::one("timeout", "Long: timeout", "The maximum time in ms to wait for log directory replica assignment to begin. (default: 10000)"),
    Opt::flag("additional", "Execute this reassignment in addition to any other ongoing ones. This option can also be used to change the throttle of an ongoing reassignment."),
    Opt::flag("preserve-throttles", "Do not modify broker or topic throttles."),
    Opt::flag("help", "Print usage information."),
    Opt::flag("version", "Display Kafka version."),
];

const EXISTING: &str = "Cannot execute because there is an existing partition assignment.  Use --additional to override this and create a new partition assignment in addition to the existing one. The --additional flag can also be used to change the throttle by resubmitting the current reassignment.";

/// What a plan says of each partition.
pub(super) type Assignments = Vec<(Partition, Vec<BrokerId>)>;
/// A step's result, or the exit after its message was printed.
pub(super) type Step<T> = Result<T, Stop>;

fn plan(line: &CommandLine, talk: &mut Talk) -> Result<(), Stop> {
    let options = Options::parse(line, ABOUT, OPTIONS, talk)?;
    let action = check_arguments(&options, talk)?;
    options.bootstrap(talk)?;
    talk.set_client("reassign-partitions-tool");
    match action {
        "generate" => reassign_generate::generate(&options, talk),
        "execute" => execute(&options, talk),
        "verify" => verify(&options, talk),
        "cancel" => cancel(&options, talk),
        _ => list(talk),
    }
}

/// `validateAndParseArgs`: the action.
fn check_arguments(options: &Options, talk: &mut Talk) -> Step<&'static str> {
    const ACTIONS: [&str; 5] = ["generate", "execute", "verify", "cancel", "list"];
    let given: Vec<&'static str> = ACTIONS.into_iter().filter(|action| options.has(action)).collect();
    let [action] = given[..] else {
        let why =
            "Command must include exactly one action: --generate, --execute, --verify, --cancel, --list";
        return Err(options.usage(talk, why));
    };
    if !options.has("bootstrap-server") {
        let why = "Please specify either --bootstrap-server or --bootstrap-controller";
        return Err(options.usage(talk, why));
    }
    let (required, permitted): (&[&str], &[&str]) = match action {
        "generate" => (&["topics-to-move-json-file", "broker-list"], &["disable-rack-aware"]),
        "execute" => (&["reassignment-json-file"], &["additional", "timeout"]),
        "verify" => (&["reassignment-json-file"], &["preserve-throttles"]),
        "cancel" => (&["reassignment-json-file"], &["preserve-throttles", "timeout"]),
        _ => (&[], &[]),
    };
    options.require(required, talk)?;
    let is_fine = |name: &str| {
        name == action || name == "bootstrap-server" || required.contains(&name) || permitted.contains(&name)
    };
    match OPTIONS.iter().find(|option| options.has(option.name) && !is_fine(option.name)) {
        Some(wrong) => {
            let why = format!("Option \"[{}]\" can't be used with action \"[{action}]\"", wrong.name);
            Err(options.usage(talk, &why))
        }
        None => Ok(action),
    }
}

/// A `TerseException`: its message alone.
fn terse(talk: &mut Talk, why: &str) -> Stop {
    talk.out(why);
    Stop::Exit(1)
}

/// Any other exception.
pub(super) fn error(talk: &mut Talk, why: &str) -> Stop {
    talk.out(format!("Error: {why}"));
    Stop::Exit(1)
}

/// The value of an outcome, or the exit after its failure was printed.
pub(super) fn or_exit<T>(talk: &mut Talk, outcome: Outcome<T>) -> Step<T> {
    outcome.map_err(|failure| error(talk, &failure.text()))
}

/// The text of the file that an option names.
pub(super) fn file(options: &Options, name: &str, talk: &mut Talk) -> Step<Text> {
    let path = options.value(name).cloned().unwrap_or_default();
    match read_file(talk, &path)? {
        Some(text) => Ok(text),
        None => Err(error(talk, &path)),
    }
}

/// `parsePartitionReassignmentData`.
fn read_plan(options: &Options, talk: &mut Talk) -> Step<Assignments> {
    let text = file(options, "reassignment-json-file", talk)?;
    let Some(value) = parse(&text) else {
        let why = "com.fasterxml.jackson.core.JsonParseException: The input string is not a valid JSON";
        return Err(error(talk, why));
    };
    assignments(&value).map_err(|why| error(talk, &why))
}

/// The moves under way, by partition.
fn ongoing(
    talk: &mut Talk,
    partitions: Option<Vec<Partition>>,
) -> Step<BTreeMap<Partition, OngoingReassignment>> {
    let answer = talk.ask(To::Any, ListPartitionReassignmentsRequest { partitions })?;
    let answer = or_exit(talk, answered(answer, "listPartitionReassignments"))?;
    let moves = answer.partitions.into_iter();
    Ok(moves.map(|one| ((one.topic.clone(), one.partition), one)).collect())
}

/// Kafka's `describeCluster().nodes()`.
pub(super) fn brokers(talk: &mut Talk) -> Step<Vec<DescribedBroker>> {
    let answer = talk.ask(To::Any, DescribeClusterRequest { include_fenced_brokers: false })?;
    Ok(or_exit(talk, answered(answer, "listNodes"))?.brokers)
}

/// `getReplicaAssignmentForPartitions`: where the partitions are now.
fn present(talk: &mut Talk, partitions: &BTreeSet<Partition>) -> Step<BTreeMap<Partition, Vec<BrokerId>>> {
    let names: BTreeSet<Text> = partitions.iter().map(|partition| partition.0.clone()).collect();
    let mut found = BTreeMap::new();
    for name in names {
        let topics = match describe_topics(talk, vec![name.clone()])? {
            Err(failure) if failure.error == ErrorCode::UnknownTopicOrPartition => {
                let message = Text::from(format!("Topic {name} not found."));
                Err(Failure::of(failure.error, Some(&message)))
            }
            topics => topics,
        };
        for partition in or_exit(talk, topics)?.into_values().flat_map(|topic| topic.partitions) {
            let at = (name.clone(), partition.partition);
            if partitions.contains(&at) {
                found.insert(at, partition.replicas);
            }
        }
    }
    let missing: Vec<String> =
        partitions.iter().filter(|partition| !found.contains_key(*partition)).map(name_of).collect();
    if missing.is_empty() {
        return Ok(found);
    }
    let message = Text::from(format!("Unable to find partition: {}", missing.join(", ")));
    let failure = Failure::of(ErrorCode::UnknownTopicOrPartition, Some(&message));
    Err(error(talk, &failure.text()))
}

/// `parseExecuteAssignmentArgs`: what is wrong with a plan in itself.
fn wrong_in(plan: &Assignments) -> Option<String> {
    if plan.is_empty() {
        return Some("Partition reassignment list cannot be empty".to_owned());
    }
    if plan.iter().any(|(_, replicas)| replicas.is_empty()) {
        return Some("Partition replica list cannot be empty".to_owned());
    }
    let partitions: Vec<Partition> = plan.iter().map(|(partition, _)| partition.clone()).collect();
    let twice = duplicates(&partitions);
    if !twice.is_empty() {
        let names = join(twice.iter().map(name_of), ",");
        return Some(format!("Partition reassignment contains duplicate topic partitions: {names}"));
    }
    let repeated = plan.iter().filter_map(|(partition, replicas)| {
        let twice = duplicates(replicas);
        let ids = join(&twice, ",");
        (!twice.is_empty()).then(|| format!("{} contains multiple entries for {ids}", name_of(partition)))
    });
    let repeated: Vec<String> = repeated.collect();
    (!repeated.is_empty()).then(|| {
        format!("Partition replica lists may not contain duplicate entries: {}", repeated.join(". "))
    })
}

fn execute(options: &Options, talk: &mut Talk) -> Step<()> {
    let plan = read_plan(options, talk)?;
    if let Some(why) = wrong_in(&plan) {
        return Err(error(talk, &why));
    }
    if !options.has("additional") && !ongoing(talk, None)?.is_empty() {
        return Err(terse(talk, EXISTING));
    }
    let known: Vec<BrokerId> = brokers(talk)?.into_iter().map(|broker| broker.broker).collect();
    if let Some(unknown) = plan.iter().flat_map(|(_, replicas)| replicas).find(|id| !known.contains(id)) {
        return Err(error(talk, &format!("Unknown broker id {unknown}")));
    }
    let current = present(talk, &plan.iter().map(|(partition, _)| partition.clone()).collect())?;
    let current: Assignments = current.into_iter().collect();
    talk.out(format!(
        "Current partition replica assignment\n\n{}\n\nSave this to use as the --reassignment-json-file option \
         during rollback",
        reassignment(&current)
    ));
    let targets = plan.iter().map(|(partition, replicas)| (partition.clone(), Some(replicas.clone())));
    let refused = alter(talk, targets.collect())?;
    if !refused.is_empty() {
        return Err(terse(talk, &format!("Error reassigning partition(s):\n{}", refused.join("\n"))));
    }
    let names: BTreeSet<&Partition> = plan.iter().map(|(partition, _)| partition).collect();
    let s = if names.len() == 1 { "" } else { "s" };
    let names = join(names.into_iter().map(name_of), ",");
    talk.out(format!("Successfully started partition reassignment{s} for {names}"));
    Ok(())
}

/// Starts (a target given) or cancels moves; what was refused, a line each.
fn alter(talk: &mut Talk, targets: Vec<(Partition, Option<Vec<BrokerId>>)>) -> Step<Vec<String>> {
    let partitions =
        targets.into_iter().map(|((topic, partition), target)| (topic, partition, target)).collect();
    let answer = talk.ask(To::Any, AlterPartitionReassignmentsRequest { partitions })?;
    let mut results = or_exit(talk, answered(answer, "alterPartitionReassignments"))?.partitions;
    results.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
    let refused = results.into_iter().filter(|result| result.2 != ErrorCode::None);
    Ok(refused
        .map(|(topic, partition, error, message)| {
            format!("{topic}-{partition}: {}", Failure::of(error, message.as_ref()).message)
        })
        .collect())
}

fn verify(options: &Options, talk: &mut Talk) -> Step<()> {
    let plan = read_plan(options, talk)?;
    let moving = ongoing(talk, None)?;
    talk.out("Status of partition reassignment:");
    let mut lines: BTreeMap<Partition, String> = BTreeMap::new();
    for (partition, target) in &plan {
        let name = name_of(partition);
        let line = if moving.contains_key(partition) {
            format!("Reassignment of partition {name} is still in progress.")
        } else {
            let current = replicas_of(talk, partition)?;
            if current == *target {
                format!("Reassignment of partition {name} is completed.")
            } else {
                let (current, target) = (join(&current, ","), join(target, ","));
                format!(
                    "There is no active reassignment of partition {name}, but replica set is {current} rather than \
                     {target}."
                )
            }
        };
        lines.insert(partition.clone(), line);
    }
    lines.into_values().for_each(|line| talk.out(line));
    // Where Kafka tells of moves between log directories: there are none.
    talk.out("");
    if moving.is_empty() && !options.has("preserve-throttles") {
        let mut ids: BTreeSet<BrokerId> = brokers(talk)?.into_iter().map(|broker| broker.broker).collect();
        ids.extend(plan.iter().flat_map(|(_, replicas)| replicas.iter().copied()));
        let s = if ids.len() == 1 { "" } else { "s" };
        talk.out(format!("Clearing broker-level throttles on broker{s} {}", join(ids, ",")));
        let topics: BTreeSet<&Text> = plan.iter().map(|(partition, _)| &partition.0).collect();
        let s = if topics.len() == 1 { "" } else { "s" };
        talk.out(format!("Clearing topic-level throttles on topic{s} {}", join(topics, ",")));
    }
    Ok(())
}

/// Where a partition is; nowhere when there is none.
fn replicas_of(talk: &mut Talk, partition: &Partition) -> Step<Vec<BrokerId>> {
    let topics = match describe_topics(talk, vec![partition.0.clone()])? {
        Err(failure) if failure.error == ErrorCode::UnknownTopicOrPartition => return Ok(Vec::new()),
        topics => or_exit(talk, topics)?,
    };
    let mut partitions = topics.into_values().flat_map(|topic| topic.partitions);
    let found = partitions.find(|known| known.partition == partition.1);
    Ok(found.map(|known| known.replicas).unwrap_or_default())
}

fn cancel(options: &Options, talk: &mut Talk) -> Step<()> {
    let plan = read_plan(options, talk)?;
    let wanted = plan.into_iter().map(|(partition, _)| partition).collect();
    let moving: Vec<Partition> = ongoing(talk, Some(wanted))?.into_keys().collect();
    if moving.is_empty() {
        talk.out("None of the specified partition reassignments are active.");
    } else {
        let refused = alter(talk, moving.iter().map(|partition| (partition.clone(), None)).collect())?;
        if !refused.is_empty() {
            let s = if refused.len() == 1 { "" } else { "s" };
            let why = format!("Error cancelling partition reassignment{s} for:\n{}", refused.join("\n"));
            return Err(terse(talk, &why));
        }
        let s = if moving.len() == 1 { "" } else { "s" };
        let names = join(moving.iter().map(name_of), ",");
        talk.out(format!("Successfully cancelled partition reassignment{s} for: {names}"));
    }
    talk.out("None of the specified partition moves are active.");
    Ok(())
}

fn list(talk: &mut Talk) -> Step<()> {
    let moving = ongoing(talk, None)?;
    if moving.is_empty() {
        talk.out("No partition reassignments found.");
        return Ok(());
    }
    talk.out("Current partition reassignments:");
    for (partition, one) in &moving {
        let part = |word: &str, ids: &[BrokerId]| {
            if ids.is_empty() { String::new() } else { format!(" {word}: {}.", join(ids, ",")) }
        };
        let (name, replicas) = (name_of(partition), join(&one.replicas, ","));
        let (adding, removing) = (part("adding", &one.adding), part("removing", &one.removing));
        talk.out(format!("{name}: replicas: {replicas}.{adding}{removing}"));
    }
    Ok(())
}
