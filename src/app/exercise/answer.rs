//! How the open question is answered: rows to choose from, clicks on the map,
//! numbers and words to type. Every click has an equal for the keyboard.

use super::draft::{MOST_ROWS, named};
use super::number;
use crate::app::controls::{self, Mark};
use crate::app::desk::Desk;
use crate::app::theme;
use crate::base::Text;
use crate::lab::view::{AnswerForm, CardView, Subject};
use crate::scenario::Value;
use egui::{RichText, Ui};

/// Draws the form.
pub(super) fn show(ui: &mut Ui, desk: &mut Desk, card: &CardView) {
    ui.spacing_mut().item_spacing.y = 6.0;
    match &card.form {
        AnswerForm::None => {}
        AnswerForm::Choices(choices) => {
            let lang = desk.lang();
            let rows: Vec<String> = choices.iter().map(|choice| choice.get(lang).to_owned()).collect();
            radio(ui, desk, &rows);
        }
        AnswerForm::Words(words) => {
            let rows: Vec<String> = words.iter().map(ToString::to_string).collect();
            radio(ui, desk, &rows);
        }
        AnswerForm::Broker => broker(ui, desk),
        AnswerForm::Brokers => brokers(ui, desk),
        AnswerForm::Partitions(names) => partitions(ui, desk, names),
        AnswerForm::Offset => {
            prompt(ui, desk, "pick-offset");
            open_log(ui, desk);
            typed(ui, desk, "answer-offset", "", is_number);
        }
        AnswerForm::Number => typed(ui, desk, "answer-number", "", is_number),
        AnswerForm::Numbers => {
            typed(ui, desk, "answer-numbers", "answer-numbers-hint", |text, _| {
                number::values(text).is_some()
            });
        }
        AnswerForm::Text => {
            let name = desk.t("answer-text");
            controls::pages(ui, &mut desk.memory.draft.text, &name, 5);
        }
    }
}

fn is_number(text: &str, lang: crate::text::Lang) -> bool {
    number::value(text, lang).is_some()
}

fn radio(ui: &mut Ui, desk: &mut Desk, rows: &[String]) {
    let colors = desk.colors();
    for (index, text) in rows.iter().enumerate() {
        let is_on = desk.memory.draft.choice == Some(index);
        if controls::choice(ui, &colors, text, is_on, Mark::Radio).clicked() {
            desk.memory.draft.choice = Some(index);
        }
    }
}

/// One line that says what can be clicked.
fn prompt(ui: &mut Ui, desk: &Desk, key: &str) {
    let colors = desk.colors();
    let text = RichText::new(desk.t(key)).font(theme::body(13.0)).color(colors.leader);
    ui.add(egui::Label::new(text).wrap());
}

/// The ids of the brokers and what each is called; `None`: too many for rows.
fn broker_rows(desk: &Desk) -> Option<Vec<(Value, String)>> {
    let brokers = &desk.view.cluster.brokers;
    let row = |id| (Value::Number(i64::from(id)), desk.t1("subject-broker", "id", id));
    (brokers.len() <= MOST_ROWS).then(|| brokers.iter().map(|broker| row(broker.id.0)).collect())
}

fn broker(ui: &mut Ui, desk: &mut Desk) {
    let colors = desk.colors();
    prompt(ui, desk, "pick-broker");
    let is_listed = broker_rows(desk);
    for (value, text) in is_listed.iter().flatten() {
        let is_on = desk.memory.draft.place(value).is_some();
        if controls::choice(ui, &colors, text, is_on, Mark::Radio).clicked() {
            desk.memory.draft.pick_one(value.clone());
        }
    }
    if is_listed.is_none() {
        typed(ui, desk, "answer-broker", "", is_number);
        let value = number::value(&desk.memory.draft.text, desk.lang());
        let draft = &mut desk.memory.draft;
        if value.is_some() || draft.picked != [Value::None] {
            draft.picked = value.into_iter().collect();
        }
    }
    let is_on = desk.memory.draft.place(&Value::None).is_some();
    if controls::choice(ui, &colors, &desk.t("answer-nobody"), is_on, Mark::Radio).clicked() {
        desk.memory.draft.pick_one(Value::None);
    }
}

fn brokers(ui: &mut Ui, desk: &mut Desk) {
    let colors = desk.colors();
    prompt(ui, desk, "pick-brokers");
    if let Some(rows) = broker_rows(desk) {
        for (value, text) in rows {
            let place = desk.memory.draft.place(&value);
            if controls::choice(ui, &colors, &text, place.is_some(), Mark::Place(place)).clicked() {
                desk.memory.draft.toggle(value);
            }
        }
    } else {
        let is_list = |text: &str, _| number::values(text).is_some();
        typed(ui, desk, "answer-brokers", "answer-numbers-hint", is_list);
        let listed = match number::values(&desk.memory.draft.text) {
            Some(Value::List(values)) => values,
            _ => Vec::new(),
        };
        desk.memory.draft.picked = listed;
    }
    none_of_them(ui, desk);
}

fn partitions(ui: &mut Ui, desk: &mut Desk, names: &[Text]) {
    let colors = desk.colors();
    prompt(ui, desk, "pick-partitions");
    for name in names {
        let value = named(name);
        let is_on = desk.memory.draft.place(&value).is_some();
        if controls::choice(ui, &colors, name, is_on, Mark::Check).clicked() {
            desk.memory.draft.toggle(value);
        }
    }
    // The order of clicks says nothing here: the answer is in the order of the names.
    let place = |value: &Value| names.iter().position(|name| named(name) == *value);
    desk.memory.draft.picked.sort_by_key(place);
    none_of_them(ui, desk);
}

fn none_of_them(ui: &mut Ui, desk: &mut Desk) {
    let colors = desk.colors();
    let is_on = desk.memory.draft.is_none;
    if controls::choice(ui, &colors, &desk.t("answer-none"), is_on, Mark::Radio).clicked() {
        let draft = &mut desk.memory.draft;
        draft.is_none = !is_on;
        draft.picked.clear();
        draft.text.clear();
    }
}

/// The way to the log where one may click: select its partition, open the panel.
fn open_log(ui: &mut Ui, desk: &mut Desk) {
    let is_selected = matches!(desk.memory.selected, Subject::Partition(_));
    if desk.is_inspector_open() && is_selected {
        return;
    }
    let view = desk.view.clone();
    let Some(first) = view.cluster.partitions.first() else { return };
    if controls::secondary(ui, &desk.t("show-log"), true).clicked() {
        let subject = if is_selected { desk.memory.selected.clone() } else { Subject::Partition(first.id) };
        desk.select(subject);
    }
}

/// A field, with a word when what stands in it can't be read.
fn typed(
    ui: &mut Ui,
    desk: &mut Desk,
    key: &str,
    hint: &str,
    is_whole: impl Fn(&str, crate::text::Lang) -> bool,
) {
    let colors = desk.colors();
    let name = desk.t(key);
    ui.label(RichText::new(&name).font(theme::body(13.0)).color(colors.weak));
    let hint = if hint.is_empty() { String::new() } else { desk.t(hint) };
    let response = controls::field(ui, &mut desk.memory.draft.text, &name, &hint, 180.0);
    let text = desk.memory.draft.text.trim().to_owned();
    let is_wrong = !text.is_empty() && !is_whole(&text, desk.lang());
    if is_wrong && !response.has_focus() {
        let words = desk.t("answer-not-read");
        ui.label(RichText::new(words).font(theme::body(12.5)).color(colors.waiting));
    }
    if response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter)) {
        super::send_answer(desk);
    }
}
