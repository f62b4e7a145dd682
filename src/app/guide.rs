//! The guides, read inside the window: the very pages of `docs/`. A plain
//! reading of the Markdown they use: headings, lists, tables, code.

use super::desk::Desk;
use super::theme::{self, Colors};
use crate::text::Lang;
use egui::{Context, Id, Modal, RichText, ScrollArea, Ui};

/// A page of the guides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Guide {
    /// Writing a first scenario.
    Author,
    /// A class, from minute 0 to the marks.
    Class,
    /// Showing scenarios.
    Teacher,
}

impl Guide {
    /// All of them, and the text that names each.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Author, "guide-author"), (Self::Class, "guide-class"), (Self::Teacher, "guide-teacher")];

    const fn text(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Author, Lang::En) => include_str!("../../docs/write-a-scenario.md"),
            (Self::Author, Lang::Fr) => include_str!("../../docs/ecrire-un-scenario.md"),
            (Self::Class, Lang::En) => include_str!("../../docs/class.md"),
            (Self::Class, Lang::Fr) => include_str!("../../docs/classe.md"),
            (Self::Teacher, Lang::En) => include_str!("../../docs/teacher-guide.md"),
            (Self::Teacher, Lang::Fr) => include_str!("../../docs/guide-enseignant.md"),
        }
    }
}

/// Draws the open page over everything.
pub(crate) fn show(ctx: &Context, desk: &mut Desk) {
    let Some(open) = desk.memory.guide else { return };
    let shown = Modal::new(Id::unique("guide")).frame(theme::sheet(ctx)).show(ctx, |ui| {
        let screen = ui.ctx().content_rect();
        ui.set_width(760.0_f32.min(screen.width() - 60.0));
        ui.horizontal(|ui| {
            for (guide, key) in Guide::ALL {
                if ui.selectable_label(open == guide, desk.t(key)).clicked() {
                    desk.memory.guide = Some(guide);
                }
            }
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if ui.button(desk.t("close")).clicked() {
                    desk.memory.guide = None;
                }
            });
        });
        ui.separator();
        let area = ScrollArea::vertical().id_salt(open as u8).max_height(screen.height() - 170.0);
        area.auto_shrink([false, true]).show(ui, |ui| page(ui, &desk.colors(), open.text(desk.lang())));
    });
    if shown.should_close() {
        desk.memory.guide = None;
    }
}

/// Paragraphs are joined over their line breaks; code and tables keep theirs.
fn page(ui: &mut Ui, colors: &Colors, text: &str) {
    let mut paragraph = String::new();
    let mut is_code = false;
    for line in text.lines() {
        if line.starts_with("```") {
            flush(ui, colors, &mut paragraph);
            is_code = !is_code;
            continue;
        }
        let is_rule = line.starts_with('|') && line.chars().all(|c| matches!(c, '|' | '-' | ' '));
        let begins = line.is_empty() || line.starts_with(['#', '|', '-']) || numbered(line);
        if is_code {
            ui.label(RichText::new(line).font(theme::mono(13.0)).color(colors.text));
        } else if begins {
            flush(ui, colors, &mut paragraph);
        }
        if is_code || is_rule {
            continue;
        }
        if !paragraph.is_empty() {
            paragraph.push(' ');
        }
        paragraph.push_str(line.trim());
    }
    flush(ui, colors, &mut paragraph);
}

fn numbered(line: &str) -> bool {
    line.split_once(". ")
        .is_some_and(|(number, _)| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

fn flush(ui: &mut Ui, colors: &Colors, paragraph: &mut String) {
    let text = std::mem::take(paragraph);
    let level = text.bytes().take_while(|byte| *byte == b'#').count();
    if text.is_empty() {
        ui.add_space(4.0);
        return;
    }
    if level > 0 {
        ui.add_space(6.0);
        let size = if level == 1 { 21.0 } else { 16.0 };
        ui.label(RichText::new(plain(text[level..].trim())).font(theme::bold(size)).color(colors.text));
        return;
    }
    if text.starts_with('|') {
        let cells: Vec<String> = text.trim_matches('|').split(" | ").map(|cell| plain(cell.trim())).collect();
        ui.horizontal_top(|ui| {
            for (index, cell) in cells.iter().enumerate() {
                let width = if index == 0 {
                    170.0
                } else {
                    (ui.available_width() - 8.0).max(120.0) / (cells.len() - index) as f32
                };
                let font = if index == 0 { theme::bold(13.0) } else { theme::body(13.0) };
                ui.allocate_ui(egui::vec2(width, 0.0), |ui| {
                    ui.set_width(width);
                    ui.label(RichText::new(cell).font(font).color(colors.text));
                });
            }
        });
        return;
    }
    let text = match text.strip_prefix("- ") {
        Some(item) => format!("•  {}", plain(item)),
        None => plain(&text),
    };
    ui.label(RichText::new(text).font(theme::body(14.0)).color(colors.text));
}

/// Without the signs of emphasis, code and links.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('[') {
        out.push_str(&rest[..open]);
        let link = rest[open + 1..]
            .split_once("](")
            .and_then(|(words, tail)| Some((words, tail.split_once(')')?.1)));
        match link {
            Some((words, tail)) => {
                out.push_str(words);
                rest = tail;
            }
            None => {
                out.push('[');
                rest = &rest[open + 1..];
            }
        }
    }
    out.push_str(rest);
    out.replace("**", "").replace(['`', '*'], "")
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn signs_of_markdown_are_not_read_aloud() {
        assert_eq!(plain("**P** or `brokerscope present`"), "P or brokerscope present");
        assert_eq!(plain("see [class.md](class.md), *now*"), "see class.md, now");
        assert_eq!(plain("a list [1, 2] stays"), "a list [1, 2] stays");
    }
}
