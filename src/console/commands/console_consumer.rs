//! `kafka-console-consumer.sh`: its options
//! (`org.apache.kafka.tools.consumer.ConsoleConsumerOptions`).

use super::Tool;
use super::console_producer::{split, unescaped};
use crate::base::{Duration, Text};
use crate::client::{ConsoleReading, ConsumerSpec};
use crate::config::{ConsumerConfig, Settings};
use crate::console::console_consumer::{ConsoleConsumer, InternalRecords, RecordFormat};
use crate::console::options::{Opt, Options};
use crate::console::pattern::Pattern;
use crate::console::running::Running;
use crate::console::shell::CommandLine;
use crate::console::talk::{Stop, Talk, To};
use crate::protocol::MetadataRequest;

/// The tool.
pub(super) const TOOL: Tool = Tool { name: "kafka-console-consumer", plan, options: OPTIONS };

const ABOUT: &str = "This tool helps to read data from Kafka topics and outputs it to standard output.";
/// Groups made up for the occasion are numbered below this.
const RANDOM_GROUPS: u64 = 100_000;

const OPTIONS: &[Opt] = &[
    Opt::one("bootstrap-server", "String: server to connect to", "REQUIRED: The server(s) to connect to."),
    Opt::many(
        "consumer-property",
        "String: consumer_prop",
        "A mechanism to pass user-defined properties in the form key=value to the consumer.",
    ),
    Opt::one("consumer.config", "String: config file", "Consumer config properties file.").absent(),
    Opt::flag(
        "enable-systest-events",
        "Log lifecycle events of the consumer in addition to logging consumed messages.",
    )
    .absent(),
    Opt::one(
        "formatter",
        "String: class",
        "The name of a class to use for formatting kafka messages for display. (default: org.apache.kafka.tools.consumer.DefaultMessageFormatter)",
    ),
    Opt::one(
        "formatter-config",
        "String: config file",
        "Config properties file to initialize the message formatter.",
    )
    .absent(),
    Opt::many("formatter-property", "String: prop", "The properties to initialize the message formatter."),
    Opt::flag(
        "from-beginning",
        "If the consumer does not already have an established offset to consume from, start with the earliest message present in the log rather than the latest message.",
    ),
    Opt::one("group", "String: consumer group id", "The consumer group id of the consumer."),
    Opt::flag("help", "Print usage information."),
    Opt::one(
        "include",
        "String: Java regex (String)",
        "Regular expression specifying list of topics to include for consumption.",
    ),
    Opt::one(
        "isolation-level",
        "String",
        "Set to read_committed in order to filter out transactional messages which are not committed. Set to read_uncommitted to read all messages. (default: read_uncommitted)",
    ),
    Opt::one(
        "key-deserializer",
        "String: deserializer for key",
        "The name of the class to use for deserializing keys.",
    ),
    Opt::one(
        "max-messages",
        "Integer: num_messages",
        "The maximum number of messages to consume before exiting. If not set, consumption is continual.",
    ),
    Opt::one(
        "offset",
        "String: consume offset",
        "The offset to consume from (a non-negative number), or 'earliest' which means from beginning, or 'latest' which means from end (default: latest)",
    ),
    Opt::one(
        "partition",
        "Integer: partition",
        "The partition to consume from. Consumption starts from the end of the partition unless '--offset' is specified.",
    ),
    Opt::many(
        "property",
        "String: prop",
        "The properties to initialize the message formatter: print.timestamp, print.key, print.offset, print.partition, print.headers, print.value, key.separator, line.separator, headers.separator, null.literal.",
    ),
    Opt::flag(
        "skip-message-on-error",
        "If there is an error when processing a message, skip it instead of halt.",
    ),
    Opt::one(
        "timeout-ms",
        "Long: timeout_ms",
        "If specified, exit if no message is available for consumption for the specified interval.",
    ),
    Opt::one("topic", "String: topic", "The topic to consume on."),
    Opt::one(
        "value-deserializer",
        "String: deserializer for values",
        "The name of the class to use for deserializing values.",
    ),
    Opt::flag("version", "Display Kafka version."),
];

fn plan(line: &CommandLine, talk: &mut Talk) -> Result<(), Stop> {
    let options = Options::parse(line, ABOUT, OPTIONS, talk)?;
    if options.count(&["topic", "include"]) != 1 {
        return Err(options.usage(talk, "Exactly one of --include/--topic is required. "));
    }
    check(&options, talk)?;
    options.bootstrap(talk)?;
    let mut reading = ConsoleReading::default();
    let most = options.number("max-messages", talk)?.unwrap_or(-1);
    reading.most_records = u64::try_from(most).ok();
    let mut config = settings(&options, talk)?;
    place(&options, &mut reading, &mut config, talk)?;
    let group = group(&options, &mut config, talk);
    let format = format(&options, talk)?;
    let timeout = options.number("timeout-ms", talk)?.and_then(|ms| u64::try_from(ms).ok());
    let spec = ConsumerSpec {
        name: "console-consumer".into(),
        group,
        topics: topics(&options, talk)?,
        config,
        bootstrap: talk.bootstrap.clone(),
        console: Some(reading),
        ..ConsumerSpec::default()
    };
    let consumer = ConsoleConsumer::new(spec, format, timeout.map(Duration::from_millis));
    Err(Stop::Stay(Box::new(Running::Consumer(consumer))))
}

/// Which options go together, in Kafka's order.
fn check(options: &Options, talk: &mut Talk) -> Result<(), Stop> {
    if options.has("partition") {
        if !options.has("topic") {
            return Err(options.usage(talk, "The topic is required when partition is specified."));
        }
        if options.has("group") {
            return Err(options.usage(talk, "Options group and partition cannot be specified together."));
        }
    }
    let Some(offset) = options.value("offset") else { return Ok(()) };
    if !options.has("partition") {
        return Err(options.usage(talk, "The partition is required when offset is specified."));
    }
    if options.has("from-beginning") {
        return Err(options.usage(talk, "Options from-beginning and offset cannot be specified together."));
    }
    let is_number = offset.parse::<i64>().is_ok_and(|number| number >= 0);
    if !is_number && !matches!(offset.to_lowercase().as_str(), "earliest" | "latest") {
        let why = format!(
            "The provided offset value '{offset}' is incorrect. Valid values are 'earliest', 'latest', or a \
             non-negative long."
        );
        return Err(options.usage(talk, &why));
    }
    Ok(())
}

fn settings(options: &Options, talk: &mut Talk) -> Result<Settings, Stop> {
    let mut config = Settings::new();
    for pair in options.values("consumer-property") {
        let (key, value) = split(pair, talk)?;
        if key == "group.id" {
            continue;
        }
        set(&mut config, &key, &value, talk)?;
    }
    let is_latest = config.get("auto.offset.reset").is_some_and(|reset| &**reset == "latest");
    if options.has("from-beginning") && is_latest {
        talk.err(
            "Can't simultaneously specify --from-beginning and 'auto.offset.reset=latest', please remove one option",
        );
        return Err(Stop::Exit(1));
    }
    if options.has("from-beginning") {
        set(&mut config, "auto.offset.reset", "earliest", talk)?;
    }
    if let Some(level) = options.value("isolation-level") {
        set(&mut config, "isolation.level", level, talk)?;
    }
    for option in ["key-deserializer", "value-deserializer"] {
        if options.value(option).is_some_and(|class| !class.ends_with("StringDeserializer")) {
            talk.note("console-option-absent", &[("option", option)]);
            return Err(Stop::Exit(1));
        }
    }
    if !config.contains_key("client.id") {
        set(&mut config, "client.id", "console-consumer", talk)?;
    }
    Ok(config)
}

fn set(config: &mut Settings, key: &str, value: &str, talk: &mut Talk) -> Result<(), Stop> {
    if ConsumerConfig::definition(key).is_none() {
        talk.note("console-setting-absent", &[("setting", key)]);
        return Err(Stop::Exit(1));
    }
    if let Err(why) = ConsumerConfig::default().set(key, value) {
        talk.err(format!("org.apache.kafka.common.config.ConfigException: {why}"));
        return Err(Stop::Exit(1));
    }
    config.insert(Text::from(key), Text::from(value));
    Ok(())
}

/// `--partition` and `--offset`.
fn place(
    options: &Options,
    reading: &mut ConsoleReading,
    config: &mut Settings,
    talk: &mut Talk,
) -> Result<(), Stop> {
    let partition = options.number("partition", talk)?;
    reading.partition = partition.and_then(|partition| i32::try_from(partition).ok());
    match options.value("offset").map(|offset| offset.to_lowercase()).as_deref() {
        Some("earliest") => set(config, "auto.offset.reset", "earliest", talk),
        Some("latest") => set(config, "auto.offset.reset", "latest", talk),
        Some(number) => {
            reading.offset = number.parse().ok();
            Ok(())
        }
        None => Ok(()),
    }
}

/// `--group`, `group.id`, or a group made up for the occasion, which commits nothing.
/// With `--partition`, none.
fn group(options: &Options, config: &mut Settings, talk: &mut Talk) -> Text {
    if options.has("partition") {
        return Text::default();
    }
    let by_property = options.values("consumer-property").find_map(|pair| pair.strip_prefix("group.id="));
    let given = options.value("group").cloned().or_else(|| by_property.map(Text::from));
    given.unwrap_or_else(|| {
        config.entry("enable.auto.commit".into()).or_insert_with(|| "false".into());
        format!("console-consumer-{}", talk.random(RANDOM_GROUPS)).into()
    })
}

fn format(options: &Options, talk: &mut Talk) -> Result<RecordFormat, Stop> {
    let mut format = RecordFormat::default();
    let class = options.value("formatter").map_or("DefaultMessageFormatter", |class| class);
    match class.rsplit(['.', '$']).next() {
        Some("DefaultMessageFormatter") => {}
        Some("OffsetsMessageFormatter") => format.internal = Some(InternalRecords::Offsets),
        Some("GroupMetadataMessageFormatter") => format.internal = Some(InternalRecords::Groups),
        _ => {
            talk.note("console-option-absent", &[("option", &format!("formatter {class}"))]);
            return Err(Stop::Exit(1));
        }
    }
    for pair in options.values("property").chain(options.values("formatter-property")) {
        let (key, value) = split(pair, talk)?;
        let is_true = value.trim().eq_ignore_ascii_case("true");
        match key.as_str() {
            "print.timestamp" => format.timestamp = is_true,
            "print.partition" => format.partition = is_true,
            "print.offset" => format.offset = is_true,
            "print.headers" => format.headers = is_true,
            "print.key" => format.key = is_true,
            "print.value" => format.value = is_true,
            "key.separator" => format.separator = unescaped(&value),
            "line.separator" => format.line_separator = unescaped(&value),
            "headers.separator" => format.headers_separator = unescaped(&value),
            "null.literal" => format.null_literal = value,
            _ => {}
        }
    }
    Ok(format)
}

/// `--topic`, or the topics there are that `--include` matches.
fn topics(options: &Options, talk: &mut Talk) -> Result<Vec<Text>, Stop> {
    let Some(filter) = options.value("include") else {
        return Ok(options.value("topic").cloned().into_iter().collect());
    };
    let filter = Pattern::filter(filter).map_err(|bad| {
        talk.err(bad.to_string());
        Stop::Exit(1)
    })?;
    let request = MetadataRequest { topics: None, allow_auto_topic_creation: false };
    let answer = talk.ask(To::Any, request)?.map_err(|why| {
        talk.err(format!("org.apache.kafka.common.errors.TimeoutException: {}", why.message("listTopics")));
        Stop::Exit(1)
    })?;
    let matching =
        answer.topics.into_iter().filter(|topic| !topic.is_internal && filter.matches(&topic.name));
    Ok(matching.map(|topic| topic.name).collect())
}
