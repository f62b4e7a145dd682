//! Options as joptsimple reads them, which most of Kafka's tools use: long
//! names, `--name value` or `--name=value`, any prefix that means only one.
//!
//! Each tool declares all the options that Kafka's has. Those the lab lacks are
//! refused by name. Mirrors `joptsimple.OptionParser`, `CommandDefaultOptions`
//! and `CommandLineUtils`.

use super::shell::CommandLine;
use super::talk::{Stop, Talk};
use crate::base::Text;
use std::fmt::Write;

/// Whether an option takes an argument, and what the help calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// None.
    Nothing,
    /// One: `<String: topic>` is written as `"String: topic"`.
    One(&'static str),
    /// One, or none.
    Maybe(&'static str),
    /// One each time it is given, any number of times.
    Many(&'static str),
}

/// An option that Kafka's tool has.
#[derive(Clone, Copy, Debug)]
pub struct Opt {
    /// Its name, without `--`.
    pub name: &'static str,
    /// Its argument.
    pub takes: Takes,
    /// What Kafka's help says of it.
    pub text: &'static str,
    /// Whether the lab has it too.
    pub is_here: bool,
}

impl Opt {
    /// An option without an argument.
    #[must_use]
    pub const fn flag(name: &'static str, text: &'static str) -> Self {
        Self { name, takes: Takes::Nothing, text, is_here: true }
    }

    /// An option with one argument.
    #[must_use]
    pub const fn one(name: &'static str, argument: &'static str, text: &'static str) -> Self {
        Self { name, takes: Takes::One(argument), text, is_here: true }
    }

    /// An option with an argument that may be left out.
    #[must_use]
    pub const fn maybe(name: &'static str, argument: &'static str, text: &'static str) -> Self {
        Self { name, takes: Takes::Maybe(argument), text, is_here: true }
    }

    /// An option that may be given several times.
    #[must_use]
    pub const fn many(name: &'static str, argument: &'static str, text: &'static str) -> Self {
        Self { name, takes: Takes::Many(argument), text, is_here: true }
    }

    /// The same option, where the lab does not have it.
    #[must_use]
    pub const fn absent(mut self) -> Self {
        self.is_here = false;
        self
    }
}

/// The options of a command line.
#[derive(Clone, Debug, Default)]
pub struct Options {
    given: Vec<(&'static str, Option<Text>)>,
    /// Arguments that belong to no option.
    pub rest: Vec<Text>,
    about: &'static str,
    table: &'static [Opt],
}

impl Options {
    /// Reads the arguments of a command. `about` is the sentence above the help.
    /// `--help` and `--version` are answered here.
    ///
    /// # Errors
    /// The exit, when the arguments are wrong or ask for help.
    pub fn parse(
        line: &CommandLine,
        about: &'static str,
        table: &'static [Opt],
        talk: &mut Talk,
    ) -> Result<Self, Stop> {
        let mut options = Self { about, table, ..Self::default() };
        let mut args = line.args.iter().peekable();
        while let Some(arg) = args.next() {
            let Some(bare) = arg.strip_prefix("--").or_else(|| arg.strip_prefix('-')) else {
                options.rest.push(arg.clone());
                continue;
            };
            if bare.is_empty() || bare.parse::<i64>().is_ok() {
                options.rest.push(arg.clone());
                continue;
            }
            let (name, inline) = match bare.split_once('=') {
                Some((name, value)) => (name, Some(Text::from(value))),
                None => (bare, None),
            };
            let Some(option) = find(table, name) else {
                return Err(options.usage(talk, &format!("{name} is not a recognized option")));
            };
            if !option.is_here {
                talk.note("console-option-absent", &[("option", option.name)]);
                return Err(Stop::Exit(1));
            }
            let next_is_value = args.peek().is_some_and(|next| is_value(next, table));
            let value = match (option.takes, inline) {
                (Takes::Nothing, _) => None,
                (_, Some(value)) => Some(value),
                (_, None) if next_is_value => args.next().cloned(),
                (Takes::Maybe(_), None) => None,
                _ => {
                    let why = format!("Option {} requires an argument", option.name);
                    return Err(options.usage(talk, &why));
                }
            };
            let is_repeated = options.has(option.name) && matches!(option.takes, Takes::One(_));
            if is_repeated {
                let why = format!(
                    "Found multiple arguments for option {}, but you asked for only one",
                    option.name
                );
                return Err(options.usage(talk, &why));
            }
            options.given.push((option.name, value));
        }
        options.answer_help(talk)
    }

    fn answer_help(self, talk: &mut Talk) -> Result<Self, Stop> {
        if self.has("help") {
            talk.err(self.help());
            return Err(Stop::Exit(0));
        }
        if self.has("version") {
            talk.out(VERSION);
            return Err(Stop::Exit(0));
        }
        Ok(self)
    }

    /// Whether an option was given.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.given.iter().any(|(given, _)| *given == name)
    }

    /// How many of these options were given.
    #[must_use]
    pub fn count(&self, names: &[&str]) -> usize {
        names.iter().filter(|name| self.has(name)).count()
    }

    /// The argument of an option.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&Text> {
        self.given.iter().find(|(given, _)| *given == name)?.1.as_ref()
    }

    /// All arguments of an option that was given several times.
    pub fn values(&self, name: &str) -> impl Iterator<Item = &Text> {
        self.given.iter().filter(move |(given, _)| *given == name).filter_map(|(_, value)| value.as_ref())
    }

    /// The argument of an option as a whole number, if the option was given.
    ///
    /// # Errors
    /// The exit, when it is none.
    pub fn number(&self, name: &str, talk: &mut Talk) -> Result<Option<i64>, Stop> {
        let Some(value) = self.value(name) else { return Ok(None) };
        match value.parse() {
            Ok(number) => Ok(Some(number)),
            Err(_) => Err(self.usage(talk, &format!("Cannot parse argument '{value}' of option {name}"))),
        }
    }

    /// Requires options, as `CommandLineUtils.checkRequiredArgs` does.
    ///
    /// # Errors
    /// The exit, when one is missing.
    pub fn require(&self, names: &[&str], talk: &mut Talk) -> Result<(), Stop> {
        match names.iter().find(|name| !self.has(name)) {
            Some(missing) => Err(self.usage(talk, &format!("Missing required argument \"[{missing}]\""))),
            None => Ok(()),
        }
    }

    /// Forbids options together with `name`, as `CommandLineUtils.checkInvalidArgs` does.
    ///
    /// # Errors
    /// The exit, when one is given.
    pub fn forbid(&self, name: &str, others: &[&str], talk: &mut Talk) -> Result<(), Stop> {
        let wrong = others.iter().find(|other| self.has(name) && self.has(other));
        match wrong {
            Some(other) => {
                let why = format!("Option \"[{name}]\" can't be used with option \"[{other}]\"");
                Err(self.usage(talk, &why))
            }
            None => Ok(()),
        }
    }

    /// Prints what is wrong and the table of options, as
    /// `CommandLineUtils.printUsageAndExit` does; returns the exit.
    pub fn usage(&self, talk: &mut Talk, why: &str) -> Stop {
        talk.err(why);
        talk.err(self.table());
        Stop::Exit(1)
    }

    /// Takes `--bootstrap-server` for the questions to come; without it, the usage.
    ///
    /// # Errors
    /// The exit, when it is missing or no list of servers.
    pub fn bootstrap(&self, talk: &mut Talk) -> Result<(), Stop> {
        self.require(&["bootstrap-server"], talk)?;
        let servers = self.value("bootstrap-server").cloned().unwrap_or_default();
        talk.set_bootstrap(&servers).map_err(|why| {
            talk.err("Exception in thread \"main\" org.apache.kafka.common.KafkaException: Failed to create new KafkaAdminClient");
            talk.err(format!("Caused by: org.apache.kafka.common.config.ConfigException: {why}"));
            Stop::Exit(1)
        })
    }

    /// What `--help` says: what the tool does, and its options.
    #[must_use]
    pub fn help(&self) -> String {
        format!("{}\n{}", self.about, self.table()).trim_start().to_owned()
    }

    fn table(&self) -> String {
        let title = |option: &Opt| match option.takes {
            Takes::Nothing => format!("--{}", option.name),
            Takes::One(what) | Takes::Many(what) => format!("--{} <{what}>", option.name),
            Takes::Maybe(what) => format!("--{} [{what}]", option.name),
        };
        let mut options: Vec<_> = self.table.iter().map(|option| (title(option), option.text)).collect();
        options.sort_unstable();
        let width = options.iter().map(|(title, _)| title.len()).max().unwrap_or_default().clamp(6, 38);
        let mut help = String::new();
        let columns = (width, HELP_WIDTH - width - 2);
        row(&mut help, columns, "Option", "Description");
        row(&mut help, columns, "------", "-----------");
        for (title, text) in options {
            row(&mut help, columns, &title, text);
        }
        help.truncate(help.trim_end().len());
        help
    }
}

/// What `--version` says.
pub const VERSION: &str = "4.0.0";
/// The width of joptsimple's help.
const HELP_WIDTH: usize = 80;

/// One option of the help, on as many lines as it takes; lines after the first are indented.
fn row(help: &mut String, (left, right): (usize, usize), title: &str, text: &str) {
    let (titles, texts) = (wrap(title, left), wrap(text, right));
    for index in 0..titles.len().max(texts.len()) {
        let title = titles.get(index).map_or("", String::as_str);
        let text = texts.get(index).map_or("", String::as_str);
        let _ = writeln!(help, "{title:left$}  {text:right$}");
    }
}

fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let line = lines.last_mut().map_or(0, |line| line.len());
        if line > 0 && line + 1 + word.len() > width {
            lines.push(format!("  {word}"));
        } else if let Some(last) = lines.last_mut() {
            if line > 0 {
                last.push(' ');
            }
            last.push_str(word);
        }
    }
    lines
}

/// The option of that name, or the only one that begins so.
fn find<'a>(table: &'a [Opt], name: &str) -> Option<&'a Opt> {
    if let Some(exact) = table.iter().find(|option| option.name == name) {
        return Some(exact);
    }
    let mut begun = table.iter().filter(|option| !name.is_empty() && option.name.starts_with(name));
    let first = begun.next();
    first.filter(|_| begun.next().is_none())
}

/// Whether a word can be an option's argument: it is no option itself.
fn is_value(word: &str, table: &[Opt]) -> bool {
    let Some(bare) = word.strip_prefix("--").or_else(|| word.strip_prefix('-')) else { return true };
    let name = bare.split('=').next().unwrap_or(bare);
    name.is_empty()
        || (find(table, name).is_none() && (bare.parse::<i64>().is_ok() || !word.starts_with("--")))
}
