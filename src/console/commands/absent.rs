//! Kafka's tools that the lab does not have, each refused by name; and what Kafka 4 no
//! longer has.

use super::Tool;
use crate::console::shell::CommandLine;
use crate::console::talk::{Stop, Talk};

const fn tool(name: &'static str) -> Tool {
    Tool { name, plan, options: &[] }
}

/// The tools.
pub(super) const TOOLS: [Tool; 21] = [
    tool("connect-distributed"),
    tool("connect-mirror-maker"),
    tool("connect-plugin-path"),
    tool("connect-standalone"),
    tool("kafka-acls"),
    tool("kafka-client-metrics"),
    tool("kafka-cluster"),
    tool("kafka-consumer-perf-test"),
    tool("kafka-delegation-tokens"),
    tool("kafka-e2e-latency"),
    tool("kafka-features"),
    tool("kafka-groups"),
    tool("kafka-jmx"),
    tool("kafka-log-dirs"),
    tool("kafka-metadata-shell"),
    tool("kafka-replica-verification"),
    tool("kafka-run-class"),
    tool("kafka-share-groups"),
    tool("kafka-streams-application-reset"),
    tool("kafka-transactions"),
    tool("kafka-verifiable-producer"),
];

fn plan(line: &CommandLine, talk: &mut Talk) -> Result<(), Stop> {
    talk.note("console-tool-absent", &[("tool", &format!("{}.sh", line.tool))]);
    Err(Stop::Exit(1))
}
