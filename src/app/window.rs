//! The desktop window around [`LabApp`]: eframe, file dialogs, and keeping the
//! settings. Nothing here draws.

use super::desk::Outside;
use super::{LabApp, Settings};
use crate::lab::{Command, Engine};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

/// Why no window could be opened.
#[derive(Debug, thiserror::Error)]
pub enum WindowError {
    /// Neither X11 nor Wayland is there.
    #[error("no display")]
    NoDisplay,
    /// The display is there, the window is not.
    #[error("{0}")]
    Failed(String),
}

/// What a file dialog answered.
enum Answer {
    Open(PathBuf),
    Save(PathBuf),
    Folder(PathBuf),
    Export(PathBuf),
}

struct Window {
    app: LabApp,
    kept: Settings,
    keep: Box<dyn FnMut(&Settings)>,
    answers: (Sender<Answer>, Receiver<Answer>),
}

/// Opens the window and stays until it is closed. `keep` is called when the settings change;
/// when `is_presented`, the window fills the screen and presents what is opened first.
///
/// # Errors
/// When there is no display, or no window can be made on it.
pub fn open_window(
    engine: Box<dyn Engine>,
    settings: Settings,
    keep: Box<dyn FnMut(&Settings)>,
    is_presented: bool,
) -> Result<(), WindowError> {
    // winit says the same in one long line of debug text, or panics: ask first.
    let has = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if cfg!(target_os = "linux") && !(has("DISPLAY") || has("WAYLAND_DISPLAY") || has("WAYLAND_SOCKET")) {
        return Err(WindowError::NoDisplay);
    }
    let viewport = egui::ViewportBuilder::default()
        .with_title("Brokerscope")
        .with_app_id("brokerscope")
        .with_inner_size([1360.0, 800.0])
        .with_min_inner_size([960.0, 600.0])
        .with_fullscreen(is_presented)
        .with_drag_and_drop(true);
    let options = eframe::NativeOptions { viewport, ..eframe::NativeOptions::default() };
    let kept = settings.clone();
    eframe::run_native(
        "Brokerscope",
        options,
        Box::new(move |creation| {
            let ctx = creation.egui_ctx.clone();
            engine.on_change(Arc::new(move || ctx.request_repaint()));
            let mut app = LabApp::new(engine, settings);
            if app.settings().work_folder.is_empty()
                && let Some(home) = home()
            {
                app.set_work_folder(home);
            }
            if is_presented {
                app.present_next();
            }
            Ok(Box::new(Window { app, kept, keep, answers: channel() }))
        }),
    )
    .map_err(|error| WindowError::Failed(error.to_string()))
}

/// The person's own folder, where work is saved until another is chosen.
fn home() -> Option<String> {
    let home = std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE"))?;
    Some(home.to_string_lossy().into_owned())
}

impl eframe::App for Window {
    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        self.app.ui(ui);
        for wish in self.app.take_outside() {
            self.ask(wish, ui.ctx().clone());
        }
        while let Ok(answer) = self.answers.1.try_recv() {
            match answer {
                Answer::Open(path) => {
                    self.app.engine().send(Command::OpenFile(path.to_string_lossy().into()));
                }
                Answer::Save(path) => self.app.engine().send(Command::SaveAs(path.to_string_lossy().into())),
                Answer::Export(path) => {
                    self.app.engine().send(Command::Export(path.to_string_lossy().into()));
                }
                Answer::Folder(path) => self.app.set_work_folder(path.to_string_lossy()),
            }
        }
        if *self.app.settings() != self.kept {
            self.kept = self.app.settings().clone();
            (self.keep)(&self.kept);
        }
    }
}

impl Window {
    /// Dialogs answer from a thread of their own: the window goes on drawing.
    fn ask(&self, wish: Outside, ctx: egui::Context) {
        let answers = self.answers.0.clone();
        std::thread::spawn(move || {
            let answer = match wish {
                Outside::OpenDialog => {
                    let dialog = rfd::FileDialog::new().add_filter("Brokerscope", &["ron", "session"]);
                    dialog.pick_file().map(Answer::Open)
                }
                Outside::SaveDialog => {
                    let dialog = rfd::FileDialog::new().set_file_name("brokerscope.session");
                    dialog.save_file().map(Answer::Save)
                }
                Outside::ExportDialog => {
                    let dialog = rfd::FileDialog::new().set_file_name("scenario.ron");
                    dialog.save_file().map(Answer::Export)
                }
                Outside::FolderDialog => rfd::FileDialog::new().pick_folder().map(Answer::Folder),
            };
            if let Some(answer) = answer {
                // The window may be gone by now; then nobody needs the answer.
                let _ = answers.send(answer);
                ctx.request_repaint();
            }
        });
    }
}
