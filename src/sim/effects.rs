//! The node contract: what comes in, what goes out.
//!
//! `M` is the message that travels, `T` the node's own timers, `F` the facts it
//! reports. A timer is never cancelled: a node that no longer wants one ignores
//! it when it fires (keep a number or a deadline to tell).

use crate::base::{Address, Duration, Instant};

/// What a node is handed. One event, one input.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Input<M, T> {
    /// The process starts (also after a restart).
    Start,
    /// A message arrived.
    Message {
        /// Who sent it.
        from: Address,
        /// What.
        message: M,
    },
    /// The connection to a process broke: it died, refused, or reset. Requests to
    /// it that wait for an answer will get none. A power cut says nothing.
    Disconnected {
        /// The process at the other end.
        peer: Address,
    },
    /// A timer set earlier is due.
    Timer(T),
}

/// A message to send.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Outgoing<M> {
    /// To whom.
    pub to: Address,
    /// What.
    pub message: M,
    /// Time the sender itself takes before the message leaves (a slow disk).
    pub delay: Duration,
}

/// Why a process ended itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Halt {
    /// It finished a clean stop.
    Stopped,
    /// Its only log directory failed (`KAFKA_STORAGE_ERROR`): Kafka halts.
    StorageFailed,
    /// A client gave up for good on an error it can't recover from.
    Fatal,
    /// An application failed on a record, and its process died.
    Crashed,
}

/// What a node hands back. The world takes it out after each input.
#[derive(Clone, Debug)]
pub struct Effects<M, T, F> {
    /// Messages to send, in order.
    pub sends: Vec<Outgoing<M>>,
    /// Timers to set.
    pub timers: Vec<(Instant, T)>,
    /// What happened, for the trace, the ledger and the laws.
    pub facts: Vec<F>,
    /// Set when the process ends itself.
    pub halt: Option<Halt>,
}

impl<M, T, F> Default for Effects<M, T, F> {
    fn default() -> Self {
        Self { sends: Vec::new(), timers: Vec::new(), facts: Vec::new(), halt: None }
    }
}

impl<M, T, F> Effects<M, T, F> {
    /// Sends a message.
    pub fn send(&mut self, to: Address, message: M) {
        self.send_after(to, message, Duration::ZERO);
    }

    /// Sends a message after a delay of the sender's own.
    pub fn send_after(&mut self, to: Address, message: M, delay: Duration) {
        self.sends.push(Outgoing { to, message, delay });
    }

    /// Asks to be handed `timer` at `at`.
    pub fn timer(&mut self, at: Instant, timer: T) {
        self.timers.push((at, timer));
    }

    /// Reports what happened.
    pub fn fact(&mut self, fact: F) {
        self.facts.push(fact);
    }
}
