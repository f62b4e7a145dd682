//! The consoles of a world: what reaches them, and what they ask of the machine
//! they run on.

use super::boot::client_slot;
use super::spec::ClientSpec;
use super::world::{Event, World};
use crate::base::{Address, BrokerId, ClientId, Instant, Text, TopicPartition};
use crate::console::{
    HostAnswer, HostRequest, News, NodeState, Terminal, TerminalEffects, Wake, terminal_id,
};
use crate::protocol::Message;
use crate::sim::Input;
use crate::story::{Ending, Fact};
use std::collections::VecDeque;
use std::hash::Hash;
use std::sync::Arc;

/// How often in a row a console may ask its machine something without time passing.
const MOST_HOST_ROUNDS: usize = 1_000;

impl World {
    pub(super) fn hand_terminal(&mut self, number: u8, input: Input<Message, Wake>, facts: &mut Vec<Fact>) {
        self.with_terminal(number, facts, |terminal, now, effects| terminal.handle(now, input, effects));
    }

    /// Lets a console do something, and carries out what it asks of its machine.
    pub(super) fn with_terminal(
        &mut self,
        number: u8,
        facts: &mut Vec<Fact>,
        deed: impl FnOnce(&mut Terminal, Instant, &mut TerminalEffects),
    ) {
        let mut asked = self.let_terminal(number, facts, deed);
        for _ in 0..MOST_HOST_ROUNDS {
            let Some((place, request)) = asked.pop_front() else { return };
            let answer = self.fulfil(number, request, facts);
            asked.extend(self.let_terminal(number, facts, |terminal, now, effects| {
                terminal.host_answered(now, place, answer, effects);
            }));
        }
    }

    /// Lets a console do something. Returns what it asks of its machine.
    fn let_terminal(
        &mut self,
        number: u8,
        facts: &mut Vec<Fact>,
        deed: impl FnOnce(&mut Terminal, Instant, &mut TerminalEffects),
    ) -> VecDeque<(usize, HostRequest)> {
        let Some(terminal) = self.terminals.get_mut(&number).map(Arc::make_mut) else {
            return VecDeque::new();
        };
        let (now, mut effects) = (self.now, TerminalEffects::default());
        let shown = terminal.lines().len();
        deed(terminal, now, &mut effects);
        for line in terminal.lines().iter_from(shown) {
            line.hash(&mut self.digest);
        }
        let asked = std::mem::take(&mut effects.host);
        self.carry_out_for_terminal(number, effects, facts);
        asked.into()
    }

    fn carry_out_for_terminal(&mut self, number: u8, effects: TerminalEffects, facts: &mut Vec<Fact>) {
        let node = Address::Client(terminal_id(number));
        let incarnation = self.incarnation(node);
        self.carry_out(node, effects.node, |Wake| Event::Console { number, incarnation }, facts);
    }

    /// Tells the consoles that watch the nodes what happened, from `first` on.
    pub(super) fn tell_watchers(&mut self, first: usize, facts: &mut Vec<Fact>) {
        if self.terminals.values().all(|terminal| !terminal.watches_nodes()) {
            return;
        }
        let news: Arc<Vec<Fact>> = Arc::new(facts.get(first..).unwrap_or_default().to_vec());
        let watching: Vec<u8> = self
            .terminals
            .iter()
            .filter(|(_, terminal)| terminal.watches_nodes())
            .map(|(number, _)| *number)
            .collect();
        for number in watching {
            let news = News::Happened(news.clone());
            self.with_terminal(number, facts, |terminal, now, effects| terminal.hear(now, news, effects));
        }
    }

    /// What a console asks of its machine.
    fn fulfil(&mut self, number: u8, request: HostRequest, facts: &mut Vec<Fact>) -> HostAnswer {
        match request {
            HostRequest::Logs(broker) => HostAnswer::Logs(Arc::new(self.logs_on(broker))),
            HostRequest::Log(broker, topic, partition) => self.log_on(broker, &topic, partition),
            HostRequest::Nodes => HostAnswer::Nodes(Arc::new(self.nodes())),
            _ => HostAnswer::Nothing,
        }
    }

    fn logs_on(&self, broker: BrokerId) -> Vec<(Text, i32)> {
        let partitions: Vec<TopicPartition> = match (self.broker(broker), self.broker_disk(broker)) {
            (Some(process), _) => process.replicas().map(|(partition, _)| partition).collect(),
            (None, Some(disk)) => disk.logs.keys().copied().collect(),
            _ => Vec::new(),
        };
        let named = partitions.into_iter().filter_map(|partition| {
            Some((self.ledger.topic_name(partition.topic)?.clone(), partition.partition))
        });
        let mut logs: Vec<_> = named.collect();
        logs.sort();
        logs
    }

    fn log_on(&self, broker: BrokerId, topic: &str, partition: i32) -> HostAnswer {
        let Some(topic) = self.ledger.topic_id(topic) else { return HostAnswer::Nothing };
        let partition = TopicPartition { topic, partition };
        let log = match self.broker(broker) {
            Some(process) => process.replica(partition).map(|replica| replica.log().clone()),
            None => self.stored_log(broker, partition),
        };
        log.map_or(HostAnswer::Nothing, |log| HostAnswer::Log(Box::new(log)))
    }

    fn nodes(&self) -> Vec<NodeState> {
        let brokers = self.brokers.iter().map(|(id, broker)| NodeState {
            id: id.0,
            is_broker: true,
            is_running: broker.slot.process.is_some(),
            formatted: None,
        });
        let controllers = self.controllers.iter().map(|(id, slot)| NodeState {
            id: *id,
            is_broker: false,
            is_running: slot.process.is_some(),
            formatted: None,
        });
        brokers.chain(controllers).collect()
    }
}
