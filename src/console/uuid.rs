//! Kafka's own form of a UUID: 16 bytes in base64url, 22 letters
//! (`org.apache.kafka.common.Uuid`).

use crate::base::{Stream, TopicId};

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The UUID that a topic's number stands for.
#[must_use]
pub fn topic_uuid(topic: TopicId) -> String {
    random_uuid(&mut Stream::named(u64::from(topic.0), "topic uuid"))
}

/// A random UUID. As in Kafka it does not begin with a dash, which would read as an option.
#[must_use]
pub fn random_uuid(stream: &mut Stream) -> String {
    loop {
        let high = (stream.bits() & !0xf000) | 0x4000;
        let low = (stream.bits() & !(0b11 << 62)) | (0b10 << 62);
        let text = base64(high, low);
        if !text.starts_with('-') {
            return text;
        }
    }
}

/// 128 bits, six at a time; the last letter holds two.
fn base64(high: u64, low: u64) -> String {
    let bits = (u128::from(high) << 64) | u128::from(low);
    let letter = |index: u32| {
        let six = if index < 21 { bits >> (122 - 6 * index) } else { bits << 4 };
        char::from(LETTERS[(six & 63) as usize])
    };
    (0..22).map(letter).collect()
}

/// Whether a text is such a UUID.
#[must_use]
pub fn is_uuid(text: &str) -> bool {
    text.len() == 22 && text.bytes().all(|byte| LETTERS.contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uuids_are_those_of_kafka() {
        // `new Uuid(0x4000, 0x8000000000000000L).toString()`.
        assert_eq!(base64(0x4000, 1 << 63), "AAAAAAAAQACAAAAAAAAAAA");
        assert_eq!(base64(u64::MAX, u64::MAX), "_____________________w");
        let uuid = topic_uuid(TopicId(7));
        assert!(is_uuid(&uuid));
        assert_eq!(uuid, topic_uuid(TopicId(7)));
        assert_ne!(uuid, topic_uuid(TopicId(8)));
    }
}
