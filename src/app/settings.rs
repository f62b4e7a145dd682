//! What a person chose for the window, kept from one run to the next.

pub use super::desk::Bottom;
use crate::text::Lang;
use serde::{Deserialize, Serialize};

/// Dark for screens, light for projectors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Theme {
    /// The default.
    #[default]
    Dark,
    /// For projectors and bright rooms.
    Light,
}

/// The window's settings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The language of every text.
    pub lang: Lang,
    /// Dark or light.
    pub theme: Theme,
    /// 1.0 is the natural size.
    pub zoom: f32,
    /// Messages step instead of fly, and nothing slides.
    pub reduced_motion: bool,
    /// Whether the panel on the right is open.
    pub inspector_open: bool,
    /// The same during an exercise, where map and card have the room first.
    pub exercise_inspector_open: bool,
    /// Whether an exercise shows the lanes of the timeline.
    pub exercise_lanes_open: bool,
    /// Whether the tabs below the map are open; `None`: open where there is room.
    pub events_open: Option<bool>,
    /// Which tab below the map is shown.
    pub bottom: Bottom,
    /// The folder in which work is handed in; empty: not chosen yet.
    pub work_folder: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            lang: Lang::En,
            theme: Theme::Dark,
            zoom: 1.0,
            reduced_motion: false,
            inspector_open: true,
            exercise_inspector_open: false,
            exercise_lanes_open: false,
            events_open: None,
            bottom: Bottom::Events,
            work_folder: String::new(),
        }
    }
}
