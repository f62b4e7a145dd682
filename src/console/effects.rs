//! What a console hands back to the world, and the one timer it sets.

use super::host::HostRequest;
use crate::protocol::Message;
use crate::sim::Effects;
use crate::story::Fact;

/// The one timer of a console: look what is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Wake;

/// What a console hands back.
#[derive(Clone, Debug, Default)]
pub struct TerminalEffects {
    /// Messages, timers and facts, as every node.
    pub node: Effects<Message, Wake, Fact>,
    /// What it asks of its machine, each with the number the answer must carry.
    pub host: Vec<(usize, HostRequest)>,
}
