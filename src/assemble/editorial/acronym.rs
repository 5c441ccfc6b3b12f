//! Short forms that neither the page nor the hub explains.

use std::collections::BTreeSet;
use std::ops::Range;

use super::known::is_capitals;
use super::script::Script;
use super::{Desk, Finding};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::load::markdown::Mark;

/// Capitals that are words, said loudly.
const WORDS: &[&str] = &["NOT", "AND", "OR", "ALL", "NO", "MUST", "NEVER", "ONLY", "ALWAYS", "DO", "OK", "TO", "IN", "IS", "THE"];

pub fn check(desk: &Desk<'_>, script: &Script<'_>, findings: &mut Vec<Finding>) {
    let mut explained = BTreeSet::new();
    for said in &script.lines {
        explain(&said.line.text, &mut explained);
    }
    let mut met = BTreeSet::new();
    for said in &script.lines {
        let text = said.line.without(&[Mark::Term, Mark::Code]);
        // A line all in capitals is shouting, not abbreviating.
        if !text.contains(char::is_lowercase) && text.split_whitespace().count() > 1 {
            continue;
        }
        for range in capitals(&text) {
            let word = &text[range.clone()];
            let known = desk.known.acronyms.contains(word) || explained.contains(word) || WORDS.contains(&word) || is_roman(word);
            if known || !met.insert(word.to_owned()) {
                continue;
            }
            let fault = Diagnostic::warning(
                Code::AcronymUnknown,
                script.place(said, range.clone()),
                format!("nothing says what `{word}` stands for"),
            );
            let near =
                nearest(word, desk.known.acronyms.iter().map(String::as_str).filter(|known| known.len() == word.len() && known.len() > 3));
            let fault = near.into_iter().fold(fault, |fault, near| fault.help(format!("did you mean `{near}`?")));
            let fault = fault
                .help(format!("write it out where it first stands, as in `the full name ({word})`, or give it a record in the glossary"))
                .help(format!("if every reader knows it, add `{word}` to `acronyms` in `hub.yaml`"));
            findings.push(Finding::new(word, fault));
        }
    }
}

/// Runs of two to six capitals that stand alone; the `s` of several is no part of them.
fn capitals(text: &str) -> Vec<Range<usize>> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let mut found = Vec::new();
    let mut start = 0;
    for word in text.split_inclusive(|c: char| !is_part(c)) {
        let bare = word.trim_end_matches(|c: char| !is_part(c));
        let letters = bare.strip_suffix('s').filter(|letters| is_capitals(letters)).unwrap_or(bare);
        // A number joined to letters is a name: COVID-19, ISO 9001 is not, B12 is no word of capitals.
        let joined = text[start + bare.len()..].strip_prefix('-').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        let tag = text[..start].ends_with(['@', '#']);
        if is_capitals(letters) && !joined && !tag {
            found.push(start..start + letters.len());
        }
        start += word.len();
    }
    found
}

/// Notes which short forms a text writes out: `newly qualified social worker (NQSW)`, or `NQSW (newly qualified social worker)`.
fn explain(text: &str, explained: &mut BTreeSet<String>) {
    for (open, _) in text.match_indices('(') {
        let Some(close) = text[open..].find(')').map(|at| open + at) else { continue };
        let inside = text[open + 1..close].trim();
        let short = inside.split([',', ';']).next().unwrap_or_default().trim();
        let short = short.strip_suffix('s').filter(|short| is_capitals(short)).unwrap_or(short);
        if is_capitals(short) {
            let before: Vec<&str> = text[..open].split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
            let near = &before[before.len().saturating_sub(2 * short.len() + 2)..];
            if spells(near, short) {
                explained.insert(short.to_owned());
            }
        }
        let before = text[..open].trim_end().rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let inside: Vec<&str> = inside.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        if is_capitals(before) && spells(&inside, before) {
            explained.insert(before.to_owned());
        }
    }
}

/// Whether the short form's letters begin some of the words, in order, and end with one of the last two.
fn spells(words: &[&str], short: &str) -> bool {
    let mut letters = short.chars().rev().peekable();
    let mut passed_over = 0;
    for word in words.iter().rev() {
        let first = word.chars().next().map(|c| c.to_ascii_uppercase());
        if first == letters.peek().copied() {
            letters.next();
            passed_over = 0;
        } else {
            passed_over += 1;
        }
        if letters.peek().is_none() {
            return true;
        }
        if passed_over > 2 {
            return false;
        }
    }
    false
}

fn is_roman(word: &str) -> bool {
    word.chars().all(|c| "IVXLC".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_stand_alone() {
        let found = |text: &str| capitals(text).into_iter().map(|range| text[range].to_owned()).collect::<Vec<_>>();
        assert_eq!(found("The GSCC, HEIs and CWDC/DCSF."), ["GSCC", "HEI", "CWDC", "DCSF"]);
        assert_eq!(found("COVID-19, B12, an A, X@ABC, NASAology and ABCDEFG"), Vec::<String>::new());
    }

    #[test]
    fn a_text_explains_its_own() {
        let mut explained = BTreeSet::new();
        explain(
            "A newly qualified social worker (NQSW), the Department for Children, Schools and Families (DCSF; closed).",
            &mut explained,
        );
        explain("HEIs (AB) and ASYE (assessed and supported year in employment).", &mut explained);
        assert_eq!(explained.into_iter().collect::<Vec<_>>(), ["ASYE", "DCSF", "NQSW"]);
    }
}
