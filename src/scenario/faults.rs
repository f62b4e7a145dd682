//! Turns what RON's parser says into problems with a place and our own words.
//! RON names positions, not values: the tree of the file gives the rest.

use super::problem::{Arg, Problem};
use super::source::Source;
use super::tree::{Kind, Node};
use super::values::CODE;
use ron::error::{Error, SpannedError};
use std::ops::Range;

/// The nearest of `names` to `word`, if it is near enough to be meant.
pub(crate) fn nearest<'a>(names: impl IntoIterator<Item = &'a str>, word: &str) -> Option<&'a str> {
    let lower = word.to_lowercase();
    names
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(&name.to_lowercase(), &lower), name))
        .min()
        .filter(|(distance, _)| *distance <= 1 + word.chars().count() / 3)
        .map(|(_, name)| name)
}

/// The problem that stopped RON in `node`.
pub(crate) fn from_ron(source: &Source, node: &Node, error: &SpannedError) -> Problem {
    let start = source.offset_from(node.span.start, error.span.start.line, error.span.start.col);
    let end = source.offset_from(node.span.start, error.span.end.line, error.span.end.col);
    let span = trimmed(source, start..end.max(start));
    let name_span = |name: &str| spot(source, node, &span, name);
    match &error.code {
        Error::NoSuchStructField { expected, found, outer } => {
            let args = choices(found, expected, outer.as_deref());
            source.problem(name_span(found), suggested("unknown-field", found, expected), args)
        }
        Error::NoSuchEnumVariant { expected, found, outer } => {
            let args = choices(found, expected, outer.as_deref());
            source.problem(name_span(found), suggested("unknown-variant", found, expected), args)
        }
        Error::MissingStructField { field, .. } => missing(source, node, &span, field),
        Error::DuplicateStructField { field, .. } => {
            source.problem(name_span(field), "duplicate-field", vec![("name", (*field).into())])
        }
        Error::Message(message) | Error::InvalidValueForType { expected: message, .. }
            if message.starts_with(CODE) =>
        {
            custom(source, value_at(node, &span).map_or(span, |value| value.span.clone()), message)
        }
        Error::ExpectedDifferentLength { .. } => wrong_count(source, node, &span),
        Error::ExpectedStructLike | Error::ExpectedNamedStructLike(_) => {
            let word = value_at(node, &span).is_some_and(|value| matches!(value.kind, Kind::Word(_)));
            let kind = match source.slice(&span).starts_with('{') {
                true => "brace-for-struct",
                false if word => "argument-expected",
                false => "struct-expected",
            };
            plain(source, value_span(node, span), kind)
        }
        Error::ExpectedStructLikeEnd if value_at(node, &span).is_some() => wrong_count(source, node, &span),
        Error::ExpectedComma => match value_at(node, &span) {
            Some(value) if matches!(value.kind, Kind::Number) => {
                plain(source, value.span.clone(), "number-expected")
            }
            _ => wrong_count(source, node, &span),
        },
        Error::ExpectedDifferentStructName { expected, found } => source.problem(
            name_span(found),
            "wrong-name",
            vec![("expected", (*expected).into()), ("found", found.as_str().into())],
        ),
        code => match value_at(node, &span) {
            // RON met a bracket, or names, where it wanted an argument.
            Some(Node { kind: Kind::Fields(Some(_), _), .. }) => wrong_count(source, node, &span),
            Some(Node { kind: Kind::Items(Some(_), _), .. })
                if !matches!(code, Error::ExpectedIdentifier) =>
            {
                wrong_count(source, node, &span)
            }
            Some(value) if matches!(code, Error::ExpectedIdentifier) && names_wanted(node, value) => {
                let group = node.group_at(value.span.start.saturating_sub(1)).unwrap_or(node);
                let args = vec![("name", group.name().unwrap_or_default().into())];
                source.problem(group.span.clone(), "named-expected", args)
            }
            _ => plain(source, value_span(node, span), plain_kind(code)),
        },
    }
}

/// A problem that quotes what stands there.
fn plain(source: &Source, span: Range<usize>, kind: &'static str) -> Problem {
    let found: String = source.slice(&span).chars().take(30).collect();
    source.problem(span, kind, vec![("found", found.into())])
}

/// Whether `value` is the first of positional arguments, where RON wanted a field's name.
fn names_wanted(node: &Node, value: &Node) -> bool {
    node.group_at(value.span.start.saturating_sub(1)).is_some_and(|group| {
        group.name().is_some() && group.items().first().is_some_and(|first| first.span == value.span)
    })
}

/// Kinds that need nothing but their place and what stands there.
const fn plain_kind(code: &Error) -> &'static str {
    match code {
        Error::ExpectedString | Error::ExpectedStringEnd | Error::ExpectedChar => "text-expected",
        Error::ExpectedInteger
        | Error::ExpectedFloat
        | Error::FloatUnderscore
        | Error::UnderscoreAtBeginning
        | Error::InvalidIntegerDigit { .. } => "number-expected",
        Error::IntegerOutOfBounds => "number-range",
        Error::ExpectedArray | Error::ExpectedArrayEnd => "list-expected",
        Error::ExpectedMap | Error::ExpectedMapEnd | Error::ExpectedMapColon => "map-expected",
        Error::ExpectedBoolean => "flag-expected",
        Error::ExpectedIdentifier | Error::InvalidIdentifier(_) | Error::SuggestRawIdentifier(_) => {
            "name-expected"
        }
        Error::InvalidEscape(_) => "bad-escape",
        Error::ExpectedOption | Error::ExpectedOptionEnd | Error::ExpectedUnit => "argument-expected",
        Error::ExceededRecursionLimit => "too-nested",
        _ => "unreadable",
    }
}

/// A custom message: `@code|what was found`.
fn custom(source: &Source, span: Range<usize>, message: &str) -> Problem {
    const CODES: [&str; 6] = ["bad-length", "long-length", "bad-share", "bad-date", "bad-node", "bad-value"];
    let (code, found) = message.trim_start_matches(CODE).split_once('|').unwrap_or((message, ""));
    let kind = CODES.iter().find(|known| **known == code).copied().unwrap_or("unreadable");
    let found =
        if found.is_empty() { source.slice(&span).chars().take(30).collect() } else { found.to_owned() };
    source.problem(span, kind, vec![("found", found.into())])
}

fn suggested(kind: &'static str, found: &str, expected: &[&str]) -> &'static str {
    let near = nearest(expected.iter().copied(), found).is_some();
    match (kind, near) {
        ("unknown-field", true) => "unknown-field-near",
        ("unknown-variant", true) => "unknown-variant-near",
        _ => kind,
    }
}

fn choices(found: &str, expected: &[&str], outer: Option<&str>) -> Vec<(&'static str, Arg)> {
    vec![
        ("name", found.into()),
        ("nearest", nearest(expected.iter().copied(), found).unwrap_or_default().into()),
        ("list", expected.join(", ").into()),
        ("outer", outer.unwrap_or("?").into()),
    ]
}

/// A field that is not there: shown where its block opens, for the end says little.
fn missing(source: &Source, node: &Node, span: &Range<usize>, field: &'static str) -> Problem {
    let group = node.group_at(span.start).unwrap_or(node);
    missing_field(source, group, field)
}

/// A field that `group` should have.
pub(crate) fn missing_field(source: &Source, group: &Node, field: &'static str) -> Problem {
    let (first, _) = source.position(group.span.start);
    let (last, _) = source.position(group.span.end.saturating_sub(1));
    let opening = group.name().map_or(1, str::len);
    let args =
        vec![("field", field.into()), ("first", first.to_string().into()), ("last", last.to_string().into())];
    let kind = if first == last { "missing-field" } else { "missing-field-between" };
    source.problem(group.span.start..group.span.start + opening, kind, args)
}

fn wrong_count(source: &Source, node: &Node, span: &Range<usize>) -> Problem {
    let group = node.group_at(span.start).unwrap_or(node);
    let kind = match &group.kind {
        Kind::Fields(..) => "positional-expected",
        _ => "wrong-count",
    };
    let name = group.name().unwrap_or_default().to_owned();
    let args = vec![("name", name.into()), ("count", group.items().len().into())];
    source.problem(group.span.clone(), kind, args)
}

/// Without the blanks at its ends.
fn trimmed(source: &Source, span: Range<usize>) -> Range<usize> {
    let text = source.slice(&span);
    let start = span.start + (text.len() - text.trim_start().len());
    let end = start + text.trim().len();
    start..end.max(start)
}

/// The place of a name inside `node`: RON's own span is often before or behind it.
fn spot(source: &Source, node: &Node, span: &Range<usize>, name: &str) -> Range<usize> {
    if source.slice(span) == name {
        return span.clone();
    }
    let mut best: Option<Range<usize>> = None;
    names(node, &mut |found: &str, at: &Range<usize>| {
        let distance = |range: &Range<usize>| range.start.abs_diff(span.end);
        if found == name && best.as_ref().is_none_or(|best| distance(at) < distance(best)) {
            best = Some(at.start..at.start + name.len());
        }
    });
    best.unwrap_or_else(|| span.clone())
}

fn names(node: &Node, take: &mut impl FnMut(&str, &Range<usize>)) {
    if let Some(name) = node.name() {
        take(name, &node.span);
    }
    match &node.kind {
        Kind::Fields(_, fields) => fields.iter().for_each(|field| {
            take(&field.name, &field.name_span);
            names(&field.value, take);
        }),
        Kind::Items(_, items) => items.iter().for_each(|item| names(item, take)),
        Kind::Map(entries) => entries.iter().for_each(|(_, value)| names(value, take)),
        _ => {}
    }
}

/// The smallest value that begins or ends at the place RON names.
fn value_at<'a>(node: &'a Node, span: &Range<usize>) -> Option<&'a Node> {
    let deeper = match &node.kind {
        Kind::Fields(_, fields) => fields.iter().find_map(|field| value_at(&field.value, span)),
        Kind::Items(_, items) => items.iter().find_map(|item| value_at(item, span)),
        Kind::Map(entries) => {
            entries.iter().find_map(|(key, value)| value_at(key, span).or_else(|| value_at(value, span)))
        }
        _ => None,
    };
    let here = node.span.start <= span.start && span.start < node.span.end.max(node.span.start + 1)
        || node.span.end == span.start;
    deeper.or_else(|| here.then_some(node))
}

fn value_span(node: &Node, span: Range<usize>) -> Range<usize> {
    match value_at(node, &span) {
        Some(value) if !matches!(value.kind, Kind::Fields(..) | Kind::Items(..) | Kind::Map(_)) => {
            value.span.clone()
        }
        Some(value) => value.span.start..value.span.start + 1,
        None => span,
    }
}
