//! The commands.

mod event_json;
mod state_json;
