//! Ways to break a client on purpose: the positive controls of the laws that
//! watch what clients live through. Never set outside tests.

use super::Client;

/// What a client does wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ClientSabotage {
    /// Nothing.
    #[default]
    None,
    /// A producer sends the newest batch of a queue first (law 23).
    NewestBatchFirst,
    /// A consumer commits one record more than it was handed (law 36).
    CommitAhead,
    /// A consumer passes over a record after each batch (law 37).
    SkipRecords,
}

impl Client {
    /// Breaks it on purpose.
    pub fn set_sabotage(&mut self, sabotage: ClientSabotage) {
        match self {
            Self::Producer(producer) => producer.set_sabotage(sabotage),
            Self::Consumer(consumer) => consumer.set_sabotage(sabotage),
            Self::Admin(_) | Self::Source(_) | Self::Sink(_) | Self::Wires => {}
        }
    }
}
