//! Forms for deeds that need words or numbers: a new topic, a setting, records to
//! send, replicas to assign. A sheet of its own, so that typing never closes it;
//! the command that does the same is shown as it is filled in.

use super::command;
use super::entry::same_by_command;
use crate::app::controls;
use crate::app::desk::Desk;
use crate::app::theme;
use crate::base::Text;
use crate::world::{Action, TopicSpec};
use egui::{Context, Id, Modal, RichText, Ui};

/// What a form is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Ask {
    CreateTopic,
    /// Topic, and how many partitions it has.
    AddPartitions(Text, i32),
    TopicConfig(Text),
    ClientConfig(Text),
    BrokerConfig(i32),
    /// To a producer's topic.
    Send(Text),
    /// Topic and partition, with its replicas as they are.
    Reassign(Text, i32, Vec<i32>),
    /// A consumer, and the topic it reads.
    Seek(Text, Text),
}

/// A form that is being filled in.
#[derive(Clone, Debug)]
pub(crate) struct Form {
    ask: Ask,
    fields: [String; 3],
}

impl Form {
    /// An empty form, or one with what is usual in it.
    pub fn of(ask: Ask, desk: &Desk) -> Self {
        let brokers = desk.view.cluster.brokers.len().clamp(1, 3);
        let fields = match &ask {
            Ask::CreateTopic => [String::new(), "3".to_owned(), brokers.to_string()],
            Ask::AddPartitions(_, now) => [(now + 1).to_string(), String::new(), String::new()],
            Ask::Reassign(_, _, replicas) => {
                let ids: Vec<String> = replicas.iter().map(ToString::to_string).collect();
                [ids.join(", "), String::new(), String::new()]
            }
            Ask::Seek(..) => ["0".to_owned(), "0".to_owned(), String::new()],
            _ => Default::default(),
        };
        Self { ask, fields }
    }

    /// The texts that name the fields.
    const fn labels(&self) -> &'static [&'static str] {
        match self.ask {
            Ask::CreateTopic => &["menu-topic-name", "partitions", "form-replication-factor"],
            Ask::AddPartitions(..) => &["form-partitions-now"],
            Ask::TopicConfig(_) | Ask::ClientConfig(_) | Ask::BrokerConfig(_) => &["form-key", "value"],
            Ask::Send(_) => &["form-record-key", "value"],
            Ask::Reassign(..) => &["form-replicas"],
            Ask::Seek(..) => &["form-partition", "form-offset"],
        }
    }

    /// The text of the sheet's title, and whom it is about.
    fn title(&self, desk: &Desk) -> String {
        let (key, name) = match &self.ask {
            Ask::CreateTopic => return desk.t("menu-create-topic"),
            Ask::AddPartitions(topic, _) => ("form-add-partitions", topic.to_string()),
            Ask::TopicConfig(name) | Ask::ClientConfig(name) => ("form-config", name.to_string()),
            Ask::BrokerConfig(id) => ("form-config", desk.t1("subject-broker", "id", *id)),
            Ask::Send(name) => ("form-send", name.to_string()),
            Ask::Reassign(topic, partition, _) => ("form-reassign", format!("{topic}-{partition}")),
            Ask::Seek(name, _) => ("form-seek", name.to_string()),
        };
        desk.t1(key, "name", name)
    }

    /// Settings that are often changed, to be taken with a click.
    const fn usual_keys(&self) -> &'static [&'static str] {
        match self.ask {
            Ask::TopicConfig(_) => &["min.insync.replicas", "retention.ms", "segment.ms", "cleanup.policy"],
            Ask::ClientConfig(_) => &["acks", "enable.idempotence", "linger.ms", "session.timeout.ms"],
            _ => &[],
        }
    }

    /// The deed, when the form is whole.
    fn action(&self) -> Option<Action> {
        let [a, b, c] = &self.fields;
        let [a, b, c] = [a.trim(), b.trim(), c.trim()];
        let setting = || (!a.is_empty()).then(|| (Text::from(a), Text::from(b)));
        Some(match &self.ask {
            Ask::CreateTopic => {
                let (partitions, replication_factor) = (b.parse().ok()?, c.parse().ok()?);
                let name = (!a.is_empty()).then(|| a.into())?;
                Action::CreateTopic(TopicSpec {
                    name,
                    partitions,
                    replication_factor,
                    ..TopicSpec::default()
                })
            }
            Ask::AddPartitions(topic, _) => Action::AddPartitions(topic.clone(), a.parse().ok()?),
            Ask::TopicConfig(topic) => {
                let (key, value) = setting()?;
                Action::SetTopicConfig(topic.clone(), key, value)
            }
            Ask::ClientConfig(client) => {
                let (key, value) = setting()?;
                Action::SetConfig(client.clone(), key, value)
            }
            Ask::BrokerConfig(id) => {
                let (key, value) = setting()?;
                Action::SetBrokerConfig(*id, key, value)
            }
            Ask::Send(producer) => Action::Send(producer.clone(), vec![(a.into(), b.into())]),
            Ask::Reassign(topic, partition, _) => {
                let ids: Option<Vec<i32>> =
                    a.split([',', ' ', ';']).filter(|id| !id.is_empty()).map(|id| id.parse().ok()).collect();
                let ids = ids.filter(|ids| !ids.is_empty() && ids.len() <= 1_000)?;
                Action::Reassign(topic.clone(), *partition, ids)
            }
            Ask::Seek(consumer, topic) => {
                Action::Seek(consumer.clone(), topic.clone(), a.parse().ok()?, b.parse().ok()?)
            }
        })
    }
}

/// Draws the form that is open.
pub(crate) fn show(ctx: &Context, desk: &mut Desk) {
    let Some(mut form) = desk.memory.form.take() else { return };
    let mut is_done = false;
    let shown = Modal::new(Id::unique("form")).frame(theme::sheet(ctx)).show(ctx, |ui| {
        ui.set_width(420.0);
        ui.spacing_mut().item_spacing.y = 6.0;
        ui.label(RichText::new(form.title(desk)).font(theme::bold(17.0)));
        let is_entered = fields(ui, desk, &mut form);
        let action = form.action();
        if let Some(line) = action.as_ref().and_then(|action| command::same(&desk.view, action)) {
            ui.label(RichText::new(desk.t("same-by-command")).color(desk.colors().weak));
            same_by_command(ui, desk, &line);
        }
        ui.add_space(4.0);
        ui.horizontal(|ui| {
            let colors = desk.colors();
            let is_sent = controls::primary(ui, &colors, &desk.t("form-go"), action.is_some()).clicked();
            if let Some(action) = action.filter(|_| is_sent || is_entered) {
                desk.act(action);
                is_done = true;
            }
            is_done |= controls::secondary(ui, &desk.t("cancel"), true).clicked();
        });
    });
    if !is_done && !shown.should_close() {
        desk.memory.form = Some(form);
    }
}

/// The fields; true when Enter was pressed in one.
fn fields(ui: &mut Ui, desk: &Desk, form: &mut Form) -> bool {
    let labels = form.labels();
    let mut is_entered = false;
    for (index, key) in labels.iter().enumerate() {
        let name = desk.t(key);
        ui.label(RichText::new(&name).font(theme::body(13.0)).color(desk.colors().weak));
        let Some(text) = form.fields.get_mut(index) else { continue };
        let response = controls::field(ui, text, &name, "", 380.0);
        is_entered |= response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        if index == 0 && !form.usual_keys().is_empty() {
            ui.horizontal_wrapped(|ui| {
                for key in form.usual_keys() {
                    if ui.selectable_label(form.fields[0] == *key, *key).clicked() {
                        form.fields[0] = (*key).to_owned();
                    }
                }
            });
        }
    }
    is_entered
}
