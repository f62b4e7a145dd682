//! The consoles of a world: what reaches them, and what they ask of the machine
//! they run on.

use super::boot::client_slot;
use super::spec::ClientSpec;
use super::world::{ClientSlot, Event, World};
use crate::base::{Address, BrokerId, ClientId, Instant, Text, TopicPartition};
use crate::client::{Client, ClientTimer};
use crate::config::Settings;
use crate::console::{
    HostAnswer, HostRequest, News, NodeState, Terminal, TerminalEffects, Wake, terminal_id,
};
use crate::protocol::{ErrorCode, Message, Response};
use crate::sim::Input;
use crate::story::{Ending, Fact};
use std::collections::VecDeque;
use std::hash::Hash;
use std::sync::Arc;

/// How often in a row a console may ask its machine something without time passing.
const MOST_HOST_ROUNDS: usize = 1_000;

/// Files that consoles may write, and the longest.
const MOST_FILES: usize = 100;
const MOST_FILE_BYTES: usize = 1_000_000;
/// Clients of a world, those of consoles included.
const MOST_CLIENTS: usize = 500;

/// What a console learns from what its client is handed.
pub(super) fn overheard(input: &Input<Message, ClientTimer>) -> Option<News> {
    match input {
        Input::Disconnected { peer: Address::Broker(broker) } => Some(News::Disconnected(*broker)),
        Input::Message {
            from: Address::Broker(broker),
            message: Message::Response { correlation, body },
        } => {
            let errors = match body {
                Response::Metadata(metadata) => {
                    let wrong = metadata.topics.iter().filter(|topic| topic.error != ErrorCode::None);
                    Some(wrong.map(|topic| (topic.name.clone(), topic.error)).collect())
                }
                _ => None,
            };
            Some(News::Answered(*broker, *correlation, errors))
        }
        _ => None,
    }
}

/// A file by its name alone: consoles have one folder.
fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

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
        let mut next = first;
        // What a console does about it may make more happen.
        while next < facts.len() {
            let watches =
                |(number, terminal): (&u8, &Arc<Terminal>)| terminal.watches_nodes().then_some(*number);
            let watching: Vec<u8> = self.terminals.iter().filter_map(watches).collect();
            if watching.is_empty() {
                return;
            }
            let news = Arc::new(facts.get(next..).unwrap_or_default().to_vec());
            next = facts.len();
            for number in watching {
                let news = News::Happened(news.clone());
                self.with_terminal(number, facts, |terminal, now, effects| terminal.hear(now, news, effects));
            }
        }
    }

    /// What a console asks of its machine.
    fn fulfil(&mut self, number: u8, request: HostRequest, facts: &mut Vec<Fact>) -> HostAnswer {
        match request {
            HostRequest::Logs(broker) => return HostAnswer::Logs(Arc::new(self.logs_on(broker))),
            HostRequest::Log(broker, topic, partition) => return self.log_on(broker, &topic, partition),
            HostRequest::Nodes => return HostAnswer::Nodes(Arc::new(self.nodes())),
            HostRequest::ReadFile(name) => {
                return HostAnswer::File(self.files.get(file_name(&name)).cloned());
            }
            HostRequest::Files => return HostAnswer::Files(Arc::new(self.files.keys().cloned().collect())),
            HostRequest::Produce(spec) => return self.employ(number, ClientSpec::Producer(*spec)),
            HostRequest::Consume(spec) => return self.employ(number, ClientSpec::Consumer(*spec)),
            HostRequest::WriteFile(name, text, is_append) => self.write_file(&name, &text, is_append),
            HostRequest::Format { node, cluster } => {
                Arc::make_mut(&mut self.formatted).insert(node, cluster);
            }
            HostRequest::StartNode(id, settings) => self.start_node(id, &settings),
            HostRequest::StopNode(id) => self.stop_node(id, facts),
            HostRequest::Tell(client, command) => self.command(client, command, facts),
            HostRequest::Kill(client) => self.end(Address::Client(client), Ending::Crash, facts),
        }
        HostAnswer::Nothing
    }

    fn write_file(&mut self, name: &str, text: &str, is_append: bool) {
        let files = Arc::make_mut(&mut self.files);
        let name = file_name(name);
        let before = files.get(name).filter(|_| is_append);
        let whole = before.map_or(String::new(), ToString::to_string) + text;
        let is_room = files.contains_key(name) || files.len() < MOST_FILES;
        if is_room && whole.len() <= MOST_FILE_BYTES {
            files.insert(name.into(), whole.into());
        }
    }

    /// A node's process starts, with settings over those it has.
    fn start_node(&mut self, id: i32, settings: &Settings) {
        if self.controllers.contains_key(&id) {
            if self.controller(id).is_none() {
                self.start_controller(id);
            }
            return;
        }
        let broker = BrokerId(id);
        let is_new = !self.brokers.contains_key(&broker);
        if is_new {
            // Can't be refused: it is no node yet.
            let _ = self.add_broker(id);
        }
        if let Some(slot) = self.brokers.get_mut(&broker) {
            Arc::make_mut(&mut slot.settings).extend(settings.clone());
            if slot.slot.process.is_none() || (is_new && !settings.is_empty()) {
                self.start_broker(broker);
            }
        }
    }

    fn stop_node(&mut self, id: i32, facts: &mut Vec<Fact>) {
        if self.controllers.contains_key(&id) {
            self.end(Address::Controller(id), Ending::CleanStop, facts);
        } else {
            self.request_broker_stop(BrokerId(id), facts);
        }
    }

    /// A console starts a client. A place that an earlier command of a console has
    /// left is taken over, so that the map does not fill up with them.
    fn employ(&mut self, number: u8, mut spec: ClientSpec) -> HostAnswer {
        let base = spec.name().clone();
        let is_left = |client: &ClientSlot| {
            let is_base = client.spec.name().strip_prefix(&*base);
            client.owner.is_some()
                && client.slot.process.is_none()
                && is_base.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        };
        let left = self.clients.iter().position(is_left);
        let index = left.unwrap_or(self.clients.len());
        let id = ClientId(index as u32);
        let name = match left.and_then(|index| self.clients.get(index)) {
            Some(client) => client.spec.name().clone(),
            None => self.free_name(&base),
        };
        match &mut spec {
            ClientSpec::Producer(spec) => {
                spec.name = name.clone();
                // Its records are numbered on from those of the commands before it.
                let before =
                    left.and_then(|index| self.clients.get(index)).map_or(0, |client| client.sent_before);
                spec.count = spec.count.map(|count| count.saturating_add(before));
            }
            ClientSpec::Consumer(spec) => {
                spec.name = name.clone();
                let reader = if spec.group.is_empty() { &spec.name } else { &spec.group };
                self.ledger.set_reader(id, reader.clone());
            }
            // No console starts one.
            ClientSpec::Direct(_) => return HostAnswer::Nothing,
        }
        match self.clients.get_mut(index) {
            Some(client) => {
                client.spec = Arc::new(spec);
                client.owner = Some(number);
            }
            None if index >= MOST_CLIENTS => return HostAnswer::Nothing,
            None => self.clients.push(ClientSlot { owner: Some(number), ..client_slot(spec) }),
        }
        Arc::make_mut(&mut self.client_names).insert(name.clone(), id);
        self.start_client(id);
        HostAnswer::Client(id, name)
    }

    /// `console-consumer`, or with the first number that is free: `console-consumer-2`.
    fn free_name(&self, base: &Text) -> Text {
        let numbered = (2..).map(|number| Text::from(format!("{base}-{number}")));
        let mut names = std::iter::once(base.clone()).chain(numbered);
        names.find(|name| !self.client_names.contains_key(name)).unwrap_or_else(|| base.clone())
    }

    /// Tells a console what concerns the client it started.
    pub(super) fn tell_console(&mut self, owner: u8, client: ClientId, news: News, facts: &mut Vec<Fact>) {
        if self.terminal(owner).is_none_or(|terminal| terminal.client() != Some(client)) {
            return;
        }
        self.with_terminal(owner, facts, |terminal, now, effects| terminal.hear(now, news, effects));
    }

    /// Tells a client's console what happened to it, and hands over the records it was given.
    pub(super) fn tell_owner(&mut self, id: ClientId, first: usize, facts: &mut Vec<Fact>) {
        let Some(client) = self.clients.get_mut(id.0 as usize) else { return };
        let Some(owner) = client.owner else { return };
        let told = match client.slot.process.as_deref() {
            Some(Client::Consumer(consumer)) if consumer.has_told() => match client.slot.process_mut() {
                Some(Client::Consumer(consumer)) => consumer.take_told(),
                _ => Vec::new(),
            },
            _ => Vec::new(),
        };
        let concerns = |fact: &&Fact| matches!(fact, Fact::Acked { client, .. } | Fact::SendFailed { client, .. } | Fact::ErrorReturned { client, .. } if *client == id);
        let happened: Vec<Fact> =
            facts.get(first..).unwrap_or_default().iter().filter(concerns).cloned().collect();
        if !told.is_empty() {
            self.tell_console(owner, id, News::Records(told), facts);
        }
        if !happened.is_empty() {
            self.tell_console(owner, id, News::Happened(Arc::new(happened)), facts);
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
            formatted: self.formatted.get(&id.0).cloned(),
        });
        let controllers = self.controllers.iter().map(|(id, slot)| NodeState {
            id: *id,
            is_broker: false,
            is_running: slot.process.is_some(),
            formatted: self.formatted.get(id).cloned(),
        });
        brokers.chain(controllers).collect()
    }
}
