//! `kafka-producer-perf-test.sh`: its options, which are argparse4j's
//! (`org.apache.kafka.tools.ProducerPerformance`).

use super::Tool;
use crate::base::Text;
use crate::client::ProducerSpec;
use crate::config::{ProducerConfig, Settings};
use crate::console::options::Opt;
use crate::console::perf_test::PerfTest;
use crate::console::running::Running;
use crate::console::shell::CommandLine;
use crate::console::talk::{Stop, Talk};

/// The tool.
pub(super) const TOOL: Tool = Tool { name: "kafka-producer-perf-test", plan, options: OPTIONS };

const OPTIONS: &[Opt] = &[
    Opt::one("topic", "TOPIC", "produce messages to this topic"),
    Opt::one("num-records", "NUM-RECORDS", "number of messages to produce"),
    Opt::one("record-size", "RECORD-SIZE", "message size in bytes"),
    Opt::one(
        "throughput",
        "THROUGHPUT",
        "throttle maximum message throughput to approximately THROUGHPUT messages/sec; -1 to disable throttling",
    ),
    Opt::many(
        "producer-props",
        "PROP-NAME=PROP-VALUE",
        "kafka producer related configuration properties like bootstrap.servers, client.id etc.",
    ),
    Opt::one("bootstrap-server", "BOOTSTRAP-SERVERS", "the server(s) to connect to"),
    Opt::one("payload-file", "PAYLOAD-FILE", "file to read the message payloads from").absent(),
    Opt::one(
        "payload-delimiter",
        "PAYLOAD-DELIMITER",
        "provides delimiter to be used when --payload-file is provided",
    )
    .absent(),
    Opt::flag("payload-monotonic", "payload is monotonically increasing integer").absent(),
    Opt::one("producer.config", "CONFIG-FILE", "producer config properties file").absent(),
    Opt::flag("print-metrics", "print out metrics at the end of the test").absent(),
    Opt::one("transactional-id", "TRANSACTIONAL-ID", "the transactional id to use").absent(),
    Opt::one("transaction-duration-ms", "TRANSACTION-DURATION", "the max age of each transaction").absent(),
    Opt::one("warmup-records", "WARMUP-RECORDS", "the number of records to treat as warmup").absent(),
];
const USAGE: &str = "usage: producer-performance [-h] --topic TOPIC --num-records NUM-RECORDS --throughput THROUGHPUT [--producer-props PROP-NAME=PROP-VALUE [PROP-NAME=PROP-VALUE ...]] [--producer.config CONFIG-FILE] [--print-metrics] [--transactional-id TRANSACTIONAL-ID] [--transaction-duration-ms TRANSACTION-DURATION] (--record-size RECORD-SIZE | --payload-file PAYLOAD-FILE | --payload-monotonic)";
/// Records per second without throttling: as fast as the lab's clock is fine.
const UNTHROTTLED: u32 = 100_000;
/// The most records of a test, and the longest.
const MOST_RECORDS: u64 = 1_000_000;
const MOST_BYTES: u32 = 10_000_000;

#[derive(Default)]
struct Arguments {
    values: Vec<(&'static str, Text)>,
    props: Vec<Text>,
}

fn plan(line: &CommandLine, talk: &mut Talk) -> Result<(), Stop> {
    let arguments = read(line, talk)?;
    let topic = arguments.required("topic", talk)?;
    let count: u64 = arguments.number("num-records", talk)?;
    let throughput: i64 = arguments.number("throughput", talk)?;
    let size: u32 = arguments.number("record-size", talk)?;
    let mut config = Settings::new();
    let mut servers = arguments.value("bootstrap-server").cloned();
    for pair in &arguments.props {
        let (key, value) = super::console_producer::split(pair, talk)?;
        if key == "bootstrap.servers" {
            servers = Some(value.into());
        } else {
            set(&mut config, &key, &value, talk)?;
        }
    }
    let Some(servers) = servers else {
        return Err(failed(
            talk,
            "Missing required configuration \"bootstrap.servers\" which has no default value.",
        ));
    };
    talk.set_bootstrap(&servers).map_err(|why| failed(talk, &why))?;
    let rate = u32::try_from(throughput).ok().filter(|rate| *rate > 0).unwrap_or(UNTHROTTLED);
    let spec = ProducerSpec {
        name: "perf-producer".into(),
        topic,
        rate: rate.min(UNTHROTTLED),
        count: Some(count.min(MOST_RECORDS)),
        values: vec![payload(size.min(MOST_BYTES), talk)],
        size: size.min(MOST_BYTES),
        config,
        bootstrap: talk.bootstrap.clone(),
        ..ProducerSpec::default()
    };
    Err(Stop::Stay(Box::new(Running::Perf(PerfTest::new(spec)))))
}

/// Letters at random, as Kafka fills its records.
fn payload(size: u32, talk: &mut Talk) -> Text {
    let mut stream = crate::base::Stream::named(talk.random(u64::MAX), "payload");
    (0..size).map(|_| char::from(b'A' + stream.below(26) as u8)).collect::<String>().into()
}

fn read(line: &CommandLine, talk: &mut Talk) -> Result<Arguments, Stop> {
    let mut arguments = Arguments::default();
    let mut words = line.args.iter().peekable();
    while let Some(word) = words.next() {
        let (name, inline) =
            word.split_once('=').map_or((&**word, None), |(name, value)| (name, Some(value)));
        if ["-h", "--help"].contains(&name) {
            talk.out(USAGE);
            return Err(Stop::Exit(0));
        }
        let known =
            name.strip_prefix("--").and_then(|name| OPTIONS.iter().find(|option| option.name == name));
        let Some(option) = known else {
            return Err(wrong(talk, &format!("unrecognized arguments: '{word}'")));
        };
        if !option.is_here {
            talk.note("console-option-absent", &[("option", option.name)]);
            return Err(Stop::Exit(1));
        }
        if option.name == "producer-props" {
            arguments.props.extend(inline.map(Text::from));
            while let Some(pair) = words.next_if(|next| !next.starts_with("--")) {
                arguments.props.push(pair.clone());
            }
            continue;
        }
        let Some(value) = inline.map(Text::from).or_else(|| words.next().cloned()) else {
            return Err(wrong(talk, &format!("argument --{}: expected one argument", option.name)));
        };
        arguments.values.push((option.name, value));
    }
    Ok(arguments)
}

impl Arguments {
    fn value(&self, name: &str) -> Option<&Text> {
        self.values.iter().find(|(given, _)| *given == name).map(|(_, value)| value)
    }

    fn required(&self, name: &str, talk: &mut Talk) -> Result<Text, Stop> {
        self.value(name).cloned().ok_or_else(|| match name {
            "record-size" => wrong(
                talk,
                "one of the arguments --record-size --payload-file --payload-monotonic is required",
            ),
            _ => wrong(talk, &format!("argument --{name} is required")),
        })
    }

    fn number<N: std::str::FromStr>(&self, name: &str, talk: &mut Talk) -> Result<N, Stop> {
        let value = self.required(name, talk)?;
        value
            .parse()
            .map_err(|_| wrong(talk, &format!("argument --{name}: could not convert '{value}' to a number")))
    }
}

fn set(config: &mut Settings, key: &str, value: &str, talk: &mut Talk) -> Result<(), Stop> {
    if ProducerConfig::definition(key).is_none() {
        talk.note("console-setting-absent", &[("setting", key)]);
        return Err(Stop::Exit(1));
    }
    if let Err(why) = ProducerConfig::default().set(key, value) {
        return Err(failed(talk, &why.to_string()));
    }
    config.insert(key.into(), value.into());
    Ok(())
}

fn failed(talk: &mut Talk, why: &str) -> Stop {
    talk.err(format!("org.apache.kafka.common.config.ConfigException: {why}"));
    Stop::Exit(1)
}

fn wrong(talk: &mut Talk, why: &str) -> Stop {
    talk.err(USAGE);
    talk.err(format!("producer-performance: error: {why}"));
    Stop::Exit(1)
}
