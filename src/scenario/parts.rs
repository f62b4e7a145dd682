//! The parts of a file as its author wrote them, for whoever makes another file of them.

use super::lex::lex;
use super::model::Variant;
use super::source::Source;
use super::tree::{self, Kind};
use super::variants::put_into;
use crate::base::Text;
use std::collections::BTreeMap;

/// The fields of a file's head, each with its value's own text, in which `chosen`
/// stands for the names of `variants`. Empty when the bytes are no scenario.
#[must_use]
pub fn parts(
    bytes: &[u8],
    variants: &BTreeMap<Text, Variant>,
    chosen: &BTreeMap<Text, Text>,
) -> BTreeMap<String, String> {
    let Ok(text) = std::str::from_utf8(bytes) else { return BTreeMap::new() };
    let source = Source::new("", text.strip_prefix('\u{feff}').unwrap_or(text));
    let Ok(lexemes) = lex(&source) else { return BTreeMap::new() };
    let (root, _) = tree::parse(&source, &lexemes);
    let Kind::Fields(_, fields) = &root.kind else { return BTreeMap::new() };
    let value = |span| put_into(source.slice(span), variants, chosen);
    fields.iter().map(|field| (field.name.clone(), value(&field.value.span))).collect()
}
