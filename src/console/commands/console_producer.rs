//! `kafka-console-producer.sh`: its options, which differ in their defaults from
//! the producer's own (`org.apache.kafka.tools.ConsoleProducer`).

use super::Tool;
use crate::base::Text;
use crate::client::ProducerSpec;
use crate::config::{ProducerConfig, Settings};
use crate::console::console_producer::{ConsoleProducer, LineFormat};
use crate::console::options::{Opt, Options};
use crate::console::running::Running;
use crate::console::shell::CommandLine;
use crate::console::talk::{Stop, Talk};

/// The tool.
pub(super) const TOOL: Tool = Tool { name: "kafka-console-producer", plan, options: OPTIONS };

const ABOUT: &str = "This tool helps to read data from standard input and publish it to Kafka.";

const OPTIONS: &[Opt] = &[
    Opt::one("batch-size", "Integer: size", "Number of messages to send in a single batch if they are not being sent synchronously. (default: 16384)"),
    Opt::one("bootstrap-server", "String: server to connect to", "REQUIRED: The server(s) to connect to."),
    Opt::maybe("compression-codec", "String: compression-codec", "The compression codec: either 'none', 'gzip', 'snappy', 'lz4', or 'zstd'. If specified without value, then it defaults to 'gzip'.").absent(),
    Opt::flag("help", "Print usage information."),
    Opt::one("line-reader", "String: reader_class", "The class name of the class to use for reading lines from standard in.").absent(),
    Opt::one("max-block-ms", "Long: max block on send", "The max time that the producer will block for during a send request. (default: 60000)"),
    Opt::one("max-memory-bytes", "Long: total memory in bytes", "The total memory used by the producer to buffer records waiting to be sent to the server. (default: 33554432)"),
    Opt::one("max-partition-memory-bytes", "Integer: memory in bytes per partition", "The buffer size allocated for a partition. (default: 16384)"),
    Opt::one("message-send-max-retries", "Integer", "Brokers can fail receiving the message for multiple reasons, and being unavailable transiently is just one of them. This property specifies the number of retries before the producer give up and drop this message. (default: 3)"),
    Opt::one("metadata-expiry-ms", "Long: metadata expiration interval", "The period of time in milliseconds after which we force a refresh of metadata even if we haven't seen any leadership changes. (default: 300000)"),
    Opt::many("producer-property", "String: producer_prop", "A mechanism to pass user-defined properties in the form key=value to the producer."),
    Opt::one("producer.config", "String: config file", "Producer config properties file.").absent(),
    Opt::many("property", "String: prop", "A mechanism to pass user-defined properties in the form key=value to the message reader: parse.key (false), key.separator (\\t), parse.headers (false), ignore.error (false), null.marker."),
    Opt::many("reader-property", "String: prop", "A mechanism to pass user-defined properties in the form key=value to the message reader."),
    Opt::one("reader-config", "String: config file", "Config properties file for the message reader.").absent(),
    Opt::one("request-required-acks", "String: request required acks", "The required `acks` of the producer requests (default: -1)"),
    Opt::one("request-timeout-ms", "Integer: request timeout ms", "The ack timeout of the producer requests. (default: 1500)"),
    Opt::one("retry-backoff-ms", "Long", "The amount of time that the producer waits before refreshing the metadata. (default: 100)"),
    Opt::one("socket-buffer-size", "Integer: size", "The size of the tcp RECV size. (default: 102400)").absent(),
    Opt::flag("sync", "If set message send requests to the brokers are synchronously, one at a time as they arrive."),
    Opt::one("timeout", "Long: timeout_ms", "If set and the producer is running in asynchronous mode, this gives the maximum amount of time a message will queue awaiting sufficient batch size. (default: 1000)"),
    Opt::one("topic", "String: topic", "REQUIRED: The topic name to produce messages to."),
    Opt::flag("version", "Display Kafka version."),
];

/// Option, setting, and the tool's own default.
const DEFAULTS: [(&str, &str, &str); 9] = [
    ("request-required-acks", "acks", "-1"),
    ("max-partition-memory-bytes", "batch.size", "16384"),
    ("max-memory-bytes", "buffer.memory", "33554432"),
    ("max-block-ms", "max.block.ms", "60000"),
    ("message-send-max-retries", "retries", "3"),
    ("metadata-expiry-ms", "metadata.max.age.ms", "300000"),
    ("request-timeout-ms", "request.timeout.ms", "1500"),
    ("retry-backoff-ms", "retry.backoff.ms", "100"),
    ("timeout", "linger.ms", "1000"),
];

fn plan(line: &CommandLine, talk: &mut Talk) -> Result<(), Stop> {
    let options = Options::parse(line, ABOUT, OPTIONS, talk)?;
    options.require(&["topic"], talk)?;
    options.bootstrap(talk)?;
    let mut config = Settings::new();
    for (option, key, default) in DEFAULTS {
        let value = options.value(option).cloned().unwrap_or_else(|| default.into());
        set(&mut config, key, &value, talk)?;
    }
    if let Some(size) = options.value("batch-size") {
        set(&mut config, "batch.size", size, talk)?;
    }
    set(&mut config, "client.id", "console-producer", talk)?;
    for pair in options.values("producer-property") {
        let (key, value) = split(pair, talk)?;
        set(&mut config, &key, &value, talk)?;
    }
    let mut format = LineFormat::default();
    for pair in options.values("property").chain(options.values("reader-property")) {
        let (key, value) = split(pair, talk)?;
        set_format(&mut format, &key, &value, talk)?;
    }
    let spec = ProducerSpec {
        name: "console-producer".into(),
        topic: options.value("topic").cloned().unwrap_or_default(),
        config,
        bootstrap: talk.bootstrap.clone(),
        ..ProducerSpec::default()
    };
    Err(Stop::Stay(Box::new(Running::Producer(ConsoleProducer::new(spec, format)))))
}

/// `key=value`, as `CommandLineUtils.parseKeyValueArgs` takes it.
pub(super) fn split(pair: &str, talk: &mut Talk) -> Result<(String, String), Stop> {
    match pair.split_once('=') {
        Some((key, value)) => Ok((key.to_owned(), value.to_owned())),
        None => {
            talk.err(format!("Missing value for key {pair}"));
            Err(Stop::Exit(1))
        }
    }
}

fn set(config: &mut Settings, key: &str, value: &str, talk: &mut Talk) -> Result<(), Stop> {
    if ProducerConfig::definition(key).is_none() {
        talk.note("console-setting-absent", &[("setting", key)]);
        return Err(Stop::Exit(1));
    }
    if let Err(why) = ProducerConfig::default().set(key, value) {
        talk.err(format!("org.apache.kafka.common.config.ConfigException: {why}"));
        return Err(Stop::Exit(1));
    }
    config.insert(Text::from(key), Text::from(value));
    Ok(())
}

fn set_format(format: &mut LineFormat, key: &str, value: &str, talk: &mut Talk) -> Result<(), Stop> {
    let is_true = value.trim().eq_ignore_ascii_case("true");
    match key {
        "parse.key" => format.parse_key = is_true,
        "key.separator" => format.key_separator = unescaped(value),
        "ignore.error" => format.ignore_error = is_true,
        "null.marker" => format.null_marker = Some(value.to_owned()),
        "parse.headers" if is_true => {
            talk.note("console-setting-absent", &[("setting", key)]);
            return Err(Stop::Exit(1));
        }
        _ => {}
    }
    Ok(())
}

/// A separator as it is typed: `\t` in quotes is meant as a tab.
pub(super) fn unescaped(value: &str) -> String {
    value.replace("\\t", "\t").replace("\\n", "\n")
}
