//! Where sentences begin and end in a line of English.

use std::ops::Range;

/// A stop after these ends no sentence.
const SHORTENED: &[&str] = &[
    "e.g", "i.e", "dr", "mr", "mrs", "ms", "prof", "st", "no", "nos", "p", "pp", "para", "paras", "s", "ss", "vs", "v", "cf", "al", "ch",
    "art", "vol", "ed", "eds", "fig", "approx", "c", "rev", "hon",
];

/// The sentences of a text, without the space between them. What ends without a stop is a sentence, too.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        if !matches!(letter, '.' | '?' | '!' | '…') {
            continue;
        }
        let mut end = at + letter.len_utf8();
        while let Some((next, closing)) =
            letters.peek().copied().filter(|(_, c)| matches!(c, '.' | '?' | '!' | '"' | '\'' | '”' | '’' | ')' | ']'))
        {
            end = next + closing.len_utf8();
            letters.next();
        }
        let rest = &text[end..];
        let next = rest.trim_start().chars().next();
        let ends = rest.is_empty() || rest.starts_with(char::is_whitespace) && next.is_none_or(|c| !c.is_lowercase());
        if ends && !(letter == '.' && is_shortened(&text[start..at])) {
            push(text, start..end, &mut found);
            start = end;
        }
    }
    push(text, start..text.len(), &mut found);
    found
}

fn push(text: &str, range: Range<usize>, found: &mut Vec<Range<usize>>) {
    let words = &text[range.clone()];
    let start = range.start + (words.len() - words.trim_start().len());
    let end = range.start + words.trim_end().len();
    if start < end {
        found.push(start..end);
    }
}

/// Whether what stands before a stop is a short form or the initial of a name.
fn is_shortened(before: &str) -> bool {
    let word = before.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '“' | '‘' | '[')).next().unwrap_or_default();
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    initial || SHORTENED.contains(&word.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_at_stops_that_end_them() {
        let said = |text: &str| sentences(text).into_iter().map(|range| text[range].to_owned()).collect::<Vec<_>>();
        assert_eq!(said("One. Two? “Three!” Four"), ["One.", "Two?", "“Three!”", "Four"]);
        assert_eq!(said("See para. 1.42, e.g. by Dr. A. Gibb, p. 3. The end."), ["See para. 1.42, e.g. by Dr. A. Gibb, p. 3.", "The end."]);
        assert_eq!(said("It cost 3.5 million. and then"), ["It cost 3.5 million. and then"]);
        assert_eq!(said("  "), Vec::<String>::new());
    }
}
