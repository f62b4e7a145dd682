//! Codes one can dictate (`loutre-cactus-42`), one for each step: they bring a
//! student to where the step begins. In a packed file a code also opens the
//! solutions before its step, which are sealed there: a list of `("step", [verbs])`.
//!
//! A seal keeps a solution from being read by accident or out of curiosity. It is no
//! secrecy against somebody who tries all codes.

use super::words::WORDS;
use crate::base::Text;
use crate::scenario::action::Verb;
use crate::scenario::model::{Fingerprint, Scenario, Step};
use crate::scenario::read::Reader;
use crate::scenario::source::Source;
use crate::scenario::variants::put_into;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

/// Longest sealed text that is opened, in hexadecimal digits.
const LONGEST_SEALED: usize = 1 << 20;

/// Verbs by step.
pub(super) type Solutions = BTreeMap<Text, Vec<Verb>>;

fn digest(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

/// SHA-256 of a file, in hexadecimal: what a packed file and a record name.
#[must_use]
pub fn source_hash(source: &[u8]) -> String {
    hex(&Fingerprint::of(source).hash)
}

/// The code of every step of a file that holds its solutions, in order: the step's id
/// and the code. `source` is what `scenario` was read from. Empty for a packed file,
/// which does not know them.
#[must_use]
pub fn checkpoint_codes(scenario: &Scenario, source: &[u8]) -> Vec<(Text, Text)> {
    if scenario.packed.is_some() {
        return Vec::new();
    }
    let own = Fingerprint::of(source);
    scenario.steps.iter().map(|step| (step.id().clone(), code(&own, step))).collect()
}

fn code(fingerprint: &Fingerprint, step: &Step) -> Text {
    let [one, two, high, low, ..] = digest(&[&fingerprint.secret, step.id().as_bytes()]);
    let word = |byte: u8| WORDS.get(usize::from(byte)).copied().unwrap_or("loutre");
    let number = 10 + u16::from_le_bytes([low, high]) % 90;
    format!("{}-{}-{number}", word(one), word(two)).into()
}

/// The code of a whole work, from the last link of its record: three words and a
/// number, to be read out when the work is handed in.
#[must_use]
pub fn receipt_code(link: &[u8; 32]) -> Text {
    let [one, two, three, high, low, ..] = digest(&[b"receipt", link]);
    let word = |byte: u8| WORDS.get(usize::from(byte)).copied().unwrap_or("loutre");
    let number = 10 + u16::from_le_bytes([low, high]) % 90;
    format!("{}-{}-{}-{number}", word(one), word(two), word(three)).into()
}

/// A code as people write it down.
fn plain(code: &str) -> String {
    let words = code.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join("-")
}

/// The step of a code and the solutions before it, as far as they are not in the file itself.
pub(super) fn open(scenario: &Scenario, said: &str) -> Option<(usize, Solutions)> {
    if said.len() > 200 {
        return None;
    }
    let said = plain(said);
    if scenario.packed.is_none() {
        let own = &scenario.fingerprint;
        let index = scenario.steps.iter().position(|step| *code(own, step) == *said)?;
        return Some((index, Solutions::new()));
    }
    scenario.steps.iter().enumerate().find_map(|(index, step)| {
        let text = unseal(&said, step.id(), scenario.sealed.get(step.id())?)?;
        let text = put_into(&text, &scenario.variants, &scenario.chosen);
        let source = Source::new("", &text);
        // A list of steps and their solutions, as the file writes them.
        let solutions: Vec<(Text, Vec<Verb>)> = Reader::new(&source).options.from_str(&text).ok()?;
        Some((index, solutions.into_iter().collect()))
    })
}

/// Seals a text with a step's code, as hexadecimal digits.
#[must_use]
pub fn seal(code: &str, step: &str, text: &str) -> String {
    let code = plain(code);
    let mut bytes = digest(&[b"tag", code.as_bytes(), step.as_bytes(), text.as_bytes()])[..8].to_vec();
    bytes.extend(masked(&code, step, text.as_bytes()));
    hex(&bytes)
}

/// Opens a sealed text; `None` when the code is another one.
#[must_use]
pub fn unseal(code: &str, step: &str, sealed: &str) -> Option<String> {
    if sealed.len() > LONGEST_SEALED {
        return None;
    }
    let code = plain(code);
    let bytes = from_hex(sealed)?;
    let (tag, body) = bytes.split_at_checked(8)?;
    let text = String::from_utf8(masked(&code, step, body)).ok()?;
    let right = digest(&[b"tag", code.as_bytes(), step.as_bytes(), text.as_bytes()]);
    (right.get(..8) == Some(tag)).then_some(text)
}

fn masked(code: &str, step: &str, bytes: &[u8]) -> Vec<u8> {
    let mut stream = ChaCha20Rng::from_seed(digest(&[b"key", code.as_bytes(), step.as_bytes()]));
    bytes.iter().map(|byte| byte ^ stream.next_u32().to_le_bytes()[0]).collect()
}

/// Bytes as hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Hexadecimal digits as bytes.
pub(super) fn from_hex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let pairs = text.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).ok());
    pairs.map(|pair| u8::from_str_radix(pair?, 16).ok()).collect()
}
