//! The World: every node on one simulator. Stub under construction.

mod action;
mod spec;

pub use action::{Action, NodeName, ResetTo};
pub use spec::{ClientSpec, ClusterSpec, ConsumerSpec, ProducerSpec, TopicSpec};
