//! Words of offices for which there are plainer ones: `plain-words.yaml` of the theme, and `plain_words` of the hub.

use std::collections::BTreeSet;

use super::script::Script;
use super::{Desk, Finding};
use crate::diagnostic::{Code, Diagnostic};
use crate::load::markdown::Mark;

/// The longest entry of a list, in words.
const LONGEST: usize = 4;

pub fn check(desk: &Desk<'_>, script: &Script<'_>, findings: &mut Vec<Finding>) {
    let list = &desk.site.loaded.plain_words;
    // A type without a reading age is not written to be read through.
    if list.is_empty() || !script.is_english() || script.document.content_type.reading_age.is_none() {
        return;
    }
    let mut met = BTreeSet::new();
    for said in script.own() {
        let text = said.line.without(&[Mark::Code, Mark::Term]);
        let words: Vec<(usize, &str)> = text
            .split(|c: char| !c.is_alphanumeric() && c != '-' && c != '’')
            .filter(|word| !word.is_empty())
            .map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
            .collect();
        for first in 0..words.len() {
            for count in (1..=LONGEST.min(words.len() - first)).rev() {
                let (start, _) = words[first];
                let (last, word) = words[first + count - 1];
                let written = &text[start..last + word.len()];
                let Some(plainer) = list.get(&written.to_lowercase()) else { continue };
                if met.insert(plainer) && !in_quotation(&text, start) {
                    let place = script.place(said, start..last + word.len());
                    let fault = Diagnostic::advice(Code::PlainWord, place, format!("there is a plainer word for `{written}`"));
                    findings.push(Finding::new(written, fault.help(format!("say: {plainer}"))));
                }
                break;
            }
        }
    }
}

/// Whether a place stands between quotation marks.
pub fn in_quotation(text: &str, at: usize) -> bool {
    let before = &text[..at];
    match (before.rfind('“'), before.rfind('”')) {
        (Some(open), close) if close.is_none_or(|close| close < open) => return true,
        _ => {}
    }
    let open = before.match_indices('‘').map(|(at, _)| at).next_back();
    // An apostrophe inside a word closes nothing.
    let close = before
        .match_indices('’')
        .filter(|(at, mark)| !text[at + mark.len()..].starts_with(char::is_alphabetic))
        .map(|(at, _)| at)
        .next_back();
    open.is_some_and(|open| close.is_none_or(|close| close < open))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_are_known_by_their_marks() {
        let text = "It’s “one two” and ‘three’s four’ and five";
        for (word, inside) in [("two", true), ("and", false), ("four", true), ("five", false)] {
            assert_eq!(in_quotation(text, text.find(word).expect("in the text")), inside, "{word}");
        }
    }
}
