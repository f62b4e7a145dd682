//! One console: its shell, the command that runs in it, everything it shows.
//!
//! A node of the world, with an address of its own. Each command is one process
//! of it: an answer meant for an earlier command is never handed over.

use super::effects::{TerminalEffects, Wake};
use super::host::HostAnswer;
use super::host::HostRequest;
use super::job::{Capture, Job, Outcome};
use super::line::{ConsoleLine, ConsoleLineKind};
use super::running::{Desk, News, Running};
use super::shell::{self, CommandLine, Parsed};
use crate::base::{Address, ClientId, EpochMillis, GrowList, Instant, Stream, Text};
use crate::protocol::Message;
use crate::sim::Input;
use crate::story::ConsoleInput;
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

/// Most inputs that wait for a command to end.
const MOST_AHEAD: usize = 500;
/// Numbers of clients that are consoles begin here.
const FIRST_ID: u32 = 1_000_000;
/// The most consoles of a world.
pub const MOST_TERMINALS: u8 = 9;

/// The address of the console with this number.
#[must_use]
pub const fn terminal_id(number: u8) -> ClientId {
    ClientId(FIRST_ID + number as u32)
}

/// The number of the console with this address.
#[must_use]
pub const fn terminal_number(id: ClientId) -> Option<u8> {
    match id.0.checked_sub(FIRST_ID) {
        Some(number) if number <= MOST_TERMINALS as u32 => Some(number as u8),
        _ => None,
    }
}

/// What runs in a console.
#[derive(Clone, Debug)]
enum Process {
    Job(Box<Job>),
    Program(Box<Running>),
}

/// A console.
#[derive(Clone, Debug)]
pub struct Terminal {
    epoch: EpochMillis,
    stream: Stream,
    lines: GrowList<ConsoleLine>,
    typed: GrowList<Text>,
    variables: Arc<BTreeMap<Text, Text>>,
    process: Option<Process>,
    /// The command line of what runs.
    command: Text,
    /// Counts the commands.
    incarnation: u32,
    ahead: VecDeque<ConsoleInput>,
    /// A command line that goes on (`\` at its end).
    begun: String,
    wakes: Vec<Instant>,
    exit_code: i32,
}

impl Terminal {
    /// A console in which nothing was typed yet.
    #[must_use]
    pub fn new(number: u8, seed: u64, epoch: EpochMillis) -> Self {
        Self {
            epoch,
            stream: Stream::named(seed, &format!("console/{number}")),
            lines: GrowList::new(),
            typed: GrowList::new(),
            variables: Arc::default(),
            process: None,
            command: Text::default(),
            incarnation: 1,
            ahead: VecDeque::new(),
            begun: String::new(),
            wakes: Vec::new(),
            exit_code: 0,
        }
    }

    /// Everything typed and printed, oldest first.
    #[must_use]
    pub fn lines(&self) -> &GrowList<ConsoleLine> {
        &self.lines
    }

    /// Everything typed, oldest first.
    #[must_use]
    pub fn typed(&self) -> &GrowList<Text> {
        &self.typed
    }

    /// What stands before the cursor.
    #[must_use]
    pub fn prompt(&self) -> &'static str {
        match &self.process {
            None if self.begun.is_empty() => "$ ",
            None => "> ",
            Some(Process::Job(_)) => "",
            Some(Process::Program(program)) => program.prompt(),
        }
    }

    /// The command that runs; empty: idle.
    #[must_use]
    pub fn running(&self) -> &str {
        if self.process.is_some() { &self.command } else { "" }
    }

    /// Whether a one-shot command runs that will end by itself.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        match &self.process {
            None => false,
            Some(Process::Job(_)) => true,
            Some(Process::Program(program)) => program.is_busy(),
        }
    }

    /// The exit code of the last command.
    #[must_use]
    pub const fn exit_code(&self) -> i32 {
        self.exit_code
    }

    /// Which command this is: answers to an earlier one are void.
    #[must_use]
    pub const fn incarnation(&self) -> u32 {
        self.incarnation
    }

    /// The client that the program in it has started.
    #[must_use]
    pub fn client(&self) -> Option<ClientId> {
        match &self.process {
            Some(Process::Program(program)) => program.client(),
            _ => None,
        }
    }

    /// Whether what runs in it wants to hear what happens to the nodes.
    #[must_use]
    pub fn watches_nodes(&self) -> bool {
        matches!(&self.process, Some(Process::Program(program)) if program.watches_nodes())
    }

    /// Something is typed.
    pub fn type_in(&mut self, now: Instant, input: ConsoleInput, effects: &mut TerminalEffects) {
        match input {
            ConsoleInput::Line(text) if text.contains('\n') => {
                let lines = text.lines().map(|line| ConsoleInput::Line(line.into()));
                self.ahead.extend(lines.take(MOST_AHEAD));
            }
            ConsoleInput::Interrupt => {
                self.ahead.clear();
                self.interrupt(now, effects);
            }
            input if self.ahead.len() < MOST_AHEAD => self.ahead.push_back(input),
            _ => {}
        }
        self.go_on(now, effects);
    }

    /// An input of the simulator.
    pub fn handle(&mut self, now: Instant, input: Input<Message, Wake>, effects: &mut TerminalEffects) {
        self.wakes.retain(|due| *due > now);
        let mut lines = Vec::new();
        if let Some(Process::Job(job)) = &mut self.process {
            let has_news = match input {
                Input::Message { message: Message::Response { correlation, body }, .. } => {
                    job.answered(now, correlation, body)
                }
                Input::Disconnected { peer: Address::Broker(broker) } => {
                    job.disconnected(now, broker, &mut lines);
                    false
                }
                _ => false,
            };
            self.show(lines);
            if has_news {
                self.run_job(now, effects);
            }
        } else if matches!(input, Input::Timer(_)) {
            self.tell(now, News::Wake, effects);
        }
        self.go_on(now, effects);
    }

    /// The machine answers.
    pub fn host_answered(
        &mut self,
        now: Instant,
        place: usize,
        answer: HostAnswer,
        effects: &mut TerminalEffects,
    ) {
        match &mut self.process {
            Some(Process::Job(job)) => {
                job.host_answered(place, answer);
                self.run_job(now, effects);
            }
            Some(Process::Program(_)) => self.tell(now, News::Host(answer), effects),
            None => {}
        }
        self.go_on(now, effects);
    }

    /// Something that concerns what runs in it.
    pub fn hear(&mut self, now: Instant, news: News, effects: &mut TerminalEffects) {
        self.tell(now, news, effects);
        self.go_on(now, effects);
    }

    fn interrupt(&mut self, now: Instant, effects: &mut TerminalEffects) {
        let prompt = self.prompt();
        self.show(vec![ConsoleLine::new(ConsoleLineKind::Typed, format!("{prompt}^C"))]);
        self.begun.clear();
        match &self.process {
            Some(Process::Job(_)) => self.end(130),
            Some(Process::Program(_)) => self.tell(now, News::Interrupt, effects),
            None => {}
        }
    }

    /// Everything that can be done now: sends, new inputs, the next wake-up.
    fn go_on(&mut self, now: Instant, effects: &mut TerminalEffects) {
        loop {
            if let Some(Process::Job(job)) = &mut self.process {
                let mut lines = Vec::new();
                let has_news = job.look(now, &mut lines, effects);
                self.show(lines);
                if !has_news {
                    break;
                }
                self.run_job(now, effects);
                continue;
            }
            let Some(input) = self.ahead.pop_front() else { break };
            self.take_input(now, input, effects);
        }
        let due = match &self.process {
            Some(Process::Job(job)) => job.next_due(now),
            Some(Process::Program(program)) => program.next_due(now),
            None => None,
        };
        if let Some(due) = due
            && self.wakes.iter().all(|known| *known > due)
        {
            self.wakes.push(due);
            effects.node.timer(due, Wake);
        }
    }

    fn take_input(&mut self, now: Instant, input: ConsoleInput, effects: &mut TerminalEffects) {
        match input {
            ConsoleInput::Line(text) => {
                let shown = format!("{}{text}", self.prompt());
                self.show(vec![ConsoleLine::new(ConsoleLineKind::Typed, shown)]);
                if !text.trim().is_empty() {
                    self.typed.push(text.clone());
                }
                if self.process.is_some() {
                    self.tell(now, News::Line(text), effects);
                } else {
                    self.command_line(now, &text, effects);
                }
            }
            ConsoleInput::EndOfInput if self.process.is_some() => self.tell(now, News::EndOfInput, effects),
            ConsoleInput::EndOfInput | ConsoleInput::Interrupt => {}
        }
    }

    /// A line for the shell.
    fn command_line(&mut self, now: Instant, text: &str, effects: &mut TerminalEffects) {
        if let Some(part) =
            text.trim_end().strip_suffix('\\').filter(|_| self.begun.len() < shell::MOST_BYTES)
        {
            self.begun.push_str(part);
            return;
        }
        let whole = std::mem::take(&mut self.begun) + text;
        self.command = whole.trim().into();
        match shell::parse(&whole, &self.variables) {
            Parsed::Nothing => {}
            Parsed::Wrong(why) => {
                self.exit_code = 2;
                self.show(vec![ConsoleLine::new(ConsoleLineKind::Error, why)]);
            }
            Parsed::Assign(name, value) => {
                Arc::make_mut(&mut self.variables).insert(name, value);
            }
            Parsed::AssignOutput(name, command) => {
                self.start(now, command, Some(Capture::Variable(name)), effects);
            }
            Parsed::Command(command) if &*command.tool == "clear" => self.lines = GrowList::new(),
            Parsed::Command(command) => {
                let file = command.redirect.clone();
                let capture = file.map(|(file, is_append)| Capture::File(file, is_append));
                self.start(now, command, capture, effects);
            }
        }
    }

    fn start(
        &mut self,
        now: Instant,
        line: CommandLine,
        capture: Option<Capture>,
        effects: &mut TerminalEffects,
    ) {
        let Some(plan) = super::commands::plan_for(&line.tool) else {
            self.exit_code = 127;
            let is_path = line.program.contains(['/', '\\']);
            let why = if is_path { "No such file or directory" } else { "command not found" };
            let text = format!("bash: {}: {why}", line.program);
            self.show(vec![ConsoleLine::new(ConsoleLineKind::Error, text)]);
            return;
        };
        self.incarnation += 1;
        // Each command draws from a stream of its own.
        let bits = self.stream.bits();
        let stream = Stream::named(bits, "command");
        let mut job = Job::new(line, plan, self.epoch, stream);
        job.capture = capture;
        self.process = Some(Process::Job(Box::new(job)));
        self.run_job(now, effects);
    }

    fn run_job(&mut self, now: Instant, effects: &mut TerminalEffects) {
        let Some(Process::Job(job)) = &mut self.process else { return };
        let mut lines = Vec::new();
        let outcome = job.run(now, &mut lines, effects);
        if job.capture.is_some() {
            let (captured, shown): (Vec<_>, Vec<_>) =
                lines.into_iter().partition(|line| line.kind == ConsoleLineKind::Out);
            lines = shown;
            for line in captured {
                job.captured.push_str(&line.text);
                job.captured.push('\n');
            }
        }
        let taken = job.capture.clone().map(|capture| (capture, std::mem::take(&mut job.captured)));
        self.show(lines);
        match outcome {
            Outcome::Waits => self.keep_captured(taken),
            Outcome::Exited(code) => {
                match taken {
                    Some((Capture::Variable(name), text)) => {
                        let value = text.trim_end_matches('\n').into();
                        Arc::make_mut(&mut self.variables).insert(name, value);
                    }
                    Some((Capture::File(file, is_append), text)) => {
                        effects.host.push((0, HostRequest::WriteFile(file, text.into(), is_append)));
                    }
                    None => {}
                }
                self.end(code);
            }
            Outcome::Stays(program) => {
                self.process = Some(Process::Program(program));
                self.tell(now, News::Begin, effects);
            }
        }
    }

    /// The command goes on: what it printed so far stays with it.
    fn keep_captured(&mut self, taken: Option<(Capture, String)>) {
        if let (Some(Process::Job(job)), Some((_, text))) = (&mut self.process, taken) {
            job.captured = text;
        }
    }

    /// Tells the running program something.
    fn tell(&mut self, now: Instant, news: News, effects: &mut TerminalEffects) {
        let Some(Process::Program(program)) = &mut self.process else { return };
        let mut desk = Desk { now, epoch: self.epoch, lines: Vec::new(), host: Vec::new(), exit: None };
        program.hear(news, &mut desk);
        effects.host.extend(desk.host.into_iter().map(|request| (0, request)));
        self.show(desk.lines);
        if let Some(code) = desk.exit {
            self.end(code);
        }
    }

    fn end(&mut self, code: i32) {
        self.exit_code = code;
        self.process = None;
        self.incarnation += 1;
        // Wake-ups asked for by this command are void for the next.
        self.wakes.clear();
    }

    fn show(&mut self, lines: Vec<ConsoleLine>) {
        lines.into_iter().for_each(|line| self.lines.push(line));
    }
}
