//! What a window may ask of a class session: the closed list of commands.
//!
//! A command is only sent; its effect is seen in a later [`View`]. Those that
//! touch files are the runtime's to answer, all others the session's own.

use super::view::{Mode, Subject, View};
use crate::base::{BrokerId, Instant, Offset, Text, TopicPartition};
use crate::world::Action;
use std::sync::Arc;

/// A wish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    // What is open.
    /// Opens a scenario of the library by its id.
    OpenLibrary(Text),
    /// Opens a file and watches it.
    OpenFile(Text),
    /// Opens a scenario from its bytes; the name is for messages only.
    OpenBytes(Text, Arc<[u8]>),
    /// Opens a small cluster to play with (or the autosaved one).
    OpenSandbox,
    /// Reads the open file again.
    Reload,
    /// Writes the session (scenario and journal) to a file.
    SaveAs(Text),
    /// Back to the first page.
    Close,
    /// Changes how the session is used.
    SetMode(Mode),

    // Time.
    /// Lets time run.
    Play,
    /// Stops time.
    Pause,
    /// So many events forward (or back, when negative).
    Step(i64),
    /// So many story events forward (or back, when negative).
    StepStory(i64),
    /// To an instant, ahead or behind.
    SeekTo(Instant),
    /// To a story event, by index: just after it.
    SeekToEvent(usize),
    /// To the next event worth a look.
    JumpToNext,
    /// To a mark of the scenario, by name: just before its action.
    ToMark(Text),
    /// Wished speed in thousandths of real time.
    SetSpeed(u32),

    // Deeds.
    /// Does something to the cluster now. In the past, this begins a branch.
    Act(Action),
    /// Takes the last deed back.
    Undo,
    /// Does it again.
    Redo,
    /// Begins a branch now and goes there.
    Branch,
    /// Goes to a branch.
    SwitchBranch(u32),

    // Looking.
    /// Selects; for a partition, [`View::log`] follows.
    Select(Subject),
    /// Decodes a record of one replica into [`View::record`]; `None` puts it away.
    InspectRecord(Option<(BrokerId, TopicPartition, Offset)>),
    /// Puts [`View::problems`] away.
    DismissProblems,
}

/// A class session, as a window holds it: looked at through views, moved by commands.
pub trait Engine {
    /// The newest view. Called every frame: it must be cheap.
    fn view(&self) -> Arc<View>;
    /// Sends a command; never waits for its effect.
    fn send(&self, command: Command);
    /// Called once: what to call, from any thread, whenever the view has changed.
    fn on_change(&self, wake: Arc<dyn Fn() + Send + Sync>) {
        let _ = wake;
    }
}
