//! Pictures of the world for the window: each file fills one part of a
//! [`View`](super::View) from a `&World`. Nothing here changes anything.

mod clients;
mod cluster;
mod graph;
mod groups;
mod log;
mod messages;
mod settings;

pub(super) use clients::client_names;
pub(super) use cluster::{Endings, cluster};
pub(super) use graph::graph;
pub(super) use log::{log, record};
pub(super) use messages::messages;

use crate::base::Instant;
use crate::world::BOOT;

/// A world's instant as a scenario counts it.
pub(super) fn scenario_time(at: Instant) -> Instant {
    Instant(at.0.saturating_sub(BOOT.0))
}

/// A scenario's instant as a world counts it.
pub(super) fn world_time(at: Instant) -> Instant {
    at + BOOT
}
