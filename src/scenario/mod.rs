//! Scenario files: parsing, checking, running.
//!
//! A file is bytes in, a [`Scenario`] or a list of located [`Problem`]s out;
//! no path and no file is ever opened here. The format is described for
//! authors in `docs/scenario-format.md`.

mod action;
mod check;
mod convert;
mod evaluate;
mod event;
mod faults;
mod lex;
mod library;
mod model;
mod observe;
mod pack;
mod parse;
mod parts;
pub mod play;
mod problem;
pub mod prove;
mod read;
mod reading;
mod run;
mod source;
mod step;
mod tree;
mod validate;
mod values;
mod variants;
mod witness;

#[cfg(test)]
mod played;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod vocabulary;

pub use action::{Tool, Verb};
pub use check::Check;
pub use convert::Moment;
pub use evaluate::{Evaluator, Leaf};
pub use event::Event;
pub use library::{Shipped, library};
pub use model::*;
pub use pack::{Packed, pack};
pub use parts::parts;
pub use play::{Answer, Play, Rating, Student};
pub use problem::{Problem, Severity};
pub use reading::{Reading, Sort};
pub use run::{Outcome, Verdict, run};
pub use values::{Both, Date, Length, Node, Share, Value};
