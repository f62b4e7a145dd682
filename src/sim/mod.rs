//! The discrete-event simulator: what a node is handed and hands back, the
//! event queue, the network and the disks. It knows no Kafka.
//!
//! A node is `fn handle(&mut self, now, input, &mut Effects)`: it owns no clock,
//! no socket, no thread, and shares no state with another node.

mod disk;
mod effects;
mod network;
mod queue;

pub use disk::File;
pub use effects::{Effects, Halt, Input, Outgoing};
pub use network::{Delivery, Link, Network};
pub use queue::EventQueue;
