//! The class list: a CSV with at least a number and a name, as schools export
//! it: comma, semicolon or tab, UTF-8 or the old Windows encoding, any order of columns.

use crate::base::Text;

/// Largest list: nobody teaches more at once.
const MOST_STUDENTS: usize = 5_000;

/// Words that head the column of student numbers, without accents, in small letters.
const NUMBER_WORDS: [&str; 9] =
    ["number", "student number", "id", "student id", "numero", "n", "no", "num", "numero etudiant"];
/// Words that head the column of names.
const NAME_WORDS: [&str; 5] = ["name", "full name", "student", "nom", "etudiant"];
/// Words that head a column of first names.
const FIRST_NAME_WORDS: [&str; 4] = ["first name", "firstname", "given name", "prenom"];

/// A line of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Enrolled {
    /// The student number, as written.
    pub number: Text,
    /// The name.
    pub name: Text,
}

/// Why a list cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RosterError {
    /// It holds nothing.
    #[error("the list is empty")]
    Empty,
    /// No column is headed as a number.
    #[error("no column called number (or numéro)")]
    NoNumber,
    /// No column is headed as a name.
    #[error("no column called name (or nom)")]
    NoName,
    /// More lines than any class has.
    #[error("more than {MOST_STUDENTS} students")]
    TooMany,
    /// A line cannot be split into columns.
    #[error("line {0} cannot be read")]
    Line(u64),
}

impl RosterError {
    /// What is wrong, for a person.
    #[must_use]
    pub fn told(&self, lang: crate::text::Lang) -> String {
        use crate::t;
        match self {
            Self::Empty => t!(lang, "roster-empty"),
            Self::NoNumber => t!(lang, "roster-no-number"),
            Self::NoName => t!(lang, "roster-no-name"),
            Self::TooMany => t!(lang, "roster-too-many", most = MOST_STUDENTS),
            Self::Line(line) => t!(lang, "roster-bad-line", line = *line),
        }
    }
}

/// Reads a class list. Lines without a number and a name are passed over.
///
/// # Errors
/// When it is not such a list.
pub fn read_roster(bytes: &[u8]) -> Result<Vec<Enrolled>, RosterError> {
    let text = decoded(bytes);
    let first = text.lines().find(|line| !line.trim().is_empty()).ok_or(RosterError::Empty)?;
    let separator = [b';', b'\t', b',']
        .into_iter()
        .max_by_key(|separator| first.bytes().filter(|byte| byte == separator).count())
        .unwrap_or(b';');
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let heads: Vec<String> = reader.headers().map_err(|_| RosterError::Line(1))?.iter().map(plain).collect();
    let column = |words: &[&str]| heads.iter().position(|head| words.contains(&head.as_str()));
    let number = column(&NUMBER_WORDS).ok_or(RosterError::NoNumber)?;
    let name = column(&NAME_WORDS).ok_or(RosterError::NoName)?;
    let first_name = column(&FIRST_NAME_WORDS);
    let mut students = Vec::new();
    for record in reader.records() {
        let record =
            record.map_err(|error| RosterError::Line(error.position().map_or(0, csv::Position::line)))?;
        let cell = |index: usize| record.get(index).unwrap_or_default();
        if cell(number).is_empty() && cell(name).is_empty() {
            continue;
        }
        let given = first_name.map(cell).unwrap_or_default();
        let whole = format!("{} {given}", cell(name));
        students.push(Enrolled { number: cell(number).into(), name: whole.trim().into() });
        if students.len() > MOST_STUDENTS {
            return Err(RosterError::TooMany);
        }
    }
    if students.is_empty() { Err(RosterError::Empty) } else { Ok(students) }
}

/// Spreadsheets still write the old Windows encoding.
fn decoded(bytes: &[u8]) -> String {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned(),
    }
}

/// A heading without accents, in small letters.
fn plain(head: &str) -> String {
    let letter = |c: char| match c {
        'é' | 'è' | 'ê' => 'e',
        'à' | 'â' => 'a',
        '°' | 'º' => ' ',
        '_' | '-' | '.' => ' ',
        c => c,
    };
    let text: String = head.to_lowercase().chars().map(letter).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace("d'", "")
}

/// A number as two people may write it differently: without spaces and leading zeros, in small letters.
#[must_use]
pub fn same_number(one: &str, other: &str) -> bool {
    let plain = |text: &str| {
        let text: String =
            text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        text.trim_start_matches('0').to_owned()
    };
    !plain(one).is_empty() && plain(one) == plain(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_as_schools_write_them() {
        let expected = vec![
            Enrolled { number: "20231".into(), name: "Lefèvre Zoé".into() },
            Enrolled { number: "20232".into(), name: "O'Neil; Jr Max".into() },
        ];
        let french = "\u{feff}N°;Nom;Prénom\r\n20231;Lefèvre;Zoé\r\n\r\n20232;\"O'Neil; Jr\";Max\r\n";
        assert_eq!(read_roster(french.as_bytes()), Ok(expected));
        let windows = encoding_rs::WINDOWS_1252.encode("numéro;nom\n1;Hélène").0.into_owned();
        assert_eq!(read_roster(&windows), Ok(vec![Enrolled { number: "1".into(), name: "Hélène".into() }]));
        let english = b"Name,Student number\nAnn,7\n";
        assert_eq!(read_roster(english), Ok(vec![Enrolled { number: "7".into(), name: "Ann".into() }]));
    }

    #[test]
    fn what_is_no_list_says_why() {
        assert_eq!(read_roster(b""), Err(RosterError::Empty));
        assert_eq!(read_roster(b"nom;note\nA;3\n"), Err(RosterError::NoNumber));
        assert_eq!(read_roster(b"id;note\n1;3\n"), Err(RosterError::NoName));
        assert_eq!(read_roster(b"id;nom\n"), Err(RosterError::Empty));
    }

    #[test]
    fn numbers_are_compared_as_people_do() {
        assert!(same_number("0020231", "20231") && same_number("E-12", "e12"));
        assert!(!same_number("12", "13") && !same_number("", ""));
    }
}
