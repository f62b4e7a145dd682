//! One class session: commands in, immutable views out. Here are also the plain
//! sentences for what happens. No clock, no file, no thread, no window.

mod chronicle;
pub mod command;
mod open;
mod opening;
mod picture;
mod saved;
pub mod sentences;
mod session;
pub mod view;

pub use command::{Command, Engine};
pub use session::Session;
pub use view::View;
