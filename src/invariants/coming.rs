//! The event that comes next, noted before it happens: afterwards the message
//! is gone, and with it what a node was asked.

use crate::base::{Address, BrokerId, Generation, Instant, LeaderEpoch, Offset, Text, TopicPartition};
use crate::protocol::{Fetcher, Message, Request};
use crate::story::Fact;
use crate::world::World;

/// The next event, as far as the laws care.
#[derive(Clone, Debug)]
pub(super) struct Coming {
    /// Events before it.
    after: u64,
    pub at: Instant,
    pub seq: u64,
    pub node: Address,
    /// A message for an earlier start of the process, or for one that is down.
    pub is_stale_message: bool,
    pub what: What,
}

/// What it asks.
#[derive(Clone, Debug)]
pub(super) enum What {
    Other,
    /// A follower's fetch: who, and where it stands in each partition.
    FollowerFetch {
        follower: BrokerId,
        asked: Vec<(TopicPartition, LeaderEpoch, Offset)>,
    },
    /// A sign of life that the coordinator must count.
    SignOfLife {
        group: Text,
        member: Text,
    },
    /// A commit; whether its member or generation is not the present one.
    Commit {
        group: Text,
        member: Text,
        generation: Generation,
        is_stale: bool,
    },
    /// A member comes, with its session timeout.
    Join {
        group: Text,
        client_id: Text,
        session_timeout_ms: u32,
    },
}

impl Coming {
    pub(super) fn of(world: &World) -> Option<Self> {
        let next = world.next_event()?;
        let what = match (next.is_stale, next.node, next.message) {
            (false, Address::Broker(broker), Some((_, Message::Request { client_id, body, .. }))) => {
                asked(world, broker, client_id, body)
            }
            _ => What::Other,
        };
        Some(Self {
            after: world.events(),
            at: next.at,
            seq: next.seq,
            node: next.node,
            // What is lost on a plain wire its own programs tell, when they find out.
            is_stale_message: next.is_stale
                && next.message.is_some_and(|(_, message)| {
                    !matches!(message, Message::Push { .. } | Message::Receipt { .. })
                }),
            what,
        })
    }

    /// Whether it is the event that has just happened.
    pub(super) fn is_this(&self, world: &World, facts: &[Fact]) -> bool {
        let is_action =
            facts.iter().any(|fact| matches!(fact, Fact::Acted { .. } | Fact::ActionRefused { .. }));
        self.after + 1 == world.events() && !is_action
    }

    /// Whether nothing but the clock needs a look when no fact came of it.
    pub(super) fn is_dull(&self) -> bool {
        matches!(self.what, What::Other) && !matches!(self.node, Address::Broker(_))
    }
}

fn asked(world: &World, broker: BrokerId, client_id: &Text, body: &Request) -> What {
    match body {
        Request::Fetch(fetch) => match fetch.fetcher {
            Fetcher::Follower { broker: follower, .. } => {
                let asked = fetch.partitions.iter();
                let asked = asked.map(|at| (at.partition, at.current_leader_epoch, at.fetch_offset));
                What::FollowerFetch { follower, asked: asked.collect() }
            }
            Fetcher::Consumer => What::Other,
        },
        Request::Heartbeat(beat) => {
            let is_current = is_current(world, broker, &beat.group, &beat.member, beat.generation);
            if is_current == Some(true) && beat.instance.is_none() {
                return What::SignOfLife { group: beat.group.clone(), member: beat.member.clone() };
            }
            What::Other
        }
        Request::OffsetCommit(commit) if commit.generation >= Generation(0) => {
            match is_current(world, broker, &commit.group, &commit.member, commit.generation) {
                Some(is_current) => What::Commit {
                    group: commit.group.clone(),
                    member: commit.member.clone(),
                    generation: commit.generation,
                    is_stale: !is_current,
                },
                None => What::Other,
            }
        }
        Request::JoinGroup(join) => What::Join {
            group: join.group.clone(),
            client_id: client_id.clone(),
            session_timeout_ms: join.session_timeout_ms,
        },
        _ => What::Other,
    }
}

/// Whether a member and generation are the present ones; `None` where the broker
/// does not know the group.
fn is_current(
    world: &World,
    broker: BrokerId,
    group: &str,
    member: &str,
    generation: Generation,
) -> Option<bool> {
    let group = world.broker(broker)?.coordinator().group(group)?;
    let is_member = group.members().any(|known| **known.id() == *member);
    Some(is_member && group.generation() == generation)
}
