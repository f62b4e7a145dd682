//! Kafka's tools, one file each, and the table of them.
//!
//! A tool is a [`Plan`] and the options that Kafka's has. To add one: write its
//! file, add it to `TOOLS`.

mod absent;
mod broker_api_versions;
mod configs;
mod console_consumer;
mod console_producer;
mod consumer_groups;
mod consumer_groups_describe;
mod consumer_groups_reset;
mod delete_records;
mod dump_log;
mod get_offsets;
mod json;
mod leader_election;
mod metadata_quorum;
mod producer_perf_test;
mod reassign_generate;
mod reassign_partitions;
mod server;
mod shell_words;
mod storage;
mod support;
mod topics;

use super::options::Opt;
use super::talk::Plan;

/// A tool of Kafka's.
#[derive(Clone, Copy, Debug)]
pub struct Tool {
    /// Its name, without `.sh`.
    pub name: &'static str,
    /// What it does.
    pub plan: Plan,
    /// Its options, for completion and help.
    pub options: &'static [Opt],
}

/// All tools, by name.
const TOOLS: &[Tool] = &[
    console_consumer::TOOL,
    console_producer::TOOL,
    server::START,
    server::STOP,
    server::ZOOKEEPER,
    storage::TOOL,
    shell_words::CAT,
    shell_words::ECHO,
    shell_words::EXIT,
    shell_words::HELP,
    shell_words::JPS,
    shell_words::LS,
    shell_words::SLEEP,
    broker_api_versions::TOOL,
    configs::TOOL,
    consumer_groups::TOOL,
    delete_records::TOOL,
    dump_log::TOOL,
    get_offsets::TOOL,
    leader_election::TOOL,
    metadata_quorum::TOOL,
    producer_perf_test::TOOL,
    reassign_partitions::TOOL,
    topics::TOOL,
];

/// All tools.
#[must_use]
pub const fn tools() -> &'static [Tool] {
    TOOLS
}

/// The plan of a tool.
#[must_use]
pub fn plan_for(tool: &str) -> Option<Plan> {
    let mut known = TOOLS.iter().chain(&absent::TOOLS);
    known.find(|known| known.name == tool).map(|known| known.plan)
}
