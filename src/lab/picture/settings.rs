//! Settings that differ from Kafka's defaults, each shown with the default.

use crate::base::Text;
use crate::config::{Definition, Settings};
use crate::lab::view::SettingView;

/// The given settings whose value is not Kafka's default.
pub(super) fn changed<'a>(
    given: &Settings,
    definition: impl Fn(&str) -> Option<&'a Definition>,
) -> Vec<SettingView> {
    let differs = |(key, value): (&Text, &Text)| {
        let definition = definition(key)?;
        let is_same = definition
            .number(value)
            .is_some_and(|number| Some(number) == definition.number(definition.default))
            || **value == *definition.default;
        (!is_same).then(|| SettingView {
            key: key.clone(),
            value: value.clone(),
            default: definition.default.into(),
        })
    };
    given.iter().filter_map(differs).collect()
}
