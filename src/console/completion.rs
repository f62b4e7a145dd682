//! Completion of a command line, as the Tab key of a good shell would do it: tools, the
//! options of the tool, and the names that an option takes.

use super::commands::{Tool, tools};
use super::options::Takes;
use crate::base::Text;

/// Names that stand in the cluster.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// Topics.
    pub topics: Vec<Text>,
    /// Consumer groups.
    pub groups: Vec<Text>,
    /// `localhost:9092` and so on.
    pub servers: Vec<Text>,
    /// Ids of brokers.
    pub brokers: Vec<Text>,
}

/// What the last word of a line may become, sorted. Nothing for a word that is complete
/// already or that nobody knows.
#[must_use]
pub fn complete(line: &str, names: &Names) -> Vec<String> {
    let word = line.rsplit(char::is_whitespace).next().unwrap_or(line);
    let before = line.strip_suffix(word).unwrap_or("");
    let mut words = before.split_whitespace();
    let mut found = match words.next() {
        None => programs(word),
        Some(program) => arguments(program, words.next_back(), word, names),
    };
    found.retain(|candidate| candidate != word);
    found.sort();
    found.dedup();
    found
}

/// Tools that begin so, spelled as the word is begun: with `bin/`, with `.sh`.
fn programs(word: &str) -> Vec<String> {
    let (folder, begun) = word.rfind('/').map_or(("", word), |at| word.split_at(at + 1));
    let named = tools().iter().filter(|tool| tool.name.starts_with(bare(begun)));
    named
        .map(|tool| {
            // Kafka's tools are scripts; the shell's own words are not.
            let suffix = if tool.name.contains('-') { ".sh" } else { "" };
            format!("{folder}{}{suffix}", tool.name)
        })
        .filter(|candidate| candidate.starts_with(word))
        .collect()
}

/// `bin/kafka-topics.sh` is `kafka-topics`.
fn bare(program: &str) -> &str {
    let file = program.rsplit(['/', '\\']).next().unwrap_or(program);
    file.strip_suffix(".sh").or_else(|| file.strip_suffix(".bat")).unwrap_or(file)
}

fn arguments(program: &str, previous: Option<&str>, word: &str, names: &Names) -> Vec<String> {
    let Some(tool) = tools().iter().find(|tool| tool.name == bare(program)) else { return Vec::new() };
    if let Some(values) = previous.and_then(|option| values(tool, option, names)) {
        let matching = values.iter().filter(|value| value.starts_with(word));
        return matching.map(ToString::to_string).collect();
    }
    if !(word.is_empty() || word.starts_with('-')) {
        return Vec::new();
    }
    let options = tool.options.iter().filter(|option| option.is_here);
    options.map(|option| format!("--{}", option.name)).filter(|name| name.starts_with(word)).collect()
}

/// The names that the option before the word takes; none when it takes no argument.
fn values<'a>(tool: &Tool, option: &str, names: &'a Names) -> Option<&'a [Text]> {
    let name = option.strip_prefix("--")?;
    let known = tool.options.iter().find(|known| known.name == name)?;
    if known.takes == Takes::Nothing {
        return None;
    }
    Some(match name {
        "topic" => &names.topics,
        "group" => &names.groups,
        "bootstrap-server" => &names.servers,
        "broker" | "entity-name" => &names.brokers,
        _ => &[],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        Names {
            topics: vec!["orders".into(), "outbox".into(), "pays".into()],
            groups: vec!["cooks".into()],
            servers: vec!["localhost:9092".into()],
            brokers: vec!["1".into()],
        }
    }

    #[test]
    fn tools_options_and_names_are_completed() {
        let complete = |line: &str| complete(line, &names());
        assert_eq!(complete("kafka-topi"), ["kafka-topics.sh"]);
        assert_eq!(complete("bin/kafka-leader"), ["bin/kafka-leader-election.sh"]);
        assert!(complete("bin/kafka-con").len() >= 3);
        assert_eq!(complete("kafka-topics --crea"), ["--create"]);
        assert_eq!(complete("bin/kafka-topics.sh --describe --topic o"), ["orders", "outbox"]);
        assert_eq!(complete("kafka-consumer-groups --group "), ["cooks"]);
        assert_eq!(complete("kafka-topics.sh --bootstrap-server l"), ["localhost:9092"]);
        assert!(complete("kafka-topics.sh --list ").contains(&"--bootstrap-server".to_owned()));
    }

    #[test]
    fn what_nobody_knows_stays() {
        for line in [
            "xyz",
            "xyz --",
            "kafka-topics orders",
            "kafka-topics --topic zebra",
            "é\u{a0}",
            "kafka-topics --partitions ",
        ] {
            assert_eq!(complete(line, &names()), Vec::<String>::new(), "{line:?}");
        }
        // An option that the lab lacks is not offered.
        assert!(!complete("kafka-reassign-partitions --thro", &names()).contains(&"--throttle".to_owned()));
    }
}
