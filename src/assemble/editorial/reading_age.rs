//! How old a reader must be, by years at school, to read a page with ease, against what its type allows.
//!
//! The Flesch–Kincaid grade, 0.39 × words per sentence + 11.8 × syllables per word − 15.59, and five years before school
//! (Kincaid, Fishburne, Rogers and Chissom, *Derivation of New Readability Formulas*, Research Branch Report 8-75, 1975).
//! It was made for English and says nothing of whether the words are true or the order is good.

use std::ops::Range;

use super::script::{Said, Script};
use super::sentence::sentences;
use super::syllable::syllables;
use super::{Desk, Finding};
use crate::diagnostic::{Code, Diagnostic};

/// A shorter text has no average worth speaking of.
const ENOUGH: usize = 100;
/// How many of the hardest sentences are shown.
const WORST: usize = 3;
/// Below this a sentence is not what makes a page hard.
const LONG: usize = 15;

/// The reading age of a page in whole years; none for pages that are short, not English or of a relaxed type.
pub fn of(script: &Script<'_>) -> Option<usize> {
    let counted = count(script);
    (script.is_english() && counted.words >= ENOUGH).then(|| age(counted.words, counted.sentences.len(), counted.syllables))
}

pub fn check(_: &Desk<'_>, script: &Script<'_>, findings: &mut Vec<Finding>) {
    let Some((aim, ceiling)) = script.document.content_type.reading_age else { return };
    let Some(age) = of(script).filter(|age| *age > usize::from(ceiling)) else { return };
    let name = script.document.content_type.name.to_lowercase();
    let place = script
        .document
        .body()
        .map_or_else(|| script.document.sheet.top(), |body| script.document.place(body, first_line(script.document.text(body))));
    let message = format!("readers need to be about {age} to read this page with ease");
    let mut fault = Diagnostic::advice(Code::ReadingAge, place, message)
        .label(format!("a {name} aims at {aim} and stays below {}", ceiling + 1))
        .help("cut the longest sentences in two, say who does what, and choose the shorter word");
    let mut hardest: Vec<Counted> = count(script).sentences.into_iter().filter(|sentence| sentence.words >= LONG).collect();
    hardest.sort_by(|a, b| b.grade().total_cmp(&a.grade()));
    for sentence in hardest.into_iter().take(WORST) {
        let place = script.place(sentence.said, sentence.range);
        fault = fault.related(place, format!("{} words, {} of them with three or more syllables", sentence.words, sentence.long));
    }
    findings.push(Finding::new("reading age", fault));
}

struct Total<'s, 'a> {
    words: usize,
    syllables: usize,
    sentences: Vec<Counted<'s, 'a>>,
}

struct Counted<'s, 'a> {
    said: &'s Said<'a>,
    range: Range<usize>,
    words: usize,
    syllables: usize,
    long: usize,
}

impl Counted<'_, '_> {
    fn grade(&self) -> f64 {
        grade(self.words, 1, self.syllables)
    }
}

fn count<'s, 'a>(script: &'s Script<'a>) -> Total<'s, 'a> {
    let mut total = Total { words: 0, syllables: 0, sentences: Vec::new() };
    for said in script.own() {
        for range in sentences(&said.line.text) {
            let words = said.line.text[range.clone()].split_whitespace().filter(|word| word.contains(char::is_alphanumeric));
            let counts: Vec<usize> = words.map(syllables).collect();
            if counts.is_empty() {
                continue;
            }
            let syllables = counts.iter().sum();
            let long = counts.iter().filter(|count| **count >= 3).count();
            total.words += counts.len();
            total.syllables += syllables;
            total.sentences.push(Counted { said, range, words: counts.len(), syllables, long });
        }
    }
    total
}

fn grade(words: usize, sentences: usize, syllables: usize) -> f64 {
    let words = words as f64;
    0.39 * words / sentences as f64 + 11.8 * syllables as f64 / words - 15.59
}

fn age(words: usize, sentences: usize, syllables: usize) -> usize {
    // Five years before the first year at school; nobody reads before that.
    (grade(words, sentences, syllables) + 5.0).round().clamp(5.0, 30.0) as usize
}

fn first_line(text: &str) -> Range<usize> {
    let start = text.len() - text.trim_start().len();
    start..text[start..].find('\n').map_or(text.len(), |at| start + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_formula_is_the_published_one() {
        // 100 words, 5 sentences, 150 syllables: 0.39 × 20 + 11.8 × 1.5 − 15.59 = 9.91.
        assert!((grade(100, 5, 150) - 9.91).abs() < 1e-9);
        assert_eq!(age(100, 5, 150), 15);
        assert_eq!(age(100, 50, 100), 5);
    }
}
