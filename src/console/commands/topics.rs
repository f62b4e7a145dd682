//! `kafka-topics.sh` (`org.apache.kafka.tools.TopicCommand`).

use super::Tool;
use crate::console::options::{Opt, Options};
use crate::console::shell::CommandLine;
use crate::console::talk::{Stop, Talk, To};
use crate::protocol::MetadataRequest;

/// The tool.
pub(super) const TOOL: Tool = Tool { name: "kafka-topics", plan, options: OPTIONS };

const ABOUT: &str = "This tool helps to create, delete, describe, or change a topic.";

const OPTIONS: &[Opt] = &[
    Opt::one("bootstrap-server", "String: server to connect to", "REQUIRED: The Kafka server to connect to."),
    Opt::flag("list", "List all available topics."),
    Opt::flag("help", "Print usage information."),
    Opt::flag("version", "Display Kafka version."),
];

fn plan(line: &CommandLine, talk: &mut Talk) -> Result<(), Stop> {
    let options = Options::parse(line, ABOUT, OPTIONS, talk)?;
    options.bootstrap(talk)?;
    let request = MetadataRequest { topics: None, allow_auto_topic_creation: false };
    match talk.ask(To::Any, request)? {
        Ok(answer) => {
            let mut names: Vec<_> = answer.topics.iter().map(|topic| topic.name.clone()).collect();
            names.sort();
            names.iter().for_each(|name| talk.out(name));
            Ok(())
        }
        Err(why) => {
            talk.out(format!("Error while executing topic command : {}", why.message("listTopics")));
            Err(Stop::Exit(1))
        }
    }
}
