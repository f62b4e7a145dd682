//! Consoles in a class session: typing lets time run for what was typed, and the
//! view shows what stands in each.

use super::picture;
use super::session::Session;
use super::view::ConsoleView;
use crate::base::{Duration, Instant};
use crate::history::Progress;
use crate::story::{Action, ConsoleInput};
use crate::world::World;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The longest that time runs for one line while it stands still otherwise.
const LONGEST_RUN: Duration = Duration::from_secs(3);
/// Steps in which it is looked whether the command is done.
const LOOK_EVERY: Duration = Duration::from_millis(20);
/// Most events of one such run.
const MOST_EVENTS: u64 = 1_000_000;

impl Session {
    /// Something is typed into a console. When time stands still it runs until the
    /// command is done, or for [`LONGEST_RUN`]: whoever types wants to see what comes.
    pub(super) fn type_into(&mut self, number: u8, input: ConsoleInput) {
        self.closed_consoles.remove(&number);
        self.act(Action::Console(number, input));
        if !self.is_playing {
            self.let_command_run(number);
        }
    }

    /// A console is put away; what runs in it is interrupted.
    pub(super) fn close_console(&mut self, number: u8) {
        self.closed_consoles.insert(number);
        let Some(open) = &self.open else { return };
        let terminal = open.history().world().terminal(number);
        if terminal.is_some_and(|terminal| !terminal.running().is_empty()) {
            self.act(Action::Console(number, ConsoleInput::Interrupt));
        }
    }

    fn let_command_run(&mut self, number: u8) {
        let Some(open) = &mut self.open else { return };
        let start = picture::scenario_time(open.history().world().now());
        let stop = open.next_stop(start).unwrap_or(Instant::NEVER);
        let mut to = start;
        while to < start + LONGEST_RUN && !is_idle(open.history().world(), number) {
            to = (to + LOOK_EVERY).min(stop);
            if open.advance(to, MOST_EVENTS) != Progress::Reached || to == stop {
                return;
            }
        }
    }
}

/// Whether nothing runs in a console.
fn is_idle(world: &World, number: u8) -> bool {
    world.terminal(number).is_none_or(|terminal| terminal.running().is_empty())
}

/// The consoles of a world that were not put away.
pub(super) fn consoles(world: &World, closed: &BTreeSet<u8>) -> Arc<Vec<ConsoleView>> {
    let shown = world.terminals().filter(|(number, _)| !closed.contains(number));
    let views = shown.map(|(number, terminal)| ConsoleView {
        terminal: number,
        lines: terminal.lines().clone(),
        prompt: terminal.prompt().into(),
        running: terminal.running().into(),
        typed: terminal.typed().clone(),
    });
    Arc::new(views.collect())
}
