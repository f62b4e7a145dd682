//! `kafka-configs.sh` (`kafka.admin.ConfigCommand` of 4.0) for topics and brokers.
//!
//! Left out: users, clients, ips, groups, client metrics and broker loggers, each
//! refused by name.

use super::Tool;
use super::support::{Failure, Outcome, answered, join, metadata, read_file};
use crate::base::{BrokerId, Duration, Text};
use crate::console::options::{Opt, Options};
use crate::console::shell::CommandLine;
use crate::console::talk::{Stop, Talk, To};
use crate::protocol::{
    ConfigEntry, ConfigResource, ConfigSource, DescribeConfigsRequest, ErrorCode,
    IncrementalAlterConfigsRequest,
};

/// The tool.
pub(super) const TOOL: Tool = Tool { name: "kafka-configs", plan, options: OPTIONS };

const ABOUT: &str = "This tool helps to manipulate and describe entity config for a topic, client, user, broker, ip, client-metrics or group";

const OPTIONS: &[Opt] = &[
    Opt::one("bootstrap-server", "String: server to connect to", "The Kafka servers to connect to."),
    Opt::one("bootstrap-controller", "String: controller to connect to", "The Kafka controllers to connect to.").absent(),
    Opt::one("command-config", "String: command config property file", "Property file containing configs to be passed to Admin Client. This is used only with --bootstrap-server option for describing and altering broker configs.").absent(),
    Opt::flag("alter", "Alter the configuration for the entity."),
    Opt::flag("describe", "List configs for the given entity."),
    Opt::flag("all", "List all configs for the given entity, including static configs if available."),
    Opt::one("entity-type", "String", "Type of entity (topics/clients/users/brokers/broker-loggers/ips/client-metrics/groups)"),
    Opt::one("entity-name", "String", "Name of entity (topic name/client id/user principal name/broker id/ip/client metrics/group id)"),
    Opt::flag("entity-default", "Default entity name for clients/users/brokers/ips (applies to corresponding entity type)"),
    Opt::one("add-config", "String", "Key Value pairs of configs to add. Square brackets can be used to group values which contain commas: 'k1=v1,k2=[v1,v2,v2],k3=v3'."),
    Opt::one("add-config-file", "String", "Path to a properties file with configs to add. See add-config for a list of valid configurations."),
    Opt::many("delete-config", "String", "config keys to remove 'k1,k2'"),
    Opt::flag("force", "Suppress console prompts"),
    Opt::one("topic", "String", "The topic's name."),
    Opt::one("client", "String", "The client's ID.").absent(),
    Opt::flag("client-defaults", "The config defaults for all clients.").absent(),
    Opt::one("user", "String", "The user's principal name.").absent(),
    Opt::flag("user-defaults", "The config defaults for all users.").absent(),
    Opt::one("broker", "String", "The broker's ID."),
    Opt::flag("broker-defaults", "The config defaults for all brokers."),
    Opt::one("broker-logger", "String", "The broker's ID for its logger config.").absent(),
    Opt::flag("ip-defaults", "The config defaults for all IPs.").absent(),
    Opt::one("ip", "String", "The IP address.").absent(),
    Opt::one("group", "String", "The group's ID.").absent(),
    Opt::one("client-metrics", "String", "The client metrics config resource name.").absent(),
    Opt::flag("help", "Print usage information."),
    Opt::flag("version", "Display Kafka version."),
];

/// How long the tool waits for the settings; less than the admin client itself would.
const WAIT: Duration = Duration::from_secs(30);

/// The entity types of Kafka, in its order.
const TYPES: [&str; 8] =
    ["topics", "clients", "users", "brokers", "ips", "client-metrics", "groups", "broker-loggers"];

/// Whose settings: a type, and a name if one is given; empty is the default entity.
struct Entity {
    is_topic: bool,
    name: Option<Text>,
}

impl Entity {
    fn plural(&self) -> &'static str {
        if self.is_topic { "topics" } else { "brokers" }
    }

    fn resource(&self, name: &Text) -> ConfigResource {
        if self.is_topic {
            ConfigResource::Topic(name.clone())
        } else {
            // Checked to be a number.
            ConfigResource::Broker(name.parse().ok().map(BrokerId))
        }
    }
}

fn plan(line: &CommandLine, talk: &mut Talk) -> Result<(), Stop> {
    let options = Options::parse(line, ABOUT, OPTIONS, talk)?;
    if options.count(&["alter", "describe"]) != 1 {
        return Err(options.usage(talk, "Command must include exactly one action: --describe, --alter"));
    }
    options.forbid("describe", &["add-config", "delete-config"], talk)?;
    let entity = match entity(&options) {
        Ok(entity) => entity,
        Err(why) => return Err(refuse(talk, &why)),
    };
    if let Some(absent) = options.value("entity-type").filter(|name| TYPES.contains(&&***name))
        && !["topics", "brokers"].contains(&&**absent)
    {
        talk.note("console-option-absent", &[("option", &format!("entity-type {absent}"))]);
        return Err(Stop::Exit(1));
    }
    options.bootstrap(talk)?;
    talk.set_timeout(WAIT);
    let done = if options.has("alter") {
        alter(&options, &entity, talk)?
    } else {
        describe(&options, &entity, talk)?
    };
    done.map_err(|failure| {
        talk.err(format!("Error while executing config command with args '{}'", join(&line.args, " ")));
        let is_late = failure.error == ErrorCode::RequestTimedOut;
        talk.err(if is_late {
            "java.util.concurrent.TimeoutException".to_owned()
        } else {
            failure.in_execution()
        });
        Stop::Exit(1)
    })
}

/// An `IllegalArgumentException`: its message alone.
fn refuse(talk: &mut Talk, why: &str) -> Stop {
    talk.err(why);
    Stop::Exit(1)
}

/// `ConfigCommandOptions.checkArgs`, as far as topics and brokers go.
fn entity(options: &Options) -> Result<Entity, String> {
    if !options.has("bootstrap-server") {
        return Err("Either --bootstrap-server or --bootstrap-controller must be specified.".to_owned());
    }
    let mut kinds: Vec<&str> = options.value("entity-type").into_iter().map(|name| &**name).collect();
    if let Some(wrong) = kinds.iter().find(|kind| !TYPES.contains(*kind)) {
        let all = TYPES.join(", ");
        return Err(format!(
            "Invalid entity type {wrong}, the entity type must be one of {all} with a --bootstrap-server or \
             --bootstrap-controller argument"
        ));
    }
    let flags = [("topic", "topics"), ("broker", "brokers"), ("broker-defaults", "brokers")];
    let has_flag = flags.iter().any(|(flag, _)| options.has(flag));
    if has_flag && options.count(&["entity-name", "entity-type", "entity-default"]) > 0 {
        let why = "--entity-{type,name,default} should not be used in conjunction with specific entity flags";
        return Err(why.to_owned());
    }
    kinds.extend(flags.iter().filter(|(flag, _)| options.has(flag)).map(|(_, kind)| *kind));
    let kind = match kinds[..] {
        [] => return Err("At least one entity type must be specified".to_owned()),
        [kind] => kind,
        _ => return Err("Only 'users' and 'clients' entity types may be specified together".to_owned()),
    };
    let is_topic = kind == "topics";
    let given = ["entity-name", "topic", "broker"].into_iter().find_map(|name| options.value(name).cloned());
    let is_default = options.has("entity-default") || options.has("broker-defaults");
    let name = given.or(is_default.then(Text::default));
    if let Some(name) = name.as_ref().filter(|name| kind == "brokers" && !name.is_empty())
        && name.parse::<i32>().is_err()
    {
        return Err(format!(
            "The entity name for brokers must be a valid integer broker id, but it is: {name}"
        ));
    }
    if options.has("describe") && is_topic && options.has("entity-default") {
        return Err("--entity-default must not be specified with --describe of topics".to_owned());
    }
    if options.has("alter") {
        check_alter(options, kind, name.as_ref())?;
    }
    Ok(Entity { is_topic, name })
}

fn check_alter(options: &Options, kind: &str, name: Option<&Text>) -> Result<(), String> {
    if kind == "brokers" && name.is_none() {
        let why = "An entity-name or default entity must be specified with --alter of users, clients, brokers or ips";
        return Err(why.to_owned());
    }
    if kind != "brokers" && name.is_none_or(|name| name.is_empty()) {
        return Err(format!("An entity name must be specified with --alter of {kind}"));
    }
    if options.has("add-config") && options.has("add-config-file") {
        return Err("Only one of --add-config or --add-config-file must be specified".to_owned());
    }
    if options.count(&["add-config", "add-config-file", "delete-config"]) == 0 {
        let why = "At least one of --add-config, --add-config-file, or --delete-config must be specified with --alter";
        return Err(why.to_owned());
    }
    Ok(())
}

/// `getResourceConfig`: the entries of one entity, the dynamic ones or all, by name.
fn entries(
    talk: &mut Talk,
    entity: &Entity,
    name: &Text,
    is_all: bool,
) -> Result<Outcome<Vec<ConfigEntry>>, Stop> {
    let resource = entity.resource(name);
    let (to, source) = match &resource {
        ConfigResource::Topic(_) => (To::Any, ConfigSource::DynamicTopic),
        ConfigResource::Broker(None) => (To::Any, ConfigSource::DynamicDefaultBroker),
        // A broker answers for itself only.
        ConfigResource::Broker(Some(broker)) => (To::Broker(*broker), ConfigSource::DynamicBroker),
    };
    let request = DescribeConfigsRequest { resources: vec![resource], include_synonyms: true };
    let answer = answered(talk.ask(to, request)?, "describeConfigs");
    Ok(answer.and_then(|mut answer| {
        let result = answer.results.pop();
        let result = result.ok_or_else(|| Failure::of(ErrorCode::UnknownServerError, None))?;
        if result.error != ErrorCode::None {
            return Err(Failure::of(result.error, result.message.as_ref()));
        }
        let mut entries = result.configs;
        entries.retain(|entry| is_all || entry.source == source);
        entries.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(entries)
    }))
}

fn describe(options: &Options, entity: &Entity, talk: &mut Talk) -> Result<Outcome<()>, Stop> {
    let is_all = options.has("all");
    let names = match &entity.name {
        Some(name) => vec![name.clone()],
        None => {
            let wanted = if entity.is_topic { None } else { Some(Vec::new()) };
            let call = if entity.is_topic { "listTopics" } else { "listNodes" };
            let known = match metadata(talk, wanted, call)? {
                Ok(known) => known,
                Err(failure) => return Ok(Err(failure)),
            };
            let mut names: Vec<Text> = if entity.is_topic {
                known.topics.into_iter().map(|topic| topic.name).collect()
            } else {
                known.brokers.iter().map(|broker| broker.to_string().into()).collect()
            };
            names.sort();
            names.extend((!entity.is_topic).then(Text::default));
            names
        }
    };
    for name in &names {
        // The title stands there before anything can go wrong.
        talk.out(title(entity, name, is_all));
        match entries(talk, entity, name, is_all)? {
            Ok(entries) => entries.iter().for_each(|entry| talk.out(row(entry))),
            Err(failure) => return Ok(Err(failure)),
        }
    }
    Ok(Ok(()))
}

fn title(entity: &Entity, name: &str, is_all: bool) -> String {
    let plural = entity.plural();
    if name.is_empty() {
        return format!("Default configs for {plural} in the cluster are:");
    }
    let which = if is_all { "All" } else { "Dynamic" };
    format!("{which} configs for {} {name} are:", plural.trim_end_matches('s'))
}

fn row(entry: &ConfigEntry) -> String {
    let synonym = |synonym: &crate::protocol::ConfigSynonym| {
        format!("{}:{}={}", synonym.source.name(), synonym.name, synonym.value)
    };
    let synonyms = join(entry.synonyms.iter().map(synonym), ", ");
    let value = entry.value.as_deref().unwrap_or("null");
    format!("  {}={value} sensitive=false synonyms={{{synonyms}}}", entry.name)
}

fn alter(options: &Options, entity: &Entity, talk: &mut Talk) -> Result<Outcome<()>, Stop> {
    let Some(name) = entity.name.clone() else {
        return Err(refuse(talk, "An entity name must be specified for every entity type"));
    };
    let added = match to_add(options, talk)? {
        Ok(added) => added,
        Err(why) => return Err(refuse(talk, &why)),
    };
    let keys = options.values("delete-config").flat_map(|keys| keys.split(','));
    let deleted: Vec<Text> = keys.map(|key| key.trim().into()).collect();
    let present = match entries(talk, entity, &name, false)? {
        Ok(present) => present,
        Err(failure) => return Ok(Err(failure)),
    };
    let unknown: Vec<&Text> =
        deleted.iter().filter(|key| !present.iter().any(|entry| entry.name == **key)).collect();
    if !unknown.is_empty() {
        return Err(refuse(talk, &format!("Invalid config(s): {}", join(unknown, ","))));
    }
    let resource = entity.resource(&name);
    let changes = deleted.into_iter().map(|key| (key, None));
    let changes = changes.chain(added.into_iter().map(|(key, value)| (key, Some(value))));
    let changes = changes.map(|(key, value)| (resource.clone(), key, value)).collect();
    let answer = talk.ask(To::Any, IncrementalAlterConfigsRequest { changes })?;
    let answer = match answered(answer, "incrementalAlterConfigs") {
        Ok(answer) => answer,
        Err(failure) => return Ok(Err(failure)),
    };
    if let Some((_, error, message)) = answer.results.iter().find(|result| result.1 != ErrorCode::None) {
        return Ok(Err(Failure::of(*error, message.as_ref())));
    }
    let plural = entity.plural();
    if name.is_empty() {
        talk.out(format!("Completed updating default config for {plural} in the cluster."));
    } else {
        talk.out(format!("Completed updating config for {} {name}.", plural.trim_end_matches('s')));
    }
    Ok(Ok(()))
}

/// Settings as given: key and value.
type Settings = Vec<(Text, Text)>;

/// `parseConfigsToBeAdded`.
fn to_add(options: &Options, talk: &mut Talk) -> Result<Result<Settings, String>, Stop> {
    let mut pairs = Vec::new();
    if let Some(path) = options.value("add-config-file").cloned() {
        let Some(text) = read_file(talk, &path)? else {
            return Ok(Err(format!("{path} (No such file or directory)")));
        };
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        pairs.extend(lines.map(|line| line.split_once('=').unwrap_or((line, ""))).map(trimmed));
    }
    if let Some(given) = options.value("add-config") {
        for part in outside_brackets(given) {
            let Some((key, value)) = part.split_once('=') else {
                return Ok(Err(
                    "requirement failed: Invalid entity config: all configs to be added must be in the format \
                     \"key=val\" or  \"key=[val1,val2]\" to group values which contain commas."
                        .to_owned(),
                ));
            };
            pairs.push(trimmed((key, &value.replace(['[', ']'], ""))));
        }
    }
    let is_plain = |key: &str| key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte));
    Ok(match pairs.iter().find(|(key, _)| !is_plain(key)) {
        Some((wrong, _)) => Err(format!("Invalid character found for config key: {wrong}")),
        None => Ok(pairs),
    })
}

fn trimmed((key, value): (&str, &str)) -> (Text, Text) {
    (key.trim().into(), value.trim().into())
}

/// The parts between the commas that stand outside `[…]`.
fn outside_brackets(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut is_inside = false;
    for letter in text.chars() {
        is_inside = (is_inside || letter == '[') && letter != ']';
        match parts.last_mut() {
            Some(_) if letter == ',' && !is_inside => parts.push(String::new()),
            Some(part) => part.push(letter),
            None => {}
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_in_brackets_do_not_separate() {
        assert_eq!(outside_brackets("a=1,b=[x,y],c=2"), ["a=1", "b=[x,y]", "c=2"]);
        assert_eq!(outside_brackets(""), [""]);
        assert_eq!(outside_brackets("a=[x,y"), ["a=[x,y"]);
    }
}
