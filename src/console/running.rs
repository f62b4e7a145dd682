//! Programs that run until they are told to end: a console producer, a console
//! consumer, a server in the foreground.

/// A program that runs.
#[derive(Clone, Debug)]
pub enum Running {}
