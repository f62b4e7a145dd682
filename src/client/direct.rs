//! Programs joined by plain wires, without Kafka: what a log replaces.
//!
//! A source makes a record, pushes a copy to each of its sinks, and waits for
//! every answer before it makes the next: one thread, as many a home-made
//! pipeline has. A sink that refuses costs its copy at once; one that does not
//! answer holds the source up for [`PATIENCE`], then costs its copy too. Nothing
//! is kept for later. Mirrors nothing of Kafka's.

use super::wakes::{NextDeadline, Wakes};
use super::{ClientCommand, ClientEffects, ClientInput, ProducerSpec};
use crate::base::{Address, ClientId, Duration, Instant, Text};
use crate::protocol::Message;
use crate::sim::{Halt, Input};
use crate::story::Fact;
use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

/// How long a source waits for an answer.
pub const PATIENCE: Duration = Duration::from_secs(1);

/// The record that a source is pushing.
#[derive(Clone, Debug)]
struct Push {
    number: u64,
    /// The sinks that have not answered.
    waiting: BTreeSet<ClientId>,
    deadline: Instant,
}

/// A program that pushes its records to each of its sinks.
#[derive(Clone, Debug)]
pub struct Source {
    id: ClientId,
    spec: Arc<ProducerSpec>,
    sinks: Vec<ClientId>,
    rate: u32,
    /// Records of earlier starts of the process.
    resumed: u64,
    made: u64,
    told: VecDeque<Text>,
    next_due: Instant,
    push: Option<Push>,
    /// The sinks that failed it last.
    broken: BTreeSet<ClientId>,
    is_started: bool,
    is_closing: bool,
    wakes: Wakes,
}

impl Source {
    /// A source that is not yet started, and has made `resumed` records in earlier starts.
    #[must_use]
    pub fn new(spec: &ProducerSpec, id: ClientId, sinks: Vec<ClientId>, resumed: u64) -> Self {
        Self {
            id,
            spec: Arc::new(spec.clone()),
            sinks,
            rate: spec.rate,
            resumed,
            made: 0,
            told: VecDeque::new(),
            next_due: Instant::NEVER,
            push: None,
            broken: BTreeSet::new(),
            is_started: false,
            is_closing: false,
            wakes: Wakes::default(),
        }
    }

    /// Records made by this start of the process.
    #[must_use]
    pub const fn sent(&self) -> u64 {
        self.made
    }

    /// Whether it was told to stop properly and has not yet done so.
    #[must_use]
    pub const fn is_closing(&self) -> bool {
        self.is_closing
    }

    /// Takes one input to rest.
    pub fn handle(&mut self, now: Instant, input: ClientInput, effects: &mut ClientEffects) {
        self.wakes.passed(now);
        match input {
            Input::Start => {
                self.is_started = true;
                self.schedule(now);
            }
            Input::Message { from: Address::Client(sink), message: Message::Receipt { number } } => {
                self.answered(sink, number, effects);
            }
            Input::Disconnected { peer: Address::Client(sink) } => {
                if self.push.as_mut().is_some_and(|push| push.waiting.remove(&sink)) {
                    self.give_up(sink, effects);
                }
            }
            Input::Message { .. } | Input::Disconnected { .. } | Input::Timer(_) => {}
        }
        self.run(now, effects);
    }

    /// Carries out a command; those of other clients are passed over.
    pub fn command(&mut self, now: Instant, command: ClientCommand, effects: &mut ClientEffects) {
        match command {
            ClientCommand::Send(records) => {
                self.told.extend(records.into_iter().map(|(_, value)| value.unwrap_or_default()));
            }
            ClientCommand::SetRate(rate) => {
                self.rate = rate;
                self.schedule(now);
            }
            ClientCommand::Wire(sinks) => {
                if let Some(push) = &mut self.push {
                    push.waiting.retain(|sink| sinks.contains(sink));
                }
                self.broken.retain(|sink| sinks.contains(sink));
                self.sinks = sinks;
            }
            ClientCommand::Close => {
                self.is_closing = true;
                effects.halt = Some(Halt::Stopped);
                return;
            }
            _ => return,
        }
        self.run(now, effects);
    }

    fn schedule(&mut self, from: Instant) {
        let is_over = self.spec.count.is_some_and(|count| self.resumed + self.made >= count);
        let is_idle = !self.is_started || self.rate == 0 || is_over;
        self.next_due = if is_idle { Instant::NEVER } else { from };
    }

    fn answered(&mut self, sink: ClientId, number: u64, effects: &mut ClientEffects) {
        let Some(push) = self.push.as_mut().filter(|push| push.number == number) else { return };
        push.waiting.remove(&sink);
        if self.broken.remove(&sink) {
            effects.fact(Fact::WireMended { from: self.id, to: sink });
        }
    }

    /// One copy is lost.
    fn give_up(&mut self, sink: ClientId, effects: &mut ClientEffects) {
        effects.fact(Fact::PushDropped { client: self.id, to: sink });
        if self.broken.insert(sink) {
            effects.fact(Fact::WireBroken { from: self.id, to: sink });
        }
    }

    fn run(&mut self, now: Instant, effects: &mut ClientEffects) {
        loop {
            if let Some(push) = &mut self.push {
                if push.deadline <= now {
                    for sink in std::mem::take(&mut push.waiting) {
                        self.give_up(sink, effects);
                    }
                }
                if self.push.as_ref().is_some_and(|push| !push.waiting.is_empty()) {
                    break;
                }
                self.push = None;
            }
            let Some(value) = self.next_value(now) else { break };
            let number = self.resumed + self.made;
            for sink in &self.sinks {
                effects.send(Address::Client(*sink), Message::Push { number, value: value.clone() });
            }
            let waiting = self.sinks.iter().copied().collect();
            self.push = Some(Push { number, waiting, deadline: now + PATIENCE });
        }
        let mut next = NextDeadline::after(now);
        match &self.push {
            Some(push) => next.at(push.deadline),
            None => next.at(self.next_due),
        }
        self.wakes.ensure(next.earliest(), effects);
    }

    /// The value of the next record, if one is due. Lost time is not made up for.
    fn next_value(&mut self, now: Instant) -> Option<Text> {
        if let Some(told) = self.told.pop_front() {
            self.made += 1;
            return Some(told);
        }
        if self.next_due > now {
            return None;
        }
        let turn = self.resumed + self.made;
        self.made += 1;
        let spacing = Duration((1_000_000 / u64::from(self.rate.max(1))).max(1));
        let due = self.next_due + spacing;
        self.schedule(if due > now { due } else { now + spacing });
        let values = &self.spec.values;
        Some(match values.get((turn % values.len().max(1) as u64) as usize) {
            Some(value) => value.clone(),
            None => format!("{}-{}", self.spec.name, turn + 1).into(),
        })
    }
}

/// A program that takes what is pushed to it, and answers.
#[derive(Clone, Debug)]
pub struct Sink {
    id: ClientId,
}

impl Sink {
    /// A sink.
    #[must_use]
    pub const fn new(id: ClientId) -> Self {
        Self { id }
    }

    /// Takes one input to rest.
    pub fn handle(&mut self, input: ClientInput, effects: &mut ClientEffects) {
        if let Input::Message { from: Address::Client(source), message: Message::Push { number, .. } } = input
        {
            effects.fact(Fact::PushReceived { client: self.id, from: source });
            effects.send(Address::Client(source), Message::Receipt { number });
        }
    }

    /// Carries out a command: it only knows how to stop.
    pub fn command(&self, command: &ClientCommand, effects: &mut ClientEffects) {
        if *command == ClientCommand::Close {
            effects.halt = Some(Halt::Stopped);
        }
    }
}
