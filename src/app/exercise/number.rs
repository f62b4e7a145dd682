//! Numbers as people type them: French thousands with spaces, a needless `,0`,
//! the word for "none". What can't be a whole number is refused, never guessed.

use crate::scenario::Value;
use crate::text::Lang;

/// Words for "there is none".
const NONE: [&str; 10] = ["none", "nobody", "null", "nil", "aucun", "aucune", "personne", "rien", "-", "—"];

/// A whole number, or "none".
pub(crate) fn value(text: &str, lang: Lang) -> Option<Value> {
    let text = text.trim();
    if NONE.contains(&text.to_lowercase().as_str()) {
        return Some(Value::None);
    }
    number(text, lang).map(Value::Number)
}

/// Several whole numbers: `1, 1, 0`, `[1 1 0]`, `1 ; 1 ; 0`.
pub(crate) fn values(text: &str) -> Option<Value> {
    let inner = text.trim().trim_start_matches(['[', '{', '(']).trim_end_matches([']', '}', ')']);
    let parts = inner.split(|c: char| c.is_whitespace() || c == ',' || c == ';');
    let numbers: Option<Vec<Value>> = parts
        .filter(|part| !part.is_empty())
        .take(1_000)
        .map(|part| whole(part).map(Value::Number))
        .collect();
    numbers.filter(|numbers| !numbers.is_empty()).map(Value::List)
}

/// A whole number with the language's own marks.
fn number(text: &str, lang: Lang) -> Option<i64> {
    let text: String = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    let (thousands, decimal) = match lang {
        Lang::En => (',', '.'),
        Lang::Fr => ('.', ','),
    };
    // A fraction of zeros says nothing more; any other fraction is no whole number.
    let text = match text.rsplit_once(decimal) {
        Some((whole, fraction)) if !fraction.is_empty() && fraction.chars().all(|c| c == '0') => whole,
        _ => &text,
    };
    if !text.contains([' ', thousands]) {
        return whole(text);
    }
    // Groups of three after the first: otherwise two numbers stand here, not one.
    let groups: Vec<&str> = text.split([' ', thousands]).collect();
    let first = groups.first()?.trim_start_matches(['+', '-', '−']);
    let is_grouped = (1..=3).contains(&first.chars().count())
        && groups.iter().skip(1).all(|group| group.len() == 3 && group.bytes().all(|b| b.is_ascii_digit()));
    if is_grouped { whole(&groups.concat()) } else { None }
}

fn whole(text: &str) -> Option<i64> {
    text.replace('−', "-").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_people_type_them() {
        for (text, lang, number) in [
            ("12", Lang::En, 12),
            (" 1\u{202f}234 ", Lang::Fr, 1_234),
            ("1 234 567", Lang::Fr, 1_234_567),
            ("1,234", Lang::En, 1_234),
            ("1.234", Lang::Fr, 1_234),
            ("12,0", Lang::Fr, 12),
            ("12.00", Lang::En, 12),
            ("−3", Lang::Fr, -3),
        ] {
            assert_eq!(value(text, lang), Some(Value::Number(number)), "{text}");
        }
        assert_eq!(value("Aucun", Lang::Fr), Some(Value::None));
    }

    #[test]
    fn what_is_no_whole_number_is_refused() {
        for (text, lang) in
            [("", Lang::En), ("1,5", Lang::Fr), ("1.5", Lang::En), ("12 3", Lang::Fr), ("broker 2", Lang::En)]
        {
            assert_eq!(value(text, lang), None, "{text}");
        }
        assert_eq!(value("99999999999999999999", Lang::En), None);
    }

    #[test]
    fn several_numbers() {
        let list = |numbers: &[i64]| Some(Value::List(numbers.iter().copied().map(Value::Number).collect()));
        assert_eq!(values("1, 1, 0"), list(&[1, 1, 0]));
        assert_eq!(values("[2 1]"), list(&[2, 1]));
        assert_eq!(values("3 ; 4"), list(&[3, 4]));
        assert_eq!(values("[]"), None);
        assert_eq!(values("1, two"), None);
    }
}
