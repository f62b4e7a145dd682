//! Which nodes a properties file stands for, and where their files lie.
//!
//! Kafka 4's `config/server.properties` is a node that is broker and controller
//! at once. In the lab the controller is a node of its own; that file means
//! broker 1 and the controller. `server-2.properties` means broker 2, and
//! `controller.properties` the controller alone.

use crate::base::BrokerId;

/// `node.id` of the controller.
pub const CONTROLLER: i32 = 1_000;
/// The highest `node.id` of a broker that can be started from a console.
const MOST_BROKERS: i32 = 99;

/// What a properties file configures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Machine {
    /// The broker, if it is one.
    pub broker: Option<i32>,
    /// Whether the controller is in it.
    pub is_controller: bool,
}

impl Machine {
    /// The machine of a file, by its name.
    #[must_use]
    pub fn of(path: &str) -> Option<Self> {
        let file = path.rsplit(['/', '\\']).next().unwrap_or(path);
        let stem = file.strip_suffix(".properties")?;
        if stem == "controller" {
            return Some(Self { broker: None, is_controller: true });
        }
        let is_role = |role: &&str| stem.starts_with(role);
        let role = ["server", "broker", "node"].into_iter().find(is_role)?;
        let number = stem.strip_prefix(role)?.trim_start_matches(['-', '_', '.']);
        let broker = if number.is_empty() { 1 } else { number.parse().ok()? };
        Self::broker(broker).map(|machine| Self { is_controller: role != "broker" && broker == 1, ..machine })
    }

    /// The machine of a broker alone.
    #[must_use]
    pub fn broker(id: i32) -> Option<Self> {
        (1..=MOST_BROKERS).contains(&id).then_some(Self { broker: Some(id), is_controller: false })
    }

    /// Its nodes, the controller first, as they must start.
    pub fn nodes(self) -> impl Iterator<Item = i32> {
        self.is_controller.then_some(CONTROLLER).into_iter().chain(self.broker)
    }

    /// Its `node.id`, as its log gives it.
    #[must_use]
    pub fn id(self) -> i32 {
        self.broker.unwrap_or(CONTROLLER)
    }

    /// Its `log.dirs`.
    #[must_use]
    pub fn log_dir(self) -> String {
        match self.broker {
            Some(id) => log_dir(BrokerId(id)),
            None => "/tmp/kraft-controller-logs".to_owned(),
        }
    }
}

/// `log.dirs` of a broker.
#[must_use]
pub fn log_dir(broker: BrokerId) -> String {
    match broker.0 {
        1 => "/tmp/kraft-combined-logs".to_owned(),
        id => format!("/tmp/kraft-broker-logs-{id}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_stand_for_nodes() {
        let nodes = |path| Machine::of(path).map(|machine| machine.nodes().collect::<Vec<_>>());
        assert_eq!(nodes("config/server.properties"), Some(vec![CONTROLLER, 1]));
        assert_eq!(nodes("config/kraft/server.properties"), Some(vec![CONTROLLER, 1]));
        assert_eq!(nodes("server-1.properties"), Some(vec![CONTROLLER, 1]));
        assert_eq!(nodes("config\\server2.properties"), Some(vec![2]));
        assert_eq!(nodes("broker.properties"), Some(vec![1]));
        assert_eq!(nodes("controller.properties"), Some(vec![CONTROLLER]));
        for wrong in ["zookeeper.properties", "server", "server-x.properties", "server-0.properties"] {
            assert_eq!(nodes(wrong), None, "{wrong}");
        }
    }
}
