//! The command of Kafka's tools that does the same as a deed of the menus.

use crate::console::{ClientRole, command_for};
use crate::lab::View;
use crate::world::Action;

/// The line to type; `None`: no tool of Kafka does this (a power cut).
pub(crate) fn same(view: &View, action: &Action) -> Option<String> {
    command_for(action, |name| {
        let client = view.cluster.clients.iter().find(|client| &*client.name == name)?;
        match (&client.producer, &client.consumer) {
            (Some(producer), _) => Some(ClientRole::Producer(producer.topic.clone())),
            (_, Some(consumer)) => {
                Some(ClientRole::Consumer(consumer.topics.clone(), consumer.group.clone()))
            }
            _ => None,
        }
    })
}
