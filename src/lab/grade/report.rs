//! What is printed for one student, and for the teacher about the class.

use super::class::Class;
use super::page::Block;
use super::paper::{Paper, StepMark};
use crate::base::Text;
use crate::lab::view::StepKind;
use crate::scenario::Rating;
use crate::t;
use crate::text::{Lang, tr};

/// A picture of a step's decisive moment: PNG bytes.
pub type Pictures<'p> = &'p mut dyn FnMut(&StepMark) -> Option<Vec<u8>>;

/// The report of one student. `for_teacher` adds model answers.
#[must_use]
pub fn report(
    paper: &Paper,
    name: &str,
    lang: Lang,
    for_teacher: bool,
    pictures: Pictures<'_>,
) -> Vec<Block> {
    let mut blocks = vec![Block::Title(format!("{} · {name}", paper.title.get(lang)))];
    let verdicts: Vec<String> = paper.verdicts.iter().map(|verdict| verdict.told(lang)).collect();
    let mut facts = vec![
        (t!(lang, "column-number"), paper.student.number.to_string()),
        (t!(lang, "column-verdict"), verdicts.join(" · ")),
        (
            t!(lang, "column-total"),
            t!(
                lang,
                "total-of",
                total = paper.total().written(lang),
                most = paper.most().written(lang),
                open = paper.to_mark().written(lang)
            ),
        ),
        (t!(lang, "column-hints"), paper.hints().to_string()),
        (t!(lang, "column-receipt"), paper.receipt.to_string()),
    ];
    if !paper.student.partner.is_empty() {
        facts.insert(1, (t!(lang, "column-partner"), paper.student.partner.to_string()));
    }
    blocks.push(Block::Facts(facts));
    for (index, step) in paper.steps.iter().enumerate() {
        step_blocks(&mut blocks, index, step, lang, for_teacher);
        if let (true, Some(png)) = (step.decided.is_some(), pictures(step)) {
            let caption = t!(lang, "report-moment", at = step.decided_at.to_string());
            blocks.push(Block::Picture(format!("{}-{}.png", index + 1, step.id), png, caption));
        }
    }
    if !paper.history.is_empty() {
        blocks.push(Block::Heading(t!(lang, "report-history")));
        blocks.extend(paper.history.iter().map(|words| Block::Paragraph(words.get(lang).to_owned())));
    }
    reflection(&mut blocks, paper, lang);
    blocks
}

fn step_blocks(blocks: &mut Vec<Block>, index: usize, step: &StepMark, lang: Lang, for_teacher: bool) {
    let kind = tr(lang, kind_key(step.kind), &[]);
    blocks.push(Block::Heading(format!("{}. {kind} · {}", index + 1, step.ask.get(lang))));
    if step.is_skipped || !step.is_done {
        let key = if step.is_skipped { "step-was-skipped" } else { "step-not-done" };
        blocks.push(Block::Paragraph(tr(lang, key, &[])));
        return;
    }
    if step.kind == StepKind::Explain {
        blocks.push(Block::Quote(t!(lang, "report-answer"), step.said.get(lang).to_owned()));
        if for_teacher && !step.model.is_empty() {
            blocks.push(Block::Quote(t!(lang, "report-model"), step.model.get(lang).to_owned()));
        }
    }
    let mut facts = Vec::new();
    if step.kind != StepKind::Explain && !step.said.is_empty() {
        let key = if step.kind == StepKind::Predict { "report-predicted" } else { "report-answered" };
        facts.push((tr(lang, key, &[]), step.said.get(lang).to_owned()));
    }
    if !step.happened.is_empty() {
        facts.push((t!(lang, "report-happened"), step.happened.get(lang).to_owned()));
    }
    if let Some(belief) = &step.belief {
        facts.push((t!(lang, "report-belief"), belief_words(belief, lang)));
    }
    if let Some(rating) = step.rating {
        facts.push((t!(lang, "report-rating"), rating_words(rating, lang)));
    }
    let earned = step.earned.map_or_else(|| "?".to_owned(), |earned| earned.written(lang));
    facts.push((t!(lang, "report-points"), format!("{earned} / {}", step.most.written(lang))));
    if step.tries > 1 {
        facts.push((t!(lang, "report-tries"), step.tries.to_string()));
    }
    if step.hints > 0 {
        facts.push((t!(lang, "column-hints"), step.hints.to_string()));
    }
    blocks.push(Block::Facts(facts));
}

/// *I believed / I saw / I keep*, for what was predicted.
fn reflection(blocks: &mut Vec<Block>, paper: &Paper, lang: Lang) {
    let predicted = paper.steps.iter().filter(|step| step.kind == StepKind::Predict && !step.said.is_empty());
    let rows: Vec<Vec<String>> = predicted
        .map(|step| {
            vec![step.said.get(lang).to_owned(), step.happened.get(lang).to_owned(), step.kept.to_string()]
        })
        .collect();
    if rows.is_empty() {
        return;
    }
    blocks.push(Block::Heading(t!(lang, "report-reflection")));
    let heads = ["report-believed", "report-saw", "report-keep"].map(|key| tr(lang, key, &[]));
    blocks.push(Block::Table(heads.to_vec(), rows));
}

/// The page about the class: marks, who is missing, beliefs, every explanation side by side.
#[must_use]
pub fn class_page(class: &Class, lang: Lang) -> Vec<Block> {
    let mut blocks = vec![Block::Title(t!(lang, "class-title"))];
    blocks.push(Block::Facts(vec![
        (t!(lang, "class-files"), class.papers.len().to_string()),
        (t!(lang, "class-missing"), class.missing.len().to_string()),
    ]));
    if !class.missing.is_empty() {
        blocks.push(Block::Heading(t!(lang, "class-missing")));
        let names: Vec<String> =
            class.missing.iter().map(|enrolled| format!("{} ({})", enrolled.name, enrolled.number)).collect();
        blocks.push(Block::Paragraph(names.join(", ")));
    }
    let held = class.beliefs();
    if !held.is_empty() {
        blocks.push(Block::Heading(t!(lang, "class-beliefs")));
        let rows = held
            .iter()
            .map(|held| vec![belief_words(&held.belief, lang), format!("{} / {}", held.students, held.of)]);
        blocks.push(Block::Table(vec![t!(lang, "class-belief"), t!(lang, "class-held-by")], rows.collect()));
    }
    blocks.push(Block::Heading(t!(lang, "class-marks")));
    let heads = ["column-name", "column-scenario", "column-verdict", "column-total", "column-to-mark"];
    let rows = class.papers.iter().map(|paper| {
        let verdicts: Vec<String> = paper.verdicts.iter().map(|verdict| verdict.told(lang)).collect();
        let total = format!("{} / {}", paper.total().written(lang), paper.most().written(lang));
        let name = class.called(paper).1;
        vec![
            name.to_string(),
            paper.scenario.to_string(),
            verdicts.join(" · "),
            total,
            paper.to_mark().written(lang),
        ]
    });
    blocks.push(Block::Table(heads.map(|key| tr(lang, key, &[])).to_vec(), rows.collect()));
    for (scenario, step, ask) in class.questions() {
        blocks.push(Block::Heading(format!("{scenario} · {}", ask.get(lang))));
        blocks.extend(explained(class, &scenario, &step, lang));
    }
    blocks
}

/// One question in free text, with everybody's answer.
#[must_use]
pub fn explained(class: &Class, scenario: &str, step: &str, lang: Lang) -> Vec<Block> {
    let quote = |answer: super::class::Explained| {
        let rating = answer.rating.map(|rating| format!(" · {}", rating_words(rating, lang)));
        Block::Quote(
            format!("{}{}", answer.name, rating.unwrap_or_default()),
            answer.text.get(lang).to_owned(),
        )
    };
    class.explained(scenario, step).into_iter().map(quote).collect()
}

/// A belief with its number, in words.
#[must_use]
pub fn belief_words(belief: &Text, lang: Lang) -> String {
    format!("{belief} · {}", tr(lang, &format!("belief-{}", belief.to_lowercase()), &[]))
}

fn rating_words(rating: Rating, lang: Lang) -> String {
    let key = match rating {
        Rating::Same => "rating-same",
        Rating::Partly => "rating-partly",
        Rating::Different => "rating-different",
    };
    tr(lang, key, &[])
}

const fn kind_key(kind: StepKind) -> &'static str {
    match kind {
        StepKind::Predict => "kind-predict",
        StepKind::Do => "kind-do",
        StepKind::Observe => "kind-observe",
        StepKind::Explain => "kind-explain",
        StepKind::Quiz => "kind-quiz",
    }
}
