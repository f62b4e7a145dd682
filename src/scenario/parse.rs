//! From bytes to a checked scenario, or to everything that is wrong with them.

use super::lex::{Lexeme, Token, lex};
use super::model::{Fingerprint, Scenario, Use, When};
use super::problem::{Problem, Severity};
use super::read::{Draft, Located, Reader, draft};
use super::source::Source;
use super::tree::{self, Node};
use super::validate;
use super::variants::{Chosen, Variants, student_seed};
use crate::base::Stream;
use std::ops::Range;

/// Largest file: 4 MiB.
const LARGEST_BYTES: usize = 4 << 20;

/// The format this version reads.
const FORMAT: u32 = 1;

const HEAD: [&str; 9] =
    ["format", "id", "title", "goal", "minutes", "level", "cluster", "actors", "timeline"];
const HEAD_OPTIONAL: [&str; 18] = [
    "expect",
    "steps",
    "variants",
    "tp",
    "needs",
    "kills",
    "uses",
    "tags",
    "author",
    "license",
    "epoch",
    "until",
    "debrief",
    "vocabulary",
    "hides_faults_until",
    "clusters",
    "packed",
    "sealed",
];

impl Scenario {
    /// Reads and checks a file's bytes; `name` is what problems call the file.
    ///
    /// # Errors
    /// Everything that is wrong with it, in the file's order. Doubts alone do not
    /// refuse a file: they are in [`Scenario::warnings`].
    pub fn parse(name: &str, bytes: &[u8]) -> Result<Self, Vec<Problem>> {
        Self::parse_for(name, bytes, None)
    }

    /// The same, with the choices that a student's number makes of the file's
    /// `variants`, and a seed of the student's own if there are any. Without a number
    /// the first choices and the file's seed hold, and every other choice is checked too.
    ///
    /// # Errors
    /// As [`Scenario::parse`].
    pub fn parse_for(name: &str, bytes: &[u8], student_number: Option<&str>) -> Result<Self, Vec<Problem>> {
        let student_number = student_number.map(str::trim).filter(|number| !number.is_empty());
        let source = text(name, bytes).map_err(|problem| vec![*problem])?;
        let lexemes = lex(&source)?;
        let options = Reader::new(&source).options;
        let variants = match Variants::find(&source, &lexemes, &options) {
            Ok(variants) => variants,
            Err(span) => return Err(unreadable_variants(source, &lexemes, &span)),
        };
        let problems = variants.problems(&source);
        if !problems.is_empty() {
            return Err(problems);
        }
        let chosen = variants.choose(student_number);
        let mut scenario = once(&source, &lexemes, &variants, &chosen)?;
        if student_number.is_none() {
            for way in variants.others(&chosen) {
                once(&source, &lexemes, &variants, &way)?;
            }
        }
        if let Some(number) = student_number.filter(|_| !variants.known.is_empty()) {
            let own = Stream::named(student_seed(&scenario.id, number), "cluster").bits();
            scenario.cluster.seed = scenario.cluster.seed.wrapping_add(own);
        }
        scenario.chosen = chosen;
        scenario.fingerprint = Fingerprint::of(bytes);
        Ok(scenario)
    }
}

/// Reads the file with these choices put in.
fn once(
    source: &Source,
    lexemes: &[Lexeme],
    variants: &Variants,
    chosen: &Chosen,
) -> Result<Scenario, Vec<Problem>> {
    if variants.known.is_empty() {
        let stray = stray_names(source, lexemes);
        return if stray.is_empty() { whole_file(source, lexemes) } else { Err(stray) };
    }
    let (source, problems) = variants.put_in(source.clone(), lexemes, chosen);
    if !problems.is_empty() {
        return Err(problems);
    }
    whole_file(&source, &lex(&source)?)
}

/// A file's text as read without a student, and its tree, to point at places of it.
pub(crate) fn located(name: &str, bytes: &[u8]) -> Option<(Source, Node)> {
    let source = text(name, bytes).ok()?;
    let lexemes = lex(&source).ok()?;
    let root = tree::parse(&source, &lexemes).0;
    Some((source, root))
}

/// `$name` outside of texts, in a file that has no variants.
fn stray_names(source: &Source, lexemes: &[Lexeme]) -> Vec<Problem> {
    let stray = lexemes.iter().filter(|lexeme| lexeme.token == Token::Other('$'));
    let told = |lexeme: &Lexeme| {
        source.problem(
            lexeme.span.clone(),
            "value-expected",
            vec![("found", source.slice(&lexeme.span).into())],
        )
    };
    stray.map(told).collect()
}

fn whole_file(source: &Source, lexemes: &[Lexeme]) -> Result<Scenario, Vec<Problem>> {
    let (root, mut problems) = tree::parse(source, lexemes);
    let mut reader = Reader::new(source);
    let scenario = whole(&mut reader, &root);
    problems.append(&mut reader.problems);
    problems.sort_by_key(|problem| (problem.span.start, problem.severity));
    let refused = problems.iter().any(|problem| problem.severity == Severity::Error);
    match scenario {
        Some(mut scenario) if !refused => {
            scenario.warnings = problems;
            Ok(scenario)
        }
        _ => Err(problems),
    }
}

/// What is wrong in the block; the rest of the file can't be judged without it.
fn unreadable_variants(source: Source, lexemes: &[Lexeme], span: &Range<usize>) -> Vec<Problem> {
    let mut problems = whole_file(&source, lexemes).err().unwrap_or_default();
    if problems.iter().any(|problem| span.contains(&problem.span.start)) {
        problems.retain(|problem| span.contains(&problem.span.start));
    }
    problems
}

/// The file's text, or why it is none.
fn text(name: &str, bytes: &[u8]) -> Result<Source, Box<Problem>> {
    let nowhere = |kind, args| Box::new(Source::new(name, "").problem(0..0, kind, args));
    if bytes.len() > LARGEST_BYTES {
        return Err(nowhere("too-large", vec![("limit", (LARGEST_BYTES >> 20).into())]));
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let good =
                String::from_utf8_lossy(bytes.get(..error.valid_up_to()).unwrap_or_default()).into_owned();
            let source = Source::new(name, &good);
            return Err(Box::new(source.problem(good.len()..good.len(), "not-utf8", Vec::new())));
        }
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err(nowhere("empty-file", Vec::new()));
    }
    Ok(Source::new(name, text))
}

/// Everything; `None` when a part without default is missing. Problems are in the reader.
fn whole(reader: &mut Reader<'_>, root: &Node) -> Option<Scenario> {
    if root.name().is_some_and(|name| name != "Scenario") {
        let name = root.name().unwrap_or_default().to_owned();
        let span = root.span.start..root.span.start + name.len();
        let args = vec![("expected", "Scenario".into()), ("found", name.into())];
        reader.problems.push(reader.source.problem(span, "wrong-name", args));
        return None;
    }
    if root.field("clusters").is_some() {
        several_clusters(reader, root);
        return None;
    }
    if !reader.fields(root, &HEAD, &HEAD_OPTIONAL) {
        return None;
    }
    let format = format_number(reader, root)?;
    let draft = draft(reader, root);
    let head = head(reader, root, format, &draft);
    validate::validate(reader, &draft, head.as_ref());
    head
}

/// Newer files are refused; older ones would be migrated here, but there are none.
fn format_number(reader: &mut Reader<'_>, root: &Node) -> Option<u32> {
    let Some(node) = root.field("format") else {
        return Some(FORMAT);
    };
    let format = reader.value(node)?;
    if format == FORMAT {
        return Some(format);
    }
    let kind = if format > FORMAT { "newer-format" } else { "unknown-format" };
    let args = vec![("format", format.to_string().into()), ("known", FORMAT.to_string().into())];
    reader.problems.push(reader.source.problem(node.span.clone(), kind, args));
    None
}

fn several_clusters(reader: &mut Reader<'_>, root: &Node) {
    if let Some(node) = root.field("clusters") {
        let span = node.span.start..node.span.start + 1;
        let args = vec![("what", super::problem::Arg::Key("later-clusters"))];
        reader.problems.push(reader.source.problem(span, "not-yet", args));
    }
}

/// The lines whose condition, if they have one, holds.
fn those_that_count<T: Clone>(lines: &Located<'_, T>, when: impl Fn(&T) -> Option<&When>) -> Vec<T> {
    lines.iter().filter(|(line, _)| When::counts(when(line))).map(|(line, _)| line.clone()).collect()
}

fn head(reader: &mut Reader<'_>, root: &Node, format: u32, draft: &Draft<'_>) -> Option<Scenario> {
    let id = reader.optional(root, "id");
    let title = reader.optional(root, "title");
    let goal = reader.optional(root, "goal");
    let minutes = reader.optional(root, "minutes");
    let level = reader.optional(root, "level");
    let uses: Option<Vec<Use>> = reader.optional(root, "uses");
    let own = Scenario {
        format,
        id: "".into(),
        title: Default::default(),
        goal: Default::default(),
        tp: reader.optional(root, "tp"),
        minutes: 0,
        level: 0,
        needs: reader.optional(root, "needs").unwrap_or_default(),
        kills: reader.optional(root, "kills").unwrap_or_default(),
        uses: uses.unwrap_or_else(|| vec![Use::Demo, Use::Exercise]),
        tags: reader.optional(root, "tags").unwrap_or_default(),
        author: reader.optional(root, "author"),
        license: reader.optional(root, "license"),
        epoch: reader.optional(root, "epoch").unwrap_or_default(),
        until: reader.optional(root, "until"),
        debrief: reader.optional(root, "debrief"),
        vocabulary: reader.optional(root, "vocabulary").unwrap_or_default(),
        hides_faults_until: reader.optional(root, "hides_faults_until"),
        cluster: draft.cluster.clone(),
        actors: draft.actors.iter().map(|(actor, _)| actor.clone()).collect(),
        timeline: those_that_count(&draft.timeline, |event| event.when.as_ref()),
        expect: those_that_count(&draft.expect, |expect| expect.when.as_ref()),
        steps: draft.steps.iter().map(|(step, _)| step.clone().settled()).collect(),
        variants: draft.variants.clone(),
        chosen: Chosen::new(),
        packed: reader.optional(root, "packed"),
        sealed: reader.optional(root, "sealed").unwrap_or_default(),
        fingerprint: Fingerprint::default(),
        warnings: Vec::new(),
    };
    Some(Scenario { id: id?, title: title?, goal: goal?, minutes: minutes?, level: level?, ..own })
}
