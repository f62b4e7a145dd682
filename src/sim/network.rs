//! The simulated network: latency and loss by link, cuts one way or both ways,
//! and TCP's one promise, order within a connection.
//!
//! A lost message is lost whole and nobody is told (the asker's timeout tells);
//! bandwidth is not modelled.

use crate::base::{Address, Duration, Instant, Stream};
use std::collections::{BTreeMap, BTreeSet};

/// Quality of one direction of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Link {
    /// Time a message takes.
    pub latency: Duration,
    /// Largest random addition to it.
    pub jitter: Duration,
    /// Messages lost, parts per million.
    pub loss_ppm: u32,
}

impl Default for Link {
    /// A machine room: half a millisecond, a little jitter, no loss.
    fn default() -> Self {
        Self { latency: Duration(500), jitter: Duration(100), loss_ppm: 0 }
    }
}

/// What becomes of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// It arrives.
    At(Instant),
    /// The link is cut.
    Cut,
    /// It is lost on the way.
    Lost,
}

/// All links. The state of the network, its faults included.
#[derive(Clone, Debug)]
pub struct Network {
    default_link: Link,
    links: BTreeMap<(Address, Address), Link>,
    cuts: BTreeSet<(Address, Address)>,
    isolated: BTreeSet<Address>,
    last_arrival: BTreeMap<(Address, Address), Instant>,
    stream: Stream,
}

impl Network {
    /// A whole network; jitter and loss draw from the stream "network" of `seed`.
    #[must_use]
    pub fn new(seed: u64, default_link: Link) -> Self {
        Self {
            default_link,
            links: BTreeMap::new(),
            cuts: BTreeSet::new(),
            isolated: BTreeSet::new(),
            last_arrival: BTreeMap::new(),
            stream: Stream::named(seed, "network"),
        }
    }

    /// Decides what becomes of a message sent at `now`. Messages of one direction
    /// of one connection arrive in the order they were sent, at least 1 us later.
    pub fn send(&mut self, from: Address, to: Address, now: Instant) -> Delivery {
        let earliest = match self.pass(from, to, now) {
            Delivery::At(earliest) => earliest,
            failed => return failed,
        };
        let last = self.last_arrival.entry((from, to)).or_default();
        *last = earliest.max(*last);
        Delivery::At(*last)
    }

    /// The same of a message that its sender holds back until `leaves_at`: what is
    /// sent meanwhile does not wait behind it.
    pub fn send_held_back(&mut self, from: Address, to: Address, leaves_at: Instant) -> Delivery {
        self.last_arrival.entry((from, to)).or_default();
        self.pass(from, to, leaves_at)
    }

    fn pass(&mut self, from: Address, to: Address, now: Instant) -> Delivery {
        if self.is_cut(from, to) {
            return Delivery::Cut;
        }
        let link = self.link(from, to);
        if self.stream.chance(link.loss_ppm) {
            return Delivery::Lost;
        }
        let jitter = self.stream.below(link.jitter.0 + 1);
        Delivery::At(now + Duration((link.latency.0 + jitter).max(1)))
    }

    /// The quality of the link from one process to another.
    #[must_use]
    pub fn link(&self, from: Address, to: Address) -> Link {
        if self.links.is_empty() {
            return self.default_link;
        }
        self.links.get(&(from, to)).copied().unwrap_or(self.default_link)
    }

    /// Whether nothing passes from one process to another.
    #[must_use]
    pub fn is_cut(&self, from: Address, to: Address) -> bool {
        (!self.cuts.is_empty() && self.cuts.contains(&(from, to)))
            || (!self.isolated.is_empty() && (self.isolated.contains(&from) || self.isolated.contains(&to)))
    }

    /// Sets the quality of one direction.
    pub fn set_link(&mut self, from: Address, to: Address, link: Link) {
        self.links.insert((from, to), link);
    }

    /// Cuts one direction.
    pub fn cut_one_way(&mut self, from: Address, to: Address) {
        self.cuts.insert((from, to));
    }

    /// Cuts a process off from everybody.
    pub fn isolate(&mut self, node: Address) {
        self.isolated.insert(node);
    }

    /// Mends every cut and restores every link.
    pub fn heal(&mut self) {
        self.links.clear();
        self.cuts.clear();
        self.isolated.clear();
    }

    /// Closes every connection of a process; returns the processes at the other ends.
    pub fn close(&mut self, node: Address) -> Vec<Address> {
        let touches = |(from, to): &(Address, Address)| *from == node || *to == node;
        let mut peers: Vec<_> = self
            .last_arrival
            .keys()
            .filter(|pair| touches(pair))
            .map(|(from, to)| if *from == node { *to } else { *from })
            .collect();
        self.last_arrival.retain(|pair, _| !touches(pair));
        peers.sort_unstable();
        peers.dedup();
        peers
    }

    /// The cut directions and isolated processes, for the map.
    #[must_use]
    pub fn faults(&self) -> (&BTreeSet<(Address, Address)>, &BTreeSet<Address>) {
        (&self.cuts, &self.isolated)
    }

    /// Links that differ from the default.
    #[must_use]
    pub fn changed_links(&self) -> &BTreeMap<(Address, Address), Link> {
        &self.links
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{BrokerId, ClientId};

    const A: Address = Address::Broker(BrokerId(1));
    const B: Address = Address::Client(ClientId(1));

    #[test]
    fn a_connection_keeps_order_and_time_passes() {
        let link = Link { latency: Duration(0), jitter: Duration(1_000), loss_ppm: 0 };
        let mut network = Network::new(1, link);
        let mut last = Instant::START;
        for sent in 0..500 {
            let Delivery::At(at) = network.send(A, B, Instant(sent)) else { panic!("not sent") };
            assert!(at >= last && at > Instant(sent));
            last = at;
        }
    }

    #[test]
    fn what_is_held_back_holds_nothing_up() {
        let mut network = Network::new(1, Link::default());
        let held = network.send_held_back(A, B, Instant(5_000_000));
        assert!(matches!(held, Delivery::At(at) if at > Instant(5_000_000)));
        assert!(matches!(network.send(A, B, Instant(10)), Delivery::At(at) if at < Instant(1_000)));
        assert_eq!(network.close(A), [B], "it is a connection all the same");
    }

    #[test]
    fn a_cut_one_way_leaves_the_other() {
        let mut network = Network::new(1, Link::default());
        network.cut_one_way(A, B);
        assert_eq!(network.send(A, B, Instant::START), Delivery::Cut);
        assert!(matches!(network.send(B, A, Instant::START), Delivery::At(_)));
        network.isolate(B);
        assert_eq!(network.send(B, A, Instant::START), Delivery::Cut);
        network.heal();
        assert!(matches!(network.send(A, B, Instant::START), Delivery::At(_)));
    }

    #[test]
    fn loss_loses() {
        let link = Link { loss_ppm: 500_000, ..Link::default() };
        let mut network = Network::new(1, link);
        let lost = (0..1_000).filter(|_| network.send(A, B, Instant::START) == Delivery::Lost).count();
        assert!((400..600).contains(&lost), "{lost}");
    }
}
