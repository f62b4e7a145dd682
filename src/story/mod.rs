//! What can happen, as plain data: the facts that nodes report.
//!
//! A fact is reported by the node it happened on, at the instant it happened.
//! The world stamps it with time and sequence number and makes it an event of
//! the trace. [`Fact::is_story`] tells the events a person reads (`run`, the
//! event list, the lanes) from the fine grain that only the ledger and the laws use.

mod action;
mod fact;
mod kinds;

pub use action::{Action, ConsoleInput, NodeName, ResetTo, TopicSpec};
pub use fact::*;
