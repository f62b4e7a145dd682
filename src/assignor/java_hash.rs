//! `String.hashCode` and the iteration order of `java.util.HashMap`, which show
//! through in Kafka's behaviour: which partition keeps a group, and which member
//! the sticky assignor takes from first. No map of ours: only its order.

use crate::base::Text;

/// `String.hashCode`: base 31 over UTF-16 units, wrapping.
#[must_use]
pub fn string_hash(text: &str) -> i32 {
    text.encode_utf16().fold(0, |hash: i32, unit| hash.wrapping_mul(31).wrapping_add(i32::from(unit)))
}

/// The order in which a `HashMap` that was given `keys` one by one, all distinct, iterates.
///
/// Buckets of more than eight keys become trees in Java; those keep insertion
/// order when iterated, so that the rule below stands for them too.
#[must_use]
pub fn hash_map_order<'k>(keys: impl Iterator<Item = &'k Text>) -> Vec<&'k Text> {
    let keys: Vec<&Text> = keys.collect();
    let mut buckets: usize = 16;
    while keys.len() * 4 > buckets * 3 {
        buckets *= 2;
    }
    let mut placed: Vec<(usize, usize, &Text)> =
        keys.into_iter().enumerate().map(|(nth, key)| (bucket(key, buckets), nth, key)).collect();
    placed.sort_unstable_by_key(|(bucket, nth, _)| (*bucket, *nth));
    placed.into_iter().map(|(_, _, key)| key).collect()
}

fn bucket(key: &str, buckets: usize) -> usize {
    let hash = string_hash(key) as u32;
    (hash ^ (hash >> 16)) as usize & (buckets - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_as_java_does() {
        assert_eq!(string_hash(""), 0);
        assert_eq!(string_hash("Aa"), 2112);
        assert_eq!(string_hash("BB"), 2112);
        assert_eq!(string_hash("polygenelubricants"), i32::MIN);
        // Two surrogates, not one code point.
        assert_eq!(string_hash("😀"), 55_357 * 31 + 56_832);
    }

    #[test]
    fn nine_consumers_iterate_backwards() {
        let names: Vec<Text> = (1..=9).map(|n| format!("consumer{n}").into()).collect();
        let order = hash_map_order(names.iter());
        let backwards: Vec<&Text> = names.iter().rev().collect();
        assert_eq!(order, backwards);
    }

    #[test]
    fn one_bucket_keeps_insertion_order() {
        let names: Vec<Text> = vec!["BB".into(), "Aa".into()];
        assert_eq!(hash_map_order(names.iter()), [&names[0], &names[1]]);
    }
}
