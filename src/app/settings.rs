//! What a person chose for the window, kept from one run to the next.

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
    /// Whether the event list is open; `None`: open where there is room.
    pub events_open: Option<bool>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            lang: Lang::En,
            theme: Theme::Dark,
            zoom: 1.0,
            reduced_motion: false,
            inspector_open: true,
            events_open: None,
        }
    }
}
