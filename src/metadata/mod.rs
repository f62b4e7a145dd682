//! The cluster image: what replaying the metadata log builds
//! (`MetadataImage`, `TopicsImage`, `ClusterImage`).
//!
//! The controller and every broker each hold their own. An image is a fold of a
//! prefix of the controller's log and of nothing else.

mod image;

pub use image::{BrokerImage, Image, TopicImage};
