//! A place where a process runs: the process while it is up, its disk while it
//! is down, and which start of the process this is.
//!
//! A message or timer meant for an earlier start finds another number here and
//! is never handed over.

use crate::protocol::Message;
use crate::sim::Input;
use std::sync::Arc;

/// A place for a process of type `P` with timers `T` and disk `D`.
#[derive(Clone, Debug)]
pub(super) struct Slot<P, T, D> {
    /// The running process.
    pub process: Option<Arc<P>>,
    /// What it left on its disk; empty while it runs.
    pub disk: D,
    /// Counts the starts.
    pub incarnation: u32,
    /// Whether the machine has power: without, nobody even refuses a connection.
    pub has_power: bool,
    /// While the process stands still: what it has not yet been handed.
    pub frozen: Option<Vec<Input<Message, T>>>,
}

impl<P: Clone, T, D: Default> Slot<P, T, D> {
    pub(super) fn new(disk: D) -> Self {
        Self { process: None, disk, incarnation: 0, has_power: true, frozen: None }
    }

    /// Starts `process`; returns the number of this start.
    pub(super) fn start(&mut self, process: P) -> u32 {
        self.process = Some(Arc::new(process));
        self.incarnation += 1;
        self.has_power = true;
        self.frozen = None;
        self.incarnation
    }

    /// Takes the process out, if it runs.
    pub(super) fn stop(&mut self) -> Option<P> {
        self.frozen = None;
        self.process.take().map(Arc::unwrap_or_clone)
    }

    /// The running process, to change.
    pub(super) fn process_mut(&mut self) -> Option<&mut P> {
        self.process.as_mut().map(Arc::make_mut)
    }
}
