//! Time travel: what one sees at an event is what was there, however one came;
//! a fork leaves its parent alone.

mod support;

use brokerscope::base::{Duration, Instant, Stream};
use brokerscope::history::{History, Progress};
use brokerscope::story::Fact;
use brokerscope::world::{Action, BOOT, World};
use support::plan::Plan;
use support::script;

const END: Instant = Instant(BOOT.0 + 25_000_000);

fn played(seed: u64) -> History {
    let plan = Plan::of(seed);
    let mut history = History::new(World::new(&plan.spec).expect("the cluster boots"), script(&plan));
    while history.advance(END, 100_000, |_, _| {}) != Progress::Reached {}
    history
}

/// What a world looks like, beside its digest: every log, image and queue.
fn shape(world: &World) -> String {
    let mut lines = vec![format!("{} {:?} {:?}", world.events(), world.now(), world.digest())];
    lines.push(format!("{:?} {}", world.next_at(), world.in_flight().count()));
    for id in world.broker_ids() {
        let Some(broker) = world.broker(id) else {
            lines.push(format!("{id} down"));
            continue;
        };
        lines.push(format!("{id} at {}", broker.image().applied));
        for (partition, replica) in broker.replicas() {
            let log = replica.log();
            lines.push(format!(
                "{partition:?} {:?} {} {} {} {} {:?}",
                replica.state(),
                log.log_start(),
                log.high_watermark(),
                log.log_end(),
                log.size_bytes(),
                log.epochs()
            ));
        }
    }
    for (id, ..) in world.clients() {
        lines.push(format!("{id} {:?} sent {}", world.ledger().client(id), world.sent(id)));
    }
    lines.join("\n")
}

#[test]
fn a_seek_shows_what_going_forward_showed() {
    let mut history = played(21);
    let (first, head) = (history.first_event(), history.branch().head().events());
    let mut dice = Stream::named(21, "seeks");
    let mut wanted: Vec<u64> = (0..24).map(|_| dice.between(first, head)).collect();
    wanted.extend([first, first + 1, head - 1, head]);
    wanted.sort_unstable();

    // Forward once, taking note on the way.
    let mut noted = Vec::new();
    history.seek_event(first);
    for event in &wanted {
        while history.world().events() < *event {
            history.step_forward();
        }
        noted.push(shape(history.world()));
    }
    // And by seeks in another order, by event and by time.
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    dice.shuffle(&mut order);
    for index in order {
        history.seek_event(wanted[index]);
        assert_eq!(shape(history.world()), noted[index], "event {}", wanted[index]);
    }
}

#[test]
fn a_seek_by_time_shows_all_that_was_due() {
    let mut history = played(22);
    for second in [3, 9, 14, 20] {
        let at = Instant::START + BOOT + Duration::from_secs(second);
        history.seek_time(at);
        let by_time = shape(history.world());
        let events = history.world().events();
        assert_eq!(history.world().now(), at);
        assert!(history.world().next_at().is_none_or(|next| next > at));
        history.seek_event(events);
        let before = history.world().now();
        assert!(before <= at && by_time.contains(&format!("{events} ")));
    }
}

#[test]
fn a_step_back_undoes_a_step_forward() {
    let mut history = played(23);
    let middle = (history.first_event() + history.branch().head().events()) / 2;
    history.seek_event(middle);
    for _ in 0..40 {
        let before = shape(history.world());
        history.step_forward();
        let after = shape(history.world());
        assert_ne!(before, after);
        history.step_back();
        assert_eq!(shape(history.world()), before);
        history.step_forward();
        assert_eq!(shape(history.world()), after);
    }
}

#[test]
fn a_fork_leaves_its_parent_alone() {
    let mut history = played(24);
    let head = shape(history.branch().head());
    let journal = history.branch().journal().len();
    let story = history.branch().story().len();
    let middle = (history.first_event() + history.branch().head().events()) / 2;
    history.seek_event(middle);
    let then = shape(history.world());
    history.act(Action::Crash(1));
    let fork = history.branch().id;
    assert_eq!(history.branches().len(), 2);
    while history.advance(END, 100_000, |_, _| {}) != Progress::Reached {}

    let parent = history.branch().parent.expect("it left another branch").0;
    history.switch(parent);
    assert_eq!(shape(history.branch().head()), head);
    assert_eq!((history.branch().journal().len(), history.branch().story().len()), (journal, story));
    history.seek_event(middle);
    assert_eq!(shape(history.world()), then);
    history.switch(fork);
    history.seek_event(middle);
    assert_eq!(shape(history.world()), then, "the fork remembers what it shares");
}

#[test]
fn a_long_run_thins_its_checkpoints_and_seeks_stay_right() {
    let mut history = played(25);
    let first = history.first_event();
    let mut dice = Stream::named(25, "seeks");
    let head = history.branch().head().events();
    let wanted: Vec<u64> = (0..6).map(|_| dice.between(first, head)).collect();
    let noted: Vec<String> = wanted.iter().map(|event| seen(&mut history, *event)).collect();
    while history.advance(END + Duration::from_secs(60), 100_000, |_, _| {}) != Progress::Reached {}
    for (event, before) in wanted.iter().zip(noted) {
        assert_eq!(seen(&mut history, *event), before, "event {event}");
    }
    let checkpoints = history.branch().checkpoints();
    let nearest = checkpoints.before_event(head).expect("there are some");
    assert!(nearest.events() <= head);
}

fn seen(history: &mut History, event: u64) -> String {
    history.seek_event(event);
    shape(history.world())
}

#[test]
fn a_clone_of_a_world_goes_its_own_way() {
    let plan = Plan::of(26);
    let mut world = World::new(&plan.spec).expect("the cluster boots");
    let mut facts: Vec<Fact> = Vec::new();
    let before = shape(&world);
    let mut other = world.clone();
    other.act(&Action::Crash(1), &mut facts);
    (0..2_000).for_each(|_| {
        other.step(&mut facts);
    });
    assert_eq!(shape(&world), before);
    (0..2_000).for_each(|_| {
        world.step(&mut facts);
    });
    assert_ne!(world.digest(), other.digest());
}
