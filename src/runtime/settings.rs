//! A person's wishes for the window, kept between two sessions as a RON file.

use super::Places;
use super::files::{FileError, read_bounded, write_atomically};
use crate::text::Lang;
use serde::{Deserialize, Serialize};
use std::io;

/// Light, dark, or as the system has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ThemeChoice {
    /// As the system has it.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// The wishes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Language of the window; `None`: the system's.
    pub language: Option<Lang>,
    /// Light or dark.
    pub theme: ThemeChoice,
    /// Size of everything, in percent.
    pub zoom_percent: u16,
    /// No movement that only pleases.
    pub reduced_motion: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { language: None, theme: ThemeChoice::System, zoom_percent: 100, reduced_motion: false }
    }
}

impl Settings {
    /// The settings of this person, and whether the file was damaged (then they
    /// are the defaults, and the person should be told).
    #[must_use]
    pub fn load(places: &Places) -> (Self, bool) {
        let Some(path) = places.settings() else {
            return (Self::default(), false);
        };
        let parsed = match read_bounded(&path) {
            Ok(bytes) => ron::de::from_bytes::<Self>(&bytes).ok(),
            Err(FileError::Io(error)) if error.kind() == io::ErrorKind::NotFound => {
                return (Self::default(), false);
            }
            Err(_) => None,
        };
        parsed.map_or_else(|| (Self::default(), true), |settings| (settings.within_bounds(), false))
    }

    /// Keeps them.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn save(&self, places: &Places) -> io::Result<()> {
        let Some(path) = places.settings() else { return Ok(()) };
        let text = ron::ser::to_string_pretty(self, ron::ser::PrettyConfig::default());
        write_atomically(&path, text.map_err(io::Error::other)?.as_bytes())
    }

    /// The language to speak: the wished one, else the one the system asks for.
    #[must_use]
    pub fn lang(&self) -> Lang {
        self.language.unwrap_or_else(system_lang)
    }

    fn within_bounds(mut self) -> Self {
        self.zoom_percent = self.zoom_percent.clamp(50, 300);
        self
    }
}

/// The language of `LC_ALL`, `LC_MESSAGES` or `LANG`, English when it is not one of ours.
#[must_use]
pub(crate) fn system_lang() -> Lang {
    let set = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    let code = set("LC_ALL").or_else(|| set("LC_MESSAGES")).or_else(|| set("LANG"));
    code.and_then(|code| Lang::from_code(&code)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_come_back() {
        let directory = tempfile::tempdir().unwrap();
        let places = Places::under(directory.path().to_path_buf());
        assert_eq!(Settings::load(&places), (Settings::default(), false));
        let settings = Settings { language: Some(Lang::Fr), zoom_percent: 150, ..Settings::default() };
        settings.save(&places).unwrap();
        assert_eq!(Settings::load(&places), (settings, false));
    }

    #[test]
    fn a_damaged_file_gives_the_defaults_and_a_word() {
        let directory = tempfile::tempdir().unwrap();
        let places = Places::under(directory.path().to_path_buf());
        std::fs::write(directory.path().join("settings.ron"), "(language: Klingon").unwrap();
        assert_eq!(Settings::load(&places), (Settings::default(), true));
        std::fs::write(directory.path().join("settings.ron"), "(zoom_percent: 9999)").unwrap();
        assert_eq!(Settings::load(&places).0.zoom_percent, 300);
    }
}
