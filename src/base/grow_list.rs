//! An append-only list whose clones share all but the newest chunk.
//!
//! A checkpoint clones the whole world; a log or a trace of a million entries
//! must not be copied for it. Full chunks are `Arc`ed and never touched again,
//! except by [`GrowList::truncate`].

use std::sync::Arc;

/// How many items a chunk holds.
const CHUNK: usize = 64;

/// An append-only list with cheap clones and O(1) access by index.
#[derive(Clone, Debug)]
pub struct GrowList<T> {
    full: Arc<Vec<Arc<Vec<T>>>>,
    tail: Arc<Vec<T>>,
}

impl<T> Default for GrowList<T> {
    fn default() -> Self {
        Self { full: Arc::default(), tail: Arc::default() }
    }
}

impl<T: Clone> GrowList<T> {
    /// An empty list.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Number of items.
    #[must_use]
    pub fn len(&self) -> usize {
        self.full.len() * CHUNK + self.tail.len()
    }

    /// Whether there are no items.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds an item at the end.
    pub fn push(&mut self, item: T) {
        let tail = Arc::make_mut(&mut self.tail);
        tail.push(item);
        if tail.len() == CHUNK {
            let sealed = std::mem::take(&mut self.tail);
            Arc::make_mut(&mut self.full).push(sealed);
        }
    }

    /// The item at `index`, if there is one.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&T> {
        match self.full.get(index / CHUNK) {
            Some(chunk) => chunk.get(index % CHUNK),
            None => self.tail.get(index.checked_sub(self.full.len() * CHUNK)?),
        }
    }

    /// The last item, if there is one.
    #[must_use]
    pub fn last(&self) -> Option<&T> {
        self.get(self.len().checked_sub(1)?)
    }

    /// Items from `start` on, in order.
    pub fn iter_from(&self, start: usize) -> impl Iterator<Item = &T> {
        (start..self.len()).filter_map(|index| self.get(index))
    }

    /// All items, in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.full.iter().flat_map(|chunk| chunk.iter()).chain(self.tail.iter())
    }

    /// Keeps the first `length` items.
    pub fn truncate(&mut self, length: usize) {
        if length >= self.len() {
            return;
        }
        let chunks = length / CHUNK;
        if chunks < self.full.len() {
            let tail = self.full[chunks][..length % CHUNK].to_vec();
            Arc::make_mut(&mut self.full).truncate(chunks);
            self.tail = Arc::new(tail);
        } else {
            Arc::make_mut(&mut self.tail).truncate(length % CHUNK);
        }
    }

    /// The first index whose item fails `before`, when those that pass come first.
    pub fn partition_point(&self, mut before: impl FnMut(&T) -> bool) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if self.get(middle).is_some_and(&mut before) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }
}

impl<T: Clone> FromIterator<T> for GrowList<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        let mut list = Self::new();
        items.into_iter().for_each(|item| list.push(item));
        list
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grow_list_is_a_list() {
        let mut list: GrowList<usize> = (0..1_000).collect();
        assert_eq!(list.len(), 1_000);
        assert_eq!(list.get(700), Some(&700));
        assert_eq!(list.get(1_000), None);
        assert_eq!(list.iter_from(998).copied().collect::<Vec<_>>(), [998, 999]);
        assert_eq!(list.partition_point(|&item| item < 333), 333);
        let clone = list.clone();
        for length in [900, 512, 511, 256, 3, 0] {
            list.truncate(length);
            assert_eq!(list.len(), length);
            assert_eq!(list.iter().copied().collect::<Vec<_>>(), (0..length).collect::<Vec<_>>());
        }
        assert_eq!(clone.len(), 1_000);
        list.push(9);
        assert_eq!(list.last(), Some(&9));
    }
}
