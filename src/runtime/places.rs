//! Where the lab keeps its few files, and the list of those opened lately.

use super::files::{read_bounded, write_atomically};
use crate::lab::view::RecentFile;
use std::path::{Path, PathBuf};

/// How many files the list keeps.
const MOST_RECENT: usize = 12;

/// The files of this person on this computer. Without a home directory nothing is kept.
#[derive(Clone, Debug, Default)]
pub struct Places {
    pub(super) directory: Option<PathBuf>,
}

impl Places {
    /// The platform's directory for a program's settings.
    #[must_use]
    pub fn of_this_person() -> Self {
        let directories = directories::ProjectDirs::from("", "", "brokerscope");
        Self { directory: directories.map(|found| found.config_dir().to_path_buf()) }
    }

    /// Everything under one directory: for tests and portable use.
    #[must_use]
    pub const fn under(directory: PathBuf) -> Self {
        Self { directory: Some(directory) }
    }

    pub(crate) fn settings(&self) -> Option<PathBuf> {
        Some(self.directory.as_ref()?.join("settings.ron"))
    }

    pub(crate) fn sandbox(&self) -> Option<PathBuf> {
        Some(self.directory.as_ref()?.join("sandbox.ron"))
    }

    fn recent(&self) -> Option<PathBuf> {
        Some(self.directory.as_ref()?.join("recent.ron"))
    }

    /// Files opened lately, newest first. A damaged list is an empty one.
    pub(crate) fn recent_files(&self) -> Vec<RecentFile> {
        let paths: Vec<String> = self
            .recent()
            .and_then(|file| read_bounded(&file).ok())
            .and_then(|bytes| ron::de::from_bytes(&bytes).ok())
            .unwrap_or_default();
        let paths = paths.into_iter().take(MOST_RECENT);
        paths
            .map(|path| RecentFile { exists: Path::new(&path).exists(), path: path.as_str().into() })
            .collect()
    }

    /// Puts `path` at the top of the list.
    pub(crate) fn remember(&self, path: &str) {
        let Some(file) = self.recent() else { return };
        let mut paths = vec![path.to_owned()];
        paths.extend(
            self.recent_files().iter().map(|recent| recent.path.to_string()).filter(|old| old != path),
        );
        paths.truncate(MOST_RECENT);
        if let Ok(text) = ron::ser::to_string_pretty(&paths, ron::ser::PrettyConfig::default()) {
            // A list that can't be kept is not worth a word.
            let _ = write_atomically(&file, text.as_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_file_comes_first_and_once() {
        let directory = tempfile::tempdir().unwrap();
        let places = Places::under(directory.path().to_path_buf());
        for path in ["a", "b", "a"] {
            places.remember(path);
        }
        let paths: Vec<_> = places.recent_files().iter().map(|file| file.path.to_string()).collect();
        assert_eq!(paths, ["a", "b"]);
        std::fs::write(directory.path().join("recent.ron"), "}{").unwrap();
        assert!(places.recent_files().is_empty());
        assert!(Places::default().recent_files().is_empty());
    }
}
