//! The event queue, ordered by `(at, seq)`. `seq` comes from one counter, so no
//! tie ever depends on an address or a hash.

use crate::base::Instant;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Events to come. The heap holds small keys; payloads rest in slots.
#[derive(Clone, Debug)]
pub struct EventQueue<E> {
    heap: BinaryHeap<Reverse<(Instant, u64, u32)>>,
    slots: Vec<Option<E>>,
    free: Vec<u32>,
    next_seq: u64,
}

impl<E> Default for EventQueue<E> {
    fn default() -> Self {
        Self { heap: BinaryHeap::new(), slots: Vec::new(), free: Vec::new(), next_seq: 0 }
    }
}

impl<E> EventQueue<E> {
    /// Adds an event; returns its sequence number.
    pub fn push(&mut self, at: Instant, event: E) -> u64 {
        let seq = self.next_seq;
        self.next_seq += 1;
        let slot = match self.free.pop() {
            Some(slot) => {
                self.slots[slot as usize] = Some(event);
                slot
            }
            None => {
                self.slots.push(Some(event));
                (self.slots.len() - 1) as u32
            }
        };
        self.heap.push(Reverse((at, seq, slot)));
        seq
    }

    /// When the next event is due.
    #[must_use]
    pub fn next_at(&self) -> Option<Instant> {
        self.heap.peek().map(|Reverse((at, _, _))| *at)
    }

    /// The next event, left in its place.
    #[must_use]
    pub fn peek(&self) -> Option<(Instant, u64, &E)> {
        let Reverse((at, seq, slot)) = self.heap.peek()?;
        Some((*at, *seq, self.slots.get(*slot as usize)?.as_ref()?))
    }

    /// Takes out the next event.
    pub fn pop(&mut self) -> Option<(Instant, u64, E)> {
        let Reverse((at, seq, slot)) = self.heap.pop()?;
        let event = self.slots[slot as usize].take()?;
        self.free.push(slot);
        Some((at, seq, event))
    }

    /// Number of events to come.
    #[must_use]
    pub fn len(&self) -> usize {
        self.heap.len()
    }

    /// Whether nothing is to come.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.heap.is_empty()
    }

    /// All events to come, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = (Instant, u64, &E)> {
        self.heap.iter().filter_map(|Reverse((at, seq, slot))| {
            self.slots[*slot as usize].as_ref().map(|event| (*at, *seq, event))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_first_then_order_of_entry() {
        let mut queue = EventQueue::default();
        queue.push(Instant(5), "late");
        queue.push(Instant(1), "early");
        queue.push(Instant(1), "early too");
        assert_eq!(queue.next_at(), Some(Instant(1)));
        assert_eq!(queue.pop().map(|(_, _, event)| event), Some("early"));
        queue.push(Instant(1), "reuses a slot");
        let rest: Vec<_> = std::iter::from_fn(|| queue.pop().map(|(_, _, event)| event)).collect();
        assert_eq!(rest, ["early too", "reuses a slot", "late"]);
        assert!(queue.is_empty());
    }
}
