//! Names of files made from names of people: letters that every file system,
//! zip program and mail server leaves alone.

/// Longest part of a file's name that comes from a person.
const LONGEST: usize = 40;

/// A person's text as a part of a file's name: ASCII letters, digits and hyphens,
/// accents taken off. Empty when nothing is left.
pub(crate) fn safe(text: &str) -> String {
    let mut safe = String::new();
    for c in text.trim().chars() {
        match c {
            c if c.is_ascii_alphanumeric() => safe.push(c),
            // A combining accent belongs to the letter before it.
            '\u{300}'..='\u{36f}' | '\'' | '’' => {}
            c => match plain(c) {
                Some(letters) => safe.push_str(letters),
                None if !safe.is_empty() && !safe.ends_with('-') => safe.push('-'),
                None => {}
            },
        }
    }
    // All of it is ASCII: every byte is a place to cut at.
    safe.truncate(LONGEST);
    safe.trim_end_matches('-').to_owned()
}

/// The parts of a name that are not empty, joined.
pub(crate) fn joined(parts: &[&str]) -> String {
    let parts: Vec<String> = parts.iter().map(|part| safe(part)).filter(|part| !part.is_empty()).collect();
    parts.join("_")
}

/// A letter of Latin writing without its accent.
const fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => "a",
        'À' | 'Á' | 'Â' | 'Ã' | 'Ä' | 'Å' | 'Ā' | 'Ă' | 'Ą' => "A",
        'ç' | 'ć' | 'č' => "c",
        'Ç' | 'Ć' | 'Č' => "C",
        'ď' | 'đ' | 'ð' => "d",
        'Ď' | 'Đ' | 'Ð' => "D",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => "e",
        'È' | 'É' | 'Ê' | 'Ë' | 'Ē' | 'Ė' | 'Ę' | 'Ě' => "E",
        'ğ' => "g",
        'Ğ' => "G",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' => "i",
        'Ì' | 'Í' | 'Î' | 'Ï' | 'Ī' | 'İ' => "I",
        'ł' | 'ľ' => "l",
        'Ł' | 'Ľ' => "L",
        'ñ' | 'ń' | 'ň' => "n",
        'Ñ' | 'Ń' | 'Ň' => "N",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ő' => "o",
        'Ò' | 'Ó' | 'Ô' | 'Õ' | 'Ö' | 'Ø' | 'Ō' | 'Ő' => "O",
        'ř' => "r",
        'Ř' => "R",
        'ś' | 'š' | 'ş' | 'ș' => "s",
        'Ś' | 'Š' | 'Ş' | 'Ș' => "S",
        'ť' | 'ţ' | 'ț' => "t",
        'Ť' | 'Ţ' | 'Ț' => "T",
        'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' => "u",
        'Ù' | 'Ú' | 'Û' | 'Ü' | 'Ū' | 'Ů' | 'Ű' => "U",
        'ý' | 'ÿ' => "y",
        'Ý' | 'Ÿ' => "Y",
        'ź' | 'ż' | 'ž' => "z",
        'Ź' | 'Ż' | 'Ž' => "Z",
        'œ' => "oe",
        'Œ' => "OE",
        'æ' => "ae",
        'Æ' => "AE",
        'ß' => "ss",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_names_of_files() {
        assert_eq!(safe("Élodie Cœur-d’Amande"), "Elodie-Coeur-dAmande");
        assert_eq!(safe("e\u{301}mile"), "emile");
        assert_eq!(safe("../../etc/passwd"), "etc-passwd");
        assert_eq!(safe("CON:|?*\"<>"), "CON");
        assert_eq!(safe("李雷"), "");
        assert_eq!(safe(&"x".repeat(500)).len(), LONGEST);
        assert_eq!(joined(&["TP1", "李雷", "2 1/0"]), "TP1_2-1-0");
    }
}
