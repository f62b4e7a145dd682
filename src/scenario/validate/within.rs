//! Whether a goal can come true in its time: a broker or a member that dies is
//! noticed only after a timeout.

use super::{Checker, part};
use crate::config::{BrokerConfig, ConsumerConfig};
use crate::scenario::check::Check;
use crate::scenario::model::Actor;
use crate::scenario::tree::Node;
use crate::scenario::values::Length;
use crate::scenario::{Step, Verb};

/// What changes only when the controller has noticed that a broker is gone.
const OF_BROKERS: [&str; 9] = [
    "Leader",
    "LeaderEpoch",
    "Isr",
    "IsrSize",
    "UnderReplicated",
    "LeaderChanged",
    "IsrShrank",
    "BrokerFenced",
    "UncleanElection",
];
/// What changes only when the coordinator has noticed that a member is gone.
const OF_MEMBERS: [&str; 6] =
    ["AssignmentSizes", "Assignment", "Members", "MemberExpired", "MemberLeft", "Rebalanced"];

impl Checker<'_, '_, '_, '_> {
    /// Warns when `within` is over before the timeouts that the solution hangs on.
    pub(super) fn within(&mut self, step: &Step, node: &Node) {
        let Step::Do { pass, within, solution, .. } = step else { return };
        let mut asked = Vec::new();
        names(pass, &mut asked);
        let asks = |list: &[&str]| asked.iter().any(|name| list.contains(&name.as_str()));
        for verb in solution {
            let awaited = match verb {
                Verb::Crash(_) | Verb::PowerCut(_) if asks(&OF_BROKERS) => {
                    let config = BrokerConfig::with(&self.draft.cluster.config);
                    Some(("broker.session.timeout.ms", config.broker_session_timeout_ms))
                }
                Verb::Kill(actor) | Verb::Freeze(actor) if asks(&OF_MEMBERS) => {
                    self.session_timeout(actor).map(|timeout| ("session.timeout.ms", timeout))
                }
                _ => None,
            };
            let is_short = |(_, timeout): &(_, i64)| i128::from(*timeout) * 1_000 > i128::from(within.0.0);
            if let Some((key, timeout)) = awaited.filter(is_short) {
                let length = Length(crate::base::Duration::from_millis(timeout.unsigned_abs()));
                let args = vec![
                    ("within", within.to_string().into()),
                    ("key", key.into()),
                    ("timeout", length.to_string().into()),
                ];
                self.warn(part(node, "within"), "within-below-timeout", args);
                return;
            }
        }
    }

    /// A consumer's session timeout, unless something in the file changes it on the way.
    fn session_timeout(&self, actor: &str) -> Option<i64> {
        const KEY: &str = "session.timeout.ms";
        let changes =
            |verb: &Verb| matches!(verb, Verb::SetConfig(name, key, _) if &**name == actor && &**key == KEY);
        if super::verbs(self.draft).iter().any(|(verb, _)| changes(verb)) {
            return None;
        }
        match self.actors.get(actor)? {
            Actor::Consumer { config, .. } | Actor::ConsoleConsumer { config, .. } => {
                Some(ConsumerConfig::with(config).session_timeout_ms)
            }
            _ => None,
        }
    }
}

/// The names of every reading and event that a check asks for.
fn names(check: &Check, out: &mut Vec<String>) {
    match check {
        Check::Is(reading, _)
        | Check::IsNot(reading, _)
        | Check::AtLeast(reading, _)
        | Check::AtMost(reading, _)
        | Check::Between(reading, ..)
        | Check::In(reading, _)
        | Check::Contains(reading, _) => out.push(reading.name()),
        Check::Same(one, other) | Check::Less(one, other) => out.extend([one.name(), other.name()]),
        Check::All(checks) | Check::Any(checks) => checks.iter().for_each(|check| names(check, out)),
        Check::Not(check) | Check::Never(check) | Check::Holds(_, check) | Check::AfterMark(_, check) => {
            names(check, out);
        }
        Check::Happened(event) => out.push(event.name()),
        Check::Before(one, other) => out.extend([one.name(), other.name()]),
    }
}
