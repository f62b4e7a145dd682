//! The course of time in what is open: freely (Demo, Sandbox), or as an exercise
//! is played, where every deed is written down and some are refused.

use crate::base::Instant;
use crate::history::{BranchId, History, Progress};
use crate::scenario::play::{Deed, NotAllowed, Play};
use crate::story::Action;

/// The course of time. Instants are the world's clock.
#[derive(Debug)]
pub(super) enum Course {
    /// Anything goes.
    Free(Box<History>),
    /// An exercise is played.
    Played(Box<Play>),
}

impl Course {
    pub(super) fn history(&self) -> &History {
        match self {
            Self::Free(history) => history,
            Self::Played(play) => play.history(),
        }
    }

    pub(super) fn play(&self) -> Option<&Play> {
        match self {
            Self::Free(_) => None,
            Self::Played(play) => Some(play),
        }
    }

    pub(super) fn play_mut(&mut self) -> Option<&mut Play> {
        match self {
            Self::Free(_) => None,
            Self::Played(play) => Some(play),
        }
    }

    /// Lets time run to `to`: at the head by letting things happen, in the past by replaying.
    pub(super) fn advance(&mut self, to: Instant, budget: u64) -> Progress {
        match self {
            Self::Free(history) if history.is_past() => history.replay(to, budget),
            Self::Free(history) => history.advance(to, budget, |_, _| {}),
            Self::Played(play) => play.advance(to, budget),
        }
    }

    /// To an instant, ahead or behind.
    pub(super) fn seek_time(&mut self, at: Instant, budget: u64) {
        let is_behind = at < self.history().branch().head().now();
        match self {
            Self::Free(history) if is_behind => history.seek_time(at),
            Self::Free(history) => {
                history.advance(at, budget, |_, _| {});
            }
            Self::Played(play) if is_behind => play.seek_time(at),
            Self::Played(play) => {
                play.look_at_head();
                play.advance(at, budget);
            }
        }
    }

    /// To a number of events that this branch has lived.
    pub(super) fn seek_event(&mut self, events: u64) {
        match self {
            Self::Free(history) => history.seek_event(events),
            Self::Played(play) => play.seek_event(events),
        }
    }

    pub(super) fn step_forward(&mut self) {
        match self {
            Self::Free(history) => history.step_forward(),
            Self::Played(play) => play.step_forward(),
        }
    }

    /// At the head, lets time run until something happens that a person reads.
    pub(super) fn run_to_next_story(&mut self, budget: u64) {
        match self {
            Self::Free(history) => history.run_to_next_story(budget),
            Self::Played(play) => play.advance_to_story(budget),
        }
    }

    pub(super) fn act(&mut self, action: Action) -> Result<(), NotAllowed> {
        match self {
            Self::Free(history) => {
                history.act(action);
                Ok(())
            }
            Self::Played(play) => play.act(action),
        }
    }

    pub(super) fn fork(&mut self) -> Result<(), NotAllowed> {
        match self {
            Self::Free(history) => {
                history.fork();
                Ok(())
            }
            Self::Played(play) => play.apply(Deed::Fork),
        }
    }

    pub(super) fn switch(&mut self, id: BranchId) -> Result<(), NotAllowed> {
        match self {
            Self::Free(history) => {
                history.switch(id);
                Ok(())
            }
            Self::Played(play) => play.apply(Deed::Switch(id.0)),
        }
    }
}
