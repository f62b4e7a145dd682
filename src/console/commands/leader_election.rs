//! `kafka-leader-election.sh` (`org.apache.kafka.tools.LeaderElectionCommand` of 4.0).

use super::Tool;
use super::json::{elections, parse};
use super::support::{Failure, Partition, answered, join, name_of, read_file};
use crate::base::Duration;
use crate::console::options::{Opt, Options};
use crate::console::shell::CommandLine;
use crate::console::talk::{Stop, Talk, To};
use crate::protocol::{ElectLeadersRequest, ElectionType, ErrorCode};

/// The tool.
pub(super) const TOOL: Tool = Tool { name: "kafka-leader-election", plan, options: OPTIONS };

const ABOUT: &str = "This tool attempts to elect a new leader for a set of topic partitions. The type of elections supported are preferred replicas and unclean replicas.";

const OPTIONS: &[Opt] = &[
    Opt::one(
        "bootstrap-server",
        "String: host:port",
        "A hostname and port for the broker to connect to, in the form host:port. Multiple comma separated URLs can be given. REQUIRED.",
    ),
    Opt::one(
        "admin.config",
        "String: config file",
        "Configuration properties files to pass to the admin client",
    )
    .absent(),
    Opt::one(
        "path-to-json-file",
        "String: Path to JSON file",
        "The JSON file with the list  of partition for which leader elections should be performed. This is an example format. {\"partitions\": [{\"topic\": \"foo\", \"partition\": 1}, {\"topic\": \"foobar\", \"partition\": 2}] } Not allowed if --all-topic-partitions or --topic flags are specified.",
    ),
    Opt::one(
        "topic",
        "String: topic name",
        "Name of topic for which to perform an election. Not allowed if --path-to-json-file or --all-topic-partitions is specified.",
    ),
    Opt::one(
        "partition",
        "Integer: partition id",
        "Partition id for which to perform an election. REQUIRED if --topic is specified.",
    ),
    Opt::flag(
        "all-topic-partitions",
        "Perform election on all of the eligible topic partitions based on the type of election (see the --election-type flag). Not allowed if --topic or --path-to-json-file is specified.",
    ),
    Opt::one(
        "election-type",
        "[PREFERRED|UNCLEAN]: election type",
        "Type of election to attempt. Possible values are \"preferred\" for preferred leader election or \"unclean\" for unclean leader election. If preferred election is selection, the election is only performed if the current leader is not the preferred leader for the topic partition. If unclean election is selected, the election is only performed if there are no leader for the topic partition. REQUIRED.",
    ),
    Opt::flag("help", "Print usage information."),
    Opt::flag("version", "Display Kafka version."),
];

fn plan(line: &CommandLine, talk: &mut Talk) -> Result<(), Stop> {
    let options = Options::parse(line, ABOUT, OPTIONS, talk)?;
    if let Some(why) = missing(&options) {
        return Err(fail(talk, &why));
    }
    let election = match options.value("election-type").map(|name| name.to_ascii_lowercase()).as_deref() {
        Some("preferred") => ElectionType::Preferred,
        Some("unclean") => ElectionType::Unclean,
        other => {
            let why =
                format!("Cannot parse argument '{}' of option election-type", other.unwrap_or_default());
            return Err(fail(talk, &why));
        }
    };
    let partitions = partitions(&options, talk)?;
    options.bootstrap(talk)?;
    talk.set_timeout(Duration::from_secs(30));
    let Ok(answer) =
        answered(talk.ask(To::Any, ElectLeadersRequest { election, partitions })?, "electLeaders")
    else {
        let why = "Timeout waiting for election results";
        talk.out(why);
        return Err(fail(talk, why));
    };
    if answer.error != ErrorCode::None {
        return Err(fail(talk, &Failure::of(answer.error, None).in_execution()));
    }
    let name = if election == ElectionType::Preferred { "PREFERRED" } else { "UNCLEAN" };
    let with = |wanted: fn(ErrorCode) -> bool| {
        let mut all: Vec<_> = answer.partitions.iter().filter(|result| wanted(result.2)).collect();
        all.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
        all
    };
    let names = |results: &[&(crate::base::Text, i32, ErrorCode, Option<crate::base::Text>)]| {
        join(results.iter().map(|result| name_of(&(result.0.clone(), result.1))), ", ")
    };
    let elected = with(|error| error == ErrorCode::None);
    if !elected.is_empty() {
        let all = names(&elected);
        talk.out(format!("Successfully completed leader election ({name}) for partitions {all}"));
    }
    let not_needed = with(|error| error == ErrorCode::ElectionNotNeeded);
    if !not_needed.is_empty() {
        talk.out(format!("Valid replica already elected for partitions {}", names(&not_needed)));
    }
    let failed = with(|error| error != ErrorCode::None && error != ErrorCode::ElectionNotNeeded);
    if failed.is_empty() {
        return Ok(());
    }
    for (topic, partition, error, message) in &failed {
        let why = Failure::of(*error, message.as_ref()).text();
        talk.out(format!(
            "Error completing leader election ({name}) for partition: {topic}-{partition}: {why}"
        ));
    }
    Err(fail(talk, &format!("{} replica(s) could not be elected", failed.len())))
}

fn fail(talk: &mut Talk, why: &str) -> Stop {
    talk.err(why);
    Stop::Exit(1)
}

/// `LeaderElectionCommandOptions.validate`.
fn missing(options: &Options) -> Option<String> {
    let required = ["bootstrap-server", "election-type"];
    let absent: Vec<&str> = required.into_iter().filter(|name| !options.has(name)).collect();
    if !absent.is_empty() {
        return Some(format!("Missing required option(s): {}", absent.join(", ")));
    }
    if options.count(&["topic", "all-topic-partitions", "path-to-json-file"]) != 1 {
        let all = "topic, all-topic-partitions, path-to-json-file";
        return Some(format!("One and only one of the following options is required: {all}"));
    }
    match (options.has("topic"), options.has("partition")) {
        (true, false) => Some("Missing required option(s): partition".to_owned()),
        (false, true) => Some("Option partition is only allowed if topic is used".to_owned()),
        _ => None,
    }
}

/// The partitions asked for; none means all.
fn partitions(options: &Options, talk: &mut Talk) -> Result<Option<Vec<Partition>>, Stop> {
    if let (Some(topic), Some(number)) = (options.value("topic"), options.number("partition", talk)?) {
        return Ok(Some(vec![(topic.clone(), i32::try_from(number).unwrap_or(-1))]));
    }
    let Some(path) = options.value("path-to-json-file").cloned() else { return Ok(None) };
    let Some(text) = read_file(talk, &path)? else {
        return Err(fail(talk, &format!("java.nio.file.NoSuchFileException: {path}")));
    };
    let read = parse(&text).ok_or_else(|| "Replica election data is empty".to_owned());
    match read.and_then(|value| elections(&value)) {
        Ok(partitions) => Ok(Some(partitions)),
        Err(why) => Err(fail(talk, &why)),
    }
}
