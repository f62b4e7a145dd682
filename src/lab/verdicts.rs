//! The verdicts of history as a person reads them: lost, duplicated, skipped, out
//! of order, gone back, each with its instant and with what allowed it. The
//! mishaps themselves are counted by [`crate::history`]; here they are gathered,
//! one line for what belongs together.

use super::chronicle::Called;
use super::picture::scenario_time;
use super::sentences::Names;
use super::view::{VerdictKind, VerdictView, Words};
use crate::base::{ClientId, Duration, Instant, Text, TopicPartition};
use crate::history::{Branch, Mishap, MishapKind};
use crate::story::{Action, Election, Ending, Fact};
use crate::text::{Lang, tr};
use fluent_bundle::FluentValue;

/// Mishaps of one kind that follow each other within this belong together.
const TOGETHER: Duration = Duration::from_secs(3);
/// More lines than this nobody reads.
const MOST: usize = 500;
/// How far back the story is searched for the cause of a verdict.
const SEARCHED: usize = 2_000;

/// Mishaps that belong together: the first one, and how many records in all.
struct Gathered<'m> {
    first: &'m Mishap,
    last_at: Instant,
    count: u64,
}

/// The verdicts on a branch, up to its head.
pub(super) fn verdicts(branch: &Branch, names: &Called<'_>) -> Vec<VerdictView> {
    let mut gathered: Vec<Gathered<'_>> = Vec::new();
    for mishap in branch.mishaps().iter() {
        if let MishapKind::Found(client) = mishap.kind {
            take_back(&mut gathered, client, mishap.count);
            continue;
        }
        let mut same = gathered.iter_mut().rev().filter(|it| it.first.kind == mishap.kind);
        match same.next().filter(|same| mishap.at.since(same.last_at) <= TOGETHER) {
            Some(same) => {
                same.count += mishap.count;
                same.last_at = mishap.at;
            }
            None => gathered.push(Gathered { first: mishap, last_at: mishap.at, count: mishap.count }),
        }
        if gathered.len() >= MOST {
            break;
        }
    }
    gathered.iter().map(|it| told(branch, names, it)).collect()
}

/// Records thought lost are there again.
fn take_back(gathered: &mut Vec<Gathered<'_>>, client: ClientId, mut count: u64) {
    for lost in gathered.iter_mut().rev().filter(|it| it.first.kind == MishapKind::Lost(client)) {
        let back = lost.count.min(count);
        lost.count -= back;
        count -= back;
    }
    gathered.retain(|it| it.count > 0);
}

fn told(branch: &Branch, names: &Called<'_>, it: &Gathered<'_>) -> VerdictView {
    let mishap = it.first;
    let client = |id: &ClientId| names.client(*id);
    let (kind, key, who) = match &mishap.kind {
        MishapKind::Lost(id) | MishapKind::Found(id) => (VerdictKind::Lost, "verdict-lost", client(id)),
        MishapKind::WrittenTwice(id) => (VerdictKind::Duplicated, "verdict-written-twice", client(id)),
        MishapKind::Redelivered(group) => {
            (VerdictKind::Duplicated, "verdict-duplicated", names.reader(group))
        }
        MishapKind::Skipped(group, _) => (VerdictKind::Skipped, "verdict-skipped", names.reader(group)),
        MishapKind::OutOfOrder(group) => {
            (VerdictKind::OutOfOrder, "verdict-out-of-order", names.reader(group))
        }
        MishapKind::CommitBack { group, .. } => {
            (VerdictKind::CommitBack, "verdict-commit-back", group.to_string())
        }
    };
    let mut blanks = vec![("count", FluentValue::from(it.count)), ("who", who.into())];
    if let MishapKind::CommitBack { topic, from, to, .. } = &mishap.kind {
        let number = mishap.partition.map_or(0, |at| at.partition);
        blanks.push(("partition", format!("{topic}-{number}").into()));
        blanks.push(("from", from.to_string().into()));
        blanks.push(("to", to.to_string().into()));
    }
    let [en, fr] = Lang::ALL.map(|lang| tr(lang, key, &blanks));
    VerdictView {
        kind,
        sentence: Words::new(en, fr),
        licence: licence(branch, names, mishap).unwrap_or_default(),
        at: scenario_time(mishap.at),
        event: event(branch, mishap),
    }
}

/// The story event that a verdict links to: for a loss the election, else what happened with it.
fn event(branch: &Branch, mishap: &Mishap) -> Option<usize> {
    let story = branch.story();
    if let (MishapKind::Lost(_), Some(partition)) = (&mishap.kind, mishap.partition) {
        let is_election =
            |fact: &Fact| matches!(fact, Fact::LeaderChanged { partition: at, .. } if *at == partition);
        if let Some((index, _)) = back_from(branch, mishap.event).find(|(_, it)| is_election(&it.fact)) {
            return Some(index);
        }
    }
    let index = story.partition_point(|it| it.event < mishap.event);
    story.get(index).filter(|it| it.event == mishap.event).map(|_| index)
}

/// The story up to an event, newest first, as far back as is worth a search.
fn back_from(branch: &Branch, event: u64) -> impl Iterator<Item = (usize, &crate::history::StoryEvent)> {
    let story = branch.story();
    let end = story.partition_point(|it| it.event <= event);
    (end.saturating_sub(SEARCHED)..end).rev().filter_map(|index| Some((index, story.get(index)?)))
}

/// What allowed it.
fn licence(branch: &Branch, names: &Called<'_>, mishap: &Mishap) -> Option<Words> {
    match &mishap.kind {
        MishapKind::Lost(client) => loss(branch, names, mishap, *client),
        MishapKind::Redelivered(group) => Some(match moved(branch, names, mishap.event, group) {
            Some(at) => words("licence-moved", &[("at", clock(at).into())]),
            None => words("licence-at-least-once", &[]),
        }),
        MishapKind::Skipped(..) => {
            let same = back_from(branch, mishap.event).take_while(|(_, it)| it.event == mishap.event);
            let mut policies = same.filter_map(|(_, it)| match &it.fact {
                Fact::OffsetReset { policy, .. } => Some(policy.to_string()),
                _ => None,
            });
            Some(words("licence-reset", &[("policy", policies.next()?.into())]))
        }
        MishapKind::CommitBack { is_admin: true, .. } => {
            Some(words("licence-moved", &[("at", clock(mishap.at).into())]))
        }
        _ => None,
    }
}

fn loss(branch: &Branch, names: &Called<'_>, mishap: &Mishap, client: ClientId) -> Option<Words> {
    let partition = mishap.partition?;
    let of = |key: &str, at: Instant| {
        words(key, &[("partition", names.partition(partition).into()), ("at", clock(at).into())])
    };
    let story = || back_from(branch, mishap.event);
    let find = |is: &dyn Fn(&Fact) -> bool| story().find(|(_, it)| is(&it.fact)).map(|(_, it)| it.at);
    let is_unclean = |fact: &Fact| matches!(fact, Fact::LeaderChanged { partition: at, election: Election::Unclean, .. } if *at == partition);
    if let Some(at) = find(&is_unclean) {
        return Some(of("licence-unclean", at));
    }
    if let Some(at) = find(&|fact| corrupts(fact, names, partition)) {
        return Some(of("licence-byte", at));
    }
    if let Some(acks) = acks(branch, names, mishap.event, client).filter(|acks| acks == "0" || acks == "1") {
        return Some(words("licence-acks", &[("acks", acks.into())]));
    }
    let is_cut = |fact: &Fact| match fact {
        Fact::Ended { how, .. } => *how == Ending::PowerCut,
        Fact::Acted { action } => matches!(**action, Action::WipeDisk(_)),
        _ => false,
    };
    find(&is_cut).map(|at| of("licence-copies", at))
}

fn corrupts(fact: &Fact, names: &Called<'_>, partition: TopicPartition) -> bool {
    let Fact::Acted { action } = fact else { return false };
    let Action::CorruptByte(_, topic, number, _) = &**action else { return false };
    *number == partition.partition && names.topic(partition.topic) == **topic
}

/// A producer's `acks` when an event happened.
fn acks(branch: &Branch, names: &Called<'_>, event: u64, client: ClientId) -> Option<String> {
    let world = branch.checkpoints().before_event(event)?;
    let (_, spec, ..) = world.clients().find(|(id, ..)| *id == client)?;
    let crate::world::ClientSpec::Producer(spec) = spec else { return None };
    let mut acks = crate::config::ProducerConfig::with(&spec.config).get("acks")?;
    let name = names.client(client);
    let since = branch.journal().partition_point(|entry| entry.after < world.events());
    for entry in branch.journal().iter_from(since).take_while(|entry| entry.after < event) {
        if let Action::SetConfig(actor, key, value) = &entry.action
            && **actor == *name
            && &**key == "acks"
        {
            acks = value.to_string();
        }
    }
    Some(acks)
}

/// When somebody moved a group's offsets, if that is newer than the last member lost.
fn moved(branch: &Branch, names: &Called<'_>, event: u64, group: &str) -> Option<Instant> {
    let is_back = |mishap: &Mishap| matches!(&mishap.kind, MishapKind::CommitBack { group: of, is_admin: true, .. } if **of == *group);
    let by_admin = branch.mishaps().iter().rev().filter(|mishap| mishap.event <= event);
    let by_admin = by_admin.take(SEARCHED).find(|mishap| is_back(mishap)).map(|mishap| mishap.at);
    for (_, it) in back_from(branch, event) {
        match &it.fact {
            _ if by_admin.is_some_and(|at| at >= it.at) => return by_admin,
            Fact::MemberLeft { group: of, .. } if **of == *group => return None,
            Fact::Acted { action } => match &**action {
                Action::ResetOffsets(of, ..) if **of == *group => return Some(it.at),
                Action::Seek(actor, ..) if names.is_reader(actor, group) => return Some(it.at),
                _ => {}
            },
            _ => {}
        }
    }
    by_admin
}

fn words(key: &str, blanks: &[(&str, FluentValue<'_>)]) -> Words {
    let [en, fr] = Lang::ALL.map(|lang| tr(lang, key, blanks));
    Words::new(en, fr)
}

/// An instant as the clock of the window shows it: `0:14`.
pub(super) fn clock(at: Instant) -> String {
    let seconds = scenario_time(at).0 / 1_000_000;
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

impl Called<'_> {
    /// A group, or the consumer that reads without one.
    fn reader(&self, reader: &Text) -> String {
        let alone = reader.strip_prefix("client:").and_then(|id| id.parse().ok());
        alone.map_or_else(|| reader.to_string(), |id| self.client(ClientId(id)))
    }

    /// Whether a client's deliveries are booked under this name.
    fn is_reader(&self, client: &str, reader: &str) -> bool {
        let id = self.clients.iter().find(|(_, name)| &***name == client).map(|(id, _)| *id);
        id.is_some_and(|id| self.ledger.reader(id).is_some_and(|known| &**known == reader))
    }
}
