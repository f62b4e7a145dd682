//! `kafka-topics.sh` (`org.apache.kafka.tools.TopicCommand`).

mod create;
mod describe;
mod options;

use super::Tool;
use crate::base::Text;
use crate::console::exceptions::exception_name;
use crate::console::options::Options;
use crate::console::pattern::Pattern;
use crate::console::shell::CommandLine;
use crate::console::talk::{Stop, Talk, To, Unreachable};
use crate::protocol::{
    CreatePartitionsRequest, DeleteTopicsRequest, ErrorCode, MetadataRequest, TopicMetadata, TopicResult,
};

/// The tool.
pub(super) const TOOL: Tool = Tool { name: "kafka-topics", plan, options: options::OPTIONS };

const ILLEGAL_ARGUMENT: &str = "java.lang.IllegalArgumentException";

fn plan(line: &CommandLine, talk: &mut Talk) -> Result<(), Stop> {
    let options = options::read(line, talk)?;
    options.bootstrap(talk)?;
    if options.has("create") {
        create::create(&options, talk)
    } else if options.has("alter") {
        alter(&options, talk)
    } else if options.has("list") {
        list(&options, talk)
    } else if options.has("describe") {
        describe::describe(&options, talk)
    } else {
        delete(&options, talk)
    }
}

/// `Error while executing topic command : …`, the stack trace in the log, exit 1.
fn fail(talk: &mut Talk, class: &str, message: &str) -> Stop {
    talk.out(format!("Error while executing topic command : {message}"));
    talk.log("ERROR", &format!("{class}: {message}\n"), "org.apache.kafka.tools.TopicCommand");
    Stop::Exit(1)
}

fn refused(talk: &mut Talk, error: ErrorCode, message: Option<&Text>) -> Stop {
    let message = message.map_or(error.message(), |text| text);
    fail(talk, &exception_name(error), message)
}

fn unreachable(talk: &mut Talk, why: &Unreachable, call: &str) -> Stop {
    fail(talk, "org.apache.kafka.common.errors.TimeoutException", &why.message(call))
}

/// The first refusal in an answer per topic.
fn check(results: &[TopicResult], talk: &mut Talk) -> Result<(), Stop> {
    match results.iter().find(|(_, error, _)| *error != ErrorCode::None) {
        Some((_, error, message)) => Err(refused(talk, *error, message.as_ref())),
        None => Ok(()),
    }
}

/// Topics that `--topic` means, sorted; all of them without it.
fn found(options: &Options, call: &str, talk: &mut Talk) -> Result<Vec<TopicMetadata>, Stop> {
    let request = MetadataRequest { topics: None, allow_auto_topic_creation: false };
    let answer = talk.ask(To::Any, request)?.map_err(|why| unreachable(talk, &why, call))?;
    let filter = options.value("topic").map(|filter| Pattern::filter(filter));
    let filter =
        filter.transpose().map_err(|bad| fail(talk, "java.lang.RuntimeException", &bad.to_string()))?;
    let is_wanted = |topic: &TopicMetadata| {
        let is_named = filter.as_ref().is_none_or(|filter| filter.matches(&topic.name));
        is_named && !(topic.is_internal && options.has("exclude-internal"))
    };
    let mut topics: Vec<_> = answer.topics.into_iter().filter(is_wanted).collect();
    topics.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(topics)
}

/// As [`found`]; a `--topic` that finds nothing is an error, unless `--if-exists`.
fn required(options: &Options, call: &str, talk: &mut Talk) -> Result<Vec<TopicMetadata>, Stop> {
    let topics = found(options, call, talk)?;
    let wanted = options.value("topic").filter(|topic| !topic.is_empty());
    match wanted {
        Some(topic) if topics.is_empty() && !options.has("if-exists") => {
            let message = format!("Topic '{topic}' does not exist as expected");
            Err(fail(talk, ILLEGAL_ARGUMENT, &message))
        }
        _ => Ok(topics),
    }
}

fn list(options: &Options, talk: &mut Talk) -> Result<(), Stop> {
    for topic in found(options, "listTopics", talk)? {
        talk.out(&topic.name);
    }
    Ok(())
}

fn delete(options: &Options, talk: &mut Talk) -> Result<(), Stop> {
    let topics = required(options, "listTopics", talk)?;
    if topics.is_empty() {
        return Ok(());
    }
    let request = DeleteTopicsRequest { topics: topics.into_iter().map(|topic| topic.name).collect() };
    let answer = talk.ask(To::Any, request)?.map_err(|why| unreachable(talk, &why, "deleteTopics"))?;
    check(&answer.topics, talk)
}

fn alter(options: &Options, talk: &mut Talk) -> Result<(), Stop> {
    let topics = required(options, "listTopics", talk)?;
    let count = options::partitions(options, talk)?.unwrap_or(-1);
    if topics.is_empty() {
        return Ok(());
    }
    let is_offsets = |topic: &&TopicMetadata| topic.is_internal;
    if topics.iter().find(is_offsets).is_some() {
        let message = "The number of partitions for the offsets topic cannot be changed.";
        return Err(fail(talk, ILLEGAL_ARGUMENT, message));
    }
    let topics = topics.into_iter().map(|topic| (topic.name, count)).collect();
    let request = CreatePartitionsRequest { topics };
    let answer = talk.ask(To::Any, request)?.map_err(|why| unreachable(talk, &why, "createPartitions"))?;
    check(&answer.topics, talk)
}
