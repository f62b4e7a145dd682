//! The scenarios that are part of the program.

/// A shipped file.
#[derive(Clone, Copy, Debug)]
pub struct Shipped {
    /// Its id, as `07-retention`.
    pub id: &'static str,
    /// Its bytes.
    pub bytes: &'static [u8],
}

macro_rules! shipped {
    ($($id:literal),+ $(,)?) => {
        &[$(Shipped { id: $id, bytes: include_bytes!(concat!("../../scenarios/", $id, ".ron")) }),+]
    };
}

/// All of them, in the order of the course.
#[must_use]
pub const fn library() -> &'static [Shipped] {
    shipped![
        "01-linkedin-spaghetti",
        "02-first-broker",
        "03-log-and-disk",
        "04-partitions-and-keys",
        "05-consumer-groups",
        "06-offsets-and-lag",
        "07-retention",
        "08-rebalancing",
        "09-slow-consumer",
        "10-replication",
        "11-broker-dies",
        "12-acks",
        "13-unclean-election",
        "18-game-day",
    ]
}
