//! A simulated disk that keeps flushed and unflushed bytes apart.

/// A disk.
#[derive(Clone, Debug, Default)]
pub struct Disk {}

/// A file.
#[derive(Clone, Debug, Default)]
pub struct File {}
