//! Kafka's plain wire types, as the records of `__consumer_offsets` use them:
//! big-endian integers, strings with a length of 16 bits, arrays with one of 32.
//! No tagged fields, no compact forms.

use crate::base::Text;
use bytes::{Buf, Bytes};

pub(super) fn put_text(to: &mut Vec<u8>, text: &str) {
    to.extend_from_slice(&(text.len() as i16).to_be_bytes());
    to.extend_from_slice(text.as_bytes());
}

pub(super) fn put_nullable_text(to: &mut Vec<u8>, text: Option<&str>) {
    match text {
        Some(text) => put_text(to, text),
        None => to.extend_from_slice(&(-1_i16).to_be_bytes()),
    }
}

pub(super) fn put_array<T>(to: &mut Vec<u8>, items: &[T], put: impl Fn(&mut Vec<u8>, &T)) {
    to.extend_from_slice(&(items.len() as i32).to_be_bytes());
    for item in items {
        put(to, item);
    }
}

/// Reads field by field; `None` when the bytes end too early or make no sense.
pub(super) struct Reader(pub Bytes);

impl Reader {
    pub(super) fn i16(&mut self) -> Option<i16> {
        self.0.try_get_i16().ok()
    }

    pub(super) fn i32(&mut self) -> Option<i32> {
        self.0.try_get_i32().ok()
    }

    pub(super) fn i64(&mut self) -> Option<i64> {
        self.0.try_get_i64().ok()
    }

    /// A string that is there.
    pub(super) fn text(&mut self) -> Option<Text> {
        self.nullable_text()?
    }

    /// A string, or none.
    #[allow(clippy::option_option, reason = "outer: readable at all; inner: Kafka's null")]
    pub(super) fn nullable_text(&mut self) -> Option<Option<Text>> {
        let length = self.i16()?;
        if length < 0 {
            return Some(None);
        }
        let bytes = self.take(length as usize)?;
        Some(Some(std::str::from_utf8(&bytes).ok()?.into()))
    }

    /// Bytes with a length of 32 bits; null reads as empty.
    pub(super) fn sized(&mut self) -> Option<Bytes> {
        let length = self.i32()?;
        self.take(length.max(0) as usize)
    }

    /// An array; null reads as empty.
    pub(super) fn array<T>(&mut self, read: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = self.i32()?;
        (0..count).map(|_| read(self)).collect()
    }

    fn take(&mut self, length: usize) -> Option<Bytes> {
        (length <= self.0.len()).then(|| self.0.split_to(length))
    }
}
