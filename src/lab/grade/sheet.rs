//! The marks as a spreadsheet reads them: one line per file, in the order of the class list.
//!
//! French Excel splits at semicolons, wants a byte order mark to see UTF-8 and a
//! comma in its decimals; the English one wants commas and points.

use super::class::Class;
use super::paper::{Paper, StepMark};
use crate::base::Text;
use crate::t;
use crate::text::Lang;

/// The whole sheet.
#[must_use]
pub fn sheet(class: &Class, lang: Lang) -> Vec<u8> {
    let steps = columns(class);
    let delimiter = if lang == Lang::Fr { b';' } else { b',' };
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    // A vector takes every byte.
    let _ = writer.write_record(heads(&steps, lang));
    for paper in &class.papers {
        let _ = writer.write_record(row(class, paper, &steps, lang));
    }
    for missing in &class.missing {
        let mut cells =
            vec![safe(&missing.number), safe(&missing.name), String::new(), String::new(), String::new()];
        cells.push(t!(lang, "verdict-missing"));
        cells.resize(heads(&steps, lang).len(), String::new());
        let _ = writer.write_record(cells);
    }
    let mut bytes = if lang == Lang::Fr { "\u{feff}".as_bytes().to_vec() } else { Vec::new() };
    bytes.extend(writer.into_inner().unwrap_or_default());
    bytes
}

/// Every step of every scenario of the class: scenario and step.
fn columns(class: &Class) -> Vec<(Text, Text)> {
    let mut columns: Vec<(Text, Text)> = Vec::new();
    for paper in &class.papers {
        for step in &paper.steps {
            let column = (paper.scenario.clone(), step.id.clone());
            if !columns.contains(&column) {
                columns.push(column);
            }
        }
    }
    // Scenarios in order, the steps of each as the file has them.
    columns.sort_by(|one, other| one.0.cmp(&other.0));
    columns
}

fn heads(steps: &[(Text, Text)], lang: Lang) -> Vec<String> {
    let first = ["number", "name", "partner", "file", "scenario", "verdict"];
    let last = ["total", "most", "to-mark", "hints", "beliefs", "receipt"];
    let said = |name: &&str| crate::text::tr(lang, &format!("column-{name}"), &[]);
    let steps = steps.iter().map(|(scenario, step)| format!("{scenario} {step}"));
    first.iter().map(said).chain(steps).chain(last.iter().map(said)).collect()
}

fn row(class: &Class, paper: &Paper, steps: &[(Text, Text)], lang: Lang) -> Vec<String> {
    let verdicts: Vec<String> = paper.verdicts.iter().map(|verdict| verdict.told(lang)).collect();
    let (number, name) = class.called(paper);
    let mut cells = vec![
        safe(&number),
        safe(&name),
        safe(&paper.student.partner),
        safe(&paper.file),
        safe(&paper.scenario),
        safe(&verdicts.join(" · ")),
    ];
    for (scenario, id) in steps {
        let step = paper.steps.iter().find(|step| step.id == *id && paper.scenario == *scenario);
        cells.push(step.map_or_else(String::new, |step| points(step, lang)));
    }
    let is_read = !paper.steps.is_empty();
    let when_read = |text: String| if is_read { text } else { String::new() };
    cells.push(when_read(paper.total().written(lang)));
    cells.push(when_read(paper.most().written(lang)));
    cells.push(when_read(paper.to_mark().written(lang)));
    cells.push(when_read(paper.hints().to_string()));
    cells.push(paper.beliefs().join(" "));
    cells.push(paper.receipt.to_string());
    cells
}

fn points(step: &StepMark, lang: Lang) -> String {
    match step.earned {
        Some(earned) => earned.written(lang),
        None if step.is_to_mark => "?".to_owned(),
        None if step.is_skipped => "–".to_owned(),
        None => String::new(),
    }
}

/// A spreadsheet takes a cell that begins like a formula for one: names are no formulas.
fn safe(text: &str) -> String {
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(300).collect();
    if clean.starts_with(['=', '+', '-', '@']) { format!("'{clean}") } else { clean }
}
