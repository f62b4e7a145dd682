//! The window: everything a person sees, drawn with egui from a [`lab::View`](crate::lab::View).
//!
//! It never sees the World, only views, and moves it only by commands; so tests
//! hand it views made by hand, and it draws into any `egui::Ui`, window or not.

mod banner;
mod bottom;
mod class;
mod console;
mod controls;
mod desk;
mod event_list;
pub mod example;
mod exercise;
mod guide;
mod help;
mod home;
mod home_picture;
mod icons;
mod inspector;
mod keyboard;
mod lanes;
mod library;
mod locks;
mod map;
mod menus;
mod palette;
mod present;
pub mod raster;
mod settings;
mod tape;
mod theme;
mod timeline;
mod tools;
mod top_bar;
mod transport;
mod verdicts;
mod widgets;
mod window;
mod words;

pub use crate::lab::Engine;
pub use desk::Outside;
pub use settings::{Bottom, Settings, Theme};
pub use window::{WindowError, open_window};

use crate::lab::Command;
use desk::Desk;

/// The whole window, independent of what it is shown in.
pub struct LabApp {
    engine: Box<dyn Engine>,
    desk: Desk,
    dressed: Option<(Theme, f32)>,
}

impl LabApp {
    /// A window on this session.
    #[must_use]
    pub fn new(engine: Box<dyn Engine>, settings: Settings) -> Self {
        let view = engine.view();
        Self { engine, desk: Desk::new(view, settings), dressed: None }
    }

    /// The settings as they are now, to be kept.
    #[must_use]
    pub const fn settings(&self) -> &Settings {
        &self.desk.settings
    }

    /// The session behind the window.
    #[must_use]
    pub fn engine(&self) -> &dyn Engine {
        &*self.engine
    }

    /// Presents the next scenario that is opened, as for a room.
    pub const fn present_next(&mut self) {
        self.desk.presents_next = true;
    }

    /// Presents what is open, with this question on screen, its answer shown or not.
    pub fn present(&mut self, question: Option<usize>, is_revealed: bool) {
        present::begin_with(&mut self.desk, question, is_revealed);
    }

    /// What only the desktop can do (file dialogs), asked for since the last call.
    pub fn take_outside(&mut self) -> Vec<Outside> {
        std::mem::take(&mut self.desk.outside)
    }

    /// Takes the folder that a person chose for the work to hand in.
    pub fn set_work_folder(&mut self, folder: impl Into<String>) {
        self.desk.settings.work_folder = folder.into();
    }

    /// Draws one frame, and sends what the person asked for.
    pub fn ui(&mut self, ui: &mut egui::Ui) {
        self.dress(ui.ctx());
        self.desk.look(self.engine.view());
        self.take_dropped_files(ui.ctx());
        if !present::handle(ui.ctx(), &mut self.desk) {
            keyboard::handle(ui.ctx(), &mut self.desk);
        }
        class::black(ui.ctx(), &self.desk);
        if self.desk.memory.present.is_some() {
            present::show(ui, &mut self.desk);
        } else if self.desk.view.scenario.is_some() {
            draw_lab(ui, &mut self.desk);
        } else {
            home::show(ui, &mut self.desk);
        }
        help::show(ui.ctx(), &mut self.desk);
        guide::show(ui.ctx(), &mut self.desk);
        palette::show(ui.ctx(), &mut self.desk);
        menus::show_form(ui.ctx(), &mut self.desk);
        class::show(ui.ctx(), &mut self.desk);
        locks::show(ui.ctx(), &mut self.desk);
        let commands = std::mem::take(&mut self.desk.commands);
        if !commands.is_empty() {
            ui.ctx().request_repaint();
        }
        for command in commands {
            self.engine.send(command);
        }
    }

    /// Fonts once; colours and zoom whenever the settings change.
    fn dress(&mut self, ctx: &egui::Context) {
        if self.dressed.is_none() {
            theme::install_fonts(ctx);
        }
        let wanted = (self.desk.settings.theme, self.desk.settings.zoom);
        if self.dressed != Some(wanted) {
            theme::install(ctx, wanted.0);
            ctx.set_zoom_factor(wanted.1);
            self.dressed = Some(wanted);
        } else {
            // egui's own Ctrl + and Ctrl - move the zoom: keep what they chose.
            self.desk.settings.zoom = ctx.zoom_factor();
            self.dressed = Some((wanted.0, self.desk.settings.zoom));
        }
    }

    fn take_dropped_files(&mut self, ctx: &egui::Context) {
        for file in ctx.input(|input| input.raw.dropped_files.clone()) {
            self.desk.send(Command::OpenFile(file.path().to_string_lossy().into()));
        }
    }
}

/// The screen of an open scenario.
fn draw_lab(ui: &mut egui::Ui, desk: &mut Desk) {
    top_bar::show(ui, desk);
    timeline::show(ui, desk);
    exercise::show(ui, desk);
    inspector::show(ui, desk);
    bottom::show(ui, desk);
    map::show(ui, desk);
}
