//! A simulated file that keeps flushed and unflushed bytes apart: what a power
//! cut spares is exactly what was flushed (`FileChannel.force`).
//!
//! A file is the pieces its writes put there, shared and never copied. Slow and
//! full disks are faults of the process that writes, not of the file.

use crate::base::GrowList;
use bytes::Bytes;

/// An append-only file. Clones share all but the newest pieces.
#[derive(Clone, Debug, Default)]
pub struct File {
    pieces: GrowList<Piece>,
    flushed_bytes: u64,
}

/// What one write put there.
#[derive(Clone, Debug)]
struct Piece {
    start: u64,
    bytes: Bytes,
}

impl File {
    /// An empty file.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Size, in bytes.
    #[must_use]
    pub fn size_bytes(&self) -> u64 {
        self.pieces.last().map_or(0, |piece| piece.start + piece.bytes.len() as u64)
    }

    /// How many bytes, from the start, a power cut would spare.
    #[must_use]
    pub fn flushed_bytes(&self) -> u64 {
        self.flushed_bytes
    }

    /// Writes at the end, sharing the bytes.
    pub fn append(&mut self, bytes: Bytes) {
        let start = self.size_bytes();
        self.pieces.push(Piece { start, bytes });
    }

    /// Makes everything written so far survive a power cut.
    pub fn flush(&mut self) {
        self.flushed_bytes = self.size_bytes();
    }

    /// Number of writes that the file still holds.
    #[must_use]
    pub fn writes(&self) -> usize {
        self.pieces.len()
    }

    /// Where the write of this number starts; the end of the file for the next one.
    #[must_use]
    pub fn position_of(&self, write: usize) -> u64 {
        self.pieces.get(write).map_or_else(|| self.size_bytes(), |piece| piece.start)
    }

    /// The bytes of each write, in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Bytes> {
        self.pieces.iter().map(|piece| &piece.bytes)
    }

    /// Keeps the first `writes` writes.
    pub fn truncate(&mut self, writes: usize) {
        self.pieces.truncate(writes);
        self.flushed_bytes = self.flushed_bytes.min(self.size_bytes());
    }

    /// The power fails: what was not flushed is gone, be it within a write.
    pub fn lose_unflushed(&mut self) {
        let whole =
            self.pieces.partition_point(|piece| piece.start + piece.bytes.len() as u64 <= self.flushed_bytes);
        let torn = self.pieces.get(whole).cloned();
        self.pieces.truncate(whole);
        if let Some(torn) = torn.filter(|torn| torn.start < self.flushed_bytes) {
            let kept = (self.flushed_bytes - torn.start) as usize;
            self.pieces.push(Piece { start: torn.start, bytes: torn.bytes.slice(..kept) });
        }
    }

    /// Puts other bytes of the same length in place of a write (a damaged disk).
    /// Does nothing when there is no such write or the length differs.
    pub fn overwrite(&mut self, write: usize, bytes: Bytes) {
        if self.pieces.get(write).is_none_or(|piece| piece.bytes.len() != bytes.len()) {
            return;
        }
        let start = self.position_of(write);
        let rest: Vec<Piece> = self.pieces.iter_from(write + 1).cloned().collect();
        self.pieces.truncate(write);
        self.pieces.push(Piece { start, bytes });
        rest.into_iter().for_each(|piece| self.pieces.push(piece));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(writes: &[&'static str]) -> File {
        let mut file = File::new();
        writes.iter().for_each(|text| file.append(Bytes::from_static(text.as_bytes())));
        file
    }

    fn text(file: &File) -> String {
        file.iter().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect()
    }

    #[test]
    fn a_power_cut_spares_what_was_flushed() {
        let mut disk = file(&["abc", "def"]);
        disk.flush();
        disk.append(Bytes::from_static(b"ghi"));
        assert_eq!((disk.size_bytes(), disk.flushed_bytes()), (9, 6));
        let before = disk.clone();
        disk.lose_unflushed();
        assert_eq!((text(&disk), text(&before)), ("abcdef".into(), "abcdefghi".into()));
    }

    #[test]
    fn a_file_cut_short_has_less_to_spare() {
        let mut disk = file(&["abc", "def", "gh"]);
        disk.flush();
        disk.truncate(1);
        assert_eq!(disk.flushed_bytes(), 3);
        disk.append(Bytes::from_static(b"XY"));
        disk.lose_unflushed();
        assert_eq!(text(&disk), "abc");
        assert_eq!((disk.position_of(0), disk.position_of(1)), (0, 3));
    }

    #[test]
    fn a_write_is_replaced_in_place() {
        let mut disk = file(&["abc", "def", "gh"]);
        disk.overwrite(1, Bytes::from_static(b"dXf"));
        disk.overwrite(2, Bytes::from_static(b"too long"));
        assert_eq!(text(&disk), "abcdXfgh");
        assert_eq!(disk.position_of(2), 6);
    }
}
