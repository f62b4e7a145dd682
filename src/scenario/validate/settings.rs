//! One setting: a key that Kafka knows, a value of its kind.

use super::Checker;
use crate::config::{ApplicationConfig, Definition, Kind};
use crate::scenario::faults::nearest;
use crate::scenario::problem::Arg;
use crate::scenario::tree::Node;

impl Checker<'_, '_, '_, '_> {
    /// Checks one entry of the map at `map`.
    pub(super) fn setting(
        &mut self,
        map: &Node,
        owner: &'static str,
        definitions: &'static [Definition],
        key: &str,
        value: &str,
    ) {
        let (key_node, value_node) = map.entry(key).unwrap_or((map, map));
        self.setting_at(key_node, value_node, owner, definitions, key, value);
    }

    /// Checks a key and a value at their places.
    pub(super) fn setting_at(
        &mut self,
        key_node: &Node,
        value_node: &Node,
        owner: &'static str,
        definitions: &'static [Definition],
        key: &str,
        value: &str,
    ) {
        let Some(definition) = definitions.iter().find(|definition| definition.key == key) else {
            let near = nearest(definitions.iter().map(|definition| definition.key), key);
            let kind = if near.is_some() { "unknown-setting-near" } else { "unknown-setting" };
            let owner = Arg::Key(match owner {
                "broker" => "owner-broker",
                "topic" => "owner-topic",
                "producer" => "owner-producer",
                "application" => "owner-application",
                _ => "owner-consumer",
            });
            let args =
                vec![("key", key.into()), ("nearest", near.unwrap_or_default().into()), ("owner", owner)];
            self.error(key_node, kind, args);
            return;
        };
        let args = |wanted: Arg| vec![("key", key.into()), ("value", value.into()), ("wanted", wanted)];
        match definition.kind {
            Kind::Number => {
                // A lesson may go below Kafka's minimum, but not below sense: no negative
                // lengths, and nothing that comes back at once, for ever.
                let repeats = key.ends_with("interval.ms") || key.ends_with("interval.seconds");
                let least = match definition.minimum {
                    Some(minimum) if minimum < 0 => minimum,
                    _ => i64::from(repeats || matches!(definition.minimum, Some(1))),
                };
                match definition.number(value) {
                    None => self.error(value_node, "setting-value", args(number_words(key))),
                    Some(number) if number < least => {
                        let words = vec![
                            ("key", key.into()),
                            ("value", value.into()),
                            ("least", least.to_string().into()),
                        ];
                        self.error(value_node, "setting-too-small", words);
                    }
                    Some(_) => {}
                }
            }
            Kind::Flag if value.trim().parse::<bool>().is_err() => {
                self.error(value_node, "setting-value", args(Arg::Key("wanted-flag")));
            }
            Kind::OneOf(values) if !values.contains(&value.trim()) => {
                let list: Vec<String> = values.iter().map(|value| format!("\"{value}\"")).collect();
                self.error(value_node, "setting-value", args(list.join(", ").into()));
            }
            _ => {}
        }
    }
}

fn number_words(key: &str) -> Arg {
    Arg::Key(if key.ends_with(".ms") || key == ApplicationConfig::PER_RECORD {
        "wanted-milliseconds"
    } else if key.ends_with(".bytes") || key.ends_with(".size") {
        "wanted-bytes"
    } else {
        "wanted-number"
    })
}
