//! Links and images of a converted text: to pages and files of the new hub where they lead to one, and otherwise as they were. What only
//! looks like one of our own references is kept from being one.

use std::collections::BTreeSet;
use std::ops::Range;

use camino::Utf8PathBuf;

use super::library::{Found, Library};
use super::region::{region_at, regions};
use super::report::{Finding, Matter};
use crate::diagnostic::Place;
use crate::load::content_type::RawHtml;
use crate::load::markdown::{self, ReferenceKind, looks_like_key};
use crate::load::source::Source;

#[derive(Debug, Default)]
pub struct Links {
    pub text: String,
    pub dead: Vec<Dead>,
    pub assets: BTreeSet<Utf8PathBuf>,
    pub rewritten: usize,
    /// Links to pages that nobody may see yet: their words stay, but nothing may tell that there is such a page.
    pub withheld: Vec<Dead>,
}

/// The words of a link as they are written; none where its address stands further down.
fn linked_words(text: &str, reference: &markdown::Reference) -> Option<String> {
    let end = text.get(..reference.target.start)?.trim_end_matches('<').strip_suffix("](")?.len();
    text.get(reference.range.start + 1..end).map(str::to_owned)
}

/// An address that leads nowhere; the n-th of those that are written so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dead {
    address: String,
    number: usize,
    is_image: bool,
}

impl Dead {
    /// Where the address stands in the old file.
    pub fn finding(&self, source: &Source, within: Range<usize>, became: &str) -> Finding {
        let text = &source.text[within.clone()];
        let decoded = self.address.replace("%20", " ").replace("%28", "(").replace("%29", ")");
        let found = [self.address.as_str(), decoded.as_str()].iter().find_map(|form| {
            let mut places = text.match_indices(form);
            places
                .nth(self.number)
                .or_else(|| text.match_indices(form).last())
                .map(|(at, form)| within.start + at..within.start + at + form.len())
        });
        let place = Place::in_text(&source.file, &source.text, found.unwrap_or(within.start..within.start));
        Finding {
            matter: Matter::DeadLink,
            kind: if self.is_image { "image" } else { "link" }.into(),
            became: became.to_owned(),
            file: place.file,
            line: place.line,
            column: place.column,
            words: self.address.clone(),
        }
    }
}

pub fn rewrite(library: &Library<'_>, page: usize, text: &str) -> Links {
    let mut links = Links::default();
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let (prose, _) = markdown::read(text, RawHtml::Escape);
    let mut seen: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    for reference in &prose.references {
        match &reference.kind {
            ReferenceKind::Link(written) | ReferenceKind::Image { address: written, .. } => {
                let is_image = matches!(reference.kind, ReferenceKind::Image { .. });
                let target = reference.target.clone();
                if !is_image
                    && library.is_withheld_from(page, written)
                    && let Some(words) = linked_words(text, reference)
                {
                    links.withheld.push(Dead { address: written.clone(), number: 0, is_image });
                    edits.push((reference.range.clone(), words));
                    continue;
                }
                // What a definition further down says is looked at there.
                if text.get(target.clone()).is_none_or(|found| found.trim_matches(['<', '>']) != written)
                    || text[..target.start].ends_with('[')
                {
                    continue;
                }
                if let Some(new) = links.follow(library, page, written, is_image, &mut seen)
                    && text[..target.start].ends_with(['(', '<', ' ', '\n'])
                {
                    let is_autolink = text[..target.start].ends_with('<') && !text[..target.start].ends_with("(<");
                    if !is_autolink {
                        edits.push((target, new));
                    }
                }
            }
            // Words between two pairs of brackets that are themselves a link.
            ReferenceKind::Term(_) if text[reference.range.end..].starts_with('(') => {
                let inside = reference.range.start + 2..reference.range.end - 2;
                let words = text[inside.clone()].to_owned();
                edits.push((reference.range.clone(), format!("[\\[{words}\\]]")));
            }
            ReferenceKind::Term(_) | ReferenceKind::Citation(_) => edits.push((reference.range.start..reference.range.start, "\\".into())),
            ReferenceKind::Include { .. } => edits.push((reference.range.start + 1..reference.range.start + 1, "\\".into())),
            ReferenceKind::NarrativeCitation(key) if looks_like_key(key) => {
                edits.push((reference.range.start..reference.range.start, "\\".into()))
            }
            _ => {}
        }
    }
    for (range, written) in definitions(text) {
        if library.is_withheld_from(page, &written) {
            links.withheld.push(Dead { address: written, number: 0, is_image: false });
            edits.push((range, "#".into()));
        } else if let Some(new) = links.follow(library, page, &written, false, &mut seen) {
            edits.push((range, new));
        }
    }
    edits.sort_by_key(|(range, _)| range.start);
    let mut at = 0;
    for (range, new) in edits.into_iter() {
        if range.start < at {
            continue;
        }
        links.text.push_str(&text[at..range.start]);
        links.text.push_str(&new);
        at = range.end;
    }
    links.text.push_str(&text[at..]);
    links
}

impl Links {
    /// The new address, where it is another.
    fn follow(
        &mut self,
        library: &Library<'_>,
        page: usize,
        written: &str,
        is_image: bool,
        seen: &mut std::collections::BTreeMap<String, usize>,
    ) -> Option<String> {
        let number = *seen.entry(written.to_owned()).and_modify(|number| *number += 1).or_insert(0);
        // An address that an earlier step made is one of the new hub.
        let made = library.made(page, written);
        let found = made.unwrap_or_else(|| library.find(page, written));
        match &found {
            // Without a scheme it was that of the page, which is `https` now.
            Found::Elsewhere => return written.starts_with("//").then(|| format!("https:{written}")),
            Found::Nowhere => {
                self.dead.push(Dead { address: written.to_owned(), number, is_image });
                return None;
            }
            Found::Asset(path) => _ = self.assets.insert(path.clone()),
            Found::Page(..) | Found::List(_) => {}
        }
        self.rewritten += 1;
        library.written(&library.pages[page].target, &found).filter(|new| new != written)
    }
}

/// Definitions of links, `[label]: address`, with the range of the address.
fn definitions(text: &str) -> Vec<(Range<usize>, String)> {
    let code = regions(text);
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let words = line.trim_start();
        let indent = line.len() - words.len();
        if indent > 3 || !words.starts_with('[') || words.starts_with("[^") || region_at(&code, start).is_some() {
            continue;
        }
        let Some(close) = words.find("]:") else { continue };
        let after = &words[close + 2..];
        let address = after.trim_start();
        let from = start + indent + close + 2 + (after.len() - address.len());
        let end = address.find(char::is_whitespace).unwrap_or(address.len());
        let address = &address[..end];
        if !address.is_empty() && !address.starts_with('<') {
            found.push((from..from + end, address.to_owned()));
        }
    }
    found
}
