//! `kafka-storage.sh` (`kafka.tools.StorageTool`, `Formatter`): it draws a
//! cluster's id, formats a node's storage, and tells what is formatted.
//!
//! Its options are those of argparse4j, not joptsimple.

use super::Tool;
use super::server::nodes;
use crate::base::Text;
use crate::console::host::HostRequest;
use crate::console::nodes::Machine;
use crate::console::options::Opt;
use crate::console::shell::CommandLine;
use crate::console::talk::{Stop, Talk};
use crate::console::uuid::{is_uuid, random_uuid};

/// The tool.
pub(super) const TOOL: Tool = Tool { name: "kafka-storage", plan, options: OPTIONS };

const OPTIONS: &[Opt] = &[
    Opt::one("config", "CONFIG", "The Kafka configuration file to use."),
    Opt::one("cluster-id", "CLUSTER_ID", "The cluster ID to use."),
    Opt::flag("ignore-formatted", "Skips directories that are already formatted."),
    Opt::one(
        "release-version",
        "RELEASE_VERSION",
        "The release version to use for the initial feature settings.",
    ),
    Opt::flag("standalone", "Used to initialize a controller as a single-node dynamic quorum."),
    Opt::flag("no-initial-controllers", "Used to initialize a server without a dynamic quorum topology."),
    Opt::one(
        "initial-controllers",
        "INITIAL_CONTROLLERS",
        "Used to initialize a server with a specific dynamic quorum topology.",
    ),
    Opt::one("add-scram", "ADD_SCRAM", "A SCRAM_CREDENTIAL to add to the __cluster_metadata log.").absent(),
    Opt::one("feature", "FEATURE", "The setting to use for a specific feature.").absent(),
];
const USAGE: &str =
    "usage: kafka-storage [-h] {info,format,random-uuid,version-mapping,feature-dependencies} ...";
const FORMAT_USAGE: &str = "usage: kafka-storage format [-h] --config CONFIG --cluster-id CLUSTER_ID [--add-scram ADD_SCRAM] [--ignore-formatted] [--release-version RELEASE_VERSION] [--feature FEATURE] [--standalone | --no-initial-controllers | --initial-controllers INITIAL_CONTROLLERS]";
const INFO_USAGE: &str = "usage: kafka-storage info [-h] --config CONFIG";
/// What `format` writes unless told otherwise.
const METADATA_VERSION: &str = "4.0-IV3";

/// Arguments of a sub-command.
#[derive(Default)]
struct Arguments {
    config: Option<Text>,
    cluster: Option<Text>,
    release: Option<Text>,
    ignore_formatted: bool,
    /// Which of the three ways to begin a dynamic quorum.
    quorum: Option<&'static str>,
}

fn plan(line: &CommandLine, talk: &mut Talk) -> Result<(), Stop> {
    let (command, rest) = match line.args.split_first() {
        Some((command, rest)) => (&**command, rest),
        None => return Err(wrong(talk, USAGE, "too few arguments")),
    };
    match command {
        "random-uuid" => {
            let (high, low) = (talk.random(u64::MAX), talk.random(u64::MAX));
            let name = format!("{high}/{low}");
            talk.out(random_uuid(&mut crate::base::Stream::named(high, &name)));
            Ok(())
        }
        "format" => format(&read(rest, FORMAT_USAGE, talk)?, talk),
        "info" => info(&read(rest, INFO_USAGE, talk)?, talk),
        "-h" | "--help" => {
            talk.out(USAGE);
            Ok(())
        }
        "version-mapping" | "feature-dependencies" => {
            talk.note("console-option-absent", &[("option", command)]);
            Err(Stop::Exit(1))
        }
        _ => {
            let why = format!(
                "invalid choice: '{command}' (choose from 'info', 'format', 'random-uuid', 'version-mapping', \
                 'feature-dependencies')"
            );
            Err(wrong(talk, USAGE, &why))
        }
    }
}

fn wrong(talk: &mut Talk, usage: &str, why: &str) -> Stop {
    talk.err(usage);
    talk.err(format!("kafka-storage: error: {why}"));
    Stop::Exit(1)
}

fn read(args: &[Text], usage: &str, talk: &mut Talk) -> Result<Arguments, Stop> {
    let mut read = Arguments::default();
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        let (name, inline) = arg.split_once('=').map_or((&**arg, None), |(name, value)| (name, Some(value)));
        let takes_value = [
            "-c",
            "--config",
            "-t",
            "--cluster-id",
            "-r",
            "--release-version",
            "-I",
            "--initial-controllers",
        ];
        let value: Option<Text> = if takes_value.contains(&name) {
            let value = inline.map(Text::from).or_else(|| args.next().cloned());
            if value.is_none() {
                return Err(wrong(talk, usage, &format!("argument {name}: expected one argument")));
            }
            value
        } else {
            None
        };
        let quorum = match name {
            "-c" | "--config" => {
                read.config = value;
                continue;
            }
            "-t" | "--cluster-id" => {
                read.cluster = value;
                continue;
            }
            "-r" | "--release-version" => {
                read.release = value;
                continue;
            }
            "-g" | "--ignore-formatted" => {
                read.ignore_formatted = true;
                continue;
            }
            "-s" | "--standalone" => "--standalone/-s",
            "-N" | "--no-initial-controllers" => "--no-initial-controllers/-N",
            "-I" | "--initial-controllers" => "--initial-controllers/-I",
            "-S" | "--add-scram" | "-f" | "--feature" => {
                talk.note("console-option-absent", &[("option", name.trim_start_matches('-'))]);
                return Err(Stop::Exit(1));
            }
            _ => return Err(wrong(talk, usage, &format!("unrecognized arguments: '{arg}'"))),
        };
        if let Some(other) = read.quorum.replace(quorum).filter(|other| *other != quorum) {
            let why = format!("argument {quorum}: not allowed with argument {other}");
            return Err(wrong(talk, usage, &why));
        }
    }
    Ok(read)
}

fn machine(arguments: &Arguments, usage: &str, talk: &mut Talk) -> Result<Machine, Stop> {
    let Some(file) = &arguments.config else {
        return Err(wrong(talk, usage, "argument --config/-c is required"));
    };
    if let Some(machine) = Machine::of(file) {
        return Ok(machine);
    }
    talk.err(format!("java.nio.file.NoSuchFileException: {file}"));
    Err(Stop::Exit(1))
}

fn format(arguments: &Arguments, talk: &mut Talk) -> Result<(), Stop> {
    let machine = machine(arguments, FORMAT_USAGE, talk)?;
    let Some(cluster) = arguments.cluster.clone() else {
        return Err(wrong(talk, FORMAT_USAGE, "argument --cluster-id/-t is required"));
    };
    if cluster.is_empty() {
        talk.err("You must specify the cluster id.");
        return Err(Stop::Exit(1));
    }
    if !is_uuid(&cluster) {
        talk.err(format!("Cluster ID string {cluster} does not appear to be a valid UUID"));
        return Err(Stop::Exit(1));
    }
    // The sample files below `kraft/` (3.x) name their voters, the others don't.
    let is_static = arguments.config.as_deref().is_some_and(|file| file.contains("kraft"));
    if machine.is_controller && !is_static && arguments.quorum.is_none() {
        talk.err(
            "Because controller.quorum.voters is not set on this controller, you must specify one of the following: \
             --standalone, --initial-controllers, or --no-initial-controllers.",
        );
        return Err(Stop::Exit(1));
    }
    let states = nodes(talk)?;
    let log_dir = machine.log_dir();
    let is_formatted = |id: i32| states.iter().any(|state| state.id == id && state.formatted.is_some());
    let fresh: Vec<i32> = machine.nodes().filter(|id| !is_formatted(*id)).collect();
    if fresh.is_empty() && arguments.ignore_formatted {
        talk.out("All of the log directories are already formatted.");
        return Ok(());
    }
    if fresh.is_empty() {
        talk.err(format!(
            "Log directory {log_dir} is already formatted. Use --ignore-formatted to ignore this directory and \
             format the others."
        ));
        return Err(Stop::Exit(1));
    }
    for node in fresh {
        talk.host(HostRequest::Format { node, cluster: cluster.clone() })?;
    }
    let noun = match arguments.quorum {
        _ if is_static || !machine.is_controller => "metadata directory",
        Some("--no-initial-controllers/-N") => "dynamic metadata directory",
        _ => "dynamic metadata voter directory",
    };
    let version = arguments.release.as_deref().unwrap_or(METADATA_VERSION);
    talk.out(format!("Formatting {noun} {log_dir} with metadata.version {version}."));
    Ok(())
}

fn info(arguments: &Arguments, talk: &mut Talk) -> Result<(), Stop> {
    let machine = machine(arguments, INFO_USAGE, talk)?;
    let states = nodes(talk)?;
    let own = machine.nodes().find_map(|id| states.iter().find(|state| state.id == id));
    let log_dir = machine.log_dir();
    let Some(cluster) = own.and_then(|state| state.formatted.clone()) else {
        talk.out(format!(
            "Found log directory:\n  {log_dir}\n\nFound problem:\n  {log_dir} is not formatted.\n"
        ));
        return Err(Stop::Exit(1));
    };
    let mut stream = crate::base::Stream::named(machine.id() as u64, &cluster);
    talk.out(format!("Found log directory:\n  {log_dir}\n"));
    talk.out(format!(
        "Found metadata: {{cluster.id={cluster}, directory.id={}, node.id={}, version=1}}\n",
        random_uuid(&mut stream),
        machine.id()
    ));
    Ok(())
}
