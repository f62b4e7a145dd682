//! `brokerscope console`: a script in, a transcript out, twice the same.

use std::io::Write;
use std::process::{Command, Stdio};

fn transcript(arguments: &[&str], script: &str) -> (String, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_brokerscope"))
        .arg("console")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    child.stdin.take().expect("a pipe").write_all(script.as_bytes()).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{output:?}");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (text(output.stdout), text(output.stderr))
}

#[test]
fn a_script_types_into_several_consoles() {
    let script = "\
kafka-topics.sh --create --topic marsupial --bootstrap-server localhost:9092
2> kafka-console-consumer.sh --topic marsupial --from-beginning --bootstrap-server localhost:9092
kafka-console-producer.sh --topic marsupial --bootstrap-server localhost:9092
opossum
^D
sleep 5s
2> ^C
kafka-topics.sh --list --zookeeper localhost:2181
";
    let (out, err) = transcript(&[], script);
    assert!(out.contains("Created topic marsupial.\n"), "{out}\n{err}");
    assert!(out.contains("\n>opossum\n"), "{out}");
    assert!(out.contains("\n2> opossum\n"), "{out}");
    assert!(err.contains("2> Processed a total of 1 messages\n"), "{err}");
    assert!(err.contains("zookeeper is not a recognized option\n"), "{err}");
    assert_eq!(transcript(&[], script), (out, err));
}

#[test]
fn a_note_is_in_the_language_asked_for() {
    let (_, english) = transcript(&["11-broker-dies"], "zookeeper-server-start.sh\n");
    let (_, french) = transcript(&["11-broker-dies", "--lang", "fr"], "zookeeper-server-start.sh\n");
    assert!(english.contains("Kafka 4 has no ZooKeeper"), "{english}");
    assert!(french.contains("Kafka 4 n’a plus de ZooKeeper"), "{french}");
}
