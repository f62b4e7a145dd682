//! As much of a shell as courses use: words, quotes, `\`, variables, `$(…)`.
//!
//! Mirrors `bash` for one simple command. No pipes, no redirections, no loops.

use crate::base::Text;
use std::collections::BTreeMap;

/// The most words of a line.
const MOST_WORDS: usize = 1_000;
/// The longest line taken in, with its variables put in.
pub const MOST_BYTES: usize = 16_384;

/// A command and its arguments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CommandLine {
    /// The command as it was typed: `bin/kafka-topics.sh`.
    pub program: Text,
    /// The tool it means: `kafka-topics`.
    pub tool: Text,
    /// Its arguments.
    pub args: Vec<Text>,
    /// The file that takes what it prints, and whether at its end (`>`, `>>`).
    pub redirect: Option<(Text, bool)>,
}

/// What a line asks of the shell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Parsed {
    /// Nothing: an empty line or a comment.
    Nothing,
    /// A command.
    Command(CommandLine),
    /// `NAME=value`.
    Assign(Text, Text),
    /// `NAME="$(command)"`: what the command prints becomes the variable's value.
    AssignOutput(Text, CommandLine),
    /// What bash says of it.
    Wrong(String),
}

/// Reads a line.
pub(super) fn parse(line: &str, variables: &BTreeMap<Text, Text>) -> Parsed {
    if line.len() > MOST_BYTES {
        return Parsed::Wrong("bash: line too long".to_owned());
    }
    let line = line.trim();
    let assignment = line.strip_prefix("export ").unwrap_or(line).trim_start();
    if let Some((name, value)) = assignment.split_once('=')
        && is_name(name)
        && words(value, variables).is_ok_and(|words| words.len() <= 1)
    {
        return assign(name, value, variables);
    }
    match words(line, variables) {
        Err(why) => Parsed::Wrong(why),
        Ok(words) if !words.is_empty() => command(words),
        Ok(_) => Parsed::Nothing,
    }
}

fn command(mut words: Vec<String>) -> Parsed {
    let program: Text = words.remove(0).into();
    let mut redirect = None;
    if let Some(place) = words.iter().position(|word| word == ">" || word == ">>") {
        let Some(file) = words.get(place + 1).map(|file| Text::from(file.as_str())) else {
            return Parsed::Wrong("bash: syntax error near unexpected token `newline'".to_owned());
        };
        redirect = Some((file, words[place] == ">>"));
        words.drain(place..place + 2);
    }
    let args = words.into_iter().map(Into::into).collect();
    Parsed::Command(CommandLine { tool: tool_name(&program).into(), program, args, redirect })
}

fn assign(name: &str, value: &str, variables: &BTreeMap<Text, Text>) -> Parsed {
    let bare = value.trim_matches('"');
    let inner = bare
        .strip_prefix("$(")
        .and_then(|rest| rest.strip_suffix(')'))
        .or_else(|| bare.strip_prefix('`').and_then(|rest| rest.strip_suffix('`')));
    if let Some(inner) = inner {
        return match parse(inner, variables) {
            Parsed::Command(command) => Parsed::AssignOutput(name.into(), command),
            Parsed::Nothing => Parsed::Assign(name.into(), Text::default()),
            Parsed::Wrong(why) => Parsed::Wrong(why),
            _ => Parsed::Assign(name.into(), Text::default()),
        };
    }
    match words(value, variables) {
        Ok(words) => Parsed::Assign(name.into(), words.into_iter().next().unwrap_or_default().into()),
        Err(why) => Parsed::Wrong(why),
    }
}

fn is_name(name: &str) -> bool {
    let mut letters = name.chars();
    letters.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && letters.all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}

/// `bin\windows\kafka-topics.bat` is `kafka-topics`.
fn tool_name(program: &str) -> &str {
    let file = program.rsplit(['/', '\\']).next().unwrap_or(program);
    file.strip_suffix(".sh").or_else(|| file.strip_suffix(".bat")).unwrap_or(file)
}

/// The words of a line, quotes taken off and variables put in.
fn words(line: &str, variables: &BTreeMap<Text, Text>) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut size = 0;
    let mut letters = line.chars().peekable();
    let mut quote: Option<char> = None;
    while let Some(letter) = letters.next() {
        match (quote, letter) {
            (Some(open), _) if letter == open => quote = None,
            (Some('\''), _) => word.get_or_insert_default().push(letter),
            (None, '\'' | '"') => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            // A path of Windows keeps its backslashes before letters of `bin\windows\…`.
            (None, '\\') if words.is_empty() && word.as_deref().is_some_and(is_windows_folder) => {
                word.get_or_insert_default().push('\\');
            }
            (None, '\\') => word.get_or_insert_default().extend(letters.next()),
            (Some(_), '\\') => {
                if !letters.peek().is_some_and(|next| ['"', '\\', '$', '`'].contains(next)) {
                    word.get_or_insert_default().push('\\');
                }
                word.get_or_insert_default().extend(letters.next());
            }
            (_, '$') => {
                let value = variable(&mut letters, variables);
                size += value.len();
                word.get_or_insert_default().push_str(&value);
            }
            (None, '>') => {
                words.extend(word.take());
                let is_append = letters.next_if_eq(&'>').is_some();
                words.push(if is_append { ">>" } else { ">" }.to_owned());
            }
            (None, '|' | '<' | ';' | '&') => return Err(unsupported(letter)),
            (None, '#') if word.is_none() => break,
            (None, _) if letter.is_whitespace() => words.extend(word.take()),
            _ => word.get_or_insert_default().push(letter),
        }
        if words.len() > MOST_WORDS || size > MOST_BYTES {
            return Err("bash: Argument list too long".to_owned());
        }
    }
    if let Some(open) = quote {
        return Err(format!("bash: unexpected EOF while looking for matching `{open}'"));
    }
    words.extend(word);
    Ok(words)
}

fn is_windows_folder(start: &str) -> bool {
    matches!(start, "." | ".." | "bin" | "bin\\windows" | ".\\bin" | ".\\bin\\windows" | "windows")
}

fn unsupported(letter: char) -> String {
    format!("bash: syntax error near unexpected token `{letter}'")
}

/// The value of the variable whose name follows; `$` alone stays.
fn variable(
    letters: &mut std::iter::Peekable<std::str::Chars<'_>>,
    variables: &BTreeMap<Text, Text>,
) -> String {
    let braced = letters.next_if_eq(&'{').is_some();
    let mut name = String::new();
    while let Some(letter) = letters.next_if(|next| next.is_ascii_alphanumeric() || *next == '_') {
        name.push(letter);
    }
    if braced {
        letters.next_if_eq(&'}');
    }
    if name.is_empty() {
        return "$".to_owned();
    }
    variables.get(name.as_str()).map(|value| value.to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Parsed {
        parse(line, &BTreeMap::from([("ID".into(), "a b".into())]))
    }

    fn command(line: &str) -> (String, Vec<String>) {
        match read(line) {
            Parsed::Command(command) => {
                (command.tool.to_string(), command.args.iter().map(|arg| arg.to_string()).collect())
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_tool_has_many_spellings() {
        for spelling in [
            "kafka-topics",
            "kafka-topics.sh",
            "bin/kafka-topics.sh",
            "./bin/kafka-topics.sh",
            "bin\\windows\\kafka-topics.bat",
            ".\\bin\\windows\\kafka-topics.bat",
            "kafka-topics.bat",
        ] {
            assert_eq!(
                command(&format!("{spelling} --list")),
                ("kafka-topics".into(), vec!["--list".into()])
            );
        }
    }

    #[test]
    fn words_are_split_as_bash_splits_them() {
        let (_, args) = command(r#"x 'a $ID' "b \"$ID\"" c\ d $ID "" e#f # comment"#);
        assert_eq!(args, ["a $ID", "b \"a b\"", "c d", "a b", "", "e#f"]);
        assert_eq!(read("  # only a comment"), Parsed::Nothing);
        assert!(matches!(read("echo 'open"), Parsed::Wrong(why) if why.contains("unexpected EOF")));
        assert!(matches!(read("a | b"), Parsed::Wrong(_)));
        let Parsed::Command(command) = read("echo '{}' >>plan.json") else { panic!("a command") };
        assert_eq!((command.args.len(), command.redirect), (1, Some(("plan.json".into(), true))));
    }

    #[test]
    fn variables_take_text_and_output() {
        assert_eq!(read("X=1"), Parsed::Assign("X".into(), "1".into()));
        assert_eq!(read("export X=\"$ID\""), Parsed::Assign("X".into(), "a b".into()));
        let Parsed::AssignOutput(name, command) =
            read("KAFKA_CLUSTER_ID=\"$(bin/kafka-storage.sh random-uuid)\"")
        else {
            panic!("an assignment")
        };
        assert_eq!((&*name, &*command.tool, command.args.len()), ("KAFKA_CLUSTER_ID", "kafka-storage", 1));
    }
}
