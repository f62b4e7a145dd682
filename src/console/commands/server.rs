//! `kafka-server-start.sh` and `kafka-server-stop.sh`: they start and stop the
//! processes of the cluster's own nodes (`kafka.Kafka`, `KafkaRaftServer`).
//! `zookeeper-server-start.sh` says what took its place.

use super::Tool;
use crate::base::{Duration, Text};
use crate::config::{BrokerConfig, Settings};
use crate::console::host::{HostAnswer, HostRequest, NodeState};
use crate::console::nodes::{CONTROLLER, Machine};
use crate::console::options::Opt;
use crate::console::running::Running;
use crate::console::server::Server;
use crate::console::shell::CommandLine;
use crate::console::talk::{Stop, Talk};
use std::sync::Arc;

/// `kafka-server-start.sh`.
pub(super) const START: Tool = Tool { name: "kafka-server-start", plan: start, options: START_OPTIONS };
/// `kafka-server-stop.sh`.
pub(super) const STOP: Tool = Tool { name: "kafka-server-stop", plan: stop, options: STOP_OPTIONS };
/// `zookeeper-server-start.sh`.
pub(super) const ZOOKEEPER: Tool = Tool { name: "zookeeper-server-start", plan: zookeeper, options: &[] };

const START_OPTIONS: &[Opt] = &[
    Opt::flag("daemon", "Runs the server in the background."),
    Opt::many("override", "property=value", "A setting over that of the file."),
];
const STOP_OPTIONS: &[Opt] = &[
    Opt::one("node-id", "Integer: node id", "Stops only the process with this node id."),
    Opt::one("process-role", "String: role", "Stops only processes with this role (broker or controller)."),
];
const USAGE: &str =
    "USAGE: bin/kafka-server-start.sh [-daemon] server.properties [--override property=value]*";
/// How long a stop may take before the command gives up watching.
const MOST_LOOKS: usize = 600;
/// Settings that say where a process is, which the lab decides.
const PLACES: [&str; 9] = [
    "log.dirs",
    "log.dir",
    "metadata.log.dir",
    "listeners",
    "advertised.listeners",
    "port",
    "process.roles",
    "controller.listener.names",
    "listener.security.protocol.map",
];

/// What the arguments of a start mean.
struct Wanted {
    machine: Machine,
    file: Text,
    overrides: Settings,
    is_daemon: bool,
}

fn start(line: &CommandLine, talk: &mut Talk) -> Result<(), Stop> {
    let wanted = read(line, talk)?;
    let states = nodes(talk)?;
    let find = |id: i32| states.iter().find(|state| state.id == id);
    let log_dir = wanted.machine.log_dir();
    let idle: Vec<i32> =
        wanted.machine.nodes().filter(|id| find(*id).is_none_or(|state| !state.is_running)).collect();
    if idle.is_empty() {
        let why = format!(
            "org.apache.kafka.common.KafkaException: Failed to acquire lock on file .lock in {log_dir}. A Kafka \
             instance in another process or thread is using this directory."
        );
        return Err(fatal(talk, &why));
    }
    let unformatted = idle.iter().any(|id| find(*id).is_some_and(|state| state.formatted.is_none()));
    if unformatted {
        let why = format!(
            "java.lang.RuntimeException: No `meta.properties` found in {log_dir} (have you run \
             `kafka-storage.sh` to format the directory?)"
        );
        return Err(fatal(talk, &why));
    }
    check_cluster(&idle, &states, talk)?;
    if wanted.is_daemon {
        for id in idle {
            talk.host(HostRequest::StartNode(id, wanted.overrides.clone()))?;
        }
        return Ok(());
    }
    let server = Server::new(wanted.machine, idle, wanted.overrides);
    Err(Stop::Stay(Box::new(Running::Server(server))))
}

/// A node formatted for another cluster than the one that runs is refused by it.
fn check_cluster(idle: &[i32], states: &[NodeState], talk: &mut Talk) -> Result<(), Stop> {
    let own =
        states.iter().filter(|state| idle.contains(&state.id)).find_map(|state| state.formatted.clone());
    let running = states.iter().find(|state| state.is_running);
    let running = running.and_then(|state| state.formatted.clone());
    match (own, running) {
        (Some(own), Some(running)) if own != running => {
            let message = format!(
                "Encountered fatal fault: Unexpected error INCONSISTENT_CLUSTER_ID in FETCH response: the cluster \
                 ID {own} doesn't match {running}"
            );
            talk.log("ERROR", &message, "org.apache.kafka.server.fault.ProcessTerminatingFaultHandler");
            Err(Stop::Exit(1))
        }
        _ => Ok(()),
    }
}

fn read(line: &CommandLine, talk: &mut Talk) -> Result<Wanted, Stop> {
    let mut args = line.args.iter();
    let mut file = args.next().cloned();
    let is_daemon = file.as_deref() == Some("-daemon");
    if is_daemon {
        file = args.next().cloned();
    }
    let Some(file) = file else {
        talk.err(USAGE);
        return Err(Stop::Exit(1));
    };
    let machine = Machine::of(&file)
        .ok_or_else(|| fatal(talk, &format!("java.nio.file.NoSuchFileException: {file}")))?;
    let mut wanted = Wanted { machine, file, overrides: Settings::new(), is_daemon };
    while let Some(arg) = args.next() {
        let pair = match arg.strip_prefix("--override=") {
            Some(pair) => Some(Text::from(pair)),
            None if &**arg == "--override" => args.next().cloned(),
            None => {
                talk.err(format!("Found non argument parameters: {arg}"));
                talk.err(USAGE);
                return Err(Stop::Exit(1));
            }
        };
        let Some((key, value)) = pair.as_deref().and_then(|pair| pair.split_once('=')) else {
            talk.err("Option override requires an argument");
            return Err(Stop::Exit(1));
        };
        take_override(&mut wanted, key, value, talk)?;
    }
    Ok(wanted)
}

fn take_override(wanted: &mut Wanted, key: &str, value: &str, talk: &mut Talk) -> Result<(), Stop> {
    if key == "node.id" || key == "broker.id" {
        let machine = value.parse().ok().and_then(Machine::broker);
        let is_same = machine.is_some_and(|machine| machine.broker == wanted.machine.broker);
        let refused = format!(
            "org.apache.kafka.common.config.ConfigException: Invalid value {value} for configuration {key}"
        );
        let machine = machine.ok_or_else(|| fatal(talk, &refused))?;
        if !is_same {
            wanted.machine = machine;
        }
        return Ok(());
    }
    if PLACES.contains(&key) || key.starts_with("controller.") {
        return Ok(());
    }
    match BrokerConfig::default().set(key, value) {
        Ok(()) => {
            wanted.overrides.insert(key.into(), value.into());
            Ok(())
        }
        Err(crate::config::ConfigError::Unknown { .. }) => {
            talk.note("console-setting-absent", &[("setting", key)]);
            Err(Stop::Exit(1))
        }
        Err(why) => {
            let why = format!("org.apache.kafka.common.config.ConfigException: {why}");
            let _ = &wanted.file;
            Err(fatal(talk, &why))
        }
    }
}

fn fatal(talk: &mut Talk, why: &str) -> Stop {
    talk.log("ERROR", "Exiting Kafka due to fatal exception", "kafka.Kafka$");
    talk.err(why);
    Stop::Exit(1)
}

/// The nodes as the machine sees them now.
pub(super) fn nodes(talk: &mut Talk) -> Result<Arc<Vec<NodeState>>, Stop> {
    match talk.host(HostRequest::Nodes)? {
        HostAnswer::Nodes(nodes) => Ok(nodes),
        _ => Ok(Arc::default()),
    }
}

fn stop(line: &CommandLine, talk: &mut Talk) -> Result<(), Stop> {
    let (mut role, mut id) = (None, None);
    let mut args = line.args.iter();
    while let Some(arg) = args.next() {
        let (name, inline) = arg.split_once('=').map_or((&**arg, None), |(name, value)| (name, Some(value)));
        let value = inline.or_else(|| args.next().map(|value| &**value));
        match (name, value) {
            ("--process-role", Some(value)) => role = Some(value.to_owned()),
            ("--node-id", Some(value)) => id = value.parse::<i32>().ok(),
            _ => {
                talk.err(format!("Unknown option: {name}"));
                return Err(Stop::Exit(1));
            }
        }
    }
    let is_meant = |state: &&NodeState| {
        let own_role = if state.is_broker { "broker" } else { "controller" };
        let is_node = id.is_none_or(|id| id == state.id || (id == 1 && state.id == CONTROLLER));
        state.is_running && is_node && role.as_deref().is_none_or(|role| role == own_role)
    };
    let states = nodes(talk)?;
    let meant: Vec<NodeState> = states.iter().filter(is_meant).cloned().collect();
    if meant.is_empty() {
        talk.out("No kafka server to stop");
        return Err(Stop::Exit(1));
    }
    let (brokers, controllers): (Vec<_>, Vec<_>) = meant.into_iter().partition(|state| state.is_broker);
    for broker in &brokers {
        talk.host(HostRequest::StopNode(broker.id))?;
    }
    if controllers.is_empty() {
        return Ok(());
    }
    if !brokers.is_empty() {
        talk.note("console-stop-order", &[]);
    }
    for _ in 0..MOST_LOOKS {
        let states = nodes(talk)?;
        if !brokers.iter().any(|broker| states.iter().any(|state| state.id == broker.id && state.is_running))
        {
            break;
        }
        talk.sleep(Duration::from_millis(100))?;
    }
    for controller in controllers {
        talk.host(HostRequest::StopNode(controller.id))?;
    }
    Ok(())
}

fn zookeeper(line: &CommandLine, talk: &mut Talk) -> Result<(), Stop> {
    talk.err(format!("bash: {}: No such file or directory", line.program));
    talk.note("console-no-zookeeper", &[]);
    Err(Stop::Exit(127))
}
