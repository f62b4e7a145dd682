//! What a window may know of a class session: plain immutable structs.
//!
//! A [`View`] is a picture of one instant, published whole behind an `Arc`; its
//! heavy parts are shared from one view to the next. It holds no position, no
//! colour and no behaviour, and whoever draws it never sees the World.

mod cluster;
mod console;
mod exercise;
mod log;
mod run;
mod shelf;

pub use cluster::*;
pub use console::*;
pub use exercise::*;
pub use log::*;
pub use run::*;
pub use shelf::*;

use crate::base::{Address, BrokerId, ClientId, Text, TopicPartition};
use crate::text::Lang;
use std::sync::Arc;

/// A sentence in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Words {
    /// English.
    pub en: Text,
    /// French.
    pub fr: Text,
}

impl Words {
    /// The same text in both languages: a name, a number.
    #[must_use]
    pub fn same(text: impl Into<Text>) -> Self {
        let en = text.into();
        Self { fr: en.clone(), en }
    }

    /// A sentence in both languages.
    #[must_use]
    pub fn new(en: impl Into<Text>, fr: impl Into<Text>) -> Self {
        Self { en: en.into(), fr: fr.into() }
    }

    /// The sentence in one language.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Fr => &self.fr,
        }
    }

    /// Whether there is nothing to say.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.en.is_empty() && self.fr.is_empty()
    }
}

/// Something that can be selected, pointed at, or talked about.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// Nothing: the cluster as a whole.
    #[default]
    Cluster,
    /// A controller, by `node.id`.
    Controller(i32),
    /// A broker.
    Broker(BrokerId),
    /// A partition, on all its replicas.
    Partition(TopicPartition),
    /// A producer or a consumer.
    Client(ClientId),
    /// A consumer group.
    Group(Text),
    /// A message in flight, by [`MessageView::id`].
    Message(u64),
    /// A story event, by its index in [`View::events`].
    Event(usize),
}

impl From<Address> for Subject {
    fn from(address: Address) -> Self {
        match address {
            Address::Controller(id) => Self::Controller(id),
            Address::Broker(id) => Self::Broker(id),
            Address::Client(id) => Self::Client(id),
        }
    }
}

/// A whole session at one instant.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The scenario that is open; `None`: the first page.
    pub scenario: Option<Arc<ScenarioView>>,
    /// Time, pace and what can be undone.
    pub run: RunView,
    /// The cluster and its clients.
    pub cluster: Arc<ClusterView>,
    /// Who talks to whom, without positions.
    pub graph: Arc<ClusterGraph>,
    /// Messages on their way, oldest first.
    pub messages: Arc<Vec<MessageView>>,
    /// All story events known on this branch, up to [`RunView::head`], in order.
    pub events: crate::base::GrowList<Arc<StoryEvent>>,
    /// The same, by lane: what each row of the timeline shows. In the order of [`Lane::ALL`].
    pub lanes: [crate::base::GrowList<LaneMark>; 5],
    /// All branches, the first one first.
    pub branches: Arc<Vec<BranchView>>,
    /// What was selected by [`super::Command::Select`].
    pub selected: Subject,
    /// The selected partition's log on every replica.
    pub log: Option<Arc<LogView>>,
    /// The record asked for by [`super::Command::InspectRecord`].
    pub record: Option<Arc<RecordView>>,
    /// What is wrong with the scenario file, or with the last command.
    pub problems: Arc<Vec<Problem>>,
    /// The scenarios that can be opened by id.
    pub library: Arc<Vec<LibraryEntry>>,
    /// The exercise under way; `None`: the scenario is shown or explored.
    pub exercise: Option<Arc<ExerciseView>>,
    /// What a question that is open locks.
    pub locks: Locks,
    /// What history shows to have gone wrong for somebody.
    pub verdicts: Arc<Vec<VerdictView>>,
    /// The consoles, in order.
    pub consoles: Arc<Vec<ConsoleView>>,
    /// Files opened lately, newest first.
    pub recent: Arc<Vec<RecentFile>>,
}
