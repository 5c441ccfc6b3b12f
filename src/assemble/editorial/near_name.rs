//! Names that are a letter or two away from a person or an organisation of the hub: "Moria Gibb".

use std::collections::BTreeSet;
use std::ops::Range;

use super::known::{Known, plain, words};
use super::script::Script;
use super::{Desk, Finding};
use crate::diagnostic::{Code, Diagnostic};
use crate::load::markdown::Mark;

/// Small words inside the names of organisations.
const SMALL: &[&str] = &["of", "for", "and", "the", "in", "on", "to", "&"];
/// Below this many letters a second change makes another name.
const SHORT: usize = 10;

pub fn check(desk: &Desk<'_>, script: &Script<'_>, findings: &mut Vec<Finding>) {
    if desk.known.names.is_empty() {
        return;
    }
    let mut met = BTreeSet::new();
    for said in &script.lines {
        let text = said.line.without(&[Mark::Code]);
        for (range, name) in near(&desk.known, &text) {
            let written = &text[range.clone()];
            if !met.insert(written.to_owned()) {
                continue;
            }
            let fault = Diagnostic::warning(Code::NameNear, script.place(said, range), format!("`{written}` is almost the name `{name}`"))
                .help(format!("did you mean `{name}`?"))
                .help("if it is somebody else, say so in the page's front matter: `waive: [{fault: name-near, text: …, reason: …}]`");
            findings.push(Finding::new(written, fault));
        }
    }
}

/// Stretches that are near to a known name and are none themselves, each with the name.
fn near<'a>(known: &Known<'a>, text: &str) -> Vec<(Range<usize>, &'a str)> {
    let mut found = Vec::<(Range<usize>, &str)>::new();
    for run in runs(text) {
        for (first, word) in run.iter().enumerate() {
            let candidates: BTreeSet<usize> =
                run[first..].iter().take(8).filter_map(|at| known.by_word.get(&bare(&text[at.clone()]))).flatten().copied().collect();
            if text[word.clone()].starts_with(char::is_lowercase) {
                continue;
            }
            for name in candidates.into_iter().map(|index| known.names[index]) {
                let length = words(name).count();
                let Some(last) = run.get(first + length - 1) else { continue };
                let range = word.start..last.end;
                let range = range.start..range.start + without_genitive(&text[range.clone()]).len();
                let written = plain(&text[range.clone()]);
                let overlaps = found.iter().any(|(other, _)| other.start < range.end && range.start < other.end);
                if !overlaps && is_near(known, &written, &plain(name)) {
                    found.push((range, name));
                }
            }
        }
    }
    found
}

fn is_near(known: &Known<'_>, written: &str, name: &str) -> bool {
    if written == name || known.others.contains(written) || is_plural(written, name) {
        return false;
    }
    let limit = if name.chars().count() < SHORT { 1 } else { 2 };
    let distance = strsim::damerau_levenshtein(written, name);
    // A title, an initial or a small word more or less is another way to write the name, and digits tell things apart.
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    (1..=limit).contains(&distance) && digits(written) == digits(name) && !known.sources.contains(written)
}

fn is_plural(a: &str, b: &str) -> bool {
    a.strip_suffix('s') == Some(b) || b.strip_suffix('s') == Some(a)
}

/// The words of each stretch of capitalised words, small words between them included.
fn runs(text: &str) -> Vec<Vec<Range<usize>>> {
    let mut runs = vec![Vec::<Range<usize>>::new()];
    let mut end = 0;
    for word in words(text) {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        let apart = text[end..start].chars().any(|c| !c.is_whitespace());
        let fits = word.starts_with(|c: char| c.is_uppercase()) || SMALL.contains(&word);
        if (apart || !fits) && runs.last().is_some_and(|run| !run.is_empty()) {
            runs.push(Vec::new());
        }
        if fits && let Some(run) = runs.last_mut() {
            run.push(start..start + word.len());
        }
        end = start + word.len();
    }
    runs.retain(|run| run.len() > 1);
    runs
}

fn bare(word: &str) -> String {
    without_genitive(word).to_lowercase()
}

fn without_genitive(words: &str) -> &str {
    words.strip_suffix("'s").or(words.strip_suffix("’s")).or(words.strip_suffix(['\'', '’'])).unwrap_or(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_names() {
        let text = "Then Moria Gibb’s Task Force, and the General Social Care Council met. Ask Ann, Bob.";
        let said: Vec<String> = runs(text).iter().map(|run| text[run[0].start..run[run.len() - 1].end].to_owned()).collect();
        assert_eq!(said, ["Then Moria Gibb’s Task Force", "and the General Social Care Council", "Ask Ann"]);
    }
}
