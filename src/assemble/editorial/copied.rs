//! Words that stand on another page already. A block that is included changes in one place; one that is copied is soon two truths.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

use jiff::Timestamp;

use super::plain_word::in_quotation;
use super::script::{Said, Script, Written};
use super::{Desk, Finding};
use crate::diagnostic::{Code, Diagnostic};
use crate::load::document::Document;
use crate::load::markdown::{LineKind, Mark};

/// So many words in a row are no accident.
const RUN: usize = 12;

/// One word of a page, and where.
struct Word {
    hash: u64,
    line: usize,
    range: Range<usize>,
    /// No run goes on from the word before it.
    begins: bool,
}

/// The first word of a run of twelve that two pages share: which page and word copies which.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Match {
    copy: usize,
    original: usize,
    /// The same for all words of one run.
    apart: i64,
    at: usize,
}

/// One finding for each longest run, with the page at whose words it stands (its position in `scripts`).
pub fn check(desk: &Desk<'_>, scripts: &[Script<'_>]) -> Vec<(usize, Finding)> {
    let pages: Vec<Vec<Word>> = scripts.iter().map(words).collect();
    let mut starts: Vec<(u64, usize, usize)> = Vec::new();
    for (page, words) in pages.iter().enumerate() {
        let runs = words.windows(RUN).enumerate().filter(|(_, run)| !run[1..].iter().any(|word| word.begins));
        starts.extend(runs.map(|(at, run)| (hash_of(run), page, at)));
    }
    starts.sort_unstable();
    let mut matches = Vec::new();
    for same in starts.chunk_by(|a, b| a.0 == b.0).filter(|same| same[0].1 != same[same.len() - 1].1) {
        let Some((_, original, from)) = same.iter().min_by_key(|(_, page, at)| (age(scripts[*page].document), *page, *at)) else {
            continue;
        };
        let copies = same.iter().filter(|(_, page, _)| page != original && !are_versions(desk, &scripts[*page], &scripts[*original]));
        matches.extend(copies.map(|(_, copy, at)| Match { copy: *copy, original: *original, apart: *at as i64 - *from as i64, at: *at }));
    }
    matches.sort_unstable();
    let runs = matches.chunk_by(|a, b| (a.copy, a.original, a.apart) == (b.copy, b.original, b.apart) && a.at + 1 == b.at);
    runs.map(|run| (run[0].copy, finding(scripts, &pages, run))).collect()
}

fn finding(scripts: &[Script<'_>], pages: &[Vec<Word>], run: &[Match]) -> Finding {
    let first = &run[0];
    let length = run.len() + RUN - 1;
    let (copy, original) = (&scripts[first.copy], &scripts[first.original]);
    let (here, at_here) = stretch(copy, &pages[first.copy][first.at..][..length]);
    let from = usize::try_from(first.at as i64 - first.apart).unwrap_or_default();
    let (there, at_there) = stretch(original, &pages[first.original][from..][..length]);
    let place = copy.place(here, at_here.clone());
    let fault = Diagnostic::warning(Code::BlockCopied, place, format!("these {length} words stand on another page, too"))
        .related(original.place(there, at_there.clone()), "here");
    let fault = match block(original, there, at_there.start) {
        Some((heading, block)) => {
            let whole = if heading { "" } else { " once the words there have a heading of their own" };
            fault.help(format!("include them instead of copying them{whole}, in a paragraph of its own: `![[{block}]]`"))
        }
        None => {
            fault.help("put the words on one page only, under a heading of their own, and include them on the other: `![[page#heading]]`")
        }
    };
    Finding::new(here.line.text[at_here].to_owned(), fault)
}

/// The line in which a run begins, and as much of it as the run covers.
fn stretch<'s, 'a>(script: &'s Script<'a>, run: &[Word]) -> (&'s Said<'a>, Range<usize>) {
    let line = run[0].line;
    let end = run.iter().take_while(|word| word.line == line).last().map_or(run[0].range.end, |word| word.range.end);
    (&script.lines[line], run[0].range.start..end)
}

/// How the words would be included: the heading above them, or the page if it has none yet.
fn block(script: &Script<'_>, said: &Said<'_>, at: usize) -> Option<(bool, String)> {
    let Written::Body(passage) = &said.written else { return None };
    let place = said.line.source(at..at).start;
    let above = passage.prose.headings.iter().rfind(|heading| !heading.nested && heading.range.start <= place);
    let name = script.document.stem();
    Some(match above {
        Some(heading) => (true, format!("{name}#{}", heading.id)),
        None => (false, format!("{name}#heading")),
    })
}

/// The description in force comes first, then what was published first.
fn age(document: &Document) -> (bool, Option<Timestamp>) {
    (document.content_type.id != "public-description", document.common.published)
}

/// Versions and translations of one page share words by right.
fn are_versions(desk: &Desk<'_>, a: &Script<'_>, b: &Script<'_>) -> bool {
    let leads = |from: &Script<'_>, to: &Script<'_>| {
        let common = &from.document.common;
        let names = [&common.supersedes, &common.superseded_by, &common.translation_of];
        names.into_iter().flatten().any(|name| desk.site.register.page(name, &[]) == Some(to.page))
    };
    leads(a, b) || leads(b, a)
}

/// The words of a page's own text below its front matter, for only those can be included; where others speak or something else
/// stands, a run ends.
fn words(script: &Script<'_>) -> Vec<Word> {
    let mut words = Vec::<Word>::new();
    let mut begins = true;
    for (index, said) in script.lines.iter().enumerate() {
        begins |= said.line.after_gap;
        if said.line.kind != LineKind::Text || !matches!(said.written, Written::Body(_)) {
            begins = true;
            continue;
        }
        let text = said.line.without(&[Mark::Code]);
        let has_marks = text.contains(['“', '‘']);
        for part in text.split_inclusive(|c: char| !c.is_alphanumeric() && c != '’' && c != '\'') {
            let start = part.as_ptr() as usize - text.as_ptr() as usize;
            let word = part.trim_matches(|c: char| !c.is_alphanumeric());
            if word.is_empty() {
                continue;
            }
            let start = start + part.find(word).unwrap_or_default();
            // What stands between quotation marks was said by somebody else.
            if has_marks && in_quotation(&text, start) {
                begins = true;
                continue;
            }
            words.push(Word {
                hash: hash(&word.to_lowercase()),
                line: index,
                range: start..start + word.len(),
                begins: std::mem::take(&mut begins),
            });
        }
    }
    words
}

fn hash(word: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    word.hash(&mut hasher);
    hasher.finish()
}

fn hash_of(run: &[Word]) -> u64 {
    run.iter().fold(0, |all, word| all.wrapping_mul(0x0100_0000_01b3).rotate_left(5) ^ word.hash)
}
