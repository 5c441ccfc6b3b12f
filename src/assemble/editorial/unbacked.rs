//! Numbers that claim something and lead to no record: shares, money, and counts of a hundred or more that are no key figure,
//! stand in no quotation and in no sentence with a source.

use std::ops::Range;

use super::plain_word::in_quotation;
use super::script::{Said, Script, Written};
use super::sentence::sentences;
use super::{Desk, Finding};
use crate::assemble::rules::number;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::markdown::{LineKind, Mark, looks_like_key};
use crate::load::value::Step;

/// A count below this is everyday speech.
const COUNT: f64 = 100.0;

/// Types whose pages are records themselves, say what others asked for, or have a stricter rule of their own.
const RECORDS: &[&str] =
    &["key-figure", "dataset", "chart", "correction", "redirect", "person", "helpline", "recommendation", "media-response-kit"];

pub fn check(desk: &Desk<'_>, script: &Script<'_>, findings: &mut Vec<Finding>) {
    let document = script.document;
    // A page about one source, such as a research summary, is backed by it as a whole.
    if RECORDS.contains(&document.content_type.id.as_str()) || document.fields.text("citation").is_some() {
        return;
    }
    for said in &script.lines {
        let line = &said.line;
        if !matches!(line.kind, LineKind::Text | LineKind::Cell) {
            continue;
        }
        if line.kind == LineKind::Cell && table_has_source(script, line.table) || is_asked(said) {
            continue;
        }
        let text = line.without(&[Mark::Figure, Mark::Code]);
        let found: Vec<Range<usize>> = number::find(&text).into_iter().filter(|range| claims(&text[range.clone()])).collect();
        if found.is_empty() {
            continue;
        }
        let sentences = sentences(&text);
        for range in found.into_iter().filter(|range| !in_quotation(&text, range.start)) {
            let around = sentences
                .iter()
                .find(|sentence| sentence.start <= range.start && range.start < sentence.end)
                .cloned()
                .unwrap_or(0..text.len());
            let sourced = line.has(Mark::Citation, &around) || line.has(Mark::Footnote, &around) || names_source(&text[around]);
            if sourced {
                continue;
            }
            let words = &text[range.clone()];
            let fault =
                Diagnostic::warning(Code::NumberUnbacked, script.place(said, range.clone()), format!("no record stands behind `{words}`"));
            let fault = match desk.site.figures.values().find(|figure| figure.agrees(words)) {
                Some(figure) => fault.help(format!("if it means {}, write `[{words}](figure:{})`", figure.what, figure.name)),
                None => fault.help(
                    "link it to a key figure, `[9.5%](figure:vac-child)`, or name its source in the same sentence: `[@source, p. 12]`",
                ),
            };
            let waiver = format!(
                "if it needs none, say why in the front matter: `waive: [{{fault: number-unbacked, text: \"{words}\", reason: …}}]`"
            );
            findings.push(Finding::new(words, fault.help(waiver)));
        }
    }
}

/// A question, or a claim that the page itself takes apart: it is for the answer to name the record.
fn is_asked(said: &Said<'_>) -> bool {
    match &said.written {
        Written::Field(path, _) => path.0.iter().any(|step| matches!(step, Step::Key(name) if name == "question" || name == "claim")),
        Written::Body(_) => false,
    }
}

/// Shares, money, and large counts. "All five in one" and "a hundred times" count nothing.
fn claims(words: &str) -> bool {
    let lower = words.to_lowercase();
    if lower.ends_with(" in one") || lower == "a hundred" {
        return false;
    }
    let share = lower.contains('%') || lower.contains("cent") || lower.contains(" in ") || lower.contains("out of") || is_fraction(&lower);
    let money = words.contains(['£', '€', '$']);
    let large = ["hundred", "thousand", "million", "billion", "bn"].iter().any(|word| lower.contains(word))
        || number::values(words).iter().any(|value| *value >= COUNT);
    share || money || large
}

fn is_fraction(lower: &str) -> bool {
    ["third", "quarter", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"].iter().any(|part| lower.contains(part))
}

/// `@gscc-2009` in running text.
fn names_source(sentence: &str) -> bool {
    sentence
        .split('@')
        .skip(1)
        .any(|rest| looks_like_key(rest.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ')')).next().unwrap_or_default()))
}

/// A table is one statement: a source in any of its cells stands for all.
fn table_has_source(script: &Script<'_>, table: Option<usize>) -> bool {
    let cells = script.lines.iter().filter(|said| said.line.table == table);
    cells.into_iter().any(|said| said.line.marks.iter().any(|(_, mark)| matches!(mark, Mark::Citation | Mark::Footnote)))
}
