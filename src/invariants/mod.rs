//! The laws of a Kafka cluster, one family a file. They read the world and the
//! facts of each event and never change anything; the engine never calls them.
//!
//! Mirrors the invariants of Kafka's TLA+ models (`KafkaReplication`, `Kip320`)
//! and of its `RaftEventSimulationTest`. Some events license a law to be broken:
//! an unclean election, say. What they excuse is told apart from a violation.

mod coming;
mod groups;
mod leadership;
mod logs;
mod metadata;
mod producers;
mod reading;
mod recovery;
mod replication;
mod retention;
mod scene;
mod simulator;
mod verdict;

pub use verdict::{Licence, LicenceKind, Violation};

use crate::metadata::Image;
use crate::story::Fact;
use crate::world::World;
use coming::Coming;
use scene::Scene;
use verdict::Report;

/// A watch over all laws, from one instant on. Cloning it forks the watch with its world.
#[derive(Clone, Debug)]
pub struct Laws {
    report: Report,
    coming: Option<Coming>,
    /// The controller's image while it is down.
    stored_image: Option<Image>,
    leadership: leadership::Leadership,
    replication: replication::Replication,
    producers: producers::Producers,
    groups: groups::Groups,
    reading: reading::Reading,
    retention: retention::Retention,
    recovery: recovery::Recovery,
    metadata: metadata::Metadata,
    simulator: simulator::Simulator,
}

impl Laws {
    /// Begins to watch `world`, best at a scenario's start: what clients lived
    /// through before is unknown.
    #[must_use]
    pub fn new(world: &World) -> Self {
        let image = world.image();
        Self {
            report: Report::default(),
            coming: Coming::of(world),
            stored_image: None,
            leadership: leadership::Leadership::new(&image),
            replication: replication::Replication::default(),
            producers: producers::Producers::default(),
            groups: groups::Groups::default(),
            reading: reading::Reading::default(),
            retention: retention::Retention::new(world),
            recovery: recovery::Recovery::default(),
            metadata: metadata::Metadata::new(&image),
            simulator: simulator::Simulator::default(),
        }
    }

    /// Takes in one event: the world after it and its facts, and no others. Checks
    /// what the event touched.
    pub fn observe(&mut self, world: &World, facts: &[Fact]) {
        let coming = self.coming.take().filter(|coming| coming.is_this(world, facts));
        if facts.is_empty() && coming.as_ref().is_some_and(Coming::is_dull) {
            self.simulator.observe(world, facts, coming.as_ref(), &mut self.report);
            self.coming = Coming::of(world);
            return;
        }
        self.keep_image(world);
        let stored = self.stored_image.take();
        if let Some(scene) = Scene::new(world, stored.as_ref(), facts, coming.as_ref()) {
            let report = &mut self.report;
            report.now = world.now();
            report.take_licences(&scene);
            self.simulator.observe(world, facts, coming.as_ref(), report);
            self.recovery.observe(&scene, report);
            self.leadership.observe(&scene, report);
            self.replication.observe(&scene, report);
            self.producers.observe(&scene, report);
            self.groups.observe(&scene, report);
            self.reading.observe(&scene, report);
            self.retention.observe(&scene, report);
            self.metadata.observe(&scene, report);
        }
        self.stored_image = stored;
        self.coming = Coming::of(world);
    }

    /// Checks everything there is, not only what was touched.
    pub fn sweep(&mut self, world: &World) {
        self.keep_image(world);
        let stored = self.stored_image.take();
        if let Some(scene) = Scene::new(world, stored.as_ref(), &[], None) {
            let report = &mut self.report;
            report.now = world.now();
            self.leadership.sweep(&scene, report);
            self.replication.sweep(&scene, report);
            producers::sweep(&scene, report);
            groups::sweep(&scene, report);
            retention::sweep(&scene, report);
            self.metadata.sweep(&scene, report);
        }
        self.stored_image = stored;
    }

    /// Broken laws, in the order in which they were found. Each is told once for
    /// each thing it was broken on.
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        &self.report.violations
    }

    /// What was broken with a licence.
    #[must_use]
    pub fn allowed(&self) -> &[Violation] {
        &self.report.allowed
    }

    /// What licensed a law to be broken, so far.
    #[must_use]
    pub fn licences(&self) -> &[Licence] {
        &self.report.licences
    }

    /// While the controller is down its image is read from its disk, once.
    fn keep_image(&mut self, world: &World) {
        let is_up = world.controller_ids().any(|id| world.controller(id).is_some());
        if is_up {
            self.stored_image = None;
        } else if self.stored_image.is_none() {
            self.stored_image = Some(world.image().into_owned());
        }
    }
}
