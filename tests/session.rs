//! A class session as its window drives it: commands in, views out. The promises
//! of the architecture, seen from there: the past never changes, acting there
//! makes a branch, a saved session comes back whole.

use brokerscope::base::Instant;
use brokerscope::lab::view::{Mode, NodeState, View};
use brokerscope::lab::{Command, Session};
use brokerscope::world::Action;
use std::sync::Arc;

fn seconds(count: u64) -> Instant {
    Instant(count * 1_000_000)
}

fn opened(id: &str) -> Session {
    let mut session = Session::new();
    session.apply(Command::OpenLibrary(id.into()));
    session
}

fn look(session: &mut Session) -> Arc<View> {
    session.view(None, &Arc::default())
}

fn digest(session: &mut Session) -> u64 {
    look(session).run.digest
}

#[test]
fn a_broker_dies_and_another_leads() {
    let mut session = opened("11-broker-dies");
    session.apply(Command::SeekTo(seconds(25)));
    let view = look(&mut session);
    let dead = view.cluster.brokers.iter().find(|broker| broker.id.0 == 2).expect("broker 2");
    assert_eq!(dead.state, NodeState::PowerCut);
    assert!(view.cluster.partitions.iter().all(|partition| partition.leader.0 != 2));
    assert!(view.events.iter().any(|event| &*event.kind == "leader_changed"));
    assert!(view.events.iter().all(|event| !event.sentence.en.is_empty() && !event.sentence.fr.is_empty()));
}

#[test]
fn the_past_never_changes_and_acting_there_makes_a_branch() {
    let mut session = opened("11-broker-dies");
    session.apply(Command::SeekTo(seconds(25)));
    let there = digest(&mut session);
    session.apply(Command::SeekTo(seconds(9)));
    let before = digest(&mut session);
    session.apply(Command::Act(Action::PowerCut(3)));
    session.apply(Command::SeekTo(seconds(25)));
    let other = look(&mut session);
    assert_eq!(other.branches.len(), 2);
    assert_eq!(other.run.branch, 1);
    // "Cuts a different broker instead": the script's own cut stayed behind.
    let state = |id| other.cluster.brokers.iter().find(|broker| broker.id.0 == id).map(|broker| broker.state);
    assert_eq!((state(2), state(3)), (Some(NodeState::Running), Some(NodeState::PowerCut)));
    assert_ne!(other.run.digest, there);
    session.apply(Command::SwitchBranch(0));
    session.apply(Command::SeekTo(seconds(25)));
    assert_eq!(digest(&mut session), there);
    session.apply(Command::SeekTo(seconds(9)));
    assert_eq!(digest(&mut session), before);
}

#[test]
fn steps_go_there_and_back() {
    let mut session = opened("08-rebalancing");
    session.apply(Command::SeekTo(seconds(12)));
    let here = look(&mut session);
    session.apply(Command::Step(-25));
    assert_eq!(look(&mut session).run.steps, here.run.steps - 25);
    session.apply(Command::Step(25));
    assert_eq!(digest(&mut session), here.run.digest);
    session.apply(Command::StepStory(-1));
    let earlier = look(&mut session);
    assert!(earlier.run.steps < here.run.steps);
    session.apply(Command::JumpToNext);
    assert!(look(&mut session).run.steps > earlier.run.steps);
}

#[test]
fn undo_takes_the_deed_back_and_redo_does_it_again() {
    let mut session = Session::new();
    session.apply(Command::OpenSandbox);
    session.apply(Command::SeekTo(seconds(5)));
    assert!(!look(&mut session).run.can_undo);
    session.apply(Command::Act(Action::Crash(1)));
    session.apply(Command::SeekTo(seconds(6)));
    let after = digest(&mut session);
    session.apply(Command::Undo);
    let back = look(&mut session);
    assert!(back.run.can_redo);
    let first = back.cluster.brokers.iter().find(|broker| broker.id.0 == 1).expect("broker 1");
    assert_eq!(first.state, NodeState::Running);
    session.apply(Command::Redo);
    assert_eq!(digest(&mut session), after);
}

#[test]
fn a_saved_session_comes_back_whole() {
    let mut session = Session::new();
    session.apply(Command::OpenSandbox);
    session.apply(Command::SeekTo(seconds(4)));
    session.apply(Command::Act(Action::PowerCut(2)));
    session.apply(Command::SeekTo(seconds(20)));
    session.apply(Command::Act(Action::Restart(2)));
    session.apply(Command::SeekTo(seconds(30)));
    let saved = session.saved().expect("something is open");
    let mut again = Session::new();
    again.open_sandbox(Some(&saved));
    let view = look(&mut again);
    assert!(view.problems.is_empty(), "{:?}", view.problems);
    assert_eq!(view.run.mode, Mode::Sandbox);
    again.apply(Command::SeekTo(seconds(30)));
    assert_eq!(digest(&mut again), digest(&mut session));
    assert_eq!(look(&mut again).events.len(), look(&mut session).events.len());
}

#[test]
fn a_damaged_saved_session_is_said_and_loses_nothing() {
    let mut session = Session::new();
    session.apply(Command::OpenSandbox);
    let mut saved = session.saved().expect("something is open");
    saved.truncate(saved.len() / 2);
    session.open_file("broken.session", &saved, false);
    let view = look(&mut session);
    assert!(!view.problems.is_empty());
    assert!(view.scenario.is_some(), "what was open stays open");
}

#[test]
fn a_faulty_reload_keeps_what_is_open() {
    let mut session = opened("07-retention");
    session.open_file("mine.ron", b"(format: 1, clustr: ())", true);
    let view = look(&mut session);
    assert!(view.problems.iter().any(|problem| problem.is_error && problem.place.is_some()));
    assert!(view.scenario.is_some());
}

#[test]
fn playing_stops_at_the_files_own_pause() {
    let mut session = opened("11-broker-dies");
    session.apply(Command::Play);
    let mut to = Instant::START;
    while session.is_playing() && to < seconds(120) {
        to = Instant(to.0 + 100_000);
        session.advance(to, u64::MAX);
    }
    assert_eq!(session.now(), seconds(25));
}
