//! The stretch of a page that answers a query best, and the section that it stands in.

use std::collections::BTreeSet;

use crate::index::Part;
use crate::words::{fold, words};

/// So many words are shown.
const WORDS: usize = 30;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    pub anchor: String,
    pub heading: String,
    pub words: Vec<Marked>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marked {
    pub text: String,
    pub mark: bool,
}

/// The window with the most different asked-for forms, then with the most of them, then the earliest.
pub fn passage(parts: &[Part], forms: &BTreeSet<String>, specials: &[String]) -> Passage {
    let mut best: Option<((usize, usize), usize, usize)> = None;
    let split: Vec<Vec<(&str, Option<String>)>> = parts
        .iter()
        .map(|part| {
            let hit = |word: &str| words(&fold(word), specials).map(|word| word.text.to_owned()).find(|word| forms.contains(word));
            part.text.split_whitespace().map(|word| (word, hit(word))).collect()
        })
        .collect();
    for (part, split) in split.iter().enumerate() {
        for start in (0..split.len().max(1)).step_by(5) {
            let window = split.get(start..(start + WORDS).min(split.len())).unwrap_or_default();
            let hits: Vec<&String> = window.iter().filter_map(|(_, hit)| hit.as_ref()).collect();
            let value = (hits.iter().collect::<BTreeSet<_>>().len(), hits.len());
            if best.is_none_or(|(most, ..)| value > most) {
                best = Some((value, part, start));
            }
        }
    }
    let (_, part, start) = best.unwrap_or_default();
    let Some(of) = parts.get(part) else { return Passage { anchor: String::new(), heading: String::new(), words: Vec::new() } };
    let window = split[part].get(start..(start + WORDS).min(split[part].len())).unwrap_or_default();
    let words = window.iter().map(|(text, hit)| Marked { text: (*text).to_owned(), mark: hit.is_some() }).collect();
    Passage { anchor: of.anchor.clone(), heading: of.heading.clone(), words }
}
