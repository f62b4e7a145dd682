//! The World: every node on one simulator, the faults laid on them, and the
//! books of what became of each record.
//!
//! A node knows nothing of the world; the world knows nothing of a person, a
//! file or a wall clock. Mirrors nothing of Kafka's: it is the machine room.

mod act;
mod boot;
mod consoles;
pub mod ledger;
mod next_event;
mod sabotage;
mod slot;
mod spec;
mod step;
mod wires;
#[allow(clippy::module_inception, reason = "the room and its one type share a name")]
mod world;

pub use crate::client::{ConsumerSpec, DirectSpec, ProducerSpec};
pub use crate::story::{Action, NodeName, ResetTo, TopicSpec};
pub use boot::BootError;
pub use next_event::NextEvent;
#[doc(hidden)]
pub use sabotage::{Sabotage, WorldSabotage};
pub use spec::{ClientSpec, ClusterSpec};
pub use world::{BOOT, BrokerFaults, World};
