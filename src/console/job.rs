//! A one-shot command under way: its plan, the answers so far, what it has
//! printed. Whenever an answer arrives the plan is run again from its start, and
//! what it prints beyond the lines already printed is new.

use super::calls::Calls;
use super::effects::TerminalEffects;
use super::host::HostAnswer;
use super::line::{ConsoleLine, ConsoleLineKind};
use super::running::Running;
use super::shell::CommandLine;
use super::talk::{Answer, Plan, Question, Stop, Talk};
use crate::base::{BrokerId, CorrelationId, EpochMillis, Instant, Stream, Text};
use crate::protocol::Response;
use std::sync::Arc;

/// The most questions of one command.
const MOST_QUESTIONS: usize = 10_000;

/// What a job has come to.
pub(super) enum Outcome {
    /// It waits.
    Waits,
    /// It exited.
    Exited(i32),
    /// It goes on as a program.
    Stays(Box<Running>),
}

/// What takes the stdout of a command.
#[derive(Clone, Debug)]
pub(super) enum Capture {
    /// A variable.
    Variable(Text),
    /// A file, and whether at its end.
    File(Text, bool),
}

/// A command under way.
#[derive(Clone, Debug)]
pub(super) struct Job {
    line: CommandLine,
    plan: Plan,
    answers: Arc<Vec<Option<Answer>>>,
    printed: usize,
    calls: Calls,
    sleeps: Vec<(usize, Instant)>,
    client: Text,
    epoch: EpochMillis,
    stream: Stream,
    /// What takes what it prints to stdout, instead of the console.
    pub(super) capture: Option<Capture>,
    /// What it printed for that.
    pub(super) captured: String,
}

impl Job {
    pub(super) fn new(line: CommandLine, plan: Plan, epoch: EpochMillis, stream: Stream) -> Self {
        Self {
            line,
            plan,
            answers: Arc::default(),
            printed: 0,
            calls: Calls::default(),
            sleeps: Vec::new(),
            client: Text::default(),
            epoch,
            stream,
            capture: None,
            captured: String::new(),
        }
    }

    /// Runs the plan as far as it comes. New lines are added to `lines`.
    pub(super) fn run(
        &mut self,
        now: Instant,
        lines: &mut Vec<ConsoleLine>,
        effects: &mut TerminalEffects,
    ) -> Outcome {
        let mut talk = Talk::new(self.answers.clone(), now, self.epoch, self.stream.clone());
        let result = (self.plan)(&self.line, &mut talk);
        let Talk { answers, questions, lines: printed, bootstrap, client, .. } = talk;
        lines.extend(printed.iter().skip(self.printed).cloned());
        self.printed = self.printed.max(printed.len());
        let first = answers.len() - questions.len();
        (self.answers, self.client) = (answers, client);
        self.calls.set_bootstrap(&bootstrap);
        for (index, question) in questions.into_iter().enumerate() {
            match question {
                Question::Cluster { to, request, timeout } => {
                    self.calls.ask(first + index, to, request, now + timeout);
                }
                Question::Sleep(length) => self.sleeps.push((first + index, now + length)),
                Question::Host(request) => effects.host.push((first + index, request)),
            }
        }
        match result {
            Ok(()) => Outcome::Exited(0),
            Err(Stop::Exit(code)) => Outcome::Exited(code),
            Err(Stop::Stay(program)) => Outcome::Stays(program),
            Err(Stop::Waiting) if self.answers.len() > MOST_QUESTIONS => Outcome::Exited(1),
            Err(Stop::Waiting) => Outcome::Waits,
        }
    }

    /// Sends what is to be sent, wakes what has slept. True when an answer came of it.
    pub(super) fn look(
        &mut self,
        now: Instant,
        lines: &mut Vec<ConsoleLine>,
        effects: &mut TerminalEffects,
    ) -> bool {
        let (mut ended, silent) = self.calls.run(now, self.epoch, effects);
        for broker in silent {
            self.warn(now, broker, lines);
        }
        self.sleeps.retain(|(place, until)| {
            if *until <= now {
                ended.push((*place, Answer::Slept));
            }
            *until > now
        });
        let has_news = !ended.is_empty();
        for (place, answer) in ended {
            self.put(place, answer);
        }
        has_news
    }

    /// Takes in an answer of the cluster. True when a question has its answer by it.
    pub(super) fn answered(&mut self, now: Instant, correlation: CorrelationId, body: Response) -> bool {
        let Some((place, answer)) = self.calls.answered(now, correlation, body) else { return false };
        self.put(place, answer);
        true
    }

    /// Takes in an answer of the machine.
    pub(super) fn host_answered(&mut self, place: usize, answer: HostAnswer) {
        self.put(place, Answer::Host(answer));
    }

    fn put(&mut self, place: usize, answer: Answer) {
        if let Some(slot) = Arc::make_mut(&mut self.answers).get_mut(place) {
            *slot = Some(answer);
        }
    }

    /// A broker hung up, or refused.
    pub(super) fn disconnected(&mut self, now: Instant, broker: BrokerId, lines: &mut Vec<ConsoleLine>) {
        if self.calls.disconnected(now, broker) {
            self.warn(now, broker, lines);
        }
    }

    fn warn(&self, now: Instant, broker: BrokerId, lines: &mut Vec<ConsoleLine>) {
        let text =
            unreachable_warning(now.on_calendar(self.epoch), &self.client, &self.calls.node_name(broker));
        lines.push(ConsoleLine::new(ConsoleLineKind::Error, text));
    }

    /// When something is due next.
    pub(super) fn next_due(&self, now: Instant) -> Option<Instant> {
        let sleeps = self.sleeps.iter().map(|(_, until)| *until);
        sleeps.chain(self.calls.next_due(now)).min()
    }
}

/// What the log of a client says of a broker that can't be reached. `node`: its number and address.
pub(super) fn unreachable_warning(at: EpochMillis, client: &str, node: &str) -> String {
    format!(
        "[{}] WARN [{client}] Connection to node {node} could not be established. Node may not be available. (org.apache.kafka.clients.NetworkClient)",
        super::calendar::log_date(at)
    )
}
