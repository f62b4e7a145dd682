//! Tab: what the last word of a line could become, from the commands and their
//! options and from the names that the cluster has now.

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
    let mut offers: Vec<String> = candidates(view, before);
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

const COMMANDS: [&str; 14] = [
    "kafka-broker-api-versions.sh",
    "kafka-configs.sh",
    "kafka-console-consumer.sh",
    "kafka-console-producer.sh",
    "kafka-consumer-groups.sh",
    "kafka-dump-log.sh",
    "kafka-get-offsets.sh",
    "kafka-leader-election.sh",
    "kafka-metadata-quorum.sh",
    "kafka-producer-perf-test.sh",
    "kafka-reassign-partitions.sh",
    "kafka-server-start.sh",
    "kafka-storage.sh",
    "kafka-topics.sh",
];

const OPTIONS: [&str; 12] = [
    "--alter",
    "--bootstrap-server",
    "--create",
    "--delete",
    "--describe",
    "--from-beginning",
    "--group",
    "--list",
    "--partitions",
    "--replication-factor",
    "--topic",
    "localhost:9092",
];

fn candidates(view: &View, before: &str) -> Vec<String> {
    if before.trim().is_empty() {
        return COMMANDS.map(str::to_owned).to_vec();
    }
    let cluster = &view.cluster;
    let topics = cluster.topics.iter().map(|topic| topic.name.to_string());
    let groups = cluster.groups.iter().map(|group| group.name.to_string());
    OPTIONS.iter().map(|option| (*option).to_owned()).chain(topics).chain(groups).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::example;

    #[test]
    fn commands_options_and_names() {
        let view = example::shop();
        assert_eq!(complete(&view, "kafka-top").line, "kafka-topics.sh ");
        assert_eq!(complete(&view, "kafka-topics.sh --desc").line, "kafka-topics.sh --describe ");
        assert_eq!(complete(&view, "kafka-topics.sh --topic ord").line, "kafka-topics.sh --topic orders ");
        let several = complete(&view, "kafka-con");
        assert_eq!(several.line, "kafka-con");
        assert_eq!(several.offers.len(), 4);
        assert_eq!(complete(&view, "nonsense").line, "nonsense");
    }
}
