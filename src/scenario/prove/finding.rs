//! What the dry run can find, and where in the file it is told.

use crate::base::{Duration, Text};
use crate::scenario::check::Check;
use crate::scenario::evaluate::Leaf;
use crate::scenario::model::{Scenario, Step};
use crate::scenario::play::NotAllowed;
use crate::scenario::problem::{Arg, Problem};
use crate::scenario::reading::fill;
use crate::scenario::source::Source;
use crate::scenario::tree::Node;
use crate::scenario::values::{Both, Length, Value};
use crate::text::Lang;

/// What of the file a finding is about; numbers count from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// A step.
    Step(usize),
    /// An action of a step's solution, or of what follows a prediction.
    Verb(usize, usize),
    /// A line of the timeline.
    Timeline(usize),
    /// A line of `expect`.
    Expect(usize),
}

/// Something that the dry run found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// Time never comes to where the step begins, or it takes too many events.
    NeverBegins,
    /// A goal holds before anything was done.
    HoldsAtStart,
    /// A goal comes true by doing nothing.
    PassesIdle(Duration),
    /// A goal does not come true in time: what is wanted, and what was there.
    NotReached(Both),
    /// The step does not allow what its solution does.
    NotAllowed(NotAllowed),
    /// The cluster refuses an action: the key of the reason.
    Refused(Text),
    /// There is nothing to read.
    NothingToRead,
    /// A reading is 0, perhaps by accident.
    ZeroRead,
    /// The belief behind a wrong value is behind the right one.
    RightBelief(Value),
    /// What is to decide a prediction does not happen.
    NeverDecided,
    /// An action has no effect that can be seen.
    NoEffect,
    /// Two runs with one seed differ.
    TwoRunsDiffer,
    /// A line of `expect` does not hold: what was there.
    Unexpected(Both),
    /// It holds with the file's own seed, and fails with these others.
    Racy {
        /// With which.
        seeds: Vec<u64>,
        /// Of how many.
        of: usize,
        /// What was found with the first of them.
        first: Box<Self>,
    },
}

impl Finding {
    /// Whether the file is refused for it.
    #[must_use]
    pub const fn is_error(&self) -> bool {
        !matches!(self, Self::ZeroRead)
    }

    const fn kind(&self) -> &'static str {
        match self {
            Self::NeverBegins => "prove-never-begins",
            Self::HoldsAtStart => "prove-holds-at-start",
            Self::PassesIdle(_) => "prove-passes-idle",
            Self::NotReached(_) => "prove-not-reached",
            Self::NotAllowed(_) => "prove-not-allowed",
            Self::Refused(_) => "prove-refused",
            Self::NothingToRead => "prove-nothing-to-read",
            Self::ZeroRead => "prove-zero-read",
            Self::RightBelief(_) => "prove-right-belief",
            Self::NeverDecided => "prove-never-decided",
            Self::NoEffect => "prove-no-effect",
            Self::TwoRunsDiffer => "prove-two-runs-differ",
            Self::Unexpected(_) => "prove-unexpected",
            Self::Racy { .. } => "prove-racy",
        }
    }

    fn args(&self, step: Option<&Text>) -> Vec<(&'static str, Arg)> {
        let mut args = self.own_args(step);
        args.extend(step.map(|step| ("step", step.into())));
        args
    }

    fn own_args(&self, step: Option<&Text>) -> Vec<(&'static str, Arg)> {
        match self {
            Self::PassesIdle(after) => vec![("after", seconds(*after).into())],
            Self::NotReached(now) | Self::Unexpected(now) => vec![("now", Arg::Said(now.clone()))],
            Self::NotAllowed(NotAllowed::Tool(tool)) => vec![("why", format!("{tool:?}").into())],
            Self::NotAllowed(why) => vec![("why", Arg::Key(why.key()))],
            Self::Refused(reason) => vec![("why", Arg::Named(reason.clone()))],
            Self::RightBelief(value) => vec![("value", value.to_string().into())],
            Self::Racy { seeds, of, first } => {
                let list: Vec<String> = seeds.iter().take(8).map(ToString::to_string).collect();
                let more = if seeds.len() > list.len() { "…" } else { "" };
                vec![
                    ("count", seeds.len().into()),
                    ("of", (*of).into()),
                    ("seeds", format!("{}{more}", list.join(", ")).into()),
                    ("first", Arg::Said(first.words(step))),
                ]
            }
            _ => Vec::new(),
        }
    }

    /// What was found, as one says it of a racy check.
    fn words(&self, step: Option<&Text>) -> Both {
        if let Self::NotReached(now) | Self::Unexpected(now) = self {
            return now.clone();
        }
        in_both(|lang| fill(lang, &format!("problem-{}", self.kind()), &self.args(step)).trim().to_owned())
    }
}

fn in_both(say: impl Fn(Lang) -> String) -> Both {
    Both { en: say(Lang::En).into(), fr: say(Lang::Fr).into() }
}

/// A length as people say it: `9.1 s`.
#[must_use]
pub fn seconds(length: Duration) -> String {
    if length < Duration::from_secs(120) {
        return format!("{}.{} s", length.0 / 1_000_000, length.0 / 100_000 % 10);
    }
    Length(Duration::from_secs(length.0 / 1_000_000)).to_string()
}

/// The comparisons that failed, with what was there; all of `check` when each holds by itself.
pub(super) fn now(leaves: &[Leaf], check: &Check) -> Both {
    in_both(|lang| {
        let failed = leaves.iter().filter(|leaf| !leaf.holds);
        let told: Vec<String> =
            failed.map(|leaf| format!("{} ({})", leaf.expected(lang), leaf.now)).collect();
        if told.is_empty() { check.describe(lang) } else { told.join("; ") }
    })
}

/// Each finding at its place, in the file's order.
pub(super) fn problems(
    (source, root): &(Source, Node),
    scenario: &Scenario,
    found: Vec<(Place, Finding)>,
) -> Vec<Problem> {
    let mut problems: Vec<Problem> = found
        .into_iter()
        .map(|(place, finding)| {
            let node = node(root, place, &finding);
            let step = match place {
                Place::Step(step) | Place::Verb(step, _) => scenario.steps.get(step),
                Place::Timeline(_) | Place::Expect(_) => None,
            };
            let args = finding.args(step.map(Step::id));
            let span = match node.span.end.saturating_sub(node.span.start) > 400 {
                true => node.span.start..node.span.start + 1,
                false => node.span.clone(),
            };
            let problem = source.problem(span, finding.kind(), args);
            if finding.is_error() { problem } else { problem.warning() }
        })
        .collect();
    problems.sort_by_key(|problem| (problem.span.start, problem.severity));
    problems
}

/// The part of the file that a finding points at.
fn node<'t>(root: &'t Node, place: Place, finding: &Finding) -> &'t Node {
    let of = |block: &str, index: usize| root.field(block).and_then(|list| list.items().get(index));
    let inner = match (place, finding) {
        (Place::Step(index), finding) => of("steps", index).map(|step| {
            let field = match finding {
                Finding::NeverBegins => "start",
                Finding::ZeroRead | Finding::NothingToRead if step.field("value").is_some() => "value",
                Finding::NothingToRead => "answer",
                Finding::NeverDecided => "decides",
                Finding::RightBelief(_) => "beliefs",
                _ if step.field("pass").is_some() => "pass",
                _ => "id",
            };
            step.field(field).unwrap_or(step)
        }),
        (Place::Verb(step, verb), _) => of("steps", step).and_then(|step| {
            let verbs = step.field("solution").or_else(|| step.field("then"))?;
            verbs.items().get(verb).or(Some(verbs))
        }),
        (Place::Timeline(index), _) => of("timeline", index).map(|event| event.field("do").unwrap_or(event)),
        (Place::Expect(index), _) => {
            of("expect", index).map(|line| line.field("is").or_else(|| line.field("always")).unwrap_or(line))
        }
    };
    inner.unwrap_or(root)
}
