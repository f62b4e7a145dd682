//! `kafka-server-start.sh` in the foreground: the milestones of its nodes' log,
//! printed as they happen, until Ctrl+C stops them properly.
//!
//! Mirrors the log of `KafkaRaftServer`, `BrokerServer` and `ControllerServer`,
//! a small part of it.

use super::host::HostRequest;
use super::nodes::{CONTROLLER, Machine};
use super::running::{Desk, News};
use crate::base::{Address, BrokerId};
use crate::config::Settings;
use crate::story::{Ending, Fact};
use std::collections::BTreeSet;

const BROKER: &str = "kafka.server.BrokerServer";
const CONTROLLER_CLASS: &str = "kafka.server.ControllerServer";
const LIFECYCLE: &str = "kafka.server.BrokerLifecycleManager";
const RAFT_SERVER: &str = "kafka.server.KafkaRaftServer";

/// A server in the foreground.
#[derive(Clone, Debug)]
pub struct Server {
    machine: Machine,
    overrides: Settings,
    /// Its nodes whose processes this console started.
    nodes: Vec<i32>,
    running: BTreeSet<i32>,
    ready: BTreeSet<i32>,
    is_stopping: bool,
}

impl Server {
    /// One that is about to start these nodes.
    #[must_use]
    pub fn new(machine: Machine, nodes: Vec<i32>, overrides: Settings) -> Self {
        Self {
            machine,
            overrides,
            nodes,
            running: BTreeSet::new(),
            ready: BTreeSet::new(),
            is_stopping: false,
        }
    }

    pub(super) fn is_stopping(&self) -> bool {
        self.is_stopping
    }

    pub(super) fn hear(&mut self, news: News, desk: &mut Desk) {
        match news {
            News::Begin => {
                desk.info(
                    "Registered `kafka:type=kafka.Log4jController` MBean",
                    "kafka.utils.Log4jControllerRegistration$",
                );
                for node in self.nodes.clone() {
                    self.running.insert(node);
                    desk.ask(HostRequest::StartNode(node, self.overrides.clone()));
                }
            }
            News::Interrupt => self.stop(desk),
            News::Happened(facts) => facts.iter().for_each(|fact| self.happened(fact, desk)),
            _ => {}
        }
    }

    /// Stops the broker first: it hands its partitions over with the controller's help.
    fn stop(&mut self, desk: &mut Desk) {
        if self.is_stopping {
            return;
        }
        self.is_stopping = true;
        desk.info(
            "Terminating process due to signal SIGINT",
            "org.apache.kafka.common.utils.LoggingSignalHandler",
        );
        self.stop_next(desk);
    }

    fn stop_next(&self, desk: &mut Desk) {
        match self.running.first() {
            Some(node) => desk.ask(HostRequest::StopNode(*node)),
            None => desk.exit = Some(130),
        }
    }

    fn happened(&mut self, fact: &Fact, desk: &mut Desk) {
        match fact {
            Fact::Started { node } => self.started(*node, desk),
            Fact::ControllerElected { controller, epoch } if self.running.contains(controller) => {
                let message = format!(
                    "[RaftManager id={controller}] Completed transition to Leader(localReplicaId={controller}, epoch={epoch})"
                );
                desk.info(&message, "org.apache.kafka.raft.QuorumState");
                let message =
                    format!("[ControllerServer id={controller}] Transition from STARTING to STARTED");
                desk.info(&message, CONTROLLER_CLASS);
                self.is_ready(*controller, desk);
            }
            Fact::LogRecovered { broker, partition, log_end, .. } if self.is_mine(*broker) => {
                let message = format!(
                    "[LogLoader partition={}, dir={}] Loaded up to offset {log_end}",
                    partition.partition,
                    self.machine.log_dir()
                );
                desk.info(&message, "org.apache.kafka.storage.internals.log.UnifiedLog");
            }
            Fact::BrokerRegistered { broker, epoch } if self.is_mine(*broker) => {
                let message = format!(
                    "[BrokerLifecycleManager id={broker}] Successfully registered broker {broker} with broker epoch {epoch}"
                );
                desk.info(&message, LIFECYCLE);
            }
            Fact::BrokerUnfenced { broker } if self.is_mine(*broker) => {
                let message = format!(
                    "[BrokerLifecycleManager id={broker}] The broker has been unfenced. Transitioning from RECOVERY to RUNNING."
                );
                desk.info(&message, LIFECYCLE);
            }
            Fact::BrokerReady { broker } if self.is_mine(*broker) => {
                desk.info(&format!("[BrokerServer id={broker}] Transition from STARTING to STARTED"), BROKER);
                self.is_ready(broker.0, desk);
            }
            Fact::ShutdownRequested { broker } if self.is_mine(*broker) => {
                desk.info(
                    &format!("[BrokerServer id={broker}] Transition from STARTED to SHUTTING_DOWN"),
                    BROKER,
                );
                desk.info(&format!("[BrokerServer id={broker}] shutting down"), BROKER);
                desk.info(
                    &format!("[BrokerLifecycleManager id={broker}] Beginning controlled shutdown."),
                    LIFECYCLE,
                );
            }
            Fact::Ended { node, how } => self.ended(*node, *how, desk),
            _ => {}
        }
    }

    fn is_mine(&self, broker: BrokerId) -> bool {
        self.running.contains(&broker.0)
    }

    fn started(&mut self, node: Address, desk: &mut Desk) {
        match node {
            Address::Controller(id) if self.running.contains(&id) => {
                desk.info(&format!("[ControllerServer id={id}] Starting controller"), CONTROLLER_CLASS);
            }
            Address::Broker(id) if self.is_mine(id) => {
                desk.info(&format!("[BrokerServer id={id}] Transition from SHUTDOWN to STARTING"), BROKER);
                desk.info(&format!("[BrokerServer id={id}] Starting broker"), BROKER);
            }
            _ => {}
        }
    }

    /// Once all its nodes serve, the server is started.
    fn is_ready(&mut self, node: i32, desk: &mut Desk) {
        let is_new = self.ready.insert(node);
        if is_new && self.ready.len() == self.nodes.len() {
            desk.info(
                &format!("Kafka version: {}", super::options::VERSION),
                "org.apache.kafka.common.utils.AppInfoParser",
            );
            let message = format!("[KafkaRaftServer nodeId={}] Kafka Server started", self.machine.id());
            desk.info(&message, RAFT_SERVER);
        }
    }

    fn ended(&mut self, node: Address, how: Ending, desk: &mut Desk) {
        let (id, name, class) = match node {
            Address::Broker(id) => (id.0, "BrokerServer", BROKER),
            Address::Controller(id) => (id, "ControllerServer", CONTROLLER_CLASS),
            Address::Client(_) => return,
        };
        if !self.running.remove(&id) {
            return;
        }
        match how {
            Ending::CleanStop => {
                desk.info(&format!("[{name} id={id}] shut down completed"), class);
            }
            Ending::StorageFailed => {
                let message =
                    format!("Shutdown broker because all log dirs in {} have failed", self.machine.log_dir());
                desk.log("ERROR", &message, "kafka.log.LogManager");
            }
            Ending::Crash | Ending::PowerCut | Ending::Fatal => desk.err("Killed"),
        }
        if self.is_stopping {
            self.stop_next(desk);
        } else if self.running.is_empty() {
            desk.exit = Some(if how == Ending::CleanStop { 0 } else { 137 });
        } else if how == Ending::CleanStop && id != CONTROLLER {
            // Stopped from elsewhere: the other half of the process ends with it.
            self.is_stopping = true;
            self.stop_next(desk);
        }
    }
}
