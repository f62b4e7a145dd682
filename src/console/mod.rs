//! The console: Kafka's own commands, typed at a prompt and answered by the
//! miniature cluster in Kafka's own words.
//!
//! A [`Terminal`] is a node of the world like any other: what is typed is
//! journaled, what it asks travels over the simulated network, and what it
//! prints is computed from the answers. It mirrors `org.apache.kafka.tools`, in
//! the formats of 4.x. It is no shell: it knows the commands of its table, and
//! as much of `bash` as courses use.

mod calendar;
mod calls;
mod client_log;
pub mod commands;
mod completion;
mod console_consumer;
mod console_producer;
mod effects;
mod equivalent;
mod exceptions;
mod host;
mod job;
mod line;
mod log_dirs;
pub mod nodes;
mod options;
mod pattern;
mod perf_test;
mod running;
mod server;
pub mod servers;
mod shell;
mod talk;
mod terminal;
mod uuid;

pub use calendar::{civil, epoch_millis, log_date};
pub use commands::{Tool, plan_for, tools};
pub use completion::{Names, complete};
pub use console_consumer::{ConsoleConsumer, InternalRecords, RecordFormat};
pub use console_producer::{ConsoleProducer, LineFormat};
pub use effects::{TerminalEffects, Wake};
pub use equivalent::{ClientRole, command_for};
pub use exceptions::exception_name;
pub use host::{HostAnswer, HostRequest, NodeState};
pub use line::{ConsoleLine, ConsoleLineKind};
pub use options::{Opt, Options, Takes};
pub use pattern::{BadPattern, Pattern};
pub use perf_test::PerfTest;
pub use running::{Desk, News, Running};
pub use server::Server;
pub use shell::CommandLine;
pub use talk::{API_TIMEOUT, Plan, Stop, Talk, To, Unreachable};
pub use terminal::{MOST_TERMINALS, Terminal, terminal_id, terminal_number};
pub use uuid::{is_uuid, random_uuid, topic_uuid};
