//! `kafka-console-producer.sh` while it runs: each line typed is a record.
//!
//! Mirrors `ConsoleProducer` and its `LineMessageReader`. The producer itself is
//! a client of the world like any other. Left out: headers.

use super::client_log::ClientLog;
use super::exceptions::exception_name;
use super::host::{HostAnswer, HostRequest};
use super::running::{Desk, News};
use crate::base::{ClientId, Text};
use crate::client::{ClientCommand, ProducerSpec};
use crate::protocol::ErrorCode;
use crate::story::Fact;
use std::collections::VecDeque;

/// How a line becomes a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineFormat {
    /// Whether a key comes first (`parse.key`).
    pub parse_key: bool,
    /// What stands between key and value (`key.separator`).
    pub key_separator: String,
    /// Whether a line without separator is sent without key (`ignore.error`).
    pub ignore_error: bool,
    /// What stands for no value at all (`null.marker`).
    pub null_marker: Option<String>,
}

impl Default for LineFormat {
    fn default() -> Self {
        Self { parse_key: false, key_separator: "\t".to_owned(), ignore_error: false, null_marker: None }
    }
}

impl LineFormat {
    /// Key and value of a line; the line's number is for the error.
    fn read(&self, line: &str, number: u64) -> Result<(Option<Text>, Option<Text>), String> {
        let or_null = |text: &str| {
            let is_null = self.null_marker.as_deref() == Some(text);
            (!is_null).then(|| Text::from(text))
        };
        if !self.parse_key {
            return Ok((None, or_null(line)));
        }
        match line.split_once(self.key_separator.as_str()) {
            Some((key, value)) => Ok((or_null(key), or_null(value))),
            None if self.ignore_error => Ok((None, or_null(line))),
            None => Err(format!("No key separator found on line number {number}: '{line}'")),
        }
    }
}

/// Sizes of a record's key and value, in bytes.
type Sizes = (Option<usize>, Option<usize>);

/// A console producer.
#[derive(Clone, Debug)]
pub struct ConsoleProducer {
    spec: Box<ProducerSpec>,
    format: LineFormat,
    log: ClientLog,
    client: Option<ClientId>,
    lines: u64,
    /// Records sent and not yet answered, oldest first.
    unanswered: VecDeque<Sizes>,
    closing: Option<i32>,
}

impl ConsoleProducer {
    /// One that is about to start its producer.
    #[must_use]
    pub fn new(spec: ProducerSpec, format: LineFormat) -> Self {
        let client_id = spec.config.get("client.id").map_or(&*spec.name, |id| &**id);
        let log = ClientLog::new(format!("Producer clientId={client_id}"), &spec.bootstrap);
        Self {
            spec: Box::new(spec),
            format,
            log,
            client: None,
            lines: 0,
            unanswered: VecDeque::new(),
            closing: None,
        }
    }

    pub(super) fn prompt(&self) -> &'static str {
        if self.is_closing() { "" } else { ">" }
    }

    pub(super) fn is_closing(&self) -> bool {
        self.closing.is_some()
    }

    pub(super) fn client(&self) -> Option<ClientId> {
        self.client
    }

    pub(super) fn hear(&mut self, news: News, desk: &mut Desk) {
        match news {
            News::Begin => desk.ask(HostRequest::Produce(self.spec.clone())),
            News::Host(HostAnswer::Client(client, _)) => self.client = Some(client),
            News::Line(line) if !self.is_closing() => self.send(&line, desk),
            News::EndOfInput => self.close(0, desk),
            News::Interrupt => self.close(130, desk),
            News::Answered(broker, correlation, errors) => {
                self.log.answered(broker, correlation, errors.as_deref(), desk);
            }
            News::Disconnected(broker) => self.log.disconnected(broker, desk),
            News::Happened(facts) => facts.iter().for_each(|fact| self.happened(fact, desk)),
            News::Ended(_) => desk.exit = Some(self.closing.unwrap_or(1)),
            News::Host(_) | News::Line(_) | News::Wake | News::Records(_) => {}
        }
    }

    fn send(&mut self, line: &str, desk: &mut Desk) {
        self.lines += 1;
        match self.format.read(line, self.lines) {
            Ok((key, value)) => {
                let size = |text: &Option<Text>| text.as_ref().map(|text| text.len());
                self.unanswered.push_back((size(&key), size(&value)));
                self.tell(ClientCommand::Send(vec![(key, value)]), desk);
            }
            Err(why) => {
                desk.err(format!("org.apache.kafka.common.KafkaException: {why}"));
                self.close(1, desk);
            }
        }
    }

    fn close(&mut self, code: i32, desk: &mut Desk) {
        if self.closing.replace(code).is_some() {
            // Told twice: killed.
            desk.exit = Some(code);
            desk.host.extend(self.client.map(HostRequest::Kill));
            return;
        }
        self.tell(ClientCommand::Close, desk);
    }

    fn tell(&self, command: ClientCommand, desk: &mut Desk) {
        desk.host.extend(self.client.map(|client| HostRequest::Tell(client, command)));
    }

    fn happened(&mut self, fact: &Fact, desk: &mut Desk) {
        match fact {
            Fact::Acked { count, .. } => {
                let answered = (*count).max(0) as usize;
                self.unanswered.drain(..answered.min(self.unanswered.len()));
            }
            Fact::SendFailed { count, error, partition, .. } => {
                for _ in 0..(*count).max(1) {
                    let sizes = self.unanswered.pop_front().unwrap_or_default();
                    let partition = partition.map(|partition| partition.partition);
                    self.complain(sizes, (*error, partition, *count), desk);
                }
            }
            _ => {}
        }
    }

    fn complain(
        &self,
        (key, value): Sizes,
        (error, partition, count): (ErrorCode, Option<i32>, i32),
        desk: &mut Desk,
    ) {
        let size = |size: Option<usize>| size.map_or("null".to_owned(), |bytes| format!("{bytes} bytes"));
        let topic = &self.spec.topic;
        let message = format!(
            "Error when sending message to topic {topic} with key: {}, value: {} with error:",
            size(key),
            size(value)
        );
        desk.log("ERROR", &message, "org.apache.kafka.clients.producer.internals.ErrorLoggingCallback");
        let text = match (error, partition) {
            (ErrorCode::RequestTimedOut, None) => {
                let most = self.spec.config.get("max.block.ms").map_or("60000", |most| most);
                format!("Topic {topic} not present in metadata after {most} ms.")
            }
            (ErrorCode::RequestTimedOut, Some(partition)) => {
                let most = self.spec.config.get("delivery.timeout.ms").map_or("120000", |most| most);
                format!(
                    "Expiring {count} record(s) for {topic}-{partition}:{most} ms has passed since batch creation"
                )
            }
            (ErrorCode::InvalidTopicException, _) => format!("Invalid topics: [{topic}]"),
            _ => error.message().to_owned(),
        };
        desk.err(format!("{}: {text}", exception_name(error)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_keys_and_values() {
        let keyed = LineFormat {
            parse_key: true,
            key_separator: ":".to_owned(),
            null_marker: Some("NULL".to_owned()),
            ..LineFormat::default()
        };
        let read = |format: &LineFormat, line| format.read(line, 3);
        assert_eq!(read(&LineFormat::default(), "a:b"), Ok((None, Some("a:b".into()))));
        assert_eq!(read(&keyed, "a:b:c"), Ok((Some("a".into()), Some("b:c".into()))));
        assert_eq!(read(&keyed, "a:NULL"), Ok((Some("a".into()), None)));
        assert_eq!(read(&keyed, "abc"), Err("No key separator found on line number 3: 'abc'".to_owned()));
        let lenient = LineFormat { ignore_error: true, ..keyed };
        assert_eq!(read(&lenient, "abc"), Ok((None, Some("abc".into()))));
    }
}
