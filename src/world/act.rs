//! Actions from the timeline or a person. Each is one event of the trace.
//!
//! What is an administrator's in Kafka (topics, settings, elections) is asked of
//! a broker by the world's administrator client; faults are laid on directly.

use super::boot::broker_slot;
use super::spec::ClientSpec;
use super::world::{BrokerFaults, Event, World};
use crate::base::{
    Address, BrokerId, ClientId, Duration, Generation, LeaderEpoch, Offset, Text, TopicPartition,
};
use crate::client::{Client, ClientCommand};
use crate::config::{ApplicationConfig, BrokerConfig, ConsumerConfig, ProducerConfig};
use crate::console::{MOST_TERMINALS, Terminal};
use crate::protocol::{
    AlterPartitionReassignmentsRequest, CLUSTER_ID, CommittedOffset, ConfigResource, CreatePartitionsRequest,
    CreateTopicsRequest, DeleteRecordsRequest, DeleteTopicsRequest, ElectLeadersRequest, ElectionType,
    IncrementalAlterConfigsRequest, NewTopic, OffsetCommitRequest, Request,
};
use crate::sim::{Effects, Link};
use crate::story::{Action, ConsoleInput, Ending, Fact, NodeName, ResetTo, TopicSpec};
use std::hash::Hash;
use std::sync::Arc;

/// Why an action was not carried out, as a key of the message files.
type Refusal = &'static str;

const NO_SUCH_CLIENT: Refusal = "refused-no-such-client";
const NO_SUCH_NODE: Refusal = "refused-no-such-node";
const ALREADY_RUNNING: Refusal = "refused-already-running";
const NOT_RUNNING: Refusal = "refused-not-running";
const NOT_A_PRODUCER: Refusal = "refused-not-a-producer";
const NOT_A_CONSUMER: Refusal = "refused-not-a-consumer";
const BAD_SETTING: Refusal = "refused-bad-setting";
const NO_SUCH_RECORD: Refusal = "refused-no-such-record";
const NO_SUCH_TOPIC: Refusal = "refused-no-such-topic";
const NOT_FORMATTED: Refusal = "refused-not-formatted";
const NO_SUCH_CONSOLE: Refusal = "refused-no-such-console";
const NOT_YET: Refusal = "refused-not-yet";

impl World {
    /// Carries out an action now. One event; what happened is added to `facts`.
    pub fn act(&mut self, action: &Action, facts: &mut Vec<Fact>) {
        self.events += 1;
        self.digest.add(self.now.0);
        action.hash(&mut self.digest);
        let shared = Arc::new(action.clone());
        let first = facts.len();
        facts.push(Fact::Acted { action: shared.clone() });
        if let Err(reason) = self.carry_out_action(action, facts) {
            facts.pop_if(|fact| matches!(fact, Fact::Acted { .. }));
            facts.push(Fact::ActionRefused { action: shared, reason: reason.into() });
        }
        self.tell_watchers(first, facts);
    }

    fn carry_out_action(&mut self, action: &Action, facts: &mut Vec<Fact>) -> Result<(), Refusal> {
        match action {
            Action::Start(_) | Action::Stop(_) | Action::Kill(_) | Action::Freeze(_) | Action::Thaw(_) => {
                self.act_on_process(action, facts)
            }
            Action::Send(..)
            | Action::SetRate(..)
            | Action::SetConfig(..)
            | Action::Commit(_)
            | Action::Seek(..)
            | Action::DropNextAck(_) => self.act_on_client(action, facts),
            Action::CleanStop(_)
            | Action::Crash(_)
            | Action::PowerCut(_)
            | Action::Restart(_)
            | Action::AddBroker(_)
            | Action::SetBrokerConfig(..) => self.act_on_node(action, facts),
            Action::Link(..)
            | Action::Cut(..)
            | Action::CutOneWay(..)
            | Action::Isolate(_)
            | Action::SlowFetch(..)
            | Action::Heal
            | Action::SlowDisk(..)
            | Action::FullDisk(_)
            | Action::WipeDisk(_)
            | Action::CorruptByte(..) => self.lay_fault(action, facts),
            Action::Console(number, input) => self.type_into(*number, input, facts),
            Action::DeleteLocalState(_) => Err(NOT_YET),
            Action::ResetOffsets(group, topic, to) => self.reset_offsets(group, topic, to, facts),
            _ => self.ask_admin(action, facts),
        }
    }

    /// What is typed into a console; its first line opens it.
    fn type_into(&mut self, number: u8, input: &ConsoleInput, facts: &mut Vec<Fact>) -> Result<(), Refusal> {
        if !(1..=MOST_TERMINALS).contains(&number) {
            return Err(NO_SUCH_CONSOLE);
        }
        let (seed, calendar) = (self.seed, self.calendar);
        self.terminals.entry(number).or_insert_with(|| Arc::new(Terminal::new(number, seed, calendar)));
        self.with_terminal(number, facts, |terminal, now, effects| {
            terminal.type_in(now, input.clone(), effects);
        });
        Ok(())
    }

    fn client_named(&self, name: &str) -> Result<ClientId, Refusal> {
        self.client_id(name).ok_or(NO_SUCH_CLIENT)
    }

    fn act_on_process(&mut self, action: &Action, facts: &mut Vec<Fact>) -> Result<(), Refusal> {
        let (Action::Start(name)
        | Action::Stop(name)
        | Action::Kill(name)
        | Action::Freeze(name)
        | Action::Thaw(name)) = action
        else {
            return Ok(());
        };
        let id = self.client_named(name)?;
        let client = self.clients.get_mut(id.0 as usize).ok_or(NO_SUCH_CLIENT)?;
        let is_up = client.slot.process.is_some();
        match action {
            Action::Start(_) if is_up => Err(ALREADY_RUNNING),
            Action::Start(_) => {
                self.start_client(id);
                self.rewire(id, facts);
                Ok(())
            }
            _ if !is_up => Err(NOT_RUNNING),
            Action::Stop(_) => {
                self.command(id, ClientCommand::Close, facts);
                Ok(())
            }
            Action::Kill(_) => {
                self.end(Address::Client(id), Ending::Crash, facts);
                Ok(())
            }
            Action::Freeze(_) => {
                client.slot.frozen.get_or_insert_default();
                Ok(())
            }
            _ => {
                let waiting = client.slot.frozen.take().unwrap_or_default();
                for input in waiting {
                    self.hand_client(id, input, facts);
                }
                Ok(())
            }
        }
    }

    fn act_on_client(&mut self, action: &Action, facts: &mut Vec<Fact>) -> Result<(), Refusal> {
        let (Action::Send(name, _)
        | Action::SetRate(name, _)
        | Action::SetConfig(name, ..)
        | Action::Commit(name)
        | Action::Seek(name, ..)
        | Action::DropNextAck(name)) = action
        else {
            return Ok(());
        };
        let id = self.client_named(name)?;
        if let Action::SetConfig(_, key, value) = action {
            return self.set_client_config(id, key, value, facts);
        }
        let client = self.clients.get_mut(id.0 as usize).ok_or(NO_SUCH_CLIENT)?;
        let is_producer = matches!(client.spec.as_ref(), ClientSpec::Producer(_));
        let is_consumer = matches!(client.spec.as_ref(), ClientSpec::Consumer(_));
        if let Action::SetRate(_, rate) = action
            && let ClientSpec::Producer(spec) = Arc::make_mut(&mut client.spec)
        {
            spec.rate = *rate;
        }
        if client.slot.process.is_none() {
            return Err(NOT_RUNNING);
        }
        let command = match action {
            Action::Send(..) | Action::SetRate(..) | Action::DropNextAck(_) if !is_producer => {
                return Err(NOT_A_PRODUCER);
            }
            Action::Commit(_) | Action::Seek(..) if !is_consumer => return Err(NOT_A_CONSUMER),
            Action::DropNextAck(_) => {
                client.drop_next_ack = true;
                return Ok(());
            }
            Action::Send(_, records) => ClientCommand::Send(
                records
                    .iter()
                    .map(|(key, value)| ((!key.is_empty()).then(|| key.clone()), Some(value.clone())))
                    .collect(),
            ),
            Action::SetRate(_, rate) => ClientCommand::SetRate(*rate),
            Action::Seek(_, topic, partition, offset) => {
                ClientCommand::Seek { topic: topic.clone(), partition: *partition, offset: Offset(*offset) }
            }
            _ => ClientCommand::Commit,
        };
        self.command(id, command, facts);
        Ok(())
    }

    /// A client's settings are read when it starts: it is stopped properly and started again.
    fn set_client_config(
        &mut self,
        id: ClientId,
        key: &Text,
        value: &Text,
        facts: &mut Vec<Fact>,
    ) -> Result<(), Refusal> {
        let client = self.clients.get_mut(id.0 as usize).ok_or(NO_SUCH_CLIENT)?;
        let is_option = ApplicationConfig::definition(key).is_some();
        let checked = match client.spec.as_ref() {
            ClientSpec::Producer(_) => ProducerConfig::default().set(key, value),
            ClientSpec::Consumer(_) if is_option => ApplicationConfig::default().set(key, value),
            ClientSpec::Consumer(_) => ConsumerConfig::default().set(key, value),
            ClientSpec::Direct(_) => return Err(NOT_A_PRODUCER),
        };
        checked.map_err(|_| BAD_SETTING)?;
        let config = match Arc::make_mut(&mut client.spec) {
            ClientSpec::Producer(spec) => &mut spec.config,
            ClientSpec::Consumer(spec) if is_option => &mut spec.application,
            ClientSpec::Consumer(spec) => &mut spec.config,
            ClientSpec::Direct(_) => return Err(NOT_A_PRODUCER),
        };
        config.insert(key.clone(), value.clone());
        let owner = client.spec.name().clone();
        facts.push(Fact::ConfigChanged { owner, key: key.clone(), value: Some(value.clone()) });
        if client.slot.process.is_some() {
            client.restart_when_stopped = true;
            self.command(id, ClientCommand::Close, facts);
        }
        Ok(())
    }

    pub(super) fn command(&mut self, id: ClientId, command: ClientCommand, facts: &mut Vec<Fact>) {
        let now = self.now;
        let Some(client) = self.clients.get_mut(id.0 as usize) else { return };
        let incarnation = client.slot.incarnation;
        let Some(process) = client.slot.process_mut() else { return };
        let mut effects = Effects::default();
        process.command(now, command, &mut effects);
        let first = facts.len();
        self.carry_out(Address::Client(id), effects, |timer| Event::Client { id, incarnation, timer }, facts);
        self.tell_owner(id, first, facts);
    }

    fn act_on_node(&mut self, action: &Action, facts: &mut Vec<Fact>) -> Result<(), Refusal> {
        if let Action::AddBroker(id) = action {
            return self.add_broker(*id);
        }
        let (Action::CleanStop(id)
        | Action::Crash(id)
        | Action::PowerCut(id)
        | Action::Restart(id)
        | Action::SetBrokerConfig(id, ..)) = action
        else {
            return Ok(());
        };
        let node = self.node(*id)?;
        let (is_up, _) = self.is_up(node);
        match (action, node) {
            (Action::SetBrokerConfig(_, key, value), Address::Broker(broker)) => {
                BrokerConfig::default().set(key, value).map_err(|_| BAD_SETTING)?;
                let change = (ConfigResource::Broker(Some(broker)), key.clone(), Some(value.clone()));
                self.ask(
                    Request::IncrementalAlterConfigs(IncrementalAlterConfigsRequest {
                        changes: vec![change],
                    }),
                    facts,
                );
            }
            (Action::SetBrokerConfig(..), _) => return Err(NO_SUCH_NODE),
            (Action::Restart(_), _) if is_up => return Err(ALREADY_RUNNING),
            (Action::Restart(_), _) if !self.formatted.contains_key(id) => return Err(NOT_FORMATTED),
            (Action::Restart(_), Address::Broker(id)) => self.start_broker(id),
            (Action::Restart(_), _) => self.start_controller(*id),
            _ if !is_up => return Err(NOT_RUNNING),
            (Action::CleanStop(_), Address::Broker(id)) => self.request_broker_stop(id, facts),
            (Action::CleanStop(_), _) => self.end(node, Ending::CleanStop, facts),
            (Action::Crash(_), _) => self.end(node, Ending::Crash, facts),
            _ => self.end(node, Ending::PowerCut, facts),
        }
        Ok(())
    }

    pub(super) fn request_broker_stop(&mut self, id: BrokerId, facts: &mut Vec<Fact>) {
        let now = self.now;
        let Some(broker) = self.brokers.get_mut(&id) else { return };
        let incarnation = broker.slot.incarnation;
        let Some(process) = broker.slot.process_mut() else { return };
        let mut effects = Effects::default();
        process.request_stop(now, &mut effects);
        self.carry_out(Address::Broker(id), effects, |timer| Event::Broker { id, incarnation, timer }, facts);
    }

    pub(super) fn add_broker(&mut self, id: i32) -> Result<(), Refusal> {
        if id < 1 || self.controllers.contains_key(&id) {
            return Err(NO_SUCH_NODE);
        }
        if self.brokers.contains_key(&BrokerId(id)) {
            return Err(ALREADY_RUNNING);
        }
        let spec = super::ClusterSpec { config: self.config.as_ref().clone(), ..Default::default() };
        self.brokers.insert(BrokerId(id), broker_slot(&spec, id));
        let cluster = self.formatted.values().next_back().cloned().unwrap_or_else(|| CLUSTER_ID.into());
        Arc::make_mut(&mut self.formatted).entry(id).or_insert(cluster);
        self.start_broker(BrokerId(id));
        Ok(())
    }

    fn node(&self, id: i32) -> Result<Address, Refusal> {
        if self.controllers.contains_key(&id) {
            return Ok(Address::Controller(id));
        }
        self.brokers.contains_key(&BrokerId(id)).then_some(Address::Broker(BrokerId(id))).ok_or(NO_SUCH_NODE)
    }

    fn address(&self, name: &NodeName) -> Result<Address, Refusal> {
        match name {
            NodeName::Node(id) => self.node(*id),
            NodeName::Client(name) => Ok(Address::Client(self.client_named(name)?)),
        }
    }

    fn lay_fault(&mut self, action: &Action, facts: &mut Vec<Fact>) -> Result<(), Refusal> {
        match action {
            Action::Link(from, to, latency_us, loss_ppm) => {
                let (from, to) = (self.address(from)?, self.address(to)?);
                let link = Link { latency: Duration(*latency_us), loss_ppm: *loss_ppm, ..Link::default() };
                self.network.set_link(from, to, link);
            }
            Action::Cut(a, b) => {
                let (a, b) = (self.address(a)?, self.address(b)?);
                self.network.cut_one_way(a, b);
                self.network.cut_one_way(b, a);
            }
            Action::CutOneWay(from, to) => {
                let (from, to) = (self.address(from)?, self.address(to)?);
                self.network.cut_one_way(from, to);
            }
            Action::Isolate(node) => {
                let node = self.address(node)?;
                self.network.isolate(node);
            }
            Action::SlowFetch(ids, by_us) => {
                for id in ids {
                    self.change_faults(*id, |faults| faults.slow_fetch = Duration(*by_us))?;
                }
            }
            Action::SlowDisk(id, by_us) => {
                self.change_faults(*id, |faults| faults.slow_disk = Duration(*by_us))?
            }
            Action::FullDisk(id) => self.change_faults(*id, |faults| faults.disk_full = true)?,
            Action::Heal => {
                self.network.heal();
                let ids: Vec<i32> = self.brokers.keys().map(|id| id.0).collect();
                for id in ids {
                    self.change_faults(id, |faults| *faults = BrokerFaults::default())?;
                }
            }
            Action::WipeDisk(id) => {
                let broker = BrokerId(*id);
                if self.broker(broker).is_some() {
                    // The files vanish under the running process: Kafka halts.
                    facts.push(Fact::StorageFailed { broker });
                    self.end(Address::Broker(broker), Ending::StorageFailed, facts);
                }
                let wiped = self.brokers.get_mut(&broker).ok_or(NO_SUCH_NODE)?;
                wiped.slot.disk = Default::default();
                wiped.left_behind = Arc::default();
            }
            Action::CorruptByte(id, topic, partition, offset) => {
                let topic = self.ledger.topic_id(topic).ok_or(NO_SUCH_RECORD)?;
                let partition = crate::base::TopicPartition { topic, partition: *partition };
                let broker = self.brokers.get_mut(&BrokerId(*id)).ok_or(NO_SUCH_NODE)?;
                let process = broker.slot.process_mut().ok_or(NOT_RUNNING)?;
                if !process.corrupt_byte(partition, Offset(*offset)) {
                    return Err(NO_SUCH_RECORD);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn change_faults(&mut self, id: i32, change: impl Fn(&mut BrokerFaults)) -> Result<(), Refusal> {
        let broker = self.brokers.get_mut(&BrokerId(id)).ok_or(NO_SUCH_NODE)?;
        change(&mut broker.faults);
        let faults = broker.faults;
        if let Some(process) = broker.slot.process_mut() {
            process.set_slow_fetch(faults.slow_fetch);
            process.set_slow_disk(faults.slow_disk);
            process.set_disk_full(faults.disk_full);
        }
        Ok(())
    }

    fn ask_admin(&mut self, action: &Action, facts: &mut Vec<Fact>) -> Result<(), Refusal> {
        let request = match action {
            Action::CreateTopic(spec) => Request::CreateTopics(CreateTopicsRequest {
                topics: vec![new_topic(spec)],
                validate_only: false,
            }),
            Action::DeleteTopic(topic) => {
                Request::DeleteTopics(DeleteTopicsRequest { topics: vec![topic.clone()] })
            }
            Action::AddPartitions(topic, count) => {
                Request::CreatePartitions(CreatePartitionsRequest { topics: vec![(topic.clone(), *count)] })
            }
            Action::SetTopicConfig(topic, key, value) => {
                let change = (ConfigResource::Topic(topic.clone()), key.clone(), Some(value.clone()));
                Request::IncrementalAlterConfigs(IncrementalAlterConfigsRequest { changes: vec![change] })
            }
            Action::DeleteRecords(topic, partition, offset) => {
                let partitions = vec![(topic.clone(), *partition, Offset(*offset))];
                Request::DeleteRecords(DeleteRecordsRequest { partitions })
            }
            Action::ElectPreferred(topic, partition) => elect(ElectionType::Preferred, topic, *partition),
            Action::ElectUnclean(topic, partition) => elect(ElectionType::Unclean, topic, *partition),
            Action::Reassign(topic, partition, replicas) => {
                let replicas = replicas.iter().map(|id| BrokerId(*id)).collect();
                let partitions = vec![(topic.clone(), *partition, Some(replicas))];
                Request::AlterPartitionReassignments(AlterPartitionReassignmentsRequest { partitions })
            }
            _ => return Err(NOT_YET),
        };
        self.ask(request, facts);
        Ok(())
    }

    /// Commits as `kafka-consumer-groups --reset-offsets` does: outside any
    /// generation, which the coordinator refuses while the group has members.
    fn reset_offsets(
        &mut self,
        group: &Text,
        topic: &Text,
        to: &ResetTo,
        facts: &mut Vec<Fact>,
    ) -> Result<(), Refusal> {
        let image = self.image();
        let known = image.topic_named(topic).ok_or(NO_SUCH_TOPIC)?;
        let offsets = known.partitions.iter().enumerate().filter_map(|(number, state)| {
            let partition = TopicPartition { topic: known.id, partition: number as i32 };
            let log = self.broker(state.leader)?.replica(partition)?.log();
            let offset = match to {
                ResetTo::Earliest => log.log_start(),
                ResetTo::Latest => log.high_watermark(),
                ResetTo::Offset(offset) => Offset((*offset).clamp(log.log_start().0, log.high_watermark().0)),
            };
            Some(CommittedOffset {
                topic: topic.clone(),
                partition: number as i32,
                offset,
                leader_epoch: LeaderEpoch::UNKNOWN,
                metadata: Text::default(),
            })
        });
        let request = OffsetCommitRequest {
            group: group.clone(),
            generation: Generation::NONE,
            member: Text::default(),
            instance: None,
            offsets: offsets.collect(),
        };
        self.ask(Request::OffsetCommit(request), facts);
        Ok(())
    }

    fn ask(&mut self, request: Request, facts: &mut Vec<Fact>) {
        // A person gives a tool the address of a broker that answers.
        let image = self.image();
        let answers = self
            .brokers
            .iter()
            .filter(|(id, broker)| broker.slot.process.is_some() && image.is_unfenced(**id));
        let live: Vec<BrokerId> = answers.map(|(id, _)| *id).collect();
        let admin = self.clients.get_mut(Self::ADMIN.0 as usize).and_then(|client| client.slot.process_mut());
        if let Some(Client::Admin(admin)) = admin
            && !live.is_empty()
        {
            admin.turn_to(&live);
        }
        self.command(Self::ADMIN, ClientCommand::Ask(request), facts);
    }
}

fn elect(election: ElectionType, topic: &Text, partition: i32) -> Request {
    Request::ElectLeaders(ElectLeadersRequest {
        election,
        partitions: Some(vec![(topic.clone(), partition)]),
    })
}

fn new_topic(spec: &TopicSpec) -> NewTopic {
    NewTopic {
        name: spec.name.clone(),
        partitions: if spec.replicas.is_empty() { spec.partitions } else { -1 },
        replication_factor: if spec.replicas.is_empty() { spec.replication_factor } else { -1 },
        assignment: spec.replicas.iter().map(|ids| ids.iter().map(|id| BrokerId(*id)).collect()).collect(),
        config: spec.config.clone(),
    }
}
