//! The options of a consumer's application: the few lines a developer writes
//! around `poll`. Not Kafka's, and not to be taken for its settings: their names
//! have no dots.

use super::table::{Kind, settings};
use crate::base::Text;

settings! {
    /// The options of a consumer's application.
    ApplicationConfig {
        /// Time it takes for each record, in milliseconds.
        per_record_ms: i64 = "per_record", "0", Kind::Number, Some(0);
        /// `each`: every processed record has its effect outside (a mail, a line in a database);
        /// `once`: the effect carries the record's place, and a place already noted has none again.
        effects: Text = "effects", "each", Kind::OneOf(&["each", "once"]), None;
        /// `settings`: it leaves commits to `enable.auto.commit`; `before` or `after`: it calls
        /// `commitSync` before or after it processes what a poll returned.
        commits: Text = "commits", "settings", Kind::OneOf(&["settings", "before", "after"]), None;
        /// A record with this value can't be processed; empty: every record can.
        poison: Text = "poison", "", Kind::Text, None;
        /// What such a record does to it.
        on_poison: Text = "on_poison", "crash", Kind::OneOf(&["crash", "hang", "skip", "dead-letter"]), None;
        /// The topic where it puts such records with `dead-letter`.
        dead_letter: Text = "dead_letter", "", Kind::Text, None;
    }
}

impl ApplicationConfig {
    /// The one option that is a length of time.
    pub const PER_RECORD: &str = "per_record";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{BrokerConfig, ConsumerConfig, ProducerConfig, Settings, TopicConfig};

    #[test]
    fn no_option_is_a_setting_of_kafkas() {
        for option in ApplicationConfig::DEFINITIONS {
            let key = option.key;
            assert!(!key.contains('.'), "{key} looks like Kafka's");
            assert!(ConsumerConfig::definition(key).is_none() && ProducerConfig::definition(key).is_none());
            assert!(BrokerConfig::definition(key).is_none() && TopicConfig::definition(key).is_none());
        }
    }

    #[test]
    fn options_are_read_and_refused() {
        let given = Settings::from([("per_record".into(), "1s".into()), ("effects".into(), "once".into())]);
        let options = ApplicationConfig::with(&given);
        assert_eq!((options.per_record_ms, &*options.effects, &*options.on_poison), (1_000, "once", "crash"));
        assert!(ApplicationConfig::default().set("on_poison", "pray").is_err());
    }
}
