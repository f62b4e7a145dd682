//! Programs that run until they are told to end: a console producer, a console
//! consumer, a server in the foreground.

use super::console_consumer::ConsoleConsumer;
use super::console_producer::ConsoleProducer;
use super::host::{HostAnswer, HostRequest};
use super::line::{ConsoleLine, ConsoleLineKind};
use super::perf_test::PerfTest;
use super::server::Server;
use crate::base::{BrokerId, ClientId, CorrelationId, EpochMillis, Instant, Text};
use crate::client::DeliveredRecord;
use crate::protocol::ErrorCode;
use crate::story::{Ending, Fact};
use std::sync::Arc;

/// What a program is handed with each input.
#[derive(Debug)]
pub struct Desk {
    /// The present instant.
    pub now: Instant,
    /// Calendar time of [`Instant::START`].
    pub epoch: EpochMillis,
    /// What it prints.
    pub lines: Vec<ConsoleLine>,
    /// What it asks of its machine.
    pub host: Vec<HostRequest>,
    /// Set when it ends.
    pub exit: Option<i32>,
}

/// What comes to a program.
#[derive(Clone, Debug)]
pub enum News {
    /// It begins.
    Begin,
    /// A line was typed.
    Line(Text),
    /// Ctrl+D.
    EndOfInput,
    /// Ctrl+C.
    Interrupt,
    /// Something is due.
    Wake,
    /// Its machine answers.
    Host(HostAnswer),
    /// What happened in the world, for programs that watch the nodes; what happened
    /// to the client it started, for the others.
    Happened(Arc<Vec<Fact>>),
    /// A broker answered its client. With metadata: topics that it has an error for.
    Answered(BrokerId, CorrelationId, Option<Vec<(Text, ErrorCode)>>),
    /// A broker hung up on its client, or refused it.
    Disconnected(BrokerId),
    /// Its consumer was handed records.
    Records(Vec<DeliveredRecord>),
    /// The client it started ended.
    Ended(Ending),
}

/// A program that runs.
#[derive(Clone, Debug)]
pub enum Running {
    /// `kafka-console-producer.sh`.
    Producer(ConsoleProducer),
    /// `kafka-console-consumer.sh`.
    Consumer(ConsoleConsumer),
    /// `kafka-producer-perf-test.sh`.
    Perf(PerfTest),
    /// `kafka-server-start.sh` in the foreground.
    Server(Server),
}

impl Running {
    /// Takes in what comes.
    pub fn hear(&mut self, news: News, desk: &mut Desk) {
        match self {
            Self::Producer(producer) => producer.hear(news, desk),
            Self::Consumer(consumer) => consumer.hear(news, desk),
            Self::Perf(test) => test.hear(news, desk),
            Self::Server(server) => server.hear(news, desk),
        }
    }

    /// What stands before the cursor.
    #[must_use]
    pub fn prompt(&self) -> &'static str {
        match self {
            Self::Producer(producer) => producer.prompt(),
            Self::Consumer(_) | Self::Perf(_) | Self::Server(_) => "",
        }
    }

    /// Whether it will end by itself, soon.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        match self {
            Self::Producer(producer) => producer.is_closing(),
            Self::Consumer(consumer) => consumer.is_ending(),
            Self::Perf(_) => true,
            Self::Server(server) => server.is_stopping(),
        }
    }

    /// The client it has started.
    #[must_use]
    pub fn client(&self) -> Option<ClientId> {
        match self {
            Self::Producer(producer) => producer.client(),
            Self::Consumer(consumer) => consumer.client(),
            Self::Perf(test) => test.client(),
            Self::Server(_) => None,
        }
    }

    /// Whether it wants to hear what happens to the nodes.
    #[must_use]
    pub fn watches_nodes(&self) -> bool {
        matches!(self, Self::Server(_))
    }

    /// When something is due next.
    #[must_use]
    pub fn next_due(&self, now: Instant) -> Option<Instant> {
        match self {
            Self::Consumer(consumer) => consumer.next_due().filter(|due| *due > now),
            Self::Producer(_) | Self::Perf(_) | Self::Server(_) => None,
        }
    }
}

impl Desk {
    /// Prints to stdout.
    pub fn out(&mut self, text: impl AsRef<str>) {
        self.print(ConsoleLineKind::Out, text.as_ref());
    }

    /// Prints to stderr.
    pub fn err(&mut self, text: impl AsRef<str>) {
        self.print(ConsoleLineKind::Error, text.as_ref());
    }

    fn print(&mut self, kind: ConsoleLineKind, text: &str) {
        self.lines.extend(text.split('\n').map(|line| ConsoleLine::new(kind, line)));
    }

    /// A line of a log.
    fn dated(&self, level: &str, message: &str, class: &str) -> String {
        let date = super::calendar::log_date(self.now.on_calendar(self.epoch));
        format!("[{date}] {level} {message} ({class})")
    }

    /// Prints a line of a log to stderr, as the tools do.
    pub fn log(&mut self, level: &str, message: &str, class: &str) {
        self.err(self.dated(level, message, class));
    }

    /// Prints a line of a server's log, which goes to stdout.
    pub fn info(&mut self, message: &str, class: &str) {
        self.out(self.dated("INFO", message, class));
    }

    /// Asks its machine something.
    pub fn ask(&mut self, request: HostRequest) {
        self.host.push(request);
    }
}
