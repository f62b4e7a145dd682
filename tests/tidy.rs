//! The house rules that a test can hold: rooms import downwards only, files stay
//! small, every file opens with what it is.

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms, bottom to top. A room may import itself and those before it.
const ROOMS: [&str; 22] = [
    "base",
    "text",
    "sim",
    "protocol",
    "config",
    "story",
    "storage",
    "metadata",
    "assignor",
    "controller",
    "coordinator",
    "broker",
    "client",
    "console",
    "world",
    "invariants",
    "history",
    "scenario",
    "lab",
    "runtime",
    "app",
    "cli",
];

/// Rooms that meet only in `protocol`.
const STRANGERS: [(&str, &str); 4] =
    [("client", "broker"), ("client", "controller"), ("console", "broker"), ("console", "controller")];

/// Longest file, tests included.
const MOST_LINES: usize = 600;

#[test]
fn rooms_import_downwards_only() {
    let mut wrong = Vec::new();
    for (file, text) in sources("src") {
        let Some(room) = room_of(&file) else { continue };
        for imported in imports(&text) {
            let level = |name: &str| ROOMS.iter().position(|room| *room == name);
            let Some(other) = level(&imported) else { continue };
            let is_upward = other > level(&room).unwrap_or(usize::MAX);
            let is_strange = STRANGERS.contains(&(room.as_str(), imported.as_str()));
            if is_upward || is_strange {
                wrong.push(format!("{} imports {imported}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "upward imports:\n{}", wrong.join("\n"));
}

#[test]
fn every_room_is_a_folder() {
    for room in ROOMS {
        assert!(Path::new("src").join(room).join("mod.rs").is_file(), "no room {room}");
    }
}

#[test]
fn files_are_small_and_say_what_they_are() {
    let mut wrong = Vec::new();
    for (file, text) in sources("src").into_iter().chain(sources("tests")).chain(sources("benches")) {
        if text.lines().count() > MOST_LINES {
            wrong.push(format!("{} has {} lines", file.display(), text.lines().count()));
        }
        if !text.starts_with("//!") {
            wrong.push(format!("{} does not open with //!", file.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_engine_has_no_floats() {
    let mut wrong = Vec::new();
    for (file, text) in sources("src") {
        let Some(room) = room_of(&file) else { continue };
        if ["lab", "runtime", "app", "cli"].contains(&room.as_str()) {
            continue;
        }
        for (number, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            if code.contains("f64") || code.contains("f32") {
                wrong.push(format!("{}:{}", file.display(), number + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "floats below lab/:\n{}", wrong.join("\n"));
}

#[test]
fn the_engine_knows_no_machine() {
    let mut wrong = Vec::new();
    for (file, text) in sources("src") {
        let Some(room) = room_of(&file) else { continue };
        if ["runtime", "app", "cli"].contains(&room.as_str()) {
            continue;
        }
        for (number, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            let banned =
                ["std::thread", "std::fs", "std::net", "std::time", "std::env", "tokio", "static mut"];
            if banned.iter().any(|word| code.contains(word)) {
                wrong.push(format!("{}:{}", file.display(), number + 1));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "clock, thread, socket, file or global in lab/ or below:\n{}",
        wrong.join("\n")
    );
}

fn room_of(file: &Path) -> Option<String> {
    let mut parts = file.strip_prefix("src").ok()?.components();
    let first = parts.next()?.as_os_str().to_str()?.to_owned();
    parts.next().map(|_| first)
}

/// The rooms named after `crate::` anywhere in the code.
fn imports(text: &str) -> Vec<String> {
    let code =
        text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let named = code
        .split("crate::")
        .skip(1)
        .map(|rest| rest.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect::<String>());
    named.collect()
}

fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut open = vec![PathBuf::from(folder)];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).expect("sources are UTF-8");
                found.push((path, text));
            }
        }
    }
    found.sort();
    found
}
