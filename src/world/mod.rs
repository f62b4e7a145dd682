//! The World: every node on one simulator. Stub under construction.

mod spec;

pub use crate::story::{Action, NodeName, ResetTo, TopicSpec};
pub use spec::{ClientSpec, ClusterSpec, ConsumerSpec, ProducerSpec};
