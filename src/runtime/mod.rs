//! The edge of the lab: the thread that makes virtual time follow the wall
//! clock, and the only place that touches files.
//!
//! The session itself ([`Stage`]) knows neither clock nor file: it is told how
//! far to go and handed bytes. tokio lives here and nowhere below.

mod classroom;
mod engine;
mod files;
mod names;
mod pace;
mod places;
mod settings;
mod stage;

pub use engine::{Handle, start};
pub use files::{FileError, LARGEST_FILE_BYTES, read_bounded, write_atomically};
pub use places::Places;
pub use settings::{Loaded, load_settings, save_settings, system_lang};
pub use stage::{Desk, Stage};
