//! A bench for client tests: one client, a virtual clock, and a cluster that is
//! a closure from request to answer, one millisecond away.

use super::{Client, ClientCommand, ClientEffects, ClientInput};
use crate::base::{Address, BrokerId, Duration, Instant, LeaderEpoch, Stream, TopicId, TopicPartition};
use crate::protocol::{
    ErrorCode, Message, MetadataRequest, MetadataResponse, PartitionMetadata, Request, Response,
    TopicMetadata,
};
use crate::sim::{Halt, Input};
use crate::story::Fact;

/// The topic of every test.
pub(super) const TOPIC: TopicId = TopicId(7);
type Cluster = Box<dyn FnMut(Instant, &Request) -> Option<Response>>;

pub(super) struct Bench {
    pub(super) client: Client,
    pub(super) now: Instant,
    queue: Vec<(Instant, u64, ClientInput)>,
    next_seq: u64,
    pub(super) facts: Vec<(Instant, Fact)>,
    pub(super) requests: Vec<(Instant, Request)>,
    pub(super) halt: Option<Halt>,
    cluster: Cluster,
}

pub(super) fn at(partition: i32) -> TopicPartition {
    TopicPartition { topic: TOPIC, partition }
}

pub(super) fn millis(count: u64) -> Instant {
    Instant(count * 1_000)
}

pub(super) fn stream() -> Stream {
    Stream::named(1, "client/test")
}

/// Topic "t" with so many partitions, all led by broker 1 in this epoch.
pub(super) fn metadata(request: &MetadataRequest, partitions: i32, epoch: i32) -> Response {
    let partition = |partition| PartitionMetadata {
        error: ErrorCode::None,
        partition,
        leader: BrokerId(1),
        leader_epoch: LeaderEpoch(epoch),
        replicas: vec![BrokerId(1)],
        isr: vec![BrokerId(1)],
    };
    let topic = |name: &crate::base::Text| TopicMetadata {
        error: ErrorCode::None,
        name: name.clone(),
        id: TOPIC,
        is_internal: false,
        partitions: (0..partitions).map(partition).collect(),
    };
    let topics = request.topics.iter().flatten().map(topic).collect();
    Response::Metadata(MetadataResponse { brokers: vec![BrokerId(1)], controller: 1000, topics })
}

impl Bench {
    pub(super) fn new(
        client: Client,
        cluster: impl FnMut(Instant, &Request) -> Option<Response> + 'static,
    ) -> Self {
        let mut bench = Self {
            client,
            now: Instant::START,
            queue: Vec::new(),
            next_seq: 0,
            facts: Vec::new(),
            requests: Vec::new(),
            halt: None,
            cluster: Box::new(cluster),
        };
        bench.push(Instant::START, Input::Start);
        bench
    }

    fn push(&mut self, at: Instant, input: ClientInput) {
        self.queue.push((at, self.next_seq, input));
        self.next_seq += 1;
    }

    /// The broker's process dies now.
    pub(super) fn disconnect(&mut self) {
        // Answers on the way are lost with it.
        self.queue.retain(|(_, _, input)| !matches!(input, Input::Message { .. }));
        self.push(self.now, Input::Disconnected { peer: Address::Broker(BrokerId(1)) });
    }

    pub(super) fn command(&mut self, command: ClientCommand) {
        let mut effects = ClientEffects::default();
        self.client.command(self.now, command, &mut effects);
        self.take(effects);
    }

    fn take(&mut self, effects: ClientEffects) {
        let now = self.now;
        self.facts.extend(effects.facts.into_iter().map(|fact| (now, fact)));
        self.halt = self.halt.or(effects.halt);
        for (at, timer) in effects.timers {
            assert!(at > now, "a wake-up must lie ahead");
            self.push(at, Input::Timer(timer));
        }
        for sent in effects.sends {
            let Message::Request { correlation, body, .. } = sent.message else { panic!("not a request") };
            self.requests.push((now, body.clone()));
            if let Some(body) = (self.cluster)(now, &body) {
                let message = Message::Response { correlation, body };
                self.push(now + Duration::from_millis(1), Input::Message { from: sent.to, message });
            }
        }
    }

    /// Runs up to and including `until`.
    pub(super) fn run_until(&mut self, until: Instant) {
        for _ in 0..100_000 {
            let next = self.queue.iter().enumerate().min_by_key(|(_, (at, seq, _))| (*at, *seq));
            let Some((place, (at, _, _))) = next.filter(|(_, (at, _, _))| *at <= until) else {
                self.now = until;
                return;
            };
            self.now = self.now.max(*at);
            let (_, _, input) = self.queue.remove(place);
            if self.halt.is_none() {
                let mut effects = ClientEffects::default();
                self.client.handle(self.now, input, &mut effects);
                self.take(effects);
            }
        }
        panic!("the client never rests");
    }
}
