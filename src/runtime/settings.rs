//! A person's wishes for the window, kept between two sessions as a RON file.
//! What they are is the window's affair; this file only keeps them.

use super::Places;
use super::files::{FileError, read_bounded, write_atomically};
use crate::text::Lang;
use serde::{Serialize, de::DeserializeOwned};
use std::io;

/// What was found of a person's settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Loaded<T> {
    /// They were kept from an earlier session.
    Kept(T),
    /// There are none yet.
    New,
    /// There were some, and the file is damaged: the person should be told.
    Damaged,
}

/// Reads the settings of this person.
#[must_use]
pub fn load_settings<T: DeserializeOwned>(places: &Places) -> Loaded<T> {
    let Some(path) = places.settings() else { return Loaded::New };
    match read_bounded(&path) {
        Ok(bytes) => ron::de::from_bytes(&bytes).map_or(Loaded::Damaged, Loaded::Kept),
        Err(FileError::Io(error)) if error.kind() == io::ErrorKind::NotFound => Loaded::New,
        Err(_) => Loaded::Damaged,
    }
}

/// Keeps the settings.
///
/// # Errors
/// When the file cannot be written.
pub fn save_settings<T: Serialize>(places: &Places, settings: &T) -> io::Result<()> {
    let Some(path) = places.settings() else { return Ok(()) };
    let text = ron::ser::to_string_pretty(settings, ron::ser::PrettyConfig::default());
    write_atomically(&path, text.map_err(io::Error::other)?.as_bytes())
}

/// The language of `LC_ALL`, `LC_MESSAGES` or `LANG`, English when it is not one of ours.
#[must_use]
pub fn system_lang() -> Lang {
    let set = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    let code = set("LC_ALL").or_else(|| set("LC_MESSAGES")).or_else(|| set("LANG"));
    code.and_then(|code| Lang::from_code(&code)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Wishes {
        lang: Lang,
        zoom: f32,
    }

    #[test]
    fn settings_come_back() {
        let directory = tempfile::tempdir().unwrap();
        let places = Places::under(directory.path().to_path_buf());
        assert_eq!(load_settings::<Wishes>(&places), Loaded::New);
        let wishes = Wishes { lang: Lang::Fr, zoom: 1.5 };
        save_settings(&places, &wishes).unwrap();
        assert_eq!(load_settings(&places), Loaded::Kept(wishes));
    }

    #[test]
    fn a_damaged_file_is_told_from_none() {
        let directory = tempfile::tempdir().unwrap();
        let places = Places::under(directory.path().to_path_buf());
        std::fs::write(directory.path().join("settings.ron"), "(lang: Klingon").unwrap();
        assert_eq!(load_settings::<Wishes>(&places), Loaded::Damaged);
    }
}
