//! Dynamic settings (KIP-339): `ConfigurationControlManager`.
//!
//! A topic takes any setting of the topic table. A broker takes only what Kafka
//! lets change while it runs (`DynamicBrokerConfig`); the rest needs its file.

use super::plan::{Plan, Refusal, Told, View};
use crate::base::Text;
use crate::config::{BrokerConfig, ConfigError, TopicConfig};
use crate::protocol::{ConfigResource, ErrorCode, MetadataRecord};
use crate::story::Fact;

/// Whether a topic may have this setting.
pub(super) fn check_topic_setting(key: &str, value: &str) -> Result<(), Refusal> {
    TopicConfig::default().set(key, value).map_err(|error| refusal(&error, "topic"))
}

fn refusal(error: &ConfigError, owner: &str) -> Refusal {
    let message = match error {
        ConfigError::Unknown { key, .. } => format!("Unknown {owner} config name: {key}"),
        ConfigError::Invalid { .. } => error.to_string(),
    };
    Refusal::new(ErrorCode::InvalidConfig, message)
}

fn check_broker_setting(key: &str, value: Option<&str>) -> Result<(), Refusal> {
    let Some(definition) = BrokerConfig::definition(key) else {
        return Err(Refusal::new(ErrorCode::InvalidConfig, format!("Unknown broker config name: {key}")));
    };
    if !BrokerConfig::is_dynamic(key) {
        let message = format!("Cannot update these configs dynamically: Set({key})");
        return Err(Refusal::new(ErrorCode::InvalidRequest, message));
    }
    let value = value.unwrap_or(definition.default);
    BrokerConfig::default().set(key, value).map_err(|error| refusal(&error, "broker"))
}

impl View<'_> {
    /// Sets (`value` given) or removes one setting.
    pub(super) fn alter_config(
        &self,
        resource: &ConfigResource,
        key: &Text,
        value: Option<&Text>,
    ) -> Result<Plan, Refusal> {
        self.check_resource(resource)?;
        match (resource, value) {
            (ConfigResource::Topic(_), Some(value)) => check_topic_setting(key, value)?,
            (ConfigResource::Topic(_), None) if TopicConfig::definition(key).is_none() => {
                return Err(Refusal::new(
                    ErrorCode::InvalidConfig,
                    format!("Unknown topic config name: {key}"),
                ));
            }
            (ConfigResource::Topic(_), None) => {}
            (ConfigResource::Broker(_), value) => check_broker_setting(key, value.map(|text| &**text))?,
        }
        let present = self.image.configs.get(resource).and_then(|settings| settings.get(key));
        if present == value {
            return Ok(Plan::default());
        }
        Ok(Plan::one(record(resource, key, value), Told::Fact(fact(resource, key, value))))
    }

    fn check_resource(&self, resource: &ConfigResource) -> Result<(), Refusal> {
        match resource {
            ConfigResource::Topic(name) if self.image.topic_named(name).is_none() => Err(Refusal::new(
                ErrorCode::UnknownTopicOrPartition,
                format!("The topic '{name}' does not exist."),
            )),
            ConfigResource::Broker(Some(id))
                if !self.image.brokers.contains_key(id) && self.image.controller != id.0 =>
            {
                let message = format!("No node with id {id} found.");
                Err(Refusal::new(ErrorCode::BrokerIdNotRegistered, message))
            }
            _ => Ok(()),
        }
    }
}

fn record(resource: &ConfigResource, key: &Text, value: Option<&Text>) -> MetadataRecord {
    MetadataRecord::Config { resource: resource.clone(), key: key.clone(), value: value.cloned() }
}

fn fact(resource: &ConfigResource, key: &Text, value: Option<&Text>) -> Fact {
    let owner = match resource {
        ConfigResource::Topic(name) => name.clone(),
        ConfigResource::Broker(Some(id)) => id.to_string().into(),
        // As Kafka names the cluster-wide default.
        ConfigResource::Broker(None) => "<default>".into(),
    };
    Fact::ConfigChanged { owner, key: key.clone(), value: value.cloned() }
}
