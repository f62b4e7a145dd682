//! Reading with a bound, writing all or nothing, and noticing that a file
//! changed.

#![allow(clippy::disallowed_types, reason = "a file's own time, at the edge")]

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;

/// No file the lab reads is larger.
pub const LARGEST_FILE_BYTES: u64 = 4 << 20;

/// Why a file could not be read.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The system says no.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// Larger than [`LARGEST_FILE_BYTES`].
    #[error("larger than {} MiB", LARGEST_FILE_BYTES >> 20)]
    TooLarge,
}

/// The bytes of a file.
///
/// # Errors
/// When it cannot be read, or is too large to be what it should be.
pub fn read_bounded(path: &Path) -> Result<Vec<u8>, FileError> {
    let mut bytes = Vec::new();
    File::open(path)?.take(LARGEST_FILE_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST_FILE_BYTES { Err(FileError::TooLarge) } else { Ok(bytes) }
}

/// Writes a file whole, or leaves the old one as it was. Makes its directory.
///
/// # Errors
/// When the directory or the file cannot be written.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let directory = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    fs::create_dir_all(directory)?;
    let mut file = tempfile::NamedTempFile::new_in(directory)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

/// What tells two states of a file apart without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    modified: Option<std::time::SystemTime>,
    length: u64,
}

impl Stamp {
    /// The file's stamp now; `None` while it is not there (an editor may be replacing it).
    pub(crate) fn of(path: &Path) -> Option<Self> {
        let metadata = fs::metadata(path).ok()?;
        Some(Self { modified: metadata.modified().ok(), length: metadata.len() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_written_whole_and_read_back() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("deep/er/file.ron");
        write_atomically(&path, b"one").unwrap();
        let before = Stamp::of(&path);
        write_atomically(&path, b"other").unwrap();
        assert_ne!(before, Stamp::of(&path));
        assert_eq!(read_bounded(&path).unwrap(), b"other");
        assert_eq!(Stamp::of(&directory.path().join("none")), None);
    }

    #[test]
    fn a_large_file_is_refused() {
        let file = tempfile::NamedTempFile::new().unwrap();
        file.as_file().set_len(LARGEST_FILE_BYTES + 1).unwrap();
        assert!(matches!(read_bounded(file.path()), Err(FileError::TooLarge)));
    }
}
