//! `kafka-metadata-quorum.sh` (`org.apache.kafka.tools.MetadataQuorumCommand` of 4.0):
//! `describe --status` and `describe --replication`.
//!
//! Left out: `add-controller` and `remove-controller`, which a static quorum refuses.

use super::Tool;
use super::support::{Failure, Outcome, answered, join};
use crate::base::{BrokerId, EpochMillis};
use crate::console::options::Opt;
use crate::console::servers::port;
use crate::console::shell::CommandLine;
use crate::console::talk::{Stop, Talk, To};
use crate::protocol::{
    DescribeClusterRequest, DescribeQuorumRequest, DescribeQuorumResponse, ErrorCode, QuorumReplica,
};

/// The tool.
pub(super) const TOOL: Tool = Tool { name: "kafka-metadata-quorum", plan, options: OPTIONS };

const OPTIONS: &[Opt] = &[
    Opt::one("bootstrap-server", "BOOTSTRAP_SERVER", "A comma-separated list of host:port pairs to use for establishing the connection to the Kafka cluster."),
    Opt::one("bootstrap-controller", "BOOTSTRAP_CONTROLLER", "A comma-separated list of host:port pairs to use for establishing the connection to the Kafka controllers.").absent(),
    Opt::one("command-config", "COMMAND_CONFIG", "Property file containing configs to be passed to Admin Client.").absent(),
    Opt::flag("status", "A short summary of the quorum status and the other provides detailed information about the status of replication."),
    Opt::flag("replication", "Detailed information about the status of replication"),
    Opt::flag("human-readable", "Human-readable output"),
    Opt::flag("help", "show this help message and exit"),
];

const USAGE: &str = "usage: kafka-metadata-quorum [-h]
                             (--bootstrap-server BOOTSTRAP_SERVER | --bootstrap-controller BOOTSTRAP_CONTROLLER)
                             [--command-config COMMAND_CONFIG]
                             {describe,add-controller,remove-controller} ...";
const DESCRIBE_USAGE: &str = "usage: kafka-metadata-quorum describe [-h] [--status] [--replication]
                             [--human-readable]";

/// What was asked for.
#[derive(Default)]
struct Asked {
    servers: Option<String>,
    command: Option<String>,
    status: bool,
    replication: bool,
    human: bool,
}

fn plan(line: &CommandLine, talk: &mut Talk) -> Result<(), Stop> {
    let asked = read(line, talk)?;
    let Some(servers) = &asked.servers else {
        let why = "one of the arguments --bootstrap-server --bootstrap-controller is required";
        return Err(usage(talk, USAGE, "kafka-metadata-quorum", why));
    };
    let Some(command) = &asked.command else {
        return Err(usage(talk, USAGE, "kafka-metadata-quorum", "too few arguments"));
    };
    if command != "describe" {
        talk.note("console-option-absent", &[("option", command)]);
        return Err(Stop::Exit(1));
    }
    if let Err(why) = talk.set_bootstrap(servers) {
        return Err(fail(talk, &why));
    }
    match (asked.status, asked.replication) {
        (true, true) => {
            let why = "Only one of --status or --replication should be specified with describe sub-command";
            Err(fail(talk, why))
        }
        (_, true) => replication(asked.human, talk),
        (true, _) if asked.human => {
            Err(fail(talk, "The option --human-readable is only supported along with --replication"))
        }
        (true, _) => status(talk),
        _ => {
            let why = "One of --status or --replication must be specified with describe sub-command";
            Err(fail(talk, why))
        }
    }
}

/// The arguments as argparse4j reads them: options of the tool before the
/// sub-command, those of `describe` after it.
fn read(line: &CommandLine, talk: &mut Talk) -> Result<Asked, Stop> {
    let mut asked = Asked::default();
    let mut args = line.args.iter();
    while let Some(arg) = args.next() {
        let (name, inline) = match arg.split_once('=') {
            Some((name, value)) if name.starts_with("--") => (name, Some(value.to_owned())),
            _ => (&**arg, None),
        };
        match name {
            "-h" | "--help" => {
                talk.out(USAGE);
                return Err(Stop::Exit(0));
            }
            "--bootstrap-server" => match inline.or_else(|| args.next().map(|value| value.to_string())) {
                Some(value) => asked.servers = Some(value),
                None => {
                    let why = "argument --bootstrap-server: expected one argument";
                    return Err(usage(talk, USAGE, "kafka-metadata-quorum", why));
                }
            },
            "--bootstrap-controller" | "--command-config" => {
                talk.note("console-option-absent", &[("option", name.trim_start_matches('-'))]);
                return Err(Stop::Exit(1));
            }
            "--status" if asked.command.is_some() => asked.status = true,
            "--replication" if asked.command.is_some() => asked.replication = true,
            "--human-readable" if asked.command.is_some() => asked.human = true,
            "describe" | "add-controller" | "remove-controller" if asked.command.is_none() => {
                asked.command = Some(name.to_owned());
            }
            _ if name.starts_with('-') || asked.command.is_some() => {
                let text = if asked.command.is_some() { DESCRIBE_USAGE } else { USAGE };
                let why = format!("unrecognized arguments: '{arg}'");
                return Err(usage(talk, text, "kafka-metadata-quorum", &why));
            }
            _ => {
                let why = format!(
                    "argument command: invalid choice: '{arg}' (choose from 'describe', 'add-controller', \
                     'remove-controller')"
                );
                return Err(usage(talk, USAGE, "kafka-metadata-quorum", &why));
            }
        }
    }
    Ok(asked)
}

/// How argparse4j refuses arguments.
fn usage(talk: &mut Talk, text: &str, program: &str, why: &str) -> Stop {
    talk.err(text);
    talk.err(format!("{program}: error: {why}"));
    Stop::Exit(1)
}

fn fail(talk: &mut Talk, why: &str) -> Stop {
    talk.err(why);
    Stop::Exit(1)
}

fn quorum(talk: &mut Talk) -> Result<Outcome<(DescribeQuorumResponse, QuorumReplica)>, Stop> {
    let answer = talk.ask(To::Any, DescribeQuorumRequest {})?;
    Ok(answered(answer, "describeMetadataQuorum").and_then(|quorum| {
        let leader = quorum.voters.iter().find(|voter| voter.id == quorum.leader).copied();
        match (quorum.error, leader) {
            (ErrorCode::None, Some(leader)) => Ok((quorum, leader)),
            (ErrorCode::None, None) => Err(Failure::of(ErrorCode::NotLeaderOrFollower, None)),
            (error, _) => Err(Failure::of(error, None)),
        }
    }))
}

fn status(talk: &mut Talk) -> Result<(), Stop> {
    let cluster = talk.ask(To::Any, DescribeClusterRequest { include_fenced_brokers: false })?;
    let cluster = match answered(cluster, "listNodes") {
        Ok(cluster) => cluster,
        Err(failure) => return Err(fail(talk, &failure.text())),
    };
    let (quorum, leader) = match quorum(talk)? {
        Ok(found) => found,
        Err(failure) => return Err(fail(talk, &failure.text())),
    };
    let last = quorum.voters.iter().min_by_key(|voter| voter.log_end).copied().unwrap_or(leader);
    let lag_ms = match (leader.last_caught_up, last.last_caught_up) {
        _ if last == leader => 0,
        (EpochMillis(-1), _) | (_, EpochMillis(-1)) => -1,
        (leader, last) => leader.0 - last.0,
    };
    // In a static quorum directories are not known by id.
    let voter = |voter: &QuorumReplica| {
        let endpoint = format!("CONTROLLER://localhost:{}", port(BrokerId(voter.id)));
        format!("{{\"id\": {}, \"directoryId\": null, \"endpoints\": [\"{endpoint}\"]}}", voter.id)
    };
    let observer = |one: &QuorumReplica| format!("{{\"id\": {}, \"directoryId\": null}}", one.id);
    let rows = [
        ("ClusterId:", cluster.cluster_id.to_string()),
        ("LeaderId:", quorum.leader.to_string()),
        ("LeaderEpoch:", quorum.leader_epoch.to_string()),
        ("HighWatermark:", quorum.high_watermark.to_string()),
        ("MaxFollowerLag:", (leader.log_end.0 - last.log_end.0).to_string()),
        ("MaxFollowerLagTimeMs:", lag_ms.to_string()),
        ("CurrentVoters:", format!("[{}]", join(quorum.voters.iter().map(voter), ", "))),
        ("CurrentObservers:", format!("[{}]", join(quorum.observers.iter().map(observer), ", "))),
    ];
    for (title, value) in rows {
        talk.out(format!("{title:<24}{value}"));
    }
    Ok(())
}

fn replication(human: bool, talk: &mut Talk) -> Result<(), Stop> {
    let (quorum, leader) = match quorum(talk)? {
        Ok(found) => found,
        Err(failure) => return Err(fail(talk, &failure.text())),
    };
    let now = talk.calendar();
    let time = |at: EpochMillis| match at {
        EpochMillis(-1) => "-1".to_owned(),
        at if human => format!("{} ms ago", (now.0 - at.0).max(0)),
        at => at.0.to_string(),
    };
    let row = |one: &QuorumReplica, status: &str| {
        vec![
            one.id.to_string(),
            "AAAAAAAAAAAAAAAAAAAAAA".to_owned(),
            one.log_end.to_string(),
            (leader.log_end.0 - one.log_end.0).to_string(),
            time(one.last_fetch),
            time(one.last_caught_up),
            status.to_owned(),
        ]
    };
    let header = [
        "NodeId",
        "DirectoryId",
        "LogEndOffset",
        "Lag",
        "LastFetchTimestamp",
        "LastCaughtUpTimestamp",
        "Status",
    ];
    let mut rows = vec![header.map(str::to_owned).to_vec(), row(&leader, "Leader")];
    let others = quorum.voters.iter().filter(|voter| voter.id != leader.id);
    rows.extend(others.map(|voter| row(voter, "Follower")));
    rows.extend(quorum.observers.iter().map(|one| row(one, "Observer")));
    let width = |column: usize| rows.iter().map(|row| row[column].len()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..header.len()).map(width).collect();
    for row in &rows {
        // `ToolsUtils.prettyPrintTable`: padded, and a tab after each.
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}\t"));
        talk.out(cells.collect::<String>());
    }
    Ok(())
}
