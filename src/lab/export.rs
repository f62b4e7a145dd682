//! What was played by hand as a scenario file: the open file's cluster and actors
//! in their author's own words, and a timeline made from the journal. The other
//! way round, from file to actions, is `scenario::Verb`.

use super::open::Open;
use super::picture::scenario_time;
use crate::base::{Duration, Instant};
use crate::history::Author;
use crate::scenario::{Both, Moment};
use crate::story::{Action, ConsoleInput, NodeName, ResetTo, TopicSpec};
use std::fmt::Write as _;

/// Time that a file runs on after the last thing that was done.
const TAIL: Duration = Duration::from_secs(10);
/// What of the head is kept as it is.
const KEPT: [&str; 7] = ["title", "goal", "tp", "minutes", "level", "tags", "epoch"];

/// The present branch as a scenario file with this id.
pub(super) fn export(open: &Open, id: &str) -> String {
    let parts = crate::scenario::parts(&open.source, &open.variants.0, &open.variants.1);
    let mut file = format!(
        "// Played by hand and recorded by Brokerscope.\nScenario(\n  format: 1,\n  id: {},\n",
        text(id)
    );
    for name in KEPT {
        if let Some(value) = parts.get(name) {
            let _ = writeln!(file, "  {name}: {value},");
        }
    }
    let head = scenario_time(open.history().branch().head().now());
    let _ = writeln!(file, "  uses: [Demo],");
    let mut lines = lines(open, head);
    // What was done last is still to be seen; and the file runs as long as was played.
    let last = lines.iter().map(|(at, _)| *at).max().unwrap_or_default();
    let until = head.max(last + TAIL).0.div_ceil(1_000_000);
    let _ = writeln!(file, "  until: \"{until}s\",");
    for name in ["cluster", "actors"] {
        let value = parts.get(name).map_or("[]", String::as_str);
        let _ = writeln!(file, "  {name}: {value},");
    }
    file.push_str("  timeline: [\n");
    lines.sort_by_key(|(at, _)| *at);
    for (_, line) in lines {
        let _ = writeln!(file, "    ({line}),");
    }
    file.push_str("  ],\n)\n");
    file
}

/// A file's id from the name of its file: small letters, digits and hyphens.
pub(super) fn id(stem: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let id: String = stem.chars().map(plain).collect();
    let id = id.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
    if id.is_empty() { "recorded".to_owned() } else { id }
}

/// The lines of the timeline, with their times.
fn lines(open: &Open, head: Instant) -> Vec<(Instant, String)> {
    let branch = open.history().branch();
    // Marks and captions of the file, as far as its timeline was followed.
    let followed = open.followed().min(head);
    let mut moments: Vec<Option<&Moment>> =
        open.moments().iter().filter(|moment| moment.at <= followed).map(Some).collect();
    let mut lines = Vec::new();
    for entry in branch.journal().iter() {
        let at = scenario_time(entry.at);
        let Some(verb) = verb(&entry.action) else { continue };
        let planned = moments.iter_mut().find(|moment| {
            entry.author == Author::Script && moment.is_some_and(|moment| is_it(moment, at, &entry.action))
        });
        let said = planned.and_then(Option::take).map(said).unwrap_or_default();
        lines.push((at, format!("at: {}, do: {verb}{said}", length(at.since(Instant::START)))));
    }
    for moment in moments.into_iter().flatten() {
        let verb = match (&moment.deed, &moment.mark) {
            (crate::scenario::Deed::Mark(name), _) => format!("Mark({})", text(name)),
            (crate::scenario::Deed::Pause, _) => "Pause".to_owned(),
            _ => continue,
        };
        let at = length(moment.at.since(Instant::START));
        lines.push((moment.at, format!("at: {at}, do: {verb}{}", said(moment))));
    }
    lines
}

fn is_it(moment: &Moment, at: Instant, action: &Action) -> bool {
    moment.at == at && matches!(&moment.deed, crate::scenario::Deed::World(planned) if planned == action)
}

/// Mark, caption and notes of a moment.
fn said(moment: &Moment) -> String {
    let mut said = String::new();
    if let Some(mark) = &moment.mark {
        let _ = write!(said, ", mark: {}", text(mark));
    }
    let mut both = |name: &str, words: &Option<Both>| {
        if let Some(words) = words {
            let _ = write!(said, ",\n     {name}: (en: {}, fr: {})", text(&words.en), text(&words.fr));
        }
    };
    both("caption", &moment.caption);
    both("notes", &moment.notes);
    said
}

/// A text in quotes, as RON reads it.
fn text(plain: &str) -> String {
    let mut quoted = String::from("\"");
    for c in plain.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{{{:x}}}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// A length of time in the largest unit that says it; below a millisecond it is rounded up.
fn length(length: Duration) -> String {
    let ms = length.0.div_ceil(1_000);
    if ms.is_multiple_of(1_000) { format!("\"{}s\"", ms / 1_000) } else { format!("\"{ms}ms\"") }
}

fn node(name: &NodeName) -> String {
    match name {
        NodeName::Node(id) => id.to_string(),
        NodeName::Client(name) => text(name),
    }
}

fn list(ids: &[i32]) -> String {
    format!("[{}]", ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
}

/// An action in the words of a file.
fn verb(action: &Action) -> Option<String> {
    use Action as A;
    Some(match action {
        A::Start(a) => format!("Start({})", text(a)),
        A::Stop(a) => format!("Stop({})", text(a)),
        A::Kill(a) => format!("Kill({})", text(a)),
        A::Freeze(a) => format!("Freeze({})", text(a)),
        A::Thaw(a) => format!("Thaw({})", text(a)),
        A::Send(a, records) => {
            let records: Vec<_> =
                records.iter().map(|(key, value)| format!("({}, {})", text(key), text(value))).collect();
            format!("Send({}, [{}])", text(a), records.join(", "))
        }
        A::SetRate(a, rate) => format!("SetRate({}, {rate})", text(a)),
        A::SetConfig(a, key, value) => format!("SetConfig({}, {}, {})", text(a), text(key), text(value)),
        A::Commit(a) => format!("Commit({})", text(a)),
        A::Seek(a, t, p, offset) => format!("Seek({}, {}, {p}, {offset})", text(a), text(t)),
        A::DropNextAck(a) => format!("DropNextAck({})", text(a)),
        A::DeleteLocalState(a) => format!("DeleteLocalState({})", text(a)),
        A::ResetOffsets(g, t, to) => {
            let to = match to {
                ResetTo::Earliest => "Earliest".to_owned(),
                ResetTo::Latest => "Latest".to_owned(),
                ResetTo::Offset(offset) => format!("Offset({offset})"),
            };
            format!("ResetOffsets({}, {}, {to})", text(g), text(t))
        }
        A::Console(number, input) => {
            let line = match input {
                ConsoleInput::Line(line) => line,
                ConsoleInput::Interrupt => "^C",
                ConsoleInput::EndOfInput => "^D",
            };
            let line = if *number == 1 { line.to_owned() } else { format!("{number}> {line}") };
            format!("Console({})", text(&line))
        }
        action => return nodes(action).or_else(|| topics(action)),
    })
}

/// Brokers, network and disks.
fn nodes(action: &Action) -> Option<String> {
    use Action as A;
    Some(match action {
        A::CleanStop(id) => format!("CleanStop({id})"),
        A::Crash(id) => format!("Crash({id})"),
        A::PowerCut(id) => format!("PowerCut({id})"),
        A::Restart(id) => format!("Restart({id})"),
        A::AddBroker(id) => format!("AddBroker({id})"),
        A::SetBrokerConfig(id, key, value) => {
            format!("SetBrokerConfig({id}, {}, {})", text(key), text(value))
        }
        A::Link(from, to, latency, loss) => {
            let latency = length(Duration(*latency));
            let loss = format!("\"{}.{:04}%\"", loss / 10_000, loss % 10_000);
            format!("Link(from: {}, to: {}, latency: {latency}, loss: {loss})", node(from), node(to))
        }
        A::Cut(one, other) => format!("Cut({}, {})", node(one), node(other)),
        A::CutOneWay(from, to) => format!("CutOneWay(from: {}, to: {})", node(from), node(to)),
        A::Isolate(name) => format!("Isolate({})", node(name)),
        A::SlowFetch(brokers, by) => {
            format!("SlowFetch(brokers: {}, by: {})", list(brokers), length(Duration(*by)))
        }
        A::Heal => "Heal".to_owned(),
        A::SlowDisk(id, by) => format!("SlowDisk(id: {id}, by: {})", length(Duration(*by))),
        A::FullDisk(id) => format!("FullDisk({id})"),
        A::WipeDisk(id) => format!("WipeDisk({id})"),
        A::CorruptByte(id, t, p, offset) => format!("CorruptByte({id}, {}, {p}, {offset})", text(t)),
        _ => return None,
    })
}

fn topics(action: &Action) -> Option<String> {
    use Action as A;
    Some(match action {
        A::CreateTopic(spec) => new_topic(spec),
        A::DeleteTopic(t) => format!("DeleteTopic({})", text(t)),
        A::AddPartitions(t, count) => format!("AddPartitions({}, {count})", text(t)),
        A::SetTopicConfig(t, key, value) => {
            format!("SetTopicConfig({}, {}, {})", text(t), text(key), text(value))
        }
        A::DeleteRecords(t, p, offset) => format!("DeleteRecords({}, {p}, {offset})", text(t)),
        A::ElectPreferred(t, p) => format!("ElectPreferred({}, {p})", text(t)),
        A::ElectUnclean(t, p) => format!("ElectUnclean({}, {p})", text(t)),
        A::Reassign(t, p, replicas) => format!("Reassign({}, {p}, {})", text(t), list(replicas)),
        _ => return None,
    })
}

fn new_topic(spec: &TopicSpec) -> String {
    let mut out = format!(
        "CreateTopic(name: {}, partitions: {}, rf: {}",
        text(&spec.name),
        spec.partitions,
        spec.replication_factor
    );
    if !spec.replicas.is_empty() {
        let lists: Vec<_> = spec.replicas.iter().map(|ids| list(ids)).collect();
        let _ = write!(out, ", replicas: [{}]", lists.join(", "));
    }
    if !spec.config.is_empty() {
        let pairs: Vec<_> =
            spec.config.iter().map(|(key, value)| format!("{}: {}", text(key), text(value))).collect();
        let _ = write!(out, ", config: {{{}}}", pairs.join(", "));
    }
    out.push(')');
    out
}
