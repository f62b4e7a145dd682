//! `kafka-console-consumer.sh` while it runs: each record handed to its consumer
//! is a line.
//!
//! Mirrors `ConsoleConsumer` and `DefaultMessageFormatter`. The consumer itself
//! is a client of the world like any other.

use super::client_log::ClientLog;
use super::host::{HostAnswer, HostRequest};
use super::running::{Desk, News};
use crate::base::{ClientId, Duration, Instant};
use crate::client::{ClientCommand, ConsumerSpec, DeliveredRecord};
use crate::coordinator::decode_offsets_record;
use crate::protocol::Record;
use crate::story::{Ending, Fact};

const CLASS: &str = "org.apache.kafka.tools.consumer.ConsoleConsumer";

/// What a formatter for `__consumer_offsets` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InternalRecords {
    /// Commits (`OffsetsMessageFormatter`).
    Offsets,
    /// Groups (`GroupMetadataMessageFormatter`).
    Groups,
}

impl InternalRecords {
    /// The line of a record, as JSON; none when it is of another type.
    fn line(self, record: &Record) -> Option<String> {
        let ((key_type, key), value) = decode_offsets_record(record.key.as_ref()?, record.value.as_ref())?;
        if (self == Self::Offsets) != (key_type < 2) {
            return None;
        }
        let value = value.map_or(
            serde_json::Value::Null,
            |(version, data)| serde_json::json!({ "version": version, "data": data }),
        );
        let line = serde_json::json!({ "key": { "type": key_type, "data": key }, "value": value });
        Some(format!("{line}\n"))
    }
}

/// How a record becomes a line (`--property`).
#[allow(clippy::struct_excessive_bools, reason = "each is a property of Kafka's formatter")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordFormat {
    /// `--formatter`, when it is not the usual one.
    pub internal: Option<InternalRecords>,
    /// `print.timestamp`.
    pub timestamp: bool,
    /// `print.partition`.
    pub partition: bool,
    /// `print.offset`.
    pub offset: bool,
    /// `print.headers`.
    pub headers: bool,
    /// `print.key`.
    pub key: bool,
    /// `print.value`.
    pub value: bool,
    /// `key.separator`.
    pub separator: String,
    /// `line.separator`.
    pub line_separator: String,
    /// `headers.separator`.
    pub headers_separator: String,
    /// `null.literal`.
    pub null_literal: String,
}

impl Default for RecordFormat {
    fn default() -> Self {
        Self {
            internal: None,
            timestamp: false,
            partition: false,
            offset: false,
            headers: false,
            key: false,
            value: true,
            separator: "\t".to_owned(),
            line_separator: "\n".to_owned(),
            headers_separator: ",".to_owned(),
            null_literal: "null".to_owned(),
        }
    }
}

impl RecordFormat {
    /// The line of a record, its end included.
    fn line(&self, delivered: &DeliveredRecord) -> String {
        let record = &delivered.record;
        if let Some(internal) = self.internal {
            return internal.line(record).unwrap_or_default();
        }
        let text = |bytes: Option<&[u8]>| {
            bytes.map_or(self.null_literal.clone(), |bytes| String::from_utf8_lossy(bytes).into_owned())
        };
        let mut fields = Vec::new();
        if self.timestamp {
            fields.push(match (record.timestamp.0, delivered.is_append_time) {
                (-1, _) => "NO_TIMESTAMP".to_owned(),
                (at, false) => format!("CreateTime:{at}"),
                (at, true) => format!("LogAppendTime:{at}"),
            });
        }
        if self.partition {
            fields.push(format!("Partition:{}", delivered.partition));
        }
        if self.offset {
            fields.push(format!("Offset:{}", record.offset));
        }
        if self.headers {
            let header = |(name, value): &(_, Option<_>)| -> String {
                let name: &bytes::Bytes = name;
                let value: Option<&bytes::Bytes> = value.as_ref();
                format!("{}:{}", String::from_utf8_lossy(name), text(value.map(|value| &**value)))
            };
            let headers: Vec<_> = record.headers.iter().map(header).collect();
            let is_empty = headers.is_empty();
            fields.push(if is_empty { "NO_HEADERS".into() } else { headers.join(&self.headers_separator) });
        }
        if self.key {
            fields.push(text(record.key.as_deref()));
        }
        if self.value {
            fields.push(text(record.value.as_deref()));
        }
        fields.join(&self.separator) + &self.line_separator
    }
}

/// A console consumer.
#[derive(Clone, Debug)]
pub struct ConsoleConsumer {
    spec: Box<ConsumerSpec>,
    format: RecordFormat,
    log: ClientLog,
    most: Option<u64>,
    timeout: Option<Duration>,
    client: Option<ClientId>,
    printed: u64,
    /// When the last record came, or it began.
    since: Instant,
    /// Written and not yet ended by a line end.
    begun: String,
    ending: Option<i32>,
}

impl ConsoleConsumer {
    /// One that is about to start its consumer.
    #[must_use]
    pub fn new(spec: ConsumerSpec, format: RecordFormat, timeout: Option<Duration>) -> Self {
        let client_id = spec.config.get("client.id").map_or(&*spec.name, |id| &**id);
        let group = if spec.group.is_empty() { "null" } else { &spec.group };
        let log = ClientLog::new(format!("Consumer clientId={client_id}, groupId={group}"), &spec.bootstrap);
        Self {
            most: spec.console.and_then(|console| console.most_records),
            spec: Box::new(spec),
            format,
            log,
            timeout,
            client: None,
            printed: 0,
            since: Instant::START,
            begun: String::new(),
            ending: None,
        }
    }

    /// Whether it will end by itself.
    pub(super) fn is_ending(&self) -> bool {
        self.ending.is_some() || self.timeout.is_some()
    }

    pub(super) fn next_due(&self) -> Option<Instant> {
        self.timeout.filter(|_| self.ending.is_none()).map(|timeout| self.since + timeout)
    }

    pub(super) fn client(&self) -> Option<ClientId> {
        self.client
    }

    pub(super) fn hear(&mut self, news: News, desk: &mut Desk) {
        match news {
            News::Begin => {
                self.since = desk.now;
                desk.ask(HostRequest::Consume(self.spec.clone()));
            }
            News::Host(HostAnswer::Client(client, _)) => {
                self.client = Some(client);
                if self.most == Some(0) {
                    self.close(0, desk);
                }
            }
            News::Records(records) => self.print(&records, desk),
            News::Wake => self.look_at_the_clock(desk),
            News::Interrupt => self.close(130, desk),
            News::Answered(broker, correlation, errors) => {
                self.log.answered(broker, correlation, errors.as_deref(), desk);
            }
            News::Disconnected(broker) => self.log.disconnected(broker, desk),
            News::Happened(facts) => facts.iter().for_each(|fact| happened(fact, desk)),
            News::Ended(how) => self.ended(how, desk),
            News::EndOfInput | News::Host(_) | News::Line(_) => {}
        }
    }

    fn print(&mut self, records: &[DeliveredRecord], desk: &mut Desk) {
        self.since = desk.now;
        for record in records {
            if self.most.is_some_and(|most| self.printed >= most) {
                break;
            }
            self.printed += 1;
            self.begun.push_str(&self.format.line(record));
            if let Some(end) = self.begun.rfind('\n') {
                desk.out(&self.begun[..end]);
                self.begun.drain(..=end);
            }
        }
        if self.most.is_some_and(|most| self.printed >= most) {
            self.close(0, desk);
        }
    }

    fn look_at_the_clock(&mut self, desk: &mut Desk) {
        if self.next_due().is_some_and(|due| due <= desk.now) {
            desk.log("ERROR", "Error processing message, terminating consumer process: ", CLASS);
            desk.err("org.apache.kafka.common.errors.TimeoutException");
            self.close(0, desk);
        }
    }

    fn close(&mut self, code: i32, desk: &mut Desk) {
        let is_again = self.ending.is_some();
        self.ending.get_or_insert(code);
        let Some(client) = self.client else { return };
        if is_again && code == 130 {
            desk.ask(HostRequest::Kill(client));
        } else if !is_again {
            desk.ask(HostRequest::Tell(client, ClientCommand::Close));
        }
    }

    fn ended(&mut self, how: Ending, desk: &mut Desk) {
        if !self.begun.is_empty() {
            desk.out(std::mem::take(&mut self.begun));
        }
        if how == Ending::Fatal {
            desk.log("ERROR", "Error processing message, terminating consumer process: ", CLASS);
        }
        desk.err(format!("Processed a total of {} messages", self.printed));
        desk.exit = Some(self.ending.unwrap_or(1));
    }
}

/// What the log says of errors of the consumer itself.
fn happened(fact: &Fact, desk: &mut Desk) {
    if let Fact::ErrorReturned { api, error, .. } = fact
        && !error.is_retriable()
    {
        let message = format!("{} failed: {}", api.name(), error.message());
        desk.log("ERROR", &message, CLASS);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{EpochMillis, Offset};

    #[test]
    fn fields_come_in_kafkas_order() {
        let delivered = DeliveredRecord {
            topic: "t".into(),
            partition: 2,
            is_append_time: false,
            record: Record {
                offset: Offset(5),
                key: Some("k".into()),
                value: None,
                timestamp: EpochMillis(1_700_000_000_000),
                headers: vec![("h".into(), Some("v".into())), ("n".into(), None)],
            },
        };
        assert_eq!(RecordFormat::default().line(&delivered), "null\n");
        let all = RecordFormat {
            timestamp: true,
            partition: true,
            offset: true,
            headers: true,
            key: true,
            separator: "|".to_owned(),
            null_literal: "-".to_owned(),
            ..RecordFormat::default()
        };
        assert_eq!(all.line(&delivered), "CreateTime:1700000000000|Partition:2|Offset:5|h:v,n:-|k|-\n");
    }
}
