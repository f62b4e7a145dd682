//! The few commands of a shell that courses use beside Kafka's tools.

use super::Tool;
use super::server::nodes;
use crate::base::{Duration, Text};
use crate::console::host::{HostAnswer, HostRequest};
use crate::console::log_dirs;
use crate::console::shell::CommandLine;
use crate::console::talk::{Stop, Talk};

/// `cat`.
pub(super) const CAT: Tool = Tool { name: "cat", plan: cat, options: &[] };
/// `echo`.
pub(super) const ECHO: Tool = Tool { name: "echo", plan: echo, options: &[] };
/// `exit`.
pub(super) const EXIT: Tool = Tool { name: "exit", plan: exit, options: &[] };
/// `help`.
pub(super) const HELP: Tool = Tool { name: "help", plan: help, options: &[] };
/// `jps`: the Java processes that run.
pub(super) const JPS: Tool = Tool { name: "jps", plan: jps, options: &[] };
/// `ls`.
pub(super) const LS: Tool = Tool { name: "ls", plan: ls, options: &[] };
/// `sleep`.
pub(super) const SLEEP: Tool = Tool { name: "sleep", plan: sleep, options: &[] };

/// The longest `sleep`, in seconds.
const LONGEST_SLEEP: u64 = 3_600;

fn echo(line: &CommandLine, talk: &mut Talk) -> Result<(), Stop> {
    let words: Vec<&str> = line.args.iter().map(|arg| &**arg).collect();
    talk.out(words.join(" "));
    Ok(())
}

fn exit(_: &CommandLine, talk: &mut Talk) -> Result<(), Stop> {
    talk.note("console-exit", &[]);
    Ok(())
}

fn help(_: &CommandLine, talk: &mut Talk) -> Result<(), Stop> {
    let tools = super::tools().iter().filter(|tool| tool.name.starts_with("kafka-"));
    let names: Vec<String> = tools.map(|tool| format!("{}.sh", tool.name)).collect();
    talk.note("console-help", &[("commands", &names.join("\n"))]);
    Ok(())
}

fn cat(line: &CommandLine, talk: &mut Talk) -> Result<(), Stop> {
    let mut code = 0;
    for file in &line.args {
        if let Some(text) = log_dirs::text_of(file, talk)? {
            talk.out(text.trim_end_matches('\n'));
            continue;
        }
        match talk.host(HostRequest::ReadFile(file.clone()))? {
            HostAnswer::File(Some(text)) => talk.out(text.trim_end_matches('\n')),
            _ => {
                talk.err(format!("cat: {file}: No such file or directory"));
                code = 1;
            }
        }
    }
    if code == 0 { Ok(()) } else { Err(Stop::Exit(code)) }
}

fn ls(line: &CommandLine, talk: &mut Talk) -> Result<(), Stop> {
    let path = line.args.iter().find(|arg| !arg.starts_with('-')).map_or("", |arg| arg);
    if let Some(entries) = log_dirs::listing(path, talk)? {
        let is_long = line.args.iter().any(|arg| arg.starts_with('-') && arg.contains('l'));
        for (name, size_bytes) in entries {
            let size = size_bytes.map_or("-".to_owned(), |size| size.to_string());
            talk.out(if is_long { format!("{size:>10} {name}") } else { name });
        }
        return Ok(());
    }
    let folder = path.trim_matches('/');
    let mut names: Vec<Text> = match folder {
        "" | "." => vec!["bin".into(), "config".into()],
        "bin" => super::tools()
            .iter()
            .filter(|tool| tool.name.contains('-'))
            .map(|tool| format!("{}.sh", tool.name).into())
            .collect(),
        "config" => {
            ["broker.properties", "controller.properties", "server.properties"].map(Text::from).to_vec()
        }
        _ => {
            talk.err(format!("ls: cannot access '{folder}': No such file or directory"));
            return Err(Stop::Exit(2));
        }
    };
    if matches!(folder, "" | ".")
        && let HostAnswer::Files(files) = talk.host(HostRequest::Files)?
    {
        names.extend(files.iter().cloned());
    }
    names.sort();
    names.iter().for_each(|name| talk.out(name));
    Ok(())
}

fn jps(_: &CommandLine, talk: &mut Talk) -> Result<(), Stop> {
    for state in nodes(talk)?.iter().filter(|state| state.is_running) {
        talk.out(format!("{} Kafka", 4_000 + state.id));
    }
    talk.out("5120 Jps");
    Ok(())
}

fn sleep(line: &CommandLine, talk: &mut Talk) -> Result<(), Stop> {
    let seconds = line.args.first().and_then(|arg| arg.trim_end_matches('s').parse::<u64>().ok());
    let Some(seconds) = seconds else {
        talk.err("sleep: missing operand");
        return Err(Stop::Exit(1));
    };
    talk.sleep(Duration::from_secs(seconds.min(LONGEST_SLEEP)))
}
