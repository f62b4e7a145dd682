//! Every text a person reads, in English and French, from the Fluent files of
//! `assets/text/`. No other room holds a sentence in code.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;
use unic_langid::langid;

/// A language of the product.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// French.
    Fr,
}

impl Lang {
    /// Both, English first.
    pub const ALL: [Self; 2] = [Self::En, Self::Fr];

    /// `en` or `fr`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
        }
    }

    /// The language of a code such as `fr` or `fr_FR.UTF-8`.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lang| {
            code.strip_prefix(lang.code())
                .is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphabetic()))
        })
    }
}

macro_rules! sources {
    ($lang:literal) => {
        [
            include_str!(concat!("../../assets/text/", $lang, "/app.ftl")),
            include_str!(concat!("../../assets/text/", $lang, "/lab.ftl")),
            include_str!(concat!("../../assets/text/", $lang, "/story.ftl")),
            include_str!(concat!("../../assets/text/", $lang, "/scenario.ftl")),
            include_str!(concat!("../../assets/text/", $lang, "/cli.ftl")),
            include_str!(concat!("../../assets/text/", $lang, "/glossary.ftl")),
            include_str!(concat!("../../assets/text/", $lang, "/exercise.ftl")),
            include_str!(concat!("../../assets/text/", $lang, "/prove.ftl")),
            include_str!(concat!("../../assets/text/", $lang, "/console.ftl")),
            include_str!(concat!("../../assets/text/", $lang, "/class.ftl")),
            include_str!(concat!("../../assets/text/", $lang, "/grade.ftl")),
            include_str!(concat!("../../assets/text/", $lang, "/present.ftl")),
        ]
    };
}

/// The Fluent sources of a language, for the tests that compare them.
#[must_use]
pub const fn sources(lang: Lang) -> [&'static str; 12] {
    match lang {
        Lang::En => sources!("en"),
        Lang::Fr => sources!("fr"),
    }
}

type Bundle = FluentBundle<FluentResource>;

static BUNDLES: LazyLock<[Bundle; 2]> = LazyLock::new(|| Lang::ALL.map(bundle));

fn bundle(lang: Lang) -> Bundle {
    let id = match lang {
        Lang::En => langid!("en"),
        Lang::Fr => langid!("fr"),
    };
    let mut bundle = Bundle::new_concurrent(vec![id]);
    // Isolation marks are for mixed writing directions; here they would show as boxes.
    bundle.set_use_isolating(false);
    for source in sources(lang) {
        // A broken entry is left out (and shows as its key); a test keeps them whole.
        let resource = match FluentResource::try_new(source.to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        let _ = bundle.add_resource(resource);
    }
    bundle
}

/// The text called `key`, with `args` in it. A missing text shows as its key.
#[must_use]
pub fn tr(lang: Lang, key: &str, args: &[(&str, FluentValue<'_>)]) -> String {
    let bundle = &BUNDLES[lang as usize];
    let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
        return key.to_owned();
    };
    let fluent_args: FluentArgs<'_> = args.iter().map(|(name, value)| (*name, value.clone())).collect();
    let mut errors = Vec::new();
    bundle.format_pattern(pattern, Some(&fluent_args), &mut errors).into_owned()
}

/// `t!(lang, "key")` or `t!(lang, "key", name = value, …)`: the text as a `String`.
#[macro_export]
macro_rules! t {
    ($lang:expr, $key:expr) => { $crate::text::tr($lang, $key, &[]) };
    ($lang:expr, $key:expr, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::text::tr($lang, $key, &[$((stringify!($name), ::fluent_bundle::FluentValue::from($value))),+])
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// Message names: a line that starts with a letter and has ` =`.
    fn keys(lang: Lang) -> BTreeSet<&'static str> {
        sources(lang)
            .iter()
            .flat_map(|source| source.lines())
            .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
            .filter_map(|line| Some(line.split_once(" =")?.0))
            .collect()
    }

    #[test]
    fn both_languages_have_every_text() {
        assert_eq!(keys(Lang::En), keys(Lang::Fr));
        for lang in Lang::ALL {
            for source in sources(lang) {
                assert!(FluentResource::try_new(source.to_owned()).is_ok());
            }
            for key in keys(lang) {
                assert!(BUNDLES[lang as usize].get_message(key).is_some(), "{key}");
            }
        }
    }

    #[test]
    fn no_key_stands_twice() {
        // The second text of a key would never be read, and the first would be read in its place.
        let mut seen = BTreeSet::new();
        for line in sources(Lang::En).iter().flat_map(|source| source.lines()) {
            let is_key = line.starts_with(|c: char| c.is_ascii_lowercase());
            if let Some((key, _)) = line.split_once(" =").filter(|_| is_key) {
                assert!(seen.insert(key), "{key} stands twice");
            }
        }
    }

    #[test]
    fn a_missing_text_shows_its_key() {
        assert_eq!(tr(Lang::En, "no-such-text", &[]), "no-such-text");
    }

    #[test]
    fn codes() {
        assert_eq!(Lang::from_code("fr_FR.UTF-8"), Some(Lang::Fr));
        assert_eq!(Lang::from_code("english"), None);
    }
}
