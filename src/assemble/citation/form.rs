//! What hayagriva makes of a source in a style: the author and date of its citation, and its reference.
//! Made once for each source and kept; sources that look alike on one page ("2009a", "2009b") are made together and kept too.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use hayagriva::{BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, Entry};

use super::run::{self, Run};
use super::style::{Style, Words, locales};

#[derive(Debug, Clone)]
pub(super) struct Form {
    pub author: Vec<Run>,
    pub date: String,
    /// Two or more names, so that an "&" before the last of them is the style's and not part of a name.
    pub joins_names: bool,
    pub reference: Vec<Run>,
    pub order: Order,
}

/// Where a reference stands in the list: by the words before its date, then the year, then the rest.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Order {
    name: String,
    year: i32,
    whole: String,
}

impl Order {
    pub(super) fn year(&self) -> i32 {
        self.year
    }
}

/// One room for each style and language; within it one for each source, by its number in the list.
#[derive(Debug, Default)]
pub(super) struct Cache {
    rooms: Vec<Room>,
}

#[derive(Debug, Default)]
struct Room {
    single: Vec<OnceLock<Arc<Form>>>,
    alike: RwLock<BTreeMap<Vec<usize>, Vec<Arc<Form>>>>,
}

impl Cache {
    pub(super) fn for_entries(count: usize) -> Self {
        let room = || Room { single: (0..count).map(|_| OnceLock::new()).collect(), alike: RwLock::default() };
        Cache { rooms: (0..Style::ALL.len() * 2).map(|_| room()).collect() }
    }

    fn room(&self, style: Style, words: Words) -> &Room {
        &self.rooms[style as usize * 2 + words as usize]
    }

    pub(super) fn single(&self, entries: &[Entry], index: usize, style: Style, words: Words) -> Arc<Form> {
        self.room(style, words).single[index].get_or_init(|| make(&[&entries[index]], style, words).remove(0)).clone()
    }

    /// The forms of sources that would look alike, in the order given, which decides who is "a".
    pub(super) fn alike(&self, entries: &[Entry], indices: &[usize], style: Style, words: Words) -> Vec<Arc<Form>> {
        let room = self.room(style, words);
        if let Some(forms) = room.alike.read().unwrap_or_else(PoisonError::into_inner).get(indices) {
            return forms.clone();
        }
        let alike: Vec<&Entry> = indices.iter().map(|index| &entries[*index]).collect();
        let forms = make(&alike, style, words);
        room.alike.write().unwrap_or_else(PoisonError::into_inner).insert(indices.to_vec(), forms.clone());
        forms
    }
}

/// Asks hayagriva for all the entries together, so that it tells them apart, and gives their forms in the same order.
pub(super) fn make(entries: &[&Entry], style: Style, words: Words) -> Vec<Arc<Form>> {
    let (rules, locales, locale) = (style.rules(), locales(), Some(words.locale()));
    let mut driver = BibliographyDriver::new();
    for entry in entries {
        driver.citation(CitationRequest::new(vec![CitationItem::with_entry(*entry)], rules, locale.clone(), locales, None));
    }
    let rendered = driver.finish(BibliographyRequest::new(rules, locale, locales));
    let list = rendered.bibliography.map(|list| list.items).unwrap_or_default();
    let citations = rendered.citations.iter().map(|cited| run::flatten(&cited.citation));
    entries
        .iter()
        .zip(citations)
        .map(|(entry, citation)| {
            let (author, date) = split(citation);
            let item = list.iter().find(|item| item.key == entry.key());
            let reference = item.map(|item| run::flatten(&item.content)).unwrap_or_default();
            let order = order(entry, &reference, style);
            let joins_names = entry.authors().or(entry.editors()).is_some_and(|names| names.len() > 1);
            Arc::new(Form { author, date, joins_names, reference, order })
        })
        .collect()
}

/// "(Author, 2009)" is author and date: in both styles the last comma parts them, and the layout's brackets come off.
fn split(mut citation: Vec<Run>) -> (Vec<Run>, String) {
    if let Some(first) = citation.first_mut() {
        first.text = first.text.strip_prefix('(').unwrap_or(&first.text).to_owned();
    }
    if let Some(last) = citation.last_mut() {
        last.text = last.text.strip_suffix(')').unwrap_or(&last.text).to_owned();
    }
    let mut date = String::new();
    while let Some(last) = citation.pop() {
        match last.text.rsplit_once(", ") {
            Some((before, after)) => {
                date.insert_str(0, after);
                citation.push(Run { text: before.to_owned(), ..last });
                break;
            }
            None => date.insert_str(0, &last.text),
        }
    }
    citation.retain(|run| !run.text.is_empty());
    (citation, date)
}

fn order(entry: &Entry, reference: &[Run], style: Style) -> Order {
    let whole = run::text(reference);
    let name = whole.split(" (").next().unwrap_or_default();
    let has_author = entry.authors().is_some() || entry.editors().is_some();
    let mut name = letters(name);
    if !has_author {
        // A title is filed under its first word that means something.
        if let Some(rest) = ["the ", "a ", "an "].iter().find_map(|article| name.strip_prefix(article)) {
            name = rest.to_owned();
        }
    }
    // Undated work comes last in Harvard lists and first in APA's.
    let undated = if style == Style::Apa { i32::MIN } else { i32::MAX };
    Order { name, year: entry.date_any().map_or(undated, |date| date.year), whole: letters(&whole) }
}

/// Small plain letters and digits, one space between words: accents and punctuation do not decide an order.
fn letters(text: &str) -> String {
    let folded = deunicode::deunicode(text).to_lowercase();
    let words: Vec<String> = folded
        .split_whitespace()
        .map(|word| word.chars().filter(char::is_ascii_alphanumeric).collect::<String>())
        .filter(|w| !w.is_empty())
        .collect();
    words.join(" ")
}
