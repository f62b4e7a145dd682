//! The regular expressions that topic filters take: as much of Java's as people
//! write for topic names. Mirrors `TopicFilter.IncludeList`.
//!
//! Literals, `.`, `[a-z]`, `\d \w \s`, `* + ?`, `{2,3}`, `( | )`. A pattern matches
//! the whole name.

use std::fmt;

/// The longest pattern.
const MOST_BYTES: usize = 1_000;
/// Steps before a match is given up: a pattern can't hang the lab.
const MOST_STEPS: u32 = 100_000;
/// The highest number in `{…}`.
const MOST_TIMES: u32 = 1_000;

/// A compiled filter.
#[derive(Clone, Debug)]
pub struct Pattern {
    root: Node,
}

/// The filter is no regular expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadPattern(String);

impl fmt::Display for BadPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is an invalid regex.", self.0)
    }
}

#[derive(Clone, Debug)]
enum Node {
    Any,
    Letter(char),
    Class { ranges: Vec<(char, char)>, is_negated: bool },
    Sequence(Vec<Node>),
    Choice(Vec<Node>),
    Repeat { of: Box<Node>, least: u32, most: u32 },
}

impl Pattern {
    /// A topic filter: a regular expression in which a comma means "or".
    ///
    /// # Errors
    /// When it is none.
    pub fn filter(text: &str) -> Result<Self, BadPattern> {
        let cleaned: String = text.trim().replace(',', "|").replace(' ', "");
        let cleaned = cleaned.trim_matches(['"', '\'']);
        let letters: Vec<char> = cleaned.chars().collect();
        let mut reader = Reader { letters: &letters, at: 0, depth: 0 };
        let root = reader.choice().filter(|_| reader.at == letters.len() && text.len() <= MOST_BYTES);
        root.map(|root| Self { root }).ok_or_else(|| BadPattern(text.to_owned()))
    }

    /// Whether the whole name matches.
    #[must_use]
    pub fn matches(&self, name: &str) -> bool {
        let letters: Vec<char> = name.chars().collect();
        let mut steps = 0;
        matched(&self.root, &letters, 0, &mut steps, &mut |end| end == letters.len())
    }
}

/// Whether `node` matches from `at`, with an end that `then` accepts.
fn matched(
    node: &Node,
    letters: &[char],
    at: usize,
    steps: &mut u32,
    then: &mut dyn FnMut(usize) -> bool,
) -> bool {
    *steps += 1;
    if *steps > MOST_STEPS {
        return false;
    }
    let letter = letters.get(at).copied();
    match node {
        Node::Any => letter.is_some() && then(at + 1),
        Node::Letter(wanted) => letter == Some(*wanted) && then(at + 1),
        Node::Class { ranges, is_negated } => {
            let is_in = |letter: char| ranges.iter().any(|(low, high)| (*low..=*high).contains(&letter));
            letter.is_some_and(|letter| is_in(letter) != *is_negated) && then(at + 1)
        }
        Node::Choice(options) => options.iter().any(|option| matched(option, letters, at, steps, then)),
        Node::Sequence(nodes) => sequence(nodes, letters, at, steps, then),
        Node::Repeat { of, least, most } => repeated(of, (*least, *most), letters, at, steps, then),
    }
}

fn repeated(
    of: &Node,
    (least, most): (u32, u32),
    letters: &[char],
    at: usize,
    steps: &mut u32,
    then: &mut dyn FnMut(usize) -> bool,
) -> bool {
    let (mut ends, mut seen, mut times) = (vec![at], Vec::new(), 0);
    loop {
        if times >= least {
            ends.retain(|end| !seen.contains(end));
            if ends.iter().any(|end| then(*end)) {
                return true;
            }
            seen.extend(&ends);
        }
        if times == most || ends.is_empty() {
            return false;
        }
        let mut next = Vec::new();
        for start in ends {
            matched(of, letters, start, steps, &mut |end| {
                if !next.contains(&end) {
                    next.push(end);
                }
                false
            });
        }
        ends = next;
        times += 1;
    }
}

fn sequence(
    nodes: &[Node],
    letters: &[char],
    at: usize,
    steps: &mut u32,
    then: &mut dyn FnMut(usize) -> bool,
) -> bool {
    let Some((first, rest)) = nodes.split_first() else { return then(at) };
    let mut ends = Vec::new();
    matched(first, letters, at, steps, &mut |end| {
        if !ends.contains(&end) {
            ends.push(end);
        }
        false
    });
    ends.into_iter().any(|end| sequence(rest, letters, end, steps, then))
}

struct Reader<'a> {
    letters: &'a [char],
    at: usize,
    depth: u32,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.letters.get(self.at).copied()
    }

    fn take(&mut self, wanted: char) -> bool {
        let is_there = self.peek() == Some(wanted);
        self.at += usize::from(is_there);
        is_there
    }

    fn choice(&mut self) -> Option<Node> {
        self.depth += 1;
        if self.depth > 50 {
            return None;
        }
        let mut options = vec![self.sequence()?];
        while self.take('|') {
            options.push(self.sequence()?);
        }
        self.depth -= 1;
        Some(Node::Choice(options))
    }

    fn sequence(&mut self) -> Option<Node> {
        let mut nodes = Vec::new();
        while let Some(letter) = self.peek().filter(|letter| !['|', ')'].contains(letter)) {
            self.at += 1;
            let node = match letter {
                '^' | '$' => continue,
                '.' => Node::Any,
                '(' => {
                    let inner = self.choice()?;
                    self.take(')').then_some(inner)?
                }
                '[' => self.class()?,
                '\\' => self.escaped()?,
                '*' | '+' | '?' => return None,
                _ => Node::Letter(letter),
            };
            nodes.push(self.repeated(node)?);
        }
        Some(Node::Sequence(nodes))
    }

    fn repeated(&mut self, node: Node) -> Option<Node> {
        let (least, most) = match self.peek() {
            Some('*') => (0, u32::MAX),
            Some('+') => (1, u32::MAX),
            Some('?') => (0, 1),
            Some('{') => return self.counted(node),
            _ => return Some(node),
        };
        self.at += 1;
        Some(Node::Repeat { of: Box::new(node), least, most })
    }

    fn counted(&mut self, node: Node) -> Option<Node> {
        let rest = self.letters.get(self.at + 1..)?;
        let length = rest.iter().position(|letter| *letter == '}')?;
        let text: String = rest.get(..length)?.iter().collect();
        self.at += length + 2;
        // The filter has turned a comma into a bar.
        let (least, most) = text.split_once('|').unwrap_or((&text, &text));
        let least: u32 = least.parse().ok()?;
        let most = if most.is_empty() { MOST_TIMES } else { most.parse().ok()? };
        (least <= most && most <= MOST_TIMES).then_some(Node::Repeat { of: Box::new(node), least, most })
    }

    fn class(&mut self) -> Option<Node> {
        let is_negated = self.take('^');
        let mut ranges = Vec::new();
        loop {
            let low = self.peek()?;
            self.at += 1;
            match low {
                ']' if !ranges.is_empty() => return Some(Node::Class { ranges, is_negated }),
                '\\' => match self.escaped()? {
                    Node::Class { ranges: more, .. } => ranges.extend(more),
                    Node::Letter(letter) => ranges.push((letter, letter)),
                    _ => return None,
                },
                _ => {
                    let is_range = self.peek() == Some('-') && self.letters.get(self.at + 1) != Some(&']');
                    let high = if is_range { self.letters.get(self.at + 1).copied()? } else { low };
                    self.at += if is_range { 2 } else { 0 };
                    ranges.push((low, high));
                }
            }
        }
    }

    fn escaped(&mut self) -> Option<Node> {
        let letter = self.peek()?;
        self.at += 1;
        let class =
            |ranges: &[(char, char)], is_negated| Some(Node::Class { ranges: ranges.to_vec(), is_negated });
        let word = [('a', 'z'), ('A', 'Z'), ('0', '9'), ('_', '_')];
        match letter {
            'd' => class(&[('0', '9')], false),
            'D' => class(&[('0', '9')], true),
            'w' => class(&word, false),
            'W' => class(&word, true),
            's' => class(&[(' ', ' '), ('\t', '\t')], false),
            _ => Some(Node::Letter(letter)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_match_whole_names() {
        let cases = [
            ("orders", "orders", true),
            ("orders", "orders2", false),
            ("orders,clicks", "clicks", true),
            ("ord.*", "orders", true),
            (".*", "", true),
            ("a+b?", "aaab", true),
            ("a+b?", "b", false),
            ("(ab|cd){2,3}x", "abcdx", true),
            ("(ab|cd){2,3}x", "abx", false),
            ("[a-c_-]*\\.v\\d", "ab-c_.v2", true),
            ("[^a]", "a", false),
            ("(a*)*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaac", false),
        ];
        for (pattern, name, expected) in cases {
            let pattern_read = Pattern::filter(pattern).unwrap_or_else(|bad| panic!("{bad}"));
            assert_eq!(pattern_read.matches(name), expected, "{pattern} on {name}");
        }
    }

    #[test]
    fn what_is_no_pattern_is_refused() {
        for pattern in ["a(", "[a", "*", "a{2", "a)", "a\\"] {
            assert!(Pattern::filter(pattern).is_err(), "{pattern}");
        }
    }
}
