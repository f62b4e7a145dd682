//! The written word against the code: what a document calls complete is complete,
//! and links lead somewhere.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

fn read(path: &str) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Words between backticks.
fn quoted(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

/// The variants of an enum of the sources: the lines that begin with a capital, one step in.
fn variants(path: &str, name: &str) -> Vec<String> {
    let text = read(path);
    let body = text.split(&format!("pub enum {name} {{")).nth(1).unwrap_or_else(|| panic!("no {name}"));
    let body = body.split("\n}").next().unwrap_or_default();
    let lines = body.lines().filter_map(|line| line.strip_prefix("    "));
    let words = lines.filter(|line| line.starts_with(|c: char| c.is_ascii_uppercase()));
    words.map(|line| line.chars().take_while(char::is_ascii_alphanumeric).collect()).collect()
}

/// The kinds a person reads, as `src/story/kinds.rs` names them.
fn story_kinds() -> Vec<String> {
    let text = read("src/story/kinds.rs");
    let (names, story) = text.split_once("fn is_story").expect("both functions are there");
    let named = names.lines().filter_map(|line| line.trim().strip_prefix("F::")?.split_once(" { .. } => \""));
    let fine: Vec<_> =
        story.split("Self::").skip(1).filter_map(|rest| rest.split_whitespace().next()).collect();
    named
        .filter(|(fact, _)| !fine.contains(fact))
        .map(|(_, rest)| rest.trim_end_matches("\",").to_owned())
        .collect()
}

/// Kind to fields, each with whether it may be left out, from the tables of `docs/events.md`.
fn documented_events() -> BTreeMap<String, Vec<(String, bool)>> {
    let text = read("docs/events.md");
    let rows = text.lines().filter(|line| line.starts_with("| `") && line.matches(" | ").count() == 2);
    let of = |row: &str| {
        let cells: Vec<_> = row.split(" | ").collect();
        let kind = quoted(cells[0])[0].to_owned();
        let optional = |field: &str| cells[1].contains(&format!("`{field}`?"));
        let fields = quoted(cells[1]).into_iter().map(|field| (field.to_owned(), optional(field)));
        (kind, fields.collect())
    };
    rows.map(of).collect()
}

#[test]
fn every_story_kind_is_documented_and_no_other() {
    let (kinds, documented) = (story_kinds(), documented_events());
    assert!(kinds.len() > 40, "{kinds:?}");
    let missing: Vec<_> = kinds.iter().filter(|kind| !documented.contains_key(*kind)).collect();
    assert!(missing.is_empty(), "not in docs/events.md: {missing:?}");
    let unknown: Vec<_> = documented.keys().filter(|kind| !kinds.contains(kind)).collect();
    assert!(unknown.is_empty(), "docs/events.md names what does not exist: {unknown:?}");
}

#[test]
fn real_events_have_the_documented_fields() {
    let documented = documented_events();
    for scenario in ["02-first-broker", "07-retention", "08-rebalancing", "11-broker-dies"] {
        let run = Command::new(env!("CARGO_BIN_EXE_brokerscope"))
            .args(["run", scenario, "--format", "json"])
            .output()
            .expect("the program starts");
        let printed = String::from_utf8(run.stdout).expect("the output is UTF-8");
        for line in printed.lines().filter(|line| line.starts_with('{')) {
            let event: serde_json::Map<String, serde_json::Value> = serde_json::from_str(line).expect(line);
            let fields = &documented[event["kind"].as_str().expect("a kind is a text")];
            for name in event.keys().filter(|name| !["at_us", "seq", "kind"].contains(&name.as_str())) {
                assert!(fields.iter().any(|(field, _)| field == name), "{name} is not documented: {line}");
            }
            for (field, is_optional) in fields {
                assert!(*is_optional || event.contains_key(field), "no {field}: {line}");
            }
        }
    }
}

#[test]
fn the_scenario_format_names_every_word() {
    let text = read("docs/scenario-format.md");
    let is_named = |word: &str| {
        text.match_indices(word).any(|(at, _)| {
            let around = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_alphanumeric());
            around(text[..at].chars().next_back()) && around(text[at + word.len()..].chars().next())
        })
    };
    let lists = [
        ("src/scenario/reading.rs", "Reading"),
        ("src/scenario/check.rs", "Check"),
        ("src/scenario/event.rs", "Event"),
        ("src/scenario/action.rs", "Tool"),
        ("src/scenario/model.rs", "Actor"),
        ("src/scenario/step.rs", "Step"),
    ];
    let mut missing = Vec::new();
    for (path, name) in lists {
        let words = variants(path, name);
        assert!(words.len() > 4, "{name}: {words:?}");
        missing
            .extend(words.into_iter().filter(|word| !is_named(word)).map(|word| format!("{name}::{word}")));
    }
    assert!(missing.is_empty(), "not in docs/scenario-format.md: {missing:?}");
}

#[test]
fn relative_links_lead_somewhere() {
    let mut documents = vec!["README.md".to_owned(), "ARCHITECTURE.md".to_owned()];
    for entry in fs::read_dir("docs").expect("docs/ is there").flatten() {
        documents.push(entry.path().to_string_lossy().into_owned());
    }
    let mut broken = Vec::new();
    for document in documents.iter().filter(|path| path.ends_with(".md")) {
        let folder = Path::new(document).parent().unwrap_or(Path::new(""));
        for link in read(document).split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let path = link.split('#').next().unwrap_or_default();
            let is_local = !path.is_empty() && !path.contains("://");
            if is_local && !folder.join(path).exists() {
                broken.push(format!("{document}: {link}"));
            }
        }
    }
    assert!(broken.is_empty(), "links to nowhere:\n{}", broken.join("\n"));
}

#[test]
fn the_architecture_names_files_that_exist() {
    let text = read("ARCHITECTURE.md");
    let paths = quoted(&text).into_iter().filter(|word| {
        ["src/", "tests/", "benches/", "assets/", "docs/"].iter().any(|folder| word.starts_with(folder))
            && !word.contains(['<', '*', ' ', '{'])
    });
    let gone: Vec<_> = paths.filter(|path| !Path::new(path).exists()).collect();
    assert!(gone.is_empty(), "ARCHITECTURE.md names files that do not exist: {gone:?}");
}

/// A scenario with three mistakes, the one whose errors the README shows.
const BAD: &str = r#"Scenario(
  format: 1, id: "bad", minutes: 5, level: 1,
  title: (en: "Bad", fr: "Mauvais"), goal: (en: "See errors.", fr: "Voir des erreurs."),
  cluster: (seed: 1, brokers: 2, topics: [(name: "orders", partitions: 1, rf: 3)]),
  actors: [Producer(name: "shop", topic: "order", rate: 5)],
  timeline: [(at: "0s", do: Start("shop"))],
)
"#;

/// Digests may differ from what a document shows: they change with every change of the engine.
#[test]
fn the_readme_shows_real_output() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("bad.ron"), BAD).expect("it can be written");
    let text = read("README.md");
    let blocks = text.split("```console\n").skip(1).filter_map(|rest| rest.split("```").next());
    let mut told = String::new();
    for line in blocks.flat_map(str::lines) {
        if let Some(command) = line.strip_prefix("$ brokerscope ") {
            let output = Command::new(env!("CARGO_BIN_EXE_brokerscope"))
                .args(command.split(' '))
                .current_dir(folder.path())
                .output()
                .expect("the program starts");
            told = format!(
                "{}{}",
                String::from_utf8_lossy(&output.stdout),
                String::from_utf8_lossy(&output.stderr)
            );
        } else if line != "…" && !line.starts_with("digest: ") {
            assert!(told.lines().any(|real| real == line), "README shows a line that is not printed: {line}");
        }
    }
    assert!(told.contains("expect 1"), "the last example is a run");
}
