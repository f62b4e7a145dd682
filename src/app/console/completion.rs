//! Tab: what the last word of a line could become, from the tools and their
//! options and from the names that the cluster has now.

use crate::console::{Takes, Tool, tools};
use crate::lab::View;

/// A line after Tab, and what else could stand there.
pub(super) struct Completion {
    pub line: String,
    pub offers: Vec<String>,
}

/// Most offers shown.
const MOST: usize = 24;

/// Completes the last word of `line`: whole when there is one way, else as far as all ways agree.
pub(super) fn complete(view: &View, line: &str) -> Completion {
    let start = line.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let (before, word) = line.split_at(start);
    let mut offers = candidates(view, before, word);
    offers.retain(|offer| offer.starts_with(word));
    offers.sort_unstable();
    offers.dedup();
    match offers.as_slice() {
        [] => Completion { line: line.to_owned(), offers },
        [one] => Completion { line: format!("{before}{one} "), offers: Vec::new() },
        several => {
            let shared = common(several).to_owned();
            offers.truncate(MOST);
            Completion { line: format!("{before}{shared}"), offers }
        }
    }
}

/// The longest beginning that all have.
fn common(words: &[String]) -> &str {
    let Some(first) = words.first() else { return "" };
    let shared = words.iter().fold(first.chars().count(), |shared, word| {
        shared.min(first.chars().zip(word.chars()).take_while(|(a, b)| a == b).count())
    });
    let end = first.char_indices().nth(shared).map_or(first.len(), |(at, _)| at);
    first.get(..end).unwrap_or_default()
}

fn candidates(view: &View, before: &str, word: &str) -> Vec<String> {
    let Some(program) = before.split_whitespace().next() else { return programs(word) };
    let Some(tool) = tool_of(program) else { return Vec::new() };
    let last = before.split_whitespace().next_back().unwrap_or_default();
    let takes = tool.options.iter().find(|option| last.strip_prefix("--") == Some(option.name));
    if let Some(option) = takes.filter(|option| option.takes != Takes::Nothing) {
        let values = values(view, option.name);
        if !values.is_empty() {
            return values;
        }
    }
    tool.options.iter().filter(|option| option.is_here).map(|option| format!("--{}", option.name)).collect()
}

/// The tool that a word means: `bin/kafka-topics.sh`, `kafka-topics.bat`.
fn tool_of(program: &str) -> Option<&'static Tool> {
    let file = program.rsplit(['/', '\\']).next().unwrap_or(program);
    let name = file.strip_suffix(".sh").or_else(|| file.strip_suffix(".bat")).unwrap_or(file);
    tools().iter().find(|tool| tool.name == name)
}

/// Every tool, in the folder that was typed; Kafka's own end in `.sh`.
fn programs(word: &str) -> Vec<String> {
    let folder = word.rfind(['/', '\\']).map_or("", |at| word.get(..=at).unwrap_or_default());
    let end = |tool: &Tool| match (tool.options.is_empty() && !tool.name.contains('-'), folder) {
        (true, _) => "",
        (false, folder) if folder.contains('\\') => ".bat",
        (false, _) => ".sh",
    };
    tools().iter().map(|tool| format!("{folder}{}{}", tool.name, end(tool))).collect()
}

/// What may stand after an option, as far as the cluster knows it.
fn values(view: &View, option: &str) -> Vec<String> {
    let cluster = &view.cluster;
    let topics = || cluster.topics.iter().map(|topic| topic.name.to_string());
    let groups = || cluster.groups.iter().map(|group| group.name.to_string());
    let brokers = || cluster.brokers.iter().map(|broker| broker.id.0);
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    match option {
        "topic" => topics().collect(),
        "group" => groups().collect(),
        "bootstrap-server" | "broker-list" => {
            brokers().map(|id| format!("localhost:{}", 9_091 + id)).collect()
        }
        "entity-name" => topics().chain(brokers().map(|id| id.to_string())).collect(),
        "entity-type" => words(&["brokers", "clients", "topics"]),
        "election-type" => words(&["preferred", "unclean"]),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::example;

    fn line(before: &str) -> String {
        complete(&example::shop(), before).line
    }

    #[test]
    fn tools_in_the_folder_that_was_typed() {
        assert_eq!(line("kafka-top"), "kafka-topics.sh ");
        assert_eq!(line("bin/kafka-top"), "bin/kafka-topics.sh ");
        assert_eq!(line(".\\bin\\windows\\kafka-top"), ".\\bin\\windows\\kafka-topics.bat ");
        assert_eq!(line("jp"), "jps ");
        assert_eq!(line("nonsense"), "nonsense");
    }

    #[test]
    fn options_of_the_tool_and_names_of_the_cluster() {
        assert_eq!(line("kafka-topics.sh --desc"), "kafka-topics.sh --describe ");
        assert_eq!(line("kafka-topics.sh --topic ord"), "kafka-topics.sh --topic orders ");
        assert_eq!(
            line("kafka-consumer-groups.sh --group ship"),
            "kafka-consumer-groups.sh --group shipping "
        );
        assert_eq!(
            line("kafka-topics.sh --bootstrap-server "),
            "kafka-topics.sh --bootstrap-server localhost:909"
        );
    }

    #[test]
    fn several_ways_are_offered() {
        let several = complete(&example::shop(), "kafka-con");
        assert_eq!(several.line, "kafka-con");
        assert!(several.offers.contains(&"kafka-console-producer.sh".to_owned()));
        assert!(several.offers.len() >= 3);
    }
}
