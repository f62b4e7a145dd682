//! The class as a whole: who is missing, what many believed, whose files are alike.

use super::paper::{Paper, Verdict};
use super::roster::{Enrolled, same_number};
use crate::base::Text;
use crate::lab::view::{StepKind, Words};
use crate::scenario::Rating;
use std::collections::{BTreeMap, BTreeSet};

/// A class, marked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Class {
    /// Every file, in the order of the list; those of nobody on it at the end.
    pub papers: Vec<Paper>,
    /// Those of whom no file was found, neither as student nor as partner.
    pub missing: Vec<Enrolled>,
    /// The list.
    pub roster: Vec<Enrolled>,
}

/// How many students held a belief.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Its number.
    pub belief: Text,
    /// How many.
    pub students: usize,
    /// Of how many who answered a question in which it could be chosen.
    pub of: usize,
}

/// One student's answer to a question in free text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    /// Who.
    pub name: Text,
    /// The answer.
    pub text: Words,
    /// The own rating.
    pub rating: Option<Rating>,
}

impl Class {
    /// Puts marked files beside the list. `journals` are the files' journals without
    /// who wrote them, as digests; `None` for what is too short to tell.
    #[must_use]
    pub fn new(mut papers: Vec<Paper>, journals: &[Option<[u8; 32]>], roster: Vec<Enrolled>) -> Self {
        name_same_journals(&mut papers, journals);
        name_doubles(&mut papers);
        let place = |paper: &Paper| {
            roster.iter().position(|enrolled| same_number(&enrolled.number, &paper.student.number))
        };
        for paper in &mut papers {
            let is_known = !paper.student.number.is_empty() || !paper.student.name.is_empty();
            if !roster.is_empty() && is_known && place(paper).is_none() {
                paper.verdicts.push(Verdict::NotOnRoster);
            }
        }
        papers.sort_by_key(|paper| {
            (place(paper).unwrap_or(usize::MAX), paper.scenario.clone(), paper.file.clone())
        });
        let partners: BTreeSet<String> = papers
            .iter()
            .map(|paper| plain_name(&paper.student.partner))
            .filter(|name| !name.is_empty())
            .collect();
        let is_here = |enrolled: &&Enrolled| {
            papers.iter().any(|paper| same_number(&enrolled.number, &paper.student.number))
                || partners.contains(&plain_name(&enrolled.name))
        };
        let missing = roster.iter().filter(|enrolled| !is_here(enrolled)).cloned().collect();
        Self { papers, missing, roster }
    }

    /// The number and name of a paper: the list's when it is on it, else its own.
    #[must_use]
    pub fn called(&self, paper: &Paper) -> (Text, Text) {
        let enrolled =
            self.roster.iter().find(|enrolled| same_number(&enrolled.number, &paper.student.number));
        match enrolled {
            Some(enrolled) => (enrolled.number.clone(), enrolled.name.clone()),
            None => (paper.student.number.clone(), paper.student.name.clone()),
        }
    }

    /// Beliefs, those of most students first.
    #[must_use]
    pub fn beliefs(&self) -> Vec<Held> {
        let mut held: BTreeMap<Text, usize> = BTreeMap::new();
        for belief in self.papers.iter().flat_map(Paper::beliefs) {
            *held.entry(belief).or_default() += 1;
        }
        let of = self.papers.iter().filter(|paper| !paper.steps.is_empty()).count();
        let mut ranked: Vec<Held> =
            held.into_iter().map(|(belief, students)| Held { belief, students, of }).collect();
        ranked.sort_by(|one, other| {
            other.students.cmp(&one.students).then_with(|| one.belief.cmp(&other.belief))
        });
        ranked
    }

    /// Every question in free text: scenario, step, the question.
    #[must_use]
    pub fn questions(&self) -> Vec<(Text, Text, Words)> {
        let mut questions: Vec<(Text, Text, Words)> = Vec::new();
        for paper in &self.papers {
            for step in paper.steps.iter().filter(|step| step.kind == StepKind::Explain) {
                let is_known =
                    questions.iter().any(|(scenario, id, _)| *scenario == paper.scenario && *id == step.id);
                if !is_known {
                    questions.push((paper.scenario.clone(), step.id.clone(), step.ask.clone()));
                }
            }
        }
        questions
    }

    /// Everybody's answer to one question in free text.
    #[must_use]
    pub fn explained(&self, scenario: &str, step: &str) -> Vec<Explained> {
        let mut answers = Vec::new();
        for paper in self.papers.iter().filter(|paper| &*paper.scenario == scenario) {
            let found = paper.steps.iter().find(|mark| &*mark.id == step && !mark.said.is_empty());
            if let Some(mark) = found {
                let (_, name) = self.called(paper);
                answers.push(Explained { name, text: mark.said.clone(), rating: mark.rating });
            }
        }
        answers
    }
}

/// Both of two files with one journal are named.
fn name_same_journals(papers: &mut [Paper], journals: &[Option<[u8; 32]>]) {
    let mut first: BTreeMap<[u8; 32], usize> = BTreeMap::new();
    for (index, journal) in journals.iter().enumerate() {
        let Some(journal) = journal else { continue };
        match first.get(journal).copied() {
            Some(other) if other < papers.len() && index < papers.len() => {
                let (this, that) = (papers[index].file.clone(), papers[other].file.clone());
                papers[index].verdicts.push(Verdict::SameJournal(that));
                papers[other].verdicts.push(Verdict::SameJournal(this));
            }
            _ => {
                first.insert(*journal, index);
            }
        }
    }
}

/// Two files of one student for one scenario: both are marked, a person decides.
fn name_doubles(papers: &mut [Paper]) {
    for index in 0..papers.len() {
        let twin = (0..papers.len()).find(|other| {
            let (one, two) = (&papers[index], &papers[*other]);
            *other != index
                && !one.scenario.is_empty()
                && one.scenario == two.scenario
                && same_number(&one.student.number, &two.student.number)
        });
        if let Some(twin) = twin {
            let file = papers[twin].file.clone();
            papers[index].verdicts.push(Verdict::Double(file));
        }
    }
}

/// A name as two people may write it differently.
fn plain_name(name: &str) -> String {
    let mut words: Vec<String> = name
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    words.sort();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Student;

    fn paper(file: &str, number: &str, partner: &str) -> Paper {
        let student = Student {
            name: format!("Name {number}").into(),
            number: number.into(),
            partner: partner.into(),
            tp: "TP1".into(),
        };
        Paper { file: file.into(), student, scenario: "04-keys".into(), ..Paper::default() }
    }

    fn enrolled(number: &str, name: &str) -> Enrolled {
        Enrolled { number: number.into(), name: name.into() }
    }

    #[test]
    fn who_is_missing_double_or_unknown() {
        let papers = vec![
            paper("b", "2", ""),
            paper("c", "2", ""),
            paper("a", "1", "DURAND Zoé"),
            paper("x", "9", ""),
        ];
        let roster =
            vec![enrolled("1", "A"), enrolled("2", "B"), enrolled("3", "Zoé Durand"), enrolled("4", "D")];
        let class = Class::new(papers, &[None, None, None, None], roster);
        let files: Vec<&str> = class.papers.iter().map(|paper| &*paper.file).collect();
        assert_eq!(files, ["a", "b", "c", "x"]);
        assert_eq!(class.papers[1].verdicts, [Verdict::Double("c".into())]);
        assert_eq!(class.papers[2].verdicts, [Verdict::Double("b".into())]);
        assert_eq!(class.papers[3].verdicts, [Verdict::NotOnRoster]);
        assert_eq!(class.missing, [enrolled("4", "D")]);
    }

    #[test]
    fn one_journal_in_two_files_names_both() {
        let papers = vec![paper("a", "1", ""), paper("b", "2", ""), paper("c", "3", "")];
        let journals = [Some([7; 32]), Some([8; 32]), Some([7; 32])];
        let class = Class::new(papers, &journals, Vec::new());
        assert_eq!(class.papers[0].verdicts, [Verdict::SameJournal("c".into())]);
        assert!(class.papers[1].verdicts.is_empty());
        assert_eq!(class.papers[2].verdicts, [Verdict::SameJournal("a".into())]);
    }
}
