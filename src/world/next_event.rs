//! What is about to happen, for whoever watches the world: the laws see by it
//! which message a change answers. Looking changes nothing.

use super::world::{Event, World};
use crate::base::{Address, Instant};
use crate::console::terminal_id;
use crate::protocol::Message;

/// The event that the next [`World::step`] carries out.
#[derive(Clone, Copy, Debug)]
pub struct NextEvent<'a> {
    /// When it is due.
    pub at: Instant,
    /// Its place among all events ever planned.
    pub seq: u64,
    /// The node it concerns.
    pub node: Address,
    /// Whether it was meant for an earlier start of that node's process.
    pub is_stale: bool,
    /// The message that arrives with it, and from whom.
    pub message: Option<(Address, &'a Message)>,
}

impl World {
    /// What is about to happen, if anything is.
    #[must_use]
    pub fn next_event(&self) -> Option<NextEvent<'_>> {
        let (at, seq, event) = self.queue.peek()?;
        let (node, incarnation, message) = match event {
            Event::Deliver { from, to, incarnation, message, .. } => {
                (*to, *incarnation, Some((*from, message)))
            }
            Event::Disconnect { to, incarnation, .. } => (*to, *incarnation, None),
            Event::Start { node, incarnation } => (*node, *incarnation, None),
            Event::Controller { id, incarnation, .. } => (Address::Controller(*id), *incarnation, None),
            Event::Broker { id, incarnation, .. } => (Address::Broker(*id), *incarnation, None),
            Event::Console { number, incarnation } => {
                (Address::Client(terminal_id(*number)), *incarnation, None)
            }
            Event::Client { id, incarnation, .. } => (Address::Client(*id), *incarnation, None),
        };
        let is_stale = !self.is_up(node).0 || self.incarnation(node) != incarnation;
        Some(NextEvent { at, seq, node, is_stale, message })
    }
}
