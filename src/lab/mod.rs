//! One class session: commands in, immutable views out.

pub mod command;
pub mod sentences;
pub mod view;

pub use command::{Command, Engine};
pub use view::View;
