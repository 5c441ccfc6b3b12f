//! Text as words, the same in the browser to the letter: FORMAT.md, "Words". Shared vectors are in `client/tests/words.json`.

use std::borrow::Cow;
use std::cmp::Ordering;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longer runs are no words that anyone would type.
const MAX_LETTERS: usize = 40;

/// Case, accents and typographic variants are not what tells words apart.
pub fn fold(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return if text.bytes().any(|byte| byte.is_ascii_uppercase()) { text.to_ascii_lowercase().into() } else { text.into() };
    }
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            folded.push(c.to_ascii_lowercase());
        } else {
            std::iter::once(c).nfkd().flat_map(char::to_lowercase).for_each(|c| push_plain(&mut folded, c));
        }
    }
    folded.into()
}

/// Marks are dropped, so each character can be taken apart on its own: what decomposition would reorder is gone.
fn push_plain(folded: &mut String, c: char) {
    match c {
        'ß' => folded.push_str("ss"),
        'æ' => folded.push_str("ae"),
        'œ' => folded.push_str("oe"),
        'ø' => folded.push('o'),
        'ł' => folded.push('l'),
        'đ' | 'ð' => folded.push('d'),
        'þ' => folded.push_str("th"),
        'ı' => folded.push('i'),
        'ς' => folded.push('σ'),
        '’' | 'ʼ' | '‘' => folded.push('\''),
        c if is_combining_mark(c) => {}
        c => folded.push(c),
    }
}

/// The words of a folded text. `specials` are folded, the longest first.
pub fn words<'a>(folded: &'a str, specials: &'a [String]) -> Words<'a> {
    Words { rest: folded, at: 0, specials, after_word: false }
}

#[derive(Debug, Clone)]
pub struct Words<'a> {
    rest: &'a str,
    at: usize,
    specials: &'a [String],
    after_word: bool,
}

/// A word and where it begins in the folded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word<'a> {
    pub text: &'a str,
    pub at: usize,
}

impl<'a> Words<'a> {
    fn special(&self) -> Option<&'a str> {
        self.specials.iter().map(String::as_str).find(|special| {
            let Some(after) = self.rest.strip_prefix(special) else { return false };
            let open = !(self.after_word && special.starts_with(char::is_alphanumeric));
            let closed = !(special.ends_with(char::is_alphanumeric) && after.starts_with(char::is_alphanumeric));
            open && closed
        })
    }

    fn take(&mut self, bytes: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(bytes);
        self.rest = rest;
        self.at += bytes;
        taken
    }
}

impl<'a> Iterator for Words<'a> {
    type Item = Word<'a>;

    fn next(&mut self) -> Option<Word<'a>> {
        loop {
            let first = self.rest.chars().next()?;
            let at = self.at;
            if !self.specials.is_empty()
                && let Some(special) = self.special()
            {
                self.take(special.len());
                self.after_word = special.ends_with(char::is_alphanumeric);
                return Some(Word { text: special, at });
            }
            if !first.is_alphanumeric() {
                self.take(first.len_utf8());
                self.after_word = false;
                continue;
            }
            let end = self.rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(self.rest.len());
            let text = self.take(end);
            self.after_word = true;
            if let Some(after) = self.rest.strip_prefix("'s")
                && !after.starts_with(char::is_alphanumeric)
            {
                self.take(2);
            }
            if text.len() <= MAX_LETTERS || text.chars().count() <= MAX_LETTERS {
                return Some(Word { text, at });
            }
        }
    }
}

/// How long a word is, as the browser counts.
pub fn letters(word: &str) -> usize {
    if word.is_ascii() { word.len() } else { word.encode_utf16().count() }
}

/// The order of strings everywhere in the index: that of the browser's `<`.
pub fn by_code_unit(a: &str, b: &str) -> Ordering {
    if a.is_ascii() && b.is_ascii() { a.cmp(b) } else { a.encode_utf16().cmp(b.encode_utf16()) }
}

/// Specials as `words` needs them: folded, the longest first.
pub fn specials(written: &[String]) -> Vec<String> {
    let mut specials: Vec<String> = written.iter().map(|text| fold(text.trim()).into_owned()).collect();
    specials.retain(|special| !special.is_empty() && !special.contains(char::is_whitespace));
    specials.sort_by(|a, b| b.encode_utf16().count().cmp(&a.encode_utf16().count()).then_with(|| by_code_unit(a, b)));
    specials.dedup();
    specials
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, written: &[&str]) -> Vec<String> {
        let specials = specials(&written.iter().map(|special| (*special).to_owned()).collect::<Vec<_>>());
        words(&fold(text), &specials).map(|word| word.text.to_owned()).collect()
    }

    #[test]
    fn accents_case_and_possessives_do_not_tell_words_apart() {
        assert_eq!(of("Children’s café — RÉSUMÉ, tŷ cŵn", &[]), ["children", "cafe", "resume", "ty", "cwn"]);
        assert_eq!(of("Straße, Ærø, İstanbul, ﬁnal ΣΑΣ", &[]), ["strasse", "aero", "istanbul", "final", "σασ"]);
        assert_eq!(of("it's 'so' o'brien's'", &[]), ["it", "so", "o", "brien"]);
    }

    #[test]
    fn specials_survive_where_they_stand_alone() {
        assert_eq!(
            of("C++ and c, not abc++ or .NETwork but .net", &["C++", ".NET"]),
            ["c++", "and", "c", "not", "abc", "or", "network", "but", ".net"]
        );
    }

    #[test]
    fn a_run_of_more_than_40_letters_is_no_word() {
        assert_eq!(of(&format!("{} é{}", "a".repeat(41), "é".repeat(39)), &[]), [format!("e{}", "e".repeat(39))]);
    }

    /// The same rows are what the browser's words are tested on.
    #[test]
    fn the_vectors_that_both_readers_share_hold() {
        let rows: Vec<(Vec<String>, String, Vec<String>)> =
            serde_json::from_str(include_str!("../client/tests/words.json")).expect("the shared vectors are JSON");
        assert!(rows.len() > 20);
        for (written, text, expected) in rows {
            let specials = specials(&written);
            let found: Vec<String> = words(&fold(&text), &specials).map(|word| word.text.to_owned()).collect();
            assert_eq!(found, expected, "{text} with {written:?}");
        }
    }
}
