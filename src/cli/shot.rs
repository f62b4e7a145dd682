//! `shot`: the window at one instant as a PNG file, painted without a display.

use super::arguments::{Shade, Shot};
use super::output::complain;
use super::{BAD_FILE, FAILED, source};
use crate::app::raster::picture;
use crate::app::{Bottom, LabApp, Settings, Theme};
use crate::base::{BrokerId, Instant};
use crate::lab::view::{ClusterView, Mode, Student, Subject, View};
use crate::lab::{Command, Engine, Lesson, Session};
use crate::runtime::write_atomically;
use crate::t;
use std::process::ExitCode;
use std::sync::Arc;

pub(super) fn shot(options: &Shot) -> ExitCode {
    let lang = options.spoken.lang();
    // Tells what is wrong with the file, if anything is.
    if source::scenario(lang, &options.file).is_none() {
        return ExitCode::from(BAD_FILE);
    }
    let view = match view(options) {
        Ok(view) => view,
        Err(reason) => {
            complain(&reason);
            return ExitCode::from(BAD_FILE);
        }
    };
    let theme = if options.theme == Shade::Light { Theme::Light } else { Theme::Dark };
    let mut settings =
        Settings { lang, theme, zoom: options.zoom, reduced_motion: true, ..Settings::default() };
    if options.console {
        (settings.events_open, settings.bottom) = (Some(true), Bottom::Console);
    }
    let mut app = LabApp::new(Box::new(Still(view)), settings);
    if options.present {
        app.present(options.question.map(|number| number.saturating_sub(1)), options.reveal);
    }
    let ground = if theme == Theme::Light { egui::Theme::Light } else { egui::Theme::Dark };
    let image = picture(options.size, 1.0, ground, |ui| app.ui(ui));
    let mut file = Vec::new();
    let written = image
        .write_png(&mut file)
        .map_err(std::io::Error::other)
        .and_then(|()| write_atomically(&options.output, &file));
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let path = options.output.to_string_lossy();
            complain(&t!(lang, "file-not-written", path = path, reason = error.to_string()));
            ExitCode::from(FAILED)
        }
    }
}

/// The size of a report's pictures.
const MOMENT_SIZE: [u32; 2] = [1280, 720];

/// A view as a PNG picture, for reports: light, for paper.
pub(super) fn painted(view: Arc<View>, lang: crate::text::Lang) -> Option<Vec<u8>> {
    let settings = Settings {
        lang,
        theme: Theme::Light,
        reduced_motion: true,
        inspector_open: false,
        events_open: Some(false),
        ..Settings::default()
    };
    let mut app = LabApp::new(Box::new(Still(view)), settings);
    let image = picture(MOMENT_SIZE, 1.0, egui::Theme::Light, |ui| app.ui(ui));
    let mut png = Vec::new();
    image.write_png(&mut png).ok()?;
    Some(png)
}

/// The session at the instant asked for, with the selection asked for.
fn view(options: &Shot) -> Result<Arc<View>, String> {
    let lang = options.spoken.lang();
    let bytes = source::bytes(lang, &options.file)?;
    let recent = Arc::default();
    let mut session = Session::new();
    session.open_file(&options.file, &bytes, false);
    match options.exercise {
        Some(step) => to_step(&mut session, step),
        None => session.apply(Command::SeekTo(options.at.unwrap_or_default())),
    }
    let view = session.view(None, &recent);
    let Some(name) = &options.select else { return Ok(view) };
    let subject =
        subject(&view.cluster, name).ok_or_else(|| t!(lang, "nothing-called", name = name.as_str()))?;
    session.apply(Command::Select(subject));
    Ok(session.view(None, &recent))
}

/// Works through the exercise up to a step (from 1): a teacher skips those before it.
fn to_step(session: &mut Session, step: usize) {
    session.apply(Command::SetMode(Mode::Exercise));
    let student = Student { name: "Léa Martin".into(), number: "22401234".into(), ..Student::default() };
    session.apply(Command::Exercise(Lesson::Begin(student)));
    session.apply(Command::Exercise(Lesson::Teacher(true)));
    arrive(session);
    for _ in 1..step.min(1_000) {
        session.apply(Command::Exercise(Lesson::Skip));
        arrive(session);
    }
    session.apply(Command::Exercise(Lesson::Teacher(false)));
}

/// Lets time run to where a step begins.
fn arrive(session: &mut Session) {
    /// An hour of virtual time, a second at a time.
    const MOST: u32 = 3_600;
    for _ in 0..MOST {
        if !session.is_playing() {
            return;
        }
        let next = Instant(session.now().0 + 1_000_000);
        session.advance(next, u64::MAX);
    }
}

/// What a name stands for: a broker's or controller's id, `orders-0`, a client, a group.
fn subject(cluster: &ClusterView, name: &str) -> Option<Subject> {
    if let Ok(id) = name.parse() {
        let controller = cluster.controllers.iter().find(|one| one.id == id);
        return cluster
            .broker(BrokerId(id))
            .map(|broker| Subject::Broker(broker.id))
            .or_else(|| controller.map(|one| Subject::Controller(one.id)));
    }
    let mut partitions = cluster.partitions.iter().map(|partition| partition.id);
    partitions
        .find(|id| cluster.partition_name(*id) == name)
        .map(Subject::Partition)
        .or_else(|| cluster.group(name).map(|group| Subject::Group(group.name.clone())))
        .or_else(|| {
            let client = cluster.clients.iter().find(|client| &*client.name == name);
            client.map(|client| Subject::Client(client.id))
        })
}

/// A session in which nothing moves any more.
struct Still(Arc<View>);

impl Engine for Still {
    fn view(&self) -> Arc<View> {
        self.0.clone()
    }

    fn send(&self, _: Command) {}
}
