//! What the tests of a whole world share: a run under the eyes of the laws.

#![allow(dead_code, reason = "each test file uses its part")]

pub mod plan;

use brokerscope::base::{Duration, Instant, Text};
use brokerscope::config::Settings;
use brokerscope::history::ScriptEntry;
use brokerscope::invariants::{Laws, Violation};
use brokerscope::story::Fact;
use brokerscope::world::{
    Action, BOOT, ClientSpec, ClusterSpec, ConsumerSpec, ProducerSpec, TopicSpec, World,
};

/// Events between two full checks.
const SWEEP_EVERY: u64 = 1_000;

/// A world and the laws that watch it.
#[derive(Clone)]
pub struct Run {
    pub world: World,
    pub laws: Laws,
    pub facts: Vec<Fact>,
    /// Whether single events are checked; without, only sweeps are.
    pub watches_events: bool,
    pub sweeps: bool,
    /// Facts to print, by name: `SHOW=Truncated,Acked`.
    shown: Option<String>,
}

impl Run {
    pub fn new(spec: &ClusterSpec) -> Self {
        let world = World::new(spec).expect("the cluster boots");
        let laws = Laws::new(&world);
        Self {
            world,
            laws,
            facts: Vec::new(),
            watches_events: true,
            sweeps: true,
            shown: std::env::var("SHOW").ok(),
        }
    }

    pub fn act(&mut self, action: &Action) {
        self.facts.clear();
        self.world.act(action, &mut self.facts);
        if self.watches_events {
            self.laws.observe(&self.world, &self.facts);
        }
    }

    pub fn step(&mut self) {
        self.facts.clear();
        self.world.step(&mut self.facts);
        self.show();
        if self.watches_events {
            self.laws.observe(&self.world, &self.facts);
        }
        if self.sweeps && self.world.events().is_multiple_of(SWEEP_EVERY) {
            self.laws.sweep(&self.world);
        }
    }

    fn show(&self) {
        let Some(wanted) = &self.shown else { return };
        for fact in &self.facts {
            let text = format!("{fact:?}");
            if wanted.split(',').any(|name| text.starts_with(name)) {
                println!("{} {text}", self.world.now().0);
            }
        }
    }

    /// Lets everything up to `to` happen.
    pub fn run_to(&mut self, to: Instant) {
        let (mut since, mut events) = (self.world.now(), 0);
        while self.world.next_at().is_some_and(|at| at <= to) {
            self.step();
            events += 1;
            if self.world.now() >= since + Duration::from_millis(1) {
                (since, events) = (self.world.now(), 0);
            }
            assert!(events < 100_000, "no progress at {since:?}: {:?}", self.world.next_event());
        }
        self.world.wait_until(to);
    }

    pub fn run_for(&mut self, time: Duration) {
        self.run_to(self.world.now() + time);
    }

    /// Lets time run until `done`, at most for `time`. Whether it was done.
    pub fn run_until(&mut self, time: Duration, done: impl Fn(&World) -> bool) -> bool {
        let end = self.world.now() + time;
        let mut looked = 0;
        while self.world.next_at().is_some_and(|at| at <= end) {
            self.step();
            looked += 1;
            if looked % 64 == 0 && done(&self.world) {
                return true;
            }
        }
        self.world.wait_until(end);
        done(&self.world)
    }

    pub fn violations(&self) -> &[Violation] {
        self.laws.violations()
    }
}

pub fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

pub fn settings(pairs: &[(&str, &str)]) -> Settings {
    pairs.iter().map(|(key, value)| (Text::from(*key), Text::from(*value))).collect()
}

pub fn topic(name: &str, replicas: &[&[i32]], config: &[(&str, &str)]) -> TopicSpec {
    TopicSpec {
        name: name.into(),
        partitions: -1,
        replication_factor: -1,
        replicas: replicas.iter().map(|ids| ids.to_vec()).collect(),
        config: config.iter().map(|(key, value)| ((*key).into(), (*value).into())).collect(),
    }
}

pub fn producer(name: &str, topic: &str, rate: u32, config: &[(&str, &str)]) -> ClientSpec {
    ClientSpec::Producer(ProducerSpec {
        name: name.into(),
        topic: topic.into(),
        rate,
        config: settings(config),
        ..ProducerSpec::default()
    })
}

pub fn consumer(name: &str, group: &str, topic: &str, config: &[(&str, &str)]) -> ClientSpec {
    ClientSpec::Consumer(ConsumerSpec {
        name: name.into(),
        group: group.into(),
        topics: vec![topic.into()],
        config: settings(config),
        ..ConsumerSpec::default()
    })
}

/// Violations, one a line.
pub fn told(violations: &[Violation]) -> String {
    violations
        .iter()
        .map(|found| format!("law {} at {}us, {}: {}", found.law, found.at.0, found.subject, found.because))
        .collect::<Vec<_>>()
        .join("\n")
}

/// A plan as a script: its clients start at zero, its misfortunes follow.
pub fn script(plan: &plan::Plan) -> Vec<ScriptEntry> {
    let zero = Instant::START + BOOT;
    let starts = plan.spec.clients.iter().map(|client| (zero, Action::Start(client.name().clone())));
    let all = starts.chain(plan.actions.iter().cloned());
    all.map(|(at, action)| ScriptEntry { at, action: Some(action) }).collect()
}
