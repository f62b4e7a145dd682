//! What a one-shot command has with the cluster: its questions, the answers so
//! far, and what it prints.
//!
//! A command is a plain function, a [`Plan`], written straight down. It is run
//! again from its start whenever an answer arrives; each question it asks is
//! then answered from the record, in the same order, until the first one that
//! has no answer yet: there it returns [`Stop::Waiting`]. So a command that
//! waits is data (its answers so far), and a world with one in it is cloned,
//! rewound and replayed like any other. Whatever could differ from one run to
//! the next (the time, chance) is an answer like the others.

use super::calendar::log_date;
use super::host::{HostAnswer, HostRequest};
use super::line::{ConsoleLine, ConsoleLineKind};
use super::running::Running;
use super::shell::CommandLine;
use crate::base::{BrokerId, Duration, EpochMillis, Instant, Stream, Text};
use crate::protocol::{Ask, ErrorCode, Request, Response};
use std::sync::Arc;

/// `default.api.timeout.ms` of Kafka's admin client.
pub const API_TIMEOUT: Duration = Duration::from_secs(60);

/// A one-shot command.
pub type Plan = fn(&CommandLine, &mut Talk) -> Result<(), Stop>;

/// Why a plan ends early.
#[derive(Clone, Debug)]
pub enum Stop {
    /// Its next question has no answer yet.
    Waiting,
    /// It exits with this code.
    Exit(i32),
    /// It goes on as a program that runs until it is told to end.
    Stay(Box<Running>),
}

/// Whom a question is for. Retriable errors of the routing itself (not the
/// coordinator, not the leader) are tried again, as Kafka's admin client does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum To {
    /// Any broker of `--bootstrap-server`; it forwards what is the controller's.
    Any,
    /// This broker.
    Broker(BrokerId),
    /// The coordinator of this group.
    Coordinator(Text),
    /// The leader of this partition.
    Leader(Text, i32),
}

/// No answer came in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreachable {
    /// Whether it was sent to somebody at all.
    pub was_sent: bool,
    /// The last error, when there was one.
    pub error: ErrorCode,
    /// When it was given up, on the calendar.
    pub at: EpochMillis,
}

impl Unreachable {
    /// The message of Kafka's `TimeoutException` for a call such as `listTopics`.
    #[must_use]
    pub fn message(&self, call: &str) -> String {
        if self.was_sent {
            format!(
                "Call(callName={call}, deadlineMs={}, tries=1, nextAllowedTryMs=-9223372036854775709) timed out at {} after 1 attempt(s)",
                self.at.0, self.at.0
            )
        } else {
            format!("Timed out waiting for a node assignment. Call: {call}")
        }
    }
}

/// One thing asked, to be answered under its number.
#[derive(Clone, Debug)]
pub(super) enum Question {
    Cluster { to: To, request: Request, timeout: Duration },
    Sleep(Duration),
    Host(HostRequest),
}

#[derive(Clone, Debug)]
pub(super) enum Answer {
    Response(Response),
    Unreachable(Unreachable),
    Slept,
    Host(HostAnswer),
    Instant(Instant),
    Drawn(u64),
}

/// What a plan is handed.
#[derive(Clone, Debug)]
pub struct Talk {
    pub(super) answers: Arc<Vec<Option<Answer>>>,
    pub(super) questions: Vec<Question>,
    pub(super) lines: Vec<ConsoleLine>,
    pub(super) bootstrap: Vec<BrokerId>,
    pub(super) client: Text,
    next: usize,
    now: Instant,
    epoch: EpochMillis,
    stream: Stream,
    timeout: Duration,
}

impl Talk {
    /// A talk at its start, or to be run again with `answers` so far.
    pub(super) fn new(
        answers: Arc<Vec<Option<Answer>>>,
        now: Instant,
        epoch: EpochMillis,
        stream: Stream,
    ) -> Self {
        Self {
            answers,
            questions: Vec::new(),
            lines: Vec::new(),
            bootstrap: vec![BrokerId(1)],
            client: "AdminClient clientId=adminclient-1".into(),
            next: 0,
            now,
            epoch,
            stream,
            timeout: API_TIMEOUT,
        }
    }

    /// Asks one question and has its answer, or why there is none.
    ///
    /// # Errors
    /// [`Stop::Waiting`] until it is answered.
    pub fn ask<A: Ask>(&mut self, to: To, request: A) -> Result<Result<A::Answer, Unreachable>, Stop> {
        let mut answers = self.ask_all(vec![(to, request)])?;
        answers.pop().ok_or(Stop::Waiting)
    }

    /// Asks several questions at once and has their answers, in order.
    ///
    /// # Errors
    /// [`Stop::Waiting`] until all are answered.
    pub fn ask_all<A: Ask>(
        &mut self,
        asked: Vec<(To, A)>,
    ) -> Result<Vec<Result<A::Answer, Unreachable>>, Stop> {
        let (first, timeout) = (self.next, self.timeout);
        let count = asked.len();
        let questions = asked.into_iter().map(|(to, request)| Question::Cluster {
            to,
            request: request.into_request(),
            timeout,
        });
        self.put(questions.collect())?;
        let unusable = Unreachable {
            was_sent: true,
            error: ErrorCode::UnknownServerError,
            at: self.now.on_calendar(self.epoch),
        };
        let answers = (first..first + count).map(|index| match self.answers.get(index) {
            Some(Some(Answer::Response(response))) => A::answer_of(response.clone()).ok_or(unusable),
            Some(Some(Answer::Unreachable(why))) => Err(*why),
            _ => Err(unusable),
        });
        Ok(answers.collect())
    }

    /// Lets time pass.
    ///
    /// # Errors
    /// [`Stop::Waiting`] until it has passed.
    pub fn sleep(&mut self, length: Duration) -> Result<(), Stop> {
        self.put(vec![Question::Sleep(length)])
    }

    /// Does something on the machine that the command runs on.
    ///
    /// # Errors
    /// [`Stop::Waiting`] until it is done.
    pub fn host(&mut self, request: HostRequest) -> Result<HostAnswer, Stop> {
        let place = self.next;
        self.put(vec![Question::Host(request)])?;
        match self.answers.get(place) {
            Some(Some(Answer::Host(answer))) => Ok(answer.clone()),
            _ => Ok(HostAnswer::Nothing),
        }
    }

    /// Registers questions that have no answer yet; passes those that have.
    fn put(&mut self, asked: Vec<Question>) -> Result<(), Stop> {
        let (first, count) = (self.next, asked.len());
        self.next += count;
        if first >= self.answers.len() {
            if count == 0 {
                return Ok(());
            }
            self.questions = asked;
            Arc::make_mut(&mut self.answers).resize(first + count, None);
            return Err(Stop::Waiting);
        }
        let is_answered = (first..self.next).all(|index| matches!(self.answers.get(index), Some(Some(_))));
        if is_answered { Ok(()) } else { Err(Stop::Waiting) }
    }

    /// An answer that needs nobody: recorded when first asked for.
    fn record(&mut self, answer: Answer) -> Answer {
        let place = self.next;
        self.next += 1;
        if let Some(Some(known)) = self.answers.get(place) {
            return known.clone();
        }
        Arc::make_mut(&mut self.answers).push(Some(answer.clone()));
        answer
    }

    /// The present instant.
    pub fn now(&mut self) -> Instant {
        match self.record(Answer::Instant(self.now)) {
            Answer::Instant(at) => at,
            _ => self.now,
        }
    }

    /// The present time on the calendar.
    pub fn calendar(&mut self) -> EpochMillis {
        let epoch = self.epoch;
        self.now().on_calendar(epoch)
    }

    /// A random number below `bound`, from the world's own seed.
    pub fn random(&mut self, bound: u64) -> u64 {
        let drawn = self.stream.below(bound.max(1));
        match self.record(Answer::Drawn(drawn)) {
            Answer::Drawn(number) => number,
            _ => drawn,
        }
    }

    /// How long the questions to come may take.
    pub fn set_timeout(&mut self, timeout: Duration) {
        self.timeout = timeout;
    }

    /// How the client names itself in its log: `AdminClient clientId=adminclient-1`.
    pub fn set_client(&mut self, client: &str) {
        self.client = client.into();
    }

    /// Takes the servers of `--bootstrap-server`. Broker `n` listens on `localhost:(9091 + n)`.
    ///
    /// # Errors
    /// Why Kafka's clients refuse the list.
    pub fn set_bootstrap(&mut self, servers: &str) -> Result<(), String> {
        self.bootstrap = super::servers::parse(servers)?;
        Ok(())
    }

    /// Prints to stdout; several lines when the text has several.
    pub fn out(&mut self, text: impl AsRef<str>) {
        self.print(ConsoleLineKind::Out, text.as_ref());
    }

    /// Prints to stderr.
    pub fn err(&mut self, text: impl AsRef<str>) {
        self.print(ConsoleLineKind::Error, text.as_ref());
    }

    /// Prints a line of the command's log to stderr: `[date] WARN message (class)`.
    pub fn log(&mut self, level: &str, message: &str, class: &str) {
        let date = log_date(self.calendar());
        self.err(format!("[{date}] {level} {message} ({class})"));
    }

    /// Says something of the lab's own, by its key in the message files.
    pub fn note(&mut self, key: &str, named: &[(&str, &str)]) {
        self.lines.extend(ConsoleLine::note(key, named));
    }

    fn print(&mut self, kind: ConsoleLineKind, text: &str) {
        self.lines.extend(text.split('\n').map(|line| ConsoleLine::new(kind, line)));
    }
}
