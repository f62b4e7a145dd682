//! What every part of the window shares: the view looked at, the settings, what
//! is selected, and the commands to send once the frame is drawn.

use super::settings::Settings;
use super::theme::Colors;
use crate::base::Instant;
use crate::lab::Command;
use crate::lab::view::{Subject, View};
use crate::text::{Lang, tr};
use crate::world::Action;
use egui::Vec2;
use fluent_bundle::FluentValue;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What only the desktop can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outside {
    /// Ask for a file to open.
    OpenDialog,
    /// Ask where to save the session.
    SaveDialog,
    /// Ask where to write a scenario made from what was played.
    ExportDialog,
    /// Ask for the folder in which work is handed in.
    FolderDialog,
}

/// Which door of the first page was pushed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Door {
    /// None: the library in order of TPs.
    #[default]
    None,
    /// Show: the demonstrations, in a row.
    Show,
    /// Do a TP: by TP.
    Tp,
}

/// A tab below the map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Bottom {
    /// What happened, in sentences.
    #[default]
    Events,
    /// Kafka's own commands.
    Console,
}

/// A tab of the partition inspector.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Tab {
    /// What it is.
    #[default]
    Main,
    /// Its settings.
    Settings,
}

/// The window's memory, none of which matters to the session.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    pub session: u64,
    pub door: Door,
    pub tab: Tab,
    /// What is selected: ahead of the view by one round trip.
    pub selected: Subject,
    /// What the pointer was on in the last frame, for highlights across views.
    pub hovered: Option<Subject>,
    pub filter: String,
    pub filter_only_selected: bool,
    pub focus_filter: bool,
    /// Indices of the events that pass the filter, and what they were made for.
    pub filtered: Option<super::event_list::Filtered>,
    /// The time the event list last scrolled to.
    pub followed: Option<Instant>,
    pub help_open: bool,
    /// The page of the guides that is open.
    pub guide: Option<super::guide::Guide>,
    /// Presenting to a room.
    pub present: Option<super::present::Present>,
    pub palette: Option<super::palette::Palette>,
    /// Nodes a person has dragged, in map units from their own place.
    pub moved: BTreeMap<Subject, Vec2>,
    /// Magnification over "fit to the view", and what lies in the middle.
    pub map_zoom: Option<f32>,
    pub map_pan: Vec2,
    /// The map's places, and what they were made for.
    pub layout: Option<Arc<super::map::Layout>>,
    /// Part of the timeline shown, in microseconds; `None`: all of it.
    pub timeline_window: Option<(f64, f64)>,
    /// The form of a deed that needs words or numbers.
    pub form: Option<super::menus::Form>,
    /// Entries drawn so far into the menu that is open.
    pub menu_entries: usize,
    /// The answer that is being made up.
    pub draft: super::exercise::Draft,
    /// Lines being typed into consoles.
    pub consoles: super::console::Consoles,
    /// Dialogs of the class: minute 0, codes, handing in.
    pub class: super::class::Class,
    /// Why the last wish was not granted, and when the words go away.
    pub notice: Option<(String, f64)>,
}

/// The desk everything is laid out on.
pub(crate) struct Desk {
    pub view: Arc<View>,
    pub settings: Settings,
    pub memory: Memory,
    pub commands: Vec<Command>,
    pub outside: Vec<Outside>,
    /// The next scenario that is opened is presented.
    pub presents_next: bool,
}

impl Desk {
    pub fn new(view: Arc<View>, settings: Settings) -> Self {
        let memory = Memory { selected: view.selected.clone(), ..Memory::default() };
        Self { view, settings, memory, commands: Vec::new(), outside: Vec::new(), presents_next: false }
    }

    /// Takes the newest view; another session begins with an empty memory.
    pub fn look(&mut self, view: Arc<View>) {
        if view.run.session != self.memory.session {
            let (session, door) = (view.run.session, self.memory.door);
            let help_open = self.memory.help_open;
            let class = std::mem::take(&mut self.memory.class).for_next_session();
            let is_presenting = self.presents_next || self.memory.present.is_some();
            let selected = view.selected.clone();
            self.memory = Memory { session, door, help_open, class, selected, ..Memory::default() };
            if is_presenting && view.scenario.is_some() {
                self.presents_next = false;
                self.memory.present = Some(super::present::Present::default());
            }
        }
        self.view = view;
    }

    pub const fn lang(&self) -> Lang {
        self.settings.lang
    }

    pub const fn colors(&self) -> Colors {
        Colors::of(self.settings.theme)
    }

    /// The text called `key`.
    pub fn t(&self, key: &str) -> String {
        tr(self.lang(), key, &[])
    }

    /// The text called `key`, with one argument.
    pub fn t1<'a>(&self, key: &str, name: &str, value: impl Into<FluentValue<'a>>) -> String {
        tr(self.lang(), key, &[(name, value.into())])
    }

    /// Sends a wish, unless a question that is open locks it: then it is said why.
    pub fn send(&mut self, command: Command) {
        match super::locks::reason(self, &command) {
            Some(key) => self.memory.notice = Some((self.t(key), f64::NAN)),
            None => self.commands.push(command),
        }
    }

    pub fn act(&mut self, action: Action) {
        self.send(Command::Act(action));
    }

    /// Selects, here and in the session.
    pub fn select(&mut self, subject: Subject) {
        if self.memory.selected != subject {
            self.memory.tab = Tab::Main;
        }
        if subject != Subject::Cluster {
            self.set_inspector_open(true);
        }
        self.select_quietly(subject);
    }

    /// Selects without opening the panel that would move the map away under the pointer.
    pub fn select_quietly(&mut self, subject: Subject) {
        self.memory.selected = subject.clone();
        self.send(Command::Select(subject));
    }

    /// Whether the panel on the right is open: an exercise and a demonstration each remember their own.
    pub fn is_inspector_open(&self) -> bool {
        if self.view.exercise.is_some() {
            self.settings.exercise_inspector_open
        } else {
            self.settings.inspector_open
        }
    }

    pub fn set_inspector_open(&mut self, is_open: bool) {
        if self.view.exercise.is_some() {
            self.settings.exercise_inspector_open = is_open;
        } else {
            self.settings.inspector_open = is_open;
        }
    }

    /// Whether the lanes of the timeline are shown.
    pub fn are_lanes_open(&self) -> bool {
        self.view.exercise.is_none() || self.settings.exercise_lanes_open
    }

    /// Whether this, or something it belongs to, is selected.
    pub fn is_selected(&self, subject: &Subject) -> bool {
        self.memory.selected == *subject
    }

    /// A subject's name, for people.
    pub fn name(&self, subject: &Subject) -> String {
        let cluster = &self.view.cluster;
        match subject {
            Subject::Cluster => self.t("subject-cluster"),
            Subject::Controller(id) => self.t1("subject-controller", "id", *id),
            Subject::Broker(id) => self.t1("subject-broker", "id", id.0),
            Subject::Partition(partition) => cluster.partition_name(*partition),
            Subject::Client(id) => {
                cluster.client(*id).map_or_else(|| format!("#{id}"), |client| client.name.to_string())
            }
            Subject::Group(name) => name.to_string(),
            Subject::Message(_) => self.t("subject-message"),
            Subject::Event(_) => self.t("subject-event"),
        }
    }
}
