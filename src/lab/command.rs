//! What a window may ask of a class session: the closed list of commands.
//!
//! A command is only sent; its effect is seen in a later [`View`]. Those that
//! touch files are the runtime's to answer, all others the session's own.

use super::view::{Answer, Mode, Rating, Student, Subject, View};
use crate::base::{BrokerId, Instant, Offset, Text, TopicPartition};
pub use crate::story::ConsoleInput;
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
    /// Writes what was played on this branch as a scenario file: the open file's
    /// cluster and actors, and a timeline made from the journal.
    Export(Text),
    /// Back to the first page.
    Close,
    /// Changes how the session is used.
    SetMode(Mode),

    /// Opens a scenario of the library as an exercise, where its student left it.
    OpenExercise(Text),
    /// Something about the exercise under way.
    Exercise(Lesson),
    /// Something typed into a console, by its number; the console is opened by it.
    Console(u8, ConsoleInput),
    /// Closes a console (what runs in it is interrupted).
    CloseConsole(u8),

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

/// A wish about the exercise under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lesson {
    /// Minute 0: who works.
    Begin(Student),
    /// Minute 0: the folder (a USB stick) that gets a copy of the work. The runtime's to carry out.
    SaveTo(Text),
    /// An answer. A prediction is locked in by it, and the run begins.
    Answer(Answer),
    /// How the own explanation compares with the model.
    Rate(Rating),
    /// What the student keeps of a step, for the reflection.
    Keep(usize, Text),
    /// The next hint.
    Hint,
    /// The next step.
    Next,
    /// Looks at the card of a step (one that is behind, or the present one).
    Look(usize),
    /// Begins the present step again, where it began.
    Restart,
    /// Goes back to a place that the step allows, by its name.
    Rewind(Text),
    /// Passes over the present step, as a teacher.
    Skip,
    /// A teacher sits here: skipping is allowed, codes are shown.
    Teacher(bool),
    /// To the instant that decided the shown step, to look at it.
    ShowDecisive,
    /// Back from there.
    BackFromDecisive,
    /// A code the teacher dictated: steps before its checkpoint are passed over.
    CatchUp(Text),
    /// The large "Ready ✔".
    Ready(bool),
    /// Writes the work into this folder and shows a receipt. The runtime's to carry out.
    HandIn(Text),
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
