//! One class session: commands in, immutable views out. Here are also the plain
//! sentences for what happens. No clock, no file, no thread, no window.

mod about;
mod chronicle;
pub mod command;
mod console;
mod course;
mod exercise;
mod export;
pub mod grade;
mod open;
mod opening;
mod picture;
mod saved;
pub mod sentences;
mod session;
mod shelf;
mod verdicts;
pub mod view;

pub use command::{Command, ConsoleInput, Engine, Lesson};
pub use exercise::{Desk, progress_of};
pub use session::Session;
pub use view::View;

/// An exercise as the bytes of its file.
#[must_use]
pub fn exercise_file(play: &crate::scenario::Play) -> Vec<u8> {
    exercise::write(play)
}

/// The cluster of a world, for those who have no session; `story` is what happened so far.
#[must_use]
pub fn cluster_view<'a>(
    world: &crate::world::World,
    story: impl IntoIterator<Item = &'a crate::history::StoryEvent>,
) -> view::ClusterView {
    picture::cluster(world, &picture::Endings::of(story.into_iter()))
}

/// Who talks to whom in a cluster, for those who have no session.
#[must_use]
pub fn graph_view(cluster: &view::ClusterView) -> view::ClusterGraph {
    picture::graph(cluster)
}

/// Messages on their way in a world, for those who have no session.
#[must_use]
pub fn messages_view(world: &crate::world::World) -> Vec<view::MessageView> {
    picture::messages(world)
}
