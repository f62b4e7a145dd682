//! DescribeConfigs (key 32, v4): the settings in force, where each comes from, and what
//! it would fall back to (KIP-226, KIP-569).
//!
//! Left out: documentation texts, types, and resources other than topics and brokers.

use super::{ConfigResource, ErrorCode};
use crate::base::Text;

/// Whose settings are wanted. A broker's own are asked of that broker.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DescribeConfigsRequest {
    /// The owners.
    pub resources: Vec<ConfigResource>,
    /// Whether to tell what each setting falls back to.
    pub include_synonyms: bool,
}

/// The settings found.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DescribeConfigsResponse {
    /// One answer per owner.
    pub results: Vec<DescribedConfigs>,
}

/// The settings of one owner.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DescribedConfigs {
    /// The owner.
    pub resource: ConfigResource,
    /// What went wrong, if anything.
    pub error: ErrorCode,
    /// Kafka's message beside the error.
    pub message: Option<Text>,
    /// Its settings, by key.
    pub configs: Vec<ConfigEntry>,
}

/// One setting.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ConfigEntry {
    /// Its key.
    pub name: Text,
    /// Its value as Kafka writes it (a plain number for a size or a time); none when
    /// nothing is said under this key and another one decides.
    pub value: Option<Text>,
    /// Whether it can't be changed while the broker runs.
    pub is_read_only: bool,
    /// Whose word it is.
    pub source: ConfigSource,
    /// All that speak about it, the one in force first; empty unless asked for.
    pub synonyms: Vec<ConfigSynonym>,
}

/// One place that gives a setting a value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ConfigSynonym {
    /// The key there.
    pub name: Text,
    /// The value there.
    pub value: Text,
    /// The place.
    pub source: ConfigSource,
}

/// Where a value comes from (`ConfigEntry.ConfigSource`), strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ConfigSource {
    /// Set on the topic.
    DynamicTopic,
    /// Set on one broker while it ran.
    DynamicBroker,
    /// Set for all brokers while they ran.
    DynamicDefaultBroker,
    /// Written in the broker's file.
    StaticBroker,
    /// Kafka's default.
    Default,
}

impl ConfigSource {
    /// Kafka's name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::DynamicTopic => "DYNAMIC_TOPIC_CONFIG",
            Self::DynamicBroker => "DYNAMIC_BROKER_CONFIG",
            Self::DynamicDefaultBroker => "DYNAMIC_DEFAULT_BROKER_CONFIG",
            Self::StaticBroker => "STATIC_BROKER_CONFIG",
            Self::Default => "DEFAULT_CONFIG",
        }
    }
}
