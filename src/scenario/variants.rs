//! What a student's number changes in a file: `$name` is replaced by one of the
//! choices of `variants` before anything is read. Knows the words and brackets of
//! the file, but no scenario.

use super::lex::{Lexeme, Token};
use super::model::Variant;
use super::problem::Problem;
use super::source::{Source, Splice};
use crate::base::{Stream, Text};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::ops::Range;

/// Most choices of one variant, and most variants.
const MOST: usize = 50;
/// Longest choice, in bytes.
const LONGEST: usize = 200;

/// The `variants` block of a file, found without reading the rest of it.
#[derive(Debug, Default)]
pub(crate) struct Variants {
    /// By name, in the file's order of names.
    pub(crate) known: BTreeMap<Text, Variant>,
    /// Where the block stands.
    pub(crate) span: Range<usize>,
    id: Text,
}

/// What stands for each name.
pub(crate) type Chosen = BTreeMap<Text, Text>;

impl Variants {
    /// Finds the block. `Err` gives its place when it can't be read.
    pub(crate) fn find(
        source: &Source,
        lexemes: &[Lexeme],
        options: &ron::Options,
    ) -> Result<Self, Range<usize>> {
        let mut found = Self::default();
        let mut at = lexemes.iter().position(|lexeme| matches!(lexeme.token, Token::Open('(', _)));
        while let Some(index) = at.map(|at| at + 1) {
            let word = |offset: usize| lexemes.get(index + offset).map(|lexeme| &lexeme.token);
            let name = lexemes.get(index).map_or("", |lexeme| source.slice(&lexeme.span));
            match (name, word(0), word(1), word(2)) {
                (_, None, ..) => break,
                ("id", Some(Token::Word), Some(Token::Colon), Some(Token::Text(id))) => {
                    found.id = id.as_str().into();
                }
                ("variants", Some(Token::Word), Some(Token::Colon), Some(&Token::Open('{', close))) => {
                    let start = lexemes.get(index + 2).map_or(0, |lexeme| lexeme.span.start);
                    let end = lexemes.get(close).map_or(start, |lexeme| lexeme.span.end);
                    found.span = start..end;
                    found.known = options.from_str(source.slice(&found.span)).map_err(|_| start..end)?;
                }
                _ => {}
            }
            // Over whatever is in brackets, to the next word of this level.
            at = match word(0) {
                Some(&Token::Open(_, close)) => Some(close),
                _ => Some(index),
            };
        }
        Ok(found)
    }

    /// What is wrong with the choices.
    pub(crate) fn problems(&self, source: &Source) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut report = |kind, name: &Text| {
            problems.push(source.problem(self.span.clone(), kind, vec![("name", name.into())]));
        };
        for (name, variant) in &self.known {
            let (choices, _) = variant.choices();
            let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
            if name.is_empty() || !name.chars().all(is_name) {
                report("variant-name", name);
            }
            if choices.is_empty() || choices.len() > MOST || self.known.len() > MOST {
                report("variant-count", name);
            }
            let is_odd = |text: &Text| text.len() > LONGEST || text.contains(['"', '\\', '\n', '\r', '$']);
            if choices.iter().any(is_odd) {
                report("variant-text", name);
            }
        }
        problems
    }

    /// The choices of a student, or the first ones.
    pub(crate) fn choose(&self, student_number: Option<&str>) -> Chosen {
        let seed = student_number.map(|number| student_seed(&self.id, number));
        let pick = |(name, variant): (&Text, &Variant)| {
            let (choices, _) = variant.choices();
            let index = seed.map_or(0, |seed| {
                Stream::named(seed, &format!("variant:{name}")).below(choices.len() as u64)
            });
            Some((name.clone(), choices.get(usize::try_from(index).ok()?)?.clone()))
        };
        self.known.iter().filter_map(pick).collect()
    }

    /// Every way to choose that differs from `base` in one name only.
    pub(crate) fn others(&self, base: &Chosen) -> Vec<Chosen> {
        let mut ways = Vec::new();
        for (name, variant) in &self.known {
            for choice in variant.choices().0 {
                if base.get(name) != Some(&choice) {
                    let mut way = base.clone();
                    way.insert(name.clone(), choice);
                    ways.push(way);
                }
            }
        }
        ways
    }

    /// The file with a choice put in for each `$name`, and what is unknown.
    pub(crate) fn put_in(
        &self,
        source: Source,
        lexemes: &[Lexeme],
        chosen: &Chosen,
    ) -> (Source, Vec<Problem>) {
        if self.known.is_empty() {
            return (source, Vec::new());
        }
        let mut problems = Vec::new();
        let mut text = String::with_capacity(source.text.len());
        let (mut splices, mut copied) = (Vec::new(), 0);
        for place in places(&source, lexemes, &self.span) {
            let name = source.slice(&(place.span.start + 1..place.span.end));
            let Some(choice) = chosen.get(name) else {
                let list: Vec<&str> = self.known.keys().map(|name| &**name).collect();
                let args = vec![("name", name.into()), ("list", list.join(", ").into())];
                problems.push(source.problem(place.span, "unknown-variant-name", args));
                continue;
            };
            text.push_str(source.slice(&(copied..place.span.start)));
            let start = text.len();
            let is_text = self.known.get(name).is_some_and(|variant| variant.choices().1);
            if is_text && !place.is_quoted {
                text.push_str(&format!("\"{choice}\""));
            } else {
                text.push_str(choice);
            }
            copied = place.span.end;
            splices.push(Splice { old: place.span, new: start..text.len() });
        }
        text.push_str(source.slice(&(copied..source.text.len())));
        (Source::replaced(source, &text, splices), problems)
    }
}

/// The number from which everything of a student's own is drawn.
pub(crate) fn student_seed(scenario_id: &str, student_number: &str) -> u64 {
    let mut hash = Sha256::new();
    hash.update(scenario_id.as_bytes());
    hash.update([0]);
    hash.update(student_number.trim().as_bytes());
    let bytes: [u8; 32] = hash.finalize().into();
    u64::from_le_bytes(bytes.first_chunk().copied().unwrap_or_default())
}

/// `text` with the choices put in; for texts that come from elsewhere than the file.
pub(crate) fn put_into(text: &str, variants: &BTreeMap<Text, Variant>, chosen: &Chosen) -> String {
    let source = Source::new("", text);
    let Ok(lexemes) = super::lex::lex(&source) else { return text.to_owned() };
    let block = Variants { known: variants.clone(), span: 0..0, id: "".into() };
    block.put_in(source, &lexemes, chosen).0.text
}

struct Place {
    span: Range<usize>,
    is_quoted: bool,
}

/// Every `$name` outside of comments and of the block itself.
fn places(source: &Source, lexemes: &[Lexeme], block: &Range<usize>) -> Vec<Place> {
    let mut places = Vec::new();
    for (index, lexeme) in lexemes.iter().enumerate() {
        if block.contains(&lexeme.span.start) {
            continue;
        }
        match lexeme.token {
            Token::Text(_) => {
                let text = source.slice(&lexeme.span);
                for (at, _) in text.match_indices('$') {
                    let length = name_length(text.get(at + 1..).unwrap_or_default());
                    if length > 0 {
                        let start = lexeme.span.start + at;
                        places.push(Place { span: start..start + 1 + length, is_quoted: true });
                    }
                }
            }
            Token::Other('$') => {
                let next = lexemes.get(index + 1).filter(|next| next.span.start == lexeme.span.end);
                if let Some(word) = next.filter(|next| next.token == Token::Word) {
                    places.push(Place { span: lexeme.span.start..word.span.end, is_quoted: false });
                }
            }
            _ => {}
        }
    }
    places
}

/// The length of the name that follows a `$`; 0 when it is a plain dollar.
fn name_length(rest: &str) -> usize {
    if !rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
        return 0;
    }
    rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use crate::scenario::{Problem, Reading, Scenario, Step, Verb};
    use crate::text::Lang;

    const FILE: &str = r#"Scenario(
  format: 1, id: "v", title: (en: "A", fr: "A"), goal: (en: "B", fr: "B"), minutes: 5, level: 1,
  // $nothing is replaced in a comment
  variants: {"victim": Broker([2, 3, 1]), "till": Name(["caisse", "guichet"])},
  cluster: (seed: 1, brokers: 3, topics: [(name: "t", partitions: 1, rf: 3)]),
  actors: [Producer(name: $till, topic: "t", rate: 5)],
  timeline: [(at: "0s", do: Start("$till")), (at: "1s", do: Pause, mark: "here")],
  steps: [
    Predict(id: "p", start: "here", ask: (en: "Broker $victim, 5 $?", fr: "Le broker $victim ?"),
            answer: Leader("t", 0), beliefs: [(value: $victim, belief: "M13")], then: [PowerCut($victim)], run: "12s"),
    Explain(id: "e", ask: (en: "Why?", fr: "Pourquoi ?"), model: (en: "So.", fr: "Ainsi.")),
    Quiz(id: "q", ask: (en: "Who?", fr: "Qui ?"), answer: Leader("t", 0)),
  ],
)"#;

    fn parse(text: &str, number: Option<&str>) -> Scenario {
        Scenario::parse_for("v.ron", text.as_bytes(), number).unwrap_or_else(|problems| {
            panic!("{}", problems.iter().map(|p| p.plain(Lang::En)).collect::<Vec<_>>().join("\n"))
        })
    }

    fn problems(from: &str, to: &str) -> Vec<Problem> {
        assert!(FILE.contains(from), "{from}");
        Scenario::parse("v.ron", FILE.replace(from, to).as_bytes()).err().unwrap_or_default()
    }

    fn victim(scenario: &Scenario) -> i32 {
        match scenario.steps[0].verbs() {
            [Verb::PowerCut(id)] => *id,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn without_a_number_the_first_choices_hold() {
        let scenario = parse(FILE, None);
        assert_eq!((victim(&scenario), scenario.cluster.seed), (2, 1));
        assert_eq!(scenario.actors[0].name(), &"caisse".into());
        assert_eq!(scenario.steps[0].card().get(Lang::Fr), "Le broker 2 ?");
        assert_eq!(scenario.steps[0].card().get(Lang::En), "Broker 2, 5 $?");
        assert!(matches!(scenario.steps[2], Step::Quiz { answer: Some(Reading::Leader(..)), .. }));
    }

    #[test]
    fn a_student_has_choices_and_a_seed_of_their_own() {
        let one = parse(FILE, Some("22001"));
        let again = parse(FILE, Some(" 22001 "));
        assert_eq!((victim(&one), one.cluster.seed), (victim(&again), again.cluster.seed));
        let seen: std::collections::BTreeSet<i32> =
            (0..20).map(|number| victim(&parse(FILE, Some(&number.to_string())))).collect();
        assert_eq!(seen.into_iter().collect::<Vec<_>>(), [1, 2, 3]);
        assert_ne!(one.cluster.seed, parse(FILE, Some("22002")).cluster.seed);
    }

    #[test]
    fn problems_name_the_place_that_the_author_wrote() {
        let wrong = problems("do: Pause", "do: Stop(\"nobody\")");
        assert_eq!(wrong[0].location(), "v.ron:7:66");
        let behind = problems("run: \"12s\"", "rum: \"12s\"");
        let field = behind.iter().find(|problem| problem.kind() == "unknown-field-near").expect("it is told");
        assert_eq!(field.line, 10);
        assert!(field.excerpt().contains("PowerCut($victim)"));
        assert_eq!(&FILE.replace("run: \"12s\"", "rum: \"12s\"")[field.span.clone()], "rum");
    }

    #[test]
    fn every_choice_is_checked_and_unknown_names_are_told() {
        let wrong = problems("[2, 3, 1]", "[2, 3, 7]");
        assert_eq!(wrong[0].kind(), "unknown-broker");
        assert_eq!(&FILE[wrong[0].span.clone()], "$victim");
        let wrong = problems("PowerCut($victim)", "PowerCut($victin)");
        assert_eq!((wrong.len(), wrong[0].kind()), (1, "unknown-variant-name"));
        assert_eq!(problems("[2, 3, 1]", "[]")[0].kind(), "variant-count");
        assert_eq!(problems("[2, 3, 1]", "[\"x\"]")[0].line, 4);
        assert_eq!(problems("start: \"here\"", "start: \"hare\"")[0].kind(), "unknown-start");
    }
}
