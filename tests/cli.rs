//! The commands as a person or a script meets them: what they print, and their exit codes.

use std::io::Read;
use std::process::{Command, Output, Stdio};

fn brokerscope(arguments: &[&str]) -> Output {
    command(arguments).output().expect("the program starts")
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_brokerscope"));
    command.args(arguments);
    // Nothing of the machine it runs on may show.
    for name in ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "LANG", "LC_ALL", "LC_MESSAGES"] {
        command.env_remove(name);
    }
    command
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A file with this content, gone after the test.
fn file(content: &str) -> tempfile::NamedTempFile {
    let file = tempfile::Builder::new().suffix(".ron").tempfile().unwrap();
    std::fs::write(file.path(), content).unwrap();
    file
}

#[test]
fn list_names_every_shipped_scenario() {
    let output = brokerscope(&["list"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stdout).lines().any(|line| line.starts_with("11-broker-dies  ")));
    let french = brokerscope(&["list", "--lang", "fr"]);
    assert_ne!(output.stdout, french.stdout);
}

#[test]
fn check_tells_good_from_bad() {
    assert_eq!(brokerscope(&["check", "11-broker-dies"]).status.code(), Some(0));
    let bad = file("Scenario(format: 1, clustr: ())");
    let output = brokerscope(&["check", "11-broker-dies", &bad.path().to_string_lossy()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("clustr"), "{}", text(&output.stderr));
    assert_eq!(brokerscope(&["check", "no-such-file.ron"]).status.code(), Some(1));
}

#[test]
fn a_bad_file_or_command_line_ends_with_two() {
    let bad = file("Scenario(");
    assert_eq!(brokerscope(&["run", &bad.path().to_string_lossy()]).status.code(), Some(2));
    assert_eq!(brokerscope(&["run", "no-such-file.ron"]).status.code(), Some(2));
    assert_eq!(brokerscope(&["run", "11-broker-dies", "--until", "soon"]).status.code(), Some(2));
    assert_eq!(brokerscope(&["--no-such-option"]).status.code(), Some(2));
}

#[test]
fn a_run_ends_with_its_digest_and_is_repeatable() {
    let run = ["run", "11-broker-dies", "--until", "12s"];
    let (one, other) = (brokerscope(&run), brokerscope(&run));
    assert_eq!(one.stdout, other.stdout);
    let printed = text(&one.stdout);
    assert!(printed.contains("Broker 2 loses power"), "{printed}");
    let digest = printed.lines().last().and_then(|line| line.strip_prefix("digest: ")).unwrap();
    assert!(digest.len() == 16 && digest.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let seeded = brokerscope(&["run", "11-broker-dies", "--until", "12s", "--seed", "99"]);
    assert_ne!(text(&seeded.stdout).lines().last(), printed.lines().last());
}

#[test]
fn french_changes_the_words_and_nothing_else() {
    let english = brokerscope(&["run", "11-broker-dies", "--until", "12s"]);
    let french = brokerscope(&["run", "11-broker-dies", "--until", "12s", "--lang", "fr"]);
    let (english, french) = (text(&english.stdout), text(&french.stdout));
    assert!(french.contains("Le broker 2 perd le courant"), "{french}");
    assert_eq!(english.lines().last(), french.lines().last());
}

#[test]
fn json_is_one_object_a_line() {
    let output = brokerscope(&["run", "11-broker-dies", "--until", "12s", "--format", "json", "--state"]);
    let printed = text(&output.stdout);
    let lines: Vec<_> = printed.lines().collect();
    let (digest, objects) = lines.split_last().unwrap();
    assert!(digest.starts_with("digest: "));
    let objects: Vec<serde_json::Value> =
        objects.iter().map(|line| serde_json::from_str(line).expect(line)).collect();
    let (state, events) = objects.split_last().unwrap();
    assert!(events.iter().all(|event| event["at_us"].is_u64() && event["seq"].is_u64()));
    let ended = events.iter().find(|event| event["kind"] == "ended").unwrap();
    assert_eq!((&ended["node"], &ended["how"]), (&"broker-2".into(), &"power_cut".into()));
    assert_eq!(ended["at_us"], 10_000_000);
    assert!(state["topics"]["__consumer_offsets"]["partitions"].is_array());
    let broker = state["brokers"].as_array().unwrap().iter().find(|broker| broker["id"] == 2).unwrap();
    assert_eq!(broker["state"], "down");
    assert!(state["producers"]["boutique"]["acked"].as_u64() > Some(0));
}

#[test]
fn a_reader_who_leaves_is_no_error() {
    let mut child = command(&["run", "11-broker-dies", "--format", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 1];
    let mut stdout = child.stdout.take().unwrap();
    stdout.read_exact(&mut first).unwrap();
    drop(stdout);
    let output = child.wait_with_output().unwrap();
    assert!(!text(&output.stderr).contains("panicked"), "{}", text(&output.stderr));
    assert!(output.status.code().is_some_and(|code| code < 2));
}

#[test]
fn without_a_screen_one_line_says_what_to_do() {
    let output = brokerscope(&[]);
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output.stderr);
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(said.contains("brokerscope run"), "{said}");
    let french = command(&["open"]).env("LANG", "fr_FR.UTF-8").output().unwrap();
    assert!(text(&french.stderr).contains("brokerscope run FICHIER"));
}
