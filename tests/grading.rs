//! A class is marked: honest work by hand-counted points, and everything that is
//! not honest work by name. Files, sheet and reports go through the program itself.

use brokerscope::base::Instant;
use brokerscope::lab::grade::{Class, Enrolled, Key, Marked, Marking, Verdict, mark, read_roster, sheet};
use brokerscope::scenario::play::{Answer, Deed, Play, Rating, Student};
use brokerscope::scenario::{Scenario, Step, Value, pack};
use brokerscope::text::Lang;
use std::path::Path;
use std::process::{Command, Output};

const LESSON: &str = include_str!("../assets/templates/en.ron");

fn student(number: &str) -> Student {
    let name = format!("Étudiant {number}");
    Student { name: name.into(), number: number.into(), ..Student::default() }
}

/// A session on `file` (the lesson or its copy): the prediction, the readings in turn,
/// whether the broker is brought back, the explanation.
fn session(file: &str, number: &str, predicted: i64, readings: &[i64], returns: bool, why: &str) -> Play {
    let scenario =
        Scenario::parse_for("my-lesson", file.as_bytes(), Some(number)).expect("the lesson is good");
    let mut play = Play::new(&scenario, file.as_bytes(), &student(number)).expect("it boots");
    let say = |step, answer| Deed::Answer { step, answer };
    assert!(play.run_ahead());
    play.apply(say(0, Answer::Value(Value::Number(predicted)))).expect("it is asked");
    assert!(play.run_ahead());
    play.apply(Deed::Next).expect("it is answered");
    for reading in readings {
        play.apply(say(1, Answer::Value(Value::Number(*reading)))).expect("it is asked");
    }
    if readings.is_empty() {
        return play;
    }
    play.apply(Deed::Next).expect("it is answered");
    if !returns {
        return play;
    }
    play.act(brokerscope::story::Action::Restart(1)).expect("the tool is given");
    for _ in 0..60 {
        let to = Instant(play.world().now().0 + 500_000);
        play.advance(to, 1_000_000);
    }
    play.apply(Deed::Next).expect("the goal is reached");
    play.apply(say(3, Answer::Text(why.into()))).expect("it is asked");
    play.apply(Deed::Rate { step: 3, rating: Rating::Partly }).expect("it is answered");
    play
}

fn bytes(play: &Play) -> Vec<u8> {
    brokerscope::lab::exercise_file(play)
}

fn key() -> Key {
    let mut key = Key::default();
    key.add("my-lesson.ron", LESSON.as_bytes()).expect("the key is good");
    key
}

fn marked(bytes: &[u8]) -> Marked {
    mark("TP1_x_1.session", bytes, &key(), Marking::default())
}

/// What each step earned, in hundredths.
fn earned(marked: &Marked) -> Vec<Option<u32>> {
    marked.paper.steps.iter().map(|step| step.earned.map(|points| points.0)).collect()
}

const WHY: &str = "It is a follower until somebody elects it again.";

#[test]
fn honest_work_earns_what_was_done() {
    let right = marked(&bytes(&session(LESSON, "1", 2, &[1], true, WHY)));
    assert_eq!(right.paper.verdicts, [Verdict::Complete]);
    assert_eq!(earned(&right), [Some(200), Some(100), Some(200), None]);
    assert_eq!((right.paper.total().0, right.paper.most().0, right.paper.to_mark().0), (500, 700, 200));
    assert_eq!(right.paper.steps[3].said.en.as_ref(), WHY);
    assert_eq!(right.paper.steps[3].rating, Some(Rating::Partly));

    let wrong = marked(&bytes(&session(LESSON, "2", 1, &[7, 1], true, WHY)));
    assert_eq!(earned(&wrong), [Some(0), Some(50), Some(200), None]);
    assert_eq!(wrong.paper.steps[0].happened.en.as_ref(), "broker 2");
    let effort = Marking { effort_counts: true };
    let wrong = mark("x", &bytes(&session(LESSON, "2", 1, &[7, 1], true, WHY)), &key(), effort);
    assert_eq!(earned(&wrong)[0], Some(200));

    let half = marked(&bytes(&session(LESSON, "3", 2, &[1], false, "")));
    assert_eq!(half.paper.verdicts, [Verdict::Incomplete(2)]);
    assert_eq!(earned(&half), [Some(200), Some(100), None, None]);
}

#[test]
fn a_students_copy_is_marked_like_the_original() {
    let copy = pack("my-lesson", LESSON.as_bytes()).expect("it packs");
    let copy = String::from_utf8(copy.bytes).expect("text");
    let played = marked(&bytes(&session(&copy, "4", 2, &[1], true, WHY)));
    assert_eq!(played.paper.verdicts, [Verdict::Complete]);
    assert_eq!(earned(&played), [Some(200), Some(100), Some(200), None]);
    assert!(!played.paper.steps[3].model.is_empty(), "the model answer comes from the key");
}

#[test]
fn an_edited_file_is_named_with_its_entry() {
    let honest = String::from_utf8(bytes(&session(LESSON, "5", 1, &[1], true, WHY))).expect("text");
    // The wrong prediction becomes the right one.
    let edited = honest.replacen("Value(1)", "Value(2)", 1);
    assert_ne!(honest, edited);
    let verdicts = marked(edited.as_bytes()).paper.verdicts;
    assert!(matches!(verdicts[..], [Verdict::Edited(entry)] if entry > 0), "{verdicts:?}");
    // Another student's name on the same work breaks its first link.
    let renamed = honest.replace("Étudiant 5", "Étudiant 6").replace("\"5\"", "\"6\"");
    assert_ne!(honest, renamed);
    assert_eq!(marked(renamed.as_bytes()).paper.verdicts, [Verdict::Edited(1)]);
}

#[test]
fn what_is_no_session_of_this_key_is_told_and_never_panics() {
    let honest = bytes(&session(LESSON, "7", 2, &[1], true, WHY));
    for end in [0, 1, 30, 200, honest.len() / 2, honest.len() - 3] {
        let verdicts = marked(&honest[..end]).paper.verdicts;
        assert_eq!(verdicts, [Verdict::Damaged], "cut at {end}");
    }
    assert_eq!(marked(b"\xff\xfe\x00").paper.verdicts, [Verdict::Damaged]);
    let other = LESSON.replace("rate: 5", "rate: 6");
    let foreign = marked(&bytes(&session(&other, "8", 2, &[1], true, WHY)));
    assert_eq!(foreign.paper.verdicts, [Verdict::OtherScenario]);
    let renamed = LESSON.replace("id: \"my-lesson\"", "id: \"their-lesson\"");
    let unknown = marked(&bytes(&session(&renamed, "9", 2, &[1], true, WHY)));
    assert_eq!(unknown.paper.verdicts, [Verdict::NotInKey("their-lesson".into())]);
    let newer = String::from_utf8(honest).expect("text").replacen("format: 1", "format: 99", 1);
    let verdicts = marked(newer.as_bytes()).paper.verdicts;
    assert!(matches!(verdicts[..], [Verdict::Newer | Verdict::Edited(_)]), "{verdicts:?}");
}

#[test]
fn a_copied_journal_names_both_files() {
    // The same work under two names, each with a whole chain: what a program could forge.
    let one = marked(&bytes(&session(LESSON, "10", 2, &[1], true, WHY)));
    let two = marked(&bytes(&session(LESSON, "11", 2, &[1], true, WHY)));
    let other =
        marked(&bytes(&session(LESSON, "12", 2, &[1], true, "Because nobody asked the controller to.")));
    let journals = [one.journal, two.journal, other.journal];
    let mut papers = vec![one.paper, two.paper, other.paper];
    for (paper, name) in papers.iter_mut().zip(["one", "two", "other"]) {
        paper.file = name.into();
    }
    let class = Class::new(papers, &journals, Vec::new());
    assert!(class.papers.iter().any(|paper| paper.verdicts.contains(&Verdict::SameJournal("two".into()))));
    assert!(class.papers.iter().any(|paper| paper.verdicts.contains(&Verdict::SameJournal("one".into()))));
    let alone = class.papers.iter().find(|paper| &*paper.file == "other").expect("it is there");
    assert_eq!(alone.verdicts, [Verdict::Complete]);
}

#[test]
fn the_sheet_opens_in_the_spreadsheet_of_the_country() {
    let mut paper = marked(&bytes(&session(LESSON, "13", 2, &[7, 1], true, WHY))).paper;
    paper.student.name = "=HYPERLINK(\"x\")".into();
    let roster: Vec<Enrolled> = read_roster("numéro;nom\n14;Noël\n".as_bytes()).expect("a list");
    let class = Class::new(vec![paper], &[None], roster);
    let french = String::from_utf8(sheet(&class, Lang::Fr)).expect("UTF-8");
    assert!(
        french.starts_with("\u{feff}numéro;nom;binôme;fichier;scénario;verdict;my-lesson next;"),
        "{french}"
    );
    assert!(french.contains(";2;0,5;2;?;4,5;7;2;"), "{french}");
    assert!(french.contains("'=HYPERLINK") && french.contains("\r\n14;Noël;"), "{french}");
    let english = String::from_utf8(sheet(&class, Lang::En)).expect("UTF-8");
    assert!(english.starts_with("number,name,") && english.contains(",2,0.5,2,?,4.5,7,2,"), "{english}");
}

fn program(arguments: &[&str], directory: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_brokerscope"))
        .args(arguments)
        .current_dir(directory)
        .output()
        .expect("the program runs")
}

#[test]
fn new_pack_and_grade_from_the_command_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    assert!(program(&["new", "my-lesson"], at).status.success());
    assert!(!program(&["new", "my-lesson"], at).status.success(), "nothing is overwritten");
    assert!(program(&["check", "my-lesson.ron"], at).status.success());
    std::fs::create_dir(at.join("key")).expect("a folder");
    std::fs::rename(at.join("my-lesson.ron"), at.join("key/my-lesson.ron")).expect("it moves");
    let packed = program(&["pack", "key/my-lesson.ron", "--student", "copies"], at);
    let told = String::from_utf8_lossy(&packed.stdout).into_owned();
    assert!(packed.status.success() && told.contains("next ") && told.contains("why "), "{told}");
    let copy = std::fs::read_to_string(at.join("copies/my-lesson.ron")).expect("it was written");
    std::fs::create_dir(at.join("in")).expect("a folder");
    let work = bytes(&session(&copy, "15", 1, &[1], true, "Un suiveur attend une élection."));
    std::fs::write(at.join("in/TP1_a_15.session"), work).expect("it is written");
    std::fs::write(at.join("in/TP1_b_16.session"), b"nothing").expect("it is written");
    std::fs::write(at.join("class.csv"), "numéro;nom\n15;Zoé\n17;Léo\n").expect("it is written");
    let graded = program(
        &[
            "grade",
            "in",
            "--key",
            "key",
            "--roster",
            "class.csv",
            "-o",
            "marks.csv",
            "--reports",
            "reports",
            "--lang",
            "fr",
        ],
        at,
    );
    let told = String::from_utf8_lossy(&graded.stderr).into_owned();
    assert_eq!(graded.status.code(), Some(1), "a damaged file is for a person to look at: {told}");
    assert!(told.contains("17 Léo") && told.contains("TP1_b_16.session"), "{told}");
    let marks = std::fs::read_to_string(at.join("marks.csv")).expect("it was written");
    assert!(marks.contains("15;Zoé;;TP1_a_15.session;my-lesson;complet;0;1;2;?;3;7;2;"), "{marks}");
    let report = std::fs::read_to_string(at.join("reports/TP1_a_15.html")).expect("it was written");
    assert!(report.contains("Un suiveur attend une élection.") && report.contains("<!DOCTYPE html>"));
    assert!(at.join("reports/TP1_a_15.md").is_file() && at.join("reports/class.html").is_file());
    let explained = program(&["grade", "in", "--key", "key", "-o", "m.csv", "--explain", "why"], at);
    assert!(String::from_utf8_lossy(&explained.stdout).contains("Un suiveur attend une élection."));
}

#[test]
fn both_templates_are_one_lesson() {
    let french = include_str!("../assets/templates/fr.ron");
    let code = |text: &str| -> Vec<String> {
        text.lines().map(|line| line.split("//").next().unwrap_or_default().trim_end().to_owned()).collect()
    };
    assert_eq!(code(LESSON), code(french));
    let scenario = Scenario::parse("my-lesson", LESSON.as_bytes()).expect("it is good");
    assert!(scenario.warnings.is_empty(), "{:?}", scenario.warnings);
    assert!(scenario.steps.iter().any(|step| matches!(step, Step::Do { .. })));
}
