//! The command line.

use crate::base::Instant;
use crate::config::parse_duration_ms;
use crate::text::Lang;
use clap::{Args, Parser, Subcommand, ValueEnum};

/// A teaching lab for Apache Kafka's ideas: a real miniature cluster under a virtual clock.
#[derive(Debug, Parser)]
#[command(version, args_conflicts_with_subcommands = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Scenario file to open in the window, or the id of a shipped one
    pub file: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Open the window (the same as no command at all)
    Open {
        /// Scenario file, or the id of a shipped one
        file: Option<String>,
    },
    /// Show a scenario to a room: large type, captions, a clicker's keys
    Present {
        /// Scenario file, or the id of a shipped one
        file: String,
    },
    /// List the shipped scenarios
    List(Spoken),
    /// Check scenario files
    Check(Check),
    /// Type Kafka's commands against a scenario's cluster, at the keyboard or from a script
    Console(Console),
    /// Replay a scenario without a window and print what happens
    Run(Run),
    /// Write a commented scenario to begin from
    New(New),
    /// Write the students' copies of scenario files: without answers, model texts and solutions
    Pack(Pack),
    /// Mark the sessions of a class against your own scenarios
    Grade(Grade),
    /// Paint the window at one instant into a PNG file, without a display
    #[cfg(feature = "window")]
    Shot(Shot),
}

#[derive(Clone, Copy, Debug, Args)]
pub(super) struct Spoken {
    /// Language of what is printed
    #[arg(long, value_enum, default_value_t = Language::En)]
    pub lang: Language,
}

impl Spoken {
    pub fn lang(self) -> Lang {
        self.lang.lang()
    }
}

impl Language {
    pub fn lang(self) -> Lang {
        match self {
            Self::En => Lang::En,
            Self::Fr => Lang::Fr,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Language {
    En,
    Fr,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// One aligned line per event
    Text,
    /// One JSON object per line
    Json,
}

#[derive(Debug, Args)]
pub(super) struct Check {
    /// Scenario files, or ids of shipped ones
    #[arg(required = true)]
    pub files: Vec<String>,
    /// Try each file too: walk through its steps with their solutions, with other seeds as well
    #[arg(long)]
    pub prove: bool,
    /// How many other seeds --prove tries
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(0..=1_000))]
    pub seeds: u32,
    #[command(flatten)]
    pub spoken: Spoken,
}

#[derive(Debug, Args)]
pub(super) struct Console {
    /// Scenario file, or the id of a shipped one; without it, an empty cluster of three brokers
    pub file: Option<String>,
    #[command(flatten)]
    pub spoken: Spoken,
}

#[derive(Debug, Args)]
pub(super) struct Run {
    /// Scenario file, or the id of a shipped one
    pub file: String,
    /// Another seed than the file's
    #[arg(long)]
    pub seed: Option<u64>,
    /// Stop at this virtual time, as 30s, 1500ms or 2min
    #[arg(long, value_parser = instant)]
    pub until: Option<Instant>,
    /// How to print events
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Print the state of the whole cluster at the end, as one JSON object
    #[arg(long)]
    pub state: bool,
    #[command(flatten)]
    pub spoken: Spoken,
}

#[derive(Debug, Args)]
pub(super) struct New {
    /// Its name, as 42-my-lesson: the file is written here as 42-my-lesson.ron
    pub name: String,
    #[command(flatten)]
    pub spoken: Spoken,
}

#[derive(Debug, Args)]
pub(super) struct Pack {
    /// Scenario files, or ids of shipped ones
    #[arg(required = true)]
    pub files: Vec<String>,
    /// The folder for the students' copies
    #[arg(long, value_name = "OUTDIR")]
    pub student: std::path::PathBuf,
    #[command(flatten)]
    pub spoken: Spoken,
}

#[derive(Debug, Args)]
pub(super) struct Grade {
    /// The folder with the students' .session files
    pub directory: std::path::PathBuf,
    /// The folder with your own scenarios (.ron), the answers in them
    #[arg(long, value_name = "SCENARIO_DIR")]
    pub key: std::path::PathBuf,
    /// The class list: a CSV with a number and a name
    #[arg(long, value_name = "FILE.csv")]
    pub roster: Option<std::path::PathBuf>,
    /// Where to write the marks
    #[arg(short, long, value_name = "marks.csv")]
    pub output: std::path::PathBuf,
    /// For which spreadsheet: French (semicolons, decimal comma) or English
    #[arg(long, value_enum, default_value_t = Language::Fr)]
    pub csv: Language,
    /// What earns a prediction's points: the right first answer, or having committed to one
    #[arg(long, value_enum, default_value_t = Predictions::Right)]
    pub predictions: Predictions,
    /// Write a report per student (HTML and Markdown) and a page about the class into this folder
    #[arg(long, value_name = "DIR")]
    pub reports: Option<std::path::PathBuf>,
    /// Print everybody's answer to one question in free text: its step, or scenario:step
    #[arg(long, value_name = "STEP")]
    pub explain: Option<String>,
    #[command(flatten)]
    pub spoken: Spoken,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Predictions {
    Right,
    Effort,
}

impl Predictions {
    pub fn is_effort(self) -> bool {
        self == Self::Effort
    }
}

#[cfg(feature = "window")]
#[derive(Debug, Args)]
pub(super) struct Shot {
    /// Scenario file, or the id of a shipped one
    pub file: String,
    /// The virtual time to show, as 12s or 1500ms
    #[arg(long, value_parser = instant, required_unless_present = "exercise")]
    pub at: Option<Instant>,
    /// The exercise instead, at this step, the steps before it skipped
    #[arg(long, value_name = "STEP", conflicts_with = "at")]
    pub exercise: Option<usize>,
    /// With --exercise: the console below the map
    #[arg(long, requires = "exercise")]
    pub console: bool,
    /// Width and height in pixels
    #[arg(long, value_parser = size, default_value = "1600x1000")]
    pub size: [u32; 2],
    #[command(flatten)]
    pub spoken: Spoken,
    /// Light or dark
    #[arg(long, value_enum, default_value_t = Shade::Dark)]
    pub theme: Shade,
    /// Size of everything, 1 is normal
    #[arg(long, value_parser = zoom, default_value = "1")]
    pub zoom: f32,
    /// What to select: a broker's id, a partition (orders-0), a client's or a group's name
    #[arg(long)]
    pub select: Option<String>,
    /// Paint it as it is presented to a room
    #[arg(long)]
    pub present: bool,
    /// With --present: the number of the question on screen, from 1
    #[arg(long, requires = "present")]
    pub question: Option<usize>,
    /// With --question: its answer is shown
    #[arg(long, requires = "question")]
    pub reveal: bool,
    /// Where to write the picture
    #[arg(short, long)]
    pub output: std::path::PathBuf,
}

#[cfg(feature = "window")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Shade {
    Light,
    Dark,
}

pub(super) fn instant(text: &str) -> Result<Instant, String> {
    parse_duration_ms(text)
        .and_then(|ms| u64::try_from(ms).ok())
        .map(|ms| Instant(ms.saturating_mul(1_000)))
        .ok_or_else(|| "write a length of time, as 30s, 1500ms or 2min".to_owned())
}

#[cfg(feature = "window")]
fn size(text: &str) -> Result<[u32; 2], String> {
    let side = |text: &str| text.parse::<u32>().ok().filter(|side| (64..=8_192).contains(side));
    text.split_once('x')
        .and_then(|(width, height)| Some([side(width)?, side(height)?]))
        .ok_or_else(|| "write width and height in pixels, 64 to 8192 each, as 1600x1000".to_owned())
}

#[cfg(feature = "window")]
fn zoom(text: &str) -> Result<f32, String> {
    text.parse()
        .ok()
        .filter(|zoom| (0.5..=4.0).contains(zoom))
        .ok_or_else(|| "write a number from 0.5 to 4".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_file_alone_is_opened() {
        let parsed = Arguments::try_parse_from(["brokerscope", "lesson.ron"]).unwrap();
        assert!(parsed.command.is_none() && parsed.file.as_deref() == Some("lesson.ron"));
        let parsed = Arguments::try_parse_from(["brokerscope", "open", "lesson.ron"]).unwrap();
        assert!(matches!(parsed.command, Some(Command::Open { file: Some(_) })));
    }

    #[test]
    fn times_and_sizes() {
        assert_eq!(instant("1500ms"), Ok(Instant(1_500_000)));
        assert!(instant("soon").is_err() && instant("-3").is_err());
        #[cfg(feature = "window")]
        assert_eq!((size("1600x1000"), size("0x9").is_err()), (Ok([1_600, 1_000]), true));
    }
}
