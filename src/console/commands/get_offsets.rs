//! `kafka-get-offsets.sh` (`org.apache.kafka.tools.GetOffsetShell` of 4.0).

use super::Tool;
use super::support::{Partition, describe_topics, list_offsets, metadata, name_of};
use crate::base::{EpochMillis, Offset, Text};
use crate::console::options::{Opt, Options};
use crate::console::pattern::Pattern;
use crate::console::shell::CommandLine;
use crate::console::talk::{Stop, Talk};
use crate::protocol::OffsetSpec;

/// The tool.
pub(super) const TOOL: Tool = Tool { name: "kafka-get-offsets", plan, options: OPTIONS };

const ABOUT: &str = "An interactive shell for getting topic-partition offsets.";

const OPTIONS: &[Opt] = &[
    Opt::one(
        "bootstrap-server",
        "String: HOST1:PORT1,...,HOST3:PORT3",
        "REQUIRED. The server(s) to connect to in the form HOST1:PORT1,HOST2:PORT2.",
    ),
    Opt::one(
        "topic-partitions",
        "String: topic1:1,topic2:0-3,topic3,topic4:5-,topic5:-3",
        "Comma separated list of topic-partition patterns to get the offsets for, with the format of '([^:,]*)(?::(?:([0-9]*)|(?:([0-9]*)-([0-9]*))))?'. The first group is an optional regex for the topic name, if omitted, it matches any topic name. The section after ':' describes a 'partition' pattern, which can be: a number, a range in the format of 'NUMBER-NUMBER' (lower inclusive, upper exclusive), an inclusive lower bound in the format of 'NUMBER-', an exclusive upper bound in the format of '-NUMBER' or may be omitted to accept all partitions.",
    ),
    Opt::one(
        "topic",
        "String: topic",
        "The topic to get the offsets for. It also accepts a regular expression. If not present, all authorized topics are queried. Cannot be used if --topic-partitions is present.",
    ),
    Opt::one(
        "partitions",
        "String: partition ids",
        "Comma separated list of partition ids to get the offsets for. If not present, all partitions of the authorized topics are queried. Cannot be used if --topic-partitions is present.",
    ),
    Opt::one(
        "time",
        "String: <timestamp> / -1 or latest / -2 or earliest / -3 or max-timestamp / -4 or earliest-local / -5 or latest-tiered",
        "timestamp of the offsets before that. [Note: No offset is returned, if the timestamp greater than recently committed record timestamp is given.] (default: latest)",
    ),
    Opt::one(
        "command-config",
        "String: config file",
        "Property file containing configs to be passed to Admin Client.",
    )
    .absent(),
    Opt::flag(
        "exclude-internal-topics",
        "By default, internal topics are included. If specified, internal topics are excluded.",
    ),
    Opt::flag("help", "Print usage information."),
    Opt::flag("version", "Display Kafka version."),
];

/// Which partitions of which topics.
struct Rule {
    topics: Pattern,
    partitions: Numbers,
}

enum Numbers {
    /// These; none given means all.
    Set(Vec<i32>),
    /// From the first up to, not including, the second.
    Range(i32, i32),
}

impl Numbers {
    fn allow(&self, number: i32) -> bool {
        match self {
            Self::Set(numbers) => numbers.is_empty() || numbers.contains(&number),
            Self::Range(from, to) => (*from..*to).contains(&number),
        }
    }
}

fn plan(line: &CommandLine, talk: &mut Talk) -> Result<(), Stop> {
    let options = Options::parse(line, ABOUT, OPTIONS, talk)?;
    if line.args.is_empty() {
        return Err(options.usage(talk, ABOUT));
    }
    options.bootstrap(talk)?;
    talk.set_client("AdminClient clientId=GetOffsetShell");
    let (spec, rules) = match spec(&options).and_then(|spec| Ok((spec, rules(&options)?))) {
        Ok(read) => read,
        Err(why) => return Err(fail(talk, &why)),
    };
    let partitions = partitions(&options, &rules, talk)?;
    if partitions.is_empty() {
        return Err(fail(talk, "Could not match any topic-partitions with the specified filters"));
    }
    let wanted: Vec<_> = partitions.into_iter().map(|partition| (partition, spec)).collect();
    let mut lines = Vec::new();
    for (partition, outcome) in list_offsets(talk, &wanted)? {
        let name = name_of(&partition);
        match outcome {
            Ok(listed) if listed.offset == Offset::UNKNOWN => {}
            Ok(listed) => lines.push((name, format!("{}:{}:{}", partition.0, partition.1, listed.offset))),
            Err(failure) => {
                let why = failure.text();
                talk.err(format!("Skip getting offsets for topic-partition {name} due to error: {why}"));
            }
        }
    }
    // By the text of the partition, as Kafka sorts them: t-10 before t-2.
    lines.sort();
    lines.iter().for_each(|(_, line)| talk.out(line));
    Ok(())
}

fn fail(talk: &mut Talk, why: &str) -> Stop {
    talk.err(format!("Error occurred: {why}"));
    Stop::Exit(1)
}

/// `parseOffsetSpec`.
fn spec(options: &Options) -> Result<OffsetSpec, String> {
    let given = options.value("time").map_or("latest", |time| time);
    Ok(match given {
        "latest" | "-1" => OffsetSpec::Latest,
        "earliest" | "-2" => OffsetSpec::Earliest,
        "max-timestamp" | "-3" => OffsetSpec::MaxTimestamp,
        "earliest-local" | "-4" => OffsetSpec::EarliestLocal,
        "latest-tiered" | "-5" => OffsetSpec::LatestTiered,
        other => match other.parse() {
            Ok(time) => OffsetSpec::AtTime(EpochMillis(time)),
            Err(_) => {
                return Err(format!(
                    "Malformed time argument {other}. Please use -1 or latest / -2 or earliest / -3 or \
                     max-timestamp / -4 or earliest-local / -5 or latest-tiered, or a specified long format \
                     timestamp"
                ));
            }
        },
    })
}

fn rules(options: &Options) -> Result<Vec<Rule>, String> {
    let Some(patterns) = options.value("topic-partitions") else {
        let topics = options.value("topic").map_or(".*", |topic| topic);
        let given = options.value("partitions").map_or("", |ids| ids);
        let ids = given.split(',').filter(|id| !id.is_empty()).map(str::parse);
        let ids: Vec<i32> = ids.collect::<Result<_, _>>().map_err(|_| {
            format!(
                "--partitions expects a comma separated list of numeric partition ids, but received: {given}"
            )
        })?;
        return Ok(vec![Rule { topics: topic_pattern(topics)?, partitions: Numbers::Set(ids) }]);
    };
    if options.count(&["topic", "partitions"]) > 0 {
        return Err("--topic-partitions cannot be used with --topic or --partitions".to_owned());
    }
    patterns.split(',').map(rule).collect()
}

fn topic_pattern(text: &str) -> Result<Pattern, String> {
    Pattern::filter(text).map_err(|bad| bad.to_string())
}

/// `parseRuleSpec`: `orders`, `orders:3`, `orders:1-4`, `:2-`.
fn rule(text: &str) -> Result<Rule, String> {
    let wrong = || format!("Invalid rule specification: {text}");
    let (topics, numbers) = text.split_once(':').unwrap_or((text, "-"));
    let number = |digits: &str, default: i32| {
        if digits.is_empty() { Ok(default) } else { digits.parse::<i32>().map_err(|_| wrong()) }
    };
    let partitions = match numbers.split_once('-') {
        Some((from, to)) => Numbers::Range(number(from, 0)?, number(to, i32::MAX)?),
        None if numbers.is_empty() => Numbers::Range(0, i32::MAX),
        None => Numbers::Set(vec![number(numbers, 0)?]),
    };
    let topics = if topics.is_empty() { ".*" } else { topics };
    Ok(Rule { topics: topic_pattern(topics)?, partitions })
}

/// `listPartitionInfos`: the partitions that a rule allows.
fn partitions(options: &Options, rules: &[Rule], talk: &mut Talk) -> Result<Vec<Partition>, Stop> {
    let known = match metadata(talk, None, "listTopics")? {
        Ok(known) => known,
        Err(failure) => return Err(fail(talk, &failure.text())),
    };
    let is_wanted = |name: &str| rules.iter().any(|rule| rule.topics.matches(name));
    let internal = !options.has("exclude-internal-topics");
    let names: Vec<Text> = known
        .topics
        .iter()
        .filter(|topic| (internal || !topic.is_internal) && is_wanted(&topic.name))
        .map(|topic| topic.name.clone())
        .collect();
    let topics = match describe_topics(talk, names)? {
        Ok(topics) => topics,
        Err(failure) => return Err(fail(talk, &failure.text())),
    };
    let all = topics
        .values()
        .flat_map(|topic| topic.partitions.iter().map(|partition| (topic.name.clone(), partition.partition)));
    let is_allowed = |(name, number): &Partition| {
        rules.iter().any(|rule| rule.topics.matches(name) && rule.partitions.allow(*number))
    };
    Ok(all.filter(is_allowed).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_pick_partitions() {
        let allows = |text: &str, name: &str, number| {
            let rule = rule(text).unwrap_or_else(|why| panic!("{why}"));
            rule.topics.matches(name) && rule.partitions.allow(number)
        };
        assert!(allows("orders", "orders", 7) && !allows("orders", "orders2", 0));
        assert!(allows("o.*:3", "orders", 3) && !allows("o.*:3", "orders", 4));
        assert!(allows("t:1-4", "t", 1) && !allows("t:1-4", "t", 4));
        assert!(allows(":2-", "t", 2) && !allows(":-2", "t", 2));
        assert!(rule("t:x").is_err() && rule("t:1-x").is_err());
    }
}
