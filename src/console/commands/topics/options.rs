//! The options of `kafka-topics.sh` and what they may be combined with
//! (`TopicCommandOptions`).

use crate::console::options::{Opt, Options};
use crate::console::shell::CommandLine;
use crate::console::talk::{Stop, Talk};

const ABOUT: &str = "This tool helps to create, delete, describe, or change a topic.";
const ACTIONS: [&str; 5] = ["create", "list", "alter", "describe", "delete"];
const DESCRIBE_FILTERS: [&str; 5] = [
    "under-replicated-partitions",
    "under-min-isr-partitions",
    "at-min-isr-partitions",
    "unavailable-partitions",
    "topics-with-overrides",
];
const SEE_CONFIGS: &str =
    " (the kafka-configs CLI supports altering topic configs with a --bootstrap-server option)";

pub(super) const OPTIONS: &[Opt] = &[
    Opt::flag(
        "alter",
        "Alter the number of partitions and replica assignment. (To alter topic configurations, the kafka-configs tool can be used.)",
    ),
    Opt::flag(
        "at-min-isr-partitions",
        "If set when describing topics, only show partitions whose isr count is equal to the configured minimum.",
    ),
    Opt::one("bootstrap-server", "String: server to connect to", "REQUIRED: The Kafka server to connect to."),
    Opt::one(
        "command-config",
        "String: command config property file",
        "Property file containing configs to be passed to Admin Client.",
    )
    .absent(),
    Opt::many("config", "String: name=value", "A topic configuration override for the topic being created."),
    Opt::flag("create", "Create a new topic."),
    Opt::flag("delete", "Delete a topic."),
    Opt::flag("describe", "List details for the given topics."),
    Opt::flag(
        "exclude-internal",
        "Exclude internal topics when listing or describing topics. By default, the internal topics are included.",
    ),
    Opt::flag("help", "Print usage information."),
    Opt::flag(
        "if-exists",
        "If set when altering or deleting or describing topics, the action will only execute if the topic exists.",
    ),
    Opt::flag(
        "if-not-exists",
        "If set when creating topics, the action will only execute if the topic does not already exist.",
    ),
    Opt::flag("list", "List all available topics."),
    Opt::one(
        "partition-size-limit-per-response",
        "Integer: maximum number of partitions per response",
        "The maximum partition size to be included in one DescribeTopicPartitions response.",
    )
    .absent(),
    Opt::one(
        "partitions",
        "Integer: # of partitions",
        "The number of partitions for the topic being created or altered. If not supplied with --create, the topic uses the cluster default. (WARNING: If partitions are increased for a topic that has a key, the partition logic or ordering of the messages will be affected).",
    ),
    Opt::one(
        "replica-assignment",
        "String: broker_id_for_part1_replica1 : broker_id_for_part1_replica2 , broker_id_for_part2_replica1 : broker_id_for_part2_replica2 , ...",
        "A list of manual partition-to-broker assignments for the topic being created.",
    ),
    Opt::one(
        "replication-factor",
        "Integer: replication factor",
        "The replication factor for each partition in the topic being created. If not supplied, the topic uses the cluster default.",
    ),
    Opt::one(
        "topic",
        "String: topic",
        "The topic to create, alter, describe or delete. It also accepts a regular expression, except for --create option. Put topic name in double quotes and use the '\\' prefix to escape regular expression symbols; e.g. \"test\\.topic\".",
    ),
    Opt::one("topic-id", "String: topic-id", "The topic-id to describe."),
    Opt::flag(
        "topics-with-overrides",
        "If set when describing topics, only show topics that have overridden configs.",
    ),
    Opt::flag(
        "unavailable-partitions",
        "If set when describing topics, only show partitions whose leader is not available.",
    ),
    Opt::flag(
        "under-min-isr-partitions",
        "If set when describing topics, only show partitions whose isr count is less than the configured minimum.",
    ),
    Opt::flag(
        "under-replicated-partitions",
        "If set when describing topics, only show under-replicated partitions.",
    ),
    Opt::flag("version", "Display Kafka version."),
];

/// Reads the options and checks which go together, in Kafka's order.
pub(super) fn read(line: &CommandLine, talk: &mut Talk) -> Result<Options, Stop> {
    let options = Options::parse(line, ABOUT, OPTIONS, talk)?;
    if line.args.is_empty() {
        return Err(options.usage(talk, "Create, delete, describe, or change a topic."));
    }
    if options.count(&ACTIONS) != 1 {
        let why =
            "Command must include exactly one action: --list, --describe, --create, --alter or --delete";
        return Err(options.usage(talk, why));
    }
    if !options.has("bootstrap-server") {
        talk.err("--bootstrap-server must be specified");
        return Err(Stop::Exit(1));
    }
    if options.has("describe") && options.has("if-exists") && !options.has("topic-id") {
        options.require(&["topic"], talk)?;
    }
    if !options.has("list") && !options.has("describe") {
        options.require(&["topic"], talk)?;
    }
    if options.has("create") && options.has("replica-assignment") && options.has("partitions") {
        options.forbid("replica-assignment", &["partitions"], talk)?;
    }
    if options.has("alter") {
        if options.has("config") {
            let why =
                "Option combination \"[bootstrap-server],[config]\" can't be used with option \"[alter]\"";
            return Err(options.usage(talk, &format!("{why}{SEE_CONFIGS}")));
        }
        options.require(&["partitions"], talk)?;
    }
    check_combinations(&options, talk)?;
    Ok(options)
}

fn check_combinations(options: &Options, talk: &mut Talk) -> Result<(), Stop> {
    let others =
        |kept: &[&str]| ACTIONS.into_iter().filter(|action| !kept.contains(action)).collect::<Vec<_>>();
    options.forbid("config", &others(&["create"]), talk)?;
    options.forbid("partitions", &others(&["alter", "create"]), talk)?;
    options.forbid("replication-factor", &others(&["create"]), talk)?;
    options.forbid("replica-assignment", &others(&["alter", "create"]), talk)?;
    if options.has("create") {
        options.forbid("replica-assignment", &["partitions", "replication-factor"], talk)?;
    }
    for filter in DESCRIBE_FILTERS {
        options.forbid(filter, &others(&["describe"]), talk)?;
        let rest: Vec<_> = DESCRIBE_FILTERS.into_iter().filter(|other| *other != filter).collect();
        options.forbid(filter, &rest, talk)?;
    }
    options.forbid("if-exists", &others(&["alter", "delete", "describe"]), talk)?;
    options.forbid("if-not-exists", &others(&["create"]), talk)?;
    options.forbid("exclude-internal", &others(&["list", "describe"]), talk)
}

/// `--partitions`.
pub(super) fn partitions(options: &Options, talk: &mut Talk) -> Result<Option<i32>, Stop> {
    match options.number("partitions", talk)?.map(i32::try_from) {
        None => Ok(None),
        Some(Ok(count)) if count >= 1 => Ok(Some(count)),
        _ => Err(super::fail(talk, super::ILLEGAL_ARGUMENT, "The partitions must be greater than 0")),
    }
}

/// `--replication-factor`.
pub(super) fn replication_factor(options: &Options, talk: &mut Talk) -> Result<Option<i16>, Stop> {
    match options.number("replication-factor", talk)?.map(i16::try_from) {
        None => Ok(None),
        Some(Ok(factor)) if factor >= 1 => Ok(Some(factor)),
        _ => {
            let message = "The replication factor must be between 1 and 32767 inclusive";
            Err(super::fail(talk, super::ILLEGAL_ARGUMENT, message))
        }
    }
}
