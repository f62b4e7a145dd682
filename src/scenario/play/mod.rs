//! An exercise being played: the student's answers and deeds over a history, what
//! became of them, and the record from which all of it can be done again.

mod answer;

pub use answer::{Answer, Rating, Student};
