//! Plays a scenario headless with nobody touching it: `Pause` passes, and every
//! line of `expect` gets its verdict.

use super::check::Check;
use super::evaluate::{Evaluator, Leaf};
use super::model::{Deed, Expect, Scenario};
use crate::base::{Digest, Duration, Instant, Text};
use crate::history::{History, Progress, ScriptEntry};
use crate::story::Fact;
use crate::text::Lang;
use crate::world::{BOOT, BootError, World};

/// Most events of one run: what goes beyond is no lesson.
const MOST_EVENTS: u64 = 50_000_000;
/// Between two facts that a person reads, checks are looked at so often.
const LOOK: Duration = Duration::from_millis(100);

/// The verdict on one line of `expect`.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// Which line, from 0.
    pub index: usize,
    /// Whether it was met.
    pub holds: bool,
    /// When that was decided, counted from the scenario's start.
    pub at: Instant,
    /// False when the run ended before the line's instant (or its mark) came.
    pub was_reached: bool,
    /// Each comparison at that instant: what was expected, what was there.
    pub leaves: Vec<Leaf>,
}

impl Verdict {
    /// The comparisons that failed, as *expected (now)*, in words.
    #[must_use]
    pub fn failures(&self, lang: Lang) -> Vec<String> {
        let failed = self.leaves.iter().filter(|leaf| !leaf.holds);
        failed.map(|leaf| format!("{} ({})", leaf.expected(lang), leaf.now(lang))).collect()
    }
}

/// How a run went.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The digest of everything that happened.
    pub digest: Digest,
    /// How many events there were.
    pub events: u64,
    /// When it ended, counted from the scenario's start.
    pub ended_at: Instant,
    /// One per line of `expect`, in order.
    pub verdicts: Vec<Verdict>,
    /// Whether it was broken off for its number of events.
    pub broken_off: bool,
    /// Everything that happened.
    pub history: History,
}

impl Outcome {
    /// Whether everything expected came true.
    #[must_use]
    pub fn passed(&self) -> bool {
        !self.broken_off && self.verdicts.iter().all(|verdict| verdict.holds)
    }
}

/// Plays `scenario` to `until`, else to its end. `see` is shown the world and the facts after
/// every event.
///
/// # Errors
/// When the cluster can't boot.
pub fn run(
    scenario: &Scenario,
    until: Option<Instant>,
    see: impl FnMut(&World, &[Fact]),
) -> Result<Outcome, BootError> {
    let world = World::new(&scenario.cluster_spec())?;
    let moments = scenario.moments();
    let script = moments.iter().map(|moment| ScriptEntry {
        at: world_time(moment.at),
        action: match &moment.deed {
            Deed::World(action) => Some(action.clone()),
            _ => None,
        },
    });
    let history = History::new(world, script.collect());
    let checks = scenario.expect.iter().flat_map(|expect| expect.is.iter().chain(&expect.always));
    let evaluator = Evaluator::new(checks);
    let open = scenario.expect.iter().map(|_| None).collect();
    let mut run = Run {
        scenario,
        history,
        evaluator,
        verdicts: open,
        broken_off: false,
        end: until.unwrap_or_else(|| scenario.end()),
        see,
    };
    run.play();
    Ok(run.outcome())
}

/// The world's clock at a time of the scenario.
fn world_time(at: Instant) -> Instant {
    at + BOOT
}

/// The scenario's clock at a time of the world.
fn scenario_time(at: Instant) -> Instant {
    Instant(at.0.saturating_sub(BOOT.0))
}

struct Run<'s, F> {
    scenario: &'s Scenario,
    history: History,
    evaluator: Evaluator,
    verdicts: Vec<Option<Verdict>>,
    broken_off: bool,
    end: Instant,
    see: F,
}

impl<F: FnMut(&World, &[Fact])> Run<'_, F> {
    fn play(&mut self) {
        let marks: Vec<(Instant, Text)> = self
            .scenario
            .moments()
            .into_iter()
            .filter_map(|moment| {
                let mark = match (&moment.mark, &moment.deed) {
                    (Some(mark), _) | (None, Deed::Mark(mark)) => mark.clone(),
                    _ => return None,
                };
                Some((moment.at, mark))
            })
            .collect();
        let end = self.end;
        // A mark, and an expectation "at", stand just before what is done at that instant.
        let mut stops: Vec<Instant> = marks.iter().map(|(at, _)| *at).collect();
        stops.extend(self.scenario.expect.iter().filter_map(|expect| Some(Instant::START + expect.at?.0)));
        stops.push(end);
        stops.sort_unstable();
        stops.dedup();
        stops.retain(|stop| *stop <= end);
        for stop in stops {
            let just_before = Instant(stop.0.saturating_sub(1));
            self.advance(if stop == end { stop } else { just_before });
            if self.broken_off {
                break;
            }
            for (_, name) in marks.iter().filter(|(at, _)| *at == stop) {
                self.evaluator.mark(name, self.history.world());
            }
            self.judge(Some(stop));
        }
        self.close();
    }

    /// Lets time run to `to`, looking at the checks on the way.
    fn advance(&mut self, to: Instant) {
        let goal = world_time(to);
        while self.history.world().now() < goal {
            let slice = (self.history.world().now() + LOOK).min(goal);
            loop {
                let (evaluator, see) = (&mut self.evaluator, &mut self.see);
                let mut is_told = false;
                let progress = self.history.advance(slice, 1, |world, facts| {
                    evaluator.see(world, facts);
                    is_told = facts.iter().any(Fact::is_story);
                    see(world, facts);
                });
                if is_told {
                    self.judge(None);
                }
                if progress == Progress::Reached {
                    break;
                }
            }
            self.judge(None);
            if self.history.world().events() > MOST_EVENTS {
                self.broken_off = true;
                return;
            }
        }
    }

    /// Decides what can be decided now; `stop` is the instant that lines with `at` wait for.
    fn judge(&mut self, stop: Option<Instant>) {
        let world = self.history.world();
        self.evaluator.remember(world);
        let now = scenario_time(world.now());
        for (index, (expect, slot)) in self.scenario.expect.iter().zip(&mut self.verdicts).enumerate() {
            if slot.is_some() {
                continue;
            }
            let verdict = |check: &Check, holds| {
                Some(Verdict {
                    index,
                    holds,
                    at: now,
                    was_reached: true,
                    leaves: self.evaluator.leaves(check, world),
                })
            };
            *slot = match (expect, &expect.is, &expect.always) {
                (_, _, Some(check)) => {
                    let holds = self.evaluator.holds(check, world);
                    if holds { None } else { verdict(check, false) }
                }
                (Expect { at: Some(at), .. }, Some(check), _) => {
                    let is_due = stop == Some(Instant::START + at.0);
                    if is_due { verdict(check, self.evaluator.holds(check, world)) } else { None }
                }
                (Expect { within: Some(within), after, .. }, Some(check), _) => {
                    let start = match after {
                        Some(mark) => self.evaluator.mark_time(mark).map(scenario_time),
                        None => Some(Instant::START),
                    };
                    match start {
                        Some(start) if now >= start => {
                            if self.evaluator.holds(check, world) {
                                verdict(check, true)
                            } else if now > start + within.0 {
                                verdict(check, false)
                            } else {
                                None
                            }
                        }
                        _ => None,
                    }
                }
                _ => None,
            };
        }
    }

    /// The end: what always held has held; what was awaited has not come.
    fn close(&mut self) {
        let world = self.history.world();
        let now = scenario_time(world.now());
        let evaluator = &self.evaluator;
        let has_begun =
            |expect: &Expect| expect.after.as_ref().is_none_or(|mark| evaluator.mark_time(mark).is_some());
        for (index, (expect, slot)) in self.scenario.expect.iter().zip(&mut self.verdicts).enumerate() {
            let Some(check) = expect.always.as_ref().or(expect.is.as_ref()) else { continue };
            if slot.is_none() {
                let holds = expect.always.is_some() && !self.broken_off;
                let leaves = self.evaluator.leaves(check, world);
                // What was to come true within a time that began is known to have failed.
                let was_reached = holds || expect.within.is_some() && has_begun(expect);
                *slot = Some(Verdict { index, holds, at: now, was_reached, leaves });
            }
        }
    }

    fn outcome(self) -> Outcome {
        let world = self.history.world();
        Outcome {
            digest: world.digest(),
            events: world.events(),
            ended_at: scenario_time(world.now()),
            verdicts: self.verdicts.into_iter().flatten().collect(),
            broken_off: self.broken_off,
            history: self.history,
        }
    }
}
